"""Mục lục: the items of the desk's menu that exist and are within the viewer's reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dongthuan.doors.desk._landing import address, home_of
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act


@dataclass(frozen=True, slots=True)
class Item:
    """Mục: a word, the address it leads to, and the name a page gives to be shown as here."""

    at: str
    words: str
    address: str


# The page, its word, the name of its address, and the acts one of which it needs, if any.
_ITEMS = (
    ("today", "Hôm nay", "desk:today", ()),
    ("units", "Đơn vị", "desk:units", (Act.UNIT_SEE,)),
    ("people", "Chức vụ", "desk:people", (Act.PEOPLE_SEE,)),
    ("documents", "Văn bản", "desk:documents", (Act.DOCUMENT_SEE,)),
    ("tasks", "Nhiệm vụ", "desk:tasks", (Act.TASK_SEE,)),
    ("rounds", "Số liệu", "desk:rounds", (Act.ROUND_SEE,)),
    # The week stands beside the meetings, one tap from either.
    ("meetings", "Cuộc họp", "desk:meetings", (Act.MEETING_SEE,)),
    ("reports", "Báo cáo", "desk:reports", (Act.REPORT_SEE,)),
    ("check", "Đối chiếu", "portal:check", ()),
    ("accounts", "Tài khoản", "desk:accounts", (Act.ACCESS_SEE,)),
    ("trail", "Dấu vết", "desk:trail", (Act.AUDIT_SEE,)),
)
# Households, what they are asked, what they give: one word opens them, so that all else keeps its place.
_COMMON = (
    ("households", "Hộ dân", "desk:households", (Act.PEOPLE_SEE,)),
    ("opinions", "Lấy ý kiến", "desk:opinions", (Act.OPINION_KEEP,)),
    ("votes", "Lấy phiếu", "desk:votes", (Act.VOTE_SEE,)),
    ("works", "Công trình, quỹ", "desk:works", (Act.FUND_SEE,)),
    # Who may ask for money stands here too, whether or not the book is theirs to see.
    ("spends", "Khoản chi", "desk:spends",
     (Act.SPEND_ASK, Act.SPEND_APPROVE, Act.SPEND_PAY, Act.LEDGER_SEE)),
    ("books", "Sổ thu chi", "desk:books", (Act.LEDGER_SEE,)),
)  # fmt: skip


def items(actor: Actor) -> list[Item]:
    """This function will return the items that always stand there, in their order; what is out of reach is
    left out.
    """
    return _within(actor, _ITEMS)


def _within(actor: Actor, told: Sequence[tuple[str, str, str, tuple[Act, ...]]]) -> list[Item]:
    found = []
    for at, words, name, acts in told:
        led = address(name)
        if led and (not acts or any(actor.reach(act) for act in acts)):
            found.append(Item(at, words, led))
    return found


def menu(request: HttpRequest) -> dict[str, Any]:
    """This function will give every template the menu; it is made only where it is printed."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    actor: Any = request.actor  # type: ignore[attr-defined]
    return {
        "menu": SimpleLazyObject(lambda: items(actor)),
        "common": SimpleLazyObject(lambda: _within(actor, _COMMON)),
        "home": SimpleLazyObject(lambda: home_of(actor)),
    }
