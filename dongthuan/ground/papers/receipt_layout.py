"""Khuôn phiếu thu: how a printed receipt is set; the words on it that never change stand here."""

from __future__ import annotations

# Lines are as high as their stacked marks; a line to write on is its label, then what is known, or
# dots to the edge with room above them for a hand, as much as the paper has.
_PARTS = """
#set text(top-edge: 0.95em, bottom-edge: -0.25em)
#set par(leading: 0em, spacing: 0em)
#let told(label, value, size, room: 1fr) = {
  v(room)
  block(width: 100%, above: 0mm, below: 0mm, text(size: size, label) + if label != "" { h(1.2mm) } +
    if value == "" { box(width: 1fr, repeat(text(size: size, "."))) } else { text(size: size, weight: "bold", value) })
}
// A code may go on in the next line between its groups, never inside one.
#let codes(code, size) = {
  let groups = code.split(" ")
  text(size: size, weight: "bold", groups.enumerate().map(((at, one)) => box(one + if at + 1 < groups.len() { "\\u{2009}-" })).join([ ]))
}
#let signed(who, size, room) = align(center, stack(text(size: size, weight: "bold", who),
  text(size: size - 2pt, style: "italic", "(Ký, ghi rõ họ tên)"), v(room)))
// A long name of a work is set smaller before it pushes the signatures off the paper.
#let fitting(words, size) = {
  let letters = words.clusters().len()
  if letters > 240 { size - 3pt } else if letters > 110 { size - 1.5pt } else { size }
}
"""

SHEET = (
    _PARTS
    + """
#let four = paper.four
#let slot = if four { (width: 148.5mm, height: 105mm, stub: 42mm) } else {
  (width: 210mm, height: 148.5mm, stub: 105mm) }
#let size = if four { 10.5pt } else { 12pt }
#set page(width: if four { 297mm } else { 210mm }, height: if four { 210mm } else { 297mm }, margin: 0mm)
#let cut = (paint: luma(120), thickness: 0.4pt, dash: "dashed")
#let number(r, s) = text(size: s, "Số ") + text(size: s + 2pt, weight: "bold", r.number)

#let stub(r) = block(width: slot.stub, height: slot.height, clip: true,
  inset: if four { (left: 6mm, right: 3mm, y: 6mm) } else { (left: 9mm, right: 7mm, y: 9mm) }, {
  let s = size - 1pt
  text(size: s, weight: "bold", "CUỐNG PHIẾU THU") + linebreak()
  text(size: s, r.book) + linebreak()
  number(r, s) + linebreak()
  v(1.5mm)
  par(text(size: fitting(r.work, size - 2pt), r.work))
  told("Người góp:", r.giver, s)
  if four and r.giver == "" { told("", "", s) }
  told("Tổ:", r.group, s)
  told("Số tiền:", r.amount, s)
  told(if four { "Vật, công:" } else { "Hiện vật, ngày công:" }, r.goods, s)
  v(1fr)
  par(text(size: size - 2pt, "☐ " + if four { "Cho nêu tên" } else { "Đồng ý nêu tên khi công khai" }))
  v(1fr)
  par(text(size: size - 2pt, style: "italic", r.date))
  signed("Người góp", s, if four { 9mm } else { 20mm })
})

#let main(r) = block(width: slot.width - slot.stub, height: slot.height, clip: true,
  inset: if four { (left: 5mm, right: 6mm, y: 5mm) } else { (left: 7mm, right: 8mm, y: 7mm) }, {
  grid(columns: (1fr, if four { 24mm } else { 30mm }), column-gutter: 3mm,
    {
      if paper.upper_body != "" { par(text(size: size - 2.5pt, upper(paper.upper_body))) }
      par(text(size: size - 1.5pt, weight: "bold", upper(paper.body)))
      if paper.telephone != "" { par(text(size: size - 1pt, "Điện thoại: " + paper.telephone)) }
      v(if four { 0.5mm } else { 2mm })
      par(text(size: size + 3.5pt, weight: "bold", "PHIẾU THU ") + box(text(size: size - 1pt, style: "italic", "khoản góp tự nguyện")))
      par(text(size: size - 1pt, r.book + " · ") + number(r, size))
    },
    image(bytes(r.square), format: "svg", width: 100%))
  v(1mm)
  par(text(size: size, "Góp cho: ") + text(size: fitting(r.work, size), weight: "bold", r.work))
  told("Người góp:", r.giver, size)
  if four {
    v(1fr)
    grid(columns: (4fr, 5fr), column-gutter: 3mm, told("Tổ:", r.group, size, room: 0mm), told("Số tiền (đồng):", r.amount, size, room: 0mm))
  } else {
    told("Tổ dân phố:", r.group, size)
    told("Số tiền (đồng):", r.amount, size)
  }
  told("Bằng chữ:", r.words, size)
  if r.words == "" { told("", "", size) }
  told("Hiện vật, ngày công:", r.goods, size)
  v(1fr)
  align(right, text(size: size - 1.5pt, style: "italic", r.day))
  grid(columns: (1fr, 1fr), signed("Người góp", size - 0.5pt, if four { 8mm } else { 13mm }), signed("Người thu", size - 0.5pt, if four { 8mm } else { 13mm }))
  line(length: 100%, stroke: 0.4pt)
  v(1mm)
  par(text(size: size - 1.5pt, "Mã biên nhận: ") + codes(r.code, size + 0.5pt))
  par(text(size: size - 2pt, "Tra khoản góp: quét mã vuông, hoặc mở " + paper.address + " rồi nhập mã. Giữ kín mã này."))
})

#let placed(r) = grid(columns: (slot.stub, slot.width - slot.stub), stub(r), grid.vline(stroke: cut), main(r))
#let across = if four { 2 } else { 1 }
#for (at, some) in paper.receipts.chunks(across * 2).enumerate() {
  if at > 0 { pagebreak() }
  grid(columns: (slot.width,) * across, rows: (slot.height,) * 2,
    ..some.map(placed), ..if four { (grid.vline(x: 1, stroke: cut),) }, grid.hline(y: 1, stroke: cut))
}
"""
)

