"""Giữ đợt lấy phiếu khi ghi: in the right status, by whoever may, and never written over unseen."""

from __future__ import annotations

from collections.abc import Iterable

from dongthuan.decide.assembly import collectors
from dongthuan.decide.assembly.models import Vote
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act

_S = Vote.Status
_OTHERWISE = {
    _S.DRAFT: "Chưa chốt danh sách hộ. Chốt danh sách trước, rồi mới lấy phiếu.",
    _S.ASKED: "Danh sách hộ đã chốt nên phần này không sửa được nữa.",
    _S.CLOSED: "Đợt lấy phiếu đã chốt kết quả nên không ghi thêm được. Có việc mới thì mở đợt mới.",
    _S.CANCELLED: "Đợt lấy phiếu này đã hủy. Mở đợt mới nếu cần.",
}


class UnableToVote(Exception):
    """Raised when a vote, roll or ballot cannot be as asked; its text says what to do, and `field`
    which of the arguments it speaks of.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ChangedMeanwhile(UnableToVote):
    """Raised when somebody else has written since the page was opened; nothing was written over."""


def held(vote: Vote, *statuses: str, seen: int | None = None) -> Vote:
    """This function will return the vote with its row held, or refuse: in another status, or written
    to by somebody else since it was seen.
    """
    one = Vote.objects.select_for_update().get(pk=vote.pk)
    if one.status not in statuses:
        raise UnableToVote(_OTHERWISE[_S(one.status)])
    if seen is not None and seen != one.version:
        raise ChangedMeanwhile(
            "Người khác vừa sửa đợt lấy phiếu này sau khi bác mở trang. Xem lại rồi gửi lần nữa."
        )
    return one


def asked(vote: Vote) -> Vote:
    """This function will return a vote that takes ballots, without holding its row: ballots meet at
    their own constraint, not at the vote.
    """
    one = Vote.objects.get(pk=vote.pk)
    if one.status != _S.ASKED:
        raise UnableToVote(_OTHERWISE[_S(one.status)])
    return one


def written(one: Vote, by: Actor, *fields: str) -> None:
    """This function will save some fields of a held vote and count the writing."""
    one.version, one.changed_at = one.version + 1, by.now
    one.save(update_fields=[*fields, "version", "changed_at"])


def may_count(vote: Vote, units: Iterable[int], by: Actor) -> None:
    """This function will pass who may write down ballots of some groups, and nobody who collects
    money for what the vote decides. Raises NotPermitted or UnableToVote.
    """
    for unit in set(units):
        by.require(Act.VOTE_COUNT, unit)
    if told := collectors.reason(by.key, vote.pk):
        raise UnableToVote(told)


def reason_given(reason: str, what: str) -> audit.Kept:
    """This function will keep a reason, or refuse an empty one."""
    if not reason.strip():
        raise UnableToVote(f"Ghi lý do {what}, để người xem sau hiểu.", "reason")
    return audit.keep_note(reason)


def line_of(text: str, most: int, what: str, field: str, *, needed: bool = False) -> str:
    """This function will return words on one line, or refuse what is missing or too long."""
    told = " ".join(text.split())
    if needed and not told:
        raise UnableToVote(f"Chưa ghi: {what.lower()}.", field)
    if len(told) > most:
        raise UnableToVote(f"{what}: ghi nhiều nhất {most} ký tự.", field)
    return told


def words_of(text: str, most: int, what: str, field: str) -> str:
    """This function will return words on as many lines as they have, or refuse what is too long."""
    told = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if len(told) > most:
        raise UnableToVote(f"{what}: ghi nhiều nhất {most} ký tự.", field)
    return told
