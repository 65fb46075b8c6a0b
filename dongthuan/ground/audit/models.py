"""Facts: one-time keys, the trail, its seals, and the words that stand beside the trail."""

from django.db import models


class SentOnce(models.Model):
    """Khóa gửi một lần: the key of a form that was sent; no content, no person, no address."""

    key = models.CharField(max_length=64)
    # Where the first send led, so that a repeated one leads there too.
    location = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="one_send_a_key")]

    def __str__(self) -> str:
        return self.key


class Signer(models.Model):
    """Người ghi: the printed name behind an actor's key; the trail keeps the key alone."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)

    class Privacy:
        personal = ["name"]

    def __str__(self) -> str:
        return self.key


class Note(models.Model):
    """Lời ghi: a reason in words. It can be erased; its salted digest stays with the record."""

    text = models.TextField()
    salt = models.CharField(max_length=32)
    erased_at = models.DateTimeField(null=True)

    class Privacy:
        personal = ["text"]

    def __str__(self) -> str:
        return str(self.pk)


class Entry(models.Model):
    """Dấu vết: one act by one actor on one thing at one moment; ids and codes only."""

    at = models.DateTimeField()
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=40)
    detail = models.CharField(max_length=200)
    note_id = models.BigIntegerField(null=True)
    note_digest = models.CharField(max_length=64)

    class Privacy:
        personal = ["actor"]

    class Guards:
        append_only = True

    class Meta:
        indexes = [models.Index(fields=["subject", "subject_id"], name="entry_subject")]

    def __str__(self) -> str:
        return f"{self.act} {self.subject} {self.subject_id}"


class Seal(models.Model):
    """Niêm phong: the chain's hash over every entry up to and including `last_id`."""

    at = models.DateTimeField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    count = models.IntegerField()
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Privacy:
        personal: list[str] = []

    class Guards:
        append_only = True

    def __str__(self) -> str:
        return self.digest
