"""A statement of the small ward's bank, taken in, one of its lines explained and taken back."""

from __future__ import annotations

from dongthuan.act.funds import queries, services
from dongthuan.act.funds.models import BankLine, LineMatch, Statement
from dongthuan.act.funds.statements_matching import Meaning
from tests.act import statement_files as made
from tests.act.funds.roads import Roads


def taken(roads: Roads, data: bytes = b"") -> Statement:
    """Lay a statement down and take it in."""
    statement = services.lay_statement(
        account=roads.bank, data=data or made.xlsx(made.vietcombank()), name="sao-ke.xlsx",
        by=roads.accountant,
    )  # fmt: skip
    services.take_statement(statement=statement, by=roads.accountant)
    return statement


def fee(roads: Roads) -> BankLine:
    return queries.open_lines(roads.bank).get(dong=-11_000)


def explained(roads: Roads) -> LineMatch:
    """Something of everything there is: a match that was ended."""
    taken(roads)
    match = services.say_of_line(line=fee(roads), meaning=Meaning.FEE, by=roads.accountant).match
    services.end_match(match=match, reason="Nhầm", by=roads.accountant)
    return match


def for_the_doors(roads: Roads) -> dict[str, object]:
    """What addresses of statements name: an account, a file laid down, a line that waits, a match; a work
    and a handover.
    """
    taken(roads)
    line = queries.open_lines(roads.bank).get(dong=2_000_000)
    match = services.say_of_line(line=line, meaning=Meaning.OTHER, by=roads.accountant).match
    laid = services.lay_statement(
        account=roads.bank, data=made.xlsx(made.bidv()), name="b.xlsx", by=roads.accountant
    )
    roads.give(9)
    handed = roads.moved(roads.c1, roads.tq)
    return {
        "road": roads.work.pk, "handed": handed.pk, "bank": roads.bank.pk, "bank-laid": laid.pk,
        "bank-line": fee(roads).pk, "bank-match": match.pk,
    }  # fmt: skip
