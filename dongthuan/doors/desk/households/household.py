"""Một hộ: registering by hand, the household with its history, and every verb that changes it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.desk.households._forms import FORMS, NewForm
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.org import queries as org
from dongthuan.who.people import queries
from dongthuan.who.people import services as people
from dongthuan.who.people.services import UnableToKeepPeople

# In the order of a household's page: the verb, its words, and whether it needs people in it.
_VERBS = (
    ("dai-dien", "Chọn người đại diện", True), ("chu-ho", "Đổi chủ hộ", True),
    ("them-nguoi", "Thêm người", False), ("ra-khoi-ho", "Người ra khỏi hộ", True),
    ("chuyen-nguoi", "Chuyển người sang hộ khác", True), ("tach", "Tách hộ", True),
    ("nhap", "Nhập vào hộ khác", False), ("chuyen", "Chuyển nơi ở", False),
    ("ket-thuc", "Hộ không còn ở phường", False),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will register a household by hand, its members as lines."""
    by = viewer(request)
    if not by.reach(Act.PEOPLE_KEEP):
        raise NotPermitted(Act.PEOPLE_KEEP)
    begun = {"on": by.today, "unit": request.GET.get("don-vi", "")}
    form = NewForm(request.POST or None, by=by, initial=begun)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = people.found_household(
                code=told["code"], unit=asking.unit_of(by.tree, told["unit"]), on=told["on"],
                address=told["address"], members=told["members"], by=by,
            )  # fmt: skip
        except UnableToKeepPeople as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Đã ghi hộ {made.code} vào sổ.")
            return redirect("desk:household", made.pk)
    status = 422 if request.method == "POST" else 200
    shown = {"at": "households", "form": form, "heading": "Lập hộ mới", "button": "Ghi vào sổ"}
    return render(request, "desk/households/form.html", shown, status=status)


