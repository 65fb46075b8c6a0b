"""Whoever may not know a sensitive count learns nothing of it, wherever they ask.

The same ward is told in four worlds that differ in the true count alone. What a clerk without the
stronger act is answered must be the same in all of them, letter for letter and query for query.
"""

from __future__ import annotations

import io
import json
import re
from contextlib import contextmanager
from datetime import date
from fractions import Fraction

import docx
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dongthuan.answer.reports import checking, composing, paper, queries, returned, services
from dongthuan.answer.reports.services import UnableToReport
from dongthuan.decide.indicators import services as indicators
from dongthuan.decide.indicators.models import Definition
from dongthuan.doors.cli import main
from dongthuan.ground import claims, papers
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.claims import Verdict
from dongthuan.ground.figures import Ask, Look, Reading, State, explain, figures, measures
from dongthuan.ground.papers import services as numbers
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.access.queries import actor_of
from dongthuan.who.org.queries import Forest
from tests.doors.desk import hands
from tests.wards import sheet_of, told_ward

pytestmark = pytest.mark.django_db

ON = date(2021, 7, 5)
HALF = from_code("2021-H1")
# The cell told 1 at first; the other cell told 2. In each world it was corrected to one of these.
WORLDS = (0, 4, 12, 21)
CLAIMED = (0, 1, 2, 3, 4, 6, 14, 23, 30)
LINES = (
    "Trong đó có {n} đảng viên người dân tộc thiểu số.",
    "Đảng viên người dân tộc thiểu số: {n} người.",
    "Đảng viên người dân tộc thiểu số | {n} | người",
    "Đảng viên người dân tộc thiểu số đạt {n}% kế hoạch.",
    "Tỷ lệ đảng viên người dân tộc thiểu số là {n}%.",
    "6 tháng đầu năm 2021 có {n} đảng viên người dân tộc thiểu số, cùng kỳ năm trước có 99.",
    "Bình quân mỗi chi bộ có {n} đảng viên người dân tộc thiểu số.",
    "Tăng {n} đảng viên người dân tộc thiểu số so với cùng kỳ.",
)
SUMS = (
    "Toàn Đảng bộ có 43 đảng viên, gồm {n} đảng viên người dân tộc thiểu số và {rest} đảng viên người Kinh.",
    "43 đảng viên = {n} đảng viên người dân tộc thiểu số + {rest} đảng viên khác.",
    "Có 43 đảng viên, trong đó {n} đảng viên người dân tộc thiểu số, chiếm {share}%.",
    "Có 43 đảng viên, trong đó {n} đảng viên người dân tộc thiểu số, 19 đảng viên nữ.",
    "Hộ nghèo 6 hộ, đảng viên người dân tộc thiểu số {n} người, cộng {more}.",
)
REPORT = (
    "Có {party.members} đảng viên, trong đó {party.minority} đảng viên người dân tộc thiểu số, "
    "chiếm {party.minority_rate}; đạt {party.minority:attained.city} kế hoạch "
    "({party.minority:plan.city~canam}).\n"
    "[bảng: Theo chi bộ | loại = cell | mục = party.members, party.minority | cộng]\n"
)
HEADING = {"title": "Kết quả", "body": "Đảng ủy Phường Thử", "body_code": "ĐU", "place": "Bảo Lộc"}


@pytest.fixture
def ward():
    ward = told_ward()
    numbers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    # Whoever defined the share forgot what it is made of: it must be guarded all the same.
    ward.define("party.minority_rate", "Tỷ lệ đảng viên người dân tộc thiểu số", unit="%",
                nature="ratio", decimals=2, level="cell", numerator="party.minority",
                denominator="party.members", reading=Reading.PUBLIC)  # fmt: skip
    indicators.set_target(key="party.minority", unit=ward.ward, code="2021", owner="city",
                          owner_words="Thành ủy giao", value=Fraction(7), by=ward.house)  # fmt: skip
    return ward


class Undone(Exception):
    """Thrown to go back to the world before."""


