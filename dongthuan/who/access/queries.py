"""Nouns: the actor behind a user, the accounts and grants a keeper may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from dongthuan.ground.audit.actors import Actor, Reach, Reaching
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access.models import Device, Feed, Grant, Slip, User
from dongthuan.who.access.rules import ROLES, token_digest
from dongthuan.who.org.queries import STANDS, Standing
from dongthuan.who.org.rules import Tree
from dongthuan.who.people.rules import by_given_name


class Held(NamedTuple):
    """Quyền đang có: a role in a unit and below it."""

    role: str
    unit_id: int
    unit_stands: bool


# Asked by every page: put together anew each time, it took longer than being answered.
_GRANTS = f"""
SELECT role, unit_id, {STANDS.format("held.unit_id")} FROM access_grant held
WHERE user_id = %s AND superseded_at IS NULL
AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s) ORDER BY id
"""


class SignedIn(Reaching):
    """Người đã đăng nhập: reads the grants and the tree of the day once, and only when asked."""

    def __init__(self, user: User, now: datetime, standing: Standing | None = None) -> None:
        self.user = user
        self.now = now
        self.key = f"user:{user.pk}"
        self.name = user.name
        self._grants: list[Held] | None = None
        self._standing = standing
        self._reach: dict[Act, Reach] = {}
        self._granted: set[tuple[Act, int]] = set()

    @property
    def grants(self) -> list[Held]:
        """This property will return the grants that hold today."""
        if self._grants is None:
            with connection.cursor() as cursor:
                day = self.today
                cursor.execute(_GRANTS, [day, day, self.user.pk, day, day])
                self._grants = [Held(*row) for row in cursor.fetchall()]
        return self._grants

    @property
    def standing(self) -> Standing:
        """This property will return what stands today, with what ended before."""
        if self._standing is None:
            self._standing = Standing(self.today)
        return self._standing

    @property
    def tree(self) -> Tree:
        """This property will return today's tree of units."""
        return self.standing.tree

    def reach(self, act: Act) -> Reach:
        """This method will return the units of every grant whose role has the act, what stands below
        them, and what ended there: its numbers and reports stay somebody's to see and mend.
        """
        if act not in self._reach:
            units: set[int] = set()
            for grant in self.grants:
                if act in ROLES[grant.role].acts:
                    units.update(self.standing.below(grant.unit_id))
            self._reach[act] = Reach(frozenset(units))
        return self._reach[act]

    def may(self, act: Act, unit_id: int) -> bool:
        """This method will say whether the act may be done in the unit; where it was granted in that
        very unit, no tree has to be read for it.
        """
        if self._standing is None and (act, unit_id) not in self._granted:
            for one in self.grants:
                if one.unit_id == unit_id and one.unit_stands and act in ROLES[one.role].acts:
                    self._granted.add((act, unit_id))
        return (act, unit_id) in self._granted or unit_id in self.reach(act)

    def home_units(self) -> list[int]:
        """This method will return the units the user was granted something in, the first first."""
        return list(dict.fromkeys(g.unit_id for g in self.grants if g.unit_id in self.tree))


@dataclass(frozen=True, slots=True)
class Account:
    """Tài khoản trong danh sách: a user, the grants of the day, phones and slips that live."""

    user: User
    grants: tuple[Grant, ...]
    devices: int
    slip: Slip | None

    @property
    def roles(self) -> str:
        """This property will return the roles in words."""
        return ", ".join(dict.fromkeys(ROLES[g.role].words for g in self.grants))


def actor_of(user: User, now: datetime, standing: Standing | None = None) -> SignedIn:
    """This function will return the actor behind a user at a moment; `standing` is what stands on
    that day, where it has been read already.
    """
    return SignedIn(user, now, standing)


