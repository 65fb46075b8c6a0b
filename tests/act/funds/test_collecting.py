"""Nothing is collected without a decision, and one receipt bears one gift."""

from __future__ import annotations

from datetime import date

import pytest

from dongthuan.act.funds import queries, rules, services
from dongthuan.act.funds.models import Gift, Giver, ShownName
from dongthuan.act.funds.rules import Asking, GiverKind, Hand, Kind, Unused
from dongthuan.act.funds.services import Named, Told, UnableToGive
from dongthuan.act.ledger import queries as ledger
from dongthuan.act.ledger.models import Entry
from dongthuan.decide.assembly.models import TallyBoard
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.models import Entry as Trail
from dongthuan.who.people import services as people
from tests.act.funds.roads import HOME, MAY, Roads
from tests.wards import FOUNDED

pytestmark = pytest.mark.django_db


@pytest.fixture
def roads(settings, tmp_path) -> Roads:
    settings.FILES_ROOT = tmp_path
    return Roads()


def refused(said, verb, *told, **more):
    """Try a verb; it is refused in those words and leaves nothing behind."""
    before = Gift.objects.count(), Entry.objects.count(), Trail.objects.count()
    with pytest.raises(UnableToGive, match=said):
        verb(*told, **more)
    assert (Gift.objects.count(), Entry.objects.count(), Trail.objects.count()) == before


# --- What a collection rests on --------------------------------------------------------------------


def test_nothing_is_collected_before_a_decision(roads):
    work = roads.planned("duong-2")
    refused("chưa có quyết định", services.start_collecting, work=work, by=roads.clerk)


def test_nothing_is_collected_on_a_vote_that_was_rejected(roads):
    work = roads.planned("duong-2")
    vote = roads.vote(yes=150)
    refused("không được thông qua", services.rest_on_vote, work=work, vote=vote, by=roads.clerk)
    refused("chưa có quyết định", services.start_collecting, work=work, by=roads.clerk)


def test_an_adopted_vote_lets_a_work_collect(roads):
    work = roads.planned("duong-2")
    services.rest_on_vote(work=work, vote=roads.vote(yes=151), by=roads.clerk)
    services.start_collecting(work=work, by=roads.clerk)
    work.refresh_from_db()
    assert work.stands is rules.Standing.COLLECTING


def test_a_vote_that_is_not_closed_carries_nothing(roads):
    vote = roads.vote(yes=0, closed=False)
    refused("chưa chốt", services.rest_on_vote, work=roads.planned("d"), vote=vote, by=roads.clerk)


def test_a_vote_about_something_else_carries_no_collection(roads):
    vote = roads.vote(yes=300, matter="convention")
    refused(
        "không phải về", services.rest_on_vote, work=roads.planned("d"), vote=vote, by=roads.clerk
    )


def test_a_vote_that_did_not_ask_a_group_of_the_work_does_not_carry_it(roads):
    work = roads.planned("d", groups=roads.ward.groups)
    refused(
        "không hỏi 1 tổ", services.rest_on_vote, work=work, vote=roads.vote(300), by=roads.clerk
    )


@pytest.mark.parametrize(
    ("on", "yes", "carries"),
    [(date(2021, 5, 10), 150, False), (date(2021, 5, 10), 151, True)],
)
def test_a_decision_on_paper_is_held_against_the_law_of_its_own_day(roads, on, yes, carries):
    work = roads.planned("d")
    if carries:
        assert roads.decided(work, yes=yes, on=on).words == "theo biên bản giấy"
    else:
        refused("chưa đạt mức", roads.decided, work, yes=yes, on=on)


def test_199_of_300_do_not_carry_a_contribution_where_two_thirds_are_needed(roads):
    roads.ward.clock.at = roads.ward.clock.at.replace(year=2023, month=8)
    work = roads.planned("d")
    refused("199/300", roads.decided, work, yes=199, on=date(2023, 7, 2))
    assert roads.decided(work, yes=200, on=date(2023, 7, 2)).adopted


def test_a_decision_on_paper_needs_its_minutes(roads):
    refused("biên bản có chữ ký", services.rest_on_paper, work=roads.planned("d"), number="1", on=MAY,
            households=10, present=None, yes=10, minutes=None, by=roads.clerk)  # fmt: skip


def test_a_fund_for_the_poor_rests_on_a_published_call_and_a_road_does_not(roads):
    fund, road = roads.planned("nguoi-ngheo", kind="poor"), roads.planned("duong-9")
    services.rest_on_call(work=fund, number="05/KGVĐ", on=MAY, by=roads.clerk)
    services.start_collecting(work=fund, by=roads.clerk)
    refused("cần quyết định", services.rest_on_call, work=road, number="05", on=MAY, by=roads.clerk)


