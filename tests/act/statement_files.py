"""Bank statements as files, made here: nobody's account, nobody's money."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

from dongthuan.act.funds import statement_layouts, statements_reading
from dongthuan.act.funds.statements_reading import Proposal, Reading
from dongthuan.ground.files import read_tables

Row = Sequence[object]
# Day, what came or went, the balance after it, the bank's own number, words, who sent it.
MOVES = (
    ("01/06/2021", 500_000, 1_500_000, "5243.65937", "NGUYEN THI MAU chuyen tien GOP00012X", "NGUYEN THI MAU"),
    ("01/06/2021", 300_000, 1_800_000, "5243.65938", "gop duong hem 12", "TRAN VAN THU"),
    ("02/06/2021", -11_000, 1_789_000, "9920.28", "Phi quan ly tai khoan", ""),
    ("05/06/2021", 2_000_000, 3_789_000, "5272.37452", "nop tien mat vao tai khoan", ""),
)  # fmt: skip
ACCOUNT = "5400123456789"


def dotted(dong: int) -> str:
    return f"{dong:,}".replace(",", ".")


def vietcombank(moves=MOVES) -> list[Row]:
    return [
        ("NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM",), ("SAO KÊ TÀI KHOẢN / ACCOUNT STATEMENT",),
        ("Số tài khoản/ Account number:", "", ACCOUNT), ("Số dư đầu kỳ/ Opening balance:", "", "1,000,000"), (),
        ("STT\nNo.", "Ngày GD/ TNX Date\nSố CT/ Doc No", "Số tiền ghi nợ/\nDebit", "Số tiền ghi có/\nCredit", "Số dư/\nBalance", "Nội dung chi tiết/\nTransactions in detail"),
        *((at, f"{on}\n{ref}", f"{-d:,}" if d < 0 else "", f"{d:,}" if d > 0 else "", f"{left:,}", words) for at, (on, d, left, ref, words, _) in enumerate(moves, 1)),
        ("", "Tổng cộng/ Total", "11,000", "2,800,000", "", ""),
    ]  # fmt: skip


def agribank(moves=MOVES) -> list[Row]:
    """Amounts with dots, the head in two rows under a merged cell."""
    return [
        ("AGRIBANK - NGÂN HÀNG NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN VIỆT NAM",), (f"Số tài khoản: {ACCOUNT}",),
        ("Ngày giao dịch", "Số bút toán", "Phát sinh", "", "Số dư", "Diễn giải"),
        ("", "", "Nợ", "Có", "", ""),
        *((on, ref, dotted(-d) if d < 0 else "", dotted(d) if d > 0 else "", dotted(left), words) for on, d, left, ref, words, _ in moves),
        ("Số dư cuối kỳ", "", "", "", dotted(moves[-1][2]), ""),
    ]  # fmt: skip


def bidv(moves=MOVES) -> list[Row]:
    """The newest first, numbers typed as numbers, nothing that names a transaction."""
    return [
        ("BIDV",), ("Account No", ACCOUNT),
        ("STT", "Ngày hiệu lực", "Số tiền ghi nợ", "Số tiền ghi có", "Số dư", "Nội dung giao dịch"),
        *((at, on, -d if d < 0 else "", d if d > 0 else "", left, words) for at, (on, d, left, _, words, _) in enumerate(reversed(moves), 1)),
    ]  # fmt: skip


def vietinbank(moves=MOVES) -> list[Row]:
    return [
        ("VietinBank eFAST",), ("Số tài khoản", ACCOUNT),
        ("STT", "Ngày phát sinh", "Mô tả giao dịch", "Số tiền nợ / Debit", "Số tiền có / Credit", "Số dư", "Số giao dịch", "Tên tài khoản đối ứng / Corresponsive name"),
        *((at, f"{on} 14:22:11", words, f"{-d:,}.00" if d < 0 else "0.00", f"{d:,}.00" if d > 0 else "0.00", f"{left:,}.00", ref, who) for at, (on, d, left, ref, words, who) in enumerate(moves, 1)),
    ]  # fmt: skip


def signed(moves=MOVES) -> list[Row]:
    """A bank nobody has a layout of: one column of sums with their signs."""
    return [
        ("Ngày", "Mã giao dịch", "Số tiền", "Nội dung"),
        *((on[:6] + on[8:], ref, f"{'+' if d > 0 else '-'}{dotted(abs(d))} VND", words) for on, d, _, ref, words, _ in moves),
    ]  # fmt: skip


def xlsx(rows: Sequence[Row], *, merged: str = "") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Sao ke")
    if merged:
        sheet.merge_range(merged, "Phát sinh")
    for down, row in enumerate(rows):
        for across, cell in enumerate(row):
            if cell not in ("", None):
                sheet.write(down, across, cell)
    book.close()
    return out.getvalue()


def csv(rows: Sequence[Row], mark: str = ";") -> bytes:
    lines = (mark.join(f'"{cell}"' for cell in row) for row in rows)
    return "\r\n".join(lines).encode("utf-8-sig")


def proposed(data: bytes, name: str = "sao-ke.xlsx") -> tuple[Proposal, Reading | None]:
    sheets = read_tables(data, name)
    found = statements_reading.propose(sheets, statement_layouts.shipped())
    if found.lacks:
        return found, None
    return found, statements_reading.read(sheets[found.head.sheet], found.head, found.columns)
