"""Văn bản, nhiệm vụ: kinds of links, steps of a task, and how lateness is counted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dongthuan.ground.papers.rules import KINDS, Scheme, read_symbol
from dongthuan.ground.primitives.folding import fold


class Level(StrEnum):
    """Cấp ban hành: from the centre down; who stands below cannot end what stands above."""

    CENTRE = "centre"
    PROVINCE = "province"
    CITY = "city"
    WARD = "ward"
    BELOW = "below"

    @property
    def words(self) -> str:
        """This property will return the level as a person says it."""
        return {
            "centre": "Trung ương",
            "province": "tỉnh",
            "city": "thành phố, huyện",
            "ward": "phường, xã",
            "below": "chi bộ, tổ dân phố",
        }[self]

    @property
    def rank(self) -> int:
        """This property will return 0 for the centre, more for each step down."""
        return list(Level).index(self)


OTHER_KIND = "khac"
# A plan line is a clause of one of these: it is answered by a task, not by another plan.
PLANS = frozenset({"ke-hoach", "chuong-trinh", "de-an", "phuong-an", "du-an"})


def kind_words(code: str) -> str:
    """This function will return a kind of document as a person says it."""
    return KINDS[code].words if code in KINDS else "Văn bản khác"


class Relation(StrEnum):
    """Quan hệ văn bản: what a newer document does to an older one."""

    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    CITES = "cites"

    @property
    def words(self) -> str:
        """This property will return the relation as a person says it, the newer one first."""
        return {
            "implements": "thực hiện",
            "amends": "sửa đổi, bổ sung",
            "replaces": "thay thế",
            "repeals": "bãi bỏ",
            "cites": "căn cứ, viện dẫn",
        }[self]

    @property
    def passive(self) -> str:
        """This property will return the relation as said of the older one."""
        return {
            "implements": "được thực hiện bằng",
            "amends": "được sửa đổi, bổ sung bởi",
            "replaces": "bị thay thế bởi",
            "repeals": "bị bãi bỏ bởi",
            "cites": "được viện dẫn trong",
        }[self]

    @property
    def ends(self) -> bool:
        """This property will say whether the older document is in force no more."""
        return self in (Relation.REPLACES, Relation.REPEALS)

    @property
    def changes(self) -> bool:
        """This property will say whether only the issuer or a body above may do it (domain.md §6.5)."""
        return self.ends or self is Relation.AMENDS


class Status(StrEnum):
    """Tình trạng nhiệm vụ: from being assigned to being accepted as done, or withdrawn."""

    ASSIGNED = "assigned"
    TAKEN = "taken"
    DOING = "doing"
    REPORTED = "reported"
    RETURNED = "returned"
    DONE = "done"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """This property will return the status as a person says it."""
        return {
            "assigned": "mới giao",
            "taken": "đã nhận việc",
            "doing": "đang làm",
            "reported": "đã báo kết quả, chờ nghiệm thu",
            "returned": "trả lại để làm tiếp",
            "done": "đã nghiệm thu",
            "withdrawn": "đã thu hồi",
        }[self]

    @property
    def is_open(self) -> bool:
        """This property will say whether something is still owed."""
        return self not in (Status.DONE, Status.WITHDRAWN)

    @property
    def is_waiting(self) -> bool:
        """This property will say whether the lead unit is the one to move."""
        return self.is_open and self is not Status.REPORTED


OPEN = tuple(one for one in Status if one.is_open)
WITH_UNIT = tuple(one for one in Status if one.is_waiting)


class Move(StrEnum):
    """Bước của nhiệm vụ: what was done about it; a step is never edited, only followed by another."""

    ASSIGN = "assign"
    TAKE = "take"
    BEGIN = "begin"
    NOTE = "note"
    REPORT = "report"
    ACCEPT = "accept"
    RETURN = "return"
    UNDO = "undo"
    EXTEND = "extend"
    PASS_ON = "pass_on"
    WITHDRAW = "withdraw"

    @property
    def words(self) -> str:
        """This property will return the step as a person says it."""
        return {
            "assign": "giao việc",
            "take": "nhận việc",
            "begin": "bắt đầu làm",
            "note": "ghi tiến độ",
            "report": "báo kết quả",
            "accept": "nghiệm thu",
            "return": "trả lại",
            "undo": "hủy nghiệm thu",
            "extend": "dời hạn",
            "pass_on": "chuyển đơn vị làm",
            "withdraw": "thu hồi",
        }[self]


_NOT_REPORTED = frozenset(WITH_UNIT)
# From which statuses a step may be made, and what the task is afterwards (None: as before).
MOVES: Mapping[Move, tuple[frozenset[Status], Status | None]] = {
    Move.TAKE: (frozenset({Status.ASSIGNED}), Status.TAKEN),
    Move.BEGIN: (frozenset({Status.ASSIGNED, Status.TAKEN, Status.RETURNED}), Status.DOING),
    Move.NOTE: (frozenset(OPEN), None),
    Move.REPORT: (_NOT_REPORTED, Status.REPORTED),
    Move.ACCEPT: (frozenset({Status.REPORTED}), Status.DONE),
    Move.RETURN: (frozenset({Status.REPORTED}), Status.RETURNED),
    Move.UNDO: (frozenset({Status.DONE}), Status.REPORTED),
    Move.EXTEND: (frozenset(OPEN), None),
    Move.PASS_ON: (frozenset(OPEN), None),
    Move.WITHDRAW: (frozenset(OPEN), Status.WITHDRAWN),
}


def may_move(status: str, move: Move) -> bool:
    """This function will say whether a step may be made from a status."""
    return Status(status) in MOVES[move][0]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Hạn: the day first set, to which it was moved since, and the day the result was handed in.

    Lateness is counted from the day first set; a moved deadline stands beside it and takes nothing
    away. What was due before the unit's first day in the system says so and is not called late.
    """

    due: date
    moved: date | None
    handed: date | None
    today: date
    first_day: date | None = None
    closed: bool = False

    @property
    def before_use(self) -> bool:
        """This property will say whether the work fell due before the unit was here at all."""
        return (
            self.first_day is not None
            and self.due < self.first_day
            and self.handed is None
            and not self.closed
        )

    @property
    def late_days(self) -> int:
        """This property will return by how many days the first deadline was or is missed; 0 if not."""
        if self.before_use or (self.closed and self.handed is None):
            return 0
        return max(0, ((self.handed or self.today) - self.due).days)

    @property
    def days_left(self) -> int:
        """This property will return the days until the deadline that holds now."""
        return ((self.moved or self.due) - self.today).days

    @property
    def words(self) -> str:
        """This property will say where the deadline stands: «hạn 30/6/2021, còn 3 ngày»."""
        told = f"hạn {_day(self.due)}"
        if self.moved is not None:
            told += f", dời đến {_day(self.moved)}"
        if self.before_use:
            return f"{told}: trước khi dùng – chưa nhập"
        if self.late_days:
            return f"{told}, {'muộn' if self.handed else 'đã quá'} {self.late_days} ngày"
        if self.handed or self.closed:
            return told
        if self.days_left == 0:
            return f"{told}, là hôm nay"
        return f"{told}, còn {self.days_left} ngày" if self.days_left > 0 else told


