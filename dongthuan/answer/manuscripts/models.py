"""Facts: the office's own Word files, every number marked in them, and the drafts made of them."""

from django.db import models


class Manuscript(models.Model):
    """Bản Word: one state of the office's own report; a later one never changes an earlier.

    `code` is the period its words tell of. A file that came back edited has the one it was edited
    from as its `parent`.
    """

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    issuer = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    code = models.CharField(max_length=30)
    regime = models.CharField(max_length=10, default="calendar")
    # The heading that the register and the pages need, as the file's own first lines say it.
    heading = models.JSONField(default=dict)
    warnings = models.TextField(blank=True)
    kept_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["heading", "title", "by"]

    def __str__(self) -> str:
        return self.title


class Mark(models.Model):
    """Con số đã đánh dấu: where it stands in the file, what was proposed for it, and what it is.

    Letters start…end of a line, both counted from 0 in the order of the file. `reading` is what the
    text says of it (number, unit, way), `offer` the measure that was proposed.
    """

    manuscript = models.ForeignKey(Manuscript, models.CASCADE, related_name="marks")
    place = models.IntegerField()
    line = models.IntegerField()
    start = models.IntegerField()
    end = models.IntegerField()
    surface = models.CharField(max_length=120)
    standing = models.CharField(max_length=8, default="open")
    key = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=30, blank=True)
    form = models.CharField(max_length=10, blank=True)
    # The same number as in the file before it: nobody has written it anew.
    as_before = models.BooleanField(default=False)
    reading = models.JSONField(default=dict)
    offer = models.JSONField(default=dict)

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["manuscript", "place"], name="one_mark_a_place")
        ]

    def __str__(self) -> str:
        return self.surface


class Turn(models.Model):
    """Lần gắn: what one press of a button changed, so that it can be taken back."""

    manuscript = models.ForeignKey(Manuscript, models.CASCADE, related_name="turns")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    words = models.CharField(max_length=120)
    # For each mark: its place, and standing, key, unit, code and form as they were before.
    before = models.JSONField(default=list)

    class Privacy:
        personal = ["by"]

    def __str__(self) -> str:
        return self.words


class Draft(models.Model):
    """Bản thảo từ Word: a report that is written in the office's own file."""

    report = models.OneToOneField("reports.Report", models.PROTECT, related_name="+")
    manuscript = models.ForeignKey(Manuscript, models.PROTECT, related_name="drafts")
    # The file as it went out, itself what the next period begins with.
    issued = models.ForeignKey(Manuscript, models.PROTECT, null=True, related_name="+")

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return f"draft {self.report_id}"


class Version(models.Model):
    """Bản của một bản thảo: its lines as they read when it was begun, or when a file came back."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    # The file as it came back, with the changes and comments that people wrote into it.
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    lines = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["lines", "by"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.number}"


class Remark(models.Model):
    """Góp ý: what somebody asked in a file that came back, and what was answered."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="remarks")
    place = models.IntegerField()
    # comment, change (of words), figure
    kind = models.CharField(max_length=8)
    author = models.CharField(max_length=120, blank=True)
    written_at = models.CharField(max_length=16, blank=True)
    where = models.CharField(max_length=60)
    line = models.TextField()
    text = models.TextField(blank=True)
    taken = models.TextField(blank=True)
    put = models.TextField(blank=True)
    # The number that was asked to be another, by its place in the file now.
    mark = models.IntegerField(null=True)
    label = models.CharField(max_length=300, blank=True)
    standing = models.CharField(max_length=8, default="open")
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)

    class Privacy:
        personal = ["author", "line", "text", "taken", "put", "answer", "answered_by"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
