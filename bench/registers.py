#!/usr/bin/env python3
"""Registers from spreadsheets: 100,000 people in one workbook, read through, taken in, taken back.

The dry run against an empty register and against a full one, with the memory it takes beyond what
the process held before; then how fast rows come in, and how fast they go. Exits 1 on a miss.
"""

from __future__ import annotations

import io
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bench import _house

PEOPLE, GROUPS, HOUSEHOLD = 100_000, 40, 4
# Seconds, and megabytes beyond the process at rest.
DRY, GROWTH = 15.0, 400


def main() -> int:
    """This function will make the workbook, and time each step of its way."""
    _house.open_house()
    from dongthuan.doors.entrance import clock
    from dongthuan.ground.audit.actors import House
    from dongthuan.who.org import services as org
    from dongthuan.who.people.models import Residence
    from dongthuan.who.registers import services

    founded = date(2015, 1, 1)

    def by() -> House:
        return House(clock.now())

    ward = org.found(code="phuong", kind="ward", name="Phường Thử", on=founded, by=by())
    for number in range(1, GROUPS + 1):
        org.found(code=f"to-{number}", kind="residential_group", name=f"Tổ dân phố {number}",
                  on=founded, parent=ward, by=by())  # fmt: skip
    data = _workbook()
    rest = _memory()

    def kept() -> object:
        return services.keep(kind="households", unit=ward, on=date(2021, 7, 1), data=data,
                             name="nhan-khau.xlsx", by=by())  # fmt: skip

    run: Any
    again: Any
    run, finding = _timed(kept)

    def read() -> None:
        services.ask_check(run=run, by=by())
        services.work(run=run, by=by(), clock=clock.now)

    _, first = _timed(read)
    growth = _memory() - rest
    assert (run.stage, run.counts["new"], run.counts["problems"]) == ("checked", PEOPLE, 0), (
        run.said
    )

    def take() -> None:
        services.ask_take_in(run=run, by=by())
        services.work(run=run, by=by(), clock=clock.now)

    _, taking = _timed(take)
    assert run.stage == "taken" and Residence.objects.count() == PEOPLE, run.said
    _house.settle()
    again = kept()

    def read_again() -> None:
        services.ask_check(run=again, by=by())
        services.work(run=again, by=by(), clock=clock.now)

    _, second = _timed(read_again)
    assert again.counts["same"] == PEOPLE, again.counts

    def take_back() -> None:
        services.take_back(run=run, by=by())

    _, back = _timed(take_back)
    print(f"{_house.machine()}; {PEOPLE:,} people, {len(data) / 1e6:.1f} MB; at rest {rest:.0f} MB")
    print(f"      tables found in {finding:.1f} s; taken in at {PEOPLE / taking:,.0f} rows/s "
          f"({taking:.1f} s); taken back in {back:.1f} s; peak {_memory():.0f} MB")  # fmt: skip
    return _house.told([
        ("dry run against an empty register", f"{first:.1f} s", first <= DRY, f"≤ {DRY:.0f} s"),
        ("dry run against the same register", f"{second:.1f} s", second <= DRY, f"≤ {DRY:.0f} s"),
        ("memory of finding and the dry run", f"{growth:.0f} MB", growth <= GROWTH, f"≤ {GROWTH} MB"),
    ])  # fmt: skip


def _workbook() -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("Nhân khẩu")
    sheet.write_row(0, 0, ["DANH SÁCH NHÂN KHẨU"])
    sheet.write_row(2, 0, ["STT", "Họ và tên", "Ngày sinh", "Quan hệ với chủ hộ", "Mã hộ", "Địa chỉ",
                           "Tổ dân phố", "Điện thoại"])  # fmt: skip
    last = ("NGUYỄN", "TRẦN", "LÊ", "PHẠM", "HOÀNG", "PHAN", "VŨ", "ĐẶNG")
    given = ("AN", "BÌNH", "CƯỜNG", "DŨNG", "GIANG", "HẠNH", "KHOA", "LAN", "MINH", "NGA", "PHÚC")
    for n in range(PEOPLE):
        home = n // HOUSEHOLD
        name = f"{last[home % 8]} {given[n % 11]} {given[(n // 7) % 11]} {given[n % HOUSEHOLD]}"
        sheet.write_row(n + 3, 0, [
            n + 1, name, f"{n % 28 + 1}/{n % 12 + 1}/{1940 + n % 80}",
            "Chủ hộ" if n % HOUSEHOLD == 0 else "Con", f"H{home:06}", f"{home % 300} Lê Lợi",
            f"Tổ {home % GROUPS + 1}", f"09{n:08}",
        ])  # fmt: skip
    book.close()
    return out.getvalue()


def _timed(work: Callable[[], object]) -> tuple[object, float]:
    start, spent = time.perf_counter(), time.process_time()
    made = work()
    wall = time.perf_counter() - start
    print(
        f"      {work.__name__}: {wall:.1f} s, of which this process {time.process_time() - spent:.1f} s"
    )
    return made, wall


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
