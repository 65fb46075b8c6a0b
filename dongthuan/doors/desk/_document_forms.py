"""Ô nhập của sổ văn bản: what the register asks of a document, filled in from its own first lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from dongthuan.decide.directives import heading, rules, services
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.papers.rules import KINDS, Scheme
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.rules import KINDS as UNIT_KINDS
from dongthuan.who.org.rules import Line

LARGEST = 50 * 1024 * 1024
TOO_LARGE = (
    "Tệp nặng hơn 50 MB. Quét lại ở chế độ đen trắng, hoặc chỉ gửi các trang chính; bản giấy vẫn là "
    "bản gốc."
)
LEVELS = [(one.value, one.words[:1].upper() + one.words[1:]) for one in rules.Level]
KIND_CHOICES = [
    *((code, kind.words) for code, kind in KINDS.items()),
    (rules.OTHER_KIND, "Văn bản khác"),
]
_OTHERS = "khac"
_SELDOM = ("level", "numbered_by", "body_code", "in_force_on", "ends_on", "secret")


class Registering(forms.Form):
    """Vào sổ văn bản: whose register, who issued it, its number and days, and what it is about."""

    unit = asking.ChoiceField("Sổ của đơn vị")
    issuer = asking.ChoiceField(
        "Nơi ban hành", help_text="Cấp trên hoặc nơi khác thì ghi tên ở ô dưới."
    )
    issuer_name = asking.WordsField(
        "Tên nơi ban hành", required=False, help_text="Như «Thành ủy Bảo Lộc»."
    )
    level = asking.ChoiceField("Cấp ban hành", LEVELS, required=False)
    kind = asking.ChoiceField("Loại văn bản", KIND_CHOICES)
    symbol = asking.WordsField(
        "Số và ký hiệu", most=60, required=False,
        help_text="Như 12-KH/ĐU. Văn bản của mình mà để trống thì phần mềm cấp số kế tiếp.",
    )  # fmt: skip
    numbered_by = asking.WordsField(
        "Số do phần mềm khác cấp", most=80, required=False, help_text="Ghi tên phần mềm, nếu có."
    )
    body_code = asking.WordsField(
        "Chữ viết tắt của nơi ban hành", most=20, required=False,
        help_text="Chỉ cần khi phần mềm cấp số: ĐU, UBND…",
    )  # fmt: skip
    signed_on = asking.DayField("Ngày ký")
    in_force_on = asking.DayField(
        "Có hiệu lực từ ngày", required=False, help_text="Để trống: từ ngày ký."
    )
    ends_on = asking.DayField(
        "Hiệu lực đến hết ngày", required=False, help_text="Để trống nếu không ghi."
    )
    received_on = asking.DayField("Ngày đến", required=False)
    subject = asking.WordsField(
        "Trích yếu", most=500, required=False, help_text="Văn bản nói về việc gì."
    )
    secret = forms.BooleanField(
        required=False,
        label="Hồ sơ giấy (độ mật): chỉ ghi số và ngày, không ghi nội dung, không kèm tệp",
    )

    def __init__(self, *args: Any, by: SignedIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by = by
        reach = by.reach(Act.DOCUMENT_KEEP)
        offered = asking.unit_choices(by.tree, reach)
        self._set("unit", [("", "Chọn…"), *offered])
        self._set("level", [("", "Theo tên nơi ban hành"), *LEVELS])
        self._set("issuer", [(_OTHERS, "Nơi khác (ghi tên bên dưới)"), *offered])
        if not self.is_bound and by.home_units():
            home = next((unit for unit in by.home_units() if unit in reach), None)
            self.initial.setdefault("unit", str(home) if home else "")

    @property
    def first(self) -> list[forms.BoundField]:
        """This property will return the fields that every document needs."""
        return [field for field in self if field.name not in _SELDOM]

    @property
    def seldom(self) -> list[forms.BoundField]:
        """This property will return the fields that few documents need."""
        return [field for field in self if field.name in _SELDOM]

    @property
    def seldom_told(self) -> bool:
        """This property will say whether one of these is filled in or has a problem."""
        return any(field.value() or field.errors for field in self.seldom)

    def _set(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """This method will ask for the name of an issuer that is none of our units."""
        told = super().clean() or {}
        if told.get("issuer") == _OTHERS and not told.get("issuer_name"):
            self.add_error("issuer_name", "Chưa ghi tên nơi ban hành.")
        if not told.get("secret") and not told.get("subject"):
            self.add_error("subject", "Chưa ghi: trích yếu.")
        if told.get("issuer") == _OTHERS and not told.get("symbol"):
            self.add_error("symbol", "Chưa ghi số và ký hiệu của văn bản.")
        return told

    def facts(self) -> services.Facts:
        """This method will return what the register will say."""
        told = self.cleaned_data
        ours = told["issuer"] != _OTHERS
        issuer = asking.unit_of(self._by.tree, told["issuer"]) if ours else None
        level = told["level"] or self._level(issuer, told["issuer_name"])
        scheme = ""
        if issuer is not None and not told["symbol"]:
            party = UNIT_KINDS[issuer.kind].line is Line.PARTY
            scheme = Scheme.PARTY if party else Scheme.STATE
        return services.Facts(
            kind=told["kind"], signed_on=told["signed_on"], subject=told["subject"], issuer=issuer,
            issuer_name="" if ours else told["issuer_name"], level=rules.Level(level),
            symbol=told["symbol"], numbered_by=told["numbered_by"], body_code=told["body_code"],
            scheme=scheme, in_force_on=told["in_force_on"], ends_on=told["ends_on"],
            received_on=told["received_on"], secret=told["secret"],
        )  # fmt: skip

    def _level(self, issuer: Any, name: str) -> str:
        if issuer is None:
            return heading.level_of(name).value
        top = self._by.tree.is_top(issuer.pk)
        return (rules.Level.WARD if top else rules.Level.BELOW).value

    def unit_chosen(self) -> Any:
        """This method will return whose register was chosen."""
        return asking.unit_of(self._by.tree, self.cleaned_data["unit"])


class Unclear(Exception):
    """Raised when a file cannot be used as it was sent; its text says what to do."""


def sent_files(request: HttpRequest) -> list[UploadedFile]:
    """This function will return the files of a form.

    :raises Unclear: they are larger than the house takes: what is too large never reaches the form.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    found = request.FILES.getlist("tep")
    sent = int(length) if length.isdigit() else 0
    if max(sent, sum(one.size or 0 for one in found)) > LARGEST:
        raise Unclear(TOO_LARGE)
    return found


