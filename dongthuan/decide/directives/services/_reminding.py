"""Nhắc việc: one digest a day for a unit, sent once however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from dongthuan.decide.directives.models import Reminder
from dongthuan.decide.directives.queries import Digest, digests
from dongthuan.decide.directives.rules import MAIL
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org.queries import Standing

Deliver = Callable[[Digest, Sequence[str]], None]


@dataclass(frozen=True, slots=True)
class Reminded:
    """Kết quả nhắc: how many digests went out, and of which units the mail was not taken."""

    sent: int
    refused: tuple[str, ...]


def remind(*, addresses: Mapping[int, Sequence[str]], deliver: Deliver, by: Actor) -> Reminded:
    """This function will send each unit that has addresses its digest of the day, once. A digest and
    the word that it was sent stand or fall together: what died on the way is sent by the next call.
    """
    units = [unit for unit in addresses if addresses[unit]]
    sent, refused = 0, []
    for one in digests(viewer=by, tree=Standing(by.today).tree, units=units):
        try:
            sent += _send(one, addresses[one.unit], deliver, by)
        except OSError:
            # The post office is away or takes no mail for this address: asked again next time.
            refused.append(one.name)
    return Reminded(sent, tuple(refused))


def _send(one: Digest, to: Sequence[str], deliver: Deliver, by: Actor) -> bool:
    by.require(Act.TASK_ASSIGN, one.unit)
    if _was_sent(one):
        return False
    with transaction.atomic():
        try:
            with transaction.atomic():
                # Two at work at once: the second waits here for the first, and finds its row.
                made = Reminder.objects.create(unit_id=one.unit, day=one.day, way=MAIL, at=by.now)
        except IntegrityError:
            return False
        audit.record(Act.TASK_ASSIGN, "reminder", made.pk, by=by, unit_id=one.unit, detail="thư")
        deliver(one, to)
    return True


def _was_sent(one: Digest) -> bool:
    return Reminder.objects.filter(unit=one.unit, day=one.day, way=MAIL).exists()
