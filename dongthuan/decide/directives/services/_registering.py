"""Vào sổ: a document received or issued, its file and text, its links to others."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Max

from dongthuan.decide.directives import rules
from dongthuan.decide.directives.models import Document, Link
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.services import hold, lay
from dongthuan.ground.files import Kind, OnlyPictures, UnreadableFile, read_text, sniff
from dongthuan.ground.files import services as files
from dongthuan.ground.files.models import StoredFile
from dongthuan.ground.files.sniffing import identify
from dongthuan.ground.papers import opening
from dongthuan.ground.papers import services as papers
from dongthuan.ground.papers.rules import KINDS, Scheme
from dongthuan.ground.search import services as search
from dongthuan.who.org.models import Unit
from dongthuan.who.org.queries import tree

_TEXTS = (Kind.DOCX, Kind.DOC, Kind.RTF, Kind.PDF)
SCANNED = (
    "Tệp chỉ có ảnh chụp trang giấy, không có chữ đọc được: vẫn lưu làm bản chính, nhưng không tìm "
    "được theo nội dung và điều khoản phải ghi tay."
)
MACROS = "Tệp có macro (chương trình đi kèm); đã bỏ macro, chữ và bảng giữ nguyên."
SECRET = (
    "Văn bản này ghi độ Mật trở lên: không đưa tệp và nội dung vào phần mềm. Chọn «Hồ sơ giấy (độ "
    "mật)» rồi chỉ ghi số và ngày."
)


class UnableToRegister(Exception):
    """Raised when a document cannot be put in the register; its text says why and what to do."""


class AlreadyRegistered(UnableToRegister):
    """Raised when the number was used: names the document that bears it."""

    def __init__(self, words: str, document: Document) -> None:
        super().__init__(words)
        self.document = document


@dataclass(frozen=True, slots=True)
class Facts:
    """Lời vào sổ: what the register says of a document.

    `issuer` is one of our units, or None with `issuer_name`; without `symbol` our own sequence gives
    one, and `body_code` stands in it («ĐU», «UBND»).
    """

    kind: str
    signed_on: date
    subject: str = ""
    issuer: Unit | None = None
    issuer_name: str = ""
    level: rules.Level = rules.Level.WARD
    symbol: str = ""
    abbreviation: str = ""
    numbered_by: str = ""
    body_code: str = ""
    scheme: str = ""
    in_force_on: date | None = None
    ends_on: date | None = None
    received_on: date | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """Tệp đã đọc: the file as it is kept, the text in it, and what was odd about it."""

    data: bytes
    kind: str
    name: str
    text: str
    warnings: tuple[str, ...] = ()


def read_file(data: bytes, name: str) -> Held:
    """This function will read the file of a document, by its content and not by its name.

    :raises UnableToRegister: it is no document, or a paper that calls itself secret.
    """
    if sniff(data) is Kind.IMAGE:
        return Held(data, "jpg", name, "", (SCANNED,))
    try:
        kind, odd = identify(data, name)
        if kind not in _TEXTS:
            raise UnreadableFile(
                f"{name}: không phải văn bản. Gửi tệp Word, PDF hoặc ảnh chụp trang giấy."
            )
        warnings = list(odd)
        if kind is Kind.DOCX and opening.has_macros(data):
            data, warnings = opening.plain(data), [*warnings, MACROS]
        read = read_text(data, name)
        text = "\n".join(line.text for line in read.lines)
        warnings += [one for one in read.warnings if one not in warnings]
    except OnlyPictures:
        return Held(data, "pdf", name, "", (SCANNED,))
    except UnreadableFile as problem:
        raise UnableToRegister(str(problem)) from None
    if not text.strip():
        return Held(data, kind.value, name, "", (*warnings, SCANNED))
    return Held(data, kind.value, name, text, tuple(warnings))


def let_wait(held: Held, *, by: Actor) -> StoredFile:
    """This function will keep a file while a person still looks at what the register will say of it.
    One that calls itself secret is not kept for a moment.

    :raises UnableToRegister: the paper calls itself secret, or is no photograph that opens.
    """
    if rules.is_secret(held.text):
        raise UnableToRegister(SECRET)
    return _stored(held, by)


def file_waiting(digest: str, name: str) -> Held:
    """This function will read a file again that was let wait.

    :raises UnableToRegister: it waits no more.
    """
    found = StoredFile.objects.filter(digest=digest).first()
    if found is None:
        raise UnableToRegister("Tệp không còn chờ. Chọn lại tệp.")
    return read_file(files.content(found), name)


def _stored(held: Held, by: Actor) -> StoredFile:
    if held.kind != "jpg":
        return files.keep(held.data, kind=held.kind, at=by.now)
    try:
        return files.keep_photograph(held.data, at=by.now)
    except files.UnableToKeep as problem:
        raise UnableToRegister(str(problem)) from None


@transaction.atomic
def register(*, unit: Unit, facts: Facts, by: Actor, file: Held | None = None) -> Document:
    """This function will put a document in the register of a unit; of a secret one it keeps number
    and date and nothing else.

    :raises UnableToRegister: something is missing or contradicts itself.
    :raises AlreadyRegistered: the issuer has used the number in that year.
    """
    by.require(Act.DOCUMENT_KEEP, unit.pk)
    facts = _settled(unit, facts, file, by)
    _sound(facts)
    if facts.secret:
        facts, file = replace(facts, subject=""), None
    made = Document(
        unit=unit, issuer=facts.issuer, level=facts.level, kind=facts.kind, scheme=facts.scheme,
        issuer_name=facts.issuer_name, symbol=facts.symbol, abbreviation=facts.abbreviation,
        number=rules.told_by(facts.symbol).number, numbered_by=facts.numbered_by,
        signed_on=facts.signed_on, in_force_on=facts.in_force_on, ends_on=facts.ends_on,
        received_on=facts.received_on, subject=facts.subject, secret=facts.secret,
        same=sameness(facts), recorded_at=by.now, by=audit.sign(by),
    )  # fmt: skip
    if file is not None:
        _attach(made, file, by)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise _taken(unit, made.same, facts) from None
    audit.record(Act.DOCUMENT_KEEP, "document", made.pk, by=by, unit_id=unit.pk, detail=made.symbol)
    search.renew("document", made.pk)
    return made


def _settled(unit: Unit, facts: Facts, file: Held | None, by: Actor) -> Facts:
    """Return the facts with what follows from them: number, scheme, abbreviation, issuer's name."""
    secret = facts.secret or rules.is_secret(file.text if file else "", facts.symbol)
    if secret and not facts.secret:
        raise UnableToRegister(SECRET)
    symbol = rules.tidy_symbol(facts.symbol)
    numbered_by = facts.numbered_by.strip()
    if not symbol:
        symbol = _own_number(unit, facts, by)
        numbered_by = ""
    told = rules.told_by(symbol)
    named = facts.issuer_name
    if facts.issuer is not None and not named.strip():
        named = tree(facts.signed_on).name(facts.issuer.pk)
    return replace(
        facts, symbol=symbol, numbered_by=numbered_by, scheme=facts.scheme or told.scheme,
        abbreviation=facts.abbreviation.strip() or told.abbreviation,
        subject=" ".join(facts.subject.split()), issuer_name=" ".join(named.split()),
        secret=facts.secret,
    )  # fmt: skip


