"""Câu hỏi ở cửa: which figure an address asks for, as known when and on which tree of units.

What a viewer may not know answers here exactly like what does not exist, and before a single value
is read: the same words, the same status, the same number of questions to the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Ask, Figure, Look, Measure, RecordRef, State, known, series
from dongthuan.ground.primitives.periods import Period, Regime, from_code, moved, parse
from dongthuan.who.org import queries as org
from dongthuan.who.org.queries import Forest

NO_FIGURE = "Không có mục số liệu này, hoặc mục này không công khai ở đơn vị được hỏi."
_EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Way:
    """Lối đi tiếp: words, and the unit and period that they lead to."""

    words: str
    unit: int
    code: str


class Unclear(Exception):
    """Raised when an address asks for no figure; names the field, what is wrong and what to do."""

    def __init__(
        self, field: str, message: str, status: int = 422, ways: tuple[Way, ...] = ()
    ) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.status = status
        self.ways = ways


@dataclass(frozen=True, slots=True)
class Asked:
    """Câu hỏi đã đọc: the ask, what its key means then, and the look it is asked with."""

    ask: Ask
    measure: Measure
    look: Look
    # Set where the unit ended within the period: what it told until then still counts.
    until: date | None = None

    @property
    def forest(self) -> Forest:
        """This property will return the trees it is asked on."""
        assert isinstance(self.look.trees, Forest)
        return self.look.trees


@dataclass(frozen=True, slots=True)
class Fields:
    """Ô của địa chỉ: how a door calls what it is asked with, so that a refusal names its field."""

    unit: str
    period: str
    known_at: str
    as_of: str
    regime: str


def asked(
    key: str, given: Mapping[str, str], *, fields: Fields, by: Actor, reach: int | None = None
) -> Asked:  # fmt: skip
    """This function will read which figure an address asks for. With a `reach` it also reads what a
    series around it will need, all in the same few queries.

    :raises Unclear: with 422 where it cannot be read, with 404 where there is none for this viewer.
    """
    period = period_given(given.get(fields.period, ""), fields.period)
    look = look_given(given, fields=fields, by=by)
    unit = unit_given(given.get(fields.unit, ""), fields.unit)
    regime = regime_given(given.get(fields.regime, ""), fields.regime)
    days = [period.last_day]
    if reach is not None:
        days += series.days_around(period, today=by.today, reach=reach)
    look.trees.ready(min(*days, by.today).replace(month=1, day=1), max(*days, by.today))
    until = lived(unit, period, look, fields.unit)
    # Rights are read whether or not the key exists: neither words nor work tell the two apart.
    rights_read(by)
    measure = known(key, days, look).get(period.last_day)
    if measure is None or not look.sees(measure, unit):
        raise Unclear("key", NO_FIGURE, 404)
    ask = fitting(measure, unit, period, regime, fields)
    return Asked(ask, measure, look, until)


def rights_read(by: Actor) -> None:
    """This function will have the viewer's rights read, needed or not."""
    for act in (Act.FIGURE_SEE, Act.FIGURE_SEE_SENSITIVE):
        by.reach(act)


def fitting(
    measure: Measure, unit: int, period: Period, regime: Regime | None, fields: Fields
) -> Ask:  # fmt: skip
    """This function will ask a measure in its own regime and for periods it has. Raises Unclear."""
    if regime is not None and regime is not measure.regime:
        raise Unclear(
            fields.regime,
            f"Mục «{measure.label}» tính theo chế độ kỳ {measure.regime}, không cộng chung với "
            "chế độ khác. Bỏ trống ô này để hỏi đúng chế độ của mục.",
        )
    if measure.regime is not period.regime:
        period = from_code(period.code, measure.regime)
    if not series.fits(measure, period):
        raise _no_such_span(measure, unit, period, fields.period)
    return Ask(measure.key, unit, period)


