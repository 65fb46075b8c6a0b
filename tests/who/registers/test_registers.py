"""A register on its way: found in the file, held against what is known, taken in whole, taken back."""

from __future__ import annotations

from datetime import date

import pytest

from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.models import Entry
from dongthuan.ground.files.models import StoredFile
from dongthuan.who.org import queries as org
from dongthuan.who.org import services as units
from dongthuan.who.people import queries as people
from dongthuan.who.people import services as keeping
from dongthuan.who.people.models import Household, Person, Residence
from dongthuan.who.registers import queries, services
from dongthuan.who.registers.kinds import UnableToTakeIn
from dongthuan.who.registers.models import Gone, Layout, Run
from tests.wards import FOUNDED, Ward
from tests.who.registers.books import PEOPLE, household_book, plain_book

pytestmark = pytest.mark.django_db
ON = date(2021, 6, 1)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def ward():
    return Ward()


def kept(ward, data, kind="households", unit=None, by=None, on=ON):
    return services.keep(kind=kind, unit=unit or ward.ward, on=on, data=data, name="so.xlsx",
                         by=by or ward.clerk)  # fmt: skip


def worked(ward, run):
    by = ward.clerk
    services.work(run=run, by=by, clock=lambda: by.now)
    return run


def checked(ward, data, **more):
    run = kept(ward, data, **more)
    services.ask_check(run=run, by=ward.clerk)
    return worked(ward, run)


def taken(ward, data, **more):
    run = checked(ward, data, **more)
    assert not run.counts["problems"], problems(run)
    services.ask_take_in(run=run, by=ward.clerk)
    worked(ward, run)
    assert run.stage == Run.Stage.TAKEN, (run.stage, run.said, run.counts)
    return run


def problems(run):
    return [(one.sheet, one.row, one.column, one.words) for one in queries.troubles(run)]


def lives(ward, on=ON):
    """Who lives where, as pages show it."""
    by = ward.clerk
    return {
        (org.tree(on).name(group.pk), home.code, home.address): sorted(
            (p.name, p.born) for p in people.members(viewer=by, on=on, household=home.id)
        )
        for group in ward.groups
        for home in people.households(viewer=by, on=on, unit=group.pk)
    }


def changed(at: int, column: int, cell):
    """The register with one cell of the first group changed."""
    rows = [list(row) for row in PEOPLE["Tổ dân phố 1"]]
    rows[at][column] = cell
    return PEOPLE | {"Tổ dân phố 1": [tuple(row) for row in rows]}


def test_a_table_is_found_among_titles_groups_totals_notes_and_hidden_sheets(ward):
    run = kept(ward, household_book())
    (table,) = run.tables
    assert (table["head"], table["first"], table["last"], table["count"]) == (4, 7, 13, 5)
    assert run.mapping == {"1": "name", "2": "born", "3": "head", "4": "home", "5": "address",
                           "6": "phone"}  # fmt: skip
    left = " | ".join(words for _, _, words in run.left)
    for said in ("trên dòng tên cột", "đánh số cột", "tên nhóm «Tổ dân phố 1»", "dòng cộng «Cộng»",
                 "lời ghi", "trang tính ẩn"):  # fmt: skip
        assert said in left, left


def test_people_and_households_come_in_as_the_file_tells_them(ward):
    run = taken(ward, household_book())
    assert {k: run.counts[k] for k in ("new", "changed", "same", "gone")} == {
        "new": 5, "changed": 0, "same": 0, "gone": 0}  # fmt: skip
    assert lives(ward) == {
        ("Tổ dân phố 1", "h-001", "12 Lê Lợi"): [
            ("Nguyễn An Chi", date(1990, 6, 5)), ("Nguyễn Văn An", date(1958, 2, 1)),
            ("Trần Thị Bình", date(1960, 1, 1)),
        ],
        ("Tổ dân phố 2", "h-002", "3 Hẻm 4"): [
            ("Lê Hòa", date(1960, 2, 1)), ("Phạm Y Ban", date(1988, 8, 7))],
    }  # fmt: skip
    assert set(Person.objects.values_list("phone", flat=True)) == {"0912345678", "0987654321", ""}
    assert Residence.objects.filter(is_head=True).count() == 2


