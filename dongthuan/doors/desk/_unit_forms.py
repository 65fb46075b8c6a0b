"""Lập, đổi tên, chuyển, kết thúc, sáp nhập: the forms that keep units, each with its deed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django import forms

from dongthuan.doors.desk._asking_for import (
    ChoiceField,
    DayField,
    WordsField,
    tick,
    unit_choices,
    unit_of,
)
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives.folding import fold
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import services as org
from dongthuan.who.org.rules import KINDS, SCHEMES, SETTINGS, Line

if TYPE_CHECKING:
    from dongthuan.who.org.models import Unit


class KeepForm(forms.Form):
    """A form about one unit, filled in by someone who keeps units there."""

    heading, explained, button = "", "", ""
    on = DayField("Từ ngày")

    def __init__(self, sent: Any, *, unit: Unit, by: SignedIn) -> None:
        super().__init__(sent, initial={"on": by.today})
        self.unit, self.by = unit, by
        self.order_fields([name for name in self.fields if name != "sure"] + ["sure"])
        self.ready()

    def ready(self) -> None:
        """This method will fill in the lists to choose from."""

    def choose(self, field: str, choices: list[tuple[str, str]], none: str = "Chọn…") -> None:
        """This method will give a list its choices."""
        self.fields[field].choices = [("", none), *choices]  # type: ignore[attr-defined]

    def deed(self) -> tuple[Unit, str]:
        """This method will do what was asked; returns the unit to show and what to say."""
        raise NotImplementedError


class FoundForm(KeepForm):
    """Lập đơn vị bên dưới."""

    heading, button = "Lập đơn vị bên dưới", "Lập đơn vị"
    kind = ChoiceField("Loại đơn vị")
    name = WordsField("Tên đơn vị")
    setting = ChoiceField(
        "Chi bộ thuộc", [(code, words) for code, words in SETTINGS.items() if code], required=False
    )
    place = ChoiceField("Đóng trên địa bàn của", required=False)
    field_order = ("kind", "name", "setting", "place", "on")

    def ready(self) -> None:
        """This method will offer what may stand under the unit."""
        holds = KINDS[self.unit.kind].holds
        self.choose("kind", [(code, KINDS[code].words) for code in holds])
        if "cell" not in holds:
            del self.fields["setting"]
        if KINDS[self.unit.kind].line is Line.ADMINISTRATION:
            del self.fields["place"]
        else:
            grounds = [
                (pk, words) for pk, words in unit_choices(self.by.tree, self.by.reach(Act.UNIT_SEE))
                if self.by.tree[int(pk)].kind in ("ward", "residential_group")
            ]  # fmt: skip
            self.choose("place", grounds, "(không)")

    def deed(self) -> tuple[Unit, str]:
        """This method will found the unit."""
        told = self.cleaned_data
        place = told.get("place")
        made = org.found(
            code=_code(told["name"], self.unit.code, str(told["on"])), kind=told["kind"],
            name=told["name"], on=told["on"], parent=self.unit, by=self.by,
            place=unit_of(self.by.tree, place) if place else None,
            setting=told.get("setting") or "",
        )  # fmt: skip
        return made, f"Đã lập «{told['name']}»."


def _code(name: str, parent: str, on: str) -> str:
    # Unique by what it says: two units of one name under one parent are not founded on one day.
    words = "-".join("".join(c if c.isalnum() else " " for c in fold(name)).split())
    return f"{parent[:20]}-{words[:26]}-{on}"[:60]


class RenameForm(KeepForm):
    """Đổi tên."""

    heading, button = "Đổi tên", "Đổi tên"
    explained = "Tên cũ vẫn hiện khi xem những ngày trước."
    name = WordsField("Tên mới")
    field_order = ("name", "on")

    def deed(self) -> tuple[Unit, str]:
        """This method will give the unit its new name."""
        org.rename(
            unit=self.unit, name=self.cleaned_data["name"], on=self.cleaned_data["on"], by=self.by
        )
        return self.unit, f"Đã đổi tên thành «{self.cleaned_data['name']}»."


class MoveForm(KeepForm):
    """Chuyển sang đơn vị cấp trên khác."""

    heading, button = "Chuyển sang đơn vị cấp trên khác", "Chuyển"
    explained = "Các đơn vị bên dưới đi theo."
    parent = ChoiceField("Đơn vị cấp trên mới")
    field_order = ("parent", "on")

    def ready(self) -> None:
        """This method will offer the units that may hold this one."""
        tree = self.by.tree
        self.choose("parent", [
            (pk, words) for pk, words in unit_choices(tree, self.by.reach(Act.UNIT_KEEP))
            if self.unit.kind in KINDS[tree[int(pk)].kind].holds
        ])  # fmt: skip

    def deed(self) -> tuple[Unit, str]:
        """This method will put the unit under another."""
        parent = unit_of(self.by.tree, self.cleaned_data["parent"])
        org.move(unit=self.unit, parent=parent, on=self.cleaned_data["on"], by=self.by)
        return self.unit, f"Đã chuyển sang {self.by.tree.name(parent.pk)}."


class DissolveForm(KeepForm):
    """Kết thúc hoạt động."""

    heading, button = "Kết thúc hoạt động", "Kết thúc"
    explained = (
        "Dùng khi đơn vị thôi hoạt động mà không có đơn vị nào nhận thay. "
        "Có đơn vị nhận thay thì dùng «Sáp nhập», để số liệu cũ còn nối được."
    )
    on = DayField("Ngày đầu tiên không còn")
    sure = tick("Tôi hiểu: ghi rồi không hoàn lại được. Muốn có lại thì phải lập đơn vị mới.")

    def deed(self) -> tuple[Unit, str]:
        """This method will end the unit."""
        org.dissolve(unit=self.unit, on=self.cleaned_data["on"], by=self.by)
        return self.unit, "Đã ghi ngày kết thúc."


class MergeForm(KeepForm):
    """Sáp nhập vào đơn vị này."""

    heading, button = "Nhận sáp nhập vào đơn vị này", "Sáp nhập"
    explained = (
        "Các đơn vị được chọn kết thúc vào ngày đó; đơn vị này nhận phần việc, "
        "các đơn vị bên dưới và số liệu của họ."
    )
    units = forms.MultipleChoiceField(
        label="Các đơn vị nhập vào", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chưa chọn đơn vị nào để nhập vào."},
    )  # fmt: skip
    on = DayField("Ngày sáp nhập")
    instrument = WordsField(
        "Văn bản quyết định", most=300, help_text="Số, ngày và nơi ban hành, như 12/NQ-HĐND ngày 28/6/2021."
    )  # fmt: skip
    sure = tick("Tôi hiểu: ghi rồi không hoàn lại được. Các đơn vị nhập vào không mở lại được nữa.")
    field_order = ("units", "on", "instrument", "sure")

    def ready(self) -> None:
        """This method will offer the units of the same kind."""
        tree = self.by.tree
        self.fields["units"].choices = [  # type: ignore[attr-defined]
            (str(pk), tree.name(pk)) for pk in _alike(self)
        ]

    def deed(self) -> tuple[Unit, str]:
        """This method will merge the chosen units into this one."""
        told = self.cleaned_data
        units = [unit_of(self.by.tree, pk) for pk in told["units"]]
        org.merge(
            units=units, into=self.unit, on=told["on"], instrument=told["instrument"], by=self.by
        )
        return self.unit, "Đã ghi sáp nhập."


class SplitForm(KeepForm):
    """Chia tách đơn vị này."""

    heading, button = "Chia tách đơn vị này", "Chia tách"
    explained = (
        "Lập các đơn vị mới trước, rồi chọn ở đây. Văn bản có ghi tỷ lệ thì số liệu cũ chia theo tỷ "
        "lệ đó; không ghi thì số cũ và số mới không so sánh được với nhau."
    )
    units = forms.MultipleChoiceField(
        label="Các đơn vị nhận", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chưa chọn đơn vị nào để nhận."},
    )  # fmt: skip
    shares = WordsField(
        "Tỷ lệ chia, nếu văn bản có ghi", required=False,
        help_text="Theo thứ tự các đơn vị đã chọn ở trên, như 2/5, 3/5.",
    )  # fmt: skip
    on = DayField("Ngày chia tách")
    instrument = WordsField(
        "Văn bản quyết định", most=300, help_text="Số, ngày và nơi ban hành, như 12/NQ-HĐND ngày 28/6/2021."
    )  # fmt: skip
    sure = tick(
        "Tôi hiểu: ghi rồi không hoàn lại được. Đơn vị này kết thúc, các đơn vị nhận đi tiếp."
    )
    field_order = ("units", "shares", "on", "instrument", "sure")

    def ready(self) -> None:
        """This method will offer the units of the same kind."""
        tree = self.by.tree
        self.fields["units"].choices = [  # type: ignore[attr-defined]
            (str(pk), tree.name(pk)) for pk in _alike(self)
        ]

    def clean_shares(self) -> list[Fraction | None]:
        """This method will read one share an heir, or none at all."""
        heirs = self.cleaned_data.get("units", [])
        told = [
            part
            for part in self.cleaned_data["shares"].replace(";", ",").split(",")
            if part.strip()
        ]
        if not told:
            return [None] * len(heirs)
        if len(told) != len(heirs):
            raise forms.ValidationError(
                f"Đã chọn {len(heirs)} đơn vị nhận nhưng ghi {len(told)} tỷ lệ; ghi mỗi đơn vị một tỷ lệ."
            )
        try:
            return [Fraction(part.replace(" ", "")) for part in told]
        except (ValueError, ZeroDivisionError):
            raise forms.ValidationError("Tỷ lệ chia: ghi như 2/5, 3/5.") from None

    def deed(self) -> tuple[Unit, str]:
        """This method will end this unit and name its heirs."""
        told = self.cleaned_data
        heirs = [unit_of(self.by.tree, pk) for pk in told["units"]]
        org.split(
            unit=self.unit, into=dict(zip(heirs, told["shares"], strict=True)), on=told["on"],
            instrument=told["instrument"], by=self.by,
        )  # fmt: skip
        return heirs[0], "Đã ghi chia tách."


class KnownByForm(KeepForm):
    """Mã, điện thoại."""

    heading, button = "Ghi mã, điện thoại trực", "Ghi"
    explained = (
        "Số điện thoại trực của phường hiện trên điện thoại của tổ trưởng, ở nút «Gọi phường»."
    )
    scheme = ChoiceField("Loại", SCHEMES.items())
    code = WordsField("Mã hoặc số điện thoại", most=40)
    field_order = ("scheme", "code", "on")

    def deed(self) -> tuple[Unit, str]:
        """This method will note what the unit is known by from a day on."""
        told = self.cleaned_data
        org.give_code(
            unit=self.unit, scheme=told["scheme"], code=told["code"], on=told["on"], by=self.by
        )
        return self.unit, f"Đã ghi {SCHEMES[told['scheme']].lower()}."


def _alike(form: KeepForm) -> list[int]:
    tree, reach = form.by.tree, form.by.reach(Act.UNIT_KEEP)
    return [
        unit for top in tree.children(None) for unit in tree.below(top)
        if tree[unit].kind == form.unit.kind and unit != form.unit.pk and unit in reach
    ]  # fmt: skip


VERBS: dict[str, type[KeepForm]] = {
    "lap-moi": FoundForm,
    "doi-ten": RenameForm,
    "chuyen": MoveForm,
    "ma": KnownByForm,
    "sap-nhap": MergeForm,
    "chia-tach": SplitForm,
    "ket-thuc": DissolveForm,
}


def offered(unit: Unit) -> list[tuple[str, str]]:
    """This function will return the verbs that make sense of a unit, with their words."""
    return [
        (code, form.heading)
        for code, form in VERBS.items()
        if not (code == "lap-moi" and not KINDS[unit.kind].holds)
        and not (code in ("chuyen", "sap-nhap", "chia-tach") and KINDS[unit.kind].top)
    ]
