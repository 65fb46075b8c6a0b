"""Tiếng của từng hộ: what was written of every line, read together, and the count that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dongthuan.decide.assembly import rules
from dongthuan.decide.assembly.models import (
    Ballot,
    ConflictSettlement,
    RollLine,
    TallyBoard,
    Vote,
)
from dongthuan.decide.assembly.queries._rolls import roll_lines
from dongthuan.decide.assembly.rules import (
    Board,
    Cast,
    Channel,
    Choice,
    Count,
    Heard,
    Settled,
    Tallied,
)
from dongthuan.ground.audit import queries as trail


@dataclass(frozen=True)
class Counted:
    """Đã đếm: the lines that stand, what each household said, the boards, and the count over all."""

    lines: list[RollLine]
    heard: dict[int, Heard]
    boards: list[TallyBoard]
    tallied: Tallied

    @property
    def households(self) -> int:
        """This property will return how many households are asked."""
        return len(self.lines)

    @property
    def unboarded(self) -> list[tuple[int, Channel]]:
        """This property will return the groups whose households are marked, and that have no board."""
        marked = {
            (line.unit_id, channel)
            for line in self.lines
            for channel in self.heard[line.pk].used
            if channel.together
        }
        return sorted(marked - {(row.unit_id, Channel(row.channel)) for row in self.boards})


def counted(vote: Vote) -> Counted:
    """This function will count a vote as it is written now, in five queries however many households."""
    lines = list(roll_lines(vote).select_related("household"))
    heard = _heard(vote, lines)
    boards = last_boards(vote)
    marked: dict[tuple[int, Channel], int] = {}
    for line in lines:
        for channel in heard[line.pk].used:
            if channel.together:
                at = (line.unit_id, channel)
                marked[at] = marked.get(at, 0) + 1
    told = [
        Board(row.unit_id, Channel(row.channel), board_count(row),
              marked.get((row.unit_id, Channel(row.channel)), 0))
        for row in boards
    ]  # fmt: skip
    return Counted(lines, heard, boards, rules.tallied(heard.values(), told))


def _heard(vote: Vote, lines: Iterable[RollLine]) -> dict[int, Heard]:
    casts, settled = _written(vote)
    return {
        line.pk: rules.hear(line.pk, casts.get(line.pk, ()), settled.get(line.pk, {}))
        for line in lines
    }


def _written(
    vote: Vote, only: int | None = None
) -> tuple[dict[int, list[Cast]], dict[int, dict[str, Settled]]]:
    """Return what was written of each household, and how a person settled it; of one line, or of all."""
    ballots = Ballot.objects.filter(vote=vote)
    settlements = ConflictSettlement.objects.filter(vote=vote)
    if only is not None:
        ballots, settlements = ballots.filter(line=only), settlements.filter(line=only)
    casts: dict[int, list[Cast]] = {}
    for line, channel, number, choice, assisted, by in ballots.values_list(
        "line_id", "channel", "number", "choice", "assisted", "by"
    ):
        told = Cast(line, Channel(channel), number, Choice(choice), assisted, by)
        casts.setdefault(line, []).append(told)
    settled: dict[int, dict[str, Settled]] = {}
    for line, used, keeps, hand in settlements.values_list("line_id", "used", "keeps", "hand"):
        one = Settled(used, Channel(keeps), Choice(hand) if hand else None)
        settled.setdefault(line, {})[used] = one
    return casts, settled


def heard_of(vote: Vote, line: int) -> Heard:
    """This function will return what one household said, as it is written now."""
    return heard_with_casts(vote, line)[0]


def heard_with_casts(vote: Vote, line: int) -> tuple[Heard, Sequence[Cast]]:
    """This function will return what one household said, and everything that was written of it."""
    casts, settled = _written(vote, line)
    written = casts.get(line, ())
    return rules.hear(line, written, settled.get(line, {})), written


def last_boards(vote: Vote) -> list[TallyBoard]:
    """This function will return the board that holds of each group and channel."""
    rows = TallyBoard.objects.filter(vote=vote).select_related("unit").order_by("number")
    held = {(row.unit_id, row.channel): row for row in rows}
    return sorted(held.values(), key=lambda row: (row.unit_id, row.channel))


def board_count(row: TallyBoard) -> Count:
    """This function will return what a board counts."""
    return Count(row.yes, row.no, row.other, row.invalid)


def counters_of(boards: Iterable[TallyBoard]) -> dict[int, str]:
    """This function will return who counted each board, as long as their names are kept."""
    rows = list(boards)
    notes = trail.notes(row.counters_id for row in rows)
    return {row.pk: notes.get(row.counters_id or 0, "") for row in rows}


def writings_of(line: int) -> list[Ballot]:
    """This function will return everything that was written of one household, in order."""
    return list(Ballot.objects.filter(line=line).order_by("pk"))


def read_by(vote: Vote, *, key: str, channel: Channel = Channel.PAPER) -> set[int]:
    """This function will return the numbers of the lines whose paper somebody has read."""
    rows = Ballot.objects.filter(vote=vote, channel=channel, by=key)
    return set(rows.values_list("line__number", flat=True))
