"""Tìm cuộc họp: by its title and place, its agenda, and the words of its decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dongthuan.decide.meetings.models import Meeting
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.search.shelves import Key, Row, Shelf, Thing


def meetings() -> list[str]:
    """This function will return the numbers of all meetings."""
    return [str(pk) for pk in Meeting.objects.order_by("pk").values_list("pk", flat=True)]


def meetings_told(names: Sequence[str]) -> Iterator[Thing]:
    """This function will tell by which words meetings are found, by whoever sees their unit's."""
    rows = Meeting.objects.filter(pk__in=names).order_by("pk")
    for one in rows.prefetch_related("agenda", "decisions"):
        keys: frozenset[Key] = frozenset({(Act.MEETING_SEE, one.unit_id)})
        on = one.starts_at.astimezone(LOCAL)
        agenda = [item.title for item in sorted(one.agenda.all(), key=lambda item: item.order)]
        text = ". ".join([one.kind_words, f"{on.day}/{on.month}/{on.year}", one.place, *agenda])
        found = [Row(one.title, text, unit=one.unit_id, keys=keys)]
        decided = sorted(one.decisions.all(), key=lambda row: (row.order, row.pk))
        found += [
            Row("", row.text, place=place, unit=one.unit_id, keys=keys)
            for place, row in enumerate(decided, start=1)
        ]
        yield Thing(str(one.pk), tuple(found))


MEETINGS = Shelf(
    "meeting", "Cuộc họp", (Act.MEETING_SEE,), False, meetings, meetings_told,
)  # fmt: skip
