"""Trang hướng dẫn của cổng: how to ask, in words, without a script from elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dongthuan.doors.api._house import refusal


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """This function will say what can be asked and how."""
    return render(request, "api/guide.html", {"base": request.build_absolute_uri("/api/v1")})


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """This function will answer an address of the door at which there is nothing."""
    said = refusal("address", "Không có địa chỉ này. Trang /api ghi các địa chỉ hỏi được.")
    return JsonResponse(said, status=404, json_dumps_params={"ensure_ascii": False})