def regime_given(told: str, field: str) -> Regime | None:
    """This function will read a regime of periods, or None where the measure's own is meant."""
    told = told.strip()
    if told not in ("", *Regime):
        raise Unclear(field, f"Không có chế độ kỳ «{_short(told)}»: ghi {' hoặc '.join(Regime)}, "
                      "hoặc bỏ trống.")  # fmt: skip
    return Regime(told) if told else None


def period_given(code: str, field: str) -> Period:
    """This function will read a period: its code, or as the office writes it. Raises Unclear."""
    code = code.strip()
    if not code:
        raise Unclear(field, "Chưa ghi kỳ. Ghi như 2021-H1 (6 tháng đầu năm 2021), 2021-Q2, "
                      "2021-06, 2021 hoặc 2021-06-30.")  # fmt: skip
    try:
        period = parse(code)
    except ValueError:
        raise Unclear(field, f"Không đọc được kỳ «{_short(code)}». Ghi như 2021-H1 (6 tháng đầu "
                      "năm 2021), 2021-Q2, 2021-06, 2021 hoặc 2021-06-30.") from None  # fmt: skip
    if period.start < _EARLIEST:
        raise Unclear(field, f"Kỳ «{_short(code)}» sớm quá; số liệu có từ sau năm 1900.")
    return period


def unit_given(told: str, field: str) -> int:
    """This function will read the number of a unit. Raises Unclear."""
    told = told.strip()
    if not told:
        raise Unclear(
            field, "Chưa ghi đơn vị. Chọn đơn vị từ danh sách, địa chỉ ghi số của đơn vị."
        )
    if not (told.isascii() and told.isdigit() and len(told) < 16):
        raise Unclear(field, f"«{_short(told)}» không phải là số của đơn vị.")
    return int(told)


def look_given(given: Mapping[str, str], *, fields: Fields, by: Actor) -> Look:
    """This function will read as known when, and on which tree. Raises Unclear."""
    known_at = moment_given(given.get(fields.known_at, ""), fields.known_at, by)
    as_of = None
    if told := given.get(fields.as_of, "").strip():
        try:
            as_of = parse(told).last_day
        except ValueError:
            raise Unclear(
                fields.as_of, f"Không đọc được ngày «{_short(told)}»; ghi như 30/6/2021."
            ) from None
    return Look(by, Forest(known_at, as_of), known_at)


def moment_given(told: str, field: str, by: Actor) -> datetime | None:
    """This function will read a moment that has been: with its hour, or a day, meaning its end."""
    told = told.strip()
    if not told:
        return None
    try:
        # A plus sign in an address arrives as a space.
        at = datetime.fromisoformat(told.replace(" ", "+") if "T" in told else told)
        if "T" not in told and len(told) == 10:
            at = datetime.combine(at.date(), time.max)
    except ValueError:
        try:
            at = datetime.combine(parse(told).last_day, time.max)
        except ValueError:
            raise Unclear(field, f"Không đọc được thời điểm «{_short(told)}»; ghi như 30/6/2021 "
                          "hoặc 2021-06-30T16:00.") from None  # fmt: skip
    try:
        at = (at if at.tzinfo else at.replace(tzinfo=LOCAL)).astimezone(LOCAL)
    except (OverflowError, ValueError):
        raise Unclear(field, f"Không có thời điểm «{_short(told)}».") from None
    if at > by.now and at.date() > by.today:
        raise Unclear(field, "Thời điểm này chưa đến; bỏ trống để xem số như đang biết.")
    return at


