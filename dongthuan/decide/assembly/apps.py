"""Tells Django of this room."""

from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    """The room of opinions asked and of votes of households."""

    name = "dongthuan.decide.assembly"
    label = "assembly"
