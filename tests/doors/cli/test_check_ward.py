"""`dongthuan check FILE --unit CODE --on DAY --as USER`: the ward's own figures, as one user."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dongthuan.doors.cli import main
from dongthuan.who.access import services as access
from tests.wards import told_ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    ward = told_ward()
    for name, role in (("lanhdao", "leader"), ("vanphong", "clerk"), ("giamsat", "observer")):
        by = ward.house
        user = access.create_user(username=name, name=name.title(), unit=ward.ward, by=by)
        access.grant(user=user, role=role, unit=ward.ward, on=date(2021, 1, 1), by=by)
    return ward


def check(tmp_path, capsys, line, *options):
    file = tmp_path / "bao-cao.txt"
    file.write_text(line, encoding="utf-8")
    code = main(["check", str(file), "--json", *options])
    out, err = capsys.readouterr()
    return code, [json.loads(row) for row in out.splitlines()], err


LINE = "Toàn Đảng bộ có 43 đảng viên; trong đó có 3 đảng viên người dân tộc thiểu số."


def test_the_leader_hears_of_the_sensitive_count_and_the_clerk_does_not(ward, tmp_path, capsys):
    told = {}
    for who in ("lanhdao", "vanphong"):
        asked = ("--unit", "phuong", "--on", "2021-07-05", "--as", who)
        code, rows, _ = check(tmp_path, capsys, LINE, *asked)
        assert code == 0
        told[who] = {row["surface"]: row["verdict"] for row in rows}
    assert told["lanhdao"] == {"43": "right", "3": "right"}
    assert told["vanphong"] == {"43": "right", "3": "cannot_check"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--unit", "khong-co", "--as", "lanhdao"), "Không có đơn vị"),
        (("--unit", "phuong", "--as", "ai-do"), "Không có tài khoản"),
        (("--unit", "phuong"), "--as TÊN"),
        (("--unit", "phuong", "--as", "giamsat"), "chưa có quyền"),
        (("--unit", "phuong", "--as", "lanhdao", "--on", "5/7"), "ghi ngày như"),
        (("--on", "2021-07-05"), "đi cùng --unit"),
    ],
)
def test_what_cannot_be_asked_is_answered_with_what_to_do(ward, tmp_path, capsys, options, told):
    code, rows, error = check(tmp_path, capsys, LINE, *options)
    assert (code, rows) == (2, [])
    assert told in error
