"""Gửi một lần: a form that writes carries a one-time key; a repeated send is the same send."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dongthuan.ground.audit import queries, services

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def once(view: View[Rest]) -> View[Rest]:
    """This function will let a POST act once: the key and the deed stand or fall together.

    A view that answers 4xx has done nothing: its writes are undone and its key may be sent again.
    The view may ask for `request.POST["key"]` no more; templates put it there with `{% once %}`.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = request.POST.get("key", "")
        with transaction.atomic():
            if not services.spend(key=key):
                return _again(request, key)
            response = view(request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            elif response.status_code in (301, 302, 303):
                services.led_to(key=key, location=response["Location"])
        return response

    return guarded


def _again(request: HttpRequest, key: str) -> HttpResponse:
    led = queries.location_of(key)
    if led.startswith("/"):
        messages.info(request, "Lần gửi này đã được nhận rồi; không ghi thêm lần nữa.")
        return redirect(led)
    reason = "Trang này mở đã lâu hoặc gửi thiếu khóa. Hãy tải lại trang rồi gửi lần nữa."
    return render(request, "400.html", {"reason": reason}, status=400)
