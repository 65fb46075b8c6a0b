"""Ô của hộ dân: what is asked when a household is registered, moved, split, joined or ended."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._meeting_forms import LinesField
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives.folding import fold
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.people.queries import Member
from dongthuan.who.people.services import NewMember

_CODE = re.compile(r"[-A-Za-z0-9_]{1,40}")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_PHONE = re.compile(r"\+?[\d .]{9,15}")
_MOST = 60
HOW = (
    "Mỗi dòng một người: Lê Văn An; 3/2/1970; chủ hộ; đại diện. Ngày sinh và số điện thoại có thể "
    "để trống; chữ «chủ hộ», «đại diện» ghi ở đúng một dòng."
)


def read_members(told: str) -> list[NewMember]:
    """This function will read members as lines. Raises ValidationError naming the line."""
    lines = [line for line in told.splitlines() if line.strip()]
    if len(lines) > _MOST:
        raise forms.ValidationError(f"Một hộ ghi nhiều nhất {_MOST} người.")
    return [_member(at, line) for at, line in enumerate(lines, start=1)]


def _member(at: int, line: str) -> NewMember:
    name, born, phone, head, speaks = "", None, "", False, False
    for piece in (one.strip() for one in re.split(r"[;,\t|]", line)):
        if not piece:
            continue
        if match := _DAY.fullmatch(piece):
            born = _born(at, piece, match)
        elif fold(piece) in ("chu ho", "chu"):
            head = True
        elif fold(piece) in ("dai dien", "nguoi dai dien", "dai dien ho"):
            speaks = True
        elif _PHONE.fullmatch(piece):
            phone = re.sub(r"[^\d+]", "", piece)
        elif not name and not any(letter.isdigit() for letter in piece):
            name = piece
        else:
            raise forms.ValidationError(
                f"Dòng {at}: không hiểu «{piece[:40]}». Ghi họ tên trước, rồi ngày sinh như "
                "3/2/1970, cách nhau bằng dấu chấm phẩy."
            )
    if not name:
        raise forms.ValidationError(f"Dòng {at}: chưa có họ và tên.")
    if len(name) > 120:
        raise forms.ValidationError(f"Dòng {at}: họ và tên dài quá 120 ký tự.")
    return NewMember(name, born, head, speaks, phone)


def _born(at: int, piece: str, match: re.Match[str]) -> date:
    day, month, year = (int(one) for one in match.groups())
    try:
        return datetime(year, month, day).date()
    except ValueError:
        raise forms.ValidationError(f"Dòng {at}: không có ngày {piece}.") from None


class CodeField(asking.WordsField):
    """Mã hộ: letters without marks, digits and hyphens, as the office numbers its households."""

    def clean(self, value: Any) -> Any:
        """This method will refuse what cannot be a code."""
        told = super().clean(value)
        if told and not _CODE.fullmatch(told):
            raise forms.ValidationError(
                f"{self.label}: chỉ dùng chữ không dấu, số và gạch nối, như P2-T05-012."
            )
        return told


class _Members(forms.MultipleChoiceField):
    def __init__(self, label: str) -> None:
        super().__init__(
            label=label, widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Chưa chọn ai. Đánh dấu những người cần ghi.",
                "invalid_choice": "Có người không còn là thành viên của hộ. Tải lại trang rồi chọn.",
            },
        )  # fmt: skip


class _One(forms.ChoiceField):
    def __init__(self, label: str, *, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            label=label, widget=forms.RadioSelect, required=required, help_text=help_text,
            error_messages={
                "required": "Chưa chọn người nào.",
                "invalid_choice": "Người này không còn là thành viên của hộ. Tải lại trang rồi chọn.",
            },
        )  # fmt: skip


class NewForm(forms.Form):
    """Lập hộ mới trong sổ."""

    code = CodeField("Mã hộ", most=40, autocomplete="off")
    unit = asking.ChoiceField("Tổ dân phố")
    address = asking.WordsField("Địa chỉ", most=200, required=False, autocomplete="off")
    on = asking.DayField("Từ ngày")
    members = LinesField("Những người trong hộ", rows=5, most=10_000, help_text=HOW)

    def __init__(self, *args: Any, by: SignedIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "Chọn…"), *groups(by)]  # type: ignore[attr-defined]

    def clean_members(self) -> list[NewMember]:
        """This method will read the lines of members."""
        return read_members(self.cleaned_data["members"])


def groups(by: SignedIn) -> list[tuple[str, str]]:
    """This function will return the groups of today whose people the viewer keeps."""
    reach = by.reach(Act.PEOPLE_KEEP)
    return [
        (str(unit), by.tree.name(unit))
        for unit, _ in asking.outline(by.tree, reach)
        if by.tree[unit].kind == "residential_group"
    ]


class VerbForm(forms.Form):
    """Việc của một hộ: what each verb asks besides the day."""

    heading: ClassVar[str]
    button: ClassVar[str] = "Ghi"
    explained: ClassVar[str] = ""

    def __init__(self, *args: Any, by: SignedIn, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(str(one.person), _told(one)) for one in members]
        for field in self.fields.values():
            if isinstance(field, _Members):
                field.choices = told
            elif isinstance(field, _One):
                field.choices = told if field.required else [("", "Để sau"), *told]
        if "unit" in self.fields:
            first = "Chọn…" if self.fields["unit"].required else "(cùng tổ với hộ cũ)"
            self.fields["unit"].choices = [("", first), *groups(by)]  # type: ignore[attr-defined]


def _told(one: Member) -> str:
    born = f", sinh {one.born.day}/{one.born.month}/{one.born.year}" if one.born else ""
    return f"{one.name}{born}{' – chủ hộ' if one.is_head else ''}"


class AddForm(VerbForm):
    """Thêm người mới vào hộ."""

    heading, button = "Thêm người vào hộ", "Thêm người"
    explained = "Người đang ở một hộ khác trong phường thì mở hộ ấy và chuyển người sang hộ này."
    lines = LinesField("Những người mới vào hộ", rows=4, most=10_000, help_text=HOW)
    on = asking.DayField("Từ ngày")

    def clean_lines(self) -> list[NewMember]:
        """This method will read the lines of members."""
        told = read_members(self.cleaned_data["lines"])
        if not told:
            raise forms.ValidationError("Chưa ghi ai.")
        return told


class SplitForm(VerbForm):
    """Tách hộ."""

    heading, button = "Tách hộ", "Tách hộ"
    explained = "Những người được đánh dấu thành một hộ mới; hộ cũ còn lại và hai hộ nối với nhau."
    members = _Members("Ai tách ra")
    code = CodeField("Mã hộ mới", most=40, autocomplete="off")
    unit = asking.ChoiceField("Tổ dân phố của hộ mới", required=False)
    address = asking.WordsField(
        "Địa chỉ của hộ mới", most=200, required=False, autocomplete="off",
        help_text="Để trống nếu vẫn ở địa chỉ cũ.",
    )  # fmt: skip
    head = _One("Chủ hộ mới", required=False)
    representative = _One("Người đại diện hộ mới", required=False)
    on = asking.DayField("Từ ngày")
    reason = asking.WordsField("Lý do", most=300, required=False, autocomplete="off")


class MoveMembersForm(VerbForm):
    """Chuyển người sang hộ khác."""

    heading, button = "Chuyển người sang hộ khác", "Chuyển người"
    explained = "Để ghi kết hôn, về ở với cha mẹ… Cả hộ sang hộ khác thì dùng «Nhập hộ»."
    members = _Members("Ai chuyển")
    into = asking.WordsField("Mã hộ nhận", most=40, autocomplete="off")
    on = asking.DayField("Từ ngày")


class LeaveForm(VerbForm):
    """Người ra khỏi hộ."""

    heading, button = "Người ra khỏi hộ", "Ghi"
    explained = "Người chuyển đi nơi khác hoặc đã mất. Ngày ghi là ngày đầu tiên không còn ở hộ."
    members = _Members("Ai ra khỏi hộ")
    on = asking.DayField("Từ ngày")
    reason = asking.WordsField("Lý do", most=300, required=False, autocomplete="off")


class JoinForm(VerbForm):
    """Nhập hộ."""

    heading, button = "Nhập vào hộ khác", "Nhập hộ"
    explained = "Mọi người của hộ này thành người của hộ nhận; hộ này chỉ còn trong lịch sử."
    into = asking.WordsField("Mã hộ nhận", most=40, autocomplete="off")
    on = asking.DayField("Từ ngày")
    reason = asking.WordsField("Lý do", most=300, required=False, autocomplete="off")


class MoveForm(VerbForm):
    """Chuyển nơi ở."""

    heading, button = "Chuyển nơi ở", "Chuyển"
    explained = "Nơi ở cũ vẫn giữ trong lịch sử. Hộ đã rời phường thì ghi ở đây khi về lại."
    unit = asking.ChoiceField("Tổ dân phố")
    address = asking.WordsField("Địa chỉ", most=200, required=False, autocomplete="off")
    on = asking.DayField("Từ ngày")


class EndForm(VerbForm):
    """Kết thúc hộ."""

    heading, button = "Hộ không còn ở phường", "Ghi"
    explained = (
        "Mọi người của hộ ra khỏi sổ từ ngày này; lịch sử vẫn giữ. Về lại thì ghi nơi ở mới."
    )
    how = forms.ChoiceField(
        label="Vì sao", widget=forms.RadioSelect,
        choices=[("left", "Chuyển khỏi phường"), ("ended", "Không còn hộ (không còn ai)")],
        error_messages={"required": "Chưa chọn vì sao."},
    )  # fmt: skip
    on = asking.DayField("Ngày đầu tiên không còn ở phường")
    reason = asking.WordsField("Ghi thêm", most=300, required=False, autocomplete="off")


class SpeakerForm(VerbForm):
    """Chọn người đại diện."""

    heading, button = "Chọn người đại diện hộ", "Chọn"
    explained = (
        "Người đại diện dự họp và biểu quyết thay cả hộ: có năng lực hành vi dân sự đầy đủ, đủ 18 "
        "tuổi vào ngày được chọn. Ngày sinh chưa ghi thì bác tự xem."
    )
    person = _One("Người đại diện")
    on = asking.DayField("Từ ngày")


class HeadForm(VerbForm):
    """Đổi chủ hộ."""

    heading, button = "Đổi chủ hộ", "Ghi"
    person = _One("Chủ hộ")
    on = asking.DayField("Từ ngày")


FORMS: dict[str, type[VerbForm]] = {
    "them-nguoi": AddForm, "tach": SplitForm, "chuyen-nguoi": MoveMembersForm,
    "ra-khoi-ho": LeaveForm, "nhap": JoinForm, "chuyen": MoveForm, "ket-thuc": EndForm,
    "dai-dien": SpeakerForm, "chu-ho": HeadForm,
}  # fmt: skip
