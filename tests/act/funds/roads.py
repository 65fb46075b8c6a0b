"""The roads of the small ward: a decision on paper, a book of receipts, and the hands money goes through."""

from __future__ import annotations

from datetime import date

from dongthuan.act.funds import services
from dongthuan.act.funds.models import Gift, Handover, Holder, ReceiptBook, Valuation, Work
from dongthuan.act.funds.rules import SCALE, GiverKind, Hand, Kind, Unused
from dongthuan.act.funds.services import NOBODY, BankAccount, Named, Plan, Printed, Told
from dongthuan.act.ledger import queries as ledger
from dongthuan.act.ledger.models import Book
from dongthuan.decide.assembly.models import Vote, VoteGroup, VoteOutcome
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.files import services as files
from dongthuan.ground.files.models import StoredFile
from tests.decide.test_sheets import photograph
from tests.wards import FOUNDED, Person, Ward

DAY = date(2021, 6, 1)
MAY = date(2021, 5, 10)
HOME = Named(GiverKind.PERSON, "Trần Thị Mẫu")


class Roads:
    """The ward, its accountant, collectors and treasurer, and what they keep."""

    def __init__(self, ward: Ward | None = None) -> None:
        self.ward = ward or Ward()
        self.unit = self.ward.ward
        self.works: dict[str, Work] = {}
        self.road("duong-1")
        self.c1 = self.holder(Hand.COLLECTOR, "NT1", "Người thu 1")
        self.c2 = self.holder(Hand.COLLECTOR, "NT2", "Người thu 2")
        self.tq = self.holder(Hand.TREASURER, "TQ", "Thủ quỹ")
        self.bank = services.name_holder(
            unit=self.unit, kind=Hand.BANK, code="NH", name="Ngân hàng Mẫu", by=self.accountant,
            account=BankAccount("Ngân hàng Mẫu", "970405", "5400123456789", "UBND PHUONG THU", MAY),
        )  # fmt: skip
        self.codes: dict[int, str] = {}
        self.book = self.printed("PT01", 1, 50)
        self.hand(self.book, self.c1)

    # --- hands ---

    @property
    def accountant(self) -> Person:
        return self.ward.person("Kế toán", ("accountant", self.unit))

    @property
    def clerk(self) -> Person:
        return self.ward.clerk

    @property
    def leader(self) -> Person:
        return self.ward.leader

    def actor(self, holder: Holder) -> Person:
        role = "treasurer" if holder.hand is Hand.TREASURER else "collector"
        return self.ward.person(holder.name, (role, self.unit))

    def holder(self, kind: Hand, code: str, name: str) -> Holder:
        return services.name_holder(unit=self.unit, kind=kind, code=code, name=name,
                                    actor=f"user:{name}", by=self.accountant)  # fmt: skip

    # --- works ---

    def minutes(self, words: str = "bien ban") -> StoredFile:
        return files.keep(f"%PDF {words}".encode(), kind="pdf", at=self.ward.house.now)

    def plan(self, title: str = "Đường liên tổ 1", **more: object) -> Plan:
        told = {"title": title, "purpose": "Bê tông hóa đường tổ", "groups": self.ward.groups[:2]}
        return Plan(**{**told, **more})  # type: ignore[arg-type]

    def planned(self, code: str, kind: str = "work", **more: object) -> Work:
        work = services.open_work(
            unit=self.unit, kind=kind, code=code, plan=self.plan(f"Công trình {code}", **more),
            by=self.accountant,
        )  # fmt: skip
        self.works[code] = work
        return work

    def decided(
        self, work: Work, yes: int = 200, households: int = 300, on: date = MAY, **more: object
    ):
        return services.rest_on_paper(
            work=work, number="01/BB", on=on, households=households, present=None, yes=yes,
            minutes=self.minutes(), by=more.pop("by", None) or self.accountant, **more,  # type: ignore[arg-type]
        )  # fmt: skip

    def road(self, code: str, **more: object) -> Work:
        work = self.planned(code, **more)
        self.decided(work)
        services.start_collecting(work=work, by=self.clerk)
        work.refresh_from_db()
        return work

    @property
    def work(self) -> Work:
        return Work.objects.select_related("unit").get(code="duong-1")

    def vote(
        self, yes: int, households: int = 300, matter: str = "contribution", closed: bool = True
    ):
        on = MAY
        vote = Vote.objects.create(
            unit=self.unit, matter=matter, title="Góp làm đường", channels="hands", opens_on=on,
            closes_on=on, status="closed" if closed else "asked", threshold="> 1/2",
            base="households", effect="adoption", changed_at=self.ward.house.now,
        )  # fmt: skip
        for group in self.ward.groups[:2]:
            VoteGroup.objects.create(vote=vote, unit=group)
        if closed:
            VoteOutcome.objects.create(
                vote=vote, households=households, yes=yes, no=households - yes, other=0, invalid=0,
                assisted=0, together=0, adopted=2 * yes > households, decided_on=on, seal="0" * 64,
                stored=self.minutes("ket qua"), at=self.ward.house.now, by="house",
            )  # fmt: skip
        return vote

    # --- receipts and gifts ---

    def printed(self, code: str, first: int, last: int, **more: object) -> ReceiptBook:
        book, printed = services.print_book(unit=self.unit, code=code, first=first, last=last,
                                            by=self.accountant, **more)  # fmt: skip
        self.told: list[Printed] = printed
        self.codes.update({one.number: one.code for one in printed if code == "PT01"})
        return book

    def hand(self, book: ReceiptBook, holder: Holder) -> None:
        services.hand_book(book=book, holder=holder, by=self.accountant)
        services.answer_book(book=book, accepts=True, by=self.actor(holder))
        book.refresh_from_db()

    def labour(self, dong: int = 300_000) -> Valuation:
        return services.set_valuation(
            unit=self.unit, kind=Kind.LABOUR, what="lao động phổ thông", measured_in="ngày công",
            dong=dong, from_day=FOUNDED, document="QĐ 12/QĐ-UBND", by=self.clerk,
        )  # fmt: skip

    def give(
        self, number: int, dong: int = 500_000, *, giver: Named = NOBODY, by: Actor | None = None,
        work: Work | None = None, on: date = DAY, book: ReceiptBook | None = None, **more: object,
    ) -> Gift:  # fmt: skip
        given = more.pop("given", None) or Told(Kind.CASH, dong)
        return services.take_gift(
            work=(work or self.work).pk, book=(book or self.book).pk, number=number, given=given, on=on,
            giver=giver, by=by or self.actor(self.c1), **more,  # type: ignore[arg-type]
        )  # fmt: skip

    def days(self, number: int, days: int, rule: Valuation, **more: object) -> Gift:
        return self.give(
            number, given=Told(Kind.LABOUR, quantity=days * SCALE, valuation=rule), **more
        )

    def transfer(
        self, number: int, dong: int, reference: str = "FT21152000001", **more: object
    ) -> Gift:
        told = Told(Kind.TRANSFER, dong, reference=reference, bank=self.bank)
        return self.give(number, given=told, **more)

    def propose(self, giver: Holder, taker: Holder, **more: object) -> Handover:
        by = more.pop("by", None) or self.actor(giver)
        return services.propose_handover(giver=giver, taker=taker, by=by, **more)  # type: ignore[arg-type]

    def moved(self, giver: Holder, taker: Holder, **more: object) -> Handover:
        handover = self.propose(giver, taker, **more)
        by = self.accountant if taker.hand is Hand.BANK else self.actor(taker)
        services.answer_handover(handover=handover, accepts=True, reference="NT0001", by=by)
        return handover

    @property
    def ledger(self) -> Book:
        book = ledger.book_of(self.unit.pk)
        assert book is not None
        return book


