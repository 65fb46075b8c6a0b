"""A vote put off: a later day with a reason that all read, under the same law, and never once closed."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime

import pytest

from dongthuan.decide.assembly import queries, services
from dongthuan.decide.assembly.models import Vote, VoteExtension
from dongthuan.decide.assembly.services import ChangedMeanwhile, UnableToVote
from dongthuan.ground.audit.actors import LOCAL, NotPermitted
from dongthuan.ground.files.services import place
from tests.decide.assembly.asking import CLOSES, Asking
from tests.doors.desk.hands import browser, page, sending, user

pytestmark = pytest.mark.django_db
LATER, RAIN = date(2021, 6, 20), "Mưa lớn, nhiều hộ chưa dự họp"


@pytest.fixture
def asking(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return Asking().lives(1, 3)


def put_off(asking, vote, on=LATER, reason=RAIN, by=None, seen=None):
    return services.extend(vote=vote, closes_on=on, reason=reason, seen=seen or vote.version,
                           by=by or asking.ward.clerk)  # fmt: skip


def test_a_slip_is_still_answered_on_a_day_that_was_added(asking):
    vote = asking.asked()
    codes = asking.slips(vote)
    put_off(asking, vote)
    asking.ward.clock.at = datetime(2021, 6, 18, 8, 0, tzinfo=LOCAL)
    asking.tap(codes[1])
    assert asking.count(vote).yes == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"on": CLOSES}, "sau ngày cuối cũ"),
        ({"on": date(2021, 6, 5)}, "sau ngày cuối cũ"),
        ({"on": date(2021, 12, 1)}, "dài nhất 90 ngày"),
        ({"reason": "  "}, "Ghi lý do kéo dài"),
    ],
)
def test_a_vote_is_never_cut_short_nor_put_off_without_a_reason(asking, more, said):
    vote = asking.asked()
    with pytest.raises(UnableToVote, match=said):
        put_off(asking, vote, **more)
    assert Vote.objects.get().closes_on == CLOSES and not VoteExtension.objects.exists()


def test_a_closed_vote_is_put_off_by_nobody_and_a_drafted_one_is_changed_instead(asking):
    with pytest.raises(UnableToVote, match="Chưa chốt danh sách"):
        put_off(asking, asking.begun())
    vote = asking.asked()
    asking.papers(vote, dict.fromkeys((1, 2, 3), "yes"))
    asking.closed(vote)
    with pytest.raises(UnableToVote, match="đã chốt kết quả"):
        put_off(asking, vote, on=date(2021, 7, 1))


def test_a_day_under_another_law_than_the_roll_was_frozen_with_is_refused(asking):
    asking.ward.clock.at = datetime(2023, 6, 28, 8, 0, tzinfo=LOCAL)
    vote = asking.asked(opens_on=date(2023, 6, 28), closes_on=date(2023, 6, 29))
    with pytest.raises(UnableToVote, match="quy định về mức phải đạt đã khác"):
        put_off(asking, vote, on=date(2023, 7, 1))
    assert put_off(asking, vote, on=date(2023, 6, 30))


def test_two_who_put_it_off_at_once_do_it_once(asking):
    vote = asking.asked()
    put_off(asking, vote)
    with pytest.raises(ChangedMeanwhile):
        put_off(asking, vote, on=date(2021, 6, 25))


def test_only_who_keeps_the_vote_puts_it_off(asking):
    with pytest.raises(NotPermitted):
        put_off(
            asking, asking.asked(), by=asking.ward.person("Xem", ("observer", asking.ward.ward))
        )


def test_the_minutes_and_both_pages_tell_from_when_until_when_and_why(asking, monkeypatch):
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", asking.ward.clock.tick)
    vote = asking.asked()
    clerk = browser(user(asking.ward, "Van Phong", ("clerk", asking.ward.ward)))
    where = f"/lam-viec/phieu-ho/{vote.pk}"
    told = {"den": "2021-06-20", "ly-do": RAIN, "seen": str(vote.version)}
    refused = clerk.post(f"{where}/keo-dai", {**sending(), **told, "den": "2021-06-09"})
    assert refused.status_code == 422 and "sau ngày cuối cũ" in page(refused)
    sent = {**sending(), **told}
    for _ in range(2):
        assert clerk.post(f"{where}/keo-dai", sent).status_code == 302
    said = f"Kéo dài từ 10/06/2021 đến hết 20/06/2021, ghi ngày 01/06/2021: {RAIN}"
    assert said in page(clerk.get(where)) and said in page(browser().get(f"/lay-phieu/{vote.pk}"))
    asking.papers(vote, dict.fromkeys((1, 2, 3), "yes"))
    asking.ward.clock.at = datetime(2021, 6, 21, 8, 0, tzinfo=LOCAL)
    held = zipfile.ZipFile(io.BytesIO(place(asking.closed(vote).stored.digest).read_bytes()))
    assert said in re.sub(r"<[^>]+>", "", held.read("word/document.xml").decode())
    assert queries.extensions_of(vote)[0].after == LATER
