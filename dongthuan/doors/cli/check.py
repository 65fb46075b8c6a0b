"""`dongthuan check`: holds a report against a table, or against a unit's own figures."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dongthuan.doors.cli import _opening, _ward
from dongthuan.ground import claims, files, papers
from dongthuan.ground.claims import Finding, MeasureTable


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """This function will add the command and its options."""
    parser = commands.add_parser("check", help="đối chiếu một báo cáo với bảng số liệu")
    parser.add_argument("file", nargs="?", help="báo cáo: .txt .docx .doc .pdf .html, hoặc -")
    parser.add_argument("--against", metavar="BẢNG", help="bảng số liệu .csv hoặc .xlsx")
    parser.add_argument("--unit", metavar="MÃ", help="đối chiếu với số liệu của đơn vị mang mã này")
    parser.add_argument("--on", metavar="NGÀY", help="ngày viết văn bản, như 2021-07-05")
    parser.add_argument(
        "--as", metavar="NGƯỜI", dest="who", help="tên đăng nhập của người đối chiếu"
    )
    parser.add_argument("--aliases", metavar="TỆP", help="tệp tên gọi đã lưu (.csv)")
    parser.add_argument("--json", action="store_true", help="mỗi kết quả một dòng JSON")
    parser.add_argument("--out", metavar="TỆP.docx", help="ghi bản Word có ghi chú và phiếu soát")
    parser.add_argument("--sample", action="store_true", help="đối chiếu bài mẫu có sẵn")
    parser.add_argument(
        "--strict", action="store_true", help="trả mã 1 khi có mục cần xem (dùng trong kịch bản)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """This function will check and print; returns 2 when a file cannot be used."""
    try:
        return _run(options)
    except _opening.Refused as problem:
        print(problem, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    if not options.sample and not options.file:
        raise _opening.Refused("Hãy nêu tệp báo cáo, hoặc dùng --sample để xem bài mẫu.")
    table: MeasureTable | None
    document: files.Document | None = None
    data = b""
    if options.sample:
        text, table = claims.sample()
        lines = [line for line in text.splitlines() if line.strip()]
    else:
        table = _table(options)
        data, document = _opening.document(options.file)
        lines = [line.text for line in document.lines]
    names = _opening.aliases(options.aliases) if options.aliases else None
    readings = claims.read_document(lines)
    for notice in claims.notices(readings):
        print(notice, file=sys.stderr)
    findings = claims.check_readings(readings, table, names)
    if options.json:
        for finding in findings:
            print(json.dumps(finding.as_record(), ensure_ascii=False))
    else:
        _tell(findings, table)
    if options.out:
        _write(options, data, document, findings)
    needs = any(finding.verdict.needs_eyes for finding in findings)
    return 1 if options.strict and needs else 0


def _table(options: argparse.Namespace) -> MeasureTable | None:
    if options.against and options.unit:
        raise _opening.Refused("Chọn một trong hai: --against BẢNG hoặc --unit MÃ.")
    if options.unit:
        return _ward.table(options.unit, options.on, options.who)
    if options.on or options.who:
        raise _opening.Refused("--on và --as đi cùng --unit MÃ: nêu đơn vị cần đối chiếu.")
    return _opening.table(options.against) if options.against else None


def _tell(findings: Sequence[Finding], table: MeasureTable | None) -> None:
    if not findings:
        print("Không thấy con số nào trong văn bản này.")
        return
    print(papers.summary(findings))
    if table is None:
        print(
            "Chưa có số để đối chiếu: thêm --against BẢNG.xlsx, hoặc --unit MÃ --on NGÀY --as NGƯỜI "
            "để dùng số liệu của đơn vị."
        )
    for finding in findings:
        surface = " ".join(finding.surface.split())
        surface = surface if len(surface) <= 60 else surface[:57] + "…"
        words = f"{finding.verdict.sign} {finding.verdict.words}"
        print(f"  đoạn {finding.paragraph}: {surface} — {words}. {finding.message}")


def _write(
    options: argparse.Namespace, data: bytes, document: files.Document | None,
    findings: Sequence[Finding],
) -> None:  # fmt: skip
    target = Path(options.out)
    name = document.name if document else "bài mẫu"
    table_name = Path(options.against).name if options.against else ""
    day = date.today()
    try:
        if document is not None and document.kind is files.Kind.DOCX:
            made = papers.annotate(data, findings, file_name=name, table_name=table_name, day=day)
        else:
            made = papers.slip(findings, file_name=name, table_name=table_name, day=day)
        _opening.save(target, made)
    except OSError as problem:
        raise _opening.Refused(f"{target}: không ghi được tệp ({problem.strerror}).") from None
    print(f"Đã ghi {target}", file=sys.stderr)
