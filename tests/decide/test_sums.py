"""A number shown without its căn cứ is the same number: the database adds what records would."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dongthuan.decide.indicators import services
from dongthuan.ground.figures import Ask, Look, State, figures
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org import services as org
from dongthuan.who.org.queries import Forest
from tests.wards import FOUNDED, sheet_of, told_ward

pytestmark = pytest.mark.django_db
CODES = ("2021-H1", "2020-H2", "2021-06", "2021-Q2", "2020", "2021-07", "2019-H1")


def both(asks, viewer, known_at=None, as_of=None):
    """The figures with their evidence, and without."""
    full = Look(viewer, Forest(known_at, as_of), known_at)
    return figures(asks, full), figures(
        asks, replace(full, evidence=False, standing=True, notes={})
    )


def says(one):
    waiting = one.evidence.unapproved
    return (one.ask, one.state, one.value, one.part, one.whole, one.estimate, waiting)


def test_the_sum_of_then_is_the_sum_without_what_was_corrected_later():
    ward = told_ward()
    asks = [Ask("people.poor", ward.ward.pk, from_code("2021-H1"))]
    before = ward.clock.tick()
    services.correct(
        sheet=sheet_of(ward, "people.poor", ward.groups[0]), key="people.poor", text="9",
        reason="Sót hộ.", by=ward.leader,
    )  # fmt: skip
    full, bare = both(asks, ward.house, known_at=before)
    assert bare[0].value == full[0].value == 6
    full, bare = both(asks, ward.house)
    assert bare[0].value == full[0].value == 14


def test_units_merged_since_are_added_as_they_are_today():
    ward = told_ward()
    org.merge(
        units=ward.groups[:2], into=ward.groups[0], on=date(2021, 7, 1),
        instrument="NQ 1/2021", by=ward.house,
    )  # fmt: skip
    asks = [Ask("people.poor", unit.pk, from_code("2021-H1")) for unit in ward.groups]
    full, bare = both(asks[:1] + asks[2:], ward.house, as_of=date(2021, 7, 2))
    assert [says(one) for one in bare] == [says(one) for one in full]
    assert full[0].value == 3


def test_one_that_said_nothing_for_a_part_of_the_period_makes_it_partial_or_missing():
    ward = told_ward()
    ward.define("covid.checks", "Lượt kiểm tra", nature="flow", frequency="month", on=FOUNDED)
    for month in (1, 2):
        told = ward.round(f"2021-{month:02d}", "covid.checks", due=date(2021, month + 1, 10))
        ward.send(told, ward.groups[0], covid__checks="x" if month == 1 else "")
        ward.send(told, ward.groups[1], covid__checks="x")
    asks = [Ask("covid.checks", u.pk, from_code("2021-Q1")) for u in (ward.ward, *ward.groups)]
    full, bare = both(asks, ward.house)
    assert [says(one) for one in bare] == [says(one) for one in full]
    assert {one.state for one in full} == {State.MISSING}


def test_of_a_value_corrected_twice_only_the_last_counts_and_then_the_one_of_then():
    ward = told_ward()
    asks = [Ask("people.poor", ward.ward.pk, from_code("2021-H1"))]
    sheet, moments = sheet_of(ward, "people.poor", ward.groups[0]), [ward.clock.tick()]
    for text in ("9", "4"):
        services.correct(sheet=sheet, key="people.poor", text=text, reason="Sót.", by=ward.leader)
        moments.append(ward.clock.tick())
    for moment, whole in zip(moments, (6, 14, 9), strict=True):
        full, bare = both(asks, ward.house, known_at=moment)
        assert bare[0].value == full[0].value == whole
    # Unit by unit, where more sets of units are asked for than are added apart.
    asks += [Ask("people.poor", unit.pk, from_code("2021-H1")) for unit in ward.groups]
    full, bare = both(asks, ward.house)
    assert [says(one) for one in bare] == [says(one) for one in full]
    assert [one.value for one in bare] == [9, 4, 2, 3]
