"""Facts of works and funds: what is asked for, receipts, gifts, and who holds the cash."""

from dongthuan.act.funds.models.giving import Gift, GiftReversal, Giver, ShownName, Valuation
from dongthuan.act.funds.models.handing import Handover, HandoverAnswer, HandoverLine
from dongthuan.act.funds.models.receipts import (
    BookStep,
    Holder,
    NumberUnused,
    ReceiptBook,
    ReceiptNumber,
)
from dongthuan.act.funds.models.statements import (
    AccountPosting,
    BankLine,
    BankLineWords,
    ColumnsKept,
    LineMatch,
    MatchEnded,
    Statement,
    StatementLine,
)
from dongthuan.act.funds.models.works import (
    Acceptance,
    Basis,
    CapitalSource,
    Exemption,
    Photograph,
    Progress,
    Settlement,
    Surplus,
    Work,
    WorkGroup,
    WorkStep,
)

__all__ = [
    "Acceptance",
    "AccountPosting",
    "BankLine",
    "BankLineWords",
    "Basis",
    "BookStep",
    "CapitalSource",
    "ColumnsKept",
    "Exemption",
    "Gift",
    "GiftReversal",
    "Giver",
    "Handover",
    "HandoverAnswer",
    "HandoverLine",
    "Holder",
    "LineMatch",
    "MatchEnded",
    "NumberUnused",
    "Photograph",
    "Progress",
    "ReceiptBook",
    "ReceiptNumber",
    "Settlement",
    "ShownName",
    "Statement",
    "StatementLine",
    "Surplus",
    "Valuation",
    "Work",
    "WorkGroup",
    "WorkStep",
]
