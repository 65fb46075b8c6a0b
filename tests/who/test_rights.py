"""A right that was given for one unit: it holds there without the tree being read, and ends with the unit."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access import services as access
from dongthuan.who.access.queries import actor_of
from dongthuan.who.org import services as org
from tests.wards import FOUNDED, Ward

pytestmark = pytest.mark.django_db
LATER = datetime(2021, 7, 2, 8, 0, tzinfo=LOCAL)


@pytest.fixture
def ward():
    return Ward()


def of(ward, unit):
    user = access.create_user(username="thu", name="Người thu", unit=ward.ward, by=ward.house)
    access.grant(user=user, role="collector", unit=unit, on=FOUNDED, by=ward.house)
    return actor_of(user, LATER)


def test_a_right_given_in_a_unit_holds_there_by_one_question(ward, django_assert_num_queries):
    by = of(ward, ward.ward)
    with django_assert_num_queries(1):
        assert by.may(Act.GIFT_TAKE, ward.ward.pk)
        assert by.may(Act.GIFT_TAKE, ward.ward.pk)
    assert by.may(Act.GIFT_TAKE, ward.groups[0].pk)
    assert not by.may(Act.LEDGER_POST, ward.ward.pk)


def test_a_right_ends_with_the_unit_it_was_given_in(ward):
    group = ward.groups[0]
    by = of(ward, group)
    org.dissolve(unit=group, on=date(2021, 7, 1), by=ward.house)
    assert not by.may(Act.GIFT_TAKE, group.pk)
