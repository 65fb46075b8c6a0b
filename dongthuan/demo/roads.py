"""Đường liên tổ: fourteen works that households gave for, receipt by receipt, in every kind.

What each group gave up to the end of each half-year is what it told of before it kept receipts here;
thousands of receipts add up to that, to the last đồng.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from PIL import Image, ImageDraw

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.models import Holder, ReceiptBook, Valuation, Work
from dongthuan.act.funds.rules import SCALE, GiverKind, Hand, Kind, Source, Unused
from dongthuan.act.funds.services import BankAccount, Named, Plan, Stub, Told, Wish
from dongthuan.act.funds.spending import Payee
from dongthuan.act.ledger import services as book_keeping
from dongthuan.demo.hands import Hands
from dongthuan.demo.measures import HALVES
from dongthuan.demo.names import people
from dongthuan.demo.numbers import contributed, spread
from dongthuan.demo.rounds import at
from dongthuan.demo.units import Units
from dongthuan.ground.files import services as files
from dongthuan.ground.files.models import StoredFile
from dongthuan.ground.files.photographs import Box
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.models import Unit

# Cash is told in notes of this size; a group's whole is a multiple of it.
_NOTE = 50_000
# The mean of a receipt; by it the number of receipts follows from what a group gave.
_MEAN = 2_700_000
# Of a hundred receipts so many bear days of labour, materials and land; sixteen a transfer.
_LABOUR, _MATERIALS, _LAND, _TRANSFER = 10, 4, 2, 6


@dataclass(frozen=True, slots=True)
class Road:
    """Công trình của phường mẫu: its groups by number, and the meeting that decided it."""

    code: str
    title: str
    groups: tuple[int, ...]
    decided: date
    households: int
    yes: int
    # The day on which it was taken over; without one it is still being built.
    accepted: date | None = None


_OLD = date(2018, 3, 10)
ROADS = (
    Road("duong-01", "Bê tông hóa đường liên tổ 1 – 2, đoạn nhà văn hóa đến chợ", (1, 2), date(2018, 3, 4), 232, 201, date(2018, 11, 20)),
    Road("duong-02", "Nâng cấp đường liên tổ 3 – 4 và mương thoát nước", (3, 4), date(2018, 3, 11), 226, 188, date(2018, 12, 5)),
    Road("duong-03", "Mở rộng, bê tông hóa đường liên tổ 5 – 6 – 7", (5, 6, 7), date(2018, 4, 8), 341, 262, date(2019, 5, 16)),
    Road("duong-04", "Bê tông hóa hẻm và đường liên tổ 8 – 9", (8, 9), date(2018, 8, 12), 218, 180, date(2019, 6, 28)),
    Road("duong-05", "Đường liên tổ 10 – 11, vỉa hè và cây xanh", (10, 11), date(2018, 9, 9), 224, 171, date(2019, 9, 30)),
    Road("duong-06", "Nâng cấp đường vào vùng cà phê tổ 12 – 13 – 14", (12, 13, 14), date(2019, 1, 13), 338, 297, date(2019, 12, 18)),
    Road("duong-07", "Bê tông hóa đường liên tổ 15 – 16", (15, 16), date(2019, 2, 24), 230, 186, date(2019, 12, 25)),
    Road("duong-08", "Đường liên tổ 17 – 18 và cống qua suối", (17, 18), date(2019, 3, 17), 221, 169, date(2020, 4, 22)),
    Road("duong-09", "Bê tông hóa đường liên tổ 19 – 20 – 21", (19, 20, 21), date(2019, 5, 5), 335, 281, date(2020, 6, 12)),
    Road("duong-10", "Nâng cấp đường liên tổ 22 – 23 lên nghĩa trang nhân dân", (22, 23), date(2019, 8, 18), 227, 190, date(2020, 6, 26)),
    Road("duong-11", "Chiếu sáng và mặt đường liên tổ 1 đến 6", (1, 2, 3, 4, 5, 6), date(2020, 7, 5), 684, 561),
    Road("duong-12", "Chiếu sáng và mặt đường liên tổ 7 đến 12", (7, 8, 9, 10, 11, 12), date(2020, 7, 12), 671, 528),
    Road("duong-13", "Mặt đường, rãnh thoát nước liên tổ 13 đến 18", (13, 14, 15, 16, 17, 18), date(2020, 7, 19), 678, 549),
    Road("duong-14", "Mặt đường, rãnh thoát nước liên tổ 19 đến 23", (19, 20, 21, 22, 23), date(2020, 7, 26), 562, 447),
)  # fmt: skip
# First and last day of giving for what was given up to the end of each half-year.
_STRETCHES = {
    "2020-H1": (_OLD, date(2020, 6, 30)),
    "2020-H2": (date(2020, 8, 1), date(2020, 12, 31)),
    "2021-H1": (date(2021, 1, 4), date(2021, 6, 28)),
}
# One work had this much left when it was settled.
_WITH_SURPLUS, _SURPLUS = "duong-05", 12_500_000
_COLLECTORS = ("nguoithu1", "nguoithu2", "nguoithu3", "nguoithu4", "nguoithu5")


class Roads:
    """Việc của các tuyến đường: plan, decide, collect, hand on, build and take over, in their order."""

    def __init__(self, units: Units, hands: Hands) -> None:
        self.units, self.hands = units, hands
        self.works: dict[str, Work] = {}
        self.holders: dict[str, Holder] = {}
        self.values: dict[Kind, Valuation] = {}

    def run(self) -> dict[str, Work]:
        """This method will do all of it, and return the works by code."""
        accountant = self.hands.at("ketoan", at(2021, 3, 2, 8))
        book_keeping.open_book(unit=self.units.ward, name="Sổ thu chi công trình, quỹ của phường",
                               on=_OLD, by=accountant)  # fmt: skip
        self._name_hands(accountant)
        self._value(self.hands.at("ketoan", at(2021, 3, 2, 9)))
        for place, road in enumerate(ROADS):
            self._open(road, self.hands.at("ketoan", at(2021, 3, 2, 10, place)))
        for half in HALVES:
            self._collect(half)
            self._hand_on(half)
        self._one_mistake(self.hands.at("ketoan", at(2021, 7, 1, 9)))
        self._build()
        for place, road in enumerate(ROADS):
            self._spend(road, at(2021, 7, 2, 13, 2 * place))
        self._settle()
        return self.works

    def _name_hands(self, by: SignedIn) -> None:
        ward = self.units.ward
        for place, username in enumerate((*_COLLECTORS, "thuquy")):
            user = self.hands.users[username]
            kind = Hand.TREASURER if username == "thuquy" else Hand.COLLECTOR
            code = "TQ" if kind is Hand.TREASURER else f"NT{place + 1}"
            self.holders[username] = services.name_holder(
                unit=ward, kind=kind, code=code, name=user.name, actor=f"user:{user.pk}", by=by
            )
        # A number that no bank has given to anybody.
        account = BankAccount("Ngân hàng Mẫu", "970405", "5400000000021", "UBND PHUONG 2",
                              date(2018, 3, 1))  # fmt: skip
        self.holders["bank"] = services.name_holder(
            unit=ward, kind=Hand.BANK, code="NH", name="Tài khoản tiền gửi của phường",
            account=account, by=by,
        )  # fmt: skip

    def _value(self, by: SignedIn) -> None:
        for kind, what, measured_in, dong in (
            (Kind.LABOUR, "lao động phổ thông", "ngày công", 250_000),
            (Kind.MATERIALS, "cát, đá xây dựng", "m³", 500_000),
            (Kind.LAND, "đất ở nông thôn ven đường", "m²", 1_000_000),
        ):
            self.values[kind] = services.set_valuation(
                unit=self.units.ward, kind=kind, what=what, measured_in=measured_in, dong=dong,
                from_day=_OLD, document="Thông báo 05/TB-UBND ngày 01/3/2018 của UBND phường", by=by,
            )  # fmt: skip

    def _open(self, road: Road, by: SignedIn) -> None:
        groups = [self.units.groups[number - 1] for number in road.groups]
        estimate = spread_of(road)
        plan = Plan(
            title=road.title, purpose="Đi lại sạch, thoát nước tốt, xe chữa cháy vào được.", groups=groups,
            estimate_dong=estimate, exemptions=("Hộ nghèo", "Gia đình chính sách neo đơn"),
            sources={Source.RESIDENTS: estimate * 7 // 10, Source.BUDGET: estimate - estimate * 7 // 10},
            planned_from=road.decided + timedelta(days=30), planned_to=road.accepted,
        )  # fmt: skip
        work = services.open_work(
            unit=self.units.ward, kind="work", code=road.code, plan=plan, by=by
        )
        services.rest_on_paper(
            work=work, number=f"{road.code[-2:]}/BB-TDP", on=road.decided, households=road.households,
            present=road.households - 7, yes=road.yes, minutes=_minutes(road, by), by=by,
        )  # fmt: skip
        services.start_collecting(work=work, by=by)
        self.works[road.code] = work

    def _collect(self, half: str) -> None:
        """Enter the stubs of each group: a page for each, by the accountant."""
        at_hand = HALVES.index(half)
        codes = [group.code for group in self.units.groups]
        now = contributed(half, codes)
        before = contributed(HALVES[at_hand - 1], codes) if at_hand else {}
        for place, group in enumerate(self.units.groups):
            by = self.hands.at("ketoan", _entered_at(half, place))
            work = self._of_group(place + 1, half)
            stubs = list(
                self._stubs(group, now[group.code] - before.get(group.code, 0), half, work)
            )
            book = self._book(
                work, f"{HALVES.index(half) + 1}{place + 1:02d}", len(stubs), place, by
            )
            services.take_stubs(work=work, book=book, stubs=stubs, by=by)
            self._account_for(book, len(stubs), by)

    def _of_group(self, number: int, half: str) -> Work:
        roads = ROADS[:10] if half == HALVES[0] else ROADS[10:]
        return self.works[next(road.code for road in roads if number in road.groups)]

    def _book(self, work: Work, code: str, used: int, place: int, by: SignedIn) -> ReceiptBook:
        holder = self.holders[_COLLECTORS[place % len(_COLLECTORS)]]
        book, _ = services.print_book(
            unit=self.units.ward, code=f"PT{code}", first=1, last=used + 2, work=work, by=by
        )
        services.hand_book(book=book, holder=holder, by=by)
        taker = self.hands.at(_COLLECTORS[place % len(_COLLECTORS)], by.now + timedelta(minutes=1))
        services.answer_book(book=book, accepts=True, by=taker)
        book.refresh_from_db()
        return book

    def _account_for(self, book: ReceiptBook, used: int, by: SignedIn) -> None:
        """Of each book two numbers are left, spoilt by the pen; their stubs lie in the book."""
        services.end_numbers(book=book, numbers=[used + 1, used + 2], how=Unused.VOID,
                             reason="Viết hỏng, còn đủ liên.", by=by)  # fmt: skip

    def _stubs(self, group: Unit, dong: int, half: str, work: Work) -> Iterator[Stub]:
        chance = Random(f"roads {group.code} {half}")
        count = max(8, dong // _MEAN)
        givers = people(60, f"givers {group.code}")
        first, last = _STRETCHES[half]
        days = sorted(
            first + timedelta(days=chance.randrange((last - first).days)) for _ in range(count)
        )
        kinds = [_kind(chance) for _ in range(count)]
        quantities = [_quantity(kind, chance) for kind in kinds]
        left = dong - sum(
            quantity * self.values[kind].dong
            for kind, quantity in zip(kinds, quantities, strict=True) if quantity
        )  # fmt: skip
        money = [place for place, kind in enumerate(kinds) if kind.is_money]
        sums = spread(left // _NOTE, {f"{place:04d}": chance.uniform(0.4, 1.6) for place in money})
        for place, (kind, quantity, on) in enumerate(zip(kinds, quantities, days, strict=True)):
            giver = Named(GiverKind.HOUSEHOLD, givers[chance.randrange(60)].name)
            if quantity:
                told = Told(
                    kind, quantity=quantity * SCALE, valuation=self.values[kind], group=group
                )
            else:
                reference = f"FT{on:%y%j}{int(group.code[-2:]):02d}{place:04d}"
                told = Told(
                    kind, sums[f"{place:04d}"] * _NOTE, group=group,
                    reference=reference if kind is Kind.TRANSFER else "",
                    bank=self.holders["bank"] if kind is Kind.TRANSFER else None,
                )  # fmt: skip
            yield Stub(place + 1, told, on, giver)

    def _hand_on(self, half: str) -> None:
        """Cash goes to the treasurer, and from there to the bank; the last of it is still on its way."""
        day = _entered_at(half, 24)
        treasurer = self.holders["thuquy"]
        waits = _COLLECTORS[-1] if half == HALVES[-1] else ""
        for place, username in enumerate(_COLLECTORS):
            when = day + timedelta(minutes=5 * place)
            handover = services.propose_handover(
                giver=self.holders[username], taker=treasurer, by=self.hands.at(username, when)
            )
            if username == waits:
                continue
            services.answer_handover(
                handover=handover, accepts=True,
                by=self.hands.at("thuquy", when + timedelta(minutes=2)),
            )  # fmt: skip
        banked = services.propose_handover(
            giver=treasurer, taker=self.holders["bank"],
            by=self.hands.at("thuquy", day + timedelta(hours=1)),
        )  # fmt: skip
        services.answer_handover(
            handover=banked, accepts=True, reference=f"GNT{HALVES.index(half) + 1:04d}",
            by=self.hands.at("ketoan", day + timedelta(hours=2)),
        )  # fmt: skip

    def _one_mistake(self, by: SignedIn) -> None:
        """One gift was written twice; the second is answered by a reversal, and its number stays used."""
        work = self.works["duong-11"]
        book = self._book(work, "400", 1, 4, by)
        group = self.units.groups[0]
        gift = services.take_stubs(
            work=work, book=book, by=by,
            stubs=[Stub(1, Told(Kind.CASH, 2_000_000, group=group), date(2021, 6, 24))],
        )[0]  # fmt: skip
        later = self.hands.at("ketoan", by.now + timedelta(hours=3))
        services.reverse_gift(gift=gift, reason="Vào sổ hai lần cùng một cuống phiếu.", by=later)
        self._account_for(book, 1, later)

    def _build(self) -> None:
        for place, road in enumerate(ROADS):
            work = self.works[road.code]
            by = self.hands.at("ketoan", at(2021, 7, 2, 8, place))
            services.start_building(work=work, on=road.decided + timedelta(days=40), by=by)
            percent = 100 if road.accepted else 55 + 5 * (place % 4)
            services.report_progress(
                work=work, on=road.accepted or date(2021, 6, 28), percent=percent, by=by
            )
            if road.accepted:
                services.accept_work(
                    work=work, on=road.accepted, supervisors=5, minutes=_minutes(road, by),
                    by=self.hands.at("lanhdao", at(2021, 7, 2, 10, place)),
                )  # fmt: skip

    def _spend(self, road: Road, when: datetime) -> None:
        """What the bank holds of a finished work is paid out, of one that is being built, half of it."""
        work, bank = self.works[road.code], self.holders["bank"]
        held = queries.cash_of(bank)[work.pk]
        left = _SURPLUS if road.code == _WITH_SURPLUS else 0
        dong = held - left if road.accepted else held // 2 // _NOTE * _NOTE
        contractor = people(1, f"contractor {road.code}")[0].name
        wish = Wish(
            dong,
            "Thanh toán khối lượng xây lắp hoàn thành",
            Payee.CONTRACTOR,
            f"Cơ sở xây dựng {contractor}",
        )
        clerk = self.hands.at("ketoan", when)
        request = services.ask_to_spend(work=work, wish=wish, by=clerk)
        leader = self.hands.at("lanhdao", when + timedelta(minutes=20))
        services.approve_spending(request=request, seen=request.version, by=leader)
        voucher = services.add_voucher(
            request=request,
            data=_picture(),
            by=self.hands.at("ketoan", when + timedelta(minutes=30)),
        )
        services.cover_voucher(
            voucher=voucher, boxes=[Box(80, 120, 700, 220)],
            by=self.hands.at("ketoan", when + timedelta(minutes=31)),
        )  # fmt: skip
        request.refresh_from_db()
        services.pay(
            request=request, holder=bank, on=when.date(), seen=request.version,
            reference=f"UNC{when:%m%d}{road.code[-2:]}",
            by=self.hands.at("thuquy", when + timedelta(minutes=45)),
        )  # fmt: skip

    def _settle(self) -> None:
        """Finished works are settled; what was left of one went to the road that is being built now."""
        for place, road in enumerate(one for one in ROADS if one.accepted):
            leader = self.hands.at("lanhdao", at(2021, 7, 3, 8, place))
            services.settle(
                work=self.works[road.code],
                on=date(2021, 7, 3),
                minutes=_minutes(road, leader),
                by=leader,
            )
        road = next(one for one in ROADS if one.code == _WITH_SURPLUS)
        by = self.hands.at("lanhdao", at(2021, 7, 3, 10))
        basis = services.rest_on_paper(
            work=self.works[road.code], number="02/BB-TDP", on=date(2021, 6, 20), households=224,
            present=180, yes=166, minutes=_minutes(road, by), matter=services.SURPLUS, by=by,
        )  # fmt: skip
        services.decide_surplus(
            work=self.works[road.code], manner=services.TO_WORK, dong=_SURPLUS, basis=basis,
            to_work=self.works["duong-12"], by=self.hands.at("lanhdao", at(2021, 7, 3, 11)),
        )  # fmt: skip


def spread_of(road: Road) -> int:
    """This function will return what a work was estimated at, in whole millions."""
    share = Random(f"estimate {road.code}").uniform(0.95, 1.2)
    return int(len(road.groups) * 900 * share) * 1_000_000


def _kind(chance: Random) -> Kind:
    drawn = chance.randrange(100)
    for kind, share in (
        (Kind.LAND, _LAND), (Kind.MATERIALS, _MATERIALS), (Kind.LABOUR, _LABOUR),
        (Kind.TRANSFER, _TRANSFER),
    ):  # fmt: skip
        if drawn < share:
            return kind
        drawn -= share
    return Kind.CASH


def _quantity(kind: Kind, chance: Random) -> int:
    """Return days, cubic metres or square metres; none of money. Days come in pairs, so that every sum
    is told in notes."""
    if kind is Kind.LABOUR:
        return 2 * chance.randint(1, 6)
    if kind is Kind.MATERIALS:
        return chance.randint(2, 9)
    return chance.randint(3, 12) if kind is Kind.LAND else 0


def _entered_at(half: str, place: int) -> datetime:
    month, day = {"2020-H1": (3, 3), "2020-H2": (3, 16), "2021-H1": (6, 29)}[half]
    return at(2021, month, day, 8) + timedelta(minutes=15 * place)


def _picture() -> bytes:
    """A voucher that stands for one: a sheet with lines, and nobody's name."""
    sheet = Image.new("RGB", (600, 800), "white")
    pen = ImageDraw.Draw(sheet)
    for line in range(60, 760, 50):
        pen.line((60, line, 540, line), fill="gray", width=2)
    held = io.BytesIO()
    sheet.save(held, "JPEG")
    return held.getvalue()


def _minutes(road: Road, by: SignedIn) -> StoredFile:
    """A page that says what it stands for: signed minutes of somebody who exists are nobody's sample."""
    text = f"%PDF-1.4\n% Bien ban mau {road.code}\n%%EOF\n"
    return files.keep(text.encode(), kind="pdf", at=by.now)
