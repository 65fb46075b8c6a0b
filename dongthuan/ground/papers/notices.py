"""Tờ dán bảng tin: one A4 that says in large letters what came, what went, what is left and where it is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import docx
import segno
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from dongthuan.ground.papers.official import LAYOUT
from dongthuan.ground.papers.party_word import bare, line
from dongthuan.ground.papers.receipts import square
from dongthuan.ground.papers.typesetting import typeset

# Points: letters of five millimetres and more are read from a metre by old eyes.
NUMBER, WORD, SMALL = 40, 22, 15
# A title of more letters is set smaller, so that the sheet stays one sheet.
_LONG, _VERY_LONG = 60, 130


@dataclass(frozen=True, slots=True)
class Notice:
    """Tờ công khai: a title, large numbers each with its words, and where the money is."""

    body: str
    title: str
    on: date
    # «Thu», «16.240.000», and a line of small letters under it.
    figures: tuple[tuple[str, str, str], ...]
    whereabouts: tuple[tuple[str, str], ...]
    telephone: str
    address: str
    link: str
    remarks: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """This property will return the title with its last two words kept on one line."""
        return "\u00a0".join(self.title.rsplit(" ", 1))

    @property
    def asked(self) -> str:
        """This property will return whom to ask: the telephone, or the office where it has none."""
        return self.telephone or self.body

    @property
    def size(self) -> int:
        """This property will return the points that the title is set in."""
        letters = len(self.title)
        return 30 if letters <= _LONG else 24 if letters <= _VERY_LONG else 19


_TEMPLATE = """
#set page(width: 210mm, height: 297mm, margin: (x: 16mm, top: 13mm, bottom: 11mm))
#set text(top-edge: 0.95em, bottom-edge: -0.25em)
#set par(leading: 0em, spacing: 0em)
#set document(title: paper.title, author: ())
#let word = paper.word * 1pt
#let small = paper.small * 1pt
#align(center, {
  par(text(size: small, upper(paper.body)))
  v(2mm)
  par(text(size: paper.size * 1pt, weight: "bold", paper.title))
  v(1mm)
  par(text(size: small, "Tính đến ngày " + paper.on))
})
#v(1fr)
#for (words, number, under) in paper.figures {
  line(length: 100%, stroke: 1.2pt)
  v(1mm)
  grid(columns: (1fr, auto), align: (left + horizon, right + horizon),
    text(size: word + 6pt, weight: "bold", upper(words)),
    text(size: paper.number * 1pt, weight: "bold", number) + text(size: word, " đồng"))
  if under != "" { par(text(size: small, under)) }
  v(1fr)
}
#line(length: 100%, stroke: 1.2pt)
#v(1mm)
#par(text(size: word + 6pt, weight: "bold", "ĐANG Ở ĐÂU"))
#for (who, much) in paper.whereabouts {
  v(1mm)
  grid(columns: (1fr, auto), column-gutter: 5mm, text(size: word, who), text(size: word, weight: "bold", much + " đồng"))
}
#v(1fr)
#for one in paper.remarks { par(text(size: small, one)) }
#v(1mm)
#line(length: 100%, stroke: 1.2pt)
#v(2mm)
#grid(columns: (1fr, 30mm), column-gutter: 6mm, align: (left + horizon, right),
  {
    par(text(size: small, "Ai cũng xem được từng khoản: quét mã vuông hoặc mở ") + text(size: small, weight: "bold", paper.address))
    v(1mm)
    par(text(size: small, "Thấy chưa đúng, hỏi ") + text(size: small, weight: "bold", paper.asked))
  },
  image(bytes(paper.square), format: "svg", width: 30mm))
