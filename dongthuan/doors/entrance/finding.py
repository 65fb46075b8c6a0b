"""Trang tìm: what was asked, the groups that were found and one page of them; a door adds addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator

from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.search import queries, rules
from dongthuan.ground.search.queries import Found, Group, Told
from dongthuan.ground.search.rules import Question
from dongthuan.who.org.rules import Tree

# How many of each group stand together on the first page, and on the page of one group.
A_FEW, ON_A_PAGE = 5, 20
LONGEST = 200
# How an address names a group.
SLUGS = {
    "unit": "don-vi", "person": "nguoi", "measure": "muc", "counted": "muc-dem", "round": "dot",
    "report": "bao-cao", "honour": "ghi-nhan", "task": "nhiem-vu",
    "meeting": "cuoc-hop", "document": "van-ban",
}  # fmt: skip
_KINDS = {slug: kind for kind, slug in SLUGS.items()}
_FORMER = {"unit": "Tên trước đây", "measure": "Trước đây"}


@dataclass(frozen=True, slots=True)
class Line:
    """Dòng kết quả: where it leads, where it stands, and what its text is a part of."""

    told: Told
    address: str
    beside: str

    @property
    def lead(self) -> str:
        """This property will return the words before the text: which piece of the thing it is."""
        if not self.told.place:
            return ""
        if self.told.kind == "meeting":
            return f"Quyết định {self.told.place}"
        return _FORMER.get(self.told.kind, f"Đoạn {self.told.place}")


@dataclass(frozen=True, slots=True)
class Section:
    """Nhóm trên trang: its words, how many were found, the lines of this page, where all stand."""

    words: str
    slug: str
    count: int
    lines: list[Line]
    whole: bool


Addressed = Callable[[Told], tuple[str, str]]


def page_of(
    given: Mapping[str, str], *, by: Actor, addressed: Addressed,
    kinds: Iterable[str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """This function will return what the page of finding shows: for each hit `addressed` says its
    address and the place it stands at.
    """
    question = rules.read(given.get("q", "").replace("\x00", "")[:LONGEST])
    found = queries.find(question, viewer=by, kinds=kinds)
    chosen = found.group(_KINDS.get(given.get("loai", ""), ""))
    if chosen is None and len(found.groups) == 1:
        chosen = found.groups[0]
    page: Page[Any] | None = None
    if chosen is not None:
        page = Paginator(chosen.hits, ON_A_PAGE).get_page(given.get("trang"))
    shown = [chosen] if chosen else found.groups
    few = [page.object_list if page else group.hits[:A_FEW] for group in shown]
    told = iter(queries.told(found, [hit for hits in few for hit in hits]))
    sections = [
        _section(group, [Line(one, *addressed(one)) for one in islice(told, len(hits))])
        for group, hits in zip(shown, few, strict=True)
    ]
    return {
        "question": question, "sections": sections, "page": page, "more": found.more,
        "groups": _tabs(found), "chosen": SLUGS[chosen.shelf.kind] if chosen else "",
        "looser": _looser(question, found, by, kinds),
    }  # fmt: skip


def _section(group: Group, lines: list[Line]) -> Section:
    count = len(group.hits)
    slug = SLUGS[group.shelf.kind]
    return Section(group.shelf.words, slug, count, lines, len(lines) == count)


def _tabs(found: Found) -> list[tuple[str, str, int]]:
    return [(SLUGS[one.shelf.kind], one.shelf.words, len(one.hits)) for one in found.groups]


def _looser(question: Question, found: Found, by: Actor, kinds: Iterable[str] | None) -> str:
    """Return the question without marks, where nothing bears the marks that were typed."""
    if found.groups or not question.is_marked:
        return ""
    without = rules.read(question.folded)
    return question.folded if queries.find(without, viewer=by, kinds=kinds).groups else ""


def stands(one: Told, tree: Tree) -> str:
    """This function will return the units a unit stands under, or the unit a thing belongs to."""
    if one.unit is None:
        return ""
    if one.unit not in tree:
        return "không còn trong sơ đồ đơn vị hôm nay" if one.kind == "unit" else ""
    if one.kind != "unit":
        return tree.name(one.unit)
    return ", ".join(tree.name(up) for up in reversed(tree.path(one.unit)[:-1]))
