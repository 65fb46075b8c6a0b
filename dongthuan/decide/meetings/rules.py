"""Loại cuộc họp, thành phần, biểu quyết: what meetings there are, who may vote, what was adopted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from dongthuan.ground.primitives.thresholds import Threshold
from dongthuan.who.people.rules import same_name

MOST_ON_A_ROLL = 2000
MOST_AGENDA = 60
# No rule of law stands behind it: the unit set it, and the page says so.
UNCHECKED = "ngưỡng do đơn vị đặt, chưa đối chiếu văn bản"


class UnableToRead(Exception):
    """Raised when pasted or typed words tell no roll, threshold or week; says which line and what to do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Loại cuộc họp: its words, and the kinds of unit that hold it; none named: every unit may."""

    code: str
    words: str
    held_by: tuple[str, ...] = ()

    def fits(self, unit_kind: str) -> bool:
        """This method will say whether a unit of a kind holds such meetings."""
        return not self.held_by or unit_kind in self.held_by


_COMMITTEES = ("party_committee", "party_base", "party_section")
_KINDS = (
    Kind("committee", "Hội nghị Ban Chấp hành", (*_COMMITTEES, "front", "association")),
    Kind("standing", "Hội nghị Ban Thường vụ", (*_COMMITTEES, "front", "association")),
    Kind("cell-regular", "Sinh hoạt chi bộ thường kỳ", ("cell",)),
    Kind("cell-thematic", "Sinh hoạt chi bộ chuyên đề", ("cell",)),
    Kind("cell-committee", "Họp chi ủy", ("cell",)),
    Kind("people-committee", "Phiên họp Ủy ban nhân dân", ("ward",)),
    Kind("residents", "Họp tổ dân phố", ("residential_group",)),
    Kind("front-board", "Họp Ban Công tác Mặt trận", ("front_board",)),
    Kind("conference", "Hội nghị"),
    Kind("working", "Họp công việc"),
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}


class Attendance(StrEnum):
    """Có mặt hay vắng: what the roll call says of one person."""

    EXPECTED = "expected"
    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"

    @property
    def words(self) -> str:
        """This property will return it as a secretary writes it."""
        return {
            "expected": "chưa điểm danh", "present": "có mặt", "late": "đến muộn",
            "excused": "vắng có lý do", "absent": "vắng không lý do",
        }[self]  # fmt: skip


HERE = frozenset({Attendance.PRESENT, Attendance.LATE})


class Manner(StrEnum):
    """Cách quyết: by hands, by ballots on paper (only their count is kept), or without a vote."""

    CONSENSUS = "consensus"
    HANDS = "hands"
    BALLOT = "ballot"

    @property
    def words(self) -> str:
        """This property will return it as minutes write it."""
        return {
            "consensus": "thống nhất, không biểu quyết", "hands": "giơ tay biểu quyết",
            "ballot": "bỏ phiếu kín",
        }[self]  # fmt: skip


class Base(StrEnum):
    """Tính trên: whom a share of votes is taken of."""

    PRESENT = "present"
    ALL = "all"

    @property
    def words(self) -> str:
        """This property will return it as minutes write it."""
        return {
            "present": "người có quyền biểu quyết có mặt",
            "all": "người có quyền biểu quyết được mời",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """Thành phần đã đếm: how many were called and came, of all and of those who vote."""

    called: int = 0
    here: int = 0
    voters: int = 0
    voters_here: int = 0
    unmarked: int = 0

    def of(self, base: Base) -> int:
        """This method will return how many voters a share is taken of."""
        return self.voters_here if base is Base.PRESENT else self.voters


def counted(roll: Iterable[tuple[bool, Attendance]]) -> Count:
    """This function will count a roll: of each person whether they vote, and whether they came."""
    rows = list(roll)
    here = [(votes, one) for votes, one in rows if one in HERE]
    return Count(
        len(rows), len(here), sum(votes for votes, _ in rows), sum(votes for votes, _ in here),
        sum(one is Attendance.EXPECTED for _, one in rows),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quorum:
    """Đủ số người họp: the share of voters who came, against what the unit asks for."""

    count: Count
    needed: Threshold

    @property
    def met(self) -> bool:
        """This property will say whether enough voters came; of no voters nothing is enough."""
        if not self.count.voters:
            return False
        return self.needed.reached_by(Fraction(self.count.voters_here, self.count.voters))


@dataclass(frozen=True, slots=True)
class Tally:
    """Kết quả kiểm phiếu: how many said what."""

    yes: int = 0
    no: int = 0
    abstain: int = 0
    invalid: int = 0

    @property
    def cast(self) -> int:
        """This property will return how many took part."""
        return self.yes + self.no + self.abstain + self.invalid


def is_adopted(
    manner: Manner, tally: Tally, count: Count, needed: Threshold | None, base: Base
) -> bool:
    """This function will say whether a decision was adopted: exact, and never typed. What all agreed
    to without a vote is; a vote is where the share of «yes» reaches the threshold.
    """
    if manner is Manner.CONSENSUS:
        return True
    voters = count.of(base)
    if needed is None or not voters:
        return False
    return needed.reached_by(Fraction(tally.yes, voters))


def vote_problem(
    manner: Manner, tally: Tally, count: Count, needed: Threshold | None, counters: str
) -> str:
    """This function will say why a vote cannot be as told, or return an empty text."""
    if manner is Manner.CONSENSUS:
        return "Thống nhất, không biểu quyết thì để trống các ô phiếu." if tally.cast else ""
    if min(tally.yes, tally.no, tally.abstain, tally.invalid) < 0:
        return "Số phiếu không thể âm."
    if manner is Manner.HANDS and tally.invalid:
        return "Giơ tay biểu quyết thì không có phiếu không hợp lệ; để trống ô ấy."
    if needed is None:
        return "Chưa chọn ngưỡng thông qua."
    if not tally.cast:
        return "Chưa ghi kết quả biểu quyết: bao nhiêu người đồng ý, không đồng ý, không ý kiến."
    if tally.cast > count.voters_here:
        return (
            f"Có {tally.cast} phiếu mà chỉ {count.voters_here} người có quyền biểu quyết có mặt. "
            "Xem lại số phiếu, hoặc điểm danh lại."
        )
    names = [one for one in re.split(r"[,;\n]", counters) if one.strip()]
    if manner is Manner.BALLOT and len(names) < 2:
        return "Bỏ phiếu kín: ghi tên hai người kiểm phiếu, cách nhau bằng dấu phẩy."
    return ""


def threshold(text: str) -> Threshold | None:
    """This function will read «>= 2/3», or nothing of an empty text. Raises UnableToRead."""
    if not text.strip():
        return None
    try:
        found = Threshold.parse(text)
    except (ValueError, ZeroDivisionError):
        raise UnableToRead("Ngưỡng: ghi như «> 1/2» hoặc «>= 2/3».") from None
    if found.sign not in (">", ">=") or not 0 < found.value <= 1:
        raise UnableToRead("Ngưỡng: ghi phần lớn hơn 0 và không quá 1, như «> 1/2», «>= 2/3».")
    return found


@dataclass(frozen=True, slots=True)
class Named:
    """Người được mời: a name, a title, and whether they may vote."""

    name: str
    title: str = ""
    votes: bool = True
    person: int | None = None

    @property
    def alike(self) -> tuple[str, str]:
        """This property will return what two lines about one person share."""
        return same_name(self.name), same_name(self.title)


_GUEST = re.compile(r"\((?:khách mời|khách|mời|không biểu quyết|dự thính)\)\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(?:\d{1,4}\s*[.)/]\s*|\d{1,4}\t\s*|[-•+*]\s+)")
_APART = re.compile(r"\t+|\s+[-–—]\s+|\s*[,;]\s*")


def read_roll(text: str) -> list[Named]:
    """This function will read a list of names, one a line: «Nguyễn Văn A – Tổ trưởng (khách mời)».

    :raises UnableToRead: too many lines, a name twice, a line that is no name.
    """
    found: list[Named] = []
    at: dict[tuple[str, str], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        told = " ".join(_NUMBER.sub("", line).replace("\t", " – ").split())
        if not told:
            continue
        guest = _GUEST.search(told)
        told = _GUEST.sub("", told).strip()
        name, *title = (part.strip() for part in _APART.split(told, maxsplit=1))
        one = Named(name, title[0] if title else "", not guest)
        if not re.search(r"[^\W\d_]", name) or len(name) > 120 or len(one.title) > 160:
            raise UnableToRead(
                f"Dòng {number}: «{told[:40]}» không giống một họ tên. Mỗi dòng ghi một người, như "
                "«Nguyễn Văn A – Tổ trưởng»."
            )
        if one.alike in at:
            raise UnableToRead(
                f"Dòng {number} trùng dòng {at[one.alike]}: «{told[:60]}». Bỏ một dòng; nếu là hai "
                "người cùng tên thì ghi thêm chức danh hay nơi ở để phân biệt."
            )
        at[one.alike] = number
        found.append(one)
        if len(found) > MOST_ON_A_ROLL:
            raise UnableToRead(
                f"Danh sách dài quá {MOST_ON_A_ROLL} người. Chia thành hai cuộc họp."
            )
    return found


@dataclass(frozen=True, slots=True)
class Matter:
    """Nội dung: one line of an agenda, and who presents it."""

    title: str
    presenter: str = ""


def read_agenda(text: str) -> list[Matter]:
    """This function will read an agenda, one matter a line: «Nội dung | người trình bày».

    :raises UnableToRead: too many lines, or one too long.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        told = " ".join(_NUMBER.sub("", line).split())
        if not told:
            continue
        title, _, presenter = (part.strip() for part in told.partition("|"))
        if not title or len(title) > 300 or len(presenter) > 160:
            raise UnableToRead(
                f"Chương trình, dòng {number}: ghi «nội dung | người trình bày», nhiều nhất 300 ký tự."
            )
        found.append(Matter(title, presenter))
    if len(found) > MOST_AGENDA:
        raise UnableToRead(f"Chương trình có {len(found)} nội dung; nhiều nhất {MOST_AGENDA}.")
    return found


@dataclass(frozen=True, slots=True)
class Week:
    """Tuần: Monday to Sunday, as the calendar of work counts."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Week:
        """This method will return the week of a day."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def read(cls, code: str) -> Week:
        """This method will read «2021-W27». Raises UnableToRead."""
        match = re.fullmatch(r"(\d{4})-W(\d{1,2})", code.strip())
        try:
            if match is None or not 1900 <= int(match[1]) <= 2200:
                raise ValueError
            return cls(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        except ValueError:
            raise UnableToRead(f"Không có tuần «{code[:12]}»; ghi như 2021-W27.") from None

    @property
    def code(self) -> str:
        """This property will return the week as an address writes it."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def number(self) -> int:
        """This property will return the number of the week in its year."""
        return self.monday.isocalendar().week

    @property
    def days(self) -> tuple[date, ...]:
        """This property will return its seven days."""
        return tuple(self.monday + timedelta(days=at) for at in range(7))

    def moved(self, weeks: int) -> Week:
        """This method will return another week, so many later."""
        return Week(self.monday + timedelta(weeks=weeks))
