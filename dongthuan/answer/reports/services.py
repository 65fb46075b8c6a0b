"""Verbs: begin and write a report, issue it with its numbers frozen, note ratings and awards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from django.db import IntegrityError, transaction

from dongthuan.answer.reports import composing, queries, rules
from dongthuan.answer.reports.composing import Citation, Composed
from dongthuan.answer.reports.models import Issue, IssuedFigure, Report, Statement
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Look
from dongthuan.ground.papers import services as papers
from dongthuan.ground.primitives.periods import BadPeriod, Regime, from_code
from dongthuan.ground.search import services as search
from dongthuan.who.org.models import Unit
from dongthuan.who.org.queries import Forest

# What a report's heading is made of; the page that writes it offers these and no others.
HEADING = (
    "title", "upper_body", "body", "body_code", "place", "authority", "signer_title",
    "signer_name", "recipients",
)  # fmt: skip


class UnableToReport(Exception):
    """Raised when a report cannot be written or issued as asked; its text says what to do."""


class NoTermYet(UnableToReport):
    """Raised when the issuing body's term was never noted, so that there is no register to number in."""


class Follower(Protocol):
    """Phòng theo dõi phát hành: a room above that has a say before a report goes out, and a part in it
    afterwards, in the same transaction.
    """

    def hindrance(self, report: Report, by: Actor) -> str:
        """This method will say what stands in the way of issuing, or nothing."""

    def issued(self, made: Issue, by: Actor) -> None:
        """This method will do what belongs to the issue."""

    def replaced(self, old: Report, made: Report, by: Actor) -> None:
        """This method will do what belongs to a draft that is to take an issued report's place."""
        ...


_FOLLOWERS: dict[str, Follower] = {}


def follow(room: str, follower: Follower) -> None:
    """This function will take a room into what happens when a report is issued; a room speaks once."""
    _FOLLOWERS[room] = follower


@transaction.atomic
def begin(
    *, unit: Unit, issuer: Unit, code: str, text: str, heading: Mapping[str, str], by: Actor,
    regime: Regime = Regime.CALENDAR, replaces: Report | None = None,
) -> Report:  # fmt: skip
    """This function will begin a draft on a unit and a period, to be issued by a body."""
    by.require(Act.REPORT_WRITE, unit.pk)
    by.require(Act.REPORT_WRITE, issuer.pk)
    try:
        period = from_code(code, regime)
    except BadPeriod as problem:
        raise UnableToReport(f"Kỳ báo cáo: {problem}.") from None
    _readable(text)
    report = Report(
        unit=unit, issuer=issuer, code=period.code, regime=regime, text=text, changed_at=by.now,
        changed_by=audit.sign(by), replaces=replaces,
    )  # fmt: skip
    _head(report, heading)
    report.save()
    audit.record(Act.REPORT_WRITE, "report", report.pk, by=by, unit_id=unit.pk, detail="begin")
    search.renew("report", report.pk)
    return report


@transaction.atomic
def begin_again(*, report: Report, by: Actor) -> Report:
    """This function will begin a draft that is to take an issued report's place, with its words.

    :raises UnableToReport: it was never issued, or such a draft was begun already.
    """
    if queries.issued(report) is None:
        raise UnableToReport("Báo cáo này còn là bản thảo; sửa thẳng vào bản thảo.")
    waiting = report.replaced_by.filter(issue=None).first()
    if waiting is not None:
        raise UnableToReport(
            "Đã có một bản thảo thay thế báo cáo này; mở bản thảo đó để viết tiếp."
        )
    made = begin(
        unit=report.unit, issuer=report.issuer, code=report.code, text=report.text,
        heading={name: getattr(report, name) for name in HEADING}, by=by,
        regime=Regime(report.regime), replaces=report,
    )  # fmt: skip
    for follower in _FOLLOWERS.values():
        follower.replaced(report, made, by)
    return made


@transaction.atomic
def write(*, report: Report, text: str, heading: Mapping[str, str], seen: int, by: Actor) -> Report:
    """This function will keep a draft's words and heading; `seen` is the version that was shown.

    :raises UnableToReport: it was issued, someone else wrote meanwhile, or a cite cannot be read.
    """
    by.require(Act.REPORT_WRITE, report.unit_id)
    report = _draft(report)
    if report.version != seen:
        raise UnableToReport(
            "Có người vừa lưu báo cáo này sau khi bác mở. Chép phần vừa viết, tải lại trang rồi "
            "dán vào; phần của người kia vẫn còn."
        )
    _readable(text)
    _head(report, heading)
    report.text, report.version = text, report.version + 1
    report.changed_at, report.changed_by = by.now, audit.sign(by)
    report.save()
    audit.record(
        Act.REPORT_WRITE, "report", report.pk, by=by, unit_id=report.unit_id,
        detail=f"version {report.version}",
    )  # fmt: skip
    search.renew("report", report.pk)
    return report


