"""`dongthuan demo`: lays the demonstration ward down in an empty database."""

from __future__ import annotations

import argparse
import sys

from dongthuan.doors.cli import _ward
from dongthuan.doors.cli._opening import Refused


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """This function will add the command and its options."""
    parser = commands.add_parser("demo", help="dựng phường mẫu vào một cơ sở dữ liệu còn trống")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """This function will build the ward and print who can sign in; returns 2 where there is one."""
    _ward.open_house()
    from dongthuan import demo

    try:
        with _ward.reachable():
            town = demo.build()
    except (demo.NotEmpty, Refused) as problem:
        print(problem, file=sys.stderr)
        return 2
    print(f"Đã dựng {town.units.ward.code}: đăng nhập bằng mật khẩu {town.password}")
    for username, who in demo.SIGN_IN.items():
        print(f"  {username:<10} {who}")
    print("Tổ trưởng và bí thư chi bộ vào bằng phiếu in: xem mục Tài khoản, người giữ là taikhoan.")
    return 0
