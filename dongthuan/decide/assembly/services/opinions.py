"""Verbs of opinion rounds: begin, change, open, put off, cancel, write the final text, publish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from dongthuan.decide.assembly import drafting
from dongthuan.decide.assembly.models import (
    OpinionRound,
    OpinionSection,
    OpinionStep,
    OpinionUnit,
)
from dongthuan.decide.assembly.queries import opinions as queries
from dongthuan.decide.assembly.services._commenting import (
    UnableToAsk,
    UnableToComment,
    add_comment,
    answer_group,
    give_comment,
    group_comments,
    rename_group,
    round_held,
    ungroup,
)
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.services import NO_NOTE, Kept
from dongthuan.ground.files import UnreadableFile, read_text
from dongthuan.ground.files import services as files
from dongthuan.ground.files.document import OnlyPictures
from dongthuan.who.org import queries as org
from dongthuan.who.org.models import Unit

__all__ = [
    "LARGEST_DRAFT",
    "UnableToAsk",
    "UnableToComment",
    "add_comment",
    "answer_group",
    "begin_round",
    "cancel_round",
    "change_round",
    "give_comment",
    "group_comments",
    "open_round",
    "publish_round",
    "put_off",
    "rename_group",
    "text_of_file",
    "ungroup",
    "write_final",
]
LARGEST_DRAFT = 20 * 1024 * 1024
_S = OpinionRound.Status


def text_of_file(data: bytes, name: str) -> str:
    """This function will read the words of a draft out of a file. Raises UnableToAsk."""
    if len(data) > LARGEST_DRAFT:
        raise UnableToAsk("Tệp nặng hơn 20 MB. Bỏ bớt ảnh rồi gửi lại.", "file")
    try:
        document = read_text(data, name)
    except (UnreadableFile, OnlyPictures) as problem:
        raise UnableToAsk(str(problem), "file") from None
    return "\n".join(line.text for line in document.lines)


@transaction.atomic
def begin_round(
    *, unit: Unit, title: str, text: str, opens_on: date, closes_on: date, units: Sequence[Unit],
    by: Actor, about: str = "", public: bool = True, file: tuple[bytes, str] | None = None,
) -> OpinionRound:  # fmt: skip
    """This function will begin a round on a draft; nobody sees it until it is opened."""
    by.require(Act.OPINION_KEEP, unit.pk)
    one = OpinionRound(unit=unit, public=public, changed_at=by.now)
    _tell(one, title, about, opens_on, closes_on)
    if file is not None:
        data, name = file
        one.source = files.keep(data, kind=_suffix(name), at=by.now)
        one.source_name = name[:200]
    one.save()
    _lay(one, text, units)
    audit.record(Act.OPINION_KEEP, "opinion", one.pk, by=by, unit_id=unit.pk, detail="begin")
    return one


def _suffix(name: str) -> str:
    told = name.rpartition(".")[2].lower()
    return told if told in ("docx", "doc", "pdf", "rtf", "txt", "html") else "txt"


@transaction.atomic
def change_round(
    *, round: OpinionRound, seen: int, title: str, text: str, opens_on: date, closes_on: date,
    units: Sequence[Unit], by: Actor, about: str = "", public: bool = True,
) -> OpinionRound:  # fmt: skip
    """This function will change a round that is not open yet, its draft included."""
    by.require(Act.OPINION_KEEP, round.unit_id)
    one = round_held(round, _S.DRAFT)
    if one.version != seen:
        raise UnableToAsk(
            "Người khác vừa sửa đợt lấy ý kiến này. Chữ bác gõ còn ở dưới; xem lại rồi gửi lần nữa."
        )
    one.public = public
    _tell(one, title, about, opens_on, closes_on)
    _save(one, by)
    OpinionSection.objects.filter(round=one).delete()
    OpinionUnit.objects.filter(round=one).delete()
    _lay(one, text, units)
    audit.record(Act.OPINION_KEEP, "opinion", one.pk, by=by, unit_id=one.unit_id, detail="change")
    return one


def _tell(one: OpinionRound, title: str, about: str, opens_on: date, closes_on: date) -> None:
    one.title, one.about = " ".join(title.split()), about.strip()
    if not one.title:
        raise UnableToAsk("Chưa ghi tên dự thảo.", "title")
    if len(one.title) > 300 or len(one.about) > drafting.LONGEST:
        raise UnableToAsk("Tên dự thảo ghi nhiều nhất 300 ký tự, lời giới thiệu 20.000.", "title")
    if closes_on < opens_on:
        raise UnableToAsk("Ngày cuối phải từ ngày đầu trở đi. Xem lại hai ô ngày.", "closes_on")
    one.opens_on, one.closes_on = opens_on, closes_on


def _lay(one: OpinionRound, text: str, units: Sequence[Unit]) -> None:
    pieces = drafting.sections(text)
    if not pieces:
        raise UnableToAsk("Chưa có nội dung dự thảo: gõ vào ô, hoặc chọn tệp Word, PDF.", "text")
    if len(pieces) > drafting.MOST_SECTIONS:
        raise UnableToAsk(
            f"Dự thảo có quá {drafting.MOST_SECTIONS} mục. Chia thành hai đợt.", "text"
        )
    if any(len(piece.text) > drafting.LONGEST for piece in pieces):
        raise UnableToAsk("Có một mục dài quá 20.000 ký tự. Cách các đoạn bằng dòng trống.", "text")
    tree = org.tree(one.opens_on)
    below = tree.below(one.unit_id) if one.unit_id in tree else frozenset()
    if any(unit.pk not in below for unit in units):
        raise UnableToAsk("Đơn vị được lấy ý kiến phải thuộc đơn vị mở đợt.", "units")
    OpinionSection.objects.bulk_create(
        OpinionSection(round=one, order=at, heading=piece.heading, text=piece.text)
        for at, piece in enumerate(pieces, start=1)
    )
    OpinionUnit.objects.bulk_create(OpinionUnit(round=one, unit=unit) for unit in units)


@transaction.atomic
def open_round(*, round: OpinionRound, by: Actor) -> OpinionRound:
    """This function will open a round: its draft stands from now on as it was asked about."""
    by.require(Act.OPINION_KEEP, round.unit_id)
    one = round_held(round, _S.DRAFT)
    if one.closes_on < by.today:
        raise UnableToAsk("Ngày cuối của đợt đã qua. Sửa ngày trước khi mở.", "closes_on")
    if not one.public and not OpinionUnit.objects.filter(round=one).exists():
        raise UnableToAsk("Chưa chọn hỏi ai: mở công khai, hoặc chọn các tổ dân phố.", "units")
    one.status = _S.OPEN
    _save(one, by)
    _step(one, "opened", by)
    return one


@transaction.atomic
def put_off(*, round: OpinionRound, closes_on: date, reason: str, by: Actor) -> OpinionRound:
    """This function will let a round take words for longer, with a reason; never for shorter."""
    by.require(Act.OPINION_KEEP, round.unit_id)
    one = round_held(round, _S.OPEN)
    if closes_on <= one.closes_on or closes_on < by.today:
        raise UnableToAsk("Ngày cuối mới phải sau ngày cuối cũ và chưa qua.", "closes_on")
    if not reason.strip():
        raise UnableToAsk("Ghi lý do kéo dài; lý do hiện trên trang công khai.", "reason")
    one.closes_on = closes_on
    _save(one, by)
    _step(one, "extended", by, audit.keep_note(reason))
    return one


@transaction.atomic
def cancel_round(*, round: OpinionRound, reason: str, by: Actor) -> OpinionRound:
    """This function will cancel a round with a reason; what came in stays."""
    by.require(Act.OPINION_KEEP, round.unit_id)
    one = round_held(round, _S.DRAFT, _S.OPEN)
    if not reason.strip():
        raise UnableToAsk("Ghi vì sao hủy; lý do hiện trên trang công khai.", "reason")
    one.status = _S.CANCELLED
    _save(one, by)
    _step(one, "cancelled", by, audit.keep_note(reason))
    return one


@transaction.atomic
def write_final(
    *, round: OpinionRound, texts: Mapping[int, str], by: Actor, added: str = ""
) -> OpinionRound:
    """This function will keep what sections became, and a section that is new; an empty text says that
    the section is left out.
    """
    by.require(Act.OPINION_KEEP, round.unit_id)
    one = round_held(round, _S.OPEN)
    changed = []
    for section in OpinionSection.objects.filter(round=one, pk__in=texts):
        told = "\n".join(" ".join(line.split()) for line in texts[section.pk].strip().splitlines())
        if len(told) > drafting.LONGEST:
            raise UnableToAsk(f"Mục {section.order} dài quá 20.000 ký tự.", f"final-{section.pk}")
        section.final = told
        changed.append(section)
    OpinionSection.objects.bulk_update(changed, ["final"])
    last = OpinionSection.objects.filter(round=one).order_by("order").last()
    for at, piece in enumerate(drafting.sections(added), start=(last.order if last else 0) + 1):
        heading = piece.heading or "Mục thêm mới"
        final = piece.text or piece.heading
        OpinionSection.objects.create(round=one, order=at, heading=heading, final=final)
    _save(one, by)
    audit.record(Act.OPINION_KEEP, "opinion", one.pk, by=by, unit_id=one.unit_id, detail="final")
    return one


@transaction.atomic
def publish_round(*, round: OpinionRound, by: Actor) -> OpinionRound:
    """This function will close a round and publish every answer beside what changed.

    :raises UnableToAsk: while days are left, a comment is in no group, a group has no answer, or a
        section has no final text.
    """
    by.require(Act.OPINION_KEEP, round.unit_id)
    one = round_held(round, _S.OPEN)
    if problems := queries.problems(one, on=by.today):
        raise UnableToAsk(" ".join(problems))
    one.status, one.published_at = _S.PUBLISHED, by.now
    _save(one, by)
    _step(one, "published", by)
    return one


def _save(one: OpinionRound, by: Actor) -> None:
    one.version, one.changed_at = one.version + 1, by.now
    one.save()


def _step(one: OpinionRound, step: str, by: Actor, note: Kept = NO_NOTE) -> None:
    OpinionStep.objects.create(
        round=one, step=step, at=by.now, by=audit.sign(by), note_id=note.id, note_digest=note.digest
    )
    audit.record(
        Act.OPINION_KEEP, "opinion", one.pk, by=by, unit_id=one.unit_id, detail=step, note=note
    )