def test_a_call_sets_no_sum(roads):
    fund = roads.planned(
        "ngheo", kind="poor", asking=Asking.LEVEL, level_dong=100_000, level_per="hộ"
    )
    services.rest_on_call(work=fund, number="05", on=MAY, by=roads.clerk)
    assert "mức góp cố định" in queries.warnings(fund)[0]
    refused("không đặt mức", services.start_collecting, work=fund, by=roads.clerk)


def test_an_appeal_where_everybody_gives_the_same_is_warned_of(roads):
    for number in range(1, 11):
        roads.give(number, 100_000)
    assert "bằng nhau" in queries.warnings(roads.work)[0]
    for number in range(11, 21):
        roads.give(number, 100_000 + number)
    assert queries.warnings(roads.work) == []


def test_a_level_does_not_change_while_it_is_collected(roads):
    plan = roads.plan(asking=Asking.LEVEL, level_dong=500_000, level_per="hộ")
    refused("mức góp không sửa", services.change_work, work=roads.work, plan=plan,
            seen=roads.work.version, by=roads.clerk)  # fmt: skip


def test_nobody_writes_over_what_they_have_not_seen(roads):
    services.change_work(work=roads.work, plan=roads.plan("Tên mới"), seen=roads.work.version,
                         by=roads.clerk)  # fmt: skip
    refused(
        "vừa ghi", services.change_work, work=roads.work, plan=roads.plan(), seen=1, by=roads.clerk
    )


# --- Gifts -----------------------------------------------------------------------------------------


def test_a_gift_is_in_the_book_in_the_same_breath(roads):
    roads.give(1, 500_000)
    book = roads.ledger
    assert ledger.balance(book, "111.NT1", "duong-1") == 500_000
    assert ledger.balance(book, "511.TM", "duong-1") == -500_000


def test_a_gift_for_a_work_that_is_only_planned_is_refused(roads):
    work = roads.planned("d")
    refused("đang chuẩn bị nên chưa thu", roads.give, 1, work=work)


def test_a_number_used_twice_is_refused_and_the_first_use_is_told(roads):
    roads.give(7, 500_000)
    refused("PT01-0007 đã vào sổ: 500.000 đồng", roads.give, 7, 200_000)


def test_a_number_outside_the_book_is_refused(roads):
    refused("Số 51 không thuộc quyển PT01", roads.give, 51)


def test_a_book_of_another_collector_is_refused(roads):
    refused("do người khác giữ", roads.give, 1, by=roads.actor(roads.c2))


def test_the_accountant_enters_stubs_of_any_book_and_the_cash_is_with_its_holder(roads):
    roads.give(1, 100_000, by=roads.accountant)
    assert ledger.balance(roads.ledger, "111.NT1") == 100_000


def test_a_transfer_without_reference_is_refused(roads):
    refused("cần mã giao dịch", roads.transfer, 1, 200_000, reference="")
    refused("cần mã giao dịch", roads.transfer, 1, 200_000, reference="bác Tư góp")


def test_one_transfer_is_one_gift(roads):
    roads.transfer(1, 200_000)
    refused("đã vào sổ cho công trình", roads.transfer, 2, 200_000)


@pytest.mark.parametrize("dong", [0, -1, 1.5, "500", True, None])
def test_an_amount_that_is_no_whole_dong_is_refused(roads, dong):
    refused("số đồng nguyên", roads.give, 1, dong)


@pytest.mark.parametrize("typed", ["500,5", "1.5", "nửa triệu", "-5", "0", ""])
def test_words_that_are_no_amount_are_refused_with_how_to_write_it(typed):
    with pytest.raises(rules.UnableToRead):
        rules.dong_of(typed)


def test_amounts_are_read_as_an_office_writes_them():
    assert [rules.dong_of(one) for one in ("500.000", "500000 đ", "1 500 000")] == [
        500_000, 500_000, 1_500_000,
    ]  # fmt: skip


def test_what_a_phone_sends_twice_is_one_gift(roads):
    first = roads.give(1, sent_key="k" * 20)
    assert roads.give(1, sent_key="k" * 20) == first
    assert Gift.objects.count() == 1


def test_a_key_of_one_receipt_is_no_key_of_another(roads):
    roads.give(1, sent_key="k" * 20)
    refused("đã dùng cho một phiếu khác", roads.give, 2, sent_key="k" * 20)


def test_days_of_labour_are_valued_by_the_published_rule_and_are_no_money(roads):
    gift = roads.days(1, 3, roads.labour(300_000))
    assert gift.dong == 900_000
    money = queries.money_of(roads.work)
    assert (money.kind_in, money.money_in, money.left) == (900_000, 0, 0)


