#!/usr/bin/env python3
"""Speed of a form from above: 40 sheets of 60 rows and 12 columns, with formulas, filled in place.

Over the demonstration ward: measures down the rows, units across, sums and shares beside them.
Timed are taking the form in (read, recognised, proposed), seeing what it would be filled with,
filling it (figures with their grounds, formulas computed again, every place recorded under a seal),
and writing the file anew from the record. Exits 1 on a miss.
"""

from __future__ import annotations

import io
import sys
import time

from bench import _house

SHEETS, ROWS, COLUMNS = 40, 60, 12
# Seconds.
TAKE, FILL, AGAIN = 10.0, 5.0, 3.0


def main() -> int:
    """This function will build the ward and the form, then time what a clerk waits for."""
    folder = _house.open_house()
    from django.test import override_settings

    from dongthuan import demo
    from dongthuan.answer.forms import queries, services
    from dongthuan.answer.forms.filling import Outcome
    from dongthuan.decide.indicators import queries as indicators
    from dongthuan.ground.figures import measures

    town = demo.build()
    _house.settle()
    by = town.actor("vanphong")
    labels = [one.label for key, one in measures(by.today).items() if ":" not in key]
    ward = town.report.unit
    tree = by.tree
    groups = [tree.name(unit) for unit in tree.of_kind(ward.pk, "residential_group")]
    assert indicators.owners()
    data = _form(labels, groups)
    with override_settings(FILES_ROOT=folder / "files"):
        start = time.perf_counter()
        edition = services.take_in(
            unit=ward, title="Biểu", name="b.xlsx", data=data, code="2021-H1", by=by
        ).edition
        services.accept(edition=edition, sheets=None, by=by)
        took = time.perf_counter() - start
        made = services.fill(edition=edition, code="2021-H1", by=by)
        spent = _house.median(lambda: services.fill(edition=edition, code="2021-H1", by=by), 3)
        cells = queries.shown(made, viewer=by)
        again = _house.median(lambda: queries.again(made, queries.shown(made, viewer=by)), 3)
    filled = sum(one.outcome is Outcome.FILLED for one in cells)
    agree = sum(one.outcome is Outcome.AGREES for one in cells)
    differ = sum(one.outcome is Outcome.DIFFERS for one in cells)
    print(
        f"{_house.machine()}, in process; {SHEETS} sheets × {ROWS} rows × {COLUMNS} columns, "
        f"{len(data) // 1024} KiB: {len(cells)} places asked, {filled} filled, "
        f"{agree} formulas agree, {differ} differ"
    )
    wide = SHEETS * ROWS * COLUMNS
    rows = [
        ("places asked", str(len(cells)), len(cells) >= wide * 0.9, f"≥ {wide * 0.9:.0f}"),
        ("taken in and proposed", f"{took:.2f} s", took <= TAKE, f"≤ {TAKE:.0f} s"),
        ("filled, computed again, recorded", f"{spent:.2f} s", spent <= FILL, f"≤ {FILL:.0f} s"),
        ("written anew from the record", f"{again:.2f} s", again <= AGAIN, f"≤ {AGAIN:.0f} s"),
    ]
    return _house.told(rows)


def _form(labels: list[str], groups: list[str]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        number = book.add_format({"num_format": "#,##0", "border": 1})
        for at in range(SHEETS):
            sheet = book.add_worksheet(f"Biểu số {at + 1}")
            sheet.merge_range(0, 0, 0, 5, "BIỂU TỔNG HỢP", number)
            first = (at % 2) * (COLUMNS - 1)
            heads = ["STT", "Chỉ tiêu", *groups[first : first + COLUMNS], "Tổng", "Bình quân"]
            sheet.write_row(2, 0, heads)
            for row in range(ROWS):
                line = row + 4
                sheet.write(row + 3, 0, row + 1)
                sheet.write(row + 3, 1, labels[(at * ROWS + row) % len(labels)])
                for column in range(2, 2 + COLUMNS):
                    sheet.write_blank(row + 3, column, None, number)
                sheet.write_formula(row + 3, 2 + COLUMNS, f"=SUM(C{line}:N{line})", number, 0)
                sheet.write_formula(row + 3, 3 + COLUMNS, f"=O{line}/12", number, 0)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
