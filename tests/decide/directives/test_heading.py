"""Phần đầu văn bản: what the first lines of a paper tell, as offices set them."""

from __future__ import annotations

from datetime import date

from dongthuan.decide.directives.heading import Head, head_of, level_of

PARTY = [
    "ĐẢNG BỘ TỈNH LÂM ĐỒNG", "THÀNH ỦY BẢO LỘC", "*", "Số 12-CTr/TU", "ĐẢNG CỘNG SẢN VIỆT NAM",
    "Bảo Lộc, ngày 01 tháng 02 năm 2021", "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    "thực hiện Nghị quyết Trung ương 4 khóa XII về xây dựng, chỉnh đốn Đảng", "-----",
    "Căn cứ Nghị quyết số 04-NQ/TW",
]  # fmt: skip
STATE = [
    "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "PHƯỜNG 2 | Độc lập - Tự do - Hạnh phúc",
    "Số: 15/KH-UBND | Phường 2, ngày 9 tháng 3 năm 2021", "KẾ HOẠCH",
    "Ra quân lập lại trật tự đô thị năm 2021", "I. MỤC ĐÍCH, YÊU CẦU",
]  # fmt: skip


def test_a_party_paper_tells_number_kind_day_issuer_and_subject():
    assert head_of(PARTY) == Head(
        "12-CTr/TU", "chuong-trinh", date(2021, 2, 1), "Thành ủy Bảo Lộc", "city",
        "thực hiện Nghị quyết Trung ương 4 khóa XII về xây dựng, chỉnh đốn Đảng",
    )  # fmt: skip


def test_a_state_paper_laid_in_two_columns_is_read_from_the_left():
    found = head_of(STATE)
    assert (found.symbol, found.kind, found.signed_on) == (
        "15/KH-UBND",
        "ke-hoach",
        date(2021, 3, 9),
    )
    assert found.subject == "Ra quân lập lại trật tự đô thị năm 2021"
    assert found.issuer_name == "Ủy ban nhân dân phường 2"


def test_an_official_letter_without_a_kind_tells_its_subject_by_its_mark():
    found = head_of(
        ["THÀNH ỦY BẢO LỘC", "Số 88-CV/TU", "V/v: báo cáo số liệu 6 tháng", "Kính gửi:"]
    )
    assert (found.kind, found.subject) == ("cong-van", "báo cáo số liệu 6 tháng")


def test_an_abbreviation_of_two_kinds_leaves_the_kind_open():
    assert head_of(["TỈNH ỦY", "Số 27-QĐ/TU"]).kind == ""


def test_a_text_that_is_no_paper_tells_nothing():
    assert head_of([]) == Head()
    assert head_of(["Một dòng chữ thường."]) == Head()


def test_the_level_follows_from_the_name():
    told = [
        "Bộ Chính trị",
        "Tỉnh ủy Lâm Đồng",
        "UBND thành phố Bảo Lộc",
        "UBND Phường 2",
        "Chi bộ 3",
    ]
    assert [level_of(one).value for one in told] == ["centre", "province", "city", "ward", "ward"]


def test_a_name_in_capitals_is_given_back_the_letters_it_is_written_with():
    told = ["BAN BÍ THƯ TRUNG ƯƠNG ĐẢNG", "BAN THƯỜNG VỤ TỈNH ỦY LÂM ĐỒNG", "THÀNH ỦY BẢO LỘC"]
    assert [head_of([one, "Số 1-CT/TW"]).issuer_name for one in told] == [
        "Ban Bí thư Trung ương Đảng", "Ban Thường vụ Tỉnh ủy Lâm Đồng", "Thành ủy Bảo Lộc",
    ]  # fmt: skip
