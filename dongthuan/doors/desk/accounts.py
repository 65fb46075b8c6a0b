"""Tài khoản: who has which rights until when; grants, revoking, and the slip for a phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dongthuan.doors.desk import _asking_for as asking
from dongthuan.doors.desk._account_forms import AccountForm, GrantForm
from dongthuan.doors.desk._landing import viewer
from dongthuan.doors.entrance.drawing import square
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.primitives.folding import fold
from dongthuan.who.access import queries, rules
from dongthuan.who.access import services as access
from dongthuan.who.access.queries import Account, SignedIn

_A_PAGE = 40


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """This function will list the accounts within the keeper's reach.

    A search names a person, so it is sent as a form: no name stands in an address or a log.
    """
    by = _keeper(request)
    sought = request.POST.get("tim", "").strip()
    found = queries.accounts(viewer=by, on=by.today)
    if sought:
        found = [one for one in found if _fits(one, by, fold(sought))]
    asked = request.POST.get("trang") or request.GET.get("trang") or "1"
    page: Page[Any] = Paginator(found, _A_PAGE).get_page(asked)
    rows = [(one, _units(one, by)) for one in page]
    return render(request, "desk/accounts/list.html", {
        "at": "accounts", "page": page, "rows": rows, "sought": sought, "found": len(found),
        "grants": bool(by.reach(Act.ACCESS_GRANT)),
    })  # fmt: skip


def _fits(one: Account, by: SignedIn, sought: str) -> bool:
    told = f"{one.user.name} {one.user.username} {one.roles} {_units(one, by)}"
    return all(word in fold(told) for word in sought.split())


def _units(one: Account, by: SignedIn) -> str:
    return ", ".join(dict.fromkeys(by.tree.name(grant.unit_id) for grant in one.grants))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@sensitive_post_parameters("password")
@once
def new(request: HttpRequest) -> HttpResponse:
    """This function will open an account together with its first grant."""
    by = _keeper(request, Act.ACCESS_GRANT)
    units = asking.unit_choices(by.tree, by.reach(Act.ACCESS_GRANT))
    form = AccountForm(request.POST or None, units=units, initial={"on": by.today})
    if form.is_valid():
        told = form.cleaned_data
        unit = asking.unit_of(by.tree, told["unit"])
        try:
            user = access.create_user(
                username=told["username"], name=told["name"], unit=unit,
                password=told["password"], by=by,
            )  # fmt: skip
            access.grant(
                user=user, role=told["role"], unit=unit, on=told["on"],
                until=asking.first_day_without(told["last"]), by=by,
            )  # fmt: skip
        except access.UnableToGiveAccess as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Đã mở tài khoản cho {user.name}.")
            return redirect("desk:account", user.pk)
    status = 422 if request.method == "POST" else 200
    shown = {"at": "accounts", "form": form}
    return render(request, "desk/accounts/new.html", shown, status=status)


@require_safe
@login_required
@never_cache
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will show one account: its grants, its phone, its living slip."""
    by = _keeper(request)
    return _account_page(request, by, _account(by, pk), _empty_form(by))


@require_POST
@login_required
@once
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will let the user do a role's acts in a unit for some days."""
    by = _keeper(request, Act.ACCESS_GRANT)
    one = _account(by, pk)
    units = asking.unit_choices(by.tree, by.reach(Act.ACCESS_GRANT))
    form = GrantForm(request.POST, units=units)
    if form.is_valid():
        told = form.cleaned_data
        try:
            access.grant(
                user=one.user, role=told["role"], unit=asking.unit_of(by.tree, told["unit"]),
                on=told["on"], until=asking.first_day_without(told["last"]), by=by,
            )  # fmt: skip
        except access.UnableToGiveAccess as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Đã cấp quyền cho {one.user.name}.")
            return redirect("desk:account", pk)
    return _account_page(request, by, one, form, status=422)


