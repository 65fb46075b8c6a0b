"""Nơi đến: where a person lands after signing in, and addresses that may not exist yet."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from dongthuan.doors.entrance import clock
from dongthuan.doors.entrance.middleware import actor as at_the_door
from dongthuan.who.access.queries import SignedIn, actor_of

# Who has only these works on a phone: three buttons say all there is to do.
ON_A_PHONE = frozenset({"group_head", "cell_secretary", "association_head"})


@lru_cache(maxsize=512)
def address(name: str, *args: object) -> str:
    """This function will return the address of a page, or an empty text where no such page is."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def home_of(actor: SignedIn) -> str:
    """This function will return the first page of a person: the phone's, or today's."""
    roles = {grant.role for grant in actor.grants}
    phone = address("desk:phone") if roles and roles <= ON_A_PHONE else ""
    return phone or reverse("desk:today")


def after_sign_in(request: HttpRequest) -> str:
    """This function will return where a sign-in leads: the page asked for, or the first page."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    if asked and url_has_allowed_host_and_scheme(asked, hosts, settings.SESSION_COOKIE_SECURE):
        return asked
    user = request.user
    assert user.is_authenticated
    return home_of(actor_of(user, clock.now()))


def viewer(request: HttpRequest) -> SignedIn:
    """This function will return who is at the desk; its pages stand behind a sign-in."""
    actor: SignedIn = at_the_door(request)  # type: ignore[assignment]
    return actor
