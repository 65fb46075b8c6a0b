"""Ra nghị quyết từ cuộc họp: what was adopted becomes a numbered document, once, word for word."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import docx
import pypdfium2
import pytest

from dongthuan.decide.directives import queries, services
from dongthuan.decide.directives.models import Clause, Document
from dongthuan.decide.directives.services import Issuing
from dongthuan.decide.meetings import queries as meetings
from dongthuan.decide.meetings import services as meeting_services
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.files import services as files
from dongthuan.ground.papers import services as papers
from tests.cascades import Cascade
from tests.decide.meetings.rooms import decided, held, signed, vote
from tests.ground.papers.test_layout import Sheet

pytestmark = pytest.mark.django_db
DAY = date(2021, 6, 1)
ISSUING = Issuing(
    kind="nghi-quyet", subject="Nhiệm vụ 6 tháng cuối năm 2021", body_code="ĐU", on=DAY,
    authority="T/M ĐẢNG ỦY", signer_title="BÍ THƯ", signer_name="Nguyễn Văn Nghĩa",
)  # fmt: skip


@pytest.fixture
def ward(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    ward = Cascade()
    papers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    return ward


@pytest.fixture
def meeting(ward):
    one = held(ward)
    decided(ward, one, vote("Mỗi tổ dân phố có một mô hình."), vote("Mua thêm xe công.", yes=1),
            vote("Rà soát hộ nghèo trước ngày 30/9/2021."))  # fmt: skip
    signed(ward, one)
    return one


def resolve(ward, meeting, decisions=None, issuing=ISSUING, by=None):
    chosen = meetings.adopted(meeting) if decisions is None else decisions
    return services.resolve(meeting=meeting, decisions=chosen, issuing=issuing, by=by or ward.clerk)


def test_what_was_adopted_is_numbered_written_out_and_ready_to_be_assigned(ward, meeting):
    made = resolve(ward, meeting)
    assert (made.symbol, made.level, made.issuer) == ("01-NQ/ĐU", "ward", ward.party)
    assert made.issuer_name == "Đảng ủy Phường Thử"
    lines = [one.text for one in docx.Document(io.BytesIO(files.content(made.file))).paragraphs]
    assert "1. Mỗi tổ dân phố có một mô hình." in lines
    assert "2. Rà soát hộ nghèo trước ngày 30/9/2021." in lines
    assert not any("xe công" in line for line in lines)
    clauses = queries.clauses(made, confirmed=True)
    assert [one.place for one in clauses] == ["khoản 1", "khoản 2"]
    task = ward.task(clauses[0], ward.groups[0])
    assert queries.way_up([task.assignment.clause])[0].clause.decision.meeting == meeting


def test_a_decision_that_was_not_adopted_is_never_issued(ward, meeting):
    lost = meeting.decisions.get(text="Mua thêm xe công.")
    with pytest.raises(services.UnableToRegister, match="không được thông qua"):
        resolve(ward, meeting, [lost])
    assert not Document.objects.exists()


def test_a_decision_is_issued_once_and_the_number_of_a_refused_one_is_given_to_the_next(
    ward, meeting
):
    first, second = meetings.adopted(meeting)
    resolve(ward, meeting, [first])
    with pytest.raises(services.UnableToRegister, match="đã ban hành ở 01-NQ/ĐU"):
        resolve(ward, meeting)
    assert resolve(ward, meeting, [second]).symbol == "02-NQ/ĐU"
    assert queries.issued_decisions(meeting.pk) == {first.pk, second.pk}
    told = queries.issued_from(meeting.pk, viewer=ward.clerk)
    assert [one.symbol for one in told] == ["01-NQ/ĐU", "02-NQ/ĐU"]


def test_nothing_is_issued_before_the_minutes_are_signed(ward):
    one = held(ward)
    decided(ward, one, vote())
    with pytest.raises(services.UnableToRegister, match="Ký biên bản trước"):
        resolve(ward, one, list(one.decisions.all()))


def test_a_day_before_the_meeting_and_a_number_that_is_taken_are_refused(ward, meeting):
    with pytest.raises(services.UnableToRegister, match="trước ngày họp"):
        resolve(ward, meeting, issuing=replace(ISSUING, on=date(2021, 5, 31)))
    ward.document("7-NQ/ĐU", DAY, issuer=ward.party, issuer_name="")
    given = replace(ISSUING, symbol="07-NQ/ĐU", numbered_by="iOffice")
    # The register of the Party committee is another than the ward's.
    assert resolve(ward, meeting, issuing=given).numbered_by == "iOffice"


def test_what_was_issued_is_not_taken_out_of_reopened_minutes(ward, meeting):
    resolve(ward, meeting)
    meeting_services.reopen(meeting=meeting, reason="thiếu tên", by=ward.leader)
    meeting.refresh_from_db()
    gone = meeting.decisions.order_by("order").first()
    given = meeting_services.Given("", pk=gone.pk, seen=gone.version)
    with pytest.raises(meeting_services.UnableToMeet, match="đã thành văn bản"):
        meeting_services.take_down(meeting=meeting, decisions=[given], by=ward.clerk)
    assert Clause.objects.filter(decision=gone).exists()


def test_only_who_keeps_the_register_of_the_unit_issues(ward, meeting):
    with pytest.raises(NotPermitted):
        resolve(ward, meeting, by=ward.head(1))


def test_a_cell_issues_its_own_resolution_under_its_own_letters(ward):
    papers.open_term(body=ward.cells[0].pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    secretary = ward.person("Bí thư chi bộ", ("cell_secretary", ward.cells[0]))
    one = held(ward, unit=ward.cells[0], kind="cell-regular")
    decided(ward, one, vote("Giới thiệu một quần chúng ưu tú."))
    signed(ward, one)
    issuing = replace(ISSUING, body_code="CB", subject="Sinh hoạt tháng 6", authority="T/M CHI BỘ")
    made = resolve(ward, one, issuing=issuing, by=secretary)
    assert (made.symbol, made.level, made.issuer_name) == ("01-NQ/CB", "below", "Chi bộ 1")


@pytest.mark.office
def test_the_resolution_opens_in_an_office_program_and_measures_as_the_guide_asks(
    ward, meeting, tmp_path
):
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui")
    made = resolve(ward, meeting)
    (tmp_path / "nghi-quyet.docx").write_bytes(files.content(made.file))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "nghi-quyet.docx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    [page] = [Sheet(one) for one in pypdfium2.PdfDocument(tmp_path / "nghi-quyet.pdf")]
    for words, size, bold in (
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True), ("Số 01-NQ/ĐU", 14, False), ("NGHỊ QUYẾT", 15, True),
        ("Nhiệm vụ 6 tháng cuối năm 2021", 14, True), ("1. Mỗi tổ dân phố có một mô hình.", 14, False),
    ):  # fmt: skip
        for letter in page.words(words):
            assert letter.size == pytest.approx(size, abs=0.5), (words, letter)
            assert ("Bold" in letter.face) is bold, (words, letter)
    assert all(one.left >= 29 and one.right <= 196 for one in page.seen())
    assert page.words("T/M ĐẢNG ỦY")[0].left > 105
    assert page.words("Nguyễn Văn Nghĩa")[0].top > page.words("BÍ THƯ")[0].bottom + 15
