"""`dongthuan ledger`: lists the books, adds one up again, or writes it out for hledger."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from dongthuan.doors.cli import _ward
from dongthuan.doors.cli._opening import Refused

if TYPE_CHECKING:
    from dongthuan.ground.audit.actors import Actor


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """This function will add the command and its options."""
    parser = commands.add_parser("ledger", help="sổ kép: danh sách, soát lại, xuất cho hledger")
    parser.add_argument("--as", dest="who", required=True, metavar="TÊN", help="tài khoản xem sổ")
    doing = parser.add_subparsers(dest="doing", required=True, metavar="việc")
    doing.add_parser("list", help="các sổ được xem, kèm số của sổ")
    for word, said in (("check", "cộng lại cả sổ"), ("export", "in sổ theo kiểu hledger")):
        one = doing.add_parser(word, help=said)
        one.add_argument("book", type=int, metavar="SỐ", help="số của sổ (xem `list`)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """This function will list, check or export; 1 when a book does not hold, 2 when nothing is there."""
    try:
        return _run(options)
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    _ward.open_house()
    from dongthuan.act.ledger import queries

    viewer = _viewer(options.who)
    if options.doing == "list":
        for each in queries.books(viewer=viewer):
            print(f"{each.pk}\t{each.name}")
        return 0
    book = queries.book_seen(viewer=viewer, pk=options.book)
    if book is None:
        raise Refused(
            f"Không có sổ số {options.book} trong tầm được xem. Xem `dongthuan ledger list`."
        )
    if options.doing == "export":
        # A line at a time: a book of a million entries is larger than the memory of a small machine.
        sys.stdout.writelines(queries.journal_lines(book))
        return 0
    found = queries.check_book(book)
    for problem in found.broken:
        print(problem, file=sys.stderr)
    for one in found.differing:
        print(f"Kiểm quỹ {one.account.name} ngày {one.on:%d/%m/%Y}: đếm được {one.counted} đồng.")
    if found.holds:
        print(f"Sổ «{book.name}» cân, mọi bút toán đúng.")
    return 0 if found.holds else 1


def _viewer(name: str) -> Actor:
    from dongthuan.doors.entrance import clock
    from dongthuan.who.access import queries as access

    with _ward.reachable():
        user = access.user_named(name)
    if user is None:
        raise Refused(f"Không có tài khoản «{name}» đang hoạt động.")
    return access.actor_of(user, clock.now())
