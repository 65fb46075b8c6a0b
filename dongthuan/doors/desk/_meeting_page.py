"""Một cuộc họp trên trang: what was written of it, what may be done next, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404

from dongthuan.decide.meetings import queries
from dongthuan.decide.meetings.queries import Whole
from dongthuan.decide.meetings.rules import Attendance
from dongthuan.ground.audit.actors import LOCAL, NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn

# A longer roll is called on its own page, so many at a time: a browser sends no more than 4,000 boxes.
ON_A_PAGE = 100
DAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


@dataclass
class OneMeeting:
    """Cuộc họp và người xem: what the page needs of both."""

    whole: Whole
    by: SignedIn

    @property
    def meeting(self) -> Any:
        """This property will return the meeting."""
        return self.whole.meeting

    @property
    def unit(self) -> str:
        """This property will return the name of the unit that meets."""
        return self.by.tree.name(self.meeting.unit_id)

    @cached_property
    def keeps(self) -> bool:
        """This property will say whether the viewer writes what happens at it."""
        return self.by.may(Act.MEETING_KEEP, self.meeting.unit_id)

    @cached_property
    def signs(self) -> bool:
        """This property will say whether the viewer signs its minutes."""
        return self.by.may(Act.MEETING_SIGN, self.meeting.unit_id)

    @property
    def is_open(self) -> bool:
        """This property will say whether anything may still be written to it."""
        return self.meeting.status in ("called", "held")

    @property
    def day_came(self) -> bool:
        """This property will say whether its roll may be called."""
        return self.by.today >= self.meeting.starts_at.astimezone(LOCAL).date()

    @property
    def calls_here(self) -> bool:
        """This property will say whether the roll is called on the page itself."""
        short = 0 < len(self.whole.roll) <= ON_A_PAGE
        return self.keeps and self.is_open and self.day_came and short

    @property
    def day_words(self) -> str:
        """This property will return its day as people say it: «Thứ ba, 1/6/2021»."""
        on = self.meeting.starts_at.astimezone(LOCAL)
        return f"{DAYS[on.weekday()]}, {on.day}/{on.month}/{on.year}"

    @property
    def when(self) -> str:
        """This property will return its day and hours."""
        return f"{self.hours}, {self.day_words}"

    @property
    def hours(self) -> str:
        """This property will return its hours: «8 giờ 30 – 10 giờ 30»."""
        one = self.meeting
        starts, ends = one.starts_at.astimezone(LOCAL), one.ends_at.astimezone(LOCAL)
        later = f" ngày {ends.day}/{ends.month}" if ends.date() != starts.date() else ""
        return f"{_hour(starts)} – {_hour(ends)}{later}"

    @property
    def notice(self) -> str:
        """This property will return the notice as a text to be sent to many."""
        one = self.meeting
        lines = [
            f"{self.unit} kính mời dự: {one.title}.", f"Thời gian: {self.when}.",
            f"Địa điểm: {one.place}.", f"Chủ trì: {chair_of(one)}.",
        ]  # fmt: skip
        if self.whole.agenda:
            lines.append("Nội dung:")
            lines += [f"{at}. {item.title}" for at, item in enumerate(self.whole.agenda, start=1)]
        if self.whole.papers:
            lines.append(f"Tài liệu kèm theo: {len(self.whole.papers)} tệp.")
        lines.append("Đề nghị đến đúng giờ; bận thì báo lại trước giờ họp.")
        return "\n".join(lines)

    @property
    def unmarked(self) -> int:
        """This property will return how many nobody has marked."""
        return len(self.whole.standing(Attendance.EXPECTED))


def chair_of(one: Any) -> str:
    """This function will print who chairs a meeting."""
    return f"{one.chair}, {one.chair_title}" if one.chair_title else str(one.chair)


def _hour(at: Any) -> str:
    return f"{at.hour} giờ {at.minute:02d}" if at.minute else f"{at.hour} giờ"


def open_meeting_page(by: SignedIn, pk: int) -> OneMeeting:
    """This function will return a meeting for its page, or raise Http404 where it may not be seen."""
    one = queries.meeting_seen(viewer=by, pk=pk)
    if one is None:
        raise Http404
    return OneMeeting(queries.whole(one), by)


def kept_by(by: SignedIn, pk: int, act: Act = Act.MEETING_KEEP) -> OneMeeting:
    """This function will return a meeting for whoever may write to it; raises NotPermitted."""
    one = open_meeting_page(by, pk)
    if not by.may(act, one.meeting.unit_id):
        raise NotPermitted(act)
    return one
