"""Bản sửa quay lại: what leaders wrote into the draft, gathered; its words taken on, its numbers asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import transaction

from dongthuan.answer.manuscripts import carrying, queries, reading
from dongthuan.answer.manuscripts.carrying import Spot
from dongthuan.answer.manuscripts.models import Draft, Manuscript, Mark, Remark, Version
from dongthuan.answer.manuscripts.rules import Standing
from dongthuan.answer.manuscripts.services._binding import Choice, bind, refresh_drafts
from dongthuan.answer.manuscripts.services._keeping import UnableToUseFile, word
from dongthuan.answer.reports.queries import issued
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import UnreadableFile, identities, tracked
from dongthuan.ground.files import services as files
from dongthuan.ground.files.tracked import Note
from dongthuan.ground.files.word_file import WordFile
from dongthuan.ground.papers.margin import AUTHOR

_NUMBER = re.compile(r"\d[\d.,/]*(?<![.,/])|\d")
ANSWERS = {"done": "đã làm theo", "declined": "giữ như cũ", "open": "chưa trả lời"}


def first_version(draft: Draft, by: Actor) -> None:
    """This function will keep how a draft reads when it is begun, to compare later ones with."""
    lines, _ = queries.as_it_reads(draft, queries.state(draft, viewer=by))
    Version.objects.create(draft=draft, number=1, lines=lines, at=by.now, by=audit.sign(by))


@transaction.atomic
def take_back_file(*, draft: Draft, data: bytes, name: str, by: Actor) -> Version:
    """This function will take a draft's file back from those who read it: its words as they are now
    become the draft's, every number keeps what it is bound to, and all that was asked is listed.

    :raises UnableToUseFile: no Word file, or the report has gone out meanwhile.
    """
    by.require(Act.REPORT_WRITE, draft.report.unit_id)
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if issued(draft.report) is not None:
        raise UnableToUseFile("Báo cáo này đã phát hành; bản sửa thuộc về một báo cáo thay thế.")
    try:
        came = WordFile(word(data, name), name)
        notes = tracked.notes_of(came, AUTHOR)
        tracked.accept(came)
        extra = tracked.without_comments(came)
        file = WordFile(came.saved(extra), name)
    except UnreadableFile as problem:
        raise UnableToUseFile(str(problem)) from None
    state = queries.state(draft, viewer=by)
    before, old = queries.as_it_reads(draft, state)
    told = queries.told_of(state)
    lines = [line.text for line in file.lines]
    after = Manuscript.objects.create(
        unit=draft.manuscript.unit, issuer=draft.manuscript.issuer, parent=draft.manuscript,
        code=draft.report.code, regime=draft.manuscript.regime, title=draft.report.title,
        stored=files.keep(file.data, kind="docx", at=by.now), heading=draft.manuscript.heading,
        warnings="\n".join(file.warnings), kept_at=by.now, by=audit.sign(by),
    )  # fmt: skip
    carried = _carried(after, file, old, before, told, by)
    Mark.objects.bulk_create(mark for mark, _ in carried)
    number = draft.versions.count() + 1
    version = Version.objects.create(
        draft=draft, number=number, lines=lines, at=by.now, by=audit.sign(by),
        stored=files.keep(data, kind="docx", at=by.now),
    )  # fmt: skip
    places = [line.place for line in came.lines]
    Remark.objects.bulk_create(_remarks(version, notes, carried, lines, places))
    draft.manuscript = after
    draft.save(update_fields=["manuscript"])
    refresh_drafts(after, by)
    audit.record(Act.REPORT_WRITE, "report", draft.report_id, by=by, unit_id=draft.report.unit_id,
                 detail=f"version {number}")  # fmt: skip
    return version


def _carried(
    after: Manuscript, file: WordFile, old: Sequence[Mark], before: Sequence[str],
    told: Sequence[tuple[str, str]], by: Actor,
) -> list[tuple[Mark, str]]:  # fmt: skip
    """Return the numbers of the file that came back as what they were, each with what was printed in
    its place when the file went out; nothing where no bookmark tells.
    """
    bound = [mark for mark in old if mark.standing == Standing.BOUND]
    by_identity = {
        identity: (mark, text) for mark, (text, identity) in zip(bound, told, strict=True)
    }
    found: list[tuple[Mark, str]] = []
    for spot in identities.spots_of(file):
        text = file.lines[spot.line].text
        written = _NUMBER.match(text, spot.start)
        end = max(spot.end, written.end() if written else spot.start)
        if spot.identity not in by_identity or end == spot.start:
            continue
        mark, printed = by_identity.pop(spot.identity)
        found.append((_again(after, mark, spot.line, spot.start, end, text), printed))
    taken = [(mark.line, mark.start, mark.end) for mark, _ in found]
    fresh = [
        one for one in reading.found_in(
            file.lines, period=queries.period_of(after), unit=after.unit_id, viewer=by
        )
        if not any(line == one.line and a < one.end and one.start < b for line, a, b in taken)
    ]  # fmt: skip
    lost = {mark.place for mark, _ in by_identity.values()}
    rest = [m for m in old if m.standing != Standing.BOUND or m.place in lost]
    again = carrying.places_again(
        [Spot(m.place, m.line, m.start, m.end, m.surface) for m in rest],
        [Spot(n, one.line, one.start, one.end, one.surface) for n, one in enumerate(fresh)],
        carrying.lines_again(before, [line.text for line in file.lines]),
    )
    held = {mark.place: mark for mark in rest}
    for number, one in enumerate(fresh):
        was = held.get(again.get(number, -1))
        if was is not None:
            text = file.lines[one.line].text
            found.append((_again(after, was, one.line, one.start, one.end, text), ""))
            continue
        # A number that nobody had written before was written for this period, by hand.
        fresh_mark = Mark(
            manuscript=after, line=one.line, start=one.start, end=one.end, surface=one.surface,
            standing=Standing.TYPED, reading=one.reading, offer=one.offer,
        )  # fmt: skip
        found.append((fresh_mark, ""))
    found.sort(key=lambda pair: (pair[0].line, pair[0].start))
    for place, (mark, _) in enumerate(found):
        mark.place = place
    return found


def _again(after: Manuscript, was: Mark, line: int, start: int, end: int, text: str) -> Mark:
    return Mark(
        manuscript=after, line=line, start=start, end=end, surface=text[start:end][:120],
        standing=was.standing, key=was.key, unit_id=was.unit_id, code=was.code, form=was.form,
        as_before=was.standing == Standing.OPEN, reading=was.reading, offer=was.offer,
    )  # fmt: skip


def _remarks(
    version: Version, notes: Sequence[Note], carried: Sequence[tuple[Mark, str]],
    lines: Sequence[str], places: Sequence[str],
) -> list[Remark]:  # fmt: skip
    """List comments, changed words and changed numbers; a changed number is told once, as a number."""
    asked: list[Remark] = []
    spoken: set[int] = set()
    labels = queries.labels(mark.key for mark, _ in carried)
    for mark, was in carried:
        if not was or mark.surface == was:
            continue
        by = next(
            (n for n, note in enumerate(notes)
             if note.put and note.put.strip() in mark.surface and n not in spoken),
            None,
        )  # fmt: skip
        if by is not None:
            spoken.add(by)
        note = notes[by] if by is not None else Note("", "", mark.line)
        asked.append(Remark(
            version=version, kind="figure", author=note.author[:120], written_at=note.at,
            where=_where(places, mark.line), line=lines[mark.line][:2000], taken=was,
            put=mark.surface, mark=mark.place, label=labels.get(mark.key, mark.key),
        ))  # fmt: skip
    for number, note in enumerate(notes):
        if number in spoken:
            continue
        line = lines[note.line] if note.line < len(lines) else ""
        asked.append(Remark(
            version=version, kind="comment" if note.text else "change", author=note.author[:120],
            written_at=note.at, where=_where(places, note.line), line=(note.about or line)[:2000],
            text=note.text[:4000], taken=note.taken[:2000], put=note.put[:2000],
        ))  # fmt: skip
    for place, remark in enumerate(asked):
        remark.place = place
        # Changed words are in the draft already; what is asked in a comment or of a number is not.
        if remark.kind == "change":
            remark.standing = "done"
    return asked


def _where(places: Sequence[str], line: int) -> str:
    return places[line] if line < len(places) else ""


@transaction.atomic
def answer(*, remark: Remark, standing: str, words: str, by: Actor) -> None:
    """This function will say what became of something that was asked; «typed» keeps the number that
    was written into the file instead of the one that is kept.
    """
    draft = remark.version.draft
    by.require(Act.REPORT_WRITE, draft.report.unit_id)
    if standing == "typed":
        mark = draft.manuscript.marks.filter(place=remark.mark or 0, surface=remark.put).first()
        if mark is None:
            raise UnableToUseFile(
                "Chỗ này đã đổi trong bản sau; mở bản Word của đơn vị để ghi tay số này."
            )
        bind(
            manuscript=draft.manuscript, words=f"ghi tay «{remark.put}»", by=by,
            choices=[Choice(mark.place, Standing.TYPED)],
        )  # fmt: skip
        standing = "done"
    if standing not in ANSWERS:
        return
    remark.standing, remark.answer = standing, words.strip()[:300]
    remark.answered_at, remark.answered_by = by.now, audit.sign(by)
    remark.save(update_fields=["standing", "answer", "answered_at", "answered_by"])
    audit.record(Act.REPORT_WRITE, "report", draft.report_id, by=by,
                 unit_id=draft.report.unit_id, detail=f"remark {remark.pk} {standing}")  # fmt: skip
