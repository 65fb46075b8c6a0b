"""Diễn biến và biên bản: what was said and decided, the votes, minutes to read, sign and reopen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dongthuan.decide.meetings import minutes as paper
from dongthuan.decide.meetings import queries, services
from dongthuan.decide.meetings.rules import Base, Manner, Tally
from dongthuan.decide.meetings.services import Signing
from dongthuan.doors.desk import _meeting_forms as forms
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk._meeting_page import OneMeeting, kept_by, open_meeting_page
from dongthuan.doors.desk.meetings import page_of
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files import services as files
from dongthuan.ground.papers.official import Heading, TableBlock

# The boxes of words on the page of a meeting's course.
_TYPED = re.compile(r"said-\d+|[dn]\d+-text")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass
class Part:
    """Phần của trang diễn biến: one matter with what was said, its decisions, and an empty one."""

    item: Any
    decisions: list[forms.DecisionForm]
    said: str = ""
    # What another hand wrote meanwhile.
    stored: str = ""
    problem: str = ""


class Record:
    """Diễn biến trên trang: the boxes as they are shown, and what they tell when they are sent."""

    def __init__(self, one: OneMeeting, data: Any) -> None:
        # A copy that can be written to: what was seen is put right where another hand wrote.
        self.one = one
        self.data: Any = data.copy() if data is not None else None
        self.places: list[tuple[forms.DecisionForm, int | None, int | None]] = []
        self.parts = [self._part(item) for item in one.whole.agenda]
        self.parts.append(self._part(None))
        self.problem = ""
        self.strays = self._strays()

    def _strays(self) -> list[str]:
        """Return what was typed for a matter or decision that another hand took away meanwhile."""
        here = {f"said-{item.pk}" for item in self.one.whole.agenda}
        here |= {f"{form.prefix}-text" for form, _, _ in self.places}
        return [
            str(told) for name, told in (self.data or {}).items()
            if _TYPED.fullmatch(name) and name not in here and str(told).strip()
        ]  # fmt: skip

    def _part(self, item: Any) -> Part:
        pk = item.pk if item else None
        held = [row for row in self.one.whole.decisions if row.item_id == pk]
        made = [self._decision(f"d{row.pk}", pk, row) for row in held]
        made.append(self._decision(f"n{pk or 0}", pk, None))
        if item is None:
            return Part(None, made)
        typed = self.data.get(f"said-{pk}") if self.data else None
        return Part(item, made, item.discussion if typed is None else typed)

    def _decision(self, prefix: str, item: int | None, row: Any) -> forms.DecisionForm:
        begun = {"threshold": "> 1/2", "manner": Manner.CONSENSUS, "base": Base.PRESENT}
        if row is not None:
            names = ("text", "manner", "yes", "no", "abstain", "invalid", "counters", "base")
            begun = {name: getattr(row, name) for name in names}
            begun |= {"threshold": row.threshold or "> 1/2", "seen": row.version}
        sent = self.data if self.data and f"{prefix}-text" in self.data else None
        made = forms.DecisionForm(sent, prefix=prefix, initial=begun)
        if self.data and sent is None:
            # It came while this page was open: nothing was said of it here.
            return made
        self.places.append((made, item, row.pk if row is not None else None))
        return made

    def kept(self) -> bool:
        """This method will keep what the boxes tell, or say beside each what is wrong."""
        # Each is looked at: what is wrong stands beside every box at once.
        if self.strays:
            self.problem = (
                "Người khác vừa bỏ nội dung hoặc quyết định mà bác đang ghi. Chữ bác gõ còn ở cuối "
                "trang; chép vào chỗ khác rồi ghi lại."
            )
            return False
        if False in {form.is_valid() for form, _, _ in self.places}:
            self.problem = "Xem lại các ô có ghi chú bên dưới; chưa ghi gì."
            return False
        said = {
            part.item.pk: services.Said(part.said, self._seen(part.item.pk))
            for part in self.parts if part.item is not None
        }  # fmt: skip
        given = [self._given(*place) for place in self.places]
        try:
            services.take_down(
                meeting=self.one.meeting, said=said, decisions=given, by=self.one.by
            )  # fmt: skip
        except services.BadRecord as problem:
            self.problem = "Có quyết định chưa ghi được; xem ghi chú bên dưới."
            for at, words in problem.problems.items():
                self.places[at][0].add_error(None, words)
        except services.UnableToMeet as problem:
            self.problem = str(problem)
            self._beside(problem)
        return not self.problem

    def _seen(self, pk: int) -> int:
        told = self.data.get(f"said-{pk}-seen", "")
        return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0

    def _beside(self, problem: services.UnableToMeet) -> None:
        for part in self.parts:
            if part.item is not None and problem.field == f"said-{part.item.pk}":
                part.problem, part.stored = str(problem), part.item.discussion
        for form, _, pk in self.places:
            if pk is not None and problem.field == f"decision-{pk}":
                row = next(one for one in self.one.whole.decisions if one.pk == pk)
                form.stored = row.text
                # Sent once more after a look at what stands there, it counts as seen.
                self.data[f"{form.prefix}-seen"] = str(row.version)

    @staticmethod
    def _given(form: forms.DecisionForm, item: int | None, pk: int | None) -> services.Given:
        told = form.cleaned_data
        return services.Given(
            told["text"], item, pk, told["seen"] or 0, Manner(told["manner"] or "consensus"),
            Tally(told["yes"], told["no"], told["abstain"], told["invalid"]), told["counters"],
            told["threshold"], Base(told["base"] or "present"),
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will take down what was said of each matter, and what was decided how."""
    one = kept_by(viewer(request), pk)
    shown = Record(one, request.POST if request.method == "POST" else None)
    if request.method == "POST" and shown.kept():
        messages.success(request, "Đã ghi diễn biến.")
        onward = "desk:meeting-minutes" if request.POST.get("viec") == "bien-ban" else None
        return redirect(onward or "desk:meeting-record", pk)
    return render(request, "desk/meetings/record.html", {
        "at": "meetings", "one": one, "meeting": one.meeting, "whole": one.whole, "record": shown,
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show minutes as they will be signed, and sign them."""
    by = viewer(request)
    one = open_meeting_page(by, pk)
    if request.method != "POST":
        return _minutes(request, one)
    one = kept_by(by, pk, Act.MEETING_SIGN)
    try:
        closed = forms.HourField("Kết thúc lúc").clean(request.POST.get("ket-thuc", ""))
    except ValidationError as problem:
        return _minutes(request, one, " ".join(problem.messages))
    seen = request.POST.get("seen", "")
    day = one.meeting.ends_at.astimezone(LOCAL).date()
    try:
        services.sign(
            meeting=one.meeting, closed_at=forms.at_hour(day, closed), by=by,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0,
        )  # fmt: skip
    except services.UnableToMeet as problem:
        return _minutes(request, one, str(problem))
    messages.success(request, "Đã ký biên bản. Tải bản Word về in, hoặc gửi cho người dự họp.")
    return redirect("desk:meeting", pk)


def _minutes(request: HttpRequest, one: OneMeeting, refused: str = "") -> HttpResponse:
    made = paper.paper_of(one.whole)
    return render(request, "desk/meetings/minutes.html", {
        "at": "meetings", "one": one, "meeting": one.meeting, "whole": one.whole, "paper": made,
        "blocks": [
            (block.level if isinstance(block, Heading) else 0, "".join(map(str, block.parts)))
            for block in made.blocks if not isinstance(block, TableBlock)
        ],
        "party": paper.is_party(one.whole), "refused": refused,
        "problems": Signing.of(one.whole).problems if one.is_open else (),
        "ended": forms.hour_of_end(one.meeting.ends_at, one.by.now),
    }, status=422 if refused else 200)  # fmt: skip


@require_safe
@login_required
@never_cache
def file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """This function will give signed minutes as the file that was signed."""
    found = queries.minutes_seen(viewer=viewer(request), meeting=pk, number=number)
    if found is None:
        raise Http404
    on = found.meeting.starts_at.astimezone(LOCAL)
    name = exporting.plain_name("bien-ban", found.meeting.title[:40], f"{on:%Y-%m-%d}", str(number))
    return exporting.attached(files.content(found.stored), f"{name}.docx", DOCX)


@require_POST
@login_required
@never_cache
@once
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will open signed minutes again, with a reason; what was signed stays."""
    one = kept_by(viewer(request), pk, Act.MEETING_SIGN)
    try:
        services.reopen(meeting=one.meeting, reason=request.POST.get("ly-do", ""), by=one.by)
    except services.UnableToMeet as problem:
        return page_of(request, one, str(problem), 422)
    messages.success(request, "Đã mở lại biên bản. Bản đã ký vẫn được giữ.")
    return redirect("desk:meeting-record", pk)