def _own_number(unit: Unit, facts: Facts, by: Actor) -> str:
    if facts.issuer is None or not facts.body_code.strip() or facts.kind not in KINDS:
        raise UnableToRegister("Chưa ghi số và ký hiệu của văn bản.")
    scheme = Scheme(facts.scheme or Scheme.PARTY)
    take = partial(
        papers.take_number, body=facts.issuer.pk, body_code=facts.body_code.strip(),
        kind=facts.kind, on=facts.signed_on, by=by, scheme=scheme, act=Act.DOCUMENT_KEEP,
    )  # fmt: skip
    try:
        highest = _highest_given(facts.issuer, facts.kind, scheme, facts.signed_on)
        if highest:
            # It may be noted already.
            with suppress(papers.UnableToNumber):
                take(given=highest)
        return take().symbol
    except papers.UnableToNumber as problem:
        raise UnableToRegister(str(problem)) from None


def _highest_given(issuer: Unit, kind: str, scheme: Scheme, on: date) -> int:
    """Our own sequence goes on behind the highest number that another system has given."""
    since = papers.register_since(issuer.pk, scheme, on)
    rows = Document.objects.filter(issuer=issuer, kind=kind, scheme=scheme, signed_on__gte=since)
    return rows.aggregate(highest=Max("number"))["highest"] or 0


