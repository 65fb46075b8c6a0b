"""Nhắc việc: one digest a day, sent once whatever happens, and lateness told to nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from dongthuan.decide.directives import queries, services
from dongthuan.decide.directives.models import Reminder
from dongthuan.decide.directives.services import Seen, _reminding
from dongthuan.who.org.queries import Standing
from tests.cascades import Cascade

pytestmark = pytest.mark.django_db
# The ward's clock stands at 1 June 2021.
LATE, NEAR, FAR = date(2021, 5, 28), date(2021, 6, 4), date(2021, 6, 5)


@pytest.fixture
def ward():
    ward = Cascade()
    services.begin_use(unit=ward.ward, on=date(2021, 1, 1), by=ward.house)
    return ward


@pytest.fixture
def line(ward):
    return ward.clause(ward.plan(), "Ra quân dọn vệ sinh hằng tháng.", "Mục II, khoản 1")


class Post:
    """A post office that keeps what it takes, and may be away."""

    def __init__(self, away: type[BaseException] | None = None) -> None:
        self.taken: list[tuple[str, tuple[str, ...], str]] = []
        self.away = away

    def __call__(self, digest, to):
        if self.away is not None:
            raise self.away("away")
        self.taken.append((digest.name, tuple(to), digest.text))


def given(ward, line, due, group=0, title="Ra quân"):
    return ward.task(line, ward.groups[group], due=due, on=date(2021, 5, 1), title=title)


def digests(ward, viewer=None):
    viewer = viewer or ward.house
    return queries.digests(viewer=viewer, tree=Standing(viewer.today).tree)


def remind(ward, post, *groups):
    told = {ward.groups[n].pk: [f"to{n + 1}@phuong.vn"] for n in groups}
    return services.remind(addresses=told, deliver=post, by=ward.house)


def test_a_digest_tells_what_is_late_and_what_falls_due_within_three_days(ward, line):
    for title, due in (("Muộn", LATE), ("Gần", NEAR), ("Xa", FAR)):
        given(ward, line, due, title=title)
    [one] = digests(ward)
    assert one.text.splitlines() == [
        "Kính gửi Tổ dân phố 1, nhắc việc ngày 1/6/2021.",
        "Đã quá hạn, chưa có kết quả:",
        "- Muộn (hạn 28/5/2021, đã quá 4 ngày)",
        "Sắp đến hạn:",
        "- Gần (hạn 4/6/2021, còn 3 ngày)",
        "Làm xong, các bác mở «Việc của tôi» rồi báo kết quả kèm ảnh hoặc giấy tờ. Vướng chỗ nào, "
        "các bác gọi văn phòng. Cảm ơn các bác.",
    ]


def test_what_was_handed_in_or_withdrawn_is_not_reminded_of(ward, line):
    ward.report(given(ward, line, NEAR))
    task = given(ward, line, NEAR, group=1)
    services.withdraw(task=task, reason="thôi", seen=Seen(task.step), by=ward.clerk)
    assert digests(ward) == []


def test_a_moved_deadline_is_still_told_as_late(ward, line):
    task = given(ward, line, LATE)
    services.extend(
        task=task, to=date(2021, 7, 1), reason="mưa", seen=Seen(task.step), by=ward.clerk
    )
    [one] = digests(ward)
    assert "hạn 28/5/2021, dời đến 1/7/2021, đã quá 4 ngày" in one.text


def test_work_from_before_the_unit_was_here_is_not_reminded_of(ward, line):
    services.begin_use(unit=ward.groups[0], on=date(2021, 5, 30), by=ward.house)
    given(ward, line, LATE)
    assert digests(ward) == []


def test_a_unit_reads_its_own_digest_and_an_observer_none(ward, line):
    for number in (0, 1):
        given(ward, line, LATE, group=number)
    assert [one.name for one in digests(ward, ward.head(2))] == ["Tổ dân phố 2"]
    assert digests(ward, ward.person("xem", ("observer", ward.ward))) == []
    assert len(digests(ward, ward.clerk)) == 2


def test_each_unit_is_sent_its_digest_once_a_day_and_again_the_next(ward, line):
    for number in (0, 1):
        given(ward, line, LATE, group=number)
    post = Post()
    assert remind(ward, post, 0, 1).sent == 2
    assert remind(ward, post, 0, 1).sent == 0
    ward.clock.at = ward.clock.at.replace(day=2)
    assert remind(ward, post, 0).sent == 1
    assert [(name, to) for name, to, _ in post.taken] == [
        ("Tổ dân phố 1", ("to1@phuong.vn",)), ("Tổ dân phố 2", ("to2@phuong.vn",)),
        ("Tổ dân phố 1", ("to1@phuong.vn",)),
    ]  # fmt: skip
    assert Reminder.objects.count() == 3


def test_a_unit_without_an_address_is_sent_nothing_and_nothing_is_kept_as_sent(ward, line):
    given(ward, line, LATE)
    post = Post()
    assert remind(ward, post, 1).sent == 0
    empty = {ward.groups[0].pk: []}
    assert services.remind(addresses=empty, deliver=post, by=ward.house).sent == 0
    assert post.taken == [] and not Reminder.objects.exists()


def test_what_the_post_office_did_not_take_is_sent_by_the_next_tick(ward, line):
    given(ward, line, LATE)
    told = remind(ward, Post(away=ConnectionRefusedError), 0)
    assert told.sent == 0 and told.refused == ("Tổ dân phố 1",)
    assert not Reminder.objects.exists()
    assert remind(ward, Post(), 0).sent == 1


def test_a_tick_that_dies_in_the_middle_leaves_the_rest_to_the_next(ward, line):
    for number in (0, 1):
        given(ward, line, LATE, group=number)

    class Dying(Post):
        def __call__(self, digest, to):
            if self.taken:
                raise KeyboardInterrupt
            super().__call__(digest, to)

    first, second = Dying(), Post()
    with pytest.raises(KeyboardInterrupt):
        remind(ward, first, 0, 1)
    assert remind(ward, second, 0, 1).sent == 1
    assert [name for name, _, _ in first.taken + second.taken] == ["Tổ dân phố 1", "Tổ dân phố 2"]


def test_two_ticks_that_both_saw_nothing_sent_send_one_digest(ward, line, monkeypatch):
    given(ward, line, LATE)
    monkeypatch.setattr(_reminding, "_was_sent", lambda digest: False)
    post = Post()
    assert [remind(ward, post, 0).sent for _ in range(2)] == [1, 0]
    assert len(post.taken) == 1 and Reminder.objects.count() == 1
