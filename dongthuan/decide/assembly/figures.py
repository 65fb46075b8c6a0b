"""Mục số liệu của lấy phiếu: published results counted, each with the votes it is counted from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from dongthuan.decide.assembly.models import Vote
from dongthuan.decide.assembly.queries import result_of
from dongthuan.ground.audit.rules import digest
from dongthuan.ground.figures import (
    Ask,
    Direction,
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

_SOURCE = "Kết quả lấy phiếu của hộ đã công bố"
_HOW = "đếm từng đợt lấy phiếu đã công bố kết quả, có ngày kết thúc trong kỳ"
_NOTHING = "Trong kỳ này không có kết quả lấy phiếu nào được công bố."


def _measure(
    key: str, label: str, unit: str, meaning: str, nature: Nature = Nature.FLOW
) -> Measure:
    return Measure(
        f"assembly.{key}", label, unit, nature, decimals=1 if unit == "%" else 0,
        direction=Direction.NONE, reading=Reading.PUBLIC, definition=meaning, source=_SOURCE,
        counted=True,
    )  # fmt: skip


# What each vote adds: to the number, and to the whole of a share.
Adds = Callable[[Vote], tuple[int, int]]
_COUNTED: Mapping[str, tuple[Measure, Adds]] = {
    one.key: (one, adds)
    for one, adds in (
        (_measure("votes", "Đợt lấy phiếu của hộ có kết quả", "đợt",
                  "Đợt lấy phiếu đã chốt và công bố kết quả, có ngày kết thúc trong kỳ."),
         lambda vote: (1, 0)),
        (_measure("adopted", "Nội dung được các hộ thông qua", "đợt",
                  "Đợt lấy phiếu được thông qua theo ngưỡng của việc ấy vào ngày kết thúc."),
         lambda vote: (int(vote.outcome.adopted), 0)),
        (_measure("rejected", "Nội dung không được các hộ thông qua", "đợt",
                  "Đợt lấy phiếu không đạt ngưỡng của việc ấy vào ngày kết thúc."),
         lambda vote: (int(not vote.outcome.adopted), 0)),
        (_measure("households_asked", "Lượt hộ được lấy phiếu", "lượt hộ",
                  "Số hộ trong danh sách của mỗi đợt, cộng các đợt."),
         lambda vote: (vote.outcome.households, 0)),
        (_measure("households_answered", "Lượt hộ có phiếu", "lượt hộ",
                  "Số hộ có phiếu được tính của mỗi đợt, cộng các đợt."),
         lambda vote: (_cast(vote), 0)),
        (_measure("turnout", "Tỷ lệ hộ tham gia lấy phiếu", "%",
                  "Lượt hộ có phiếu được tính trên lượt hộ trong danh sách.", Nature.RATIO),
         lambda vote: (_cast(vote), vote.outcome.households)),
        (_measure("assisted_rate", "Tỷ lệ phiếu có người giúp", "%",
                  "Phiếu có người giúp trên phiếu ghi riêng từng hộ; phiếu đếm chung không kể.",
                  Nature.RATIO),
         lambda vote: (vote.outcome.assisted, _cast(vote) - vote.outcome.together)),
    )
}  # fmt: skip
MEASURES: Mapping[str, Measure] = {key: one for key, (one, _) in _COUNTED.items()}


def _cast(vote: Vote) -> int:
    one = vote.outcome
    return one.yes + one.no + one.other + one.invalid


class Assembly:
    """Counts published results by the unit that asked and the day on which the vote ended."""

    def measures(self, on: date) -> Mapping[str, Measure]:
        """This method will return the counted measures; they hold on every day."""
        return MEASURES

    def measures_of(
        self, days: Sequence[date], notes: dict[str, object] | None = None
    ) -> Mapping[date, Mapping[str, Measure]]:
        """This method will return the counted measures of many days."""
        return dict.fromkeys(days, MEASURES)

    def figures(self, asks: Sequence[Ask], look: Look) -> list[Figure]:
        """This method will count; the evidence is each vote with the sentence of its result."""
        rows = _published(asks, look.known_at)
        return [_figure(ask, rows, look) for ask in asks]


def _published(asks: Sequence[Ask], known_at: datetime | None) -> list[Vote]:
    start = min(ask.period.start for ask in asks)
    end = max(ask.period.end for ask in asks)
    rows = Vote.objects.select_related("outcome").filter(
        status=Vote.Status.CLOSED, outcome__decided_on__gte=start, outcome__decided_on__lt=end
    )
    told = {"published_at__isnull": False} if known_at is None else {"published_at__lte": known_at}
    return list(rows.filter(**told).order_by("closes_on", "pk"))


def _figure(ask: Ask, rows: Sequence[Vote], look: Look) -> Figure:
    measure, adds = _COUNTED[ask.key]
    assert isinstance(look.trees, Forest)
    units = look.trees(ask.period.last_day).gathered(ask.unit)
    mine = [
        vote for vote in rows
        if vote.unit_id in units and ask.period.start <= vote.outcome.decided_on < ask.period.end
    ]  # fmt: skip
    told = [adds(vote) for vote in mine]
    part, whole = sum(one for one, _ in told), sum(one for _, one in told)
    evidence = Evidence(tuple(map(_record, mine)), how=_HOW) if look.evidence else Evidence()
    if measure.nature is not Nature.RATIO:
        return Figure(ask, measure, State.VALUE, Fraction(part), evidence=evidence)
    if not whole:
        return Figure(ask, measure, State.NOT_APPLICABLE, reason=_NOTHING)
    share = Fraction(part, whole) * 100
    return Figure(
        ask, measure, State.VALUE, share, Fraction(part), Fraction(whole), evidence=evidence
    )


def _record(vote: Vote) -> RecordRef:
    held = result_of(vote)
    assert held is not None
    return RecordRef(
        "vote", vote.pk, 1, digest(f"{vote.pk}{vote.outcome.seal}".encode()), vote.unit_id,
        f"{vote.title} – {held.sentence}", recorded_at=vote.published_at, actor=vote.outcome.by,
    )  # fmt: skip
