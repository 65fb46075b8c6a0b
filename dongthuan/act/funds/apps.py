"""Tells Django of this room."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """The room of works and funds, of receipts and of spending."""

    name = "dongthuan.act.funds"
    label = "funds"