def test_nothing_is_written_before_the_import_and_the_same_file_again_changes_nothing(ward):
    checked(ward, household_book())
    assert not Person.objects.exists() and not Household.objects.exists()
    taken(ward, household_book())
    again = checked(ward, household_book())
    assert {k: again.counts[k] for k in ("new", "changed", "same", "gone")} == {
        "new": 0, "changed": 0, "same": 5, "gone": 0}  # fmt: skip
    with pytest.raises(UnableToTakeIn, match="không khác gì"):
        services.ask_take_in(run=again, by=ward.clerk)


def test_the_next_version_shows_adds_changes_and_removals_and_removes_nobody_by_itself(ward):
    taken(ward, household_book())
    rows = [list(one) for one in PEOPLE["Tổ dân phố 1"][:2]]
    rows[1][6] = "0905 111 222"
    rows.append([3, "Nguyễn Văn Dũng", "1/1/2020", "Cháu", "H-001", "", "", "Kinh"])
    data = household_book(PEOPLE | {"Tổ dân phố 1": [tuple(one) for one in rows]})
    run = checked(ward, data, on=date(2021, 7, 1))
    assert {k: run.counts[k] for k in ("new", "changed", "same", "gone")} == {
        "new": 1, "changed": 1, "same": 3, "gone": 1}  # fmt: skip
    (gone,) = queries.gone(run)
    assert Person.objects.get(pk=gone.subject_id).name == "Nguyễn An Chi"
    services.ask_take_in(run=run, by=ward.clerk)
    worked(ward, run)
    names = {name for rows in lives(ward, date(2021, 7, 1)).values() for name, _ in rows}
    assert {"Nguyễn An Chi", "Nguyễn Văn Dũng"} <= names


def test_whom_a_person_chose_leaves_with_the_import_and_comes_back_when_it_is_undone(ward):
    taken(ward, household_book())
    before = lives(ward, date(2021, 7, 1))
    data = household_book(PEOPLE | {"Tổ dân phố 2": PEOPLE["Tổ dân phố 2"][:1]})
    run = checked(ward, data, on=date(2021, 7, 1))
    ids = list(queries.gone(run).values_list("pk", flat=True))
    services.choose_gone(run=run, shown=ids, ends=ids, by=ward.clerk)
    services.ask_take_in(run=run, by=ward.clerk)
    worked(ward, run)
    assert "Phạm Y Ban" not in str(lives(ward, date(2021, 7, 1)))
    assert "Phạm Y Ban" in str(lives(ward, date(2021, 6, 30)))
    services.take_back(run=run, by=ward.clerk)
    assert lives(ward, date(2021, 7, 1)) == before


def test_an_import_is_undone_as_a_whole_and_leaves_no_name(ward):
    run = taken(ward, household_book())
    services.take_back(run=run, by=ward.clerk)
    assert lives(ward) == {}
    assert set(Person.objects.values_list("name", flat=True)) == {""}
    assert taken(ward, household_book()).counts["new"] == 5
    assert len(lives(ward)) == 2


def test_a_change_is_undone_to_what_it_was(ward):
    taken(ward, household_book())
    before = lives(ward)
    data = household_book(changed(0, 2, "3/4/1959"))
    run = taken(ward, data)
    assert run.counts["changed"] == 1 and lives(ward) != before
    services.take_back(run=run, by=ward.clerk)
    assert lives(ward) == before


def test_an_import_that_something_rests_on_is_not_undone_and_says_what(ward):
    run = taken(ward, household_book())
    person = Person.objects.get(name="Nguyễn Văn An")
    keeping.appoint(person=person, unit=ward.groups[0], title="Tổ trưởng", on=ON, by=ward.clerk)
    with pytest.raises(UnableToTakeIn, match="chức vụ"):
        services.take_back(run=run, by=ward.clerk)
    assert len(lives(ward)) == 2


