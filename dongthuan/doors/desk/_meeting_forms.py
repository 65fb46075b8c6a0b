"""Ô của cuộc họp: what is asked when a meeting is called or changed, and when a week is written."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from dongthuan.decide.meetings import queries, rules
from dongthuan.decide.meetings.rules import KINDS, Manner, Named
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives.thresholds import Threshold
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.people import queries as people

_HOUR = re.compile(r"(\d{1,2})\s*(?:[:hg.]|giờ)?\s*(\d{2})?(?::\d{2})?\s*(?:phút)?")
_SHARES = ("> 1/2", ">= 2/3", ">= 3/4")
_ROLLS = (
    ("offices", "Người giữ chức vụ trong đơn vị"),
    ("last", "Như cuộc họp cùng loại gần nhất"),
    ("none", "Chỉ những người ghi ở ô dưới"),
)


def shares(*, none: str = "", kept: str = "") -> list[tuple[str, str]]:
    """This function will return the thresholds to choose from, one kept from before among them."""
    offered = [*_SHARES, *([kept] if kept and kept not in _SHARES else [])]
    told = [(one, str(Threshold.parse(one))) for one in offered]
    return ([("", none)] if none else []) + told


class HourField(forms.Field):
    """Giờ: from the browser's own picker, or typed as the office says it: 8h30, 14 giờ."""

    def __init__(self, label: str, *, help_text: str = "", required: bool = True) -> None:
        super().__init__(
            label=label, help_text=help_text, required=required,
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            error_messages={"required": f"Chưa ghi: {label.lower()}."},
        )  # fmt: skip

    def to_python(self, value: Any) -> time | None:
        """This method will read an hour, or say how to write it."""
        if value in self.empty_values or isinstance(value, time):
            return value or None
        match = _HOUR.fullmatch(str(value).strip().lower())
        try:
            if match is None:
                raise ValueError
            return time(int(match[1]), int(match[2] or 0))
        except ValueError:
            raise forms.ValidationError(f"{self.label}: ghi giờ như 8:30 hoặc 8h30.") from None


class LinesField(forms.CharField):
    """Nhiều dòng: one thing a line."""

    def __init__(
        self, label: str, *, rows: int = 5, most: int = 60_000, help_text: str = ""
    ) -> None:
        super().__init__(
            label=label, help_text=help_text, required=False, max_length=most, strip=False,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={"max_length": f"{label}: dài quá {most} ký tự."},
        )  # fmt: skip


def at_hour(day: date, hour: time) -> datetime:
    """This function will return the moment of a local day and hour."""
    return datetime.combine(day, hour, LOCAL)


def name_and_title(told: str) -> tuple[str, str]:
    """This function will part «Nguyễn Văn A – Bí thư» into a name and a title."""
    name, *title = re.split(r"\s+[-–—]\s+|\s*,\s*", " ".join(told.split()), maxsplit=1)
    return name, title[0] if title else ""


def printed(name: str, title: str) -> str:
    """This function will write a name and a title as a box takes them."""
    return f"{name} – {title}" if title else name


