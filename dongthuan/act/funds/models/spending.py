"""Facts of spending: what was asked for, who let it, the vouchers, and what was paid."""

from __future__ import annotations

from django.db import models

from dongthuan.act.funds.spending import Asked, Payee


class SpendRequest(models.Model):
    """Đề nghị chi: so much of a work's money, for what, to what kind of payee."""

    work = models.ForeignKey("funds.Work", models.PROTECT, related_name="requests")
    dong = models.BigIntegerField()
    # Shown to anyone once it is paid: what was bought, never who.
    words = models.CharField(max_length=200)
    payee_kind = models.CharField(max_length=12, choices=[(one, one.words) for one in Payee])
    payee = models.CharField(max_length=120, blank=True)
    standing = models.CharField(max_length=10, default=Asked.ASKED)
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=40)
    approved_by = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Privacy:
        personal = ["words", "payee", "asked_by", "approved_by"]

    class Meta:
        indexes = [models.Index(fields=["work", "standing"], name="request_of_work")]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def stands(self) -> Asked:
        """This property will return where the request stands."""
        return Asked(self.standing)

    @property
    def payee_words(self) -> str:
        """This property will return the kind of payee as a person says it."""
        return Payee(self.payee_kind).words


class SpendStep(models.Model):
    """Bước của đề nghị chi: append-only; who did what, when, over which amount."""

    request = models.ForeignKey(SpendRequest, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10)
    dong = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.request_id} {self.step}"


class Voucher(models.Model):
    """Chứng từ chi: a photograph without place and camera; what the public sees is the covered copy."""

    request = models.ForeignKey(SpendRequest, models.PROTECT, related_name="vouchers")
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    covered = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    order = models.IntegerField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    withdrawn_at = models.DateTimeField(null=True)

    class Privacy:
        personal = ["by"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.order}"


class Payment(models.Model):
    """Chi tiền: append-only; out of whose hands, on which day; its entry in the book bears its number."""

    request = models.ForeignKey(SpendRequest, models.PROTECT, related_name="payments")
    holder = models.ForeignKey("funds.Holder", models.PROTECT, related_name="+")
    dong = models.BigIntegerField()
    on = models.DateField()
    # The bank's own number, where it was paid by transfer.
    reference = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"payment {self.pk}"


class PaymentTurned(models.Model):
    """Khoản chi đã đảo: append-only; a payment written by mistake, answered in the book today."""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="turned")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"turned {self.payment_id}"
