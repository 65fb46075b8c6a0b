"""A report is issued with its numbers, stays as it was, and says what has changed since."""

from __future__ import annotations

from datetime import date

import pytest

from dongthuan.answer.reports import queries, services
from dongthuan.answer.reports.services import UnableToReport
from dongthuan.decide.indicators import services as indicators
from dongthuan.ground.papers import services as papers
from tests.wards import sheet_of, told_ward

pytestmark = pytest.mark.django_db

TEXT = """# I. KINH TẾ
Toàn phường có {trade.households} cơ sở sản xuất kinh doanh cá thể.
Thu ngân sách {budget.revenue|đủ}, đạt {budget.revenue:attained.city} kế hoạch.
# II. XÃ HỘI
Hộ nghèo còn {people.poor} hộ, chiếm {people.poor_rate}.
[bảng: Theo tổ dân phố | loại = residential_group | mục = trade.households, people.poor | cộng]
# III. ĐẢNG
Có {party.cells} chi bộ với {party.members} đảng viên.
"""
HEADING = {
    "title": "Kết quả 6 tháng đầu năm 2021", "upper_body": "Đảng bộ thành phố Thử",
    "body": "Đảng ủy Phường Thử", "body_code": "ĐU", "place": "Bảo Lộc",
    "signer_title": "Phó Bí thư", "signer_name": "Lê Văn Mẫu",
}  # fmt: skip
DAY = date(2021, 7, 5)


@pytest.fixture
def ward():
    ward = told_ward()
    papers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    return ward


def begun(ward, text=TEXT):
    return services.begin(
        unit=ward.ward, issuer=ward.party, code="2021-H1", text=text, heading=HEADING,
        by=ward.leader,
    )  # fmt: skip


@pytest.fixture
def issued(ward):
    return services.issue(report=begun(ward), on=DAY, by=ward.leader)


def printed(issue):
    return {f.key: f.printed for f in issue.figures.filter(unit=issue.report.unit)}


def test_an_issued_report_prints_each_figure_as_the_office_writes_it(issued):
    told = printed(issued)
    assert told["trade.households"] == "1.506"
    assert told["budget.revenue"] == "4.800.000.021 đồng"
    assert told["budget.revenue:attained.city"] == "60%"
    assert told["people.poor_rate"] == "0,66%"
    assert told["party.cells"] == "2"
    assert issued.symbol == "01-BC/ĐU"


def test_nothing_has_moved_right_after_issue(ward, issued):
    found = queries.verify(issued, viewer=ward.leader)
    assert found.seal_holds
    assert (found.moved, found.not_rederived, found.hidden) == ((), (), 0)
    assert found.same == issued.figures.count() == 15


def test_a_correction_moves_exactly_the_figures_made_of_the_record(ward, issued):
    sheet = sheet_of(ward, "people.poor", ward.groups[1])
    indicators.correct(sheet=sheet, key="people.poor", text="7", by=ward.leader,
                       reason="Sửa theo ý kiến của Đoàn kiểm tra")  # fmt: skip
    found = queries.verify(issued, viewer=ward.leader)
    moved = {(m.issued.key, m.issued.unit_id): m for m in found.moved}
    assert set(moved) == {
        ("people.poor", ward.ward.pk),
        ("people.poor", ward.groups[1].pk),
        ("people.poor_rate", ward.ward.pk),
    }
    change = moved[("people.poor", ward.ward.pk)].changes[0]
    assert (change.before, change.after, change.unit) == ("2 hộ", "7 hộ", "Tổ dân phố 2")
    assert change.why == "Sửa theo ý kiến của Đoàn kiểm tra"
    assert change.who == "Lãnh đạo"
    assert not change.expected
    assert len(found.sums) == 1


def test_the_issued_numbers_stay_what_they_were(ward, issued):
    before = printed(issued)
    sheet = sheet_of(ward, "people.poor", ward.groups[0])
    indicators.correct(sheet=sheet, key="people.poor", text="40", by=ward.leader, reason="kiểm kê")
    assert printed(issued) == before
    text = [block.text for block in queries.frozen(issued, viewer=ward.leader)]
    assert "Hộ nghèo còn 6 hộ, chiếm 0,66%." in text


def test_after_fifty_corrections_it_is_derived_again_to_the_dong(ward, issued):
    sheet = sheet_of(ward, "budget.revenue", ward.ward)
    for turn in range(50):
        indicators.correct(
            sheet=sheet, key="budget.revenue", text=str(900_000_000 + turn), by=ward.leader,
            reason=f"lần {turn}",
        )  # fmt: skip
    found = queries.verify(issued, viewer=ward.leader)
    assert found.not_rederived == ()
    assert {m.issued.key for m in found.moved} == {"budget.revenue", "budget.revenue:attained.city"}