@transaction.atomic
def issue(
    *, report: Report, on: date, by: Actor, given_number: int | None = None,
    unapproved_is_meant: bool = False, partial_is_meant: bool = False,
) -> Issue:  # fmt: skip
    """This function will issue a report: number it, freeze every figure with the hash of its
    evidence, and seal the whole.

    :raises UnableToReport: it was issued before, a figure has no number or may not be seen by who
        issues it, a number was taken, or some value is not approved and nobody said it is meant.
    """
    by.require(Act.REPORT_ISSUE, report.unit_id)
    by.require(Act.REPORT_ISSUE, report.issuer_id)
    report = _draft(report)
    period = queries.period_of(report)
    look = Look(by, Forest(by.now), by.now)
    try:
        composed = composing.compose(report.text, unit=report.unit_id, period=period, look=look)
    except rules.BadText as problem:
        raise UnableToReport(str(problem)) from None
    _whole(composed, unapproved_is_meant, partial_is_meant)
    for follower in _FOLLOWERS.values():
        if words := follower.hindrance(report, by):
            raise UnableToReport(words)
    try:
        taken = papers.take_number(
            body=report.issuer_id, body_code=report.body_code, kind="bao-cao", on=on,
            given=given_number, by=by,
        )  # fmt: skip
    except papers.NoTerm as problem:
        raise NoTermYet(str(problem)) from None
    except papers.UnableToNumber as problem:
        raise UnableToReport(str(problem)) from None
    made = Issue(
        report=report, number=taken.number, symbol=taken.symbol, own_number=given_number is None,
        issued_on=on, issued_at=by.now, by=audit.sign(by), title=report.title, text=report.text,
        upper_body=report.upper_body, body=report.body, place=report.place,
        authority=report.authority, signer_title=report.signer_title,
        signer_name=report.signer_name, recipients=report.recipients,
    )  # fmt: skip
    figures = [_freeze(one) for one in composed.citations]
    made.seal = queries.seal(made, figures)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise UnableToReport("Báo cáo này đã phát hành.") from None
    for one in figures:
        one.issue = made
    IssuedFigure.objects.bulk_create(figures)
    audit.record(
        Act.REPORT_ISSUE, "report", report.pk, by=by, unit_id=report.unit_id,
        detail=f"{made.symbol} {made.seal}",
    )  # fmt: skip
    search.renew("report", report.pk)
    for follower in _FOLLOWERS.values():
        follower.issued(made, by)
    return made


@transaction.atomic
def note_statement(
    *, unit: Unit, label: str, words: str, code: str, by: Actor, source: str = ""
) -> Statement:
    """This function will note a rating or an award as a dated statement, with its paper."""
    by.require(Act.REPORT_WRITE, unit.pk)
    try:
        from_code(code)
    except BadPeriod as problem:
        raise UnableToReport(f"Kỳ: {problem}.") from None
    made = Statement.objects.create(
        unit=unit, label=label, words=words, code=code, source=source, recorded_at=by.now,
        by=audit.sign(by),
    )  # fmt: skip
    audit.record(Act.REPORT_WRITE, "statement", made.pk, by=by, unit_id=unit.pk)
    search.renew("honour", made.pk)
    return made


def _draft(report: Report) -> Report:
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if Issue.objects.filter(report=report).exists():
        raise UnableToReport(
            "Báo cáo này đã phát hành nên không sửa được nữa. Cần đổi thì soạn báo cáo thay thế."
        )
    return report


def _readable(text: str) -> None:
    try:
        rules.parse(text)
    except rules.BadText as problem:
        raise UnableToReport(str(problem)) from None


def _head(report: Report, heading: Mapping[str, str]) -> None:
    for name in HEADING:
        if name in heading:
            setattr(report, name, heading[name].strip())
    if not report.title or not report.body or not report.body_code or not report.place:
        raise UnableToReport(
            "Báo cáo cần đủ trích yếu, cơ quan ban hành, ký hiệu cơ quan và địa danh."
        )


def _whole(composed: Composed, unapproved_is_meant: bool, partial_is_meant: bool) -> None:
    if composed.absent:
        raise UnableToReport(f"{_listed(composed.absent)} chưa có số hoặc bác chưa được xem.")
    if composed.partial and not partial_is_meant:
        raise UnableToReport(
            f"{_listed(composed.partial)} còn đơn vị chưa gửi. Đợi đủ số, hoặc đánh dấu "
            "«phát hành với số chưa đủ»."
        )
    if composed.unapproved and not unapproved_is_meant:
        raise UnableToReport(
            f"{_listed(composed.unapproved)} có giá trị chưa duyệt. Duyệt trước, hoặc đánh dấu "
            "«phát hành với số chưa duyệt»."
        )


def _listed(found: list[Citation]) -> str:
    names = list(dict.fromkeys(one.figure.measure.label for one in found))
    more = f" và {len(names) - 4} mục nữa" if len(names) > 4 else ""
    return ", ".join(f"«{name}»" for name in names[:4]) + more


def _freeze(one: Citation) -> IssuedFigure:
    figure = one.figure
    value = figure.value
    return IssuedFigure(
        place=one.place, block=one.block, identity=one.identity, key=figure.ask.key,
        unit_id=figure.ask.unit, unit_name=one.unit_name, code=figure.ask.period.code,
        form=one.cite.form, label=figure.measure.label, reading=figure.measure.reading,
        measured_in=figure.measure.unit, printed=one.text,
        top=str(value.numerator) if value is not None else "",
        bottom=str(value.denominator) if value is not None else "",
        estimate=figure.estimate, unapproved=figure.evidence.unapproved,
        evidence=figure.evidence.hash,
    )  # fmt: skip
