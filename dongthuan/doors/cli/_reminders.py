"""Nhiệm vụ mỗi ngày: tasks of ended units go to their heirs, and each unit is sent its digest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dongthuan.doors.cli import _ward

if TYPE_CHECKING:
    from dongthuan.decide.directives.queries import Digest


def run() -> None:
    """This function will pass tasks on and send what is due, each once a day: what the post
    office did not take is sent by the next call.
    """
    _ward.open_house()
    from django.conf import settings

    from dongthuan.decide.directives import services
    from dongthuan.doors.entrance import clock
    from dongthuan.ground.audit.actors import House
    from dongthuan.ground.audit.acts import Act
    from dongthuan.who.access import queries as access

    by = House(clock.now())
    moved, waiting = services.pass_on_from_ended(by=by)
    if moved:
        print(f"Đã chuyển {moved} việc của đơn vị đã thôi cho đơn vị kế thừa.")
    if waiting:
        print(f"Còn {waiting} việc của đơn vị đã chia tách chờ nơi giao chọn đơn vị nhận.")
    if not settings.EMAIL_HOST:
        return
    told = services.remind(
        addresses=access.addresses(Act.TASK_DO, by.today), deliver=_deliver, by=by
    )
    if told.sent:
        print(f"Đã gửi thư nhắc việc cho {told.sent} đơn vị.")
    if told.refused:
        print(f"Chưa gửi được thư cho: {', '.join(told.refused)}. Lần sau gửi lại.")


def _deliver(one: Digest, to: Sequence[str]) -> None:
    from django.core.mail import EmailMessage

    # The same digest bears the same mark: a post office that gets it twice can tell.
    mark = {"Message-ID": f"<nhac-viec-{one.unit}-{one.day.isoformat()}@dong-thuan>"}
    day = f"{one.day.day}/{one.day.month}/{one.day.year}"
    subject = f"Nhắc việc ngày {day}: {one.name}"
    EmailMessage(subject, one.text, bcc=list(to), headers=mark).send()
