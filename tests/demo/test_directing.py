"""The demonstration's programmes: about eighty tasks over the units, some late, some exceeded, one gap."""

from __future__ import annotations

from datetime import date

import pytest

from dongthuan import demo
from dongthuan.decide.directives import queries
from dongthuan.decide.directives.models import Document, Task
from dongthuan.decide.meetings.models import Meeting
from dongthuan.demo.programmes import MADE_UP, NEVER, PAPERS, UNASSIGNED
from dongthuan.ground.audit.actors import House
from dongthuan.ground.figures import value
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org.queries import Forest

pytestmark = pytest.mark.django_db
YEAR = (date(2021, 1, 1), date(2022, 1, 1))


def figure(town, key, code="2021-H1"):
    return value(
        key, unit=town.ward.pk, period=from_code(code), viewer=House(demo.NOW), trees=Forest()
    )


def test_about_eighty_tasks_lie_over_the_units(town):
    assert 75 <= Task.objects.count() <= 90
    assert Task.objects.values("unit").distinct().count() >= 50


def test_some_are_late_some_exceeded_and_some_fell_due_before_the_house_was_used(town):
    told = {key: int(figure(town, f"tasks.{key}").value)
            for key in ("late", "exceeded", "waiting", "before_use", "late_open")}  # fmt: skip
    assert told["late"] >= 6 and told["exceeded"] >= 6 and told["waiting"] >= 2
    assert told["before_use"] == 1 and told["late_open"] >= 2
    assert figure(town, "tasks.on_time_rate").value > 50


def test_a_moved_deadline_is_still_late(town):
    task = Task.objects.get(unit__code="to-12", assignment__title__startswith="Ra quân")
    assert task.moved_to is not None and task.handed_on > task.due_on
    assert task.handed_on <= task.moved_to and task.on_time is False


def test_exactly_one_clause_from_above_was_never_taken_up_and_one_line_given_to_nobody(town):
    found = queries.coverage(
        viewer=town.actor("lanhdao"),
        units=[town.ward.pk, town.party.pk],
        start=YEAR[0],
        end=YEAR[1],
    )
    keys = {text: key for paper in PAPERS for key, _, text in paper.clauses}
    assert [keys[clause.text] for _, clause in found.unplanned] == [NEVER]
    loose = [clause.text for document, clause in found.unassigned if not document.meeting_id]
    assert [keys[text] for text in loose] == [UNASSIGNED]


def test_the_committees_meeting_led_to_a_numbered_resolution_and_to_tasks(town):
    meeting = Meeting.objects.get()
    made = Document.objects.get(meeting=meeting)
    assert made.symbol == "01-NQ/ĐU" and made.clauses.count() == 2
    assert Task.objects.filter(assignment__clause__document=made).count() == 6


def test_what_was_made_up_for_the_demonstration_says_so(town):
    made_up = Document.objects.exclude(level="centre").exclude(meeting__isnull=False)
    assert set(made_up.values_list("numbered_by", flat=True)) == {MADE_UP}


def test_from_a_group_up_to_the_centre(town):
    task = Task.objects.get(unit__code="chi-bo-09", assignment__title__startswith="Đăng ký")
    [way] = queries.way_up([task.assignment.clause])
    told = []
    while way.above:
        way = way.above[0]
        told.append(way.clause.document.symbol)
    assert told == ["12-CTr/TU", "05-CT/TW"] or told == ["12-CTr/TU", "04-NQ/TW"]
