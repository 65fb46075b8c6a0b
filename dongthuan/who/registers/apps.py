"""Tells Django of this room."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The room of registers taken in from spreadsheets."""

    name = "dongthuan.who.registers"
    label = "registers"

    def ready(self) -> None:
        """This method will take the registers of this storey into the list."""
        from dongthuan.who.registers.households import Households
        from dongthuan.who.registers.kinds import register
        from dongthuan.who.registers.offices import Offices
        from dongthuan.who.registers.units import Units

        register(Households())
        register(Units())
        register(Offices())
