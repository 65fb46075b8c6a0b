"""Rounds at the desk: asking, following, approving many at once, the table, paper to write on."""

from datetime import date

import pytest

from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.models import Round, Sheet
from dongthuan.ground.figures import Reading
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import FOUNDED, Ward

pytestmark = pytest.mark.django_db
ROUNDS = "/lam-viec/dot-so-lieu"
NEW = f"{ROUNDS}/moi"


@pytest.fixture
def ward(monkeypatch):
    ward = Ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    ward.define("people.poor", "Hộ nghèo", chapter="Xã hội", order=1)
    ward.define("people.all", "Tổng số hộ", chapter="Xã hội", order=2)
    ward.define("party.members", "Đảng viên", unit="người", level="cell", chapter="Đảng", order=3)
    ward.define("party.minority", "Đảng viên dân tộc thiểu số", unit="người", level="cell",
                chapter="Đảng", order=4, reading=Reading.SENSITIVE)  # fmt: skip
    return ward


@pytest.fixture
def late(ward):
    """A round whose day has gone by: group 1 approved, group 2 sent, group 3 has not sent."""
    one = ward.round("2020-H2", "people.poor", "people.all", due=date(2021, 5, 25))
    ward.send(one, ward.groups[0], people__poor="3", people__all="300")
    ward.send(one, ward.groups[1], approve=False, people__poor="4", people__all="310")
    return one


def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward), ("clerk", ward.party)))


def leader(ward):
    return browser(user(ward, "Lanh Dao", ("leader", ward.ward), ("leader", ward.party)))


def head(ward, number=1):
    return browser(user(ward, f"To {number}", ("group_head", ward.groups[number - 1])))


def at(one, more=""):
    return f"{ROUNDS}/{one.pk}{more}"


# The list.


def test_rounds_still_awaited_stand_before_those_that_are_whole_and_those_closed(ward, late):
    whole = ward.round("2019-H2", "people.poor", due=date(2021, 5, 20))
    for group in ward.groups:
        ward.send(whole, group, people__poor="1")
    closed = ward.round("2019-H1", "people.poor", due=date(2021, 5, 10))
    services.close_round(round=closed, by=ward.clerk)
    soon = ward.round("2021-H1", "people.poor", due=date(2021, 6, 30))
    shown = page(clerk(ward).get(ROUNDS))
    places = [shown.index(words) for words in (
        "Đang chờ số", late.title, soon.title, "Đã đủ số", whole.title, "Đã đóng", closed.title,
    )]  # fmt: skip
    assert places == sorted(places)


def test_a_row_says_how_many_have_sent_wait_and_are_late(ward, late):
    shown = page(clerk(ward).get(ROUNDS))
    assert "2/3 đã gửi, 1 chờ duyệt" in shown and "1 trễ hạn" in shown


def test_a_group_head_counts_only_the_own_sheet(ward, late):
    shown = page(head(ward, 1).get(ROUNDS))
    assert "1/1 đã gửi" in shown and "/3 đã gửi" not in shown and "trễ hạn" not in shown
    assert "Mở đợt mới" not in shown


def test_an_observer_sees_that_a_round_was_opened_and_not_who_is_late(ward, late):
    watching = browser(user(ward, "Giam Sat", ("observer", ward.ward)))
    shown = page(watching.get(ROUNDS))
    assert late.title in shown and "chỉ nơi giao và đơn vị báo số thấy" in shown
    one = page(watching.get(at(late)))
    assert "Tổ dân phố" not in one and "nơi giao thấy" in one
    assert watching.get(at(late, "/chua-gui")).status_code == 404


def test_an_empty_list_says_how_to_begin(ward):
    assert "Bấm «Mở đợt mới»" in page(clerk(ward).get(ROUNDS))
    assert "đợt ấy hiện ở đây" in page(head(ward).get(ROUNDS))


def test_a_long_list_is_parted(ward):
    for year in range(2000, 2018):
        for half in ("H1", "H2"):
            Round.objects.create(unit=ward.ward, title=f"Đợt {year} {half}", code=f"{year}-{half}",
                                 opened_on=FOUNDED, due_on=date(year, 12, 1))  # fmt: skip
    client = clerk(ward)
    assert "Trang 1/2" in page(client.get(ROUNDS))
    assert page(client.get(ROUNDS, {"trang": "2"})).count('class="what"') == 6


@pytest.mark.parametrize("more", ["", "/moi", "/1", "/1/bang", "/1/duyet", "/1/phieu-giay"])
def test_the_pages_are_closed_to_strangers(client, more):
    assert client.get(ROUNDS + more)["Location"].startswith("/vao/?next=")


