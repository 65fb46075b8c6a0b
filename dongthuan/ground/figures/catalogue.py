"""Danh mục mục số liệu: keys and the rooms that answer for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from operator import is_
from typing import Protocol

from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.figures.figure import Ask, Figure, State
from dongthuan.ground.figures.look import Look, Trees
from dongthuan.ground.figures.measure import Measure
from dongthuan.ground.primitives.periods import Period


class UnknownMeasure(LookupError):
    """Raised when no room answers for a key on that day."""


class Provider(Protocol):
    """Phòng trả lời: a room that answers for measures."""

    def measures(self, on: date) -> Mapping[str, Measure]:
        """This method will return the measures the room answers for on a day, by key."""
        ...

    def measures_of(
        self, days: Sequence[date], notes: dict[str, object] | None = None
    ) -> Mapping[date, Mapping[str, Measure]]:
        """This method will return the measures of many days, in as few queries as of one; a room may
        keep in the question's notes what it has read.
        """
        ...

    def figures(self, asks: Sequence[Ask], look: Look) -> list[Figure]:
        """This method will answer asks in their order, with evidence, in few queries."""
        ...


class Naming(Protocol):
    """Phòng gọi tên: a room that also answers for one thing at a time («…:vb.12»), too many to list."""

    def named(
        self, keys: Collection[str], on: date, notes: dict[str, object] | None = None
    ) -> Mapping[str, Measure]:
        """This method will return what such keys mean on a day; those that mean nothing are left out."""
        ...


_PROVIDERS: dict[str, Provider] = {}
# Of these rooms only so many keys stand in the list; the others are answered when they are named.
_LISTED: dict[str, frozenset[str]] = {}


def register(room: str, provider: Provider, listed: Iterable[str] | None = None) -> None:
    """This function will take a room into the catalogue; a room speaks once.

    `listed` are the keys that a text may speak of without naming them: a house that keeps no book and
    asks no vote is not read as if its numbers were theirs. All others are answered when named.
    """
    _PROVIDERS[room] = provider
    if listed is not None:
        _LISTED[room] = frozenset(listed)


def measures(on: date, notes: dict[str, object] | None = None) -> dict[str, Measure]:
    """This function will return every measure of a day by key; with the notes of a look, what it
    read is not read again for that look's figures.
    """
    owned = _owners([on], {} if notes is None else notes)[on]
    return {key: one for key, (one, _) in owned.items()}


def measure(key: str, on: date) -> Measure:
    """This function will return one measure, or raise UnknownMeasure naming the key."""
    found = measures(on).get(key)
    if found is not None:
        return found
    named = _named([key], on)
    if key not in named:
        raise UnknownMeasure(f"Không có mục số liệu «{key}» vào ngày {on:%d/%m/%Y}.")
    return named[key][0]


def figures(asks: Iterable[Ask], look: Look) -> list[Figure]:
    """This function will answer asks in their order. What the viewer may not know is HIDDEN, and
    its records are never read.

    :raises UnknownMeasure: no room answers for one of the keys.
    """
    asks = list(asks)
    if asks:
        days = [(ask.period.start, ask.period.last_day) for ask in asks]
        look.trees.ready(min(first for first, _ in days), max(last for _, last in days))
    answered: dict[Ask, Figure] = {}
    wanted: dict[str, list[Ask]] = {}
    by_day = _owners([ask.period.last_day for ask in asks], look.notes)
    _name(asks, by_day, look)
    for ask in dict.fromkeys(asks):
        known = by_day[ask.period.last_day]
        if ask.key not in known:
            raise UnknownMeasure(f"Không có mục số liệu «{ask.key}» trong {ask.period}.")
        one, room = known[ask.key]
        if look.sees(one, ask.unit):
            wanted.setdefault(room, []).append(ask)
        else:
            answered[ask] = Figure(ask, one, State.HIDDEN)
    for room, mine in wanted.items():
        told = _PROVIDERS[room].figures(mine, look)
        answered |= {
            ask: _in_its_words(one, by_day[ask.period.last_day][ask.key][0])
            for ask, one in zip(mine, told, strict=True)
        }
    return [answered[ask] for ask in asks]


def known(key: str, days: Iterable[date], look: Look) -> dict[date, Measure]:
    """This function will return what a key means on each of the days on which it means anything.
    What was found is kept with the look: figures asked with it later do not read it again.
    """
    days = list(days)
    owners = _owners(days, look.notes)
    for day in days:
        if key not in owners[day]:
            owners[day].update(_named([key], day, look.notes))
    return {day: owners[day][key][0] for day in days if key in owners[day]}


def _name(
    asks: Iterable[Ask], owners: Mapping[date, dict[str, tuple[Measure, str]]], look: Look
) -> None:
    """Ask rooms for the keys that no list has, all of one day at once."""
    unknown: dict[date, set[str]] = {}
    for ask in asks:
        if ask.key not in owners[ask.period.last_day]:
            unknown.setdefault(ask.period.last_day, set()).add(ask.key)
    for day, keys in unknown.items():
        owners[day].update(_named(keys, day, look.notes))


def _named(
    keys: Collection[str], on: date, notes: dict[str, object] | None = None
) -> dict[str, tuple[Measure, str]]:
    found: dict[str, tuple[Measure, str]] = {}
    for room, provider in _PROVIDERS.items():
        naming = getattr(provider, "named", None)
        told = dict(naming(keys, on, notes)) if naming is not None else {}
        if room in _LISTED:
            known = provider.measures(on)
            told |= {key: known[key] for key in keys if key in known}
        found |= {key: (one, room) for key, one in told.items()}
    return found


def _owners(
    days: Iterable[date], notes: dict[str, object]
) -> dict[date, dict[str, tuple[Measure, str]]]:
    held = notes.setdefault("owners", {})
    found: dict[date, dict[str, tuple[Measure, str]]] = held  # type: ignore[assignment]
    fresh = [day for day in dict.fromkeys(days) if day not in found]
    if not fresh:
        return found
    told = [(room, provider.measures_of(fresh, notes)) for room, provider in _PROVIDERS.items()]
    # Most days of a question share the tables of all rooms, and so what is made of them.
    joined: dict[tuple[int, ...], dict[str, tuple[Measure, str]]] = {}
    for day in fresh:
        tables = [(room, measures_of[day]) for room, measures_of in told]
        same = tuple(id(table) for _, table in tables)
        if same not in joined:
            joined[same] = _joined(tables)
        found[day] = joined[same]
    return found


def _joined(
    tables: Sequence[tuple[str, Mapping[str, Measure]]],
) -> dict[str, tuple[Measure, str]]:
    """Say of each key which room answers for it. Counting rooms win over typed rows: a key never
    changes when a number goes from typed to counted, and keeps the words the ward has for it.
    """
    found: dict[str, tuple[Measure, str]] = {}
    for room, table in tables:
        for key, one in table.items():
            if room in _LISTED and key not in _LISTED[room]:
                continue
            if key not in found:
                found[key] = (one, room)
            elif one.counted:
                found[key] = (_as_called(one, found[key][0]), room)
            elif found[key][0].counted:
                found[key] = (_as_called(found[key][0], one), found[key][1])
    for room, table in tables:
        # What a ward has words for in its own list is counted where a room counts it.
        for key in _unlisted(room, table) & found.keys():
            found[key] = (_as_called(table[key], found[key][0]), room)
    return found


def _unlisted(room: str, table: Mapping[str, Measure]) -> set[str]:
    return set(table) - _LISTED[room] if room in _LISTED else set()


def _in_its_words(figure: Figure, measure: Measure) -> Figure:
    """Let a counted number bear the ward's words for it, down to its parts."""
    if not measure.counted or figure.measure.label == measure.label:
        return figure
    parts = tuple(
        _in_its_words(part, measure) if part.ask.key == figure.ask.key else part
        for part in figure.evidence.parts
    )
    return replace(figure, measure=measure, evidence=replace(figure.evidence, parts=parts))


