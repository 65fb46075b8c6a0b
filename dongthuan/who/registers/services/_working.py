"""Đọc thử, nhập, hoàn tác: a file held against the register, taken in all or nothing, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor, NotPermitted
from dongthuan.ground.facts.rules import Laid, runs
from dongthuan.ground.files.document import UnreadableFile
from dongthuan.ground.files.services import UnableToKeep
from dongthuan.who.registers import queries, reading
from dongthuan.who.registers.kinds import Checking, Kind, UnableToTakeIn, plainly
from dongthuan.who.registers.models import Gone, Made, Run, Trouble, Was

# So many places are kept to be mended; of more, their number.
MOST_TROUBLES = 5_000
MOST_GONE = 5_000
_BATCH = 1_000
_STAGES = Run.Stage


class _Changed(Exception):
    """Raised within an import to undo it: the register is not what it was at the reading."""


def ask_check(*, run: Run, by: Actor) -> None:
    """This function will have a file read through; `work` does it."""
    _ask(run, by, (_STAGES.COLUMNS, _STAGES.CHECKED, _STAGES.STOPPED), _STAGES.WAITING)


def ask_take_in(*, run: Run, by: Actor) -> None:
    """This function will have a file taken in that was read through and has nothing to mend."""
    if run.stage == _STAGES.CHECKED:
        if run.counts.get("problems"):
            raise UnableToTakeIn(
                "Còn chỗ cần sửa trong tệp. Sửa tệp rồi gửi lại, chưa ghi gì vào sổ."
            )
        ends = Gone.objects.filter(run=run, ends=True).exists()
        if not (run.counts.get("new") or run.counts.get("changed") or ends):
            raise UnableToTakeIn("Tệp không khác gì sổ đang lưu nên không có gì để nhập.")
    _ask(run, by, (_STAGES.CHECKED,), _STAGES.TAKING)


@transaction.atomic
def _ask(run: Run, by: Actor, stages: tuple[str, ...], then: str) -> None:
    by.require(queries.kind_of(run).act, run.unit_id)
    held = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    # Work that fell silent may be asked for again; work that goes on may not.
    again = held.stage == then and queries.is_silent(held, by)
    if held.stage not in stages and not again:
        raise UnableToTakeIn(f"Lần nhập này {held.get_stage_display()}; tải lại trang.")
    if held.file_id is None:
        raise UnableToTakeIn("Tệp của lần nhập này đã xóa. Gửi lại tệp.")
    Run.objects.filter(pk=run.pk).update(
        stage=then, done=0, beat_at=None, asked_at=by.now, said="", by=audit.sign(by)
    )
    run.refresh_from_db()


def work(*, run: Run, by: Actor, clock: Callable[[], Any]) -> None:
    """This function will do what a run waits for, unless somebody is at it. `clock` tells the moments
    at which the work says that it goes on.
    """
    held = Run.objects.filter(pk=run.pk, stage=run.stage, beat_at=run.beat_at)
    if not held.update(beat_at=clock()):
        return
    run.refresh_from_db()
    stage = run.stage
    try:
        if stage == _STAGES.WAITING:
            _check(run, by, clock)
        elif stage == _STAGES.TAKING:
            _take_in(run, by)
    except (UnreadableFile, UnableToTakeIn, UnableToKeep, NotPermitted, OSError) as problem:
        words = str(problem) if not isinstance(problem, OSError) else "Không mở được tệp đã gửi."
        _stop(run, words)
    except Exception:
        # Whoever asked must see that it stopped; the cause goes on to whoever keeps the machine.
        _stop(run, "Việc đọc tệp dừng giữa chừng vì lỗi của phần mềm. Sổ không thay đổi.")
        raise


def _stop(run: Run, words: str) -> None:
    at_work = Run.objects.filter(pk=run.pk, stage__in=(_STAGES.WAITING, _STAGES.TAKING))
    at_work.update(stage=_STAGES.STOPPED, said=words[:400], beat_at=None)
    run.refresh_from_db()


def _check(run: Run, by: Actor, clock: Callable[[], Any]) -> None:
    kind, scope = queries.kind_of(run), queries.scope_of(run, by)
    by.require(kind.act, run.unit_id)
    Trouble.objects.filter(run=run).delete()
    Gone.objects.filter(run=run).delete()
    counts = {"new": 0, "changed": 0, "same": 0, "problems": 0, "rows": 0, "gone": 0}
    checking = kind.begin(scope)
    lines = reading.lines(
        queries.opened(run), kind.form(scope), run.print, queries.columns(run.mapping), by.today
    )
    for batch in reading.batches(lines, _BATCH):
        out = checking.take(batch)
        room = MOST_TROUBLES - min(counts["problems"], MOST_TROUBLES)
        Trouble.objects.bulk_create(
            Trouble(run=run, sheet=p.sheet[:100], row=p.row, column=p.column, words=p.words[:500])
            for p in out.problems[:room]
        )
        counts["rows"] += len(batch)
        counts["problems"] += len(out.problems)
        for name in ("new", "changed", "same"):
            counts[name] += getattr(out, name)
        Run.objects.filter(pk=run.pk).update(done=counts["rows"], beat_at=clock())
    held: list[Gone] = []
    for subject, unit in checking.gone() if kind.ends else ():
        counts["gone"] += 1
        if counts["gone"] <= MOST_GONE:
            held.append(Gone(run=run, subject_id=subject, unit_id=unit))
    Gone.objects.bulk_create(held, 500)
    Run.objects.filter(pk=run.pk).update(stage=_STAGES.CHECKED, counts=counts, beat_at=None)
    run.refresh_from_db()


def _take_in(run: Run, by: Actor) -> None:
    kind = queries.kind_of(run)
    try:
        with transaction.atomic():
            _write(run, kind, by)
    except _Changed:
        Run.objects.filter(pk=run.pk).update(stage=_STAGES.WAITING)
        run.refresh_from_db()
        _check(run, by, lambda: by.now)
        words = (
            "Sổ đã thay đổi từ lúc đọc thử nên chưa nhập. Xem lại các con số rồi bấm nhập lần nữa."
        )
        Run.objects.filter(pk=run.pk).update(said=words)
    run.refresh_from_db()


def _write(run: Run, kind: Kind, by: Actor) -> None:
    # Whoever takes the run up meanwhile, thinking it silent, waits here and finds it done.
    held = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.stage != _STAGES.TAKING:
        return
    scope = queries.scope_of(run, by)
    by.require(kind.act, run.unit_id)
    checking: Checking = kind.begin(scope)
    laid = Laid()
    counts = {"new": 0, "changed": 0, "same": 0, "rows": 0}
    lines = reading.lines(
        queries.opened(run), kind.form(scope), run.print, queries.columns(run.mapping), by.today
    )
    for batch in reading.batches(lines, _BATCH):
        out = checking.take(batch)
        if out.problems:
            raise _Changed
        counts["rows"] += len(batch)
        for name in ("new", "changed", "same"):
            counts[name] += getattr(out, name)
        if out.work is not None:
            with plainly(kind):
                laid.join(checking.write(out.work))
    if any(counts[name] != run.counts.get(name) for name in counts):
        raise _Changed
    ends = list(Gone.objects.filter(run=run, ends=True).values_list("subject_id", flat=True))
    if ends:
        with plainly(kind):
            laid.join(kind.end(ends, scope))
    _note(run, laid)
    audit.record(
        kind.act, "register", run.pk, by=by, unit_id=run.unit_id,
        detail=f"take in +{counts['new']} ~{counts['changed']} -{len(ends)}",
    )  # fmt: skip
    Run.objects.filter(pk=run.pk).update(
        stage=_STAGES.TAKEN, taken_at=by.now, beat_at=None, counts=run.counts | {"ended": len(ends)}
    )


def _note(run: Run, laid: Laid) -> None:
    """This function will keep what was made, as runs of ids."""
    for ids, closed in ((laid.made, False), (laid.closed, True)):
        Made.objects.bulk_create(
            [
                Made(run=run, table=table, first=first, last=last, closed=closed)
                for table, held in ids.items()
                for first, last in runs(held)
            ],
            500,
        )
    Was.objects.bulk_create(
        [Was(run=run, table=table, row=row, before=before) for table, row, before in laid.before],
        500,
    )


@transaction.atomic
def take_back(*, run: Run, by: Actor) -> None:
    """This function will take a whole import back, while nothing depends on it."""
    kind = queries.kind_of(run)
    by.require(kind.act, run.unit_id)
    held = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.stage != _STAGES.TAKEN:
        raise UnableToTakeIn("Lần nhập này chưa nhập hoặc đã hoàn tác.")
    laid = queries.laid(run)
    if depends := kind.depends(laid):
        words = "; ".join(depends)
        raise UnableToTakeIn(
            f"Chưa hoàn tác được: {words}. Sửa từng chỗ ở trang của người, đơn vị đó."
        )
    with plainly(kind):
        kind.take_back(laid, [run.unit_id], by)
    Was.objects.filter(run=run).delete()
    Run.objects.filter(pk=run.pk).update(stage=_STAGES.BACK, beat_at=None)
    audit.record(kind.act, "register", run.pk, by=by, unit_id=run.unit_id, detail="take back")
    run.refresh_from_db()