def test_a_keeper_of_accounts_has_no_part_in_numbers(ward, late):
    keeper = browser(user(ward, "Giu Khoa", ("access_keeper", ward.ward)))
    assert keeper.get(ROUNDS).status_code == 403
    assert keeper.get(at(late)).status_code == 404


def test_a_grant_that_ended_opens_nothing_any_more(ward, late):
    gone = browser(user(ward, "Da Nghi", ("clerk", ward.ward), until=date(2021, 6, 1)))
    assert gone.get(ROUNDS).status_code == 403
    assert gone.get(at(late)).status_code == 404
    assert gone.post(at(late, "/dong"), sending()).status_code == 404
    assert Round.objects.get(pk=late.pk).closed_on is None


# One round.


def test_who_asked_sees_every_unit_and_what_is_late(ward, late):
    shown = page(clerk(ward).get(at(late)))
    for number in (1, 2, 3):
        assert f"Tổ dân phố {number}</a>" in shown
    assert "chưa gửi, trễ 7 ngày" in shown and "2/2 mục" in shown and "0/2 mục" in shown
    assert f'href="/lam-viec/phieu/{ward.sheet(late, ward.groups[2]).pk}"' in shown


def test_a_group_head_sees_the_own_row_and_no_name_of_another(ward, late):
    shown = page(head(ward, 2).get(at(late)))
    assert "Tổ dân phố 2" in shown
    assert "Tổ dân phố 1" not in shown and "Tổ dân phố 3" not in shown
    assert "Lời nhắc" not in shown and "Đóng đợt" not in shown


@pytest.mark.parametrize(
    ("chosen", "seen"),
    [("chua-gui", {3}), ("tre", {3}), ("cho-duyet", {2}), ("da-duyet", {1}), ("tra-lai", set()),
     ("", {1, 2, 3}), ("gi-do", {1, 2, 3})],
)  # fmt: skip
def test_the_rows_can_be_narrowed_to_a_standing(ward, late, chosen, seen):
    shown = page(clerk(ward).get(at(late), {"loc": chosen}))
    rows = shown.split('<ul class="tasks sent">')[-1] if seen else ""
    assert {number for number in (1, 2, 3) if f">Tổ dân phố {number}</a>" in rows} == seen
    assert seen or "Không có phiếu nào như vậy" in shown


def test_the_text_to_copy_names_exactly_who_has_not_sent(ward, late):
    services.send_back(sheet=ward.sheet(late, ward.groups[1]), reason="Xem lại", by=ward.leader)
    raw = clerk(ward).get(at(late)).content.decode()
    text = raw.split('<textarea id="nhac" rows="8" readonly>')[1].split("</textarea>")[0]
    assert text.splitlines() == [
        "Kính gửi các bác, về đợt «Đợt 2020-H2», hạn gửi 25/5/2021.",
        "Đến 1/6/2021 còn 1 đơn vị chưa gửi (quá hạn 7 ngày):",
        "- Tổ dân phố 3",
        "Đã gửi và được trả lại, nhờ các bác xem lại rồi gửi lại:",
        "- Tổ dân phố 2",
        "Nhờ các bác gửi giúp. Vướng chỗ nào, các bác gọi văn phòng để được nhập giúp. "
        "Cảm ơn các bác.",
    ]
    assert 'data-copy="#nhac"' in raw


def test_the_slip_lists_who_has_not_sent_and_nobody_else(ward, late):
    shown = page(clerk(ward).get(at(late, "/chua-gui")))
    assert "Tổ dân phố 3" in shown and "Tổ dân phố 1" not in shown and "Tổ dân phố 2" not in shown
    assert head(ward, 3).get(at(late, "/chua-gui")).status_code == 404


def test_nobody_is_reminded_where_all_have_sent(ward, late):
    ward.send(late, ward.groups[2], people__poor="1", people__all="2")
    assert "Chép danh sách" not in page(clerk(ward).get(at(late)))
    assert "Các đơn vị đã gửi đủ." in page(clerk_again(ward).get(at(late, "/chua-gui")))


def clerk_again(ward):
    return browser(user(ward, "Van Phong 2", ("clerk", ward.ward)))


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_a_round_that_is_not_there_is_not_found(ward, pk):
    assert clerk(ward).get(f"{ROUNDS}/{pk}").status_code == 404


def test_a_clerk_closes_a_round_and_opens_it_again(ward, late):
    client = clerk(ward)
    answer = client.post(at(late, "/dong"), sending(), follow=True)
    assert "Đã đóng đợt" in page(answer) and "Lời nhắc" not in page(answer)
    assert Round.objects.get(pk=late.pk).closed_on == date(2021, 6, 1)
    answer = client.post(at(late, "/dong"), sending(viec="mo-lai", ly_do="Còn thiếu"), follow=True)
    assert "Đã mở lại đợt" in page(answer)
    assert Round.objects.get(pk=late.pk).closed_on is None


