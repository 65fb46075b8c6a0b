"""Xếp loại và khen thưởng: ratings and awards told in words, by year, level and conferrer."""

from __future__ import annotations

import itertools
import re

from dongthuan.ground.claims.reading import Statement

_RATING = re.compile(
    r"(?:không hoàn thành nhiệm vụ|hoàn thành (?:xuất sắc|tốt)(?: nhiệm vụ)?|hoàn thành nhiệm vụ"
    r"|trong sạch,? vững mạnh(?: tiêu biểu| xuất sắc)?(?: \(tsvm\))?|tsvm|htxsnv|httnv"
    r"|xếp loại (?:xuất sắc|tốt|khá|trung bình|yếu|giỏi|vững mạnh|a|b)"
    r"|đạt loại (?:xuất sắc|tốt|khá|giỏi)|vững mạnh xuất sắc)",
)
_AWARD = re.compile(
    r"(?:cờ thi đua(?: xuất sắc)?|bằng khen|giấy khen|huân chương [^,;.\n]{3,40}|kỷ niệm chương"
    r"|tập thể lao động (?:xuất sắc|tiên tiến)|chiến sĩ thi đua (?:cơ sở|cấp tỉnh|toàn quốc)"
    r"|huy chương [^,;.\n]{3,30}|danh hiệu [^,;.\n]{4,60}|đạt chuẩn (?:nông thôn mới|đô thị|văn hóa)"
    r"(?: nâng cao| kiểu mẫu| văn minh)?|khen thưởng|lá cờ đầu)",
)
_PRAISED = re.compile(r"\bđược [^,;.]{4,60}? khen\b")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TERM = re.compile(r"(?:nhiệm kỳ|giai đoạn|khóa)\s*(?:(?:19|20)\d\d)\s*[-–]\s*(?:19|20)\d\d")
_BY = re.compile(
    r"(?:được|do)\s+((?:[^,;.\n]|, (?=[A-ZĐ]))+?)\s+(?:trao tặng|tặng thưởng|tặng|trao|công nhận"
    r"|khen thưởng|khen|biểu dương|xếp loại|đánh giá|cấp)\b",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\s*(?:của|do)\s+([A-ZĐ][^,;.:()\n]*?)(?=\s+(?:về|vì|trong|năm|tặng|do)\b|[,;.:()\n]|$)"
)
_NOT_YET = re.compile(
    r"(?:phấn đấu|mục tiêu|đề nghị|đăng ký|xét|hồ sơ|tiêu chuẩn|điều kiện|triển khai|yêu cầu)"
)
_PLACE = re.compile(
    r"(?:(?:đảng bộ|chi bộ|hội|đảng ủy|ubnd|ubmttq|mttq|mặt trận|hợp tác xã|htx|đoàn|trường|xã|phường"
    r"|thị trấn|thôn|ấp|cán bộ|nhân dân|tập thể|đồng chí|ông|bà|anh|chị|ban|công an|trạm|đơn vị)\b"
    r"[^,;.:“”\"()\n]*?)(?=\s+(?:\d|được|đạt|vinh dự|đón|liên tục|nhiều năm|ba năm|hai năm|bốn năm"
    r"|năm năm|xếp|hoàn thành|“|”)|\s*[“,;.]|$)",
    re.IGNORECASE,
)


def find(text: str, low: str) -> tuple[Statement, ...]:
    """This function will find each rating and award a text tells, one statement a year.

    «Ba năm liền 2020, 2021, 2022 xếp loại xuất sắc» makes three statements with one span.
    """
    if not _RATING.search(low) and not _AWARD.search(low) and " khen" not in low:
        return ()
    found: list[Statement] = []
    subject = ""
    year: int | None = None
    for start, end in _clauses(text, low):
        piece = low[start:end]
        named = _subject(text[start:end])
        subject = named or subject
        years = _years(piece)
        hits = _hits(piece)
        if years:
            year = years[-1]
        for kind, at, stop in hits:
            if _NOT_YET.search(piece[:at][-40:]) or _is_counted(piece, at, kind):
                continue
            told: list[int | None] = [*years] or [year if _inherits(piece, found) else None]
            for one in told:
                found.append(
                    _statement(text, (start, end), kind, (start + at, start + stop), subject, one),
                )
            break
        if not years and not hits and "." in piece[-1:]:
            year = None
    return tuple(found)


