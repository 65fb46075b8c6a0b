"""Biên bản: what is written of a meeting, in the Party's or the State's form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dongthuan.decide.meetings import rules
from dongthuan.decide.meetings.models import Attendee
from dongthuan.decide.meetings.queries import Outcome, Whole
from dongthuan.decide.meetings.rules import HERE, Attendance
from dongthuan.ground import papers
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.papers.official import (
    Heading,
    Letterhead,
    OfficialPaper,
    Paragraph,
    Signature,
)
from dongthuan.who.org import queries as org
from dongthuan.who.org.rules import KINDS, Line, Tree

# Of a longer roll the minutes count, and the roll itself stays in the house.
_NAMED = 60
Blocks = Iterator[Heading | Paragraph]


def written(whole: Whole) -> bytes:
    """This function will write the minutes as a .docx: a Party unit's in the Party's form, any other
    in the State's.
    """
    paper = paper_of(whole)
    return papers.party_docx(paper) if is_party(whole) else papers.state_docx(paper)


def is_party(whole: Whole) -> bool:
    """This function will say whether the unit that met is one of the Party's."""
    return KINDS[whole.meeting.unit.kind].line is Line.PARTY


def paper_of(whole: Whole) -> OfficialPaper:
    """This function will return the minutes as a paper: what is previewed is what is signed."""
    one = whole.meeting
    day = one.starts_at.astimezone(LOCAL).date()
    upper, body, place = bodies(org.tree(day), one.unit_id)
    return OfficialPaper(
        Letterhead(upper, body, _symbol(whole), place, day), "Biên bản", one.title, tuple(_blocks(whole)),
        Signature("CHỦ TRÌ", one.chair_title, one.chair),
        countersign=Signature("THƯ KÝ", one.secretary_title, one.secretary),
    )  # fmt: skip


def _symbol(whole: Whole) -> str:
    """Return room for a hand to write the number into, where such a unit numbers its papers."""
    kind = whole.meeting.unit.kind
    if kind == "ward":
        return "……/BB-……"
    return "……-BB/……" if kind.startswith("party_") else ""


def bodies(tree: Tree, unit: int) -> tuple[str, str, str]:
    """This function will return the body above, the body that meets, and the place, as a head of a
    paper names them.
    """
    path = tree.path(unit)
    names = [_body(tree, one) for one in path]
    upper = names[-2] if len(names) > 1 else ""
    here = [one for one in path if tree[one].kind == "ward"]
    if not here:
        places = [tree[one].place for one in reversed(path)]
        stands = [place for place in places if place is not None and place in tree]
        here = [one for one in tree.path(stands[0]) if tree[one].kind == "ward"] if stands else []
    # «Phường 2 – Bảo Lộc» is told apart in lists; a paper is written in «Phường 2».
    place = tree.name(here[0]).split(" – ")[0] if here else ""
    return upper, names[-1] if names else "", place


def _body(tree: Tree, unit: int) -> str:
    node = tree[unit]
    if node.kind == "ward":
        return f"Ủy ban nhân dân {node.name}"
    if node.kind == "party_committee":
        return node.name.replace("Đảng bộ", "Đảng ủy", 1)
    return node.name


def _blocks(whole: Whole) -> Blocks:
    yield from _opening(whole)
    yield Heading(1, ("I. THÀNH PHẦN",))
    yield from _people(whole)
    yield Heading(1, ("II. NỘI DUNG",))
    yield from _agenda(whole)
    if loose := [row for row in whole.outcomes if row.decision.item_id is None]:
        yield Heading(1, ("III. KẾT LUẬN",))
        yield from _decided(loose)
    yield from _closing(whole)


def _opening(whole: Whole) -> Blocks:
    one = whole.meeting
    yield Paragraph((f"Loại cuộc họp: {one.kind_words}.",))
    yield Paragraph((f"Khai mạc: {moment(one.opened_at or one.starts_at)}, tại {one.place}.",))


def _people(whole: Whole) -> Blocks:
    one, count = whole.meeting, whole.count
    yield Paragraph((f"Chủ trì: {_printed(one.chair, one.chair_title)}.",))
    if one.secretary:
        yield Paragraph((f"Thư ký: {_printed(one.secretary, one.secretary_title)}.",))
    guests = [row for row in whole.standing(*HERE) if not row.votes]
    yield Paragraph((
        f"Được mời {count.called} người, có mặt {count.here} người; trong đó người có quyền biểu "
        f"quyết: {count.voters_here}/{count.voters} có mặt.",
    ))  # fmt: skip
    if here := [row for row in whole.standing(*HERE) if row.votes]:
        yield from _names("Có mặt", here)
    if guests:
        yield from _names("Khách mời có mặt", guests)
    if late := whole.standing(Attendance.LATE):
        yield from _names("Đến muộn", late)
    if excused := whole.standing(Attendance.EXCUSED):
        yield from _names("Vắng có lý do", excused)
    if absent := whole.standing(Attendance.ABSENT):
        yield from _names("Vắng không lý do", absent)
    if whole.quorum is not None and not count.unmarked:
        met = "đủ" if whole.quorum.met else "không đủ"
        yield Paragraph((
            f"Số người có quyền biểu quyết dự họp {met} theo ngưỡng {whole.quorum.needed} "
            f"({rules.UNCHECKED}).",
        ))  # fmt: skip


def _names(words: str, rows: list[Attendee]) -> Blocks:
    if len(rows) > _NAMED:
        yield Paragraph((f"{words}: {len(rows)} người, theo danh sách điểm danh.",))
        return
    told = [
        _printed(row.name, row.title) + (f" (lý do: {row.reason})" if row.reason else "")
        for row in rows
    ]
    yield Paragraph((f"{words} ({len(rows)}): {'; '.join(told)}.",))


def _agenda(whole: Whole) -> Blocks:
    if not whole.agenda:
        yield Paragraph(("Không có nội dung nào được ghi trong chương trình.",))
    for number, item in enumerate(whole.agenda, start=1):
        yield Heading(2, (f"{number}. {item.title}",))
        if item.presenter:
            yield Paragraph((f"Người trình bày: {item.presenter}.",))
        for line in item.discussion.splitlines():
            if line.strip():
                yield Paragraph((line.strip(),))
        yield from _decided([row for row in whole.outcomes if row.decision.item_id == item.pk])


def _decided(rows: list[Outcome]) -> Blocks:
    for row in rows:
        lines = row.decision.text.splitlines()
        yield Paragraph((f"Kết luận: {lines[0]}",))
        for line in lines[1:]:
            yield Paragraph((line,))
        counters = f" Người kiểm phiếu: {row.decision.counters}." if row.decision.counters else ""
        yield Paragraph((f"Kết quả: {row.said} ({row.words}).{counters}",))


def _closing(whole: Whole) -> Blocks:
    one = whole.meeting
    called = whole.count.called and not whole.count.unmarked
    if called and whole.quorum is not None and not whole.quorum.met:
        yield Paragraph(("Cuộc họp không đủ số người nên không ra quyết định.",))
    if one.closed_at is not None:
        yield Paragraph((f"Cuộc họp kết thúc lúc {moment(one.closed_at)}.",))


def _printed(name: str, title: str) -> str:
    return f"{name}, {title}" if title else name


def moment(at: datetime) -> str:
    """This function will write a moment as minutes do: «8 giờ 00, ngày 05/7/2021»."""
    local = at.astimezone(LOCAL)
    return f"{local.hour} giờ {local.minute:02d}, ngày {local.day:02d}/{local.month}/{local.year}"
