"""Tells Django of this room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The room of rights."""

    name = "dongthuan.who.access"
    label = "access"
