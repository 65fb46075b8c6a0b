"""`dongthuan tick` and tasks: ended units pass theirs on, and each unit is written to once a day."""

from __future__ import annotations

import os
import re
import socketserver
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from django.core import mail

from dongthuan.decide.directives import services
from dongthuan.decide.directives.models import Reminder, Task
from dongthuan.doors.cli import main
from dongthuan.who.access import services as access
from dongthuan.who.org import services as org
from tests.cascades import Cascade
from tests.doors.desk.hands import browser, page, sending, user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
LATE = date(2021, 5, 25)


def written_to(ward: Cascade, number: int, email: str, role: str = "group_head") -> None:
    """An account of a group, and where it reads its mail."""
    group = ward.groups[number - 1]
    access.write_to(
        user=user(ward, f"To {number} {role}", (role, group)),
        email=email,
        unit=group,
        by=ward.house,
    )


def given(ward: Cascade, *numbers: int) -> None:
    line = ward.clause(ward.plan(), "Ra quân dọn vệ sinh hằng tháng.")
    leads = [ward.groups[number - 1] for number in numbers]
    ward.assign(line, *leads, due=LATE, on=date(2021, 5, 1))


@pytest.fixture
def ward(monkeypatch, settings):
    settings.EMAIL_HOST = "thu.phuong.vn"
    ward = Cascade()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    services.begin_use(unit=ward.ward, on=date(2021, 1, 1), by=ward.house)
    return ward


def test_each_unit_with_an_address_is_written_to_once_however_often_it_ticks(ward, capsys):
    given(ward, 1, 2)
    written_to(ward, 1, "to1@phuong.vn")
    user(ward, "To 2", ("group_head", ward.groups[1]))
    assert main(["tick"]) == 0 and main(["tick"]) == 0
    [sent] = mail.outbox
    assert sent.bcc == ["to1@phuong.vn"] and sent.to == []
    assert sent.subject == "Nhắc việc ngày 1/6/2021: Tổ dân phố 1"
    assert "Ra quân dọn vệ sinh (hạn 25/5/2021, đã quá 7 ngày)" in sent.body
    assert [one.unit for one in Reminder.objects.all()] == [ward.groups[0]]
    assert capsys.readouterr().out.count("Đã gửi thư nhắc việc cho 1 đơn vị.") == 1


def test_only_who_does_the_tasks_of_exactly_the_unit_is_written_to(ward):
    given(ward, 1)
    written_to(ward, 1, "giam-sat@phuong.vn", role="observer")
    boss = user(ward, "Lanh Dao", ("leader", ward.ward))
    access.write_to(user=boss, email="lanh-dao@phuong.vn", unit=ward.ward, by=ward.house)
    main(["tick"])
    assert mail.outbox == [] and not Reminder.objects.exists()


def test_without_a_post_office_nothing_is_sent_and_nothing_is_kept_as_sent(ward, settings):
    settings.EMAIL_HOST = ""
    given(ward, 1)
    written_to(ward, 1, "to1@phuong.vn")
    assert main(["tick"]) == 0
    assert mail.outbox == [] and not Reminder.objects.exists()


def test_a_post_office_that_is_away_is_asked_again(ward, settings, capsys):
    given(ward, 1)
    written_to(ward, 1, "to1@phuong.vn")
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    assert main(["tick"]) == 0
    assert "Chưa gửi được thư cho: Tổ dân phố 1." in capsys.readouterr().out
    assert not Reminder.objects.exists()
    settings.EMAIL_BACKEND = working
    main(["tick"])
    assert len(mail.outbox) == 1


class Away:
    """A post office that takes nothing."""

    def __init__(self, **asked: object) -> None:
        pass

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError


def test_the_tasks_of_a_unit_that_ended_go_to_its_heir(ward, capsys):
    given(ward, 1)
    heir = org.found(code="to-moi", kind="residential_group", name="Tổ dân phố Mới",
                     on=date(2021, 6, 1), parent=ward.ward, by=ward.house)  # fmt: skip
    org.merge(units=[ward.groups[0]], into=heir, on=date(2021, 6, 1), instrument="QĐ 1",
              by=ward.house)  # fmt: skip
    main(["tick"])
    assert "Đã chuyển 1 việc của đơn vị đã thôi" in capsys.readouterr().out
    assert Task.objects.get().unit == heir


