"""The page of one sheet: entering, pasting, sending; approving, correcting; entering for a unit."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dongthuan.decide.indicators import queries, services
from dongthuan.decide.indicators.models import Draft, Help, Sheet, Value
from dongthuan.ground.figures import Nature, Reading
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import Ward

pytestmark = pytest.mark.django_db
LONG = (
    "Số hộ gia đình thuộc diện nghèo, cận nghèo và có hoàn cảnh đặc biệt khó khăn được hỗ trợ "
    "trong kỳ theo chương trình mục tiêu quốc gia giảm nghèo bền vững"
)


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.define("people.poor", "Hộ nghèo", chapter="Xã hội", order=1)
    ward.define("people.near", "Hộ cận nghèo", chapter="Xã hội", order=2, highest=1000)
    ward.define("farm.born", "Trẻ mới sinh", unit="trẻ", nature=Nature.FLOW, order=3)
    return ward


@pytest.fixture
def round(ward):
    return ward.round("2021-H1", "people.poor", "people.near", "farm.born")


@pytest.fixture
def sheet(ward, round):
    return ward.sheet(round, ward.groups[0])


@pytest.fixture
def head(ward):
    return browser(user(ward, "To 1", ("group_head", ward.groups[0])))


@pytest.fixture
def leader(ward):
    return browser(user(ward, "Lanh Dao", ("leader", ward.ward)))


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward)))


def at(sheet, verb=""):
    return f"/lam-viec/phieu/{sheet.pk}" + (f"/{verb}" if verb else "")


def shown(client, sheet):
    """What the form of a sheet carries of its cells: the hidden fields, as a browser sends them."""
    text = client.get(at(sheet), {"sua": "1"}).content.decode()
    found = dict(re.findall(r'name="(thay-[\w.]+)" value="([^"]*)"', text))
    for name in re.findall(r'name="(uoc-[\w.]+)" value="1" checked', text):
        found[name] = "1"
    return found | {"uoc-tung-o": "1"}


def typing(client, sheet, verb="luu", carried=None, **more):
    """Type into a sheet's form and press a button; keys are written with __ for the dot."""
    cells = {f"o-{key.replace('__', '.')}": text for key, text in more.items() if "__" in key}
    other = {key: text for key, text in more.items() if "__" not in key}
    carried = shown(client, sheet) if carried is None else carried
    return client.post(at(sheet), sending(viec=verb, **other) | carried | cells)


ALL = {"people__poor": "3", "people__near": "0", "farm__born": "x"}


def status(sheet):
    return Sheet.objects.get(pk=sheet.pk).status


def texts(sheet):
    fresh = Sheet.objects.select_related("round", "unit").get(pk=sheet.pk)
    return {c.definition.item.key: c.text for c in queries.cells(fresh)}


def test_the_form_shows_each_measure_with_its_unit_and_the_period_before(ward, head, sheet):
    ward.send(ward.round("2020-H2", "people.poor"), ward.groups[0], people__poor="1234")
    text = page(head.get(at(sheet)))
    assert "<legend>Xã hội</legend>" in text
    assert 'Hộ nghèo <span class="unit">(hộ)</span>' in text
    assert '<span class="quiet">Kỳ trước</span> <b>1.234</b>' in text
    assert 'inputmode="numeric"' in text and "<b>0</b> là đã đếm" in text
    assert text.count("button primary") == 1


def test_what_is_typed_is_kept_as_a_draft_and_what_is_bad_is_named_beside_it(head, sheet):
    answer = typing(head, sheet, people__poor="3", people__near="1001")
    assert answer.status_code == 302 and status(sheet) == "open"
    text = page(head.get(at(sheet)))
    assert "Đã lưu tạm, chưa gửi. Có 1 ô cần xem lại" in text
    assert 'value="1001"' in text and "không thể lớn hơn 1000 hộ" in text
    assert 'id="problem-people.near"' in text and 'aria-invalid="true"' in text
    assert "Lưu tạm lần cuối lúc" in text


