"""Facts: who holds cash, receipt books, their numbers, and numbers that no gift used."""

from __future__ import annotations

from django.db import models

from dongthuan.act.funds.rules import BookStanding, Hand, Unused


class Holder(models.Model):
    """Người giữ tiền: a collector, a treasurer or a bank account, by a code that the book knows. The
    name stands here alone, where it can be erased.
    """

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one.value, one.words) for one in Hand])
    code = models.CharField(max_length=20)
    # Whose hand it is; empty for a bank.
    actor = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=120)
    # A bank account of the organisation, as posted on the notice board.
    bank = models.CharField(max_length=80, blank=True)
    bank_bin = models.CharField(max_length=10, blank=True)
    account_number = models.CharField(max_length=30, blank=True)
    account_name = models.CharField(max_length=120, blank=True)
    posted_on = models.DateField(null=True)
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["actor", "name", "by"]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="one_holder_a_code")]

    def __str__(self) -> str:
        return self.code

    @property
    def hand(self) -> Hand:
        """This property will return the role in which cash is held."""
        return Hand(self.kind)

    @property
    def role(self) -> str:
        """This property will return the role and code, as a public page says them: người thu NT1."""
        return f"{self.hand.words} {self.code}"


class ReceiptBook(models.Model):
    """Quyển phiếu thu: numbers printed together and handed to one collector; «spot» books are printed
    number by number at the desk.
    """

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    manner = models.CharField(max_length=6, default="paper")
    paper = models.CharField(max_length=4, default="a6")
    work = models.ForeignKey("funds.Work", models.PROTECT, null=True, related_name="books")
    first = models.IntegerField()
    last = models.IntegerField()
    holder = models.ForeignKey(Holder, models.PROTECT, null=True, related_name="books")
    standing = models.CharField(max_length=10, default=BookStanding.PRINTED.value)
    printed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="one_book_a_code")]

    def __str__(self) -> str:
        return self.code

    @property
    def stands(self) -> BookStanding:
        """This property will return where the book lies."""
        return BookStanding(self.standing)

    @property
    def size(self) -> int:
        """This property will return how many numbers the book has."""
        return self.last - self.first + 1

    def printed(self, number: int) -> str:
        """This method will print a number of this book as it stands on the receipt: PT01-0007."""
        return f"{self.code}-{number:04d}"


class BookStep(models.Model):
    """Đường đi của quyển phiếu thu: printed, handed, accepted, refused, returned."""

    book = models.ForeignKey(ReceiptBook, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10)
    holder = models.ForeignKey(Holder, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.book_id} {self.step}"

    @property
    def words(self) -> str:
        """This property will return the step as a person says it."""
        return {
            "printed": "đã in", "handed": "đã giao", "accepted": "đã nhận", "refused": "không nhận",
            "returned": "đã nộp lại",
        }[self.step]  # fmt: skip


class ReceiptNumber(models.Model):
    """Số phiếu: one number of a book, and the digest of the code printed on it."""

    book = models.ForeignKey(ReceiptBook, models.PROTECT, related_name="numbers")
    number = models.IntegerField()
    digest = models.CharField(max_length=64, unique=True)

    class Privacy:
        personal: list[str] = []

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="one_receipt_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.book_id} {self.number}"


class NumberUnused(models.Model):
    """Số phiếu không dùng: void with its stub kept, or missing; with a reason."""

    receipt = models.OneToOneField(ReceiptNumber, models.PROTECT, related_name="unused")
    how = models.CharField(max_length=8, choices=[(one.value, one.words) for one in Unused])
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
        return f"{self.receipt_id} {self.how}"
