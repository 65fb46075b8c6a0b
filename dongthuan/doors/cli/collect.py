"""`dongthuan collect`: a folder of reports becomes one table, unit × measure."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dongthuan.doors.cli._opening import Refused, save
from dongthuan.ground import files
from dongthuan.ground.claims import collecting, forms
from dongthuan.ground.papers import workbook

KINDS = frozenset({".docx", ".doc", ".xlsx", ".xls", ".txt", ".pdf", ".html", ".htm", ".csv"})
FORMS = frozenset({files.Kind.XLSX, files.Kind.XLS, files.Kind.CSV})


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """This function will add the command and its options."""
    parser = commands.add_parser("collect", help="tổng hợp báo cáo của nhiều đơn vị thành một bảng")
    parser.add_argument("folder", metavar="THƯ_MỤC", help="thư mục chứa các báo cáo")
    parser.add_argument("--out", required=True, metavar="BẢNG.xlsx", help="tệp bảng tổng hợp")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """This function will collect the folder; a file that cannot be read is named, never fatal."""
    try:
        return _run(Path(options.folder), Path(options.out))
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 2


def _run(folder: Path, target: Path) -> int:
    if not folder.is_dir():
        raise Refused(f"{folder}: không có thư mục này.")
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in KINDS
        and not path.name.startswith(("~$", "."))
        and path.resolve() != target.resolve()
    )
    if not found:
        raise Refused(f"{folder}: không có báo cáo nào (.docx .doc .xlsx .xls .txt .pdf .html).")
    reports: list[collecting.Report] = []
    unreadable: list[tuple[str, str]] = []
    for number, path in enumerate(found, start=1):
        print(f"Đang đọc {number}/{len(found)}: {path.name}", file=sys.stderr)
        try:
            reports += _reports(path)
        except files.UnreadableFile as problem:
            unreadable.append((path.name, str(problem).removeprefix(f"{path.name}: ")))
        except OSError as problem:
            unreadable.append((path.name, f"không mở được tệp ({problem.strerror})"))
        except Exception as problem:
            # Whatever one file hides, the hundred others are still collected, and it is named.
            unreadable.append((path.name, f"không đọc được: lỗi lạ ({type(problem).__name__})"))
    collection = collecting.gather(_distinct(reports))
    save(target, workbook.collected(collection, unreadable))
    print(
        f"{len(reports)} báo cáo, {len(collection.columns)} mục số liệu · "
        f"{len(collection.missing)} ô còn thiếu · {len(collection.outliers)} số khác thường · "
        f"{len(collection.broken)} phép cộng chưa khớp · {len(unreadable)} tệp không đọc được. "
        f"Đã ghi {target}",
    )
    return 0


def _reports(path: Path) -> list[collecting.Report]:
    data = path.read_bytes()
    if files.sniff(data) in FORMS:
        found: dict[str, collecting.Report] = {}
        for sheet in files.read_tables(data, path.name):
            form = forms.form(path.name, sheet.rows, sheet.numbers, sheet.name, sheet.first_row)
            if form is not None and form.cells:
                # Sheets of one unit are one report; sheets of several units are several.
                found[form.unit] = (
                    collecting.joined(found[form.unit], form) if form.unit in found else form
                )
        if found:
            return list(found.values())
    document = files.read_text(data, path.name)
    lines = [line.text for line in document.lines]
    return [collecting.report(path.name, lines, [line.place for line in document.lines])]


def _distinct(reports: list[collecting.Report]) -> list[collecting.Report]:
    """Two files that name one unit are kept apart by their file names, never overwritten."""
    seen: dict[str, int] = {}
    for report in reports:
        seen[report.unit] = seen.get(report.unit, 0) + 1
    return [
        report
        if seen[report.unit] == 1
        else collecting.renamed(report, f"{report.unit} ({report.file})")
        for report in reports
    ]
