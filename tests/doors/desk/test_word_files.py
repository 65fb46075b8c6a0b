"""The office's own Word file at the desk: taken in, its numbers bound, the next draft begun."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dongthuan.answer.manuscripts.models import Draft, Manuscript
from dongthuan.doors.desk.word_files import DOCX
from dongthuan.ground.papers import services as papers
from tests.answer.manuscripts import office_files
from tests.doors.desk.hands import browser, page, sending, user
from tests.ground.files import making
from tests.wards import FOUNDED, Ward

pytestmark = pytest.mark.django_db
WORDS = "/lam-viec/bao-cao/word"


@pytest.fixture
def ward():
    return Ward()


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward), ("clerk", ward.party)))


def uploaded(clerk, data: bytes, name: str = "bc.docx", **fields: str):
    form = sending(**fields) | {"tep": SimpleUploadedFile(name, data, DOCX)}
    return clerk.post(WORDS, form)


def kept(clerk, data: bytes) -> Manuscript:
    answer = uploaded(clerk, data)
    assert answer.status_code == 302, page(answer)
    return Manuscript.objects.get()


def pressed(clerk, one: Manuscript, what: str):
    return clerk.post(f"{WORDS}/{one.pk}/gan", sending(lam=what), follow=True)


def created(clerk, one: Manuscript):
    shown = clerk.get(f"{WORDS}/{one.pk}/muc-moi").content.decode()
    chosen = dict.fromkeys(re.findall(r'name="(chon-\d+)"', shown), "on")
    return clerk.post(f"{WORDS}/{one.pk}/muc-moi", sending() | chosen, follow=True)


def begun(clerk, one: Manuscript, code: str = "2021-H1") -> Draft:
    answer = clerk.post(f"{WORDS}/{one.pk}/ky-moi", sending(ky=code))
    assert answer.status_code == 302
    return Draft.objects.select_related("report").latest("pk")


def test_from_an_empty_house_to_the_next_draft_in_few_presses_and_no_unit_code(ward, clerk):
    presses = 0
    one = kept(clerk, office_files.party_report())
    presses += 2  # the file chosen, and sent
    assert "Đặt mục mới cho" in page(clerk.get(f"{WORDS}/{one.pk}"))
    created(clerk, one)
    presses += 2  # the page of new measures, and its button
    draft = begun(clerk, one)
    presses += 2  # the period, and «Soạn kỳ mới»
    shown = page(clerk.get(f"/lam-viec/bao-cao/{draft.report_id}"))
    assert "chỗ còn là số kỳ trước" in shown and "Nhập 9 số còn thiếu" in shown
    answer = clerk.post(f"/lam-viec/bao-cao/{draft.report_id}/nhap-so", sending())
    presses += 1
    cells = re.findall(r'name="(o-[^"]+)"', clerk.get(answer["Location"]).content.decode())
    assert len(cells) == 9
    presses += len(cells) + 1  # every number typed by itself, and sent; a paste would be one press
    word = clerk.get(f"/lam-viec/bao-cao/{draft.report_id}/tai.docx")
    presses += 1
    assert word.content.startswith(b"PK")
    assert presses <= 30


def test_the_numbers_of_a_file_stand_in_their_lines_with_what_may_be_done(ward, clerk):
    one = kept(clerk, office_files.party_report())
    shown = page(clerk.get(f"{WORDS}/{one.pk}"))
    assert "10 con số: 0 đã gắn, 0 giữ nguyên" in shown
    assert "bảng 2, dòng 2" in shown and "đầu trang" in shown
    assert '<mark class="num open">1.507</mark>' in shown


def test_one_press_settles_a_number_and_one_takes_it_back(ward, clerk):
    one = kept(clerk, office_files.party_report())
    pressed(clerk, one, "giu:0")
    assert one.marks.get(place=0).standing == "kept"
    assert "Đã hoàn tác: giữ nguyên" in page(pressed(clerk, one, "hoan-tac"))
    assert one.marks.get(place=0).standing == "open"


def test_a_measure_is_found_by_a_few_letters_without_marks(ward, clerk):
    ward.define("people.poor", "Hộ nghèo")
    one = kept(clerk, office_files.party_report())
    mark = one.marks.get(surface="1.507")
    shown = page(clerk.get(f"{WORDS}/{one.pk}/so/{mark.place}", {"tim": "ho ngheo"}))
    assert "Hộ nghèo" in shown
    clerk.post(f"{WORDS}/{one.pk}/so/{mark.place}", sending(muc="people.poor", ky="cungky"))
    mark.refresh_from_db()
    assert (mark.key, mark.code, mark.form) == ("people.poor", "cungky", "n0d0")


def test_new_measures_bear_the_names_that_were_typed(ward, clerk):
    one = kept(clerk, office_files.party_report())
    fields = {"chon-0": "on", "ten-0": "Cơ sở kinh doanh", "dvt-0": "cơ sở", "cach-0": "stock"}
    clerk.post(f"{WORDS}/{one.pk}/muc-moi", sending() | fields)
    assert one.marks.get(surface="1.507").key == "own.co_so_kinh_doanh"
    assert one.marks.filter(standing="bound").count() == 1


def test_a_name_left_empty_makes_nothing_and_says_so(ward, clerk):
    one = kept(clerk, office_files.party_report())
    fields = {"chon-0": "on", "ten-0": "Tên đủ", "chon-1": "on", "ten-1": ""}
    answer = clerk.post(f"{WORDS}/{one.pk}/muc-moi", sending() | fields)
    assert answer.status_code == 422 and "không được để trống" in page(answer)
    assert not one.marks.filter(standing="bound").exists()


def test_last_periods_numbers_do_not_go_out_unseen(ward, clerk):
    papers.open_term(body=ward.party.pk, label="XII", on=FOUNDED, by=ward.leader)
    leader = browser(user(ward, "Lanh Dao", ("leader", ward.ward), ("leader", ward.party)))
    one = kept(clerk, office_files.party_report())
    draft = begun(clerk, one)
    issue = f"/lam-viec/bao-cao/{draft.report_id}/phat-hanh"
    refused = leader.post(issue, sending(on="2021-07-05"))
    assert refused.status_code == 422 and "số của kỳ trước chưa cập nhật" in page(refused)
    pressed(clerk, one, "giu-het")
    assert leader.post(issue, sending(on="2021-07-05")).status_code == 302
    draft.refresh_from_db()
    assert draft.issued.code == "2021-H1", "what went out is what the next period begins with"
    went = leader.get(f"/lam-viec/bao-cao/{draft.report_id}/tai.docx").content
    assert office_files.bright(went) == [] and office_files.comments(went) == []


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("bc.pdf", b"%PDF-1.4 khong phai Word", "cần một tệp Word"),
        ("bc.docx", b"PK\x03\x04 hong", "hỏng|tệp nén|cần một tệp Word"),
        ("bc.xlsx", making.workbook_file(lambda book: book.add_worksheet()), "cần một tệp Word"),
        ("bc.docx", making.locked_file(), "mật khẩu"),
        ("bc.docx", making.with_body("<w:p/>"), "hỏng"),
        ("bc.docx", b"", "Chưa chọn tệp|trống|cần một tệp Word"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_plain_words(ward, clerk, name, data, words):
    answer = uploaded(clerk, data, name)
    assert answer.status_code == 422
    assert re.search(words, page(answer))
    assert not Manuscript.objects.exists()


def test_macros_are_left_behind_and_it_is_said(ward, clerk):
    one = kept(clerk, office_files.with_macros(office_files.party_report()))
    assert "đã bỏ macro" in page(clerk.get(f"{WORDS}/{one.pk}"))
    given = clerk.get(f"{WORDS}/{one.pk}/goc").content
    assert not [name for name in office_files.parts(given) if "vba" in name]


def test_a_report_whose_period_is_not_told_asks_for_it(ward, clerk):
    import docx

    document = docx.Document()
    document.add_paragraph("Toàn phường có 32 chi bộ.")
    data = office_files._saved(document)
    answer = uploaded(clerk, data)
    assert answer.status_code == 422 and "Không thấy kỳ báo cáo" in page(answer)
    assert uploaded(clerk, data, ky="2020-H2").status_code == 302


def test_who_may_not_write_reports_sees_no_file(ward, clerk):
    one = kept(clerk, office_files.party_report())
    head = browser(user(ward, "To Truong", ("group_head", ward.groups[0])))
    assert head.get(WORDS).status_code == 403
    for path in ("", "/muc-moi", "/so/0", "/goc"):
        assert head.get(f"{WORDS}/{one.pk}{path}").status_code == 404


def test_a_page_of_many_numbers_asks_few_queries(ward, clerk):
    one = kept(clerk, office_files.party_report())
    created(clerk, one)
    draft = begun(clerk, one)
    for path in (f"{WORDS}/{one.pk}?xem=tat-ca", f"/lam-viec/bao-cao/{draft.report_id}"):
        clerk.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            clerk.get(path)
        assert len(asked) <= 20, [q["sql"][:90] for q in asked]