def test_a_household_that_moves_takes_its_people_along(ward):
    taken(ward, household_book())
    moved = {"Tổ dân phố 3": PEOPLE["Tổ dân phố 1"], "Tổ dân phố 2": PEOPLE["Tổ dân phố 2"]}
    run = taken(ward, household_book(moved), on=date(2021, 8, 1))
    assert run.counts["changed"] == 3
    assert ("Tổ dân phố 3", "h-001", "12 Lê Lợi") in lives(ward, date(2021, 8, 1))
    services.take_back(run=run, by=ward.clerk)
    assert ("Tổ dân phố 1", "h-001", "12 Lê Lợi") in lives(ward, date(2021, 8, 1))


@pytest.mark.parametrize(
    ("at", "column", "cell", "place", "said"),
    [
        (1, 2, "31/2/1960", "C8", "không có trong lịch"),
        (1, 2, "1/2/15", "C8", "không rõ thế kỷ"),
        (1, 2, "tháng ba", "C8", "không phải ngày"),
        (1, 2, "1/1/2030", "C8", "sau hôm nay"),
        (1, 1, "", "B8", "ô trống"),
        (1, 1, "Bình 2", "B8", "chữ số"),
        (1, 6, "12", "G8", "đủ 10 chữ số"),
        (1, 3, "Chủ hộ", "D8", "đã có chủ hộ ở dòng 7"),
        (2, 1, "TRẦN THỊ BÌNH", "B9", "trùng với dòng 8"),
        (1, 5, "99 Khác", "F8", "khác dòng 7 của cùng hộ"),
        (1, 4, "H-002", "A13", ""),
    ],
)
def test_what_cannot_be_read_is_named_by_row_and_column_with_what_to_do(
    ward, at, column, cell, place, said
):
    told = changed(at, column, cell)
    if (at, column) == (2, 1):
        told = changed(2, 1, cell)
        told["Tổ dân phố 1"][2] = (3, cell, "", "Con", "H-001", "", "", "Kinh")
    run = checked(ward, household_book(told))
    found = problems(run)
    assert found
    if said:
        (_, row, letter, words), *_ = found
        assert (f"{letter}{row}", said in words) == (place, True), found
    with pytest.raises(UnableToTakeIn, match="Còn chỗ cần sửa"):
        services.ask_take_in(run=run, by=ward.clerk)
    assert not Person.objects.exists()


def test_sensitive_columns_are_left_out_and_cannot_be_chosen(ward):
    run = kept(ward, household_book())
    with pytest.raises(UnableToTakeIn, match="nhạy cảm"):
        services.settle(run=run, print_=run.print, mapping={1: "name", 7: "address"}, by=ward.clerk)


def test_a_head_that_was_settled_is_known_the_next_time(ward):
    heads = ("STT", "Người", "Sinh", "Hộ", "Nơi")
    rows = [(n, f"Lê Văn {'ABCDE'[n]}", 1950 + n, f"K{n}", "Tổ 1") for n in range(5)]
    data = plain_book(("STT", "Họ tên", *heads[2:]), rows)
    run = kept(ward, data)
    services.settle(run=run, print_=run.print, by=ward.clerk,
                    mapping={1: "name", 2: "born", 3: "home", 4: "unit"})  # fmt: skip
    again = kept(ward, data)
    assert again.mapping == {"1": "name", "2": "born", "3": "home", "4": "unit"}
    assert again.tables[0]["known"]
    assert Layout.objects.count() == 1


def test_only_whoever_keeps_people_there_takes_a_register_in(ward):
    data = household_book()
    for by in (ward.leader, ward.head(1)):
        with pytest.raises(NotPermitted):
            kept(ward, data, by=by)
    run = checked(ward, data)
    for do in (services.ask_check, services.ask_take_in, services.take_back, services.forget):
        with pytest.raises(NotPermitted):
            do(run=run, by=ward.leader)
    assert queries.run(viewer=ward.leader, pk=run.pk) is None
    assert list(queries.runs(viewer=ward.head(1))) == []


def test_a_right_that_ended_meanwhile_stops_the_work(ward):
    run = checked(ward, household_book())
    services.ask_take_in(run=run, by=ward.clerk)
    by = ward.leader
    services.work(run=run, by=by, clock=lambda: by.now)
    assert run.stage == Run.Stage.STOPPED and "chưa có quyền" in run.said
    assert not Person.objects.exists()


