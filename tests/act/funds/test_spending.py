"""Money is spent when one asks, a second lets, a photograph vouches, and who holds it pays."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.models import Payment, SpendStep, Work
from dongthuan.act.funds.rules import Hand
from dongthuan.act.funds.services import UnableToGive, Wish
from dongthuan.act.funds.spending import Asked, Payee
from dongthuan.act.ledger import queries as ledger
from dongthuan.act.ledger.models import Posting
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.models import Entry as Trail
from dongthuan.ground.files import services as files
from dongthuan.ground.files.photographs import Box
from tests.act.funds.roads import MAY, Roads
from tests.act.funds.spendings import CEMENT, asked, let, now, pay, picture, ready, vouched

pytestmark = pytest.mark.django_db


@pytest.fixture
def roads(settings, tmp_path) -> Roads:
    """A road with 900,000 đồng at the treasurer."""
    settings.FILES_ROOT = tmp_path
    roads = Roads()
    roads.give(1, 900_000)
    roads.moved(roads.c1, roads.tq)
    return roads


def refused(said, verb, *told, **more):
    """Try a verb; it is refused in those words and no đồng moves."""
    before = Posting.objects.count(), Payment.objects.count()
    with pytest.raises(UnableToGive, match=said) as caught:
        verb(*told, **more)
    assert (Posting.objects.count(), Payment.objects.count()) == before
    return caught.value


# --- The way of one request ---------------------------------------------------------------------------


def test_a_request_goes_from_one_hand_to_a_second_to_the_treasurer_and_into_the_book(roads):
    request = asked(roads)
    assert now(request).stands is Asked.ASKED
    let(roads, request)
    vouched(roads, request)
    payment = pay(roads, request)
    money = queries.money_of(roads.work)
    assert (money.money_out, money.at(Hand.TREASURER), money.left) == (400_000, 500_000, 500_000)
    assert money.adds_up and now(request).stands is Asked.PAID
    [entry] = ledger.entries(
        viewer=roads.ward.house, book=roads.ledger, source=f"payment:{payment.pk}"
    )
    assert entry.words == "Chi cho nơi bán vật liệu, thiết bị"
    assert [one.words for one in queries.whole_request(request).steps] == [
        "đề nghị chi", "duyệt", "gắn chứng từ", "chi tiền",
    ]  # fmt: skip
    acts = Trail.objects.filter(subject="spend_request").order_by("pk")
    assert [one.act for one in acts] == [
        Act.SPEND_ASK,
        Act.SPEND_APPROVE,
        Act.SPEND_ASK,
        Act.SPEND_PAY,
    ]


def test_it_is_paid_out_of_the_bank_with_the_banks_number(roads):
    roads.moved(roads.tq, roads.bank)
    request = ready(roads)
    refused("số chứng từ chuyển khoản", pay, roads, request, holder=roads.bank)
    payment = pay(roads, request, holder=roads.bank, reference="FT21152000009")
    assert payment.reference == "FT21152000009"
    assert queries.money_of(roads.work).at(Hand.BANK) == 500_000


# --- Who may -----------------------------------------------------------------------------------------


def test_nobody_lets_what_they_asked_for_themselves(roads):
    both = roads.ward.person("Kiêm", ("accountant", roads.unit), ("leader", roads.unit))
    request = asked(roads, by=both)
    both = roads.ward.person("Kiêm", ("accountant", roads.unit), ("leader", roads.unit))
    refused("không tự duyệt", let, roads, request, by=both)
    assert let(roads, request).stands is Asked.APPROVED


def test_nobody_pays_what_they_let(roads):
    roles = (("treasurer", roads.unit), ("leader", roads.unit))
    request = let(roads, asked(roads), by=roads.ward.person("Thủ quỹ", *roles))
    vouched(roads, request)
    refused("không tự chi", pay, roads, request, by=roads.ward.person("Thủ quỹ", *roles))


@pytest.mark.parametrize("hand", ["clerk", "accountant"])
def test_only_who_may_lets_and_pays(roads, hand):
    by = getattr(roads, hand)
    request = asked(roads)
    with pytest.raises(NotPermitted):
        let(roads, request, by=by)
    let(roads, request)
    vouched(roads, request)
    with pytest.raises(NotPermitted):
        pay(roads, request, by=getattr(roads, hand))
    with pytest.raises(NotPermitted):
        asked(roads, by=roads.actor(roads.c1))


def test_only_the_treasurer_who_holds_the_cash_pays_it(roads):
    roads.holder(Hand.TREASURER, "TQ2", "Thủ quỹ 2")
    other = roads.ward.person("Thủ quỹ 2", ("treasurer", roads.unit))
    refused("đang giữ tiền", pay, roads, ready(roads), by=other)


def test_a_collector_never_pays(roads):
    refused("Chọn thủ quỹ", pay, roads, ready(roads), holder=roads.c1)


# --- What is refused ----------------------------------------------------------------------------------


def test_nothing_is_paid_before_a_second_person_let_it(roads):
    request = asked(roads)
    vouched(roads, request)
    refused("chờ duyệt", pay, roads, request)


def test_nothing_is_paid_without_a_voucher(roads):
    request = let(roads, asked(roads))
    refused("Chưa có ảnh chứng từ", pay, roads, request)
    services.withdraw_voucher(voucher=vouched(roads, request), by=roads.accountant)
    refused("Chưa có ảnh chứng từ", pay, roads, request)


def test_nothing_is_paid_twice(roads):
    request = ready(roads)
    pay(roads, request)
    refused("đã chi", pay, roads, request)


def test_a_fund_is_not_overdrawn_though_the_treasurer_holds_enough_for_another(roads):
    other = roads.road("duong-2")
    roads.give(2, 5_000_000, work=other)
    roads.moved(roads.c1, roads.tq)
    request = ready(roads, Wish(900_001, "Mua đá", Payee.SUPPLIER))
    problem = refused("chỉ còn 900.000 đồng", pay, roads, request)
    assert "công trình khác không chi thay" in str(problem)
    assert queries.money_of(other).left == 5_000_000


def test_what_is_given_in_days_of_labour_pays_nobody(roads):
    roads.days(2, 10, roads.labour())
    refused("không đủ", pay, roads, ready(roads, Wish(1_000_000, "Mua đá", Payee.SUPPLIER)))


def test_cash_that_is_promised_to_the_bank_is_not_paid_out_meanwhile(roads):
    roads.propose(roads.tq, roads.bank)
    refused("chỉ còn 0 đồng", pay, roads, ready(roads))


def test_nothing_is_paid_on_a_day_before_the_cash_came(roads):
    refused("chỉ còn 0 đồng", pay, roads, ready(roads), on=MAY)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(0, "Đá", Payee.OTHER), "lớn hơn 0"),
        (Wish(-5, "Đá", Payee.OTHER), "lớn hơn 0"),
        (Wish(1.5, "Đá", Payee.OTHER), "đồng nguyên"),
        (Wish(5, "  ", Payee.OTHER), "Chưa ghi: chi cho việc gì"),
        (Wish(5, "x" * 201, Payee.OTHER), "nhiều nhất 200"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(roads, wish, said):
    refused(said, asked, roads, wish)


def test_a_work_that_was_dropped_or_settled_spends_no_more(roads):
    Work.objects.filter(pk=roads.work.pk).update(standing="settled")
    refused("đã quyết toán nên không chi", asked, roads)


# --- Sent back, changed, taken back ---------------------------------------------------------------------


def sent_back(roads, request, reason="Thiếu báo giá"):
    services.return_request(
        request=request, seen=now(request).version, reason=reason, by=roads.leader
    )


def test_a_request_is_sent_back_with_a_reason_changed_and_asked_again(roads):
    request = asked(roads)
    refused("vì sao trả lại", sent_back, roads, request, " ")
    sent_back(roads, request)
    assert queries.whole_request(request).steps[-1].reason == "Thiếu báo giá"
    wish = Wish(380_000, "Mua 2 tấn xi măng", Payee.SUPPLIER)
    services.change_request(
        request=request, wish=wish, seen=now(request).version, by=roads.accountant
    )
    assert (now(request).stands, now(request).dong) == (Asked.ASKED, 380_000)
    assert [one.dong for one in SpendStep.objects.order_by("pk")] == [400_000, 400_000, 380_000]


def test_what_was_let_is_not_changed_only_sent_back(roads):
    request = let(roads, asked(roads))
    seen = request.version
    refused("đã duyệt", services.change_request, request=request, wish=CEMENT, seen=seen, by=roads.accountant)  # fmt: skip
    sent_back(roads, request)
    assert now(request).approved_by == ""


def test_only_who_asked_changes_and_takes_back(roads):
    request = asked(roads)
    seen = request.version
    refused("Chỉ người đề nghị", services.change_request, request=request, wish=CEMENT, seen=seen, by=roads.clerk)  # fmt: skip
    refused(
        "Chỉ người đề nghị", services.withdraw_request, request=request, seen=seen, by=roads.clerk
    )
    services.withdraw_request(request=request, seen=seen, by=roads.accountant)
    refused("thôi đề nghị", let, roads, request)


def test_whoever_lets_what_was_changed_meanwhile_is_told(roads):
    request = asked(roads)
    wish = Wish(800_000, "Mua 4 tấn xi măng", Payee.SUPPLIER)
    services.change_request(request=request, wish=wish, seen=1, by=roads.accountant)
    refused(
        "Người khác vừa ghi", services.approve_spending, request=request, seen=1, by=roads.leader
    )


# --- A payment by mistake -----------------------------------------------------------------------------------


def test_a_payment_by_mistake_is_turned_in_the_book_of_today_and_can_be_paid_again(roads):
    request = ready(roads)
    payment = pay(roads, request)
    services.turn_payment(payment=payment, reason="Ghi nhầm ngày", by=roads.accountant)
    assert queries.money_of(roads.work).left == 900_000
    assert now(request).stands is Asked.APPROVED and queries.spent_on(roads.work) == []
    refused(
        "được đảo rồi", services.turn_payment, payment=payment, reason="Nữa", by=roads.accountant
    )
    pay(roads, request)
    assert queries.money_of(roads.work).left == 500_000
    assert ledger.check_book(roads.ledger).holds


# --- Vouchers, and what anyone may read ---------------------------------------------------------------------


def test_a_photograph_of_forty_megapixels_is_kept_small_without_where_it_was_taken(roads):
    data = picture(7300, 5480, gps=True)
    assert b"MayAnhMau" in data
    kept = files.content(vouched(roads, asked(roads), data).stored)
    assert b"MayAnhMau" not in kept and not Image.open(io.BytesIO(kept)).getexif()
    assert max(Image.open(io.BytesIO(kept)).size) <= 2400


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"", b"\xff\xd8\xff rest"])
def test_what_is_no_photograph_is_no_voucher(roads, data):
    refused(
        "không phải ảnh", services.add_voucher, request=asked(roads), data=data, by=roads.accountant
    )


def test_six_photographs_are_enough(roads):
    request = asked(roads)
    for _ in range(6):
        vouched(roads, request)
    refused("nhiều nhất 6", vouched, roads, request)


def test_the_public_sees_a_photograph_only_once_it_is_covered_and_paid(roads):
    request = ready(roads)
    voucher = request.vouchers.get()
    pay(roads, request)
    [spent] = queries.spent_on(roads.work)
    assert (spent.words, spent.dong, spent.payee) == (
        "Mua 2 tấn xi măng", 400_000, "nơi bán vật liệu, thiết bị",
    )  # fmt: skip
    assert (spent.vouchers, spent.hidden) == ((), 1)
    assert queries.covered_voucher(roads.work, voucher.pk) is None
    services.cover_voucher(voucher=voucher, boxes=[Box(0, 0, 500, 500)], by=roads.accountant)
    [spent] = queries.spent_on(roads.work)
    assert (spent.vouchers, spent.hidden) == ((voucher.pk,), 0)
    shown = Image.open(io.BytesIO(files.content(queries.covered_voucher(roads.work, voucher.pk))))
    assert queries.covered_voucher(roads.road("duong-2"), voucher.pk) is None
    assert shown.getpixel((10, 10)) < (20, 20, 20) and shown.getpixel((600, 470)) > (230, 230, 230)


def test_a_covered_photograph_of_what_was_not_paid_is_nobodys_to_see(roads):
    request = ready(roads)
    voucher = request.vouchers.get()
    services.cover_voucher(voucher=voucher, boxes=[Box(0, 0, 500, 500)], by=roads.accountant)
    assert queries.covered_voucher(roads.work, voucher.pk) is None


def test_covering_needs_a_place_to_cover(roads):
    voucher = vouched(roads, asked(roads))
    for boxes in ([], [Box(0, 0, 0, 0)], [Box(0, 0, 1001, 5)]):
        refused("[Cc]he", services.cover_voucher, voucher=voucher, boxes=boxes, by=roads.accountant)


def test_of_what_was_paid_one_photograph_stays(roads):
    request = ready(roads)
    pay(roads, request)
    voucher = request.vouchers.get()
    refused("ít nhất một", services.withdraw_voucher, voucher=voucher, by=roads.accountant)
    vouched(roads, request)
    services.withdraw_voucher(voucher=voucher, by=roads.accountant)
    assert queries.voucher_seen(viewer=roads.accountant, pk=voucher.pk) is None


def test_the_name_of_a_payee_is_in_no_row_that_anyone_reads_and_in_no_entry(roads):
    request = ready(roads)
    pay(roads, request)
    told = repr(queries.spent_on(roads.work)) + ledger.journal(roads.ledger)
    assert "Cửa hàng Mẫu" not in told


# --- Lists ----------------------------------------------------------------------------------------------


def test_requests_are_listed_within_reach_by_work_and_standing(roads):
    first, second = asked(roads), asked(roads, work=roads.road("duong-2"))
    let(roads, second)
    viewer = roads.accountant
    assert list(queries.requests(viewer=viewer)) == [second, first]
    assert list(queries.requests(viewer=viewer, work=roads.work)) == [first]
    assert list(queries.requests(viewer=viewer, standings=[Asked.APPROVED])) == [second]
    head = roads.ward.head(1)
    assert queries.request_seen(viewer=head, pk=first.pk) is None
    voucher = vouched(roads, first)
    assert queries.voucher_seen(viewer=head, pk=voucher.pk) is None
    assert queries.voucher_seen(viewer=roads.clerk, pk=voucher.pk) == voucher
    assert queries.voucher_seen(viewer=roads.leader, pk=voucher.pk) == voucher