def test_a_sheet_is_sent_and_says_that_nothing_more_is_to_do(head, sheet):
    answer = typing(head, sheet, "gui", **ALL)
    assert answer["Location"] == at(sheet) and status(sheet) == "sent"
    text = page(head.get(at(sheet)))
    assert (
        "Đã nhận số liệu của Tổ dân phố 1" in text and "<form class=" not in text.split("<main")[1]
    )
    assert Value.objects.count() == 3


def test_a_send_with_bad_cells_keeps_everything_typed_and_writes_nothing(head, sheet):
    answer = typing(head, sheet, "gui", people__poor="ba hộ", people__near="7", farm__born="1")
    assert answer.status_code == 422 and not Value.objects.exists() and not Draft.objects.exists()
    text = page(answer)
    for value in ("ba hộ", "7", "1"):
        assert f'value="{value}"' in text
    assert 'href="#o-people.poor"' in text and "«ba hộ» không phải là số" in text


def test_empty_cells_are_asked_about_and_sent_when_they_are_meant(head, sheet):
    answer = typing(head, sheet, "gui", people__poor="3")
    assert answer.status_code == 422 and 'value="3"' in page(answer)
    assert "Còn 2 mục chưa có số" in page(answer) and "Hộ cận nghèo; Trẻ mới sinh" in page(answer)
    assert 'value="gui-thieu"' in page(answer) and status(sheet) == "open"
    typing(head, sheet, "gui-thieu", people__poor="3")
    assert status(sheet) == "sent" and Value.objects.count() == 1


def test_the_same_send_twice_is_one_send(head, sheet):
    sent = sending(viec="gui") | shown(head, sheet)
    sent |= {"o-people.poor": "3", "o-people.near": "0", "o-farm.born": "x"}
    first, second = head.post(at(sheet), sent), head.post(at(sheet), sent)
    assert first["Location"] == second["Location"]
    assert Value.objects.count() == 3 and [s.step for s in queries.steps(sheet)] == ["sent"]


def test_an_estimate_is_ticked_cell_by_cell_or_for_the_whole_sheet(head, sheet):
    typing(head, sheet, people__poor="3", people__near="7", **{"uoc-people.near": "1"})
    kept = {d.item.key: d.estimate for d in Draft.objects.select_related("item")}
    assert kept == {"people.poor": False, "people.near": True}
    typing(head, sheet, people__poor="3", people__near="7", farm__born="2", **{"uoc-tat-ca": "1"})
    assert set(Draft.objects.values_list("estimate", flat=True)) == {True}


def test_an_estimate_becomes_the_actual_by_taking_its_tick_away(ward, head, sheet):
    ward.send(sheet.round, ward.groups[0], approve=False, estimate=True, people__poor="3")
    carried = {k: v for k, v in shown(head, sheet).items() if k != "uoc-people.poor"}
    typing(head, sheet, "gui-thieu", carried, people__poor="3")
    assert [v.estimate for v in Value.objects.order_by("revision")] == [True, False]


def test_two_who_fill_in_different_cells_never_meet(ward, head, clerk, sheet):
    mine, theirs = shown(head, sheet), shown(clerk, sheet)
    typing(clerk, sheet, carried=theirs, people__poor="5", people__near="", farm__born="")
    answer = typing(head, sheet, carried=mine, people__poor="", people__near="7", farm__born="")
    assert answer.status_code == 302
    assert texts(sheet) == {"people.poor": "5", "people.near": "7", "farm.born": ""}


