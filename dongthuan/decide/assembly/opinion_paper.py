"""Bản tổng hợp, giải trình ý kiến: every group with its answer, as a paper in the State's form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dongthuan.decide.assembly.models import OpinionRound
from dongthuan.decide.assembly.queries.opinions import Answered, Changed
from dongthuan.decide.meetings.minutes import bodies
from dongthuan.ground import papers
from dongthuan.ground.papers.official import (
    Heading,
    Letterhead,
    OfficialPaper,
    Paragraph,
    Signature,
    TableBlock,
)
from dongthuan.who.org import queries as org

_HEAD = ("STT", "Mục của dự thảo", "Góp ý (theo nhóm)", "Số góp ý", "Trả lời", "Lý do")
_WIDTHS = (1.3, 3.0, 4.0, 1.4, 2.0, 5.0)


def written(
    one: OpinionRound, groups: Sequence[Answered], changed: Sequence[Changed], comments: int
) -> bytes:
    """This function will write the summary of a round as a .docx, with room for number and hand."""
    day = one.published_at.date() if one.published_at else one.closes_on
    upper, body, place = bodies(org.tree(day), one.unit_id)
    return papers.state_docx(OfficialPaper(
        Letterhead(upper, body, "……/BC-……", place, None), "Bản tổng hợp",
        f"Tiếp thu, giải trình ý kiến về {one.title}",
        tuple(_blocks(one, groups, changed, comments)), Signature("", "", ""),
    ))  # fmt: skip


def _blocks(
    one: OpinionRound, groups: Sequence[Answered], changed: Sequence[Changed], comments: int
) -> Iterator[Heading | Paragraph | TableBlock]:
    first, last = one.opens_on, one.closes_on
    yield Paragraph((
        f"Lấy ý kiến từ ngày {first.day}/{first.month}/{first.year} đến hết ngày "
        f"{last.day}/{last.month}/{last.year}; nhận {comments} góp ý, xếp thành {len(groups)} nhóm.",
    ))  # fmt: skip
    yield Heading(1, ("I. GÓP Ý VÀ TRẢ LỜI",))
    if groups:
        rows = tuple(
            (str(at), section_words(row.group.section), row.group.theme, str(row.count),
             row.verdict or "(chưa trả lời)", row.group.reason)
            for at, row in enumerate(groups, start=1)
        )  # fmt: skip
        yield TableBlock(_HEAD, rows, numeric=frozenset({0, 3}), widths=_WIDTHS)
    else:
        yield Paragraph(("Không có góp ý nào.",))
    yield Heading(1, ("II. NHỮNG CHỖ ĐÃ SỬA",))
    edited = [row for row in changed if row.said not in ("giữ nguyên", "chưa có bản cuối")]
    for row in edited:
        yield Heading(2, (f"{section_words(row.section)} ({row.said})",))
        yield Paragraph((f"Dự thảo: {row.section.text or '(không có)'}",))
        yield Paragraph((f"Bản cuối: {row.section.final or '(bỏ)'}",))
    if not edited:
        yield Paragraph(("Dự thảo được giữ nguyên.",))


def section_words(section: object) -> str:
    """This function will name a section: its heading, else its first words; none is the whole text."""
    if section is None:
        return "Cả dự thảo"
    told: str = section.heading or section.text or section.final or ""  # type: ignore[attr-defined]
    return told if len(told) <= 80 else told[:80].rsplit(" ", 1)[0] + "…"
