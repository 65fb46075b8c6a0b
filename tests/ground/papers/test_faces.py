"""Papers are set in one face that knows every Vietnamese letter, or in the one that is always there."""

from __future__ import annotations

import pypdfium2
import pytest

from dongthuan.ground import papers
from dongthuan.ground.papers import faces
from tests.ground.papers.test_layout import PAPER, Sheet


@pytest.fixture
def bare(monkeypatch):
    """A machine without any face of our list."""
    faces.times.cache_clear()
    monkeypatch.setattr(faces, "_FOLDERS", ())
    monkeypatch.setattr(faces.Path, "home", lambda: faces.Path("/nowhere"))
    yield
    faces.times.cache_clear()


def test_a_machine_without_times_sets_whole_words_in_the_face_that_is_always_there(bare):
    assert faces.times() == (faces.FALLBACK, None)
    pages = pypdfium2.PdfDocument(papers.party_pdf(PAPER))
    used = {letter.face.split("+")[-1].split("-")[0] for p in pages for letter in Sheet(p).seen()}
    assert used == {"LibertinusSerif"}


def test_a_face_is_taken_only_from_a_folder_with_all_its_letters():
    family, folder = faces.times()
    if folder is None:
        assert family == faces.FALLBACK
        return
    assert any(faces.complete(path) for path in folder.glob("*.ttf"))


def test_what_is_no_font_is_no_face(tmp_path):
    path = tmp_path / "times.ttf"
    path.write_bytes(b"not a font")
    assert not faces.complete(path)
