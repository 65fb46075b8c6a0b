"""Ô của công trình, quỹ: what is asked when a work is planned, rests on something, moves on and ends."""

from __future__ import annotations

from typing import Any

from django import forms

from dongthuan.act.funds import rules
from dongthuan.act.funds.rules import SORTS, Asking, Source
from dongthuan.act.funds.services import KEEP, TO_WORK, Plan
from dongthuan.doors.desk import _asking_for as boxes
from dongthuan.doors.desk._meeting_forms import LinesField
from dongthuan.ground.primitives import numbers

LARGEST = 20 * 1024 * 1024
_FIELDS = {"dong": "level_dong", "sources": "residents"}


class DongField(forms.Field):
    """Số tiền: typed as the office writes it, kept as whole đồng."""

    def __init__(self, label: str, *, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            label=label, required=required, help_text=help_text,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={"required": f"Chưa ghi: {label.lower()}."},
        )  # fmt: skip

    def to_python(self, value: Any) -> Any:
        """This method will read an amount, or say how to write it."""
        if value in self.empty_values or isinstance(value, int):
            return value or None
        try:
            return rules.dong_of(str(value))
        except rules.UnableToRead as problem:
            raise forms.ValidationError(f"{self.label}: {problem}") from None

    def prepare_value(self, value: Any) -> Any:
        """This method will write a kept amount as it is typed."""
        return numbers.written(value) if isinstance(value, int) else value


class CountField(forms.IntegerField):
    """Số đếm: a whole number from nothing up."""

    def __init__(
        self, label: str, *, required: bool = True, help_text: str = "", most: int = 100_000
    ) -> None:
        super().__init__(
            label=label, required=required, help_text=help_text, min_value=0, max_value=most,
            error_messages={
                "required": f"Chưa ghi: {label.lower()}.", "invalid": f"{label}: ghi số nguyên.",
                "min_value": f"{label}: không nhỏ hơn 0.", "max_value": f"{label}: lớn quá.",
            },
        )  # fmt: skip


class PaperField(forms.FileField):
    """Tệp: a scan or a document of at most 20 MB."""

    def __init__(self, label: str, *, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            label=label, required=required,
            help_text=help_text or "PDF, Word hoặc ảnh chụp; không quá 20 MB.",
            error_messages={"required": f"Chưa chọn: {label.lower()}.", "empty": f"{label}: tệp trống."},
        )  # fmt: skip


class GivingForm(forms.Form):
    """Phiếu ghi của công trình, quỹ: a refusal is put beside the box it speaks of."""

    def refused(self, message: str, field: str) -> None:
        """This method will put a refusal beside its box, or on top."""
        self.add_error(field if field in self.fields else None, message)


class WorkForm(GivingForm):
    """Hồ sơ công trình, quỹ."""

    unit = boxes.ChoiceField("Đơn vị làm")
    kind = boxes.ChoiceField("Loại", [(one.code, one.words.capitalize()) for one in SORTS.values()])
    code = boxes.WordsField(
        "Mã",
        most=40,
        help_text="Chữ không dấu, số, gạch ngang; in trên phiếu và trong sổ: duong-to-5.",
    )
    title = boxes.WordsField("Tên công trình, quỹ", most=200)
    purpose = boxes.WordsField("Để làm gì", most=600)
    groups = forms.MultipleChoiceField(
        label="Các tổ của công trình", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Đợt lấy phiếu phải hỏi đủ các tổ này.",
    )  # fmt: skip
    estimate_dong = DongField("Dự toán (đồng)", required=False)
    budget = DongField("Vốn ngân sách nhà nước (đồng)", required=False)
    residents = DongField("Nhân dân đóng góp (đồng)", required=False)
    sponsors = DongField("Tổ chức, cá nhân tài trợ (đồng)", required=False)
    other = DongField("Nguồn khác (đồng)", required=False)
    asking = forms.ChoiceField(
        label="Cách vận động", choices=[(one.value, one.words.capitalize()) for one in Asking],
        widget=forms.RadioSelect, initial=Asking.APPEAL.value,
        help_text="Có mức cố định thì phải có biểu quyết thông qua mức đó. Kêu gọi thì không đặt mức.",
    )  # fmt: skip
    level_dong = DongField("Mức góp được biểu quyết (đồng)", required=False)
    level_per = boxes.WordsField(
        "Mức tính trên", most=40, required=False, help_text="Ví dụ: hộ, lao động."
    )
    exemptions = LinesField(
        "Diện miễn, giảm", rows=3,
        help_text="Mỗi dòng một diện: hộ nghèo, gia đình chính sách… Không ghi tên hộ nào.",
    )  # fmt: skip
    planned_from = boxes.DayField("Dự kiến làm từ ngày", required=False)
    planned_to = boxes.DayField("Dự kiến xong ngày", required=False)

    def plan(self, groups: list[Any]) -> Plan:
        """This method will return what the boxes tell."""
        told = self.cleaned_data
        return Plan(
            told["title"], told["purpose"], groups, Asking(told["asking"]), told["level_dong"],
            told["level_per"], [one.strip() for one in told["exemptions"].splitlines() if one.strip()],
            told["estimate_dong"], {source: told[source.value] for source in Source if told[source.value]},
            told["planned_from"], told["planned_to"],
        )  # fmt: skip


