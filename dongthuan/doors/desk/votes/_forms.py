"""Ô của đợt lấy phiếu: what is asked, of which groups, how, and from when until when."""

from __future__ import annotations

from typing import Any

from django import forms

from dongthuan.decide.assembly import services
from dongthuan.decide.assembly.rules import MATTERS, Channel
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._meeting_forms import LinesField
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn


class VoteForm(forms.Form):
    """Đợt lấy phiếu: everything a household reads before it answers."""

    matter = asking.ChoiceField(
        "Loại việc", [(one.code, one.words) for one in MATTERS.values()],
        help_text="Ngưỡng thông qua và nơi công nhận theo loại việc và ngày kết thúc.",
    )  # fmt: skip
    title = asking.WordsField(
        "Câu hỏi",
        most=300,
        help_text="Hộ đọc câu này rồi chọn đồng ý, không đồng ý hay ý kiến khác.",
    )
    text = LinesField("Nội dung đầy đủ", help_text="Thiết kế, dự toán, nguồn vốn; không bắt buộc.")
    level = LinesField(
        "Mức đóng góp được biểu quyết", rows=2,
        help_text="Việc đóng góp: ghi mức, như 2.000.000 đồng/hộ hoặc 3 ngày công. Mức là lời kêu gọi "
        "chung, không phải khoản nợ của hộ nào.",
    )  # fmt: skip
    exemptions = LinesField(
        "Diện miễn, giảm",
        rows=2,
        help_text="Chỉ ghi diện, như hộ nghèo, hộ chính sách; không ghi tên hộ.",
    )
    groups = forms.MultipleChoiceField(
        label="Tổ dân phố được lấy phiếu", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một tổ dân phố."},
    )  # fmt: skip
    secret = forms.BooleanField(label="Bỏ phiếu kín", required=False)
    channels = forms.MultipleChoiceField(
        label="Cách lấy phiếu", widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, one.words.capitalize()) for one in Channel],
        help_text="Bỏ phiếu kín thì chỉ chọn «bỏ phiếu, kiểm trên bảng».",
        error_messages={"required": "Chọn ít nhất một cách lấy phiếu."},
    )  # fmt: skip
    opens_on = asking.DayField("Lấy phiếu từ ngày")
    closes_on = asking.DayField("Đến hết ngày")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, by: SignedIn, unit: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = by.reach(Act.VOTE_KEEP)
        offered = [
            (str(one), by.tree.name(one)) for one in by.tree.below(unit)
            if one in reach and by.tree[one].kind == "residential_group"
        ] if unit is not None else asking.unit_choices(by.tree, reach, kind="residential_group")  # fmt: skip
        self.fields["groups"].choices = [  # type: ignore[attr-defined]
            (value, words.strip()) for value, words in offered
        ]
        if len(offered) == 1:
            self.fields["groups"].initial = [offered[0][0]]

    def refused(self, message: str, field: str) -> None:
        """This method will put a refusal beside the box it speaks of."""
        self.add_error(field if field in self.fields else None, message)

    @property
    def question(self) -> services.Question:
        """This property will return what is asked."""
        told = self.cleaned_data
        names = ("matter", "title", "text", "level", "exemptions", "secret", "channels", "opens_on",
                 "closes_on")  # fmt: skip
        return services.Question(**{name: told[name] for name in names})

    @property
    def units(self) -> list[int]:
        """This property will return the groups asked."""
        return [int(one) for one in self.cleaned_data["groups"]]


def told_of(vote: Any, groups: list[int]) -> dict[str, Any]:
    """This function will return what the boxes hold of a vote."""
    names = ("matter", "title", "text", "level", "exemptions", "secret", "opens_on", "closes_on")
    return {
        **{name: getattr(vote, name) for name in names}, "channels": list(vote.ways),
        "groups": [str(one) for one in groups], "seen": vote.version,
    }  # fmt: skip
