"""Chờ mạng: the answer to a form that a script sends, and sends again until it is answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def told_where(view: View[Rest]) -> View[Rest]:
    """This function will tell a waiting script where its send led, instead of leading it there:
    what is said once on the next page stays to be said to the reader.
    """

    @wraps(view)
    def answered(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if "X-Waiting" in request.headers and response.status_code in (301, 302, 303):
            return HttpResponse(status=204, headers={"X-Led-To": response["Location"]})
        return response

    return answered


def leaves_nothing(view: View[Rest]) -> View[Rest]:
    """This function will ask the browser to forget what its pages kept, as a person signs out."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response["Clear-Site-Data"] = '"storage"'
        return response

    return answered
