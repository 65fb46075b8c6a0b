"""Facts: persons, households, who lives where, who speaks for a household, who holds an office."""

from django.db import models

from dongthuan.ground.facts.models import Dated


class Person(models.Model):
    """Người: a name and what is needed to tell two of one name apart."""

    name = models.CharField(max_length=120)
    born = models.DateField(null=True)
    phone = models.CharField(max_length=20, blank=True)

    class Privacy:
        personal = ["name", "born", "phone"]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Household(models.Model):
    """Hộ: the identity of a household; where it lives is dated."""

    code = models.SlugField(max_length=40, unique=True)

    class Privacy:
        personal = ["code"]

    def __str__(self) -> str:
        return self.code


class Dwelling(Dated):
    """Nơi ở của hộ: the residential group and address of a household between two days."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="dwellings")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)

    class Privacy:
        personal = ["household", "address"]

    class Guards:
        no_overlap = ("household_id",)

    def __str__(self) -> str:
        return f"dwelling {self.pk}"


class Residence(Dated):
    """Cư trú: a person as a member of a household between two days."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="residences")
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    is_head = models.BooleanField(default=False)

    class Privacy:
        personal = ["person", "household", "is_head"]

    class Guards:
        no_overlap = ("person_id",)

    def __str__(self) -> str:
        return f"residence {self.pk}"


class Representative(Dated):
    """Người đại diện hộ: who speaks and votes for a household between two days."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="representatives")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Privacy:
        personal = ["household", "person"]

    class Guards:
        no_overlap = ("household_id",)

    def __str__(self) -> str:
        return f"representative {self.pk}"


class HouseholdEvent(models.Model):
    """Biến động hộ: split off, joined, moved, ended, come back; append-only. `other` is the heir of a
    split or of a joining.
    """

    class Kind(models.TextChoices):
        REGISTERED = "registered", "lập hộ"
        SPLIT = "split", "tách hộ"
        JOINED = "joined", "nhập vào hộ khác"
        MOVED = "moved", "chuyển nơi ở"
        LEFT = "left", "chuyển khỏi phường"
        ENDED = "ended", "không còn hộ"
        RETURNED = "returned", "về lại phường"

    household = models.ForeignKey(Household, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    other = models.ForeignKey(Household, models.PROTECT, null=True, related_name="came_of")
    on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["household", "other", "by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.household_id} {self.kind}"


class Position(Dated):
    """Chức vụ: an office a person holds in a unit between two days."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="positions")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)

    class Privacy:
        personal = ["person", "title"]

    class Guards:
        no_overlap = ("person_id", "unit_id", "title")

    class Meta:
        indexes = [models.Index(fields=["unit", "valid_from"], name="position_of_unit")]

    def __str__(self) -> str:
        return f"position {self.pk}"
