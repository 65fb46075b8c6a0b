"""Góp ý và trả lời: words taken from residents, meetings and paper; put into groups; answered once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Max

from dongthuan.decide.assembly.models import (
    OpinionComment,
    OpinionGroup,
    OpinionGrouping,
    OpinionRound,
    OpinionSection,
    OpinionUnit,
)
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor, NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org.models import Unit

SHORTEST, LONGEST, LONGEST_NAME = 5, 4000, 120
_S = OpinionRound.Status
_OTHERWISE = {
    _S.DRAFT: "Đợt lấy ý kiến chưa mở.",
    _S.OPEN: "Đợt lấy ý kiến đã mở nên dự thảo không sửa được nữa.",
    _S.PUBLISHED: "Kết quả đã công bố nên không ghi thêm được.",
    _S.CANCELLED: "Đợt lấy ý kiến này đã hủy.",
}


class UnableToAsk(Exception):
    """Raised when a round cannot be as asked; its text says what to do, `field` what it speaks of."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class UnableToComment(UnableToAsk):
    """Raised when a comment cannot be taken."""


def round_held(round: OpinionRound, *statuses: str) -> OpinionRound:
    """This function will return the round with its row held, or refuse it in another status."""
    one = OpinionRound.objects.select_for_update().get(pk=round.pk)
    if one.status not in statuses:
        raise UnableToAsk(_OTHERWISE[_S(one.status)])
    return one


@transaction.atomic
def give_comment(
    *, round: OpinionRound, text: str, by: Actor, section: int | None = None, name: str = ""
) -> OpinionComment:
    """This function will take a comment from whoever opens the public page; no right is asked.

    :raises UnableToComment: where the round is not public, not open on the day, or nothing was said.
    """
    one = round_held(round, _S.OPEN)
    if not one.public:
        raise UnableToComment("Đợt này lấy ý kiến qua tổ dân phố. Bác góp ý tại cuộc họp của tổ.")
    if by.today < one.opens_on:
        raise UnableToComment(f"Bắt đầu nhận góp ý từ ngày {one.opens_on:%d/%m/%Y}.")
    if by.today > one.closes_on:
        raise UnableToComment(
            f"Đã hết hạn góp ý (đến hết ngày {one.closes_on:%d/%m/%Y}). Bác gửi thẳng cho phường."
        )
    return _take(one, text, OpinionComment.Source.PORTAL, by.today, by, section, name, None)


@transaction.atomic
def add_comment(
    *, round: OpinionRound, text: str, source: str, said_on: date, by: Actor,
    section: int | None = None, unit: Unit | None = None, name: str = "",
) -> OpinionComment:  # fmt: skip
    """This function will write down what was said at a group's meeting or came on paper; a group's
    head may do so for their own group, who keeps the round for any.
    """
    keeps_all = by.may(Act.OPINION_KEEP, round.unit_id)
    if not keeps_all:
        if unit is None:
            raise NotPermitted(Act.OPINION_KEEP)
        by.require(Act.OPINION_KEEP, unit.pk)
    one = round_held(round, _S.OPEN)
    asked = set(OpinionUnit.objects.filter(round=one).values_list("unit_id", flat=True))
    if unit is not None and unit.pk not in asked:
        raise UnableToComment("Tổ dân phố này không được hỏi trong đợt này.", "unit")
    if source not in (OpinionComment.Source.MEETING, OpinionComment.Source.PAPER):
        raise UnableToComment("Chọn góp ý đến từ đâu: họp tổ dân phố, hay giấy.", "source")
    if source == OpinionComment.Source.MEETING and unit is None:
        raise UnableToComment("Ghi góp ý ở cuộc họp của tổ dân phố nào.", "unit")
    if said_on > by.today or said_on < one.opens_on:
        raise UnableToComment("Ngày góp ý phải từ ngày mở đợt đến hôm nay.", "said_on")
    return _take(one, text, source, said_on, by, section, name, unit)


def _take(
    one: OpinionRound, text: str, source: str, said_on: date, by: Actor, section: int | None,
    name: str, unit: Unit | None,
) -> OpinionComment:  # fmt: skip
    told = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if len(told) < SHORTEST:
        raise UnableToComment("Bác chưa ghi góp ý. Ghi vài chữ rồi gửi.", "text")
    if len(told) > LONGEST:
        raise UnableToComment(
            f"Góp ý dài {len(told)} ký tự; mỗi lần gửi nhiều nhất {LONGEST}. Chia làm nhiều lần.",
            "text",
        )
    if len(name.strip()) > LONGEST_NAME:
        raise UnableToComment(f"Tên ghi nhiều nhất {LONGEST_NAME} ký tự.", "name")
    if section is not None and not OpinionSection.objects.filter(round=one, pk=section).exists():
        raise UnableToComment("Mục được chọn không có trong dự thảo này. Chọn lại.", "section")
    words, named = audit.keep_note(told), audit.keep_note(" ".join(name.split()))
    assert words.id is not None
    # The round's row is held, so that two comments never bear one number.
    last = OpinionComment.objects.filter(round=one).aggregate(last=Max("number"))["last"] or 0
    made = OpinionComment.objects.create(
        round=one, number=last + 1, section_id=section, source=source, unit=unit, said_on=said_on,
        at=by.now, by=audit.sign(by), note_id=words.id, note_digest=words.digest,
        name_id=named.id, name_digest=named.digest,
    )  # fmt: skip
    audit.record(
        Act.OPINION_KEEP, "comment", made.pk, by=by, unit_id=one.unit_id, detail=str(source)
    )
    return made


