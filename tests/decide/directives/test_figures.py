"""Số liệu của nhiệm vụ: counted from the tasks, by lead unit and first deadline, as known at a moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dongthuan.decide.directives import services
from dongthuan.decide.directives.services import Seen
from dongthuan.ground.figures import State
from tests.cascades import Cascade

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    ward = Cascade()
    services.begin_use(unit=ward.ward, on=date(2021, 1, 1), by=ward.clerk)
    return ward


@pytest.fixture
def line(ward):
    return ward.clause(ward.plan(on=date(2021, 1, 5)), "Ra quân dọn vệ sinh.")


def given(ward, line, unit, due, handed=None, **flags):
    task = ward.task(line, unit, on=date(2021, 1, 6), due=due)
    if handed is not None:
        ward.report(task, handed)
        if flags:
            ward.accept(task, **flags)
    return task


def told(ward, unit=None, code="2021-H1", **more):
    keys = ("asked", "done", "on_time", "exceeded", "waiting", "late", "late_open", "late_week",
            "late_month", "late_more", "before_use")  # fmt: skip
    found = {key: ward.figure(f"tasks.{key}", code, unit, **more).value for key in keys}
    return {key: int(value) for key, value in found.items() if value}


def test_tasks_are_counted_by_state_on_time_exceeded_and_late_by_days(ward, line):
    one, two, three = ward.groups
    given(ward, line, one, date(2021, 3, 1), date(2021, 3, 1), on_time=True, exceeded=True)
    given(ward, line, one, date(2021, 3, 2), date(2021, 3, 6), on_time=False)
    given(ward, line, two, date(2021, 3, 3), date(2021, 4, 2))
    given(ward, line, two, date(2021, 3, 4), date(2021, 4, 10), on_time=False)
    given(ward, line, three, date(2021, 3, 5))
    given(ward, line, three, date(2021, 8, 1))
    assert told(ward) == {
        "asked": 5, "done": 3, "on_time": 1, "exceeded": 1, "waiting": 1, "late": 4, "late_open": 1,
        "late_week": 1, "late_month": 1, "late_more": 1,
    }  # fmt: skip
    assert told(ward, one) == {
        "asked": 2, "done": 2, "on_time": 1, "exceeded": 1, "late": 1, "late_week": 1,
    }  # fmt: skip
    assert told(ward, code="2021-Q3") == {"asked": 1}


def test_each_number_opens_to_its_tasks(ward, line):
    given(ward, line, ward.groups[0], date(2021, 3, 1), date(2021, 3, 1), on_time=True)
    given(ward, line, ward.groups[1], date(2021, 3, 5))
    figure = ward.figure("tasks.asked")
    assert [record.told for record in figure.evidence.records] == [
        "Ra quân dọn vệ sinh: đã nghiệm thu, hạn 1/3/2021",
        "Ra quân dọn vệ sinh: mới giao, hạn 5/3/2021",
    ]
    assert {record.unit for record in figure.evidence.records} == {g.pk for g in ward.groups[:2]}
    rate = ward.figure("tasks.done_rate")
    assert (rate.written, rate.part, rate.whole) == ("50%", 1, 2)
    told = [record.told.split(" – ")[0] for record in rate.evidence.records]
    assert told == ["được tính", "chưa"]


def test_a_share_of_nothing_is_not_applicable_and_says_why(ward):
    figure = ward.figure("tasks.done_rate")
    assert figure.state is State.NOT_APPLICABLE and "không có nhiệm vụ" in figure.reason
    assert ward.figure("tasks.asked").value == 0


def test_a_withdrawn_task_counts_nowhere(ward, line):
    task = given(ward, line, ward.groups[0], date(2021, 3, 1))
    services.withdraw(task=task, reason="gộp", seen=Seen(task.step), by=ward.clerk)
    assert told(ward) == {}


def test_what_was_known_at_a_moment_is_told_again(ward, line):
    task = given(ward, line, ward.groups[0], date(2021, 3, 1))
    ward.clock.tick()
    moments = [(ward.clock.at, {"asked": 1, "late": 1, "late_open": 1})]
    ward.report(task, date(2021, 3, 4))
    moments.append((ward.clock.at, {"asked": 1, "waiting": 1, "late": 1, "late_week": 1}))
    ward.accept(task, on_time=False)
    done = {"asked": 1, "done": 1, "late": 1, "late_week": 1}
    moments.append((ward.clock.at, done))
    services.undo(task=task, reason="nhầm", seen=Seen(task.step), by=ward.leader)
    moments.append((ward.clock.at, moments[1][1]))
    services.send_back(task=task, reason="thiếu", seen=Seen(task.step), by=ward.leader)
    moments.append((ward.clock.at, moments[0][1]))
    for at, expected in moments:
        assert told(ward, known_at=at) == expected
    first = ward.figure("tasks.done", known_at=moments[2][0])
    assert first.evidence.hash != ward.figure("tasks.done").evidence.hash


def test_a_task_passed_on_is_counted_for_who_led_it_then(ward, line):
    task = given(ward, line, ward.groups[0], date(2021, 3, 1))
    before = ward.clock.at
    services.pass_on(task=task, to=ward.groups[1], reason="đổi", seen=Seen(1), by=ward.clerk)
    assert told(ward, ward.groups[0]) == {} and told(ward, ward.groups[1])["asked"] == 1
    assert told(ward, ward.groups[0], known_at=before)["asked"] == 1


def test_work_before_the_first_day_is_apart_and_not_late(ward, line):
    given(ward, line, ward.groups[0], date(2021, 3, 1))
    services.begin_use(unit=ward.groups[0], on=date(2021, 5, 1), by=ward.clerk)
    assert told(ward) == {"asked": 1, "before_use": 1}


def test_numbers_of_a_unit_are_for_who_may_see_its_figures(ward, line):
    given(ward, line, ward.groups[0], date(2021, 3, 1))
    assert ward.figure("tasks.asked", unit=ward.groups[0], viewer=ward.head(1)).value == 1
    assert (
        ward.figure("tasks.asked", unit=ward.groups[0], viewer=ward.head(2)).state is State.HIDDEN
    )


def test_the_day_of_asking_decides_only_until_the_deadline_is_past(ward, line):
    given(ward, line, ward.groups[0], date(2021, 6, 20))
    assert "late" not in told(ward)
    ward.clock.at += timedelta(days=30)
    assert told(ward)["late"] == 1


def test_many_figures_of_one_period_take_as_few_queries_as_one(
    ward, line, django_assert_max_num_queries
):
    given(ward, line, ward.groups[0], date(2021, 3, 1))
    from dongthuan.decide.directives.figures import MEASURES
    from dongthuan.ground.figures import Ask, Look, figures
    from dongthuan.ground.primitives.periods import from_code
    from dongthuan.who.org.queries import Forest

    period = from_code("2021-H1")
    asks = [Ask(key, unit.pk, period) for key in MEASURES if key.startswith("tasks.")
            for unit in (ward.ward, *ward.groups)]  # fmt: skip
    with django_assert_max_num_queries(14):
        figures(asks, Look(ward.house, Forest()))


def test_a_target_cites_the_work_that_is_to_reach_it_and_a_later_version_may_cite_another(
    ward, line
):
    from fractions import Fraction

    from dongthuan.decide.indicators import services as indicators
    from dongthuan.decide.indicators import target_reading

    ward.define("people.poor", "Hộ nghèo")
    one = ward.assign(line, due=date(2021, 12, 1), measure="people.poor")
    other = ward.assign(line, due=date(2021, 12, 2), measure="people.poor")

    def set_to(value, assignment, reason=""):
        indicators.set_target(
            key="people.poor", unit=ward.ward, code="2021", owner="city", owner_words="TP giao",
            value=Fraction(value), reason=reason, assignment=assignment, by=ward.clerk,
        )  # fmt: skip

    set_to(15, one)
    [aim] = target_reading.citing(one.pk, viewer=ward.clerk)
    assert (aim.measure.key, aim.last.value, aim.last.work) == ("people.poor", "15 hộ", one.pk)
    set_to(12, other, "điều chỉnh")
    assert target_reading.citing(one.pk, viewer=ward.clerk) == []
    assert target_reading.citing(other.pk, viewer=ward.clerk)[0].last.value == "12 hộ"
    assert target_reading.citing(other.pk, viewer=ward.head(1)) == []
