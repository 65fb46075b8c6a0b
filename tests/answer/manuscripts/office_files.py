"""Reports as offices keep them: three of different shape, and the differences between two files."""

from __future__ import annotations

import copy
import difflib
import io
import re
import zipfile

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

from tests.ground.primitives.test_encodings import as_vni

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OURS = re.compile(r"F\d{3,}_")


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def party_report(year: int = 2020, half: str = "cuối", day: str = "31/12/2020") -> bytes:
    """Đảng ủy's report: letterhead in a table, numbers in bold, a table, header, footnote-free."""
    document = docx.Document()
    head = document.add_table(rows=1, cols=2).rows[0].cells
    head[0].text = "ĐẢNG BỘ THÀNH PHỐ BẢO LỘC\nĐẢNG ỦY PHƯỜNG THỬ\n*\nSố 48-BC/ĐU"
    head[1].text = "ĐẢNG CỘNG SẢN VIỆT NAM\nPhường Thử, ngày 5 tháng 1 năm 2021"
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("BÁO CÁO").bold = True
    document.add_paragraph(
        f"Kết quả lãnh đạo thực hiện nhiệm vụ 6 tháng {half} năm {year}, phương hướng thời gian tới"
    )
    document.add_heading("I. TÌNH HÌNH CHUNG", 1)
    told = document.add_paragraph(f"Tính đến ngày {day}, toàn phường có ")
    told.add_run("1.507").bold = True
    told.add_run(" cơ sở sản xuất kinh doanh cá thể; số hộ nghèo giảm còn ")
    odd = told.add_run("0")
    odd.italic = True
    # Word cuts a number wherever somebody once stopped typing.
    more = told.add_run("9 hộ")
    more.font.size = Pt(15)
    told.add_run(", tổng số hộ là 906 hộ.")
    document.add_paragraph(
        f"Thu ngân sách nhà nước trên địa bàn 6 tháng {half} năm {year} được 4.210 triệu đồng. "
        "Đã tổ chức 14 hội nghị, vận động Nhân dân đóng góp hơn 16 tỷ đồng làm đường."
    )
    document.add_paragraph("Thực hiện Nghị quyết số 12-NQ/ĐU ngày 15/3/2019 và Chỉ thị 05.")
    table = document.add_table(rows=3, cols=4)
    table.style = "Table Grid"
    for row, cells in enumerate((
        ("TT", "Nội dung", "ĐVT", f"6 tháng {half} năm {year}"),
        ("1", "Số người được khám sức khỏe", "người", "1.240"),
        ("2", "Diện tích gieo trồng", "ha", "738,5"),
    )):  # fmt: skip
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    section = document.sections[0]
    section.header.paragraphs[0].text = f"Báo cáo 6 tháng {half} năm {year} – 32 chi bộ"
    _page_number(section.footer.paragraphs[0])
    _text_box(document.add_paragraph("Điểm nổi bật "), "Giúp đỡ 115 địa chỉ nhân đạo")
    document.add_paragraph("Nơi nhận: Như trên; Lưu VP.")
    return _saved(document)


def _page_number(paragraph: object) -> None:
    run = paragraph.add_run("Trang ")  # type: ignore[attr-defined]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    inner = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "7"
    inner.append(text)
    field.append(inner)
    run._r.addnext(field)


def _text_box(paragraph: object, text: str) -> None:
    inside = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    run = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph._p.append(run)  # type: ignore[attr-defined]


def government_report() -> bytes:
    """UBND's report, by quarter: plain paragraphs and dashes, to be saved as an old .doc."""
    document = docx.Document()
    for line in (
        "ỦY BAN NHÂN DÂN PHƯỜNG THỬ", "Số: 61/BC-UBND", "Phường Thử, ngày 30 tháng 3 năm 2021",
        "BÁO CÁO", "Tình hình kinh tế - xã hội quý I năm 2021",
        "- Thu ngân sách quý I/2021 đạt 1.850 triệu đồng.",
        "- Cấp 45 giấy phép xây dựng; giải quyết 312 hồ sơ, đạt 98,5%.",
        "- Xảy ra 05 vụ phạm pháp hình sự, đã làm rõ 04/05 vụ.",
        "Đến ngày 31/3/2021 còn 19 hộ nghèo.",
    ):  # fmt: skip
        document.add_paragraph(line)
    return _saved(document)


def vni_report() -> bytes:
    """A month's report typed in a VNI font: the letters are those of Western Windows."""
    document = docx.Document()
    for line in (
        "ĐẢNG ỦY PHƯỜNG THỬ", "BÁO CÁO", "Kết quả công tác tháng 5 năm 2021 của Đảng ủy phường",
        "Trong tháng, các chi bộ đã kết nạp được 12 đảng viên mới, tổng số đảng viên là 934 đồng chí.",
        "Tổ chức được 23 cuộc họp dân phố với 1.150 lượt người tham gia.",
    ):  # fmt: skip
        run = document.add_paragraph().add_run(as_vni(line))
        run.font.name = "VNI-Times"
    return _saved(document)


