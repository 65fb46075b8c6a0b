"""Văn bản PDF đúng thể thức Đảng, hay thể thức Nhà nước, cùng số đo với bản Word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from dongthuan.ground.papers.official import (
    LAYOUT,
    MOTTO,
    NATION,
    PARTY,
    SHORT_TABLE,
    STATE_LEFT,
    STATE_RIGHT,
    Cited,
    Heading,
    OfficialPaper,
    TableBlock,
)
from dongthuan.ground.papers.typesetting import typeset

_START = """
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
// Headings are set like lines of the text, only bold, so that the outline is made without changing
// the look.
#show heading: it => block(sticky: true, par(first-line-indent: (amount: m.indent * 1mm, all: true),
  if it.level < 3 { text(size: m.body * 1pt, weight: "bold", it.body) }
  else { text(size: m.body * 1pt, weight: "regular", style: "italic", it.body) }))
#let block_of(whole, it) = if whole { block(breakable: false, it) } else { it }
// A row to sign in is as tall as the strut that its first cell holds.
#let tall(block, it) = if block.tall > 0 { box(baseline: 50%, height: block.tall * 1mm - 9pt, width: 0mm) + it } else { it }
#let runs(parts) = for part in parts { text(part) }
#let centred(..lines) = align(center, stack(spacing: 0.42em, ..lines))
"""
_PARTY_HEAD = """
#grid(columns: (m.left_head * 1mm, m.right_head * 1mm),
  centred(
    ..if paper.upper_body != "" { (text(upper(paper.upper_body)),) },
    text(weight: "bold", upper(paper.body)), text("*"), text("Số " + paper.symbol)),
  centred(
    box(stroke: (bottom: 0.6pt), outset: (bottom: 2.5pt), text(size: m.party * 1pt, weight: "bold", paper.party)),
    text(" "), emph(text(paper.place_and_day))))
"""
_STATE_HEAD = """
#grid(columns: (paper.state_left * 1mm, paper.state_right * 1mm),
  centred(
    ..if paper.upper_body != "" { (par(leading: 0.42em, text(size: 12pt, upper(paper.upper_body))),) },
    par(leading: 0.42em, text(size: 12pt, weight: "bold", upper(paper.body))),
    line(length: 22mm, stroke: 0.6pt),
    ..if paper.symbol != "" { (text(size: 13pt, "Số: " + paper.symbol),) }),
  centred(
    text(size: 12pt, weight: "bold", paper.nation),
    box(stroke: (bottom: 0.6pt), outset: (bottom: 2.5pt), text(size: 13pt, weight: "bold", paper.motto)),
    text(size: 4pt, " "), emph(text(paper.place_and_day))))
"""
_REST = """
#v(18pt)
#centred(text(size: m.kind * 1pt, weight: "bold", upper(paper.kind)),
  par(leading: 0.5em, text(weight: "bold", paper.subject)), text("-----"))
#v(8pt)
#for (number, block) in paper.blocks.enumerate() {
  if block.kind == "heading" {
    let style = if block.level < 3 { (weight: "bold") } else { (style: "italic") }
    heading(level: block.level, outlined: true, block.at("plain", default: none))
  } else if block.kind == "paragraph" {
    // Whoever signs, signs under the last lines of the text, never alone on a page.
    std.block(sticky: number == paper.blocks.len() - 1, spacing: 0.75em,
      par(justify: true, first-line-indent: (amount: m.indent * 1mm, all: true), runs(block.parts)))
  } else {
    if block.caption != "" {
      align(center, strong(text(block.caption)))
    }
    set text(size: m.small * 1pt)
    block_of(block.rows.len() <= paper.short_table, table(columns: block.shares.map(share => share * 100%), stroke: 0.5pt,
      inset: (x: 4pt, y: 4.5pt),
      align: (x, y) => if y > 0 and block.numeric.contains(x) { right + horizon } else if y == 0 { center + horizon } else { left + horizon },
      table.header(..block.head.map(it => strong(text(it)))),
      ..block.rows.enumerate().map(((at, row)) => row.enumerate().map(((x, it)) => if block.strong.contains(at) { strong(text(it)) } else if x == 0 { tall(block, text(it)) } else { text(it) })).flatten()))
  }
}
#v(6pt)
#let hand(it, size) = centred(text(size: size, weight: "bold", upper(it.authority)),
  if it.title.starts-with("(") { text(size: m.small * 1pt, style: "italic", it.title) } else { text(size: size, upper(it.title)) }, v(48pt),
  text(size: size, weight: "bold", it.name))
#block(breakable: false, if paper.signers.len() > 0 {
  grid(columns: (1fr,) * paper.signers.len(), ..paper.signers.map(it => hand(it, m.small * 1pt)))
} else {
  grid(columns: (1fr, 1fr),
    if paper.countersign != none { hand(paper.countersign, m.body * 1pt) } else {
      text(size: m.small * 1pt, [#strong(emph("Nơi nhận:")) \\
        #for one in paper.recipients [#text("- " + one) \\ ] #emph(text(paper.source))])
    },
    hand(paper.signature, m.body * 1pt))
})
"""


def party_pdf(paper: OfficialPaper) -> bytes:
    """This function will print the paper as PDF on A4 in the Party's layout; PDF/A once it is dated."""
    # An archive's PDF must bear a date; a draft has none yet.
    archive = bool(paper.letterhead.day)
    return typeset(_START + _PARTY_HEAD + _REST, _told(paper), archive=archive)


def state_pdf(paper: OfficialPaper) -> bytes:
    """This function will print the paper as PDF on A4 in the State's layout; PDF/A once it is dated."""
    head = {"nation": NATION, "motto": MOTTO, "state_left": STATE_LEFT, "state_right": STATE_RIGHT}
    archive = bool(paper.letterhead.day)
    return typeset(_START + _STATE_HEAD + _REST, _told(paper) | head, archive=archive)


def _told(paper: OfficialPaper) -> dict[str, object]:
    names = (
        "width", "height", "top", "bottom", "left", "right", "number_from_top", "party", "body",
        "kind", "small", "indent", "left_head", "right_head",
    )  # fmt: skip
    return {
        "layout": {name: getattr(LAYOUT, name) for name in names},
        "party": PARTY,
        "short_table": SHORT_TABLE,
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
        "signature": asdict(paper.signature),
        "countersign": asdict(paper.countersign) if paper.countersign else None,
        "signers": [asdict(one) for one in paper.signers],
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
            "strong": sorted(block.strong),
            "tall": block.tall,
        }
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "plain": "".join(_texts(block.parts))}
    return {"kind": "paragraph", "parts": _texts(block.parts)}  # type: ignore[attr-defined]


def _texts(parts: Iterable[str | Cited]) -> list[str]:
    return [part if isinstance(part, str) else part.text for part in parts]