"""


def notice_pdf(notice: Notice) -> bytes:
    """This function will print the notice as PDF, always one A4."""
    return typeset(
        _TEMPLATE,
        {
            "body": notice.body, "title": notice.headline, "on": f"{notice.on:%d/%m/%Y}", "size": notice.size,
            "figures": notice.figures, "whereabouts": notice.whereabouts, "remarks": notice.remarks,
            "asked": notice.asked, "address": notice.address, "square": square(notice.link),
            "number": NUMBER, "word": WORD, "small": SMALL,
        },
    )  # fmt: skip


def notice_docx(notice: Notice) -> bytes:
    """This function will write the notice as a .docx on A4, for an office that adds a word by hand."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(LAYOUT.width), Mm(LAYOUT.height)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(12)
    normal = document.styles["Normal"]
    normal.font.name = LAYOUT.font
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), LAYOUT.font)
    document.core_properties.title, document.core_properties.author = notice.title, ""
    head = bare(document.add_table(1, 1), (178,)).rows[0].cells[0]
    line(head, notice.body.upper(), size=SMALL, first=True)
    line(head, notice.headline, size=notice.size, bold=True)
    line(head, f"Tính đến ngày {notice.on:%d/%m/%Y}", size=SMALL)
    for words, number, under in notice.figures:
        left, right = _pair(document, 58)
        line(left, words.upper(), size=WORD + 6, bold=True, first=True, centre=False)
        told = line(right, number, size=NUMBER - 4, bold=True, first=True)
        told.add_run(" đồng").font.size = Pt(WORD - 4)
        told.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if under:
            line(left, under, size=SMALL - 2, centre=False)
    left, _ = _pair(document, 120)
    line(left, "ĐANG Ở ĐÂU", size=WORD + 6, bold=True, first=True, centre=False)
    for who, much in notice.whereabouts:
        left, right = _pair(document, 96)
        line(left, who, size=WORD - 2, first=True, centre=False)
        line(right, f"{much} đồng", size=WORD - 2, bold=True, first=True).alignment = WD_ALIGN_PARAGRAPH.RIGHT  # fmt: skip
    for remark in notice.remarks:
        line(_pair(document, 170)[0], remark, size=SMALL - 2, first=True, centre=False)
    left, right = _pair(document, 140)
    line(left, "Ai cũng xem được từng khoản: quét mã vuông hoặc mở ", size=SMALL - 1, first=True, centre=False)  # fmt: skip
    line(left, notice.address, size=SMALL - 1, bold=True, centre=False)
    line(left, f"Thấy chưa đúng, hỏi {notice.asked}", size=SMALL - 1, centre=False)
    picture = io.BytesIO()
    segno.make(notice.link, error="m", micro=False).save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    right.paragraphs[0].add_run().add_picture(picture, width=Mm(28))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pair(document: docx.document.Document, left: float) -> Sequence[_Cell]:
    """Two cells side by side, a little apart from those above."""
    gap = document.add_paragraph()
    gap.paragraph_format.space_before = gap.paragraph_format.space_after = Pt(0)
    gap.paragraph_format.line_spacing = Pt(12)
    return bare(document.add_table(1, 2), (left, 178 - left)).rows[0].cells


_POSTER = """
#set page(width: 210mm, height: 297mm, margin: (x: 20mm, y: 16mm))
#set text(top-edge: 0.95em, bottom-edge: -0.25em)
#set par(leading: 0em, spacing: 0em)
#set document(title: paper.title, author: ())
#align(center, {
  par(text(size: 24pt, "GÓP BẰNG CHUYỂN KHOẢN"))
  v(3mm)
  par(text(size: paper.size * 1pt, weight: "bold", paper.title))
  v(1fr)
  image(bytes(paper.square), format: "svg", width: 105mm)
  v(2mm)
  par(text(size: 15pt, "Quét bằng ứng dụng ngân hàng; số tiền tự ghi."))
})
#v(1fr)
#for (words, told) in paper.lines {
  grid(columns: (62mm, 1fr), text(size: 17pt, words), text(size: 20pt, weight: "bold", told))
  v(3mm)
}
#v(1fr)
#par(text(size: 15pt, "Góp là tự nguyện. Tài khoản của tổ chức, niêm yết theo " + paper.document + ". Không chuyển vào tài khoản nào khác."))
"""


def transfer_pdf(
    *, title: str, payload: str, bank: str, number: str, name: str, code: str, document: str
) -> bytes:
    """This function will print the square of an organisation's posted account on one A4."""
    size = 26 if len(title) <= _LONG else 21 if len(title) <= _VERY_LONG else 17
    lines = (
        ("Ngân hàng", bank), ("Số tài khoản", number), ("Tên tài khoản", name),
        ("Nội dung chuyển khoản", code),
    )  # fmt: skip
    told = {"title": title, "size": size, "square": square(payload), "lines": lines, "document": document}  # fmt: skip
    return typeset(_POSTER, told)
