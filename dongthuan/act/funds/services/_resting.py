"""Căn cứ huy động: what a collection rests on, and that nothing is collected without it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db import transaction

from dongthuan.act.funds.models import Basis, Work
from dongthuan.act.funds.rules import Asking, Manner, Standing
from dongthuan.act.funds.services._holding import (
    UnableToGive,
    day_ok,
    held,
    step,
    tidy,
    told,
    written,
)
from dongthuan.decide.assembly import queries as assembly
from dongthuan.decide.assembly.models import Vote
from dongthuan.decide.assembly.rules import MATTERS
from dongthuan.ground import law
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files.models import StoredFile

COLLECT, SURPLUS = "collect", "surplus"


@transaction.atomic
def rest_on_vote(*, work: Work, vote: Vote, matter: str = COLLECT, by: Actor) -> Basis:
    """This function will rest a work on a vote of households that was counted here and adopted.

    :raises UnableToGive: the vote is not closed, was rejected or awaits recognition, decided something
        else, or did not ask a group of the work.
    """
    by.require(_act(matter), work.unit_id)
    one = held(work)
    found = Vote.objects.select_related("outcome", "recognition").get(pk=vote.pk)
    if problem := vote_problem(one, found):
        raise UnableToGive(problem, "vote")
    outcome = found.outcome
    return _kept(one, matter, by, manner=Manner.VOTE, vote=found, on=outcome.decided_on,
                 minutes=outcome.stored, households=outcome.households, yes=outcome.yes,
                 threshold=found.threshold, adopted=True)  # fmt: skip


@transaction.atomic
def rest_on_paper(
    *, work: Work, number: str, on: date, households: int, present: int | None, yes: int,
    minutes: StoredFile | None, matter: str = COLLECT, by: Actor,
) -> Basis:  # fmt: skip
    """This function will rest a work on a decision from before the system, as its signed minutes tell:
    counts typed once, held against the law of that day.

    :raises UnableToGive: without minutes or number, with counts that cannot be, or with too few who
        agreed.
    """
    by.require(_act(matter), work.unit_id)
    one = held(work)
    day_ok(on, by, "Ngày quyết định")
    number = tidy(number, 60, "Số biên bản, nghị quyết", "number", needed=True)
    if minutes is None:
        raise UnableToGive("Cần bản chụp biên bản có chữ ký. Chọn tệp biên bản.", "minutes")
    if (
        households < 1
        or not 0 <= yes <= households
        or (present is not None and present > households)
    ):
        raise UnableToGive(
            "Số đồng ý và số dự họp không thể nhiều hơn tổng số hộ. Xem lại biên bản.", "yes"
        )
    needed = _needed(one, on)
    if not needed.threshold.reached_by(Fraction(yes, households)):
        raise UnableToGive(
            f"Biên bản ghi {yes}/{households} hộ đồng ý, chưa đạt mức {needed.threshold} "
            f"({needed.basis}). Quyết định này không được thông qua nên không vận động được.", "yes",
        )  # fmt: skip
    return _kept(one, matter, by, manner=Manner.PAPER, number=number, on=on, minutes=minutes,
                 households=households, present=present, yes=yes,
                 threshold=str(needed.threshold), adopted=True)  # fmt: skip


@transaction.atomic
def rest_on_call(
    *, work: Work, number: str, on: date, stored: StoredFile | None = None, by: Actor
) -> Basis:
    """This function will rest a fund on a published call: its number and day.

    :raises UnableToGive: the law of that day asks for a decision of the community instead.
    """
    by.require(Act.FUND_KEEP, work.unit_id)
    one = held(work)
    day_ok(on, by, "Ngày kêu gọi")
    if rests_on(one, on) == Manner.VOTE:
        raise UnableToGive(
            f"{one.sort.words.capitalize()} cần quyết định được Nhân dân thông qua, không vận động "
            "theo lời kêu gọi được. Ghi đợt lấy phiếu hoặc biên bản họp dân.", "manner",
        )  # fmt: skip
    number = tidy(number, 60, "Số văn bản kêu gọi", "number", needed=True)
    return _kept(one, COLLECT, by, manner=Manner.CALL, number=number, on=on, minutes=stored,
                 adopted=True)  # fmt: skip


@transaction.atomic
def start_collecting(*, work: Work, by: Actor) -> None:
    """This function will begin to collect for a work that rests on an adopted decision, or on a call.

    :raises UnableToGive: it rests on nothing yet; says what is missing.
    """
    by.require(Act.FUND_KEEP, work.unit_id)
    one = held(work, Standing.PLANNED, otherwise="Công trình này đã bắt đầu vận động rồi.")
    if problem := unready(one, by.today):
        raise UnableToGive(problem)
    one.standing = Standing.COLLECTING
    written(one, by, "standing")
    step(one, "collecting", by)
    told(Act.FUND_KEEP, "work", one.pk, one.unit_id, "collect", by)


def unready(work: Work, today: date) -> str:
    """This function will say why a work may not collect yet, or return an empty text."""
    bases = list(work.bases.filter(matter=COLLECT, adopted=True))
    wanted = rests_on(work, today)
    decided = [one for one in bases if one.manner != Manner.CALL]
    if wanted == Manner.VOTE and not decided:
        return (
            f"Chưa thu được: «{work.title}» chưa có quyết định của Nhân dân được thông qua. Ghi đợt lấy "
            "phiếu đã đạt, hoặc biên bản họp dân từ trước, ở mục «Căn cứ»."
        )
    if not bases:
        return f"Chưa thu được: «{work.title}» chưa có văn bản kêu gọi. Ghi ở mục «Căn cứ»."
    if work.asks is Asking.LEVEL and not decided:
        return (
            "Lời kêu gọi không đặt mức góp. Bỏ mức đi, hoặc ghi quyết định của Nhân dân đã thông qua "
            "mức này."
        )
    return ""


def rests_on(work: Work, on: date) -> Manner:
    """This function will return what the law of a day asks this kind of work to rest on."""
    found = law.find(work.sort.key, on=on)
    # Where the data of law says nothing, the households are asked.
    return Manner(found.choice) if found is not None else Manner.VOTE


def vote_problem(work: Work, vote: Vote) -> str:
    """This function will say why a work cannot rest on a vote, or return an empty text."""
    outcome = getattr(vote, "outcome", None)
    if outcome is None:
        return f"«{vote.title}» chưa chốt kết quả. Chốt kết quả rồi mới vận động."
    if not outcome.adopted:
        return (
            f"«{vote.title}» không được thông qua ({outcome.yes}/{outcome.households} hộ đồng ý, cần "
            f"{vote.needed}). Không thu tiền theo quyết định không đạt."
        )
    standing, _ = assembly.standing_of(vote)
    if standing is not assembly.Standing.STANDS:
        return f"«{vote.title}»: {standing.words}. Chưa thu được theo quyết định này."
    if work.sort.matter and vote.matter != work.sort.matter:
        return (
            f"«{vote.title}» là phiếu về «{MATTERS[vote.matter].words.lower()}», không phải về "
            f"«{MATTERS[work.sort.matter].words.lower()}»."
        )
    asked = set(vote.groups.values_list("unit_id", flat=True))
    missed = set(work.groups.values_list("unit_id", flat=True)) - asked
    if missed:
        return f"Đợt lấy phiếu «{vote.title}» không hỏi {len(missed)} tổ của công trình này."
    return ""


def _act(matter: str) -> Act:
    """Return whose act it is: what becomes of the rest is written by who settles the work."""
    return Act.WORK_ACCEPT if matter == SURPLUS else Act.FUND_KEEP


def _needed(work: Work, on: date) -> law.Rule:
    matter = work.sort.matter or "community_funds"
    try:
        return law.threshold(MATTERS[matter].key, on=on)
    except law.NoRule as problem:
        raise UnableToGive(str(problem), "on") from None


def _kept(work: Work, matter: str, by: Actor, **fields: object) -> Basis:
    made = Basis.objects.create(
        work=work, matter=matter, recorded_at=by.now, by=audit.sign(by), **fields
    )
    told(_act(matter), "work", work.pk, work.unit_id, f"basis {made.pk}", by)
    return made
