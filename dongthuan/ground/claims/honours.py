"""Đối chiếu xếp loại, khen thưởng: ratings and awards by year, level and conferrer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dongthuan.ground.claims.finding import Finding, Verdict
from dongthuan.ground.claims.reading import Reading, Statement
from dongthuan.ground.claims.records import MeasureTable, Record
from dongthuan.ground.claims.words import content, plain

_LEVELS = (
    ("không hoàn thành", "không hoàn thành"), ("hoàn thành xuất sắc", "xuất sắc"),
    ("hoàn thành tốt", "tốt"), ("xuất sắc", "xuất sắc"), ("trong sạch vững mạnh", "trong sạch vững mạnh"),
    ("hoàn thành", "hoàn thành"), ("tốt", "tốt"), ("khá", "khá"), ("trung bình", "trung bình"),
    ("yếu", "yếu"), ("giỏi", "tốt"),
)  # fmt: skip
_FORMS = (
    "cờ thi đua", "bằng khen", "giấy khen", "huân chương", "kỷ niệm chương", "huy chương",
    "tập thể lao động xuất sắc", "tập thể lao động tiên tiến", "chiến sĩ thi đua", "cờ",
    "nông thôn mới", "danh hiệu",
)  # fmt: skip
_BODIES = (
    ("thủ tướng", "thủ tướng"), ("chính phủ", "chính phủ"), ("chủ tịch nước", "nước"),
    ("bộ", "bộ"), ("tỉnh", "tỉnh"), ("tỉnh ủy", "tỉnh"), ("thành ủy", "thành phố"),
    ("thành phố", "thành phố"), ("tp", "thành phố"), ("huyện", "huyện"), ("quận", "huyện"),
    ("thị ủy", "thị xã"), ("xã", "xã"), ("phường", "phường"), ("trung ương", "trung ương"),
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(slots=True)
class _Held:
    record: Record
    kind: str
    years: frozenset[int]
    text: str
    taken: bool = False


def check(readings: Sequence[Reading], table: MeasureTable | None) -> list[Finding]:
    """This function will hold each rating and award against the records of the same year.

    A record answers one statement only, so that a second award of a year is not taken for the
    first; the same fact told again in the text is answered by the same record.
    """
    told = [
        (paragraph, statement)
        for paragraph, reading in enumerate(readings, start=1)
        for statement in reading.statements
    ]
    held = [_hold(record) for record in table.records if not record.is_number] if table else []
    answers: dict[int, Finding] = {}
    for exact in (True, False):
        for index, (paragraph, statement) in enumerate(told):
            if index in answers:
                continue
            finding = _answer(paragraph, statement, held, exact=exact)
            if finding is not None:
                answers[index] = finding
    return [answers[index] for index in sorted(answers)]


def _hold(record: Record) -> _Held:
    label = plain(record.measure)
    kind = "rating" if "xếp loại" in label or "đánh giá" in label else "award"
    years = {int(year) for year in _YEAR.findall(record.measure)}
    if not years and record.period:
        found = [int(year) for year in _YEAR.findall(record.period)]
        years = set(range(found[0], found[-1] + 1)) if found else set()
    return _Held(record, kind, frozenset(years), plain(record.words))


def _answer(
    paragraph: int, statement: Statement, held: list[_Held], *, exact: bool
) -> Finding | None:
    if statement.year is None or statement.kind == "achievement":
        return _finding(paragraph, statement, Verdict.CANNOT_CHECK, None, _silent(statement))
    same_year = [
        item for item in held if statement.year in item.years and item.kind == statement.kind
    ]
    agreeing = [item for item in same_year if _agrees(statement, item) and _about(statement, item)]
    if agreeing:
        best = max(agreeing, key=lambda item: len(content(item.text) & content(statement.surface)))
        best.taken = True
        return _finding(
            paragraph, statement, Verdict.RIGHT, best,
            f"Khớp với «{best.record.measure}»: {best.record.words}.",
        )  # fmt: skip
    if exact:
        return None
    free = [item for item in same_year if not item.taken and _about(statement, item)]
    if free:
        free[0].taken = True
        reason = "wrong" if statement.kind == "rating" else "wrong_issuer"
        return _finding(
            paragraph, statement, Verdict.WRONG, free[0],
            f"Năm {statement.year}, bảng ghi: {free[0].record.words} (dòng {free[0].record.row}).",
            reason,
        )  # fmt: skip
    moved = [
        item for item in held
        if not item.taken and item.kind == statement.kind and _agrees(statement, item)
        and _about(statement, item)
    ]  # fmt: skip
    if moved:
        moved[0].taken = True
        year = ", ".join(str(one) for one in sorted(moved[0].years))
        return _finding(
            paragraph, statement, Verdict.WRONG, moved[0],
            f"Bảng ghi việc này cho năm {year}, không phải {statement.year} "
            f"(dòng {moved[0].record.row}).",
            "wrong",
        )  # fmt: skip
    return _finding(
        paragraph,
        statement,
        Verdict.CANNOT_CHECK,
        None,
        f"Bảng chưa ghi {_thing(statement)} này cho năm {statement.year}.",
    )


def _thing(statement: Statement) -> str:
    return {"rating": "kết quả xếp loại", "award": "hình thức khen thưởng"}.get(
        statement.kind, "thành tích"
    )


def _silent(statement: Statement) -> str:
    if statement.kind == "achievement":
        return "Thành tích nêu chung, không kèm năm và hình thức khen; chưa có số để đối chiếu."
    return f"Văn bản không nêu năm của {_thing(statement)}; chưa có số để đối chiếu."


def _level(text: str) -> str:
    for words, level in _LEVELS:
        if words in text:
            return level
    return ""


def _agrees(statement: Statement, item: _Held) -> bool:
    said = plain(statement.what if statement.kind == "rating" else statement.surface)
    if statement.kind == "rating":
        return _level(said) == _level(item.text) != ""
    form = next((form for form in _FORMS if form in said), "")
    kept = next((form for form in _FORMS if form in item.text), "")
    if not form or form != kept:
        return False
    ours, theirs = _body(plain(statement.by or "")), _body(item.text)
    return not ours or not theirs or ours == theirs


def _body(text: str) -> str:
    """Return the level of the conferrer: province, district, Government…"""
    words = f" {text} "
    for name, level in _BODIES:
        if f" {name} " in words:
            return level
    return ""


_SUBJECTS = (
    "đảng bộ",
    "mặt trận",
    "chi bộ",
    "hội phụ nữ",
    "hội nông dân",
    "đoàn thanh niên",
    "công an",
)


def _about(statement: Statement, item: _Held) -> bool:
    """Say whether a record may be about the subject of the statement; a silent one may be."""
    label = plain(item.record.measure)
    named = [subject for subject in _SUBJECTS if subject in label]
    said = [subject for subject in _SUBJECTS if subject in plain(statement.subject)]
    return not named or not said or bool(set(named) & set(said))


def _finding(
    paragraph: int, statement: Statement, verdict: Verdict, item: _Held | None, message: str,
    reason: str = "",
) -> Finding:  # fmt: skip
    record = f"dòng {item.record.row}: {item.record.words}" if item else None
    return Finding(
        paragraph, statement.span, statement.surface, "claim", verdict,
        item.record.measure if item else None, record, (),
        reason or ("cùng năm, cùng loại" if item else "không có ghi nhận cho năm và loại này"),
        message, claim_key=statement.claim_key, name=statement.what,
    )  # fmt: skip