# A head of 58 mm prints 48 mm: nothing stands outside them.
ROLL = (
    _PARTS
    + """
#set page(width: 58mm, height: auto, margin: (x: 5mm, top: 4mm, bottom: 8mm))
#let size = 10pt
#let room = 2.6mm
#for (at, r) in paper.receipts.enumerate() {
  if at > 0 { pagebreak() }
  align(center, {
    par(text(size: size, weight: "bold", upper(paper.body)))
    if paper.telephone != "" { par(text(size: size, "ĐT: " + paper.telephone)) }
    v(1mm)
    par(text(size: size + 4pt, weight: "bold", "PHIẾU THU"))
    par(text(size: size, "Khoản góp tự nguyện"))
    par(text(size: size, r.book))
    par(text(size: size, "Số ") + text(size: size + 3pt, weight: "bold", r.number))
  })
  v(1mm)
  line(length: 100%, stroke: 0.6pt)
  v(1.5mm)
  par(text(size: size, "Góp cho: ") + text(size: size, weight: "bold", r.work))
  told("Người góp:", r.giver, size, room: room)
  if r.giver == "" { told("", "", size, room: room) }
  told("Tổ:", r.group, size, room: room)
  told("Số tiền (đồng):", r.amount, size, room: room)
  told("Bằng chữ:", r.words, size, room: room)
  if r.words == "" { told("", "", size, room: room) }
  told("Hiện vật, công:", r.goods, size, room: room)
  v(2mm)
  par(text(size: size - 1pt, r.date))
  v(1mm)
  signed("Người thu", size, 14mm)
  line(length: 100%, stroke: 0.6pt)
  v(1mm)
  align(center, {
    image(bytes(r.square), format: "svg", width: 34mm)
    par(text(size: size, "Mã biên nhận"))
    par(codes(r.code, size))
    v(1mm)
    par(text(size: size - 1pt, "Tra khoản góp tại:"))
    par(text(size: size - 1pt, paper.address))
    par(text(size: size - 1pt, "Giữ kín mã này."))
  })
}
"""
)
