"""The same over a whole ward: every measure, five units, seven periods."""

from __future__ import annotations

import pytest

from dongthuan.ground.audit.actors import House
from dongthuan.ground.figures import Ask, Look, State, UnknownMeasure, figures, measures
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org.queries import Forest
from tests.decide.test_sums import both, says

pytestmark = pytest.mark.django_db
CODES = ("2021-H1", "2020-H2", "2021-06", "2021-Q2", "2020", "2021-07", "2019-H1")


def test_every_number_of_the_ward_is_the_same_with_and_without_its_grounds(town):
    viewer = House(town.now)
    units = (town.ward, town.party, town.groups[8], town.cells[0], town.units.teams[3])
    asks = [
        Ask(key, unit.pk, period)
        for period in map(from_code, CODES)
        for key in measures(period.last_day)
        for unit in units
    ]
    full, bare = both(asks, viewer)
    assert [says(one) for one in bare] == [says(one) for one in full]
    assert {State.VALUE, State.PARTIAL, State.MISSING} <= {one.state for one in bare}
    typed = [one for one in bare if ":" not in one.ask.key and not one.measure.counted]
    assert all(one.evidence.records == () for one in typed)


def test_one_unit_a_question_or_many_units_are_read_in_few_queries(
    town, django_assert_max_num_queries
):
    period = from_code("2021-H1")
    asks = [Ask("trade.households", unit.pk, period) for unit in (town.ward, *town.groups)]
    with django_assert_max_num_queries(8):
        figures(asks, Look(House(town.now), Forest(), evidence=False))


def test_an_unknown_key_is_refused_without_grounds_too(town):
    with pytest.raises(UnknownMeasure):
        both([Ask("khong.co", town.ward.pk, from_code("2021-H1"))], House(town.now))
