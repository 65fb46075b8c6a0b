"""Facts: forms from above, the files in which they came, how they are bound, and what was filled."""

from django.db import models


class Form(models.Model):
    """Biểu mẫu: one form of the level above, filled for one unit period after period."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    # What the form wants where a measure does not fit the unit: nothing, «x» or «-».
    absent = models.CharField(max_length=2, blank=True)
    regime = models.CharField(max_length=10, default="calendar")
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=40)
    retired_on = models.DateField(null=True)

    class Privacy:
        personal = ["changed_by"]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """Bản biểu: the form as it came once, empty, with the shape it had."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="editions")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    number = models.IntegerField()
    name = models.CharField(max_length=160)
    shape = models.CharField(max_length=64)
    # The period it came for: what its heads name is read against it.
    code = models.CharField(max_length=30)
    # One a line: what moved since the edition before.
    changes = models.TextField(blank=True)
    converted = models.BooleanField(default=False)
    came_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="one_edition_a_number")
        ]
        indexes = [models.Index(fields=["shape"], name="edition_by_shape")]

    def __str__(self) -> str:
        return f"{self.form_id} · {self.number}"


class Binding(models.Model):
    """Cách gắn: how one sheet of an edition is bound, version by version; the last one holds."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="bindings")
    sheet = models.IntegerField()
    version = models.IntegerField()
    content = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "sheet", "version"], name="one_version_a_sheet"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.sheet} · {self.version}"


class Fill(models.Model):
    """Lần điền: a form filled for a period, with the seal over every number that went in."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="fills")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    regime = models.CharField(max_length=10)
    absent = models.CharField(max_length=2, blank=True)
    partial = models.BooleanField()
    over = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        indexes = [models.Index(fields=["edition", "code"], name="fill_of_edition")]

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.code}"


class FilledFigure(models.Model):
    """Số đã điền: one figure that a filling asked for, as it was then; many places may show it."""

    fill = models.ForeignKey(Fill, models.PROTECT, related_name="figures")
    place = models.IntegerField()
    key = models.CharField(max_length=120)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=200)
    code = models.CharField(max_length=30)
    label = models.CharField(max_length=300)
    reading = models.CharField(max_length=10)
    measured_in = models.CharField(max_length=30)
    printed = models.CharField(max_length=80, blank=True)
    top = models.CharField(max_length=40, blank=True)
    bottom = models.CharField(max_length=40, blank=True)
    estimate = models.BooleanField()
    unapproved = models.IntegerField()
    evidence = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal: list[str] = []

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fill", "place"], name="one_filled_figure_a_place")
        ]
        indexes = [models.Index(fields=["key", "unit", "code"], name="filled_by_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.printed}"


class FilledSheet(models.Model):
    """Trang tính đã điền: every place of a sheet that was asked for, with the figure it shows.

    A form of forty sheets has thirty thousand places: they are kept together, sheet by sheet
    (`recorded.Place`), and sealed with the filling.
    """

    fill = models.ForeignKey(Fill, models.PROTECT, related_name="sheets")
    place = models.IntegerField()
    sheet = models.CharField(max_length=80)
    places = models.JSONField()

    class Privacy:
        personal: list[str] = []

    class Guards:
        append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fill", "place"], name="one_sheet_a_place")]

    def __str__(self) -> str:
        return self.sheet
