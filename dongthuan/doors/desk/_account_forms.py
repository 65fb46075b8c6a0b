"""Mẫu cấp quyền, mẫu mở tài khoản."""

from __future__ import annotations

from typing import Any

from django import forms

from dongthuan.doors.desk._asking_for import ChoiceField, DayField, WordsField
from dongthuan.who.access.rules import ROLES


class GrantForm(forms.Form):
    """Cấp quyền: which role, where, from when until when."""

    role = ChoiceField("Vai trò", [(role.code, role.words) for role in ROLES.values()])
    unit = ChoiceField("Đơn vị", help_text="Quyền có ở đơn vị này và mọi đơn vị bên dưới.")
    on = DayField("Từ ngày")
    last = DayField("Đến hết ngày", help_text="Để trống nếu chưa định ngày hết.", required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "Chọn…"), *units]  # type: ignore[attr-defined]


class AccountForm(GrantForm):
    """Mở tài khoản: who, and the first grant with it; an account without one reaches nothing."""

    name = WordsField("Họ và tên", most=120, autocomplete="off")
    username = WordsField(
        "Tên đăng nhập", most=60, help_text="Chữ thường không dấu, như nguyen.thi.lan.",
        autocapitalize="none", autocomplete="off", spellcheck="false",
    )  # fmt: skip
    password = forms.CharField(
        label="Mật khẩu ban đầu", required=False, strip=False,
        help_text="Ít nhất 10 ký tự. Để trống nếu người này chỉ vào bằng điện thoại và mã PIN.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    field_order = ("name", "username", "password", "role", "unit", "on", "last")
