"""Facts: the one-time keys that have been used."""

from django.db import models


class SentOnce(models.Model):
    """Khóa gửi một lần: the key of a form that was sent; no content, no person, no address."""

    key = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Privacy:
        personal: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="one_send_a_key")]

    def __str__(self) -> str:
        return self.key