def test_two_who_write_into_one_cell_are_told_who_wrote_what_and_nothing_is_lost(
    head, clerk, sheet
):
    mine = shown(head, sheet)
    typing(clerk, sheet, people__poor="5")
    answer = typing(head, sheet, "gui-thieu", mine, people__poor="7", people__near="2")
    text = page(answer)
    assert answer.status_code == 422 and texts(sheet)["people.poor"] == "5"
    assert "Van Phong vừa ghi «5»; bác ghi «7»" in text
    assert 'value="7"' in text and 'value="2"' in text
    # Whoever sends now has read it: the number left in the field is the one that is kept.
    carried = dict(re.findall(r'name="(thay-[\w.]+)" value="([^"]*)"', answer.content.decode()))
    typing(head, sheet, "gui-thieu", carried, people__poor="7", people__near="2")
    assert texts(sheet)["people.poor"] == "7" and status(sheet) == "sent"


def test_a_large_change_is_said_beside_the_field_and_to_the_approver(ward, head, leader, sheet):
    ward.send(ward.round("2020-H2", "people.poor"), ward.groups[0], people__poor="12")
    typing(head, sheet, people__poor="120")
    assert "Gấp 10 lần kỳ trước. Bác xem lại số này" in page(head.get(at(sheet)))
    typing(head, sheet, "gui-thieu", people__poor="120")
    text = page(leader.get(at(sheet)))
    assert "1 mục khác nhiều so với kỳ trước" in text and "gấp 10 lần kỳ trước" in text


def test_unchanged_is_one_tap_for_stocks_and_leaves_flows_to_be_typed(ward, head, sheet):
    earlier = ward.round("2020-H2", "people.poor", "people.near", "farm.born")
    ward.send(earlier, ward.groups[0], people__poor="3", people__near="4", farm__born="1")
    assert "2 mục có số kỳ trước" in page(head.get(at(sheet)))
    typing(head, sheet, "khong-doi", farm__born="")
    text = page(head.get(at(sheet)))
    assert "còn 1 mục cần ghi số" in text and status(sheet) == "open"
    typing(head, sheet, "gui", farm__born="2")
    assert status(sheet) == "sent"
    assert "xác nhận không thay đổi" in page(head.get(at(sheet)))


def test_unchanged_keeps_what_was_typed_beside_it(ward, head, sheet):
    earlier = ward.round("2020-H2", "people.poor", "people.near")
    ward.send(earlier, ward.groups[0], people__poor="3", people__near="4")
    typing(head, sheet, "khong-doi", people__poor="9", farm__born="5")
    assert texts(sheet) == {"people.poor": "9", "people.near": "4", "farm.born": "5"}


def test_the_fourth_time_unchanged_is_questioned(ward, head):
    ward.send(ward.round("2019-H1", "people.poor"), ward.groups[0], people__poor="3")
    for code in ("2019-H2", "2020-H1", "2020-H2"):
        one = ward.sheet(ward.round(code, "people.poor"), ward.groups[0])
        services.confirm_unchanged(sheet=one, by=ward.head(1))
    sheet = ward.sheet(ward.round("2021-H1", "people.poor"), ward.groups[0])
    answer = typing(head, sheet, "khong-doi", people__poor="")
    assert answer.status_code == 422 and "Đã ba kỳ liền không thay đổi" in page(answer)
    assert 'name="da-xem-lai"' in page(answer) and status(sheet) == "open"
    typing(head, sheet, "khong-doi", people__poor="", da_xem_lai="1")
    assert status(sheet) == "sent"


def test_unchanged_without_an_earlier_number_is_not_offered_and_refused(head, sheet):
    assert 'value="khong-doi"' not in page(head.get(at(sheet)))
    answer = typing(head, sheet, "khong-doi", people__poor="")
    assert answer.status_code == 422 and "Chưa có số kỳ trước" in page(answer)


def test_a_block_from_excel_fills_the_sheet_as_a_draft(head, sheet):
    block = "Tên mục\tSố\nHộ nghèo\t3\nhộ cận nghèo (hộ)\t7\nTổng cộng\t10"
    answer = typing(head, sheet, "dan", khoi=block, farm__born="2")
    assert answer.status_code == 302
    assert texts(sheet) == {"people.poor": "3", "people.near": "7", "farm.born": "2"}
    text = page(head.get(at(sheet)))
    assert "Đã dán 2 ô" in text and "«Tổng cộng» là dòng cộng, bỏ qua" in text


