"""Two people at two desks press the button at the same moment: exactly one of them was first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
TURNS = 8


class Desk:
    """A process of its own, with a connection of its own."""

    def __init__(self, name: str, surroundings: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.at_once", name], cwd=ROOT, env=surroundings,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert self.hear() == "ready"

    def tell(self, *words: object) -> None:
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()

    def hear(self) -> object:
        return json.loads(self.process.stdout.readline())

    def ask(self, *words: object) -> object:
        self.tell(*words)
        return self.hear()

    def close(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=30)


def _own_database(tmp_path: Path, called: str = "at_once") -> tuple[dict[str, str], object]:
    """A database that no other test sees, because what happens here is really committed."""
    surroundings = dict(os.environ) | {"DONGTHUAN_VAR": str(tmp_path), "DONGTHUAN_SECRET": "x" * 50}
    if connection.vendor != "postgresql":
        surroundings.pop("DONGTHUAN_DATABASE", None)
        return surroundings, None
    parts = urlsplit(os.environ["DONGTHUAN_DATABASE"])
    name = f"{called}_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    address = urlunsplit(parts._replace(path="/" + quote(name)))
    return surroundings | {"DONGTHUAN_DATABASE": address}, name


@pytest.fixture(scope="module")
def desks(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("at_once")
    with django_db_blocker.unblock():
        surroundings, name = _own_database(folder)
        subprocess.run(
            [sys.executable, "-m", "tests.stories.at_once", "prepare"], cwd=ROOT, env=surroundings,
            check=True, timeout=300, capture_output=True,
        )  # fmt: skip
        pair = [Desk("Chị Lan", surroundings), Desk("Anh Hùng", surroundings)]
        yield pair
        for desk in pair:
            desk.close()
        if name:
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# The mark has the test database made, whose server the desks share on PostgreSQL.
pytestmark = pytest.mark.django_db


def both(desks, first, second):
    """Tell both in one breath, then hear both."""
    desks[0].tell(*first)
    desks[1].tell(*second)
    return [desk.hear() for desk in desks]


def refused(answers):
    return [one for one in answers if isinstance(one, dict)]


def test_of_two_corrections_of_one_value_one_stands_and_the_other_is_told(desks):
    key, before = "people.poor", desks[0].ask("counts")["revisions"]
    for turn in range(TURNS):
        seen = desks[0].ask("seen", key)
        answers = both(desks, ("correct", key, str(100 + turn), seen),
                       ("correct", key, str(200 + turn), seen))  # fmt: skip
        [no] = refused(answers)
        assert no["refused"] == "UnableToKeepValue" and "vừa được người khác sửa" in no["words"]
        assert desks[0].ask("counts")["revisions"] == before + turn + 1


def test_a_report_is_issued_once_and_takes_one_number(desks):
    for _ in range(TURNS):
        report = desks[0].ask("draft")
        before = desks[0].ask("counts")
        answers = both(desks, ("issue", report), ("issue", report))
        assert len(refused(answers)) == 1, answers
        [no] = refused(answers)
        assert no["refused"] == "UnableToReport" and "đã phát hành" in no["words"]
        after = desks[0].ask("counts")
        assert after["issues"] == before["issues"] + 1
        assert len(after["numbers"]) == len(before["numbers"]) + 1


def test_no_number_is_given_twice_and_none_is_left_out(desks):
    before = desks[0].ask("counts")["numbers"]
    for _ in range(TURNS):
        answers = both(desks, ("take",), ("take",))
        # Whoever came second may be asked to try again; nobody gets the number of the other.
        given = [one for one in answers if isinstance(one, str)]
        assert given and len(set(given)) == len(given)
        for one in refused(answers):
            assert one["refused"] == "UnableToNumber" and "đã cấp" in one["words"]
    numbers = desks[0].ask("counts")["numbers"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) - len(before) >= TURNS


def test_of_two_who_bring_one_given_number_one_is_told_that_it_is_taken(desks):
    for turn in range(TURNS):
        number = str(1000 + turn)
        [no] = refused(both(desks, ("take", number), ("take", number)))
        assert no["refused"] == "UnableToNumber" and f"{number} đã cấp" in no["words"]


def test_one_key_of_a_form_is_spent_once(desks):
    for turn in range(TURNS):
        key = f"a-key-of-one-form-{turn:04d}"
        assert sorted(both(desks, ("send", key), ("send", key))) == [False, True]


def test_two_names_for_one_unit_are_given_one_after_the_other(desks):
    for turn in range(TURNS):
        answers = both(desks, ("rename", f"Tên A{turn}"), ("rename", f"Tên B{turn}"))
        assert answers == ["done", "done"]
        # A past before the day, and one name since.
        assert desks[0].ask("counts")["states"] == 2


def test_two_versions_of_one_target_follow_each_other(desks):
    for turn in range(TURNS):
        answers = both(desks, ("aim", 10 + turn), ("aim", 30 + turn))
        assert sorted(answers) == [2 * turn + 1, 2 * turn + 2]


def test_one_cell_is_never_asked_for_by_two_rounds(desks):
    for turn in range(TURNS):
        code = f"{2022 + turn}-H1"
        [no] = refused(both(desks, ("open", code), ("open", code)))
        assert no["refused"] == "UnableToAsk" and "trùng kỳ" in no["words"]


def test_two_who_seal_at_once_leave_one_chain_that_holds(desks):
    for _ in range(TURNS):
        desks[0].ask("draft")
        answers = both(desks, ("seal",), ("seal",))
        assert sum(one for one in answers if isinstance(one, int)) >= 1
        assert desks[0].ask("counts")["chain"]


def test_of_two_who_accept_one_task_at_once_one_is_told_that_it_was_done(desks):
    for _ in range(TURNS):
        task = desks[0].ask("task")
        answers = both(desks, ("judge", task, "accept"), ("judge", task, "return"))
        [no] = refused(answers)
        assert no["refused"] == "MovedMeanwhile" and "vừa có người" in no["words"]
        assert desks[0].ask("steps", task) == 3


def test_a_decision_of_a_meeting_is_issued_once(desks):
    for _ in range(TURNS):
        meeting = desks[0].ask("meeting")
        answers = both(desks, ("resolve", meeting), ("resolve", meeting))
        [no] = refused(answers)
        assert no["refused"] == "UnableToRegister" and "đã ban hành" in no["words"]


def test_two_derivations_at_once_never_close_a_circle(desks):
    for _ in range(TURNS):
        one, other = desks[0].ask("plans")
        answers = both(desks, ("derive", one, other), ("derive", other, one))
        [no] = refused(answers)
        assert no["refused"] == "UnableToDerive" and "dẫn vòng" in no["words"]


def test_of_two_who_spend_what_is_left_of_a_purpose_one_is_told_that_it_is_not_enough(desks):
    for _ in range(TURNS):
        book = desks[0].ask("book", 1000)
        [no] = refused(both(desks, ("pay", book, 700), ("pay", book, 600)))
        assert no["refused"] == "UnableToPost" and "chỉ còn" in no["words"]
        found = desks[0].ask("stands", book)
        assert found["cash"] in (300, 400) and found["holds"]


def test_an_entry_is_turned_round_once_and_one_source_is_one_entry(desks):
    for _ in range(TURNS):
        book = desks[0].ask("book", 1000)
        first, second = both(desks, ("give", book, 50, "gift:1"), ("give", book, 50, "gift:1"))
        assert first == second
        [no] = refused(both(desks, ("turn", book, first), ("turn", book, first)))
        assert no["refused"] == "UnableToPost" and "được đảo rồi" in no["words"]
        assert desks[0].ask("stands", book) | {"closed": False} == {
            "cash": 1000, "entries": 3, "under": 0, "holds": True, "closed": False,
        }  # fmt: skip


def test_an_entry_and_the_closing_of_its_day_come_one_after_the_other(desks):
    for _ in range(TURNS):
        book = desks[0].ask("book", 1000)
        answers = both(desks, ("give", book, 50, "", 3), ("shut", book))
        assert answers[1] == "done"
        # Beside the first gift: either it was in the book when the period closed, or it is not there at all.
        assert desks[0].ask("stands", book)["under"] == (1 if refused(answers[:1]) else 2)
        [late] = refused([desks[0].ask("give", book, 50, "", 3)])
        assert "Sổ đã khóa" in late["words"]


def test_of_two_who_let_one_request_at_once_one_is_told_that_it_was_done(desks):
    for _ in range(TURNS):
        request = desks[0].ask("wish", 1000, False)
        [no] = refused(both(desks, ("let", request, 1), ("let", request, 1)))
        assert no["refused"] == "UnableToGive" and "đã duyệt" in no["words"]
        assert desks[0].ask("steps_of_request", request) == ["asked", "approved"]


def test_of_two_payments_that_together_overdraw_a_work_one_is_told_that_it_is_not_enough(desks):
    left = desks[0].ask("left")
    each = left // 2 + 1
    first, second = (desks[0].ask("wish", each, True) for _ in range(2))
    [no] = refused(both(desks, ("pay_out", first), ("pay_out", second)))
    assert no["refused"] == "UnableToGive" and "không đủ" in no["words"]
    assert desks[0].ask("left") == left - each


def test_a_work_is_not_moved_on_while_a_gift_is_written_and_two_gifts_do_not_wait(desks):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write after the other")
    assert [desk.ask("begin_gift") for desk in desks] == ["held", "held"]
    desks[1].ask("end_gift")
    [no] = refused([desks[1].ask("move_work_on")])
    assert no["refused"] == "OperationalError" and "lock" in no["words"]
    desks[0].ask("end_gift")
    assert desks[1].ask("move_work_on") == "held"
