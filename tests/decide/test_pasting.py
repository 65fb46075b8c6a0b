"""A block pasted from Excel: read whole, or every row and column in the way is named."""

from hypothesis import given
from hypothesis import strategies as st

from dongthuan.decide.indicators import block
from dongthuan.decide.indicators.block import Named
from dongthuan.decide.indicators.pasting import MOST_ROWS, read_block, read_table
from dongthuan.decide.indicators.rules import Shape


def measure(key, label, *names, unit="hộ", derived=False, **shape):
    return Named(key, label, names, Shape(label, unit, shape.pop("decimals", 0), **shape), derived)


POOR = measure("people.poor", "Hộ nghèo")
NEAR = measure("people.near", "Hộ cận nghèo", "Cận nghèo")
RATE = measure("people.poor_rate", "Tỷ lệ hộ nghèo", unit="%", derived=True)
LAND = measure("farm.land", "Đất sản xuất nông nghiệp", unit="ha", decimals=2)
ASKED = (POOR, NEAR, RATE, LAND)
UNITS = (
    Named("to-1", "Tổ dân phố 1", ("Tổ 1",)),
    Named("to-2", "Tổ dân phố 2", ("Tổ 2",)),
    Named("to-12", "Tổ dân phố 12", ("Tổ 12",)),
)


def read(text, asked=ASKED):
    return read_block(text, asked)


def test_two_columns_are_taken_by_name_whatever_their_order():
    found = read("Hộ cận nghèo\t7\nHộ nghèo\t3\n")
    assert found.cells == {"people.poor": "3", "people.near": "7"} and not found.troubles


def test_rows_are_known_by_key_by_other_names_without_marks_and_with_numbering():
    found = read("people.poor\t3\n2. CAN NGHEO:\t7\n- Đất sản xuất nông nghiệp (ha)\t12,5")
    assert found.cells == {"people.poor": "3", "people.near": "7", "farm.land": "12,5"}
    assert not found.troubles


def test_the_column_of_names_and_the_one_of_numbers_are_found_among_others():
    found = read("STT\tTên mục\tĐVT\tSố liệu\n1\tHộ nghèo\thộ\t3\n2\tHộ cận nghèo\thộ\t7\n")
    assert found.cells == {"people.poor": "3", "people.near": "7"} and not found.troubles
    assert found.passed == ("Dòng 1 «Tên mục» là dòng tên cột, bỏ qua.",)


def test_of_two_columns_of_numbers_the_heading_says_which_else_it_is_asked():
    rows = "Hộ nghèo\t5\t3\nHộ cận nghèo\t9\t7"
    found = read("Tên mục\tKỳ trước\tKỳ này\n" + rows)
    assert found.cells == {"people.poor": "3", "people.near": "7"}
    assert "2 cột số" in read(rows).troubles[0].problem and not read(rows).cells


def test_a_bare_column_is_in_the_order_of_the_form_without_derived_measures():
    found = read("3\n\n12,5\n")
    assert found.cells == {"people.poor": "3", "farm.land": "12,5"}
    assert read("Số liệu\n3\n7\n12,5").cells["people.near"] == "7"


def test_a_bare_column_that_is_too_short_or_too_long_is_not_guessed_at():
    for text in ("3\n7", "3\n7\n12,5\n22,5"):
        (trouble,) = read(text).troubles
        assert "phiếu hỏi 3 mục" in trouble.problem and "lệch hàng" in trouble.problem


def test_without_a_tab_a_line_divides_at_its_colon():
    assert read("Hộ nghèo: 3\nHộ cận nghèo: x").cells == {"people.poor": "3", "people.near": "x"}


def test_of_200_rows_the_three_that_cannot_be_read_are_named_with_row_and_label():
    asked = [measure(f"b.{n:03d}", f"Mục số {n}") for n in range(200)]
    told = {n: str(n) for n in range(200)} | {7: "bảy", 99: "-5", 150: "1,5"}
    found = read("\n".join(f"Mục số {n}\t{text}" for n, text in told.items()), asked)
    assert [(t.row, t.column, t.label, t.typed) for t in found.troubles] == [
        (8, 2, "Mục số 7", "bảy"), (100, 2, "Mục số 99", "-5"), (151, 2, "Mục số 150", "1,5"),
    ]  # fmt: skip
    assert found.troubles[0].words.startswith("Dòng 8, cột 2 (Mục số 7): «bảy» không phải là số")
    assert len(found.cells) == 197


def test_a_name_nobody_asked_for_is_named_with_the_nearest_one():
    (trouble,) = read("Hộ nghèo\t3\nHộ cận ngèo\t7").troubles
    assert (trouble.row, trouble.column) == (2, 1)
    assert "«Hộ cận ngèo»" in trouble.problem and "Có phải «Hộ cận nghèo»" in trouble.problem


def test_a_name_that_stands_twice_is_named_and_neither_is_taken():
    found = read("Hộ nghèo\t3\nHộ cận nghèo\t7\nhộ nghèo\t4")
    assert found.cells == {"people.near": "7"}
    assert "đã có ở dòng 1" in found.troubles[0].problem


def test_a_name_that_two_measures_share_asks_for_the_key():
    twin = (measure("a.men", "Số người"), measure("b.men", "Số người"))
    (trouble,) = read("Số người\t3", twin).troubles
    assert "a.men hoặc b.men" in trouble.problem
    assert read("a.men\t3\nb.men\t4", twin).cells == {"a.men": "3", "b.men": "4"}


