"""Tells Django of this room."""

from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    """The room of documents and tasks."""

    name = "dongthuan.decide.directives"
    label = "directives"

    def ready(self) -> None:
        """This method will take the room's measures into the catalogue, say what is found here, and
        add its register to what can be taken in from a spreadsheet.
        """
        from dongthuan.decide.directives import searching
        from dongthuan.decide.directives.deadlines import deadlines
        from dongthuan.decide.directives.figures import Directives
        from dongthuan.decide.directives.registering import Documents
        from dongthuan.decide.meetings import calendar
        from dongthuan.ground.figures import register
        from dongthuan.ground.search import shelves
        from dongthuan.who.registers import kinds

        register("directives", Directives())
        shelves.register(searching.DOCUMENTS)
        shelves.register(searching.TASKS)
        kinds.register(Documents())
        calendar.register("assignment", deadlines)
