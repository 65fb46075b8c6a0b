"""Facts: drafts, what was issued with which numbers, and ratings and awards told in words."""

from django.db import models


class Report(models.Model):
    """Báo cáo: a draft and its heading; once issued it is never written into again."""

    # Whose figures it tells, and who issues it: the Party committee reports on its ward.
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    issuer = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    code = models.CharField(max_length=30)
    regime = models.CharField(max_length=10, default="calendar")
    text = models.TextField()
    upper_body = models.CharField(max_length=160)
    body = models.CharField(max_length=160)
    body_code = models.CharField(max_length=20)
    place = models.CharField(max_length=80)
    authority = models.CharField(max_length=120, blank=True)
    signer_title = models.CharField(max_length=120, blank=True)
    signer_name = models.CharField(max_length=120, blank=True)
    # One a line: «Như trên (b/c)», «Lưu VP».
    recipients = models.TextField(blank=True)
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=40)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")

    class Privacy:
        personal = ["signer_name", "changed_by"]

    def __str__(self) -> str:
        return self.title


class Issue(models.Model):
    """Bản phát hành: a report as it went out; append-only, with a seal over text and figures.

    The name under an official paper is part of the paper; it is the one name kept here.
    """

    report = models.OneToOneField(Report, models.PROTECT, related_name="issue")
    number = models.IntegerField()
    symbol = models.CharField(max_length=40)
    own_number = models.BooleanField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    text = models.TextField()
    upper_body = models.CharField(max_length=160)
    body = models.CharField(max_length=160)
    place = models.CharField(max_length=80)
    authority = models.CharField(max_length=120, blank=True)
    signer_title = models.CharField(max_length=120, blank=True)
    signer_name = models.CharField(max_length=120, blank=True)
    recipients = models.TextField(blank=True)
    seal = models.CharField(max_length=64)

    class Privacy:
        personal = ["signer_name", "by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return self.symbol


class IssuedFigure(models.Model):
    """Số đã chốt: one figure of an issued report, with the hash of what it was made of."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="figures")
    place = models.IntegerField()
    # Which block of the text it stands in: a table is laid out again from it.
    block = models.IntegerField()
    identity = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=200)
    code = models.CharField(max_length=30)
    form = models.CharField(max_length=10, blank=True)
    label = models.CharField(max_length=300)
    reading = models.CharField(max_length=10)
    measured_in = models.CharField(max_length=30)
    printed = models.CharField(max_length=80)
    top = models.CharField(max_length=40)
    bottom = models.CharField(max_length=40)
    estimate = models.BooleanField()
    unapproved = models.IntegerField()
    evidence = models.CharField(max_length=64)

    class Privacy:
        personal: list[str] = []

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "place"], name="one_figure_a_place")
        ]
        indexes = [models.Index(fields=["key", "unit", "code"], name="issued_by_key")]

    def __str__(self) -> str:
        return f"{self.identity}: {self.printed}"


class Statement(models.Model):
    """Lời ghi nhận: a rating or an award told as a dated statement, with its paper."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    label = models.CharField(max_length=200)
    words = models.CharField(max_length=300)
    code = models.CharField(max_length=30)
    source = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return self.label
