"""Puts the actor on every request: who is signed in, or anyone."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from dongthuan.doors.entrance import clock
from dongthuan.ground.audit.actors import Actor, Anyone, NotPermitted
from dongthuan.who.access.queries import SignedIn, actor_of


def _actor(request: HttpRequest) -> SignedIn | Anyone:
    user, now = request.user, clock.now()
    held = actor_of(user, now) if user.is_authenticated else Anyone(now)
    # From here on without the wrapping, through which each of thousands of questions would go.
    request.actor = held  # type: ignore[attr-defined]
    return held


def actor(request: HttpRequest) -> Actor:
    """This function will return who is at the door: somebody signed in, or anyone."""
    at_the_door: Actor = request.actor  # type: ignore[attr-defined]
    if isinstance(at_the_door, SimpleLazyObject):
        bool(at_the_door)
        at_the_door = request.actor  # type: ignore[attr-defined]
    return at_the_door


class ActorMiddleware:
    """Builds `request.actor` when it is first asked for, and answers a refused act with a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """This method will say who can give the right, instead of failing."""
        if not isinstance(problem, NotPermitted):
            return None
        return render(request, "403.html", {"reason": str(problem)}, status=403)
