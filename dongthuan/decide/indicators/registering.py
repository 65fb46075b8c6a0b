"""Bảng số liệu của một đợt: a unit a row, a measure a column, taken into the sheets as typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dongthuan.decide.indicators import queries, rules, services
from dongthuan.decide.indicators.models import Sheet
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.rules import Before, Laid
from dongthuan.who.registers import cells
from dongthuan.who.registers.kinds import Batch, Outcome, Scope, UnableToTakeIn, UnitFinder
from dongthuan.who.registers.rules import Field, Form, Line, Problem, plain

_OPEN = (Sheet.Status.OPEN, Sheet.Status.RETURNED)
_UNIT = Field(
    "unit", "Đơn vị", ("don vi", "ten don vi", "to dan pho", "tdp", "to", "chi bo", "don vi bao cao"),
    cells.text, r"(?i)(tổ|tdp|thôn|khu phố|chi bộ).*",
)  # fmt: skip


class Values:
    """Bảng số liệu: what units report for a round, kept in their sheets and not sent yet."""

    code = "values"
    words = "Bảng số liệu của một đợt"
    hint = "Mỗi dòng một đơn vị, mỗi cột một mục số liệu. Số vào phiếu ở dạng lưu tạm, xem rồi gửi."
    act = Act.VALUE_ENTER
    one = "số"
    ends = False
    asks_about = True
    refusals: tuple[type[Exception], ...] = (services.UnableToKeepValue,)

    def form(self, scope: Scope) -> Form:
        """This method will tell a column for every measure the round asks for."""
        fields = [_UNIT]
        seen: dict[str, None] = {}
        for _, row in _asked(scope).values():
            for cell in row:
                one = cell.definition
                if one.item.key not in seen and not one.numerator:
                    seen[one.item.key] = None
                    heads = tuple({plain(one.label), plain(one.item.key)} - {""})
                    fields.append(Field(one.item.key, one.label, heads, _typed))
        return Form("values", self.words, tuple(fields), ("unit",))

    def begin(self, scope: Scope) -> _Pass:
        """This method will begin a pass over a file."""
        return _Pass(scope)

    def names(self, ids: Sequence[int], scope: Scope) -> Mapping[int, str]:
        """This method will name nothing: a number left out of a file stays."""
        return {}

    def end(self, ids: Sequence[int], scope: Scope) -> Laid:
        """This method will end nothing."""
        return Laid()

    def depends(self, laid: Laid) -> list[str]:
        """This method will say which sheets went on their way, or were typed into, since."""
        wrote = {pk: told for table, pk, told in laid.before if table == "wrote"}
        sheets = Sheet.objects.select_related("round", "unit").filter(pk__in=wrote)
        sent = sum(one.status not in _OPEN for one in sheets)
        retyped = 0
        for one in sheets:
            held = {cell.definition.item.key: cell for cell in queries.cells(one)}
            retyped += any(
                held[key].text != text for key, text in wrote[one.pk].items() if key in held
            )
        found = [f"{sent} phiếu đã gửi hoặc đã duyệt"] if sent else []
        return found + ([f"{retyped} phiếu đã nhập số khác"] if retyped and not sent else [])

    def take_back(self, laid: Laid, units: Sequence[int], by: Actor) -> None:
        """This method will put every cell back to what stood in it."""
        manners = {pk: told for table, pk, told in laid.before if table == "manners"}
        for table, pk, before in laid.before:
            if table == "cells":
                sheet = Sheet.objects.select_related("round", "unit").get(pk=pk)
                services.put_back(sheet=sheet, before=before, manners=manners[pk], by=by)


def _asked(scope: Scope) -> dict[int, tuple[Sheet, list[queries.Cell]]]:
    """This function will return the sheets of the round within reach, each with its cells, by unit."""
    one = queries.round_seen(viewer=scope.by, pk=scope.about) if scope.about else None
    if one is None:
        raise UnableToTakeIn("Đợt số liệu: chọn một đợt đang mở trong danh sách.")
    if one.closed_on is not None:
        raise UnableToTakeIn("Đợt số liệu này đã đóng; gọi nơi mở đợt để mở lại.")
    reach, below = scope.by.reach(Act.VALUE_ENTER), set(scope.tree.below(scope.unit))
    sheets = [
        sheet for sheet in queries.round_sheets(one, viewer=scope.by)
        if sheet.unit_id in reach and sheet.unit_id in scope.tree
        and (sheet.unit_id in below or scope.tree[sheet.unit_id].place in below)
    ]  # fmt: skip
    if not sheets:
        raise UnableToTakeIn("Đợt này không hỏi đơn vị nào ở đây. Chọn đợt khác hoặc đơn vị khác.")
    held = queries.cells_of(sheets)
    return {sheet.unit_id: (sheet, held[sheet.pk]) for sheet in sheets}


def _typed(cell: Any) -> str:
    """This function will return a cell as a person would type it: a comma before the decimals."""
    if isinstance(cell, float) and not cell.is_integer():
        return f"{cell:.15g}".replace(".", ",")
    return cells.text(cell, 60)


class _Pass:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.asked = _asked(scope)
        self.finder = UnitFinder(scope.tree, self.asked)
        self.rows: dict[int, int] = {}

    def take(self, batch: Batch) -> Outcome:
        """This method will hold a batch against what stands in the sheets."""
        out = Outcome(work=[])
        for line, bad in batch:
            out.problems += bad or self._row(line, out)
        return out

    def _row(self, line: Line, out: Outcome) -> list[Problem]:
        where = str(line.told.get("unit") or "")
        unit = self.finder.find(where) if where else "ô trống. Ghi tên đơn vị, hoặc xóa dòng."
        if isinstance(unit, str):
            return [line.problem("unit", f"Đơn vị: {unit}")]
        if unit in self.rows:
            words = f"Đơn vị: đã có ở dòng {self.rows[unit]}. Giữ một dòng."
            return [line.problem("unit", words)]
        self.rows[unit] = line.row
        sheet, held = self.asked[unit]
        if sheet.status not in _OPEN:
            words = (
                f"Đơn vị: phiếu {sheet.get_status_display()} nên không nhập được. Xin mở lại phiếu."
            )
            return [line.problem("unit", words)]
        by_key = {cell.definition.item.key: cell for cell in held}
        problems: list[Problem] = []
        told: dict[str, str] = {}
        for key, text in line.told.items():
            if key == "unit":
                continue
            cell = by_key.get(key)
            if cell is None:
                problems.append(line.problem(key, "mục này không hỏi đơn vị ở dòng này. Xóa ô."))
                continue
            try:
                value = rules.read(text, queries.shape(cell.definition))
            except rules.CannotRead as problem:
                problems.append(line.problem(key, f"{cell.definition.label}: {problem}"))
                continue
            if self._says_the_same(cell, value):
                out.same += 1
            else:
                told[key] = text
                out.new += not cell.text
                out.changed += bool(cell.text)
        if told:
            out.work.append((sheet, told))
        return problems

    def _says_the_same(self, cell: queries.Cell, value: rules.Typed | None) -> bool:
        try:
            return rules.read(cell.text, queries.shape(cell.definition)) == value
        except rules.CannotRead:
            return False

    def write(self, work: Any) -> Laid:
        """This method will keep what the file tells in the sheets, as typed and not sent."""
        laid = Laid()
        for sheet, told in work:
            drafts = {
                cell.definition.item.key: cell.draft
                for cell in queries.cells(sheet)
                if cell.definition.item.key in told
            }
            before: Before = {key: draft.text if draft else None for key, draft in drafts.items()}
            manners: Before = {key: draft.manner for key, draft in drafts.items() if draft}
            services.save_drafts(
                sheet=sheet, typed=told, by=self.scope.by, manner=rules.Manner.IMPORTED
            )
            laid.before += [
                ("cells", sheet.pk, before), ("manners", sheet.pk, manners),
                ("wrote", sheet.pk, dict(told)),
            ]  # fmt: skip
        return laid

    def gone(self) -> Iterator[tuple[int, int]]:
        """This method will tell nothing: a number left out of a file stays."""
        return iter(())
