"""Tells Django of this room, and has the index stand beside its table after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """The room of finding."""

    name = "dongthuan.ground.search"
    label = "search"

    def ready(self) -> None:
        """This method will ask for the index after every migration (decision 0020)."""
        from dongthuan.ground.search.services import stand_ready_after_migrate

        post_migrate.connect(stand_ready_after_migrate, sender=self)
