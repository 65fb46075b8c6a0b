"""Households in time: split, joined, moved and ended, with both histories kept and every roll of a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.figures import value
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org.queries import Forest
from dongthuan.who.people import queries, rules, services
from dongthuan.who.people.models import Dwelling, Household, Person, Representative, Residence
from dongthuan.who.people.services import NewMember, UnableToKeepPeople
from tests.wards import Ward

pytestmark = pytest.mark.django_db
JAN, MAR, MAY, JUNE = date(2021, 1, 1), date(2021, 3, 1), date(2021, 5, 1), date(2021, 6, 1)
OLD = date(1970, 2, 3)


@pytest.fixture
def ward():
    return Ward()


def family(ward, code="H1", *names, group=0, on=JAN):
    """A household whose first member heads it and speaks for it."""
    told = [
        NewMember(name, born=OLD + timedelta(days=at), is_head=at == 0, speaks=at == 0)
        for at, name in enumerate(names or ("Lê Văn Cha", "Lê Thị Mẹ", "Lê Văn Con"))
    ]
    return services.found_household(
        code=code, unit=ward.groups[group], on=on, members=told, address=f"Số {code}",
        by=ward.clerk,
    )  # fmt: skip


def folk(home, on=JUNE):
    rows = Residence.objects.on(on).filter(household=home).select_related("person")
    return {row.person.name.split()[-1]: row.person for row in rows.order_by("pk")}


def voices(ward, on, group=0, known_at=None):
    rows = queries.roll(viewer=ward.clerk, on=on, unit=ward.groups[group].pk, known_at=known_at)
    return {one.code: one.name for one in rows}


def head_of(home, on):
    row = Residence.objects.on(on).get(household=home, is_head=True)
    return row.person.name.split()[-1]


# One household becomes two, two become one.


def test_a_split_makes_a_household_of_those_who_go_and_both_tell_of_it(ward):
    home = family(ward)
    son = folk(home)["Con"]
    heir = services.split(
        household=home, members=[son], code="H1a", on=MAR, head=son, representative=son,
        reason="Con ra ở riêng", by=ward.clerk,
    )  # fmt: skip
    assert set(folk(home)) == {"Cha", "Mẹ"} and set(folk(heir)) == {"Con"}
    assert set(folk(home, JAN)) == {"Cha", "Mẹ", "Con"}
    assert voices(ward, JUNE) == {"H1": "Lê Văn Cha", "H1a": "Lê Văn Con"}
    assert voices(ward, JAN) == {"H1": "Lê Văn Cha"}
    ours = queries.whole(viewer=ward.clerk, pk=home.pk, on=JUNE).history
    theirs = queries.whole(viewer=ward.clerk, pk=heir.pk, on=JUNE).history
    told = next(line for line in ours if line.other)
    assert (told.words, told.reason, told.on) == ("Tách ra hộ H1a", "Con ra ở riêng", MAR)
    assert "Tách từ hộ H1" in {line.words for line in theirs}


def test_whoever_spoke_for_a_household_speaks_for_it_no_more_after_leaving_it(ward):
    home = family(ward)
    father = folk(home)["Cha"]
    services.split(household=home, members=[father], code="H2", on=MAR, by=ward.clerk)
    assert voices(ward, JUNE) == {"H1": "", "H2": ""}
    assert voices(ward, date(2021, 2, 28)) == {"H1": "Lê Văn Cha"}


@pytest.mark.parametrize("names, said", [
    ((), "Chưa chọn ai"), (("Cha", "Mẹ", "Con"), "còn ít nhất một người"),
])  # fmt: skip
def test_a_split_takes_some_and_leaves_some(ward, names, said):
    home = family(ward)
    people = [folk(home)[name] for name in names]
    with pytest.raises(UnableToKeepPeople, match=said):
        services.split(household=home, members=people, code="H2", on=MAR, by=ward.clerk)
    assert not Household.objects.filter(code="H2").exists()


def test_only_members_of_the_day_are_split_off(ward):
    home, other = family(ward), family(ward, "H2", "Trần Văn Khác", "Trần Thị Hai")
    with pytest.raises(UnableToKeepPeople, match="không phải thành viên"):
        services.split(
            household=home, members=[folk(other)["Khác"]], code="H3", on=MAR, by=ward.clerk
        )


def test_a_household_that_joins_another_is_none_from_that_day_and_its_past_stays(ward):
    home, into = family(ward), family(ward, "H2", "Trần Văn Chú", "Trần Thị Dì")
    services.join_households(household=home, into=into, on=MAR, by=ward.clerk)
    assert set(folk(into)) == {"Cha", "Mẹ", "Con", "Chú", "Dì"}
    assert voices(ward, JUNE) == {"H2": "Trần Văn Chú"}
    assert voices(ward, JAN) == {"H1": "Lê Văn Cha", "H2": "Trần Văn Chú"}
    assert head_of(into, JUNE) == "Chú"
    lines = queries.whole(viewer=ward.clerk, pk=into.pk, on=JUNE).history
    assert "Hộ H1 nhập vào" in {line.words for line in lines}


def test_a_household_does_not_join_itself(ward):
    home = family(ward)
    with pytest.raises(UnableToKeepPeople, match="chính là hộ này"):
        services.join_households(household=home, into=home, on=MAR, by=ward.clerk)


# Moving, leaving, coming back.


def test_a_household_moves_to_another_group_and_counts_there_from_that_day(ward):
    home = family(ward)
    services.move_household(household=home, unit=ward.groups[1], on=MAR, by=ward.clerk)
    assert voices(ward, JUNE, group=0) == {} and voices(ward, JUNE, group=1) == {"H1": "Lê Văn Cha"}
    assert voices(ward, JAN, group=0) == {"H1": "Lê Văn Cha"}


def test_whoever_left_the_ward_comes_back_with_their_household(ward):
    home = family(ward)
    services.end_household(household=home, on=MAR, leaves=True, by=ward.clerk)
    assert folk(home) == {} and voices(ward, MAR) == {}
    services.move_household(household=home, unit=ward.groups[2], on=MAY, by=ward.clerk)
    assert set(folk(home)) == {"Cha", "Mẹ", "Con"} and head_of(home, JUNE) == "Cha"
    words = [line.words for line in queries.whole(viewer=ward.clerk, pk=home.pk, on=JUNE).history]
    assert "Chuyển khỏi phường" in words and "Về lại phường" in words
    # Nobody speaks for it until someone is chosen again.
    assert voices(ward, JUNE, group=2) == {"H1": ""}


def test_a_member_who_leaves_is_gone_from_that_day(ward):
    home = family(ward)
    services.members_leave(household=home, members=[folk(home)["Con"]], on=MAR, by=ward.clerk)
    assert set(folk(home)) == {"Cha", "Mẹ"} and "Con" in folk(home, JAN)


def test_nothing_is_told_of_a_day_that_has_not_come(ward):
    home = family(ward)
    with pytest.raises(UnableToKeepPeople, match="chưa đến"):
        services.end_household(household=home, on=date(2022, 1, 1), leaves=False, by=ward.clerk)


# Told late: what is known of later days stays.


def test_a_move_told_late_holds_until_the_next_one_known(ward):
    home = family(ward)
    services.move_household(household=home, unit=ward.groups[2], on=MAY, by=ward.clerk)
    services.move_household(household=home, unit=ward.groups[1], on=MAR, by=ward.clerk)
    rows = Dwelling.objects.known().filter(household=home).order_by("valid_from")
    assert [row.unit for row in rows] == ward.groups
    assert rows[1].valid_to == MAY


def test_a_person_split_off_late_keeps_where_they_went_since(ward):
    home, other = family(ward), family(ward, "H2", "Trần Văn Chú")
    son = folk(home)["Con"]
    services.move_members(household=home, members=[son], into=other, on=MAY, by=ward.clerk)
    heir = services.split(household=home, members=[son], code="H3", on=MAR, by=ward.clerk)
    assert set(folk(other)) == {"Chú", "Con"} and folk(heir, MAY) == {}
    assert set(folk(heir, date(2021, 4, 30))) == {"Con"}
    # Nobody lives there any more, so there is no such household.
    assert "H3" not in voices(ward, MAY) and "H3" in voices(ward, date(2021, 4, 30))


def test_a_representative_chosen_late_speaks_until_the_next_choice(ward):
    home = family(ward)
    mother, son = folk(home)["Mẹ"], folk(home)["Con"]
    choose = services.choose_representative
    choose(household=home, person=mother, on=MAY, by=ward.clerk)
    choose(household=home, person=son, on=MAR, by=ward.clerk)
    said = [voices(ward, day)["H1"].split()[-1] for day in (JAN, MAR, MAY)]
    assert said == ["Cha", "Con", "Mẹ"]


def test_a_head_told_late_leads_until_the_next_one_known(ward):
    home = family(ward)
    mother, son = folk(home)["Mẹ"], folk(home)["Con"]
    services.make_head(household=home, person=mother, on=MAY, by=ward.clerk)
    services.make_head(household=home, person=son, on=MAR, by=ward.clerk)
    assert [head_of(home, day) for day in (JAN, MAR, MAY)] == ["Cha", "Con", "Mẹ"]


def test_a_roll_as_known_then_stays_what_it_was(ward):
    home = family(ward)
    then = ward.clock.tick()
    services.choose_representative(household=home, person=folk(home)["Mẹ"], on=JAN, by=ward.clerk)
    assert voices(ward, JUNE) == {"H1": "Lê Thị Mẹ"}
    assert voices(ward, JUNE, known_at=then) == {"H1": "Lê Văn Cha"}


# Who may speak, who may write.


@pytest.mark.parametrize("born, may", [
    (date(2003, 3, 1), True), (date(2003, 3, 2), False), (None, True),
])  # fmt: skip
def test_who_speaks_is_eighteen_on_that_day_at_the_latest(ward, born, may):
    assert rules.may_represent(born, MAR) is may
    home = family(ward)
    one = NewMember("Lê Văn Trẻ", born=born)
    [young] = services.add_members(household=home, members=[one], on=JAN, by=ward.clerk)
    if may:
        services.choose_representative(household=home, person=young, on=MAR, by=ward.clerk)
        assert voices(ward, MAR) == {"H1": "Lê Văn Trẻ"}
    else:
        with pytest.raises(UnableToKeepPeople, match="chưa đủ 18 tuổi"):
            services.choose_representative(household=home, person=young, on=MAR, by=ward.clerk)


def test_who_speaks_is_a_member(ward):
    home, other = family(ward), family(ward, "H2", "Trần Văn Chú")
    with pytest.raises(UnableToKeepPeople, match="thành viên"):
        services.choose_representative(
            household=home, person=folk(other)["Chú"], on=MAR, by=ward.clerk
        )


def test_a_person_of_the_same_name_and_day_of_birth_is_not_registered_twice(ward):
    family(ward)
    with pytest.raises(UnableToKeepPeople, match="đang ở hộ H1"):
        family(ward, "H2", "LÊ VĂN CHA")


def test_a_group_head_sees_the_own_group_and_writes_nothing(ward):
    home = family(ward)
    family(ward, "H2", "Trần Văn Chú", group=1)
    head = ward.head(1)
    units = [one.pk for one in ward.groups]
    found = queries.found_households(viewer=head, on=JUNE, units=units)
    assert [one.code for one in found] == ["H1"]
    assert queries.roll(viewer=head, on=JUNE, unit=ward.groups[1].pk) == []
    with pytest.raises(NotPermitted):
        services.make_head(household=home, person=folk(home)["Mẹ"], on=MAR, by=head)


def test_who_keeps_one_group_moves_nobody_into_or_out_of_another(ward):
    home, other = family(ward), family(ward, "H2", "Trần Văn Chú", "Trần Thị Dì", group=1)
    keeper = ward.person("Cán bộ", ("clerk", ward.groups[0]))
    for deed in (
        lambda: services.move_household(household=home, unit=ward.groups[1], on=MAR, by=keeper),
        lambda: services.join_households(household=other, into=home, on=MAR, by=keeper),
        lambda: services.move_members(household=other, members=[folk(other)["Dì"]], into=home,
                                      on=MAR, by=keeper),
        lambda: services.join(person=folk(other)["Dì"], household=home, on=MAR, by=keeper),
    ):  # fmt: skip
        with pytest.raises(NotPermitted):
            deed()


def test_the_other_household_is_named_only_to_whoever_sees_it(ward):
    home = family(ward)
    services.split(
        household=home, members=[folk(home)["Con"]], code="H9", on=MAR, unit=ward.groups[1],
        by=ward.clerk,
    )  # fmt: skip
    seen = queries.whole(viewer=ward.head(1), pk=home.pk, on=JUNE).history
    assert "Tách ra hộ khác" in {line.words for line in seen}
    assert all("H9" not in line.words for line in seen)
    heir = Household.objects.get(code="H9")
    assert queries.whole(viewer=ward.head(1), pk=heir.pk, on=JUNE) is None


# Lists.


def test_households_are_found_by_code_address_and_a_members_name_without_marks(ward):
    family(ward, "H2", "Nguyễn Thị Đào")
    family(ward, "H10", "Trần Văn Mận")

    def found(words):
        units = [ward.groups[0].pk]
        rows = queries.found_households(viewer=ward.clerk, on=JUNE, units=units, words=words)
        return [one.code for one in rows]

    assert found("") == ["H2", "H10"]
    assert found("dao") == ["H2"] and found("so h10") == ["H10"] and found("h2") == ["H2"]
    assert found("không ai") == []


def test_households_that_nobody_speaks_for_are_listed(ward):
    family(ward)
    services.register_household(code="H2", unit=ward.groups[0], on=JAN, by=ward.clerk)
    units = [ward.groups[0].pk]
    rows = queries.found_households(viewer=ward.clerk, on=JUNE, units=units, unspoken=True)
    assert [one.code for one in rows] == ["H2"]


def test_between_two_days_households_came_left_and_chose_anew(ward):
    stays, goes = family(ward), family(ward, "H2", "Trần Văn Chú")
    services.end_household(household=goes, on=MAR, leaves=True, by=ward.clerk)
    family(ward, "H3", "Vũ Thị Mới", on=MAY)
    services.choose_representative(household=stays, person=folk(stays)["Mẹ"], on=MAY, by=ward.clerk)
    told = queries.roll_changes(viewer=ward.clerk, unit=ward.groups[0].pk, first=JAN, second=JUNE)
    assert [one.code for one in told.came] == ["H3"]
    assert [one.code for one in told.left] == ["H2"]
    assert [(a.name, b.name) for a, b in told.changed] == [("Lê Văn Cha", "Lê Thị Mẹ")]
    same = queries.roll_changes(viewer=ward.clerk, unit=ward.groups[0].pk, first=JUNE, second=JUNE)
    assert not same


def many(ward, count=2000):
    """Two thousand households laid at once, each with two members and a representative."""
    at = ward.clock.tick()
    homes = Household.objects.bulk_create(Household(code=f"N{n}") for n in range(count))
    people = Person.objects.bulk_create(
        Person(name=f"Nguyễn Thị Số {n}", born=OLD) for n in range(2 * count)
    )
    unit = ward.groups[0]
    Dwelling.objects.bulk_create(
        Dwelling(household=home, unit=unit, valid_from=JAN, recorded_at=at) for home in homes
    )
    Residence.objects.bulk_create(
        Residence(person=person, household=homes[n // 2], valid_from=JAN, recorded_at=at)
        for n, person in enumerate(people)
    )
    Representative.objects.bulk_create(
        Representative(person=people[2 * n], household=home, valid_from=JAN, recorded_at=at)
        for n, home in enumerate(homes)
    )


def test_two_thousand_households_are_listed_searched_and_called_in_a_few_questions(ward):
    many(ward)
    clerk, units = ward.clerk, [ward.groups[0].pk]
    clerk.reach  # noqa: B018
    queries.found_households(viewer=clerk, on=JUNE, units=units)
    with CaptureQueriesContext(connection) as asked:
        keys = queries.found_households(viewer=clerk, on=JUNE, units=units, words="so 3999")
        assert [one.code for one in keys] == ["N1999"]
        page = queries.found_households(viewer=clerk, on=JUNE, units=units)[:50]
        assert len(queries.household_rows(viewer=clerk, on=JUNE, keys=page)) == 50
        assert len(queries.roll(viewer=clerk, on=JUNE, unit=units[0])) == 2000
    assert len(asked) <= 8


# Figures.


def test_households_are_counted_with_each_group_as_grounds_and_no_name_in_them(ward):
    family(ward)
    family(ward, "H2", "Trần Văn Chú", group=1)
    services.register_household(code="H3", unit=ward.groups[1], on=MAY, by=ward.clerk)
    half = from_code("2021-H1")

    def told_of(key, period=half):
        return value(key, unit=ward.ward.pk, period=period, viewer=ward.clerk, trees=Forest())

    counted, spoken = told_of("households.counted"), told_of("households.represented")
    assert (counted.value, spoken.value) == (Fraction(3), Fraction(2))
    assert [part.value for part in counted.evidence.parts] == [1, 2, 0]
    told = " ".join(record.told for record in counted.evidence.all_records())
    assert "H1" not in told and "Lê" not in told and "Số" not in told
    assert told_of("households.counted", from_code("2021-Q1")).value == 2


# Whatever happens in whatever order.


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["split", "join", "move", "leave", "end", "people", "head", "voice"]),
        st.integers(0, 30), st.integers(0, 30), st.integers(0, 150),
    ),
    min_size=1, max_size=12,
)  # fmt: skip
WATCHED = [JAN + timedelta(days=15 * n) for n in range(11)]


@settings(
    max_examples=12, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(deeds=DEEDS)
@example(
    [
        ("join", 1, 0, 119),
        ("split", 0, 1, 71),
        ("split", 0, 0, 0),
        ("join", 0, 4, 29),
    ]
)
def test_whatever_happens_nobody_lives_twice_past_rolls_stay_and_counts_add_up(deeds):
    with transaction.atomic():
        _through(Ward(), deeds)
        # Every example begins with an empty house.
        transaction.set_rollback(True)


def _through(ward, deeds):
    for at in range(3):
        family(ward, f"H{at}", *(f"Người {at} {n}" for n in range(3)), group=at % 2)
    remembered = []
    for number, (deed, first, second, days) in enumerate(deeds):
        moment = ward.clock.tick()
        remembered.append((moment, _rolls(ward)))
        with suppress(UnableToKeepPeople):
            _done(ward, number, deed, first, second, JAN + timedelta(days=days))
        _stands(ward)
    for moment, rolls in remembered:
        assert _rolls(ward, moment) == rolls
    counted = [queries.count_households(group.pk, JUNE) for group in ward.groups]
    assert sum(counted) == Dwelling.objects.on(JUNE).count()
    assert counted == [len(voices(ward, JUNE, group)) for group in range(3)]


def _rolls(ward, known_at=None):
    return [
        queries.roll(viewer=ward.house, on=day, unit=group.pk, known_at=known_at)
        for day in (MAR, MAY) for group in ward.groups[:2]
    ]  # fmt: skip


def _done(ward, number, deed, first, second, on):
    homes = list(Household.objects.order_by("pk"))
    one, other = homes[first % len(homes)], homes[second % len(homes)]
    here = list(
        Person.objects.filter(
            residences__in=Residence.objects.on(on).filter(household=one)
        ).order_by("pk")
    )
    some = here[: 1 + second % 2]
    person = here[second % len(here)] if here else None
    by = ward.house
    if deed == "split":
        services.split(household=one, members=some, code=f"S{number}", on=on, by=by)
    elif deed == "join":
        services.join_households(household=one, into=other, on=on, by=by)
    elif deed == "move":
        unit = ward.groups[second % 3]
        services.move_household(household=one, unit=unit, on=on, by=by)
    elif deed == "leave":
        services.members_leave(household=one, members=some, on=on, by=by)
    elif deed == "end":
        services.end_household(household=one, on=on, leaves=bool(second % 2), by=by)
    elif deed == "people":
        services.move_members(household=one, members=some, into=other, on=on, by=by)
    elif person is not None and deed == "head":
        services.make_head(household=one, person=person, on=on, by=by)
    elif person is not None:
        services.choose_representative(household=one, person=person, on=on, by=by)


def _stands(ward):
    """What has to hold on every day, whatever was told."""
    dwelt, stayed, spoke = (
        list(model.objects.known()) for model in (Dwelling, Residence, Representative)
    )
    for day in WATCHED:
        lived, homes = _of(day, stayed), [row.household_id for row in _of(day, dwelt)]
        assert len({row.person_id for row in lived}) == len(lived)
        assert len(set(homes)) == len(homes)
        # Nobody lives in a household that is none.
        assert {row.household_id for row in lived} <= set(homes)
        heads = [row.household_id for row in lived if row.is_head]
        assert len(set(heads)) == len(heads)
        speaking = {(row.person_id, row.household_id) for row in _of(day, spoke)}
        assert speaking <= {(row.person_id, row.household_id) for row in lived}


def _of(day, rows):
    return [
        row for row in rows
        if row.valid_from <= day and (row.valid_to is None or row.valid_to > day)
    ]  # fmt: skip
