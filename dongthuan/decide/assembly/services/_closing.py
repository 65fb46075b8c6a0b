"""Chốt kết quả, công bố, công nhận: counted once and for all, made known, answered by the committee."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dongthuan.decide.assembly import minutes, queries
from dongthuan.decide.assembly.models import (
    Ballot,
    Recognition,
    SignedMinutes,
    TallyBoard,
    Vote,
    VoteOutcome,
)
from dongthuan.decide.assembly.queries import Counted
from dongthuan.decide.assembly.services._holding import (
    UnableToVote,
    held,
    line_of,
    reason_given,
    written,
)
from dongthuan.ground import law
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.rules import canonical, digest
from dongthuan.ground.files import Kind
from dongthuan.ground.files import services as files
from dongthuan.ground.files.models import StoredFile
from dongthuan.ground.files.sniffing import sniff

_S = Vote.Status
LARGEST_SCAN = 20 * 1024 * 1024


class StillOpen(UnableToVote):
    """Raised when something stands in the way of closing; `reasons` names each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(f"Chưa chốt kết quả được: {'; '.join(reasons)}.")
        self.reasons = reasons


@transaction.atomic
def close(*, vote: Vote, seen: int, by: Actor) -> VoteOutcome:
    """This function will close a vote: the count as it stands, the result, the minutes as a file.

    :raises UnableToVote: StillOpen names what has to be settled first.
    """
    by.require(Act.VOTE_CLOSE, vote.unit_id)
    one = held(vote, _S.ASKED, seen=seen)
    told = queries.counted(one)
    if reasons := queries.hindrances(vote=one, told=told, viewer=by):
        raise StillOpen(reasons)
    count = told.tallied.count
    result = queries.result(one, count, told.households)
    stored = files.keep(minutes.written(one, told, by.today), kind="docx", at=by.now)
    made = VoteOutcome.objects.create(
        vote=one, households=told.households, yes=count.yes, no=count.no, other=count.other,
        invalid=count.invalid, assisted=count.assisted, together=told.tallied.together,
        adopted=result.adopted, decided_on=one.closes_on, seal=_sealed(one, told), stored=stored,
        at=by.now, by=audit.sign(by),
    )  # fmt: skip
    one.status = _S.CLOSED
    written(one, by, "status")
    audit.record(Act.VOTE_CLOSE, "vote", one.pk, by=by, unit_id=one.unit_id,
                 detail=f"close {count.yes}/{told.households} {made.seal[:16]}")  # fmt: skip
    return made


def _sealed(one: Vote, told: Counted) -> str:
    """Return the seal over everything that was counted: whoever counts again finds the same."""
    ballots = Ballot.objects.filter(vote=one).order_by("pk")
    boards = TallyBoard.objects.filter(vote=one).order_by("pk")
    return digest(canonical({
        "vote": one.pk, "lines": [line.pk for line in told.lines],
        "ballots": [list(row) for row in ballots.values_list("pk", "line_id", "channel", "choice")],
        "boards": [list(row) for row in boards.values_list("pk", "yes", "no", "other", "invalid")],
    }))  # fmt: skip


@transaction.atomic
def publish(*, vote: Vote, by: Actor) -> None:
    """This function will make a result known on the public pages: counts, threshold and minutes."""
    by.require(Act.VOTE_CLOSE, vote.unit_id)
    one = Vote.objects.select_for_update().get(pk=vote.pk)
    if one.status != _S.CLOSED:
        raise UnableToVote("Chốt kết quả trước, rồi mới công bố.")
    if one.published_at is not None:
        return
    one.published_at = by.now
    written(one, by, "published_at")
    audit.record(Act.VOTE_CLOSE, "vote", one.pk, by=by, unit_id=one.unit_id, detail="publish")


@transaction.atomic
def keep_signed(*, vote: Vote, data: bytes, looked_through: bool, by: Actor) -> SignedMinutes:
    """This function will keep a scan of the minutes as hands signed them, a PDF or a photograph.

    :raises UnableToVote: nobody looked it through for names of households, or it is no such file.
    """
    by.require(Act.VOTE_CLOSE, vote.unit_id)
    one = Vote.objects.select_for_update().get(pk=vote.pk)
    if one.status != _S.CLOSED:
        raise UnableToVote("Chốt kết quả trước, rồi mới kèm biên bản đã ký.")
    if not looked_through:
        raise UnableToVote(
            "Bản này sẽ hiện trên trang công khai: xem lại từng trang, không có danh sách hộ nào chọn "
            "gì, rồi đánh dấu vào ô xác nhận.",
            "looked_through",
        )
    if len(data) > LARGEST_SCAN:
        raise UnableToVote("Tệp nặng hơn 20 MB. Quét lại ở cỡ vừa rồi gửi.", "file")
    made = SignedMinutes.objects.create(
        vote=one, number=SignedMinutes.objects.filter(vote=one).count() + 1,
        stored=_scan(data, by), at=by.now, by=audit.sign(by),
    )  # fmt: skip
    written(one, by)
    audit.record(Act.VOTE_CLOSE, "vote", one.pk, by=by, unit_id=one.unit_id,
                 detail=f"signed {made.number}")  # fmt: skip
    return made


def _scan(data: bytes, by: Actor) -> StoredFile:
    if sniff(data) is Kind.PDF:
        return files.keep(data, kind="pdf", at=by.now)
    try:
        return files.keep_photograph(data, at=by.now)
    except files.UnableToKeep:
        raise UnableToVote(
            "Tệp không phải PDF hay ảnh chụp mở được. Quét biên bản thành PDF rồi gửi lại.", "file"
        ) from None


@transaction.atomic
def recognise(
    *, vote: Vote, recognised: bool, symbol: str, signed_on: date, by: Actor, reason: str = ""
) -> Recognition:  # fmt: skip
    """This function will note the committee's answer to an adopted decision that needs one; a refusal
    has a reason.

    :raises UnableToVote: what was rejected, or needs no recognition, is not recognised.
    """
    by.require(Act.VOTE_RECOGNISE, vote.unit_id)
    one = Vote.objects.select_for_update().get(pk=vote.pk)
    outcome = VoteOutcome.objects.filter(vote=one).first()
    if outcome is None or not outcome.adopted:
        raise UnableToVote("Chỉ công nhận quyết định đã được thông qua.")
    if one.effect != law.Effect.RECOGNITION:
        raise UnableToVote("Việc này có hiệu lực khi được thông qua, không cần công nhận.")
    if Recognition.objects.filter(vote=one).exists():
        raise UnableToVote("Đã ghi trả lời của Ủy ban nhân dân rồi.")
    if not outcome.decided_on <= signed_on <= by.today:
        raise UnableToVote("Ngày ký phải từ ngày thông qua đến hôm nay.", "signed_on")
    kept = audit.NO_NOTE if recognised else reason_given(reason, "không công nhận")
    made = Recognition.objects.create(
        vote=one, recognised=recognised, signed_on=signed_on, at=by.now, by=audit.sign(by),
        symbol=line_of(symbol, 60, "Số, ký hiệu quyết định", "symbol", needed=True),
        note_id=kept.id, note_digest=kept.digest,
    )  # fmt: skip
    written(one, by)
    audit.record(Act.VOTE_RECOGNISE, "vote", one.pk, by=by, unit_id=one.unit_id,
                 detail="recognised" if recognised else "refused", note=kept)  # fmt: skip
    return made
