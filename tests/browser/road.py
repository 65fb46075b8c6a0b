"""The steps of a road through pages, each by the hand whose it is, as the screen names them."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2

from tests.act import statement_files as statements
from tests.act.funds.spendings import picture
from tests.browser.small_houses import HOMES
from tests.browser.test_stories import said

ROAD, QUESTION = "Bê tông hẻm 12", "Góp tiền, ngày công bê tông hóa hẻm 12?"
SPEAKERS = "\n".join(f"Đại diện {n}" for n in range(1, HOMES + 1))
SCAN = {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 bien ban"}


def press(page, name: str, exact: bool = True) -> None:
    page.get_by_role("button", name=name, exact=exact).first.click()
    page.wait_for_load_state()


def downloaded(page, press_it) -> bytes:
    with page.expect_download() as given:
        press_it()
    return Path(given.value.path()).read_bytes()


# --- before the meeting, and the meeting ---


def called(head) -> str:
    """The head of the group calls the households six days before; the address of the meeting."""
    head.goto("/lam-viec/cuoc-hop/moi")
    head.locator("select[name=kind]").select_option(label="Họp tổ dân phố")
    head.get_by_label("Tên cuộc họp").fill("Họp tổ dân phố bàn làm hẻm 12")
    head.get_by_label("Ngày", exact=True).fill("2021-06-07")
    head.get_by_label("Bắt đầu lúc").fill("07:00")
    head.get_by_label("Dự kiến kết thúc lúc").fill("07:45")
    head.get_by_label("Địa điểm").fill("Nhà sinh hoạt tổ 1")
    head.get_by_label("Chủ trì").fill("Tổ trưởng Mẫu – Tổ trưởng")
    head.get_by_label("Thư ký").fill("Thư ký Mẫu – Thư ký tổ")
    head.get_by_label("Chương trình").fill("Làm hẻm 12")
    head.get_by_label("Chỉ những người ghi ở ô dưới").check()
    head.get_by_label("Mời thêm").fill(SPEAKERS)
    press(head, "Ghi cuộc họp")
    meeting = head.url
    head.get_by_role("link", name="Giấy mời").click()
    press(head, "Đã gửi giấy mời")
    assert "Giấy mời đã gửi lúc" in said(head)
    return meeting


def asked(head) -> str:
    """The question is written with its level and who is exempt, and tied to the meeting."""
    head.goto("/lam-viec/phieu-ho/moi")
    head.locator("select[name=matter]").select_option("contribution")
    head.get_by_label("Câu hỏi").fill(QUESTION)
    head.get_by_label("Mức đóng góp được biểu quyết").fill("2.000.000 đồng/hộ hoặc ngày công")
    head.get_by_label("Diện miễn, giảm").fill("Hộ nghèo; hộ chính sách")
    for way in ("hands", "paper"):
        head.locator(f"input[name=channels][value={way}]").check()
    head.get_by_label("Lấy phiếu từ ngày").fill("2021-06-07")
    head.get_by_label("Đến hết ngày").fill("2021-06-07")
    press(head, "Ghi")
    vote = head.url
    head.get_by_label("Cuộc họp").select_option(index=1)
    press(head, "Gắn")
    assert "họp 07:00" in said(head) or "họp ngày" in said(head) or "7/6/2021" in said(head)
    return vote


def met(head, meeting: str) -> None:
    head.goto(meeting)
    press(head, "Ghi điểm danh, khai mạc")
    head.goto(f"{meeting}/dien-bien")
    head.get_by_label("Ý kiến, thảo luận").fill("Các hộ nhất trí làm, đề nghị dặm thêm cống.")
    press(head, "Ghi, xem biên bản")
    press(head, "Ký biên bản")
    assert "Tải biên bản, bản 1" in said(head)


def voted(head, clerk, vote: str) -> None:
    """Eight households by show of hands, five on paper that two people read; one stays away."""
    head.goto(vote)
    press(head, "Chốt danh sách hộ")
    head.goto(f"{vote}/bang-dem")
    head.get_by_label("Số trong danh sách").fill("1-8")
    press(head, "Đánh dấu")
    head.get_by_label("Đồng ý", exact=True).fill("8")
    head.get_by_label("Người kiểm phiếu thứ nhất").fill("Lê Mẫu")
    head.get_by_label("Người kiểm phiếu thứ hai").fill("Trần Mẫu")
    press(head, "Ghi bảng đếm")
    for one in (head, clerk):
        one.goto(f"{vote}/nhap-phieu")
        one.get_by_label("Phiếu", exact=True).fill("9 đ\n10 đ\n11 đ g\n12 k\n13 đ")
        press(one, "Ghi phiếu")
        assert "Đã nhận 5 phiếu" in one.inner_text("body")
    head.goto(vote)
    press(head, "Chốt kết quả")
    press(head, "Công bố kết quả")
    assert "13/14" in said(head)


# --- the work, and the book of receipts ---


def planned(keeper) -> str:
    keeper.goto("/lam-viec/cong-trinh/moi")
    keeper.get_by_label("Đơn vị làm").select_option(label="Phường Thử")
    keeper.locator("select[name=kind]").select_option("work")
    keeper.get_by_label("Mã", exact=True).fill("hem-12")
    keeper.get_by_label("Tên công trình, quỹ").fill(ROAD)
    keeper.get_by_label("Để làm gì").fill("Đổ bê tông 120 m, làm cống")
    keeper.get_by_label("Tổ dân phố 1", exact=True).check()
    keeper.get_by_label("Dự toán (đồng)").fill("5.000.000")
    keeper.get_by_label("Nhân dân đóng góp (đồng)").fill("5.000.000")
    keeper.locator("input[name=asking][value=level]").check()
    keeper.get_by_label("Mức góp được biểu quyết (đồng)").fill("2.000.000")
    keeper.get_by_label("Mức tính trên").fill("hộ")
    keeper.get_by_label("Diện miễn, giảm").fill("Hộ nghèo")
    press(keeper, "Lập")
    work = keeper.url
    assert keeper.get_by_role("button", name="Bắt đầu vận động").count() == 0
    keeper.get_by_label("Đợt lấy phiếu đã thông qua").select_option(index=1)
    press(keeper, "Ghi căn cứ")
    press(keeper, "Bắt đầu vận động")
    assert "đang vận động" in said(keeper).lower()
    return work


def named(keeper) -> None:
    """Who holds cash, the posted account, and what a day of work counts for."""
    for kind, code, user, name in (
        ("collector", "NT1", "Người thu Mẫu", "Người thu Mẫu"),
        ("treasurer", "TQ", "Thủ quỹ Mẫu", "Thủ quỹ Mẫu"), ("bank", "NH", "", "Ngân hàng Mẫu"),
    ):  # fmt: skip
        keeper.goto("/lam-viec/cong-trinh/nguoi-giu-tien")
        keeper.locator("select[name=unit]").select_option(label="Phường Thử")
        keeper.locator("select[name=kind]").select_option(kind)
        keeper.get_by_label("Mã", exact=True).fill(code)
        keeper.get_by_label("Họ tên (hoặc tên ngân hàng)").fill(name)
        if user:
            box = keeper.locator("select[name=user]")
            box.select_option(box.locator("option").filter(has_text=user).get_attribute("value"))
        else:
            keeper.get_by_label("Số tài khoản").fill(statements.ACCOUNT)
            keeper.get_by_label("Tên chủ tài khoản (đơn vị)").fill("UBND PHUONG THU")
            keeper.get_by_label("Mã ngân hàng (BIN)").fill("970405")
            keeper.get_by_label("Ngày niêm yết tài khoản").fill("2021-06-01")
        press(keeper, "Thêm")
    keeper.goto("/lam-viec/cong-trinh/gia-quy-doi")
    keeper.locator("select[name=unit]").select_option(label="Phường Thử")
    keeper.locator("select[name=kind]").select_option("labour")
    keeper.get_by_label("Quy đổi cho").fill("lao động phổ thông")
    keeper.get_by_label("Đơn vị tính").fill("ngày công")
    keeper.get_by_label("Giá một đơn vị (đồng)").fill("300.000")
    keeper.get_by_label("Áp dụng từ ngày").fill("2021-01-01")
    keeper.get_by_label("Văn bản công bố").fill("QĐ 12/QĐ-UBND")
    press(keeper, "Công bố")


def printed(keeper) -> dict[str, str]:
    """The book from the printer: the code that each numbered paper carries."""
    keeper.goto("/lam-viec/cong-trinh/quyen/moi")
    keeper.get_by_label("Mã quyển").fill("PT01")
    keeper.get_by_label("Từ số").fill("1")
    keeper.get_by_label("Đến số").fill("8")
    data = downloaded(keeper, lambda: keeper.get_by_role("button", name="In quyển").click())
    found = {}
    for page in pypdfium2.PdfDocument(data):
        told = " ".join(page.get_textpage().get_text_range().split())
        numbers = list(dict.fromkeys(re.findall(r"PT01-\d{4}", told)))
        codes = list(dict.fromkeys(re.findall(r"\b(?:[A-Z0-9]{6} - ){2}[A-Z0-9]{6}\b", told)))
        assert len(numbers) == len(codes) == 4, told
        found |= dict(zip(numbers, (re.sub(r"\W", "", one) for one in codes), strict=True))
    return found


def handed_book(keeper, phone) -> None:
    keeper.goto("/lam-viec/cong-trinh/quyen")
    keeper.get_by_role("link", name="PT01").click()
    box = keeper.get_by_label("Giao cho")
    box.select_option(box.locator("option").filter(has_text="Người thu Mẫu").get_attribute("value"))
    press(keeper, "Giao quyển")
    phone.goto("/lam-viec/dien-thoai/thu")
    press(phone, "Đã nhận quyển PT01")


# --- what is given, and where it goes ---


def taken(phone, how: str, much: str, number: str) -> None:
    phone.goto("/lam-viec/dien-thoai/thu")
    phone.get_by_role("link", name=re.compile("Đã thu")).click()
    assert phone.get_by_label("Số phiếu").input_value() == number
    box = phone.get_by_label("Góp bằng")
    box.select_option(box.locator("option").filter(has_text=how).get_attribute("value"))
    phone.get_by_label("Bao nhiêu").fill(much)
    press(phone, "Đã thu")
    phone.get_by_text(f"phiếu PT01-000{number} đã vào sổ").wait_for()


def taken_without_network(phone) -> None:
    """The tap is kept on the phone while there is no network, and sent once when there is."""
    phone.goto("/lam-viec/dien-thoai/thu")
    phone.get_by_role("link", name=re.compile("Đã thu")).click()
    phone.get_by_label("Bao nhiêu").fill("500.000")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Đã thu").click()
    phone.locator("[data-waiting]").get_by_text("Đang chờ mạng").wait_for()
    phone.context.set_offline(False)
    phone.get_by_text("phiếu PT01-0003 đã vào sổ").wait_for()


def looked_up(anyone, code: str) -> list[str]:
    """The square of a receipt opens the page with its code filled in and sent; the steps that are done."""
    anyone.goto("about:blank")
    anyone.goto(f"/bn#{code}")
    anyone.locator("ol.way").wait_for()
    assert "#" not in anyone.url
    return anyone.locator("ol.way li.done b").all_inner_texts()


def handed_on(phone, treasurer) -> None:
    """The collector to the treasurer, the treasurer to the bank: each says so, each is answered."""
    phone.goto("/lam-viec/dien-thoai/thu")
    assert "Bác đang giữ 2.500.000 đồng" in said(phone)
    phone.get_by_role("link", name="Đã bàn giao").click()
    press(phone, "Đã bàn giao")
    treasurer.goto("/lam-viec/cong-trinh/tien-mat")
    treasurer.get_by_role("link", name=re.compile("2.500.000 đồng")).click()
    press(treasurer, "Đã nhận đủ 2.500.000 đồng")


def banked(treasurer, keeper) -> None:
    treasurer.goto("/lam-viec/cong-trinh/tien-mat")
    treasurer.get_by_role("link", name="Đã bàn giao", exact=True).click()
    press(treasurer, "Đã bàn giao")
    keeper.goto("/lam-viec/cong-trinh/tien-mat")
    keeper.get_by_role("link", name=re.compile("2.500.000 đồng.*ngân hàng", re.I)).click()
    keeper.get_by_label("Số giấy nộp tiền của ngân hàng").fill("NT0607")
    press(keeper, "Đã nhận đủ 2.500.000 đồng")


def matched(keeper) -> None:
    """The bank's own statement: the cash that was paid in, and a transfer that asks which work it is for."""
    moves = (
        ("07/06/2021", 2_500_000, 2_500_000, "5272.1", "nop tien mat vao tai khoan", ""),
        ("07/06/2021", 1_500_000, 4_000_000, "5243.2", "gop lam hem 12", "NGUYEN THI MAU"),
    )  # fmt: skip
    keeper.goto("/lam-viec/sao-ke/")
    keeper.get_by_label("Tệp sao kê").set_input_files(
        sent_file("sao-ke.xlsx", statements.xlsx(statements.bidv(moves)))
    )
    press(keeper, "Đọc thử")
    press(keeper, "Đúng rồi, lấy vào")
    line = keeper.locator("li").filter(has_text="nop tien mat")
    line.get_by_role("button", name=re.compile("Đúng:")).first.click()
    keeper.wait_for_load_state()
    line = keeper.locator("li").filter(has_text="gop lam hem 12")
    line.locator("summary").click()
    line.get_by_label("Góp cho").select_option(label=ROAD)
    line.get_by_role("button", name="Ghi vào sổ").click()
    keeper.get_by_text("Không còn dòng nào chưa rõ").wait_for()
    assert "Ngân hàng ghi còn 4.000.000 đồng" in said(keeper)
    assert "sổ của đơn vị ghi 4.000.000 đồng" in said(keeper)


