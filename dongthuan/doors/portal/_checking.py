"""The one place where the portal asks the ground floor to read, to check and to write papers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dongthuan.doors.portal._asking import Question, Sent
from dongthuan.doors.portal._marking import Proof, prove
from dongthuan.ground import claims, files
from dongthuan.ground.claims import Finding, MeasureTable, TableProblem
from dongthuan.ground.claims import sample as built_in_sample
from dongthuan.ground.files.document import Line, cleaned
from dongthuan.ground.primitives import periods

COLUMNS = ("chỉ tiêu", "giá trị", "đơn vị tính", "kỳ", "đơn vị")
TORN_TABLE = (
    "Không tách được bảng dán thành cột: có thể thiếu một dấu nháy kép. Hãy chép lại từ Excel."
)
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
    # Judged by what the file is, not by its name: only a true .docx can be given comments.
    is_word: bool = False

    @property
    def teachable(self) -> list[int]:
        """This property will return the places where a name can be taught, each name once."""
        places: dict[str, int] = {}
        if self.has_table:
            for item in self.proof.in_order:
                if item.teachable:
                    places.setdefault(item.finding.name, item.number)
        return list(places.values())


def answer(
    asked: Question, own: MeasureTable | None = None, grounds: Mapping[str, str] | None = None
) -> Answer:
    """This function will check what was asked, against the given table or a unit's own figures, or
    raise Refused. `grounds` are the addresses of figures by the rows that cite them.
    """
    document = _document(asked)
    table = own or _table(asked)
    names = _names(asked)
    lines = [line.text for line in document.lines]
    readings = claims.read_document(lines)
    findings = tuple(claims.check_readings(readings, table, names))
    return Answer(
        proof=prove(lines, findings, [line.place for line in document.lines], grounds),
        findings=findings,
        measures=tuple(dict.fromkeys(table.measures)) if table else (),
        names=names,
        warnings=(*document.warnings, *claims.notices(readings)),
        has_table=table is not None,
        text="\n".join(lines),
        is_word=document.kind is files.Kind.DOCX,
    )


def sample() -> Answer:
    """This function will check the built-in example, which needs no file and no network."""
    text, table = built_in_sample()
    lines = [line for line in text.splitlines() if line.strip()]
    findings = tuple(claims.check(lines, table))
    return Answer(prove(lines, findings), findings, tuple(table.measures), has_table=True)


def sample_to_try() -> tuple[str, str]:
    """This function will return the example's text and its table, as they would be pasted."""
    text, table = built_in_sample()
    rows: list[tuple[str, ...]] = [COLUMNS]
    for record in table.records:
        names = " | ".join(record.names)
        period = periods.printed(record.period) if record.period else ""
        rows.append((names, record.written, record.unit_words, period, record.place))
    if not any(row[-1] for row in rows[1:]):
        rows = [row[:-1] for row in rows]
    return text, "\n".join("\t".join(row) for row in rows)


def annotated(asked: Question, findings: Sequence[Finding]) -> bytes:
    """This function will return the user's own Word file with a comment at each finding."""
    # Writing Word is slow to load, and most visitors only look: it waits until it is asked for.
    from dongthuan.ground import papers

    return papers.annotate(asked.document.data if asked.document else b"", findings)


def slip(findings: Sequence[Finding]) -> bytes:
    """This function will return the one-page Phiếu soát số liệu as a Word file."""
    from dongthuan.ground import papers

    return papers.slip(findings)


def names_file(names: Mapping[str, str]) -> str:
    """This function will return the taught names as a CSV file, to be chosen again next time."""
    return claims.aliases_to_csv(names)


def _document(asked: Question) -> files.Document:
    if asked.document is None:
        # What is pasted is text, even where it looks like a page or a table.
        lines, warnings = cleaned(Line(line, "") for line in asked.text.splitlines())
        return files.Document("", files.Kind.TXT, lines, warnings)
    try:
        return files.read_text(asked.document.data, asked.document.name)
    except files.UnreadableFile as problem:
        raise Refused("document", str(problem)) from problem


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
            return MeasureTable.from_rows(
                sheet.rows, sheet.numbers or None, sheet.name, sheet.first_row
            )
        except TableProblem as problem:
            problems.append(problem)
    raise Refused("table", str(problems[0]) if problems else NOT_A_TABLE)


def _names(asked: Question) -> dict[str, str]:
    names: dict[str, str] = {}
    try:
        if asked.names_text.strip():
            names |= claims.aliases_from_rows(_pasted_rows(asked.names_text))
        if asked.names_file:
            for sheet in files.read_tables(asked.names_file.data, asked.names_file.name):
                names |= claims.aliases_from_rows(sheet.rows)
    except (files.UnreadableFile, TableProblem) as problem:
        raise Refused("names_file", str(problem)) from problem
    return names | asked.taught


def _pasted_rows(text: str) -> list[list[str]]:
    """This function will split a pasted table: tabs from a spreadsheet, else commas."""
    text = text.lstrip("\ufeff").strip()
    head = text.splitlines()[0]
    delimiter = next((mark for mark in ("\t", ";") if mark in head), ",")
    try:
        # Empty rows stay, so that a message counts rows as the person who pasted them does.
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as problem:
        raise TableProblem(TORN_TABLE) from problem
