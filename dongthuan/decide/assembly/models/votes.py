"""Đợt lấy phiếu của hộ: the question, the roll it is put to, and what was written of each household."""

from __future__ import annotations

from django.db import models

from dongthuan.decide.assembly import rules
from dongthuan.decide.assembly.rules import Channel, Matter
from dongthuan.ground.primitives.thresholds import Threshold


class Vote(models.Model):
    """Đợt lấy phiếu của hộ: one question put to the households of some groups. With the roll also the
    threshold, whom it is taken of and the law behind are frozen.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "đang soạn"
        ASKED = "asked", "đã chốt danh sách hộ"
        CLOSED = "closed", "đã chốt kết quả"
        CANCELLED = "cancelled", "đã hủy"

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    matter = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    # What is adopted where money or labour is asked for; exemptions name categories, never a household.
    level = models.TextField(blank=True)
    exemptions = models.TextField(blank=True)
    secret = models.BooleanField(default=False)
    channels = models.CharField(max_length=40)
    opens_on = models.DateField()
    closes_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    roll_on = models.DateField(null=True)
    threshold = models.CharField(max_length=20, blank=True)
    base = models.CharField(max_length=12, blank=True)
    effect = models.CharField(max_length=12, blank=True)
    basis = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Privacy:
        personal: list[str] = []

    class Meta:
        indexes = [models.Index(fields=["unit", "opens_on"], name="vote_of_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> Matter:
        """This property will return the matter it decides."""
        return rules.MATTERS[self.matter]

    @property
    def ways(self) -> tuple[Channel, ...]:
        """This property will return the channels it may be answered in."""
        return tuple(Channel(one) for one in self.channels.split(",") if one)

    @property
    def needed(self) -> Threshold:
        """This property will return the frozen share; raises ValueError before the roll is frozen."""
        return Threshold.parse(self.threshold)


class VoteGroup(models.Model):
    """Tổ được lấy phiếu: one residential group of a vote, and the meeting it meets in, if it does."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="groups")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, null=True, related_name="+")

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "unit"], name="one_group_a_vote")]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.unit_id}"


class VoteExtension(models.Model):
    """Kéo dài đợt lấy phiếu: a later last day, with the reason that everybody reads; append-only."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="extensions")
    before = models.DateField()
    after = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "before"], name="one_extension_of_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.after}"


class RollLine(models.Model):
    """Dòng danh sách hộ đã chốt: a household and who spoke for it on the day; append-only, ids only."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="roll")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+")
    speaker = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    number = models.IntegerField()

    class Privacy:
        personal = ["household", "speaker"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "household"], name="one_line_a_household"),
            models.UniqueConstraint(fields=["vote", "number"], name="one_line_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.number}"


class RollSettlement(models.Model):
    """Xử lý chỗ danh sách đã đổi: a person's decision to follow the change or to keep the frozen roll,
    with a reason; append-only.
    """

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="roll_settlements")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+")
    change = models.CharField(max_length=10)
    found = models.CharField(max_length=40)
    follows = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64)

    class Privacy:
        personal = ["household", "by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vote", "household", "change", "found"], name="one_decision_a_change"
            )
        ]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.household_id} {self.change}"


class Ballot(models.Model):
    """Phiếu của hộ, một lần ghi: append-only; the number says the how manieth writing in its channel.
    Paper is written by two people, 1 and 2; whatever comes after mends, with a reason.
    """

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="ballots")
    line = models.ForeignKey(RollLine, models.PROTECT, related_name="ballots")
    channel = models.CharField(max_length=8)
    number = models.IntegerField()
    choice = models.CharField(max_length=8)
    assisted = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["line", "choice", "assisted", "by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            # Of two taps at one moment the database takes one.
            models.UniqueConstraint(
                fields=["line", "channel", "number"], name="one_ballot_a_writing"
            )
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk}"


class TallyBoard(models.Model):
    """Bảng đếm của một tổ: hands or ballots as two people counted them; append-only, the last holds.
    The names of both stand in a note that can be erased.
    """

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="boards")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8)
    number = models.IntegerField()
    yes = models.IntegerField()
    no = models.IntegerField()
    other = models.IntegerField()
    invalid = models.IntegerField(default=0)
    counters_id = models.BigIntegerField(null=True)
    counters_digest = models.CharField(max_length=64)
    at = models.DateTimeField()
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
                fields=["vote", "unit", "channel", "number"], name="one_board_a_writing"
            )
        ]

    def __str__(self) -> str:
        return f"board {self.pk}"


class BallotSlip(models.Model):
    """Phiếu in có mã của một hộ: append-only; of the code only its digest is kept, the last one holds."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="slips")
    line = models.ForeignKey(RollLine, models.PROTECT, related_name="slips")
    number = models.IntegerField()
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["line", "by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "number"], name="one_slip_a_number")]

    def __str__(self) -> str:
        return f"slip {self.pk}"


class ConflictSettlement(models.Model):
    """Xử lý hộ có phiếu ở hai cách: which one counts, decided by a person with a reason; append-only.
    Where a hand is set aside, `hand` says what it was, to be taken out of the count.
    """

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="conflict_settlements")
    line = models.ForeignKey(RollLine, models.PROTECT, related_name="conflict_settlements")
    used = models.CharField(max_length=40)
    keeps = models.CharField(max_length=8)
    hand = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64)

    class Privacy:
        personal = ["line", "hand", "by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "used"], name="one_settlement_a_conflict")
        ]

    def __str__(self) -> str:
        return f"settlement {self.pk}"


class VoteOutcome(models.Model):
    """Kết quả đã chốt: the count as it stood, the minutes as a file, the seal over what was counted;
    append-only: what was rejected stays rejected.
    """

    vote = models.OneToOneField(Vote, models.PROTECT, related_name="outcome")
    households = models.IntegerField()
    yes = models.IntegerField()
    no = models.IntegerField()
    other = models.IntegerField()
    invalid = models.IntegerField()
    assisted = models.IntegerField()
    # Households that stand in a count of many: of them nobody knows who was helped.
    together = models.IntegerField()
    adopted = models.BooleanField()
    decided_on = models.DateField()
    seal = models.CharField(max_length=64)
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"outcome {self.vote_id}"


class Recognition(models.Model):
    """Công nhận: what the People's Committee answered to an adopted decision; append-only."""

    vote = models.OneToOneField(Vote, models.PROTECT, related_name="recognition")
    recognised = models.BooleanField()
    symbol = models.CharField(max_length=60)
    signed_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return f"recognition {self.vote_id}"


class SignedMinutes(models.Model):
    """Biên bản đã ký tay: a scan of what hands signed and a person looked through; append-only, the
    last one is shown.
    """

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="signed")
    number = models.IntegerField()
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "number"], name="one_signed_minutes_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.number}"
