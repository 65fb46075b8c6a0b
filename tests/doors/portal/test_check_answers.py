"""What the check page answers: the text marked, or what to mend with everything still there."""

from __future__ import annotations

import base64
import io
import logging
import re
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from dongthuan.ground.claims.finding import Verdict

pytestmark = pytest.mark.django_db

TEXT = "Đến 30/6/2021, Đảng bộ phường có 32 chi bộ với 943 đảng viên."
TABLE = (
    "chỉ tiêu,giá trị,đơn vị tính,kỳ\n"
    "Tổng số chi bộ,32,chi bộ,30/6/2021\n"
    "Tổng số đảng viên,934,người,30/6/2021\n"
)


def ask(client: Client, address: str = "/doi-chieu", **sent: object) -> object:
    """This function will send the form of the check page."""
    return client.post(address, {"text": TEXT, "table_text": TABLE} | sent)


def words(response: object) -> str:
    """This function will return what a page says, tags taken out."""
    page = response.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_first_visit_shows_an_example_already_checked(client: Client) -> None:
    response = client.get("/doi-chieu")
    assert response.status_code == 200
    said = words(response)
    assert "Ví dụ đã đối chiếu" in said
    assert "cần xem" in said
    assert "Dán báo cáo vào đây" in said


def test_the_example_can_be_filled_in_to_try(client: Client) -> None:
    page = client.get("/doi-chieu?vi-du=1").content.decode()
    assert re.search(r"<textarea[^>]* name=\"text\"[^>]*>\s*\S", page)
    assert "chỉ tiêu" in re.search(r"name=\"table_text\"[^>]*>(.*?)</textarea>", page, re.S)[1]


def test_a_differing_number_is_named_with_what_the_table_holds(client: Client) -> None:
    response = ask(client)
    said = words(response)
    assert "khác số đang lưu" in said
    assert "934" in said
    assert "Văn bản này không được lưu hay ghi nhật ký." in said


def test_no_page_ever_says_sai(client: Client) -> None:
    for response in (client.get("/doi-chieu"), ask(client), client.get("/gioi-thieu-doi-chieu")):
        assert not re.search(r"\bsai\b", words(response).lower())


def test_the_answer_is_kept_by_nobody(client: Client) -> None:
    assert "no-store" in ask(client)["Cache-Control"]
    assert "no-store" in ask(client, "/doi-chieu/phieu-soat")["Cache-Control"]


def test_no_text_is_asked_for_beside_its_box_and_the_table_stays(client: Client) -> None:
    response = ask(client, text="  ")
    assert response.status_code == 422
    page = response.content.decode()
    assert 'id="text-problem"' in page
    assert "Tổng số đảng viên,934" in page


def test_a_broken_table_is_told_beside_it_and_the_text_stays(client: Client) -> None:
    response = ask(client, table_text="đây không phải bảng\n1,2,3")
    assert response.status_code == 422
    page = response.content.decode()
    assert 'id="table_text-problem"' in page
    assert TEXT in page


def test_a_broken_table_file_is_told_beside_it(client: Client) -> None:
    broken = SimpleUploadedFile("bang.csv", "tên,số\nmột,1\n".encode())
    page = ask(client, table_text="", table=broken).content.decode()
    assert 'id="table-problem"' in page
    assert TEXT in page


def test_a_text_without_figures_says_so_and_what_to_do(client: Client) -> None:
    said = words(ask(client, text="Toàn phường đoàn kết, quyết tâm thực hiện nghị quyết."))
    assert "Không thấy con số nào" in said
    assert "Sửa rồi đối chiếu lại" in said


def test_without_a_table_the_figures_are_read_and_the_next_step_is_named(client: Client) -> None:
    said = words(ask(client, table_text=""))
    assert Verdict.CANNOT_CHECK.words in said
    assert "Chưa có bảng số liệu" in said


def test_a_sent_file_travels_on_in_the_form_so_that_it_need_not_be_stored(client: Client) -> None:
    sent = SimpleUploadedFile("bao-cao.txt", TEXT.encode())
    page = ask(client, text="", document=sent).content.decode()
    assert base64.b64encode(TEXT.encode()).decode() in page
    again = client.post(
        "/doi-chieu",
        {
            "table_text": TABLE,
            "kept_document": base64.b64encode(TEXT.encode()).decode(),
            "kept_document_name": "bao-cao.txt",
        },
    )
    assert "khác số đang lưu" in words(again)


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=2000)
def test_a_large_file_is_not_carried_and_the_page_says_so(client: Client) -> None:
    sent = SimpleUploadedFile("bao-cao.txt", (TEXT + "\n").encode() * 20)
    page = ask(client, text="", table_text="", document=sent).content.decode()
    assert "kept_document" not in page
    assert "lớn nên trang không giữ kèm" in page


def test_a_file_damaged_on_its_way_back_is_asked_for_again(client: Client) -> None:
    response = ask(client, text="", kept_document="@@@", kept_document_name="a.docx")
    assert response.status_code == 422
    assert 'id="document-problem"' in response.content.decode()


