"""Nouns of the trail: entries, names behind keys, reasons, and whether the chain holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from dongthuan.ground.audit import rules
from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.models import Entry, Note, Seal, SentOnce, Signer

# What stands where the words of a note were erased.
ERASED = "(lời ghi đã xóa theo yêu cầu)"


@dataclass(frozen=True, slots=True)
class Chain:
    """Tình trạng niêm phong: what is sealed, what is not yet, and what does not hold."""

    sealed: int
    seals: int
    last_sealed_at: datetime | None
    unsealed: int
    unsealed_since: datetime | None
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """This property will say whether every seal agrees with the entries under it."""
        return not self.problems


def facts(entry: Entry) -> dict[str, Any]:
    """This function will return the entry as it enters the chain."""
    return {
        "id": entry.pk,
        "at": rules.moment(entry.at),
        "act": entry.act,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "unit": entry.unit_id,
        "actor": entry.actor,
        "detail": entry.detail,
        "note": entry.note_digest,
    }


def chain() -> Chain:
    """This function will walk the whole chain again and say where it does not hold."""
    problems: list[str] = []
    previous, last, sealed, at = rules.GENESIS, 0, 0, None
    seals = list(Seal.objects.order_by("last_id"))
    for seal in seals:
        rows = Entry.objects.filter(pk__gt=last, pk__lte=seal.last_id).order_by("pk")
        entries = [facts(entry) for entry in rows.iterator()]
        if seal.previous != previous:
            problems.append(f"Niêm phong số {seal.pk} không nối với niêm phong trước nó.")
        if len(entries) != seal.count or rules.sealed(seal.previous, entries) != seal.digest:
            problems.append(
                f"Niêm phong số {seal.pk} (dấu vết {seal.first_id}–{seal.last_id}) "
                "không khớp với các dấu vết bên dưới."
            )
        previous, last, sealed, at = seal.digest, seal.last_id, sealed + len(entries), seal.at
    tail = Entry.objects.filter(pk__gt=last)
    first = tail.order_by("pk").first()
    return Chain(sealed, len(seals), at, tail.count(), first.at if first else None, tuple(problems))


def standing() -> Chain:
    """This function will say how much is sealed and how much is not, without walking the chain."""
    last = Seal.objects.order_by("last_id").last()
    told = Seal.objects.aggregate(entries=Sum("count"), seals=Count("pk"))
    tail = Entry.objects.filter(pk__gt=last.last_id if last else 0)
    first = tail.order_by("pk").first()
    return Chain(
        told["entries"] or 0, told["seals"], last.at if last else None, tail.count(),
        first.at if first else None, (),
    )  # fmt: skip


def entries(*, viewer: Actor) -> QuerySet[Entry]:
    """This function will return the trail within the viewer's reach, newest first."""
    reach = viewer.reach(Act.AUDIT_SEE)
    return reach.within(Entry.objects.order_by("-pk"))


def names(keys: Iterable[str]) -> dict[str, str]:
    """This function will return the printed names behind actors' keys."""
    return dict(Signer.objects.filter(key__in=set(keys)).values_list("key", "name"))


def notes(ids: Iterable[int | None]) -> dict[int, str]:
    """This function will return the words of notes; an erased one says so."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    return {
        note.pk: ERASED if note.erased_at else note.text
        for note in Note.objects.filter(pk__in=wanted)
    }


def last_acts(subject: str, ids: Iterable[int], *, since: datetime) -> dict[int, Entry]:
    """This function will return the last act on each thing after a moment, by the thing's id."""
    rows = Entry.objects.filter(subject=subject, subject_id__in=set(ids), at__gt=since)
    return {entry.subject_id: entry for entry in rows.order_by("pk")}


def first_day() -> date | None:
    """This function will return the local day of the first act on the trail, or None."""
    first = Entry.objects.order_by("pk").values_list("at", flat=True).first()
    return first.astimezone(LOCAL).date() if first else None


def location_of(key: str) -> str:
    """This function will return where a spent key led, or an empty text."""
    return SentOnce.objects.filter(key=key).values_list("location", flat=True).first() or ""
