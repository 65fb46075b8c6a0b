"""The page of finding at the desk: groups, pages, marks, and what each result leads to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dongthuan.answer.reports import services as reports
from dongthuan.ground.search import services as search
from dongthuan.ground.search.shelves import Row, Thing
from dongthuan.who.people import services as people
from tests.doors.desk.hands import browser, page, user
from tests.wards import FOUNDED, told_ward

pytestmark = pytest.mark.django_db
FIND = "/lam-viec/tim"
HEADING = {"title": "Báo cáo kết quả công tác", "body": "Đảng ủy", "body_code": "ĐU",
           "place": "Bảo Lộc"}  # fmt: skip


@pytest.fixture
def ward(monkeypatch):
    ward = told_ward()
    ward.report = reports.begin(
        unit=ward.ward, issuer=ward.party, code="2021-H1", heading=HEADING, by=ward.leader,
        text="# I. CHUNG\nNhân dân hiến đất làm đường Trần Phú.\nĐường Trần Phú dài hơn.",
    )  # fmt: skip
    reports.note_statement(unit=ward.ward, label="Xếp loại năm 2020", code="2020", by=ward.leader,
                           words="Xuất sắc")  # fmt: skip
    person = people.register(name="Nguyễn Thị Đào", unit=ward.groups[0], by=ward.house)
    people.appoint(person=person, unit=ward.groups[0], title="Tổ trưởng", on=FOUNDED, by=ward.house)
    search.make_anew()
    ward.clock.at += timedelta(days=40)
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward), ("clerk", ward.party)))


def asked(client, **given):
    answer = client.get(FIND, given)
    assert answer.status_code == 200
    return page(answer)


def test_results_stand_in_groups_and_lead_to_their_pages(ward, clerk):
    group = ward.groups[0].pk
    for typed, address, told in (
        ("to dan pho 1", f"/lam-viec/don-vi/{group}", "Tổ"),
        ("thi dao", f"/lam-viec/don-vi/{group}", "Thị"),
        ("ho ngheo", "/lam-viec/muc-so-lieu/people.poor", "nghèo"),
        ("kết quả công tác", f"/lam-viec/bao-cao/{ward.report.pk}", "quả"),
        ("xep loai", "/lam-viec/bao-cao/xep-loai", "Xếp"),
        ("trần phú", f"/lam-viec/bao-cao/{ward.report.pk}#doan-3", "Trần"),
        ("so to dan pho", f"/so-lieu/org.groups?don-vi={ward.ward.pk}", "Số"),
    ):
        shown = asked(clerk, q=typed)
        assert f'href="{address}' in shown and f"<mark>{told}</mark>" in shown, typed
    shown = asked(clerk, q="đợt 2021-H1")
    assert 'href="/lam-viec/dot-so-lieu/' in shown and "Đợt số liệu" in shown


def test_a_paragraph_says_which_it_is_and_how_many_more_there_are_and_the_page_has_it(ward, clerk):
    shown = asked(clerk, q="tran phu")
    assert "Đoạn 3:" in shown and "và 1 đoạn khác" in shown
    assert "Phường Thử · Bản thảo, Đảng ủy, 6 tháng đầu năm 2021</span>" in shown
    report = page(clerk.get(f"/lam-viec/bao-cao/{ward.report.pk}"))
    assert '<p id="doan-3">Đường Trần Phú dài hơn.</p>' in report
    assert '<h2 id="doan-1">' in report


def test_a_unit_says_where_it_stands_and_by_which_former_name_it_was_found(ward, clerk):
    from dongthuan.who.org import services as org

    org.rename(unit=ward.groups[0], name="Tổ Hòa Bình", on=date(2021, 1, 1), by=ward.house)
    shown = asked(clerk, q="tổ dân phố 1", loai="don-vi")
    assert (
        "<mark>Tổ</mark> Hòa Bình" in shown
        and "Tên trước đây:" in shown
        and "Phường Thử · tổ dân phố</span>" in shown
    )


def test_nothing_found_says_so_and_offers_to_look_without_marks(clerk):
    shown = asked(clerk, q="phòng thử")
    assert "Không thấy «phòng thử»" in shown and "thử bớt chữ" in shown
    assert "không kể dấu" not in shown
    shown = asked(clerk, q="tố dán phổ")
    assert 'href="?q=to+dan+pho"' in shown
    assert "Không thấy «xyz»; thử bớt chữ." in asked(clerk, q="xyz")


def test_too_short_a_question_says_what_to_do_and_none_shows_the_box(clerk):
    assert "ngắn quá" in asked(clerk, q="t")
    shown = asked(clerk)
    assert "Không thấy" not in shown and 'name="q"' in shown and "ngắn quá" not in shown


def test_what_was_typed_is_shown_as_text(clerk):
    shown = asked(clerk, q="<script>alert(1)</script>")
    assert "<script>alert" not in shown and "&lt;script&gt;" in shown


def test_two_thousand_results_are_read_page_by_page(ward, clerk, django_assert_max_num_queries):
    things = [Thing(f"m{n}", (Row(f"Mục đo đếm {n}"),)) for n in range(1, 2001)]
    search.put("measure", *things)
    with django_assert_max_num_queries(20):
        first = asked(clerk, q="mục đo đếm")
    assert "Trang 1/100" in first and first.count('<p class="title">') == 20
    assert first.index(">9<" if ">9<" in first else "9</a>") < first.index("10</a>")
    last = asked(clerk, q="mục đo đếm", trang="100")
    assert "2000</a>" in last and 'start="1981"' in last


def test_more_than_can_be_told_says_so_and_counts_nothing(ward, clerk):
    search.put("measure", *[Thing(f"m{n}", (Row(f"Mục đo đếm {n}"),)) for n in range(2100)])
    shown = asked(clerk, q="mục đo")
    assert "Nhiều kết quả quá để kể hết" in shown and "2.0" not in shown


def test_a_few_of_each_group_stand_on_the_first_page_with_the_way_to_all(ward, clerk):
    search.put("measure", *[Thing(f"m{n}", (Row(f"Phường đo {n}"),)) for n in range(9)])
    shown = asked(clerk, q="phuong")
    assert 'href="?q=phuong&amp;loai=muc"' in shown and "Xem tất cả 9 kết quả" in shown
    one = asked(clerk, q="phuong", loai="muc")
    assert one.count('<p class="title">') == 9 and "Phường đo" not in one.split("Mục số liệu")[0]
    assert asked(clerk, q="phuong", loai="khong-co").count("<section") == shown.count("<section")


def test_long_names_and_long_paragraphs_stand_whole_or_cut_between_words(ward, clerk):
    name = "Tổ dân phố " + "rất dài " * 23
    search.put("unit", Thing("9", (Row(name[:200].strip(), "x " * 4000 + "trăng vàng", unit=9),)))
    shown = asked(clerk, q="trăng vàng")
    assert len(shown) < 12_000 and "<mark>trăng</mark> <mark>vàng</mark>" in shown


def test_a_group_head_finds_no_report_and_no_person_of_others(ward):
    head = browser(user(ward, "To 2", ("group_head", ward.groups[1])))
    assert "Không thấy" in asked(head, q="trần phú")
    assert "Không thấy" in asked(head, q="thị đào")
    assert "Hộ" in asked(head, q="hộ nghèo") and "Đợt" in asked(head, q="đợt 2021")


def test_whoever_holds_no_right_any_more_finds_nothing_that_leads_nowhere(ward):
    nobody = browser(user(ward, "Cu", ("clerk", ward.ward), until=date(2021, 1, 1)))
    assert "Không thấy" in asked(nobody, q="tổ dân phố 1")
    assert "Xếp" in asked(nobody, q="xếp loại") and 'href="/phuong/phuong"' in asked(
        nobody, q="xếp loại"
    )


def test_every_result_opens_for_whoever_found_it(ward):
    import re

    for role in ("clerk", "leader", "group_head", "observer", "access_keeper", "cell_secretary"):
        unit = ward.groups[0] if role == "group_head" else ward.ward
        one = browser(user(ward, f"Vai {role}", (role, unit)))
        for typed in ("phường", "tổ", "hộ", "đợt", "báo cáo", "xếp loại", "đào", "số", "trần phú"):
            for address in set(
                re.findall(r'<p class="title"><a href="([^"#]+)', asked(one, q=typed))
            ):
                status = one.get(address.replace("&amp;", "&")).status_code
                assert status == 200, (role, typed, address)


def test_the_box_stands_on_every_page_of_the_desk(ward, clerk):
    for address in ("/lam-viec/", "/lam-viec/don-vi", "/lam-viec/bao-cao/", "/"):
        shown = page(clerk.get(address))
        assert f'role="search" action="{FIND}"' in shown and "data-find" in shown
        assert "js/find.js" in shown


def test_a_page_of_results_asks_few_questions(ward, clerk, django_assert_max_num_queries):
    for typed in ("phường", "tổ", "trần phú", "xếp loại", "tố dán phổ", "x"):
        with django_assert_max_num_queries(20):
            clerk.get(FIND, {"q": typed})


def test_results_are_kept_by_nobody(clerk):
    assert "no-store" in clerk.get(FIND, {"q": "tổ"})["Cache-Control"]
    assert clerk.post(FIND, {"q": "tổ"}).status_code == 405
