"""Numbers of units and months become one: sums, last ones, shares, and trees that change."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.figures import gather
from dongthuan.decide.indicators.rules import Frequency
from dongthuan.decide.indicators.services import UnableToAsk
from dongthuan.ground.figures import (
    Ask,
    Direction,
    Evidence,
    Figure,
    Measure,
    Nature,
    RecordRef,
    State,
)
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org import services as org
from tests.wards import FOUNDED, Ward

DB = pytest.mark.django_db
HALF = from_code("2021-H1")
JULY = date(2021, 7, 1)


@pytest.fixture
def ward():
    return Ward()


def tell(ward, key, code="2021-H1", /, *said, **more):
    """Each group says its number of a period."""
    round = ward.round(code, key, due=date(2022, 2, 1))
    for group, text in zip(ward.groups, said, strict=False):
        ward.send(round, group, **{key.replace(".", "__"): text}, **more)
    return round


@DB
def test_zero_missing_and_not_applicable_are_three_different_things(ward):
    ward.define("a.zero")
    tell(ward, "a.zero", "2021-H1", "0", "x")
    first, second, third = (ward.figure("a.zero", unit=group) for group in ward.groups)
    assert (first.state, first.value, first.printed) == (State.VALUE, 0, "0")
    assert (second.state, second.value) == (State.NOT_APPLICABLE, None)
    assert (third.state, third.value) == (State.MISSING, None)
    whole = ward.figure("a.zero")
    assert (whole.state, whole.value) == (State.PARTIAL, 0)
    assert whole.evidence.silent == (ward.groups[2].pk,)


@DB
def test_a_unit_to_which_a_measure_does_not_apply_leaves_the_total_whole(ward):
    ward.define("a.some")
    tell(ward, "a.some", "2021-H1", "4", "x", "5")
    assert ward.figure("a.some").state is State.VALUE and ward.figure("a.some").value == 9
    tell(ward, "a.some", "2021-H2", "x", "x", "x")
    assert ward.figure("a.some", "2021-H2").state is State.NOT_APPLICABLE


@DB
def test_nobody_having_told_is_missing_and_not_zero(ward):
    ward.define("a.none")
    ward.round("2021-H1", "a.none")
    assert ward.figure("a.none").state is State.MISSING and ward.figure("a.none").printed == "–"


@DB
def test_a_flow_is_summed_over_months_and_units_and_a_stock_takes_the_last_month(ward):
    ward.define("a.born", nature=Nature.FLOW, frequency=Frequency.MONTH)
    ward.define("a.people", nature=Nature.STOCK, frequency=Frequency.MONTH)
    for month in range(1, 7):
        tell(ward, "a.born", f"2021-{month:02d}", "1", "2", str(month))
        tell(ward, "a.people", f"2021-{month:02d}", "100", "200", str(300 + month))
    # The half-year and the quarter are asked of what was typed once.
    assert ward.figure("a.born").value == 6 * 3 + 21
    assert ward.figure("a.born", "2021-Q2").value == 3 * 3 + 15
    assert ward.figure("a.people").value == 606
    assert ward.figure("a.people", "2021-06-30").value == 606
    assert ward.figure("a.people", "2021-Q1").value == 603


@DB
def test_a_flow_with_a_month_untold_is_partial(ward):
    ward.define("a.born", nature=Nature.FLOW, frequency=Frequency.MONTH)
    for month in range(1, 6):
        tell(ward, "a.born", f"2021-{month:02d}", "1", "1", "1")
    assert ward.figure("a.born").state is State.PARTIAL and ward.figure("a.born").value == 15


@DB
def test_a_ratio_is_the_sum_of_parts_over_the_sum_of_wholes(ward):
    ward.define("a.present", unit="%", nature=Nature.RATIO, decimals=0)
    tell(ward, "a.present", "2021-H1", "1/2", "9/10", "x")
    one = ward.figure("a.present")
    assert (one.part, one.whole, one.value) == (10, 12, Fraction(1000, 12))


@DB
def test_a_share_of_two_measures_is_never_typed(ward):
    ward.define("a.top")
    ward.define("a.bottom")
    ward.define("a.share", unit="%", nature=Nature.RATIO, numerator="a.top",
                denominator="a.bottom", decimals=1)  # fmt: skip
    round = ward.round("2021-H1", "a.top", "a.bottom", "a.share")
    for number, group in enumerate(ward.groups, start=1):
        ward.send(round, group, a__top=str(number), a__bottom="10")
    assert ward.figure("a.share").printed == "20"
    with pytest.raises(services.UnableToKeepValue):
        ward.send(round, ward.groups[0], a__share="50")


@DB
def test_a_share_of_shares_and_a_share_of_itself_are_refused(ward):
    ward.define("a.top")
    ward.define("a.share", unit="%", nature=Nature.RATIO, numerator="a.top", denominator="a.top")
    for part in ("a.share", "a.again"):
        with pytest.raises(UnableToAsk):
            ward.define("a.again", unit="%", nature=Nature.RATIO, numerator=part,
                        denominator="a.top")  # fmt: skip


@DB
def test_a_share_whose_parts_nobody_defined_has_no_number(ward):
    ward.define("a.share", unit="%", nature=Nature.RATIO, numerator="a.top", denominator="a.low")
    assert ward.figure("a.share").state is State.MISSING


@DB
def test_the_actual_replaces_the_estimate_even_where_the_number_is_the_same(ward):
    ward.define("a.crop")
    round = ward.round("2021-H1", "a.crop")
    sheet = ward.send(round, ward.groups[0], approve=False, estimate=True, a__crop="7")
    assert ward.figure("a.crop", unit=ward.groups[0]).estimate
    head = ward.head(1)
    services.save_drafts(sheet=sheet, typed={"a.crop": "7"}, by=head, estimate={"a.crop": False})
    services.send(sheet=sheet, by=head)
    one = ward.figure("a.crop", unit=ward.groups[0])
    assert not one.estimate and one.value == 7
    assert [r.revision for r in one.evidence.records] == [2]


@DB
def test_one_estimate_among_the_parts_makes_the_total_an_estimate(ward):
    ward.define("a.crop")
    round = ward.round("2021-H1", "a.crop")
    ward.send(round, ward.groups[0], a__crop="1", estimate=True)
    ward.send(round, ward.groups[1], a__crop="1")
    assert ward.figure("a.crop").estimate


@DB
def test_known_at_gives_the_old_answer_after_corrections(ward):
    ward.define("a.poor")
    round = tell(ward, "a.poor", "2021-H1", "1", "2", "3")
    then = ward.clock.tick()
    hash_then = ward.figure("a.poor", known_at=then).evidence.hash
    for number in range(10, 20):
        services.correct(sheet=ward.sheet(round, ward.groups[0]), key="a.poor", text=str(number),
                         reason="Đếm lại", by=ward.leader)  # fmt: skip
    assert ward.figure("a.poor").value == 24
    old = ward.figure("a.poor", known_at=then)
    assert old.value == 6 and old.evidence.hash == hash_then


@DB
def test_known_at_knows_what_stood_approved_then(ward):
    ward.define("a.poor")
    round = tell(ward, "a.poor", "2021-H1", "1", "2", "3")
    then = ward.clock.tick()
    services.reopen(sheet=ward.sheet(round, ward.groups[0]), reason="Xem lại", by=ward.leader)
    assert ward.figure("a.poor").evidence.unapproved == 1
    assert ward.figure("a.poor", known_at=then).evidence.unapproved == 0


@DB
def test_before_a_measure_was_defined_it_had_no_number(ward):
    then = ward.clock.tick()
    ward.define("a.poor")
    tell(ward, "a.poor", "2021-H1", "1", "2", "3")
    assert ward.figure("a.poor", known_at=then).state is State.MISSING


def merged(ward, on=JULY):
    org.merge(units=ward.groups[:2], into=ward.groups[0], on=on, instrument="NQ 1",
              by=ward.house)  # fmt: skip


@DB
def test_after_a_merger_the_past_is_told_as_it_was_and_as_it_is_today(ward):
    ward.define("a.poor")
    tell(ward, "a.poor", "2021-H1", "1", "2", "3")
    merged(ward)
    first = ward.groups[0]
    assert ward.figure("a.poor", unit=first).value == 1
    today = ward.figure("a.poor", unit=first, as_of=JULY)
    assert today.value == 3 and len(today.evidence.records) == 2
    # The ward is the same ward, however its groups are cut.
    assert ward.figure("a.poor").value == ward.figure("a.poor", as_of=JULY).value == 6


@DB
def test_a_merged_unit_of_which_one_half_never_told_is_not_whole(ward):
    ward.define("a.poor")
    tell(ward, "a.poor", "2021-H1", "1")
    merged(ward)
    assert ward.figure("a.poor", unit=ward.groups[0], as_of=JULY).state is State.PARTIAL


@DB
def test_a_stock_of_the_year_does_not_wait_for_a_group_that_ended_in_july(ward):
    ward.define("a.poor")
    tell(ward, "a.poor", "2021-H1", "1", "2", "3")
    merged(ward)
    round = ward.round("2021-H2", "a.poor", due=date(2022, 2, 1))
    ward.send(round, ward.groups[0], a__poor="3")
    ward.send(round, ward.groups[2], a__poor="3")
    year = ward.figure("a.poor", "2021")
    assert (year.state, year.value) == (State.VALUE, 6)


@DB
def test_a_flow_of_the_year_keeps_what_a_group_told_before_it_ended(ward):
    ward.define("a.born", nature=Nature.FLOW)
    tell(ward, "a.born", "2021-H1", "1", "2", "3")
    merged(ward)
    round = ward.round("2021-H2", "a.born", due=date(2022, 2, 1))
    ward.send(round, ward.groups[0], a__born="10")
    ward.send(round, ward.groups[2], a__born="10")
    year = ward.figure("a.born", "2021")
    assert (year.state, year.value) == (State.VALUE, 26)


def split(ward, shares, *, goes_on=False):
    ward.define("a.people")
    tell(ward, "a.people", "2021-H1", "100", "200", "300")
    old = ward.groups[0]
    heirs = [old] if goes_on else []
    for number in range(len(heirs), 2):
        heirs.append(org.found(code=f"moi-{number}", kind="residential_group", name=f"Tổ mới {number}",
                               on=JULY, parent=ward.ward, by=ward.house))  # fmt: skip
    org.split(unit=old, into=dict(zip(heirs, shares, strict=True)), on=JULY, instrument="NQ 2",
              by=ward.house)  # fmt: skip
    return heirs


@DB
@pytest.mark.parametrize("goes_on", [False, True])
def test_after_a_split_with_shares_the_past_is_shared_out(ward, goes_on):
    heirs = split(ward, [Fraction(3, 5), Fraction(2, 5)], goes_on=goes_on)
    told = [ward.figure("a.people", unit=one, as_of=JULY).value for one in heirs]
    assert told == [60, 40]
    assert ward.figure("a.people", as_of=JULY).value == ward.figure("a.people").value == 600


@DB
@pytest.mark.parametrize("goes_on", [False, True])
def test_after_a_split_without_shares_the_past_is_not_comparable(ward, goes_on):
    heirs = split(ward, [None, None], goes_on=goes_on)
    for one in heirs:
        assert ward.figure("a.people", unit=one, as_of=JULY).state is State.NOT_COMPARABLE
    assert ward.figure("a.people", as_of=JULY).state is State.NOT_COMPARABLE
    assert ward.figure("a.people").value == 600


@DB
def test_an_unknown_unit_and_an_ended_one_have_no_number(ward):
    ward.define("a.poor")
    tell(ward, "a.poor", "2021-H1", "1", "2", "3")
    org.dissolve(unit=ward.groups[2], on=JULY, by=ward.house)
    assert ward.figure("a.poor", "2021-H2", unit=ward.groups[2]).state is State.MISSING
    assert ward.figure("a.poor", unit=ward.groups[2]).value == 3


@DB
def test_two_plans_and_two_revenues_stay_four_numbers(ward):
    by_month = {"unit": "đồng", "nature": Nature.FLOW, "level": "ward",
                "frequency": Frequency.MONTH, "direction": Direction.HIGHER}  # fmt: skip
    ward.define("budget.area", "Thu trên địa bàn", **by_month)
    ward.define("budget.ward", "Thu ngân sách phường", **by_month)
    for month in range(1, 7):
        due = date(2021, 8, 1)
        round = ward.round(f"2021-{month:02d}", "budget.area", "budget.ward", due=due)
        ward.send(round, ward.ward, budget__area="100", budget__ward="10")
    plans = {("budget.area", "city"): 1000, ("budget.area", "council"): 1200,
             ("budget.ward", "city"): 80}  # fmt: skip
    for (key, owner), value in plans.items():
        services.set_target(key=key, unit=ward.ward, code="2021", owner=owner, owner_words=owner,
                            value=Fraction(value), by=ward.clerk)  # fmt: skip
    assert ward.figure("budget.area:plan.city", "2021").value == 1000
    assert ward.figure("budget.area:attained.city").value == 60
    assert ward.figure("budget.area:attained.council").value == 50
    assert ward.figure("budget.ward:attained.city").value == 75


@DB
@pytest.mark.parametrize(
    ("direction", "told", "target", "baseline", "printed"),
    [
        (Direction.LOWER, "8", 10, None, "125"),
        (Direction.LOWER, "8", 4, 12, "50"),
        (Direction.HIGHER, "15", 20, 10, "50"),
        (Direction.EXACT, "3", 3, None, "100"),
        (Direction.EXACT, "4", 3, None, "0"),
    ],
)
def test_attainment_is_read_by_the_direction(ward, direction, told, target, baseline, printed):
    ward.define("a.goal", level="ward", direction=direction)
    round = ward.round("2021-H1", "a.goal")
    ward.send(round, ward.ward, a__goal=told)
    services.set_target(
        key="a.goal", unit=ward.ward, code="2021", owner="city", owner_words="Thành phố giao",
        value=Fraction(target), baseline=None if baseline is None else Fraction(baseline),
        by=ward.clerk,
    )  # fmt: skip
    assert ward.figure("a.goal:attained.city").printed == printed


@DB
def test_a_later_version_of_a_target_needs_a_reason_and_leaves_the_earlier_one(ward):
    ward.define("a.goal", level="ward")
    told = {"key": "a.goal", "unit": ward.ward, "code": "2021", "owner": "city",
            "owner_words": "Thành phố giao", "value": Fraction(10)}  # fmt: skip
    services.set_target(**told, by=ward.clerk)
    then = ward.clock.tick()
    with pytest.raises(UnableToAsk, match="lý do"):
        services.set_target(**{**told, "value": Fraction(9)}, by=ward.clerk)
    services.set_target(**{**told, "value": Fraction(9)}, reason="Điều chỉnh giữa năm",
                        by=ward.clerk)  # fmt: skip
    assert ward.figure("a.goal:plan.city", "2021").value == 9
    assert ward.figure("a.goal:plan.city", "2021", known_at=then).value == 10


@DB
@pytest.mark.parametrize(
    "more",
    [{"value": Fraction(1, 2)}, {"baseline": Fraction(1, 3)}, {"owner": "UBND tỉnh"},
     {"owner_words": " "}, {"code": "2021-H9"}, {"key": "khong.co"}],
)  # fmt: skip
def test_a_target_that_cannot_be_kept_is_refused(ward, more):
    ward.define("a.goal", level="ward")
    told = {"key": "a.goal", "unit": ward.ward, "code": "2021", "owner": "city",
            "owner_words": "Thành phố giao", "value": Fraction(10)}  # fmt: skip
    with pytest.raises(UnableToAsk):
        services.set_target(**{**told, **more}, by=ward.clerk)


@DB
def test_a_measure_with_numbers_keeps_its_unit_and_its_step(ward):
    ward.define("a.poor")
    ward.define("a.poor", unit="người")
    ward.define("a.poor", unit="hộ")
    tell(ward, "a.poor", "2021-H1", "1")
    ward.define("a.poor", "Hộ nghèo theo chuẩn mới", on=JULY)
    for more in ({"unit": "người"}, {"decimals": 1}, {"nature": Nature.FLOW}):
        with pytest.raises(UnableToAsk, match="mục mới"):
            ward.define("a.poor", on=JULY, **more)
    assert ward.figure("a.poor").measure.label == "a.poor"
    assert ward.figure("a.poor", "2021-H2").measure.label == "Hộ nghèo theo chuẩn mới"


# Without a database: the adding itself.

MEASURE = Measure("a.b", "Mục", "hộ", Nature.FLOW)
SHARE = Measure("a.c", "Mục", "%", Nature.RATIO)
STATES = st.sampled_from([State.VALUE, State.PARTIAL, State.MISSING, State.NOT_APPLICABLE])


@st.composite
def parts(draw, measure=MEASURE):
    found = []
    for unit in range(draw(st.integers(1, 8))):
        state = draw(STATES)
        known = state in (State.VALUE, State.PARTIAL)
        part = Fraction(draw(st.integers(0, 10**12))) if known else None
        whole = part + draw(st.integers(1, 50)) if known else None
        record = RecordRef("value", unit, draw(st.integers(1, 3)), "s", unit, "")
        found.append(Figure(
            Ask(measure.key, unit, HALF), measure, state, part,
            part if measure.nature is Nature.RATIO else None,
            whole if measure.nature is Nature.RATIO else None,
            evidence=Evidence((record,) if known else ()),
        ))  # fmt: skip
    return found


@given(st.data(), st.sampled_from([MEASURE, SHARE]))
def test_a_total_does_not_depend_on_the_order_of_its_units(data, measure):
    told = data.draw(parts(measure))
    other = data.draw(st.permutations(told))
    one, two = (gather(Ask("a.b", 99, HALF), measure, some) for some in (told, other))
    assert (one.value, one.part, one.whole, one.state) == (
        two.value,
        two.part,
        two.whole,
        two.state,
    )
    assert one.evidence.hash == two.evidence.hash
    assert sorted(one.evidence.silent) == sorted(two.evidence.silent)


@given(st.data(), st.sampled_from([MEASURE, SHARE]))
def test_units_gathered_in_two_heaps_add_up_to_the_whole(data, measure):
    told = data.draw(parts(measure))
    cut = data.draw(st.integers(0, len(told)))
    ask = Ask("a.b", 99, HALF)
    heaps = [gather(ask, measure, heap) for heap in (told[:cut], told[cut:]) if heap]
    one, two = gather(ask, measure, told), gather(ask, measure, heaps)
    assert (one.value, one.part, one.whole, one.state) == (
        two.value,
        two.part,
        two.whole,
        two.state,
    )
    assert one.evidence.hash == two.evidence.hash


@pytest.mark.django_db
def test_the_sum_over_units_equals_the_sum_over_what_they_merged_into(ward):
    ward.define("a.born", nature=Nature.FLOW)
    tell(ward, "a.born", "2021-H1", "11", "22", "33")
    apart = sum(ward.figure("a.born", unit=group).value for group in ward.groups)
    org.merge(units=ward.groups, into=ward.groups[2], on=JULY, instrument="NQ 3", by=ward.house)
    assert ward.figure("a.born", unit=ward.groups[2], as_of=JULY).value == apart == 66
    assert FOUNDED < JULY
