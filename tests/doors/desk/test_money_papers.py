"""Papers of money taken away from the desk: they add up, name nobody who did not choose it, and open."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pypdfium2
import pytest

from dongthuan.act.funds import accounts_on_paper as on_paper
from dongthuan.act.funds import queries, services
from dongthuan.act.funds.rules import GiverKind, Kind
from dongthuan.act.funds.services import Named, Told
from dongthuan.doors.entrance import transferring
from tests.act.funds.roads import HOME, MAY, Roads
from tests.doors.desk.hands import browser, page, user

pytestmark = pytest.mark.django_db
TODAY = date(2021, 7, 5)


@pytest.fixture
def roads(settings, tmp_path) -> Roads:
    settings.FILES_ROOT, settings.CLOCK = tmp_path, datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
    return Roads()


@pytest.fixture
def desk(roads):
    return browser(user(roads.ward, "ketoan", ("accountant", roads.unit)))


def address(roads, paper: str, kind: str) -> str:
    return f"/lam-viec/cong-trinh/{roads.work.pk}/giay/{paper}.{kind}"


def printed(answer) -> str:
    assert answer.status_code == 200, answer.content[:300]
    if answer["Content-Type"] == "application/pdf":
        pages = pypdfium2.PdfDocument(answer.content)
        text = " ".join(one.get_textpage().get_text_bounded() for one in pages)
    else:
        document = docx.Document(io.BytesIO(answer.content))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        text = " ".join([*cells, *(one.text for one in document.paragraphs)])
    return " ".join(text.split())


@pytest.fixture
def given(roads):
    """Cash, a transfer, days of labour, a gift taken back; part of the cash is with the treasurer."""
    roads.give(1, 900_000, giver=HOME)
    roads.give(2, 100_000)
    roads.transfer(3, 2_000_000, giver=Named(GiverKind.ORGANISATION, "Công ty Mẫu"))
    roads.days(4, 2, roads.labour())
    services.reverse_gift(gift=roads.give(5, 70_000), reason="ghi nhầm", by=roads.accountant)
    roads.moved(roads.c1, roads.tq, sums={roads.work.pk: 600_000})
    return roads


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_sheet_for_the_board_says_what_came_is_left_and_where_it_is(given, desk, kind):
    text = printed(desk.get(address(given, "bang-tin", kind)))
    for words in ("3.000.000", "600.000", "400.000", "2.000.000", "Thủ quỹ"):
        assert words in text, words
    assert "quy đổi 600.000" in text and "Trần Thị Mẫu" not in text


def test_a_settlement_takes_its_sums_from_the_book(given, desk):
    text = printed(desk.get(address(given, "quyet-toan", "docx")))
    assert "Nhân dân đóng góp" in text and "1.000.000" in text
    assert (
        "Tổ chức, doanh nghiệp" in text and "Thu 3.000.000 đồng, chi 0 đồng, còn 3.000.000" in text
    )
    assert "2 ngày công" in text and "200/300 hộ đồng ý" in text


def test_receipts_by_group_tell_no_count_that_would_point_at_somebody(given, desk):
    text = printed(desk.get(address(given, "theo-to", "docx")))
    assert "Không ghi tổ" in text and "3.000.000" in text and "–" in text
    assert "không nêu để không ai bị chỉ ra" in text


def test_a_list_to_sign_is_empty_and_a_transfer_poster_waits_for_a_posted_account(given, desk):
    assert "Ký nhận" in printed(desk.get(address(given, "ky-nhan", "pdf")))
    assert desk.get(address(given, "chuyen-khoan", "pdf")).status_code == 404
    services.post_account(account=given.bank, document="TB 12/TB-UBND", from_day=MAY, by=given.accountant)  # fmt: skip
    text = printed(desk.get(address(given, "chuyen-khoan", "pdf")))
    asked = transferring.of_work(given.work, TODAY)
    assert asked.code in text and "5400 1234 5678 9" in text and "TB 12/TB-UBND" in text
    assert "<svg" in asked.drawn and "Chưa có tài khoản" not in page(desk.get(f"/lam-viec/cong-trinh/{given.work.pk}/giay"))  # fmt: skip


def test_the_minutes_of_a_handover_name_both_hands_for_those_who_may_see_it(given, desk):
    handover = queries.handovers(viewer=given.accountant).first()
    at = f"/lam-viec/cong-trinh/tien-mat/{handover.pk}/bien-ban.pdf"
    text = printed(desk.get(at))
    assert "Người thu 1, người thu NT1" in text and "Sáu trăm nghìn đồng" in text
    stranger = browser(user(given.ward, "to1", ("group_head", given.ward.groups[0])))
    assert stranger.get(at).status_code in (403, 404)


def test_an_unknown_paper_or_form_is_no_page(given, desk):
    assert desk.get(address(given, "la", "pdf")).status_code == 404
    assert desk.get(address(given, "bang-tin", "exe")).status_code == 404


def test_a_count_of_households_that_no_receipt_names_is_not_printed_as_nought(roads):
    told = on_paper.GroupTotal("Tổ dân phố 1", 7, 700_000, 0, 0)
    office = on_paper.Office("UBND", "Phường Thử")

    def heads(*totals):
        return on_paper.receipts_by_group(totals, office, title="Đường", day=TODAY).blocks[0].head

    assert "Hộ tham gia" not in heads(told)
    assert "Hộ tham gia" in heads(told, replace(told, households=6))


def by_group(roads) -> list[tuple[str, int | None, int]]:
    names = {unit.pk: unit.states.get().name for unit in roads.ward.groups}
    return [
        (one.group, one.receipts, one.money)
        for one in queries.group_totals(roads.work, TODAY, names)
    ]


def gifts(roads, group: int, many: int, first: int) -> None:
    for number in range(first, first + many):
        roads.give(number, given=Told(Kind.CASH, 100_000, group=roads.ward.groups[group]))


def test_enough_gifts_of_every_group_are_counted(roads):
    gifts(roads, 0, 7, 1)
    gifts(roads, 1, 5, 20)
    assert by_group(roads) == [("Tổ dân phố 1", 7, 700_000), ("Tổ dân phố 2", 5, 500_000)]


@pytest.mark.parametrize("few", [0, 4])
def test_a_group_with_few_gifts_or_none_shares_its_row(roads, few):
    gifts(roads, 0, 7, 1)
    gifts(roads, 1, few, 20)
    assert by_group(roads) == [("Tổ dân phố 1, Tổ dân phố 2", 7 + few, 700_000 + 100_000 * few)]


def test_groups_with_few_gifts_share_a_row_that_tells_of_enough(roads):
    gifts(roads, 0, 9, 1)
    gifts(roads, 1, 3, 20)
    gifts(roads, 2, 4, 30)
    assert by_group(roads) == [
        ("Tổ dân phố 1", 9, 900_000),
        ("Tổ dân phố 2, Tổ dân phố 3", 7, 700_000),
    ]
