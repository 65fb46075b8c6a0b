"""Phiếu của hộ: which matters and channels there are, what a household said, who adopted what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dongthuan.ground.primitives.numbers import written

# What `ground.law` calls the rules of a matter, and of its recognition.
LAW = "assembly."
SEND, DECIDE = "recognition.send.", "recognition.decide."
MOST_GROUPS = 200


@dataclass(frozen=True, slots=True)
class Matter:
    """Việc dân quyết định: its code, its words, and what a paper calls a decision of it."""

    code: str
    words: str
    # Money or labour is asked for: a level is adopted, with exemptions by category.
    levels: bool = False

    @property
    def key(self) -> str:
        """This property will return the name under which the law keeps its threshold."""
        return LAW + self.code


_MATTERS = (
    Matter("contribution", "Chủ trương và mức đóng góp làm công trình công cộng", levels=True),
    Matter("community_funds", "Thu, chi, quản lý khoản đóng góp và quỹ của cộng đồng", levels=True),
    Matter("convention", "Hương ước, quy ước"),
    Matter("group_head", "Bầu, cho thôi tổ trưởng tổ dân phố"),
    Matter("boards", "Bầu, cho thôi thành viên Ban Thanh tra nhân dân, Ban Giám sát đầu tư"),
    Matter("other", "Công việc tự quản khác"),
)
MATTERS: Mapping[str, Matter] = {one.code: one for one in _MATTERS}


class Channel(StrEnum):
    """Cách lấy phiếu: hands in a meeting, paper at the door, ballots counted on a board, a phone."""

    HANDS = "hands"
    PAPER = "paper"
    TALLY = "tally"
    PHONE = "phone"

    @property
    def words(self) -> str:
        """This property will return it as a person says it."""
        return {
            "hands": "giơ tay tại cuộc họp", "paper": "phiếu giấy lấy tại nhà",
            "tally": "bỏ phiếu, kiểm trên bảng", "phone": "phiếu in, bấm trên điện thoại",
        }[self]  # fmt: skip

    @property
    def together(self) -> bool:
        """This property will say whether it leaves the count of a group, and no household's word."""
        return self in (Channel.HANDS, Channel.TALLY)


class Choice(StrEnum):
    """Ý kiến của hộ; `COUNTED` says that it stands in a count of many, `VOID` that it was taken off."""

    YES = "yes"
    NO = "no"
    OTHER = "other"
    INVALID = "invalid"
    COUNTED = "counted"
    VOID = "void"

    @property
    def words(self) -> str:
        """This property will return it as a slip says it."""
        return {
            "yes": "đồng ý", "no": "không đồng ý", "other": "ý kiến khác",
            "invalid": "phiếu không hợp lệ", "counted": "tính trong bảng đếm", "void": "bỏ, không tính",
        }[self]  # fmt: skip


SAID = (Choice.YES, Choice.NO, Choice.OTHER)
ON_PAPER = (*SAID, Choice.INVALID)


@dataclass(frozen=True, slots=True)
class Cast:
    """Một lần ghi phiếu: what was written of one household in one channel, the how manieth time."""

    line: int
    channel: Channel
    number: int
    choice: Choice
    assisted: bool = False
    by: str = ""


