"""Turnout and outcome of votes as figures: published results alone, each with its căn cứ."""

from __future__ import annotations

import pytest

from dongthuan.decide.assembly import services
from dongthuan.ground.audit.actors import Anyone
from dongthuan.ground.figures import Ask, Look, State, explain
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org.queries import Forest
from tests.decide.assembly.asking import Asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(settings, tmp_path):
    """Two results: four of six helped once, one of three rejected; the third nobody knows of."""
    settings.FILES_ROOT = tmp_path
    asking = Asking().lives(1, 6).lives(2, 3)
    first = asking.asked((1,))
    services.read_papers(vote=first, papers={1: services.Paper("yes", assisted=True)},
                         by=asking.counter("Một"))  # fmt: skip
    services.read_papers(vote=first, papers={1: services.Paper("yes")}, by=asking.counter("Hai"))
    asking.papers(first, dict.fromkeys((2, 3, 4), "yes"))
    second, third = asking.asked((2,)), asking.asked((1, 2))
    asking.papers(second, {1: "no"}, group=2)
    for vote in (first, second, third):
        asking.closed(vote)
    for vote in (first, second):
        services.publish(vote=vote, by=asking.ward.leader)
    return asking


def figure(asking, key, unit=None, viewer=None, **more):
    ask = Ask(f"assembly.{key}", (unit or asking.ward.ward).pk, from_code("2021-H1"))
    return explain(ask, Look(viewer or Anyone(asking.ward.clock.tick()), Forest(), **more))


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("votes", "2 đợt"), ("adopted", "1 đợt"), ("rejected", "1 đợt"),
        ("households_asked", "9 lượt hộ"), ("households_answered", "5 lượt hộ"),
        ("turnout", "55,6%"), ("assisted_rate", "20%"),
    ],
)  # fmt: skip
def test_what_was_published_is_counted_for_anyone(asking, key, written):
    assert figure(asking, key).written == written


def test_a_group_counts_its_own_votes(asking):
    assert figure(asking, "votes", asking.ward.groups[0]).written == "1 đợt"
    assert figure(asking, "turnout", asking.ward.groups[1]).written == "33,3%"


def test_the_evidence_is_each_vote_with_its_sentence_and_no_household(asking):
    records = figure(asking, "turnout").evidence.records
    assert [record.kind for record in records] == ["vote", "vote"]
    assert "Được thông qua: 4 hộ đồng ý" in records[0].told
    assert not any("HB" in record.told for record in records)


def test_where_nothing_was_published_there_is_no_share(asking):
    assert figure(asking, "turnout", asking.ward.groups[2]).state is State.NOT_APPLICABLE
    assert figure(asking, "votes", asking.ward.groups[2]).written == "0 đợt"


def test_an_earlier_moment_knows_no_later_result(asking):
    before = asking.ward.clock.at.replace(day=1, month=6)
    assert figure(asking, "votes", known_at=before).written == "0 đợt"
