"""A house for the story of a server that is killed: a collector with a thousand receipts, and a vote with a
thousand slips.

`python -m tests.stories.cut_off` fills a database of its surroundings that has its tables, and prints what
a phone needs to send; `python -m tests.stories.cut_off counted` prints what is in the book and in the box.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

MANY = 1000
CODE = "{:020d}"


def prepared() -> dict[str, Any]:
    """Furnish the house; the path and work of gifts, the collector's cookie, the codes of the slips."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from dongthuan.act.funds import services
    from dongthuan.act.funds.rules import Hand
    from dongthuan.who.access import services as access
    from tests.act.funds.roads import Roads
    from tests.wards import FOUNDED, Person

    roads = Roads()
    house, unit = roads.ward.house, roads.unit
    user = access.create_user(username="nguoithu", name="Người thu", unit=unit, by=house)
    access.grant(user=user, role="collector", unit=unit, on=FOUNDED, by=house)
    key = f"user:{user.pk}"
    holder = services.name_holder(unit=unit, kind=Hand.COLLECTOR, code="NT9", name="Người thu",
                                  actor=key, by=roads.accountant)  # fmt: skip
    book, _ = services.print_book(unit=unit, code="PT09", first=1, last=MANY, by=roads.accountant)
    services.hand_book(book=book, holder=holder, by=roads.accountant)
    by = Person(key, house.now, (("collector", unit.pk),), "Người thu")
    services.answer_book(book=book, accepts=True, by=by)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {
        "book": book.pk,
        "work": roads.work.pk,
        "session": session.session_key,
        "codes": _slips(roads),
    }


def _slips(roads: Any) -> list[str]:
    """Ask one household in the proper way, and lay as many beside it as would take minutes to register."""
    from dongthuan.decide.assembly import codes
    from dongthuan.decide.assembly.models import BallotSlip, RollLine
    from dongthuan.who.people.models import Household
    from tests.decide.assembly.asking import Asking

    asking = Asking(roads.ward).lives(1, 1)
    vote = asking.asked()
    unit, at = asking.ward.groups[0], roads.ward.house.now
    homes = Household.objects.bulk_create(Household(code=f"HC{one}") for one in range(MANY))
    lines = RollLine.objects.bulk_create(
        RollLine(vote=vote, unit=unit, household=home, number=number)
        for number, home in enumerate(homes, start=2)
    )
    told = [CODE.format(number) for number in range(MANY)]
    BallotSlip.objects.bulk_create(
        BallotSlip(vote=vote, line=line, number=1, digest=codes.digest(code), at=at, by="house")
        for line, code in zip(lines, told, strict=True)
    )
    return told


def counted() -> dict[str, Any]:
    """Count what was written, whole and half."""
    from django.db.models import Count, Sum

    from dongthuan.act.funds.models import Gift, Work
    from dongthuan.act.ledger import queries as ledger
    from dongthuan.act.ledger.models import Entry
    from dongthuan.decide.assembly.models import Ballot
    from dongthuan.ground.audit.models import Entry as Trace

    gifts = Gift.objects.filter(receipt__book__code="PT09")
    sources = [f"gift:{pk}" for pk in gifts.values_list("pk", flat=True)]
    entries = Entry.objects.filter(source__in=sources).annotate(
        lines=Count("postings"), left=Sum("postings__dong")
    )
    ballots = Ballot.objects.filter(channel="phone")
    book = ledger.book_of(Work.objects.get(code="duong-1").unit_id)
    assert book is not None
    return {
        "gifts": gifts.count(), "receipts": gifts.values("receipt").distinct().count(),
        "entries": entries.filter(lines=2, left=0).count(), "half": entries.exclude(lines=2).count(),
        "gift traces": Trace.objects.filter(subject="gift").count(), "holds": ledger.check_book(book).holds,
        "ballots": ballots.count(), "households": ballots.values("line").distinct().count(),
        "vote traces": Trace.objects.filter(subject="ballot").count(),
    }  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthuan.config.settings")
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        print(json.dumps(counted() if "counted" in sys.argv else prepared()))