def test_a_pasted_block_with_three_bad_cells_of_200_names_them_and_writes_nothing(ward, head):
    keys = [f"b.{n:03d}" for n in range(200)]
    for number, key in enumerate(keys):
        ward.define(key, f"Mục số {number}", order=number)
    sheet = ward.sheet(ward.round("2020-H2", *keys), ward.groups[0])
    told = {n: str(n) for n in range(200)} | {7: "bảy", 99: "-5", 150: "1,5"}
    block = "\n".join(f"Mục số {n}\t{text}" for n, text in told.items())
    answer = typing(head, sheet, "dan", khoi=block, b__000="44")
    text = page(answer)
    assert answer.status_code == 422 and not Draft.objects.exists()
    assert "3 chỗ cần sửa" in text
    for place in ("Dòng 8, cột 2 (Mục số 7)", "Dòng 100, cột 2", "Dòng 151, cột 2"):
        assert place in text
    assert block in answer.content.decode() and 'value="44"' in text


def test_a_pasted_block_does_not_hide_what_someone_else_wrote(head, clerk, sheet):
    mine = shown(head, sheet)
    typing(clerk, sheet, people__poor="5")
    told = {"people__poor": "", "people__near": "", "farm__born": ""}
    answer = typing(head, sheet, "dan", mine, khoi="Hộ nghèo\t3\nHộ cận nghèo\t7", **told)
    assert answer.status_code == 422 and "Van Phong vừa ghi «5»; bác ghi «3»" in page(answer)
    assert texts(sheet)["people.near"] == ""


def test_a_sent_sheet_may_be_mended_until_it_is_approved(ward, head, sheet):
    ward.send(sheet.round, ward.groups[0], approve=False, people__poor="3")
    assert "Sửa số đã gửi" in page(head.get(at(sheet)))
    typing(head, sheet, "gui-thieu", people__poor="4")
    services.approve(sheet=sheet, by=ward.leader)
    text = page(head.get(at(sheet), {"sua": "1"}))
    assert "Phiếu đã duyệt" in text and "data-cell" not in text
    answer = typing(head, sheet, people__poor="5")
    assert answer.status_code == 422 and "xin nơi duyệt mở lại" in page(answer)


def test_a_closed_round_shows_a_message_and_no_form(ward, head, sheet):
    services.close_round(round=sheet.round, by=ward.clerk)
    text = page(head.get(at(sheet)))
    assert "Đợt số liệu này đã đóng ngày" in text and "data-cell" not in text
    answer = typing(head, sheet, people__poor="5")
    assert answer.status_code == 422 and "đã đóng" in page(answer)


def test_a_sheet_out_of_reach_is_not_there(ward, round, sheet):
    other = browser(user(ward, "To 2", ("group_head", ward.groups[1])))
    observer = browser(user(ward, "Giam Sat", ("observer", ward.ward)))
    for client in (other, observer):
        assert client.get(at(sheet)).status_code == 404
        assert client.post(at(sheet), sending(viec="gui")).status_code == 404
        assert client.get(at(sheet, "nhap-giup")).status_code == 404
        assert client.get(at(sheet, "sua/people.poor")).status_code == 404
        assert client.post(at(sheet, "duyet"), sending()).status_code == 404
    assert other.get("/lam-viec/phieu/99999").status_code == 404
    assert other.get(f"/lam-viec/phieu/{10**30}").status_code == 404
    assert browser().get(at(sheet))["Location"].startswith("/vao/")


