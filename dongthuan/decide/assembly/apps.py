"""Tells Django of this room."""

from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    """The room of opinions asked and of votes of households."""

    name = "dongthuan.decide.assembly"
    label = "assembly"

    def ready(self) -> None:
        """This method will take the room's measures into the catalogue, and say what of it stands in
        the week.
        """
        from dongthuan.decide.assembly import week
        from dongthuan.decide.assembly.figures import Assembly
        from dongthuan.decide.assembly.opinion_figures import Opinions
        from dongthuan.decide.meetings import calendar
        from dongthuan.ground.figures import register

        register("assembly", Assembly(), listed=())
        register("opinions", Opinions(), listed=())
        calendar.register("vote", week.votes)
