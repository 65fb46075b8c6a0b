"""Tells Django of the template tags."""

from django.apps import AppConfig


class EntranceConfig(AppConfig):
    """What all doors share."""

    name = "dongthuan.doors.entrance"
    label = "entrance"