class TimesForm(forms.Form):
    """Ngày giờ: a day, its hours, and a last day where it goes on over night."""

    day = asking.DayField("Ngày")
    begins = HourField("Bắt đầu lúc")
    ends = HourField("Dự kiến kết thúc lúc")
    until = asking.DayField(
        "Đến ngày", required=False, help_text="Chỉ ghi khi kéo dài sang ngày khác."
    )  # fmt: skip

    @property
    def times(self) -> dict[str, datetime]:
        """This property will return the two moments that the boxes tell."""
        told = self.cleaned_data
        last = told.get("until") or told["day"]
        return {
            "starts_at": at_hour(told["day"], told["begins"]),
            "ends_at": at_hour(last, told["ends"]),
        }  # fmt: skip

    @staticmethod
    def as_told(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
        """This method will return what the boxes hold of two moments."""
        starts, ends = starts_at.astimezone(LOCAL), ends_at.astimezone(LOCAL)
        later = ends.date() if ends.date() != starts.date() else None
        return {"day": starts.date(), "begins": starts.time(), "ends": ends.time(), "until": later}

    def refused(self, message: str, field: str) -> None:
        """This method will put a refusal beside the box it speaks of."""
        at = {"starts_at": "begins", "ends_at": "ends"}.get(field, field)
        self.add_error(at if at in self.fields else None, message)


class MeetingForm(TimesForm):
    """Mời họp: everything a notice says, the agenda, and where the roll comes from."""

    unit = asking.ChoiceField("Đơn vị họp")
    kind = asking.ChoiceField("Loại cuộc họp", [(k.code, k.words) for k in KINDS.values()])
    title = asking.WordsField("Tên cuộc họp", most=300, help_text="Như in trên giấy mời.")
    place = asking.WordsField("Địa điểm", most=200)
    chair = asking.WordsField(
        "Chủ trì", most=280, help_text="Họ tên – chức vụ; chọn trong gợi ý hoặc gõ.", list="nguoi",
        autocomplete="off",
    )  # fmt: skip
    secretary = asking.WordsField(
        "Thư ký", most=280, required=False, list="nguoi", autocomplete="off",
        help_text="Cần có trước khi ký biên bản.",
    )  # fmt: skip
    quorum = forms.ChoiceField(
        label="Số người phải có mặt", required=False,
        help_text="Tính trên người có quyền biểu quyết; ngưỡng do đơn vị đặt, chưa đối chiếu văn bản.",
    )  # fmt: skip
    agenda = LinesField(
        "Chương trình", help_text="Mỗi dòng một nội dung; thêm người trình bày sau dấu |."
    )
    roll = forms.ChoiceField(
        label="Thành phần", choices=_ROLLS, widget=forms.RadioSelect, initial="offices"
    )
    names = LinesField(
        "Mời thêm",
        help_text="Mỗi dòng một người: Nguyễn Văn An – Tổ trưởng. Thêm (khách mời) khi không biểu quyết.",
    )
    past = forms.BooleanField(label="Ghi lại cuộc họp đã diễn ra", required=False)
    field_order = ("unit", "kind", "title", "day", "begins", "ends", "until", "place", "chair",
                   "secretary", "quorum", "agenda", "roll", "names", "past")  # fmt: skip

    def __init__(self, *args: Any, by: SignedIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        offered = asking.unit_choices(by.tree, by.reach(Act.MEETING_KEEP))
        self.fields["unit"].choices = [("", "Chọn…"), *offered]  # type: ignore[attr-defined]
        kept = str(self.initial.get("quorum", ""))
        self.fields["quorum"].choices = shares(none="(không đặt)", kept=kept)  # type: ignore[attr-defined]

    def clean_agenda(self) -> list[rules.Matter]:
        """This method will read the agenda line by line."""
        try:
            return rules.read_agenda(self.cleaned_data["agenda"])
        except rules.UnableToRead as problem:
            raise forms.ValidationError(str(problem)) from None

    def clean_names(self) -> list[Named]:
        """This method will read who is called besides."""
        try:
            return rules.read_roll(self.cleaned_data["names"])
        except rules.UnableToRead as problem:
            raise forms.ValidationError(str(problem)) from None

    @property
    def head(self) -> dict[str, Any]:
        """This property will return what the meeting says of itself."""
        told = self.cleaned_data
        chair, chair_title = name_and_title(told["chair"])
        secretary, secretary_title = name_and_title(told["secretary"])
        return {
            **self.times, "title": told["title"], "place": told["place"], "chair": chair,
            "chair_title": chair_title, "secretary": secretary,
            "secretary_title": secretary_title, "quorum": told["quorum"],
        }  # fmt: skip

    def people(self) -> list[Named]:
        """This method will return who is called: from where the box says, and those typed besides."""
        told = self.cleaned_data
        unit = int(told["unit"])
        found: list[Named] = []
        if told["roll"] == "offices":
            found = queries.offices_of(viewer=self.by, unit=unit, on=told["day"])
        elif told["roll"] == "last":
            _, found = queries.last_roll(viewer=self.by, unit=unit, kind=told["kind"])
        return [*found, *told["names"]]


class ChangeForm(MeetingForm):
    """Sửa cuộc họp: the same boxes, without the roll, which has a page of its own."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "kind", "roll", "names"):
            del self.fields[name]


def told_of(one: Any, agenda: list[Any]) -> dict[str, Any]:
    """This function will return what the boxes hold of a meeting."""
    lines = [
        f"{item.title} | {item.presenter}" if item.presenter else item.title for item in agenda
    ]
    return {
        **TimesForm.as_told(one.starts_at, one.ends_at), "unit": one.unit_id, "kind": one.kind,
        "title": one.title, "place": one.place, "chair": printed(one.chair, one.chair_title),
        "secretary": printed(one.secretary, one.secretary_title), "quorum": one.quorum,
        "agenda": "\n".join(lines), "seen": one.version,
    }  # fmt: skip


def otherwise(form: ChangeForm, stored: dict[str, Any]) -> list[tuple[str, str]]:
    """This function will return the boxes that tell otherwise than what stands there now, each with
    what stands there.
    """
    found = []
    for name, field in form.fields.items():
        if name not in stored or name == "seen":
            continue
        told, kept = form.cleaned_data.get(name), stored[name]
        if name == "agenda":
            told, kept = told or [], rules.read_agenda(kept)
        if (told or None) != (kept or None):
            found.append((str(field.label), _shown(stored[name])))
    return found


def _shown(kept: Any) -> str:
    if isinstance(kept, date):
        return f"{kept.day}/{kept.month}/{kept.year}"
    return f"{kept:%H:%M}" if isinstance(kept, time) else str(kept or "(để trống)")


def offered_people(by: SignedIn) -> list[str]:
    """This function will return office holders within reach, as a box offers them."""
    reach = by.reach(Act.MEETING_KEEP)
    held = people.office_holders(viewer=by, on=by.today)
    found = [printed(one.name, one.title) for one in held if one.unit in reach]
    return list(dict.fromkeys(found))[:400]


class EntryForm(TimesForm):
    """Việc trong lịch: what is no meeting."""

    unit = asking.ChoiceField("Đơn vị")
    title = asking.WordsField("Nội dung", most=300)
    who = asking.WordsField("Ai dự", most=200, required=False)
    place = asking.WordsField("Địa điểm", most=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("unit", "title", "day", "begins", "ends", "until", "who", "place", "seen")

    def __init__(self, *args: Any, by: SignedIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = asking.unit_choices(by.tree, by.reach(Act.MEETING_KEEP))
        self.fields["unit"].choices = [("", "Chọn…"), *offered]  # type: ignore[attr-defined]

    @property
    def told(self) -> dict[str, Any]:
        """This property will return what is kept of the boxes."""
        names = ("title", "who", "place")
        return {**self.times, **{name: self.cleaned_data[name] for name in names}}


class VotesField(forms.IntegerField):
    """Số phiếu: a whole number, nothing typed meaning none."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label, required=False, min_value=0, max_value=100_000,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": f"{label}: ghi số, như 12.", "min_value": f"{label}: không ghi số âm.",
                "max_value": f"{label}: số lớn quá.",
            },
        )  # fmt: skip

    def clean(self, value: Any) -> int:
        """This method will return how many; none where nothing was typed."""
        return super().clean(value) or 0


