"""A burst of slips: every household's answer is sent by two phones at one moment, from many processes.

`python -m tests.stories.votes_at_once 20 10` works on an empty database of its surroundings: twenty
processes, each with ten slips of its own and the ten of its neighbour; prints as JSON what each tap
was answered, how many ballots there are, and how long all of it took.
"""

from __future__ import annotations

import json
import os
import sys
import time


def prepared(many: int) -> tuple[list[str], str]:
    """Make a ward with a vote of so many households; their codes, and the moment of the taps."""
    from django.core.management import call_command
    from django.db import transaction

    from tests.decide.assembly.asking import Asking

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        asking = Asking().lives(1, many)
        codes = asking.slips(asking.asked())
    return list(codes.values()), asking.ward.clock.tick().isoformat()


def taps(codes: list[str], now: str) -> list[tuple[str, str]]:
    """Answer some slips, one after the other; what each was answered."""
    from datetime import datetime

    from dongthuan.decide.assembly import services
    from dongthuan.ground.audit.actors import Anyone

    told = []
    for code in codes:
        try:
            services.cast(code=code, choice="yes", by=Anyone(datetime.fromisoformat(now)))
            told.append((code, "taken"))
        except services.AlreadyVoted:
            told.append((code, "again"))
    return told


def main(hands: int, each: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthuan.config.settings")
    import django

    django.setup()
    from django.db import connections

    from dongthuan.decide.assembly.models import Ballot

    codes, now = prepared(hands * each)
    lots = [codes[at : at + each] for at in range(0, len(codes), each)]
    connections.close_all()
    start_read, start_write = os.pipe()
    told_read, told_write = os.pipe()
    children = []
    for number, lot in enumerate(lots):
        child = os.fork()
        if child == 0:
            os.close(start_write)
            # All wait for the same end of a pipe, and go when the parent closes it.
            os.read(start_read, 1)
            try:
                answer: object = taps(lot + lots[number - 1], now)
            except Exception as problem:
                answer = f"{type(problem).__name__}: {problem}"
            os.write(told_write, (json.dumps(answer) + "\n").encode())
            os._exit(0)
        children.append(child)
    os.close(told_write)
    began = time.perf_counter()
    os.close(start_write)
    with os.fdopen(told_read) as told:
        answers = [json.loads(line) for line in told]
    took = time.perf_counter() - began
    for child in children:
        os.waitpid(child, 0)
    lines = Ballot.objects.values_list("line_id", flat=True)
    print(
        json.dumps(
            {"answers": answers, "ballots": len(lines), "lines": len(set(lines)), "took": took}
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
