"""Pages for what went wrong, in plain words with one way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This function will say that there is no such page, and where to begin."""
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This function will say that what was sent could not be understood."""
    return render(request, "400.html", status=400)


def refused(request: HttpRequest, reason: str = "", exception: object = None) -> HttpResponse:
    """This function will say why a form was not accepted and how to send it again."""
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """This function will say that the fault is ours and that nothing was kept."""
    return render(request, "500.html", status=500)
