"""Ký biên bản, mở lại: minutes are frozen as a file; reopening needs a reason and makes the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dongthuan.decide.meetings import minutes, queries, rules
from dongthuan.decide.meetings.models import Meeting, Minutes
from dongthuan.decide.meetings.queries import Whole
from dongthuan.decide.meetings.rules import Manner
from dongthuan.decide.meetings.services._holding import (
    UnableToMeet,
    held,
    reason_given,
    step,
    written,
)
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as files


@dataclass(frozen=True, slots=True)
class Signing:
    """Điều cần trước khi ký: what still stands in the way, in the order in which to do it."""

    problems: tuple[str, ...]

    @classmethod
    def of(cls, whole: Whole) -> Signing:
        """This method will look through a meeting for what minutes may not be signed with."""
        return cls(tuple(_problems(whole)))


def _problems(whole: Whole) -> list[str]:
    count, found = whole.count, []
    if not count.called:
        found.append("Chưa có thành phần dự họp.")
    if count.unmarked:
        found.append(f"Còn {count.unmarked} người chưa điểm danh.")
    if not whole.meeting.secretary:
        found.append("Chưa ghi thư ký: biên bản cần chữ ký của thư ký.")
    if whole.quorum is not None and not whole.quorum.met and whole.decisions:
        found.append(
            "Không đủ số người dự họp theo ngưỡng của đơn vị nên không ghi quyết định được. Bỏ các "
            "quyết định, ký biên bản cuộc họp không thành, rồi mời lại."
        )
    for one in whole.decisions:
        needed = rules.threshold(one.threshold)
        wrong = rules.vote_problem(Manner(one.manner), one.tally, count, needed, one.counters)
        if wrong:
            found.append(f"«{one.text[:60]}»: {wrong}")
    return found


@transaction.atomic
def sign(*, meeting: Meeting, seen: int, closed_at: datetime, by: Actor) -> Minutes:
    """This function will sign the minutes as they were seen: they become a file that nobody changes.

    :raises UnableToMeet: something still stands in the way, or was written since they were seen.
    """
    by.require(Act.MEETING_SIGN, meeting.unit_id)
    one = held(meeting, Meeting.Status.HELD, seen=seen)
    if one.opened_at is not None and closed_at <= one.opened_at:
        raise UnableToMeet("Giờ kết thúc phải sau giờ khai mạc. Xem lại giờ.", "closed_at")
    if closed_at > by.now:
        raise UnableToMeet("Giờ kết thúc chưa đến: ký biên bản sau khi họp xong.", "closed_at")
    one.closed_at = closed_at
    whole = queries.whole(one)
    if problems := Signing.of(whole).problems:
        raise UnableToMeet(" ".join(problems))
    stored = files.keep(minutes.written(whole), kind="docx", at=by.now)
    made = Minutes.objects.create(
        meeting=one, number=len(whole.minutes) + 1, stored=stored, digest=stored.digest,
        at=by.now, by=audit.sign(by),
    )  # fmt: skip
    one.status = Meeting.Status.MINUTED
    step(one, "signed", by)
    written(one, by, "status", "closed_at")
    audit.record(Act.MEETING_SIGN, "meeting", one.pk, by=by, unit_id=one.unit_id,
                 detail=f"minutes {made.number} {made.digest[:16]}")  # fmt: skip
    return made


@transaction.atomic
def reopen(*, meeting: Meeting, reason: str, by: Actor) -> None:
    """This function will open signed minutes again, with a reason; what was signed stays."""
    by.require(Act.MEETING_SIGN, meeting.unit_id)
    one = held(
        meeting, Meeting.Status.MINUTED, otherwise="Biên bản chưa ký nên không cần mở lại."
    )  # fmt: skip
    kept = reason_given(reason, "mở lại biên bản")
    one.status = Meeting.Status.HELD
    step(one, "reopened", by, kept)
    written(one, by, "status")
    audit.record(Act.MEETING_SIGN, "meeting", one.pk, by=by, unit_id=one.unit_id,
                 detail="reopen", note=kept)  # fmt: skip
