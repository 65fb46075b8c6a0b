"""Hệ thống tài khoản của quỹ: the accounts that giving posts to; money and what is not money apart.

The numbers follow the habit of offices and claim no regime of accounting: they are names in our book.
"""

from __future__ import annotations

from collections.abc import Mapping

from dongthuan.act.funds.rules import Hand, Kind

# Cash in hand has one account a holder, told by the holder's code and never by a name.
_HANDS: Mapping[Hand, str] = {Hand.COLLECTOR: "111.", Hand.TREASURER: "112.", Hand.BANK: "113."}
# What was given and is no money lies here, valued: it pays nobody.
_KEPT: Mapping[Kind, tuple[str, str]] = {
    Kind.LABOUR: ("241.NC", "Ngày công đã góp vào công trình"),
    Kind.MATERIALS: ("241.VL", "Vật liệu, hiện vật đã góp vào công trình"),
    Kind.LAND: ("241.DAT", "Đất đã hiến cho công trình"),
}
_GIVEN: Mapping[Kind, tuple[str, str]] = {
    Kind.CASH: ("511.TM", "Nhân dân góp bằng tiền mặt"),
    Kind.TRANSFER: ("511.CK", "Nhân dân góp bằng chuyển khoản"),
    Kind.LABOUR: ("512.NC", "Nhân dân góp bằng ngày công"),
    Kind.MATERIALS: ("512.VL", "Nhân dân góp bằng vật liệu, hiện vật"),
    Kind.LAND: ("512.DAT", "Nhân dân hiến đất"),
}
# Each purpose balances by itself: what leaves one and enters another passes here in both.
CARRIED = ("421.KC", "Kết chuyển phần còn dư giữa các công trình, quỹ")
SPENT = ("611.CP", "Chi cho công trình, quỹ")


def hand(kind: Hand, code: str) -> str:
    """This function will return the account of a holder's cash."""
    return f"{_HANDS[kind]}{code}"


def given(kind: Kind) -> str:
    """This function will return the account that a kind of gift is income of."""
    return _GIVEN[kind][0]


def kept(kind: Kind) -> str:
    """This function will return the account where a gift that is no money lies."""
    return _KEPT[kind][0]


def written_at(code: str) -> str:
    """This function will say where what an account of the chart takes is written, or return nothing: the
    book and the record behind an entry change together.
    """
    if code in dict([*INCOME, *ASSETS]):
        return "Khoản góp vào sổ ở trang công trình («Vào sổ khoản góp»), để có số phiếu thu."
    if code.startswith((_HANDS[Hand.COLLECTOR], _HANDS[Hand.TREASURER])):
        return "Tiền mặt trong tay người thu, thủ quỹ chỉ đổi khi thu, bàn giao («Tiền mặt, bàn giao») hoặc chi («Khoản chi»)."
    if code == SPENT[0]:
        return "Chi cho công trình ghi ở «Khoản chi», có người thứ hai duyệt. Phí ngân hàng thì mở tài khoản chi riêng."
    if code == CARRIED[0]:
        return "Phần còn dư chuyển ở trang công trình, theo quyết định của Nhân dân."
    return ""


INCOME = tuple(_GIVEN.values())
ASSETS = tuple(_KEPT.values())
MONEY_GIVEN = (_GIVEN[Kind.CASH][0], _GIVEN[Kind.TRANSFER][0])
