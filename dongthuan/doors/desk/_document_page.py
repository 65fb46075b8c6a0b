"""Trang của một văn bản: what its pages share – rights, force, links, progress by figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse

from dongthuan.decide.directives import queries, rules
from dongthuan.decide.directives.figures import of_document
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Ask, Figure, Look, figures
from dongthuan.ground.papers.tables import Column, Table
from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.queries import Forest
from dongthuan.who.org.rules import Tree

if TYPE_CHECKING:
    from dongthuan.decide.directives.models import Clause, Document

_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class NotOne(Exception):
    """Raised when a symbol names no document within reach, or more than one."""


@dataclass
class Opened:
    """Văn bản đang mở: the document, who looks, and what they may do with it."""

    document: Document
    by: SignedIn

    @property
    def keeps(self) -> bool:
        """This property will say whether the viewer may write in this register."""
        return self.by.may(Act.DOCUMENT_KEEP, self.document.unit_id)

    @property
    def assigns(self) -> bool:
        """This property will say whether the viewer may assign tasks for this register's unit."""
        return self.by.may(Act.TASK_ASSIGN, self.document.unit_id)

    @property
    def kind(self) -> str:
        """This property will return the kind as a person says it."""
        return rules.kind_words(self.document.kind)

    @property
    def level(self) -> str:
        """This property will return the level of who issued it."""
        return rules.Level(self.document.level).words

    @property
    def is_above(self) -> bool:
        """This property will say whether it came from above the ward."""
        return rules.Level(self.document.level).rank < rules.Level.WARD.rank

    @cached_property
    def in_force(self) -> bool:
        """This property will say whether it is in force today."""
        return queries.is_in_force(self.document, self.by.today)

    @cached_property
    def links(self) -> tuple[Any, Any]:
        """This property will return what it does to others, and what others do to it."""
        return queries.related(self.document, viewer=self.by)

    @property
    def does(self) -> Any:
        """This property will return what it does to others."""
        return self.links[0]

    @property
    def suffers(self) -> Any:
        """This property will return what others do to it."""
        return self.links[1]

    @cached_property
    def clauses(self) -> list[Clause]:
        """This property will return its clauses, proposed and confirmed."""
        return queries.clauses(self.document)

    @property
    def confirmed(self) -> list[Clause]:
        """This property will return the clauses that a person has said ask for something."""
        return [one for one in self.clauses if one.demands]

    @property
    def undecided(self) -> list[Clause]:
        """This property will return the clauses nobody has said a word on yet."""
        return [one for one in self.clauses if one.demands is None]

    @cached_property
    def came_from(self) -> list[Any]:
        """This property will return the clauses above that the document came of, each once."""
        found: dict[int, Any] = {}
        ways = queries.way_up(self.confirmed) if self.confirmed else []
        ways += queries.whole_from(self.document)
        for way in ways:
            for one in way.above:
                found.setdefault(one.clause.pk, one.clause)
        return list(found.values())

    @cached_property
    def progress(self) -> list[Figure]:
        """This property will return how far the document is, as figures of its year."""
        return figures(asks_of([self.document]), Look(self.by, Forest(), evidence=False))


_KEYS = ("clauses.demanding", "clauses.carried_out_rate", "clauses.never")


def asks_of(documents: Sequence[Document]) -> list[Ask]:
    """This function will ask for the figures of documents: clauses, carried out, never taken up."""
    return [
        Ask(of_document(key, one.pk), one.unit_id, from_code(str(one.signed_on.year)))
        for one in documents for key in _KEYS
    ]  # fmt: skip


def by_document(documents: Sequence[Document], told: Sequence[Figure]) -> dict[int, list[Figure]]:
    """This function will lay the answers to `asks_of` beside their documents."""
    found: dict[int, list[Figure]] = {}
    for at, figure in enumerate(told):
        found.setdefault(documents[at // len(_KEYS)].pk, []).append(figure)
    return found


def opened(by: SignedIn, pk: int) -> Opened:
    """This function will open a document within the viewer's reach, or answer 404."""
    if not by.reach(Act.DOCUMENT_SEE):
        raise NotPermitted(Act.DOCUMENT_SEE)
    found = queries.document(viewer=by, pk=pk)
    if found is None:
        raise Http404
    return Opened(found, by)


def kept(by: SignedIn, pk: int) -> Opened:
    """This function will open a document that the viewer may write about."""
    one = opened(by, pk)
    by.require(Act.DOCUMENT_KEEP, one.document.unit_id)
    return one


def the_one(one: Opened, symbol: str) -> Document:
    """This function will return the one other document within reach that bears a symbol.

    :raises NotOne: there is none, or more than one; says which.
    """
    found = [
        other for other in queries.symbol_like(viewer=one.by, symbol=symbol)
        if other.pk != one.document.pk
    ]  # fmt: skip
    if not found:
        raise NotOne(f"Sổ chưa có văn bản nào mang số «{symbol}». Vào sổ văn bản ấy trước.")
    if len(found) > 1:
        told = "; ".join(f"{x.issuer_name} ngày {x.signed_on:%d/%m/%Y}" for x in found[:5])
        raise NotOne(
            f"Có {len(found)} văn bản mang số này: {told}. Mở văn bản kia để ghi liên kết."
        )
    return found[0]


def given(data: bytes, kind: str, name: str) -> HttpResponse:
    """This function will give a file to be saved: never opened inside the house's own pages."""
    plain = re.sub(r"[^A-Za-z0-9.-]+", "-", fold(name)).strip("-.").lower() or "van-ban"
    stem = plain.rsplit(".", 1)[0][:80]
    return HttpResponse(
        data, content_type=_TYPES.get(kind, "application/octet-stream"),
        headers={
            "Content-Disposition": f'attachment; filename="{stem}.{kind}"',
            "X-Content-Type-Options": "nosniff",
        },
    )  # fmt: skip


def table(found: Iterable[Document], tree: Tree, today: date) -> Table:
    """This function will return the register as a table, as an office prints it."""
    rows = [
        (
            one.symbol, one.signed_on, rules.kind_words(one.kind), one.issuer_name,
            rules.Level(one.level).words,
            "(hồ sơ giấy)" if one.secret else one.subject, one.received_on, one.in_force_on,
            one.ends_on, tree.name(one.unit_id),
        )
        for one in found
    ]  # fmt: skip
    columns = (
        Column("Số, ký hiệu", 18), Column("Ngày ký", 12), Column("Loại", 16),
        Column("Nơi ban hành", 30), Column("Cấp", 14), Column("Trích yếu", 60),
        Column("Ngày đến", 12), Column("Hiệu lực từ", 12), Column("Hết hiệu lực", 12),
        Column("Sổ của", 26),
    )  # fmt: skip
    return Table("Sổ văn bản", f"Ngày {today.day}/{today.month}/{today.year}", columns, rows)
