"""Facts: works and funds, what they rest on, how far they are, and how they end."""

from __future__ import annotations

from django.db import models

from dongthuan.act.funds.rules import SORTS, Asking, Manner, Sort, Source, Standing


class Work(models.Model):
    """Công trình, quỹ: what people give for; its code is its purpose in the book. `version` counts
    everything written to it.
    """

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    # A key of rules/funds.yaml: which law it stands under, and what may begin a collection.
    kind = models.CharField(max_length=30)
    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=600)
    standing = models.CharField(max_length=12, default=Standing.PLANNED.value)
    asking = models.CharField(max_length=8, default=Asking.APPEAL.value)
    level_dong = models.BigIntegerField(null=True)
    level_per = models.CharField(max_length=40, blank=True)
    estimate_dong = models.BigIntegerField(null=True)
    design = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    estimate = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    planned_from = models.DateField(null=True)
    planned_to = models.DateField(null=True)
    opened_on = models.DateField()
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Privacy:
        personal: list[str] = []

    class Meta:
        indexes = [models.Index(fields=["unit", "standing"], name="work_of_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def sort(self) -> Sort:
        """This property will return which kind of work or fund it is."""
        return SORTS[self.kind]

    @property
    def stands(self) -> Standing:
        """This property will return where the work stands."""
        return Standing(self.standing)

    @property
    def asks(self) -> Asking:
        """This property will return how people are asked."""
        return Asking(self.asking)


class WorkGroup(models.Model):
    """Tổ của công trình: a group whose people the work is for."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="groups")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "unit"], name="one_group_a_work")]

    def __str__(self) -> str:
        return f"{self.work_id} {self.unit_id}"


class CapitalSource(models.Model):
    """Cơ cấu vốn: what the plan expects of one source."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="sources")
    source = models.CharField(max_length=12, choices=[(one.value, one.words) for one in Source])
    dong = models.BigIntegerField()

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "source"], name="one_sum_a_source")]

    def __str__(self) -> str:
        return f"{self.work_id} {self.source}"

    @property
    def words(self) -> str:
        """This property will return the source as a person says it."""
        return Source(self.source).words


class Exemption(models.Model):
    """Diện miễn, giảm: a category of households, never a household."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="exemptions")
    category = models.CharField(max_length=120)

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return self.category


class Basis(models.Model):
    """Căn cứ huy động: the decision or call that asking rests on, as typed once and never edited."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="bases")
    # «collect» or «surplus»: what was decided.
    matter = models.CharField(max_length=10)
    manner = models.CharField(max_length=6, choices=[(one.value, one.words) for one in Manner])
    vote = models.ForeignKey("assembly.Vote", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    on = models.DateField()
    minutes = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    households = models.IntegerField(null=True)
    present = models.IntegerField(null=True)
    yes = models.IntegerField(null=True)
    # The threshold of that day's law, as it was asked then.
    threshold = models.CharField(max_length=20, blank=True)
    adopted = models.BooleanField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.work_id} {self.manner}"

    @property
    def words(self) -> str:
        """This property will return the manner as a person says it."""
        return Manner(self.manner).words


class WorkStep(models.Model):
    """Bước của công trình: opened, changed, collecting, building, accepted, settled."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12)
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
        return f"{self.work_id} {self.step}"


class Progress(models.Model):
    """Tiến độ: how far a work was on a day, in words and hundredths; a mistaken one is withdrawn."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="progress")
    on = models.DateField()
    percent = models.SmallIntegerField()
    words = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["words", "by"]

    def __str__(self) -> str:
        return f"{self.work_id} {self.percent}"


class Photograph(models.Model):
    """Ảnh công trình: a picture without the place and camera it carried."""

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="photographs")
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    order = models.IntegerField()

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return f"{self.progress_id} {self.order}"


class Acceptance(models.Model):
    """Nghiệm thu: that a work was taken over, on which day and by which minutes."""

    work = models.OneToOneField(Work, models.PROTECT, related_name="acceptance")
    on = models.DateField()
    minutes = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    # How many of the supervision board signed; their names stand on the paper.
    supervisors = models.IntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.work_id}"


class Settlement(models.Model):
    """Quyết toán: the sums a work ended with, as they stood in the book on that day."""

    work = models.OneToOneField(Work, models.PROTECT, related_name="settlement")
    on = models.DateField()
    money_in = models.BigIntegerField()
    kind_in = models.BigIntegerField()
    money_out = models.BigIntegerField()
    left = models.BigIntegerField()
    minutes = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.work_id} {self.left}"


class Surplus(models.Model):
    """Phần còn dư: what becomes of money that is left, as its givers decided."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="surpluses")
    # «work»: for another work or fund; «keep»: kept to maintain this one.
    manner = models.CharField(max_length=6)
    dong = models.BigIntegerField()
    to_work = models.ForeignKey(Work, models.PROTECT, null=True, related_name="+")
    basis = models.ForeignKey(Basis, models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.work_id} {self.manner}"
