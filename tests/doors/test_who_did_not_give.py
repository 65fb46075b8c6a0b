"""Two wards that differ in nothing but who gave look the same on every page, file, answer and trail.

Whatever told who did not give (a list, a count, a sum less than another, a page that is one line longer)
would tell the two apart. What points at few is held by tests/act/funds/test_figures.py.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse

from dongthuan.act.funds import services
from dongthuan.act.funds.counting import of_work
from dongthuan.act.funds.models import Holder
from dongthuan.act.funds.rules import GiverKind, Kind
from dongthuan.act.funds.services import Named, Told
from dongthuan.ground.audit.models import Entry
from dongthuan.who.access.rules import ROLES
from dongthuan.who.people import services as people
from tests.act.funds.roads import Roads
from tests.act.funds.test_figures import settled
from tests.decide.assembly.asking import Asking
from tests.doors import test_matrix as matrix
from tests.doors.desk import hands
from tests.wards import FOUNDED

pytestmark = pytest.mark.django_db
HOMES, GIVING = 14, 7
_HEX = re.compile(r"[0-9a-fA-F]{10,}")
# What is new on every page by itself: keys of forms, the shield against forged ones.
_FRESH = re.compile(r'(name="(?:key|csrfmiddlewaretoken)" value="|nonce[-=]"?)[^"\s;]+')
# Of figures these few stand for their like: what takes part, what came in a time, what came so far.
_KEYS = ("works.households", "works.raised", "works.contributions.money")


@dataclass(frozen=True)
class Furnished(matrix.House):
    """The house of the matrix, with households in two groups, a book of receipts, a browser a role."""

    roads: Any
    book: Any
    codes: dict[int, list[str]]
    first: Any
    browsers: dict[str, Any]


class Twin:
    """A ward with households of which some gave; another twin differs in which of them did."""

    def __init__(self, house: Furnished, later: bool) -> None:
        self.house, self.ward = house, house.ward
        roads = self.roads = house.roads
        self.givers = [
            code
            for group in (1, 2)
            for code in house.codes[group][GIVING if later else 0 :][:GIVING]
        ]
        self.works = [roads.road("duong-xong"), roads.road("duong-thu")]
        for at, work in enumerate(self.works):
            for number, code in enumerate(self.givers, start=1 + at * 20):
                group = self.ward.groups[0 if number % 20 <= GIVING else 1]
                given = Told(Kind.CASH, 100_000 + 1_000 * number, group=group)
                named = Named(GiverKind.HOUSEHOLD, f"Chủ {code}", code)
                roads.give(number, work=work, book=house.book, given=given, giver=named)
        services.reverse_gift(gift=self.works[0].gifts.last(), reason="nhầm", by=roads.accountant)
        settled(roads, self.works[0])

    def everywhere(self) -> Iterator[str]:
        """Every address of the matrix that only shows; every page, paper and file of the works and the book."""
        for way in (*matrix.WAYS, *matrix.SIGNED_IN):
            if way.send is None:
                yield way.address(self.house)
        for work in self.works:
            at = reverse("desk:work", args=[work.pk])
            yield from (at, f"{at}/khoan-gop", f"{at}/tien", f"{at}/vao-so")
            yield from (
                f"{at}/giay/{one}" for one in ("theo-to.docx", "theo-to.pdf", "quyet-toan.docx")
            )
        yield reverse("desk:receipt-book", args=[self.house.book.pk])
        book = reverse("desk:book", args=[self.roads.ledger.pk])
        yield from (f"{book}/hledger", f"{book}/but-toan")
        yield from (f"{book}/so-quy?tai={kind}" for kind in ("docx", "xlsx", "csv"))

    def public(self) -> Iterator[str]:
        """What anyone may read: pages of the works, and their figures, as pages and for machines."""
        for way in matrix.PUBLIC:
            if way.send is None:
                yield way.address(self.house)
        for work in self.works:
            yield from (f"/cong-trinh/{work.code}", f"/cong-trinh/{work.code}/khoan-gop")
        for key in _KEYS:
            for unit in (self.ward.ward, self.ward.groups[0]):
                for asked in (key, *(of_work(key, work.pk) for work in self.works)):
                    yield f"/so-lieu/{asked}?don-vi={unit.pk}&ky=2021-H1"
                    yield f"/api/v1/figures/explain?key={asked}&unit={unit.pk}&period=2021-H1"

    def by_role(self) -> Iterator[str]:
        """What a role reads of a work that takes gifts, of a household that gave in one twin alone, and
        finds by its name and code.
        """
        work, book = self.works[1], reverse("desk:book", args=[self.roads.ledger.pk])
        at = reverse("desk:work", args=[work.pk])
        yield from (at, f"{at}/khoan-gop", f"{at}/vao-so", f"{at}/giay/theo-to.docx", book)
        yield reverse("desk:gift", args=[work.gifts.order_by("pk").first().pk])
        yield from (
            reverse("desk:households"),
            reverse("desk:household", args=[self.house.first.pk]),
        )
        yield from (reverse("desk:today"), reverse("desk:phone-giving"), reverse("desk:cash"))
        for words in (self.house.codes[1][0], f"Chủ {self.house.codes[1][0]}"):
            yield from (f"/tim?q={words}", f"/lam-viec/tim?q={words}", f"/api/v1/search?q={words}")

    def told(self) -> dict[tuple[str, str], str]:
        """What everyone is shown: who holds every role, everywhere; who holds none, all that is public;
        each role what it reads of money and of households.
        """
        asked = {
            "all": [*self.everywhere(), *self.by_role()], "nobody": [*self.public(), *self.by_role()],
        }  # fmt: skip
        return {
            (who, address): plain(browser.get(address))
            for who, browser in self.house.browsers.items()
            for address in dict.fromkeys(asked.get(who) or self.by_role())
        }

    def trail(self) -> list[str]:
        """The trail of acts, without the salted seals."""
        return [_HEX.sub("#", str(row)) for row in Entry.objects.order_by("pk").values_list()]


def plain(answer) -> str:
    """The words of an answer of whatever kind, without what is new in each."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # What tests keep as a scan is no whole PDF: it is held together as it is.
    if data[:5] == b"%PDF-" and b"startxref" in data:
        pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
        text = "\n".join(pages)
    elif data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            text = "\n".join(
                parts.read(name).decode(errors="replace")
                for name in sorted(parts.namelist()) if not name.startswith("docProps/")
            )  # fmt: skip
    else:
        text = data.decode(errors="replace")
    text = _HEX.sub("#", _FRESH.sub(r"\1", text))
    return f"{answer.status_code} {text}"


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(), override_settings(CLOCK=matrix.NOW, FILES_ROOT=folder),
        transaction.atomic(),
    ):  # fmt: skip
        made = matrix._house()
        yield furnished(made)
        transaction.set_rollback(True)