def test_an_address_is_kept_from_the_page_of_the_account(ward):
    keeper = browser(user(ward, "Giu Khoa", ("access_keeper", ward.ward)))
    one = user(ward, "To 1", ("group_head", ward.groups[0]))
    at = f"/lam-viec/tai-khoan/{one.pk}"
    answer = keeper.post(f"{at}/thu", sending(thu="không phải thư"))
    assert answer.status_code == 422 and "không phải là địa chỉ thư" in page(answer)
    assert 'value="không phải thư"' in page(answer)
    keeper.post(f"{at}/thu", sending(thu="to1@phuong.vn"))
    assert 'value="to1@phuong.vn"' in page(keeper.get(at))


# Real processes over a house of their own.

_BUILD = """
import django
django.setup()
from datetime import date
from tests.doors.cli.test_reminders import given, written_to
from tests.cascades import Cascade
from dongthuan.decide.directives import services
ward = Cascade()
services.begin_use(unit=ward.ward, on=date(2021, 1, 1), by=ward.house)
given(ward, 1, 2)
for number in (1, 2):
    written_to(ward, number, f"to{number}@phuong.vn")
"""


class PostOffice(socketserver.ThreadingTCPServer):
    """A post office of one's own: keeps to whom it took mail; may fall silent before it takes one."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.taken: list[str] = []
        self.silent_for = ""
        self.waiting = threading.Event()


class Counter(socketserver.StreamRequestHandler):
    """Quầy thư: as much of SMTP as a letter needs."""

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        office: PostOffice = self.server  # type: ignore[assignment]
        self.say("220 ready")
        to = ""
        while told := self.rfile.readline().decode().strip():
            verb = told[:4].upper()
            if verb == "RCPT":
                to = re.search(r"<(.*)>", told).group(1)  # type: ignore[union-attr]
            if verb == "DATA":
                self.say("354 go on")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                if to == office.silent_for:
                    office.waiting.set()
                    # Nothing is answered until the sender is gone.
                    self.rfile.readline()
                    return
                office.taken.append(to)
            self.say("221 bye" if verb == "QUIT" else "250 ok")


@pytest.fixture
def office():
    with PostOffice() as office:
        threading.Thread(target=office.serve_forever, daemon=True).start()
        yield office
        office.shutdown()


@pytest.fixture
def own_house(tmp_path, office):
    """A house in one file whose letters go to the post office of the test."""
    told = {key: value for key, value in os.environ.items() if key != "DONGTHUAN_DATABASE"}
    told |= {
        "DONGTHUAN_VAR": str(tmp_path), "DONGTHUAN_CLOCK": "2021-06-01T09:00+07:00",
        "DONGTHUAN_MAIL": f"smtp://127.0.0.1:{office.server_address[1]}",
        "DJANGO_SETTINGS_MODULE": "dongthuan.config.settings",
    }  # fmt: skip
    for words in (["manage.py", "migrate", "--no-input", "--verbosity", "0"], ["-c", _BUILD]):
        subprocess.run([sys.executable, *words], cwd=ROOT, env=told, check=True)
    return told


def tick(house: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dongthuan", "tick"], cwd=ROOT, env=house,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def test_three_ticks_at_one_moment_write_to_each_unit_once(own_house, office):
    together = [tick(own_house) for _ in range(3)]
    assert [one.wait(120) for one in together] == [0, 0, 0]
    assert sorted(office.taken) == ["to1@phuong.vn", "to2@phuong.vn"]


def test_a_tick_that_was_killed_in_the_middle_leaves_the_rest_to_the_next(own_house, office):
    office.silent_for = "to2@phuong.vn"
    dying = tick(own_house)
    assert office.waiting.wait(60)
    dying.kill()
    dying.wait(30)
    assert office.taken == ["to1@phuong.vn"]
    office.silent_for = ""
    assert tick(own_house).wait(120) == 0
    assert office.taken == ["to1@phuong.vn", "to2@phuong.vn"]
