"""Tells Django of this room, and has the guards installed whenever tables were migrated."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FactsConfig(AppConfig):
    """The room of facts in time."""

    name = "dongthuan.ground.facts"
    label = "facts"

    def ready(self) -> None:
        """This method will ask for the guards after every migration (decision 0012)."""
        from dongthuan.ground.facts.guards import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self)