def test_a_forgotten_run_takes_its_file_along_and_leaves_what_came_in(ward):
    run = taken(ward, household_book())
    services.forget(run=run, by=ward.clerk)
    assert (
        not Run.objects.exists() and not StoredFile.objects.exists() and not Gone.objects.exists()
    )
    assert len(lives(ward)) == 2


def test_the_trail_names_no_person_and_no_file(ward):
    run = taken(ward, household_book())
    services.take_back(run=run, by=ward.clerk)
    told = " ".join(Entry.objects.values_list("detail", flat=True))
    for word in ("Nguyễn", "An", "so.xlsx", "H-001", "h-001"):
        assert word not in told


def test_the_register_changed_since_it_was_read_is_read_again_instead_of_taken_in(ward):
    run = checked(ward, household_book())
    keeping.register_household(code="h-001", unit=ward.groups[0], on=FOUNDED, by=ward.clerk,
                               address="12 Lê Lợi")  # fmt: skip
    other = checked(ward, household_book())
    taken(ward, household_book())
    for late in (run, other):
        services.ask_take_in(run=late, by=ward.clerk)
        worked(ward, late)
        assert late.stage == Run.Stage.CHECKED and "đã thay đổi" in late.said
        assert late.counts["same"] == 5


def test_without_codes_a_household_is_named_by_its_head_and_its_people_follow(ward):
    heads = ("STT", "Họ và tên", "Năm sinh", "Quan hệ với chủ hộ", "Tổ dân phố")
    rows = [
        (1, "Lê Văn Một", 1950, "Chủ hộ", "Tổ 1"), (2, "Trần Thị Hai", 1955, "Vợ", "Tổ 1"),
        (3, "Lê Văn Ba", 1960, "Chủ hộ", "TDP số 1"),
    ]  # fmt: skip
    taken(ward, plain_book(heads, rows))
    assert {code: len(rows) for (_, code, _), rows in lives(ward).items()} == {
        "to-1-le-van-mot-1950": 2, "to-1-le-van-ba-1960": 1}  # fmt: skip
    assert checked(ward, plain_book(heads, rows)).counts["same"] == 3
    lost = checked(ward, plain_book(heads, rows[1:]))
    assert "đứng trước chủ hộ nào" in problems(lost)[0][3]


def test_a_list_of_heads_alone_is_a_household_a_row(ward):
    heads = ("STT", "Họ tên chủ hộ", "Địa chỉ", "Tổ")
    taken(ward, plain_book(heads, [(1, "Lê Văn Một", "1 Lê Lợi", 2), (2, "Lê Văn Hai", "", 3)]))
    assert len(lives(ward)) == 2 and Residence.objects.filter(is_head=True).count() == 2


def test_a_bare_year_never_changes_a_full_day_of_birth(ward):
    taken(ward, household_book())
    run = checked(ward, household_book(changed(0, 2, 1958)))
    assert (run.counts["changed"], run.counts["same"]) == (0, 5)


def test_two_of_one_name_in_a_household_are_told_apart_by_their_days_or_not_at_all(ward):
    heads = ("STT", "Họ tên", "Ngày sinh", "Mã hộ", "Tổ")
    rows = [(1, "Lê An", "1/2/1950", "K", "Tổ 1"), (2, "Lê An", "3/4/1980", "K", "Tổ 1")]
    taken(ward, plain_book(heads, rows))
    assert checked(ward, plain_book(heads, rows)).counts["same"] == 2
    for one in ([rows[0], (2, "LÊ AN", "", "K", "Tổ 1")], [(1, "Lê An", "", "K", "Tổ 1")]):
        assert problems(checked(ward, plain_book(heads, one)))


def test_a_code_of_another_ward_is_refused_and_nothing_of_it_is_told(ward):
    other = units.found(code="khac", kind="ward", name="Phường Khác", on=FOUNDED, by=ward.house)
    group = units.found(code="to-khac", kind="residential_group", name="Tổ dân phố 9", on=FOUNDED,
                        parent=other, by=ward.house)  # fmt: skip
    keeping.register_household(
        code="h-001", unit=group, on=FOUNDED, by=ward.house, address="Bí mật"
    )
    found = problems(checked(ward, household_book()))
    assert "đã dùng cho một hộ ở nơi khác" in found[0][3] and "Bí mật" not in str(found)
