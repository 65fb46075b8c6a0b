"""Sang kỳ mới: drafts in the office's own words, and what becomes of them when they are issued."""

from __future__ import annotations

from django.db import transaction

from dongthuan.answer.manuscripts import filling, queries
from dongthuan.answer.manuscripts.models import Draft, Manuscript, Mark
from dongthuan.answer.manuscripts.services._binding import refresh_drafts
from dongthuan.answer.manuscripts.services._keeping import UnableToUseFile
from dongthuan.answer.manuscripts.services._returning import first_version
from dongthuan.answer.reports import services as reports
from dongthuan.answer.reports.models import Issue, Report
from dongthuan.decide.indicators import services as asking
from dongthuan.decide.indicators.models import Sheet
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.files import services as files
from dongthuan.ground.primitives.periods import BadPeriod, Period, Regime, from_code
from dongthuan.who.org import queries as org


@transaction.atomic
def begin(*, manuscript: Manuscript, code: str, by: Actor) -> Draft:
    """This function will begin the report of a period in the office's own words: days and periods
    told anew, bound numbers cited, the rest as it stands.

    :raises UnableToUseFile: no period, or one that is not after the manuscript's own.
    :raises UnableToReport: the heading lacks something, or a number cannot be asked for.
    """
    try:
        period = from_code(code, Regime(manuscript.regime))
    except BadPeriod as problem:
        raise UnableToUseFile(f"Kỳ: {problem}.") from None
    old = queries.period_of(manuscript)
    if period.start < old.start:
        raise UnableToUseFile(f"Kỳ mới phải sau kỳ của bản Word ({old}).")
    text = queries.text_for(manuscript, period)
    report = reports.begin(
        unit=manuscript.unit, issuer=manuscript.issuer, code=period.code, text=text, by=by,
        heading=_heading(manuscript, period), regime=Regime(manuscript.regime),
    )  # fmt: skip
    draft = Draft.objects.create(report=report, manuscript=manuscript)
    first_version(draft, by)
    return draft


def _heading(manuscript: Manuscript, period: Period) -> dict[str, str]:
    old = queries.period_of(manuscript)
    told = manuscript.heading
    issuer = org.tree(old.last_day)[manuscript.issuer_id]
    [title] = filling.plan([manuscript.title], [], old, period)
    code = {"party_committee": "ĐU", "ward": "UBND"}.get(issuer.kind, "VP")
    return {
        "title": "".join(piece.words for piece in title.pieces), "body": told.get("body") or issuer.name,
        "body_code": told.get("body_code") or code, "upper_body": told.get("upper_body", ""),
        "place": told.get("place") or issuer.name,
    }  # fmt: skip


@transaction.atomic
def ask_missing(*, draft: Draft, by: Actor) -> Sheet:
    """This function will return the unit's own sheet for the numbers a draft lacks: one that asks for
    them already, or a new one.

    :raises UnableToAsk: nothing is missing that the unit itself would report.
    """
    manuscript, period = draft.manuscript, queries.report_period(draft.report)
    keys = queries.own_missing(queries.state(draft, viewer=by), manuscript, on=period.last_day)
    if not keys:
        raise asking.UnableToAsk(
            "Các số còn thiếu do tổ dân phố hoặc đơn vị khác báo; mở đợt số liệu để hỏi."
        )
    waiting = Sheet.objects.filter(
        unit=manuscript.unit, round__code=period.code, round__items__item__key__in=keys,
        round__closed_on=None,
    ).exclude(status=Sheet.Status.APPROVED)  # fmt: skip
    sheet = waiting.order_by("pk").first()
    if sheet is not None:
        return sheet
    made = asking.open_round(
        unit=manuscript.unit, title=f"Số liệu cho báo cáo {period}", code=period.code, keys=keys,
        regime=Regime(manuscript.regime), only=[manuscript.unit], by=by,
        due_on=max(by.today, period.last_day),
    )  # fmt: skip
    return made.sheets.get(unit=manuscript.unit)


class Issuing:
    """Phát hành bản Word: nothing of last period goes out unseen, and the file that went out is kept."""

    def hindrance(self, report: Report, by: Actor) -> str:
        """This method will name the numbers of last period that still stand in a draft."""
        draft = queries.draft_of(report)
        if draft is None:
            return ""
        stale = queries.state(draft, viewer=by).stale
        if not stale:
            return ""
        shown = ", ".join(f"«{one.mark.surface}» ({one.place})" for one in stale[:4])
        more = f" và {len(stale) - 4} chỗ nữa" if len(stale) > 4 else ""
        return (
            f"Còn {len(stale)} số của kỳ trước chưa cập nhật: {shown}{more}. Gắn mục số liệu cho số ấy, "
            "hoặc đánh dấu giữ nguyên nếu số không đổi."
        )

    def issued(self, made: Issue, by: Actor) -> None:
        """This method will keep the file that went out, its numbers marked for the next period."""
        draft = queries.draft_of(made.report)
        if draft is None:
            return
        told = [(one.printed, one.identity) for one in made.figures.order_by("place")]
        data, marks = queries.advanced(draft, told)
        before = draft.manuscript
        after = Manuscript.objects.create(
            unit=before.unit, issuer=before.issuer, parent=before, code=made.report.code,
            regime=before.regime, stored=files.keep(data, kind="docx", at=by.now), title=made.title,
            heading=before.heading, kept_at=by.now, by=audit.sign(by),
        )  # fmt: skip
        for mark in marks:
            mark.manuscript = after
        Mark.objects.bulk_create(marks)
        draft.issued = after
        draft.save(update_fields=["issued"])

    def replaced(self, old: Report, made: Report, by: Actor) -> None:
        """This method will begin the draft that takes an issued report's place in the same file."""
        before = queries.draft_of(old)
        if before is None or before.issued is None:
            return
        draft = Draft.objects.create(report=made, manuscript=before.issued)
        refresh_drafts(before.issued, by)
        draft.refresh_from_db()
        first_version(draft, by)
