"""Vướng gì chưa chốt được: each thing that somebody has to settle before a vote is closed."""

from __future__ import annotations

from dongthuan.decide.assembly.models import Vote
from dongthuan.decide.assembly.queries._hearing import Counted
from dongthuan.decide.assembly.queries._rolls import open_changes
from dongthuan.decide.assembly.rules import Channel, Doubt
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.primitives.numbers import written
from dongthuan.who.org import queries as org


def may_close_today(vote: Vote, viewer: Actor) -> bool:
    """This function will say whether a vote may be closed today: where slips are answered on phones,
    when the last day is over; otherwise on that day.
    """
    if viewer.today == vote.closes_on:
        return Channel.PHONE not in vote.ways
    return viewer.today > vote.closes_on


def hindrances(*, vote: Vote, told: Counted, viewer: Actor) -> list[str]:
    """This function will say what stands in the way of closing a vote, one thing a line; of nobody
    nothing is said by name.
    """
    found = []
    if not may_close_today(vote, viewer):
        found.append(f"còn nhận phiếu đến hết ngày {vote.closes_on:%d/%m/%Y}")
    if changed := open_changes(vote=vote, viewer=viewer):
        found.append(f"{written(len(changed))} chỗ danh sách hộ đã đổi chưa xử lý")
    for doubt in Doubt:
        if many := len(told.tallied.doubted(doubt)):
            found.append(f"{written(many)} hộ: {doubt.words}")
    tree = org.tree(viewer.today)
    found += [
        f"bảng đếm «{one.channel.words}» của {tree.name(one.unit)}: {one.problem}"
        for one in told.tallied.wrong_boards
    ]
    if told.tallied.oversubtracted:
        found.append(
            "số tay trừ ra vì hộ giữ phiếu khác nhiều hơn số tay đếm được ở ý kiến ấy: xem lại bảng đếm"
        )
    if told.unboarded:
        found.append(f"{written(len(told.unboarded))} tổ đã đánh dấu hộ nhưng chưa ghi bảng đếm")
    return found
