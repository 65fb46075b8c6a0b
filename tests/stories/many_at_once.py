"""Many hands at once: sixty-four processes, each with its own connection, register a document at one
moment; some change their mind in the middle.

`python -m tests.stories.many_at_once 64` works on the database of its surroundings, made by
`tests.stories.at_once prepare`, and prints what each process was given, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime

DAY = date(2021, 7, 5)
# Every fifth takes a number and gives it back; every seventh brings something that is refused.
BACK, WRONG = 5, 7


class ChangedMind(Exception):
    """Thrown between taking the number and having written the document."""


def register(number: int) -> str:
    """Register one document, and return its symbol or why there is none."""
    from django.db import transaction

    from dongthuan.decide.directives import services
    from dongthuan.decide.directives.rules import Level
    from dongthuan.who.org.models import Unit
    from tests.wards import Clock, Person

    units = {unit.code: unit for unit in Unit.objects.filter(code__in=("phuong", "dang-bo"))}
    roles = tuple(("clerk", unit.pk) for unit in units.values())
    clock = Clock(datetime(2021, 7, 5, 1, 0, tzinfo=UTC))
    by = Person(f"user:{number}", clock.tick(), roles, f"Người {number}")
    facts = services.Facts(
        kind="ke-hoach", signed_on=DAY, subject="" if number % WRONG == 0 else f"Kế hoạch {number}",
        issuer=units["dang-bo"], level=Level.WARD, body_code="ĐU",
    )  # fmt: skip
    try:
        with transaction.atomic():
            made = services.register(unit=units["phuong"], facts=facts, by=by)
            if number % BACK == 0:
                raise ChangedMind
    except ChangedMind:
        return "taken back"
    except services.UnableToRegister:
        return "refused"
    return made.symbol


def main(count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthuan.config.settings")
    import django

    django.setup()
    start_read, start_write = os.pipe()
    told_read, told_write = os.pipe()
    children = []
    for number in range(1, count + 1):
        child = os.fork()
        if child == 0:
            os.close(start_write)
            # All wait for the same end of a pipe, and go when the parent closes it.
            os.read(start_read, 1)
            try:
                answer = register(number)
            except Exception as problem:
                answer = f"{type(problem).__name__}: {problem}"
            os.write(told_write, (json.dumps([number, answer]) + "\n").encode())
            os._exit(0)
        children.append(child)
    os.close(start_write)
    os.close(told_write)
    with os.fdopen(told_read) as told:
        answers = [json.loads(line) for line in told]
    for child in children:
        os.waitpid(child, 0)
    print(json.dumps(answers))


if __name__ == "__main__":
    main(int(sys.argv[1]))
