"""Lịch tuần: the week of units by day, half-day and hour; its entries, its print, its secret address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.decide.meetings import calendar, queries, rules, services
from dongthuan.decide.meetings.calendar import Entry
from dongthuan.decide.meetings.rules import Week
from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk import _meeting_forms as forms
from dongthuan.doors.desk._landing import address, viewer
from dongthuan.doors.desk._meeting_page import DAYS
from dongthuan.doors.desk.meetings import units_asked
from dongthuan.doors.entrance import clock
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import LOCAL, NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.papers import feeds
from dongthuan.who.access import queries as access
from dongthuan.who.access import services as granting
from dongthuan.who.access.queries import SignedIn

# The page that a kind of entry has; rooms above name theirs here.
_PAGES = {"meeting": "desk:meeting", "entry": "desk:entry", "assignment": "desk:assignment",
          "vote": "desk:vote"}  # fmt: skip
_BACK, _AHEAD = timedelta(days=31), timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Line:
    """Dòng của lịch: one entry as a day shows it."""

    entry: Entry
    hours: str
    unit: str
    address: str


@dataclass(frozen=True, slots=True)
class Day:
    """Ngày của lịch: what stands in its two halves."""

    day: date
    words: str
    halves: tuple[tuple[str, list[Line]], ...]

    @property
    def empty(self) -> bool:
        """This property will say whether nothing stands in it."""
        return not any(lines for _, lines in self.halves)


@require_safe
@login_required
@never_cache
def week(request: HttpRequest) -> HttpResponse:
    """This function will show one week of the units within reach, to read and to print."""
    by = viewer(request)
    if not by.reach(Act.MEETING_SEE):
        raise NotPermitted(Act.MEETING_SEE)
    shown, unclear = _week_asked(request, by)
    chosen, units = units_asked(request, by)
    start = datetime.combine(shown.monday, time.min, LOCAL)
    found = calendar.between(viewer=by, start=start, end=start + timedelta(days=7), units=units)
    heading = by.tree.name(int(chosen)) if chosen else "Các đơn vị"
    return render(request, "desk/calendar/week.html", {
        "at": "meetings", "week": shown, "days": [_day(day, found, by) for day in shown.days],
        "chosen": chosen, "units": asking.unit_choices(by.tree, by.reach(Act.MEETING_SEE)),
        "unclear": unclear, "heading": heading, "keeps": bool(by.reach(Act.MEETING_KEEP)),
        "nothing": not found, "before": shown.moved(-1), "after": shown.moved(1), "this_week": Week.of(by.today),
    }, status=422 if unclear else 200)  # fmt: skip


def _week_asked(request: HttpRequest, by: SignedIn) -> tuple[Week, str]:
    told = request.GET.get("tuan", "").strip()
    if not told:
        return Week.of(by.today), ""
    try:
        return Week.read(told), ""
    except rules.UnableToRead as problem:
        return Week.of(by.today), f"{problem} Đây là tuần này."


def _day(day: date, found: list[Entry], by: SignedIn) -> Day:
    noon = datetime.combine(day, time(12), LOCAL)
    midnight = datetime.combine(day, time.min, LOCAL)
    here = [
        one for one in found
        if one.starts_at < midnight + timedelta(days=1) and one.ends_at > midnight
    ]  # fmt: skip
    morning = [one for one in here if one.starts_at < noon]
    halves = (
        ("Sáng", [_line(one, day, by) for one in morning]),
        ("Chiều", [_line(one, day, by) for one in here if one not in morning]),
    )
    return Day(day, f"{DAYS[day.weekday()]}, {day.day}/{day.month}", halves)


def _line(one: Entry, day: date, by: SignedIn) -> Line:
    starts, ends = one.starts_at.astimezone(LOCAL), one.ends_at.astimezone(LOCAL)
    begun = "tiếp" if starts.date() < day else f"{starts:%H:%M}"
    until = f"{ends.day}/{ends.month}" if ends.date() > day else f"{ends:%H:%M}"
    hours = "cả ngày" if one.whole_day else f"{begun} – {until}"
    name = _PAGES.get(one.kind, "")
    return Line(one, hours, by.tree.name(one.unit), address(name, one.thing) if name else "")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will put something into the week that is no meeting."""
    by = viewer(request)
    keeps = by.reach(Act.MEETING_KEEP)
    if not keeps:
        raise NotPermitted(Act.MEETING_KEEP)
    home = next((unit for unit in by.home_units() if unit in keeps), None)
    begun = {"unit": request.GET.get("don-vi", home), "day": request.GET.get("ngay", by.today)}
    form = forms.EntryForm(request.POST or None, by=by, initial=begun)
    if form.is_valid():
        unit = asking.unit_of(by.tree, form.cleaned_data["unit"])
        try:
            made = services.keep_entry(unit=unit, by=by, **form.told)
        except services.UnableToMeet as problem:
            form.refused(str(problem), problem.field)
        else:
            return _to_week(request, made, "Đã ghi vào lịch.")
    shown = {"at": "meetings", "form": form, "entry": None}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/calendar/entry.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show what stands in the week, change it, or cancel it."""
    by = viewer(request)
    one = queries.entry_seen(viewer=by, pk=pk)
    if one is None:
        raise Http404
    keeps = by.may(Act.MEETING_KEEP, one.unit_id)
    begun = forms.TimesForm.as_told(one.starts_at, one.ends_at) | {
        "title": one.title, "who": one.who, "place": one.place, "seen": one.version,
    }  # fmt: skip
    form = forms.EntryForm(request.POST or None, by=by, initial=begun)
    del form.fields["unit"]
    if request.method == "POST":
        if not keeps:
            raise NotPermitted(Act.MEETING_KEEP)
        try:
            if request.POST.get("viec") == "huy":
                services.cancel_entry(entry=one, by=by)
                return _to_week(request, one, "Đã hủy. Việc ấy vẫn còn trong lịch, có gạch ngang.")
            if form.is_valid():
                seen = form.cleaned_data["seen"] or 0
                changed = services.change_entry(entry=one, seen=seen, by=by, **form.told)
                return _to_week(request, changed, "Đã sửa lịch.")
        except services.UnableToMeet as problem:
            form.refused(str(problem), problem.field)
    shown = {
        "at": "meetings", "form": form, "entry": one, "keeps": keeps and not one.cancelled_at,
        "unit": by.tree.name(one.unit_id),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/calendar/entry.html", shown, status=status)


def _to_week(request: HttpRequest, one: Any, said: str) -> HttpResponse:
    messages.success(request, said)
    shown = Week.of(one.starts_at.astimezone(LOCAL).date())
    return redirect(f"{reverse('desk:calendar')}?tuan={shown.code}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def sources(request: HttpRequest) -> HttpResponse:
    """This function will list the viewer's own secret addresses, make one, and shut one."""
    by = viewer(request)
    if not by.reach(Act.MEETING_SEE):
        raise NotPermitted(Act.MEETING_SEE)
    problem, secret = "", ""
    if request.method == "POST":
        try:
            told = request.POST.get("thoi", "")
            if told:
                pk = int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0
                granting.revoke_feed(user=by.user, pk=pk, by=by)
                messages.success(request, "Đã thôi dùng. Địa chỉ ấy không đọc được lịch nữa.")
                return redirect("desk:calendar-sources")
            chosen = request.POST.get("don-vi", "")
            if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 16):
                raise granting.UnableToGiveAccess("Chưa chọn đơn vị.")
            if int(chosen) not in by.tree:
                raise granting.UnableToGiveAccess("Đơn vị này không còn. Chọn đơn vị khác.")
            unit = asking.unit_of(by.tree, chosen)
            token = granting.open_feed(user=by.user, unit=unit, by=by)
            # Shown once: the house keeps only what cannot be turned back into it.
            secret = request.build_absolute_uri(reverse("desk:calendar-feed", args=[token]))
        except granting.UnableToGiveAccess as refused:
            problem = str(refused)
    held = [(one, by.tree.name(one.unit_id)) for one in access.feeds_of(user=by.user.pk)]
    return render(request, "desk/calendar/sources.html", {
        "at": "meetings", "held": held, "secret": secret, "problem": problem,
        "units": asking.unit_choices(by.tree, by.reach(Act.MEETING_SEE)),
    }, status=422 if problem else 200)  # fmt: skip


@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """This function will give the week of a unit to whoever knows its secret address, as its user may
    see it at this moment; names of people stay out.
    """
    found = access.feed_of(token, clock.now())
    if found is None:
        raise Http404
    by, unit = found
    if unit not in by.tree or not by.may(Act.MEETING_SEE, unit):
        raise Http404
    entries = calendar.between(
        viewer=by, start=by.now - _BACK, end=by.now + _AHEAD, units=list(by.tree.below(unit))
    )
    several = len({one.unit for one in entries}) > 1
    events = [_event(one, by.tree.name(one.unit) if several else "") for one in entries]
    data = feeds.feed(f"Lịch {by.tree.name(unit)}", events, host=request.get_host())
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")


def _event(one: Entry, unit: str) -> feeds.Event:
    title = f"{one.title} ({unit})" if unit else one.title
    return feeds.Event(
        one.key, title, one.starts_at, one.ends_at, one.changed_at, one.version, one.place,
        one.cancelled, one.whole_day,
    )  # fmt: skip