@contextmanager
def world(ward, true):
    """The ward as it would be if the first cell had told `true`; the clock stands at one moment."""
    at = ward.clock.at
    try:
        with transaction.atomic():
            indicators.correct(
                sheet=sheet_of(ward, "party.minority", ward.cells[0]), key="party.minority",
                text=str(true), reason="Rà soát", by=ward.leader,
            )  # fmt: skip
            yield
            raise Undone
    except Undone:
        ward.clock.at = at


def in_all_worlds(ward, ask, worlds=WORLDS):
    """What is answered in each world, with the shape of every query that was needed."""
    answers = []
    for true in worlds:
        with world(ward, true), CaptureQueriesContext(connection) as run:
            told = ask()
            answers.append((told, [shape(query["sql"]) for query in run.captured_queries]))
    return answers


def shape(sql):
    """A query without its numbers: savepoints are named anew each time."""
    return re.sub(r"s\d+_x\d+|\d+", "0", sql)


def all_alike(ward, ask, worlds=WORLDS):
    first, *others = in_all_worlds(ward, ask, worlds)
    for other in others:
        assert other[0] == first[0]
        assert other[1] == first[1]
    return first[0]


def written(line, n):
    return line.format(n=n, rest=43 - n, share=f"{n / 43 * 100:.1f}".replace(".", ","), more=n + 6)


def told(ward, viewer, lines, held=None):
    held = held or checking.table(viewer=viewer, unit=ward.ward.pk, on=ON)
    return [finding.as_record() for finding in claims.check(lines, held.table)]


def test_the_worlds_of_this_test_do_differ_for_who_may_know(ward):
    lines = [written(LINES[0], n) for n in CLAIMED]
    answers = [
        json.dumps(a) for a, _ in in_all_worlds(ward, lambda: told(ward, ward.leader, lines))
    ]
    assert len(set(answers)) == len(WORLDS)


def test_the_checker_answers_the_same_whatever_the_true_count_is(ward):
    for line in (*LINES, *SUMS):
        lines = [written(line, n) for n in CLAIMED]
        assert all_alike(ward, lambda lines=lines: told(ward, ward.clerk, lines))


def test_the_checker_answers_the_same_whatever_number_is_claimed(ward):
    """Only the echo of what was written may differ."""
    with world(ward, 4):
        held = checking.table(viewer=ward.clerk, unit=ward.ward.pk, on=ON)
        for line in LINES:
            answers = set()
            for n in CLAIMED:
                found = told(ward, ward.clerk, [written(line, n)], held)
                answers.add(json.dumps([without_echo(one, str(n)) for one in found]))
            assert len(answers) == 1, answers


# Numbers of the answer itself: where it stands and which row of the table it is held to.
PLACES = ("span", "paragraph", "record", "readings")


def without_echo(record, number):
    """A finding whose words no longer repeat the number that was handed in."""
    words = {key: value for key, value in record.items() if key not in PLACES}
    echoed = re.sub(rf"(?<!\d){number}(?!\d)", "#", json.dumps(words, ensure_ascii=False))
    rows = [(one["verdict"], one["record"]) for one in record["readings"]]
    return json.dumps((echoed, record["record"], rows), ensure_ascii=False)


def test_no_claim_of_a_sensitive_count_is_ever_answered(ward):
    held = checking.table(viewer=ward.clerk, unit=ward.ward.pk, on=ON)
    seen = 0
    for line in LINES:
        for n in CLAIMED:
            found = told(ward, ward.clerk, [written(line, n)], held)
            spoken = [one for one in found if "dân tộc thiểu số" in (one["measure"] or "")]
            seen += len(spoken)
            assert {one["verdict"] for one in spoken} <= {Verdict.CANNOT_CHECK.value}
    assert seen >= len(LINES)


def test_the_command_answers_the_same_in_json_and_in_words(ward, tmp_path, capsys):
    hands.user(ward, "vanphong", ("clerk", ward.ward), ("clerk", ward.party))
    file = tmp_path / "a.txt"
    file.write_text("\n".join(written(line, 4) for line in (*LINES, *SUMS)), encoding="utf-8")

    def ask():
        out = []
        for options in ((), ("--json",)):
            code = main(["check", str(file), "--unit", "phuong", "--on", "2021-07-05", "--as",
                         "vanphong", *options])  # fmt: skip
            out.append((code, *capsys.readouterr()))
        return out

    [plain, _] = all_alike(ward, ask)
    assert plain[0] == 0 and "chưa có số để đối chiếu" in plain[1]


