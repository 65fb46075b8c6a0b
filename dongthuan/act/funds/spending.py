"""Chi: how a request to spend moves, who may take which step, to what kind of payee."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dongthuan.act.funds.rules import Standing


class Asked(StrEnum):
    """Tình trạng đề nghị chi: asked, sent back, approved, paid, or no longer asked for."""

    ASKED = "asked"
    RETURNED = "returned"
    APPROVED = "approved"
    PAID = "paid"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """This property will return the state as a person says it."""
        return {
            "asked": "chờ duyệt", "returned": "trả lại, chờ sửa", "approved": "đã duyệt, chờ chi",
            "paid": "đã chi", "withdrawn": "thôi đề nghị",
        }[self]  # fmt: skip


class Payee(StrEnum):
    """Bên nhận tiền: told by kind wherever anybody may read; its name stands in the office alone."""

    CONTRACTOR = "contractor"
    SUPPLIER = "supplier"
    WORKER = "worker"
    AGENCY = "agency"
    HOUSEHOLD = "household"
    OTHER = "other"

    @property
    def words(self) -> str:
        """This property will return the kind as a person says it."""
        return {
            "contractor": "đơn vị thi công", "supplier": "nơi bán vật liệu, thiết bị",
            "worker": "người làm công", "agency": "cơ quan, đơn vị dịch vụ",
            "household": "hộ được hỗ trợ", "other": "bên khác",
        }[self]  # fmt: skip


# While a work stands so, its money may be spent; settled, only what the community kept for its upkeep.
SPENDING = frozenset({Standing.COLLECTING, Standing.BUILDING, Standing.ACCEPTED})
MOST_VOUCHERS = 6
STEPS: Mapping[str, str] = {
    "asked": "đề nghị chi",
    "changed": "sửa và gửi lại",
    "returned": "trả lại",
    "approved": "duyệt",
    "withdrawn": "thôi đề nghị",
    "voucher": "gắn chứng từ",
    "unvouched": "bỏ ảnh chứng từ",
    "redacted": "làm bản che để công khai",
    "paid": "chi tiền",
    "turned": "đảo khoản chi",
}


def approval_problem(asker: str, approver: str) -> str:
    """This function will say why a hand may not approve, or return an empty text."""
    if asker == approver:
        return "Người đề nghị không tự duyệt khoản chi của mình. Người thứ hai có quyền duyệt chi duyệt."
    return ""


def payment_problem(approver: str, payer: str) -> str:
    """This function will say why a hand may not pay, or return an empty text."""
    if approver == payer:
        return "Người duyệt chi không tự chi tiền. Thủ quỹ chi."
    return ""