def test_a_grant_that_ended_this_morning_opens_nothing(ward, sheet):
    today = ward.clock.at.date()
    gone = browser(user(ward, "To Cu", ("group_head", ward.groups[0]), until=today))
    assert gone.get(at(sheet)).status_code == 404
    sent = sending(viec="gui") | {"o-people.poor": "3"}
    assert gone.post(at(sheet), sent).status_code == 404 and not Draft.objects.exists()


def test_a_leader_reads_and_approves_what_was_sent(ward, leader, sheet, head):
    typing(head, sheet, people__poor="8")
    text = page(leader.get(at(sheet)))
    assert "data-cell" not in text and ">8<" not in text, "a draft is nobody else's business"
    typing(head, sheet, "gui", **ALL)
    text = page(leader.get(at(sheet)))
    assert "<b>3</b>" in text and "không áp dụng" in text and text.count("button primary") == 1
    assert f"/so-lieu/people.poor?don-vi={sheet.unit_id}&amp;ky=2021-H1" in text
    assert "<b>To 1</b> gửi số liệu" in text
    step = re.search(r'name="buoc" value="(\d+)"', text)[1]
    leader.post(at(sheet, "duyet"), sending(buoc=step))
    assert status(sheet) == "approved"
    assert "<b>Lanh Dao</b> duyệt" in page(leader.get(at(sheet)))


def test_what_was_sent_again_is_not_approved_unread(ward, leader, sheet):
    ward.send(sheet.round, ward.groups[0], approve=False, people__poor="3")
    step = re.search(r'name="buoc" value="(\d+)"', page(leader.get(at(sheet))))[1]
    ward.send(sheet.round, ward.groups[0], approve=False, people__poor="4")
    answer = leader.post(at(sheet, "duyet"), sending(buoc=step))
    assert answer.status_code == 422 and "vừa gửi lại" in page(answer)
    assert status(sheet) == "sent"


def test_approving_leads_to_the_next_sheet_that_waits(ward, leader, round):
    for group in ward.groups[:2]:
        ward.send(round, group, approve=False, people__poor="3")
    first = ward.sheet(round, ward.groups[0])
    text = page(leader.get(at(first)))
    assert "Phiếu chờ duyệt tiếp theo: Tổ dân phố 2" in text


def test_a_sheet_is_returned_with_a_reason_and_the_unit_reads_it(ward, leader, head, sheet):
    ward.send(sheet.round, ward.groups[0], approve=False, people__poor="3")
    answer = leader.post(at(sheet, "tra-lai"), sending(ly_do=" "))
    assert answer.status_code == 422 and "Ghi rõ số nào cần xem lại" in page(answer)
    leader.post(at(sheet, "tra-lai"), sending(ly_do="Hộ nghèo ít quá"))
    assert status(sheet) == "returned"
    text = page(head.get(at(sheet)))
    assert "được trả lại để xem lại.</b> Hộ nghèo ít quá" in text and "data-cell" in text


def test_an_approved_sheet_is_opened_again_with_a_reason(ward, leader, sheet):
    ward.send(sheet.round, ward.groups[0], people__poor="3")
    assert leader.post(at(sheet, "mo-lai"), sending(ly_do="")).status_code == 422
    leader.post(at(sheet, "mo-lai"), sending(ly_do="Đơn vị báo nhầm kỳ"))
    assert status(sheet) == "returned"


def test_who_may_not_approve_is_refused(ward, head, sheet):
    ward.send(sheet.round, ward.groups[0], approve=False, people__poor="3")
    assert "Duyệt phiếu" not in page(head.get(at(sheet)))
    for verb in ("duyet", "tra-lai"):
        assert head.post(at(sheet, verb), sending(ly_do="x")).status_code == 403
    assert status(sheet) == "sent"
    services.approve(sheet=sheet, by=ward.leader)
    assert head.post(at(sheet, "mo-lai"), sending(ly_do="x")).status_code == 403
    assert head.get(at(sheet, "sua/people.poor")).status_code == 403
    assert head.post(at(sheet, "khong-co"), sending()).status_code == 404


