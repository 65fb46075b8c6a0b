"""Giữ cuộc họp khi ghi: one writer at a time, and nobody writes over what they have not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongthuan.decide.meetings.models import Meeting, MeetingStep
from dongthuan.ground.audit import services as audit
from dongthuan.ground.search import services as search

if TYPE_CHECKING:
    from dongthuan.ground.audit.actors import Actor

_CLOSED = {
    Meeting.Status.MINUTED: (
        "Biên bản đã ký nên không ghi thêm được. Người ký mở lại biên bản, có lý do, rồi ghi tiếp."
    ),
    Meeting.Status.CANCELLED: "Cuộc họp này đã hủy. Mời cuộc họp mới nếu cần.",
    Meeting.Status.HELD: "Cuộc họp đã khai mạc nên việc này không làm được nữa.",
    Meeting.Status.CALLED: "Chưa khai mạc: điểm danh trước, rồi mới ghi diễn biến và ký biên bản.",
}
OPEN = (Meeting.Status.CALLED, Meeting.Status.HELD)


class UnableToMeet(Exception):
    """Raised when a meeting, roll or entry cannot be as asked; its text says what to do, and `field`
    which of the arguments it speaks of.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ChangedMeanwhile(UnableToMeet):
    """Raised when somebody else has written since the page was opened; nothing was written over."""


class PastIsMeant(UnableToMeet):
    """Raised when a meeting would have begun already, and nobody said that it is meant."""


def held(meeting: Meeting, *statuses: str, seen: int | None = None, otherwise: str = "") -> Meeting:
    """This function will return the meeting with its row held, or refuse: in another status, or
    written to by somebody else since it was seen.
    """
    one = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if one.status not in statuses:
        raise UnableToMeet(otherwise or _CLOSED[Meeting.Status(one.status)])
    if seen is not None and seen != one.version:
        raise ChangedMeanwhile(
            "Người khác vừa ghi vào cuộc họp này sau khi bác mở trang. Chữ bác vừa gõ còn ở dưới; "
            "xem lại phần mới rồi gửi lần nữa."
        )
    return one


def written(one: Meeting, by: Actor, *fields: str, found_anew: bool = False) -> None:
    """This function will save some fields of a held meeting, count the writing, and have it be found
    by its new words.
    """
    one.version, one.changed_at = one.version + 1, by.now
    one.save(update_fields=[*fields, "version", "changed_at"])
    if found_anew:
        search.renew("meeting", one.pk)


def step(one: Meeting, word: str, by: Actor, note: audit.Kept = audit.NO_NOTE) -> None:
    """This function will keep one step of a meeting's way, with its reason if it has one."""
    MeetingStep.objects.create(
        meeting=one, step=word, at=by.now, by=audit.sign(by), note_id=note.id,
        note_digest=note.digest,
    )  # fmt: skip


def tidy(text: str, most: int, what: str, field: str, *, needed: bool = False) -> str:
    """This function will return words on one line, or refuse what is missing or too long."""
    told = " ".join(text.split())
    if needed and not told:
        raise UnableToMeet(f"Chưa ghi: {what.lower()}.", field)
    if len(told) > most:
        raise UnableToMeet(f"{what}: ghi nhiều nhất {most} ký tự.", field)
    return told


def reason_given(reason: str, what: str) -> audit.Kept:
    """This function will keep a reason, or refuse an empty one."""
    if not reason.strip():
        raise UnableToMeet(f"Ghi vì sao {what}, để người dự họp và người xem sau biết.", "reason")
    return audit.keep_note(reason)