def accounts(*, viewer: Actor, on: date, user: int | None = None) -> list[Account]:
    """This function will return the accounts that have, had or will have a grant in the viewer's
    reach: who lost the last one can be given another. `grants` are those of the day.
    """
    reach = viewer.reach(Act.ACCESS_SEE)
    rows = reach.within(Grant.objects.known()).select_related("unit", "user").order_by("pk")
    if user is not None:
        rows = rows.filter(user=user)
    users: dict[int, User] = {}
    grants: dict[int, list[Grant]] = {}
    for grant in rows:
        users[grant.user_id] = grant.user
        if grant.valid_from <= on and (grant.valid_to is None or on < grant.valid_to):
            grants.setdefault(grant.user_id, []).append(grant)
    phones = Device.objects.filter(shut_at=None)
    living = Slip.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=viewer.now)
    if user is not None:
        phones, living = phones.filter(user=user), living.filter(user=user)
    devices: dict[int, int] = {}
    for one in phones.values_list("user", flat=True):
        devices[one] = devices.get(one, 0) + 1
    slips = {slip.user_id: slip for slip in living}
    found = [
        Account(held, tuple(grants.get(pk, ())), devices.get(pk, 0), slips.get(pk))
        for pk, held in users.items()
    ]
    return sorted(found, key=lambda account: by_given_name(account.user.name))


def account(*, viewer: Actor, pk: int, on: date) -> Account | None:
    """This function will return one account within the viewer's reach, or None."""
    return next(iter(accounts(viewer=viewer, on=on, user=pk)), None)


def grants_of(*, viewer: Actor, user: int) -> list[Grant]:
    """This function will return a user's grants in the viewer's reach through time."""
    rows = Grant.objects.known().filter(user=user).select_related("unit")
    return list(viewer.reach(Act.ACCESS_SEE).within(rows).order_by("-valid_from", "pk"))


def user_named(username: str) -> User | None:
    """This function will return the active user of a name, for the command line."""
    return User.objects.filter(username=username, is_active=True).first()


def user_of(key: str) -> User | None:
    """This function will return the active user whose acts are kept under a key, or None."""
    pk = key.removeprefix("user:")
    return User.objects.filter(pk=int(pk), is_active=True).first() if pk.isdigit() else None


def addresses(act: Act, on: date) -> dict[int, list[str]]:
    """This function will return the e-mail addresses of those who may do an act in exactly a unit, by
    the unit; who may do it from above is not written to.
    """
    roles = [role.code for role in ROLES.values() if act in role.acts]
    rows = Grant.objects.on(on).filter(role__in=roles, user__is_active=True).exclude(user__email="")
    found: dict[int, list[str]] = {}
    for unit, email in rows.order_by("user_id").values_list("unit_id", "user__email").distinct():
        found.setdefault(unit, []).append(email)
    return found


def hands(units: frozenset[int], on: date) -> list[tuple[str, str]]:
    """This function will return who may hold cash in some units on a day: the key that records keep, and
    the name with its role, by given name.
    """
    roles = [role.code for role in ROLES.values() if Act.CASH_HAND in role.acts]
    rows = Grant.objects.on(on).filter(role__in=roles, unit__in=units, user__is_active=True)
    found = {
        (f"user:{pk}", f"{name} – {ROLES[role].words.lower()}"): name
        for pk, name, role in rows.values_list("user_id", "user__name", "role")
    }
    return sorted(found, key=lambda one: by_given_name(found[one]))


def feeds_of(*, user: int) -> list[Feed]:
    """This function will return the living secret addresses of a user, the last made first."""
    rows = Feed.objects.filter(user=user, revoked_at=None).select_related("unit")
    return list(rows.order_by("-pk"))


def feed_of(token: str, now: datetime) -> tuple[SignedIn, int] | None:
    """This function will return as whom and for which unit a secret address reads, or None when it
    was revoked, never was, or its user signs in no more.
    """
    rows = Feed.objects.filter(token_hash=token_digest(token), revoked_at=None)
    one = rows.filter(user__is_active=True).select_related("user").first()
    return (actor_of(one.user, now), one.unit_id) if one is not None else None
