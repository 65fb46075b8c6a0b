"""Facts: what is kept by its content; who may open it is asked of the thing that owns it."""

from django.db import models


class StoredFile(models.Model):
    """Tệp lưu: bytes under the name of their own digest, without the name their sender gave."""

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField()

    class Privacy:
        personal: list[str] = []

    def __str__(self) -> str:
        return self.digest
