"""Meetings of the small ward, made through services."""

from __future__ import annotations

from datetime import datetime

from dongthuan.decide.meetings import services
from dongthuan.decide.meetings.models import Attendee, Meeting
from dongthuan.decide.meetings.rules import Attendance, Base, Manner, Matter, Named, Tally
from dongthuan.ground.audit.actors import LOCAL
from tests.wards import Ward

# The ward's clock begins at eight o'clock of 1 June 2021.
EIGHT = datetime(2021, 6, 1, 8, 30, tzinfo=LOCAL)
TEN = datetime(2021, 6, 1, 10, 30, tzinfo=LOCAL)
NOON = datetime(2021, 6, 1, 12, 0, tzinfo=LOCAL)
AGENDA = (
    Matter("Đánh giá 6 tháng đầu năm", "Nguyễn Văn Nghĩa"),
    Matter("Chuyển sinh hoạt chi bộ tổ dân phố"),
)
ROLL = (
    *(Named(f"Ủy viên {letter}", "Đảng ủy viên") for letter in "ABCDEF"),
    Named("Trần Thị Khách", "UBMTTQ", votes=False),
)


def called(ward: Ward, unit=None, kind="committee", **more) -> Meeting:
    told = {
        "title": "Hội nghị Ban Chấp hành lần thứ 12", "starts_at": EIGHT, "ends_at": TEN,
        "place": "Hội trường phường", "chair": "Nguyễn Văn Nghĩa", "chair_title": "Bí thư",
        "secretary": "Lê Thị Thư", "secretary_title": "Chánh Văn phòng", "quorum": ">= 2/3",
        "agenda": AGENDA, "roll": ROLL,
    }  # fmt: skip
    by = more.pop("by", None) or ward.clerk
    return services.call(unit=unit or ward.party, kind=kind, by=by, **{**told, **more})


def at_noon(ward: Ward) -> Ward:
    """The ward's clock, moved behind the end of the meeting."""
    ward.clock.at = NOON
    return ward


def held(ward: Ward, **more) -> Meeting:
    """A meeting at which everyone is here."""
    one = called(ward, **more)
    services.mark(meeting=one, rest_here=True, by=at_noon(ward).clerk)
    one.refresh_from_db()
    return one


def person(one: Meeting, name: str) -> Attendee:
    return Attendee.objects.get(meeting=one, name=name)


def marked(ward: Ward, one: Meeting, name: str, standing: Attendance, reason: str = "") -> None:
    row = person(one, name)
    services.mark(
        meeting=one, marks={row.pk: services.Mark(standing, row.version, reason)}, by=ward.clerk
    )


def vote(text: str = "Thông qua nghị quyết", yes: int = 4, **more) -> services.Given:
    told = {
        "manner": Manner.HANDS, "tally": Tally(yes), "threshold": "> 1/2", "base": Base.PRESENT,
    }  # fmt: skip
    return services.Given(text, **{**told, **more})


def decided(ward: Ward, one: Meeting, *given: services.Given) -> None:
    services.take_down(meeting=one, decisions=given, by=ward.clerk)
    one.refresh_from_db()


def signed(ward: Ward, one: Meeting, closed_at: datetime = TEN):
    one.refresh_from_db()
    made = services.sign(meeting=one, seen=one.version, closed_at=closed_at, by=ward.leader)
    one.refresh_from_db()
    return made
