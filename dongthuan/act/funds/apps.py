"""Tells Django of this room."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """The room of works and funds, of receipts and of spending."""

    name = "dongthuan.act.funds"
    label = "funds"

    def ready(self) -> None:
        """This method will say what is found here."""
        from dongthuan.act.funds import searching
        from dongthuan.ground.search import shelves

        shelves.register(searching.WORKS)
