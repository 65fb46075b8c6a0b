"""Bank statements: which columns each bank has, how sums and days are read, whether the balance runs."""

from __future__ import annotations

from datetime import date

import pytest

from dongthuan.act.funds import statement_layouts, statements_reading
from dongthuan.act.funds.statement_cells import dong_of
from dongthuan.act.funds.statement_layouts import Column
from dongthuan.act.funds.statements_reading import UnreadableStatement
from tests.act import statement_files as files
from tests.act.statement_files import ACCOUNT, MOVES

SUMS = [dong for _, dong, *_ in MOVES]


@pytest.mark.parametrize(
    "made, merged, bank, references, backwards",
    [
        (files.vietcombank, "", "vietcombank", True, False),
        (files.agribank, "C3:D3", "agribank", True, False),
        (files.bidv, "", "bidv", False, True),
        (files.vietinbank, "", "vietinbank", True, False),
    ],
)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_four_banks_are_known_by_their_heads_and_read_whole(
    form, made, merged, bank, references, backwards
):
    data = files.xlsx(made(), merged=merged) if form == "xlsx" else files.csv(made())
    found, reading = files.proposed(data, f"sao-ke.{form}")
    assert found.bank and found.bank.code == bank and not found.bank.checked
    assert found.account == ACCOUNT
    assert not reading.problems, reading.problems
    lines = reading.lines[::-1] if backwards else reading.lines
    assert [line.dong for line in lines] == SUMS
    assert [line.on for line in lines] == [date(2021, 6, 1), date(2021, 6, 1), date(2021, 6, 2), date(2021, 6, 5)]  # fmt: skip
    assert [line.balance for line in lines] == [balance for _, _, balance, *_ in MOVES]
    assert [line.reference for line in lines] == [ref if references else "" for *_, ref, _, _ in MOVES]  # fmt: skip
    assert lines[0].words == MOVES[0][4]


def test_who_sent_the_money_is_read_where_the_bank_says_it():
    _, reading = files.proposed(files.xlsx(files.vietinbank()))
    assert [line.party for line in reading.lines] == [who for *_, who in MOVES]


def test_a_bank_nobody_knows_has_its_columns_proposed_by_their_words():
    found, reading = files.proposed(files.csv(files.signed(), ","), "sao-ke.csv")
    assert found.bank is None and not found.lacks
    assert found.columns == {0: Column.ON, 1: Column.REFERENCE, 2: Column.AMOUNT, 3: Column.WORDS}
    assert [line.dong for line in reading.lines] == SUMS and not reading.runs


def test_heads_that_say_nothing_are_left_to_a_person_and_known_again_by_their_print():
    rows = [("Cột A", "Cột B", "Cột C"), ("01/06/2021", "500.000", "gop duong")]
    found, reading = files.proposed(files.xlsx(rows))
    assert reading is None and found.lacks == ("ngày giao dịch", "tiền vào (ghi có) hoặc số tiền có dấu + −")  # fmt: skip
    again, _ = files.proposed(files.xlsx([("Tháng 4",), *rows[:1], ("02/04/2021", "1.000", "x")]))
    assert found.head.print == again.head.print
    sheets = files.read_tables(files.xlsx(rows), "a.xlsx")
    settled = {0: Column.ON, 1: Column.CREDIT, 2: Column.WORDS}
    assert statements_reading.read(sheets[0], found.head, settled).lines[0].dong == 500_000


def test_a_file_without_a_table_of_days_is_refused_with_the_remedy():
    with pytest.raises(UnreadableStatement, match="Tải sao kê"):
        files.proposed(files.xlsx([("Tổ dân phố", "Số hộ"), ("1", "219")]))


