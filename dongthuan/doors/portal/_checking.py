"""The one place where the portal asks the ground floor to read, to check and to write papers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dongthuan.doors.portal._asking import Question, Sent
from dongthuan.doors.portal._marking import Proof, prove
from dongthuan.ground import claims, files, papers
from dongthuan.ground.claims import Finding, MeasureTable, TableProblem

NO_TABLE = (("chỉ tiêu", "giá trị", "đơn vị tính", "kỳ"),)
NOT_A_TABLE = (
    "Tệp này không có bảng nào. Bảng cần một dòng tên cột: chỉ tiêu, giá trị, đơn vị tính, kỳ."
)


class Refused(Exception):
    """Raised when what was sent cannot be used; says at which field, why and what to do."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__(message)
        self.field_name = field_name


@dataclass(frozen=True, slots=True)
class Answer:
    """Kết quả đối chiếu: the proof, and what is needed to ask on."""

    proof: Proof
    findings: tuple[Finding, ...]
    measures: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    has_table: bool = False
    text: str = ""

    @property
    def teachable(self) -> list[int]:
        """This property will return the places where a name can be taught, each name once."""
        places: dict[str, int] = {}
        if self.has_table:
            for item in self.proof.in_order:
                if item.teachable:
                    places.setdefault(item.finding.name, item.number)
        return list(places.values())


def answer(asked: Question) -> Answer:
    """This function will check what was asked, or raise Refused."""
    document = _document(asked)
    table = _table(asked)
    names = _names(asked)
    lines = [line.text for line in document.lines]
    findings = tuple(claims.check(lines, table or MeasureTable.from_rows(NO_TABLE), names))
    return Answer(
        proof=prove(lines, findings, [line.place for line in document.lines]),
        findings=findings,
        measures=tuple(dict.fromkeys(table.measures)) if table else (),
        names=names,
        warnings=tuple(document.warnings),
        has_table=table is not None,
        text="\n".join(lines),
    )


def sample() -> Answer:
    """This function will check the built-in example, which needs no file and no network."""
    text, table = claims.sample()
    lines = text.splitlines()
    findings = tuple(claims.check(lines, table))
    return Answer(prove(lines, findings), findings, tuple(table.measures), has_table=True)


def annotated(asked: Question, findings: Sequence[Finding]) -> bytes:
    """This function will return the user's own Word file with a comment at each finding."""
    assert asked.document is not None
    return papers.annotate(asked.document.data, findings)


def slip(findings: Sequence[Finding]) -> bytes:
    """This function will return the one-page Phiếu soát số liệu as a Word file."""
    return papers.slip(findings)


def names_file(names: Mapping[str, str]) -> str:
    """This function will return the taught names as a CSV file, to be chosen again next time."""
    return claims.aliases_to_csv(names)


def _document(asked: Question) -> files.Document:
    sent = asked.document or Sent("van-ban.txt", asked.text.encode())
    try:
        return files.read_text(sent.data, sent.name)
    except files.UnreadableFile as problem:
        raise Refused("document" if asked.document else "text", str(problem)) from problem


def _table(asked: Question) -> MeasureTable | None:
    if asked.table:
        return _table_in_file(asked.table)
    if asked.table_text.strip():
        try:
            return MeasureTable.from_rows(_pasted_rows(asked.table_text))
        except TableProblem as problem:
            raise Refused("table_text", str(problem)) from problem
    return None


def _table_in_file(sent: Sent) -> MeasureTable:
    try:
        sheets = files.read_tables(sent.data, sent.name)
    except files.UnreadableFile as problem:
        raise Refused("table", str(problem)) from problem
    problems: list[TableProblem] = []
    # A workbook often opens with a cover sheet: the first sheet that is a table is taken.
    for sheet in sheets:
        try:
            return MeasureTable.from_rows(sheet.rows, sheet.numbers, sheet.name)
        except TableProblem as problem:
            problems.append(problem)
    raise Refused("table", str(problems[0]) if problems else NOT_A_TABLE)


def _names(asked: Question) -> dict[str, str]:
    names: dict[str, str] = {}
    if asked.names_text.strip():
        names |= claims.aliases_from_rows(_pasted_rows(asked.names_text))
    if asked.names_file:
        try:
            for sheet in files.read_tables(asked.names_file.data, asked.names_file.name):
                names |= claims.aliases_from_rows(sheet.rows)
        except (files.UnreadableFile, TableProblem) as problem:
            raise Refused("names_file", str(problem)) from problem
    return names | asked.taught


def _pasted_rows(text: str) -> list[list[str]]:
    """This function will split a pasted table: tabs from a spreadsheet, else commas."""
    head = text.strip().splitlines()[0]
    delimiter = next((mark for mark in ("\t", ";") if mark in head), ",")
    rows = csv.reader(io.StringIO(text.strip()), delimiter=delimiter)
    return [row for row in rows if any(cell.strip() for cell in row)]
