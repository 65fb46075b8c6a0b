"""Facts: meetings, who was called and came, what was talked over and decided, and minutes as signed."""

from __future__ import annotations

from django.db import models

from dongthuan.decide.meetings import rules
from dongthuan.decide.meetings.rules import Attendance, Base, Manner
from dongthuan.ground.primitives.thresholds import Threshold


class Meeting(models.Model):
    """Cuộc họp: of one unit, called for a time and place; `version` counts everything written to it."""

    class Status(models.TextChoices):
        CALLED = "called", "đã mời"
        HELD = "held", "đang họp hoặc chờ biên bản"
        MINUTED = "minuted", "đã ký biên bản"
        CANCELLED = "cancelled", "đã hủy"

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    # As printed: whoever holds the office later changes no minutes of today.
    chair = models.CharField(max_length=120)
    chair_title = models.CharField(max_length=160, blank=True)
    secretary = models.CharField(max_length=120, blank=True)
    secretary_title = models.CharField(max_length=160, blank=True)
    # «>= 2/3» of those who vote; empty: the unit asks for none.
    quorum = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CALLED)
    notified_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Privacy:
        personal = ["chair", "chair_title", "secretary", "secretary_title"]

    class Meta:
        indexes = [
            models.Index(fields=["unit", "starts_at"], name="meeting_of_unit"),
            models.Index(fields=["starts_at"], name="meeting_of_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_words(self) -> str:
        """This property will return its kind as a person says it."""
        return rules.KINDS[self.kind].words

    @property
    def needed(self) -> Threshold | None:
        """This property will return the share of voters that has to come, if the unit asks for one."""
        return rules.threshold(self.quorum)


class MeetingStep(models.Model):
    """Bước của cuộc họp: called, changed, notified, opened, signed, reopened, cancelled."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="steps")
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
        return f"{self.meeting_id} {self.step}"


class AgendaItem(models.Model):
    """Nội dung: one matter of the agenda, and what was said about it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    order = models.IntegerField()
    title = models.CharField(max_length=300)
    presenter = models.CharField(max_length=160, blank=True)
    discussion = models.TextField(blank=True)
    version = models.IntegerField(default=1)

    class Privacy:
        personal = ["presenter", "discussion"]

    def __str__(self) -> str:
        return self.title


class MeetingPaper(models.Model):
    """Tài liệu họp: a file under the name it is handed out by."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    def __str__(self) -> str:
        return self.name


class Attendee(models.Model):
    """Thành phần: one person on the roll, as printed, with or without a vote; and whether they came."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="roll")
    order = models.IntegerField()
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=160, blank=True)
    votes = models.BooleanField(default=True)
    standing = models.CharField(max_length=10, default=Attendance.EXPECTED)
    reason = models.CharField(max_length=200, blank=True)
    version = models.IntegerField(default=1)

    class Privacy:
        personal = ["person", "name", "title", "standing", "reason"]

    class Meta:
        indexes = [models.Index(fields=["meeting", "order"], name="roll_of_meeting")]

    def __str__(self) -> str:
        return f"attendee {self.pk}"

    @property
    def attendance(self) -> Attendance:
        """This property will return what the roll call says."""
        return Attendance(self.standing)


class Decision(models.Model):
    """Kết luận, quyết định: its words and how it was voted on; whether it was adopted is computed."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="decisions")
    order = models.IntegerField()
    text = models.TextField()
    manner = models.CharField(max_length=10, default=Manner.CONSENSUS)
    yes = models.IntegerField(default=0)
    no = models.IntegerField(default=0)
    abstain = models.IntegerField(default=0)
    invalid = models.IntegerField(default=0)
    # Who counted the ballots, two at least; a ballot leaves nothing else behind.
    counters = models.CharField(max_length=300, blank=True)
    threshold = models.CharField(max_length=20, blank=True)
    base = models.CharField(max_length=10, default=Base.PRESENT)
    version = models.IntegerField(default=1)

    class Privacy:
        personal = ["counters", "text"]

    class Meta:
        indexes = [models.Index(fields=["meeting", "order"], name="decision_of_meeting")]

    def __str__(self) -> str:
        return f"decision {self.pk}"

    @property
    def tally(self) -> rules.Tally:
        """This property will return the votes as counted."""
        return rules.Tally(self.yes, self.no, self.abstain, self.invalid)

    def adopted(self, count: rules.Count) -> bool:
        """This method will say whether it was adopted by those whom a roll counts."""
        needed = rules.threshold(self.threshold)
        return rules.is_adopted(Manner(self.manner), self.tally, count, needed, Base(self.base))


class Minutes(models.Model):
    """Biên bản đã ký: one version, as a file that nobody changes any more; reopening makes the next."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    number = models.IntegerField()
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_minutes_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"


class CalendarEntry(models.Model):
    """Lịch công tác: what stands in a unit's week and is no meeting."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    who = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    version = models.IntegerField(default=1)

    class Privacy:
        personal = ["who", "by"]

    class Meta:
        indexes = [models.Index(fields=["unit", "starts_at"], name="entry_of_unit")]

    def __str__(self) -> str:
        return self.title
