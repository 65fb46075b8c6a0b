"""Tells Django of this room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The room of reports."""

    name = "dongthuan.answer.reports"
    label = "reports"

    def ready(self) -> None:
        """This method will say what is found here."""
        from dongthuan.answer.reports import searching
        from dongthuan.ground.search import shelves

        shelves.register(searching.REPORTS)
        shelves.register(searching.HONOURS)
