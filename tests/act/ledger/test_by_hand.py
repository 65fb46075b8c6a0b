"""Entries by hand: bank fees and interest are written, and nothing that follows a record of its own."""

from __future__ import annotations

import pytest

from dongthuan.act.funds import chart, queries
from dongthuan.act.funds.rules import Hand
from dongthuan.act.ledger import services
from dongthuan.act.ledger.models import Entry
from dongthuan.act.ledger.rules import Nature
from dongthuan.act.ledger.services import UnableToPost
from dongthuan.ground.audit.actors import NotPermitted
from tests.act.funds.roads import Roads
from tests.wards import Ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def roads(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    roads = Roads(Ward())
    roads.give(1, 900_000)
    roads.moved(roads.c1, roads.tq)
    roads.moved(roads.tq, roads.bank)
    return roads


def account(roads, code, nature=None):
    if nature is not None:
        services.open_account(
            book=roads.ledger, code=code, name=code, nature=nature, by=roads.accountant
        )
    return roads.ledger.accounts.select_related("book").get(code=code)


def bank(roads):
    return account(roads, chart.hand(Hand.BANK, roads.bank.code))


def write(roads, source, target, dong=11_000, **more):
    return services.post_by_hand(
        book=roads.ledger, source=source, target=target, dong=dong, words="Phí ngân hàng",
        purpose=roads.ledger.purposes.get(code=roads.work.code), on=roads.accountant.today,
        **{"by": roads.accountant, **more},
    )  # fmt: skip


def test_a_fee_leaves_the_bank_and_interest_comes_to_it_and_the_work_adds_up(roads):
    write(roads, bank(roads), account(roads, "635.PHI", Nature.EXPENSE))
    write(roads, account(roads, "515.LAI", Nature.INCOME), bank(roads), 2_000)
    money = queries.money_of(roads.work)
    assert (money.money_in, money.earned, money.money_out, money.left) == (
        900_000,
        2_000,
        11_000,
        891_000,
    )
    assert money.adds_up and not money.carried


@pytest.mark.parametrize(
    ("source", "target", "field", "said"),
    [
        ("511.TM", "113.NH", "source", "Vào sổ khoản góp"),
        ("113.NH", "611.CP", "target", "người thứ hai duyệt"),
        ("112.TQ", "635.PHI", "source", "chỉ đổi khi thu, bàn giao"),
        ("113.NH", "421.KC", "target", "quyết định của Nhân dân"),
        ("113.NH", "113.NH", "target", "phải khác nhau"),
    ],
)  # fmt: skip
def test_what_follows_a_record_of_its_own_is_not_written_by_hand(
    roads, source, target, field, said
):
    account(roads, "635.PHI", Nature.EXPENSE)
    before = Entry.objects.count()
    with pytest.raises(UnableToPost, match=said) as caught:
        write(roads, account(roads, source), account(roads, target))
    assert caught.value.field == field and Entry.objects.count() == before


def test_an_entry_of_nothing_or_of_more_than_there_is_is_refused(roads):
    fees = account(roads, "635.PHI", Nature.EXPENSE)
    with pytest.raises(UnableToPost, match="lớn hơn 0"):
        write(roads, bank(roads), fees, 0)
    with pytest.raises(UnableToPost, match=r"chỉ còn 900\.000 đồng"):
        write(roads, bank(roads), fees, 900_001)


def test_only_who_keeps_the_book_writes_in_it(roads):
    fees = account(roads, "635.PHI", Nature.EXPENSE)
    with pytest.raises(NotPermitted):
        write(roads, bank(roads), fees, by=roads.ward.person("Xem", ("observer", roads.unit)))
