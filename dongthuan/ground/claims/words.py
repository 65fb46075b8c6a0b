"""Chữ để so: turns labels and phrases into comparable words, abbreviations written out."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from dongthuan.ground.primitives.folding import lower, nfc, unify_tones

_ABBREVIATIONS = {
    "dtts": "dân tộc thiểu số", "tdp": "tổ dân phố", "kdc": "khu dân cư", "kh": "kế hoạch",
    "bhyt": "bảo hiểm y tế", "bhxh": "bảo hiểm xã hội", "nsnn": "ngân sách nhà nước",
    "nhcsxh": "ngân hàng chính sách xã hội", "htx": "hợp tác xã", "dn": "doanh nghiệp",
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "mttq": "mặt trận tổ quốc",
    "lhpn": "liên hiệp phụ nữ", "ccb": "cựu chiến binh", "nct": "người cao tuổi",
    "ctđ": "chữ thập đỏ", "tnxp": "thanh niên xung phong", "antt": "an ninh trật tự",
    "gtnt": "giao thông nông thôn", "ntm": "nông thôn mới", "vsmt": "vệ sinh môi trường",
    "sxkd": "sản xuất kinh doanh", "tthc": "thủ tục hành chính", "hs": "học sinh",
    "gđvh": "gia đình văn hóa", "đvmt": "đơn vị máu", "đv": "đảng viên", "cb": "cán bộ",
    "ns": "ngân sách", "ck": "cùng kỳ", "nslđ": "năng suất lao động", "qsdđ": "quyền sử dụng đất",
    "dqtv": "dân quân tự vệ", "tsvm": "trong sạch vững mạnh", "cslđ": "chiến sĩ thi đua",
}  # fmt: skip
# Different words of the office for one thing, brought to the first of each pair.
_SAME = (
    ("nhân khẩu", "khẩu"), ("nhân khẩu", "dân số"), ("lợn", "heo"), ("dự toán", "kế hoạch"),
    ("đóng góp", "góp"), ("liệt sĩ", "liệt sỹ"), ("cơ sở", "cơ sỏ"), ("có đạo", "theo đạo"),
    ("có đạo", "tôn giáo"), ("kết nạp", "phát triển"), ("diện tích", "gieo cấy"),
    ("gieo trồng", "cấy"), ("hội viên phụ nữ", "hội viên hội phụ nữ"), ("chăn nuôi", "nuôi"),
    ("làm rõ", "giải quyết án"), ("trường học", "trường"), ("trao", "tặng"), ("làm mới", "xây mới"),
    ("nhà", "căn nhà"), ("hỗ trợ", "giúp đỡ"), ("hỗ trợ", "giúp"), ("hỗ trợ", "kèm cặp"), ("đơn vị máu", "máu"),
    ("khám", "khám chữa bệnh"), ("kỷ luật", "thi hành kỷ luật"), ("mặt trận", "mttq"),
    ("nữ", "phụ nữ"), ("đảng viên", "đồng chí"), ("ngoài", "còn lại"), ("tỷ lệ", "tỉ lệ"), ("xóa", "xoá"), ("huyện lỵ", "trung tâm huyện"),
)  # fmt: skip
_GENERIC = frozenset(
    [
        "số",
        "tổng",
        "lượng",
        "các",
        "những",
        "có",
        "là",
        "của",
        "và",
        "với",
        "trên",
        "dưới",
        "trong",
        "tại",
        "ở",
        "cho",
        "từ",
        "đến",
        "theo",
        "được",
        "bị",
        "đã",
        "đang",
        "sẽ",
        "toàn",
        "cả",
        "còn",
        "một",
        "hiện",
        "nay",
        "địa",
        "bàn",
        "xã",
        "phường",
        "thị",
        "trấn",
        "thôn",
        "khác",
        "đạt",
        "ước",
        "mỗi",
        "tính",
        "kỳ",
        "lũy",
        "kế",
        "hàng",
        "hằng",
        "năm",
        "tháng",
        "đầu",
        "cuối",
        "quý",
        "người",
        "nhiều",
        "ra",
        "vào",
        "do",
        "về",
        "để",
        "khi",
        "thì",
        "mà",
        "nhất",
        "chung",
        "công",
        "tác",
        "hoạt",
        "động",
        "danh",
        "như",
        "này",
        "đó",
        "tất",
        "việc",
        "gồm",
        "qua",
    ],
)
# Words of counting that name nothing: «tổng số chi bộ» is compared as «chi bộ».
_EMPTY = frozenset(
    ["số", "tổng", "lượng", "các", "những", "có", "là", "của", "và", "với", "được", "bị", "đã"]
)
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """This function will bring a phrase to comparable words: lower case, abbreviations out."""
    words = _WORD.findall(unify_tones(lower(nfc(text))))
    text = " ".join(_ABBREVIATIONS.get(word, word) for word in words)
    text = f" {text} "
    for kept, other in _SAME:
        if f" {other} " in text and f" {kept} " not in text:
            text = text.replace(f" {other} ", f" {kept} ")
    return text.strip()


@lru_cache(maxsize=8192)
def features(text: str) -> frozenset[str]:
    """This function will return the words and neighbouring pairs of a phrase, common words out.

    Vietnamese words are often two syllables, so a pair says more than its halves.
    """
    words = [word for word in plain(text).split() if word not in _EMPTY]
    kept = {word for word in words if word not in _GENERIC}
    if not kept:
        kept = set(words)
    pairs = {
        f"{first} {second}"
        for first, second in itertools.pairwise(words)
        if not (first in _GENERIC and second in _GENERIC)
    }
    return frozenset(kept | pairs)


def content(text: str) -> frozenset[str]:
    """This function will return the single words of a phrase that carry meaning."""
    return frozenset(word for word in features(text) if " " not in word)
