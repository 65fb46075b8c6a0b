"""A public page's first view is at most 60 kB with everything counted, as an old phone gets it."""

from __future__ import annotations

import gzip
import pathlib
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

BUDGET = 60_000


def weight(page: bytes) -> int:
    """This function will weigh a page, as it is sent, with every file it names.

    The server compresses files once, when they are built; the page itself goes out as it is.
    """
    total = len(page)
    for name in re.findall(rb'(?:href|src)="/static/([^"?]+)"', page):
        found = finders.find(name.decode())
        assert found, f"script/build-assets has not made {name.decode()}"
        total += len(gzip.compress(pathlib.Path(found).read_bytes()))
    return total


@pytest.mark.parametrize("name", ["portal:check", "portal:about-checking"])
def test_a_first_view_is_light(client: Client, name: str) -> None:
    assert weight(client.get(reverse(name)).content) <= BUDGET


def test_nothing_is_fetched_from_elsewhere_or_written_inline(client: Client) -> None:
    page = client.get(reverse("portal:check")).content.decode()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert " style=" not in page
    assert "<style" not in page
    assert not re.findall(r"<script(?![^>]*src=)", page)
    assert not re.findall(r"\son\w+=", page)
