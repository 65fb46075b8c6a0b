"""Số liệu của giấy tờ thu chi: what papers of a work print, as plain values; units by their names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Sum

from dongthuan.act.funds.accounts_on_paper import (
    Amount,
    GroupTotal,
    Handed,
    InKind,
    Planned,
    SettledWork,
)
from dongthuan.act.funds.models import Gift, Handover, Surplus, Work
from dongthuan.act.funds.participation import gathered_small, taking_part
from dongthuan.act.funds.queries._money import money_of
from dongthuan.act.funds.queries._works import WholeWork, whole_work
from dongthuan.act.funds.rules import (
    IN_KIND,
    SMALLEST,
    GiverKind,
    Hand,
    Kind,
    Source,
    notes_told,
    quantity_words,
)
from dongthuan.ground.papers.notices import Notice
from dongthuan.ground.primitives import numbers
from dongthuan.who.org.queries import Forest

_MONEY = (Kind.CASH, Kind.TRANSFER)


def settled(work: Work, today: date, names: Mapping[int, str]) -> SettledWork:
    """This function will return what a settlement of a work prints."""
    whole = whole_work(work, today)
    acceptance, surplus = whole.acceptance, Surplus.objects.filter(work=work).order_by("pk").first()
    return SettledWork(
        work.title, ", ".join(names[unit] for unit in whole.groups if unit in names) or "toàn đơn vị",
        _basis(whole), _sources(whole), _in_kind(work),
        tuple(Amount(name, dong) for name, dong in whole.money.spent),
        acceptance=f"biên bản ngày {acceptance.on:%d/%m/%Y}, {acceptance.supervisors} thành viên ban giám sát ký"
        if acceptance else "",
        surplus=_surplus(surplus) if surplus else "",
    )  # fmt: skip


def group_totals(work: Work, today: date, names: Mapping[int, str]) -> list[GroupTotal]:
    """This function will return what each group gave to a work. Groups where so few gave that a row
    would point at somebody, or say that nobody did, share one row.
    """
    rows = Gift.objects.filter(work=work, reversal=None)
    counts: dict[int | None, int] = dict.fromkeys(work.groups.values_list("unit_id", flat=True), 0)
    counts.update(rows.values_list("group").annotate(Count("pk")).order_by())
    sums: dict[int | None, dict[bool, int]] = {group: {True: 0, False: 0} for group in counts}
    for group, kind, dong in rows.values_list("group", "kind").annotate(Sum("dong")).order_by():
        sums[group][Kind(kind).is_money] += dong
    part = taking_part([work.pk], Forest()).get(work.pk)
    found, told = gathered_small(counts), []
    for row in found:
        receipts = sum(counts[group] for group in row)
        told.append(GroupTotal(
            _together(row, names), receipts if receipts >= SMALLEST else None,
            sum(sums[group][True] for group in row), sum(sums[group][False] for group in row),
            # Of rows of which one is shared, that one would be found by taking the others away.
            part.count_of([row[0]]) if part and row[0] and len(found) == len(counts) else None,
        ))  # fmt: skip
    return sorted(told, key=lambda one: one.group)


def _together(groups: tuple[int | None, ...], names: Mapping[int, str]) -> str:
    called = sorted(names.get(one or 0, "Không ghi tổ") for one in groups)
    return ", ".join(called)


def notice(
    work: Work, today: date, *, body: str, telephone: str, address: str, link: str
) -> Notice:
    """This function will return what the sheet for the notice board says of a work: thu – chi – còn –
    đang ở đâu, by role.
    """
    money = money_of(work)
    under = f"Ngoài ra góp ngày công, vật liệu, đất: quy đổi {numbers.written(money.kind_in)} đồng" if money.kind_in else ""  # fmt: skip
    figures = [("Thu", numbers.written(money.money_in), under)]
    if money.carried:
        figures.append(("Chuyển từ, sang quỹ khác", numbers.written(money.carried), ""))
    figures += [
        ("Chi", numbers.written(money.money_out), ""),
        ("Còn", numbers.written(money.left), ""),
    ]
    whole = whole_work(work, today)
    remarks = [f"Đã làm được {whole.percent}% khối lượng."] if whole.percent else []
    if money.owed:
        remarks.append(f"Trong số còn lại có {numbers.written(money.owed)} đồng chưa trả.")
    return Notice(
        body, work.title, today, tuple(figures),
        tuple((hand.words.capitalize(), numbers.written(money.at(hand))) for hand in Hand),
        telephone, address, link, tuple(remarks),
    )  # fmt: skip


def handed(handover: Handover) -> Handed:
    """This function will return what the minutes of a handover print; both hands are named there."""
    parts = handover.lines.order_by("pk").values_list("work__title", "dong")
    return Handed(
        handover.giver.name, handover.giver.role, handover.taker.name, handover.taker.role,
        tuple(Amount(title, dong) for title, dong in parts),
        tuple(notes_told(handover.denominations)), f"{handover.pk:02d}/BB-BG",
    )  # fmt: skip


def _basis(whole: WholeWork) -> str:
    basis = whole.basis
    if basis is None:
        return "chưa ghi"
    told = f"{basis.words} số {basis.number}" if basis.number else basis.words
    told = f"{told} ngày {basis.on:%d/%m/%Y}"
    if basis.yes is not None and basis.households:
        told += f", {basis.yes}/{basis.households} hộ đồng ý"
    return told


def _sources(whole: WholeWork) -> tuple[Planned, ...]:
    work, money = whole.work, whole.money
    given = dict(
        Gift.objects.filter(work=work, reversal=None, kind__in=_MONEY)
        .values_list("giver_kind").annotate(Sum("dong")).order_by()
    )  # fmt: skip
    sponsors = given.get(GiverKind.ORGANISATION, 0)
    planned = dict(whole.sources)
    rows = [
        Planned("Nhân dân đóng góp", planned.get(Source.RESIDENTS.words), money.money_in - sponsors)
    ]
    if sponsors or Source.SPONSORS.words in planned:
        rows.append(Planned("Tổ chức, doanh nghiệp", planned.get(Source.SPONSORS.words), sponsors))
    for source in (Source.BUDGET, Source.OTHER):
        if source.words in planned:
            rows.append(Planned(f"{source.words.capitalize()} (sổ khác theo dõi)", planned[source.words], 0))  # fmt: skip
    if money.carried:
        rows.append(Planned("Chuyển từ, sang công trình, quỹ khác", None, money.carried))
    return tuple(rows)


def _in_kind(work: Work) -> tuple[InKind, ...]:
    rows = (
        Gift.objects.filter(work=work, reversal=None, kind__in=IN_KIND)
        .values_list(
            "valuation__what", "valuation__measured_in", "valuation__dong", "valuation__document"
        )
        .annotate(Sum("quantity"), Sum("dong")).order_by("valuation__kind", "valuation__pk")
    )  # fmt: skip
    return tuple(
        InKind(what, f"{quantity_words(quantity)} {unit}", dong, f"{numbers.written(each)} đồng/{unit} ({document})")
        for what, unit, each, document, quantity, dong in rows
    )  # fmt: skip


def _surplus(one: Surplus) -> str:
    told = f"{numbers.written(one.dong)} đồng "
    told += f"chuyển sang «{one.to_work.title}»" if one.to_work else "giữ lại để duy tu"
    return f"{told}, theo quyết định ngày {one.basis.on:%d/%m/%Y}"
