"""The proof set beside the text: what a reader sees for a list of findings."""

from __future__ import annotations

import unicodedata

import pytest

from dongthuan.doors.portal._marking import AGREE, EYES, UNKNOWN, prove, written_out
from dongthuan.ground.claims.finding import Finding, ReadingVerdict, Verdict


def finding(paragraph: int, text: str, surface: str, verdict: Verdict, **more: object) -> Finding:
    """This function will make a finding on a surface as it stands in its line."""
    start = text.index(surface)
    kind = str(more.pop("kind", "figure"))
    return Finding(paragraph, (start, start + len(surface)), surface, kind, verdict, **more)  # type: ignore[arg-type]


LINE = "Đảng bộ có 32 chi bộ, 943 đảng viên; quỹ vì người nghèo được 12 triệu đồng."


def test_the_result_is_one_sentence_of_counts() -> None:
    proof = prove(
        [LINE],
        [
            finding(1, LINE, "32", Verdict.RIGHT),
            finding(1, LINE, "943", Verdict.WRONG),
            finding(1, LINE, "12 triệu đồng", Verdict.CANNOT_CHECK),
        ],
    )
    assert proof.sentence == "1 khớp · 1 cần xem · 1 chưa có số để đối chiếu"
    assert proof.counts == {AGREE: 1, EYES: 1, UNKNOWN: 1}


def test_a_large_count_is_grouped_as_the_office_writes_it() -> None:
    line = "7 " * 1200
    findings = [
        Finding(1, (at * 2, at * 2 + 1), "7", "figure", Verdict.RIGHT) for at in range(1200)
    ]
    assert prove([line], findings).sentence == "1.200 khớp"


def test_the_text_is_shown_whole_and_as_written() -> None:
    proof = prove([LINE], [finding(1, LINE, "943", Verdict.WRONG)])
    (line,) = proof.pages[0].lines
    assert "".join(part.text for part in line.segments) == LINE
    assert [part.text for part in line.segments if part.item] == ["943"]


def test_empty_lines_are_not_counted() -> None:
    proof = prove(["", "Báo cáo", "  ", LINE], [finding(2, LINE, "32", Verdict.RIGHT)])
    assert [line.number for line in proof.pages[0].lines] == [1, 2]
    assert proof.pages[0].lines[1].notes


def test_decomposed_text_is_shown_composed_so_that_the_marks_stand_right() -> None:
    proof = prove([unicodedata.normalize("NFD", LINE)], [finding(1, LINE, "943", Verdict.WRONG)])
    assert [part.text for part in proof.pages[0].lines[0].segments if part.item] == ["943"]


def test_a_sum_over_a_figure_leaves_the_figure_its_own_mark() -> None:
    proof = prove(
        [LINE],
        [
            finding(1, LINE, "32 chi bộ", Verdict.DOES_NOT_ADD_UP, kind="sum"),
            finding(1, LINE, "32", Verdict.RIGHT),
        ],
    )
    (line,) = proof.pages[0].lines
    assert [part.item.finding.kind for part in line.segments if part.item] == ["figure"]
    assert [note.verdict for note in line.notes] == [Verdict.DOES_NOT_ADD_UP, Verdict.RIGHT]


def test_the_sign_before_a_line_is_that_of_its_gravest_finding() -> None:
    proof = prove(
        [LINE], [finding(1, LINE, "32", Verdict.RIGHT), finding(1, LINE, "943", Verdict.WRONG)]
    )
    gravest = proof.pages[0].lines[0].gravest
    assert gravest is not None and gravest.verdict is Verdict.WRONG


def test_what_needs_eyes_comes_first_in_the_list() -> None:
    proof = prove(
        [LINE],
        [
            finding(1, LINE, "32", Verdict.RIGHT),
            finding(1, LINE, "12 triệu đồng", Verdict.CANNOT_CHECK),
            finding(1, LINE, "943", Verdict.WRONG),
        ],
    )
    assert [item.finding.surface for item in proof.listed] == ["943", "12 triệu đồng", "32"]


def test_a_long_text_is_folded_into_pages_and_a_long_list_after_two_hundred() -> None:
    lines = [f"Thôn {number} có 5 hộ." for number in range(300)]
    findings = [finding(number, line, "5", Verdict.WRONG) for number, line in enumerate(lines, 1)]
    proof = prove(lines, findings)
    assert [page.opened for page in proof.pages] == [True, False, False, False]
    assert proof.pages[1].eyes == 80
    assert len(proof.listed) == 200
    assert len(proof.folded) == 100


def test_a_span_outside_its_line_is_told_in_the_margin_and_never_breaks_the_page() -> None:
    stray = Finding(1, (5000, 5003), "943", "figure", Verdict.WRONG)
    (line,) = prove([LINE], [stray]).pages[0].lines
    assert not any(part.item for part in line.segments)
    assert line.notes[0].items[0].finding is stray


@pytest.mark.parametrize(
    ("value", "written"),
    [(5_085_000_000, "5.085.000.000"), (60.5, "60,5"), ((5, 7), "5–7"), (1619.0, "1.619")],
)
def test_a_value_is_written_out_in_full(value: object, written: str) -> None:
    assert written_out(value) == written


def test_two_ways_to_read_a_number_are_both_written_out() -> None:
    readings = (
        ReadingVerdict(5_085_000_000, Verdict.RIGHT, "dòng 16"),
        ReadingVerdict(5_085_000_000_000, Verdict.WRONG, "dòng 16"),
    )
    (item,) = prove(
        ["Thu 5.085 tỷ đồng"],
        [Finding(1, (4, 9), "5.085", "figure", Verdict.AMBIGUOUS, readings=readings)],
    ).items
    assert [way["value"] for way in item.readings] == ["5.085.000.000", "5.085.000.000.000"]


def test_two_measures_for_one_number_do_not_repeat_the_number() -> None:
    readings = (
        ReadingVerdict(64, Verdict.RIGHT, "dòng 17"),
        ReadingVerdict(64, Verdict.WRONG, "dòng 20"),
    )
    (item,) = prove(
        ["64 đảng viên"],
        [Finding(1, (0, 2), "64", "figure", Verdict.AMBIGUOUS, readings=readings)],
    ).items
    assert [way["value"] for way in item.readings] == ["", ""]
    assert [way["record"] for way in item.readings] == ["dòng 17", "dòng 20"]


def test_a_statement_is_named_shortly_in_the_margin() -> None:
    text = "Năm 2019, Đảng bộ được UBND tỉnh tặng Bằng khen."
    award = Finding(1, (0, 47), text, "claim", Verdict.RIGHT, claim_key="award.year.2019")
    (item,) = prove([text], [award]).items
    assert item.short == "khen thưởng 2019"
