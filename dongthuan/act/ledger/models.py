"""Facts: a book, its accounts and purposes, entries and their postings, cash counted, periods closed."""

from __future__ import annotations

from django.db import models

from dongthuan.act.ledger.rules import COMMON_WORDS, HOLDERS, Nature


class Book(models.Model):
    """Sổ kép: the one book of a unit in which every đồng is written once."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Meta:
        indexes = [models.Index(fields=["unit"], name="book_of_unit")]

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """Tài khoản: where đồng lie, come from or go to; people's cash is named by a holder's number."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    nature = models.CharField(max_length=10)
    holder_kind = models.CharField(max_length=10, blank=True)
    ended_on = models.DateField(null=True)

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "code"], name="one_account_a_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def sort(self) -> Nature:
        """This property will return which side of the book it stands on."""
        return Nature(self.nature)

    @property
    def holder_words(self) -> str:
        """This property will say who holds its cash, by role."""
        return HOLDERS[self.holder_kind]


class Purpose(models.Model):
    """Mục đích: what money was given for; a restricted one pays for nothing else."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="purposes")
    # Empty: given for nothing in particular.
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    restricted = models.BooleanField(default=True)

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "code"], name="one_purpose_a_code")]

    def __str__(self) -> str:
        return self.name or COMMON_WORDS


class Entry(models.Model):
    """Bút toán: never edited; a mistake is answered by another entry that turns it round."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="entries", db_index=False)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    # Impersonal: who gave stands in the room that took the gift.
    words = models.CharField(max_length=200)
    # «gift:123». None says that no record of another room stands behind it; unique where it is told.
    source = models.CharField(max_length=60, null=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "source"], name="one_entry_a_source")
        ]
        indexes = [models.Index(fields=["book", "on"], name="entry_of_day")]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Posting(models.Model):
    """Dòng bút toán: append-only; a debit above zero, a credit below."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings")
    # Told again from the entry, so that one index answers for every balance of every day.
    book = models.ForeignKey(Book, models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings", db_index=False)
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    dong = models.BigIntegerField()

    class Privacy:
        personal: list[str] = []

    class Guards:
        append_only = True

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(dong=0), name="posting_not_zero")]
        indexes = [
            models.Index(
                fields=["book", "account", "purpose", "on", "dong"], name="posting_balance"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.dong}"


class Opening(models.Model):
    """Số dư đầu kỳ: append-only, once a book; what stood there before the first entry, with signed minutes."""

    book = models.OneToOneField(Book, models.PROTECT, related_name="opening")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")
    minutes = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Privacy:
        personal: list[str] = []

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"opening of {self.book_id}"


class Assertion(models.Model):
    """Kiểm quỹ: append-only; cash as it was counted, beside what the book said then."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="assertions")
    # None: all purposes together, as notes lie in a safe.
    purpose = models.ForeignKey(Purpose, models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    counted = models.BigIntegerField()
    in_book = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.account_id}: {self.counted}"

    @property
    def difference(self) -> int:
        """This property will return how much more was counted than the book said."""
        return self.counted - self.in_book


class Closing(models.Model):
    """Khóa sổ: append-only; the day through which the book takes nothing more, the last row holds."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="closings")
    # None: everything was opened again.
    through = models.DateField(null=True)
    reopens = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.book_id} through {self.through}"
