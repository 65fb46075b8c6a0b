"""Ra nghị quyết: what a meeting adopted, as a numbered document whose clauses can be assigned at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from dongthuan.decide.directives import rules
from dongthuan.decide.directives.models import Clause, Document
from dongthuan.decide.directives.services._deriving import settle
from dongthuan.decide.directives.services._registering import (
    Facts,
    Held,
    UnableToRegister,
    attach,
    register,
)
from dongthuan.decide.meetings import minutes, queries
from dongthuan.decide.meetings.models import Decision, Meeting
from dongthuan.ground import papers
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import LOCAL, Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold
from dongthuan.ground.papers.official import (
    Letterhead,
    OfficialPaper,
    Paragraph,
    Signature,
)
from dongthuan.ground.papers.rules import Scheme
from dongthuan.who.org.queries import tree
from dongthuan.who.org.rules import KINDS as UNIT_KINDS
from dongthuan.who.org.rules import Line

# What a meeting may issue its decisions as; the last is the plain minutes' own word.
KINDS = ("nghi-quyet", "ket-luan", "quyet-dinh", "thong-bao", "ke-hoach", "chuong-trinh")


@dataclass(frozen=True, slots=True)
class Issuing:
    """Lời ra văn bản: its kind and subject, the letters of the body in its symbol, day and signature;
    `symbol` where another system has given the number.
    """

    kind: str
    subject: str
    body_code: str
    on: date
    symbol: str = ""
    numbered_by: str = ""
    authority: str = ""
    signer_title: str = ""
    signer_name: str = ""


@transaction.atomic
def resolve(
    *, meeting: Meeting, decisions: Sequence[Decision], issuing: Issuing, by: Actor
) -> Document:
    """This function will issue decisions of a meeting as a numbered document in the register of the
    unit that met; each is a clause that asks for something, and can be assigned at once.

    :raises UnableToRegister: the minutes are not signed, a decision was not adopted or was issued
        before, or the number cannot be given.
    """
    by.require(Act.DOCUMENT_KEEP, meeting.unit_id)
    # Two who issue at once follow each other: a decision is issued once.
    hold(meeting)
    meeting.refresh_from_db()
    _may_issue(meeting, decisions, issuing)
    party = UNIT_KINDS[meeting.unit.kind].line is Line.PARTY
    made = register(
        unit=meeting.unit, by=by,
        facts=Facts(
            kind=issuing.kind, signed_on=issuing.on, subject=issuing.subject, issuer=meeting.unit,
            issuer_name=_body(meeting, issuing.on), level=_level(meeting, issuing.on),
            symbol=issuing.symbol, numbered_by=issuing.numbered_by, body_code=issuing.body_code,
            scheme=Scheme.PARTY if party else Scheme.STATE,
        ),
    )  # fmt: skip
    made.meeting = meeting
    made.save(update_fields=["meeting"])
    # The file carries the number, so it is written once the number is known.
    paper = paper_of(made, meeting, decisions, issuing)
    data = papers.party_docx(paper) if party else papers.state_docx(paper)
    _lay_beside(made, data, decisions, by)
    _clauses(made, decisions, by)
    return made


def _may_issue(meeting: Meeting, decisions: Sequence[Decision], issuing: Issuing) -> None:
    if meeting.status != Meeting.Status.MINUTED:
        raise UnableToRegister("Biên bản chưa ký nên chưa ra văn bản được. Ký biên bản trước.")
    if not decisions:
        raise UnableToRegister("Chưa chọn quyết định nào của cuộc họp.")
    adopted = {one.pk for one in queries.adopted(meeting)}
    if any(one.pk not in adopted for one in decisions):
        raise UnableToRegister("Có quyết định không được thông qua nên không ban hành được.")
    if issuing.on < meeting.starts_at.astimezone(LOCAL).date():
        raise UnableToRegister("Ngày ký đứng trước ngày họp.")
    before = Clause.objects.filter(decision__in=decisions).select_related("document").first()
    if before is not None:
        raise UnableToRegister(f"Quyết định này đã ban hành ở {before.document.symbol}.")


def _body(meeting: Meeting, on: date) -> str:
    return minutes.bodies(tree(on), meeting.unit_id)[1]


def _level(meeting: Meeting, on: date) -> rules.Level:
    return rules.Level.WARD if tree(on).is_top(meeting.unit_id) else rules.Level.BELOW


def paper_of(
    document: Document, meeting: Meeting, decisions: Sequence[Decision], issuing: Issuing
) -> OfficialPaper:
    """This function will lay the document out as it is printed: what was decided, clause by clause."""
    upper, body, place = minutes.bodies(tree(issuing.on), meeting.unit_id)
    held = meeting.starts_at.astimezone(LOCAL)
    opening = (
        f"Tại {meeting.kind_words} ngày {held.day}/{held.month}/{held.year} về «{meeting.title}», "
        f"{body} đã thảo luận và thống nhất những nội dung sau:"
    )
    blocks = [Paragraph((opening,))]
    for number, one in enumerate(decisions, start=1):
        first, *rest = one.text.splitlines() or [""]
        blocks.append(Paragraph((f"{number}. {first}",)))
        blocks += [Paragraph((line,)) for line in rest if line.strip()]
    return OfficialPaper(
        Letterhead(upper, body, document.symbol, place, issuing.on), rules.kind_words(issuing.kind),
        document.subject, tuple(blocks),
        Signature(issuing.authority, issuing.signer_title, issuing.signer_name),
        recipients=("Như trên", f"Lưu {body}"),
    )  # fmt: skip


def _lay_beside(made: Document, data: bytes, decisions: Sequence[Decision], by: Actor) -> None:
    text = "\n".join(one.text for one in decisions)
    name = f"{rules.kind_words(made.kind)} {made.symbol}.docx".replace("/", "-")
    attach(document=made, file=Held(data, "docx", name, text), by=by)


def _clauses(made: Document, decisions: Sequence[Decision], by: Actor) -> None:
    try:
        with transaction.atomic():
            rows = Clause.objects.bulk_create(
                Clause(
                    document=made, order=order, place=f"khoản {order}", text=one.text, decision=one,
                    looks_so=True, recorded_at=by.now, by=audit.sign(by),
                )
                for order, one in enumerate(decisions, start=1)
            )  # fmt: skip
    except IntegrityError:
        raise UnableToRegister(
            "Quyết định này vừa được người khác ban hành. Tải lại trang."
        ) from None
    settle(document=made, demands=dict.fromkeys((row.pk for row in rows), True), by=by)
