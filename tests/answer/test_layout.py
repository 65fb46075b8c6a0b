"""The issued half-year report as a paper: measured where it is printed, and back from an office's hands."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date

import docx
import pypdfium2
import pytest

from dongthuan.answer.reports import paper, queries, returned
from dongthuan.answer.reports.returned import Fate
from dongthuan.demo.rounds import at
from dongthuan.ground import files, papers
from dongthuan.ground.claims import Verdict
from tests.ground.papers.test_layout import Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.office]

DAY = date(2021, 7, 5)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def leader(town):
    return town.actor("lanhdao", at(2021, 7, 5))


@pytest.fixture
def issue(town):
    return queries.issued(town.report)


@pytest.fixture
def page(issue, leader):
    return paper.of_issue(issue, queries.frozen(issue, viewer=leader))


@pytest.fixture
def word(page):
    return papers.party_docx(page)


def office(data, folder, *kinds):
    """What LibreOffice makes of a file that it opens and saves, one kind after the other."""
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui")
    path = folder / "bao-cao.docx"
    path.write_bytes(data)
    for step, kind in enumerate(kinds):
        asked = "docx:MS Word 2007 XML" if kind == "docx" else kind
        out = folder / f"{step}"
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless",
             "--convert-to", asked, "--outdir", str(out), str(path)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        path = out / f"bao-cao.{kind}"
    return path.read_bytes()


def sheets_of(data):
    return [Sheet(page) for page in pypdfium2.PdfDocument(data)]


@pytest.fixture(params=["word", "pdf"])
def printed(request, page, word, tmp_path):
    data = papers.party_pdf(page) if request.param == "pdf" else office(word, tmp_path, "pdf")
    return sheets_of(data)


def words_of(sheets):
    """All letters of the text, page numbers and blanks left out."""
    return "".join(one.text for sheet in sheets for one in sheet.seen() if one.bottom >= 19)


def test_every_figure_and_every_word_of_the_report_is_printed(printed, issue, page):
    told = words_of(printed)
    text = [
        part if isinstance(part, str) else part.text
        for block in page.blocks if hasattr(block, "parts") for part in block.parts
    ]  # fmt: skip
    wanted = "".join("".join(text).split())
    # A table stands between the paragraphs; each is looked for on its own.
    for line in re.split(r"(?<=[.])(?=[A-ZĐ])", wanted):
        assert line in told, line[:60]
    for figure in issue.figures.all():
        assert "".join(figure.printed.split()) in told, figure


def test_a_figure_is_set_like_the_words_around_it(printed, page):
    """A content control must not bring back the program's own face or size."""
    sizes = {
        round(one.size, 1) for sheet in printed for one in sheet.seen() if one.text.isdigit()
        and one.bottom >= 19
    }  # fmt: skip
    assert all(abs(size - 14) <= 0.5 or abs(size - 12) <= 0.5 for size in sizes), sizes
    number = next(s for s in printed if "5.085.000.000" in s.text).words("5.085.000.000 đồng")
    assert {round(one.size) for one in number} == {14}
    assert not any("Bold" in one.face for one in number)


def test_the_paper_keeps_its_margins_on_every_page(printed):
    for sheet in printed:
        assert (sheet.width, sheet.height) == pytest.approx((210, 297), abs=1)
        body = [one for one in sheet.seen() if one.bottom >= 19]
        assert min(one.left for one in body) >= 30 - 1
        assert max(one.right for one in body) <= 210 - 15 + 1
        assert max(one.bottom for one in body) <= 297 - 20 + 1
    # Half a year of a ward fits a handful of pages, not twenty.
    assert 3 <= len(printed) <= 8


def test_nobody_signs_on_a_page_without_text(printed):
    last = printed[-1]
    assert last.words("T/M ĐẢNG ỦY")
    assert len(last.seen()) > 150


# --- Back from an office ---------------------------------------------------------------------------