# --- Figures and what is made of them --------------------------------------------------------------

MADE_OF_IT = (
    "party.minority", "party.minority_rate", "party.minority:attained.city",
    "party.minority:plan.city",
)  # fmt: skip


def test_what_is_made_of_a_sensitive_count_is_guarded_as_much_as_it(ward):
    known = measures(ON)
    assert {known[key].reading for key in MADE_OF_IT} == {Reading.SENSITIVE}
    # The row itself stays as it was written: only the answer is stricter.
    assert Definition.objects.get(item__key="party.minority_rate").reading == Reading.PUBLIC
    assert known["people.poor_rate"].reading is Reading.INTERNAL


def test_who_may_not_see_it_cannot_open_it_to_themselves(ward):
    told = {
        "key": "party.minority", "label": "Đảng viên người dân tộc thiểu số", "unit": "người",
        "nature": "stock", "frequency": "half", "level": "cell", "owner": ward.ward,
    }  # fmt: skip
    for reading in (Reading.INTERNAL, Reading.WHOLE, Reading.PUBLIC):
        for on in (date(2015, 1, 1), date(2021, 8, 1)):
            with pytest.raises(NotPermitted), transaction.atomic():
                indicators.define(**told, reading=reading, on=on, by=ward.clerk)
    below = ward.person("Tổ", ("clerk", ward.groups[0]))
    with pytest.raises(indicators.UnableToAsk, match="đứng đầu"):
        indicators.define(**{**told, "owner": ward.groups[0]}, reading=Reading.SENSITIVE, by=below,
                          on=date(2021, 8, 1))  # fmt: skip
    # To keep it as closed as it was asks for nothing more.
    indicators.define(**told, reading=Reading.SENSITIVE, on=date(2021, 8, 1), by=ward.clerk)
    both = ward.person("Hai vai", ("clerk", ward.ward), ("leader", ward.ward))
    indicators.define(**told, reading=Reading.INTERNAL, on=date(2021, 8, 1), by=both)


@pytest.mark.parametrize("key", MADE_OF_IT)
def test_a_figure_made_of_it_is_hidden_with_all_its_evidence(ward, key):
    def ask():
        clerk = ward.clerk
        asks = [Ask(key, unit.pk, HALF) for unit in (ward.ward, ward.party, *ward.cells)]
        return [explain(one, Look(clerk, Forest())) for one in asks]

    hidden = all_alike(ward, ask)
    assert {one.state for one in hidden} == {State.HIDDEN}
    assert {(one.value, one.part, one.whole, one.reason) for one in hidden} == {(None,) * 3 + ("",)}
    assert not any(one.evidence.parts or one.evidence.records for one in hidden)


def test_at_a_day_before_the_correction_it_is_hidden_as_well(ward):
    early = ward.clock.at

    def ask():
        asks = [Ask(key, ward.ward.pk, HALF) for key in MADE_OF_IT]
        return figures(asks, Look(ward.clerk, Forest(early), early))

    assert {one.state for one in all_alike(ward, ask)} == {State.HIDDEN}


# --- Reports ---------------------------------------------------------------------------------------


def issued(ward, text=REPORT):
    report = services.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", text=text,
                            heading=HEADING, by=ward.leader)  # fmt: skip
    return services.issue(report=report, on=ON, by=ward.leader)


def test_a_draft_shows_the_same_and_cannot_be_issued(ward):
    report = services.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", text=REPORT,
                            heading=HEADING, by=ward.leader)  # fmt: skip

    def ask():
        composed = queries.draft(report, viewer=ward.clerk)
        return composing.plain_lines(composed.blocks), len(composed.absent)

    lines, absent = all_alike(ward, ask)
    assert lines[0] == (
        "Có 43 đảng viên, trong đó (không có quyền xem) đảng viên người dân tộc thiểu số, chiếm "
        "(không có quyền xem); đạt (không có quyền xem) kế hoạch ((không có quyền xem))."
    )
    assert absent == 7
    both = ward.person("Hai vai", ("clerk", ward.ward), ("clerk", ward.party))
    assert not both.may("figure.see_sensitive", ward.ward.pk)