def test_an_approved_value_is_corrected_with_whose_word_and_why(ward, leader, head, sheet):
    ward.send(sheet.round, ward.groups[0], people__poor="3")
    where = at(sheet, "sua/people.poor")
    assert where in page(leader.get(at(sheet))) and where not in page(head.get(at(sheet)))
    seen = re.search(r'name="thay" value="([^"]+)"', page(leader.get(where)))[1]
    for told, said in (
        ({"so": "4", "ly-do": ""}, "Ghi lý do sửa"),
        ({"so": "bốn", "ly-do": "đếm lại"}, "không phải là số"),
        ({"so": "3", "ly-do": "đếm lại"}, "giống số đang lưu"),
    ):
        answer = leader.post(where, sending(thay=seen) | told)
        assert answer.status_code == 422 and said in page(answer)
        assert f'value="{told["so"]}"' in page(answer)
    leader.post(where, sending(thay=seen, so="4", y_kien="Chi cục Thống kê", ly_do="Sót hai hộ."))
    assert ward.figure("people.poor", unit=ward.groups[0]).value == 4
    text = page(leader.get(at(sheet)))
    assert "đã sửa sau khi duyệt" in text
    assert "3 → <b>4</b>. Lanh Dao" in text
    assert "Sửa theo ý kiến của Chi cục Thống kê. Sót hai hộ." in text
    stale = leader.post(where, sending(thay=seen, so="5", ly_do="đếm lại"))
    assert stale.status_code == 422 and "vừa được người khác sửa" in page(stale)


def test_an_unknown_cell_is_not_there_to_be_corrected(ward, leader, sheet):
    ward.send(sheet.round, ward.groups[0], people__poor="3")
    assert leader.get(at(sheet, "sua/khong.co")).status_code == 404
    text = page(leader.get(at(sheet, "sua/people.near")))
    assert "chưa có số đã duyệt" in text and "<form class=" not in text.split("<main")[1]


def photo():
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(out, "JPEG")
    return SimpleUploadedFile("giay.jpg", out.getvalue(), "image/jpeg")


def test_the_office_enters_for_a_unit_and_the_unit_confirms(
    ward, clerk, head, leader, sheet, settings, tmp_path
):
    settings.FILES_ROOT = tmp_path
    assert at(sheet, "nhap-giup") in page(clerk.get(at(sheet)))
    told = {"o-people.poor": "3", "o-people.near": "", "nguon": "paper", "anh": photo()}
    answer = clerk.post(at(sheet, "nhap-giup"), sending(ghi_chu="Bác gửi giấy") | told)
    assert answer["Location"] == at(sheet)
    help = Help.objects.get()
    text = page(head.get(at(sheet)))
    assert "Số nhập giúp chờ bác xác nhận" in text and "Van Phong nhập giúp từ bản giấy" in text
    assert "<span>Hộ nghèo</span> <b>3</b>" in text and "Bác gửi giấy" in text
    picture = head.get(at(sheet, f"nhap-giup/{help.pk}/anh"))
    assert picture["Content-Type"] == "image/jpeg" and picture.content[:2] == b"\xff\xd8"
    other = browser(user(ward, "To 2", ("group_head", ward.groups[1])))
    assert other.get(at(sheet, f"nhap-giup/{help.pk}/anh")).status_code == 404
    mine = ward.sheet(sheet.round, ward.groups[1])
    assert other.get(at(mine, f"nhap-giup/{help.pk}/anh")).status_code == 404
    refused = head.post(at(sheet, "chua-dung"), sending(lan=str(help.pk), ly_do=""))
    assert refused.status_code == 422 and "số nào chưa đúng" in page(refused)
    head.post(at(sheet, "dung"), sending(lan=str(help.pk)))
    assert "To 1 đã xác nhận là đúng" in page(leader.get(at(sheet)))
    assert "chờ bác xác nhận" not in page(head.get(at(sheet)))
    assert "đã được trả lời" in page(head.post(at(sheet, "dung"), sending(lan=str(help.pk))))


