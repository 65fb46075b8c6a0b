"""Two hundred slips answered twice each at one moment: none is lost and none counts twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection

from tests.stories.test_at_once import ROOT, _own_database

HANDS, EACH = 10, 20

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        surroundings, name = _own_database(tmp_path_factory.mktemp("votes"), "votes_at_once")
        run = subprocess.run(
            [sys.executable, "-m", "tests.stories.votes_at_once", str(HANDS), str(EACH)], cwd=ROOT,
            env=surroundings, timeout=300, capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        yield json.loads(run.stdout)
        if name:
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_every_slip_was_taken_once_and_told_so_the_second_time(told):
    assert all(isinstance(answer, list) for answer in told["answers"]), told["answers"]
    answers = Counter((code, said) for answer in told["answers"] for code, said in answer)
    assert set(answers.values()) == {1}
    assert Counter(said for _, said in answers) == {"taken": HANDS * EACH, "again": HANDS * EACH}


def test_there_is_one_ballot_a_household(told):
    assert told["ballots"] == told["lines"] == HANDS * EACH
