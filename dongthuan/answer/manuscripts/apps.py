from django.apps import AppConfig


class Manuscripts(AppConfig):
    """The room's place in Django."""

    name = "dongthuan.answer.manuscripts"
    label = "manuscripts"
    verbose_name = "Bản Word của đơn vị"

    def ready(self) -> None:
        """This method will have the room told when a report is issued."""
        from dongthuan.answer.manuscripts.services import Issuing
        from dongthuan.answer.reports.services import follow

        follow("manuscripts", Issuing())
