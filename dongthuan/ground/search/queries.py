"""Nouns: what a question finds within the viewer's reach, the nearest first, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from dongthuan.ground.audit.actors import Actor, Reach
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.search import engine, rules
from dongthuan.ground.search.models import Listing, LockKey, Made
from dongthuan.ground.search.rules import Piece, Question
from dongthuan.ground.search.shelves import Shelf, shelves

# How many entries are held against each other; who needs more is asked for another word.
MOST_TITLES, MOST_TEXTS = 2000, 500
# Up to so many locks the index itself looks only under them; who opens more finds most of what
# holds the words open, and each entry is asked when it is read.
FEW_LOCKS = 8


class Hit(NamedTuple):
    """Kết quả: a thing that was found, by its nearest entry, and how many other pieces of it; made by
    the thousand for a common word.
    """

    kind: str
    thing: str
    entry: int
    # How near it is, then what parts those that are as near.
    rank: tuple[int, str, int]
    others: int


@dataclass(frozen=True, slots=True)
class Group:
    """Nhóm kết quả: what was found on one shelf, the nearest first."""

    shelf: Shelf
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Những gì tìm được: groups, the one with the nearest hit first; `more` says there is more."""

    question: Question
    groups: tuple[Group, ...] = ()
    more: bool = False
    # What the viewer may know of today, with their rights read once for order and for showing.
    seen: Seen | None = None

    def group(self, kind: str) -> Group | None:
        """This method will return the group of a kind, or None where nothing of it was found."""
        return next((one for one in self.groups if one.shelf.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Told:
    """Kết quả để xem: its name and the stretch of its text, cut at the words that were asked for."""

    kind: str
    thing: str
    name: tuple[Piece, ...]
    text: tuple[Piece, ...]
    place: int
    unit: int | None
    # Where a piece was found: what the thing as a whole says of itself.
    about: str
    others: int

    @property
    def title(self) -> str:
        """This property will return the name in one piece."""
        return "".join(piece.text for piece in self.name)


class Seen:
    """Tầm của một câu tìm: the entries a viewer may know of, the rights read once for the question."""

    def __init__(self, viewer: Actor) -> None:
        self.today = viewer.today
        # Acts that reach as far are asked for together: a clerk's reach may be a hundred units.
        as_far: dict[Reach, list[Act]] = {}
        for act in {act for one in shelves() for act in one.acts}:
            as_far.setdefault(viewer.reach(act), []).append(act)
        held = Q()
        for reach, acts in as_far.items():
            held |= _keys_of(reach, acts)
        locks = LockKey.objects.filter(held).values_list("lock_id", flat=True) if held else ()
        self.locks = sorted(set(locks))
        self._opened = Q(lock=None) | engine.one_of("lock_id", self.locks)

    def begun(self) -> QuerySet[Listing]:
        """This method will return the entries of things that are or were."""
        begun = Q(since=None) | Q(since__lte=self.today)
        return Listing.objects.filter(self._opened).filter(begun)

    def lasting(self) -> QuerySet[Listing]:
        """This method will return the entries that are found today."""
        return self.begun().filter(Q(until=None) | Q(until__gt=self.today))


def _keys_of(reach: Reach, acts: Sequence[Act]) -> Q:
    if not reach:
        return Q()
    keys = Q(act__in=acts)
    return keys if reach.units is None else keys & (Q(unit_id=None) | Q(unit_id__in=reach.units))


def find(question: Question, *, viewer: Actor, kinds: Iterable[str] | None = None) -> Found:
    """This function will return what a question finds, of some kinds or of all.

    Only what the viewer may know is ever read: nothing else can take a place in the order, in a
    count or under the limits.
    """
    asked = [
        one for one in shelves()
        if (kinds is None or one.kind in kinds)
        and (one.public or any(viewer.reach(act) for act in one.acts))
    ]  # fmt: skip
    if question.too_short or not asked:
        return Found(question)
    seen = Seen(viewer)
    titles, texts = _candidates(question, seen, [one.kind for one in asked])
    more = len(titles) > MOST_TITLES or len(texts) > MOST_TEXTS
    nearest: dict[tuple[str, str], list[tuple[tuple[int, str, int], int]]] = {}
    for in_title, rows in ((True, titles[:MOST_TITLES]), (False, texts[:MOST_TEXTS])):
        for entry, kind, thing, place, length, kept in rows:
            near = question.closeness(kept, in_title=in_title, length=length)
            # Of two alike, names come in their order (what is kept begins with the folded name),
            # texts with the newest first.
            found = ((near, kept if in_title else "", -entry), place)
            nearest.setdefault((kind, thing), []).append(found)
    hits: dict[str, list[Hit]] = {}
    for (kind, thing), pieces in nearest.items():
        rank, place = min(pieces)
        others = len({at for _, at in pieces if at} - {place}) if len(pieces) > 1 else 0
        hits.setdefault(kind, []).append(Hit(kind, thing, -rank[2], rank, others))
    groups = [
        Group(one, tuple(sorted(hits[one.kind], key=attrgetter("rank"))))
        for one in asked
        if one.kind in hits
    ]
    # Sorting is stable: of two as near, the shelf that was brought first stands first.
    groups.sort(key=lambda group: group.hits[0].rank[0])
    return Found(question, tuple(groups), more, seen)


_Row = tuple[int, str, str, int, int, str]


def _candidates(
    question: Question, seen: Seen, kinds: Sequence[str]
) -> tuple[list[_Row], list[_Row]]:
    """Return the entries whose title holds the words, the shortest first, and those that hold them
    elsewhere, the newest first: of each one more than can be told.
    """
    titled, anywhere = (question.wanted(in_title=one) for one in (True, False))
    also = (rules.under_locks(seen.locks),) if len(seen.locks) <= FEW_LOCKS else ()
    open_to_view = seen.lasting().filter(kind__in=kinds)
    by_title = engine.holding(open_to_view, (*titled, *also))
    by_text = engine.holding(open_to_view, (*anywhere, *also), but_not=titled)
    row = ("pk", "kind", "thing", "place", Length("title"), "lexemes")
    titles = by_title.order_by(Length("title"), "pk").values_list(*row)
    texts = by_text.values_list(*row)
    return engine.rows(titles[: MOST_TITLES + 1]), engine.rows(texts[: MOST_TEXTS + 1])


def told(found: Found, hits: Sequence[Hit]) -> list[Told]:
    """This function will return some of what was found as it is shown, in its order."""
    if found.seen is None or not hits:
        return []
    rows = found.seen.lasting().filter(pk__in=[hit.entry for hit in hits])
    by_pk = {row.pk: row for row in rows}
    whole = dict(_whole(list(by_pk.values()), found.seen))
    shown = []
    for hit in hits:
        if (row := by_pk.get(hit.entry)) is not None:
            name, about = row.title, ""
            if not name:
                name, about = whole.get((row.kind, row.thing), ("", ""))
            shown.append(Told(
                row.kind, row.thing, rules.marked(name, found.question, in_title=True),
                rules.shown(row.text, found.question), row.place, row.unit_id, about,
                hit.others,
            ))  # fmt: skip
    return shown


def _whole(
    rows: Sequence[Listing], seen: Seen
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Tell name and text of things of which a piece was found; of one that is over, its last."""
    nameless = [row for row in rows if not row.title]
    if not nameless:
        return
    kinds, things = {row.kind for row in nameless}, {row.thing for row in nameless}
    named = seen.begun().exclude(title="").filter(kind__in=kinds, thing__in=things)
    for row in named.order_by("since", "pk"):
        yield (row.kind, row.thing), (row.title, row.text)


def is_made() -> bool:
    """This function will say whether the index was made, and in today's way of keeping words."""
    return Made.objects.filter(version=rules.VERSION).exists()
