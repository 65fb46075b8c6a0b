"""Cả thư mục tệp: each file known by its own first lines, laid beside its entry or entered anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dongthuan.decide.directives import rules
from dongthuan.decide.directives.heading import Head, head_of
from dongthuan.decide.directives.models import Document
from dongthuan.decide.directives.services._registering import (
    SECRET,
    Facts,
    Held,
    UnableToRegister,
    attach,
    read_file,
    register,
)
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.who.org.models import Unit

# «09-CT-TU.docx», «12_KH_ĐU (ban hanh).pdf»: a name that keeps the symbol without its stroke.
_IN_NAME = re.compile(r"\D*(\d{1,4})[-_ .]+([^\W\d_]{2,5})[-_ .]+([^\W\d_]{1,10})")
_ASKED = {
    "symbol": "số và ký hiệu",
    "kind": "loại văn bản",
    "signed_on": "ngày ký",
    "issuer_name": "nơi ban hành",
    "subject": "trích yếu",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """Tệp trong thư mục: what is to be done with it, or in words why nothing can be."""

    name: str
    words: str
    held: Held | None = None
    document: Document | None = None
    facts: Facts | None = None

    @property
    def does(self) -> bool:
        """This property will say whether something is to be done with the file."""
        return self.held is not None and (self.document is not None or self.facts is not None)


def offer(*, unit: Unit, data: bytes, name: str, by: Actor) -> Offer:
    """This function will say of one file what the register could do with it; nothing is written."""
    by.require(Act.DOCUMENT_KEEP, unit.pk)
    try:
        held = read_file(data, name)
    except UnableToRegister as problem:
        return Offer(name, str(problem))
    head = head_of(held.text.splitlines())
    if rules.is_secret(held.text, head.symbol):
        return Offer(name, SECRET)
    found = _entries(unit, head, name)
    if len(found) > 1:
        told = ", ".join(f"{one.symbol} ngày {one.signed_on:%d/%m/%Y}" for one in found[:4])
        return Offer(
            name, f"Có nhiều văn bản cùng số trong sổ ({told}). Mở đúng văn bản để kèm tệp."
        )
    if found:
        return _beside(found[0], held, name)
    missing = [words for field, words in _ASKED.items() if not getattr(head, field)]
    if missing:
        return Offer(name, f"Không đọc được {', '.join(missing)}. Vào sổ bằng tay.")
    facts = Facts(
        kind=head.kind, signed_on=head.signed_on or date.min, subject=head.subject,
        issuer_name=head.issuer_name, level=rules.Level(head.level), symbol=head.symbol,
    )  # fmt: skip
    if facts.signed_on > by.today:
        return Offer(name, f"Ngày ký {facts.signed_on:%d/%m/%Y} sau hôm nay. Vào sổ bằng tay.")
    words = f"Vào sổ mới: {rules.kind_words(head.kind)} {head.symbol}, {head.subject}"
    return Offer(name, words, held, facts=facts)


def _entries(unit: Unit, head: Head, name: str) -> list[Document]:
    symbol = head.symbol
    if not symbol and (match := _IN_NAME.match(name)):
        symbol = f"{match.group(1)}-{match.group(2)}/{match.group(3)}"
    if not symbol:
        return []
    rows = Document.objects.filter(unit=unit, same__contains=f"|{rules.same_symbol(symbol)}|")
    if head.signed_on is not None:
        rows = rows.filter(signed_on=head.signed_on)
    return list(rows.select_related("file").defer("text").order_by("-signed_on", "pk"))


def _beside(document: Document, held: Held, name: str) -> Offer:
    if document.secret:
        return Offer(name, f"{document.symbol} là hồ sơ giấy (độ mật): không nhận tệp.")
    if document.file_id is not None:
        return Offer(name, f"{document.symbol} đã có tệp; tệp đã lưu không thay được.")
    return Offer(name, f"Kèm vào {document.symbol} đã có trong sổ", held, document=document)


@transaction.atomic
def take_in(*, unit: Unit, offers: Sequence[Offer], by: Actor) -> list[Document]:
    """This function will do what was offered for every file, or for none.

    :raises UnableToRegister: one of them cannot be done; names the file.
    """
    made = []
    for one in offers:
        if not one.does or one.held is None:
            continue
        try:
            if one.document is not None:
                made.append(attach(document=one.document, file=one.held, by=by))
            elif one.facts is not None:
                made.append(register(unit=unit, facts=one.facts, file=one.held, by=by))
        except UnableToRegister as problem:
            raise UnableToRegister(f"{one.name}: {problem}") from None
    return made
