"""Tells Django of this room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The room of the trail."""

    name = "dongthuan.ground.audit"
    label = "audit"