def sent_file(request: HttpRequest) -> services.Held | None:
    """This function will read the file of a form, if one was chosen.

    :raises Unclear: it is too large, or no document.
    """
    sent = next(iter(sent_files(request)), None)
    if sent is None:
        return None
    try:
        return services.read_file(sent.read(), sent.name or "tệp")
    except services.UnableToRegister as problem:
        raise Unclear(str(problem)) from None


_SALT = "desk.document"


def ticket(held: services.Held, digest: str) -> str:
    """This function will name a file that was sent a page before, so that it need not be sent again."""
    return signing.dumps([digest, held.name], salt=_SALT)


def by_ticket(told: str) -> services.Held | None:
    """This function will return the file that a page before was sent with, or None.

    :raises Unclear: the page was opened too long ago.
    """
    if not told:
        return None
    try:
        digest, name = signing.loads(told, salt=_SALT, max_age=24 * 3600)
        return services.file_waiting(digest, name)
    except (signing.BadSignature, services.UnableToRegister):
        raise Unclear("Trang mở đã lâu nên tệp không còn chờ. Chọn lại tệp.") from None


def proposed(held: services.Held) -> dict[str, Any]:
    """This function will return what the first lines of a paper tell, for the form."""
    head = heading.head_of(held.text.splitlines())
    told: dict[str, Any] = {
        "symbol": head.symbol, "kind": head.kind, "signed_on": head.signed_on,
        "issuer_name": head.issuer_name, "level": head.level, "subject": head.subject,
        "issuer": _OTHERS,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


class Amending(forms.Form):
    """Sửa sổ: what may be put right of an entry, and why."""

    subject = asking.WordsField("Trích yếu", most=500, required=False)
    in_force_on = asking.DayField("Có hiệu lực từ ngày", required=False)
    ends_on = asking.DayField("Hiệu lực đến hết ngày", required=False)
    received_on = asking.DayField("Ngày đến", required=False)
    reason = asking.WordsField("Lý do sửa", most=300, help_text="Như «gõ nhầm», «có đính chính».")


RELATIONS = [(one.value, one.words[:1].upper() + one.words[1:]) for one in rules.Relation]


class Linking(forms.Form):
    """Liên kết: what this document does to another, named by its symbol."""

    relation = asking.ChoiceField("Văn bản này", RELATIONS)
    symbol = asking.WordsField("Số và ký hiệu văn bản kia", most=60, help_text="Như 04-NQ/TW.")
    on = asking.DayField(
        "Từ ngày", required=False, help_text="Để trống: từ ngày văn bản này có hiệu lực."
    )
    part = asking.WordsField(
        "Phần nào", required=False, help_text="Như «khoản 2 Điều 5»; để trống nếu là cả văn bản."
    )
