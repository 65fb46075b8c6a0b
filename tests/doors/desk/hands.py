"""People who work at the desk of the small ward, made through services, and their browsers."""

from __future__ import annotations

from datetime import date

from django.test import Client

from dongthuan.ground import audit
from dongthuan.who.access import services as access
from dongthuan.who.access.models import User
from dongthuan.who.org.models import Unit
from tests.wards import FOUNDED, Ward

PASSWORD = "bon tu de nho"
PIN = "274916"


def user(
    ward: Ward, name: str, *roles: tuple[str, Unit], password: str = PASSWORD,
    until: date | None = None,
) -> User:  # fmt: skip
    """Make an account with roles in units since the ward was founded."""
    house = ward.house
    made = access.create_user(
        username=name.lower().replace(" ", "."), name=name, unit=ward.ward, password=password,
        by=house,
    )  # fmt: skip
    for role, unit in roles:
        access.grant(user=made, role=role, unit=unit, on=FOUNDED, until=until, by=ward.house)
    return made


def browser(user: User | None = None) -> Client:
    """A browser, signed in if a user is given."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def sending(**fields: str) -> dict[str, str]:
    """What a form sends, with its one-time key."""
    return {"key": audit.new_key(), **{name.replace("_", "-"): v for name, v in fields.items()}}


def page(answer: object) -> str:
    """The text of an answer, one space between words."""
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]