@require_safe
@login_required
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show a household on a day, with its whole history."""
    by = viewer(request)
    day, unclear = asking.day_asked(request, by.today)
    whole = queries.whole(viewer=by, pk=pk, on=day)
    if whole is None:
        raise Http404
    tree = by.tree if day == by.today else org.tree(day)
    here = whole.unit
    sees = here is None or here in by.reach(Act.PEOPLE_SEE)
    keeps = by.may(Act.PEOPLE_KEEP, here) if here is not None else bool(by.reach(Act.PEOPLE_KEEP))
    verbs = [
        (verb, words) for verb, words, peopled in _VERBS
        if (here is not None or verb == "chuyen") and (whole.members or not peopled)
    ]  # fmt: skip
    return render(request, "desk/households/household.html", {
        "at": "households", "day": day, "today": by.today, "unclear": unclear, "one": whole,
        "dwelling": whole.household, "where": tree.name(here) if here is not None and sees else "",
        "verbs": verbs if keeps and day == by.today else [],
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@once
def keep(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """This function will do one thing to a household: split, join, move, end, choose who speaks."""
    by = viewer(request)
    whole = queries.whole(viewer=by, pk=pk, on=by.today)
    if whole is None or verb not in FORMS:
        raise Http404
    if whole.unit is not None:
        by.require(Act.PEOPLE_KEEP, whole.unit)
    elif not by.reach(Act.PEOPLE_KEEP):
        raise NotPermitted(Act.PEOPLE_KEEP)
    form = FORMS[verb](
        request.POST or None, by=by, members=whole.members, initial=_begun(whole, by)
    )
    if form.is_valid():
        try:
            led, said = _done(verb, whole.household, form.cleaned_data, by)
        except UnableToKeepPeople as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return redirect("desk:household", led)
    return render(request, "desk/households/form.html", {
        "at": "households", "form": form, "dwelling": whole.household, "heading": form.heading,
        "button": form.button, "explained": form.explained, "members": whole.members,
    }, status=422 if request.method == "POST" else 200)  # fmt: skip


def _begun(whole: queries.Whole, by: SignedIn) -> dict[str, Any]:
    head = whole.head
    return {
        "on": by.today, "unit": whole.unit or "", "address": "",
        "person": str(whole.speaker or (head.person if head else "")),
    }  # fmt: skip


def _done(verb: str, home: Any, told: dict[str, Any], by: SignedIn) -> tuple[int, str]:
    """Do what a form asks; return which household to show next, and what was done."""
    on = told["on"]
    if verb == "them-nguoi":
        people.add_members(household=home, members=told["lines"], on=on, by=by)
        return home.pk, "Đã thêm người vào hộ."
    if verb == "tach":
        return _split(home, told, by)
    if verb == "chuyen-nguoi":
        chosen, into = _chosen(home, told["members"], told, by), _into(told, by)
        people.move_members(household=home, members=chosen, into=into, on=on, by=by)
        return into.pk, f"Đã chuyển người sang hộ {into.code}."
    if verb == "ra-khoi-ho":
        chosen = _chosen(home, told["members"], told, by)
        people.members_leave(household=home, members=chosen, on=on, reason=told["reason"], by=by)
        return home.pk, "Đã ghi người ra khỏi hộ."
    if verb == "nhap":
        into = _into(told, by)
        people.join_households(household=home, into=into, on=on, reason=told["reason"], by=by)
        return into.pk, f"Đã nhập hộ {home.code} vào hộ {into.code}."
    if verb == "chuyen":
        unit = asking.unit_of(by.tree, told["unit"])
        people.move_household(household=home, unit=unit, address=told["address"], on=on, by=by)
        return home.pk, "Đã ghi nơi ở mới của hộ."
    if verb == "ket-thuc":
        leaves = told["how"] == "left"
        people.end_household(household=home, on=on, leaves=leaves, reason=told["reason"], by=by)
        return home.pk, "Đã ghi: hộ không còn ở phường."
    [person] = _chosen(home, [told["person"]], told, by)
    if verb == "dai-dien":
        people.choose_representative(household=home, person=person, on=on, by=by)
        return home.pk, f"Đã ghi: {person.name} đại diện cho hộ."
    people.make_head(household=home, person=person, on=on, by=by)
    return home.pk, f"Đã ghi: {person.name} làm chủ hộ."


def _split(home: Any, told: dict[str, Any], by: SignedIn) -> tuple[int, str]:
    chosen = {str(one.pk): one for one in _chosen(home, told["members"], told, by)}
    for field, words in (("head", "Chủ hộ mới"), ("representative", "Người đại diện hộ mới")):
        if told[field] and told[field] not in chosen:
            raise UnableToKeepPeople(f"{words} phải là một trong những người tách ra.")
    heir = people.split(
        household=home, members=list(chosen.values()), code=told["code"], on=told["on"],
        unit=asking.unit_of(by.tree, told["unit"]) if told["unit"] else None,
        address=told["address"], head=chosen.get(told["head"]),
        representative=chosen.get(told["representative"]), reason=told["reason"], by=by,
    )  # fmt: skip
    return heir.pk, f"Đã tách hộ {heir.code} từ hộ {home.code}."


def _chosen(home: Any, ids: list[str], told: dict[str, Any], by: SignedIn) -> list[Any]:
    found = queries.people_of(
        viewer=by, household=home.pk, on=told["on"], chosen=[int(one) for one in ids]
    )
    if len(found) != len(set(ids)):
        raise UnableToKeepPeople(
            "Vào ngày đã ghi, có người chưa là thành viên của hộ này. Xem lại ngày."
        )
    return found


def _into(told: dict[str, Any], by: SignedIn) -> Any:
    found = queries.household_coded(viewer=by, code=told["into"], on=told["on"])
    if found is None:
        raise UnableToKeepPeople(
            f"Không có hộ mang mã «{told['into'][:40]}» vào ngày đã ghi. Tìm mã trong sổ hộ."
        )
    return found
