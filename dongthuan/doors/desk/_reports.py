"""What the pages of reports ask for, as it was typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest

from dongthuan.answer.reports import services, templates
from dongthuan.answer.reports.composing import Citation
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance.templatetags.dongthuan import address
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives import periods
from dongthuan.who.org import queries as org
from dongthuan.who.org.rules import KINDS, Tree


class Unclear(Exception):
    """Raised when a field cannot be understood; its text names the field and what to do."""


@dataclass
class Beginning:
    """Mẫu nhập: which unit, which body issues, which period, from which text."""

    tree: Tree
    units: list[tuple[int, str]]
    issuers: list[tuple[int, str]]
    unit: str = ""
    issuer: str = ""
    code: str = ""
    template: str = "half_year_ward"
    title: str = ""
    names: dict[str, str] = field(default_factory=dict)
    templates: tuple[templates.Template, ...] = templates.TEMPLATES

    @classmethod
    def of(cls, request: HttpRequest) -> Beginning:
        """This method will read the form, with what can be guessed already filled in."""
        actor = viewer(request)
        tree = org.tree(actor.today)
        reach = actor.reach(Act.REPORT_WRITE)
        mine = [node for node in tree.nodes.values() if node.id in reach]
        tops = [n for n in mine if KINDS[n.kind].top]
        units = [(n.id, n.name) for n in tops or mine]
        form = cls(tree, units, units)
        form.code = _last_half(actor.today)
        wards = [n.id for n in tops if n.kind == "ward"]
        bodies = [n.id for n in tops if n.kind == "party_committee"]
        form.unit = "".join(map(str, (wards or [n for n, _ in units])[:1]))
        form.issuer = "".join(map(str, (bodies or wards)[:1]))
        for name in ("unit", "issuer", "code", "template", "title"):
            if name in request.POST:
                setattr(form, name, request.POST[name].strip())
        form.names = {
            name: request.POST.get(name, "") for name in services.HEADING if name in request.POST
        }
        return form

    @property
    def periods(self) -> list[tuple[str, str]]:
        """This property will return the periods to choose from, the newest first."""
        year = int(self.code[:4])
        codes = [f"{y}{part}" for y in (year, year - 1) for part in ("-H2", "-H1", "")]
        return [(code, periods.printed(code)) for code in dict.fromkeys([self.code, *codes])]

    def unit_chosen(self) -> Any:
        """This method will return the unit the report tells of, or raise Unclear."""
        return self._chosen(self.unit, "đơn vị được báo cáo")

    def issuer_chosen(self) -> Any:
        """This method will return the body that issues, or raise Unclear."""
        return self._chosen(self.issuer, "cơ quan ban hành")

    def _chosen(self, typed: str, what: str) -> Any:
        if not typed.isdigit() or int(typed) not in self.tree:
            raise Unclear(f"Chọn {what}.")
        found = org.unit(self.tree[int(typed)].code)
        assert found is not None
        return found

    def heading(self) -> dict[str, str]:
        """This method will return the heading as typed, the title made of the template's words."""
        told = next((t.title for t in templates.TEMPLATES if t.code == self.template), "")
        title = self.title or told.replace("{kỳ}", periods.printed(self.code)) or "Báo cáo"
        body = self.tree.name(int(self.issuer)) if self.issuer.isdigit() else ""
        defaults = {
            "title": title, "body": body, "body_code": "ĐU", "upper_body": "", "place": "",
        }  # fmt: skip
        given = {name: value for name, value in self.names.items() if value.strip()}
        return {**defaults, **given}


def _last_half(today: date) -> str:
    return f"{today.year}-H1" if today.month > 6 else f"{today.year - 1}-H2"


@dataclass
class Writing:
    """Bản đang viết: the words and the heading as they stand in the form."""

    text: str
    seen: int
    fields: dict[str, str]

    @classmethod
    def of(cls, request: HttpRequest, report: Any) -> Writing:
        """This method will read what was typed, or what is kept."""
        if request.method != "POST":
            held = {name: getattr(report, name) for name in services.HEADING}
            return cls(report.text, report.version, held)
        seen = request.POST.get("seen", "")
        return cls(
            request.POST.get("text", "").replace("\r\n", "\n").replace("\x00", ""),
            int(seen) if seen.isdigit() else 0,
            {name: request.POST.get(name, "") for name in services.HEADING},
        )

    def heading(self) -> dict[str, str]:
        """This method will return the heading as typed."""
        return self.fields


@dataclass(frozen=True)
class Issuing:
    """Lệnh phát hành: the day, a number given elsewhere, and what is meant to go out unfinished."""

    on: date
    number: int | None
    unapproved: bool
    partial: bool

    @classmethod
    def of(cls, request: HttpRequest) -> Issuing:
        """This method will read the form, or raise Unclear naming the field."""
        try:
            on = date.fromisoformat(request.POST.get("on", ""))
        except ValueError:
            raise Unclear("Ngày phát hành: chọn một ngày.") from None
        typed = request.POST.get("number", "").strip()
        if typed and not (typed.isdigit() and typed.isascii() and len(typed) <= 6):
            raise Unclear("Số đã cấp: chỉ ghi phần số, như 127.")
        return cls(
            on, int(typed) if typed else None, "unapproved" in request.POST,
            "partial" in request.POST,
        )  # fmt: skip


def addresses_of(citations: Iterable[Citation]) -> dict[int, str]:
    """This function will return the address of each figure's page, by its place in the text."""
    return {
        one.place: address(one.figure.ask.key, one.figure.ask.unit, one.figure.ask.period.code)
        for one in citations
    }


def addresses(issue: Any) -> dict[int, str]:
    """This function will return the address of each issued figure's page, by its place."""
    return {f.place: address(f.key, f.unit_id, f.code) for f in issue.figures.all()}
