"""`dongthuan begin`: a ward's first day: its three lines and the account that makes all others."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import date

from dongthuan.doors.cli import _ward
from dongthuan.doors.cli._opening import Refused

# The first account keeps accounts and does the office's work until it has given both away.
_FIRST_ROLES = ("access_keeper", "clerk")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """This function will add the command and its options."""
    parser = commands.add_parser("begin", help="lập phường và tài khoản đầu tiên")
    parser.add_argument("--ward", required=True, metavar="TÊN", help="như «Phường Bình Minh»")
    parser.add_argument(
        "--code", required=True, metavar="MÃ", help="chữ thường, như phuong-binh-minh"
    )
    parser.add_argument("--since", required=True, metavar="NGÀY", help="ngày lập, như 2025-07-01")
    parser.add_argument("--user", required=True, metavar="TÊN", help="tên đăng nhập đầu tiên")
    parser.add_argument(
        "--name", required=True, metavar="HỌ TÊN", help="họ tên người giữ tài khoản"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """This function will found the ward, its Party committee and its Front, and make the account.

    The password is asked for at the keyboard, or read from the first line of standard input, so
    that it stands in no history of commands. Returns 2 when something is refused; then nothing is.
    """
    try:
        password = _password()
        _found(options, password)
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 2
    print(f"Đã lập {options.ward}. Mở trang, đăng nhập bằng «{options.user}», rồi lập các đơn vị.")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first, again = getpass.getpass("Mật khẩu: "), getpass.getpass("Nhập lại mật khẩu: ")
    if first != again:
        raise Refused("Hai lần nhập mật khẩu chưa giống nhau.")
    return first


def _found(options: argparse.Namespace, password: str) -> None:
    _ward.open_house()
    from django.db import transaction

    from dongthuan.doors.entrance import clock
    from dongthuan.ground.audit.actors import House
    from dongthuan.who.access import services as access
    from dongthuan.who.org import services as org

    by, since = House(clock.now()), _day(options.since)
    if not password:
        raise Refused("Mật khẩu để trống.")
    try:
        with _ward.reachable(), transaction.atomic():
            ward = org.found(code=options.code, kind="ward", name=options.ward, on=since, by=by)
            beside = [
                org.found(
                    code=f"{options.code}-{tail}", kind=kind, name=f"{words} {options.ward}",
                    on=since, by=by, place=ward,
                )
                for tail, kind, words in (
                    ("dang-bo", "party_committee", "Đảng bộ"),
                    ("mat-tran", "front", "Ủy ban MTTQ Việt Nam"),
                )
            ]  # fmt: skip
            user = access.create_user(
                username=options.user, name=options.name, unit=ward, by=by, password=password
            )
            for unit in (ward, *beside):
                for role in _FIRST_ROLES:
                    access.grant(user=user, role=role, unit=unit, on=by.today, by=by)
    except (org.UnableToKeepUnit, access.UnableToGiveAccess) as problem:
        raise Refused(str(problem)) from None


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused(f"--since {written}: ghi ngày như 2025-07-01.") from None
