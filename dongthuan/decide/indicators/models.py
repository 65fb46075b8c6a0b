"""Facts: what is asked of units, what they have answered, who approved it, and the targets set."""

from django.db import models

from dongthuan.ground.facts.models import Dated


class Item(models.Model):
    """Mục số liệu: the identity of a measure; its key never changes."""

    key = models.CharField(max_length=80, unique=True)

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return self.key


class Definition(Dated):
    """Định nghĩa mục số liệu: what the key means between two days."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="definitions")
    label = models.CharField(max_length=200)
    # One name a line: other words that reports use for the measure.
    names = models.TextField(blank=True)
    unit = models.CharField(max_length=30)
    decimals = models.SmallIntegerField(default=0)
    nature = models.CharField(max_length=10)
    direction = models.CharField(max_length=10, blank=True)
    regime = models.CharField(max_length=10, default="calendar")
    frequency = models.CharField(max_length=10)
    # The kind of unit that reports it.
    level = models.CharField(max_length=30)
    reading = models.CharField(max_length=10, default="internal")
    chapter = models.CharField(max_length=80, blank=True)
    order = models.IntegerField(default=0)
    meaning = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    # Bounds in the smallest step (10^-decimals of the unit).
    lowest = models.BigIntegerField(null=True)
    highest = models.BigIntegerField(null=True)
    # A ratio of two other measures is never typed.
    numerator = models.CharField(max_length=80, blank=True)
    denominator = models.CharField(max_length=80, blank=True)

    class Privacy:
        personal: list[str] = []

    class Guards:
        no_overlap = ("item_id",)

    def __str__(self) -> str:
        return self.label


class Round(models.Model):
    """Đợt số liệu: what one unit asks of those below it for one period, and by which day."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    code = models.CharField(max_length=30)
    regime = models.CharField(max_length=10, default="calendar")
    opened_on = models.DateField()
    due_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return self.title


class RoundItem(models.Model):
    """Mục trong đợt: one measure that a round asks for."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "item"], name="one_item_a_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.item_id}"


class Sheet(models.Model):
    """Phiếu số liệu: one unit's answer to a round; its steps tell how it came to its status."""

    class Status(models.TextChoices):
        OPEN = "open", "chưa gửi"
        SENT = "sent", "đã gửi, chờ duyệt"
        RETURNED = "returned", "trả lại để xem lại"
        APPROVED = "approved", "đã duyệt"

    round = models.ForeignKey(Round, models.PROTECT, related_name="sheets")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    first_sent_on = models.DateField(null=True)

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="one_sheet_a_unit")]
        indexes = [models.Index(fields=["unit", "status"], name="sheet_of_unit")]

    def __str__(self) -> str:
        return f"sheet {self.pk}"


class Draft(models.Model):
    """Ô đang nhập: what was typed and not sent yet, kept as it was typed."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="drafts")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    text = models.CharField(max_length=60)
    estimate = models.BooleanField(default=False)
    # Typed by hand, or read from a file.
    manner = models.CharField(max_length=12, default="typed", db_default="typed")
    version = models.IntegerField(default=1)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Privacy:
        personal = ["by"]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "item"], name="one_draft_a_cell")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Step(models.Model):
    """Bước của phiếu: sent, approved, returned, reopened, helped, confirmed or objected; asked, when
    it is about one cell as it stood in a revision (0 where nothing was told).
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    help = models.ForeignKey("indicators.Help", models.PROTECT, null=True, related_name="answers")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")
    revision = models.IntegerField(null=True)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        indexes = [models.Index(fields=["sheet", "at"], name="step_of_sheet")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.step}"


class Help(models.Model):
    """Nhập giúp: numbers entered for a unit by another hand, with where they were heard or read."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="helps")
    source = models.CharField(max_length=10)
    photo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by", "photo"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"help {self.pk}"


class Value(models.Model):
    """Giá trị: one revision of what a unit reported for a measure and a period; never edited."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="values")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    start = models.DateField()
    revision = models.IntegerField()
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="values")
    state = models.CharField(max_length=15)
    # In the smallest step of the definition, so that no đồng is lost to a fraction.
    scaled = models.BigIntegerField(null=True)
    scaled_whole = models.BigIntegerField(null=True)
    estimate = models.BooleanField(default=False)
    manner = models.CharField(max_length=12)
    help = models.ForeignKey(Help, models.PROTECT, null=True, related_name="values")
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "unit", "code", "revision"], name="one_revision_a_cell"
            )
        ]
        indexes = [
            # In the order in which sums are grouped, so that nothing need be sorted.
            models.Index(fields=["item", "start", "code", "unit"], name="value_of_period"),
            models.Index(
                fields=["item", "start", "unit"], name="value_corrected",
                condition=models.Q(revision__gt=1),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"value {self.pk}"


class Target(models.Model):
    """Chỉ tiêu giao: what an owner set for a unit and period, in which version; never edited."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="targets")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    start = models.DateField()
    owner = models.SlugField(max_length=30)
    owner_words = models.CharField(max_length=120)
    version = models.IntegerField()
    version_words = models.CharField(max_length=80, blank=True)
    scaled = models.BigIntegerField()
    baseline = models.BigIntegerField(null=True)
    source = models.CharField(max_length=200, blank=True)
    # The work that is to reach it; the work itself knows of no target.
    assignment = models.ForeignKey(
        "directives.Assignment", models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "unit", "code", "owner", "version"], name="one_version_a_target"
            )
        ]

    def __str__(self) -> str:
        return f"target {self.pk}"