@transaction.atomic
def group_comments(
    *, round: OpinionRound, comments: Collection[int], by: Actor, group: int | None = None,
    theme: str = "", section: int | None = None,
) -> OpinionGroup:  # fmt: skip
    """This function will put comments into a group, or into a new one of a theme and a section."""
    by.require(Act.OPINION_KEEP, round.unit_id)
    one = round_held(round, _S.OPEN)
    found = list(OpinionComment.objects.filter(round=one, pk__in=comments))
    if not found:
        raise UnableToAsk("Chưa đánh dấu góp ý nào.", "comments")
    if group is not None:
        into = OpinionGroup.objects.filter(round=one, pk=group).first()
        if into is None:
            raise UnableToAsk("Nhóm được chọn không còn. Tải lại trang rồi chọn.", "group")
    else:
        into = _new_group(one, theme, section, by)
    for comment in found:
        OpinionGrouping.objects.update_or_create(comment=comment, defaults={"group": into})
    # A group that got more may need another answer: who answered looks again.
    into.version, into.changed_at = into.version + 1, by.now
    into.save(update_fields=["version", "changed_at"])
    _recorded(one, into, by, f"group {len(found)}")
    return into


def _new_group(one: OpinionRound, theme: str, section: int | None, by: Actor) -> OpinionGroup:
    told = _theme(theme)
    if section is not None and not OpinionSection.objects.filter(round=one, pk=section).exists():
        raise UnableToAsk("Mục được chọn không có trong dự thảo này. Chọn lại.", "section")
    made: OpinionGroup = OpinionGroup.objects.create(
        round=one, section_id=section, theme=told, by=audit.sign(by), changed_at=by.now
    )
    return made


def _theme(theme: str) -> str:
    told = " ".join(theme.split())
    if not told:
        raise UnableToAsk("Ghi nhóm này nói về điều gì, hoặc chọn một nhóm đã có.", "theme")
    if len(told) > 300:
        raise UnableToAsk("Chủ đề của nhóm ghi nhiều nhất 300 ký tự.", "theme")
    return told


@transaction.atomic
def ungroup(*, comment: OpinionComment, by: Actor) -> None:
    """This function will take a comment out of its group; a group left empty and unanswered is gone."""
    by.require(Act.OPINION_KEEP, comment.round.unit_id)
    one = round_held(comment.round, _S.OPEN)
    row = OpinionGrouping.objects.filter(comment=comment).select_related("group").first()
    if row is None:
        return
    group = row.group
    row.delete()
    _recorded(one, group, by, "ungroup")
    if not OpinionGrouping.objects.filter(group=group).exists():
        group.delete()


@transaction.atomic
def rename_group(*, group: OpinionGroup, theme: str, section: int | None, by: Actor) -> None:
    """This function will say anew what a group is about."""
    by.require(Act.OPINION_KEEP, group.round.unit_id)
    one = round_held(group.round, _S.OPEN)
    if section is not None and not OpinionSection.objects.filter(round=one, pk=section).exists():
        raise UnableToAsk("Mục được chọn không có trong dự thảo này. Chọn lại.", "section")
    group.theme, group.section_id = _theme(theme), section
    group.version, group.changed_at = group.version + 1, by.now
    group.save(update_fields=["theme", "section", "version", "changed_at"])
    _recorded(one, group, by, "rename")


@transaction.atomic
def answer_group(
    *, group: OpinionGroup, verdict: str, reason: str, seen: int, by: Actor
) -> OpinionGroup:
    """This function will answer a group: taken up, in part, or not, always with a reason."""
    by.require(Act.OPINION_KEEP, group.round.unit_id)
    one = round_held(group.round, _S.OPEN)
    held = OpinionGroup.objects.select_for_update().get(pk=group.pk)
    if held.version != seen:
        raise UnableToAsk(
            "Người khác vừa xếp thêm góp ý vào nhóm này hoặc vừa trả lời. Xem lại rồi gửi lần nữa.",
            f"reason-{held.pk}",
        )
    if verdict not in OpinionGroup.Verdict.values:
        raise UnableToAsk("Chọn tiếp thu, tiếp thu một phần, hay không tiếp thu.", "verdict")
    if not reason.strip():
        raise UnableToAsk("Ghi lý do: người góp ý đọc được câu trả lời này.", f"reason-{held.pk}")
    if len(reason) > LONGEST:
        raise UnableToAsk(f"Câu trả lời ghi nhiều nhất {LONGEST} ký tự.", f"reason-{held.pk}")
    held.verdict, held.reason = verdict, reason.strip()
    held.version, held.changed_at, held.by = held.version + 1, by.now, audit.sign(by)
    held.save()
    _recorded(one, held, by, f"answer {verdict}")
    return held


def _recorded(one: OpinionRound, group: OpinionGroup, by: Actor, detail: str) -> None:
    audit.record(
        Act.OPINION_KEEP, "opinion_group", group.pk, by=by, unit_id=one.unit_id, detail=detail
    )
