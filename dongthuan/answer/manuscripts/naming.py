"""Tên gọi: what a new measure for a number would be called, taken from the words around it. Pure."""

from __future__ import annotations

import re

from dongthuan.answer.manuscripts import rules
from dongthuan.ground.claims import Figure
from dongthuan.ground.claims.heads import unit_phrase
from dongthuan.ground.primitives.folding import fold

# What the head of a column says beside the name of the row; a measure is not called after it.
_HEADS = re.compile(
    r"\s+(?:ước )?(?:thực hiện|kết quả|số lượng|số liệu|giá trị|cùng kỳ|kỳ trước|lũy kế|kế hoạch)\b.*$"
    r"|\s+(?:6|9|3|sáu|chín|ba) tháng .*$|\s+(?:quý|năm) [\divx]+.*$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:tính )?(?:đến|tại|vào) (?:ngày |hết |cuối )?[\d/.-]+[,\s]+"
    r"|^(?:trong đó|ngoài ra|bên cạnh đó|cụ thể|và|với|là|gồm|còn|nay|đến nay|hiện nay|hiện|toàn|trên|"
    r"tổng số|tổng(?! hợp| kết)|số|có|đã|được|các|những|đạt|chiếm|thực hiện|toàn phường|phường|toàn đảng bộ|đảng bộ|"
    r"tổ chức được|kết nạp được|nằm giữa)(?=[\s,:])[\s,:]+",
    re.IGNORECASE,
)
_TAILS = re.compile(
    r"\s+(?:là|đạt|được|có|và|gồm|với|hơn|gần|trên|dưới|khoảng|ước|còn|tăng|giảm|lên|xuống|đến|từ|"
    r"chiếm|tổng cộng|thêm|với tổng số tiền|trị giá|tỷ lệ|bằng)$",
    re.IGNORECASE,
)
# Where what is said before a number begins anew.
_BREAK = re.compile(r"[;:.(\n](?=\s|$)|\(|\)|,\s(?=trong đó)|\s[-–+]\s")
_HEDGES = frozenset(
    {"hơn", "gần", "trên", "dưới", "khoảng", "từ", "bác", "tăng", "giảm", "liền", "chỉ tiêu"}
)
_EMPTY = frozenset(
    {"", "chiếm", "chiếm tỷ lệ", "tỷ lệ", "đạt", "đạt tỷ lệ", "tăng", "giảm", "bằng"}
)
LONGEST = 120


def name_of(text: str, figure: Figure, told: str, before: tuple[int, str]) -> str:
    """This function will return the noun that a number counts, or nothing where the words tell none.

    `told` is the phrase the checker would look for; `before` where the last number of the line ends
    and what it was called.
    """
    if CELLS in text:
        return _of_row(text, told)
    end, previous = before
    left = _left(text, end, figure.num_span[0])
    noun = figure.counted if len(figure.counted.split()) > 1 or not figure.counted else ""
    if figure.relation.startswith("percent"):
        return _share(left, noun, previous)
    if re.search(r"(?i)\b(?:tổng )?số\b", left) and len(tidy(left).split()) > 1:
        return tidy(left)
    if figure.unit == "VND" and len(noun.split()) > 2:
        return tidy(noun)
    if figure.relation == "amount" or (left and len(noun.split()) < 2):
        return tidy(left) or tidy(noun or figure.counted)
    return tidy(told if told.lower().startswith(noun.lower()) else noun)


CELLS = " | "
_COUNTING = re.compile(r"^(?:tong so|tong|so luong|so) ")


def bare(name: str) -> str:
    """This function will return a name without its marks and without «tổng số», to compare it."""
    return _COUNTING.sub("", " ".join(fold(name).split()))


def _of_row(text: str, told: str) -> str:
    """Name a number of a table: the row says what is counted, unless it is called after a place."""
    cells = [cell.strip() for cell in text.split(CELLS)]
    spoken = [c for c in cells if re.search(r"[^\W\d_]{2}", c) and unit_phrase(c.lower()) is None]
    if not spoken or re.match(r"(?i)(?:tổ dân phố|tổ|chi bộ|thôn|khu phố|ấp|buôn) ?\d", spoken[0]):
        name = _HEADS.sub("", told)
        return tidy("" if re.match(r"\d", name) else name)
    return tidy(spoken[0])


def _left(text: str, end: int, start: int) -> str:
    parts = _BREAK.split(text[end:start])
    said = parts[-1]
    if end and len(parts) == 1:
        # What follows the last number up to a comma still belongs to that number.
        _, comma, rest = said.partition(",")
        said = rest if comma else ""
    # «Ban đêm, 23 tổ»: what a comma ends is not what is counted.
    return "" if said.rstrip().endswith(",") else said.strip()


def _share(left: str, noun: str, previous: str) -> str:
    said = tidy(left)
    if said.lower() in _EMPTY:
        said = tidy(noun) or previous
    if not said or said.lower().startswith("tỷ lệ"):
        return said
    return f"Tỷ lệ {said[:1].lower()}{said[1:]}"[:LONGEST]


def tidy(told: str) -> str:
    """This function will return the noun in some words: without verbs, hedges and times around it."""
    name = " ".join(told.split())
    for time in reversed(rules.times(name)):
        name = name[: time.start] + name[time.end :]
    name = name.strip(" ,;:.-–+*“”\"'")
    counted = re.search(r"(?i)\b(?:tổng )?số\b", name) is not None
    while True:
        shorter = _TAILS.sub("", _LEADS.sub("", name)).strip(" ,;:.-–")
        if shorter == name:
            break
        name = shorter
    if len(name) < 2 or name.isdigit() or name.lower() in _HEDGES:
        return ""
    # «Tổng số hộ là …»: one word alone would be no name.
    name = f"tổng số {name}" if counted and " " not in name else name
    return (name[:1].upper() + name[1:])[:LONGEST]