def test_labour_without_a_rule_or_before_it_holds_is_refused(roads):
    refused("Chưa chọn giá quy đổi", roads.give, 1, given=Told(Kind.LABOUR, quantity=1000))
    later = services.set_valuation(
        unit=roads.unit, kind=Kind.LABOUR, what="thợ nề", measured_in="ngày công", dong=400_000,
        from_day=date(2021, 6, 2), document="QĐ 13", by=roads.clerk,
    )  # fmt: skip
    refused("sau ngày góp", roads.days, 1, 1, later)


def test_the_trail_and_the_book_name_nobody_who_gave(roads):
    roads.give(1, giver=HOME)
    told = [
        *Trail.objects.values_list("detail", flat=True),
        *Entry.objects.values_list("words", flat=True),
    ]
    assert not [words for words in told if "Mẫu" in words]


def test_a_name_is_hidden_unless_the_giver_chose_it_also_when_staff_types_it(roads):
    roads.give(1, giver=HOME, by=roads.accountant)
    roads.give(2, giver=Named(GiverKind.PERSON, "Lê Văn Mẫu", shown="Gia đình ông Mẫu"))
    assert [one.shown for one in queries.lines(queries.posted_list(roads.work))] == [
        "không nêu tên", "Gia đình ông Mẫu",
    ]  # fmt: skip


def test_whoever_changes_their_mind_is_taken_off_the_list_and_the_gift_stays(roads):
    gift = roads.give(1, giver=Named(GiverKind.PERSON, "Lê Văn Mẫu", shown="Ông Mẫu"))
    services.choose_shown_name(gift=gift, name="", by=roads.accountant)
    [line] = queries.lines(queries.posted_list(roads.work))
    assert (line.shown, line.dong) == ("không nêu tên", 500_000)


def test_who_gave_is_erased_and_the_sums_stay(roads):
    gift = roads.give(1, giver=HOME)
    services.erase_giver(gift=gift, by=roads.leader)
    assert Giver.objects.get().name == "" and not ShownName.objects.exists()
    assert queries.money_of(roads.work).money_in == 500_000


def test_looking_at_who_gave_is_written_on_the_trail(roads):
    gift = roads.give(1, giver=HOME)
    assert services.open_giver(gift=gift, by=roads.accountant) == "Trần Thị Mẫu"
    assert Trail.objects.order_by("pk").last().act == Act.GIVER_SEE
    with pytest.raises(NotPermitted):
        services.open_giver(gift=gift, by=roads.clerk)


def test_a_household_that_gives_twice_is_one_household(roads):
    people.register_household(code="H1", unit=roads.ward.groups[0], address="", on=FOUNDED,
                              by=roads.ward.house)  # fmt: skip
    home = Named(GiverKind.HOUSEHOLD, "Hộ H1", "H1")
    assert roads.give(1, giver=home).giver == roads.give(2, giver=home).giver
    refused("Không có hộ mã", roads.give, 3, giver=Named(GiverKind.HOUSEHOLD, "", "H9"))


# --- A mistake -------------------------------------------------------------------------------------


def test_a_reversed_gift_keeps_both_lines_and_frees_nothing(roads):
    gift = roads.give(1, 500_000)
    services.reverse_gift(gift=gift, reason="Ghi nhầm công trình", by=roads.accountant)
    assert [one.dong for one in queries.lines(queries.posted_list(roads.work))] == [
        500_000,
        -500_000,
    ]
    assert queries.money_of(roads.work).raised == 0
    refused("đã vào sổ", roads.give, 1)


def test_a_gift_is_reversed_once_and_with_a_reason(roads):
    gift = roads.give(1)
    refused("Ghi vì sao", services.reverse_gift, gift=gift, reason=" ", by=roads.accountant)
    services.reverse_gift(gift=gift, reason="nhầm", by=roads.accountant)
    refused("đã hủy ghi", services.reverse_gift, gift=gift, reason="nhầm", by=roads.accountant)


def test_a_gift_whose_cash_went_on_is_not_reversed_out_of_an_empty_hand(roads):
    gift = roads.give(1)
    roads.moved(roads.c1, roads.tq)
    refused("không đủ", services.reverse_gift, gift=gift, reason="nhầm", by=roads.accountant)


# --- Books -----------------------------------------------------------------------------------------


def test_a_book_is_accepted_by_the_hand_it_was_given_to(roads):
    book = roads.printed("PT02", 1, 5)
    services.hand_book(book=book, holder=roads.c2, by=roads.accountant)
    refused("chờ nhận", roads.give, 1, book=book, by=roads.actor(roads.c2))
    refused("không phải do bác giữ", services.answer_book, book=book, accepts=True,
            by=roads.actor(roads.c1))  # fmt: skip
    services.answer_book(book=book, accepts=True, by=roads.actor(roads.c2))
    book.refresh_from_db()
    roads.give(1, book=book, by=roads.actor(roads.c2))