def lived(unit: int, period: Period, look: Look, field: str) -> date | None:
    """This function will pass where a unit lived on the last day of a period, or return the last day
    it lived within it; raises Unclear where it lived on none of its days.
    """
    if unit in look.trees(period.last_day):
        return None
    states = org.states(unit)
    if not states:
        raise Unclear(field, "Không có đơn vị này. Chọn đơn vị từ danh sách.", 404)
    born, ended = states[0].valid_from, states[-1].valid_to
    name = states[-1].name
    on = look.trees.as_of or period.last_day
    if look.known_at and born <= on and (ended is None or on < ended):
        raise Unclear(field, f"Vào thời điểm được hỏi, «{name}» chưa được ghi vào hệ thống.", 404)
    if look.trees.as_of is None and born < period.end and ended and period.start < ended:
        return ended - timedelta(days=1)
    if ended is None or period.end <= born:
        said = f"«{name}» có từ {_day(born)}. Chọn kỳ sau ngày đó."
        raise Unclear(field, said, 404, _periods_of(unit, period, born))
    last = ended - timedelta(days=1)
    raise Unclear(
        field,
        f"«{name}» có đến hết ngày {_day(last)}. Chọn kỳ trước đó, hoặc xem đơn vị nhận thay.",
        404,
        (*_periods_of(unit, period, last), *_heirs(unit, period)),
    )


def _periods_of(unit: int, period: Period, day: date) -> tuple[Way, ...]:
    """Return the period of the same kind that holds a day."""
    at: Period | None = period
    steps = 0
    while at is not None and not at.contains(day) and steps < 400:
        at = moved(at, 1 if at.end <= day else -1)
        steps += 1
    return (Way(f"Xem {at}", unit, at.code),) if at is not None and at.contains(day) else ()


def _heirs(unit: int, period: Period) -> tuple[Way, ...]:
    _, became = org.lineage(unit)
    names = Forest()
    return tuple(
        Way(f"Xem {names(one.on).name(one.new_id)}, đơn vị nhận thay", one.new_id, period.code)
        for one in became
        if one.new_id != unit
    )


def _no_such_span(measure: Measure, unit: int, period: Period, field: str) -> Unclear:
    words = {1: "tháng", 3: "quý", 6: "6 tháng", 12: "năm"}
    spans = [words[span] for span in measure.spans if span in words]
    day = period.last_day
    halves = {
        1: f"{day.year}-{day.month:02d}",
        3: f"{day.year}-Q{(day.month + 2) // 3}",
        6: f"{day.year}-H{1 if day.month <= 6 else 2}",
        12: f"{day.year}",
    }
    ways = tuple(
        Way(f"Xem {from_code(halves[span])}", unit, halves[span])
        for span in measure.spans
        if span in halves
    )
    said = f"Mục «{measure.label}» có số theo {', '.join(spans)}; kỳ «{period}» không chia được."
    return Unclear(field, f"{said} Chọn một kỳ như vậy.", 422, ways)


def may_read_names(record: RecordRef, by: Actor) -> bool:
    """This function will say whether the viewer may read who recorded something and why: those who
    see the unit's figures; to anyone else a record says its unit, its moment and how it came in
    (decision 0015).
    """
    return by.may(Act.FIGURE_SEE, record.unit)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Các phần: those with a number, the silent ones that may be named, how many may not, and how
    many parts lie beyond the viewer's rights.
    """

    told: tuple[Figure, ...]
    silent: tuple[Figure, ...]
    unnamed: int
    hidden: int


def spoken(shown: Figure, by: Actor) -> Spoken:
    """This function will part the parts of a veiled figure. Who has not answered is named to the
    unit itself and to those above it; to anyone else it is a number (decision 0015).
    """
    key, whole = shown.ask.key, shown.ask.unit
    seen = [one for one in shown.evidence.parts if one.state is not State.HIDDEN]
    told = [
        one for one in seen
        if one.known or one.state is State.NOT_COMPARABLE or one.ask.key != key
    ]  # fmt: skip
    quiet = [one for one in seen if one not in told]
    named = [
        one for one in quiet
        if by.may(Act.FIGURE_SEE, one.ask.unit) or by.may(Act.FIGURE_SEE, whole)
    ]  # fmt: skip
    hidden = len(shown.evidence.parts) - len(seen)
    return Spoken(tuple(told), tuple(named), len(quiet) - len(named), hidden)


def _short(told: str) -> str:
    return told if len(told) <= 30 else f"{told[:30]}…"


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
