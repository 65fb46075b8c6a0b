"""Văn bản PDF đúng thể thức Đảng, cùng số đo với bản Word."""

from __future__ import annotations

from collections.abc import Iterable

from dongthuan.ground.papers.official import (
    LAYOUT,
    PARTY,
    Cited,
    Heading,
    OfficialPaper,
    TableBlock,
)
from dongthuan.ground.papers.typesetting import typeset

_TEMPLATE = """
#let m = paper.layout
#set document(title: paper.subject, author: (),
  date: if paper.day == none { none } else { datetime(year: paper.day.at(0), month: paper.day.at(1), day: paper.day.at(2)) })
#set text(size: m.body * 1pt)
#set page(width: m.width * 1mm, height: m.height * 1mm,
  margin: (top: m.top * 1mm, bottom: m.bottom * 1mm, left: m.left * 1mm, right: m.right * 1mm),
  header-ascent: 0mm,
  header: context {
    let n = counter(page).get().first()
    if n > 1 { place(top + center, dy: m.number_from_top * 1mm, text(size: m.body * 1pt, str(n))) }
  })
#set par(leading: 0.62em, spacing: 0.75em)
#let runs(parts) = for part in parts { text(part) }
#let centred(..lines) = align(center, stack(spacing: 0.42em, ..lines))
#grid(columns: (m.left_head * 1mm, m.right_head * 1mm),
  centred(
    ..if paper.upper_body != "" { (text(upper(paper.upper_body)),) },
    text(weight: "bold", upper(paper.body)), text("*"), text("Số " + paper.symbol)),
  centred(
    box(stroke: (bottom: 0.6pt), outset: (bottom: 2.5pt), text(size: m.party * 1pt, weight: "bold", paper.party)),
    text(" "), emph(text(paper.place_and_day))))
#v(18pt)
#centred(text(size: m.kind * 1pt, weight: "bold", upper(paper.kind)),
  par(leading: 0.5em, text(weight: "bold", paper.subject)), text("-----"))
#v(8pt)
#for block in paper.blocks {
  if block.kind == "heading" {
    let style = if block.level < 3 { (weight: "bold") } else { (style: "italic") }
    heading(level: block.level, outlined: true, block.at("plain", default: none))
  } else if block.kind == "paragraph" {
    par(justify: true, first-line-indent: (amount: m.indent * 1mm, all: true), runs(block.parts))
  } else {
    if block.caption != "" {
      align(center, strong(text(block.caption)))
    }
    set text(size: m.small * 1pt)
    table(columns: block.shares.map(share => share * 100%), stroke: 0.5pt,
      inset: (x: 4pt, y: 4.5pt),
      align: (x, y) => if y > 0 and block.numeric.contains(x) { right + horizon } else if y == 0 { center + horizon } else { left + horizon },
      table.header(..block.head.map(it => strong(text(it)))),
      ..block.rows.flatten().map(it => text(it)))
  }
}
#v(6pt)
#block(breakable: false, grid(columns: (1fr, 1fr),
  text(size: m.small * 1pt, [#strong(emph("Nơi nhận:")) \\
    #for one in paper.recipients [#text("- " + one) \\ ] #emph(text(paper.source))]),
  centred(text(weight: "bold", upper(paper.authority)), text(upper(paper.title)), v(48pt),
    text(weight: "bold", paper.name))))
"""
# Headings are set like lines of the text, only bold, so that the outline is made without changing
# the look.
_HEADINGS = """
#show heading: it => block(sticky: true, par(first-line-indent: (amount: m.indent * 1mm, all: true),
  if it.level < 3 { text(size: m.body * 1pt, weight: "bold", it.body) }
  else { text(size: m.body * 1pt, weight: "regular", style: "italic", it.body) }))
"""


def party_pdf(paper: OfficialPaper) -> bytes:
    """This function will print the paper as PDF on A4 in the Party's layout; PDF/A once it is dated."""
    at = _TEMPLATE.index("#let runs")
    source = _TEMPLATE[:at] + _HEADINGS + _TEMPLATE[at:]
    # An archive's PDF must bear a date; a draft has none yet.
    return typeset(source, _told(paper), archive=bool(paper.letterhead.day))


def _told(paper: OfficialPaper) -> dict[str, object]:
    names = (
        "width", "height", "top", "bottom", "left", "right", "number_from_top", "party", "body",
        "kind", "small", "indent", "left_head", "right_head",
    )  # fmt: skip
    return {
        "layout": {name: getattr(LAYOUT, name) for name in names},
        "party": PARTY,
        "upper_body": paper.letterhead.upper_body,
        "body": paper.letterhead.body,
        "symbol": paper.letterhead.symbol,
        "day": [day.year, day.month, day.day] if (day := paper.letterhead.day) else None,
        "place_and_day": paper.letterhead.place_and_day,
        "kind": paper.kind,
        "subject": paper.subject,
        "blocks": [_block(block) for block in paper.blocks],
        "recipients": list(paper.recipients),
        "source": paper.source,
        "authority": paper.signature.authority,
        "title": paper.signature.title,
        "name": paper.signature.name,
    }


def _block(block: object) -> dict[str, object]:
    if isinstance(block, TableBlock):
        return {
            "kind": "table",
            "caption": block.caption,
            "head": list(block.head),
            "shares": list(block.shares),
            "rows": [_texts(row) for row in block.rows],
            "numeric": sorted(block.numeric),
        }
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "plain": "".join(_texts(block.parts))}
    return {"kind": "paragraph", "parts": _texts(block.parts)}  # type: ignore[attr-defined]


def _texts(parts: Iterable[str | Cited]) -> list[str]:
    return [part if isinstance(part, str) else part.text for part in parts]
