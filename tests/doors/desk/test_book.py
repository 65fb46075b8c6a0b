"""The book at the desk: balances, entries, cash of a period, counts, closings; on paper and as files."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from dongthuan.act.ledger import queries, services
from dongthuan.act.ledger.models import Entry
from dongthuan.ground import files
from tests.act.ledger.books import DAY, MAY, Kept, moved
from tests.act.ledger.test_journal import strict
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/so-thu-chi"


@pytest.fixture
def kept(monkeypatch, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    kept = Kept(Ward())
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", kept.ward.clock.tick)
    return kept


@pytest.fixture
def accountant(kept):
    return browser(user(kept.ward, "Ke Toan", ("accountant", kept.book.unit)))


@pytest.fixture
def observer(kept):
    return browser(user(kept.ward, "Giam Sat", ("observer", kept.book.unit)))


def at(kept, more=""):
    return f"{LIST}/{kept.book.pk}{more}"


def entry_at(entry, more=""):
    return f"{LIST}/but-toan/{entry.pk}{more}"


# Seeing.


def test_books_are_listed_and_stand_in_the_menu_of_who_may_see_them(kept, accountant):
    shown = page(accountant.get(LIST))
    assert "Sổ quỹ" in shown and "Phường Thử" in shown and "Sổ thu chi</a>" in shown
    head = browser(user(kept.ward, "To Truong", ("group_head", kept.ward.groups[0])))
    assert "Sổ thu chi" not in page(head.get("/lam-viec/"))
    assert head.get(LIST).status_code == 403 and head.get(at(kept)).status_code == 404


def test_a_list_without_books_says_how_one_begins(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    shown = page(browser(user(ward, "Ke Toan", ("accountant", ward.ward))).get(LIST))
    assert "Chưa có sổ nào" in shown


def test_an_empty_book_says_what_will_stand_there(kept, accountant):
    shown = page(accountant.get(at(kept)))
    assert "Chưa có bút toán nào" in shown and "Nợ bằng Có" in shown
    assert "mọi bút toán cân" in page(accountant.get(at(kept, "?soat=1")))


def test_the_book_shows_balances_as_figures_by_account_and_purpose(kept, accountant):
    kept.gift(1_500_000, on=MAY)
    kept.gift(200_000, "road-2")
    kept.spent(500_000)
    shown = page(accountant.get(at(kept)))
    cash = kept.account("1111")
    assert re.search(
        rf'ledger.balance:tk.{cash.pk}[^>]*>(<span[^>]*>)?<b class="n">1.200.000</b>', shown
    )
    row = shown[shown.index("Đường tổ 1</a>") :]
    assert re.findall(r'<b class="n">([\d.]+)</b>', row)[:3] == [
        "1.500.000",
        "500.000",
        "1.000.000",
    ]


def test_the_figures_of_the_book_open_down_to_its_entries(kept, accountant):
    entry = kept.gift(1_500_000)
    shown = page(accountant.get(at(kept)))
    address = re.search(r'href="([^"]*ledger.balance:tk[^"]*)"', shown)[1].replace("&amp;", "&")
    opened = page(accountant.get(address))
    assert "1.500.000" in opened and f"Bút toán số {entry.pk}" in opened


def test_a_page_takes_few_questions_however_many_entries(kept, accountant, django_assert_max_num_queries):  # fmt: skip
    for number in range(12):
        kept.gift(1000 + number)
    with django_assert_max_num_queries(45):
        accountant.get(at(kept))
    with django_assert_max_num_queries(25):
        accountant.get(at(kept, "/but-toan"))


def test_entries_are_filtered_by_account_purpose_and_days(kept, accountant):
    kept.post(*moved("1111", "511", 11, "road-1"), words="Một", on=MAY)
    kept.post(*moved("112", "511", 22, "road-2"), words="Hai")
    for query, seen, unseen in (
        ("tai-khoan=112", "Hai", "Một"), ("den=31/5/2021", "Một", "Hai"),
        (f"muc-dich={kept.purpose('road-1').pk}", "Một", "Hai"), ("tu=2021-06-01", "Hai", "Một"),
    ):  # fmt: skip
        shown = page(accountant.get(at(kept, f"/but-toan?{query}")))
        assert f"<td>{seen}<br>" in shown and f"<td>{unseen}<br>" not in shown
    assert "Không có bút toán nào" in page(accountant.get(at(kept, "/but-toan?tai-khoan=999")))
    assert accountant.get(at(kept, "/but-toan?tu=hôm qua")).status_code == 422


# Turning round.


def test_an_entry_is_turned_round_with_a_reason_and_both_tell_of_each_other(kept, accountant):
    entry = kept.gift(500)
    shown = page(accountant.get(entry_at(entry)))
    assert "Ghi nhầm? Đảo bút toán này" in shown and "500" in shown
    answer = accountant.post(entry_at(entry, "/dao"), sending(ly_do="Ghi nhầm công trình"))
    made = Entry.objects.get(reverses=entry)
    assert answer["Location"].endswith(entry_at(made))
    assert "Ghi nhầm công trình" in page(accountant.get(entry_at(made)))
    assert f"bút toán số {made.pk}" in page(accountant.get(entry_at(entry)))


def test_turning_round_without_a_reason_says_so_and_keeps_the_book(kept, accountant):
    entry = kept.gift(500)
    answer = accountant.post(entry_at(entry, "/dao"), sending(ly_do=" "))
    assert answer.status_code == 422 and "vì sao đảo" in page(answer)
    assert Entry.objects.count() == 1


def test_what_another_room_posted_is_turned_round_there(kept, accountant):
    entry = kept.gift(500, source="gift:7")
    shown = page(accountant.get(entry_at(entry)))
    assert "Khoản góp số 7" in shown and "/dao" not in shown
    assert accountant.post(entry_at(entry, "/dao"), sending(ly_do="Nhầm")).status_code == 422
    assert Entry.objects.count() == 1


def test_who_only_looks_is_offered_no_form(kept, observer):
    entry = kept.gift(500)
    assert "<form" not in page(observer.get(entry_at(entry))).split("<main")[1]
    shown = page(observer.get(at(kept)))
    assert "Kiểm quỹ</a>" not in shown and "Khóa sổ</a>" not in shown
    for more in ("/kiem-quy", "/khoa-so", "/so-du-dau-ky"):
        assert observer.get(at(kept, more)).status_code == 403


# The cash book, and files.


def test_the_cash_book_of_some_days_is_shown_and_given_in_four_kinds(kept, accountant):
    kept.gift(500_000, on=MAY)
    kept.gift(70_000)
    kept.spent(20_000)
    asked = at(kept, "/so-quy?tu=1/6/2021&den=30/6/2021")
    shown = page(accountant.get(asked))
    for number in ("500.000", "70.000", "20.000", "550.000"):
        assert number in shown
    word = Document(io.BytesIO(accountant.get(f"{asked}&tai=docx").content))
    told = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "550.000" in told and "Tồn đầu kỳ" in told
    assert accountant.get(f"{asked}&tai=pdf").content.startswith(b"%PDF")
    [table] = files.read_tables(accountant.get(f"{asked}&tai=xlsx").content, "a.xlsx")
    assert [row[-1] for row in table.rows if row and row[-1]][:2] == ["Còn lại", "500000"]
    assert "550000" in accountant.get(f"{asked}&tai=csv").content.decode("utf-8-sig")


def test_a_cash_book_of_unreadable_or_crossed_days_says_so(kept, accountant):
    for query in ("tu=hom%20qua", "tu=30/6/2021&den=1/6/2021"):
        assert accountant.get(at(kept, f"/so-quy?{query}")).status_code == 422


def test_the_journal_is_given_as_other_programs_read_it(kept, observer):
    kept.gift(500)
    answer = observer.get(at(kept, "/hledger"))
    assert "so-quy.journal" in answer["Content-Disposition"]
    assert "500 VND" in strict(b"".join(answer.streaming_content).decode())


# Counting, closing, beginning.


def counted(kept, dong, **more):
    told = {"account": kept.account("1111").pk, "purpose": "", "on": "2021-06-01", "dong": dong}
    return {**sending(), **told, **more}


def test_cash_is_counted_and_a_difference_stays_on_the_page(kept, accountant):
    kept.gift(500_000)
    accountant.post(at(kept, "/kiem-quy"), counted(kept, "480.000", note="Đếm hai người"))
    shown = page(accountant.get(at(kept, "/kiem-quy")))
    assert "thiếu 20.000 đồng" in shown and "lệch -20.000" in shown and "Đếm hai người" in shown
    assert "Kiểm quỹ lệch" in page(accountant.get(at(kept)))
    accountant.post(at(kept, "/kiem-quy"), counted(kept, "500 000 đ"))
    assert "Kiểm quỹ lệch" not in page(accountant.get(at(kept)))
    assert queries.balance(kept.book, "1111") == 500_000


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"dong": "1,5 triệu"}, "số đồng nguyên"),
        ({"dong": ""}, "Chưa ghi: số đếm được"),
        ({"on": "2021-06-30"}, "chưa đến"),
        ({"account": "0"}, "chọn lại"),
    ],
)
def test_a_count_that_cannot_be_read_says_where_and_keeps_what_was_typed(
    kept, accountant, more, said
):
    answer = accountant.post(at(kept, "/kiem-quy"), counted(kept, "480.000", note="Giữ", **more) if "dong" not in more else counted(kept, more["dong"], note="Giữ"))  # fmt: skip
    assert answer.status_code == 422 and said in page(answer) and "Giữ" in page(answer)


def test_a_period_is_closed_and_opened_again_with_a_reason(kept, accountant):
    where = at(kept, "/khoa-so")
    accountant.post(where, {**sending(), "through": "2021-05-31"})
    assert "đã khóa đến hết ngày <b>31/5/2021</b>" in page(accountant.get(where))
    again = {"viec": "mo-lai", "mo-through": "", "mo-reason": ""}
    answer = accountant.post(where, {**sending(), **again})
    assert answer.status_code == 422 and "Chưa ghi: vì sao mở lại" in page(answer)
    accountant.post(where, {**sending(), **again, "mo-reason": "Sót một phiếu"})
    shown = page(accountant.get(where))
    assert "chưa khóa kỳ nào" in shown and "Sót một phiếu" in shown


def test_a_period_that_has_not_gone_by_is_not_closed(kept, accountant):
    answer = accountant.post(at(kept, "/khoa-so"), {**sending(), "through": "2021-06-01"})
    assert answer.status_code == 422 and "trước hôm nay" in page(answer)


def begun(kept, data=b"%PDF-1.4 bien ban", name="bb.pdf", **cells):
    cash, road = kept.account("1111"), kept.purpose("road-1")
    told = {"on": "2021-05-10", "minutes": SimpleUploadedFile(name, data)}
    return {**sending(), **told, f"o-{cash.pk}-{road.pk}": "900.000", **cells}


def test_a_book_begins_once_with_signed_minutes(kept, accountant):
    where, debt = at(kept, "/so-du-dau-ky"), kept.account("331")
    owed = {f"o-{debt.pk}-{kept.purpose('road-2').pk}": "50.000"}
    assert accountant.post(where, begun(kept, **owed)).status_code == 302
    assert queries.balance(kept.book, "1111", "road-1") == 900_000
    assert queries.balance(kept.book, "331", "road-2") == -50_000
    assert queries.check_book(kept.book).holds
    assert "chỉ ghi một lần" in page(accountant.get(where))
    answer = accountant.post(where, begun(kept))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [(b"", "a.pdf", "rỗng"), (b"MZ\x00\x01", "a.exe", "chọn tệp PDF, Word hoặc ảnh")],
)
def test_minutes_that_are_none_begin_no_book(kept, accountant, data, name, said):
    answer = accountant.post(at(kept, "/so-du-dau-ky"), begun(kept, data, name))
    assert answer.status_code == 422 and said in page(answer)
    assert not queries.is_opened(kept.book)


def test_opening_balances_of_nothing_are_none(kept, accountant):
    cash, road = kept.account("1111"), kept.purpose("road-1")
    answer = accountant.post(
        at(kept, "/so-du-dau-ky"), begun(kept, **{f"o-{cash.pk}-{road.pk}": ""})
    )
    assert answer.status_code == 422 and "Chưa ghi số dư nào" in page(answer)


def test_a_form_sent_twice_counts_once(kept, accountant):
    told = counted(kept, "5")
    for _ in range(2):
        accountant.post(at(kept, "/kiem-quy"), told)
    assert len(queries.counts(kept.book)) == 1


def test_a_closed_period_is_seen_by_whoever_posts_from_elsewhere(kept, accountant):
    accountant.post(at(kept, "/khoa-so"), {**sending(), "through": "2021-05-31"})
    with pytest.raises(services.UnableToPost, match="31/05/2021"):
        kept.gift(5, on=MAY)
    assert kept.gift(5, on=DAY)
