"""Ô của sổ: what is asked when cash is counted, a period closed, a book begun with what stood there."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from dongthuan.act.ledger import elsewhere, queries
from dongthuan.act.ledger.rules import Nature
from dongthuan.doors.desk import _asking_for as asking

LARGEST = 20 * 1024 * 1024
_SPACES = re.compile(r"[\s.]|đồng|đ$")


class DongField(forms.IntegerField):
    """Số tiền: whole đồng, typed with dots or spaces between thousands as people write it."""

    def __init__(self, label: str, *, help_text: str = "", required: bool = True) -> None:
        super().__init__(
            label=label, help_text=help_text, required=required, min_value=0,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "required": f"Chưa ghi: {label.lower()}.",
                "invalid": f"{label}: ghi số đồng nguyên, như 1.500.000.",
                "min_value": f"{label}: không thể dưới 0.",
                "max_value": f"{label}: lớn quá, xem lại số chữ số 0.",
            },
        )  # fmt: skip

    def to_python(self, value: Any) -> int | None:
        """This method will read an amount."""
        return super().to_python(_SPACES.sub("", str(value).strip().lower()) if value else value)


class EntryForm(forms.Form):
    """Bút toán ghi tay: from which account to which, how much, for what, on which day."""

    source = asking.ChoiceField(
        "Tiền đi từ (ghi Có)", help_text="Phí ngân hàng: tài khoản ngân hàng. Lãi: tài khoản thu."
    )
    target = asking.ChoiceField(
        "Tiền đến (ghi Nợ)", help_text="Phí ngân hàng: tài khoản chi. Lãi: tài khoản ngân hàng."
    )
    purpose = asking.ChoiceField("Của mục đích")
    dong = DongField("Số tiền", help_text="Đồng; ghi như 1.500.000.")
    words = asking.WordsField(
        "Diễn giải", help_text="Như: phí chuyển khoản tháng 6. Không ghi tên người."
    )
    on = asking.DayField("Ngày")

    def __init__(self, *told: Any, book: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        offered = [
            (str(a.pk), str(a)) for a in queries.accounts_of(book)
            if not a.ended_on and not elsewhere.place(a.code)
        ]  # fmt: skip
        for name in ("source", "target"):
            self.fields[name].choices = [("", "Chọn…"), *offered]  # type: ignore[attr-defined]
        purposes = [(str(p.pk), str(p)) for p in queries.purposes_of(book)]
        self.fields["purpose"].choices = [("", "Chọn…"), *purposes]  # type: ignore[attr-defined]
        self.offered = offered


class AccountForm(forms.Form):
    """Tài khoản: its code, its name, on which side of the book it stands."""

    code = asking.WordsField(
        "Mã tài khoản", most=40, help_text="Chữ không dấu, số, dấu chấm: 635.PHI, 515.LAI."
    )
    name = asking.WordsField("Tên tài khoản", most=160, help_text="Như: Phí ngân hàng.")
    nature = asking.ChoiceField("Loại", [(one.value, one.words) for one in Nature])


class BookForm(forms.Form):
    """Sổ: of which unit, its name, from which day on."""

    unit = asking.ChoiceField("Đơn vị giữ sổ")
    name = asking.WordsField("Tên sổ", most=160)
    on = asking.DayField("Mở từ ngày")


class CountForm(forms.Form):
    """Kiểm quỹ: which cash, on which day, how much was counted."""

    account = asking.ChoiceField("Tài khoản tiền")
    purpose = asking.ChoiceField(
        "Của mục đích", required=False, help_text="Để trống nếu đếm chung cả két."
    )
    on = asking.DayField("Đếm cuối ngày")
    dong = DongField("Số đếm được", help_text="Đồng; ghi như 1.500.000.")
    note = asking.WordsField(
        "Ghi chú", required=False, help_text="Ai cùng đếm, vì sao lệch (nếu lệch)."
    )

    def __init__(self, *told: Any, book: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        cash = [a for a in queries.accounts_of(book) if a.sort is Nature.ASSET and not a.ended_on]
        self.fields["account"].choices = [("", "Chọn…"), *((a.pk, str(a)) for a in cash)]  # type: ignore[attr-defined]
        purposes = [(p.pk, str(p)) for p in queries.purposes_of(book)]
        self.fields["purpose"].choices = [("", "(cả két)"), *purposes]  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """Khóa sổ: through which day."""

    through = asking.DayField("Khóa đến hết ngày")


class ReopenForm(forms.Form):
    """Mở lại: from which day on, and why."""

    through = asking.DayField(
        "Còn khóa đến hết ngày", required=False, help_text="Để trống: mở lại tất cả."
    )
    reason = asking.WordsField("Vì sao mở lại")


class OpeningForm(forms.Form):
    """Số dư đầu kỳ: what stood in each account for each purpose, with the signed minutes."""

    on = asking.DayField("Số dư đến hết ngày")
    minutes = forms.FileField(
        label="Biên bản có chữ ký", help_text="PDF hoặc ảnh chụp, không quá 20 MB.",
        error_messages={"required": "Chưa chọn: biên bản có chữ ký.", "empty": "Tệp biên bản rỗng."},
    )  # fmt: skip

    def __init__(self, *told: Any, book: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        self.cells = []
        held = [
            a for a in queries.accounts_of(book)
            if a.sort in (Nature.ASSET, Nature.LIABILITY) and not a.ended_on
        ]  # fmt: skip
        for account in held:
            for purpose in queries.purposes_of(book):
                name = f"o-{account.pk}-{purpose.pk}"
                self.fields[name] = DongField(f"{account} · {purpose}", required=False)
                self.cells.append((name, account, purpose))

    def clean_minutes(self) -> Any:
        """This method will refuse a file that is too large to be minutes."""
        file = self.cleaned_data["minutes"]
        if file.size > LARGEST:
            raise forms.ValidationError("Tệp biên bản nặng hơn 20 MB. Quét lại nhẹ hơn.")
        return file

    def told(self) -> list[tuple[Any, Any, int]]:
        """This method will return the amounts that were written, by account and purpose."""
        return [
            (account, purpose, dong)
            for name, account, purpose in self.cells
            if (dong := self.cleaned_data.get(name))
        ]
