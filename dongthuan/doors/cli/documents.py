"""`dongthuan documents`: a folder of files, each laid beside its entry in the register or entered anew."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dongthuan.doors.cli import _ward
from dongthuan.doors.cli._opening import Refused


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """This function will add the command and its options."""
    parser = commands.add_parser(
        "documents", help="đưa cả thư mục văn bản (Word, PDF, ảnh) vào sổ của một đơn vị"
    )
    parser.add_argument("folder", type=Path, metavar="THƯ-MỤC")
    parser.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị giữ sổ")
    parser.add_argument("--as", dest="who", required=True, metavar="TÊN", help="tài khoản vào sổ")
    parser.add_argument(
        "--write", action="store_true", help="ghi vào sổ; không có thì chỉ xem trước"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """This function will say of each file what the register does with it, and do it when told to; 1
    when some file is left for a person, 2 when nothing could be begun.
    """
    try:
        return _run(options)
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    if not options.folder.is_dir():
        raise Refused(f"Không có thư mục {options.folder}.")
    files = sorted(one for one in options.folder.rglob("*") if one.is_file())
    if not files:
        raise Refused(f"Thư mục {options.folder} không có tệp nào.")
    _ward.open_house()
    from dongthuan.decide.directives import services
    from dongthuan.doors.entrance import clock
    from dongthuan.ground.audit.actors import NotPermitted
    from dongthuan.who.access import queries as access
    from dongthuan.who.org import queries as org

    with _ward.reachable():
        unit, user = org.unit(options.unit), access.user_named(options.who)
    if unit is None:
        raise Refused(f"Không có đơn vị mang mã «{options.unit}».")
    if user is None:
        raise Refused(f"Không có tài khoản «{options.who}» đang hoạt động.")
    by = access.actor_of(user, clock.now())
    done = left = 0
    for file in files:
        name = str(file.relative_to(options.folder))
        try:
            # One file at a time: a folder of scans is larger than the memory of a small machine.
            one = services.offer(unit=unit, data=file.read_bytes(), name=name, by=by)
            if one.does and options.write:
                services.take_in(unit=unit, offers=[one], by=by)
        except NotPermitted as problem:
            raise Refused(str(problem)) from None
        except services.UnableToRegister as problem:
            one = services.Offer(name, str(problem))
        done, left = done + one.does, left + (not one.does)
        print(f"{'✓' if one.does else '–'} {name}: {one.words}")
    said = "Đã ghi" if options.write else "Sẽ ghi (thêm --write để ghi)"
    print(f"{said} {done} tệp; {left} tệp chờ người xem.")
    return 1 if left else 0
