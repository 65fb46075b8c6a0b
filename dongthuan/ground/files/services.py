"""Verbs: keep a photograph without the place and camera it carries, small or painted over; keep a file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from dongthuan.ground.files import photographs
from dongthuan.ground.files.models import StoredFile


class UnableToKeep(Exception):
    """Raised when a file cannot be kept; its text says why and what to do."""


def keep_photograph(data: bytes, *, at: datetime) -> StoredFile:
    """This function will keep a photograph turned upright, with nothing but its pixels.

    :raises UnableToKeep: it is no photograph, or one so large that it would fill the memory.
    """
    return _keep_picture(photographs.upright, data, at)


def keep_thumbnail(stored: StoredFile, *, at: datetime) -> StoredFile:
    """This function will keep a small copy of a kept photograph, for lists.

    :raises UnableToKeep: the kept file is no photograph.
    """
    return _keep_picture(photographs.thumbnail, content(stored), at)


def keep_redacted(
    stored: StoredFile, boxes: Sequence[photographs.Box], *, at: datetime
) -> StoredFile:
    """This function will keep a copy of a kept photograph with the boxes painted over, for the public.

    :raises UnableToKeep: the kept file is no photograph, or a box holds nothing.
    """
    return _keep_picture(lambda data: photographs.redact(data, boxes), content(stored), at)


def _keep_picture(made: Callable[[bytes], bytes], data: bytes, at: datetime) -> StoredFile:
    try:
        return keep(made(data), kind="jpg", at=at)
    except photographs.UnusablePhotograph as problem:
        raise UnableToKeep(str(problem)) from None


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
