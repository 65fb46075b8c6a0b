"""Verbs: take a form in, bind its rows and columns, fill it for a period."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from dongthuan.answer.forms import moving, queries, recorded, rules
from dongthuan.answer.forms.filling import Choices, entries
from dongthuan.answer.forms.layout import layouts
from dongthuan.answer.forms.models import (
    Binding,
    Edition,
    Fill,
    FilledFigure,
    FilledSheet,
    Form,
)
from dongthuan.answer.forms.proposing import propose
from dongthuan.answer.forms.rules import Layout, Place, Role
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import Kind, converting, sniff
from dongthuan.ground.files import services as files
from dongthuan.ground.files.book import LARGEST, open_book
from dongthuan.ground.papers import in_place
from dongthuan.ground.primitives.folding import nfc
from dongthuan.ground.primitives.periods import BadPeriod, Period, Regime, from_code
from dongthuan.who.org.models import Unit


class UnableToFill(Exception):
    """Raised when a form cannot be taken in, bound or filled as asked; its text says what to do."""


MOST_LINES = 20_000
NO_TABLE = (
    "không nhận ra bảng nào trong biểu. Biểu cần có dòng đầu cột (STT, Nội dung hoặc Chỉ tiêu, "
    "Đơn vị tính, Thực hiện…) và tên mục hoặc tên đơn vị ở đầu các dòng, trên trang tính không ẩn."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Biểu đã nhận: the edition, and whether the form was known before."""

    edition: Edition
    known: bool


@transaction.atomic
def take_in(
    *, unit: Unit, title: str, name: str, data: bytes, code: str, by: Actor,
    regime: Regime = Regime.CALENDAR,
) -> Taken:  # fmt: skip
    """This function will take a form in and propose how it is bound. A form of a shape that the unit
    has filled before is that form, whatever its file is called.

    :raises UnableToFill: no period, or no table in it.
    :raises UnreadableFile: no workbook that can be filled; says what to do.
    """
    by.require(Act.REPORT_WRITE, unit.pk)
    period = _period(code, regime)
    came = _read(data, name, unit, period, by)
    before = (
        Edition.objects.filter(form__unit=unit, form__retired_on=None, shape=came.shape)
        .select_related("form", "file").order_by("-pk").first()
    )  # fmt: skip
    if before is not None:
        return Taken(_edition(before.form, came, by), True)
    form = Form.objects.create(
        unit=unit, title=(nfc(title).strip() or _titled(name))[:200], regime=regime,
        changed_at=by.now, changed_by=audit.sign(by),
    )  # fmt: skip
    audit.record(Act.REPORT_WRITE, "form", form.pk, by=by, unit_id=unit.pk, detail="take in")
    return Taken(_edition(form, came, by), False)


@transaction.atomic
def add_edition(*, form: Form, name: str, data: bytes, code: str, by: Actor) -> Edition:
    """This function will take the form of a new period in: what was bound is carried over, what
    moved or is new waits for a person. The same file again is the same edition.

    :raises UnableToFill: no period, or no table in it.
    :raises UnreadableFile: no workbook that can be filled; says what to do.
    """
    form = _living(form, by)
    period = _period(code, Regime(form.regime))
    return _edition(form, _read(data, name, form.unit, period, by), by)


@transaction.atomic
def join(*, form: Form, into: Form, by: Actor) -> Edition:
    """This function will say that a form just taken in is another one's new edition.

    :raises UnableToFill: it was filled already, or is the very same form.
    """
    into, form = _living(into, by), _living(form, by)
    if form.pk == into.pk or form.unit_id != into.unit_id or queries.fills(form).exists():
        raise UnableToFill("Biểu này đã điền hoặc của đơn vị khác, không nhập vào biểu kia được.")
    last = queries.edition(form)
    assert last is not None
    came = _read(files.content(last.file), last.name, into.unit, queries.period_of(last), by)
    made = _edition(into, came, by)
    _retire(form, by)
    return made


@transaction.atomic
def bind(
    *, edition: Edition, sheet: int, roles: Mapping[Place, Role], seen: int, by: Actor
) -> Binding:
    """This function will keep what lines of a sheet stand for; `seen` is the version that was shown.

    :raises UnableToFill: someone else kept another binding meanwhile, or a line is of no table.
    """
    _living(edition.form, by)
    last = _last(edition, sheet)
    if last.version != seen:
        raise UnableToFill(
            "Có người vừa lưu cách gắn của trang tính này sau khi bác mở. Tải lại trang rồi gắn tiếp; "
            "phần của người kia vẫn còn."
        )
    layout = rules.from_json(last.content)
    there = {spot for spot, _ in rules.places(layout)}
    if not set(roles) <= there:
        raise UnableToFill("Có dòng hoặc cột không còn trong biểu. Tải lại trang rồi gắn lại.")
    return _keep(last, rules.changed(layout, roles), by)


