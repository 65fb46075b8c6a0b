"""The page of a work shows a transfer square while an organisation's account hangs on the board."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from dongthuan.act.funds import services, transfers
from tests.act.funds.roads import MAY, Roads
from tests.doors.desk.hands import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def roads(settings, tmp_path) -> Roads:
    settings.FILES_ROOT, settings.CLOCK = tmp_path, datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
    return Roads()


def test_the_square_comes_with_the_posting_and_goes_with_it(roads):
    address = f"/cong-trinh/{roads.work.code}"
    assert "Góp bằng chuyển khoản" not in page(Client().get(address))
    posting = services.post_account(
        account=roads.bank, document="Thông báo 12/TB-UBND", from_day=MAY, by=roads.accountant
    )
    answer = Client().get(address)
    shown = page(answer)
    for words in ("Góp bằng chuyển khoản", "<svg", "5400 1234 5678 9", "UBND PHUONG THU",
                  transfers.code_of(roads.work.pk), "Thông báo 12/TB-UBND"):  # fmt: skip
        assert words in shown, words
    # All the bytes of a public page are few, the square among them.
    assert len(answer.content) < 20_000
    services.take_down_account(posting=posting, by=roads.accountant)
    assert "Góp bằng chuyển khoản" not in page(Client().get(address))


def test_a_work_that_takes_no_gifts_shows_no_square(roads):
    services.post_account(account=roads.bank, document="TB", from_day=date(2021, 1, 1), by=roads.accountant)  # fmt: skip
    work = roads.work
    type(work).objects.filter(pk=work.pk).update(standing="settled")
    assert "<svg" not in page(Client().get(f"/cong-trinh/{work.code}"))
