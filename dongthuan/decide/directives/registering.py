"""Sổ văn bản từ bảng tính: a register of documents as offices keep it, a document a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dongthuan.decide.directives import heading, queries, rules, services
from dongthuan.decide.directives.models import Document
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.rules import Laid
from dongthuan.ground.papers.rules import KINDS
from dongthuan.who.org.queries import unit as unit_of
from dongthuan.who.registers import cells
from dongthuan.who.registers.kinds import Batch, Outcome, Scope
from dongthuan.who.registers.rules import Field, Form, Line, Problem, plain

AGAIN = "nhập lại sổ từ bảng tính"
_NOT_SECRET = frozenset({"", "thuong", "khong", "binh thuong", "0", "khong mat"})


def _day(cell: Any, today: date) -> date | None:
    return cells.day(cell, today)


FORM = Form(
    "documents",
    "Sổ văn bản",
    (
        Field("symbol", "Số và ký hiệu", (
            "so va ky hieu", "so ky hieu", "so hieu", "so hieu van ban", "so ky hieu van ban",
            "so van ban", "ky hieu"), cells.text,
            r"(?i)\d+\s*[-/]\s*\w+.*"),
        Field("signed_on", "Ngày ký", (
            "ngay ky", "ngay ban hanh", "ngay van ban", "ngay thang van ban", "ngay thang nam van ban",
            "ngay thang nam", "ngay thang"), _day, dated=True),
        Field("issuer", "Nơi ban hành", (
            "noi ban hanh", "co quan ban hanh", "tac gia", "don vi ban hanh", "noi gui",
            "co quan gui"), cells.text),
        Field("kind", "Loại văn bản", ("loai van ban", "ten loai van ban", "ten loai", "loai"),
              cells.text),
        Field("subject", "Trích yếu", (
            "trich yeu", "trich yeu noi dung", "noi dung", "ten loai va trich yeu noi dung",
            "ve viec"), lambda cell: cells.text(cell, 500)),
        Field("received_on", "Ngày đến", ("ngay den", "ngay nhan", "ngay tiep nhan"), _day, dated=True),
        Field("secret", "Độ mật", ("do mat", "muc do mat"), cells.text),
    ),
    ("symbol", "signed_on"),
)  # fmt: skip
_BY_WORDS = {plain(kind.words): code for code, kind in KINDS.items()}
_BY_SHORT = {plain(kind.party): code for code, kind in KINDS.items() if kind.party != "QĐ"}


class Documents:
    """Sổ văn bản: numbers, days, issuers and subjects; files are laid beside later."""

    code = "documents"
    words = "Sổ văn bản"
    hint = "Mỗi dòng một văn bản: số và ký hiệu, ngày ký, nơi ban hành, trích yếu; độ mật nếu có."
    act = Act.DOCUMENT_KEEP
    one = "văn bản"
    ends = False
    asks_about = False
    refusals: tuple[type[Exception], ...] = (services.UnableToRegister,)

    def form(self, scope: Scope) -> Form:
        """This method will tell the fields of the register."""
        return FORM

    def begin(self, scope: Scope) -> _Pass:
        """This method will begin a pass over a file."""
        return _Pass(scope)

    def names(self, ids: Sequence[int], scope: Scope) -> Mapping[int, str]:
        """This method will name nothing: a document left out of a file stays in the register."""
        return {}

    def end(self, ids: Sequence[int], scope: Scope) -> Laid:
        """This method will end nothing."""
        return Laid()

    def depends(self, laid: Laid) -> list[str]:
        """This method will say what rests on the documents that were made."""
        return services.what_rests(laid.made.get("document", []))

    def take_back(self, laid: Laid, units: Sequence[int], by: Actor) -> None:
        """This method will take the documents out of the register again, and undo what was put right."""
        services.take_back(laid.made.get("document", []), by=by)
        for table, pk, before in laid.before:
            if table == "document":
                _amend(Document.objects.get(pk=pk), before, by)


def _amend(document: Document, told: Mapping[str, str | None], by: Actor) -> None:
    received = told.get("received_on")
    services.amend(
        document=document, subject=told.get("subject") or "", in_force_on=document.in_force_on,
        ends_on=document.ends_on, received_on=date.fromisoformat(received) if received else None,
        seen=document.version, reason=AGAIN, by=by,
    )  # fmt: skip


class _Pass:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.ours = {plain(scope.tree.name(one)): one for one in scope.tree.below(scope.unit)}
        self.rows: dict[str, int] = {}
        unit = unit_of(scope.tree[scope.unit].code)
        assert unit is not None
        self.unit = unit

    def take(self, batch: Batch) -> Outcome:
        """This method will hold a batch against what the register has."""
        out = Outcome(work=[])
        read = []
        for line, bad in batch:
            out.problems += bad
            if not bad and (told := self._read(line, out)) is not None:
                read.append((line, told))
        known = queries.by_sameness(self.unit, [services.sameness(told) for _, told in read])
        for line, told in read:
            self._hold(line, told, known.get(services.sameness(told)), out)
        return out

    def _read(self, line: Line, out: Outcome) -> services.Facts | None:
        problems, told = self._facts(line)
        out.problems += problems
        if told is None:
            return None
        same = services.sameness(told)
        if same in self.rows:
            out.problems.append(line.problem(
                "symbol", f"Số và ký hiệu: đã có ở dòng {self.rows[same]} của tệp. Giữ một dòng."
            ))  # fmt: skip
            return None
        self.rows[same] = line.row
        return told

    def _facts(self, line: Line) -> tuple[list[Problem], services.Facts | None]:
        told = line.told
        symbol = rules.tidy_symbol(str(told.get("symbol") or ""))
        signed = told.get("signed_on")
        secret = plain(str(told.get("secret") or "")) not in _NOT_SECRET
        subject = "" if secret else str(told.get("subject") or "")
        issuer = str(told.get("issuer") or "")
        problems = []
        if not symbol:
            problems.append(
                line.problem("symbol", "Số và ký hiệu: ô trống. Ghi số, hoặc xóa dòng.")
            )
        if signed is None:
            problems.append(line.problem("signed_on", "Ngày ký: ô trống. Ghi ngày như 5/3/2021."))
        elif signed > self.scope.by.today:
            problems.append(line.problem("signed_on", "Ngày ký: sau hôm nay. Xem lại năm."))
        if not secret and not subject:
            problems.append(
                line.problem("subject", "Trích yếu: ô trống. Ghi văn bản nói về việc gì.")
            )
        kind = _kind(str(told.get("kind") or ""), symbol, subject)
        if not kind:
            problems.append(line.problem(
                "kind", "Loại văn bản: không rõ. Ghi «Nghị quyết», «Kế hoạch», «Quy định»…"
            ))  # fmt: skip
        ours = self.ours.get(plain(issuer)) if issuer else None
        if not issuer:
            problems.append(line.problem("issuer", "Nơi ban hành: ô trống. Ghi tên cơ quan."))
        if problems or signed is None:
            return problems, None
        return [], services.Facts(
            kind=kind, signed_on=signed, subject=subject, symbol=symbol, secret=secret,
            issuer=unit_of(self.scope.tree[ours].code) if ours is not None else None,
            issuer_name=issuer, level=heading.level_of(issuer), received_on=told.get("received_on"),
        )  # fmt: skip

    def _hold(
        self, line: Line, told: services.Facts, held: Document | None, out: Outcome
    ) -> None:  # fmt: skip
        if told.received_on and told.received_on < told.signed_on:
            out.problems.append(
                line.problem("received_on", "Ngày đến: đứng trước ngày ký. Xem lại.")
            )
            return
        if held is None:
            out.new += 1
            out.work.append((None, told))
        elif held.secret or (held.subject, held.received_on) == (told.subject, told.received_on):
            out.same += 1
        else:
            out.changed += 1
            out.work.append((held.pk, told))

    def write(self, work: Any) -> Laid:
        """This method will put new documents in the register, and put right what the file tells anew."""
        laid = Laid()
        for pk, told in work:
            if pk is None:
                made = services.register(unit=self.unit, facts=told, by=self.scope.by)
                laid.add("document", [made.pk])
                continue
            held = Document.objects.get(pk=pk)
            received = held.received_on.isoformat() if held.received_on else None
            laid.before.append(("document", pk, {"subject": held.subject, "received_on": received}))
            again = told.received_on.isoformat() if told.received_on else None
            _amend(held, {"subject": told.subject, "received_on": again}, self.scope.by)
        return laid

    def gone(self) -> Iterator[tuple[int, int]]:
        """This method will tell nothing: a document left out of a file stays in the register."""
        return iter(())


def _kind(told: str, symbol: str, subject: str) -> str:
    """The kind as its own column says it, or the first words of the subject, or the symbol alone."""
    words = plain(told)
    if words in _BY_WORDS:
        return _BY_WORDS[words]
    if words in _BY_SHORT:
        return _BY_SHORT[words]
    begins = plain(subject)
    found = [code for name, code in _BY_WORDS.items() if begins.startswith(name + " ")]
    if found:
        return found[0]
    kinds = rules.told_by(symbol).kinds
    return kinds[0] if len(kinds) == 1 else ""
