"""What the checker says of the retelling and of the source article, and what it says when one number changes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from dongthuan.ground import claims
from dongthuan.ground.claims import MeasureTable, TableProblem, Verdict


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def told(text: str, table: MeasureTable) -> list[tuple[int, str, str, Verdict]]:
    found = claims.check(lines_of(text), table)
    return [(f.paragraph, f.kind, f.surface, f.verdict) for f in found]


def changes(text: str, table: MeasureTable, old: str, new: str):
    """Return the findings that go and come when one place of the text is changed."""
    assert text.count(old) >= 1
    before, after = told(text, table), told(text.replace(old, new, 1), table)
    gone = [item for item in before if item not in after]
    come = [item for item in after if item not in before]
    return gone, come


def test_no_value_decides_what_a_figure_means():
    text, table = claims.sample()
    readings = claims.read_document(lines_of(text))
    without = replace(
        table, records=tuple(
            replace(row, value=0 if row.is_number else None, veiled=row.is_number)
            for row in table.records
        ),
    )  # fmt: skip
    with_values, names_alone = (
        [(one.figure.span, one.measure, one.names) for line in claims.bound(readings, held) for one in line]
        for held in (table, without)
    )  # fmt: skip
    assert with_values == names_alone
    assert sum(measure is not None for _, measure, _ in names_alone) > 10


MUTATIONS = [
    ("934 đảng", "943 đảng", {("figure", "943", Verdict.WRONG)}),
    ("1.619", "1.691", {("figure", "1.691", Verdict.WRONG)}),
    ("738 ha", "783 ha", {("figure", "783 ha", Verdict.WRONG)}),
    ("hơn 2.000", "hơn 3.000", {("figure", "3.000", Verdict.WRONG)}),
    ("60,5%", "65,0%", {("figure", "65,0%", Verdict.WRONG)}),
    ("16 tỷ", "61 tỷ", {("figure", "61 tỷ đồng", Verdict.WRONG)}),
    ("115 địa", "151 địa", {("figure", "151", Verdict.WRONG)}),
    ("5.085 tỷ", "5.805 tỷ", {("figure", "5.805 tỷ đồng", Verdict.WRONG)}),
    ("một quỹ tín dụng", "hai quỹ tín dụng", {("figure", "hai", Verdict.WRONG)}),
    ("4 đảng viên người", "5 đảng viên người", {("figure", "5", Verdict.WRONG)}),
    ("19 đảng viên", "91 đảng viên", {("figure", "91", Verdict.WRONG)}),
    ("23 tổ, đội", "32 tổ, đội", {("figure", "32", Verdict.WRONG)}),
    (
        "6 chi bộ trường", "9 chi bộ trường",
        {("figure", "9", Verdict.WRONG), ("sum", "32", Verdict.DOES_NOT_ADD_UP)},
    ),
    (
        "32 chi bộ", "23 chi bộ",
        {("figure", "23", Verdict.WRONG), ("sum", "23", Verdict.DOES_NOT_ADD_UP)},
    ),
]  # fmt: skip


def test_the_retelling_agrees_with_its_table_and_one_writing_has_two_readings():
    text, table = claims.sample()
    found = claims.check(lines_of(text), table)
    figures = [f for f in found if f.kind == "figure"]
    assert len(figures) == 17
    assert {f.verdict for f in figures} == {Verdict.RIGHT, Verdict.ROUNDED, Verdict.AMBIGUOUS}
    (revenue,) = [f for f in figures if f.verdict is Verdict.AMBIGUOUS]
    assert [(r.value, r.verdict) for r in revenue.readings] == [
        (5_085_000_000_000, Verdict.WRONG),
        (5_085_000_000, Verdict.RIGHT),
    ]
    assert "5.085.000.000" in revenue.message
    (item,) = [f for f in found if f.kind == "sum"]
    assert (item.verdict, item.message) == (Verdict.ADDS_UP, "23 + 6 + 1 + 1 + 1 = 32.")


@pytest.mark.parametrize(("old", "new", "expected"), MUTATIONS, ids=[m[1] for m in MUTATIONS])
def test_changing_one_number_of_the_retelling_changes_that_finding_and_its_sums(old, new, expected):
    text, table = claims.sample()
    _, come = changes(text, table, old, new)
    assert {(kind, surface, verdict) for _, kind, surface, verdict in come} == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("năm 2019, được UBND tỉnh", "năm 2017, được UBND tỉnh"),
        ("Năm 2018, cán bộ", "Năm 2016, cán bộ"),
        ("Chính phủ tặng Cờ", "UBND tỉnh tặng Cờ"),
        ("UBND tỉnh tặng Bằng khen;", "UBND tỉnh tặng Giấy khen;"),
    ],
)
def test_an_award_told_of_another_year_form_or_body_is_that_finding_alone(old, new):
    text, table = claims.sample()
    _, come = changes(text, table, old, new)
    assert [(kind, verdict) for _, kind, _, verdict in come] == [("claim", Verdict.WRONG)]


@pytest.fixture
def article(source_article, corpus):
    rows = (corpus / "article-phuong2.records.csv").read_text(encoding="utf-8")
    table = MeasureTable.from_rows(list(csv.reader(io.StringIO(rows))))
    return source_article.read_text(encoding="utf-8"), table


def test_all_18_figures_and_10_statements_of_the_source_article_are_accounted_for(article):
    text, table = article
    found = claims.check(lines_of(text), table)
    figures = [f for f in found if f.kind == "figure"]
    statements = [f for f in found if f.kind == "claim"]
    assert len(figures) == 18
    assert len(statements) == 10
    assert all(f.measure for f in figures)
    assert sum(f.verdict is Verdict.AMBIGUOUS for f in figures) == 1
    assert {f.verdict for f in figures} <= {Verdict.RIGHT, Verdict.ROUNDED, Verdict.AMBIGUOUS}
    # Four statements the table cannot answer: two name no year, one honours an achievement in
    # general, and the city's certificate of 2020 is not in the table.
    assert sum(s.verdict is Verdict.RIGHT for s in statements) == 6
    assert sum(s.verdict is Verdict.CANNOT_CHECK for s in statements) == 4
    (total,) = [f for f in found if f.kind == "sum"]
    assert total.verdict is Verdict.ADDS_UP


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("934", "943", ["figure"]),
        ("có 23 chi bộ", "có 32 chi bộ", ["figure", "sum"]),
        ("60,5", "65,0", ["figure"]),
        ("năm 2019 được", "năm 2018 được", ["claim"]),
        ("(2018, 2019, 2020)", "(2017, 2019, 2020)", ["claim", "claim", "claim"]),
        ("115 địa", "151 địa", ["figure"]),
        ("1.619", "1.691", ["figure"]),
    ],
)
def test_changing_the_source_article_changes_exactly_what_it_should(article, old, new, kinds):
    text, table = article
    _, come = changes(text, table, old, new)
    assert sorted(kind for _, kind, _, _ in come) == kinds
    wrong = {Verdict.WRONG, Verdict.DOES_NOT_ADD_UP}
    assert sum(verdict in wrong for *_, verdict in come) == len(set(kinds) | {"x"}) - 1


def table(*rows: list[str]) -> MeasureTable:
    return MeasureTable.from_rows([["chỉ tiêu", "giá trị", "đơn vị tính", "kỳ"], *rows])


def one(text: str, *rows: list[str]):
    (finding,) = [f for f in claims.check([text], table(*rows)) if f.kind == "figure"]
    return finding


def test_a_number_that_is_equal_by_chance_is_never_right():
    found = one("Có 19 đảng viên người dân tộc thiểu số.", ["Số chi bộ", "19", "chi bộ", "2021"])
    assert found.verdict is Verdict.CANNOT_CHECK


def test_a_number_true_of_an_earlier_period_is_stale():
    found = one(
        "Đảng bộ có 687 đảng viên.",
        ["Tổng số đảng viên", "687", "người", "31/12/2018"],
        ["Tổng số đảng viên", "702", "người", "30/9/2019"],
    )
    assert found.verdict is Verdict.STALE
    assert "702" in found.message


def test_the_period_told_in_the_text_chooses_the_record():
    rows = (["Hộ nghèo", "438", "hộ", "năm 2020"], ["Hộ nghèo", "186", "hộ", "năm 2023"])
    assert one("Cuối năm 2020 có 438 hộ nghèo.", *rows).verdict is Verdict.RIGHT
    assert one("Cuối năm 2020 có 186 hộ nghèo.", *rows).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Thu ngân sách 5,1 tỷ đồng.", Verdict.ROUNDED),
        ("Thu ngân sách hơn 5 tỷ đồng.", Verdict.ROUNDED),
        ("Thu ngân sách khoảng 5 tỷ đồng.", Verdict.ROUNDED),
        ("Thu ngân sách gần 5 tỷ đồng.", Verdict.WRONG),
        ("Thu ngân sách hơn 4 tỷ đồng.", Verdict.WRONG),
        ("Thu ngân sách 5,2 tỷ đồng.", Verdict.WRONG),
        ("Thu ngân sách 5.085 triệu đồng.", Verdict.RIGHT),
    ],
)
def test_rounding_and_hedges_follow_the_policy(text, verdict):
    assert one(text, ["Thu ngân sách", "5.085.000.000", "đồng", "2021"]).verdict is verdict


def test_a_name_taught_by_a_person_is_used_and_can_be_saved():
    rows = table(["Hộ được kèm cặp", "609", "hộ", "2024"])
    text = ["Toàn xã lo cho 609 mái ấm khó khăn."]
    (before,) = claims.check(text, rows)
    assert before.verdict is Verdict.CANNOT_CHECK
    aliases = {before.name: "Hộ được kèm cặp"}
    saved = list(csv.reader(io.StringIO(claims.aliases_to_csv(aliases).lstrip("\ufeff"))))
    (after,) = claims.check(text, rows, claims.aliases_from_rows(saved))
    assert after.verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["Số hộ", "một trăm", "hộ", "2021"], "Dòng 2, cột «giá trị»"),
        (["Số hộ", "", "hộ", "2021"], "Dòng 2, cột «giá trị»: để trống"),
        (["", "12", "hộ", "2021"], "Dòng 2, cột «chỉ tiêu»: để trống"),
        (["Số hộ", "12", "hộ", "31/02/2021"], "31/2/2021 không có trong lịch"),
        (["Số hộ", "12", "hộ", "kỳ trước"], "không đọc được kỳ"),
    ],
)
def test_a_broken_row_is_named_with_its_column_and_the_remedy(row, says):
    with pytest.raises(TableProblem, match=says):
        table(row)


def test_a_table_without_heads_says_which_heads_it_needs():
    with pytest.raises(TableProblem, match="chỉ tiêu, giá trị, đơn vị tính, kỳ"):
        MeasureTable.from_rows([["BÁO CÁO", ""], ["1", "2"]])


def test_a_day_that_is_not_in_the_calendar_is_noticed_with_its_paragraph():
    readings = claims.read_document(["Một.", "Họp ngày 31/02/2021 tại xã."])
    (notice,) = claims.notices(readings)
    assert notice.startswith("Đoạn 2: «31/02/2021»")


def test_without_a_table_sums_are_still_checked():
    text = ["Có 20 chi bộ, gồm 15 chi bộ thôn và 4 chi bộ trường học."]
    found = claims.check(text, None)
    assert [f.verdict for f in found if f.kind == "sum"] == [Verdict.DOES_NOT_ADD_UP]
    assert {f.verdict for f in found if f.kind == "figure"} == {Verdict.CANNOT_CHECK}


PLACES = [
    ["chỉ tiêu", "giá trị", "đơn vị tính", "kỳ", "đơn vị"],
    ["Hộ nghèo", "12", "hộ", "2023", "thôn Đoài"],
    ["Hộ nghèo", "7", "hộ", "2023", "thôn Bến"],
]


def test_the_place_told_in_the_sentence_chooses_the_record():
    rows = MeasureTable.from_rows(PLACES)
    found = claims.check(["Thôn Đoài còn 12 hộ nghèo; thôn Bến còn 9 hộ nghèo."], rows)
    assert [f.verdict for f in found] == [Verdict.RIGHT, Verdict.WRONG]
    assert "7 hộ" in (found[1].record or "")


def test_the_title_of_a_report_says_whose_numbers_it_tells():
    rows = MeasureTable.from_rows(PLACES)
    found = claims.check(["BÁO CÁO CỦA THÔN BẾN", "Hiện còn 7 hộ nghèo."], rows)
    assert [f.verdict for f in found] == [Verdict.RIGHT]


def test_a_place_that_nobody_names_leaves_two_records_that_fit_alike():
    found = claims.check(["Hiện còn 7 hộ nghèo."], MeasureTable.from_rows(PLACES))
    assert [f.verdict for f in found] == [Verdict.AMBIGUOUS]
