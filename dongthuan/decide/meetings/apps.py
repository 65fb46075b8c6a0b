"""Tells Django of this room."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The room of meetings and of the week they stand in."""

    name = "dongthuan.decide.meetings"
    label = "meetings"

    def ready(self) -> None:
        """This method will say what is found here, and what of it stands in the week."""
        from dongthuan.decide.meetings import calendar, searching
        from dongthuan.ground.search import shelves

        shelves.register(searching.MEETINGS)
        calendar.register("meeting", calendar.meetings)
        calendar.register("entry", calendar.entries)
