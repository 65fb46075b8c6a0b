"""`dongthuan begin`, `tick` and `demo`: a house is opened, kept, and shown."""

from __future__ import annotations

import io
from datetime import date

import pytest

from dongthuan.doors.cli import main
from dongthuan.doors.entrance import clock
from dongthuan.ground.audit.acts import Act
from dongthuan.who.access import queries as access
from dongthuan.who.org import queries as org
from tests.wards import Ward

pytestmark = pytest.mark.django_db
BEGIN = (
    "begin", "--ward", "Phường Bình Minh", "--code", "phuong-binh-minh", "--since", "2025-07-01",
    "--user", "vanphong", "--name", "Trần Thị Nhàn",
)  # fmt: skip


@pytest.fixture
def typed(monkeypatch):
    def type_in(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return type_in


def test_a_ward_begins_with_its_three_lines_and_an_account_that_can_make_others(typed, capsys):
    typed("mot mat khau dai\n")
    assert main(BEGIN) == 0
    assert "Đã lập Phường Bình Minh" in capsys.readouterr().out
    ward = org.unit("phuong-binh-minh")
    kinds = {node.kind for node in org.tree(date(2025, 7, 1)).nodes.values()}
    assert kinds == {"ward", "party_committee", "front"}
    user = access.user_named("vanphong")
    assert user.check_password("mot mat khau dai")
    actor = access.actor_of(user, clock.now())
    for act in (Act.ACCESS_GRANT, Act.UNIT_KEEP, Act.INDICATOR_DEFINE):
        assert actor.may(act, ward.pk)


def test_a_ward_is_not_begun_twice_and_nothing_is_left_half_made(typed, capsys):
    typed("mot mat khau dai\n")
    main(BEGIN)
    typed("mot mat khau dai\n")
    assert main(BEGIN) == 2
    assert "Đã có đơn vị mang mã «phuong-binh-minh»" in capsys.readouterr().err


@pytest.mark.parametrize("password, said", [("\n", "Mật khẩu để trống"), ("ngan\n", "10 ký tự")])
def test_a_weak_password_begins_no_ward(typed, capsys, password, said):
    typed(password)
    assert main(BEGIN) == 2
    assert said in capsys.readouterr().err
    assert org.unit("phuong-binh-minh") is None


def test_a_day_that_is_none_is_named(typed, capsys):
    typed("mot mat khau dai\n")
    assert main([*BEGIN[:6], "1/7/2025", *BEGIN[7:]]) == 2
    assert "--since 1/7/2025" in capsys.readouterr().err


def test_the_work_of_the_day_seals_the_trail_once(capsys):
    Ward()
    assert main(["tick"]) == 0
    assert "Đã niêm phong" in capsys.readouterr().out
    assert main(["tick"]) == 0
    assert "Không có dấu vết mới" in capsys.readouterr().out


def test_a_demonstration_is_not_laid_over_a_ward(capsys):
    Ward()
    assert main(["demo"]) == 2
    assert "phường mẫu chỉ dựng vào chỗ trống" in capsys.readouterr().err
