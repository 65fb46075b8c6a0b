"""Nhận tệp: keep a file with the tables found in it, settle which column says what, forget it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.files import services as files
from dongthuan.ground.files.rows import open_rows
from dongthuan.who.org.models import Unit
from dongthuan.who.registers import queries
from dongthuan.who.registers.kinds import Kind, UnableToTakeIn, kinds
from dongthuan.who.registers.models import Gone, Layout, Run
from dongthuan.who.registers.reading import Found, look
from dongthuan.who.registers.rules import Form, is_sensitive, letters, propose
from dongthuan.who.registers.tables import Table

_LEFT_TOLD = 200
_TABLES_TOLD = 100
NO_TABLE = (
    "không thấy dòng tên cột nào của «{words}» trong tệp. Kiểm tra có chọn đúng loại sổ không; dòng tên "
    "cột cần ít nhất hai cột quen thuộc, như «STT» và «{first}»."
)


@transaction.atomic
def keep(
    *, kind: str, unit: Unit, on: date, data: bytes, name: str, by: Actor, about: int | None = None
) -> Run:
    """This function will keep a file that is to be taken into a register, and look for its tables.

    A head that was settled before is read as then.

    :raises UnreadableFile: the file cannot be opened. :raises UnableToTakeIn: no table is in it.
    """
    held = kinds()[kind]
    by.require(held.act, unit.pk)
    one = Run(
        kind=kind, unit=unit, on=on, about=about, name=name[:200], by=audit.sign(by), at=by.now,
    )  # fmt: skip
    scope = queries.scope_of(one, by)
    if unit.pk not in scope.tree:
        raise UnableToTakeIn(f"Đơn vị không có vào ngày {on:%d/%m/%Y}. Chọn ngày khác.")
    form = held.form(scope)
    found = look(open_rows(data, name), form)
    if not found.tables:
        first = form.field(form.required[0]).words
        raise UnableToTakeIn(f"{name}: {NO_TABLE.format(words=form.words, first=first)}")
    one.file = files.keep(data, kind="table", at=by.now)
    one.tables = _tables(found, form)
    one.left = [[row.sheet, row.row, row.words] for row in found.left[:_LEFT_TOLD]]
    best = max(found.tables, key=lambda table: _worth(table, found, form))
    one.print = best.print
    one.mapping = next(t["mapping"] for t in one.tables if t["print"] == best.print)
    one.total = sum(table.count for table in found.tables if table.print == best.print)
    one.save()
    audit.record(held.act, "register", one.pk, by=by, unit_id=unit.pk, detail=f"keep {kind}")
    return one


def _worth(table: Table, found: Found, form: Form) -> tuple[int, int]:
    codes = set(propose(table.labels, table.samples, form).values())
    rows = sum(one.count for one in found.tables if one.print == table.print)
    return sum(code in codes for code in form.required), rows


def _tables(found: Found, form: Form) -> list[dict[str, object]]:
    told: list[dict[str, object]] = []
    for table in found.tables[:_TABLES_TOLD]:
        mapping = queries.remembered(table.print)
        known = mapping is not None
        if mapping is None:
            mapping = propose(table.labels, table.samples, form)
            mapping = {at: code for at, code in mapping.items() if at not in table.hidden}
        told.append({
            "sheet": table.sheet, "head": table.head, "first": table.first, "last": table.last,
            "count": table.count, "print": table.print, "known": known,
            "labels": list(table.labels), "hidden": sorted(table.hidden),
            "mapping": {str(at): code for at, code in mapping.items()},
        })  # fmt: skip
    return told


@transaction.atomic
def settle(*, run: Run, print_: str, mapping: Mapping[int, str], by: Actor) -> None:
    """This function will keep which table is meant and which column says what, also for next time."""
    kind = _open(run, by)
    form = kind.form(queries.scope_of(run, by))
    table = next((one for one in run.tables if one["print"] == print_), None)
    if table is None:
        raise UnableToTakeIn("Bảng này không có trong tệp; tải lại trang rồi chọn lại.")
    codes = {one.code for one in form.fields}
    taken: dict[str, str] = {}
    for at, code in sorted(mapping.items()):
        if code not in codes or not 0 <= at < len(table["labels"]):
            raise UnableToTakeIn("Có cột không có trong bảng; tải lại trang rồi chọn lại.")
        if is_sensitive(table["labels"][at]):
            raise UnableToTakeIn(f"Cột {letters(at)} là thông tin nhạy cảm, không nhập vào sổ này.")
        if code in taken.values() and not form.field(code).many:
            words = form.field(code).words
            raise UnableToTakeIn(
                f"«{words}» được chọn cho hai cột. Giữ một cột, cột kia chọn «bỏ qua»."
            )
        taken[str(at)] = code
    missing = [form.field(c).words for c in form.required if c not in taken.values()]
    if missing:
        raise UnableToTakeIn(f"Chưa chọn cột cho: {', '.join(missing)}.")
    run.print, run.mapping = print_, taken
    run.total = sum(one["count"] for one in run.tables if one["print"] == print_)
    run.stage = Run.Stage.COLUMNS
    run.save()
    Layout.objects.update_or_create(print=print_, defaults={"mapping": taken, "kept_at": by.now})


@transaction.atomic
def choose_gone(*, run: Run, shown: Sequence[int], ends: Sequence[int], by: Actor) -> None:
    """This function will keep which of the rows shown a person chose to end."""
    _open(run, by)
    rows = Gone.objects.filter(run=run, pk__in=shown)
    rows.update(ends=False)
    rows.filter(pk__in=ends).update(ends=True)


@transaction.atomic
def forget(*, run: Run, by: Actor) -> None:
    """This function will delete a run with its file; what it took in stays, and cannot be undone as
    a whole any more.
    """
    kind = queries.kind_of(run)
    by.require(kind.act, run.unit_id)
    if run.stage in (Run.Stage.WAITING, Run.Stage.TAKING) and not queries.is_silent(run, by):
        raise UnableToTakeIn("Tệp đang được đọc; chờ xong rồi xóa.")
    file, pk = run.file, run.pk
    run.delete()
    if file is not None:
        files.forget(file)
    audit.record(kind.act, "register", pk, by=by, unit_id=run.unit_id, detail="forget")


def _open(run: Run, by: Actor) -> Kind:
    kind = queries.kind_of(run)
    by.require(kind.act, run.unit_id)
    if run.stage not in (Run.Stage.COLUMNS, Run.Stage.CHECKED, Run.Stage.STOPPED):
        raise UnableToTakeIn(f"Lần nhập này {run.get_stage_display()}, không đổi được nữa.")
    return kind
