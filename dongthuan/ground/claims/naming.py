"""Tên mục số liệu: what each figure of a report is called when many reports are laid side by side."""

from __future__ import annotations

import re

from dongthuan.ground.claims.reading import Figure, Reading
from dongthuan.ground.claims.speakers import without_unit
from dongthuan.ground.claims.words import content
from dongthuan.ground.primitives.folding import fold

VALUE, TARGET, CHANGE, SHARE, BEFORE = "value", "target", "change", "share", "before"
SUFFIXES = {
    VALUE: "",
    TARGET: " – kế hoạch",
    CHANGE: " – tăng, giảm",
    SHARE: " – so với kế hoạch",
    BEFORE: " – kỳ trước",
}
BULLET = re.compile(r"^[\s\-+*•–]*(?:\d{1,2}(?:\.\d+)*[.)/]|[a-zđ]\))?\s*", re.IGNORECASE)
_RELATIONS = {
    "target": TARGET, "change": CHANGE, "percent_change": CHANGE, "point_change": CHANGE,
    "percent_of_plan": SHARE,
}  # fmt: skip
# «trong 6 tháng đã vận động quỹ», cut behind its number: what comes before the name itself.
_LEAD_IN = re.compile(
    r"^(?:(?:trong đó|trong|tháng|quý|năm|đầu năm|cuối năm|qua|nay|này|hiện|đã|ước|với|tổng kinh phí)\s+)+",
    re.IGNORECASE,
)
# «Số gia đình đạt danh hiệu … là», «Tổng số …:»: a sentence that names its figure in front.
_IN_FRONT = re.compile(
    r"^((?:tổng(?: số)?|số|tỷ lệ|tỉ lệ|diện tích|sản lượng|năng suất)\s+.+?)\s*"
    r"(?::|(?:hiện )?(?:là|có|còn)|(?:ước )?(?:thực hiện|đạt)(?: được)?|được)\s*"
    r"(?:khoảng|hơn|trên|gần)?\s*$",
    re.IGNORECASE,
)
# After these a bare noun is the stock of the place: «tổ có 120 hộ, với 480 người».
_STOCK = re.compile(
    r"(?:^|\s)(?:có|là|với|gồm|tổng số|tổng cộng|quản lý|còn|và|đó|toàn \w+|cả \w+)\s*(?:khoảng|hơn|trên|gần)?\s*$|[:|]\s*$|^$",
    re.IGNORECASE,
)
_GENERIC = frozenset({"ho", "nguoi", "luot"})
_CLASSIFIERS = frozenset(
    {"con", "cai", "chiec", "can", "cay", "cuoc", "don vi", "ca", "vu", "lop", "buoi"}
)
_VERB_END = re.compile(
    r"\s*(?:hiện )?(?:có|còn|là|đạt|được|với|gồm)\s*(?:khoảng|hơn|trên|gần)?\s*$"
)
_WORTH = frozenset(
    {"tri gia", "kinh phi", "tong kinh phi", "so tien", "tong so tien", "gia tri", "tong tri gia"}
)
# Collecting a fund and the fund collected are one measure; spending it is another.
_COLLECTING = frozenset({"thu", "vận", "huy", "ủng", "quyên", "góp", "đóng", "hộ", "nộp", "tiền"})
_PLAIN_HEAD = re.compile(
    r"^(?:uoc )?(?:th\b|thuc hien|ket qua|so luong|so lieu|gia tri|tong(?: so| cong)?|tri so)"
)
_TARGET_HEAD = re.compile(r"ke hoach|\bkh\b|du toan|chi tieu giao|giao")
_BEFORE_HEAD = re.compile(r"cung ky|ky truoc|nam truoc|thang truoc|\bck\b")
_SHARE_HEAD = re.compile(r"%|ty le|ti le|so voi|so sanh|dat|/")


def measure(reading: Reading, index: int) -> tuple[str, str] | None:
    """This function will return the name of a figure and what it says of it; None without a name.

    What it says is its value, its target, a change, a share of the target, or an earlier value.
    """
    figure = reading.figures[index]
    if figure.context:
        return _in_table(figure)
    group = _RELATIONS.get(figure.relation, VALUE)
    if group in (SHARE, CHANGE):
        about = _said_before(reading, index)
        if about is not None:
            return about, group
    name = _name(reading, index)
    return (name, group) if name else None


def _in_table(figure: Figure) -> tuple[str, str] | None:
    label, *rest = (" ".join(part.split()) for part in figure.context)
    head = rest[0] if rest else ""
    name = BULLET.sub("", label).strip()
    if not name:
        return None
    name = name[:1].upper() + name[1:]
    folded = fold(head)
    if figure.relation == "target" or (_TARGET_HEAD.search(folded) and figure.unit != "percent"):
        return name, TARGET
    if _BEFORE_HEAD.search(folded):
        return name, CHANGE if figure.unit == "percent" or "so" in folded.split() else BEFORE
    if _SHARE_HEAD.search(folded) and figure.unit == "percent":
        return name, SHARE
    if not folded or _PLAIN_HEAD.match(folded) or folded == fold(label):
        return name, VALUE
    return f"{name} – {head}", VALUE


def _said_before(reading: Reading, index: int) -> str | None:
    """Return the name of the figure that a share or a change in the same sentence is about."""
    at = reading.figures[index].span[0]
    for before in range(index - 1, -1, -1):
        figure = reading.figures[before]
        if re.search(r"[.]\s|\n", reading.text[figure.span[1] : at]):
            return None
        told = _RELATIONS.get(figure.relation, VALUE) == VALUE
        name = _name(reading, before) if told and figure.unit != "percent" else ""
        if name:
            return name
    return None


def _name(reading: Reading, index: int) -> str:
    figure, text = reading.figures[index], reading.text
    start = figure.span[0]
    floor = reading.figures[index - 1].span[1] if index else 0
    lead = re.split(r"\n|[;.,](?=\s)", text[floor:start])[-1]
    lead = BULLET.sub("", " ".join(lead.split()))
    label, colon, rest = lead.rpartition(":")
    if colon and len(rest.split()) <= 3:
        return BULLET.sub("", label).strip()
    in_front = _IN_FRONT.match(lead)
    if in_front and len(in_front.group(1).split()) > 1:
        return in_front.group(1).strip()
    name = BULLET.sub("", _LEAD_IN.sub("", " ".join(figure.counted.split()))).strip()
    bare = fold(name).split(" ")[0] in _GENERIC and f" {fold(name)} " not in f" {fold(lead)} "
    if bare and not _STOCK.search(lead):
        # «tặng quà cho 120 hộ» is no number of households: what was done is part of the name.
        return f"{' '.join(lead.split()[-6:])} {name}"
    if fold(name) in _CLASSIFIERS:
        # «Đàn gia súc có 1.560 con»: what is counted stands in front, behind it only how.
        subject = _VERB_END.sub("", lead).strip()
        return subject if 1 < len(subject.split()) <= 8 else name
    if fold(name) in _WORTH:
        about = _said_before(reading, index)
        return f"{name} {about}" if about else name
    return name


def words_of(name: str, unit: str) -> frozenset[str]:
    """This function will return the words two names of one measure share, whoever reports it."""
    words = content(without_unit(name, unit))
    if "quỹ" in words and "chi" not in words:
        kept = words - _COLLECTING
        return kept if len(kept) > 1 else words
    return words