def edited(data, change):
    document = docx.Document(io.BytesIO(data))
    change(document.element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def check(issue, data, leader, name="bao-cao.docx"):
    return returned.check(issue, data, name, viewer=leader, on=DAY)


@pytest.mark.parametrize("ways", [["docx"], ["odt", "docx"]], ids=["docx", "odt and back"])
def test_every_identity_survives_a_save_in_the_office(issue, leader, word, tmp_path, ways):
    again = office(word, tmp_path, *ways)
    found = {one.identity: one for one in files.figures_of(again, "a.docx")}
    assert {f.identity: f.printed for f in issue.figures.all()} == {
        identity: one.text for identity, one in found.items()
    }
    assert check(issue, again, leader).differing == []


@pytest.mark.parametrize("ways", [["docx"], ["odt", "docx"]], ids=["docx", "odt and back"])
def test_a_number_edited_after_such_a_save_is_found(issue, leader, word, tmp_path, ways):
    again = office(word, tmp_path, *ways)

    def change(body):
        for text in body.iter(f"{W}t"):
            if text.text and "16.240.000.000" in text.text:
                text.text = text.text.replace("16.240.000.000", "16.420.000.000")

    data = edited(again, change)
    found = check(issue, data, leader)
    assert {(one.issued.key, one.fate) for one in found.differing} == {
        ("works.contributions", Fate.CHANGED)
    }
    assert {one.text for one in found.differing} == {"16.420.000.000 đồng", "16.420.000.000"}


def test_a_table_that_was_deleted_names_every_figure_it_held(issue, leader, word):
    def change(body):
        tables = list(body.iter(f"{W}tbl"))
        # The head and the foot of a paper are tables without lines: the one with figures goes.
        [held] = [one for one in tables if any(True for _ in one.iter(f"{W}sdt"))]
        held.getparent().remove(held)

    found = check(issue, edited(word, change), leader)
    gone = {one.issued.place for one in found.differing}
    in_table = {
        place for column in queries.rules.columns(queries.frozen(issue, viewer=leader))
        for place in (*column.rows, column.total)
    }  # fmt: skip
    assert gone == in_table and len(gone) == 24 * 4
    assert {one.fate for one in found.differing} == {Fate.GONE}


def bare(body):
    """Take the marks away and leave the words: what a copy into another file does."""
    for name in ("bookmarkStart", "bookmarkEnd"):
        for mark in list(body.iter(f"{W}{name}")):
            mark.getparent().remove(mark)
    for control in list(body.iter(f"{W}sdt")):
        parent, place = control.getparent(), control.getparent().index(control)
        for run in list(control.find(f"{W}sdtContent")):
            parent.insert(place, run)
            place += 1
        parent.remove(control)


def test_where_every_identity_was_lost_each_number_is_read_as_a_claim_and_this_is_said(
    issue, leader, word
):
    found = check(issue, edited(word, bare), leader)
    assert {one.fate for one in found.traced} == {Fate.GONE}
    assert Fate.GONE.words == "không còn dấu căn cứ trong tệp"
    claims = [one for one in found.findings if one.kind == "figure" and one.measure]
    assert len(claims) > 70
    # One number was corrected since the issue; all others still agree, and what the table tells of
    # a group is not taken for a number of the ward.
    apart = [one for one in claims if one.verdict not in (Verdict.RIGHT, Verdict.ROUNDED)]
    assert {(one.surface, one.verdict) for one in apart} == {("4.125", Verdict.STALE)}


def test_a_wrong_number_in_a_file_without_identities_is_found_as_a_claim(issue, leader, word):
    def change(body):
        bare(body)
        for text in body.iter(f"{W}t"):
            if text.text == "1.619":
                text.text = "1.916"

    found = check(issue, edited(word, change), leader)
    told = {one.surface: one.verdict for one in found.findings if one.measure}
    assert told["1.916"] is Verdict.WRONG


def test_a_file_whose_figures_were_all_deleted_names_every_one(issue, leader, word):
    def change(body):
        for control in list(body.iter(f"{W}sdt")):
            control.getparent().remove(control)
        for name in ("bookmarkStart", "bookmarkEnd"):
            for mark in list(body.iter(f"{W}{name}")):
                mark.getparent().remove(mark)

    found = check(issue, edited(word, change), leader)
    assert len(found.differing) == issue.figures.count() and found.kept == 0
    assert {one.fate for one in found.differing} == {Fate.GONE}
    emptied = check(issue, edited(word, empty), leader)
    assert {one.fate for one in emptied.differing} == {Fate.EMPTIED}
    assert len(emptied.differing) == issue.figures.count()


def empty(body):
    for control in body.iter(f"{W}sdt"):
        for text in control.iter(f"{W}t"):
            text.text = ""


def test_a_file_of_another_report_answers_for_none_of_the_figures(issue, leader):
    document = docx.Document()
    document.add_paragraph("Thông báo về việc họp tổ dân phố.")
    out = io.BytesIO()
    document.save(out)
    found = check(issue, out.getvalue(), leader)
    assert {one.fate for one in found.traced} == {Fate.GONE} and found.findings == ()


@pytest.mark.parametrize("name", ["bao-cao.odt", "bao-cao.pdf"])
def test_a_file_that_is_no_word_file_is_refused_with_what_to_do(
    issue, leader, word, tmp_path, name
):
    kind = name.rsplit(".", 1)[1]
    with pytest.raises(files.UnreadableFile) as refused:
        check(issue, office(word, tmp_path, kind), leader, name)
    assert "Word (.docx)" in str(refused.value)
