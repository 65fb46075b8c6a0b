"""Facts: documents and the links between them, clauses and what came of them, tasks and their steps."""

from django.db import models
from django.db.models import Q

from dongthuan.ground.facts.models import Dated


class Document(models.Model):
    """Văn bản: a document in the register of a unit; of a secret one only number and date are kept.

    Kind and abbreviation are two fields: «QĐ» stands for a decision and for a regulation.
    """

    # Whose register it stands in, and who issued it: one of our units, or a body by its name.
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    issuer = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")
    issuer_name = models.CharField(max_length=200)
    level = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    abbreviation = models.CharField(max_length=20, blank=True)
    scheme = models.CharField(max_length=10, blank=True)
    number = models.IntegerField(null=True)
    symbol = models.CharField(max_length=60)
    # The system that gave the number, where it was not our own sequence.
    numbered_by = models.CharField(max_length=80, blank=True)
    signed_on = models.DateField()
    in_force_on = models.DateField(null=True)
    # The day it stops by its own words; another document may end it sooner.
    ends_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    subject = models.CharField(max_length=500, blank=True)
    secret = models.BooleanField(default=False)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    # The meeting that adopted it, where it was one of ours.
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, null=True, related_name="+")
    # What makes two entries one: see `rules.same_symbol`, `rules.same_issuer`.
    same = models.CharField(max_length=300)
    version = models.IntegerField(default=1)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        # What a paper is about may name a person.
        personal = ["subject", "file_name", "text", "by"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "same"], name="one_document_a_symbol")
        ]
        indexes = [
            models.Index(fields=["unit", "signed_on"], name="document_of_unit"),
            models.Index(fields=["signed_on"], name="document_of_day"),
        ]

    def __str__(self) -> str:
        return self.symbol


class Link(Dated):
    """Liên kết văn bản: what a newer document does to an older one, from a day on."""

    newer = models.ForeignKey(Document, models.PROTECT, related_name="does")
    older = models.ForeignKey(Document, models.PROTECT, related_name="suffers")
    relation = models.CharField(max_length=12)
    # Which part of it, where it is not the whole: «khoản 2 Điều 5».
    part = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        no_overlap = ("newer_id", "older_id", "relation")

    def __str__(self) -> str:
        return f"{self.newer_id} {self.relation} {self.older_id}"


class Clause(models.Model):
    """Điều khoản: a sentence of a document, and whether a person has said that it asks for something."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="clauses")
    order = models.IntegerField()
    place = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    due_on = models.DateField(null=True)
    # The decision of a meeting that it gives word for word.
    decision = models.ForeignKey("meetings.Decision", models.PROTECT, null=True, related_name="+")
    # The last word on it (`ClauseWord` keeps them all); None while it is only proposed.
    demands = models.BooleanField(null=True)
    looks_so = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["text", "by"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "order"], name="one_clause_a_place"),
            # What was decided once is issued once.
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(decision__isnull=False),
                name="one_issue_a_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["document"], condition=Q(demands=True), name="clause_that_demands")
        ]

    def __str__(self) -> str:
        return f"clause {self.pk}"


class ClauseWord(models.Model):
    """Lời về điều khoản: a person said that it asks for something, or that it does not."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="words")
    demands = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.clause_id} {self.demands}"


class Derivation(models.Model):
    """Dẫn xuất: a clause above became a line of a document below, or a document as a whole."""

    source = models.ForeignKey(Clause, models.PROTECT, related_name="became")
    document = models.ForeignKey(Document, models.PROTECT, related_name="came_from")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="came_from")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "clause"], name="one_derivation_a_pair",
                condition=Q(superseded_at=None, clause__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["source", "document"], name="one_whole_derivation_a_pair",
                condition=Q(superseded_at=None, clause=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.source_id} → {self.clause_id or self.document_id}"


class Assignment(models.Model):
    """Lần giao việc: what one unit asks of one or many for a clause; each lead unit has a task of it."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="assignments")
    title = models.CharField(max_length=300)
    details = models.TextField(blank=True)
    # What must be there at the end, and what proves it.
    product = models.CharField(max_length=300)
    evidence = models.CharField(max_length=300, blank=True)
    # The key of the measure it moves; any room may answer for it.
    measure = models.CharField(max_length=80, blank=True)
    # Whole đồng.
    budget = models.BigIntegerField(null=True)
    # The office that follows it: a title in the unit that assigns.
    follower = models.CharField(max_length=120, blank=True)
    assigned_on = models.DateField()
    due_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["title", "details", "by"]

    class Meta:
        indexes = [models.Index(fields=["unit", "due_on"], name="assignment_of_unit")]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


class Task(models.Model):
    """Nhiệm vụ: one unit's part of an assignment; its steps tell how it came to its status."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="tasks")
    # Who leads it now, and who led it at first: an ended unit passes it on to its heir.
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    first_unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10)
    # The day first set. It never changes; `moved_to` is the last day it was moved to.
    due_on = models.DateField()
    moved_to = models.DateField(null=True)
    handed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    on_time = models.BooleanField(null=True)
    exceeded = models.BooleanField(null=True)
    # The number of its last step: whoever acts says which one they saw.
    step = models.IntegerField(default=0)

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "first_unit"], name="one_task_a_unit")
        ]
        indexes = [
            models.Index(fields=["unit", "status", "due_on"], name="task_of_unit"),
            models.Index(fields=["due_on"], name="task_of_day"),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class Support(models.Model):
    """Đơn vị phối hợp: a unit that helps with a task."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="supports")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="one_support_a_unit")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.unit_id}"


class TaskStep(models.Model):
    """Bước của nhiệm vụ: what was done about it, by whom and when; followed, never edited."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="steps")
    number = models.IntegerField()
    move = models.CharField(max_length=10)
    status = models.CharField(max_length=10)
    at = models.DateTimeField()
    # The day it holds for: a result may be entered some days after it was handed in.
    on = models.DateField()
    by = models.CharField(max_length=40)
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)
    unit_before_id = models.BigIntegerField(null=True)
    unit_after_id = models.BigIntegerField(null=True)
    on_time = models.BooleanField(null=True)
    exceeded = models.BooleanField(null=True)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="one_step_a_number")]

    def __str__(self) -> str:
        return f"{self.task_id}.{self.number} {self.move}"


class Product(models.Model):
    """Sản phẩm: what was handed in with a step: a file, a photograph, or a paper and where it lies."""

    step = models.ForeignKey(TaskStep, models.PROTECT, related_name="products")
    name = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    # Where the paper lies, when it is not a file; or a document of our register.
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Privacy:
        personal = ["name"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"product {self.pk}"


class FirstDay(Dated):
    """Ngày bắt đầu dùng: from when on a unit's work is kept here; what fell due before is not late."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        no_overlap = ("unit_id",)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.valid_from}"


class Reminder(models.Model):
    """Lời nhắc đã gửi: one a day at most for one unit and one way; what it said is not kept."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    day = models.DateField()
    way = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "day", "way"], name="one_reminder_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"