class PaperBasisForm(GivingForm):
    """Quyết định từ trước, theo biên bản giấy."""

    number = boxes.WordsField("Số biên bản, nghị quyết", most=60)
    on = boxes.DayField("Ngày quyết định")
    households = CountField("Tổng số hộ (đại diện hộ) được hỏi")
    present = CountField("Số đại diện hộ dự họp", required=False)
    yes = CountField("Số hộ đồng ý")
    minutes = PaperField("Bản chụp biên bản có chữ ký")


class CallBasisForm(GivingForm):
    """Lời kêu gọi đã công bố."""

    number = boxes.WordsField("Số văn bản kêu gọi, phát động", most=60)
    on = boxes.DayField("Ngày công bố")
    minutes = PaperField("Bản chụp văn bản", required=False)


class PlansForm(GivingForm):
    """Tệp thiết kế, dự toán: either or both; a later file takes the place of the one before."""

    design = PaperField("Tệp thiết kế", required=False)
    estimate = PaperField("Tệp dự toán", required=False)

    def clean(self) -> dict[str, Any]:
        """This method will ask for a file at least."""
        told = super().clean() or {}
        if not self.errors and not (told.get("design") or told.get("estimate")):
            self.add_error(
                "design", "Chưa chọn tệp nào: chọn tệp thiết kế, tệp dự toán hoặc cả hai."
            )
        return told


class ProgressForm(GivingForm):
    """Tiến độ."""

    on = boxes.DayField("Ngày")
    percent = CountField("Đã làm được bao nhiêu phần trăm", most=100)
    words = boxes.WordsField(
        "Diễn giải",
        most=500,
        required=False,
        help_text="Ai cũng đọc được; không ghi tên người dân.",
    )


class AcceptForm(GivingForm):
    """Nghiệm thu."""

    on = boxes.DayField("Ngày nghiệm thu")
    supervisors = CountField("Số thành viên Ban Giám sát đầu tư của cộng đồng ký", most=50)
    minutes = PaperField("Biên bản nghiệm thu có chữ ký")


class SettleForm(GivingForm):
    """Quyết toán."""

    on = boxes.DayField("Ngày quyết toán")
    minutes = PaperField("Biên bản quyết toán", required=False)


class SurplusForm(PaperBasisForm):
    """Phần còn dư: the decision of the people, and what it says."""

    manner = forms.ChoiceField(
        label="Nhân dân quyết định", widget=forms.RadioSelect, initial=KEEP,
        choices=[(KEEP, "Giữ lại để duy tu công trình này"), (TO_WORK, "Chuyển sang công trình, quỹ khác")],
    )  # fmt: skip
    dong = DongField("Số tiền")
    to_work = boxes.ChoiceField("Công trình, quỹ nhận", required=False)


class ValuationForm(GivingForm):
    """Giá quy đổi."""

    unit = boxes.ChoiceField("Đơn vị áp dụng")
    kind = boxes.ChoiceField("Loại", [(one.value, one.words.capitalize()) for one in rules.IN_KIND])
    what = boxes.WordsField(
        "Quy đổi cho", most=120, help_text="Ví dụ: lao động phổ thông; cát xây; đất ở ven đường."
    )
    measured_in = boxes.WordsField("Đơn vị tính", most=30, help_text="ngày công, m³, m², bao…")
    dong = DongField("Giá một đơn vị (đồng)")
    from_day = boxes.DayField("Áp dụng từ ngày")
    document = boxes.WordsField("Văn bản công bố", most=200)


class BookForm(GivingForm):
    """In quyển phiếu thu."""

    unit = boxes.ChoiceField("Đơn vị")
    code = boxes.WordsField("Mã quyển", most=20, help_text="In trước mỗi số phiếu: PT01.")
    first = CountField("Từ số", most=9999)
    last = CountField("Đến số", most=9999)
    work = boxes.ChoiceField("Chỉ thu cho", required=False)
    paper = forms.ChoiceField(
        label="Khổ in", choices=[("a6", "A6, bốn phiếu một tờ A4"), ("58", "Cuộn giấy 58 mm")],
        widget=forms.RadioSelect, initial="a6",
    )  # fmt: skip


class HolderForm(GivingForm):
    """Người thu, thủ quỹ, tài khoản ngân hàng."""

    unit = boxes.ChoiceField("Đơn vị")
    kind = boxes.ChoiceField("Vai", [(one.value, one.words.capitalize()) for one in rules.Hand])
    code = boxes.WordsField(
        "Mã", most=20, help_text="Trang công khai và sổ chỉ ghi mã này: NT1, TQ, NH."
    )
    user = boxes.ChoiceField("Tài khoản của người ấy", required=False)
    name = boxes.WordsField("Họ tên (hoặc tên ngân hàng)", most=120)
    account_number = boxes.WordsField("Số tài khoản", most=30, required=False)
    account_name = boxes.WordsField("Tên chủ tài khoản (đơn vị)", most=120, required=False)
    bank_bin = boxes.WordsField("Mã ngân hàng (BIN)", most=10, required=False)
    posted_on = boxes.DayField("Ngày niêm yết tài khoản", required=False)
