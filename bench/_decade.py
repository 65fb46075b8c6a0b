"""A ward of ten years: 60 units, 200 measures, 912,000 values; and the cube of W2.

Built through services as far as that is bearable, the values themselves laid down in bulk: what is
measured is reading them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from django.db import connection, transaction

from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.models import Item, Round, RoundItem, Sheet, Step, Value
from dongthuan.decide.indicators.rules import Frequency
from dongthuan.ground.audit.actors import House
from dongthuan.ground.figures import Direction, Nature, Reading
from dongthuan.ground.papers import services as papers
from dongthuan.ground.primitives.periods import Period, from_code
from dongthuan.who.access import services as access
from dongthuan.who.access.models import User
from dongthuan.who.org import services as org
from dongthuan.who.org.models import Unit

FOUNDED = date(2010, 1, 1)
START = datetime(2010, 1, 4, 1, 0, tzinfo=UTC)
NOW = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
PASSWORD = "mot mat khau dai"


@dataclass(frozen=True)
class Laid:
    """What was laid down: the ward, its units, its accounts and the codes of its periods."""

    ward: Unit
    units: tuple[Unit, ...]
    items: tuple[Item, ...]
    users: dict[str, User]


def ward(units: int) -> Laid:
    """This function will found a ward with so many groups, and its clerk, leader and one head."""
    by = House(START)
    top = org.found(code="phuong", kind="ward", name="Phường Đo", on=FOUNDED, by=by)
    party = org.found(
        code="dang-bo",
        kind="party_committee",
        name="Đảng bộ Phường Đo",
        on=FOUNDED,
        by=by,
        place=top,
    )
    groups = tuple(
        org.found(
            code=f"to-{number:02d}", kind="residential_group", name=f"Tổ dân phố {number}",
            on=FOUNDED, by=by, parent=top,
        )
        for number in range(1, units + 1)
    )  # fmt: skip
    papers.open_term(body=party.pk, label="2020 – 2025", on=date(2020, 6, 19), by=by)
    users = {}
    for name, role, where in (
        ("vanphong", "clerk", (top, party)), ("lanhdao", "leader", (top, party)),
        ("to01", "group_head", groups[:1]), ("taikhoan", "access_keeper", (top, party)),
    ):  # fmt: skip
        users[name] = access.create_user(
            username=name, name=name, unit=top, by=by, password=PASSWORD
        )
        for unit in where:
            access.grant(user=users[name], role=role, unit=unit, on=FOUNDED, by=by)
    return Laid(top, groups, (), users)


WHO = (
    "Đảng viên", "Đoàn viên", "Hội viên phụ nữ", "Hội viên nông dân", "Cựu chiến binh", "Học sinh",
    "Người cao tuổi", "Người lao động", "Trẻ em", "Người có công",
)  # fmt: skip
WHAT = (
    "được vay vốn", "được khen thưởng", "dự tập huấn", "đăng ký gia đình văn hóa", "hiến máu",
    "được khám sức khỏe", "tham gia dọn vệ sinh", "được hỗ trợ sinh kế", "học nghề", "có việc làm mới",
    "tiêm vắc-xin", "dự sinh hoạt chuyên đề", "góp ngày công", "được tặng quà", "tham gia tuần tra",
    "được cấp thẻ bảo hiểm y tế", "dự hội nghị", "tham gia văn nghệ", "được trợ giúp pháp lý",
    "thi đua học và làm theo Bác",
)  # fmt: skip


def _label(number: int) -> str:
    return f"{WHO[number % len(WHO)]} {WHAT[number // len(WHO) % len(WHAT)]}"


def measures(laid: Laid, plan: Sequence[tuple[str, Frequency, Nature]]) -> Laid:
    """This function will define a measure of each frequency and nature told."""
    by = House(START)
    for number, (key, frequency, nature) in enumerate(plan):
        services.define(
            key=key, label=_label(number), unit="người", nature=nature,
            frequency=frequency, level="residential_group", on=FOUNDED, owner=laid.ward, by=by,
            chapter=f"Chương {number // 20 + 1}", order=number, direction=Direction.HIGHER,
            reading=Reading.PUBLIC if number % 5 == 0 else Reading.INTERNAL,
            meaning="Số người được đếm trong kỳ.", source="Sổ của tổ",
        )  # fmt: skip
    items = tuple(Item.objects.order_by("pk"))
    return Laid(laid.ward, laid.units, items, laid.users)


def fill(laid: Laid, rows: Iterator[tuple[Item, Unit, Period, Sheet, int]]) -> int:
    """This function will lay values down in bulk and say how many."""
    table = Value._meta.db_table
    held = "%s, %s, %s, %s, 1, %s, 'value', %s, %s, 'typed', %s, %s, ''"
    statement = (
        f"INSERT INTO {table} (item_id, unit_id, code, start, revision, sheet_id, state, scaled, "
        f"estimate, manner, recorded_at, by, note_digest) VALUES ({held})"
    ).replace(" by,", ' "by",')
    count = 0
    batch: list[tuple[object, ...]] = []
    with transaction.atomic(), connection.cursor() as cursor:
        for item, unit, period, sheet, scaled in rows:
            at = datetime.combine(period.end, START.time(), UTC)
            batch.append(
                (item.pk, unit.pk, period.code, period.start, sheet.pk, scaled, False, at, "house")
            )
            if len(batch) == 20_000:
                cursor.executemany(statement, batch)
                count, batch = count + len(batch), []
        cursor.executemany(statement, batch)
    return count + len(batch)


def rounds(laid: Laid, code: str, items: Sequence[Item]) -> dict[int, Sheet]:
    """This function will lay one round down, every sheet of it sent and approved."""
    period = from_code(code)
    one = Round.objects.create(
        unit=laid.ward, title=f"Số liệu {period}", code=code, opened_on=period.last_day,
        due_on=period.end, closed_on=None if period.end >= date(2021, 6, 30) else period.end,
    )  # fmt: skip
    RoundItem.objects.bulk_create(RoundItem(round=one, item=item) for item in items)
    sheets = Sheet.objects.bulk_create(
        Sheet(round=one, unit=unit, status="approved", first_sent_on=period.end)
        for unit in laid.units
    )
    at = datetime.combine(period.end, START.time(), UTC)
    Step.objects.bulk_create(
        Step(sheet=sheet, step=step, at=at, by="house")
        for sheet in sheets
        for step in ("sent", "approved")
    )
    return {sheet.unit_id: sheet for sheet in sheets}


def decade() -> tuple[Laid, int]:
    """This function will lay ten years of 200 measures and 60 units down."""
    plan = [(f"do.thang.m{n}", Frequency.MONTH, Nature.FLOW) for n in range(100)]
    plan += [(f"do.quy.m{n}", Frequency.QUARTER, Nature.STOCK) for n in range(60)]
    plan += [(f"do.nua.m{n}", Frequency.HALF, Nature.STOCK) for n in range(40)]
    laid = measures(ward(60), plan)
    years = range(2011, 2021)
    codes = {
        "do.thang": [f"{y}-{m:02d}" for y in (*years, 2021) for m in range(1, 13)][:126],
        "do.quy": [f"{y}-Q{q}" for y in (*years, 2021) for q in range(1, 5)][:42],
        "do.nua": [f"{y}-H{h}" for y in (*years, 2021) for h in (1, 2)][:21],
    }

    def rows() -> Iterator[tuple[Item, Unit, Period, Sheet, int]]:
        for start, told in codes.items():
            items = [item for item in laid.items if item.key.startswith(start)]
            for code in told:
                sheets, period = rounds(laid, code, items), from_code(code)
                for item in items:
                    for unit in laid.units:
                        value = (7 * item.pk + 13 * unit.pk + 31 * period.start.toordinal()) % 997
                        yield item, unit, period, sheets[unit.pk], value

    count = fill(laid, rows())
    for item in laid.items[::4]:
        services.set_target(
            key=item.key, unit=laid.ward, code="2021", owner="city", owner_words="UBND thành phố giao",
            value=Fraction(300_000), by=House(START),
        )  # fmt: skip
    return laid, count


def cube() -> tuple[Laid, int]:
    """This function will lay W2 down: 32 units × 60 indicators × 60 months, and a plan a year."""
    laid = measures(ward(32), [(f"w2.i{n}", Frequency.MONTH, Nature.FLOW) for n in range(60)])
    codes = [f"{year}-{month:02d}" for year in range(2016, 2021) for month in range(1, 13)]

    def rows() -> Iterator[tuple[Item, Unit, Period, Sheet, int]]:
        for m, code in enumerate(codes):
            sheets, period = rounds(laid, code, laid.items), from_code(code)
            for i, item in enumerate(laid.items):
                for g, unit in enumerate(laid.units):
                    yield item, unit, period, sheets[unit.pk], (13 * g + 29 * i + 31 * m) % 997

    count = fill(laid, rows())
    for item in laid.items:
        for year in range(2016, 2021):
            services.set_target(
                key=item.key, unit=laid.ward, code=str(year), owner="city",
                owner_words="UBND thành phố giao", value=Fraction(190_000), by=House(START),
            )  # fmt: skip
    return laid, count
