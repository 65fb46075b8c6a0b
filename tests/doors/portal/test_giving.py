"""What anyone reads of works, and what a code on a receipt tells."""

from __future__ import annotations

import pytest

from dongthuan.act.funds import codes, services
from dongthuan.act.funds.rules import GiverKind
from dongthuan.act.funds.services import Named
from dongthuan.ground.files import services as files
from tests.act.funds import spendings
from tests.act.funds.roads import HOME, Roads
from tests.decide.test_sheets import photograph
from tests.doors.desk.hands import browser, page
from tests.wards import FOUNDED

pytestmark = pytest.mark.django_db


@pytest.fixture
def roads(settings, tmp_path) -> Roads:
    settings.FILES_ROOT = tmp_path
    return Roads()


def asked(code):
    answer = browser().post("/bn", {"ma": code})
    return answer.status_code, page(answer)


def test_a_work_shows_what_came_what_went_and_where_the_rest_is(roads):
    roads.give(1, 700_000)
    roads.days(2, 2, roads.labour())
    roads.moved(roads.c1, roads.tq, sums={roads.work.pk: 300_000})
    told = page(browser().get("/cong-trinh/duong-1"))
    for words in ("1.300.000", "700.000", "600.000", "400.000", "300.000", "đang ở người thu",
                  "200/300 hộ đồng ý", "Góp là tự nguyện"):  # fmt: skip
        assert words in told, words
    assert "chưa kiểm chứng" in told


def test_a_work_that_is_only_planned_is_nobodys_business_yet(roads):
    roads.planned("duong-kin")
    assert browser().get("/cong-trinh/duong-kin").status_code == 404
    assert "duong-kin" not in page(browser().get("/cong-trinh"))


def test_the_posted_list_adds_up_with_hidden_givers_and_is_in_order_of_numbers(roads):
    roads.give(3, 300_000, giver=Named(GiverKind.PERSON, "Lê Văn Kín"))
    roads.give(1, 500_000, giver=Named(GiverKind.PERSON, "Trần Mẫu", shown="Bà Mẫu"))
    roads.give(2, 100_000)
    told = page(browser().get("/cong-trinh/duong-1/khoan-gop"))
    assert told.index("PT01-0001") < told.index("PT01-0002") < told.index("PT01-0003")
    assert "Bà Mẫu" in told and "Lê Văn Kín" not in told and told.count("không nêu tên") == 2
    assert "900.000" in told


def test_photographs_are_shown_of_what_was_not_withdrawn(roads):
    made = services.report_progress(work=roads.work, on=roads.ward.house.today, percent=10,
                                    photographs=[photograph()],
                                    by=roads.clerk)  # fmt: skip
    digest = made.photographs.get().stored.digest
    at = f"/cong-trinh/duong-1/anh/{digest}"
    assert browser().get(at).headers["Content-Type"] == "image/jpeg"
    services.withdraw_progress(progress=made, by=roads.clerk)
    assert browser().get(at).status_code == 404


def test_a_receipt_tells_its_steps_and_never_a_name_that_was_not_chosen(roads):
    roads.give(1, 500_000, giver=HOME)
    status, told = asked(codes.shown(roads.codes[1]))
    assert status == 200 and "500.000" in told and "không nêu tên" in told
    assert "Trần" not in told and "tiền đang ở người thu" in told


def test_a_receipt_that_is_not_entered_says_so_and_how_to_report_it(roads):
    from dongthuan.who.org import services as org

    org.give_code(
        unit=roads.unit, scheme="phone", code="0263 3862 002", on=FOUNDED, by=roads.ward.house
    )
    _, told = asked(roads.codes[5])
    assert "Phiếu PT01-0005 thuộc quyển PT01, chưa vào sổ" in told
    assert "0263 3862 002" in told and "người thu NT1" in told


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "chưa gõ mã"), ("ACD", "Mã gồm 18 ký tự"), ("0" * 18, "không dùng 0"),
     ("A" * 18, "Không có phiếu nào mang mã này")],
)  # fmt: skip
def test_a_code_that_leads_nowhere_is_answered_in_plain_words(roads, typed, said):
    status, told = asked(typed)
    assert status == 422 and said in told


def test_a_code_never_stands_in_an_address(roads):
    told = browser().get("/bn?ma=" + roads.codes[1])
    assert "500.000" not in page(told) and roads.codes[1] not in page(told)


def test_public_pages_ask_a_bounded_number_of_questions(roads, django_assert_max_num_queries):
    for number in range(1, 30):
        roads.give(number, 10_000)
    for address, most in (
        ("/cong-trinh", 20),
        ("/cong-trinh/duong-1", 35),
        ("/cong-trinh/duong-1/khoan-gop", 20),
    ):
        with django_assert_max_num_queries(most):
            answer = browser().get(address)
        assert answer.status_code == 200 and len(answer.content) < 60_000


def test_anyone_reads_what_was_paid_for_what_and_sees_the_covered_voucher_alone(roads):
    roads.give(1, 900_000)
    roads.moved(roads.c1, roads.tq)
    request = spendings.ready(roads)
    voucher = request.vouchers.get()
    picture = f"/cong-trinh/duong-1/chung-tu/{voucher.pk}"
    spendings.pay(roads, request)
    told = page(browser().get("/cong-trinh/duong-1"))
    assert "Mua 2 tấn xi măng, <b>400.000</b> đồng, chi cho nơi bán vật liệu" in told
    assert "đang che tên người" in told and "Cửa hàng Mẫu" not in told
    assert browser().get(picture).status_code == 404
    spendings.covered(roads, voucher)
    told = page(browser().get("/cong-trinh/duong-1"))
    assert picture in told and "đang che tên người" not in told
    answer = browser().get(picture)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer.content != files.content(voucher.stored)
