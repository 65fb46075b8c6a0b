"""A form is sent once, however often the button is pressed."""

import pytest

from dongthuan.ground import audit
from dongthuan.ground.audit import services

pytestmark = pytest.mark.django_db


def test_a_key_is_spent_once():
    key = audit.new_key()
    assert services.spend(key=key)
    assert not services.spend(key=key)


def test_two_forms_have_two_keys():
    assert services.spend(key=audit.new_key())
    assert services.spend(key=audit.new_key())


@pytest.mark.parametrize("key", ["", "ngắn", "x" * 65])
def test_what_is_no_key_is_not_spent(key):
    assert not services.spend(key=key)