# The way of a reminder that is sent; in the app and on paper it is read off what is owed.
MAIL = "mail"


def digest_text(unit: str, day: date, late: Sequence[str], soon: Sequence[str]) -> str:
    """This function will write what a unit has late or falling due, to be sent or copied into a chat."""
    lines = [f"Kính gửi {unit}, nhắc việc ngày {_day(day)}."]
    if late:
        lines += ["Đã quá hạn, chưa có kết quả:", *(f"- {one}" for one in late)]
    if soon:
        lines += ["Sắp đến hạn:", *(f"- {one}" for one in soon)]
    lines += ["Làm xong, các bác mở «Việc của tôi» rồi báo kết quả kèm ảnh hoặc giấy tờ. Vướng chỗ "
              "nào, các bác gọi văn phòng. Cảm ơn các bác."]  # fmt: skip
    return "\n".join(lines)


def owing_text(
    title: str, product: str, due: date, today: date, owing: Sequence[str], again: Sequence[str]
) -> str:  # fmt: skip
    """This function will write which units still owe the result of a task given to many."""
    if not owing and not again:
        return f"{title}: các đơn vị đã báo kết quả đủ. Cảm ơn các bác."
    lines = [f"Kính gửi các bác, về việc «{title}», hạn {_day(due)}."]
    if owing:
        lines += [f"Đến {_day(today)} còn {len(owing)} đơn vị chưa báo kết quả:"]
        lines += [f"- {one}" for one in owing]
    if again:
        lines += ["Đã báo và được trả lại, nhờ các bác làm tiếp:", *(f"- {one}" for one in again)]
    lines += [f"Cần có: {product}. Vướng chỗ nào, các bác gọi văn phòng. Cảm ơn các bác."]
    return "\n".join(lines)


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