def _clauses(text: str, low: str) -> list[tuple[int, int]]:
    """Cut a text where one statement ends and the next begins: «;», «.», and «, năm 2020 …»."""
    cuts = [0]
    for match in re.finditer(
        r"[;.](?=\s|$)|\n|,\s(?=(?:năm|riêng) (?:19|20)\d\d|được [^,;.]{3,60}? (?:tặng|khen|công nhận))"
        r"|,\s(?=có nhiều thành tích|đứng thứ|xếp thứ)|\svà\s(?=đón nhận|được [^,;.]{0,60}?tặng)|;\s*đặc biệt,?|\sđặc biệt,",
        low,
    ):
        before = low[cuts[-1] : match.start()]
        if match.group().startswith(",") and re.search(
            r"^\s*(?:năm|riêng) (?:19|20)\d\d,?\s*$", before
        ):
            continue
        if match.group().startswith(",") and re.fullmatch(r"\s*năm (?:19|20)\d\d", before):
            continue
        cuts.append(match.end())
    cuts.append(len(text))
    spans = []
    for first, last in itertools.pairwise(cuts):
        start, end = first, last
        label = re.match(r"[^,;.\d“]{3,30}:\s", low[start:end])
        if label:
            start += label.end()
        while start < end and low[start] in " ,;.:\n\t–-+":
            start += 1
        while end > start and low[end - 1] in " ,;.\n\t":
            end -= 1
        if end > start:
            spans.append((start, end))
    return spans


def _hits(piece: str) -> list[tuple[str, int, int]]:
    hits: list[tuple[str, int, int]] = []
    award = _AWARD.search(piece)
    rating = _RATING.search(piece)
    praised = _PRAISED.search(piece)
    if award is not None:
        hits.append(("award", award.start(), award.end()))
    elif rating is not None:
        hits.append(("rating", rating.start(), rating.end()))
    elif praised is not None:
        hits.append(("award", praised.end() - 4, praised.end()))
    elif "có nhiều thành tích" in piece:
        at = piece.index("nhiều thành tích")
        hits.append(("achievement", at, at + 16))
    return hits


def _is_counted(piece: str, at: int, kind: str) -> bool:
    """Say whether the words are what a figure counts («3/16 chi bộ hoàn thành xuất sắc»)."""
    lead = piece[:at]
    if re.search(
        r"(?<![\d/.])(?<!phường )(?<!xã )(?<!tổ )(?<!số )(?<!thôn )(?<!phố )(?<!ấp )(?<!khu )"
        r"\d{1,3}(?:[.,/]\d+)*%?\s(?!năm)[^\W\d]+",
        lead,
    ):
        return True
    if kind == "award" and re.match(r"khen thưởng (?:\d|cho )", piece[at:]):
        return True
    if re.search(
        r"\d{1,3}(?:/\d+)?\s(?:chi bộ|chi hội|đảng viên|tập thể|cá nhân|đồng chí|thôn|đơn vị)[^,;]*$",
        lead,
    ):
        return True
    if kind == "award" and re.search(r"(?:\d|một|hai|ba|bốn|năm)\s$", lead):
        return not re.search(r"(?:19|20)\d\d\s$", lead)
    return kind == "rating" and bool(
        re.match(r"[^,;]*?\s\d+\s(?:đồng chí|chi bộ|đảng viên)", piece[at:])
    )


def _years(piece: str) -> list[int]:
    terms = [match.span() for match in _TERM.finditer(piece)]
    span = re.search(r"\(((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)\)", piece)
    if span:
        return list(range(int(span.group(1)), int(span.group(2)) + 1))
    found = []
    for match in _YEARS.finditer(piece):
        if any(a <= match.start() < b for a, b in terms):
            continue
        lead = piece[max(0, match.start() - 12) : match.start()]
        if re.search(r"/\s?$|ngày|tháng|số\s$|từ năm\s$|đến năm\s$", lead):
            if not re.search(r"/(?:19|20)\d\d", lead + match.group()):
                continue
        found.append(int(match.group()))
    return sorted(set(found))


def _subject(piece: str) -> str:
    match = _PLACE.search(piece)
    return match.group().strip() if match else ""


def _inherits(piece: str, found: list[Statement]) -> bool:
    """A clause without a year follows the year before it: «…; được Thành ủy tặng Giấy khen»."""
    return bool(found) and piece.startswith(
        ("được", "vinh dự", "ubnd", "đảng bộ", "xã", "phường", "và")
    )


def _statement(
    text: str, clause: tuple[int, int], kind: str, what: tuple[int, int], subject: str,
    year: int | None,
) -> Statement:  # fmt: skip
    start, end = clause
    piece = text[start:end]
    by = _conferrer(piece, what[0] - start, what[1] - start)
    words = text[what[0] : end] if kind == "award" else text[what[0] : what[1]]
    words = words.strip(' ”"“')
    doubt = "" if year else "không nêu năm nào, không đối chiếu được theo từng năm"
    key = f"{kind}.year.{year}" if year else kind
    return Statement((start, end), piece, kind, subject, words, by, year, key, doubt)


def _conferrer(piece: str, at: int, stop: int) -> str | None:
    for match in _BY.finditer(piece):
        by = match.group(1).strip()
        if len(by) <= 70 and not by.lower().startswith(("xếp", "tặng", "công nhận", "khen")):
            return by
    after = _OF.match(piece, stop)
    return after.group(1).strip() if after else None
