"""Addresses of the door for machines."""

from __future__ import annotations

from typing import Any

from django.urls import path

from dongthuan.doors.api import figures, guide, listing, search
from dongthuan.doors.api._house import door, only_reads

door.add_router("", figures.router)
door.add_router("", listing.router)
door.add_router("", search.router)
_patterns: tuple[Any, ...] = door.urls
for _one in _patterns[0]:
    _one.callback = only_reads(_one.callback)

urlpatterns = [
    path("api", guide.guide, name="api-guide"),
    path("api/v1/", _patterns),
    path("api/<path:rest>", guide.nothing),
]
