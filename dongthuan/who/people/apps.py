"""Tells Django of this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room of people."""

    name = "dongthuan.who.people"
    label = "people"

    def ready(self) -> None:
        """This method will take the room's measures into the catalogue, and say what is found here."""
        from dongthuan.ground.figures import register
        from dongthuan.ground.search import shelves
        from dongthuan.who.people import searching
        from dongthuan.who.people.figures import Households

        register("people", Households(), listed=())
        shelves.register(searching.HOLDERS)