def furnished(made: matrix.House) -> Furnished:
    ward = made.ward
    roads = Roads.__new__(Roads)
    roads.ward, roads.unit, roads.works, roads.codes = ward, ward.ward, {}, {}
    roads.c1, roads.tq = (Holder.objects.get(code=code) for code in ("NT1", "TQ"))
    asking, homes = Asking(ward), {}
    for group in (1, 2):
        unit = ward.groups[group - 1]
        for number in range(1, HOMES + 1):
            home = people.register_household(code=f"LANG{group}{number:02d}", unit=unit, on=FOUNDED,
                                             by=ward.house)  # fmt: skip
            asking.speaks(home, f"Người Lặng {home.code}", unit)
            homes.setdefault(group, []).append(home)
    book = roads.printed("PT77", 1, 60)
    roads.hand(book, roads.c1)
    everyone = hands.user(ward, "Mọi vai", *((role, ward.ward) for role in ROLES), password="")
    browsers = {"all": hands.browser(everyone), "nobody": hands.browser()}
    for role in ROLES:
        unit = ward.groups[0] if role == "group_head" else ward.ward
        browsers[role] = hands.browser(hands.user(ward, f"Vai {role}", (role, unit), password=""))
    codes = {group: [home.code for home in told] for group, told in homes.items()}
    return Furnished(ward, made.at, roads, book, codes, homes[1][0], browsers)


def twin(house: Furnished, later: bool, look: Any) -> Any:
    """Build a twin, look at it, and take it back, numbers of rows too."""
    at, numbers = house.ward.clock.at, _numbers()
    try:
        with transaction.atomic():
            found = look(Twin(house, later))
            transaction.set_rollback(True)
    finally:
        house.ward.clock.at = at
        _renumber(numbers)
    return found


def _numbers() -> list[tuple[str, int | None]]:
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        )
        return list(cursor.fetchall())


def _renumber(numbers: list[tuple[str, int | None]]) -> None:
    with connection.cursor() as cursor:
        for name, last in numbers:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])


def test_two_wards_that_differ_in_who_gave_look_the_same(house, monkeypatch, caplog):
    moment = house.ward.clock.at.replace(year=2021, month=7, day=5)
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", lambda: moment + timedelta(hours=1))
    caplog.set_level(logging.INFO)

    def look(one: Twin):
        caplog.clear()
        told, trail = one.told(), one.trail()
        return (
            told,
            trail,
            [_HEX.sub("#", record.getMessage()) for record in caplog.records],
            one.givers,
        )

    (told, trail, logged, first), (other, other_trail, other_logged, second) = (
        twin(house, later, look) for later in (False, True)
    )
    assert not set(first) & set(second) and len(first) == len(second)
    assert sum(text.startswith("200") for text in told.values()) > 300
    assert sorted(told) == sorted(other)
    differ = [key for key in told if told[key] != other[key]]
    assert differ == []
    assert trail == other_trail and logged == other_logged