@transaction.atomic
def accept(*, edition: Edition, sheets: Iterable[int] | None, by: Actor) -> int:
    """This function will say yes to every proposal of some sheets, or of all; returns how many."""
    _living(edition.form, by)
    counted = 0
    wanted = None if sheets is None else set(sheets)
    for last in queries.bindings(edition):
        if wanted is not None and last.sheet not in wanted:
            continue
        layout = rules.from_json(last.content)
        waiting = sum(line.role.waits for line in layout.lines())
        if waiting:
            _keep(last, rules.accepted(layout), by)
            counted += waiting
    return counted


@transaction.atomic
def undo(*, edition: Edition, sheet: int, by: Actor) -> Binding:
    """This function will lay the binding before the last one over it; doing so twice changes nothing.

    :raises UnableToFill: there is none before.
    """
    _living(edition.form, by)
    last = _last(edition, sheet)
    before = edition.bindings.filter(sheet=sheet, version=last.version - 1).first()
    if before is None:
        raise UnableToFill("Trang tính này chưa có lần lưu nào trước đó để quay lại.")
    return _keep(last, rules.from_json(before.content), by)


@transaction.atomic
def settle(*, form: Form, title: str, absent: str, by: Actor) -> Form:
    """This function will keep a form's title and how it wants «không áp dụng» to be written."""
    form = _living(form, by)
    if not title.strip():
        raise UnableToFill("Tên biểu: chưa ghi tên.")
    if absent not in rules.BLANK_MARKS:
        raise UnableToFill("Cách ghi «không áp dụng»: chọn để trống, x hoặc -.")
    form.title, form.absent = nfc(title).strip()[:200], absent
    _touched(form, by)
    audit.record(Act.REPORT_WRITE, "form", form.pk, by=by, unit_id=form.unit_id, detail="settle")
    return form


@transaction.atomic
def retire(*, form: Form, by: Actor) -> None:
    """This function will put a form away; what was filled stays as it was recorded."""
    _retire(_living(form, by), by)