def test_the_unit_objects_with_a_reason_and_the_sheet_comes_back(ward, head, sheet):
    told = {"people.poor": "3", "people.near": "1", "farm.born": "x"}
    help = services.enter_for(sheet=sheet, typed=told, source="call", by=ward.clerk)
    head.post(at(sheet, "chua-dung"), sending(lan=str(help.pk), ly_do="Hộ nghèo là 2"))
    assert status(sheet) == "returned"
    text = page(head.get(at(sheet)))
    assert "To 1 báo chưa đúng:" in text and "Hộ nghèo là 2" in text
    assert head.post(at(sheet, "dung"), sending(lan="999")).status_code == 404


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"nguon": "", "o-people.poor": "3"}, "Hãy chọn nơi lấy số"),
        ({"nguon": "call", "o-people.poor": ""}, "Chưa có số nào để nhập giúp"),
        ({"nguon": "call", "o-people.poor": "ba"}, "«ba» không phải là số"),
        (
            {"nguon": "zalo", "o-people.poor": "3", "anh": SimpleUploadedFile("a.jpg", b"abc")},
            "không phải ảnh chụp",
        ),
    ],
)
def test_help_that_cannot_be_kept_says_why_and_keeps_what_was_typed(clerk, sheet, told, said):
    answer = clerk.post(at(sheet, "nhap-giup"), sending(ghi_chu="qua máy") | told)
    assert answer.status_code == 422 and said in page(answer)
    assert f'value="{told["o-people.poor"]}"' in page(answer) and 'value="qua máy"' in page(answer)
    assert not Help.objects.exists()
    if "anh" in told:
        assert "chọn lại ảnh" in page(answer)


def test_only_who_may_help_helps_and_only_while_numbers_are_awaited(ward, head, clerk, sheet):
    assert head.get(at(sheet, "nhap-giup")).status_code == 403
    told = {"nguon": "call", "o-people.poor": "3"}
    assert head.post(at(sheet, "nhap-giup"), sending() | told).status_code == 403
    ward.send(sheet.round, ward.groups[0], people__poor="3")
    assert "không nhập giúp được nữa" in page(clerk.get(at(sheet, "nhap-giup")))
    answer = clerk.post(at(sheet, "nhap-giup"), sending() | told)
    assert answer.status_code == 422 and "không nhập giúp được" in page(answer)
    assert not Help.objects.exists()


def test_a_verb_opened_by_its_address_leads_to_the_sheet(head, sheet):
    assert head.get(at(sheet, "duyet"))["Location"] == at(sheet)


@pytest.fixture
def guarded(ward):
    """A sheet of a cell with a sensitive measure, told twice."""
    ward.define("party.members", "Đảng viên", unit="người", level="cell")
    ward.define("party.minority", "Đảng viên dân tộc thiểu số", unit="người", level="cell",
                reading=Reading.SENSITIVE)  # fmt: skip
    keys = ("party.members", "party.minority")
    ward.send(ward.round("2020-H2", *keys), ward.cells[0], party__members="30", party__minority="9")
    return ward.sheet(ward.round("2021-H1", *keys), ward.cells[0])


def test_a_sensitive_number_is_shown_to_its_unit_and_to_who_has_the_stronger_act(ward, guarded):
    secretary = browser(user(ward, "Chi Bo 1", ("cell_secretary", ward.cells[0])))
    text = page(secretary.get(at(guarded)))
    assert "o-party.minority" in text and "<b>9</b>" in text
    clerk = browser(user(ward, "Dang Uy", ("clerk", ward.party)))
    text = page(clerk.get(at(guarded)))
    assert "o-party.members" in text and "o-party.minority" not in text and ">9<" not in text
    assert "1 mục nhạy cảm" in text
    typing(clerk, guarded, "gui-thieu", party__members="31", party__minority="4")
    assert texts(guarded) == {"party.members": "31", "party.minority": ""}
    text = page(clerk.get(at(guarded)))
    assert "không có quyền xem" in text and ">9<" not in text
    leader = browser(user(ward, "Bi Thu", ("leader", ward.party)))
    assert ">9<" in page(leader.get(at(guarded)))