def test_an_issued_report_and_its_files_are_veiled_and_say_the_same(ward):
    def ask():
        issue = issued(ward)
        clerk = ward.clerk
        blocks = queries.frozen(issue, viewer=clerk)
        made = papers.party_docx(paper.of_issue(issue, blocks))
        words = [p.text for p in docx.Document(io.BytesIO(made)).paragraphs]
        return composing.plain_lines(blocks), words, queries.sees_all(issue, viewer=clerk)

    (lines, words, sees_all), *_ = (a for a, _ in in_all_worlds(ward, ask))
    assert not sees_all
    for other, _ in in_all_worlds(ward, ask):
        assert (other[0], other[2]) == (lines, sees_all)
        # The seal at the foot is over the whole and of course differs; it stands in no paragraph.
        assert other[1] == words
    assert sum(line.count("(không có quyền xem)") for line in lines) == 7


def test_verifying_tells_of_no_change_of_a_hidden_figure(ward):
    def ask():
        issue = issued_before
        found = queries.verify(issue, viewer=ward.clerk)
        moved = [(m.issued.place, m.now_text, m.changes) for m in found.moved]
        return moved, found.hidden, found.same, found.sums, found.not_rederived, found.seal_holds

    issued_before = issued(ward)
    moved, hidden, same, sums, *_ = all_alike(ward, ask)
    assert (moved, hidden, sums) == ([], 7, ())
    assert same == issued_before.figures.count() - 7
    leader = queries.verify(issued_before, viewer=ward.leader)
    assert leader.hidden == 0


def test_a_returned_file_with_any_number_in_its_place_tells_nothing(ward):
    issue = issued(ward)
    whole = papers.party_docx(paper.of_issue(issue, queries.frozen(issue, viewer=ward.leader)))

    def with_number(n):
        document = docx.Document(io.BytesIO(whole))
        for run in document.element.iter(docx.oxml.ns.qn("w:t")):
            run.text = re.sub(r"^3$|^6,98%$|^42,9%$", str(n), run.text or "")
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    answers = set()
    for n in (0, 3, 4, 14):
        data = with_number(n)

        def ask(data=data):
            found = returned.check(issue, data, "a.docx", viewer=ward.clerk, on=ON)
            return [f.as_record() for f in found.findings], found.hidden, len(found.differing)

        findings, hidden, differing = all_alike(ward, ask)
        kept = [without_echo(one, str(n)) for one in findings if one["kind"] == "figure"]
        answers.add(json.dumps((kept, hidden, differing)))
    assert len(answers) == 1


def test_who_may_not_know_it_cannot_put_it_out_either(ward):
    clerk = ward.person("Lãnh đạo không xem", ("clerk", ward.ward))
    report = services.begin(unit=ward.ward, issuer=ward.ward, code="2021-H1", by=ward.leader,
                            text="Có {party.minority} đảng viên.", heading=HEADING)  # fmt: skip

    class Issuing(type(clerk)):
        """May issue, but not see what is sensitive."""

        def reach(self, act):
            return clerk.reach("report.see" if act == "report.issue" else act)

    by = Issuing(clerk.key, ward.clock.tick(), clerk.roles, clerk.name)
    # The tree is read before the first world, so that no world reads more than another.
    assert ward.ward.pk in by.reach("report.issue")

    def ask():
        with pytest.raises(UnableToReport) as refused, transaction.atomic():
            services.issue(report=report, on=ON, by=by)
        return str(refused.value)

    assert "chưa được xem" in all_alike(ward, ask)


# --- Doors -----------------------------------------------------------------------------------------

