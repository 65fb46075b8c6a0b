"""What is found by which words, and what opens it; all of it can be made anew from the rooms."""

from django.db import models


class Lock(models.Model):
    """Ổ khóa: acts and units, any of which opens what hangs on it; many entries share one."""

    code = models.CharField(max_length=64, unique=True)

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return f"lock {self.pk}"


class LockKey(models.Model):
    """Chìa: an act, and the unit it must reach; without a unit it is enough to hold it somewhere."""

    lock = models.ForeignKey(Lock, models.CASCADE, related_name="keys")
    act = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(null=True)

    class Privacy:
        personal: list[str] = []

    class Meta:
        indexes = [models.Index(fields=["act", "unit_id"], name="key_of_act")]

    def __str__(self) -> str:
        return f"{self.act} {self.unit_id}"


class Listing(models.Model):
    """Mục tìm: one row of a thing: its name, who may know it, on which days it is found, its text as
    it is shown, and the lexemes it is found by.

    All of it is one row: a question is answered from it alone, whichever way the database goes.
    `engine` keeps an index of the lexemes beside it. Without a lock an entry is open to anyone.
    """

    # Never asked for by itself: an index would only lead the database astray.
    lock = models.ForeignKey(Lock, models.PROTECT, null=True, db_index=False, related_name="+")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    kind = models.CharField(max_length=20)
    thing = models.CharField(max_length=80)
    place = models.IntegerField(default=0)
    unit_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    lexemes = models.TextField()

    class Privacy:
        personal = ["title", "text", "lexemes"]

    class Meta:
        indexes = [models.Index(fields=["kind", "thing"], name="listing_of_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class Made(models.Model):
    """Lần lập: by which way of keeping words the index was made; one row, or none before the first."""

    version = models.IntegerField()

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return f"version {self.version}"
