"""Sổ văn bản ở bàn làm việc: read from its file, confirmed by a person, walkable both ways."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dongthuan.decide.directives import queries, services
from dongthuan.decide.directives.models import Clause, Document, Link
from dongthuan.ground.files.models import StoredFile
from tests.cascades import Cascade, three_levels
from tests.decide.directives.test_proposing import DIRECTIVE
from tests.doors.desk.hands import browser, page, sending, user

pytestmark = pytest.mark.django_db
LONG = (
    "Kế hoạch triển khai thực hiện Nghị quyết Trung ương về tăng cường xây dựng, chỉnh đốn Đảng "
    * 5
)


@pytest.fixture
def ward(monkeypatch, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    ward = Cascade()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Văn phòng", ("clerk", ward.ward), ("clerk", ward.party)))


@pytest.fixture
def head(ward):
    return browser(user(ward, "Tổ trưởng", ("group_head", ward.groups[0])))


def word(*lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return SimpleUploadedFile("chi-thi.docx", out.getvalue())


def send(client, ward, **more):
    """The form of the register; underscores stand in its names as they are."""
    data = sending()
    data |= {
        "unit": str(ward.ward.pk), "issuer": "khac", "issuer_name": "Thành ủy Bảo Lộc",
        "level": "city", "kind": "chi-thi", "symbol": "09-CT/TU", "signed_on": "2021-03-05",
        "subject": "Về trật tự đô thị", **more,
    }  # fmt: skip
    return client.post("/lam-viec/van-ban/moi", data)


def test_an_empty_register_says_how_to_begin_and_who_may_not_see_it_is_refused(ward, clerk, head):
    assert "Vào sổ văn bản" in page(clerk.get("/lam-viec/van-ban"))
    assert "văn bản hiện ở đây" in page(head.get("/lam-viec/van-ban"))
    keeper = browser(user(ward, "Giữ", ("access_keeper", ward.ward)))
    assert keeper.get("/lam-viec/van-ban").status_code == 403


def test_a_file_is_read_first_and_needs_not_be_chosen_again(ward, clerk):
    first = clerk.post(
        "/lam-viec/van-ban/moi", {**sending(viec="doc"), "tep": word(*DIRECTIVE[1:])}
    )
    shown = page(first)
    assert 'value="09-CT/TU"' in shown and "về tăng cường trật tự đô thị" in shown
    ticket = re.search(r'name="tep-da-doc" value="([^"]+)"', shown).group(1)
    answer = send(clerk, ward, **{"tep-da-doc": ticket})
    made = Document.objects.get()
    assert answer["Location"] == f"/lam-viec/van-ban/{made.pk}"
    assert "lập lại trật tự lòng đường" in made.text and made.file_name == "chi-thi.docx"
    given = clerk.get(f"/lam-viec/van-ban/{made.pk}/tep")
    assert given["Content-Disposition"] == 'attachment; filename="chi-thi.docx"'
    assert given.content[:2] == b"PK" and given["X-Content-Type-Options"] == "nosniff"


def test_a_secret_file_is_refused_at_once_and_not_kept_for_a_moment(ward, clerk):
    answer = clerk.post(
        "/lam-viec/van-ban/moi",
        {**sending(viec="doc"), "tep": word("TỈNH ỦY", "MẬT", "Số 5-NQ/TU")},
    )
    assert answer.status_code == 422 and "độ Mật trở lên" in page(answer)
    assert not StoredFile.objects.exists() and not Document.objects.exists()


def test_a_secret_paper_is_entered_by_number_and_day_and_shows_no_more(ward, clerk):
    answer = send(clerk, ward, secret="on", subject="Chuyện kín")
    shown = page(clerk.get(answer["Location"]))
    assert "Hồ sơ giấy" in shown and "Chuyện kín" not in shown
    assert "hồ sơ giấy" in page(clerk.get("/lam-viec/van-ban"))
    assert "Chuyện kín" not in page(clerk.get("/lam-viec/tim", {"q": "chuyện kín"}))


def test_bad_input_names_its_field_and_keeps_everything_typed(ward, clerk):
    answer = send(clerk, ward, signed_on="31/2/2021", subject="Trích yếu đã gõ", issuer_name="")
    shown = page(answer)
    assert answer.status_code == 422 and "Ngày ký: ghi ngày như 30/6/2021." in shown
    assert "Chưa ghi tên nơi ban hành." in shown and 'value="Trích yếu đã gõ"' in shown
    assert not Document.objects.exists()


def test_a_number_already_used_leads_to_the_document_that_bears_it(ward, clerk):
    send(clerk, ward)
    answer = send(clerk, ward, subject="Văn bản khác")
    assert answer.status_code == 422
    assert f'href="/lam-viec/van-ban/{Document.objects.get().pk}"' in page(answer)


def test_a_file_that_is_no_document_is_named(ward, clerk):
    sent = SimpleUploadedFile("anh.docx", b"khong phai word")
    answer = clerk.post("/lam-viec/van-ban/moi", {**sending(viec="doc"), "tep": sent})
    assert answer.status_code == 422 and "anh.docx" in page(answer)
    answer = clerk.post("/lam-viec/van-ban/moi", sending(viec="doc"))
    assert "Chưa chọn tệp" in page(answer)


def test_the_register_is_narrowed_by_level_kind_year_and_force_and_taken_away(ward, clerk):
    ward.document("1-QĐ/TU", date(2018, 1, 1), kind="quyet-dinh", ends_on=date(2019, 12, 31))
    ward.document("04-NQ/TW", date(2016, 10, 30))
    ward.plan()
    assert "Không có văn bản nào" in page(clerk.get("/lam-viec/van-ban", {"nam": "1999"}))
    for asked, shown in (
        ({"cap": "ward"}, {"05/KH-UBND"}), ({"nam": "2016"}, {"04-NQ/TW"}),
        ({"loai": "quyet-dinh"}, {"1-QĐ/TU"}),
        ({"ngay": "2020-01-01"}, {"04-NQ/TW"}), ({"ngay": "30/6/2019"}, {"04-NQ/TW", "1-QĐ/TU"}),
    ):  # fmt: skip
        text = page(clerk.get("/lam-viec/van-ban", asked))
        assert {one for one in ("1-QĐ/TU", "04-NQ/TW", "05/KH-UBND") if f">{one}<" in text} == shown
    book = clerk.get("/lam-viec/van-ban", {"tai": "csv", "cap": "ward"}).content.decode("utf-8-sig")
    assert "05/KH-UBND" in book and "04-NQ/TW" not in book
    assert "Không đọc được ngày" in page(clerk.get("/lam-viec/van-ban", {"ngay": "mai"}))


def test_clauses_are_split_looked_over_and_confirmed_by_a_person(ward, clerk):
    clerk.post("/lam-viec/van-ban/moi", {**sending(viec="doc"), "tep": word(*DIRECTIVE[1:])})
    ticket = None
    shown = page(
        clerk.post("/lam-viec/van-ban/moi", {**sending(viec="doc"), "tep": word(*DIRECTIVE[1:])})
    )
    ticket = re.search(r'name="tep-da-doc" value="([^"]+)"', shown).group(1)
    at = send(clerk, ward, **{"tep-da-doc": ticket})["Location"] + "/dieu-khoan"
    assert "Tách điều khoản từ văn bản" in page(clerk.get(at))
    clerk.post(at, sending(viec="de-nghi"))
    looks = list(Clause.objects.filter(looks_so=True))
    shown = page(clerk.get(at))
    assert shown.count('name="giao"') == len(looks) == shown.count(" checked")
    ids = [str(one.pk) for one in looks]
    clerk.post(at, {**sending(), "co": ids, "giao": ids[:-1]})
    assert Clause.objects.filter(demands=True).count() == len(ids) - 1
    assert Clause.objects.filter(demands=False).count() == 1
    # What was not on the page stays undecided.
    assert Clause.objects.filter(demands=None).count() == Clause.objects.count() - len(ids)
    clerk.post(at, sending(viec="them", place="Mục IV", text="Báo cáo hằng quý.", due_on="2021-12-01")
               | {"due_on": "2021-12-01"})  # fmt: skip
    assert Clause.objects.get(place="Mục IV").due_on == date(2021, 12, 1)
    answer = clerk.post(at, sending(viec="them", text="") | {"due_on": "2020-01-01"})
    assert answer.status_code == 422 and "Chưa ghi: nội dung giao việc." in page(answer)


def test_a_line_of_a_plan_is_led_back_to_the_clauses_it_carries_out(ward, clerk):
    above = ward.clause(ward.document("04-NQ/TW"), "Đấu tranh ngăn chặn suy thoái.", "Mục III")
    line = ward.clause(ward.plan(), "Mỗi tổ dân phố có một mô hình.", "Mục I")
    at = f"/lam-viec/van-ban/{line.document_id}/can-cu"
    assert "Sổ chưa có văn bản nào mang số" in page(clerk.get(at, {"so": "99-NQ/TW"}))
    assert "Đấu tranh ngăn chặn" in page(clerk.get(at, {"so": "4 - nq/tw"}))
    answer = clerk.post(at, sending(so="04-NQ/TW", dong=str(line.pk)))
    assert answer.status_code == 422 and "Chưa chọn điều khoản nào" in page(answer)
    clerk.post(at, sending(so="04-NQ/TW", dong=str(line.pk), tu=str(above.pk)))
    shown = page(clerk.get(f"/lam-viec/van-ban/{line.document_id}"))
    assert f'href="/lam-viec/van-ban/{above.document_id}/chuoi">04-NQ/TW</a>, Mục III' in shown
    chain = page(clerk.get(f"/lam-viec/van-ban/{above.document_id}/chuoi"))
    assert f'href="/lam-viec/van-ban/{line.document_id}"' in chain and "<svg" in chain
    [edge] = queries.edges_into(line.document)
    clerk.post(f"{at}/{edge.pk}/bo", sending())
    assert not queries.edges_into(line.document)


def test_a_link_is_written_shown_on_both_pages_and_taken_back(ward, clerk):
    old, new = (
        ward.document("1-QĐ/TU", date(2018, 1, 1)),
        ward.document("2-QĐ/TU", date(2020, 1, 1)),
    )
    at = f"/lam-viec/van-ban/{new.pk}"
    answer = clerk.post(f"{at}/lien-ket", sending(relation="replaces", symbol="không có"))
    assert answer.status_code == 422 and "Sổ chưa có văn bản nào" in page(answer)
    clerk.post(f"{at}/lien-ket", sending(relation="replaces", symbol="1-QĐ/TU"))
    assert "Thay thế <a" in page(clerk.get(at))
    shown = page(clerk.get(f"/lam-viec/van-ban/{old.pk}"))
    assert "Bị thay thế bởi <a" in shown and "không còn hoặc chưa có hiệu lực" in shown
    clerk.post(f"{at}/lien-ket", sending(bo=str(Link.objects.get().pk)))
    assert "Chưa ghi liên kết nào" in page(clerk.get(at))


def test_an_entry_is_put_right_and_a_second_hand_loses_nothing_it_typed(ward, clerk):
    one = ward.document("1-QĐ/TU")
    at = f"/lam-viec/van-ban/{one.pk}/sua"
    clerk.post(at, sending(ban="1", subject="Về việc đúng", reason="gõ nhầm"))
    assert Document.objects.get().subject == "Về việc đúng"
    answer = clerk.post(at, sending(ban="1", subject="Chữ của người sau", reason="x"))
    assert answer.status_code == 422 and "Chữ của người sau" in page(answer)
    assert "vừa được người khác sửa" in page(answer)


def test_a_file_is_laid_beside_an_entry_once(ward, clerk):
    one = ward.document("1-QĐ/TU")
    at = f"/lam-viec/van-ban/{one.pk}/kem-tep"
    assert "Chưa chọn tệp" in page(clerk.post(at, sending()))
    clerk.post(at, {**sending(), "tep": word("Quyết định", "Điều 1. Ban hành quy chế.")})
    one.refresh_from_db()
    assert one.file is not None
    assert "Tệp đã lưu không thay được" in page(clerk.post(at, {**sending(), "tep": word("khác")}))


def test_the_coverage_names_the_gaps_and_its_shares_open(ward, clerk):
    above, _, line = three_levels(ward)
    ward.clause(above.document, "Kiểm tra việc kê khai tài sản.", "Mục III, khoản 5")
    ward.clause(line.document, "In tờ gấp tuyên truyền.", "Mục I, khoản 2")
    ward.task(line, on=date(2021, 3, 2), due=date(2021, 3, 9))
    services.begin_use(unit=ward.ward, on=date(2021, 1, 1), by=ward.clerk)
    shown = page(clerk.get("/lam-viec/do-phu"))
    gaps = {
        part: re.search(rf'id="{part}">(.*?)</section>', shown).group(1)
        for part in ("chua-ke-hoach", "chua-giao-viec", "chua-ket-qua")
    }
    assert gaps["chua-ke-hoach"].count("<li>") == 1 and "kê khai tài sản" in gaps["chua-ke-hoach"]
    assert gaps["chua-giao-viec"].count("<li>") == 1 and "In tờ gấp" in gaps["chua-giao-viec"]
    assert gaps["chua-ket-qua"].count("<li>") == 1 and "đã quá 84 ngày" in gaps["chua-ket-qua"]
    assert f"clauses.carried_out_rate:vb.{above.document_id}" in shown
    assert "04-NQ/TW" in page(
        clerk.get(
            re.search(r'href="(/so-lieu/clauses.never[^"]*)"', shown).group(1).replace("&amp;", "&")
        )
    )
    book = clerk.get("/lam-viec/do-phu", {"tai": "xlsx"})
    assert book.content[:2] == b"PK"
    assert "Năm này sổ chưa có văn bản" in page(clerk.get("/lam-viec/do-phu", {"nam": "2005"}))


def test_an_old_head_of_a_group_sees_no_register_of_the_ward(ward, head):
    one = ward.document("04-NQ/TW")
    for at in ("", "/chuoi", "/dieu-khoan", "/tep", "/sua", "/can-cu"):
        assert head.get(f"/lam-viec/van-ban/{one.pk}{at}").status_code == 404


def test_a_page_takes_as_few_queries_for_many_as_for_one(
    ward, clerk, django_assert_max_num_queries
):
    above, _, line = three_levels(ward)
    for n in range(12):
        ward.document(f"{n + 20}-NQ/TW", date(2021, 1, 11), subject=LONG[:480])
        more = ward.clause(line.document, f"Dòng {n}")
        services.derive(sources=[above], document=more.document, clause=more, by=ward.clerk)
        ward.assign(more)
    for at, most in (
        ("/lam-viec/van-ban", 16), (f"/lam-viec/van-ban/{above.document_id}", 20),
        (f"/lam-viec/van-ban/{above.document_id}/chuoi", 20), ("/lam-viec/do-phu", 20),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            assert clerk.get(at).status_code == 200


def test_many_files_are_looked_through_and_then_taken_in_together(ward, clerk):
    held = ward.document("09-CT/TU", date(2021, 3, 5), kind="chi-thi", issuer_name="Thành ủy")
    paper = (
        "THÀNH ỦY BẢO LỘC",
        "Số {}-CT/TU",
        "Bảo Lộc, ngày 05 tháng 3 năm 2021",
        "CHỈ THỊ",
        "về {}",
    )
    files = [word(*(line.format(n) for line in paper)) for n in ("09", "10")]
    sent = {**sending(unit=str(ward.ward.pk)), "tep": [*files, word("Không rõ")]}
    shown = page(clerk.post("/lam-viec/van-ban/nhieu-tep", sent))
    assert "Kèm vào 09-CT/TU đã có trong sổ" in shown and "Vào sổ mới: Chỉ thị 10-CT/TU" in shown
    assert "Ghi 2 tệp vào sổ" in shown and Document.objects.get().file is None
    tickets = re.findall(r'name="tep-da-doc" value="([^"]+)"', shown)
    answer = clerk.post(
        "/lam-viec/van-ban/nhieu-tep", {**sending(unit=str(ward.ward.pk)), "tep-da-doc": tickets}
    )
    assert answer.status_code == 302 and Document.objects.count() == 2
    held.refresh_from_db()
    assert held.file is not None
    again = clerk.post(
        "/lam-viec/van-ban/nhieu-tep", {**sending(unit=str(ward.ward.pk)), "tep-da-doc": tickets}
    )
    assert again.status_code == 422 and "đã có tệp" in page(again)
    assert "Chưa chọn tệp nào" in page(
        clerk.post("/lam-viec/van-ban/nhieu-tep", sending(unit=str(ward.ward.pk)))
    )


def test_a_scan_that_is_too_large_is_refused_in_words_and_leaves_nothing(ward, clerk):
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.4" + b"0" * (51 * 1024 * 1024))
    answer = clerk.post("/lam-viec/van-ban/moi", {**sending(viec="doc"), "tep": scan})
    assert answer.status_code == 422 and "nặng hơn 50 MB" in page(answer)
    assert not StoredFile.objects.exists()


def test_a_directive_of_120_pages_is_read_split_and_found(ward, clerk):
    lines = [*DIRECTIVE[1:6]]
    for part in range(1, 41):
        lines += [f"{part}. Nhiệm vụ thứ {part}"]
        lines += [
            f"- Tổ chức thực hiện việc thứ {part}.{n} của chỉ thị, huy động lực lượng ở các khu dân cư, "
            "phân công từng thành viên phụ trách địa bàn và báo cáo kết quả hằng tuần. " * 3
            for n in range(1, 13)
        ]
    shown = page(clerk.post("/lam-viec/van-ban/moi", {**sending(viec="doc"), "tep": word(*lines)}))
    ticket = re.search(r'name="tep-da-doc" value="([^"]+)"', shown).group(1)
    at = send(clerk, ward, **{"tep-da-doc": ticket})["Location"]
    clerk.post(at + "/dieu-khoan", sending(viec="de-nghi"))
    assert 480 <= Clause.objects.count() <= 490
    ids = [str(one.pk) for one in Clause.objects.all()]
    clerk.post(at + "/dieu-khoan", {**sending(), "co": ids, "giao": ids})
    assert Clause.objects.filter(demands=True).count() == len(ids)
    assert clerk.get(at + "/chuoi").status_code == 200 and clerk.get(at).status_code == 200
    assert "Đoạn" in page(clerk.get("/lam-viec/tim", {"q": "việc thứ 40.12"}))
