"""Giữ tệp: a report taken in as it is, every number in it marked."""

from __future__ import annotations

import zipfile

from django.db import transaction

from dongthuan.answer.manuscripts import heading, reading
from dongthuan.answer.manuscripts.models import Manuscript, Mark
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import Kind, UnreadableFile, containers, converting
from dongthuan.ground.files import services as files
from dongthuan.ground.files.sniffing import identify
from dongthuan.ground.files.word_file import WordFile
from dongthuan.ground.papers import opening
from dongthuan.ground.primitives.periods import BadPeriod, Regime, from_code
from dongthuan.who.org.models import Unit

MOST_MARKS = 5000
MACROS = "Tệp có macro (chương trình đi kèm); đã bỏ macro, chữ và bảng giữ nguyên."


class UnableToUseFile(Exception):
    """Raised when a file cannot be taken as the office's own report; its text says what to do."""


@transaction.atomic
def keep(
    *, unit: Unit, issuer: Unit, data: bytes, name: str, by: Actor, code: str = "",
    regime: Regime = Regime.CALENDAR, parent: Manuscript | None = None,
) -> Manuscript:  # fmt: skip
    """This function will keep a report as it is and mark every number in it, each with a proposal.

    :raises UnableToUseFile: no Word file, or one whose period is neither told nor found.
    """
    by.require(Act.REPORT_WRITE, unit.pk)
    by.require(Act.REPORT_WRITE, issuer.pk)
    macros = opening.has_macros(data)
    try:
        file = WordFile(word(data, name), name)
    except UnreadableFile as problem:
        raise UnableToUseFile(str(problem)) from None
    texts = [line.text for line in file.lines]
    told = code or heading.period_of(texts)
    try:
        period = from_code(told, regime)
    except BadPeriod:
        raise UnableToUseFile(
            "Không thấy kỳ báo cáo trong phần đầu văn bản (như «6 tháng đầu năm 2021»). "
            "Chọn kỳ của báo cáo này rồi gửi lại tệp."
        ) from None
    found = reading.found_in(file.lines, period=period, unit=unit.pk, viewer=by)
    if len(found) > MOST_MARKS:
        raise UnableToUseFile(
            f"Văn bản có {len(found)} con số, nhiều hơn {MOST_MARKS}. Tách phụ lục thành tệp riêng."
        )
    head = heading.heading_of(texts)
    warnings = [*file.warnings, *([MACROS] if macros else [])]
    made = Manuscript.objects.create(
        unit=unit, issuer=issuer, parent=parent, code=period.code, regime=regime,
        stored=files.keep(file.data, kind="docx", at=by.now), warnings="\n".join(warnings),
        title=head.get("title") or f"Báo cáo {period}", heading=head, kept_at=by.now,
        by=audit.sign(by),
    )  # fmt: skip
    Mark.objects.bulk_create(
        Mark(
            manuscript=made, place=place, line=one.line, start=one.start, end=one.end,
            surface=one.surface, reading=one.reading, offer=one.offer,
        )
        for place, one in enumerate(found)
    )  # fmt: skip
    audit.record(Act.REPORT_WRITE, "manuscript", made.pk, by=by, unit_id=unit.pk, detail=made.code)
    return made


def word(data: bytes, name: str) -> bytes:
    """This function will return a file as a plain .docx; an old .doc is changed into one."""
    kind, _ = identify(data, name)
    if kind in (Kind.DOC, Kind.RTF):
        return converting.converted(data, name, old=kind.value, new="docx")
    if kind is not Kind.DOCX:
        return data
    try:
        return opening.plain(data)
    except (KeyError, zipfile.BadZipFile) as reason:
        # A package without its list of contents: no program of an office opens it either.
        raise UnreadableFile(f"{name}: {containers.DAMAGED}") from reason