def whole_story(ward: Ward) -> Roads:
    """A road from the decision to what became of the rest: something of everything there is."""
    roads = Roads(ward)
    gift = roads.give(1, 900_000, sent_key="k" * 20)
    roads.days(2, 2, roads.labour())
    services.reverse_gift(gift=roads.give(3), reason="ghi nhầm", by=roads.accountant)
    services.end_numbers(book=roads.book, numbers=[4], how=Unused.VOID, reason="hỏng",
                         by=roads.actor(roads.c1))  # fmt: skip
    roads.moved(roads.c1, roads.tq, sent_key="h" * 20)
    today = gift.recorded_at.date()
    services.start_building(work=roads.work, on=today, by=roads.clerk)
    services.accept_work(work=roads.work, on=today, supervisors=5, minutes=roads.minutes("nghiem thu"),
                         by=roads.leader)  # fmt: skip
    services.settle(work=roads.work, on=today, minutes=roads.minutes("quyet toan"), by=roads.leader)
    basis = roads.decided(roads.work, matter=services.SURPLUS, by=roads.leader)
    services.decide_surplus(work=roads.work, manner=services.TO_WORK, dong=400_000, basis=basis,
                            to_work=roads.road("duong-khac"), by=roads.leader)  # fmt: skip
    return roads


def for_the_doors(roads: Roads) -> dict[str, object]:
    """What addresses of works name: works on every step of their way, a book, a gift, a deposit."""
    printed = roads.printed("PT90", 1, 2)
    gift = roads.give(40, 900_000, giver=HOME)
    roads.moved(roads.c1, roads.tq)
    deposit = roads.propose(roads.tq, roads.bank)
    made = services.report_progress(work=roads.work, on=gift.on, percent=10, photographs=[photograph()],
                                    by=roads.clerk)  # fmt: skip
    minutes, by = roads.minutes("nghiem thu"), roads.leader
    ways = {"road-planned": roads.planned("d-chuan-bi")}
    for code in ("d-thi-cong", "d-nghiem-thu", "d-quyet-toan"):
        work = ways[code] = roads.road(code)
        if code == "d-quyet-toan":
            roads.give(41, 100_000, work=work)
            roads.moved(roads.c1, roads.tq)
        services.start_building(work=work, on=gift.on, by=roads.clerk)
        if code != "d-thi-cong":
            services.accept_work(work=work, on=gift.on, supervisors=3, minutes=minutes, by=by)
        if code == "d-quyet-toan":
            services.settle(work=work, on=gift.on, by=by)
    # Days of work are never handed on: this one can always be taken back.
    held = roads.days(42, 1, roads.labour())
    return {
        "gift-held": held.pk, "printed-book": printed.pk, "collector": roads.c1.pk, "gift": gift.pk, "deposit": deposit.pk,
        "photo": made.photographs.get().stored.digest, "basis": roads.work.bases.get().pk,
        "road-seen": roads.work.version, "road-planned": ways["road-planned"].pk,
        "road-building": ways["d-thi-cong"].pk, "road-accepted": ways["d-nghiem-thu"].pk,
        "road-settled": ways["d-quyet-toan"].pk, "receipts": roads.book.pk,
    }  # fmt: skip