def _as_called(counted: Measure, typed: Measure) -> Measure:
    return replace(counted, label=typed.label, names=typed.names, reading=typed.reading)


def explain(ask: Ask, look: Look) -> Figure:
    """This function will answer one ask with its evidence down to the records, each part shown only
    to a viewer who may see it.
    """
    return veiled(figures([ask], look)[0], look)


def veiled(figure: Figure, look: Look) -> Figure:
    """This function will leave out of a figure's evidence what the viewer may not see: a part stays
    as a place without a number, a record goes.
    """
    if not look.sees(figure.measure, figure.ask.unit):
        return Figure(figure.ask, figure.measure, State.HIDDEN)
    evidence = figure.evidence
    units = {record.unit for record in evidence.records}
    seen = {unit for unit in units if look.sees(figure.measure, unit)}
    records = evidence.records
    if seen != units:
        records = tuple(one for one in records if one.unit in seen)
    parts = tuple(veiled(part, look) for part in evidence.parts)
    if records is evidence.records and all(map(is_, parts, evidence.parts)):
        return figure
    return replace(figure, evidence=replace(evidence, records=records, parts=parts))


def value(
    key: str,
    *,
    unit: int,
    period: Period,
    viewer: Actor,
    trees: Trees,
    known_at: datetime | None = None,
) -> Figure:
    """This function will answer one measure of one unit, as known now or at an earlier moment."""
    return figures([Ask(key, unit, period)], Look(viewer, trees, known_at))[0]
