"""Đặt mục số liệu: the fields of a definition in plain words, and what is in the way beside each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django import forms

from dongthuan.decide.indicators import queries, rules, services
from dongthuan.decide.indicators.rules import CannotRead, Frequency, Shape
from dongthuan.decide.indicators.services import UnableToAsk
from dongthuan.doors.desk._asking_for import ChoiceField, DayField, WordsField, unit_of
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Direction, Nature, Reading
from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.primitives.periods import Regime
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org.rules import KINDS

if TYPE_CHECKING:
    from dongthuan.decide.indicators.models import Definition

NATURES = {
    Nature.FLOW: "Số phát sinh trong kỳ: các kỳ cộng lại, như hộ mở mới trong tháng",
    Nature.STOCK: "Số có đến cuối kỳ: lấy kỳ cuối, như tổng số hộ",
    Nature.RATIO: "Tỷ lệ: tổng tử số chia tổng mẫu số, như tỷ lệ hộ nghèo",
}
READINGS = {
    Reading.PUBLIC: "Mọi người: số của phường hiện cả trên trang công khai",
    Reading.INTERNAL: "Nội bộ: người được xem số liệu của đơn vị",
    Reading.SENSITIVE: "Nhạy cảm: chỉ đơn vị báo số và người có quyền xem số liệu nhạy cảm; "
    "với người khác, số này không hiện cả trong tổng và tỷ lệ",
}
DIRECTIONS = {
    Direction.HIGHER: "nhiều hơn là tốt hơn",
    Direction.LOWER: "ít hơn là tốt hơn",
    Direction.EXACT: "đúng bằng mức giao",
}
REGIMES = {
    Regime.CALENDAR: "theo lịch, từ ngày đầu đến ngày cuối kỳ",
    Regime.REPORTING: "kỳ báo cáo thống kê, từ ngày 15 đến ngày 14",
}


class OneOf(forms.ChoiceField):
    """Chọn một trong vài cách: all of them in sight, each with its explanation."""

    def __init__(self, label: str, choices: Any, *, help_text: str = "") -> None:
        super().__init__(
            label=label, choices=choices, help_text=help_text, widget=forms.RadioSelect,
            error_messages={"required": f"Chưa chọn: {label.lower()}."},
        )  # fmt: skip


def lines_field(label: str, help_text: str) -> forms.CharField:
    """This function will return a field of several lines that may stay empty."""
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class DefinitionForm(forms.Form):
    """Mục số liệu: what it is, who reports it and how often, how it adds up, who may see it."""

    label = WordsField("Tên mục", help_text="Như trong báo cáo: «Hộ nghèo», «Diện tích chè».")
    meaning = lines_field(
        "Cách hiểu", "Đếm cái gì, đến ngày nào, gồm và không gồm gì. Người báo số đọc câu này."
    )
    unit = WordsField("Đơn vị tính", most=30, help_text="đồng, ha, hộ, người, %…")
    chapter = WordsField(
        "Chương", most=80, required=False, help_text="Phần của báo cáo mà mục này đứng trong.",
        list="chuong",
    )  # fmt: skip
    level = ChoiceField("Ai báo", [(code, kind.words) for code, kind in KINDS.items()])
    frequency = ChoiceField("Bao lâu báo một lần", [(one.value, one.words) for one in Frequency])
    nature = OneOf("Cộng thế nào", list(NATURES.items()))
    numerator = WordsField(
        "Tử số", most=200, required=False, list="muc",
        help_text="Chỉ ghi khi tỷ lệ được tính từ hai mục khác; khi ấy đơn vị không phải gõ tỷ lệ.",
    )  # fmt: skip
    denominator = WordsField("Mẫu số", most=200, required=False, list="muc")
    reading = OneOf("Ai được xem", list(READINGS.items()))
    names = lines_field(
        "Tên gọi khác trong báo cáo", "Mỗi dòng một tên; để đối chiếu văn bản tìm thấy mục này."
    )
    decimals = forms.IntegerField(
        label="Số chữ số sau dấu phẩy", min_value=0, max_value=6, initial=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Ghi một số từ 0 đến 6.", "required": "Ghi 0 nếu là số nguyên.",
                        "min_value": "Ghi một số từ 0 đến 6.",
                        "max_value": "Ghi một số từ 0 đến 6."},
    )  # fmt: skip
    direction = ChoiceField(
        "Chiều tốt", [(one.value, words) for one, words in DIRECTIONS.items()], required=False,
        help_text="Để tính mức đạt chỉ tiêu.",
    )  # fmt: skip
    lowest = WordsField("Số nhỏ nhất nhận được", most=40, required=False)
    highest = WordsField(
        "Số lớn nhất nhận được", most=40, required=False, help_text="Để trống là không giới hạn."
    )
    source = WordsField("Lấy từ sổ, nguồn nào", required=False)
    order = forms.IntegerField(
        label="Thứ tự trên phiếu", required=False, min_value=0, max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Ghi một số, như 120."},
    )  # fmt: skip
    regime = ChoiceField("Chế độ kỳ", [(one.value, words) for one, words in REGIMES.items()])
    # Not «key»: that is the name of the one-time key in every form.
    code = WordsField(
        "Mã mục", most=80, required=False,
        help_text="Không đổi được về sau. Để trống thì phần mềm đặt từ tên.",
    )  # fmt: skip
    owner = ChoiceField("Đơn vị đặt mục")
    on = DayField("Áp dụng từ ngày", help_text="Số của những ngày trước giữ cách hiểu cũ.")

    # What is asked first stands open; what an office seldom needs is folded.
    _GROUPS = (
        ("Mục này là gì", ("label", "meaning", "unit", "chapter")),
        ("Ai báo, bao lâu một lần", ("level", "frequency")),
        ("Cộng và xem", ("nature", "numerator", "denominator", "reading")),
        ("Áp dụng", ("owner", "on")),
    )
    _SELDOM = (
        "names", "decimals", "direction", "lowest", "highest", "source", "order", "regime", "code",
    )  # fmt: skip

    def __init__(self, told: Any, *, by: SignedIn, held: Definition | None = None) -> None:
        super().__init__(told, initial=_initial(held, by))
        self.by, self.held = by, held
        owners = owners_of(by)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]
        if len(owners) == 1:
            self.initial["owner"] = owners[0][0]
        if held is not None:
            del self.fields["code"]
        self.known = queries.definitions(by.today)

    @property
    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """This property will return what is always asked, under headings."""
        for heading, names in self._GROUPS:
            yield heading, [self[name] for name in names if name in self.fields]

    @property
    def seldom(self) -> list[forms.BoundField]:
        """This property will return what is seldom needed."""
        return [self[name] for name in self._SELDOM if name in self.fields]

    @property
    def seldom_open(self) -> bool:
        """This property will say whether something seldom needed is in the way."""
        return any(name in self.errors for name in self._SELDOM)

    @property
    def chapters(self) -> list[str]:
        """This property will return the chapters there are."""
        return list(dict.fromkeys(d.chapter for d in self.known.values() if d.chapter))

    @property
    def typed(self) -> list[str]:
        """This property will return the first measures that a ratio may be counted from."""
        return [d.label for d in self.known.values() if not d.numerator][:300]

    def clean(self) -> dict[str, Any]:
        """This method will read the bounds and find the two measures of a ratio."""
        told: dict[str, Any] = super().clean() or {}
        for field in ("lowest", "highest"):
            told[field] = self._number(field, told)
        for field in ("numerator", "denominator"):
            told[field] = self._measure(field, told)
        return told

    def _number(self, field: str, told: dict[str, Any]) -> Fraction | None:
        decimals = told.get("decimals") or 0
        shape = Shape(told.get("label", ""), told.get("unit", ""), decimals, lowest=None)
        try:
            typed = rules.read(told.get(field) or "", shape)
        except CannotRead as problem:
            self.add_error(field, str(problem))
            return None
        if typed is None or typed.scaled is None:
            return None
        return Fraction(typed.scaled, 10**decimals)

    def _measure(self, field: str, told: dict[str, Any]) -> str:
        words = told.get(field) or ""
        found = measure_named(words, self.known) if words else ""
        if found is None:
            self.add_error(field, f"Chưa có mục «{words}»; ghi đúng tên hoặc mã của một mục.")
        return found or ""

    def deed(self, key: str = "") -> str | None:
        """This method will define the measure; returns its key, or None with the problem beside."""
        if not self.is_valid():
            return None
        told = self.cleaned_data
        named = key or told.get("code") or key_from(told["label"])
        try:
            services.define(
                key=named, label=told["label"], unit=told["unit"], nature=Nature(told["nature"]),
                frequency=Frequency(told["frequency"]), level=told["level"], on=told["on"],
                owner=unit_of(self.by.tree, told["owner"]), by=self.by,
                decimals=told["decimals"], direction=Direction(told["direction"]),
                regime=Regime(told["regime"]), reading=Reading(told["reading"]),
                chapter=told["chapter"], order=self._place(told["order"]),
                names=[" ".join(one.split()) for one in told["names"].splitlines() if one.strip()],
                meaning=told["meaning"], source=told["source"], lowest=told["lowest"],
                highest=told["highest"], numerator=told["numerator"],
                denominator=told["denominator"], is_new=not key,
            )  # fmt: skip
        except UnableToAsk as problem:
            field = {"key": "code"}.get(problem.field, problem.field)
            self.add_error(field if field in self.fields else None, str(problem))
            return None
        return named

    def _place(self, order: int | None) -> int:
        """A new measure goes to the end of the form unless told its place."""
        return order if order is not None else max(
            (d.order for d in self.known.values()), default=0) + 10  # fmt: skip


class RetireForm(forms.Form):
    """Thôi dùng: from which day on the measure is asked no more."""

    on = DayField("Thôi dùng từ ngày")


def owners_of(by: SignedIn) -> list[tuple[str, str]]:
    """This function will return the units in whose name the viewer may define measures."""
    reach = by.reach(Act.INDICATOR_DEFINE)
    return [(str(unit), by.tree.name(unit)) for unit in by.home_units() if unit in reach]


def measure_named(words: str, known: Mapping[str, Definition]) -> str | None:
    """This function will return the key of a measure called by key or by name, diacritics or not."""
    if words in known:
        return words
    sought = fold(" ".join(words.split()))
    return next((key for key, d in known.items() if fold(d.label) == sought), None)


def key_from(label: str) -> str:
    """This function will make a key of a name: «Hộ nghèo» is ho_ngheo."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(label)).split()
    return "_".join(words)[:60].strip("_")


def _initial(held: Definition | None, by: SignedIn) -> dict[str, Any]:
    if held is None:
        return {"on": by.today, "lowest": "0", "regime": Regime.CALENDAR, "decimals": 0,
                "reading": Reading.INTERNAL}  # fmt: skip
    kept = {
        name: getattr(held, name)
        for name in ("label", "meaning", "unit", "chapter", "level", "frequency", "nature",
                     "numerator", "denominator", "reading", "names", "decimals", "direction",
                     "source", "order", "regime")
    }  # fmt: skip
    bounds = {name: written(getattr(held, name), held.decimals) for name in ("lowest", "highest")}
    return {**kept, **bounds, "on": by.today}


def written(scaled: int | None, decimals: int) -> str:
    """This function will print a bound the way a person types it."""
    if scaled is None:
        return ""
    whole, rest = divmod(abs(scaled), 10**decimals)
    digits = f"{rest:0{decimals}d}".rstrip("0") if decimals else ""
    return ("-" if scaled < 0 else "") + str(whole) + (f",{digits}" if digits else "")