def test_a_leader_and_a_group_head_close_no_round(ward, late):
    for client in (leader(ward), head(ward)):
        assert client.post(at(late, "/dong"), sending()).status_code == 403
    assert Round.objects.get(pk=late.pk).closed_on is None


# Approving.


def ticks(client, one):
    raw = client.get(at(one, "/duyet")).content.decode()
    return [part.split('"')[0] for part in raw.split('name="phieu" value="')[1:]]


def test_a_leader_decides_in_one_look_with_the_large_changes_on_top(ward, late):
    ward.send(late, ward.groups[2], approve=False, people__poor="5", people__all="320")
    for group in ward.groups[1:]:
        services.approve(sheet=ward.sheet(late, group), by=ward.leader)
    now = ward.round("2021-H1", "people.poor", "people.all")
    for group, told in zip(ward.groups, ("300", "3100", "321"), strict=True):
        ward.send(now, group, approve=False, people__poor="4", people__all=told)
    client = leader(ward)
    shown = page(client.get(at(now, "/duyet")))
    assert "Cần nhìn kỹ: 1 phiếu" in shown and "Không có gì khác thường: 2 phiếu" in shown
    assert shown.index("Tổ dân phố 2") < shown.index("Tổ dân phố 1")
    assert "310 → <b>3.100</b> hộ" in shown and "gấp 10 lần kỳ trước" in shown
    answer = client.post(at(now, "/duyet"), sending(phieu=ticks(client, now)), follow=True)
    assert "Đã duyệt 3 phiếu." in page(answer)
    assert set(now.sheets.values_list("status", flat=True)) == {"approved"}


def test_only_the_ticked_are_approved(ward, late):
    ward.send(late, ward.groups[2], approve=False, people__poor="5", people__all="320")
    client = leader(ward)
    first, _ = ticks(client, late)
    client.post(at(late, "/duyet"), sending(phieu=[first]))
    assert [ward.sheet(late, g).status for g in ward.groups] == ["approved", "approved", "sent"]


def test_what_came_again_meanwhile_is_left_and_named(ward, late):
    ward.send(late, ward.groups[2], approve=False, people__poor="5", people__all="320")
    client = leader(ward)
    read = ticks(client, late)
    ward.send(late, ward.groups[1], approve=False, people__poor="40", people__all="310")
    answer = page(client.post(at(late, "/duyet"), sending(phieu=read), follow=True))
    assert "Đã duyệt 1 phiếu." in answer
    assert "Tổ dân phố 2 chưa duyệt" in answer and "vừa gửi lại" in answer


@pytest.mark.parametrize("told", [[], ["x.y"], ["1"], ["9" * 30 + ".1"]])
def test_nothing_ticked_is_asked_again(ward, late, told):
    answer = leader(ward).post(at(late, "/duyet"), sending(phieu=told))
    assert answer.status_code == 422 and "Chưa chọn phiếu nào" in page(answer)


def test_who_sent_a_sheet_is_told_that_another_approves_it(ward, late):
    both = user(ward, "Hai Vai", ("leader", ward.ward), ("clerk", ward.ward))
    client = browser(both)
    from dongthuan.who.access.queries import actor_of

    by = actor_of(both, ward.clock.tick())
    sheet = ward.sheet(late, ward.groups[2])
    services.save_drafts(sheet=sheet, typed={"people.poor": "1"}, by=by)
    services.send(sheet=sheet, by=by, empty_is_meant=True)
    shown = page(client.get(at(late, "/duyet")))
    assert "bác đã gửi phiếu này nên người khác duyệt" in shown
    assert shown.count('name="phieu"') == 1


def test_nothing_to_approve_says_so(ward, late):
    services.approve(sheet=ward.sheet(late, ward.groups[1]), by=ward.leader)
    assert "Không có phiếu nào chờ bác duyệt" in page(leader(ward).get(at(late, "/duyet")))


def test_only_who_approves_comes_to_the_page(ward, late):
    assert clerk(ward).get(at(late, "/duyet")).status_code == 403
    assert head(ward).get(at(late, "/duyet")).status_code == 403


# The table.


def test_the_table_lays_units_beside_measures_with_sums_that_open(ward, late):
    shown = page(clerk(ward).get(at(late, "/bang")))
    row = shown.split(">Tổ dân phố 2</a>")[1].split("</tr>")[0]
    assert ">4</td>" in row and ">310</td>" in row and "chờ duyệt" in row
    sums = shown.split('<tr class="total">')[1].split("</tr>")[0]
    assert '<b class="n">7</b>' in sums and '<b class="n">610</b>' in sums and "chưa đủ" in sums
    assert "/so-lieu/people.poor?" in sums


