"""Tells Django of this room."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    """The room of units."""

    name = "dongthuan.who.org"
    label = "org"

    def ready(self) -> None:
        """This method will take the room's measures into the catalogue, and say what is found here."""
        from dongthuan.ground.figures import register
        from dongthuan.ground.search import shelves
        from dongthuan.who.org import searching
        from dongthuan.who.org.figures import Units

        register("org", Units())
        shelves.register(searching.UNITS)
        shelves.register(searching.COUNTED)
