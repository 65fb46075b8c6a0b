"""What measures mean is read with each question; what is kept in between may never be out of date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.db import transaction

from dongthuan.decide.indicators import queries, services
from dongthuan.decide.indicators.models import Definition
from dongthuan.ground.figures import Look, Reading, State, figures, measures
from dongthuan.ground.figures.figure import Ask
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org.queries import Forest
from tests.wards import FOUNDED, Ward, told_ward

pytestmark = pytest.mark.django_db
DAY = date(2021, 6, 30)


class Undone(Exception):
    """Raised to have a transaction undone."""


def label(key, known_at=None):
    return queries.definitions(DAY, known_at)[key].label


def test_a_new_meaning_is_known_to_the_very_next_question():
    ward = Ward()
    ward.define("people.poor", "Hộ nghèo")
    assert label("people.poor") == measures(DAY)["people.poor"].label == "Hộ nghèo"
    before = ward.clock.tick()
    ward.define("people.poor", "Hộ nghèo đa chiều")
    assert label("people.poor") == measures(DAY)["people.poor"].label == "Hộ nghèo đa chiều"
    assert label("people.poor", before) == "Hộ nghèo"


def test_what_another_process_wrote_is_seen_without_being_told():
    Ward().define("people.poor", "Hộ nghèo")
    assert label("people.poor") == "Hộ nghèo"
    # No service, no signal, no new row: nothing in this process knows.
    Definition.objects.update(label="Hộ nghèo, cận nghèo")
    assert label("people.poor") == measures(DAY)["people.poor"].label == "Hộ nghèo, cận nghèo"


def test_a_meaning_that_was_undone_is_not_taken_for_the_one_that_came_in_its_place():
    ward = Ward()
    with pytest.raises(Undone), transaction.atomic():
        ward.define("people.poor", "Hộ nghèo theo chuẩn cũ")
        assert label("people.poor") == "Hộ nghèo theo chuẩn cũ"
        raise Undone
    assert queries.definitions(DAY) == {}
    # On SQLite it gets the very number of the row that was undone.
    ward.define("people.poor", "Hộ nghèo theo chuẩn mới")
    assert label("people.poor") == "Hộ nghèo theo chuẩn mới"


def test_a_measure_that_was_ended_means_nothing_from_its_day_on():
    ward = Ward()
    ward.define("people.poor", "Hộ nghèo")
    assert "people.poor" in queries.definitions(DAY)
    services.retire(key="people.poor", on=date(2021, 1, 1), owner=ward.ward, by=ward.house)
    assert "people.poor" not in queries.definitions(DAY)
    assert "people.poor" in queries.definitions(date(2020, 12, 31))


def test_the_same_words_are_made_into_objects_once():
    ward = Ward()
    ward.define("people.poor", "Hộ nghèo")
    assert queries.meanings() is queries.meanings()
    held = queries.meanings()
    ward.define("people.rich", "Hộ khá")
    assert queries.meanings() is not held


def test_a_plan_bears_the_words_of_who_set_it_last():
    ward = told_ward()
    key = "budget.revenue:plan.city"
    assert "UBND thành phố giao" in measures(DAY)[key].label
    services.set_target(
        key="budget.revenue", unit=ward.ward, code="2021", owner="city",
        owner_words="Thành phố Thủ Đức giao", value=Fraction(9_000_000_000), by=ward.house,
        reason="Điều chỉnh.",
    )  # fmt: skip
    assert "Thành phố Thủ Đức giao" in measures(DAY)[key].label


def test_a_ratio_is_guarded_as_its_halves_are_now():
    ward = told_ward()
    rate = "people.poor_rate"
    assert queries.definitions(DAY)[rate].reading == Reading.INTERNAL
    ward.define("people.poor", "Hộ nghèo", reading=Reading.SENSITIVE)
    assert queries.definitions(DAY)[rate].reading == Reading.SENSITIVE
    assert queries.definitions(DAY, ward.clock.at)["people.poor"].reading == Reading.SENSITIVE


def test_who_may_see_is_asked_of_each_viewer_and_never_kept():
    ward = told_ward()
    ask = Ask("party.minority", ward.ward.pk, from_code("2021-H1"))
    stranger = ward.person("Người lạ")
    told = [
        figures([ask], Look(viewer, Forest()))[0].state
        for viewer in (ward.house, stranger, ward.house, replace(stranger, key="user:khác"))
    ]
    assert told == [State.VALUE, State.HIDDEN, State.VALUE, State.HIDDEN]


def test_when_it_was_recorded_is_still_to_be_had():
    ward = Ward()
    ward.define("people.poor", "Hộ nghèo", on=FOUNDED)
    assert (
        queries.definitions(DAY)["people.poor"].recorded_at == Definition.objects.get().recorded_at
    )
