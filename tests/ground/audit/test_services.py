"""A form is sent once, however often the button is pressed."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from dongthuan.ground import audit
from dongthuan.ground.audit import queries, services
from dongthuan.ground.audit.acts import Act

pytestmark = pytest.mark.django_db


def test_a_key_is_spent_once():
    key = audit.new_key()
    assert services.spend(key=key)
    assert not services.spend(key=key)


def test_who_changed_their_name_stands_on_the_trail_by_the_new_one():
    now = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
    for name in ("Nguyễn Thị Cũ", "Nguyễn Thị Mới"):
        hand = SimpleNamespace(key="user:7", name=name, now=now)
        services.record(Act.UNIT_KEEP, "unit", 1, by=hand)
        assert queries.names(["user:7"]) == {"user:7": name}


def test_two_forms_have_two_keys():
    assert services.spend(key=audit.new_key())
    assert services.spend(key=audit.new_key())


@pytest.mark.parametrize("key", ["", "ngắn", "x" * 65])
def test_what_is_no_key_is_not_spent(key):
    assert not services.spend(key=key)
