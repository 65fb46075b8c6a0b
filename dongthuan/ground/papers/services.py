"""Verbs: open a term, and give a document its number."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold_name, lay
from dongthuan.ground.papers import rules
from dongthuan.ground.papers.models import NumberTaken, Term
from dongthuan.ground.papers.rules import Scheme


class UnableToNumber(Exception):
    """Raised when a number cannot be given; its text says why and what to do."""


class NoTerm(UnableToNumber):
    """Raised when no term of the body holds on the day: the register it counts in is not known."""


@transaction.atomic
def open_term(*, body: int, label: str, on: date, by: Actor, until: date | None = None) -> Term:
    """This function will open a term of a Party body: its registers start again from 01."""
    by.require(Act.REPORT_ISSUE, body)
    made = lay(Term, of={"body": body}, start=on, end=until, values={"label": label}, at=by.now)
    assert made is not None
    audit.record(Act.REPORT_ISSUE, "term", made.pk, by=by, unit_id=body, detail=label)
    return made


@transaction.atomic
def take_number(
    *, body: int, body_code: str, kind: str, on: date, by: Actor, given: int | None = None,
    scheme: Scheme = Scheme.PARTY, act: Act = Act.REPORT_ISSUE,
) -> NumberTaken:  # fmt: skip
    """This function will take the next number of a register, or note the one that the office's own
    system has given already. `act` is the right that the kind of document asks for.

    :raises UnableToNumber: the number was taken, or no term of the body holds on the day.
    """
    by.require(act, body)
    since = _since(body, scheme, on)
    # Who takes a number next waits until the last hand has finished or given its number back: so
    # numbers follow each other without a gap.
    hold_name(f"papers {body} {scheme} {kind} {since}")
    mine = NumberTaken.objects.filter(body=body, scheme=scheme, kind=kind, since=since)
    last = mine.aggregate(last=Max("number"))["last"] or 0
    number = last + 1 if given is None else given
    if number < 1:
        raise UnableToNumber("Số văn bản phải từ 1 trở lên.")
    try:
        # The database decides, so that two offices at the same moment never share a number.
        with transaction.atomic():
            return NumberTaken.objects.create(
                body=body, scheme=scheme, kind=kind, since=since, number=number,
                symbol=rules.symbol(number, kind, body_code, scheme), on=on, own=given is None,
                recorded_at=by.now, by=audit.sign(by),
            )  # fmt: skip
    except IntegrityError:
        taken = mine.filter(number=number).first()
        day = f" ngày {taken.on:%d/%m/%Y}" if taken else ""
        raise UnableToNumber(
            f"Số {number:02d} đã cấp cho {taken.symbol if taken else 'văn bản khác'}{day}. "
            f"Số kế tiếp của sổ này là {last + 1:02d}."
        ) from None


def _since(body: int, scheme: Scheme, on: date) -> date:
    if scheme is Scheme.STATE:
        return rules.year_of(on)[0]
    term = Term.objects.on(on).filter(body=body).first()
    if term is None:
        raise NoTerm(
            f"Chưa ghi nhiệm kỳ của cấp ủy vào ngày {on:%d/%m/%Y}; số văn bản của Đảng chạy theo "
            "nhiệm kỳ. Ghi nhiệm kỳ trước khi lấy số."
        )
    # A term cut in two by a later change is still one term: its register goes on.
    first = Term.objects.known().filter(body=body, label=term.label).order_by("valid_from").first()
    return first.valid_from if first else term.valid_from
