"""Tells Django of this room."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """The room of works and funds, of receipts and of spending."""

    name = "dongthuan.act.funds"
    label = "funds"

    def ready(self) -> None:
        """This method will say what is found here, and which measures it answers for,
        who collects money for what a vote decides,
        and which accounts of the book follow its records."""
        from dongthuan.act.funds import chart, figures, queries, searching
        from dongthuan.act.ledger import elsewhere
        from dongthuan.decide.assembly import collectors
        from dongthuan.ground.figures import catalogue
        from dongthuan.ground.search import shelves

        catalogue.register("funds", figures.Funds(), listed=())
        shelves.register(searching.WORKS)
        collectors.register("funds", queries.collects)
        elsewhere.register("funds", chart.written_at)
