"""Người đọc: reads one Vietnamese text, or a document line by line, into its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dongthuan.ground.claims import (
    arithmetic,
    attributes,
    heads,
    lexicon,
    scanning,
    shares,
    statements,
    times,
    units,
)
from dongthuan.ground.claims.reading import Figure, Reading
from dongthuan.ground.claims.shapes import Numeral, exact_times
from dongthuan.ground.claims.tokens import LINE, NUMBER, Tokens
from dongthuan.ground.primitives import encodings

SENTENCE = 1500


@dataclass(slots=True)
class Carry:
    """Mạch văn: what one line of a document hands to the next."""

    table: heads.Table | None = None
    period: str | None = None
    heading: str = ""
    apart: int = 0


def read(text: str) -> Reading:
    """This function will read every figure, sum, share and statement of one text.

    Old font encodings (TCVN3, VNI) are converted first; offsets then count in the converted text.
    """
    return _read(text, Carry())


def read_document(lines: Sequence[str]) -> list[Reading]:
    """This function will read a document line by line, one Reading a line.

    Heads of tables, the period reported on and section titles carry over from line to line.
    """
    carry = Carry()
    found = []
    for line in lines:
        found.append(_read(line, carry))
    return found


def _read(text: str, carry: Carry) -> Reading:
    converted, _encoding = encodings.to_unicode(text)
    t = Tokens(converted)
    scan = scanning.scan(t)
    is_row = "|" in t.low or "\t" in t.low
    if not scan.numerals and not is_row:
        calendar = times.Calendar(t.low, carry.period)
        carry.period = calendar.document or carry.period
        _carry_table(carry, carry.table, False)
        return Reading(
            t.text, (), tuple(scan.non_figures), tuple(scan.ignore), (), (),
            statements.find(t.text, t.low),
        )  # fmt: skip
    given = units.Given(t.low, carry.table)
    calendar = times.Calendar(t.low, carry.period)
    figures = _figures(t, scan.numerals, given, calendar)
    sums, figures = arithmetic.sums(t, figures, scan.numerals)
    checks = shares.checks(t, figures)
    _carry_table(carry, given.table, is_row)
    carry.period = calendar.document or carry.period
    return Reading(
        t.text, tuple(figures), tuple(scan.non_figures), tuple(scan.ignore), tuple(sums),
        tuple(checks), statements.find(t.text, t.low),
    )  # fmt: skip


def _carry_table(carry: Carry, table: heads.Table | None, is_row: bool) -> None:
    """Keep the head of a table over a section line («B. VĂN HÓA»), drop it when the table ends."""
    carry.apart = 0 if is_row else carry.apart + 1
    carry.table = table if carry.apart <= 2 else None


def _figures(
    t: Tokens, numerals: list[Numeral], given: units.Given, calendar: times.Calendar
) -> list[Figure]:
    _bare_units(t, numerals, given)
    figures: list[Figure] = []
    previous: Numeral | None = None
    for index, numeral in enumerate(numerals):
        floor = numerals[index - 1].end if index else 0
        after = numerals[index + 1].start if index + 1 < len(numerals) else t.count
        figures.append(_figure(t, numeral, floor, after, previous, given, calendar))
        previous = numeral
    return figures


def _figure(
    t: Tokens, numeral: Numeral, floor: int, after: int, previous: Numeral | None,
    given: units.Given, calendar: times.Calendar,
) -> Figure:  # fmt: skip
    start, end = t.starts[numeral.start], t.ends[numeral.end - 1]
    low = t.low
    # A sentence of an office is never longer; without the bound one long line costs its square.
    reach = max(0, start - SENTENCE)
    sentence = max(low.rfind(mark, reach, start) for mark in (". ", "\n", "|")) + 1
    sentence = max(sentence, reach)
    clause = max(sentence, low.rfind(";", reach, start) + 1)
    left, right = low[clause:start], low[end : end + 40]
    way = attributes.direction(t, numeral, previous)
    unit = numeral.unit or "item"
    relation = attributes.relation(t, numeral, unit, way, left, right, low[sentence:start])
    if relation in ("change", "percent_change", "point_change"):
        numeral.kind, numeral.note = "change", way or ""
    else:
        way = None
    cell = given.column(start)
    context: tuple[str, ...] = ()
    if cell is not None:
        table, column = cell
        line = low[low.rfind("\n", 0, start) + 1 : start].replace("\t", "|").split("|")
        label = line[1] if table.numbered and len(line) > 1 else line[0]
        head = table.columns[column] if column < len(table.columns) else ""
        context = (label.strip(), head)
        if "kh" in head.split() or "kế hoạch" in head or "chỉ tiêu giao" in head:
            relation = "target" if not unit.startswith("percent") or "%" not in head else relation
        if head.startswith("%") and unit == "percent":
            relation = "percent_of_plan"
    return Figure(
        span=(start, end),
        num_span=(start, t.ends[numeral.num_end - 1]),
        surface=t.text[start:end],
        value=numeral.value,
        unit=unit,
        qualifier=attributes.qualifier(t, numeral),
        relation=relation,
        of=numeral.of,
        direction=way,
        scaled_unit_text=f"{numeral.scale_words} {numeral.unit_words}".strip(),
        counted=attributes.counted(t, numeral, floor),
        period=calendar.at(start, end),
        readings=numeral.readings if len(numeral.readings) > 1 else (),
        ambiguity=_doubt(numeral),
        context=context,
    )


def _doubt(numeral: Numeral) -> str:
    if len(numeral.readings) > 1:
        return "dấu ngăn có thể là hàng nghìn hoặc thập phân"
    return numeral.note if numeral.note not in ("up", "down") else ""


def _bare_units(t: Tokens, numerals: list[Numeral], given: units.Given) -> None:
    """Give every numeral its unit: its own, its noun's, its table's, its label's, its list's."""
    series, place = given.series(), 0
    bare: list[int] = []
    for index, numeral in enumerate(numerals):
        if numeral.unit is not None and numeral.unit != "fraction":
            _point(t, numeral)
            continue
        noun = units.from_noun(t, numeral)
        if numeral.unit == "fraction":
            continue
        if noun is not None and not (numeral.scaled and _money_like(t, numeral)):
            numeral.unit = noun[0]
            numeral.unit_words = " ".join(t.words[numeral.end : numeral.end + noun[1]])
            _whole_count(numeral)
            _share_like(t, numeral)
            continue
        if numeral.scaled:
            numeral.unit = "VND"
            continue
        if series and place < len(series):
            _apply(numeral, series[place])
            place += 1
            continue
        if _bare_share(t, numeral):
            numeral.unit = "fraction"
            continue
        found = given.unit_at(t.starts[numeral.start])
        if found is not None:
            _apply(numeral, found)
            continue
        bare.append(index)
    _from_lists(t, numerals, bare)
    _from_totals(t, numerals, bare)
    for index in bare:
        numeral = numerals[index]
        if numeral.unit is None:
            numeral.unit = _guess(t, numerals, index)


def _money_like(t: Tokens, numeral: Numeral) -> bool:
    """Say whether a scaled number before a noun is money («5 triệu hộ nghèo» is not asked)."""
    words = numeral.scale_words.split()
    if not words or words[-1] not in lexicon.MONEY_SCALES:
        return False
    noun = lexicon.longest(lexicon.NOUNS, t.words, numeral.end)
    return noun is not None and t.words[numeral.end] in ("đơn", "nhà", "cho", "đoàn", "bà", "chị")


def _point(t: Tokens, numeral: Numeral) -> None:
    if numeral.unit == "VND" and numeral.unit_words == "đ" and not numeral.scaled:
        value = numeral.value
        if not isinstance(value, tuple) and value < 1000:
            numeral.unit = "point"
    if numeral.unit == "hectare" and "mẫu" in numeral.unit_words:
        numeral.note = "“mẫu” mỗi vùng một khác; đọc là 1 ha"
    if numeral.unit == "times" and t.words[numeral.end - 1] != "lần":
        numeral.unit = numeral.unit if "/" not in numeral.unit_words else "event"
    if numeral.unit and numeral.unit.startswith("times/"):
        numeral.unit = "event" + numeral.unit[5:]


def _whole_count(numeral: Numeral) -> None:
    """Read «1,085 hộ» as 1085: a comma before three digits, but nobody counts parts of a thing."""
    if len(numeral.readings) > 1 and isinstance(numeral.value, float):
        whole = [value for value in numeral.readings if isinstance(value, int)]
        if whole:
            numeral.value = whole[0]
            numeral.note = numeral.note or "dấu phẩy ở đây ngăn hàng nghìn"


def _bare_share(t: Tokens, numeral: Numeral) -> bool:
    """Say whether a ratio with no noun is a share of a whole: «giảm 2/3», «4/5 số hẻm»."""
    if numeral.kind != "ratio" or isinstance(numeral.value, tuple) or numeral.of is None:
        return False
    small = numeral.of in (2, 3, 4, 5, 10) and numeral.value < numeral.of
    return small and t.words[numeral.end] not in ("|", ",", ";", ")", ":")


def _share_like(t: Tokens, numeral: Numeral) -> None:
    """Read «gần 3/4 lao động» as a share of a whole, «3/4 trường» as three of four schools."""
    if numeral.kind != "ratio" or numeral.of not in (2, 3, 4, 5, 10):
        return
    hedged = attributes.qualifier(t, numeral) != "exact"
    if (
        hedged
        and not numeral.spoken
        and not isinstance(numeral.value, tuple)
        and numeral.value < (numeral.of or 0)
    ):
        numeral.unit, numeral.unit_words = "fraction", ""


def _apply(numeral: Numeral, found: heads.GivenUnit) -> None:
    if numeral.of is not None and found.unit == "percent":
        return
    numeral.unit = found.unit
    numeral.unit_words = found.words
    if found.scale > 1:
        _multiply(numeral, found.scale)


def _multiply(numeral: Numeral, scale: int) -> None:
    if isinstance(numeral.value, tuple):
        numeral.value = (exact_times(numeral.value[0], scale), exact_times(numeral.value[1], scale))
    else:
        numeral.value = exact_times(numeral.value, scale)
    numeral.readings = (numeral.value,)


def _from_lists(t: Tokens, numerals: list[Numeral], bare: list[int]) -> None:
    """Let a bare number take the scale or noun its list closes with: «Hoa 50, Sen 45 triệu»."""
    waiting = set(bare)
    for index in reversed(bare):
        nxt = index + 1
        if nxt >= len(numerals):
            continue
        here, there = numerals[index], numerals[nxt]
        between = t.words[here.end : there.start]
        joined = between and between[0] in (",", "và") and "." not in between
        if not joined or ";" in between or ":" in between or there.unit is None:
            continue
        if len(between) > 9 or (nxt in waiting and there.unit is None):
            continue
        named = t.kinds[here.start - 1] != NUMBER and len(between) > 1
        same = between[1:2] == t.words[_item_start(t, here) : _item_start(t, here) + 1]
        if there.scaled and there.unit == "VND" and named and same:
            size = lexicon.SCALES.get(there.scale_words.split()[-1], 1)
            _multiply(here, size)
            here.unit, here.scale_words, here.scaled = "VND", there.scale_words, True
        elif not there.scaled and same and there.unit not in ("percent", "VND"):
            here.unit = there.unit


def _from_totals(t: Tokens, numerals: list[Numeral], bare: list[int]) -> None:
    """Let bare numbers that add up to an earlier count take its unit: 25 người: mười …, tám …"""
    waiting = [i for i in bare if numerals[i].unit is None and isinstance(numerals[i].value, int)]
    if len(waiting) < 2 or waiting[-1] - waiting[0] != len(waiting) - 1:
        return
    whole = sum(numerals[i].value for i in waiting)  # type: ignore[misc]
    for earlier in numerals[: waiting[0]]:
        if earlier.value == whole and earlier.unit and earlier.of is None:
            for i in waiting:
                numerals[i].unit = earlier.unit
            return


def _item_start(t: Tokens, numeral: Numeral) -> int:
    j = numeral.start
    while j > 0 and t.words[j - 1] not in (",", ";", ":", "và", "(", "|") and j > numeral.start - 8:
        if t.kinds[j - 1] == LINE:
            break
        j -= 1
    return j


def _guess(t: Tokens, numerals: list[Numeral], index: int) -> str:
    numeral = numerals[index]
    floor = numerals[index - 1].end if index else 0
    value = numeral.value
    if t.words[numeral.end] == "tiền" or (not isinstance(value, tuple) and value >= 10**6):
        return "VND"
    if numeral.start >= 2 and t.words[numeral.start - 2 : numeral.start] == ["tỷ", "giá"]:
        return "VND/USD"
    if numeral.spoken and t.words[numeral.num_end - 1] == "rưỡi" and _is_price(t, numeral):
        # «mỗi nhà góp ba trăm rưỡi» is short for 350 thousand đồng.
        _multiply(numeral, 1000)
        numeral.note = "nói tắt, hiểu là nghìn đồng"
        return "VND"
    label = units.label_unit(t, numeral, floor)
    if label is not None:
        return label
    fractional = isinstance(value, float)
    for earlier in reversed(numerals[:index]):
        unit = earlier.unit or ""
        base = unit.split("/")[0]
        if fractional and base == "percent":
            return "percent"
        if fractional and base in lexicon.MEASURED and "/" not in unit:
            return unit
        if not fractional and base and base not in lexicon.MEASURED | lexicon.PERCENTS:
            if base not in ("fraction", "times", "rank") and base not in lexicon.TIME_UNITS:
                return base
    if fractional:
        return "percent"
    later = next((n.unit for n in numerals[index + 1 :] if n.unit and n.unit != "percent"), None)
    head = units.label_unit(t, numeral, max(0, numeral.start - 12))
    plain = later and "/" not in later and later not in lexicon.TIME_UNITS | {"VND"}
    return head or (later if later and plain else "item")


def _is_price(t: Tokens, numeral: Numeral) -> bool:
    words = set(t.words[max(0, numeral.start - 6) : numeral.start])
    return bool(words & {"góp", "giá", "tiền", "bán", "mua", "trả", "công", "thu", "đóng"})
