"""Facts: terms of Party bodies, and the numbers that documents were given."""

from django.db import models

from dongthuan.ground.facts.models import Dated


class Term(Dated):
    """Nhiệm kỳ: the days for which a Party body's registers run; a new term starts them anew."""

    body = models.BigIntegerField()
    label = models.CharField(max_length=60)

    class Privacy:
        personal: list[str] = []

    class Guards:
        no_overlap = ("body",)

    def __str__(self) -> str:
        return self.label


class NumberTaken(models.Model):
    """Số văn bản đã cấp: a number of a register, given once."""

    body = models.BigIntegerField()
    scheme = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    # The first day of the term or year the register runs for.
    since = models.DateField()
    number = models.IntegerField()
    symbol = models.CharField(max_length=40)
    on = models.DateField()
    own = models.BooleanField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Privacy:
        personal = ["by"]

    class Guards:
        append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "scheme", "kind", "since", "number"], name="one_number_a_register"
            )
        ]

    def __str__(self) -> str:
        return self.symbol
