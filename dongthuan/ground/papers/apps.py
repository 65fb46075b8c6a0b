"""Tells Django of this room."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """The room of papers and their numbers."""

    name = "dongthuan.ground.papers"
    label = "papers"
