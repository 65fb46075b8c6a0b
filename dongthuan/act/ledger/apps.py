"""Tells Django of this room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The room of the one book that nobody can edit."""

    name = "dongthuan.act.ledger"
    label = "ledger"

    def ready(self) -> None:
        """This method will take the room's measures into the catalogue."""
        from dongthuan.act.ledger.figures import Ledger
        from dongthuan.ground.figures import register

        register("ledger", Ledger(), listed=())
