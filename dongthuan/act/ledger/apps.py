"""Tells Django of this room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The room of the one book that nobody can edit."""

    name = "dongthuan.act.ledger"
    label = "ledger"
