"""Giấy tờ thu chi: settlement, cash book, receipts by group, sign-off list, handover, as State papers.

Functions over plain values: who may see them, and where they come from, is asked by whoever calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dongthuan.ground.papers.official import (
    Heading,
    Letterhead,
    OfficialPaper,
    Paragraph,
    Signature,
    TableBlock,
)
from dongthuan.ground.primitives import numbers
from dongthuan.ground.primitives.money import Money

_NAME_IN_FULL = "(Ký, ghi rõ họ tên)"
# What is too small to be told of a group stands as this sign (funds.rules.may_tell).
_HIDDEN = "–"


@dataclass(frozen=True, slots=True)
class Office:
    """Nơi lập: the body that the paper comes from, and on whose authority it is signed."""

    body: str
    place: str
    upper_body: str = ""
    authority: str = "TM. Ủy ban nhân dân"
    title: str = "Chủ tịch"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """Khoản tiền: what for, and how much; `voucher` is the number of its paper where it has one."""

    words: str
    dong: int
    voucher: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """Nguồn vốn: what the plan expected of a source and what it brought."""

    source: str
    plan: int | None
    actual: int


@dataclass(frozen=True, slots=True)
class InKind:
    """Góp không bằng tiền: how much of what, and what it counts for by which rule."""

    words: str
    quantity: str
    dong: int
    rule: str


@dataclass(frozen=True, slots=True)
class SettledWork:
    """Quyết toán công trình: everything that came, was spent and is left; what it rests on, in words."""

    title: str
    groups: str
    basis: str
    sources: tuple[Planned, ...]
    in_kind: tuple[InKind, ...]
    spent: tuple[Amount, ...]
    acceptance: str = ""
    surplus: str = ""


@dataclass(frozen=True, slots=True)
class CashRow:
    """Dòng sổ quỹ: on a day, by which receipt or voucher, in or out."""

    on: date
    number: str
    words: str
    received: int = 0
    paid: int = 0


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """Thu theo tổ: receipts and sums of one group; a count too small to be told is None."""

    group: str
    # A small number of receipts points at somebody as a small number of households does.
    receipts: int | None
    money: int
    in_kind: int
    households: int | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """Bàn giao tiền mặt: from whom to whom, by work, and the notes as counted."""

    giver: str
    giver_role: str
    taker: str
    taker_role: str
    lines: tuple[Amount, ...]
    notes: tuple[tuple[int, int], ...] = ()
    number: str = ""


def settlement(
    work: SettledWork, office: Office, *, symbol: str, day: date | None
) -> OfficialPaper:
    """This function will write the settlement of a work: căn cứ, thu, góp không bằng tiền, chi, còn."""
    came = sum(one.actual for one in work.sources)
    went = sum(one.dong for one in work.spent)
    blocks: list[Heading | Paragraph | TableBlock] = [
        Heading(1, ("I. CÔNG TRÌNH VÀ CĂN CỨ",)),
        _line(f"Công trình: {work.title}."),
        _line(f"Địa bàn: {work.groups}."),
        _line(f"Căn cứ vận động: {work.basis}."),
    ]
    if work.acceptance:
        blocks.append(_line(f"Nghiệm thu: {work.acceptance}."))
    blocks += [Heading(1, ("II. NGUỒN VỐN BẰNG TIỀN",)), _sources(work.sources)]
    if work.in_kind:
        blocks += [
            Heading(1, ("III. GÓP BẰNG NGÀY CÔNG, VẬT LIỆU, ĐẤT",)),
            _line("Các khoản dưới đây được quy đổi để ghi nhận, không nhập vào quỹ tiền mặt."),
            _in_kind(work.in_kind),
        ]
    blocks += [
        Heading(1, (f"{'IV' if work.in_kind else 'III'}. CHI",)),
        _amounts(work.spent, "Cộng chi"),
        Heading(1, (f"{'V' if work.in_kind else 'IV'}. CÒN LẠI",)),
        _line(
            f"Thu {numbers.written(came)} đồng, chi {numbers.written(went)} đồng, còn "
            f"{numbers.written(came - went)} đồng ({Money(came - went).in_words().lower()})."
        ),
    ]
    if work.surplus:
        blocks.append(_line(f"Xử lý phần còn lại: {work.surplus}."))
    return OfficialPaper(
        _head(office, symbol, day), "Báo cáo", f"Quyết toán công trình: {work.title}", tuple(blocks),
        Signature(office.authority, office.title, office.name),
        countersign=Signature("Kế toán", _NAME_IN_FULL),
    )  # fmt: skip


def cash_book(
    rows: Sequence[CashRow], office: Office, *, title: str, first: date, last: date, opening: int,
    day: date | None = None, banked: bool = False,
) -> OfficialPaper:  # fmt: skip
    """This function will write the cash book of a period, with what was left after each line."""
    left, told = opening, [("", "", "Tồn đầu kỳ", "", "", numbers.written(opening))]
    for row in rows:
        left += row.received - row.paid
        told.append((
            f"{row.on:%d/%m/%Y}", row.number, row.words, _or_none(row.received), _or_none(row.paid),
            numbers.written(left),
        ))  # fmt: skip
    came, went = sum(row.received for row in rows), sum(row.paid for row in rows)
    told.append(("", "", "Cộng phát sinh, tồn cuối kỳ", numbers.written(came), numbers.written(went), numbers.written(left)))  # fmt: skip
    table = TableBlock(
        ("Ngày", "Bút toán", "Diễn giải", "Thu (đồng)", "Chi (đồng)", "Tồn (đồng)"),
        tuple(told), numeric=frozenset((3, 4, 5)), widths=(24, 19, 46, 24, 24, 28),
        strong=frozenset((0, len(told) - 1)),
    )  # fmt: skip
    return OfficialPaper(
        _head(office, "", day), "Sổ tiền gửi ngân hàng" if banked else "Sổ quỹ tiền mặt",
        f"{title}, từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}",
        (table, _line(f"Tồn cuối kỳ bằng chữ: {Money(left).in_words()}.")), Signature(),
        signers=(
            Signature("Thủ quỹ", _NAME_IN_FULL), Signature("Kế toán", _NAME_IN_FULL),
            Signature(office.title, _NAME_IN_FULL, office.name),
        ),
    )  # fmt: skip


def receipts_by_group(
    totals: Sequence[GroupTotal], office: Office, *, title: str, day: date | None, symbol: str = ""
) -> OfficialPaper:
    """This function will write what each group gave to a work: receipts and sums, no name, and no word
    of who did not give.
    """
    told = [
        (
            one.group, _or_hidden(one.receipts), _or_hidden(one.households),
            numbers.written(one.money), numbers.written(one.in_kind),
        ) for one in totals
    ]  # fmt: skip
    # With one row hidden the sum would tell it by subtraction.
    counted = [one.receipts for one in totals if one.receipts is not None]
    whole = sum(counted) if len(counted) == len(totals) else None
    told.append((
        "Cộng", _or_hidden(whole), "", numbers.written(sum(one.money for one in totals)),
        numbers.written(sum(one.in_kind for one in totals)),
    ))  # fmt: skip
    # Where no receipt names a household, nought would say that none took part.
    shown = [0, 1, 3, 4] if all(one.households == 0 for one in totals) else [0, 1, 2, 3, 4]
    heads = ("Tổ dân phố", "Số phiếu", "Hộ tham gia", "Bằng tiền (đồng)", "Quy đổi (đồng)")
    widths = (50, 20, 22, 36, 37)
    rows = tuple(tuple(row[at] for at in shown) for row in told)
    blocks: list[Paragraph | TableBlock] = [
        TableBlock(
            tuple(heads[at] for at in shown), rows, numeric=frozenset(range(1, len(shown))),
            widths=tuple(widths[at] for at in shown), strong=frozenset((len(rows) - 1,)),
        )
    ]  # fmt: skip
    if any(one.households is None for one in totals):
        blocks.append(
            _line(
                f"Dấu «{_HIDDEN}»: số phiếu, số hộ quá nhỏ, hoặc gần đủ mọi hộ, nên không nêu để không ai bị "
                "chỉ ra."
            )
        )
    return OfficialPaper(
        _head(office, symbol, day), "Bảng kê", f"Các khoản góp theo tổ dân phố: {title}", tuple(blocks),
        Signature(office.authority, office.title, office.name),
        countersign=Signature("Kế toán", _NAME_IN_FULL),
    )  # fmt: skip


def sign_off_list(
    rows: Sequence[tuple[str, str, int]], office: Office, *, title: str, day: date | None = None, spare: int = 0
) -> OfficialPaper:  # fmt: skip
    """This function will write a list for those who are paid to sign, each in a row tall enough; rows of
    a name, what for and how much, and `spare` empty ones to write by hand.
    """
    told = [
        (str(at), name, words, numbers.written(dong), "")
        for at, (name, words, dong) in enumerate(rows, 1)
    ]
    told += [(str(at), "", "", "", "") for at in range(len(rows) + 1, len(rows) + spare + 1)]
    total = sum(dong for *_, dong in rows)
    strong: frozenset[int] = frozenset()
    if rows and not spare:
        told.append(("", "Cộng", "", numbers.written(total), ""))
        strong = frozenset((len(told) - 1,))
    table = TableBlock(
        ("TT", "Họ và tên", "Nội dung", "Số tiền (đồng)", "Ký nhận"), tuple(told),
        numeric=frozenset((3,)), widths=(11, 48, 43, 30, 33), strong=strong, tall=11,
    )  # fmt: skip
    blocks: list[Paragraph | TableBlock] = [table]
    if strong:
        blocks.append(_line(f"Tổng số tiền bằng chữ: {Money(total).in_words()}."))
    return OfficialPaper(
        _head(office, "", day), "Bảng ký nhận", title, tuple(blocks), Signature(),
        signers=(
            Signature("Người lập", _NAME_IN_FULL), Signature("Thủ quỹ", _NAME_IN_FULL),
            Signature(office.title, _NAME_IN_FULL, office.name),
        ),
    )  # fmt: skip


def handover(handed: Handed, office: Office, *, day: date | None) -> OfficialPaper:
    """This function will write the minutes of cash handed on, for both hands to sign."""
    total = sum(one.dong for one in handed.lines)
    blocks: list[Heading | Paragraph | TableBlock] = [
        _line(f"Bên giao: {handed.giver or '……………………………………'}, {handed.giver_role}."),
        _line(f"Bên nhận: {handed.taker or '……………………………………'}, {handed.taker_role}."),
        _line("Hai bên đã cùng đếm và bàn giao số tiền mặt sau:"),
        _amounts(handed.lines, "Cộng"),
        _line(f"Bằng chữ: {Money(total).in_words()}."),
    ]
    if handed.notes:
        table = tuple(
            (f"{numbers.written(note)}", str(count), numbers.written(note * count))
            for note, count in handed.notes
        )
        blocks.append(
            TableBlock(
                ("Mệnh giá (đồng)", "Số tờ", "Thành tiền (đồng)"),
                table,
                "Bảng kê mệnh giá",
                frozenset((0, 1, 2)),
                (55, 40, 70),
            )
        )
    blocks.append(_line("Biên bản lập thành hai bản, mỗi bên giữ một bản."))
    return OfficialPaper(
        _head(office, handed.number, day), "Biên bản", "Bàn giao tiền mặt", tuple(blocks),
        Signature("Bên nhận", _NAME_IN_FULL, handed.taker),
        countersign=Signature("Bên giao", _NAME_IN_FULL, handed.giver),
    )  # fmt: skip


def _head(office: Office, symbol: str, day: date | None) -> Letterhead:
    return Letterhead(office.upper_body, office.body, symbol, office.place, day)


def _line(words: str) -> Paragraph:
    return Paragraph((words,))


def _or_hidden(count: int | None) -> str:
    return _HIDDEN if count is None else str(count)


def _or_none(dong: int) -> str:
    return numbers.written(dong) if dong else ""


def _sources(sources: Sequence[Planned]) -> TableBlock:
    told = [
        (one.source, "" if one.plan is None else numbers.written(one.plan), numbers.written(one.actual))
        for one in sources
    ]  # fmt: skip
    planned = sum(one.plan or 0 for one in sources)
    told.append(("Cộng", _or_none(planned), numbers.written(sum(one.actual for one in sources))))
    return TableBlock(
        ("Nguồn", "Kế hoạch (đồng)", "Thực hiện (đồng)"), tuple(told), numeric=frozenset((1, 2)),
        widths=(75, 45, 45), strong=frozenset((len(told) - 1,)),
    )  # fmt: skip


def _in_kind(rows: Sequence[InKind]) -> TableBlock:
    told = [(one.words, one.quantity, numbers.written(one.dong), one.rule) for one in rows]
    told.append(("Cộng", "", numbers.written(sum(one.dong for one in rows)), ""))
    return TableBlock(
        ("Hình thức", "Số lượng", "Quy đổi (đồng)", "Theo giá"), tuple(told), numeric=frozenset((1, 2)),
        widths=(38, 26, 34, 67), strong=frozenset((len(told) - 1,)),
    )  # fmt: skip


def _amounts(rows: Sequence[Amount], total: str) -> TableBlock:
    told = [
        (str(at), one.words, one.voucher, numbers.written(one.dong)) for at, one in enumerate(rows, 1)
    ]  # fmt: skip
    told.append(("", total, "", numbers.written(sum(one.dong for one in rows))))
    return TableBlock(
        ("TT", "Nội dung", "Chứng từ", "Số tiền (đồng)"), tuple(told), numeric=frozenset((3,)),
        widths=(12, 82, 31, 40), strong=frozenset((len(told) - 1,)),
    )  # fmt: skip
