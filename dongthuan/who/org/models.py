"""Facts: units, what they were on which days, their official codes, and who took over from whom."""

from django.db import models

from dongthuan.ground.facts.models import Dated


class Unit(models.Model):
    """Đơn vị: an identity that outlives its names, parents and official codes."""

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=30)
    setting = models.CharField(max_length=20, blank=True)

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return self.code


class UnitState(Dated):
    """Tình trạng đơn vị: name, parent and place between two days."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="states")
    name = models.CharField(max_length=200)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Privacy:
        personal: list[str] = []

    class Guards:
        no_overlap = ("unit_id",)

    class Meta:
        indexes = [models.Index(fields=["unit", "valid_from"], name="state_of_unit")]

    def __str__(self) -> str:
        return self.name


class OfficialCode(Dated):
    """Mã hành chính: a code that the State gave for some days; successors reuse it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="codes")
    scheme = models.CharField(max_length=30)
    code = models.CharField(max_length=30)

    class Privacy:
        personal: list[str] = []

    class Guards:
        no_overlap = ("unit_id", "scheme")

    def __str__(self) -> str:
        return self.code


class Succession(models.Model):
    """Kế thừa: the unit that took over from another, by which instrument and with what share."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="heirs")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="predecessors")
    on = models.DateField()
    # Two whole numbers: a third is kept as a third.
    share_part = models.BigIntegerField(null=True)
    share_whole = models.BigIntegerField(null=True)
    instrument = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Privacy:
        personal: list[str] = []

    class Guards:
        append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new", "on"], name="one_succession")]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
