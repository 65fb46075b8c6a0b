"""Mục số liệu của lấy ý kiến: comments received and groups answered; also of one round by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from dongthuan.decide.assembly.models import OpinionComment, OpinionGroup, OpinionRound
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.audit.rules import digest, moment
from dongthuan.ground.figures import (
    Ask,
    Evidence,
    Figure,
    Look,
    Measure,
    Nature,
    Reading,
    RecordRef,
    State,
)
from dongthuan.who.org.queries import Forest

COMMENTS, ANSWERED = "opinions.comments", "opinions.answered"
_OF_ROUND = ":dot."
_SOURCE = "Các đợt lấy ý kiến về dự thảo văn bản"
_HOW = {
    COMMENTS: "đếm từng góp ý nhận trong kỳ; căn cứ không ghi lời góp ý hay tên người",
    ANSWERED: "đếm từng nhóm góp ý của các đợt công bố kết quả trong kỳ, mỗi nhóm một câu trả lời",
}
MEASURES: Mapping[str, Measure] = {
    one.key: one
    for one in (
        Measure(
            COMMENTS, "Góp ý cho dự thảo văn bản", "góp ý", Nature.FLOW, reading=Reading.PUBLIC,
            counted=True, source=_SOURCE,
            definition="Góp ý nhận được trong kỳ, từ trang công khai, họp tổ dân phố và giấy.",
        ),
        Measure(
            ANSWERED, "Nhóm góp ý đã trả lời công khai", "nhóm", Nature.FLOW,
            reading=Reading.PUBLIC, counted=True, source=_SOURCE,
            definition="Nhóm góp ý được trả lời trong các đợt đã công bố kết quả trong kỳ.",
        ),
    )
}  # fmt: skip


def of_round(key: str, round: int) -> str:
    """This function will return the key of a measure for one round."""
    return f"{key}{_OF_ROUND}{round}"


def _parted(key: str) -> tuple[str, int | None]:
    base, mark, told = key.partition(_OF_ROUND)
    return (base, int(told)) if mark and told.isdigit() and len(told) < 19 else (key, None)


class Opinions:
    """Counts by the unit whose round it is, on the days on which words came or answers were published."""

    def measures(self, on: date) -> Mapping[str, Measure]:
        """This method will return the counted measures; they hold on every day."""
        return MEASURES

    def measures_of(
        self, days: Sequence[date], notes: dict[str, object] | None = None
    ) -> Mapping[date, Mapping[str, Measure]]:
        """This method will return the counted measures of many days."""
        return dict.fromkeys(days, MEASURES)

    def named(
        self, keys: Collection[str], on: date, notes: dict[str, object] | None = None
    ) -> Mapping[str, Measure]:
        """This method will return the measures of single rounds that were opened."""
        parted = {key: _parted(key) for key in keys}
        asked = {
            key: (base, pk) for key, (base, pk) in parted.items()
            if pk is not None and base in MEASURES
        }  # fmt: skip
        if not asked:
            return {}
        rows = OpinionRound.objects.filter(pk__in={pk for _, pk in asked.values()})
        titles = dict(rows.exclude(status="draft").values_list("pk", "title"))
        return {
            key: replace(MEASURES[base], key=key, label=f"{MEASURES[base].label}: {titles[pk]}")
            for key, (base, pk) in asked.items() if pk in titles
        }  # fmt: skip

    def figures(self, asks: Sequence[Ask], look: Look) -> list[Figure]:
        """This method will count; the evidence is each comment, or each answered group."""
        return [self._figure(ask, look) for ask in asks]

    def _figure(self, ask: Ask, look: Look) -> Figure:
        assert isinstance(look.trees, Forest)
        base, pk = _parted(ask.key)
        measure = (
            MEASURES[base] if pk is None else self.named([ask.key], look.viewer.today)[ask.key]
        )
        units = look.trees(ask.period.last_day).gathered(ask.unit)
        rows = (_comments if base == COMMENTS else _groups)(ask, look)
        rows = rows.filter(round__unit__in=units)
        if pk is not None:
            rows = rows.filter(round=pk)
        if not look.evidence:
            return Figure(ask, measure, State.VALUE, Fraction(rows.count()))
        record = _comment_record if base == COMMENTS else _group_record
        records = tuple(record(row) for row in rows.select_related("round").order_by("pk"))
        evidence = Evidence(records, how=_HOW[base])
        return Figure(ask, measure, State.VALUE, Fraction(len(records)), evidence=evidence)


def _comments(ask: Ask, look: Look) -> Any:
    rows = OpinionComment.objects.filter(said_on__gte=ask.period.start, said_on__lt=ask.period.end)
    return rows.filter(at__lte=look.known_at) if look.known_at else rows


def _groups(ask: Ask, look: Look) -> Any:
    start = _moment(ask.period.start)
    rows = OpinionGroup.objects.filter(
        round__status="published", round__published_at__gte=start,
        round__published_at__lt=_moment(ask.period.end),
    ).exclude(verdict="")  # fmt: skip
    return rows.filter(round__published_at__lte=look.known_at) if look.known_at else rows


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


def _comment_record(row: OpinionComment) -> RecordRef:
    said = row.said_on
    told = f"góp ý số {row.number}, ngày {said.day}/{said.month}/{said.year}: {row.round.title}"
    return RecordRef(
        "comment", row.pk, 1, digest(f"{row.pk}{row.note_digest}".encode()), row.round.unit_id,
        told, recorded_at=row.at,
    )  # fmt: skip


def _group_record(row: OpinionGroup) -> RecordRef:
    told = f"{OpinionGroup.Verdict(row.verdict).label}: {row.theme[:120]} – {row.round.title}"
    return RecordRef(
        "opinion_group", row.pk, row.version,
        digest(f"{row.pk}.{row.version}{moment(row.changed_at)}".encode()), row.round.unit_id,
        told, recorded_at=row.changed_at,
    )  # fmt: skip
