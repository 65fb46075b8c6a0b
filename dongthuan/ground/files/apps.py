"""Tells Django of this room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The room of files."""

    name = "dongthuan.ground.files"
    label = "files"
