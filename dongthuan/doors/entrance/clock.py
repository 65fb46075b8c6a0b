"""Đồng hồ: the one place where a door reads the time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from dongthuan.ground.audit.actors import LOCAL

_STARTED = timezone.now()


def now() -> datetime:
    """This function will return the moment; a demonstration may run in the days it tells of."""
    shift: timedelta = settings.CLOCK - _STARTED if settings.CLOCK else timedelta()
    return timezone.now() + shift


def today() -> date:
    """This function will return the local day."""
    return now().astimezone(LOCAL).date()