# Độ mật: words that an office stamps on a paper; such a paper never enters (design: «hồ sơ giấy»).
_SECRET = re.compile(r"^\s*(tuyệt\s+mật|tối\s+mật|mật)\s*$", re.IGNORECASE | re.MULTILINE)
# «Số 12-QĐ/TU (mật)»: a secret number may carry an M in its symbol.
_SECRET_SYMBOL = re.compile(r"(?:\(\s*m\s*\)|-m\b|\bm-)", re.IGNORECASE)


def is_secret(text: str, symbol: str = "") -> bool:
    """This function will say whether a paper says of itself that it is Mật or above: a stamp of its
    own on a line near the head, or an M in its symbol.
    """
    head = "\n".join(text.splitlines()[:40])
    return bool(_SECRET.search(head) or _SECRET_SYMBOL.search(symbol.split("/")[0]))


@dataclass(frozen=True, slots=True)
class Told:
    """Số và ký hiệu đã tách: scheme, number and abbreviation, as far as the symbol tells them."""

    scheme: str
    number: int | None
    abbreviation: str
    kinds: tuple[str, ...]


def told_by(symbol: str) -> Told:
    """This function will take a written symbol apart; what it does not tell stays empty."""
    read = read_symbol(symbol)
    if read is not None:
        return Told(read.scheme.value, read.number, read.abbreviation, read.kinds)
    number = re.match(
        r"\s*(?:số\s*:?\s*)?(\d+)\s*/\s*(\d{4})\s*/\s*([^\W\d]+)", symbol, re.IGNORECASE
    )
    if number is not None:
        short = number.group(3)
        kinds = tuple(kind.code for kind in KINDS.values() if short == kind.state)
        return Told(Scheme.STATE.value, int(number.group(1)), short, kinds)
    return Told("", None, "", ())


def tidy_symbol(symbol: str) -> str:
    """This function will write a symbol as it is kept: without «Số», without stray spaces."""
    text = re.sub(r"^\s*số\s*:?\s*", "", symbol, flags=re.IGNORECASE)
    return re.sub(r"\s*([/-])\s*", r"\1", " ".join(text.split()))


def same_symbol(symbol: str) -> str:
    """This function will return what two writings of one symbol have in common: «4-nq/tw»."""
    text = fold(tidy_symbol(symbol)).lower()
    return re.sub(r"^0+(?=\d)", "", text)


def same_issuer(name: str) -> str:
    """This function will return what two writings of one issuer's name have in common."""
    return re.sub(r"\W+", " ", fold(name).lower()).strip()
