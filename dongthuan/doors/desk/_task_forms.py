"""Giao việc: what is asked, of whom, with what to show, until when; all that was typed stays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from dongthuan.decide.directives import services
from dongthuan.decide.directives.services import UnableToAssign, Work
from dongthuan.doors.desk._asking_for import ChoiceField, DayField, WordsField, outline
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Reading, measures
from dongthuan.ground.primitives.folding import fold
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org
from dongthuan.who.org.rules import KINDS
from dongthuan.who.people import queries as people

if TYPE_CHECKING:
    from dongthuan.decide.directives.models import Assignment, Clause

_MOST_MEASURES = 400
_LONGEST = 300
# A task is no measure of tasks: these would count themselves.
_OWN = ("tasks.", "clauses.")


@dataclass(frozen=True, slots=True)
class Box:
    """Ô đánh dấu: a unit and whether it is ticked."""

    value: str
    words: str
    ticked: bool


class AssignForm(forms.Form):
    """Giao việc: the words of it; the units are boxes beside it."""

    title = forms.CharField(
        label="Việc phải làm", max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Chưa ghi: việc phải làm.",
            "max_length": f"Việc phải làm: ghi nhiều nhất {_LONGEST} ký tự.",
        },
    )  # fmt: skip
    product = WordsField(
        "Sản phẩm", most=_LONGEST, help_text="Xong việc thì có gì: kế hoạch, danh sách, ảnh…"
    )
    evidence = WordsField(
        "Minh chứng phải nộp", most=_LONGEST, required=False,
        help_text="Như ảnh trước và sau, biên bản có chữ ký, danh sách hộ.",
    )  # fmt: skip
    unit = ChoiceField("Đơn vị giao")
    leads = forms.MultipleChoiceField(
        label="Đơn vị chủ trì", required=False,
        error_messages={"invalid_choice": "Có đơn vị không còn trong danh sách, chọn lại."},
    )  # fmt: skip
    supports = forms.MultipleChoiceField(
        label="Đơn vị phối hợp", required=False,
        error_messages={"invalid_choice": "Có đơn vị không còn trong danh sách, chọn lại."},
    )  # fmt: skip
    due = DayField(
        "Hạn", help_text="Chậm hay không được tính từ ngày này, kể cả khi sau đó dời hạn."
    )
    follower = ChoiceField(
        "Đồng chí theo dõi", required=False, help_text="Người giữ chức vụ ở đơn vị giao."
    )
    measure = WordsField(
        "Mục số liệu việc này tác động", required=False, list="muc",
        help_text="Gõ tên mục; không cần gõ dấu. Không có thì để trống.",
    )  # fmt: skip
    budget = WordsField(
        "Kinh phí (đồng)", required=False, most=30, inputmode="numeric",
        help_text="Số đồng tròn, như 5.000.000. Không có thì để trống.",
    )  # fmt: skip
    details = forms.CharField(
        label="Nói rõ thêm",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, told: QueryDict | None, *, by: SignedIn, clause: Clause) -> None:
        self.by, self.clause = by, clause
        super().__init__(told, initial={"title": _short(clause.text), "due": clause.due_on})
        mine = self._givers()
        self.fields["unit"].choices = mine if len(mine) == 1 else [("", "Chọn…"), *mine]  # type: ignore[attr-defined]
        if len(mine) == 1:
            self.initial["unit"] = mine[0][0]
            self.fields["unit"].widget = forms.HiddenInput()
        else:
            self.initial["unit"] = str(clause.document.unit_id)
        names = [(str(unit), by.tree.name(unit)) for unit, _ in self._units]
        for field in ("leads", "supports"):
            self.fields[field].choices = names  # type: ignore[attr-defined]
        self.fields["follower"].choices = [("", "(không)"), *self._followers(mine)]  # type: ignore[attr-defined]

    @cached_property
    def _units(self) -> list[tuple[int, int]]:
        return list(outline(self.by.tree, self.by.reach(Act.TASK_ASSIGN)))

    def _givers(self) -> list[tuple[str, str]]:
        """The units that the viewer gives tasks for: those they were granted something in by name."""
        reach = self.by.reach(Act.TASK_ASSIGN)
        home = [unit for unit in self.by.home_units() if unit in reach]
        return [(str(unit), self.by.tree.name(unit)) for unit in home]

    def _followers(self, givers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        held = people.office_holders(viewer=self.by, on=self.by.today)
        units = {int(unit) for unit, _ in givers}
        found: dict[str, list[str]] = {}
        for one in held:
            if one.unit in units:
                found.setdefault(one.title, []).append(one.name)
        return [(title, f"{title}: {', '.join(names)}") for title, names in sorted(found.items())]

    @cached_property
    def known(self) -> dict[str, str]:
        """This property will return the measures to choose from by key, with their names."""
        sensitive = bool(self.by.reach(Act.FIGURE_SEE_SENSITIVE))
        return {
            key: one.label for key, one in measures(self.by.today).items()
            if not key.startswith(_OWN) and (sensitive or one.reading is not Reading.SENSITIVE)
        }  # fmt: skip

    @property
    def labels(self) -> list[str]:
        """This property will return the names of the first measures."""
        return sorted(set(self.known.values()))[:_MOST_MEASURES]

    def _ticked(self, field: str) -> set[str]:
        return set(self.data.getlist(field)) if self.is_bound else set()  # type: ignore[attr-defined]

    def boxes(self, field: str) -> list[tuple[str, str, list[Box], int]]:
        """This method will return the units of a field by their kinds, and how many are ticked."""
        ticked, tree = self._ticked(field), self.by.tree
        order = list(KINDS)
        units = sorted((unit for unit, _ in self._units), key=lambda u: order.index(tree[u].kind))
        made = []
        for kind, same in groupby(units, key=lambda unit: tree[unit].kind):
            rows = [Box(str(unit), tree.name(unit), str(unit) in ticked) for unit in same]
            made.append((kind, KINDS[kind].words, rows, sum(row.ticked for row in rows)))
        return made

    @property
    def lead_boxes(self) -> list[tuple[str, str, list[Box], int]]:
        """This property will return the units that may lead; groups first, they are asked most."""
        return sorted(self.boxes("leads"), key=lambda one: one[0] != "residential_group")

    @property
    def support_boxes(self) -> list[tuple[str, str, list[Box], int]]:
        """This property will return the units that may help."""
        return self.boxes("supports")

    def clean_title(self) -> str:
        """This method will set the words on one line."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_leads(self) -> list[str]:
        """This method will add the units of a kind that was ticked as a whole."""
        whole = set(self.data.getlist("ca-loai"))  # type: ignore[attr-defined]
        tree = self.by.tree
        chosen = set(self.cleaned_data["leads"])
        chosen |= {str(unit) for unit, _ in self._units if tree[unit].kind in whole}
        if not chosen:
            raise forms.ValidationError("Chưa chọn đơn vị chủ trì nào.")
        return [str(unit) for unit, _ in self._units if str(unit) in chosen]

    def clean_due(self) -> Any:
        """This method will refuse a day before today or before the document."""
        due, signed = self.cleaned_data["due"], self.clause.document.signed_on
        if due < signed:
            raise forms.ValidationError(
                f"Hạn đứng trước ngày ký {self.clause.document.symbol} "
                f"({signed.day}/{signed.month}/{signed.year})."
            )
        if due < self.by.today:
            raise forms.ValidationError("Hạn đứng trước hôm nay.")
        return due

    def clean_measure(self) -> str:
        """This method will find the measure that was named."""
        words = " ".join(self.cleaned_data["measure"].split())
        if not words or words in self.known:
            return words
        sought = fold(words)
        found = next((key for key, label in self.known.items() if fold(label) == sought), None)
        if found is None:
            raise forms.ValidationError(f"Chưa có mục «{words}»; ghi đúng tên một mục.")
        return found

    def clean_budget(self) -> int | None:
        """This method will read whole đồng, with or without dots."""
        told = re.sub(
            r"(?:\s|đồng|đ)+$", "", self.cleaned_data["budget"].strip(), flags=re.IGNORECASE
        )
        if not told:
            return None
        if not re.fullmatch(r"\d{1,3}(?:[. ]\d{3})+|\d+", told, re.ASCII) or len(told) > 20:
            raise forms.ValidationError("Kinh phí: ghi số đồng tròn, như 5.000.000.")
        return int(re.sub(r"\D", "", told))

    def deed(self) -> Assignment | None:
        """This method will give the task to each unit, or say beside the field what is in the way."""
        if not self.is_valid():
            return None
        told = self.cleaned_data
        held = org.units(int(one) for one in (told["unit"], *told["leads"], *told["supports"]))
        work = Work(
            told["title"], told["product"], told["due"], details=told["details"],
            evidence=told["evidence"], measure=told["measure"], budget=told["budget"],
            follower=told["follower"],
        )  # fmt: skip
        try:
            return services.assign(
                unit=held[int(told["unit"])], clause=self.clause, work=work,
                leads=[held[int(one)] for one in told["leads"]],
                supports=[held[int(one)] for one in told["supports"]], by=self.by,
            )  # fmt: skip
        except UnableToAssign as problem:
            self.add_error(None, str(problem))
            return None


def _short(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= _LONGEST:
        return words.rstrip(".;")
    return words[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