def sent_file(name: str, data: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


# --- what it is spent on, and the end ---


def spent(keeper, leader, treasurer) -> None:
    keeper.goto("/lam-viec/chi/moi")
    keeper.get_by_label("Công trình, quỹ").select_option(label=ROAD)
    keeper.get_by_label("Số tiền").fill("4.000.000")
    keeper.get_by_label("Chi cho việc gì").fill("Mua bê tông, cống")
    keeper.locator("select[name=payee_kind]").select_option("supplier")
    keeper.get_by_label("Tên bên nhận tiền").fill("Cửa hàng Mẫu")
    press(keeper, "Gửi đề nghị")
    request = keeper.url
    assert keeper.get_by_role("button", name="Duyệt chi").count() == 0
    leader.goto(request)
    press(leader, "Duyệt chi")
    keeper.goto(request)
    photo = {"name": "hoa-don.jpg", "mimeType": "image/jpeg", "buffer": picture(gps=True)}
    keeper.get_by_label("Thêm ảnh chứng từ").set_input_files(photo)
    press(keeper, "Gửi ảnh")
    keeper.locator("label").filter(has_text="Che ô").nth(5).click()
    press(keeper, "Làm bản che")
    treasurer.goto(request)
    treasurer.get_by_label("Số chứng từ ngân hàng").fill("UNC0607")
    press(treasurer, "Đã chi 4.000.000 đồng")
    assert "Đã chi" in said(treasurer)


def finished(keeper, leader, work: str) -> None:
    keeper.goto(work)
    press(keeper, "Khởi công hôm nay")
    keeper.get_by_role("link", name="Ghi tiến độ").click()
    keeper.get_by_label("Đã làm được bao nhiêu phần trăm").fill("100")
    keeper.get_by_label("Diễn giải").fill("Xong mặt đường, cống")
    photo = {"name": "hem.jpg", "mimeType": "image/jpeg", "buffer": picture(gps=True)}
    keeper.get_by_label("Ảnh chụp").set_input_files(photo)
    press(keeper, "Ghi tiến độ")
    leader.goto(work)
    leader.get_by_role("link", name="Nghiệm thu").click()
    leader.get_by_label("Số thành viên Ban Giám sát đầu tư của cộng đồng ký").fill("3")
    leader.get_by_label("Biên bản nghiệm thu có chữ ký").set_input_files(SCAN)
    press(leader, "Nghiệm thu")
    leader.get_by_role("link", name="Quyết toán").click()
    press(leader, "Quyết toán")
    assert "đã quyết toán" in said(leader)