def _sound(facts: Facts) -> None:
    problems = []
    if facts.kind != rules.OTHER_KIND and facts.kind not in KINDS:
        problems.append("Loại văn bản: chọn trong danh sách.")
    if facts.issuer is None and not facts.issuer_name:
        problems.append("Nơi ban hành: chưa ghi.")
    if not facts.secret and not facts.subject:
        problems.append("Trích yếu: chưa ghi văn bản nói về việc gì.")
    if facts.in_force_on and facts.ends_on and facts.ends_on < facts.in_force_on:
        problems.append("Ngày hết hiệu lực đứng trước ngày có hiệu lực.")
    if facts.received_on and facts.received_on < facts.signed_on:
        problems.append("Ngày đến đứng trước ngày ký. Xem lại hai ngày này.")
    if problems:
        raise UnableToRegister(" ".join(problems))


def sameness(facts: Facts) -> str:
    """This function will return what makes two entries one document: issuer, kind, number and symbol,
    and the year.
    """
    issuer = f"unit {facts.issuer.pk}" if facts.issuer else rules.same_issuer(facts.issuer_name)
    return f"{issuer}|{facts.kind}|{rules.same_symbol(facts.symbol)}|{facts.signed_on.year}"[:300]


def _taken(unit: Unit, same: str, facts: Facts) -> UnableToRegister:
    held = Document.objects.filter(unit=unit, same=same).first()
    if held is None:
        return UnableToRegister("Văn bản này vừa được người khác vào sổ. Tải lại trang.")
    what = f" – {held.subject}" if held.subject else ""
    return AlreadyRegistered(
        f"Số {held.symbol} ngày {held.signed_on:%d/%m/%Y} của nơi ban hành này đã vào sổ{what}. "
        "Mở văn bản đã có, hoặc sửa lại số.",
        held,
    )


def _attach(document: Document, file: Held, by: Actor) -> None:
    document.file = _stored(file, by)
    document.file_name = file.name[:200]
    document.text = file.text


@transaction.atomic
def attach(*, document: Document, file: Held, by: Actor) -> Document:
    """This function will lay a file beside an entry that has none; a file once there stays.

    :raises UnableToRegister: the entry is of a secret paper, has a file, or the file says it is one.
    """
    by.require(Act.DOCUMENT_KEEP, document.unit_id)
    hold(document)
    document.refresh_from_db()
    if document.secret:
        raise UnableToRegister("Văn bản mật chỉ ghi số và ngày; không nhận tệp.")
    if document.file_id is not None:
        raise UnableToRegister("Văn bản này đã có tệp. Tệp đã lưu không thay được.")
    if rules.is_secret(file.text):
        raise UnableToRegister("Tệp này ghi độ Mật trở lên: không nhận. Giữ bản giấy.")
    _attach(document, file, by)
    document.version += 1
    document.save(update_fields=["file", "file_name", "text", "version"])
    audit.record(
        Act.DOCUMENT_KEEP, "document", document.pk, by=by, unit_id=document.unit_id, detail="tệp"
    )
    search.renew("document", document.pk)
    return document


