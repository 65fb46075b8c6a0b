"""Bank statements: the same movement counted once, explained by a person, and a gift written with it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dongthuan.act.funds import queries, services, transfers
from dongthuan.act.funds.models import BankLine, Gift, Holder, LineMatch, Statement
from dongthuan.act.funds.rules import Hand, Kind
from dongthuan.act.funds.services import BankAccount, UnableToGive
from dongthuan.act.funds.statement_layouts import Column
from dongthuan.act.funds.statements_matching import Meaning, Sure
from dongthuan.ground.audit.actors import NotPermitted
from tests.act import statement_files as made
from tests.act.funds import spendings
from tests.act.funds.roads import HOME, MAY, Roads

pytestmark = pytest.mark.django_db
MOVES = made.MOVES


@pytest.fixture
def roads(settings, tmp_path) -> Roads:
    settings.FILES_ROOT = tmp_path
    return Roads()


def laid(roads: Roads, data: bytes, name: str = "sao-ke.xlsx") -> Statement:
    return services.lay_statement(account=roads.bank, data=data, name=name, by=roads.accountant)


def taken(roads: Roads, rows, name: str = "sao-ke.xlsx") -> Statement:
    data = made.csv(rows) if name.endswith("csv") else made.xlsx(rows)
    statement = laid(roads, data, name)
    services.take_statement(statement=statement, by=roads.accountant)
    return statement


def waiting(roads: Roads) -> list[BankLine]:
    return list(queries.open_lines(roads.bank))


def refused(said, verb, **more):
    with pytest.raises(UnableToGive, match=said):
        verb(**more)


# --- The file --------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [("05/06/2021", "05/06/2021"), ("01/06/2021", "05/06/2021")])
@pytest.mark.parametrize("rows", [made.bidv, made.vietcombank])
def test_what_the_bank_says_is_left_is_its_last_line_whichever_way_it_prints_them(
    roads, rows, days
):
    moves = (
        (days[0], 500_000, 1_500_000, "1", "gop duong", ""),
        (days[1], 300_000, 1_800_000, "2", "gop duong", ""),
        (days[1], -100_000, 1_700_000, "3", "phi", ""),
    )
    without_totals = [row for row in rows(moves) if "Tổng cộng" not in str(row)]
    taken(roads, without_totals)
    assert queries.standing(roads.bank).told == 1_700_000


def test_a_statement_is_looked_at_before_anything_of_it_is_taken_in(roads):
    statement = laid(roads, made.xlsx(made.vietcombank()))
    seen = queries.look(statement)
    assert seen.bank.code == "vietcombank" and not seen.settled and len(seen.reading.lines) == 4
    assert not BankLine.objects.exists()
    services.take_statement(statement=statement, by=roads.accountant)
    assert [line.dong for line in waiting(roads)] == [500_000, 300_000, -11_000, 2_000_000]
    assert queries.look(statement).settled


@pytest.mark.parametrize("name", ["sao-ke.xlsx", "sao-ke.csv"])
def test_the_same_file_is_laid_down_once(roads, name):
    data = made.csv(made.vietcombank()) if name.endswith("csv") else made.xlsx(made.vietcombank())
    laid(roads, data, name)
    refused("đã tải lên ngày", services.lay_statement, account=roads.bank, data=data, name=name, by=roads.accountant)  # fmt: skip
    assert queries.look(Statement.objects.get()).reading.lines


def test_the_statement_of_another_account_is_refused(roads):
    rows = [tuple("999888777666" if cell == made.ACCOUNT else cell for cell in row) for row in made.vietcombank()]  # fmt: skip
    refused("tài khoản 999888777666, không phải", services.lay_statement, account=roads.bank,
            data=made.xlsx(rows), name="a.xlsx", by=roads.accountant)  # fmt: skip


def test_overlapping_statements_of_two_layouts_count_each_movement_once(roads):
    taken(roads, made.vietcombank(MOVES[:3]))
    other = laid(roads, made.csv(made.vietinbank(MOVES[1:])), "b.csv")
    result = services.take_statement(statement=other, by=roads.accountant)
    assert (result.new, result.known, result.doubtful) == (1, 2, 0)
    assert sorted(line.dong for line in waiting(roads)) == sorted(dong for _, dong, *_ in MOVES)


def test_a_movement_that_another_layout_names_otherwise_is_looked_at_before_it_is_matched(roads):
    taken(roads, made.vietcombank(MOVES[:2]))
    other = laid(roads, made.xlsx(made.bidv(MOVES[:2])))
    assert services.take_statement(statement=other, by=roads.accountant).doubtful == 2
    line = BankLine.objects.filter(doubtful=True).first()
    refused("trùng một dòng", services.match_new_gift, line=line, work=roads.work, by=roads.accountant)  # fmt: skip
    services.say_of_line(line=line, meaning=Meaning.SAME, by=roads.accountant)
    assert line not in waiting(roads)


def test_a_balance_that_does_not_run_is_refused_until_a_person_gives_the_column_up(roads):
    statement = laid(roads, made.xlsx(made.vietcombank([MOVES[0], MOVES[3]])))
    refused("Dòng 8: Số dư không chạy", services.take_statement, statement=statement, by=roads.accountant)  # fmt: skip
    columns = {at: column for at, column in queries.look(statement).columns.items() if column is not Column.BALANCE}  # fmt: skip
    services.settle_columns(statement=statement, columns=columns, by=roads.accountant)
    services.take_statement(statement=statement, by=roads.accountant)
    statement.refresh_from_db()
    assert not statement.balanced and len(waiting(roads)) == 2


def test_the_columns_of_an_unknown_bank_are_settled_by_a_person_and_remembered(roads):
    def rows(day):
        return [("Cột A", "Cột B", "Cột C"), (day, "500.000", "gop duong")]

    first = laid(roads, made.xlsx(rows("01/06/2021")))
    refused("Chưa chọn cột: ngày giao dịch", services.take_statement, statement=first, by=roads.accountant)  # fmt: skip
    refused("Hai cột cùng", services.settle_columns, statement=first, columns={0: Column.ON, 1: Column.ON}, by=roads.accountant)  # fmt: skip
    columns = {0: Column.ON, 1: Column.CREDIT, 2: Column.WORDS}
    services.settle_columns(statement=first, columns=columns, by=roads.accountant)
    services.take_statement(statement=first, by=roads.accountant)
    second = laid(roads, made.xlsx(rows("02/06/2021")))
    assert queries.look(second).settled
    assert services.take_statement(statement=second, by=roads.accountant).new == 1


def test_a_statement_is_taken_back_while_nothing_depends_on_it_and_keeps_what_another_tells(roads):
    early = taken(roads, made.vietcombank(MOVES[:3]))
    taken(roads, made.vietcombank(MOVES[2:])[:3] + made.vietcombank(MOVES[2:])[4:], "b.csv")
    services.drop_statement(statement=early, by=roads.accountant)
    assert sorted(line.dong for line in waiting(roads)) == [-11_000, 2_000_000]


def test_a_statement_whose_line_was_explained_stays(roads):
    statement = taken(roads, made.vietcombank())
    services.say_of_line(line=waiting(roads)[2], meaning=Meaning.FEE, by=roads.accountant)
    refused("1 dòng được đối chiếu", services.drop_statement, statement=statement, by=roads.accountant)  # fmt: skip


# --- What a movement was ---------------------------------------------------------------------------


def test_a_transfer_with_the_code_of_a_work_becomes_its_gift_in_the_bank(roads):
    words = f"TRAN THI MAU gop {transfers.code_of(roads.work.pk)}"
    taken(roads, made.vietcombank([(*MOVES[0][:4], words, ""), *MOVES[1:]]))
    line = waiting(roads)[0]
    (found, *_) = queries.suggestions(roads.bank, [line], viewer=roads.accountant)[line.pk]
    assert (found.work, found.sure) == (roads.work.pk, Sure.CERTAIN)
    matched = services.match_new_gift(line=line, work=roads.work, giver=HOME, by=roads.accountant)
    gift = Gift.objects.get()
    assert (gift.given, gift.dong, gift.on, gift.reference) == (Kind.TRANSFER, 500_000, date(2021, 6, 1), "5243.65937")  # fmt: skip
    assert matched.printed.words == "CK-NH-0001"
    assert queries.money_of(roads.work).at(Hand.BANK) == 500_000
    assert line not in waiting(roads)


def test_a_line_is_explained_once(roads):
    taken(roads, made.vietcombank())
    line = waiting(roads)[0]
    services.match_new_gift(line=line, work=roads.work, by=roads.accountant)
    refused("vừa được đối chiếu", services.match_new_gift, line=line, work=roads.work, by=roads.accountant)  # fmt: skip
    assert Gift.objects.count() == 1


def test_a_gift_already_written_down_is_found_by_the_banks_number_and_not_written_again(roads):
    gift = roads.transfer(1, 500_000, reference="5243.65937")
    taken(roads, made.vietcombank())
    line = waiting(roads)[0]
    (found, *_) = queries.suggestions(roads.bank, [line], viewer=roads.accountant)[line.pk]
    assert (found.gift, found.sure) == (gift.pk, Sure.CERTAIN)
    services.match_gift(line=line, gift=gift, by=roads.accountant)
    assert Gift.objects.count() == 1
    refused("500.000 đồng", services.match_gift, line=waiting(roads)[0], gift=gift, by=roads.accountant)  # fmt: skip


def test_the_name_of_a_giver_helps_only_who_may_look_givers_up(roads):
    roads.transfer(1, 300_000, reference="KHAC0001", giver=HOME)
    taken(roads, made.vietinbank([(*MOVES[0][:5], ""), (*MOVES[1][:5], "TRAN THI MAU")]))
    line = waiting(roads)[1]

    def sure(viewer):
        return queries.suggestions(roads.bank, [line], viewer=viewer)[line.pk][0].sure

    assert sure(roads.accountant) is Sure.LIKELY
    assert sure(roads.actor(roads.tq)) is Sure.POSSIBLE


def test_cash_that_was_brought_to_the_bank_is_no_second_gift(roads):
    roads.give(1, 2_000_000)
    handover = roads.moved(roads.c1, roads.bank)
    before = queries.money_of(roads.work).at(Hand.BANK)
    taken(roads, made.vietcombank())
    line = waiting(roads)[3]
    suggested = queries.suggestions(roads.bank, [line], viewer=roads.accountant)[line.pk]
    assert handover.pk in [one.handover for one in suggested]
    services.match_deposit(line=line, handover=handover, by=roads.accountant)
    assert queries.money_of(roads.work).at(Hand.BANK) == before == 2_000_000


def test_a_transfer_without_a_reference_stays_in_the_list_until_a_person_says_what_it_was(roads):
    taken(roads, made.bidv([(*MOVES[0][:4], "chuyen tien", "")]))
    (line,) = waiting(roads)
    assert queries.suggestions(roads.bank, [line], viewer=roads.accountant)[line.pk] == []
    assert queries.unexplained(roads.unit.pk) == 1
    services.match_new_gift(line=line, work=roads.work, by=roads.accountant)
    assert queries.unexplained(roads.unit.pk) == 0
    assert Gift.objects.get().reference.startswith("SK")


def test_a_mistaken_match_is_taken_back_with_its_gift_and_the_line_waits_again(roads):
    taken(roads, made.vietcombank())
    line = waiting(roads)[0]
    matched = services.match_new_gift(line=line, work=roads.work, by=roads.accountant)
    refused("Ghi vì sao", services.end_match, match=matched.match, reason=" ", by=roads.accountant)
    services.end_match(match=matched.match, reason="Nhầm công trình", by=roads.accountant)
    assert line in waiting(roads) and queries.money_of(roads.work).at(Hand.BANK) == 0
    again = services.match_new_gift(line=line, work=roads.work, by=roads.accountant)
    assert again.match.gift.reference == "5243.65937.2"
    refused("đã bỏ rồi", services.end_match, match=matched.match, reason="x", by=roads.accountant)


def test_a_fee_is_no_money_that_came(roads):
    taken(roads, made.vietcombank())
    came, _, fee, _ = waiting(roads)
    refused("tiền vào không thể là phí", services.say_of_line, line=came, meaning=Meaning.FEE, by=roads.accountant)  # fmt: skip
    refused("tiền ra", services.match_new_gift, line=fee, work=roads.work, by=roads.accountant)
    services.say_of_line(line=fee, meaning=Meaning.FEE, by=roads.accountant)
    assert LineMatch.objects.get().meaning == Meaning.FEE


def test_a_payment_out_of_the_account_is_found_by_its_sum_and_number_and_told_once(roads):
    roads.transfer(1, 900_000)
    request = spendings.ready(roads)
    payment = spendings.pay(
        roads, request, holder=roads.bank, on=date(2021, 6, 1), reference="CT0001"
    )
    taken(roads, made.bidv([("01/06/2021", -400_000, 500_000, "", "CHI MUA XI MANG CT0001", ""),
                            ("02/06/2021", -400_000, 100_000, "", "CHI KHAC", "")]))  # fmt: skip
    first, second = waiting(roads)
    (found,) = queries.suggestions(roads.bank, [first], viewer=roads.accountant)[first.pk]
    assert (found.payment, found.sure) == (payment.pk, Sure.CERTAIN)
    before = queries.money_of(roads.work).money_out
    services.match_payment(line=first, payment=payment, by=roads.accountant)
    refused("đã đối chiếu với một dòng khác", services.match_payment, line=second, payment=payment, by=roads.accountant)  # fmt: skip
    assert queries.money_of(roads.work).money_out == before == 400_000
    assert queries.suggestions(roads.bank, [second], viewer=roads.accountant)[second.pk][0].payment is None  # fmt: skip


def test_the_bank_and_the_book_differ_by_what_nobody_explained_yet(roads):
    moves = [("01/06/2021", 500_000, 500_000, "A0001", "gop", ""), ("02/06/2021", 300_000, 800_000, "A0002", "gop", "")]  # fmt: skip
    rows = [row for row in made.vietcombank(moves) if "dư đầu" not in str(row)]
    taken(roads, rows)
    services.match_new_gift(line=waiting(roads)[0], work=roads.work, by=roads.accountant)
    stand = queries.standing(roads.bank)
    assert (stand.told, stand.booked, stand.open_in) == (800_000, 500_000, 300_000)


def test_only_who_matches_statements_may_and_sees_them(roads):
    with pytest.raises(NotPermitted):
        services.lay_statement(account=roads.bank, data=b"x", name="a.csv", by=roads.actor(roads.c1))  # fmt: skip
    taken(roads, made.vietcombank())
    assert queries.bank_accounts(viewer=roads.accountant) == [roads.bank]
    assert queries.bank_accounts(viewer=roads.actor(roads.c1)) == []
    assert not queries.statements(viewer=roads.actor(roads.tq)).exists()


def test_what_a_payer_wrote_can_be_erased_and_the_movement_stays(roads):
    taken(roads, made.vietcombank())
    line = waiting(roads)[0]
    services.erase_line_words(line=line, by=roads.leader)
    line = BankLine.objects.select_related("told").get(pk=line.pk)
    assert (line.told.words, line.told.party, line.dong) == ("", "", 500_000)


def test_suggestions_cost_the_same_number_of_queries_for_one_line_and_for_many(roads):
    taken(roads, made.vietcombank())
    lines = waiting(roads)
    queries.suggestions(roads.bank, lines[:1], viewer=roads.accountant)
    counts = []
    for some in (lines[:1], lines):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.suggestions(roads.bank, some, viewer=roads.accountant)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


# --- The account on the notice board -----------------------------------------------------------------


def test_a_work_has_a_square_only_while_an_organisations_account_hangs_on_the_board(roads):
    on = date(2021, 6, 1)
    assert queries.posted_transfer(roads.work, on) is None
    posting = services.post_account(account=roads.bank, document="Thông báo 12/TB-UBND", from_day=MAY, by=roads.accountant)  # fmt: skip
    account, code = queries.posted_transfer(roads.work, on)
    assert transfers.payload(account, purpose=code, on=on).startswith("000201")
    services.take_down_account(posting=posting, by=roads.accountant)
    assert queries.posted_transfer(roads.work, roads.ward.house.now.date()) is None


def test_the_account_of_a_person_holds_no_money_and_is_never_posted(roads):
    own = BankAccount("Ngân hàng Mẫu", "970405", "123456789", "NGUYEN VAN MAU", MAY)
    refused("giống tên một người", services.name_holder, unit=roads.unit, kind=Hand.BANK, code="NH2",
            name="x", account=own, by=roads.accountant)  # fmt: skip
    # One that slipped in with older records is not drawn either.
    Holder.objects.filter(pk=roads.bank.pk).update(account_name="NGUYEN VAN MAU")
    roads.bank.refresh_from_db()
    refused("giống tên một người", services.post_account, account=roads.bank, document="TB", from_day=MAY, by=roads.accountant)  # fmt: skip
    refused("Chỉ niêm yết tài khoản", services.post_account, account=roads.c1, document="TB", from_day=MAY, by=roads.accountant)  # fmt: skip
