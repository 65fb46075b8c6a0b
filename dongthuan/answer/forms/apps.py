"""Tells Django of this room."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The room of forms that come from above."""

    name = "dongthuan.answer.forms"
    label = "forms"
