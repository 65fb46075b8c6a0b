"""Verbs of the trail."""

from django.db import IntegrityError, transaction

from dongthuan.ground.audit.models import SentOnce


def spend(*, key: str) -> bool:
    """This function will use a one-time key up; False says it was sent before, or is no key."""
    if not 16 <= len(key) <= 64:
        return False
    try:
        # The database decides, so that two sends at the same moment cannot both be the first.
        with transaction.atomic():
            SentOnce.objects.create(key=key)
    except IntegrityError:
        return False
    return True