@transaction.atomic
def amend(
    *, document: Document, subject: str, in_force_on: date | None, ends_on: date | None,
    received_on: date | None, seen: int, reason: str, by: Actor,
) -> Document:  # fmt: skip
    """This function will put right what the register says of a document, with a reason on the trail.
    Its number, issuer and day of signing stand: another number is another document.

    :raises UnableToRegister: no reason, or somebody has changed the entry meanwhile.
    """
    by.require(Act.DOCUMENT_KEEP, document.unit_id)
    if not reason.strip():
        raise UnableToRegister("Chưa ghi lý do sửa.")
    hold(document)
    document.refresh_from_db()
    if document.version != seen:
        raise UnableToRegister("Văn bản vừa được người khác sửa. Xem lại rồi sửa tiếp nếu còn cần.")
    _sound(Facts(
        kind=document.kind, signed_on=document.signed_on, subject=subject.strip(),
        issuer_name=document.issuer_name or "-", in_force_on=in_force_on, ends_on=ends_on,
        received_on=received_on, secret=document.secret,
    ))  # fmt: skip
    before = (document.subject, document.in_force_on, document.ends_on, document.received_on)
    document.subject = "" if document.secret else " ".join(subject.split())
    document.in_force_on, document.ends_on = in_force_on, ends_on
    document.received_on = received_on
    after = (document.subject, document.in_force_on, document.ends_on, document.received_on)
    names = ("trích yếu", "ngày hiệu lực", "ngày hết hiệu lực", "ngày đến")
    changed = [name for name, was, now in zip(names, before, after, strict=True) if was != now]
    if not changed:
        return document
    document.version += 1
    document.save()
    audit.record(
        Act.DOCUMENT_KEEP, "document", document.pk, by=by, unit_id=document.unit_id,
        detail="sửa " + ", ".join(changed), note=audit.keep_note(reason),
    )  # fmt: skip
    search.renew("document", document.pk)
    return document


@transaction.atomic
def link(
    *, newer: Document, older: Document, relation: rules.Relation, by: Actor, on: date | None = None,
    part: str = "",
) -> Link:  # fmt: skip
    """This function will say what a newer document does to an older one, from a day on.

    :raises UnableToRegister: the older one is the newer, is itself, or stands above (domain.md §6.5).
    """
    by.require(Act.DOCUMENT_KEEP, newer.unit_id)
    if newer.pk == older.pk:
        raise UnableToRegister("Một văn bản không liên kết với chính nó.")
    if older.signed_on > newer.signed_on:
        raise UnableToRegister(
            f"{older.symbol} ký sau {newer.symbol}: văn bản sau mới tác động đến văn bản trước."
        )
    levels = rules.Level(newer.level).rank, rules.Level(older.level).rank
    if relation.changes and levels[0] > levels[1]:
        raise UnableToRegister(
            f"Văn bản cấp {rules.Level(newer.level).words} không {relation.words} được văn bản cấp "
            f"{rules.Level(older.level).words}; chỉ nơi ban hành hoặc cấp trên làm được."
        )
    made = lay(
        Link, of={"newer": newer, "older": older, "relation": relation.value}, end=None,
        start=on or newer.in_force_on or newer.signed_on,
        values={"part": part.strip()[:200], "by": audit.sign(by)}, at=by.now,
    )  # fmt: skip
    assert made is not None
    audit.record(
        Act.DOCUMENT_KEEP, "document", newer.pk, by=by, unit_id=newer.unit_id,
        detail=f"{relation.words} {older.symbol}",
    )  # fmt: skip
    return made


@transaction.atomic
def unlink(*, link: Link, by: Actor) -> None:
    """This function will take back a link that was made by mistake; what was known stays known."""
    by.require(Act.DOCUMENT_KEEP, link.newer.unit_id)
    hold(link)
    taken = Link.objects.known().filter(pk=link.pk).update(superseded_at=by.now)
    if taken:
        audit.record(
            Act.DOCUMENT_KEEP, "document", link.newer_id, by=by, unit_id=link.newer.unit_id,
            detail=f"bỏ liên kết {link.older.symbol}",
        )  # fmt: skip
