"""Sixty-four clerks put a document in the register at one moment: consecutive numbers, none twice."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from django.db import connection

from tests.stories.many_at_once import BACK, WRONG
from tests.stories.test_at_once import ROOT, _own_database

MANY = 64

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        surroundings, name = _own_database(tmp_path_factory.mktemp("many"), "many_at_once")
        for words in (
            ("tests.stories.at_once", "prepare"),
            ("tests.stories.many_at_once", str(MANY)),
        ):
            run = subprocess.run(
                [sys.executable, "-m", *words], cwd=ROOT, env=surroundings, timeout=300,
                capture_output=True, text=True, encoding="utf-8",
            )  # fmt: skip
            assert run.returncode == 0, run.stderr
        yield dict(json.loads(run.stdout))
        if name:
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_every_hand_was_answered_and_none_by_a_fault_of_the_house(answers):
    assert len(answers) == MANY
    for number, answer in answers.items():
        if number % WRONG == 0:
            assert answer == "refused", (number, answer)
        elif number % BACK == 0:
            assert answer == "taken back", (number, answer)
        else:
            assert answer.endswith("-KH/ĐU"), (number, answer)


def test_the_numbers_are_consecutive_none_twice_none_missing(answers):
    given = sorted(int(one.split("-")[0]) for one in answers.values() if "KH/ĐU" in one)
    assert given == list(range(1, len(given) + 1))
    assert len(given) == sum(n % BACK != 0 and n % WRONG != 0 for n in range(1, MANY + 1))
