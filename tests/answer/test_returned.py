"""A Word file goes out, is edited, and comes back: each figure is found again, or said to be lost."""

from __future__ import annotations

import io
import subprocess
from datetime import date

import docx
import pytest

from dongthuan.answer.reports import paper, queries, returned, services
from dongthuan.answer.reports.returned import Fate
from dongthuan.ground import files, papers
from dongthuan.ground.papers import services as numbers
from tests.answer.test_reports import DAY, HEADING, TEXT
from tests.wards import told_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    ward = told_ward()
    numbers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    return ward


@pytest.fixture
def issued(ward):
    report = services.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", text=TEXT,
                            heading=HEADING, by=ward.leader)  # fmt: skip
    return services.issue(report=report, on=DAY, by=ward.leader)


@pytest.fixture
def word(ward, issued):
    return papers.party_docx(paper.of_issue(issued, queries.frozen(issued, viewer=ward.leader)))


def check(ward, issued, data):
    return returned.check(issued, data, "bao-cao.docx", viewer=ward.leader, on=DAY)


def edited(data, change):
    document = docx.Document(io.BytesIO(data))
    for run in document.element.iter(docx.oxml.ns.qn("w:t")):
        if run.text:
            run.text = change(run.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_every_figure_of_the_file_carries_its_identity_and_reads_as_it_was_issued(issued, word):
    found = {one.identity: one for one in files.figures_of(word, "a.docx")}
    assert {i: f.text for i, f in found.items()} == {
        f.identity: f.printed for f in issued.figures.all()
    }
    assert all(one.alias for one in found.values())


def test_an_untouched_file_comes_back_the_same(ward, issued, word):
    found = check(ward, issued, word)
    assert found.differing == []
    assert [f for f in found.findings if f.verdict.needs_eyes] == []


def test_a_figure_changed_by_hand_is_named_with_both_numbers(ward, issued, word):
    data = edited(word, lambda text: text.replace("1.506", "1.560"))
    [first, second] = check(ward, issued, data).differing
    assert {first.issued.key, second.issued.key} == {"trade.households"}
    assert (first.fate, first.issued.printed, first.text) == (Fate.CHANGED, "1.506", "1.560")


def test_a_figure_that_was_emptied_is_not_taken_for_kept(ward, issued, word):
    data = edited(word, lambda text: "" if text == "0,66%" else text)
    [one] = check(ward, issued, data).differing
    assert (one.issued.key, one.fate) == ("people.poor_rate", Fate.EMPTIED)


def test_a_deleted_paragraph_takes_its_figures_along_and_this_is_said(ward, issued, word):
    document = docx.Document(io.BytesIO(word))
    for paragraph in list(document.paragraphs):
        if paragraph.text.startswith("Thu ngân sách"):
            paragraph._p.getparent().remove(paragraph._p)
    out = io.BytesIO()
    document.save(out)
    gone = check(ward, issued, out.getvalue()).differing
    assert [(one.issued.key, one.fate) for one in gone] == [
        ("budget.revenue", Fate.GONE), ("budget.revenue:attained.city", Fate.GONE),
    ]  # fmt: skip


def test_where_identity_is_lost_the_number_is_read_as_a_claim(ward, issued):
    bare = docx.Document()
    bare.add_paragraph("Toàn phường có 1.600 cơ sở sản xuất kinh doanh cá thể.")
    out = io.BytesIO()
    bare.save(out)
    found = check(ward, issued, out.getvalue())
    assert {one.fate for one in found.traced} == {Fate.GONE}
    assert [(f.surface, f.verdict.value) for f in found.findings] == [("1.600", "wrong")]


@pytest.mark.office
@pytest.mark.parametrize("ways", [["docx"], ["odt", "docx"]])
def test_identities_survive_an_office_that_saves_the_file_again(ward, issued, word, tmp_path, ways):
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(word)
    for step, kind in enumerate(ways):
        out = tmp_path / str(step)
        asked = "docx:MS Word 2007 XML" if kind == "docx" else kind
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
             "--convert-to", asked, "--outdir", str(out), str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        path = out / f"bao-cao.{kind}"
    found = check(ward, issued, path.read_bytes())
    assert found.differing == []