class DecisionForm(forms.Form):
    """Kết luận, quyết định: its words, how it was decided, and the votes."""

    text = LinesField("Kết luận, quyết định", rows=2, most=20_000)
    manner = forms.ChoiceField(
        label="Cách quyết", choices=[(one.value, one.words) for one in Manner], required=False
    )
    yes = VotesField("Đồng ý")
    no = VotesField("Không đồng ý")
    abstain = VotesField("Không ý kiến")
    invalid = VotesField("Phiếu không hợp lệ")
    threshold = forms.ChoiceField(label="Ngưỡng thông qua", required=False)
    base = forms.ChoiceField(
        label="Tính trên", choices=[(one.value, one.words) for one in rules.Base], required=False
    )
    counters = asking.WordsField(
        "Người kiểm phiếu", most=300, required=False, help_text="Bỏ phiếu kín: ghi tên hai người."
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # What another hand wrote meanwhile.
    stored = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["threshold"].choices = shares(  # type: ignore[attr-defined]
            kept=str(self.initial.get("threshold", ""))
        )

    @property
    def votes(self) -> bool:
        """This property will say whether the boxes of a vote are to stand open."""
        told = self["manner"].value() or Manner.CONSENSUS
        return bool(self.errors) or told != Manner.CONSENSUS


def hour_of_end(ends_at: datetime, now: datetime) -> time:
    """This function will return the hour a meeting may have ended at: as called for, or now."""
    return min(ends_at, now - timedelta(seconds=now.second)).astimezone(LOCAL).time()
