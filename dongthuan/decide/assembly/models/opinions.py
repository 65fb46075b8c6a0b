"""Đợt lấy ý kiến về một văn bản: the draft by sections, what came in, groups, answers, the final text.

What a resident wrote stands beside the append-only row, as a note that can be erased.
"""

from __future__ import annotations

from django.db import models


class OpinionRound(models.Model):
    """Đợt lấy ý kiến: one draft, the units asked, and the days between which words are taken."""

    class Status(models.TextChoices):
        DRAFT = "draft", "đang soạn"
        OPEN = "open", "đã mở"
        PUBLISHED = "published", "đã công bố kết quả"
        CANCELLED = "cancelled", "đã hủy"

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    about = models.TextField(blank=True)
    # Whoever opens the public page may write; otherwise groups and paper bring the words.
    public = models.BooleanField(default=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    source = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    source_name = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Privacy:
        personal: list[str] = []

    class Meta:
        indexes = [models.Index(fields=["unit", "closes_on"], name="opinion_round_of_unit")]

    def __str__(self) -> str:
        return self.title


class OpinionUnit(models.Model):
    """Đơn vị được lấy ý kiến: a group that is asked, and may bring what was said at its meeting."""

    round = models.ForeignKey(OpinionRound, models.CASCADE, related_name="units")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="one_unit_a_opinion_round")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.unit_id}"


class OpinionSection(models.Model):
    """Mục của dự thảo: heading and words as asked about; `final` is what it became, None until told."""

    round = models.ForeignKey(OpinionRound, models.CASCADE, related_name="sections")
    order = models.IntegerField()
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    final = models.TextField(null=True)

    class Privacy:
        personal: list[str] = []

    class Meta:
        indexes = [models.Index(fields=["round", "order"], name="section_of_opinion_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.order}"


class OpinionComment(models.Model):
    """Góp ý: one comment as it came in; append-only. Its words and its name are notes beside it."""

    class Source(models.TextChoices):
        PORTAL = "portal", "trang công khai"
        MEETING = "meeting", "họp tổ dân phố"
        PAPER = "paper", "giấy, thư"

    round = models.ForeignKey(OpinionRound, models.PROTECT, related_name="comments")
    number = models.IntegerField()
    section = models.ForeignKey(OpinionSection, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices)
    unit = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="+")
    said_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField()
    note_digest = models.CharField(max_length=64)
    name_id = models.BigIntegerField(null=True)
    name_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_comment_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.number}"


class OpinionGroup(models.Model):
    """Nhóm góp ý: comments that say the same of the same section, and the one answer they get."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "tiếp thu"
        PARTLY = "partly", "tiếp thu một phần"
        NOT = "not", "không tiếp thu"

    round = models.ForeignKey(OpinionRound, models.PROTECT, related_name="groups")
    section = models.ForeignKey(OpinionSection, models.PROTECT, null=True, related_name="groups")
    theme = models.CharField(max_length=300)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Privacy:
        personal = ["theme", "reason", "by"]

    def __str__(self) -> str:
        return f"group {self.pk}"


class OpinionGrouping(models.Model):
    """Xếp nhóm: which group a comment was put into."""

    comment = models.OneToOneField(OpinionComment, models.PROTECT, related_name="grouping")
    group = models.ForeignKey(OpinionGroup, models.PROTECT, related_name="groupings")

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return f"{self.comment_id} {self.group_id}"


class OpinionStep(models.Model):
    """Bước của đợt lấy ý kiến: opened, extended, published, cancelled; append-only."""

    round = models.ForeignKey(OpinionRound, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"{self.round_id} {self.step}"