def test_a_book_goes_back_when_every_number_has_ended(roads):
    book = roads.printed("PT03", 1, 4)
    roads.hand(book, roads.c2)
    by = roads.actor(roads.c2)
    roads.give(1, book=book, by=by)
    services.end_numbers(book=book, numbers=[2], how=Unused.VOID, reason="viết hỏng", by=by)
    refused("còn 2 số", services.return_book, book=book, by=roads.accountant)
    services.end_numbers(book=book, numbers=[3, 4], how=Unused.MISSING, reason="rách", by=by)
    services.return_book(book=book, by=roads.accountant)
    told = queries.accounted([book])[book.pk]
    assert (told.used, told.void, told.missing, told.open) == (1, 1, 2, 0)


def test_a_number_ends_once(roads):
    by = roads.actor(roads.c1)
    roads.give(1)
    refused("đã vào sổ", services.end_numbers, book=roads.book, numbers=[1], how=Unused.VOID,
            reason="x", by=by)  # fmt: skip
    services.end_numbers(book=roads.book, numbers=[2], how=Unused.VOID, reason="hỏng", by=by)
    refused("đã ghi hỏng", roads.give, 2)
    refused("đã ghi hỏng", services.end_numbers, book=roads.book, numbers=[2], how=Unused.MISSING,
            reason="x", by=by)  # fmt: skip


def test_a_missing_receipt_that_turns_up_is_entered_by_who_keeps_the_books(roads):
    services.end_numbers(book=roads.book, numbers=[3], how=Unused.MISSING, reason="mất",
                         by=roads.actor(roads.c1))  # fmt: skip
    refused("đã ghi mất", roads.give, 3)
    roads.give(3, by=roads.accountant)
    told = queries.accounted([roads.book])[roads.book.pk]
    assert (told.used, told.missing) == (1, 0)


def test_a_spot_book_makes_a_number_where_the_gift_is_taken(roads):
    book = services.open_spot_book(unit=roads.unit, code="TC", holder=roads.tq, by=roads.accountant)
    one = services.next_number(book)
    roads.give(one.number, book=book, by=roads.accountant)
    assert queries.look_up(one.code).printed == "TC-0001"
    assert ledger.balance(roads.ledger, "112.TQ") == 500_000


def test_a_collector_reaches_no_further_than_taking_money(roads):
    with pytest.raises(NotPermitted):
        services.reverse_gift(gift=roads.give(1), reason="x", by=roads.actor(roads.c1))
    with pytest.raises(NotPermitted):
        roads.give(2, by=roads.ward.head(1))


def test_the_code_of_a_receipt_is_kept_nowhere(roads):
    code = roads.codes[1]
    digests = set(roads.book.numbers.values_list("digest", flat=True))
    assert len(digests) == 50 and code not in digests and len(code) == 18


def test_entering_a_gift_takes_a_handful_of_questions(roads, django_assert_max_num_queries):
    roads.give(1)
    work, by = roads.work, roads.actor(roads.c1)
    by.reach(Act.GIFT_TAKE)
    with django_assert_max_num_queries(20):
        roads.give(2, work=work, by=by, giver=HOME)


def test_hands_go_one_way_and_by_two(roads):
    roads.give(1)
    refused("không bàn giao cho người thu", roads.propose, roads.tq, roads.c1)
    handover = roads.propose(roads.c1, roads.tq)
    refused("Chỉ người nhận", services.answer_handover, handover=handover, accepts=True,
            by=roads.actor(roads.c1))  # fmt: skip
    assert queries.money_of(roads.work).at(Hand.COLLECTOR) == 500_000
    services.answer_handover(handover=handover, accepts=True, by=roads.actor(roads.tq))
    assert queries.money_of(roads.work).at(Hand.TREASURER) == 500_000


def test_who_counted_the_ballots_of_a_work_is_handed_no_receipts_for_it(roads):
    vote = roads.vote(200)
    work = roads.planned("d")
    services.rest_on_vote(work=work, vote=vote, by=roads.clerk)
    TallyBoard.objects.create(
        vote=vote, unit=roads.ward.groups[0], channel="hands", number=1, yes=200, no=100, other=0,
        counters_digest="", at=roads.ward.house.now, by=roads.c2.actor,
    )  # fmt: skip
    book = roads.printed("PT09", 1, 2, work=work)
    refused(
        "biểu quyết công trình", services.hand_book, book=book, holder=roads.c2, by=roads.accountant
    )
    roads.hand(book, roads.c1)
    assert "PT09" in queries.collects(roads.c1.actor, vote.pk)
    assert queries.collects(roads.c2.actor, vote.pk) == ""