@require_POST
@login_required
@once
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will end a grant now."""
    by = _keeper(request, Act.ACCESS_GRANT)
    one = _account(by, pk)
    held = _held(by, pk, request.POST.get("grant", ""))
    access.revoke(user=one.user, role=held.role, unit=held.unit, by=by)
    words = rules.ROLES[held.role].words
    messages.success(request, f"Đã thu hồi quyền {words} của {one.user.name}, từ lúc này.")
    return redirect("desk:account", pk)


@require_POST
@login_required
@once
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will keep where reminders to the user are sent."""
    by = _keeper(request, Act.ACCESS_GRANT)
    one = _account(by, pk)
    within = [g for g in one.grants if g.unit_id in by.reach(Act.ACCESS_GRANT)]
    typed = request.POST.get("thu", "")
    problem = "" if within else "Người này hiện không có quyền nào; hãy cấp quyền trước."
    if within:
        try:
            access.write_to(user=one.user, email=typed, unit=within[0].unit, by=by)
        except access.UnableToGiveAccess as refused:
            problem = str(refused)
    if problem:
        return _account_page(request, by, one, _empty_form(by), status=422, mail=(typed, problem))
    messages.success(request, "Đã ghi địa chỉ thư." if typed else "Đã bỏ địa chỉ thư.")
    return redirect("desk:account", pk)


@require_POST
@login_required
@never_cache
@once
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """This function will issue a slip and answer with the page to print.

    The letters stand in this one answer: no address, no session, no log and no table holds them,
    so the form's key leads back to the account. Who reloads or presses the button twice is led
    there and issues nothing anew; a page that was lost before it was printed asks for a new slip.
    """
    by = _keeper(request, Act.ACCESS_SLIP)
    one = _account(by, pk)
    within = [g for g in one.grants if g.unit_id in by.reach(Act.ACCESS_SLIP)]
    back = reverse("desk:account", args=[pk])
    if not within:
        messages.warning(request, "Người này hiện không có quyền nào; hãy cấp quyền trước.")
        return redirect(back)
    try:
        letters = access.issue_slip(user=one.user, unit=within[0].unit, by=by)
    except access.UnableToGiveAccess as problem:
        messages.warning(request, str(problem))
        return redirect(back)
    audit.led_to(key=request.POST["key"], location=back)
    address = request.build_absolute_uri(reverse("desk:activate"))
    return render(request, "desk/accounts/slip.html", {
        "at": "accounts", "account": one, "unit": by.tree.name(within[0].unit_id),
        "role": rules.ROLES[within[0].role].words, "letters": rules.shown_code(letters),
        "qr": square(f"{address}#{letters}"), "address": address,
        "expires": by.now + rules.SLIP_LIVES,
    })  # fmt: skip


def _empty_form(by: SignedIn) -> GrantForm:
    units = asking.unit_choices(by.tree, by.reach(Act.ACCESS_GRANT))
    return GrantForm(units=units, initial={"on": by.today})


def _account_page(
    request: HttpRequest, by: SignedIn, one: Account, form: GrantForm, status: int = 200,
    mail: tuple[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    rows = [
        {
            "grant": held, "role": rules.ROLES[held.role].words,
            "unit": by.tree.name(held.unit_id), "last": asking.last_day(held.valid_to),
            "ended": held.valid_to is not None and held.valid_to <= by.today,
            "later": held.valid_from > by.today,
            "mine": held.unit_id in by.reach(Act.ACCESS_GRANT),
        }
        for held in queries.grants_of(viewer=by, user=one.user.pk)
    ]  # fmt: skip
    return render(request, "desk/accounts/account.html", {
        "at": "accounts", "account": one, "rows": rows, "form": form,
        "may_grant": bool(by.reach(Act.ACCESS_GRANT)),
        "mail": mail or (one.user.email, ""),
        "may_slip": bool(one.grants) and bool(by.reach(Act.ACCESS_SLIP)),
    }, status=status)  # fmt: skip


def _keeper(request: HttpRequest, act: Act = Act.ACCESS_SEE) -> SignedIn:
    by = viewer(request)
    if not by.reach(act):
        raise NotPermitted(act)
    return by


def _account(by: SignedIn, pk: int) -> Account:
    found = queries.account(viewer=by, pk=pk, on=by.today)
    if found is None:
        raise Http404
    return found


def _held(by: SignedIn, user: int, grant: str) -> Any:
    for one in queries.grants_of(viewer=by, user=user):
        if str(one.pk) == grant:
            return one
    raise Http404