def test_an_actual_that_replaces_an_estimate_is_expected(ward):
    again = ward.round("2021-07", "budget.revenue", due=date(2021, 8, 10))
    sheet = ward.send(again, ward.ward, budget__revenue="500000000", estimate=True)
    report = services.begin(
        unit=ward.ward, issuer=ward.party, code="2021-07", text="Thu {budget.revenue} đồng.",
        heading=HEADING, by=ward.leader,
    )  # fmt: skip
    issue = services.issue(report=report, on=DAY, by=ward.leader)
    assert issue.figures.get().estimate
    indicators.correct(sheet=sheet, key="budget.revenue", text="512345678", by=ward.leader,
                       reason="số thực hiện")  # fmt: skip
    found = queries.verify(issue, viewer=ward.leader)
    assert [m.expected for m in found.moved] == [True]


def test_a_report_is_issued_once(ward, issued):
    with pytest.raises(UnableToReport, match="đã phát hành"):
        services.issue(report=issued.report, on=DAY, by=ward.leader)


def test_a_number_the_offices_own_system_gave_is_kept_and_never_given_twice(ward):
    first = services.issue(report=begun(ward), on=DAY, by=ward.leader, given_number=127)
    assert (first.symbol, first.own_number) == ("127-BC/ĐU", False)
    with pytest.raises(UnableToReport, match="127 đã cấp"):
        services.issue(report=begun(ward), on=DAY, by=ward.leader, given_number=127)
    assert services.issue(report=begun(ward), on=DAY, by=ward.leader).symbol == "128-BC/ĐU"


def test_a_new_term_starts_the_party_register_again(ward, issued):
    papers.open_term(body=ward.party.pk, label="2025-2030", on=date(2025, 6, 1), by=ward.leader)
    report = begun(ward)
    assert services.issue(report=report, on=date(2025, 7, 5), by=ward.leader).symbol == "01-BC/ĐU"


def test_a_figure_without_a_number_stops_the_issue_and_is_named(ward):
    report = begun(ward, "Kỳ trước: {people.poor~kytruoc} hộ nghèo.")
    with pytest.raises(UnableToReport, match="«Hộ nghèo» chưa có số"):
        services.issue(report=report, on=DAY, by=ward.leader)


def test_a_half_told_figure_is_issued_only_when_that_is_meant(ward):
    ward.define("land.given", "Hộ hiến đất", order=9)
    late = ward.round("2021-H1", "land.given")
    ward.send(late, ward.groups[0], land__given="4", approve=False)
    report = begun(ward, "Có {land.given} hộ hiến đất.")
    with pytest.raises(UnableToReport, match="còn đơn vị chưa gửi"):
        services.issue(report=report, on=DAY, by=ward.leader)
    with pytest.raises(UnableToReport, match="chưa duyệt"):
        services.issue(report=report, on=DAY, by=ward.leader, partial_is_meant=True)
    made = services.issue(
        report=report, on=DAY, by=ward.leader, partial_is_meant=True, unapproved_is_meant=True
    )
    assert made.figures.get().unapproved == 1


def test_who_may_not_see_a_sensitive_count_cannot_issue_it_and_sees_it_veiled(ward):
    text = "Có {party.minority} đảng viên người dân tộc thiểu số."
    report = services.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", text=text,
                            heading=HEADING, by=ward.leader)  # fmt: skip
    issue = services.issue(report=report, on=DAY, by=ward.leader)
    assert "3 đảng viên" in queries.frozen(issue, viewer=ward.leader)[0].text
    veiled = queries.frozen(issue, viewer=ward.clerk)[0].text
    assert "3" not in veiled
    assert "không có quyền xem" in veiled
    found = queries.verify(issue, viewer=ward.clerk)
    assert (found.hidden, found.moved) == (1, ())


def test_two_who_write_one_draft_do_not_overwrite_each_other(ward):
    report = begun(ward)
    services.write(report=report, text="Bản của chị Lan.", heading=HEADING, seen=1, by=ward.clerk)
    with pytest.raises(UnableToReport, match="vừa lưu"):
        services.write(report=report, text="Bản khác.", heading=HEADING, seen=1, by=ward.leader)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Có {party.members đảng viên", "Dòng 1: dấu ngoặc nhọn"),
        ("Một\n[bảng: Thử | loại = residential_group]", "Dòng 2: bảng cần"),
        ("Có {party.members|to}", "Dòng 1: .*cách viết"),
    ],
)
def test_a_text_that_cannot_be_read_names_its_line(ward, text, problem):
    with pytest.raises(UnableToReport, match=problem):
        begun(ward, text)


def test_an_unknown_measure_is_named_when_the_text_is_put_together(ward):
    report = begun(ward, "Có {khong.co} hộ.")
    with pytest.raises(UnableToReport, match=r"khong\.co"):
        services.issue(report=report, on=DAY, by=ward.leader)
