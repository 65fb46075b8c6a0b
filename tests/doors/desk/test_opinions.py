"""Opinions on a draft, through pages: asked, said without an account, grouped, answered, published."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from dongthuan.decide.assembly.models import OpinionComment, OpinionGroup, OpinionRound
from dongthuan.decide.assembly.queries import opinions as queries
from tests.decide.assembly.test_opinions import (
    after,
    answered,
    begun,
    finished,
    grouped,
    opened,
    said,
)
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
DESK, PORTAL = "/lam-viec/lay-y-kien", "/gop-y"


@pytest.fixture
def ward(monkeypatch, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    cache.clear()
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward)))


def head(ward, number=1):
    return browser(user(ward, f"To {number}", ("group_head", ward.groups[number - 1])))


def asked(ward, **more):
    told = {"unit": str(ward.ward.pk), "title": "Quy ước tổ", "opens_on": "2021-06-01",
            "closes_on": "2021-06-20", "public": "on", "text": "Điều 1. Giờ\na\nĐiều 2. Rác\nb"}  # fmt: skip
    return {**sending(), **told, **more}


def commenting(**more):
    return {**sending(), "gop-y": "Cho đến 23 giờ vào thứ bảy.", **more}


def word(*lines):
    made, out = Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(out)
    return SimpleUploadedFile("Dự thảo.docx", out.getvalue())


# Asking.


def test_without_rounds_both_pages_say_what_will_stand_there(ward, clerk):
    assert "Chưa có đợt lấy ý kiến nào" in page(clerk.get(DESK))
    assert "Chưa có dự thảo nào" in page(browser().get(PORTAL))


def test_a_draft_is_typed_looked_at_and_opened(ward, clerk):
    shown = page(clerk.post(f"{DESK}/moi", asked(ward), follow=True))
    one = OpinionRound.objects.get()
    assert "Mở lấy ý kiến" in shown and "<h3>Điều 2. Rác</h3>" in shown
    assert browser().get(f"{PORTAL}/{one.pk}").status_code == 404
    shown = page(clerk.post(f"{DESK}/{one.pk}/mo", sending(), follow=True))
    assert "Đã mở lấy ý kiến" in shown
    assert "Góp ý của bác" in page(browser().get(f"{PORTAL}/{one.pk}"))


def test_a_draft_is_read_out_of_a_word_file(ward, clerk):
    file = word("Điều 1. Giờ giấc", "Không ồn.", "Điều 2. Rác", "Bỏ đúng giờ.")
    shown = page(clerk.post(f"{DESK}/moi", asked(ward, text="", file=file), follow=True))
    assert "<h3>Điều 1. Giờ giấc</h3>" in shown and "Đọc từ tệp «Dự thảo.docx»" in shown


@pytest.mark.parametrize("more, said_so", [
    ({"text": ""}, "Chưa có nội dung dự thảo"), ({"title": ""}, "Chưa ghi: tên dự thảo"),
    ({"closes_on": "2021-05-01"}, "Ngày cuối phải từ ngày đầu"),
    ({"text": "", "file": "rác"}, "Tệp"),
])  # fmt: skip
def test_what_cannot_be_asked_is_said_and_what_was_typed_stays(ward, clerk, more, said_so):
    if "file" in more:
        more = {**more, "file": SimpleUploadedFile("x.docx", b"PK\x03\x04rac")}
    answer = clerk.post(f"{DESK}/moi", asked(ward, **more))
    assert answer.status_code == 422 and said_so.lower() in page(answer).lower()
    assert "2021-06-01" in page(answer) and not OpinionRound.objects.exists()


def test_a_draft_is_changed_while_nobody_sees_it(ward, clerk):
    one = begun(ward)
    shown = page(clerk.get(f"{DESK}/{one.pk}/sua"))
    assert "Điều 1. Giờ giấc" in shown
    sent = asked(ward, title="Tên mới", seen=str(one.version), units=[str(ward.groups[1].pk)])
    assert "Đã sửa dự thảo" in page(clerk.post(f"{DESK}/{one.pk}/sua", sent, follow=True))
    assert queries.units_asked(one) == [ward.groups[1].pk]


# Saying.


def test_anyone_comments_without_an_account_and_hears_what_becomes_of_it(ward):
    one = opened(ward)
    part = queries.sections(one)[1]
    shown = page(browser().get(f"{PORTAL}/{one.pk}?muc={part.pk}"))
    assert f'<option value="{part.pk}" selected>' in shown
    told = commenting(muc=str(part.pk), ten="Trần Văn Kín")
    shown = page(browser().post(f"{PORTAL}/{one.pk}", told, follow=True))
    assert "Đã nhận góp ý số 1" in shown and "thứ bảy" not in shown and "Kín" not in shown
    assert OpinionComment.objects.get().section_id == part.pk


def test_a_comment_sent_twice_is_taken_once(ward):
    one, told = opened(ward), commenting()
    for _ in range(2):
        browser().post(f"{PORTAL}/{one.pk}", told)
    assert OpinionComment.objects.count() == 1


def test_an_empty_comment_is_refused_and_the_name_stays_typed(ward):
    one = opened(ward)
    answer = browser().post(f"{PORTAL}/{one.pk}", commenting(ten="Bác Tư", **{"gop-y": " "}))
    assert answer.status_code == 422 and "chưa ghi góp ý" in page(answer)
    assert 'value="Bác Tư"' in page(answer)


def test_one_address_cannot_flood_a_round(ward, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "opinion": "2/10m/ip"}
    one = opened(ward)
    codes = [browser().post(f"{PORTAL}/{one.pk}", commenting()).status_code for _ in range(3)]
    assert codes == [302, 302, 429] and OpinionComment.objects.count() == 2


def test_after_the_last_day_the_text_stays_and_the_form_is_gone(ward):
    one = opened(ward)
    after(ward)
    shown = page(browser().get(f"{PORTAL}/{one.pk}"))
    assert "chờ trả lời" in shown.lower() and "Gửi góp ý" not in shown
    assert "Đã hết hạn góp ý" in page(browser().post(f"{PORTAL}/{one.pk}", commenting()))


def test_a_group_head_writes_down_several_at_once_for_the_own_group(ward):
    one = opened(ward)
    told = {"source": "meeting", "unit": str(ward.groups[0].pk), "said_on": "2021-06-01",
            "lines": "Bỏ rác lúc 8 giờ.\n\nĐồng ý\ncả hai điều."}  # fmt: skip
    client = head(ward)
    shown = page(client.post(f"{DESK}/{one.pk}/ghi-gop-y", {**sending(), **told}, follow=True))
    assert "Đã ghi 2 góp ý" in shown and "Bỏ rác lúc 8 giờ." in shown
    assert "Xếp nhóm" not in shown and client.get(f"{DESK}/{one.pk}/xep-nhom").status_code == 403
    assert head(ward, 2).get(f"{DESK}/{one.pk}").status_code == 404


# Gathering and answering.


def test_comments_are_ticked_into_a_new_group_and_into_one_that_is_there(ward, clerk):
    one = opened(ward)
    first, second = said(ward, one), said(ward, one, "Ồn quá <script>.")
    address = f"{DESK}/{one.pk}/xep-nhom"
    assert "Ồn quá &lt;script&gt;." in page(clerk.get(address))
    sent = {**sending(), "gop-y": str(first.pk), "chu-de": "Giờ yên lặng"}
    assert "Đã xếp vào nhóm «Giờ yên lặng»" in page(clerk.post(address, sent, follow=True))
    group = OpinionGroup.objects.get()
    sent = {**sending(), "gop-y": str(second.pk), "nhom": str(group.pk)}
    assert "Không còn góp ý nào chờ xếp" in page(clerk.post(address, sent, follow=True))
    assert group.groupings.count() == 2


def test_what_was_ticked_stays_ticked_when_the_theme_is_missing(ward, clerk):
    one = opened(ward)
    comment = said(ward, one)
    answer = clerk.post(f"{DESK}/{one.pk}/xep-nhom", {**sending(), "gop-y": str(comment.pk)})
    assert answer.status_code == 422 and "Ghi nhóm này nói về điều gì" in page(answer)
    assert f'value="{comment.pk}" checked' in page(answer)


def test_a_group_is_answered_on_its_page_and_names_are_shown_only_when_asked_for(ward, clerk):
    one = opened(ward)
    group = grouped(ward, one, said(ward, one, name="Trần Văn Kín"))
    group.refresh_from_db()
    address = f"{DESK}/{one.pk}/tra-loi"
    assert "Kín" not in page(clerk.get(address)) and "Kín" in page(clerk.get(f"{address}?ten=1"))
    sent = {**sending(), "nhom": str(group.pk), "seen": str(group.version), "tra-loi": "partly"}
    answer = clerk.post(address, sent)
    assert answer.status_code == 422 and 'value="partly" checked' in page(answer)
    sent = {**sent, **sending(), "ly-do": "Chỉ thứ bảy."}
    shown = page(clerk.post(address, sent, follow=True))
    assert "Đã trả lời nhóm" in shown and "tiếp thu một phần" in shown


def test_the_final_text_shows_what_changed_under_its_box(ward, clerk):
    one = opened(ward)
    grouped(ward, one, said(ward, one))
    told = {f"muc-{row.pk}": row.text.replace("22", "23") for row in queries.sections(one)}
    shown = page(clerk.post(f"{DESK}/{one.pk}/ban-cuoi", {**sending(), **told}, follow=True))
    assert "<del>22</del> <ins>23</ins>" in shown and "Góp ý: Giờ yên lặng" in shown


def test_what_is_left_to_do_is_said_before_publishing(ward, clerk):
    one = opened(ward)
    said(ward, one)
    shown = page(clerk.get(f"{DESK}/{one.pk}"))
    assert "Còn 1 góp ý chưa xếp" in shown and "Công bố kết quả</button>" not in shown
    assert clerk.post(f"{DESK}/{one.pk}/cong-bo", sending()).status_code == 422


def test_published_answers_and_changes_are_for_everybody_words_and_names_for_nobody(ward, clerk):
    one = opened(ward)
    comment = said(ward, one, "Nhà ông Bảy ồn.", name="Trần Văn Kín")
    answered(ward, grouped(ward, one, comment))
    finished(ward, one)
    after(ward)
    assert "Đã công bố" in page(clerk.post(f"{DESK}/{one.pk}/cong-bo", sending(), follow=True))
    shown = page(browser().get(f"{PORTAL}/{one.pk}"))
    assert "<del>22</del> <ins>23</ins>" in shown and "Góp ý: Giờ yên lặng" in shown
    assert "Thứ bảy được đến 23 giờ." in shown and "Tiếp thu" in shown
    assert "ông Bảy" not in shown and "Kín" not in shown
    assert "opinions.comments:dot." in shown


def test_the_summary_is_a_word_file_with_every_group_and_its_answer(ward, clerk):
    one = opened(ward)
    answered(ward, grouped(ward, one, said(ward, one)))
    finished(ward, one)
    made = clerk.get(f"{DESK}/{one.pk}/ban-tong-hop").content
    told = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    assert "Giờ yên lặng" in told and "Thứ bảy được đến 23 giờ." in told
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in told


def test_a_cancelled_round_says_why_in_public(ward, clerk):
    one = opened(ward)
    clerk.post(f"{DESK}/{one.pk}/huy", {**sending(), "ly-do": "Dự thảo làm lại từ đầu"})
    assert "Dự thảo làm lại từ đầu" in page(browser().get(f"{PORTAL}/{one.pk}"))


def test_many_comments_ask_the_database_no_more_than_few(ward, clerk):
    one = opened(ward)
    said(ward, one)
    address = f"{DESK}/{one.pk}/xep-nhom"
    clerk.get(address)
    with CaptureQueriesContext(connection) as few:
        clerk.get(address)
    for _ in range(20):
        said(ward, one)
    with CaptureQueriesContext(connection) as many:
        clerk.get(address)
    assert len(many) == len(few) <= 16


def test_the_public_page_of_a_round_asks_the_same_however_long_the_draft(ward):
    short = opened(ward)
    long = opened(ward, text="\n".join(f"Điều {n}. Tên\nChữ." for n in range(1, 60)))
    counts = []
    for one in (short, long):
        with CaptureQueriesContext(connection) as told:
            assert browser().get(f"{PORTAL}/{one.pk}").status_code == 200
        counts.append(len(told))
    assert counts[0] == counts[1] <= 6
    assert date(2021, 6, 20) == long.closes_on
