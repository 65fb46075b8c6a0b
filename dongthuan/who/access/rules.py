"""Roles as sets of acts; codes of printed slips; which PINs are too easy."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from dongthuan.ground.audit.acts import Act

# No I, O, S, Z, B, G: an old eye cannot tell them from 1, 0, 5, 2, 8, 6.
LETTERS = "ACDEFHJKLMNPQRTUVWXY"
CODE_LENGTH = 8
SLIP_LIVES = timedelta(days=7)
WRONG_PINS = 5
PIN_LENGTH = 6
MOST_FEEDS = 10


@dataclass(frozen=True, slots=True)
class Role:
    """Vai trò: a stable code, its words, and the acts it may do in its unit and below."""

    code: str
    words: str
    acts: frozenset[Act]


_SEEING = {
    Act.UNIT_SEE, Act.FIGURE_SEE, Act.REPORT_SEE, Act.ROUND_SEE, Act.DOCUMENT_SEE, Act.TASK_SEE,
    Act.MEETING_SEE, Act.VOTE_SEE, Act.FUND_SEE,
}  # fmt: skip
_SENDING = {
    Act.UNIT_SEE, Act.FIGURE_SEE, Act.PEOPLE_SEE, Act.ROUND_SEE, Act.VALUE_ENTER, Act.VALUE_ANSWER,
    Act.DOCUMENT_SEE, Act.TASK_SEE, Act.TASK_DO, Act.MEETING_SEE, Act.VOTE_SEE, Act.FUND_SEE,
}  # fmt: skip
# Who leads a unit calls its meetings, and signs what was said there.
_LEADING = {Act.MEETING_KEEP, Act.MEETING_SIGN}
# Who asks the households, and counts what they said.
_ASKING = {Act.OPINION_KEEP, Act.VOTE_KEEP, Act.VOTE_COUNT, Act.VOTE_CLOSE}
_ROLES = (
    Role("clerk", "Văn phòng", frozenset(_SEEING | _SENDING | {
        Act.UNIT_KEEP, Act.PEOPLE_KEEP, Act.INDICATOR_DEFINE, Act.TARGET_SET, Act.ROUND_OPEN,
        Act.VALUE_HELP, Act.REPORT_WRITE, Act.TEXT_CHECK, Act.AUDIT_SEE, Act.DOCUMENT_KEEP,
        Act.TASK_ASSIGN, Act.MEETING_KEEP, Act.OPINION_KEEP, Act.VOTE_KEEP, Act.VOTE_COUNT,
        Act.FUND_KEEP, Act.SPEND_ASK,
    })),
    Role("leader", "Lãnh đạo", frozenset(_SEEING | _LEADING | {
        Act.PEOPLE_SEE, Act.FIGURE_SEE_SENSITIVE, Act.VALUE_APPROVE, Act.VALUE_REOPEN,
        Act.VALUE_CORRECT, Act.REPORT_WRITE, Act.REPORT_ISSUE, Act.TEXT_CHECK, Act.AUDIT_SEE,
        Act.NOTE_ERASE, Act.DOCUMENT_KEEP, Act.TASK_ASSIGN, Act.TASK_DO, Act.TASK_ACCEPT,
        Act.OPINION_KEEP, Act.VOTE_CLOSE, Act.VOTE_RECOGNISE, Act.LEDGER_SEE, Act.SPEND_APPROVE,
        Act.WORK_ACCEPT,
    })),
    Role("party_clerk", "Văn phòng Đảng ủy", frozenset(_SEEING | _SENDING | {
        Act.PEOPLE_KEEP, Act.FIGURE_SEE_SENSITIVE, Act.ROUND_OPEN, Act.VALUE_HELP,
        Act.REPORT_WRITE, Act.TEXT_CHECK, Act.DOCUMENT_KEEP, Act.TASK_ASSIGN, Act.MEETING_KEEP,
    })),
    Role("access_keeper", "Người giữ tài khoản", frozenset({
        Act.UNIT_SEE, Act.PEOPLE_SEE, Act.ACCESS_SEE, Act.ACCESS_GRANT, Act.ACCESS_SLIP,
    })),
    Role("group_head", "Tổ trưởng tổ dân phố", frozenset(_SENDING | _LEADING | _ASKING)),
    Role("cell_secretary", "Bí thư chi bộ", frozenset(
        # A cell passes resolutions of its own, and keeps its register.
        _SENDING | _LEADING | {Act.FIGURE_SEE_SENSITIVE, Act.DOCUMENT_KEEP}
    )),
    Role("association_head", "Người đứng đầu đoàn thể, hội", frozenset(_SENDING | _LEADING)),
    Role("accountant", "Kế toán", frozenset(_SEEING | {
        Act.LEDGER_SEE, Act.LEDGER_POST, Act.LEDGER_CLOSE, Act.FUND_KEEP, Act.GIVER_SEE,
        Act.RECEIPTS_HAND, Act.GIFT_TAKE, Act.STATEMENT_MATCH, Act.SPEND_ASK,
    })),
    Role("treasurer", "Thủ quỹ", frozenset({
        Act.UNIT_SEE, Act.FUND_SEE, Act.LEDGER_SEE, Act.CASH_HAND, Act.SPEND_PAY,
    })),
    # Holds a receipt book: sees what this hand took, and hands it over.
    Role("collector", "Người thu", frozenset({
        Act.UNIT_SEE, Act.FUND_SEE, Act.GIFT_TAKE, Act.CASH_HAND,
    })),
    Role("observer", "Người giám sát", frozenset(_SEEING | {Act.AUDIT_SEE, Act.LEDGER_SEE})),
)  # fmt: skip
ROLES: Mapping[str, Role] = {role.code: role for role in _ROLES}


def fresh_code() -> str:
    """This function will return the eight letters of a new slip."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def token_digest(token: str) -> str:
    """This function will return what is kept of a secret address: it cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def tidy_code(typed: str) -> str:
    """This function will read letters as people type them: small, spaced, with dashes."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def shown_code(code: str) -> str:
    """This function will set a code for the eye: «ACDE-FHJK»."""
    return f"{code[:4]}-{code[4:]}"


def pin_problem(pin: str) -> str:
    """This function will say why a PIN cannot be taken, or return an empty text."""
    if len(pin) != PIN_LENGTH or not pin.isdigit() or not pin.isascii():
        return f"Mã PIN gồm đúng {PIN_LENGTH} chữ số."
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        return "Mã PIN này dễ đoán quá (số giống nhau hoặc liền nhau). Bác chọn số khác."
    return ""