@transaction.atomic
def fill(
    *, edition: Edition, code: str, by: Actor, partial_is_meant: bool = False,
    over_is_meant: bool = False, heads_are_meant: bool = False,
) -> Fill:  # fmt: skip
    """This function will fill a form for a period and record every place of it: what was asked, what
    was written or why nothing was, with the hash of its evidence, under a seal.

    :raises UnableToFill: some line waits for a yes, nothing is bound, or the heads name another
        period and nobody said that this is meant.
    """
    form = _living(edition.form, by)
    period = _period(code, Regime(form.regime))
    held = queries.layouts(edition)
    _ready(held)
    opened = queries.book(edition)
    choices = Choices(form.absent, partial_is_meant, over_is_meant)
    found = queries.filling(
        edition, period=period, viewer=by, choices=choices, opened=opened, held=held
    )
    if not found.cells:
        raise UnableToFill(
            "Chưa có ô nào để điền: cần ít nhất một dòng và một cột đã gắn trong cùng một bảng."
        )
    if found.conflicts and not heads_are_meant:
        more = f" (và {len(found.conflicts) - 1} chỗ nữa)" if len(found.conflicts) > 1 else ""
        raise UnableToFill(
            f"{found.conflicts[0]}{more} Nộp biểu của đúng kỳ, hoặc đánh dấu «vẫn điền»."
        )
    data = in_place.fill(opened, entries(found.cells, opened, choices))
    made = Fill(
        edition=edition, unit_id=form.unit_id, code=period.code, regime=form.regime,
        absent=form.absent, partial=partial_is_meant, over=over_is_meant, at=by.now,
        by=audit.sign(by), digest=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    figures, sheets = recorded.written_down(found)
    made.seal = recorded.seal(made, figures, sheets)
    made.save()
    for figure in figures:
        figure.fill = made
    for sheet in sheets:
        sheet.fill = made
    FilledFigure.objects.bulk_create(figures)
    FilledSheet.objects.bulk_create(sheets)
    _touched(form, by)
    audit.record(
        Act.REPORT_WRITE, "form", form.pk, by=by, unit_id=form.unit_id,
        detail=f"fill {period.code} {made.seal}",
    )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class _Came:
    """A file that was read: its bytes as .xlsx, its name and shape, its sheets as proposed."""

    data: bytes
    name: str
    period: Period
    converted: bool
    layouts: tuple[Layout, ...]
    shape: str


def _read(data: bytes, name: str, unit: Unit, period: Period, by: Actor) -> _Came:
    name = nfc(name).strip()[-160:] or "biểu.xlsx"
    is_old = len(data) <= LARGEST and sniff(data) is Kind.XLS
    if is_old:
        data = converting.converted(data, name, old="xls", new="xlsx")
    opened = open_book(data, name)
    known = queries.known(viewer=by, unit=unit.pk, period=period)
    found = layouts(opened, known.knows)
    if not any(layout.tables for layout in found):
        raise UnableToFill(f"{name}: {NO_TABLE}")
    if sum(len(list(layout.lines())) for layout in found) > MOST_LINES:
        raise UnableToFill(
            f"{name}: biểu có hơn 20.000 dòng; chia thành nhiều tệp rồi nộp từng tệp."
        )
    return _Came(data, name, period, is_old, tuple(found), rules.fingerprint(found))


def _edition(form: Form, came: _Came, by: Actor) -> Edition:
    last = queries.edition(form)
    stored_file = files.keep(came.data, kind="xlsx", at=by.now)
    if last is not None and last.file_id == stored_file.pk:
        return last
    found, changes = list(came.layouts), ""
    if last is not None:
        carried = moving.carry(queries.layouts(last), came.layouts)
        found, changes = list(carried.layouts), "\n".join(carried.changes)
    known = queries.known(viewer=by, unit=form.unit_id, period=came.period)
    found = [propose(layout, known) for layout in found]
    made = Edition.objects.create(
        form=form, file=stored_file, number=last.number + 1 if last else 1, name=came.name,
        shape=came.shape, code=came.period.code, changes=changes, converted=came.converted,
        came_at=by.now, by=audit.sign(by),
    )  # fmt: skip
    Binding.objects.bulk_create([
        Binding(edition=made, sheet=at, version=1, content=rules.to_json(layout), at=by.now,
                by=audit.sign(by))
        for at, layout in enumerate(found)
    ])  # fmt: skip
    _touched(form, by)
    audit.record(
        Act.REPORT_WRITE, "form", form.pk, by=by, unit_id=form.unit_id,
        detail=f"edition {made.number}",
    )  # fmt: skip
    return made


def _living(form: Form, by: Actor) -> Form:
    by.require(Act.REPORT_WRITE, form.unit_id)
    form = Form.objects.select_for_update(of=("self",)).select_related("unit").get(pk=form.pk)
    if form.retired_on is not None:
        raise UnableToFill("Biểu này đã thôi dùng. Nộp lại tệp để bắt đầu một biểu mới.")
    return form


def _touched(form: Form, by: Actor) -> None:
    form.changed_at, form.changed_by = by.now, audit.sign(by)
    form.save()


def _retire(form: Form, by: Actor) -> None:
    form.retired_on = by.today
    _touched(form, by)
    audit.record(Act.REPORT_WRITE, "form", form.pk, by=by, unit_id=form.unit_id, detail="retire")


def _period(code: str, regime: Regime) -> Period:
    try:
        return from_code(code, regime)
    except BadPeriod as problem:
        raise UnableToFill(f"Kỳ của biểu: {problem}.") from None


def _titled(name: str) -> str:
    return name.rpartition(".")[0].replace("_", " ").strip() or "Biểu mẫu"


def _last(edition: Edition, sheet: int) -> Binding:
    last = edition.bindings.filter(sheet=sheet).order_by("-version").first()
    if last is None:
        raise UnableToFill("Biểu không có trang tính này.")
    return last


def _keep(last: Binding, layout: Layout, by: Actor) -> Binding:
    try:
        with transaction.atomic():
            made = Binding.objects.create(
                edition=last.edition, sheet=last.sheet, version=last.version + 1,
                content=rules.to_json(layout), at=by.now, by=audit.sign(by),
            )  # fmt: skip
    except IntegrityError:
        raise UnableToFill("Có người vừa lưu trang tính này. Tải lại trang rồi gắn tiếp.") from None
    form = last.edition.form
    audit.record(
        Act.REPORT_WRITE, "form", form.pk, by=by, unit_id=form.unit_id,
        detail=f"bind sheet {last.sheet} version {made.version}",
    )  # fmt: skip
    return made


def _ready(held: Sequence[Layout]) -> None:
    counted = queries.standing(held)
    if counted.proposed:
        raise UnableToFill(
            f"Còn {counted.proposed} dòng, cột chờ bác xác nhận cách gắn. Xác nhận hoặc bỏ qua các "
            "chỗ đó rồi điền."
        )
