"""What a question finds in a ward, for whom, and that nobody learns of what they may not know."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from dongthuan.answer.reports import services as reports
from dongthuan.answer.reports.models import Report
from dongthuan.decide.indicators import queries as indicators
from dongthuan.decide.indicators import services as asking
from dongthuan.doors.cli import main
from dongthuan.ground.audit.actors import Anyone
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.figures import Nature, Reading
from dongthuan.ground.papers import services as papers
from dongthuan.ground.search import queries, rules, services, shelves
from dongthuan.ground.search.models import Listing, Lock, Made
from dongthuan.ground.search.shelves import Row, Shelf, Thing
from dongthuan.who.access.rules import ROLES
from dongthuan.who.org import services as org
from dongthuan.who.people import services as people
from tests.wards import FOUNDED, Ward, told_ward

pytestmark = pytest.mark.django_db
HEADING = {"title": "Báo cáo kết quả công tác", "body": "Đảng ủy Phường Thử", "body_code": "ĐU",
           "place": "Bảo Lộc"}  # fmt: skip
TEXT = (
    "# I. TÌNH HÌNH CHUNG\n"
    "Toàn Đảng bộ có {party.members} đảng viên, trong đó {party.minority} người dân tộc.\n"
    "Đường Trần Phú đã đổ bê tông, nhân dân hiến đất."
)


def found(ward_or_viewer, typed, kind=None):
    """The titles that a question finds, the nearest first."""
    viewer = getattr(ward_or_viewer, "clerk", ward_or_viewer)
    question = rules.read(typed)
    shown = queries.find(question, viewer=viewer, kinds=[kind] if kind else None)
    return [
        one.title for one in queries.told(shown, [hit for g in shown.groups for hit in g.hits])
    ]  # fmt: skip


@pytest.fixture
def ward():
    return Ward()


@pytest.fixture
def full():
    """A ward with something on every shelf."""
    ward = told_ward()
    papers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    ward.report = reports.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", text=TEXT,
                                heading=HEADING, by=ward.leader)  # fmt: skip
    reports.note_statement(unit=ward.ward, label="Xếp loại năm 2020", code="2020", by=ward.leader,
                           words="Hoàn thành xuất sắc", source="QĐ 45")  # fmt: skip
    reports.note_statement(unit=ward.party, label="Đánh giá nội bộ", code="2020", by=ward.leader,
                           words="Trong sạch vững mạnh")  # fmt: skip
    person = people.register(name="Nguyễn Thị Đào", unit=ward.groups[0], by=ward.house)
    people.appoint(person=person, unit=ward.groups[0], title="Tổ trưởng", on=FOUNDED, by=ward.house)
    ward.holder = person
    return ward


# --- Words -----------------------------------------------------------------------------------------


def test_units_are_found_without_marks_exactly_with_them_and_in_order(ward):
    assert found(ward, "dang bo", "unit") == ["Đảng bộ Phường Thử"]
    assert found(ward, "đảng bộ", "unit") == ["Đảng bộ Phường Thử"]
    assert found(ward, "đang bộ", "unit") == []
    assert found(ward, "to dan pho", "unit") == ["Tổ dân phố 1", "Tổ dân phố 2", "Tổ dân phố 3"]
    assert found(ward, "phường thử", "unit") == ["Phường Thử", "Đảng bộ Phường Thử"]
    assert found(ward, "tổ 3", "unit") == ["Tổ dân phố 3"]


def test_words_of_a_title_stand_before_words_of_a_text(ward):
    ward.define("a", "Hộ kinh doanh", meaning="Hộ nghèo không tính ở đây.")
    ward.define("b", "Số hộ nghèo")
    assert found(ward, "hộ nghèo", "measure") == ["Số hộ nghèo", "Hộ kinh doanh"]


def test_names_of_others_that_only_look_alike_without_marks_stand_below_or_out(ward):
    for code, name in (("d1", "Tổ Dâng Hoa"), ("d2", "Tổ Dang Ho"), ("d3", "Tổ Đăng Khoa")):
        org.found(code=code, kind="residential_group", name=name, on=FOUNDED, parent=ward.ward,
                  by=ward.house)  # fmt: skip
    assert found(ward, "Đăng", "unit") == ["Tổ Đăng Khoa", "Tổ Dang Ho"]
    assert set(found(ward, "dang", "unit")) >= {"Tổ Dâng Hoa", "Tổ Dang Ho", "Tổ Đăng Khoa"}
    assert found(ward, "dang", "unit")[0] == "Tổ Dang Ho" or found(ward, "dang", "unit")[
        0
    ].startswith("Đảng")


# --- Units in time ---------------------------------------------------------------------------------


def test_a_unit_is_found_by_the_names_it_bore_after_those_who_bear_them(ward):
    one, two = ward.groups[0], ward.groups[1]
    org.rename(unit=one, name="Tổ dân phố Hòa Bình", on=date(2021, 1, 1), by=ward.house)
    org.rename(unit=two, name="Tổ dân phố 1", on=date(2021, 1, 1), by=ward.house)
    assert found(ward, "tổ dân phố 1", "unit") == ["Tổ dân phố 1", "Tổ dân phố Hòa Bình"]
    assert found(ward, "hoà bình", "unit") == ["Tổ dân phố Hòa Bình"]


def test_a_name_to_come_finds_nothing_before_its_day(ward):
    org.rename(unit=ward.groups[0], name="Tổ dân phố Mới", on=date(2021, 7, 1), by=ward.house)
    assert found(ward, "tổ dân phố mới", "unit") == []
    assert found(ward, "tổ dân phố 1", "unit") == ["Tổ dân phố 1"]
    later = Anyone(ward.house.now.replace(month=7, day=2))
    assert found(later, "tổ dân phố mới", "unit") == ["Tổ dân phố Mới"]
    assert found(later, "tổ dân phố 1", "unit") == ["Tổ dân phố Mới"]


def test_a_merged_unit_is_still_found_by_its_last_name(ward):
    org.merge(units=[ward.groups[2]], into=ward.groups[0], on=date(2021, 5, 1), instrument="NQ 1",
              by=ward.house)  # fmt: skip
    assert found(ward, "tổ dân phố 3", "unit") == ["Tổ dân phố 3"]


def test_what_was_undone_is_found_no_more(ward):
    with transaction.atomic():
        org.rename(unit=ward.groups[0], name="Tổ Sen", on=FOUNDED, by=ward.house)
        assert found(ward, "sen", "unit") == ["Tổ Sen"]
        transaction.set_rollback(True)
    assert found(ward, "sen", "unit") == []


# --- Measures --------------------------------------------------------------------------------------


def test_a_measure_is_found_by_its_other_names_and_by_what_it_means(ward):
    ward.define("poor", "Hộ nghèo", names=("Hộ đói nghèo",), meaning="Theo chuẩn đa chiều.")
    for typed in ("ho doi ngheo", "chuẩn đa chiều", "hộ nghèo"):
        assert found(ward, typed, "measure") == ["Hộ nghèo"]


def test_a_measure_called_otherwise_since_is_found_by_its_old_words_by_those_who_work_with_it(ward):
    ward.define("poor", "Hộ đói nghèo", reading=Reading.PUBLIC)
    ward.define("poor", "Hộ nghèo", on=date(2021, 1, 1), reading=Reading.PUBLIC)
    assert found(ward, "đói", "measure") == ["Hộ nghèo"]
    assert found(Anyone(ward.house.now), "đói") == []
    assert found(Anyone(ward.house.now), "hộ nghèo") == ["Hộ nghèo"]


def test_who_may_know_a_ratio_follows_from_what_it_divides_and_changes_with_it(ward):
    anyone = Anyone(ward.house.now)
    ward.define("all", "Tổng số hộ", reading=Reading.PUBLIC)
    ward.define("poor", "Hộ nghèo", reading=Reading.PUBLIC)
    ward.define("rate", "Tỷ lệ nghèo", nature=Nature.RATIO, unit="%", numerator="poor",
                denominator="all", reading=Reading.PUBLIC)  # fmt: skip
    assert found(anyone, "tỷ lệ nghèo") == ["Tỷ lệ nghèo"]
    ward.define("poor", "Hộ nghèo", reading=Reading.INTERNAL)
    assert found(anyone, "tỷ lệ nghèo") == [] and found(anyone, "hộ nghèo") == []
    assert found(ward, "tỷ lệ nghèo") == ["Tỷ lệ nghèo"]


def test_a_measure_that_will_be_public_is_not_public_yet(ward):
    ward.define("poor", "Hộ nghèo")
    ward.define("poor", "Hộ nghèo", on=date(2021, 7, 1), reading=Reading.PUBLIC)
    assert found(Anyone(ward.house.now), "hộ nghèo") == []
    assert found(Anyone(ward.house.now.replace(month=7, day=1, hour=12)), "hộ nghèo")


def test_a_measure_that_ended_is_found_by_those_who_work_with_it_alone(ward):
    ward.define("poor", "Hộ nghèo", reading=Reading.PUBLIC)
    asking.retire(key="poor", on=date(2021, 1, 1), owner=ward.ward, by=ward.house)
    assert found(ward, "hộ nghèo") == ["Hộ nghèo"]
    assert found(Anyone(ward.house.now), "hộ nghèo") == []


def test_counted_measures_are_found_by_anyone(ward):
    services.make_anew()
    assert found(Anyone(ward.house.now), "số tổ dân phố", "counted") == ["Số tổ dân phố"]


# --- Reports ---------------------------------------------------------------------------------------


def test_a_report_is_found_by_its_heading_and_says_in_which_paragraph_words_stand(full):
    question = rules.read("đường trần phú")
    shown = queries.find(question, viewer=full.leader)
    told = queries.told(shown, shown.group("report").hits)[0]
    assert (told.title, told.place) == ("Báo cáo kết quả công tác", 3)
    assert "".join(p.text for p in told.text if p.asked) == "ĐườngTrầnPhú"
    assert found(full.leader, "ket qua cong tac", "report") == ["Báo cáo kết quả công tác"]


def test_no_number_that_a_report_cites_is_kept(full):
    reports.issue(report=full.report, on=date(2021, 7, 5), by=full.leader)
    kept = Listing.objects.get(kind="report", place=2)
    assert kept.text == "Toàn Đảng bộ có … đảng viên, trong đó … người dân tộc."
    assert found(full.leader, "43 đảng viên", "report") == []


def test_words_that_were_rewritten_are_gone(full):
    reports.write(report=full.report, text="Chỉ còn câu này.", heading=HEADING, seen=1,
                  by=full.leader)  # fmt: skip
    assert found(full.leader, "trần phú") == []
    assert found(full.leader, "chỉ còn câu") == ["Báo cáo kết quả công tác"]
    assert not Listing.objects.filter(text__contains="Trần Phú").exists()
    assert not Listing.objects.filter(lexemes__contains="tran phu").exists()


def test_an_issued_report_is_found_by_its_number(full):
    assert found(full.leader, "bản thảo", "report")
    made = reports.issue(report=full.report, on=date(2021, 7, 5), by=full.leader)
    assert found(full.leader, made.symbol, "report") == ["Báo cáo kết quả công tác"]
    assert found(full.leader, "bản thảo", "report") == []


def test_a_text_that_can_be_read_no_more_is_still_found_by_its_heading(full):
    Report.objects.filter(pk=full.report.pk).update(text="{chưa đóng")
    services.renew("report", full.report.pk)
    assert found(full.leader, "kết quả công tác", "report")


# --- Who may know ----------------------------------------------------------------------------------


def test_people_are_found_where_they_may_be_seen_while_they_hold_their_office(full):
    for viewer in (full.clerk, full.head(1)):
        assert found(viewer, "nguyen thi dao") == ["Nguyễn Thị Đào"]
    for viewer in (full.head(2), Anyone(full.house.now), full.person("o", ("observer", full.ward))):
        assert found(viewer, "nguyen thi dao") == []
    people.relieve(person=full.holder, unit=full.groups[0], title="Tổ trưởng",
                   on=date(2021, 5, 1), by=full.house)  # fmt: skip
    assert found(full.clerk, "nguyen thi dao") == []


def test_what_a_person_is_no_longer_called_is_found_no_more(full):
    full.holder.name = "Trần Thị Mận"
    full.holder.save()
    services.renew("person", full.holder.pk)
    assert found(full.clerk, "đào", "person") == []
    assert found(full.clerk, "mận", "person") == ["Trần Thị Mận"]
    services.take_out("person", full.holder.pk)
    assert not Listing.objects.filter(kind="person").exists()


def test_the_public_finds_units_public_measures_and_awards_of_the_ward_and_nothing_else(full):
    anyone = Anyone(full.house.now)
    services.make_anew()
    everything = Listing.objects.values_list("title", "text")
    words = {word for pair in everything for word in rules.words_of(" ".join(pair))}
    seen = {title for word in words if len(word) > 1 for title in found(anyone, word)}
    units = {"Phường Thử", "Đảng bộ Phường Thử", "Chi bộ 1", "Chi bộ 2",
             *(f"Tổ dân phố {n}" for n in (1, 2, 3))}  # fmt: skip
    counted = {one.title for one in Listing.objects.filter(kind="counted")}
    assert seen == units | counted | {
        "Cơ sở sản xuất kinh doanh cá thể", "Thu ngân sách nhà nước trên địa bàn",
        "Xếp loại năm 2020",
    }  # fmt: skip


@pytest.mark.parametrize("role", list(ROLES))
def test_every_role_finds_what_the_rooms_let_it_read_and_nothing_else(full, role):
    here = full.person("here", (role, full.ward), (role, full.party))
    group = full.person("group", (role, full.groups[0]))
    other = org.found(code="khac", kind="ward", name="Phường Khác", on=FOUNDED, by=full.house)
    away = full.person("away", (role, other))
    for viewer in (here, group, away):
        rounds = {one.title for one in indicators.rounds(viewer=viewer)}
        assert set(found(viewer, "đợt", "round")) == rounds
        may_read = bool(viewer.may(Act.REPORT_SEE, full.ward.pk))
        assert bool(found(viewer, "kết quả công tác", "report")) is may_read
        assert bool(found(viewer, "đảng viên", "report")) is may_read
        assert bool(found(viewer, "nội bộ", "honour")) is viewer.may(Act.REPORT_SEE, full.party.pk)
        sees = viewer.may(Act.PEOPLE_SEE, full.groups[0].pk)
        assert bool(found(viewer, "đào", "person")) is sees
        works = bool(viewer.reach(Act.ROUND_SEE))
        assert bool(found(viewer, "hộ nghèo", "measure")) is works


def test_what_may_not_be_known_changes_no_order_no_count_and_no_limit(full, monkeypatch):
    monkeypatch.setattr(queries, "MOST_TITLES", 4)
    monkeypatch.setattr(queries, "MOST_TEXTS", 2)
    head = full.head(1)
    typed = [rules.read(one) for one in ("đảng", "phường thử", "kết quả", "đảng viên", "2021")]

    def all_of(viewer):
        return [queries.find(one, viewer=viewer) for one in typed]

    def told(viewer):
        return [
            ([(g.shelf.kind, [(h.thing, h.others) for h in g.hits]) for g in one.groups], one.more)
            for one in all_of(viewer)
        ]

    before = told(head), told(Anyone(head.now))
    for number in range(12):
        reports.begin(unit=full.ward, issuer=full.party, code="2021-H1", text=TEXT, by=full.leader,
                      heading={**HEADING, "title": f"Đảng {number}"})  # fmt: skip
        reports.note_statement(unit=full.party, label=f"Đảng {number}", code="2020",
                               words="kết quả đảng viên", by=full.leader)  # fmt: skip
    assert (told(head), told(Anyone(head.now))) == before
    assert all(one.more for one in all_of(full.leader))


@pytest.mark.parametrize("few", [0, 1000])
def test_few_locks_or_many_open_the_same(full, monkeypatch, few):
    people = [full.head(1), full.clerk, full.leader, full.person("x"), Anyone(full.head(1).now)]
    typed = ("đảng", "phường thử", "trần phú", "đào", "xếp loại", "nội bộ")

    def told():
        return [[found(one, words) for words in typed] for one in people]

    before = told()
    monkeypatch.setattr(queries, "FEW_LOCKS", few)
    assert told() == before


def test_rights_that_end_close_at_once_what_they_opened(full):
    viewer = full.person("x", ("observer", full.ward))
    assert found(viewer, "trần phú")
    assert not found(full.person("x"), "trần phú")


# --- The index -------------------------------------------------------------------------------------


def kept():
    rows = Listing.objects.order_by("kind", "thing", "place", "since", "title", "lock__code")
    return list(rows.values_list("kind", "thing", "place", "title", "text", "lexemes", "unit_id",
                                 "lock__code", "since", "until"))  # fmt: skip


def test_what_is_pushed_is_what_is_made_anew_and_twice_is_once(full):
    services.make_anew()
    pushed = kept()
    full.define("x.new", "Mục mới", names=("Tên khác",))
    org.rename(unit=full.groups[1], name="Tổ Mới", on=date(2021, 6, 1), by=full.house)
    reports.write(report=full.report, text="Câu mới.", heading=HEADING, seen=1, by=full.leader)
    now = kept()
    assert now != pushed
    services.make_anew()
    assert kept() == now
    services.make_anew()
    assert kept() == now


def test_the_index_is_made_in_pieces_and_forgets_what_is_gone(full, monkeypatch, capsys):
    monkeypatch.setattr(services, "BATCH", 2)
    services.put("unit", Thing("999999", (Row("Tổ không có"),)))
    Listing.objects.create(kind="old", thing="1", title="Ngăn cũ")
    assert main(["index"]) == 0
    assert "Đơn vị: 7" in capsys.readouterr().out
    assert found(full, "không có", "unit") == []
    assert not Listing.objects.filter(kind="old").exists()
    assert found(full, "tổ dân phố 2", "unit")[0] == "Tổ dân phố 2"


def test_a_house_without_an_index_has_it_made_by_migrating(full, capsys):
    Listing.objects.all().delete()
    Made.objects.all().delete()
    assert found(full, "phường thử") == []
    services.stand_ready_after_migrate("default")
    assert "Đã lập chỉ mục tìm kiếm" in capsys.readouterr().out
    assert "Phường Thử" in found(full, "phường thử")
    services.stand_ready_after_migrate("default")
    assert capsys.readouterr().out == ""


def test_an_index_kept_in_an_older_way_is_made_anew(full, monkeypatch):
    services.stand_ready_after_migrate("default", verbosity=0)
    Listing.objects.all().delete()
    monkeypatch.setattr(rules, "VERSION", rules.VERSION + 1)
    services.stand_ready_after_migrate("default", verbosity=0)
    assert "Phường Thử" in found(full, "phường thử") and queries.is_made()


def test_things_that_open_alike_share_a_lock(full):
    before = Lock.objects.count()
    for _ in range(3):
        reports.begin(unit=full.ward, issuer=full.party, code="2021-H1", text=TEXT, by=full.leader,
                      heading=HEADING)  # fmt: skip
    assert Lock.objects.count() == before


def test_a_shelf_can_be_brought_by_any_room_and_a_question_asks_what_is_open(ward, monkeypatch):
    monkeypatch.setattr(shelves, "_SHELVES", {})
    shelves.register(Shelf("x", "X", (Act.AUDIT_SEE,), False, list, lambda names: iter(())))
    key = frozenset({(Act.AUDIT_SEE, ward.ward.pk)})
    services.put("x", Thing("1", (Row("Một dấu vết", keys=key),)))
    assert found(ward.clerk, "dấu vết") == ["Một dấu vết"]
    assert found(ward.head(1), "dấu vết") == [] and found(Anyone(ward.house.now), "vết") == []


def test_three_questions_find_and_two_more_show(full, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        shown = queries.find(rules.read("đảng"), viewer=full.house)
    with django_assert_max_num_queries(2):
        queries.told(shown, shown.groups[0].hits)


STRANGE = ("'; DROP TABLE x; --", '"', "^", "*", "a OR b", "NEAR(a b)", "(((", "đảng*", "-đảng", "\\",
           "x" * 300, "ﷺ", "北京", "e\u0301\u0301", "100%", "_", "a'b", "tổ:*", "NOT", "#unit", "=to")  # fmt: skip


@pytest.mark.parametrize("typed", STRANGE)
def test_no_question_is_too_strange(ward, typed):
    found(ward, typed)
    found(ward, f"tổ {typed}")
