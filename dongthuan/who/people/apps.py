"""Tells Django of this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room of people."""

    name = "dongthuan.who.people"
    label = "people"

    def ready(self) -> None:
        """This method will say what is found here."""
        from dongthuan.ground.search import shelves
        from dongthuan.who.people import searching

        shelves.register(searching.HOLDERS)
