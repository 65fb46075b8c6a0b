"""Giữ công trình khi ghi: one writer at a time, and nobody writes over what they have not seen."""

from __future__ import annotations

from datetime import date

from dongthuan.act.funds.models import Work, WorkStep
from dongthuan.act.funds.rules import Standing, UnableToRead
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act


class UnableToGive(Exception):
    """Raised when a work, receipt, gift or handover cannot be as asked; its text says what to do, and
    `field` which of the arguments it speaks of.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ChangedMeanwhile(UnableToGive):
    """Raised when somebody else has written since the page was opened; nothing was written over."""


def held(work: Work, *standings: Standing, seen: int | None = None, otherwise: str = "") -> Work:
    """This function will return the work with its row held, or refuse: it stands elsewhere, or was
    written to by somebody else since it was seen.
    """
    one = Work.objects.select_for_update().get(pk=work.pk)
    if standings and one.stands not in standings:
        raise UnableToGive(
            otherwise or f"«{one.title}» {one.stands.words} nên không làm việc này được."
        )
    if seen is not None and seen != one.version:
        raise ChangedMeanwhile(
            "Người khác vừa ghi vào công trình này sau khi bác mở trang. Chữ bác vừa gõ còn ở dưới; "
            "xem lại phần mới rồi gửi lần nữa."
        )
    return one


def written(one: Work, by: Actor, *fields: str) -> None:
    """This function will save some fields of a held work and count the writing."""
    one.version, one.changed_at = one.version + 1, by.now
    one.save(update_fields=[*fields, "version", "changed_at"])


def step(
    one: Work, word: str, by: Actor, on: date | None = None, note: audit.Kept = audit.NO_NOTE
) -> None:
    """This function will keep one step of a work's way, with its reason if it has one."""
    WorkStep.objects.create(
        work=one, step=word, on=on or by.today, at=by.now, by=audit.sign(by), note_id=note.id,
        note_digest=note.digest,
    )  # fmt: skip


def told(act: Act, subject: str, pk: int, unit_id: int, detail: str, by: Actor) -> None:
    """This function will write an act on the trail."""
    audit.record(act, subject, pk, by=by, unit_id=unit_id, detail=detail)


def tidy(text: str, most: int, what: str, field: str, *, needed: bool = False) -> str:
    """This function will return words on one line, or refuse what is missing or too long."""
    found = " ".join(text.split())
    if needed and not found:
        raise UnableToGive(f"Chưa ghi: {what.lower()}.", field)
    if len(found) > most:
        raise UnableToGive(f"{what}: ghi nhiều nhất {most} ký tự.", field)
    return found


def reason_given(reason: str, what: str) -> audit.Kept:
    """This function will keep a reason, or refuse an empty one."""
    if not reason.strip():
        raise UnableToGive(f"Ghi vì sao {what}, để người xem sổ sau biết.", "reason")
    return audit.keep_note(reason)


def day_ok(on: date, by: Actor, what: str) -> None:
    """This function will refuse a day that has not come."""
    if on > by.today:
        raise UnableToGive(f"{what}: ngày {on:%d/%m/%Y} chưa đến. Ghi ngày việc đã xảy ra.", "on")


def whole(dong: object, field: str = "dong") -> int:
    """This function will return an amount that is a whole number of đồng above nothing."""
    if not isinstance(dong, int) or isinstance(dong, bool) or dong <= 0:
        raise UnableToGive("Số tiền phải là số đồng nguyên lớn hơn 0, không có phần lẻ.", field)
    return dong


def refused(problem: UnableToRead, field: str) -> UnableToGive:
    """This function will tell in which box the words could not be read."""
    return UnableToGive(str(problem), field)
