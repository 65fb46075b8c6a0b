"""Forms from above at the desk: handed in, bound, filled, downloaded, traced and compared."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dongthuan.answer.forms import queries, services
from dongthuan.ground.files.book import open_book
from dongthuan.ground.files.spans import place
from tests.answer.office_forms import made, measures_down, plain, two_tables, units_down
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import told_ward

pytestmark = pytest.mark.django_db
AT = "/lam-viec/bieu-mau"
HEAD = ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"]


@pytest.fixture(autouse=True)
def _kept_here(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def ward(monkeypatch):
    from datetime import UTC, datetime

    now = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", lambda: now)
    ward = told_ward()
    ward.clock.at = now
    return ward


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "vanphong", ("clerk", ward.ward), ("clerk", ward.party)))


def file(data: bytes, name: str = "Biểu 01.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def hand_in(client, data: bytes, name: str = "Biểu 01.xlsx", ky: str = "2021-H1", **more):
    return client.post(f"{AT}/moi", {**sending(), "tep": file(data, name), "ky": ky, **more})


def edition_of(ward, data: bytes, code: str = "2021-H1"):
    taken = services.take_in(
        unit=ward.ward, title="Biểu thử", name="b.xlsx", data=data, code=code, by=ward.clerk
    )
    services.accept(edition=taken.edition, sheets=None, by=ward.clerk)
    return taken.edition


def test_the_empty_list_says_what_a_form_is_for_and_how_to_begin(ward, clerk):
    shown = page(clerk.get(f"{AT}/"))
    assert "Chưa có biểu nào" in shown and "Nộp biểu đầu tiên" in shown
    watcher = browser(user(ward, "giamsat", ("observer", ward.ward)))
    assert "Nộp biểu đầu tiên" not in page(watcher.get(f"{AT}/"))


def test_a_form_is_handed_in_bound_filled_and_downloaded(ward, clerk):
    answer = hand_in(clerk, measures_down(), title="Biểu kinh tế – xã hội")
    assert answer.status_code == 302
    form = answer["Location"]
    shown = page(clerk.get(form))
    assert "Biểu kinh tế – xã hội" in shown and "dòng, cột chờ xác nhận" in shown
    assert "Điền biểu</a>" not in shown
    shown = page(clerk.get(f"{form}/gan/0"))
    assert 'value="Thu ngân sách nhà nước trên địa bàn"' in shown
    assert "kế hoạch cả năm – UBND thành phố giao" in shown
    clerk.post(f"{form}/viec/nhan", sending())
    shown = page(clerk.get(form))
    assert "Điền biểu</a>" in shown and "chờ xác nhận" not in shown
    shown = page(clerk.get(f"{form}/dien?ky=2021-H1"))
    assert "chưa có số, để trống" in shown and "Chưa gửi số" in shown
    answer = clerk.post(f"{form}/dien", sending(ky="2021-H1"))
    shown = page(clerk.get(answer["Location"]))
    assert "Mã niêm phong còn nguyên" in shown and "/so-lieu/budget.revenue?" in shown
    got = clerk.get(f"{answer['Location']}/tai")
    assert got["Content-Type"].endswith("spreadsheetml.sheet")
    assert open_book(got.content, "b.xlsx").pages[0].at(*place("F10")).number == "1506"


def test_what_cannot_be_a_form_comes_back_with_what_to_do(ward, clerk):
    for data, said in ((b"", "Chưa chọn tệp|tệp trống"), (b"xin chao", "không phải tệp Excel"),
                       (plain([["Kính gửi"]]), "không nhận ra bảng nào")):  # fmt: skip
        answer = hand_in(clerk, data)
        assert answer.status_code == 422
        assert any(one in page(answer) for one in said.split("|"))
    answer = clerk.post(f"{AT}/moi", sending(ky="2021-H1"))
    assert answer.status_code == 422 and "Chưa chọn tệp biểu" in page(answer)
    answer = hand_in(clerk, units_down(), ky="tháng ba")
    assert answer.status_code == 422 and "Kỳ của biểu" in page(answer)


def test_a_line_is_bound_by_typing_a_name_and_a_strange_name_is_told_with_all_kept(ward, clerk):
    form = hand_in(clerk, plain([HEAD, [1, "Việc lạ", "hộ"], [2, "Hộ nghèo", "hộ"]]))["Location"]
    told = {
        "t-r0-2": "Hộ nghèo",
        "t-r0-3": "khong co muc nay",
        "t-c0-4": "",
        "k-c0-4": ":ky",
        "seen": "1",
    }
    answer = clerk.post(f"{form}/gan/0", {**sending(), **told})
    assert answer.status_code == 422
    shown = page(answer)
    assert "không có mục số liệu hay đơn vị tên «khong co muc nay»" in shown
    assert 'value="khong co muc nay"' in shown and 'id="t-r0-2"' in shown
    # Typed without marks it is found all the same; what is skipped asks for nothing.
    told |= {"t-r0-2": "tong so ho", "t-r0-3": "gì cũng được", "s-r0-3": "on"}
    assert clerk.post(f"{form}/gan/0", {**sending(), **told}).status_code == 302
    layout = queries.layouts(queries.edition(queries.forms(viewer=ward.clerk).get()))[0]
    roles = {line.at: line.role for line in layout.tables[0].rows}
    assert roles[2].key == "people.households" and roles[2].sure and roles[3].skip
    assert layout.tables[0].columns[0].role.when == "ky"


def test_two_who_bind_at_once_do_not_overwrite_each_other(ward, clerk):
    form = hand_in(clerk, units_down())["Location"]
    told = {"t-c0-3": "Hộ nghèo", "seen": "1"}
    clerk.post(f"{form}/gan/0", {**sending(), **told})
    answer = clerk.post(f"{form}/gan/0", {**sending(), **told})
    assert answer.status_code == 422 and "Có người vừa lưu" in page(answer)


def test_a_save_is_undone_with_one_press(ward, clerk):
    form = hand_in(clerk, units_down())["Location"]
    clerk.post(f"{form}/gan/0", {**sending(), "t-c0-3": "Hộ nghèo", "seen": "1"})
    answer = clerk.post(f"{form}/viec/hoan-tac", {**sending(), "trang-tinh": "0"})
    assert 'id="t-c0-3" name="t-c0-3" list="ten" value="Tổng số hộ"' in page(
        clerk.get(answer["Location"])
    )


def test_a_new_file_tells_what_moved_and_waits_for_a_yes(ward, clerk):
    edition = edition_of(ward, measures_down())
    form = f"{AT}/{edition.form_id}"
    moved = measures_down(year=2022, extra=("Hộ kinh doanh mở mới", "Hộ kinh doanh ngừng"))
    clerk.post(f"{form}/viec/ban-moi", {**sending(), "tep": file(moved), "ky": "2022-H1"})
    shown = page(clerk.get(form))
    assert "Bố cục khác bản trước" in shown and "có 2 dòng mới" in shown
    assert "từ dòng 11–15 sang dòng 13–17" in shown
    assert "Xem lại:</b> từ dòng 13 sang dòng 15" in page(clerk.get(f"{form}/gan/0?loc=cho"))
    answer = clerk.post(f"{form}/dien", sending(ky="2022-H1"))
    assert answer.status_code == 422 and "chờ bác xác nhận" in page(answer)


def test_a_form_like_another_offers_to_be_its_next_edition(ward, clerk):
    first = edition_of(ward, measures_down())
    form = hand_in(clerk, measures_down(extra=("Hộ mở mới",)))["Location"]
    assert "Là bản mới của «Biểu thử»" in page(clerk.get(form))
    answer = clerk.post(f"{form}/viec/nhap-vao", {**sending(), "bieu": first.form_id})
    assert answer["Location"] == f"{AT}/{first.form_id}"
    assert clerk.get(form).status_code == 404


def test_a_form_for_another_period_is_filled_only_when_that_is_meant(ward, clerk):
    edition = edition_of(ward, measures_down())
    form = f"{AT}/{edition.form_id}"
    shown = page(clerk.get(f"{form}/dien?ky=2020-H2"))
    assert "Kỳ ghi trên biểu khác kỳ điền" in shown
    assert clerk.post(f"{form}/dien", sending(ky="2020-H2")).status_code == 422
    answer = clerk.post(f"{form}/dien", sending(ky="2020-H2", heads="on"))
    assert answer.status_code == 302


def test_errors_in_the_form_itself_are_named(ward, clerk):
    def build(book):
        sheet = book.add_worksheet("Biểu")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, [1, "Hộ nghèo", "hộ"])
        sheet.write_formula("F2", "=#REF!*2", None, "#REF!")

    edition = edition_of(ward, made(build))
    assert "Biểu, ô F2: #REF!" in page(clerk.get(f"{AT}/{edition.form_id}/dien"))


def test_numbers_of_a_filling_are_filtered_and_hidden_ones_are_not_told(ward, clerk):
    edition = edition_of(ward, two_tables())
    leader = ward.person("Bí thư", ("leader", ward.ward), ("leader", ward.party))
    fill = services.fill(edition=edition, code="2021-H1", by=leader)
    at = f"{AT}/{edition.form_id}/lan/{fill.pk}"
    shown = page(clerk.get(f"{at}?loc=hidden"))
    assert "1 ô bác không có quyền xem" in shown and "party.minority" not in shown
    assert open_book(clerk.get(f"{at}/tai").content, "b.xlsx").pages[0].at(*place("D10")).is_blank
    whole = browser(user(ward, "bithu", ("leader", ward.ward), ("leader", ward.party)))
    assert "party.minority" in page(whole.get(at))


def test_a_filling_is_compared_with_today_and_with_another(ward, clerk):
    edition = edition_of(ward, units_down())
    first = services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    second = services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    at = f"{AT}/{edition.form_id}/lan/{first.pk}/so"
    assert "Mọi ô vẫn đúng với số hôm nay" in page(clerk.get(at))
    assert "Hai lần điền giống nhau" in page(clerk.get(f"{at}?voi={second.pk}"))
    assert clerk.get(f"{at}?voi=999999").status_code == 404


def test_what_does_not_apply_and_the_title_are_chosen_once(ward, clerk):
    edition = edition_of(ward, units_down())
    form = f"{AT}/{edition.form_id}"
    clerk.post(f"{form}/viec/dat", sending(title="Biểu 02", absent="x"))
    shown = page(clerk.get(form))
    assert "<h1>Biểu 02</h1>" in shown and '<option value="x" selected>' in shown
    assert "chưa ghi tên" in page(
        clerk.post(f"{form}/viec/dat", sending(title=" ", absent="x"), follow=True)
    )
    clerk.post(f"{form}/viec/thoi-dung", sending())
    assert clerk.get(form).status_code == 404 and "Biểu 02" not in page(clerk.get(f"{AT}/"))
    assert clerk.post(f"{form}/viec/la", sending()).status_code == 404


def test_a_long_form_is_bound_and_listed_page_by_page_in_few_questions(ward, clerk):
    rows = [HEAD, *([n, f"Chỉ tiêu rất dài số {n} " + "dài " * 30, "hộ"] for n in range(1, 1999)),
            [1999, "Hộ nghèo", "hộ"], [2000, "Tổng số hộ", "hộ"]]  # fmt: skip
    form = hand_in(clerk, plain(rows))["Location"]
    clerk.post(f"{form}/viec/nhan", sending())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = clerk.get(f"{form}/gan/0?trang=34")
    assert len(asked) <= 20 and "Hộ nghèo" in page(answer) and "trang 34/34" in page(answer)
    assert len(answer.content) < 60_000 * 2
    for address in (form, f"{form}/dien?ky=2021-H1", f"{AT}/"):
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get(address).status_code == 200
        assert len(asked) <= 20, (address, len(asked))
    done = clerk.post(f"{form}/dien", sending(ky="2021-H1"))["Location"]
    for address in (done, f"{done}/so", f"{done}/tai"):
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get(address).status_code == 200
        assert len(asked) <= 20, (address, len(asked))


def test_forty_sheets_are_listed_with_what_waits_in_each(ward, clerk):
    def build(book):
        for number in range(1, 41):
            sheet = book.add_worksheet(f"Biểu số {number}")
            sheet.write_row(0, 0, HEAD)
            sheet.write_row(1, 0, [1, "Hộ nghèo", "hộ"])

    form = hand_in(clerk, made(build))["Location"]
    with CaptureQueriesContext(connection) as asked:
        answer = clerk.get(form)
    assert "Biểu số 40" in page(answer) and len(asked) <= 20
    assert len(answer.content) < 60_000
