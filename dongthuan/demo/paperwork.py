"""Văn bản của phường mẫu: ratings and awards told, the half-year report issued, one to replace it."""

from __future__ import annotations

from datetime import date

from dongthuan.answer.reports import services, templates
from dongthuan.answer.reports.models import Report
from dongthuan.demo.hands import Hands
from dongthuan.demo.rounds import at
from dongthuan.demo.statements import statements
from dongthuan.demo.units import Units
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import House
from dongthuan.who.access.queries import SignedIn
from dongthuan.who.people.models import Position

_TOLD_IN = "Bài báo về Phường 2 – Bảo Lộc, năm 2021"
# The office's own register had reached this number when the system began.
_NUMBER = 48
_HALF = "2021-H1"
HEADING = {
    "title": "Kết quả lãnh đạo thực hiện nhiệm vụ 6 tháng đầu năm 2021, phương hướng, "
    "nhiệm vụ 6 tháng cuối năm 2021",
    "upper_body": "ĐẢNG BỘ THÀNH PHỐ BẢO LỘC",
    "body": "ĐẢNG ỦY PHƯỜNG 2",
    "body_code": "ĐU",
    "place": "Phường 2",
    "authority": "T/M ĐẢNG ỦY",
    "signer_title": "BÍ THƯ",
    "recipients": "Thường trực Thành ủy (b/c)\nCác chi bộ trực thuộc\nLưu Văn phòng Đảng ủy",
}


def write_papers(units: Units, hands: Hands) -> Report:
    """This function will note what the ward was told, issue the report of the half-year, begin the
    one that takes up a later correction, seal the trail, and return the issued report.
    """
    writer = _by(hands, "danguy", 2, 9)
    for label, words, period in statements():
        services.note_statement(
            unit=units.ward, label=label, words=words, code=period.code, source=_TOLD_IN, by=writer
        )
    leader = _by(hands, "lanhdao", 2, 16)
    report = _begun(units, writer)
    services.issue(report=report, on=date(2021, 7, 2), by=leader, given_number=_NUMBER)
    services.begin_again(report=report, by=_by(hands, "danguy", 4, 8))
    audit.seal(by=House(at(2021, 7, 4, 23)))
    return report


def _begun(units: Units, by: SignedIn) -> Report:
    secretary = Position.objects.get(unit=units.party, title="Bí thư Đảng ủy").person.name
    return services.begin(
        unit=units.ward, issuer=units.party, code=_HALF, text=templates.text("half_year_ward"),
        heading={**HEADING, "signer_name": secretary}, by=by,
    )  # fmt: skip


def _by(hands: Hands, username: str, day: int, hour: int) -> SignedIn:
    return hands.at(username, at(2021, 7, day, hour))