def of_lines(*lines: str) -> bytes:
    """A file of plain paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return _saved(document)


def with_footnote(data: bytes, text: str) -> bytes:
    """The same file with a footnote at the end of its last paragraph."""
    space = W[1:-1]
    note = (
        f'<w:footnotes xmlns:w="{space}"><w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, held in parts(data).items():
            if name == "word/document.xml":
                call = b'<w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:sectPr'
                held = re.sub(rb"</w:p>\s*<w:sectPr", call, held, count=1)
            made.writestr(name, held)
        made.writestr("word/footnotes.xml", note.encode())
    return out.getvalue()


def with_table(title: str, rows: tuple[tuple[str, ...], ...]) -> bytes:
    """A report that is a title and a table."""
    document = docx.Document()
    document.add_paragraph("BÁO CÁO")
    document.add_paragraph(title)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    return _saved(document)


def opened(data: bytes) -> object:
    """A file as python-docx opens it."""
    return docx.Document(io.BytesIO(data))


def with_macros(data: bytes) -> bytes:
    """The same report as a .docm: with a program of its own."""
    out = io.BytesIO()
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    with zipfile.ZipFile(out, "w") as made:
        for name, held in parts(data).items():
            made.writestr(name, held.replace(main, macro))
        made.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """The members of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def lines(data: bytes) -> list[str]:
    """What is printed, paragraph by paragraph, in every part of the file."""
    found = []
    for name, held in sorted(parts(data).items()):
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name):
            root = etree.fromstring(held)
            for paragraph in root.iter(f"{W}p"):
                texts = [t.text or "" for t in paragraph.iter(f"{W}t")]
                found.append("".join(texts))
    return found


def changed_words(old: bytes, new: bytes) -> list[tuple[str, str]]:
    """The words that differ between two files, old and new, paragraph by paragraph."""
    told = []
    before, after = lines(old), lines(new)
    assert len(before) == len(after), "a paragraph came or went"
    for one, other in zip(before, after, strict=True):
        a, b = one.split(" "), other.split(" ")
        for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            if tag != "equal":
                told.append((" ".join(a[i:j]), " ".join(b[k:m])))
    return told


def look(data: bytes) -> dict[str, bytes]:
    """Everything of a file but its letters: the tree of each part with texts left out, runs that look
    alike and stand side by side taken together, and our own marks taken off.
    """
    found = {}
    for name, held in parts(data).items():
        if not name.startswith("word/") or not name.endswith(".xml") or name == "word/comments.xml":
            continue
        root = etree.fromstring(held)
        _without_marks(root)
        for paragraph in root.iter(f"{W}p"):
            _together(paragraph)
        for text in root.iter(f"{W}t"):
            text.text = ""
            text.attrib.clear()
        found[name] = etree.tostring(root, method="c14n")
    return found


def _without_marks(root: etree._Element) -> None:
    ours = {
        m.get(f"{W}id") for m in root.iter(f"{W}bookmarkStart") if OURS.match(m.get(f"{W}name", ""))
    }
    gone = [m for m in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd") if m.get(f"{W}id") in ours]
    gone += list(root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}highlight"))
    gone += [c.getparent() for c in root.iter(f"{W}commentReference")]
    for mark in gone:
        mark.getparent().remove(mark)
    for empty in [p for p in root.iter(f"{W}rPr") if not len(p)]:
        empty.getparent().remove(empty)


def _together(paragraph: etree._Element) -> None:
    for run in list(paragraph.iter(f"{W}r")):
        before = run.getprevious()
        if before is None or before.tag != run.tag or _style(before) != _style(run):
            continue
        if any(child.tag not in (f"{W}t", f"{W}rPr") for child in (*before, *run)):
            continue
        for text in run.findall(f"{W}t"):
            run.remove(text)
        run.getparent().remove(run)


def _style(run: etree._Element) -> bytes:
    properties = copy.deepcopy(run.find(f"{W}rPr"))
    if properties is None or not len(properties):
        return b""
    return etree.tostring(properties, method="c14n")


def bright(data: bytes) -> list[str]:
    """The letters that stand on yellow."""
    root = etree.fromstring(parts(data)["word/document.xml"])
    return [
        "".join(t.text or "" for t in run.iter(f"{W}t"))
        for run in root.iter(f"{W}r")
        if run.find(f"{W}rPr/{W}highlight") is not None
    ]


def comments(data: bytes) -> list[str]:
    """What the comments of a file say."""
    held = parts(data).get("word/comments.xml")
    if held is None:
        return []
    root = etree.fromstring(held)
    return ["\n".join("".join(p.itertext()) for p in c.iter(f"{W}p")) for c in root]