class Doubt(StrEnum):
    """Vướng của một phiếu: read by one person only, read differently by two, or in two channels."""

    SINGLE = "single"
    DIFFERS = "differs"
    CONFLICT = "conflict"

    @property
    def words(self) -> str:
        """This property will return it as a list of what is left to do says it."""
        return {
            "single": "mới một người nhập", "differs": "hai người nhập khác nhau",
            "conflict": "hộ có phiếu ở hai cách",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """Phiếu đọc được: what stands in one channel, or why nothing can be read yet."""

    choice: Choice | None
    doubt: Doubt | None = None
    assisted: bool = False


def read(casts: Sequence[Cast]) -> Reading:
    """This function will read the writings of one household in one channel. Paper needs two people
    who read the same, or a third look; elsewhere the last writing holds.
    """
    rows = sorted(casts, key=lambda one: one.number)
    last = rows[-1]
    assisted = any(one.assisted for one in rows)
    if last.channel is not Channel.PAPER or last.number > 2:
        return Reading(last.choice, assisted=assisted)
    if len(rows) < 2:
        return Reading(None, Doubt.SINGLE, assisted)
    if rows[0].choice != rows[1].choice:
        return Reading(None, Doubt.DIFFERS, assisted)
    return Reading(last.choice, assisted=assisted)


@dataclass(frozen=True, slots=True)
class Settled:
    """Xử lý hộ có phiếu ở hai cách: which channel counts; a hand to take out of its count."""

    used: str
    keeps: Channel
    hand: Choice | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """Tiếng của một hộ: the channels it used, the one that counts, and what it said there."""

    line: int
    used: tuple[Channel, ...] = ()
    channel: Channel | None = None
    choice: Choice | None = None
    doubt: Doubt | None = None
    assisted: bool = False
    # A hand that was raised, and counts no more.
    hand: Choice | None = None

    @property
    def pair(self) -> str:
        """This property will return the channels as a settlement names them."""
        return together(self.used)


def together(channels: Iterable[Channel]) -> str:
    """This function will name some channels in one word, the same in whatever order."""
    return "+".join(sorted(set(channels)))


def hear(line: int, casts: Sequence[Cast], settled: Mapping[str, Settled] = {}) -> Heard:
    """This function will say what a household said, out of all that was written of it: in two
    channels nothing counts until a person has said which.
    """
    by_channel: dict[Channel, list[Cast]] = {}
    for one in casts:
        by_channel.setdefault(one.channel, []).append(one)
    readings = {channel: read(rows) for channel, rows in by_channel.items()}
    standing = {at: one for at, one in readings.items() if one.choice is not Choice.VOID}
    used = tuple(sorted(standing))
    if not used:
        return Heard(line)
    told = settled.get(together(used))
    if len(used) > 1 and (told is None or told.keeps not in standing):
        return Heard(line, used, doubt=Doubt.CONFLICT)
    channel = told.keeps if told is not None and len(used) > 1 else used[0]
    stands = standing[channel]
    hand = told.hand if told is not None and len(used) > 1 else None
    return Heard(line, used, channel, stands.choice, stands.doubt, stands.assisted, hand)


@dataclass(frozen=True, slots=True)
class Count:
    """Kết quả đếm: how many households said what, of how many."""

    yes: int = 0
    no: int = 0
    other: int = 0
    invalid: int = 0
    assisted: int = 0

    @property
    def cast(self) -> int:
        """This property will return how many households took part."""
        return self.yes + self.no + self.other + self.invalid

    def plus(self, choice: Choice, many: int = 1) -> Count:
        """This method will count some more of one choice, or fewer."""
        return replace(self, **{str(choice): getattr(self, str(choice)) + many})

    def added(self, more: Count) -> Count:
        """This method will add two counts."""
        return Count(self.yes + more.yes, self.no + more.no, self.other + more.other,
                     self.invalid + more.invalid, self.assisted + more.assisted)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    """Bảng đếm của một tổ: hands, or ballots on paper; `marked` households stand in it."""

    unit: int
    channel: Channel
    count: Count
    marked: int = 0

    @property
    def problem(self) -> str:
        """This property will say why the board does not agree with the roll, or return nothing."""
        cast = self.count.cast
        if self.channel is Channel.HANDS and cast != self.marked:
            return (f"đếm {written(cast)} người giơ tay nhưng danh sách đánh dấu "
                    f"{written(self.marked)} hộ")  # fmt: skip
        if cast > self.marked:
            return (f"kiểm được {written(cast)} phiếu nhưng chỉ phát cho {written(self.marked)} "
                    "hộ trong danh sách")  # fmt: skip
        return ""


@dataclass(frozen=True, slots=True)
class Tallied:
    """Kiểm phiếu: the count of each channel, and every household or board that stands in its way."""

    parts: Mapping[Channel, Count]
    doubts: tuple[Heard, ...] = ()
    boards: tuple[Board, ...] = ()

    @property
    def count(self) -> Count:
        """This property will return the count over all channels. What is in doubt counts for nothing:
        where a doubtful hand stands in a count of many, an agreeing one is left out, so that no
        doubt ever adopts anything.
        """
        whole = Count()
        for part in self.parts.values():
            whole = whole.added(part)
        hidden = sum(any(channel.together for channel in one.used) for one in self.doubts)
        return whole.plus(Choice.YES, -min(hidden, whole.yes))

    @property
    def together(self) -> int:
        """This property will return how many were counted without anybody knowing which household."""
        return sum(part.cast for channel, part in self.parts.items() if channel.together)

    @property
    def oversubtracted(self) -> bool:
        """This property will say whether more hands of one kind were set aside than were counted."""
        return any(min(one.yes, one.no, one.other, one.invalid) < 0 for one in self.parts.values())

    def doubted(self, doubt: Doubt) -> tuple[Heard, ...]:
        """This method will return the households with one kind of doubt."""
        return tuple(one for one in self.doubts if one.doubt is doubt)

    @property
    def wrong_boards(self) -> tuple[Board, ...]:
        """This property will return the boards that do not agree with the roll."""
        return tuple(one for one in self.boards if one.problem)


def tallied(heard: Iterable[Heard], boards: Iterable[Board]) -> Tallied:
    """This function will count what households said: one household once, in whatever order it was
    written.
    """
    boards = tuple(boards)
    parts: dict[Channel, Count] = {}
    for board in boards:
        parts[board.channel] = parts.get(board.channel, Count()).added(board.count)
    doubts = []
    for one in heard:
        if one.doubt is not None:
            doubts.append(one)
            continue
        if one.hand is not None:
            parts[Channel.HANDS] = parts.get(Channel.HANDS, Count()).plus(one.hand, -1)
        if one.channel is not None and one.choice not in (None, Choice.COUNTED):
            said = parts.get(one.channel, Count()).plus(one.choice or Choice.OTHER)
            parts[one.channel] = said.added(Count(assisted=int(one.assisted)))
    return Tallied(parts, tuple(doubts), boards)


class Change(StrEnum):
    """Danh sách hộ đã đổi: a household that came, that left, or for which another speaks."""

    CAME = "came"
    LEFT = "left"
    SPEAKER = "speaker"

    @property
    def words(self) -> str:
        """This property will return it as a list says it."""
        return {
            "came": "hộ mới về tổ", "left": "hộ không còn ở tổ", "speaker": "đổi người đại diện",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """Một hộ trong danh sách: its group, and who speaks for it, if anybody was chosen."""

    household: int
    unit: int
    speaker: int | None


@dataclass(frozen=True, slots=True)
class Changed:
    """Một chỗ đổi so với danh sách đã chốt; `found` names what is there now, so that a decision about
    it holds only as long as it is that.
    """

    household: int
    change: Change
    unit: int
    found: str
    speaker: int | None = None
    line: int | None = None


def changes(frozen: Mapping[int, Spoken], now: Iterable[Spoken]) -> list[Changed]:
    """This function will tell a frozen roll (lines by their id) from the households of a day."""
    lines = {one.household: (line, one) for line, one in frozen.items()}
    today = {one.household: one for one in now}
    told = []
    for household, one in today.items():
        if household not in lines:
            told.append(Changed(household, Change.CAME, one.unit, f"unit {one.unit}", one.speaker))
        elif one.speaker != lines[household][1].speaker:
            line, _ = lines[household]
            found = f"speaker {one.speaker or 0}"
            told.append(Changed(household, Change.SPEAKER, one.unit, found, one.speaker, line))
    for household, (line, one) in lines.items():
        if household not in today:
            told.append(Changed(household, Change.LEFT, one.unit, "gone", one.speaker, line))
    return told
