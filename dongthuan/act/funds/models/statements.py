"""Facts: bank statements as told, lines that are the same in all of them, and what each line was."""

from __future__ import annotations

from django.db import models

from dongthuan.act.funds.statements_matching import Meaning


class AccountPosting(models.Model):
    """Niêm yết tài khoản: the paper on the notice board that a bank account hangs there by, and for which
    days. Only an organisation's account is ever posted.
    """

    account = models.ForeignKey("funds.Holder", models.PROTECT, related_name="postings")
    document = models.CharField(max_length=200)
    from_day = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    def __str__(self) -> str:
        return f"{self.account_id} {self.from_day}"


class ColumnsKept(models.Model):
    """Cột đã chốt: what a person said the columns under one head are; remembered for the next file."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    print = models.CharField(max_length=32)
    # «{"0": "on", "3": "credit"}», by the number of the column.
    columns = models.JSONField()
    changed_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "print"], name="one_settling_a_head")
        ]

    def __str__(self) -> str:
        return self.print


class Statement(models.Model):
    """Sao kê: a file of a bank, laid down to be looked at, then taken in; taken back while nothing
    depends on it.
    """

    account = models.ForeignKey("funds.Holder", models.PROTECT, related_name="statements")
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    bank = models.CharField(max_length=20, blank=True)
    print = models.CharField(max_length=32, blank=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    # Whether the file had balances that the lines were held against.
    balanced = models.BooleanField(default=False)
    laid_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "stored"], name="one_statement_a_file")
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class BankLine(models.Model):
    """Dòng sao kê: one movement of an account, however many statements tell of it. What its payer wrote
    stands in a row of its own, where it can be erased.
    """

    account = models.ForeignKey("funds.Holder", models.PROTECT, related_name="bank_lines")
    identity = models.CharField(max_length=64)
    on = models.DateField()
    # Above nothing for money that came, below for money that went.
    dong = models.BigIntegerField()
    balance = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=60, blank=True)
    # Another statement, written otherwise, tells of the same sum on the same day: a person looks first.
    doubtful = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "identity"], name="one_line_a_movement")
        ]
        indexes = [models.Index(fields=["account", "on"], name="line_of_account")]

    def __str__(self) -> str:
        return f"line {self.pk}"


class BankLineWords(models.Model):
    """Nội dung chuyển khoản: what the payer wrote and who they are, as the bank tells it."""

    line = models.OneToOneField(BankLine, models.CASCADE, related_name="told")
    words = models.CharField(max_length=500, blank=True)
    party = models.CharField(max_length=160, blank=True)

    class Privacy:
        personal = ["words", "party"]

    def __str__(self) -> str:
        return f"{self.line_id}"


class StatementLine(models.Model):
    """Dòng của tệp sao kê: that a statement tells of a movement, and in which row."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    line = models.ForeignKey(BankLine, models.CASCADE, related_name="tellings")
    row = models.IntegerField()

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "line"], name="one_telling_a_line")
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.row}"


class LineMatch(models.Model):
    """Đối chiếu: what a movement was, as a person confirmed it; a mistaken one is ended, never edited."""

    line = models.ForeignKey(BankLine, models.PROTECT, related_name="matches")
    meaning = models.CharField(max_length=10, choices=[(one, one.words) for one in Meaning])
    gift = models.ForeignKey("funds.Gift", models.PROTECT, null=True, related_name="+")
    handover = models.ForeignKey("funds.Handover", models.PROTECT, null=True, related_name="+")
    payment = models.ForeignKey("funds.Payment", models.PROTECT, null=True, related_name="+")
    # Whether the gift was written by this match, or stood in the book before.
    wrote = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.line_id} {self.meaning}"


class MatchEnded(models.Model):
    """Bỏ đối chiếu: that a match was taken back, and why."""

    match = models.OneToOneField(LineMatch, models.PROTECT, related_name="ended")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.match_id}"