@pytest.mark.parametrize(
    "written, dong",
    [
        ("1.500.000", 1_500_000), ("1,500,000.00", 1_500_000), ("1.500.000,00", 1_500_000),
        ("1 500 000", 1_500_000), ("500000", 500_000), ("-200,000 VND", -200_000), ("(150,000)", -150_000),
        ("+2.000 đ", 2_000), ("1.500", 1_500), ("0", 0), ("0.00", 0), ("", None), ("-", None),
    ],
)  # fmt: skip
def test_amounts_are_read_as_banks_write_them(written, dong):
    assert dong_of(written) == dong


@pytest.mark.parametrize("written", ["1.500,75", "1.50.000", "năm trăm nghìn", "12/06/2021", "1,5"])
def test_what_is_no_amount_in_whole_dong_is_refused(written):
    with pytest.raises(ValueError, match="không phải số"):
        dong_of(written)


def test_a_balance_that_does_not_run_is_told_by_its_row():
    broken = [*MOVES[:2], *MOVES[3:]]
    _, reading = files.proposed(files.xlsx(files.vietcombank(broken)))
    (problem,) = reading.problems
    assert problem.row == 9
    assert "1.800.000 + 2.000.000 không bằng 3.789.000" in problem.words


def test_a_statement_cut_at_its_beginning_or_end_disagrees_with_the_balances_it_tells():
    _, reading = files.proposed(files.xlsx(files.vietcombank(MOVES[1:])))
    assert "1.000.000 + 300.000 không bằng 1.800.000" in reading.problems[0].words
    rows = files.agribank()
    del rows[-2]
    _, reading = files.proposed(files.xlsx(rows, merged="C3:D3"))
    assert reading.problems[0].words.startswith("Số dư cuối kỳ ghi 3.789.000, cộng các dòng được 1.789.000")  # fmt: skip


def test_a_formula_without_a_result_and_a_line_without_its_day_are_told_by_their_rows():
    rows = files.vietinbank()
    rows[3] = (1, "01/06/2021", "gop", "", "", "", "5243", "")
    rows[4] = (2, "", "gop", "", "300,000.00", "", "5244", "")
    _, reading = files.proposed(files.xlsx(rows))
    assert [problem.row for problem in reading.problems[:2]] == [4, 5]
    assert "công thức" in reading.problems[0].words and "không có ngày" in reading.problems[1].words


def test_words_that_run_on_in_the_next_row_belong_to_the_line_above():
    rows = files.vietinbank()
    rows.insert(4, ("", "", "hem 12 Le Loi", "", "", "", "", ""))
    _, reading = files.proposed(files.xlsx(rows))
    assert reading.lines[0].words.endswith("GOP00012X hem 12 Le Loi") and len(reading.lines) == 4


def test_the_same_line_of_two_statements_has_one_name_whatever_stands_around_it():
    whole = files.proposed(files.xlsx(files.vietcombank()))[1].lines
    late = files.proposed(files.csv(files.vietinbank(MOVES[2:])), "b.csv")[1].lines
    assert statements_reading.identities(late) == statements_reading.identities(whole)[2:]


def test_two_lines_alike_in_all_are_two_lines_from_either_end():
    twice = [("01/06/2021", 50_000, "", "", "gop", ""), ("01/06/2021", 50_000, "", "", "gop", ""),
             ("02/06/2021", 70_000, "", "", "gop", "")]  # fmt: skip

    def names(moves):
        rows = [
            ("Ngày", "Tiền vào", "Nội dung"),
            *((on, d, words) for on, d, _, _, words, _ in moves),
        ]
        return statements_reading.identities(files.proposed(files.xlsx(rows))[1].lines)

    forward = names(twice)
    assert len(set(forward)) == 3
    assert set(names(twice[::-1])) == set(forward)
    assert names(twice[:1])[0] == forward[0]


def test_each_bank_has_its_own_number_and_no_layout_claims_to_have_been_checked():
    banks = statement_layouts.shipped().banks
    assert len(banks) >= 3 and len({bank.bin for bank in banks}) == len(banks)
    assert not any(bank.checked for bank in banks)
