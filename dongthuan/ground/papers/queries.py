"""Nouns: terms of Party bodies, as known now."""

from __future__ import annotations

from collections.abc import Iterable

from dongthuan.ground.papers.models import Term


def terms(bodies: Iterable[int]) -> list[Term]:
    """This function will return the terms of some bodies, the latest first."""
    rows = Term.objects.known().filter(body__in=set(bodies))
    return list(rows.order_by("-valid_from", "body"))