def test_a_photograph_of_a_paper_with_sensitive_numbers_is_guarded_like_these(
    ward, guarded, settings, tmp_path
):
    settings.FILES_ROOT = tmp_path
    help = services.enter_for(
        sheet=guarded, typed={"party.members": "31"}, source="paper", photo=photo().read(),
        by=ward.person("Giúp", ("clerk", ward.party)),
    )  # fmt: skip
    where = at(guarded, f"nhap-giup/{help.pk}/anh")
    clerk = browser(user(ward, "Dang Uy", ("clerk", ward.party)))
    assert clerk.get(where).status_code == 404 and where not in page(clerk.get(at(guarded)))
    secretary = browser(user(ward, "Chi Bo 1", ("cell_secretary", ward.cells[0])))
    assert secretary.get(where).status_code == 200 and where in page(secretary.get(at(guarded)))


def test_a_sensitive_approved_value_is_corrected_by_nobody_who_may_not_know_it(ward, guarded):
    ward.send(guarded.round, ward.cells[0], party__members="30", party__minority="9")
    blind = browser(user(ward, "Dang Uy", ("clerk", ward.party)))
    assert blind.get(at(guarded, "sua/party.minority")).status_code == 404


def test_a_ratio_of_two_numbers_of_the_sheet_is_shown_and_not_typed(ward, head):
    ward.define("people.all", "Tổng số hộ")
    ward.define("people.rate", "Tỷ lệ hộ nghèo", unit="%", nature=Nature.RATIO, decimals=1,
                numerator="people.poor", denominator="people.all")  # fmt: skip
    sheet = ward.sheet(ward.round("2020-H2", "people.poor", "people.all"), ward.groups[0])
    typing(head, sheet, "gui", people__poor="3", people__all="30")
    text = page(head.get(at(sheet)))
    assert "Hệ thống tự tính" in text and "Tỷ lệ hộ nghèo" in text and "10%" in text
    assert "o-people.rate" not in page(head.get(at(sheet), {"sua": "1"}))


@pytest.mark.parametrize("who", ["head", "leader"])
def test_a_sheet_of_60_cells_with_a_past_takes_few_queries(
    ward, who, request, django_assert_max_num_queries
):
    keys = [f"b.{n:02d}" for n in range(59)]
    for key in keys:
        ward.define(key, f"{LONG} {key}", chapter=key[:3])
    ward.define("b.rate", "Tỷ lệ", unit="%", nature=Nature.RATIO, numerator="b.01",
                denominator="b.02")  # fmt: skip
    earlier = ward.round("2020-H2", "people.poor", *keys)
    told = {key.replace(".", "__"): str(n) for n, key in enumerate(keys)}
    ward.send(earlier, ward.groups[0], **told)
    sheet = ward.sheet(ward.round("2021-H1", "people.poor", *keys), ward.groups[0])
    helper = {"people.poor": "3", "b.03": "8"}
    services.enter_for(sheet=sheet, typed=helper, source="call", by=ward.clerk)
    if who == "leader":
        ward.send(sheet.round, ward.groups[0], approve=False, **told)
        services.approve(sheet=sheet, by=ward.leader)
        services.correct(sheet=sheet, key="b.03", text="9", reason="Đếm lại", by=ward.leader)
    client = request.getfixturevalue(who)
    with django_assert_max_num_queries(20):
        answer = client.get(at(sheet))
    assert LONG in page(answer)
