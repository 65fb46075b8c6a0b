"""Nouns of opinion rounds: rounds within reach, comments with their words, groups, what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from dongthuan.decide.assembly.drafting import Run, differences
from dongthuan.decide.assembly.models import (
    OpinionComment,
    OpinionGroup,
    OpinionRound,
    OpinionSection,
    OpinionStep,
    OpinionUnit,
)
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act

_S = OpinionRound.Status


def rounds(*, viewer: Actor) -> QuerySet[OpinionRound]:
    """This function will return the rounds a viewer keeps, or whose asked groups they speak for."""
    rows = OpinionRound.objects.order_by("-closes_on", "-pk")
    reach = viewer.reach(Act.OPINION_KEEP)
    if reach.units is None:
        return rows
    asked = OpinionUnit.objects.filter(unit_id__in=reach.units).values("round_id")
    return rows.filter(Q(unit_id__in=reach.units) | Q(pk__in=asked) & ~Q(status=_S.DRAFT))


def round_seen(*, viewer: Actor, pk: int) -> OpinionRound | None:
    """This function will return a round the viewer may see at the desk, or None."""
    return rounds(viewer=viewer).filter(pk=pk).first()


def public_rounds() -> QuerySet[OpinionRound]:
    """This function will return what everybody may read: rounds that were opened to all."""
    return OpinionRound.objects.filter(public=True).exclude(status=_S.DRAFT).order_by(
        "-closes_on", "-pk"
    )  # fmt: skip


def sections(round: OpinionRound) -> list[OpinionSection]:
    """This function will return the sections of a draft in their order."""
    return list(OpinionSection.objects.filter(round=round).order_by("order"))


def units_asked(round: OpinionRound) -> list[int]:
    """This function will return the groups that are asked."""
    rows = OpinionUnit.objects.filter(round=round).order_by("pk")
    return list(rows.values_list("unit_id", flat=True))


@dataclass(frozen=True, slots=True)
class Word:
    """Một góp ý: its number and words, where they came from and what they are about."""

    id: int
    number: int
    text: str
    section: int | None
    source: str
    unit: int | None
    said_on: date
    named: bool
    group: int | None = None
    name: str = ""


def words(
    round: OpinionRound, *, viewer: Actor, loose: bool | None = None, names: bool = False,
    only: Collection[int] | None = None,
) -> list[Word]:  # fmt: skip
    """This function will return comments of a round with their words: all to who keeps the round, to
    the head of a group what their own group said; `loose` ones are in no group.
    """
    rows = OpinionComment.objects.filter(round=round).order_by("number")
    if not viewer.may(Act.OPINION_KEEP, round.unit_id):
        rows = viewer.reach(Act.OPINION_KEEP).within(rows)
    if loose is not None:
        rows = rows.filter(grouping__isnull=loose)
    if only is not None:
        rows = rows.filter(pk__in=only)
    found = list(rows.values(
        "pk", "number", "section_id", "source", "unit_id", "said_on", "note_id", "name_id",
        "grouping__group_id",
    ))  # fmt: skip
    said = trail.notes(row["note_id"] for row in found)
    called = trail.notes(row["name_id"] for row in found) if names else {}
    sources = dict(OpinionComment.Source.choices)
    return [
        Word(
            row["pk"], row["number"], said.get(row["note_id"], ""), row["section_id"],
            sources[row["source"]], row["unit_id"], row["said_on"], row["name_id"] is not None,
            row["grouping__group_id"], called.get(row["name_id"] or 0, ""),
        )
        for row in found
    ]  # fmt: skip


def comment(*, round: OpinionRound, pk: int) -> OpinionComment | None:
    """This function will return a comment of a round, without its words."""
    return OpinionComment.objects.filter(round=round, pk=pk).select_related("round").first()


def loose_ids(round: OpinionRound) -> list[int]:
    """This function will return the comments that are in no group yet, in the order they came."""
    rows = OpinionComment.objects.filter(round=round, grouping__isnull=True).order_by("number")
    return list(rows.values_list("pk", flat=True))


@dataclass
class Answered:
    """Nhóm góp ý: the group with how many comments it holds, and them where they were asked for."""

    group: OpinionGroup
    count: int
    words: list[Word] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """This property will return the answer as people say it, or an empty text."""
        return OpinionGroup.Verdict(self.group.verdict).label if self.group.verdict else ""


def groups(round: OpinionRound, told: Iterable[Word] = ()) -> list[Answered]:
    """This function will return the groups of a round in the order of the draft."""
    rows = OpinionGroup.objects.filter(round=round).select_related("section")
    held = {
        row.pk: Answered(row, row.counted)
        for row in rows.annotate(counted=Count("groupings")).order_by("section__order", "pk")
    }
    for one in told:
        if one.group in held:
            held[one.group].words.append(one)
    return list(held.values())


def group(*, round: OpinionRound, pk: int) -> OpinionGroup | None:
    """This function will return a group of a round."""
    return OpinionGroup.objects.filter(round=round, pk=pk).select_related("round").first()


def problems(round: OpinionRound, *, on: date) -> list[str]:
    """This function will say what stands in the way of publishing; nothing is an empty list."""
    found = []
    if on <= round.closes_on:
        day = round.closes_on
        found.append(
            f"Đợt lấy ý kiến còn nhận góp ý đến hết ngày {day.day}/{day.month}/{day.year}."
        )
    loose = OpinionComment.objects.filter(round=round, grouping__isnull=True).count()
    if loose:
        found.append(f"Còn {loose} góp ý chưa xếp vào nhóm nào.")
    open_ones = OpinionGroup.objects.filter(round=round, verdict="").count()
    if open_ones:
        found.append(f"Còn {open_ones} nhóm chưa được trả lời.")
    untold = OpinionSection.objects.filter(round=round, final__isnull=True).count()
    if untold:
        found.append(f"Còn {untold} mục chưa ghi bản cuối; mục không đổi thì ghi như dự thảo.")
    return found


@dataclass(frozen=True, slots=True)
class Changed:
    """Một mục trước và sau: what was taken out and put in, beside the groups it answers."""

    section: OpinionSection
    runs: tuple[Run, ...]
    groups: tuple[Answered, ...]

    @property
    def said(self) -> str:
        """This property will say what became of the section."""
        if self.section.final is None:
            return "chưa có bản cuối"
        if not self.section.final:
            return "đã bỏ"
        if not self.section.text:
            return "thêm mới"
        return "giữ nguyên" if all(run.kind == "same" for run in self.runs) else "đã sửa"


def changes(round: OpinionRound, held: Collection[Answered]) -> list[Changed]:
    """This function will return every section with what changed and the groups that speak of it."""
    return [
        Changed(
            one,
            tuple(differences(one.text, one.text if one.final is None else one.final)),
            tuple(row for row in held if row.group.section_id == one.pk),
        )
        for one in sections(round)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passed:
    """Bước đã qua: what happened to a round, when and why."""

    words: str
    at: datetime
    by: str
    reason: str


_STEPS = {
    "opened": "Mở lấy ý kiến", "extended": "Kéo dài", "published": "Công bố kết quả",
    "cancelled": "Hủy",
}  # fmt: skip


def way_of(round: OpinionRound) -> list[Passed]:
    """This function will return the steps of a round with their reasons."""
    rows = list(OpinionStep.objects.filter(round=round).order_by("pk"))
    names = trail.names(row.by for row in rows)
    notes = trail.notes(row.note_id for row in rows)
    return [
        Passed(_STEPS[row.step], row.at, names.get(row.by, ""), notes.get(row.note_id or 0, ""))
        for row in rows
    ]
