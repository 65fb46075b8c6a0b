"""The half-year report of the demonstration ward: change what is behind it, name exactly what hangs
on it; derive it again as it was known, whatever came after.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from django.db import transaction

from dongthuan.act.funds import services as funds
from dongthuan.answer.reports import checking, paper, queries
from dongthuan.decide.indicators import services as indicators
from dongthuan.decide.indicators.models import Sheet
from dongthuan.demo.rounds import at
from dongthuan.ground import claims, files, papers
from dongthuan.ground.audit.actors import House
from dongthuan.ground.claims import Verdict
from dongthuan.ground.figures import Look, figures
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org import services as org
from dongthuan.who.org.queries import Forest
from tests.stories import dependents

pytestmark = pytest.mark.django_db

DAY = date(2021, 7, 5)
# Of these every unit's record is changed in turn; of all others one record a measure.
WHOLE = ("poor.households", "party.members")
LATER = at(2021, 7, 6)


class Undone(Exception):
    """Thrown to take back what a turn of a loop did."""


class Proof:
    """What verify and check said right after the set-up, to hold later words against."""

    def __init__(self, town):
        self.town = town
        self.issue = queries.issued(town.report)
        self.leader = town.actor("lanhdao", LATER)
        self.figures = list(self.issue.figures.order_by("place"))
        self.blocks = queries.frozen(self.issue, viewer=self.leader)
        self.places = dependents.Places.of(self.issue, self.blocks)
        self.readings = claims.read_document(self.places.lines)
        self.rows = dependents.Town.read()
        self.sums = queries.sums_of(self.blocks)
        self.before = self.moved()
        self.found = self.check()

    def moved(self):
        told = queries.verify(self.issue, viewer=self.leader)
        assert told.seal_holds and told.not_rederived == () and told.hidden == 0
        return {one.issued.place: one for one in told.moved}, set(told.sums)

    def check(self):
        held = checking.table(viewer=self.leader, unit=self.town.ward.pk, on=DAY)
        return claims.check_readings(self.readings, held.table)

    def bound(self):
        labels = {f.place: f.label for f in self.figures}
        return {
            place: one for one in self.found
            if one.kind == "figure" and (place := self.places.place(one))
            and one.measure == labels[place]
        }  # fmt: skip

    def names_exactly(self, places):
        moved, sums = self.moved()
        assert set(moved) == places | set(self.before[0])
        assert (
            sums - self.before[1]
            == {s for s in self.sums if {*s.rows, s.total} & places} - self.before[1]
        )
        reprinted = {place for place in places if moved[place].number_differs}
        turned = {
            (now.paragraph, now.span): now
            for was, now in zip(self.found, self.check(), strict=True) if was != now
        }  # fmt: skip
        bound = self.bound()
        expected = {(bound[p].paragraph, bound[p].span) for p in reprinted if p in bound}
        beside = {(bound[p].paragraph, bound[p].span) for p in places if p in bound}
        assert expected <= set(turned) <= beside
        assert {turned[one].verdict for one in expected} <= {Verdict.STALE}
        return len(expected)


def undone(change):
    with pytest.raises(Undone), transaction.atomic():
        change()
        raise Undone


@pytest.fixture
def proof(town):
    return Proof(town)


def chosen(proof) -> Iterator[tuple[object, set[int]]]:
    """Every (measure, period) behind the report once, and all units of a few measures."""
    seen: set[tuple[str, str]] = set()
    for value in dependents.latest_values():
        places = {f.place for f in proof.figures if proof.rows.hangs_on_value(f, value)}
        key = (value.item.key, value.code)
        if places and value.state == "value" and (key not in seen or value.item.key in WHOLE):
            seen.add(key)
            yield value, places


def test_the_issued_text_agrees_with_the_figures_it_was_made_of(proof):
    of_ward = {f.place for f in proof.figures if f.unit_id == proof.town.ward.pk}
    in_table = {s.total for s in queries.rules.columns(proof.blocks)}
    assert set(proof.bound()) == of_ward - in_table
    # One number was corrected after the issue, and is told so.
    changed = {proof.places.place(f) for f in proof.found if f.verdict is Verdict.STALE}
    assert changed == set(proof.before[0])
    others = {f.verdict for p, f in proof.bound().items() if p not in changed}
    assert others == {Verdict.RIGHT, Verdict.ROUNDED}
    assert {f.verdict for f in proof.found if f.kind == "sum"} == {Verdict.ADDS_UP}


def test_every_figure_of_the_report_hangs_on_some_record(proof):
    """The other opinion knows all that the product knows: no figure is left without a ground."""
    # Where a measure does not apply there is nothing to add, and nothing to show.
    values = [v for v in dependents.latest_values() if v.state == "value"]
    targets, gifts = dependents.latest_targets(), dependents.gifts()
    for figure in proof.figures:
        given = {g.pk for g in gifts if proof.rows.hangs_on_gift(figure, g)}
        told = {v.pk for v in values if proof.rows.hangs_on_value(figure, v)}
        aims = {t.pk for t in targets if proof.rows.hangs_on_target(figure, t)}
        units = {u for u in proof.rows.units if proof.rows.hangs_on_unit(figure, u)}
        ask = queries.ask_of(figure, proof.issue)
        [found] = figures([ask], Look(proof.leader, Forest()))
        kinds: dict[str, set[int]] = {"value": set(), "target": set(), "unit": set(), "gift": set()}
        for record in found.evidence.all_records():
            kinds[record.kind].add(record.unit if record.kind == "unit" else record.id)
        expected = {"value": told, "target": aims, "unit": units, "gift": given}
        assert kinds == expected, figure


def test_records_of_every_measure_name_exactly_what_hangs_on_them(proof):
    """Twenty records are changed at once, so that the whole ward takes half a minute: what is named
    must be the union, and behind each number named exactly its own records.
    """
    turns = claimed = 0
    for batch in batches(chosen(proof), 20):
        turns += len(batch)

        def change(batch=batch):
            nonlocal claimed
            for value, _ in batch:
                dependents.correct(value, proof.rows.definitions[value.item.key], proof.leader)
            claimed += proof.names_exactly(set().union(*(places for _, places in batch)))
            told = queries.verify(proof.issue, viewer=proof.leader)
            for moved in told.moved:
                place = moved.issued.place
                mine = [value for value, places in batch if place in places]
                earlier = proof.before[0].get(place)
                assert len(moved.changes) == len(mine) or earlier

        undone(change)
    assert turns > 120 and claimed > 100


def test_a_gift_taken_back_moves_the_sixteen_billion_and_its_claim(proof):
    """«Hơn 16 tỷ đồng» opens receipts: take one back, and what hangs on it is named; of four groups, each
    with its own line in the table of groups.
    """
    accountant = proof.town.actor("ketoan", LATER)
    groups = {one.pk for one in proof.town.groups[::6]}
    seen: set[int] = set()
    for gift in dependents.gifts():
        # What is no money was handed on to nobody.
        if gift.kind != "labour" or gift.group_id in seen or gift.group_id not in groups:
            continue
        seen.add(gift.group_id)
        places = {f.place for f in proof.figures if proof.rows.hangs_on_gift(f, gift)}

        def taken_back(gift=gift, places=places):
            funds.reverse_gift(gift=gift, reason="Ghi nhầm cuống phiếu", by=accountant)
            proof.names_exactly(places)

        undone(taken_back)
    assert seen == groups


def batches(chosen, size):
    """Deal the records out so that neighbours fall into different heaps."""
    rows = list(chosen)
    heaps = max(1, len(rows) // size)
    return [rows[at::heaps] for at in range(heaps)]


def test_each_target_behind_the_report_names_the_plan_and_what_is_held_against_it(proof):
    asked = 0
    for target in dependents.latest_targets():
        places = {f.place for f in proof.figures if proof.rows.hangs_on_target(f, target)}
        asked += bool(places)
        if not places and target.item.key != "budget.revenue":
            continue

        def change(target=target, places=places):
            indicators.set_target(
                key=target.item.key, unit=target.unit, code=target.code, owner=target.owner,
                owner_words=target.owner_words, value=Fraction(target.scaled * 2 + 1),
                reason="Điều chỉnh", by=proof.town.actor("vanphong", LATER),
            )  # fmt: skip
            proof.names_exactly(places)

        undone(change)
    assert asked == 1


def test_each_kind_of_unit_behind_the_report_names_its_counts_alone(proof):
    house = House(LATER)
    kinds: dict[tuple[str, str], object] = {}
    for unit in proof.rows.units.values():
        kinds.setdefault((unit.kind, unit.setting), unit)
    counted = 0
    for unit in kinds.values():
        places = {f.place for f in proof.figures if proof.rows.hangs_on_unit(f, unit.pk)}
        counted += bool(places)
        if not places and unit.kind != "front_board":
            continue

        def change(unit=unit, places=places):
            org.rename(unit=unit, name="Tên mới", on=date(2021, 6, 1), by=house)
            assert set(proof.moved()[0]) == places | set(proof.before[0])
            # A name is no number: no claim of the text turns.
            assert unit.kind != "team" or proof.check() == proof.found

        undone(change)
    assert counted == 8


def test_after_fifty_later_changes_of_every_kind_it_is_derived_again_to_the_dong(proof):
    issue, leader = proof.issue, proof.leader
    frozen = [(f.printed, f.top, f.bottom, f.evidence) for f in proof.figures]
    html = [block.text for block in proof.blocks]
    word = read(issue, leader)
    chance = random.Random("fifty")
    moment = Moments()
    values = [
        v for v in dependents.latest_values()
        if v.sheet.status == Sheet.Status.APPROVED
        and any(proof.rows.hangs_on_value(f, v) for f in proof.figures)
    ]  # fmt: skip
    for turn, value in enumerate(chance.sample(values, 46)):
        by = proof.town.actor("lanhdao", moment.next())
        one = proof.rows.definitions[value.item.key]
        if turn % 5 == 4:
            reopened_and_sent_again(proof.town, value, one, moment)
        else:
            dependents.correct(value, one, by)
    house = House(moment.next())
    groups = proof.town.groups
    org.rename(unit=groups[4], name="Tổ dân phố Hòa Bình", on=date(2021, 2, 1), by=house)
    org.merge(units=[groups[21], groups[22]], into=groups[21], on=date(2021, 6, 1),
              instrument="Nghị quyết số 1", by=House(moment.next()))  # fmt: skip
    indicators.set_target(
        key="budget.revenue", unit=proof.town.ward, code="2021", owner="city",
        owner_words="UBND thành phố giao", value=Fraction(9_000_000_000), reason="Điều chỉnh",
        by=proof.town.actor("vanphong", moment.next()),
    )  # fmt: skip
    org.found(code="to-moi", kind="residential_group", name="Tổ dân phố mới", on=date(2021, 1, 1),
              parent=proof.town.ward, by=House(moment.next()))  # fmt: skip

    look = Look(leader, Forest(issue.issued_at), issue.issued_at)
    then = figures([queries.ask_of(f, issue) for f in proof.figures], look)
    again = [
        (str(one.value.numerator), str(one.value.denominator), one.evidence.hash) for one in then
    ]
    assert again == [row[1:] for row in frozen]
    told = queries.verify(issue, viewer=proof.town.actor("lanhdao", moment.next()))
    assert told.not_rederived == () and told.seal_holds
    assert len(told.moved) > 40
    kept = [(f.printed, f.top, f.bottom, f.evidence) for f in issue.figures.order_by("place")]
    assert kept == frozen
    assert [block.text for block in queries.frozen(issue, viewer=leader)] == html
    assert read(issue, leader) == word
    rows = queries.frozen(issue, viewer=proof.town.actor("lanhdao", moment.next()))
    assert [[str(c) for c in row] for b in rows for row in b.rows] == [
        [str(c) for c in row] for b in proof.blocks for row in b.rows
    ]


class Moments:
    """Moments after the issue, each an hour after the last."""

    def __init__(self):
        self.hour = 0

    def next(self):
        self.hour += 1
        return at(2021, 7, 6 + self.hour // 12, 7 + self.hour % 12)


def reopened_and_sent_again(town, value, one, moment):
    sheet = value.sheet
    indicators.reopen(sheet=sheet, reason="Xem lại", by=town.actor("lanhdao", moment.next()))
    clerk = House(moment.next())
    text = dependents.another(value, one)
    indicators.save_drafts(sheet=sheet, typed={value.item.key: text}, by=clerk)
    indicators.send(sheet=sheet, by=clerk, empty_is_meant=True)
    indicators.approve(sheet=sheet, by=town.actor("lanhdao", moment.next()))


def read(issue, viewer):
    made = papers.party_docx(paper.of_issue(issue, queries.frozen(issue, viewer=viewer)))
    return [line.text for line in files.read_text(made, "a.docx").lines]


def test_a_report_is_derived_again_for_every_moment_between_two_corrections(proof):
    """Each earlier answer is kept, not only the one at the issue."""
    [first] = [v for v in dependents.latest_values()
               if v.item.key == "poor.households" and v.code == "2021-H1"
               and v.unit_id == proof.town.groups[0].pk]  # fmt: skip
    moment, answers = Moments(), []
    ask = next(queries.ask_of(f, proof.issue) for f in proof.figures if f.key == "poor.households")
    for number in range(12):
        now = moment.next()
        indicators.correct(sheet=first.sheet, key="poor.households", text=str(30 + number * number),
                           reason="rà soát", by=proof.town.actor("lanhdao", now))  # fmt: skip
        [figure] = figures([ask], Look(proof.leader, Forest()))
        answers.append((now, figure.value, figure.evidence.hash))
    for now, value, seal in answers:
        [figure] = figures([ask], Look(proof.leader, Forest(now), now))
        assert (figure.value, figure.evidence.hash) == (value, seal)
    assert len({seal for _, _, seal in answers}) == 12
    assert from_code("2021-H1") == ask.period
