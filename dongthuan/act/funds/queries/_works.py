"""Công trình, quỹ within reach: lists, one with all that belongs to it, and what anyone may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from dongthuan.act.funds.models import Acceptance, Basis, Gift, Progress, Settlement, Work, WorkStep
from dongthuan.act.funds.queries._money import WorkMoney, money_of
from dongthuan.act.funds.rules import TAKING, Asking, Manner, Standing, look_levied
from dongthuan.decide.assembly.models import Vote
from dongthuan.ground import law
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.files.models import StoredFile


@dataclass
class WholeWork:
    """Một công trình: its plan, what it rests on, its way, its money."""

    work: Work
    groups: list[int]
    sources: list[tuple[str, int]]
    exemptions: list[str]
    bases: list[Basis]
    steps: list[WorkStep]
    progress: list[Progress]
    money: WorkMoney
    acceptance: Acceptance | None
    settlement: Settlement | None
    rule: law.Rule | None

    @property
    def planned(self) -> int:
        """This property will return what all sources of the plan add up to."""
        return sum(dong for _, dong in self.sources)

    @property
    def percent(self) -> int | None:
        """This property will return how far it was when somebody last looked."""
        return self.progress[0].percent if self.progress else None

    @property
    def basis(self) -> Basis | None:
        """This property will return the last decision or call that it rests on."""
        told = [one for one in self.bases if one.matter == "collect"]
        return told[-1] if told else None


def works(*, viewer: Actor) -> QuerySet[Work]:
    """This function will return the works of the viewer's reach: of their units, and for their groups."""
    rows = Work.objects.select_related("unit").order_by("-opened_on", "-pk")
    reach = viewer.reach(Act.FUND_SEE)
    if reach.units is None:
        return rows
    return rows.filter(Q(unit__in=reach.units) | Q(groups__unit__in=reach.units)).distinct()


def work_seen(*, viewer: Actor, pk: int) -> Work | None:
    """This function will return a work the viewer may see, or None."""
    return works(viewer=viewer).filter(pk=pk).first()


def public_works() -> QuerySet[Work]:
    """This function will return the works that anyone may read of: those that people were asked for."""
    standings = [*TAKING, Standing.SETTLED]
    rows = Work.objects.filter(standing__in=standings).select_related("unit")
    return rows.order_by("-opened_on", "-pk")


def public_work(code: str) -> Work | None:
    """This function will return one work that anyone may read of, or None."""
    return public_works().filter(code=code).first()


def taking_works(*, viewer: Actor) -> list[Work]:
    """This function will return the works that the viewer may take gifts for today."""
    reach = viewer.reach(Act.GIFT_TAKE)
    rows = Work.objects.filter(standing__in=TAKING).order_by("title", "pk")
    if reach.units is not None:
        rows = rows.filter(Q(unit__in=reach.units) | Q(groups__unit__in=reach.units)).distinct()
    return list(rows)


def whole_work(work: Work, today: date) -> WholeWork:
    """This function will return a work with everything that belongs to it."""
    progress = work.progress.filter(withdrawn_at=None).order_by("-on", "-pk")
    return WholeWork(
        work,
        list(work.groups.order_by("unit_id").values_list("unit_id", flat=True)),
        [(one.words, one.dong) for one in work.sources.order_by("pk")],
        list(work.exemptions.order_by("pk").values_list("category", flat=True)),
        list(work.bases.select_related("vote", "minutes").order_by("pk")),
        list(work.steps.order_by("pk")),
        list(progress.prefetch_related("photographs__stored")),
        money_of(work),
        Acceptance.objects.filter(work=work).first(),
        Settlement.objects.filter(work=work).first(),
        law.find(work.sort.key, on=today),
    )


def votes_to_rest_on(work: Work) -> list[Vote]:
    """This function will return the votes that were adopted and asked about such a work."""
    rows = Vote.objects.filter(outcome__adopted=True, unit__in=_around(work))
    if work.sort.matter:
        rows = rows.filter(matter=work.sort.matter)
    return list(rows.select_related("outcome").order_by("-outcome__decided_on", "-pk")[:50])


def _around(work: Work) -> set[int]:
    return {work.unit_id, *work.groups.values_list("unit_id", flat=True)}


def warnings(work: Work) -> list[str]:
    """This function will say what of a collection looks like a levy, and is none that was voted on."""
    found = []
    decided = work.bases.exclude(manner=Manner.CALL).filter(matter="collect", adopted=True).exists()
    if work.asks is Asking.LEVEL and not decided:
        found.append(
            "Có mức góp cố định nhưng chưa có quyết định của Nhân dân thông qua mức này. Chưa thu được; "
            "nếu chỉ kêu gọi thì bỏ mức đi."
        )
    if work.asks is Asking.APPEAL:
        gifts = Gift.objects.filter(work=work, reversal=None, kind__in=("cash", "transfer"))
        same = look_levied(list(gifts.values_list("dong", flat=True)))
        if same:
            found.append(
                "Đây là kêu gọi góp tùy tâm, nhưng gần như mọi khoản góp bằng nhau. Kiểm tra xem có ai "
                "đang thu theo mức cố định mà Nhân dân chưa biểu quyết."
            )
    return found


def photograph(work: Work, digest: str) -> StoredFile | None:
    """This function will return a photograph of a work by its digest, or None."""
    rows = StoredFile.objects.filter(digest=digest)
    shown = Progress.objects.filter(work=work, withdrawn_at=None)
    return rows.filter(pk__in=shown.values("photographs__stored")).first()
