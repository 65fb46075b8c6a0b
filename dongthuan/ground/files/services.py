"""Verbs: keep a photograph without the place and camera it carries; keep a file that we made."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import warnings
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from PIL import Image, ImageOps, UnidentifiedImageError

from dongthuan.ground.files.models import StoredFile

LARGEST_SIDE = 2400
_PIXELS = 60_000_000
NOT_A_PHOTOGRAPH = (
    "Tệp này không phải ảnh chụp mở được (cần .jpg, .png hoặc .webp). "
    "Bác chụp lại bằng máy ảnh của điện thoại rồi chọn ảnh đó."
)


class UnableToKeep(Exception):
    """Raised when a file cannot be kept; its text says why and what to do."""


def keep_photograph(data: bytes, *, at: datetime) -> StoredFile:
    """This function will keep a photograph turned upright, with nothing but its pixels.

    :raises UnableToKeep: it is no photograph, or one so large that it would fill the memory.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
            if opened.width * opened.height > _PIXELS:
                raise UnableToKeep("Ảnh lớn quá. Bác chụp lại ở cỡ ảnh vừa.")
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning):  # fmt: skip
        raise UnableToKeep(NOT_A_PHOTOGRAPH) from None
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    out = io.BytesIO()
    # A fresh picture of the same pixels: no EXIF, no thumbnail, no comment travels along.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    bare.save(out, "JPEG", quality=82, optimize=True)
    return keep(out.getvalue(), kind="jpg", at=at)


def keep(data: bytes, *, kind: str, at: datetime) -> StoredFile:
    """This function will keep bytes under their digest; the same bytes are kept once."""
    name = hashlib.sha256(data).hexdigest()
    _write(place(name), data)
    found, _ = StoredFile.objects.get_or_create(
        digest=name, defaults={"kind": kind, "size": len(data), "stored_at": at}
    )
    return found


def forget(stored: StoredFile) -> bool:
    """This function will delete a file that nothing speaks of any more; says whether it did."""
    try:
        with transaction.atomic():
            stored.delete()
    except (ProtectedError, RestrictedError):
        return False
    # Only when the row is gone for good: an undone deletion must find its bytes again.
    transaction.on_commit(lambda: place(stored.digest).unlink(missing_ok=True))
    return True


def sweep(*, before: datetime) -> int:
    """This function will forget files kept before a moment that nothing speaks of: somebody chose one
    and went away. It returns how many.
    """
    return sum(
        forget(one) for one in StoredFile.objects.filter(stored_at__lt=before).order_by("pk")
    )


def place(digest: str) -> Path:
    """This function will return where the bytes of a digest lie."""
    return Path(settings.FILES_ROOT) / digest[:2] / digest


def _write(target: Path, data: bytes) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    # In one step: no reader ever meets half a file.
    os.replace(temporary, target)


def content(stored: StoredFile) -> bytes:
    """This function will return the bytes, or raise UnableToKeep when they are not what was kept."""
    data = place(stored.digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != stored.digest:
        raise UnableToKeep("Tệp lưu không còn nguyên như lúc nhận.")
    return data