def test_two_names_that_differ_by_their_marks_only_are_told_apart_by_them():
    near = (measure("a", "Số tổ"), measure("b", "Số tờ"))
    assert read("Số tờ\t3\nSố tổ\t4", near).cells == {"b": "3", "a": "4"}
    assert "tên chung" in read("So to\t3", near).troubles[0].problem


def test_totals_chapters_and_derived_rows_are_passed_over_with_a_word():
    found = read("I. Kinh tế\t\nHộ nghèo\t3\nTỷ lệ hộ nghèo\t2,5\nXã hội\nTổng cộng:\t3")
    assert found.cells == {"people.poor": "3"} and not found.troubles
    said = " ".join(found.passed)
    assert "«Tổng cộng:» là dòng cộng" in said and "tự tính" in said and "Kinh tế" in said


def test_a_measure_called_total_is_no_row_of_totals():
    total = measure("people.all", "Tổng số hộ")
    assert read("Tổng số hộ\t300", (total,)).cells == {"people.all": "300"}


def test_a_number_without_a_name_is_named():
    (trouble,) = read("Hộ nghèo\t3\n\t7").troubles
    assert trouble.row == 2 and "không có tên mục" in trouble.problem


def test_an_empty_box_says_what_to_do_and_a_book_is_too_much():
    assert "chép từ Excel" in read(" \n\t\n").troubles[0].problem
    assert "nhiều lần" in read("Hộ nghèo\t3\n" * (MOST_ROWS + 1)).troubles[0].problem


def test_cells_that_excel_puts_in_quotes_are_one_cell():
    lines = 'Hộ "nghèo"\t"Hộ\ncận nghèo"\t"ba ""x"" 7"\n"7 không'
    assert block.grid(lines) == [['Hộ "nghèo"', "Hộ cận nghèo", 'ba "x" 7'], ['"7 không']]


def test_a_table_of_units_is_read_by_its_names():
    found = read_table(
        "STT\tĐơn vị\tHộ nghèo\tCận nghèo\n1\tTổ 2\t3\t7\n2\tTổ dân phố 12\tx\t\n\tTổng cộng\t3\t7",
        UNITS, ASKED,
    )  # fmt: skip
    assert found.cells == {
        ("to-2", "people.poor"): "3", ("to-2", "people.near"): "7", ("to-12", "people.poor"): "x",
    }  # fmt: skip
    assert not found.troubles and "dòng cộng" in " ".join(found.passed)


def test_in_a_table_each_bad_place_is_named_by_row_column_unit_and_measure():
    found = read_table(
        "Đơn vị\tHộ nghèo\tHộ nghèo\tHộ giàu\nTổ 1\tba\t1\t2\nTổ 9\t1\t1\t1\nTổ 1\t4\t1\t1",
        UNITS, ASKED,
    )  # fmt: skip
    assert [(t.row, t.column) for t in found.troubles] == [(1, 3), (1, 4), (2, 2), (3, 1), (4, 1)]
    said = [t.words for t in found.troubles]
    assert "đã có ở cột 2" in said[0] and "«Hộ giàu»" in said[1]
    assert "(Tổ dân phố 1, Hộ nghèo): «ba»" in said[2]
    assert "không có đơn vị nào tên «Tổ 9»" in said[3] and "đã có ở dòng 2" in said[4]


def test_a_table_without_names_of_columns_is_read_in_order_only_when_it_fits():
    assert read_table("Tổ 1\t3\t7\t2,5", UNITS, ASKED).cells[("to-1", "farm.land")] == "2,5"
    assert "dòng tên cột" in read_table("Tổ 1\t3\t7", UNITS, ASKED).troubles[0].problem
    wrong = read_table("Đơn vị\tA\tB\tC\nTổ 1\t3\t7\t2,5", UNITS, ASKED)
    assert "dòng tên cột" in wrong.troubles[0].problem and not wrong.cells


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)


@given(st.lists(st.lists(words, min_size=1, max_size=4), max_size=8).map(tuple))
def test_no_text_is_lost_between_rows_and_columns(rows):
    """Cells that need no quotes come out where they went in, whatever is in them."""
    plain = [[" ".join(c.replace('"', "").replace(":", "").split()) for c in row] for row in rows]
    text = "\n".join("\t".join(row) for row in plain)
    while plain and not any(plain[-1]):
        plain.pop()
    found = block.grid(text)
    assert [[c for c in row if c] for row in found] == [[c for c in row if c] for row in plain]


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_answered_and_only_what_can_be_kept_is_taken(text):
    for found in (read_block(text, ASKED), read_table(text, UNITS, ASKED)):
        assert found.cells or found.troubles or found.passed
        assert all(told.strip() for told in found.cells.values())


@given(st.permutations(range(4)), st.lists(st.integers(0, 10**6), min_size=4, max_size=4))
def test_the_order_of_rows_changes_nothing(order, numbers):
    asked = [measure(f"m.{n}", f"Mục {'abcd'[n]}") for n in range(4)]
    rows = [f"Mục {'abcd'[n]}\t{numbers[n]}" for n in range(4)]
    straight = read("\n".join(rows), asked)
    turned = read("\n".join(rows[n] for n in order), asked)
    assert straight.cells == turned.cells and len(straight.cells) == 4
