"""Facts: cash handed on, proposed by one and answered by the other."""

from __future__ import annotations

from django.db import models

from dongthuan.act.funds.models.receipts import Holder


class Handover(models.Model):
    """Bàn giao tiền mặt: proposed by who holds it; it counts when the other has accepted."""

    giver = models.ForeignKey(Holder, models.PROTECT, related_name="handed_on")
    taker = models.ForeignKey(Holder, models.PROTECT, related_name="handed_to")
    dong = models.BigIntegerField()
    # Notes as counted, by face value; empty when nobody counted them out.
    denominations = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    sent_key = models.CharField(max_length=64, null=True, unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"handover {self.pk}"


class HandoverLine(models.Model):
    """Dòng bàn giao: how much of it belongs to one work or fund."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="lines")
    work = models.ForeignKey("funds.Work", models.PROTECT, related_name="+")
    dong = models.BigIntegerField()

    class Privacy:
        personal: list[str] = []

    class Guards:
        append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "work"], name="one_line_a_work")]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.work_id}"


class HandoverAnswer(models.Model):
    """Trả lời bàn giao: accepted, or refused with a reason; said once."""

    handover = models.OneToOneField(Handover, models.PROTECT, related_name="answer")
    accepted = models.BooleanField()
    # The bank's own number of the deposit.
    reference = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.handover_id} {self.accepted}"
