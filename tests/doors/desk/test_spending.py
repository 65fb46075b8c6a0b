"""Spending at the desk: asked for, let by a second person, vouched for, covered, paid; without a script."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dongthuan.act.funds import queries
from dongthuan.act.funds.models import SpendRequest
from dongthuan.act.funds.services import Wish
from dongthuan.act.funds.spending import Asked, Payee
from dongthuan.doors.desk.spending.vouchers import ACROSS, DOWN
from tests.act.funds import spendings
from tests.act.funds.roads import Roads
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/chi"


@pytest.fixture
def roads(monkeypatch, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    roads = Roads(Ward())
    roads.give(1, 900_000)
    roads.moved(roads.c1, roads.tq)
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", roads.ward.clock.tick)
    return roads


@pytest.fixture
def hands(roads):
    """Browsers of the accountant, the leader, and the treasurer whose hand the cash is in."""
    made = {role: user(roads.ward, role, (role, roads.unit)) for role in ("accountant", "leader", "treasurer")}  # fmt: skip
    roads.tq.actor = f"user:{made['treasurer'].pk}"
    roads.tq.save(update_fields=["actor"])
    return {role: browser(one) for role, one in made.items()}


def at(request, more=""):
    return f"{LIST}/{request.pk}{more}"


def wish(roads, **more):
    told = {"work": str(roads.work.pk), "dong": "400.000", "words": "Mua 2 tấn xi măng",
            "payee_kind": "supplier", "payee": "Cửa hàng Mẫu"}  # fmt: skip
    return {**sending(), **told, **more}


def photo(data=None):
    return {**sending(), "anh": SimpleUploadedFile("a.jpg", data or spendings.picture())}


def seen(request, **more):
    request.refresh_from_db()
    return {**sending(), "ban": str(request.version), **more}


def test_the_whole_way_is_gone_without_a_script(roads, hands):
    accountant, leader, treasurer = (hands[role] for role in ("accountant", "leader", "treasurer"))
    assert "Chưa có khoản chi nào" in page(accountant.get(LIST))
    answer = accountant.post(f"{LIST}/moi", wish(roads))
    request = SpendRequest.objects.get()
    assert answer["Location"] == at(request)
    led = accountant.post(at(request, "/chung-tu"), photo())["Location"]
    voucher = request.vouchers.get()
    assert led == f"{LIST}/chung-tu/{voucher.pk}/che"
    assert page(accountant.get(led)).count('type="checkbox"') == ACROSS * DOWN
    assert "Duyệt chi</button>" not in page(accountant.get(at(request)))
    shown = page(leader.get(at(request)))
    assert "Duyệt chi</button>" in shown and "400.000" in shown and "Cửa hàng Mẫu" in shown
    leader.post(at(request, "/duyet"), seen(request))
    shown = page(treasurer.get(at(request)))
    assert "Đã chi 400.000 đồng</button>" in shown and "đang có 900.000 đồng" in shown
    treasurer.post(at(request, "/chi-tien"), seen(request, tu=str(roads.tq.pk), ngay="1/6/2021"))
    request.refresh_from_db()
    assert request.stands is Asked.PAID and queries.money_of(roads.work).left == 500_000
    accountant.post(f"{LIST}/chung-tu/{voucher.pk}/che", {**sending(), "o": ["0-0", "5-9"]})
    assert queries.spent_on(roads.work)[0].vouchers == (voucher.pk,)
    covered = accountant.get(f"{LIST}/chung-tu/{voucher.pk}?ban=che").content
    made = Image.open(io.BytesIO(covered))
    dark = [made.getpixel(spot)[0] < 20 for spot in ((5, 5), (635, 475), (320, 240))]
    assert dark == [True, True, False]
    payment = queries.whole_request(request).payment
    entries = page(accountant.get(f"/lam-viec/so-thu-chi/{roads.ledger.pk}/but-toan"))
    entry = re.search(r'but-toan/(\d+)">số \d+</a></td> <td>Chi cho', entries)[1]
    assert f"/chi/phieu-chi/{payment.pk}" in page(
        accountant.get(f"/lam-viec/so-thu-chi/but-toan/{entry}")
    )
    assert accountant.get(f"{LIST}/phieu-chi/{payment.pk}")["Location"] == at(request)


def test_requests_stand_under_what_is_to_be_done_with_them(roads, hands):
    spendings.asked(roads, Wish(1, "Chờ này", Payee.OTHER))
    spendings.let(roads, spendings.asked(roads, Wish(2, "Duyệt này", Payee.OTHER)))
    shown = page(hands["leader"].get(LIST))
    places = [
        shown.index(one) for one in ("Chờ duyệt</h2>", "Chờ này", "chờ chi</h2>", "Duyệt này")
    ]
    assert places == sorted(places)
    assert "Chờ này" in page(hands["leader"].get(f"{LIST}?cong-trinh={roads.work.pk}"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"dong": "bốn trăm"}, "số đồng nguyên"),
        ({"dong": "0"}, "lớn hơn 0"),
        ({"words": ""}, "Chưa ghi: chi cho việc gì"),
        ({"work": "0"}, "chọn lại"),
        ({"payee_kind": ""}, "Chưa chọn"),
    ],
)
def test_a_request_that_cannot_be_says_where_and_keeps_what_was_typed(roads, hands, more, said):
    answer = hands["accountant"].post(f"{LIST}/moi", wish(roads, **more))
    assert answer.status_code == 422 and said in page(answer) and "Cửa hàng Mẫu" in page(answer)
    assert not SpendRequest.objects.exists()


def test_who_asked_is_told_that_a_second_person_lets_it(roads, hands):
    both = user(roads.ward, "Kiem", ("accountant", roads.unit), ("leader", roads.unit))
    client = browser(both)
    client.post(f"{LIST}/moi", wish(roads))
    request = SpendRequest.objects.get()
    assert "người thứ hai duyệt" in page(client.get(at(request)))
    answer = client.post(at(request, "/duyet"), seen(request))
    assert answer.status_code == 422 and "không tự duyệt" in page(answer)


def test_a_request_is_sent_back_with_a_reason_and_changed(roads, hands):
    hands["accountant"].post(f"{LIST}/moi", wish(roads))
    request = SpendRequest.objects.get()
    answer = hands["leader"].post(at(request, "/tra-lai"), seen(request, ly_do=""))
    assert answer.status_code == 422
    hands["leader"].post(at(request, "/tra-lai"), {**seen(request), "ly-do": "Thiếu báo giá"})
    assert "Thiếu báo giá" in page(hands["accountant"].get(at(request)))
    told = wish(roads, dong="380 000", seen=str(SpendRequest.objects.get().version))
    assert hands["accountant"].post(at(request, "/sua"), told).status_code == 302
    request.refresh_from_db()
    assert (request.dong, request.stands) == (380_000, Asked.ASKED)


def test_an_overdraft_is_refused_on_the_page_and_nothing_moves(roads, hands):
    request = spendings.ready(roads, Wish(900_001, "Mua đá", Payee.SUPPLIER))
    answer = hands["treasurer"].post(at(request, "/chi-tien"), seen(request, tu=str(roads.tq.pk)))
    assert answer.status_code == 422 and "chỉ còn 900.000 đồng" in page(answer)
    assert queries.money_of(roads.work).left == 900_000


def test_a_payment_by_mistake_is_turned_where_it_was_made(roads, hands):
    request = spendings.ready(roads)
    payment = spendings.pay(roads, request, by=_treasurer(roads))
    answer = hands["accountant"].post(
        f"{LIST}/phieu-chi/{payment.pk}/dao", {**sending(), "ly-do": "Nhầm"}
    )
    assert answer["Location"] == at(request)
    assert queries.money_of(roads.work).left == 900_000


def _treasurer(roads):
    person = roads.ward.person("x", ("treasurer", roads.unit))
    return type(person)(
        roads.tq.__class__.objects.get(pk=roads.tq.pk).actor, person.now, person.roles, "x"
    )


def test_what_is_no_photograph_is_refused_with_words_what_to_do(roads, hands):
    request = spendings.asked(roads)
    answer = hands["accountant"].post(at(request, "/chung-tu"), photo(b"%PDF-1.4"))
    assert answer.status_code == 422 and "không phải ảnh" in page(answer)
    assert hands["accountant"].post(at(request, "/chung-tu"), sending()).status_code == 422


def test_covering_nothing_is_refused(roads, hands):
    voucher = spendings.vouched(roads, spendings.asked(roads))
    where = f"{LIST}/chung-tu/{voucher.pk}/che"
    for told in ({}, {"o": "99-99"}, {"o": "x"}):
        answer = hands["accountant"].post(where, {**sending(), **told})
        assert answer.status_code == 422 and "Chưa che chỗ nào" in page(answer)


def test_a_resident_and_a_collector_see_no_photograph_and_no_payee(roads, hands):
    request = spendings.ready(roads)
    voucher = request.vouchers.get()
    collector = browser(user(roads.ward, "Thu", ("collector", roads.unit)))
    assert collector.get(f"{LIST}/chung-tu/{voucher.pk}").status_code == 404
    shown = page(collector.get(at(request)))
    assert "Cửa hàng Mẫu" not in shown and "<img" not in shown.split("<main")[1]
    assert browser().get(f"{LIST}/chung-tu/{voucher.pk}").status_code == 302


def test_a_page_takes_few_questions(roads, hands, django_assert_max_num_queries):
    request = spendings.ready(roads)
    for _ in range(4):
        spendings.asked(roads)
    with django_assert_max_num_queries(30):
        hands["accountant"].get(LIST)
    with django_assert_max_num_queries(40):
        hands["treasurer"].get(at(request))


def test_whoever_asks_lets_or_pays_finds_the_requests_in_the_menu(roads):
    for role in ("clerk", "leader", "treasurer", "observer"):
        shown = page(browser(user(roads.ward, f"mot {role}", (role, roads.unit))).get("/lam-viec/"))
        assert f'href="{LIST}">Khoản chi</a>' in shown
    head = browser(user(roads.ward, "To Truong", ("group_head", roads.ward.groups[0])))
    assert "Khoản chi" not in page(head.get("/lam-viec/"))


def test_the_page_proposes_the_purse_that_can_pay(roads, hands):
    request = spendings.ready(roads)
    shown = page(hands["treasurer"].get(at(request)))
    assert shown.index("thủ quỹ TQ – đang có 900.000") < shown.index("NH – đang có 0")
    treasurer = roads.ward.person(roads.tq.actor.removeprefix("user:"), ("treasurer", roads.unit))
    roads.moved(roads.tq, roads.bank, by=treasurer)
    shown = page(hands["treasurer"].get(at(request)))
    assert shown.index("NH – đang có 900.000") < shown.index("thủ quỹ TQ – đang có 0")
