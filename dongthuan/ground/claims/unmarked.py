"""Chữ không dấu: gives the marks back to the words of figures in a text typed without any.

Only phrases whose reading is not in doubt are restored anywhere; a lone syllable («ty», «nam») only
right after a number. Letters keep their places: a mark changes a letter, never adds one.
"""

from __future__ import annotations

import re

from dongthuan.ground.primitives.folding import fold

_PHRASES = """chi bộ, đảng viên, đảng bộ, hội viên, đoàn viên, chi hội, chi đoàn, hộ nghèo, hộ cận nghèo,
    hộ dân, nhân khẩu, học sinh, đại biểu, cử tri, tổ dân phố, khu phố, khu dân cư, lượt người,
    lượt hộ, ngày công, cơ sở, doanh nghiệp, hợp tác xã, quỹ tín dụng, gia súc, gia cầm, trường hợp,
    công trình, mô hình, tuyến đường, tiêu chí, chỉ tiêu, suất quà, phần quà, địa chỉ, học bổng,
    kế hoạch, dự toán, cùng kỳ, so với, nghị quyết, ngân sách, nhà nước, địa bàn, diện tích,
    trong đó, bao gồm, tổng số, tổng cộng, bình quân, trung bình, tỷ lệ, phấn đấu, mục tiêu,
    thực hiện, đạt được, ước đạt, khoảng, chưa đầy, ít nhất, tối thiểu, tối đa, không quá, gần đây,
    triệu đồng, tỷ đồng, nghìn đồng, ngàn đồng, đầu năm, cuối năm, tháng đầu, quý, giai đoạn,
    nhiệm kỳ, hoàn thành xuất sắc nhiệm vụ, hoàn thành tốt nhiệm vụ, bằng khen, giấy khen,
    cờ thi đua, xếp loại, phần trăm, điểm phần trăm, gia đình, lao động, người dân, dân tộc,
    thiểu số, đóng góp, vận động, kết nạp, giảm, tăng, chiếm, vượt, bằng, gồm, đạt, hơn, trên,
    dưới, gần, người, đồng, được, huyện, tỉnh, phường, thôn, ngày, tháng"""
_AFTER_NUMBER = """tỷ, triệu, nghìn, ngàn, đồng, hộ, người, vụ, năm, tháng, ngày, tuần, giờ, tạ, tấn,
    cây, nhà, căn, tổ, đội, xã, ấp, bản, buôn, lượt, đợt, buổi, cuộc, lớp, đơn, phiếu, mũi, điểm, lần,
    mét, sào, công, khẩu, cụ, cháu, trẻ, trường, chợ, giấy, hồ sơ, tuổi"""


def _pattern(phrases: str) -> tuple[dict[str, str], str]:
    known: dict[str, str] = {}
    for phrase in (" ".join(one.split()) for one in phrases.split(",")):
        known.setdefault(fold(phrase), phrase)
    return known, "|".join(sorted(known, key=len, reverse=True))


_ANYWHERE, _ANY = _pattern(_PHRASES)
_FOLLOWING, _AFTER = _pattern(_AFTER_NUMBER)
_WORDS = re.compile(rf"(?<![a-z])(?:{_ANY})(?![a-z])")
_UNITS = re.compile(rf"(?<=\d)( ?)({_AFTER})(?: ({_AFTER}))?(?![a-z])")
_SAME = {"cong": "công", "ban": "bản"}


def restore(low: str) -> str:
    """This function will return the same text, same length, with the marks of known words."""
    if not any(letter.isdigit() for letter in low):
        return low
    marked = _UNITS.sub(_unit, low)
    return _WORDS.sub(lambda match: _ANYWHERE[match.group()], marked)


def _unit(match: re.Match[str]) -> str:
    first, second = match.group(2), match.group(3)
    tail = f" {_FOLLOWING[second]}" if second else ""
    return f"{match.group(1)}{_FOLLOWING[first]}{tail}"
