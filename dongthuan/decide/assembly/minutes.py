"""Biên bản lấy phiếu của hộ: in the State's form, with room for hands to sign; it names no household
and no counter, so that it can hang on a notice board.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dongthuan.decide.assembly import queries
from dongthuan.decide.assembly.models import Vote
from dongthuan.decide.assembly.queries import Counted
from dongthuan.decide.assembly.rules import Channel
from dongthuan.decide.meetings.minutes import bodies, moment
from dongthuan.ground import law, papers
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.papers.official import (
    Heading,
    Letterhead,
    OfficialPaper,
    Paragraph,
    Signature,
    TableBlock,
)
from dongthuan.ground.primitives.numbers import written as number
from dongthuan.who.org import queries as org

Blocks = Iterator[Heading | Paragraph | TableBlock]
_SIGN = "…………………………………"


def written(vote: Vote, told: Counted, day: date) -> bytes:
    """This function will write the minutes of a vote as a .docx, as of a day."""
    return papers.state_docx(paper_of(vote, told, day))


def as_pdf(vote: Vote) -> bytes:
    """This function will write the minutes of a closed vote as a PDF: what was counted stays, so that
    they say what the file kept at the closing says.
    """
    day = vote.outcome.at.astimezone(LOCAL).date()
    return papers.state_pdf(paper_of(vote, queries.counted(vote), day))


def paper_of(vote: Vote, told: Counted, day: date) -> OfficialPaper:
    """This function will return the minutes as a paper."""
    upper, body, place = bodies(org.tree(vote.closes_on), vote.unit_id)
    symbol = "……/BB-……" if vote.unit.kind == "ward" else ""
    return OfficialPaper(
        Letterhead(upper, body, symbol, place, day), "Biên bản", "Lấy phiếu của hộ gia đình",
        tuple(_blocks(vote, told)), Signature("CHỦ TRÌ", "", ""),
        countersign=Signature("THƯ KÝ", "", ""),
    )  # fmt: skip


def _blocks(vote: Vote, told: Counted) -> Blocks:
    yield Heading(1, ("I. NỘI DUNG LẤY PHIẾU",))
    yield from _question(vote)
    yield Heading(1, ("II. DANH SÁCH HỘ VÀ CÁCH LẤY PHIẾU",))
    yield from _asked(vote, told)
    yield Heading(1, ("III. KẾT QUẢ",))
    yield from _counted(vote, told)
    yield Heading(1, ("IV. HIỆU LỰC",))
    yield from _effect(vote, told)
    yield Heading(1, ("V. NGƯỜI KIỂM PHIẾU",))
    for place in ("Người kiểm phiếu thứ nhất", "Người kiểm phiếu thứ hai"):
        yield Paragraph((f"{place} (ký, ghi rõ họ tên): {_SIGN}",))


def _question(vote: Vote) -> Blocks:
    yield Paragraph((f"Loại việc: {vote.kind.words}.",))
    yield Paragraph((f"Câu hỏi: {vote.title}",))
    for words in (vote.text, vote.level and f"Mức đóng góp: {vote.level}",
                  vote.exemptions and f"Diện miễn, giảm: {vote.exemptions}"):  # fmt: skip
        for line in words.splitlines():
            if line.strip():
                yield Paragraph((line.strip(),))


def _asked(vote: Vote, told: Counted) -> Blocks:
    lines: dict[int, int] = {}
    for line in told.lines:
        lines[line.unit_id] = lines.get(line.unit_id, 0) + 1
    groups = queries.groups_of(vote)
    tree = org.tree(vote.closes_on)
    yield Paragraph((
        f"Danh sách đại diện hộ chốt ngày {vote.roll_on:%d/%m/%Y}; khi chốt kết quả có "
        f"{number(told.households)} hộ:",
    ))  # fmt: skip
    rows = tuple((tree.name(one.unit_id), number(lines.get(one.unit_id, 0))) for one in groups)
    yield TableBlock(("Tổ dân phố", "Số hộ"), rows, numeric=frozenset({1}), widths=(3, 1))
    manner = "bỏ phiếu kín" if vote.secret else "lấy phiếu công khai"
    yield Paragraph((
        f"Hình thức: {manner}; {'; '.join(one.words for one in vote.ways)}. Thời gian: từ "
        f"{vote.opens_on:%d/%m/%Y} đến hết {vote.closes_on:%d/%m/%Y}.",
    ))  # fmt: skip
    for put_off in queries.extensions_of(vote):
        yield Paragraph((f"{put_off.words.rstrip('.')}.",))
    for one in groups:
        if one.meeting is not None:
            warning = queries.notice_of(one.meeting).warning
            yield Paragraph((
                f"{tree.name(one.unit_id)} họp lúc {moment(one.meeting.starts_at)}, tại "
                f"{one.meeting.place}.{f' Lưu ý: {warning}' if warning else ''}",
            ))  # fmt: skip


def _counted(vote: Vote, told: Counted) -> Blocks:
    parts, whole = told.tallied.parts, told.tallied.count
    rows = [(channel.words, parts[channel]) for channel in Channel if channel in parts]
    yield TableBlock(
        ("Cách lấy phiếu", "Đồng ý", "Không đồng ý", "Ý kiến khác", "Không hợp lệ"),
        tuple(
            (words, number(one.yes), number(one.no), number(one.other), number(one.invalid))
            for words, one in [*rows, ("Cộng", whole)]
        ),
        numeric=frozenset({1, 2, 3, 4}), widths=(3, 1, 1, 1, 1),
    )  # fmt: skip
    yield Paragraph((
        f"Số hộ tham gia: {number(whole.cast)}/{number(told.households)}. Số phiếu có người giúp: "
        f"{number(whole.assisted)}.",
    ))  # fmt: skip
    yield Paragraph((queries.result(vote, whole, told.households).sentence,))


def _effect(vote: Vote, told: Counted) -> Blocks:
    if not queries.result(vote, told.tallied.count, told.households).adopted:
        yield Paragraph(("Nội dung này không được thông qua.",))
        return
    words = law.Effect(vote.effect).words
    yield Paragraph((f"Nội dung được thông qua {words}.",))
