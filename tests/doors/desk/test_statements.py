"""Bank statements at the desk: read through, settled, taken in, explained with one tap, taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dongthuan.act.funds import queries, transfers
from dongthuan.act.funds.models import BankLine, Gift, Statement
from tests.act import statement_files as made
from tests.act.funds import spendings
from tests.act.funds.roads import Roads
from tests.doors.desk.hands import browser, page, sending, user

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/sao-ke/"


@pytest.fixture
def roads(settings, tmp_path) -> Roads:
    settings.FILES_ROOT, settings.CLOCK = tmp_path, datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
    return Roads()


@pytest.fixture
def desk(roads):
    return browser(user(roads.ward, "ketoan", ("accountant", roads.unit)))


def sent(desk, roads, data: bytes, name: str = "sao-ke.xlsx"):
    told = {**sending(), "tai-khoan": str(roads.bank.pk), "tep": SimpleUploadedFile(name, data)}
    return desk.post(LIST, told)


def coded(roads):
    words = f"TRAN THI MAU gop {transfers.code_of(roads.work.pk)}"
    return made.vietinbank([(*made.MOVES[0][:4], words, "TRAN THI MAU"), *made.MOVES[1:]])


def waiting(roads) -> str:
    return f"{LIST}tai-khoan/{roads.bank.pk}"


def test_a_statement_goes_from_the_file_to_the_book_and_back(roads, desk):
    assert "mọi dòng đã rõ" in page(desk.get(LIST))
    laid = sent(desk, roads, made.xlsx(coded(roads)))
    shown = page(desk.get(laid["Location"]))
    assert "mẫu của VietinBank (mẫu chưa kiểm chứng)" in shown and "+500.000" in shown
    taken = desk.post(f"{laid['Location']}/lay", sending())
    assert taken["Location"] == waiting(roads)
    shown = page(desk.get(waiting(roads)))
    assert "Đã lấy vào 4 dòng mới" in shown and "4 dòng chưa rõ của công trình nào" in shown
    line = BankLine.objects.get(dong=500_000)
    code = transfers.code_of(roads.work.pk)
    assert f"Đúng: góp cho «{roads.work.title}»" in shown and f"nội dung có mã {code}" in shown
    answer = desk.post(f"{LIST}dong/{line.pk}/gop", {**sending(), "cong-trinh": str(roads.work.pk), "nguoi-gop": "Trần Thị Mẫu"})  # fmt: skip
    shown = page(desk.get(answer["Location"]))
    assert "phiếu CK-NH-0001" in shown and "3 dòng chưa rõ" in shown
    gift = Gift.objects.get()
    # Nobody is named in public unless they said so.
    assert gift.giver.name == "Trần Thị Mẫu" and not hasattr(gift, "shown")
    match = queries.matches(roads.bank).get()
    assert "phiếu CK-NH-0001" in page(desk.get(f"{waiting(roads)}/da-ro"))
    refused = desk.post(f"{LIST}doi-chieu/{match.pk}/bo", {**sending(), "ly-do": ""})
    assert "Ghi vì sao" in page(desk.get(refused["Location"]))
    desk.post(f"{LIST}doi-chieu/{match.pk}/bo", {**sending(), "ly-do": "Nhầm công trình"})
    assert queries.money_of(roads.work).money_in == 0
    assert "4 dòng chưa rõ" in page(desk.get(waiting(roads)))


def test_a_tap_sent_twice_writes_one_gift(roads, desk):
    desk.post(f"{sent(desk, roads, made.xlsx(coded(roads)))['Location']}/lay", sending())
    line = BankLine.objects.get(dong=500_000)
    told = {**sending(), "cong-trinh": str(roads.work.pk)}
    for _ in range(2):
        desk.post(f"{LIST}dong/{line.pk}/gop", told)
    assert Gift.objects.count() == 1


def test_an_unknown_bank_has_its_columns_settled_on_the_page(roads, desk):
    rows = [("Cột A", "Cột B", "Cột C"), ("01/06/2021", "500.000", "gop duong")]
    at = sent(desk, roads, made.csv(rows), "la.csv")["Location"]
    shown = page(desk.get(at))
    assert "Ngân hàng này chưa có mẫu" in shown and "Chưa chọn cột: ngày giao dịch" in shown
    assert "lấy vào</button>" not in shown
    desk.post(f"{at}/cot", {**sending(), "cot-0": "on", "cot-1": "credit", "cot-2": "words"})
    shown = page(desk.get(at))
    assert "Đúng rồi, lấy vào" in shown and "+500.000" in shown


def test_a_balance_that_does_not_run_is_told_by_its_row_and_not_taken_in(roads, desk):
    broken = made.vietcombank([made.MOVES[0], made.MOVES[3]])
    at = sent(desk, roads, made.xlsx(broken))["Location"]
    shown = page(desk.get(at))
    assert "Dòng 8 của tệp: Số dư không chạy" in shown and "lấy vào</button>" not in shown
    desk.post(f"{at}/lay", sending())
    assert not BankLine.objects.exists()


@pytest.mark.parametrize("data, name, told", [
    (b"", "a.xlsx", "tệp trống"), (b"khong phai bang", "a.txt", "không thấy bảng"),
    (made.xlsx([("Tổ", "Số hộ"), ("1", "219")]), "a.xlsx", "không có bảng giao dịch nào"),
])  # fmt: skip
def test_what_is_no_statement_is_refused_on_the_same_page(roads, desk, data, name, told):
    answer = sent(desk, roads, data, name)
    assert answer.status_code == 422 and told in page(answer)
    assert not Statement.objects.exists()


def test_the_same_file_twice_is_refused_and_a_statement_is_thrown_away(roads, desk):
    data = made.xlsx(coded(roads))
    at = sent(desk, roads, data)["Location"]
    assert "đã tải lên ngày" in page(sent(desk, roads, data))
    assert desk.post(f"{at}/bo", sending())["Location"] == LIST
    assert not Statement.objects.exists()


def test_a_posted_account_gives_a_work_its_transfer_code_until_it_is_taken_down(roads, desk):
    shown = page(desk.get(waiting(roads)))
    assert "Chưa niêm yết" in shown
    told = {**sending(), "document": "Thông báo 12/TB-UBND", "from_day": "5/1/2021"}
    desk.post(f"{waiting(roads)}/niem-yet", told)
    assert "Đang niêm yết theo Thông báo 12/TB-UBND" in page(desk.get(waiting(roads)))
    assert queries.posted_transfer(roads.work, date(2021, 7, 5))
    desk.post(f"{waiting(roads)}/niem-yet", {**sending(), "viec": "thoi"})
    assert queries.posted_transfer(roads.work, date(2021, 7, 5)) is None


def test_who_matches_no_statements_sees_none(roads, desk):
    at = sent(desk, roads, made.xlsx(coded(roads)))["Location"]
    other = browser(user(roads.ward, "thuquy", ("treasurer", roads.unit)))
    assert other.get(LIST).status_code == 403
    assert other.get(at).status_code == 403
    assert other.get(waiting(roads)).status_code == 403


def test_the_page_of_lines_costs_no_query_a_line(roads, desk):
    desk.post(f"{sent(desk, roads, made.xlsx(coded(roads)))['Location']}/lay", sending())
    desk.get(waiting(roads))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            desk.get(waiting(roads))
        counts.append(len(seen))
        BankLine.objects.filter(dong__lt=500_000).exclude(dong=300_000).delete()
    assert counts[0] == counts[1] <= 24, counts


def test_a_payment_is_matched_with_one_tap(roads, desk):
    roads.transfer(1, 900_000)
    request = spendings.ready(roads)
    spendings.pay(roads, request, holder=roads.bank, on=date(2021, 6, 1), reference="CT0001")
    moves = [("01/06/2021", -400_000, 500_000, "", "CHI MUA XI MANG CT0001", "")]
    desk.post(f"{sent(desk, roads, made.xlsx(made.bidv(moves)))['Location']}/lay", sending())
    shown = page(desk.get(waiting(roads)))
    assert f"Đúng: khoản chi ngày 01/06/2021 của «{roads.work.title}»" in shown
    line = BankLine.objects.get()
    payment = queries.payments_of(roads.bank).get()
    answer = desk.post(f"{LIST}dong/{line.pk}/chi", {**sending(), "chi": str(payment.pk)})
    assert "Đã đối chiếu với khoản chi" in page(desk.get(answer["Location"]))
    assert roads.work.title in page(desk.get(f"{waiting(roads)}/da-ro"))
