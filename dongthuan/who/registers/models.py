"""Facts: heads that are known, each taking in of a file, what it found, and what it made."""

from django.db import models


class Layout(models.Model):
    """Cách đọc đã nhớ: which column of a head says which field, as someone settled it."""

    print = models.CharField(max_length=32, unique=True)
    mapping = models.JSONField()
    kept_at = models.DateTimeField()

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return self.print


class Run(models.Model):
    """Lần nhập: one file on its way into a register, from its columns to what it made."""

    class Stage(models.TextChoices):
        """Chặng: how far it has come."""

        COLUMNS = "columns", "chờ xem các cột"
        WAITING = "waiting", "chờ đọc thử"
        CHECKED = "checked", "đã đọc thử, chưa nhập"
        TAKING = "taking", "chờ nhập"
        TAKEN = "taken", "đã nhập"
        BACK = "back", "đã hoàn tác"
        STOPPED = "stopped", "chưa đọc được"

    kind = models.CharField(max_length=30)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    on = models.DateField()
    # For numbers: the round they answer.
    about = models.BigIntegerField(null=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    print = models.CharField(max_length=32, blank=True)
    mapping = models.JSONField(default=dict)
    # Heads, rows and what was left out; no cell of a row.
    tables = models.JSONField(default=list)
    left = models.JSONField(default=list)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.COLUMNS)
    counts = models.JSONField(default=dict)
    said = models.CharField(max_length=400, blank=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    # When the work last said that it goes on; empty while nobody works at it.
    beat_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Privacy:
        personal = ["name", "by", "said"]

    class Meta:
        indexes = [models.Index(fields=["unit", "at"], name="run_of_unit")]

    def __str__(self) -> str:
        return f"run {self.pk}"


class Trouble(models.Model):
    """Chỗ cần sửa: sheet, row, column and what to do; one that does not stand in the way is a hint."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="troubles")
    sheet = models.CharField(max_length=100, blank=True)
    row = models.IntegerField()
    column = models.CharField(max_length=5, blank=True)
    words = models.CharField(max_length=500)

    class Privacy:
        personal = ["sheet", "words"]

    def __str__(self) -> str:
        return f"trouble {self.pk}"


class Gone(models.Model):
    """Có trong sổ, không có trong tệp: what a person may choose to end; nothing ends by itself."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="gone")
    subject_id = models.BigIntegerField()
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    ends = models.BooleanField(default=False)

    class Privacy:
        personal = ["subject_id"]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "subject_id"], name="gone_once")]

    def __str__(self) -> str:
        return f"gone {self.pk}"


class Made(models.Model):
    """Đã ghi: an unbroken run of ids that a taking in made, or closed, in a table."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="made")
    table = models.CharField(max_length=30)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    closed = models.BooleanField(default=False)

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return f"{self.table} {self.first}–{self.last}"


class Was(models.Model):
    """Như trước khi nhập: what a row held that was overwritten in place; gone with the run."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="was")
    table = models.CharField(max_length=30)
    row = models.BigIntegerField()
    before = models.JSONField()

    class Privacy:
        personal = ["before"]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
