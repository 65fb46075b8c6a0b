"""Chi within reach: requests, one with its way and papers, and what anyone may read of what was paid."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from dongthuan.act.funds.models import Payment, SpendRequest, SpendStep, Voucher, Work
from dongthuan.act.funds.spending import STEPS, Asked, Payee
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class StepTold:
    """Bước đã làm: in words, by whom, when, with its reason."""

    words: str
    by: str
    at: datetime
    dong: int
    reason: str


@dataclass(frozen=True, slots=True)
class WholeRequest:
    """Một đề nghị chi: with its way, its photographs and its payments."""

    request: SpendRequest
    steps: tuple[StepTold, ...]
    vouchers: tuple[Voucher, ...]
    payments: tuple[Payment, ...]
    asked_by: str

    @property
    def payment(self) -> Payment | None:
        """This property will return the payment that holds, if any."""
        return next((one for one in self.payments if not hasattr(one, "turned")), None)

    @property
    def uncovered(self) -> int:
        """This property will return how many photographs the public does not see yet."""
        return sum(one.covered_id is None for one in self.vouchers)


@dataclass(frozen=True, slots=True)
class Spent:
    """Khoản chi, as anyone may read it: what for, how much, when, to what kind of payee, and the covered
    photographs by number; `hidden` photographs have no covered copy yet.
    """

    request: int
    on: date
    words: str
    dong: int
    payee: str
    vouchers: tuple[int, ...]
    hidden: int


def requests(
    *, viewer: Actor, work: Work | None = None, standings: Collection[Asked] = ()
) -> QuerySet[SpendRequest]:
    """This function will return the requests of the viewer's reach, the last first."""
    rows = SpendRequest.objects.select_related("work__unit").order_by("-pk")
    rows = viewer.reach(Act.FUND_SEE).within(rows, "work__unit_id")
    if work is not None:
        rows = rows.filter(work=work)
    return rows.filter(standing__in=standings) if standings else rows


def request_seen(*, viewer: Actor, pk: int) -> SpendRequest | None:
    """This function will return a request the viewer may see, or None."""
    return requests(viewer=viewer).filter(pk=pk).first()


def whole_request(request: SpendRequest) -> WholeRequest:
    """This function will return a request with all that belongs to it."""
    rows = list(SpendStep.objects.filter(request=request).order_by("pk"))
    names = trail.names({one.by for one in rows} | {request.asked_by})
    notes = trail.notes(one.note_id for one in rows)
    steps = tuple(
        StepTold(STEPS[one.step], names.get(one.by, one.by), one.at, one.dong,
                 notes.get(one.note_id or 0, ""))
        for one in rows
    )  # fmt: skip
    vouchers = Voucher.objects.filter(request=request, withdrawn_at=None)
    payments = Payment.objects.filter(request=request).select_related("holder", "turned")
    return WholeRequest(
        request, steps, tuple(vouchers.select_related("stored", "covered").order_by("order")),
        tuple(payments.order_by("pk")), names.get(request.asked_by, request.asked_by),
    )  # fmt: skip


def voucher_seen(*, viewer: Actor, pk: int) -> Voucher | None:
    """This function will return a photograph the viewer may see whole, or None: who sees the book, asks
    for money or pays it.
    """
    rows = Voucher.objects.filter(pk=pk, withdrawn_at=None)
    found = rows.select_related("request__work", "stored", "covered").first()
    if found is None:
        return None
    unit = found.request.work.unit_id
    acts = (Act.LEDGER_SEE, Act.SPEND_ASK, Act.SPEND_PAY, Act.SPEND_APPROVE)
    return found if any(viewer.may(act, unit) for act in acts) else None


def payment_seen(*, viewer: Actor, pk: int) -> Payment | None:
    """This function will return a payment the viewer may see, or None."""
    rows = Payment.objects.filter(
        pk=pk, request__in=requests(viewer=viewer).order_by().values("pk")
    )
    return rows.select_related("request").first()


def spent_on(work: Work) -> list[Spent]:
    """This function will return what a work's money was spent on, as anyone may read it, the last first;
    what was turned round is left out, as it is in the sum.
    """
    paid = Payment.objects.filter(request__work=work, turned=None).select_related("request")
    shown: dict[int, list[int]] = {}
    hidden: dict[int, int] = {}
    rows = Voucher.objects.filter(request__work=work, withdrawn_at=None).order_by("order")
    for request, pk, covered in rows.values_list("request_id", "pk", "covered_id"):
        if covered is None:
            hidden[request] = hidden.get(request, 0) + 1
        else:
            shown.setdefault(request, []).append(pk)
    return [
        Spent(one.request_id, one.on, one.request.words, one.dong,
              Payee(one.request.payee_kind).words, tuple(shown.get(one.request_id, ())),
              hidden.get(one.request_id, 0))
        for one in paid.order_by("-on", "-pk")
    ]  # fmt: skip


def covered_voucher(work: Work, pk: int) -> StoredFile | None:
    """This function will return the copy of a photograph of a work that anyone may see: covered, of a
    payment that holds; or None.
    """
    found = Voucher.objects.filter(
        pk=pk, withdrawn_at=None, covered__isnull=False, request__standing=Asked.PAID, request__work=work
    ).select_related("covered").first()  # fmt: skip
    return found.covered if found is not None else None
