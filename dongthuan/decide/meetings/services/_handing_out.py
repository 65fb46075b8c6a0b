"""Tài liệu họp: files handed out with the notice, of kinds that offices open, without programs."""

from __future__ import annotations

from django.db import transaction

from dongthuan.decide.meetings.models import Meeting, MeetingPaper
from dongthuan.decide.meetings.services._holding import OPEN, UnableToMeet, held, tidy, written
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import Kind, containers
from dongthuan.ground.files import services as files
from dongthuan.ground.files.sniffing import sniff

LARGEST_PAPER = 20 * 1024 * 1024
_MOST = 40
_SUFFIX = {
    Kind.DOCX: "docx", Kind.DOC: "doc", Kind.XLSX: "xlsx", Kind.XLS: "xls", Kind.PDF: "pdf",
    Kind.SLIDES: "pptx",
}  # fmt: skip
_PROGRAMS = ("vbaProject.bin", "vbaData.xml")
_OLD_PROGRAMS = {"macros", "_vba_project_cur", "_vba_project", "vba"}


@transaction.atomic
def add_paper(*, meeting: Meeting, data: bytes, name: str, by: Actor) -> MeetingPaper:
    """This function will hand out a file with a meeting. What it is, its bytes say, not its name.

    :raises UnableToMeet: too heavy, of a kind that no office opens, or with a program inside.
    """
    by.require(Act.MEETING_KEEP, meeting.unit_id)
    one = held(meeting, *OPEN)
    if len(data) > LARGEST_PAPER:
        raise UnableToMeet("Tài liệu nặng hơn 20 MB. Bỏ bớt ảnh hoặc lưu thành PDF rồi gửi lại.")
    if MeetingPaper.objects.filter(meeting=one).count() >= _MOST:
        raise UnableToMeet(f"Một cuộc họp có nhiều nhất {_MOST} tài liệu.")
    kind = sniff(data)
    if kind not in _SUFFIX:
        raise UnableToMeet(
            f"«{name[:80]}» không phải tệp Word, Excel, PDF hay trình chiếu mở được. Lưu thành PDF "
            "rồi gửi lại."
        )
    if _has_program(data):
        raise UnableToMeet(
            f"«{name[:80]}» có macro (chương trình đi kèm). Lưu thành .docx, .xlsx hoặc PDF rồi gửi lại."
        )
    suffix = "ppt" if kind is Kind.SLIDES and not data.startswith(b"PK") else _SUFFIX[kind]
    made = MeetingPaper.objects.create(
        meeting=one, stored=files.keep(data, kind=suffix, at=by.now),
        name=tidy(name.rpartition(".")[0] or name, 200, "Tên tài liệu", "name", needed=True),
        at=by.now, by=audit.sign(by),
    )  # fmt: skip
    written(one, by)
    audit.record(Act.MEETING_KEEP, "meeting", one.pk, by=by, unit_id=one.unit_id,
                 detail=f"paper {made.pk}")  # fmt: skip
    return made


@transaction.atomic
def remove_paper(*, paper: MeetingPaper, by: Actor) -> None:
    """This function will take a file back that was handed out."""
    by.require(Act.MEETING_KEEP, paper.meeting.unit_id)
    one = held(paper.meeting, *OPEN)
    stored, pk = paper.stored, paper.pk
    paper.delete()
    files.forget(stored)
    written(one, by)
    audit.record(Act.MEETING_KEEP, "meeting", one.pk, by=by, unit_id=one.unit_id,
                 detail=f"paper {pk} taken back")  # fmt: skip


def _has_program(data: bytes) -> bool:
    if data.startswith(b"PK"):
        return any(name.endswith(_PROGRAMS) for name in containers.member_names(data))
    return bool(_OLD_PROGRAMS & {name.lower() for name in containers.streams(data)})
