"""Sổ văn bản từ bảng tính: as offices keep it, with totals, capitals, secret rows; all or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from dongthuan.decide.directives import services as directives
from dongthuan.decide.directives.models import Document
from dongthuan.who.registers import services
from dongthuan.who.registers.kinds import UnableToTakeIn
from tests.cascades import Cascade
from tests.who.registers.books import plain_book
from tests.who.registers.test_other_registers import read
from tests.who.registers.test_registers import problems, taken

pytestmark = pytest.mark.django_db
HEADS = ("STT", "Số, ký hiệu", "Ngày ký", "Loại văn bản", "Trích yếu nội dung", "Nơi ban hành", "Ngày đến",
         "Độ mật")  # fmt: skip
ROWS = [
    (1, "Số 09-CT/TU", "5/3/2021", "Chỉ thị", "Về trật tự đô thị", "Thành ủy Bảo Lộc", "8/3/2021", ""),
    (2, "12 - KH/ĐU", date(2021, 4, 2), "", "Kế hoạch học tập năm 2021", "Đảng bộ Phường Thử", "", "Thường"),
    (3, "27-QĐ/TU", "30/10/2020", "Quy định", "Chuyện kín", "Tỉnh ủy", "", "Mật"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def ward():
    return Cascade()


def test_a_register_is_taken_in_and_its_kinds_issuers_and_levels_are_known(ward):
    run = taken(ward, plain_book(HEADS, ROWS), kind="documents")
    assert run.counts["new"] == 3
    one, two, three = Document.objects.order_by("pk")
    assert (one.symbol, one.kind, one.level, one.signed_on, one.received_on) == (
        "09-CT/TU", "chi-thi", "city", date(2021, 3, 5), date(2021, 3, 8),
    )  # fmt: skip
    assert (two.symbol, two.kind, two.number) == ("12-KH/ĐU", "ke-hoach", 12)
    assert (three.kind, three.secret, three.subject) == ("quy-dinh", True, "")
    assert "kín" not in str(run.__dict__)


def test_the_next_version_tells_what_is_new_and_what_changed(ward):
    taken(ward, plain_book(HEADS, ROWS), kind="documents")
    again = [*ROWS[:1], (2, *ROWS[1][1:4], "Kế hoạch học tập, làm theo Bác năm 2021", *ROWS[1][5:]),
             (4, "1-NQ/TU", "1/2/2021", "", "Nghị quyết về xây dựng Đảng", "Thành ủy", "", "")]  # fmt: skip
    run = taken(ward, plain_book(HEADS, again), kind="documents")
    assert (run.counts["new"], run.counts["changed"], run.counts["same"]) == (1, 1, 1)
    assert Document.objects.get(number=12).subject == "Kế hoạch học tập, làm theo Bác năm 2021"
    services.take_back(run=run, by=ward.clerk)
    assert Document.objects.count() == 3
    assert Document.objects.get(number=12).subject == "Kế hoạch học tập năm 2021"


def test_every_problem_is_named_by_row_and_column_and_nothing_is_written(ward):
    rows = [
        (1, "", "5/3/2021", "Chỉ thị", "x", "Thành ủy", "", ""),
        (2, "9-CT/TU", "31/2/2021", "Chỉ thị", "x", "Thành ủy", "", ""),
        (3, "9-CT/TU", "5/3/2031", "Chỉ thị", "", "Thành ủy", "", ""),
        (4, "27-QĐ/TU", "5/3/2021", "", "Về một việc", "", "", ""),
        (5, "9-CT/TU", "5/3/2021", "Chỉ thị", "x", "Thành ủy", "", ""),
        (6, "Số: 09-CT/TU", "6/3/2021", "Chỉ thị", "y", "THÀNH ỦY", "", ""),
    ]  # fmt: skip
    run = read(ward, plain_book(HEADS, rows), kind="documents")
    told = [(row, column, words.split(":")[0]) for _, row, column, words in problems(run)]
    assert {(2, "B", "Số và ký hiệu"), (4, "C", "Ngày ký"), (4, "E", "Trích yếu"),
            (5, "D", "Loại văn bản"), (5, "F", "Nơi ban hành"), (7, "B", "Số và ký hiệu")} <= set(told)  # fmt: skip
    assert any(row == 3 for row, *_ in told)
    with pytest.raises(UnableToTakeIn):
        services.ask_take_in(run=run, by=ward.clerk)
    assert not Document.objects.exists()


def test_what_others_rest_on_is_not_taken_back(ward):
    run = taken(ward, plain_book(HEADS, ROWS), kind="documents")
    one = Document.objects.get(number=9)
    directives.add_clause(document=one, text="Lập lại trật tự.", by=ward.clerk)
    with pytest.raises(UnableToTakeIn, match="điều khoản"):
        services.take_back(run=run, by=ward.clerk)
    assert Document.objects.count() == 3


def test_two_thousand_documents_take_no_longer_way_than_the_batches(
    ward, django_assert_max_num_queries
):
    rows = [(n, f"{n}-KH/TU", "5/3/2021", "Kế hoạch", f"Việc thứ {n}", "Thành ủy", "", "")
            for n in range(1, 2001)]  # fmt: skip
    with django_assert_max_num_queries(120):
        run = read(ward, plain_book(HEADS, rows), kind="documents")
    assert run.counts["new"] == 2000