PAGES = (
    "/so-lieu/{key}?don-vi={ward}&ky=2021-H1",
    "/so-lieu/{key}?don-vi={cell}&ky=2021-H1",
    "/so-lieu/{key}/can-cu?don-vi={ward}&ky=2021-H1",
    "/api/v1/figures?key={key}&unit={ward}&period=2021-H1",
    "/api/v1/figures?key={key}&key=party.members&unit={cell}&unit={ward}&period=2021-H1",
    "/api/v1/figures/explain?key={key}&unit={ward}&period=2021-H1",
    "/api/v1/series?key={key}&unit={ward}&period=2021-H1",
    "/api/v1/measures",
    "/api/v1/units",
    "/lam-viec/phieu/{sheet}",
    "/lam-viec/dot-so-lieu/{round}",
    "/lam-viec/dot-so-lieu/{round}/bang",
    "/lam-viec/dot-so-lieu/{round}/phieu-giay",
    "/lam-viec/chi-tieu",
    "/lam-viec/muc-so-lieu",
    "/lam-viec/muc-so-lieu/party.minority",
    "/lam-viec/bao-cao/{report}",
    "/lam-viec/bao-cao/{report}/kiem-chung",
    "/lam-viec/dau-vet",
    "/lam-viec/don-vi/{cell}",
    "/lam-viec/",
    "/",
    "/phuong/phuong",
)


@pytest.mark.parametrize("role", ["clerk", "observer", "nobody"])
def test_every_page_says_the_same_whatever_the_true_count_is(ward, role, settings):
    settings.CLOCK = ward.clock.at.replace(month=7, day=5)
    report = issued(ward).report
    signed = None
    if role != "nobody":
        signed = hands.user(ward, "Người xem", (role, ward.ward), (role, ward.party))
        assert not actor_of(signed, ward.clock.at).may("figure.see_sensitive", ward.party.pk)
    browser = hands.browser(signed)
    sheet = sheet_of(ward, "party.minority", ward.cells[0])
    for page in PAGES:
        for key in MADE_OF_IT if "{key}" in page else ("",):
            address = page.format(
                key=key, ward=ward.ward.pk, cell=ward.cells[0].pk, sheet=sheet.pk,
                round=sheet.round_id, report=report.pk,
            )  # fmt: skip

            def ask(address=address):
                answer = browser.get(address)
                return answer.status_code, tidy(answer.content.decode())

            status, _ = all_alike(ward, ask, (WORLDS[0], WORLDS[-1]))
            assert status in (200, 302, 403, 404), address


def test_the_page_that_checks_a_text_says_the_same(ward, settings):
    settings.CLOCK = ward.clock.at.replace(month=7, day=5)
    signed = hands.user(ward, "Văn phòng", ("clerk", ward.ward), ("clerk", ward.party))
    browser = hands.browser(signed)
    text = "\n".join(written(line, n) for line in (*LINES, *SUMS) for n in CLAIMED)

    form = hands.sending(text=text, unit=str(ward.ward.pk), on="2021-07-05")

    def ask():
        answer = browser.post("/doi-chieu", form)
        return answer.status_code, tidy(answer.content.decode())

    status, shown = all_alike(ward, ask)
    assert status == 200 and "party.minority" not in shown


def test_for_who_may_know_the_pages_do_differ(ward, settings):
    """The proof above would say nothing of pages that show the count to nobody."""
    settings.CLOCK = ward.clock.at.replace(month=7, day=5)
    issued(ward)
    signed = hands.user(ward, "Lãnh đạo", ("leader", ward.ward), ("leader", ward.party))
    browser = hands.browser(signed)
    sheet = sheet_of(ward, "party.minority", ward.cells[0])
    for page in ("/so-lieu/{key}?don-vi={ward}&ky=2021-H1", "/lam-viec/phieu/{sheet}",
                 "/api/v1/figures?key={key}&unit={ward}&period=2021-H1"):  # fmt: skip
        address = page.format(key="party.minority", ward=ward.ward.pk, sheet=sheet.pk)
        answers = in_all_worlds(ward, lambda a=address: tidy(browser.get(a).content.decode()))
        assert len({text for text, _ in answers}) == len(WORLDS), page


def tidy(text):
    """A page without what is new each time: tokens, and the number of a record on the trail."""
    text = re.sub(r'name="(?:csrfmiddlewaretoken|key)" value="[^"]*"', "", text)
    return re.sub(r"\(giá trị số \d+\)", "", text)
