"""Tells Django of this room."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """The room of reported numbers."""

    name = "dongthuan.decide.indicators"
    label = "indicators"

    def ready(self) -> None:
        """This method will take the room's measures into the catalogue, say what is found here, and
        add its tables to what can be taken in from a spreadsheet.
        """
        from dongthuan.decide.indicators import searching
        from dongthuan.decide.indicators.figures import Indicators
        from dongthuan.decide.indicators.registering import Values
        from dongthuan.ground.figures import register
        from dongthuan.ground.search import shelves
        from dongthuan.who.registers import kinds

        register("indicators", Indicators())
        shelves.register(searching.MEASURES)
        shelves.register(searching.ROUNDS)
        kinds.register(Values())
