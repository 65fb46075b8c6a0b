"""Tells Django of this room."""

from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    """The room of documents and tasks."""

    name = "dongthuan.decide.directives"
    label = "directives"

    def ready(self) -> None:
        """This method will take the room's measures into the catalogue and say what is found here."""
        from dongthuan.decide.directives import searching
        from dongthuan.decide.directives.figures import Directives
        from dongthuan.ground.figures import register
        from dongthuan.ground.search import shelves

        register("directives", Directives())
        shelves.register(searching.DOCUMENTS)
        shelves.register(searching.TASKS)
