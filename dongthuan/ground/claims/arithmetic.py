"""Phép cộng trong câu: totals with their exhaustive parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dongthuan.ground.claims import lexicon
from dongthuan.ground.claims.reading import Figure, ImplicitPart, Number, Sum
from dongthuan.ground.claims.shapes import Numeral
from dongthuan.ground.claims.tokens import Tokens

_KIN = (
    frozenset({"organisation", "establishment", "cell", "group", "branch"}),
    frozenset({"person", "person_turn"}),
)
_OPENERS = re.compile(
    r"(?:bao gồm|gồm|cụ thể|chia theo|chia ra|chia làm|chia thành|tính ra|phân theo|phân bổ"
    r"|trong đó|trong số đó|cơ cấu|như sau|lần lượt)",
)
_STRONG_OPENERS = re.compile(
    r"(?:bao gồm|gồm|chia theo|chia ra|chia làm|chia thành|tính ra|phân theo)"
)
_CLOSERS = re.compile(
    r"(?:tổng cộng|cộng cả thảy|cộng|tổng số|tổng|cả năm|cả thảy|tất cả|toàn trường|chung)"
    r"(?: [^\W\d]+){0,5}[\s:|–-]*$",
)
_SUBSETS = re.compile(
    r"\b(?:nữ|dân tộc|dtts|có đạo|tôn giáo|tuổi|là đảng viên|trẻ|trình độ|đại học|giáo dân"
    r"|miễn|riêng|tự nguyện|tình nguyện|viết đơn|khuyết tật|thuộc hộ|đồng bào|theo đạo)\b",
)
_COMPLEMENTS = re.compile(
    r"\b(?:đã|đang|chưa|trễ|đúng hạn|quá hạn|trước hạn|còn|không|hợp lệ|tồn|vượt|đạt|có phép"
    r"|thu được|hụt|xuất sắc|khá|tốt)\b",
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_SUMMABLE = frozenset({"count", "amount", "target", "average", "score"})


def sums(
    t: Tokens, figures: list[Figure], numerals: list[Numeral]
) -> tuple[list[Sum], list[Figure]]:
    """This function will find the totals that a text itself breaks into exhaustive parts."""
    if len(figures) < 2:
        return [], figures
    found: list[Sum] = []
    taken: set[int] = set()
    # A total told last is the surer sign: its parts are then no totals of their own.
    for find in (_closing, _opening):
        for total in range(len(figures)):
            if total in taken or not plain(figures[total]):
                continue
            item = find(t, figures, total, taken)
            if item is not None:
                found.append(item)
                taken |= {item.total, *item.parts}
    found += _columns(t, figures, taken)
    return sorted(found, key=lambda item: item.total), figures


def plain(figure: Figure) -> bool:
    return (
        not isinstance(figure.value, tuple)
        and figure.of is None
        and figure.unit.split("/")[0] not in lexicon.PERCENTS | {"fraction", "times", "rank"}
        and "/" not in figure.unit
        and figure.relation in _SUMMABLE
        and figure.unit not in lexicon.TIME_UNITS
    )


def _kin(first: str, second: str, *, wide: bool) -> bool:
    return first == second or (wide and any(first in kin and second in kin for kin in _KIN))


def _opening(t: Tokens, figures: list[Figure], total: int, taken: set[int]) -> Sum | None:
    """A total told first: «32 chi bộ; trong đó có 23 chi bộ …, 6 chi bộ … và chi bộ …»."""
    whole = figures[total]
    low = t.low
    limit = _limit(low, whole.span[1])
    candidates: list[int] = []
    skipped = 0
    for index in range(total + 1, len(figures)):
        part = figures[index]
        if part.span[0] >= limit or index in taken:
            break
        base = part.unit.split("/")[0]
        if base in lexicon.PERCENTS or part.of is not None:
            continue
        if not plain(part) or not _kin(whole.unit, part.unit, wide=True):
            if candidates and part.relation != "change" and base != "fraction":
                break
            skipped += 1
            if skipped > 2:
                break
            continue
        if part.relation == "target" != whole.relation:
            continue
        candidates.append(index)
    if not candidates:
        return None
    between = low[whole.span[1] : figures[candidates[0]].span[0]]
    opener = bool(_OPENERS.search(between)) or "(" in between or ":" in between
    strong = bool(_STRONG_OPENERS.search(between)) or _bracketed_list(between)
    same = [index for index in candidates if figures[index].unit == whole.unit]
    if not strong or len(same) >= 2:
        candidates = same
    if not candidates:
        return None
    head = _head_noun(t, whole)
    implicit = _implicit(t, figures, candidates, limit, head, listed=":" in between)
    labels = [_label(low, figures, index) for index in candidates]
    subsets = sum(1 for label in labels if _SUBSETS.search(label))
    if subsets >= 2 and not _adds(whole, figures, candidates, implicit):
        return None
    if subsets and not strong:
        if len(candidates) < 3 or not _adds(whole, figures, candidates, implicit):
            return None
    if any(
        figures[i].relation == "average" or "mỗi" in labels[n] for n, i in enumerate(candidates)
    ):
        if not (strong and whole.relation == "average"):
            return None
    for size in range(len(candidates), 0, -1):
        parts = candidates[:size]
        extra = implicit if size == len(candidates) else []
        if size + len(extra) >= 2 and _adds(whole, figures, parts, extra):
            # Three or more parts that add up to the last unit are no chance.
            if not (opener or extra or size >= 3 or _complementary(labels[:size])):
                continue
            return _sum(figures, total, parts, extra)
    if len(candidates) + len(implicit) < 2:
        return None
    kinds = len(candidates) >= 2 and _same_kind(t, figures, candidates, head)
    off = _off(whole, figures, candidates, implicit)
    if implicit and opener:
        return _sum(figures, total, candidates, implicit)
    if strong and off <= 0.6 and len(candidates) >= 2:
        return _sum(figures, total, candidates, implicit)
    if opener and ((kinds and off <= 0.6) or off <= 0.25):
        return _sum(figures, total, candidates, implicit)
    if _complementary(labels) and off <= 0.15 and len(candidates) >= 2:
        return _sum(figures, total, candidates, implicit)
    return None


def _bracketed_list(between: str) -> bool:
    return bool(re.match(r"[^;.(:]{0,40}[(:]", between)) and "trong đó" not in between


def _same_kind(t: Tokens, figures: list[Figure], parts: Sequence[int], head: str) -> bool:
    if not head:
        return False
    return all(t.low[figures[i].span[1] :].lstrip().startswith(head) for i in parts)


def _head_noun(t: Tokens, figure: Figure) -> str:
    after = re.findall(
        r"[^\W\d]+", re.split(r"[,;.:(]", t.low[figure.span[1] : figure.span[1] + 24])[0]
    )
    found = lexicon.longest(lexicon.NOUNS, [*after, "", "", "", ""], 0) if after else None
    return " ".join(after[: found[1]]) if found else ""


def _label(low: str, figures: list[Figure], index: int) -> str:
    start = figures[index - 1].span[1] if index else 0
    stop = figures[index + 1].span[0] if index + 1 < len(figures) else len(low)
    after = re.split(r"[,;.:(\n]", low[figures[index].span[1] : stop])[0]
    before = re.split(r"[,;.\n]", low[start : figures[index].span[0]])[-1]
    return f"{before} {after}"


def _complementary(labels: Sequence[str]) -> bool:
    return sum(1 for label in labels if _COMPLEMENTS.search(label)) >= max(1, len(labels) - 1)


def _limit(low: str, at: int) -> int:
    """Return where the breakdown of a total must end: its sentence, or its list of lines."""
    match = _SENTENCE_END.search(low, at)
    while match and re.match(r"\d", low[match.end() : match.end() + 1]):
        match = _SENTENCE_END.search(low, match.end())
    end = match.start() if match else len(low)
    bracket = low.find(")", at, end)
    opened = low.find("(", at, end)
    if opened < 0 <= bracket:
        end = bracket
    return end


def value_of(figure: Figure) -> Number:
    assert not isinstance(figure.value, tuple)
    return figure.value


def _total_of(figures: list[Figure], parts: Sequence[int], extra: Sequence[object]) -> Number:
    value = sum(value_of(figures[index]) for index in parts) + len(extra)
    rounded = round(value, 6)
    return int(rounded) if float(rounded).is_integer() else rounded


def _adds(
    whole: Figure, figures: list[Figure], parts: Sequence[int], extra: Sequence[object]
) -> bool:
    return abs(_total_of(figures, parts, extra) - value_of(whole)) < 1e-6 * max(
        1, abs(value_of(whole))
    )


def _off(
    whole: Figure, figures: list[Figure], parts: Sequence[int], extra: Sequence[object]
) -> float:
    value = value_of(whole)
    return abs(_total_of(figures, parts, extra) - value) / value if value else 1.0


def _sum(
    figures: list[Figure], total: int, parts: Sequence[int], extra: Sequence[ImplicitPart]
) -> Sum:
    return Sum(
        total, tuple(parts), tuple(extra), value_of(figures[total]),
        _total_of(figures, parts, extra), _adds(figures[total], figures, parts, extra),
    )  # fmt: skip


def _implicit(
    t: Tokens, figures: list[Figure], parts: list[int], limit: int, head: str, *, listed: bool
) -> list[ImplicitPart]:
    """Find members of the list that carry no number: «chi bộ Quân sự, chi bộ Công an và …»."""
    low, text = t.low, t.text
    start = figures[parts[-1]].span[1]
    nxt = parts[-1] + 1
    stop = min(limit, figures[nxt].span[0]) if nxt < len(figures) else limit
    closing = low.find(")", start, stop)
    semicolon = low.find("; tổng", start, stop)
    stop = min(x for x in (stop, closing, semicolon) if x >= 0)
    found: list[ImplicitPart] = []
    at = start
    first = True
    for match in re.finditer(r"\s*(?:,|;|\bvà\b)\s*|$", low[start:stop]):
        piece = (at, start + match.start())
        at = start + match.end()
        if first:
            first = False
            if listed is False and not head:
                return []
            continue
        words = low[piece[0] : piece[1]].split()
        if not words or len(words) > 6 or any(c.isdigit() for c in low[piece[0] : piece[1]]):
            break
        named = bool(head) and low[piece[0] : piece[1]].startswith(head + " ")
        if not named and not (listed and len(words) <= 4 and not _VERBS & set(words)):
            break
        found.append(ImplicitPart(piece, text[piece[0] : piece[1]]))
    return found if listed or head else []


_VERBS = frozenset(
    [
        "đạt",
        "được",
        "là",
        "có",
        "tăng",
        "giảm",
        "chiếm",
        "bằng",
        "đã",
        "đang",
        "sẽ",
        "không",
        "còn",
        "do",
        "để",
        "cho",
        "tổng",
    ]
)


def _closing(t: Tokens, figures: list[Figure], total: int, taken: set[int]) -> Sum | None:
    """A total told last: «Khối 6: 124; Khối 7: 117; Cộng: 241»."""
    whole = figures[total]
    low = t.low
    before = low[max(0, whole.span[0] - 40) : whole.span[0]]
    closer = _CLOSERS.search(before)
    if closer is None or total < 2:
        return None
    parts: list[int] = []
    floor = max(low.rfind(". ", 0, whole.span[0] - len(closer.group())) + 1, 0)
    for index in range(total - 1, -1, -1):
        part = figures[index]
        base = part.unit.split("/")[0]
        if index in taken:
            break
        if part.span[0] < floor and "tổng" not in closer.group()[:5] + "tổng":
            break
        if base in lexicon.PERCENTS:
            continue
        if not plain(part) or part.unit != whole.unit:
            if parts:
                break
            if part.unit != whole.unit:
                return None
            continue
        if _CLOSERS.search(low[max(0, part.span[0] - 30) : part.span[0]]):
            break
        parts.insert(0, index)
    if len(parts) < 2:
        return None
    if whole.context and "|" in low:
        return None
    for first in range(len(parts) - 1):
        if _adds(whole, figures, parts[first:], ()):
            return _sum(figures, total, parts[first:], ())
    labels_alike = re.search(r"cộng|tổng", closer.group())
    if labels_alike and _off(whole, figures, parts, ()) <= 0.3 and len(parts) >= 2:
        if value_of(whole) > max(value_of(figures[i]) for i in parts):
            return _sum(figures, total, parts, ())
    return None


def _columns(t: Tokens, figures: list[Figure], taken: set[int]) -> list[Sum]:
    """Sum the columns of a flattened table whose last row is a total."""
    if "\n" not in t.low or "|" not in t.low:
        return []
    lines: dict[int, list[int]] = {}
    for index, figure in enumerate(figures):
        lines.setdefault(t.low.count("\n", 0, figure.span[0]), []).append(index)
    found: list[Sum] = []
    texts = t.low.split("\n")
    for row, members in lines.items():
        if not re.match(r"\s*(?:tổng|cộng)", texts[row]):
            continue
        above = [lines[r] for r in sorted(lines) if r < row and len(lines[r]) == len(members)]
        if len(above) < 2:
            continue
        for column, total in enumerate(members):
            parts = [cells[column] for cells in above]
            if all(figures[i].unit == figures[total].unit and plain(figures[i]) for i in parts):
                found.append(_sum(figures, total, parts, ()))
    return [item for item in found if item.total not in taken]
