"""Tệp lưu: kept by its content; what nobody came back to is forgotten, what something speaks of stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dongthuan.decide.directives import services as directives
from dongthuan.doors.cli import main
from dongthuan.doors.entrance import clock
from dongthuan.ground.files import services
from dongthuan.ground.files.models import StoredFile
from tests.cascades import Cascade

pytestmark = pytest.mark.django_db(transaction=False)
NOW = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def test_the_same_bytes_are_kept_once():
    one, two = (services.keep(b"cung noi dung", kind="docx", at=NOW) for _ in range(2))
    assert one == two and services.content(one) == b"cung noi dung"


def test_a_file_nobody_came_back_to_is_forgotten_after_two_days(
    monkeypatch, django_capture_on_commit_callbacks
):
    ward = Cascade()
    old, young = NOW - timedelta(days=3), NOW - timedelta(days=1)
    lost = services.keep(b"bo do", kind="docx", at=old)
    waiting = services.keep(b"dang cho", kind="docx", at=young)
    kept = directives.Held(b"da vao so", "docx", "a.docx", "chữ")
    document = ward.document("1-NQ/TU")
    directives.attach(document=document, file=kept, by=ward.clerk)
    StoredFile.objects.filter(pk=document.file_id).update(stored_at=old)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert main(["tick"]) == 0
    assert set(StoredFile.objects.all()) == {waiting, document.file}
    assert not services.place(lost.digest).exists() and services.place(waiting.digest).exists()
