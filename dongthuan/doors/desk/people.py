"""Chức vụ: who holds which office on a day, appointing and relieving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk import _tables
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance import exporting
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org
from dongthuan.who.people import queries
from dongthuan.who.people import services as people


@require_safe
@login_required
@never_cache
def holders(request: HttpRequest) -> HttpResponse:
    """This function will list the office holders of a day, unit by unit."""
    by = _with(request, Act.PEOPLE_SEE)
    day, unclear = asking.day_asked(request, by.today)
    tree = by.tree if day == by.today else org.tree(day)
    held: dict[int, list[queries.Holder]] = {}
    for one in queries.office_holders(viewer=by, on=day):
        held.setdefault(one.unit, []).append(one)
    reach, keeps = by.reach(Act.PEOPLE_SEE), by.reach(Act.PEOPLE_KEEP)
    units = [
        (tree[unit], held[unit], unit in keeps)
        for unit, _ in asking.outline(tree, reach)
        if unit in held
    ]
    if kind := exporting.wanted(request):
        return exporting.give([_tables.holders(units, day)], kind, "chuc-vu", day.isoformat())
    return render(request, "desk/people/holders.html", {
        "at": "people", "day": day, "today": by.today, "unclear": unclear, "units": units,
        "keeps": bool(keeps),
    })  # fmt: skip


class AppointForm(forms.Form):
    """Ghi chức vụ: someone already known, or a person registered with it."""

    unit = asking.ChoiceField("Đơn vị")
    title = asking.WordsField("Chức vụ", most=120, help_text="Như: Tổ trưởng, Bí thư chi bộ.")
    person = asking.ChoiceField("Người đang giữ một chức vụ khác", required=False)
    name = asking.WordsField(
        "Hoặc người mới: họ và tên", most=120, required=False, autocomplete="off"
    )
    phone = asking.WordsField(
        "Điện thoại của người mới", most=20, required=False, inputmode="tel", autocomplete="off"
    )
    on = asking.DayField("Từ ngày")

    def __init__(self, *args: Any, by: SignedIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = by.reach(Act.PEOPLE_KEEP)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", "Chọn…"), *asking.unit_choices(by.tree, reach),
        ]  # fmt: skip
        known = {
            one.person: f"{one.name} – {one.title}, {by.tree.name(one.unit)}"
            for one in queries.office_holders(viewer=by, on=by.today)
            if one.unit in reach
        }
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "(không)"), *((str(pk), words) for pk, words in known.items()),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """This method will see to it that exactly one person is named."""
        told = super().clean() or {}
        if not told.get("person") and not told.get("name"):
            self.add_error("name", "Chưa ghi người giữ chức vụ: chọn một người hoặc ghi họ tên.")
        if told.get("person") and told.get("name"):
            self.add_error("name", "Chỉ một người: đã chọn trong danh sách thì để trống ô họ tên.")
        return told


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def appoint(request: HttpRequest) -> HttpResponse:
    """This function will note that someone holds an office from a day on."""
    by = _with(request, Act.PEOPLE_KEEP)
    begun = {"on": by.today, "unit": request.GET.get("don-vi", "")}
    form = AppointForm(request.POST or None, by=by, initial=begun)
    if form.is_valid():
        told = form.cleaned_data
        unit = asking.unit_of(by.tree, told["unit"])
        try:
            if told["person"]:
                person = queries.person(viewer=by, pk=int(told["person"]), on=by.today)
                if person is None:
                    raise Http404
            else:
                person = people.register(
                    name=told["name"], phone=told["phone"], unit=unit, by=by
                )  # fmt: skip
            people.appoint(person=person, unit=unit, title=told["title"], on=told["on"], by=by)
        except people.UnableToKeepPeople as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Đã ghi: {person.name}, {told['title']}.")
            return redirect("desk:unit", unit.pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "desk/people/appoint.html", {"at": "people", "form": form}, status=status
    )


class RelieveForm(forms.Form):
    """Thôi giữ chức: which office of whom, and the first day without it."""

    person = forms.IntegerField()
    unit = forms.IntegerField()
    title = forms.CharField(max_length=120)
    on = asking.DayField("Ngày đầu tiên thôi giữ")


@require_POST
@login_required
@once
def relieve(request: HttpRequest) -> HttpResponse:
    """This function will end an office: the day is the first on which it is not held."""
    by = _with(request, Act.PEOPLE_KEEP)
    form = RelieveForm(request.POST)
    if not form.is_valid():
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return render(request, "desk/people/refused.html", {"problem": said}, status=422)
    told = form.cleaned_data
    person = queries.person(viewer=by, pk=told["person"], on=told["on"])
    if person is None or told["unit"] not in by.tree:
        said = "Người này không giữ chức vụ đó vào ngày đã ghi. Xem lại ngày rồi gửi lại."
        return render(request, "desk/people/refused.html", {"problem": said}, status=422)
    unit = asking.unit_of(by.tree, told["unit"])
    try:
        people.relieve(person=person, unit=unit, title=told["title"], on=told["on"], by=by)
    except people.UnableToKeepPeople as problem:
        return render(request, "desk/people/refused.html", {"problem": str(problem)}, status=422)
    messages.success(request, f"Đã ghi: {person.name} thôi giữ chức {told['title']}.")
    return redirect(reverse("desk:people"))


def _with(request: HttpRequest, act: Act) -> SignedIn:
    by = viewer(request)
    if not by.reach(act):
        raise NotPermitted(act)
    return by
