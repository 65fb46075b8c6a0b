"""Vào bằng điện thoại: eight letters of a printed slip bind one phone; a PIN opens it from then on.

The letters travel in the fragment of the address that the QR names (`/kich-hoat#ACDEFHJK`): a
browser never sends a fragment, so that no log of any server holds them.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dongthuan.doors.desk import _landing
from dongthuan.doors.entrance import clock
from dongthuan.doors.entrance.posting import once
from dongthuan.ground.audit.actors import Anyone
from dongthuan.who.access import rules
from dongthuan.who.access import services as access

# The secret of a bound phone, and the one a phone holds while its slip is being typed.
DEVICE, PENDING = "dien-thoai", "dien-thoai-cho"
_YEAR, _HOUR = int(timedelta(days=365).total_seconds()), 3600
# A PIN is asked for again after half a day: a phone is lent and lost.
_OPEN_FOR = int(timedelta(hours=12).total_seconds())


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def activate(request: HttpRequest) -> HttpResponse:
    """This function will bind a phone with the letters of a slip and a PIN chosen twice."""
    if request.method == "POST":
        # Counted outside of what a refused form undoes: a guess that fails is a guess.
        if not ratelimit.consume(request, action="slip"):
            return render(request, "429.html", {"minutes": 10}, status=429)
        return _bind(request)
    response = render(request, "account/activate.html", {"letters": "", "problems": {}})
    if PENDING not in request.COOKIES:
        _hand(response, PENDING, secrets.token_urlsafe(32), _HOUR)
    return response


@once
def _bind(request: HttpRequest) -> HttpResponse:
    letters = request.POST.get("chu", "")
    pin, again = request.POST.get("pin", "").strip(), request.POST.get("pin-lai", "").strip()
    by = Anyone(clock.now())
    problems = _problems(letters, pin, again, by)
    if not problems:
        try:
            held = request.COOKIES.get(PENDING, "")
            user, token = access.bind_device(code=letters, pin=pin, by=by, token=held)
        except access.UnableToSignIn as problem:
            problems = {"chu": str(problem)}
    if problems:
        shown = {"letters": letters, "problems": problems}
        return render(request, "account/activate.html", shown, status=422)
    login(request, user)
    request.session.set_expiry(_OPEN_FOR)
    # The same send made again leads to the PIN, which the phone can answer by then.
    response = redirect("desk:pin")
    _hand(response, DEVICE, token, _YEAR)
    response.delete_cookie(PENDING)
    return response


def _problems(letters: str, pin: str, again: str, by: Anyone) -> dict[str, str]:
    found: dict[str, str] = {}
    count = len(rules.tidy_code(letters))
    if not count:
        found["chu"] = "Bác nhập tám chữ in trên phiếu."
    elif count != rules.CODE_LENGTH:
        found["chu"] = f"Phiếu có {rules.CODE_LENGTH} chữ, bác đã nhập {count} chữ."
    else:
        try:
            access.slip_of(code=letters, by=by)
        except access.UnableToSignIn as problem:
            found["chu"] = str(problem)
    if problem_of_pin := rules.pin_problem(pin):
        found["pin"] = problem_of_pin
    elif pin != again:
        found["pin-lai"] = "Hai lần nhập mã PIN chưa giống nhau. Bác nhập lại cả hai ô."
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def pin(request: HttpRequest) -> HttpResponse:
    """This function will open a bound phone with its PIN."""
    if request.method == "POST":
        return _open(request)
    if request.user.is_authenticated:
        return redirect(_landing.after_sign_in(request))
    return _ask_pin(request)


@once
def _open(request: HttpRequest) -> HttpResponse:
    # Every answer below is a 200: a wrong PIN has to stay counted, and `once` undoes a 4xx.
    token, typed = _token(request), request.POST.get("pin", "").strip()
    if not token:
        return _ask_pin(request)
    if not typed:
        return _ask_pin(request, "Bác chưa nhập mã PIN.")
    try:
        user = access.open_with_pin(token=token, pin=typed, by=Anyone(clock.now()))
    except access.PhoneIsShut as problem:
        return _ask_pin(request, str(problem), shut=True)
    except access.UnableToSignIn as problem:
        return _ask_pin(request, str(problem))
    login(request, user)
    request.session.set_expiry(_OPEN_FOR)
    response = redirect(_landing.after_sign_in(request))
    _hand(response, DEVICE, token, _YEAR)
    response.delete_cookie(PENDING)
    return response


def _ask_pin(request: HttpRequest, problem: str = "", *, shut: bool = False) -> HttpResponse:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    by_password = reverse("account_login") + "?" + urlencode({"mat-khau": "1", "next": asked})
    return render(request, "account/pin.html", {
        "problem": problem, "shut": shut, "bound": bool(_token(request)), "next": asked,
        "by_password": by_password,
    })  # fmt: skip


def _token(request: HttpRequest) -> str:
    return request.COOKIES.get(DEVICE) or request.COOKIES.get(PENDING, "")


def _hand(response: HttpResponse, name: str, token: str, seconds: int) -> None:
    response.set_cookie(
        name, token, max_age=seconds, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
