"""Hạn trong lịch tuần: one line for what was given together, on the day that holds now."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dongthuan.decide.directives import services
from dongthuan.decide.directives.services import Seen
from dongthuan.decide.meetings import calendar
from dongthuan.ground.audit.actors import LOCAL
from tests.cascades import Cascade

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    return Cascade()


@pytest.fixture
def line(ward):
    return ward.clause(ward.plan(), "Ra quân dọn vệ sinh hằng tháng.")


def told(ward, viewer, units=None):
    start, end = datetime(2021, 6, 7, tzinfo=LOCAL), datetime(2021, 6, 13, 23, 59, tzinfo=LOCAL)
    found = calendar.between(viewer=viewer, start=start, end=end, units=units)
    return [
        (one.title, one.starts_at.astimezone(LOCAL).date(), one.unit, one.whole_day)
        for one in found
    ]


def test_what_was_given_to_many_stands_once_and_for_each_of_them_in_their_own_week(ward, line):
    ward.assign(line, due=date(2021, 6, 10))
    ward.assign(line, ward.groups[0], due=date(2021, 6, 20))
    one = ("Hạn: Ra quân dọn vệ sinh", date(2021, 6, 10))
    assert told(ward, ward.clerk) == [(*one, ward.ward.pk, True)]
    assert told(ward, ward.head(2)) == [(*one, ward.groups[1].pk, True)]
    assert told(ward, ward.clerk, {ward.groups[2].pk}) == [(*one, ward.groups[2].pk, True)]


def test_a_moved_deadline_stands_on_its_new_day_and_what_was_handed_in_on_none(ward, line):
    task = ward.task(line, due=date(2021, 6, 9))
    services.extend(task=task, to=date(2021, 6, 12), reason="mưa", seen=Seen(1), by=ward.clerk)
    assert [day for _, day, *_ in told(ward, ward.clerk)] == [date(2021, 6, 12)]
    ward.report(task)
    assert told(ward, ward.clerk) == []