def test_a_group_head_finds_only_the_own_row_in_the_table(ward, late):
    shown = page(head(ward, 2).get(at(late, "/bang")))
    assert "Tổ dân phố 2" in shown and "Tổ dân phố 1" not in shown and ">300<" not in shown
    assert 'class="total"' not in shown


def test_a_sensitive_number_is_veiled_in_the_table_and_on_paper(ward):
    one = ward.round("2020-H2", "people.poor", "party.members", "party.minority")
    ward.send(one, ward.cells[0], party__members="41", party__minority="17")
    now = ward.round("2021-H1", "party.members", "party.minority")
    shown = page(clerk(ward).get(at(one, "/bang"), {"cap": "cell"}))
    assert ">41</td>" in shown and ">17<" not in shown.split("<tbody>")[1]
    assert page(leader(ward).get(at(one, "/bang"), {"cap": "cell"})).count(">17<") >= 1
    paper = page(clerk_again(ward).get(at(now, "/phieu-giay")))
    assert "Đảng viên dân tộc thiểu số" in paper and ">41<" in paper and ">17<" not in paper


# Paper.


def papers(shown):
    return shown.split('<article class="print-sheet">')[1:]


def test_every_unit_gets_a_paper_with_every_measure_it_is_asked_and_its_last_values(ward, late):
    ward.send(late, ward.groups[2], people__poor="5", people__all="320")
    now = ward.round("2021-H1", "people.poor", "people.all", "party.members")
    found = papers(page(clerk(ward).get(at(now, "/phieu-giay"))))
    assert len(found) == 5
    for number, (paper, last) in enumerate(zip(found, ("300", "310", "320"), strict=False), 1):
        assert f"Tổ dân phố {number}" in paper
        assert "Hộ nghèo" in paper and "Tổng số hộ" in paper and "Đảng viên" not in paper
        assert f'<td class="num">{last}</td>' in paper
        assert f"/lam-viec/phieu/{ward.sheet(now, ward.groups[number - 1]).pk}" in paper
        assert "<svg" in paper and "ký, ghi rõ họ tên" in paper and "30/6/2021" in paper
    for paper in found[3:]:
        assert "Đảng viên" in paper and "Hộ nghèo" not in paper


def test_one_unit_is_printed_alone(ward, late):
    unit = ward.groups[1].pk
    found = papers(page(clerk(ward).get(at(late, f"/phieu-giay/{unit}"))))
    assert len(found) == 1 and "Tổ dân phố 2" in found[0]


def test_a_group_head_prints_the_own_paper_only(ward, late):
    client = head(ward, 2)
    assert len(papers(page(client.get(at(late, "/phieu-giay"))))) == 1
    assert client.get(at(late, f"/phieu-giay/{ward.groups[0].pk}")).status_code == 404


# Sixty units and forty measures.


@pytest.fixture
def large(ward):
    from dongthuan.decide.indicators.models import RoundItem
    from dongthuan.who.org import services as org

    keys = [f"x.{number}" for number in range(40)]
    for number, key in enumerate(keys):
        ward.define(key, f"Mục thứ {number}", chapter=f"Chương {number % 5}")
    by = ward.house
    for number in range(4, 61):
        org.found(code=f"to-{number}", kind="residential_group", name=f"Tổ dân phố {number}",
                  on=FOUNDED, parent=ward.ward, by=by)  # fmt: skip
    one = ward.round("2021-H1", *keys)
    assert one.sheets.count() == 60 and RoundItem.objects.filter(round=one).count() == 40
    Sheet.objects.filter(round=one, unit=ward.groups[2]).update(status="open")
    for group in ward.groups[:2]:
        ward.send(one, group, approve=False, **{f"x__{number}": "7" for number in range(40)})
    return one


@pytest.mark.parametrize("more", ["", "/bang", "/phieu-giay", "/chua-gui", "?loc=chua-gui"])
def test_the_pages_of_a_large_round_take_few_queries(
    ward, large, more, django_assert_max_num_queries
):
    client = clerk(ward)
    with django_assert_max_num_queries(20):
        assert client.get(at(large, more)).status_code == 200


def test_approving_and_the_list_take_few_queries(ward, large, django_assert_max_num_queries):
    client = leader(ward)
    with django_assert_max_num_queries(20):
        client.get(at(large, "/duyet"))
    with django_assert_max_num_queries(20):
        client.get(ROUNDS)
