"""Facts: what it means to hold for some days and to have been recorded at a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet[Any]):
    """Rows asked for by the day they hold for and the moment they were known."""

    def known(self, at: datetime | None = None) -> DatedQuerySet:
        """This method will keep what was known at the moment; without one, what is known now."""
        if at is None:
            return self.filter(superseded_at=None)
        later = Q(superseded_at=None) | Q(superseded_at__gt=at)
        return self.filter(later, recorded_at__lte=at)

    def on(self, day: date, known_at: datetime | None = None) -> DatedQuerySet:
        """This method will keep what holds on the day, as known at the moment."""
        open_end = Q(valid_to=None) | Q(valid_to__gt=day)
        return self.known(known_at).filter(open_end, valid_from__lte=day)


class Dated(models.Model):
    """Sự kiện có ngày: a fact that holds from a day up to but not including another.

    A change never edits: the row is superseded at a moment and others are laid beside it, so that
    what was known earlier can be asked for again.
    """

    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