def test_a_taught_name_goes_along_and_is_offered_as_a_file(client: Client) -> None:
    taught = {"name-1": "vườn ươm", "measure-1": "Tổng số chi bộ"}
    said = words(ask(client, **taught))
    assert "Đã dùng 1 tên gọi" in said
    response = ask(client, "/doi-chieu/ten-goi", **taught)
    assert response["Content-Disposition"] == 'attachment; filename="ten-goi.csv"'
    content = response.content.decode("utf-8-sig")
    assert '"vườn ươm","Tổng số chi bộ"' in content
    again = ask(
        client, "/doi-chieu/ten-goi", names_file=SimpleUploadedFile("t.csv", content.encode())
    )
    assert '"vườn ươm","Tổng số chi bộ"' in again.content.decode("utf-8-sig")


def test_the_slip_is_a_word_file(client: Client) -> None:
    response = ask(client, "/doi-chieu/phieu-soat")
    assert response.content.startswith(b"PK")
    assert "phieu-soat-so-lieu.docx" in response["Content-Disposition"]


def word_file(*paragraphs: str) -> SimpleUploadedFile:
    """This function will make a Word file as a clerk would send it."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    held = io.BytesIO()
    document.save(held)
    return SimpleUploadedFile("bao-cao.docx", held.getvalue())


def test_a_word_file_comes_back_with_comments(client: Client) -> None:
    page = ask(client, text="", document=word_file("Báo cáo", TEXT)).content.decode()
    assert "Tải Word có ghi chú" in page
    response = ask(client, "/doi-chieu/word", text="", document=word_file("Báo cáo", TEXT))
    assert 'filename="bao-cao-co-ghi-chu.docx"' in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as parts:
        assert "934" in parts.read("word/comments.xml").decode()
        assert "943" in parts.read("word/document.xml").decode()


def test_a_file_that_only_says_it_is_word_gets_a_slip_or_a_plain_refusal(client: Client) -> None:
    liar = SimpleUploadedFile("bao-cao.docx", TEXT.encode())
    response = ask(client, "/doi-chieu/word", text="", document=liar)
    if response.status_code == 422:
        assert 'id="document-problem"' in response.content.decode()
    else:
        assert "phieu-soat-so-lieu.docx" in response["Content-Disposition"]


def test_two_hundred_pages_are_answered(client: Client) -> None:
    long = "\n".join(f"Khu phố {number} có {number + 3} hộ khá." for number in range(2000))
    response = ask(client, text=long)
    assert response.status_code == 200
    page = response.content.decode()
    assert "Xem thêm" in page
    assert page.count('<details class="page">') > 5


def test_what_was_pasted_cannot_write_into_the_page(client: Client) -> None:
    page = ask(client, text="<script>alert(1)</script> có 5 hộ </textarea><b>").content.decode()
    assert "<script>alert" not in page
    assert "</textarea><b>" not in page


@pytest.mark.parametrize("address", ["/doi-chieu", "/doi-chieu/word", "/doi-chieu/ten-goi"])
def test_neither_text_nor_file_name_is_ever_logged(
    client: Client, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = SimpleUploadedFile("chuyen-cua-ba-hoa.txt", "Bà Hoa nợ 5 triệu đồng".encode())
    ask(client, address, text="", document=secret)
    ask(client, address, text="Bà Hoa nợ 5 triệu đồng", table_text="hỏng")
    ask(client, address, text="Bà Hoa nợ 5 triệu đồng")
    said = caplog.text.lower()
    assert "hoa" not in said
    assert "triệu" not in said


def test_a_page_that_is_not_there_shows_the_way_back(client: Client) -> None:
    response = client.get("/khong-co-trang-nay")
    assert response.status_code == 404
    assert "Không có trang này" in words(response)
    assert 'href="/"' in response.content.decode()


def test_the_way_of_checking_is_explained_with_every_verdict(client: Client) -> None:
    said = words(client.get("/gioi-thieu-doi-chieu"))
    for verdict in Verdict:
        assert verdict.words in said


def test_no_page_asks_the_database(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        client.get("/doi-chieu")
    with django_assert_num_queries(0):
        client.get("/gioi-thieu-doi-chieu")


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_text_too_large_for_the_server_is_refused_in_plain_words(client: Client) -> None:
    response = ask(client, text="Thôn có 5 hộ. " * 200)
    assert response.status_code == 400
    assert "quá lớn" in words(response)


def test_a_form_without_its_safety_token_is_refused_in_plain_words() -> None:
    response = ask(Client(enforce_csrf_checks=True))
    assert response.status_code == 403
    assert "tải lại trang" in words(response)


def test_our_own_fault_is_told_as_ours(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("dongthuan.doors.portal._checking.claims.check_readings", fail)
    client.raise_request_exception = False
    response = ask(client)
    assert response.status_code == 500
    assert "Trang gặp trục trặc" in words(response)


@pytest.mark.parametrize("address", ["/doi-chieu", "/gioi-thieu-doi-chieu"])
def test_a_link_checker_that_asks_for_the_head_only_is_answered(
    client: Client, address: str
) -> None:
    assert client.head(address).status_code == 200
