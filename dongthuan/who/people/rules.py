"""Ages and names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dongthuan.ground.primitives.folding import lower, nfc, sort_key, unify_tones


def age(born: date, on: date) -> int:
    """This function will return the full years of a person on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


# Bộ luật Dân sự 2015, điều 20: người thành niên là người từ đủ mười tám tuổi. The representative of
# a household has full civil capacity (domain.md §4.4); a court's ruling is seen by people, not here.
FULL_CAPACITY_AGE = 18


def may_represent(born: date | None, on: date) -> bool:
    """This function will say whether a person may speak for a household by age; of one whose day of
    birth nobody wrote down, people judge.
    """
    return born is None or age(born, on) >= FULL_CAPACITY_AGE


def by_given_name(full_name: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """This function will return a key that sorts as Vietnamese lists do: by given name first."""
    words = full_name.split()
    return sort_key(words[-1] if words else ""), sort_key(full_name)


@lru_cache(maxsize=16384)
def same_name(full_name: str) -> str:
    """This function will bring a name to what two writings of it share: «HOÀ», «hòa» are one."""
    return unify_tones(lower(nfc(" ".join(full_name.split()))))


@dataclass(frozen=True, slots=True)
class PersonGiven:
    """Người được kể: one person of a household as a register tells; None says nothing of a field.

    `person` is who it is, when known; `changes` says that something is told anew of them.
    """

    home: str
    unit: int
    name: str
    born: date | None = None
    phone: str = ""
    is_head: bool | None = None
    speaks: bool = False
    person: int | None = None
    changes: bool = False


@dataclass(frozen=True, slots=True)
class HomeGiven:
    """Hộ được kể: a household's code, residential group and address; `moves` when it is known."""

    code: str
    unit: int
    address: str = ""
    moves: bool = False


@dataclass(frozen=True, slots=True)
class OfficeGiven:
    """Chức vụ được kể: who holds which office since when; `person` is who it is, when known."""

    unit: int
    title: str
    name: str
    on: date
    until: date | None = None
    born: date | None = None
    phone: str = ""
    person: int | None = None
    holds: bool = False
