"""Facts: what a gift is worth by which rule, gifts, gifts taken back, and who gave, in rows of their own."""

from __future__ import annotations

from django.db import models

from dongthuan.act.funds.rules import GiverKind, Kind


class Valuation(models.Model):
    """Giá quy đổi: what a day of labour, a cubic metre, a square metre counts for, from a day on, by
    which published paper.
    """

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one.value, one.words) for one in Kind])
    what = models.CharField(max_length=120)
    measured_in = models.CharField(max_length=30)
    dong = models.BigIntegerField()
    from_day = models.DateField()
    document = models.CharField(max_length=200)
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return self.what


class Giver(models.Model):
    """Người góp: whose gift it was, in a row that can be emptied; gifts keep its id alone."""

    kind = models.CharField(max_length=14, choices=[(one.value, one.words) for one in GiverKind])
    household = models.OneToOneField(
        "people.Household", models.SET_NULL, null=True, related_name="+"
    )
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Privacy:
        personal = ["household", "person", "name"]

    def __str__(self) -> str:
        return f"giver {self.pk}"


class Gift(models.Model):
    """Khoản góp: one gift on one numbered receipt. Never edited; a mistaken one is answered by a
    reversal, and its number stays used.
    """

    work = models.ForeignKey("funds.Work", models.PROTECT, related_name="gifts")
    receipt = models.OneToOneField("funds.ReceiptNumber", models.PROTECT, related_name="gift")
    kind = models.CharField(max_length=10, choices=[(one.value, one.words) for one in Kind])
    # In đồng: of money the sum itself, of all else its worth by the valuation rule.
    dong = models.BigIntegerField()
    # In thousandths of what the valuation is measured in.
    quantity = models.BigIntegerField(null=True)
    valuation = models.ForeignKey(Valuation, models.PROTECT, null=True, related_name="+")
    giver_kind = models.CharField(
        max_length=14, choices=[(one.value, one.words) for one in GiverKind]
    )
    giver = models.ForeignKey(Giver, models.PROTECT, null=True, related_name="gifts")
    group = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")
    # In whose hands the money came.
    holder = models.ForeignKey("funds.Holder", models.PROTECT, null=True, related_name="gifts")
    # The bank's own number; None of all that is no transfer, so that the database holds each to one gift.
    reference = models.CharField(max_length=40, null=True)
    on = models.DateField()
    # The key of a phone that sends again what it does not know to have arrived.
    sent_key = models.CharField(max_length=64, null=True, unique=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["giver", "by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder", "reference", "work"], name="one_gift_a_transfer")
        ]  # fmt: skip
        indexes = [models.Index(fields=["work", "on"], name="gift_of_work")]

    def __str__(self) -> str:
        return f"gift {self.pk}"

    @property
    def given(self) -> Kind:
        """This property will return the kind of gift."""
        return Kind(self.kind)


class GiftReversal(models.Model):
    """Hủy ghi khoản góp: dated the day it was written, with a reason; both lines stay in the book."""

    gift = models.OneToOneField(Gift, models.PROTECT, related_name="reversal")
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
        return f"{self.gift_id}"


class ShownName(models.Model):
    """Tên công khai: the name a giver chose for the posted list. Without a row the gift is listed and
    nobody is named; whoever changes their mind has it taken off.
    """

    gift = models.OneToOneField(Gift, models.PROTECT, related_name="shown")
    name = models.CharField(max_length=160)
    changed_at = models.DateTimeField()

    class Privacy:
        personal = ["gift", "name"]

    def __str__(self) -> str:
        return f"{self.gift_id}"
