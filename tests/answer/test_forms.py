"""A form from above is bound once, filled in place every period, and each number can be traced."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
import python_calamine

from dongthuan.answer.forms import queries, services
from dongthuan.answer.forms.filling import Choices, Outcome
from dongthuan.decide.indicators import services as indicators
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.files import UnreadableFile
from dongthuan.ground.files.book import open_book
from dongthuan.ground.files.spans import address, place
from tests.answer.office_forms import made, measures_down, plain, two_tables, units_down
from tests.wards import sheet_of, told_ward

pytestmark = pytest.mark.django_db
NAME = "Biểu 01-PX.xlsx"


@pytest.fixture(autouse=True)
def _kept_here(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def ward():
    ward = told_ward()
    ward.clock.at = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
    return ward


def taken(ward, data: bytes, *, code: str = "2021-H1", name: str = NAME, title: str = ""):
    return services.take_in(
        unit=ward.ward, title=title, name=name, data=data, code=code, by=ward.clerk
    )


def bound(ward, data: bytes, **more):
    edition = taken(ward, data, **more).edition
    services.accept(edition=edition, sheets=None, by=ward.clerk)
    return edition


def lines(edition, sheet: int = 0) -> dict[str, object]:
    layout = queries.layouts(edition)[sheet]
    return {f"{mark}{at}": line.role for (_, mark, at), line in queries.rules.places(layout)}


def cells(filling) -> dict[str, object]:
    return {one.at: one for one in filling.cells}


def ask(ward, edition, code: str = "2021-H1", viewer=None, **choices):
    return queries.filling(
        edition, period=queries.rules.from_code(code), viewer=viewer or ward.clerk,
        choices=Choices(**choices),
    )  # fmt: skip


def file_of(fill, viewer):
    return open_book(queries.again(fill, queries.shown(fill, viewer=viewer)), "b.xlsx")


# --- The proposal ------------------------------------------------------------------------------------


def test_measures_down_the_rows_and_periods_in_the_heads_are_proposed(ward):
    edition = taken(ward, measures_down()).edition
    found = lines(edition)
    assert {at: role.key for at, role in found.items() if role.key} == {
        "r9": "budget.revenue", "r10": "trade.households", "r12": "people.households",
        "r13": "people.poor", "r14": "people.poor_rate",
    }  # fmt: skip
    assert (found["c4"].aspect, found["c4"].when) == ("plan.city", "canam")
    assert found["c5"].when == "cungky" and found["c6"].when == "ky"
    assert found["c7"].aspect == "attained.city"
    assert not found["c8"].bound and "công thức" in found["c8"].why
    assert all(role.waits for role in found.values() if role.bound)


def test_units_down_the_rows_are_known_by_any_way_of_writing_them(ward):
    found = lines(taken(ward, units_down()).edition)
    groups = [group.pk for group in ward.groups]
    assert [found[f"r{at}"].unit for at in (4, 5, 6, 7)] == [*groups, ward.ward.pk]
    assert [found[f"c{at}"].key for at in (3, 4, 5)] == [
        "people.households", "people.poor", "people.poor_rate"
    ]  # fmt: skip


def test_two_tables_of_one_sheet_are_bound_each_its_own_way(ward):
    found = lines(taken(ward, two_tables()).edition)
    assert [found[f"c{at}"].unit for at in (5, 6)] == [g.pk for g in ward.groups[1:]]
    assert found["r9"].key == "party.members" and found["r10"].key == "party.minority"


def test_words_that_are_only_alike_wait_with_their_reason_and_strange_ones_stay_open(ward):
    rows = [["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"], [1, "Số hộ nghèo hiện có", "hộ"],
            [2, "Hộ nghèo", "người"], [3, "Số lượt tham quan", "lượt"]]  # fmt: skip
    found = lines(taken(ward, plain(rows)).edition)
    assert found["r2"].key == "people.poor" and "gần giống" in found["r2"].why
    assert found["r3"].key == "people.poor" and "biểu tính bằng «người»" in found["r3"].why
    assert not found["r4"].bound


def test_a_form_without_a_head_that_says_so_is_known_by_its_names(ward):
    rows = [["Kết quả 6 tháng"], ["", "Thực hiện"], ["Hộ nghèo", None], ["Tổng số hộ", None]]
    found = lines(taken(ward, plain(rows)).edition)
    assert found["r3"].key == "people.poor" and found["c2"].when == "ky"


def test_measures_over_periods_in_the_head_of_a_table_of_units(ward):
    rows = [
        ["TT", "Đơn vị", "Hộ nghèo", "", "Tổng số hộ", ""],
        ["", "", "6 tháng đầu năm 2020", "6 tháng đầu năm 2021", "Cùng kỳ", "Kỳ này"],
        [1, "Tổ dân phố 1"], [2, "Tổ dân phố số 2"], ["", "Toàn phường"],
    ]  # fmt: skip

    def build(book):
        sheet = book.add_worksheet("Biểu")
        for at, cells_of in enumerate(rows):
            sheet.write_row(at, 0, cells_of)
        for spot, words in (
            ("A1:A2", "TT"),
            ("B1:B2", "Đơn vị"),
            ("C1:D1", "Hộ nghèo"),
            ("E1:F1", "Tổng số hộ"),
        ):
            sheet.merge_range(spot, words)

    found = lines(taken(ward, made(build)).edition)
    assert [(found[f"c{at}"].key, found[f"c{at}"].when) for at in (3, 4, 5, 6)] == [
        ("people.poor", "cungky"), ("people.poor", "ky"), ("people.households", "cungky"),
        ("people.households", "ky"),
    ]  # fmt: skip
    assert found["r5"].unit == ward.ward.pk


def test_a_head_that_is_repeated_down_the_sheet_begins_the_table_again(ward):
    head = ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"]
    rows = [head, [1, "Hộ nghèo", "hộ"], head, [2, "Tổng số hộ", "hộ"], ["", "Người lập biểu"],
            ["", "Hộ nghèo"]]  # fmt: skip
    edition = bound(ward, plain(rows))
    assert set(cells(ask(ward, edition))) == {"D2", "D4"}


def test_hidden_rows_and_hidden_sheets_are_neither_bound_nor_filled(ward):
    def build(book):
        sheet = book.add_worksheet("Biểu")
        sheet.write_row(0, 0, ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"])
        sheet.write_row(1, 0, [1, "Hộ nghèo", "hộ"])
        sheet.write_row(2, 0, [2, "Tổng số hộ", "hộ"])
        sheet.set_row(2, None, None, {"hidden": True})
        other = book.add_worksheet("Ẩn")
        other.write_row(0, 0, ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"])
        other.write_row(1, 0, [1, "Hộ nghèo", "hộ"])
        other.hide()

    edition = bound(ward, made(build))
    assert [(one.slot.sheet, one.at) for one in ask(ward, edition).cells] == [("Biểu", "D2")]


def test_a_file_that_the_server_lost_is_said_to_be_lost(ward, tmp_path):
    edition = bound(ward, units_down())
    shutil.rmtree(tmp_path)
    with pytest.raises(UnreadableFile, match=r"không còn nguyên\. Nộp lại tệp"):
        queries.book(edition)


def test_a_file_without_any_table_is_refused_with_what_a_form_needs(ward):
    with pytest.raises(services.UnableToFill, match="không nhận ra bảng nào"):
        taken(ward, plain([["Kính gửi: UBND phường"], ["Đề nghị báo cáo"]]))
    assert not queries.forms(viewer=ward.clerk).exists()


# --- Filling -----------------------------------------------------------------------------------------


def test_figures_go_where_row_and_column_meet_in_the_forms_own_unit_of_measurement(ward):
    edition = bound(ward, measures_down())
    fill = services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    page = file_of(fill, ward.clerk).pages[0]
    assert page.at(*place("D9")).number == "8000"
    assert page.at(*place("F9")).number == "4800.000021"
    assert page.at(*place("F10")).number == "1506"
    # A percent format shows a hundredth: 0,66%.
    assert page.at(*place("F14")).number == "0.0066"
    assert page.at(*place("G9")).formula == "F9/D9*100"


def test_what_is_missing_stays_empty_and_is_listed_never_a_zero(ward):
    edition = bound(ward, measures_down())
    fill = services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    page = file_of(fill, ward.clerk).pages[0]
    missing = [
        one for one in queries.shown(fill, viewer=ward.clerk) if one.outcome is Outcome.MISSING
    ]
    assert {"E9", "E10", "E12", "E13", "E14"} <= {one.at for one in missing}
    for one in missing:
        held = page.at(one.place.row, one.place.column)
        assert held.number == "" and held.text == ""
        assert one.note and one.place.written == ""


def test_a_period_without_any_number_fills_nothing_at_all(ward):
    data = units_down()
    edition = bound(ward, data, code="2020-H1")
    found = ask(ward, edition, "2020-H1")
    assert {one.outcome for one in found.cells} == {Outcome.MISSING}
    fill = services.fill(edition=edition, code="2020-H1", by=ward.clerk)
    assert queries.again(fill, queries.shown(fill, viewer=ward.clerk)) == data


def test_what_the_viewer_may_not_know_stays_empty_for_them_alone(ward):
    edition = bound(ward, two_tables())
    fill = services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    assert cells(ask(ward, edition))["D10"].outcome is Outcome.HIDDEN
    assert file_of(fill, ward.clerk).pages[0].at(*place("D10")).is_blank
    by_leader = services.fill(edition=edition, code="2021-H1", by=ward.person(
        "Bí thư", ("leader", ward.ward), ("leader", ward.party)
    ))  # fmt: skip
    assert file_of(by_leader, ward.leader).pages[0].at(*place("D10")).number == "3"
    # What a leader filled is veiled again for the clerk, in the list and in the file.
    seen = {one.at: one for one in queries.shown(by_leader, viewer=ward.clerk)}
    assert (
        seen["D10"].veiled and seen["D10"].printed == seen["D10"].written == seen["D10"].note == ""
    )
    assert file_of(by_leader, ward.clerk).pages[0].at(*place("D10")).is_blank
    assert file_of(by_leader, ward.clerk).pages[0].at(*place("D9")).number == "43"


def test_numbers_that_are_not_whole_go_in_only_where_that_is_meant(ward):
    asked = ward.round("2021-H2", "people.poor", due=date(2021, 12, 31))
    ward.send(asked, ward.groups[0], people__poor="9")
    rows = [["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"], [1, "Hộ nghèo", "hộ"]]
    edition = bound(ward, plain(rows), code="2021-H2")
    one = cells(ask(ward, edition, "2021-H2"))["D2"]
    assert one.outcome is Outcome.PARTIAL and one.note
    meant = cells(ask(ward, edition, "2021-H2", partial=True))["D2"]
    assert meant.outcome is Outcome.FILLED and meant.value == 9 and "chưa đủ" in meant.note


def test_what_does_not_apply_is_written_as_the_form_wants_it(ward):
    asked = ward.round("2021-H2", "people.poor", due=date(2021, 12, 31))
    ward.send(asked, ward.groups[0], people__poor="x")
    rows = [["STT", "Tổ dân phố", "Hộ nghèo"], [1, "Tổ 1"], [2, "Tổ 2"]]
    edition = bound(ward, plain(rows), code="2021-H2")
    empty = services.fill(edition=edition, code="2021-H2", by=ward.clerk)
    assert file_of(empty, ward.clerk).pages[0].at(*place("C2")).text == ""
    services.settle(form=edition.form, title="Biểu", absent="x", by=ward.clerk)
    edition.form.refresh_from_db()
    marked = services.fill(edition=edition, code="2021-H2", by=ward.clerk)
    assert file_of(marked, ward.clerk).pages[0].at(*place("C2")).text == "x"


def test_what_the_form_already_says_is_kept_told_and_replaced_only_where_that_is_meant(ward):
    rows = [["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"], [1, "Hộ nghèo", "hộ", 99],
            [2, "Tổng số hộ", "hộ", 906], [3, "Tổng số đảng viên", "người", "…"]]  # fmt: skip
    edition = bound(ward, plain(rows))
    found = cells(ask(ward, edition))
    assert found["D2"].outcome is Outcome.TAKEN and "«99»; số đang lưu: 6" in found["D2"].note
    assert found["D3"].outcome is Outcome.TAKEN and found["D3"].note == "trùng số đang lưu"
    assert found["D4"].outcome is Outcome.FILLED
    kept = services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    assert file_of(kept, ward.clerk).pages[0].at(*place("D2")).number == "99"
    over = services.fill(edition=edition, code="2021-H1", by=ward.clerk, over_is_meant=True)
    assert file_of(over, ward.clerk).pages[0].at(*place("D2")).number == "6"


def test_last_periods_number_never_stands_for_one_that_is_missing(ward):
    rows = [["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"], [1, "Hộ nghèo", "hộ", 99]]
    edition = bound(ward, plain(rows), code="2020-H1")
    over = services.fill(edition=edition, code="2020-H1", by=ward.clerk, over_is_meant=True)
    assert file_of(over, ward.clerk).pages[0].at(*place("D2")).is_blank
    assert "đã xóa «99»" in queries.shown(over, viewer=ward.clerk)[0].note


def test_a_number_is_not_put_into_a_cell_for_days_or_of_another_share(ward):
    def build(book):
        sheet = book.add_worksheet("Biểu")
        sheet.write_row(0, 0, ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"])
        for at, code in enumerate(("dd/mm/yyyy", "0%", "@"), 1):
            sheet.write_row(at, 0, [at, ("Hộ nghèo", "Tổng số hộ", "Tổng số đảng viên")[at - 1]])
            sheet.write_blank(at, 3, None, book.add_format({"num_format": code}))

    edition = bound(ward, made(build))
    found = cells(ask(ward, edition))
    assert found["D2"].outcome is Outcome.ODD and "ngày tháng" in found["D2"].note
    assert found["D3"].outcome is Outcome.ODD and "phần trăm" in found["D3"].note
    fill = services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    assert file_of(fill, ward.clerk).pages[0].at(*place("D4")).text == "43"


def test_nothing_is_filled_while_a_proposal_waits_or_nothing_is_bound(ward):
    edition = taken(ward, units_down()).edition
    with pytest.raises(services.UnableToFill, match=r"Còn \d+ dòng, cột chờ bác xác nhận"):
        services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    strange = taken(ward, plain([["STT", "Nội dung", "Xyz"], [1, "Abc"]]), name="b.xlsx").edition
    services.accept(edition=strange, sheets=None, by=ward.clerk)
    with pytest.raises(services.UnableToFill, match="Chưa có ô nào để điền"):
        services.fill(edition=strange, code="2021-H1", by=ward.clerk)


def test_a_head_that_names_another_period_is_told_before_anything_is_filled(ward):
    edition = bound(ward, measures_down())
    found = ask(ward, edition, "2022-H1").conflicts
    assert any("đầu cột ghi «6 tháng đầu năm 2021»" in one for one in found)
    assert any(
        "ô A3: biểu ghi «6 tháng đầu năm 2021», kỳ điền là 6 tháng đầu năm 2022" in one
        for one in found
    )
    with pytest.raises(services.UnableToFill, match="vẫn điền"):
        services.fill(edition=edition, code="2022-H1", by=ward.clerk)
    services.fill(edition=edition, code="2022-H1", by=ward.clerk, heads_are_meant=True)


# --- The form's own formulas -------------------------------------------------------------------------


def test_the_forms_sums_and_shares_are_computed_again_and_agree(ward):
    found = cells(ask(ward, bound(ward, units_down())))
    assert {found[at].outcome for at in ("C7", "D7", "E7", "E4", "E5")} == {Outcome.AGREES}


def test_a_sum_that_leaves_a_unit_out_is_told_with_both_numbers_and_the_unit(ward):
    found = cells(ask(ward, bound(ward, units_down(total="two"))))
    assert found["C7"].outcome is Outcome.DIFFERS
    assert found["C7"].note == (
        "biểu tính ra 603, số đang lưu là 906; biểu không cộng đơn vị: Tổ dân phố 3"
    )


def test_a_sum_over_an_empty_place_says_which_place_is_empty(ward):
    asked = ward.round("2021-H2", "people.poor", due=date(2021, 12, 31))
    for group, number in zip(ward.groups, "12x", strict=True):
        ward.send(asked, group, people__poor=number)
    rows = [["STT", "Tổ dân phố", "Hộ nghèo"], [1, "Tổ 1", 7], [2, "Tổ 2"], ["", "Cộng", "=C2+C3"]]
    found = cells(ask(ward, bound(ward, plain(rows), code="2021-H2"), "2021-H2"))
    assert (
        found["C4"].outcome is Outcome.DIFFERS
        and "biểu tính ra 9, số đang lưu là 3" in found["C4"].note
    )


def test_a_difference_by_rounding_is_called_so(ward):
    rows = [
        ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"],
        [1, "Tỷ lệ hộ nghèo", "%", "=ROUND(6/906*100,1)"],
    ]
    found = cells(ask(ward, bound(ward, plain(rows))))
    assert found["D2"].outcome is Outcome.DIFFERS or "làm tròn" in found["D2"].note


def test_a_formula_out_of_reach_is_said_to_be_so(ward):
    rows = [["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"], [1, "Hộ nghèo", "hộ", "=IF(A2,1,2)"],
            [2, "Tổng số hộ", "hộ", "=#REF!"]]  # fmt: skip
    found = cells(ask(ward, bound(ward, plain(rows))))
    assert found["D2"].note == "không tính lại được: hàm IF"
    assert "đã hỏng (#REF!)" in found["D3"].note


# --- Remembered by its shape -------------------------------------------------------------------------


def test_next_periods_form_of_the_same_shape_is_the_same_form_whatever_it_is_called(ward):
    first = bound(ward, measures_down())
    again = taken(ward, measures_down(year=2022), code="2022-H1", name="bieu so lieu moi.xlsx")
    assert again.known and again.edition.form_id == first.form_id and again.edition.number == 2
    assert again.edition.changes == ""
    assert queries.standing(queries.layouts(again.edition)).ready
    assert ask(ward, again.edition, "2022-H1").conflicts == ()


def test_two_forms_of_one_name_are_two_forms(ward):
    first, second = taken(ward, measures_down()), taken(ward, units_down())
    assert not second.known and first.edition.form_id != second.edition.form_id


def test_the_same_file_again_is_the_same_edition(ward):
    data = measures_down()
    first = bound(ward, data)
    again = services.add_edition(
        form=first.form, name="x.xlsx", data=data, code="2021-H1", by=ward.clerk
    )
    assert again == first


def test_a_form_whose_rows_moved_says_which_and_waits_there(ward):
    first = bound(ward, measures_down())
    moved = measures_down(year=2022, extra=("Hộ kinh doanh mở mới", "Hộ kinh doanh ngừng"))
    second = services.add_edition(
        form=first.form, name="b.xlsx", data=moved, code="2022-H1", by=ward.clerk
    )
    told = second.changes.splitlines()
    assert any("từ dòng 11–15 sang dòng 13–17" in one for one in told)
    assert any(
        "có 2 dòng mới: «Hộ kinh doanh mở mới», «Hộ kinh doanh ngừng»" in one for one in told
    )
    found = lines(second)
    # What stands where it stood stays settled; what moved keeps its measure and asks again.
    assert found["r9"].sure and found["r10"].sure and found["c6"].sure
    assert found["r15"].key == "people.poor" and found["r15"].waits
    assert found["r15"].why == "từ dòng 13 sang dòng 15"
    with pytest.raises(services.UnableToFill, match="chờ bác xác nhận"):
        services.fill(edition=second, code="2022-H1", by=ward.clerk)
    services.accept(edition=second, sheets=None, by=ward.clerk)
    services.fill(edition=second, code="2022-H1", by=ward.clerk)


def test_one_row_that_moved_is_told_by_its_name(ward):
    rows = [["STT", "Chỉ tiêu", "ĐVT", "Thực hiện"], [1, "Hộ nghèo", "hộ"], [2, "Tổng số hộ", "hộ"]]
    first = bound(ward, plain(rows))
    later = [rows[0], rows[2], rows[1]]
    second = services.add_edition(
        form=first.form, name="b.xlsx", data=plain(later), code="2021-H1", by=ward.clerk
    )
    assert second.changes.splitlines() == [
        "dòng «Tổng số hộ» từ dòng 3 sang dòng 2.", "dòng «Hộ nghèo» từ dòng 2 sang dòng 3.",
    ]  # fmt: skip


def test_another_unit_of_measurement_is_told_and_asks_again(ward):
    first = bound(ward, measures_down())
    second = services.add_edition(
        form=first.form, name="b.xlsx", data=measures_down(measured="tỷ đồng"), code="2021-H1",
        by=ward.clerk,
    )  # fmt: skip
    assert "đơn vị tính đổi từ «triệu đồng» sang «tỷ đồng»" in second.changes
    assert lines(second)["r9"].waits
    services.accept(edition=second, sheets=None, by=ward.clerk)
    assert cells(ask(ward, second))["F9"].value == Fraction(4800000021, 10**9)


def test_a_form_just_taken_in_may_be_said_to_be_anothers_next_edition(ward):
    first = bound(ward, measures_down())
    moved = measures_down(extra=("Hộ kinh doanh mở mới",))
    second = taken(ward, moved, name="khac.xlsx").edition
    assert queries.like(second.form, queries.layouts(second), viewer=ward.clerk) == [first.form]
    joined = services.join(form=second.form, into=first.form, by=ward.clerk)
    assert joined.form_id == first.form_id and joined.number == 2
    assert list(queries.forms(viewer=ward.clerk)) == [first.form]


# --- Binding by hand ---------------------------------------------------------------------------------


def test_a_line_is_bound_by_hand_one_save_after_the_other_and_a_save_can_be_undone(ward):
    edition = taken(ward, units_down()).edition
    role = queries.rules.Role(key="trade.households", sure=True)
    services.bind(edition=edition, sheet=0, roles={(0, "c", 3): role}, seen=1, by=ward.clerk)
    assert lines(edition)["c3"].key == "trade.households"
    with pytest.raises(services.UnableToFill, match="Có người vừa lưu"):
        services.bind(edition=edition, sheet=0, roles={(0, "c", 3): role}, seen=1, by=ward.clerk)
    services.undo(edition=edition, sheet=0, by=ward.clerk)
    assert lines(edition)["c3"].key == "people.households"
    with pytest.raises(services.UnableToFill, match="không còn trong biểu"):
        services.bind(edition=edition, sheet=0, roles={(7, "c", 3): role}, seen=3, by=ward.clerk)
    fresh = taken(ward, two_tables(), name="c.xlsx").edition
    with pytest.raises(services.UnableToFill, match="chưa có lần lưu nào"):
        services.undo(edition=fresh, sheet=0, by=ward.clerk)


# --- Traced, repeated, compared ----------------------------------------------------------------------


def test_a_filling_keeps_every_place_with_its_grounds_and_gives_the_same_file_again(ward):
    edition = bound(ward, units_down())
    fill = services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    shown = queries.shown(fill, viewer=ward.clerk)
    assert len(shown) == 12 and queries.sealed(fill)
    one = next(each for each in shown if each.at == "D5")
    assert (one.figure.key, one.figure.unit_id, one.figure.code) == (
        "people.poor", ward.groups[1].pk, "2021-H1"
    )  # fmt: skip
    assert one.figure.evidence == ward.figure("people.poor", unit=ward.groups[1]).evidence.hash
    first = queries.again(fill, shown)
    assert hashlib.sha256(first).hexdigest() == fill.digest
    assert queries.again(fill, shown) == first


def test_a_filling_is_held_against_the_numbers_of_a_later_day(ward):
    edition = bound(ward, units_down())
    fill = services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    shown = queries.shown(fill, viewer=ward.clerk)
    assert queries.moved(fill, shown, viewer=ward.clerk) == []
    sheet = sheet_of(ward, "people.poor", ward.groups[0])
    indicators.correct(sheet=sheet, key="people.poor", text="4", reason="Rà soát", by=ward.leader)
    found = {
        one.one.at: (one.before, one.after) for one in queries.moved(fill, shown, viewer=ward.clerk)
    }
    assert found == {"D4": ("1", "4")}
    later = services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    between = queries.between(shown, queries.shown(later, viewer=ward.clerk))
    assert {one.one.at: (one.before, one.after) for one in between}["D7"] == ("6", "9")


def test_a_form_is_nobodys_who_may_not_write_and_is_seen_by_who_may_read(ward):
    observer = ward.person("Giám sát", ("observer", ward.ward))
    head = ward.head(1)
    edition = bound(ward, units_down())
    assert queries.form(viewer=observer, pk=edition.form_id) == edition.form
    assert queries.form(viewer=head, pk=edition.form_id) is None
    for by in (observer, head):
        with pytest.raises(NotPermitted):
            services.take_in(unit=ward.ward, title="", name="x.xlsx", data=plain([["a"]]),
                             code="2021-H1", by=by)  # fmt: skip
        for act in (
            lambda by=by: services.fill(edition=edition, code="2021-H1", by=by),
            lambda by=by: services.accept(edition=edition, sheets=None, by=by),
            lambda by=by: services.retire(form=edition.form, by=by),
        ):  # fmt: skip
            with pytest.raises(NotPermitted):
                act()


def test_a_form_that_was_put_away_is_not_filled_any_more(ward):
    edition = bound(ward, units_down())
    services.retire(form=edition.form, by=ward.clerk)
    with pytest.raises(services.UnableToFill, match="đã thôi dùng"):
        services.fill(edition=edition, code="2021-H1", by=ward.clerk)
    assert not taken(ward, units_down()).known


@pytest.mark.office
def test_an_old_form_is_taken_in_as_a_new_one_or_refused_with_what_to_do(
    ward, tmp_path, monkeypatch
):
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: apt-get install libreoffice-calc-nogui")
    (tmp_path / "b.xlsx").write_bytes(units_down())
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/nha", "--headless", "--convert-to",
         "xls:MS Excel 97", "--outdir", tmp_path, tmp_path / "b.xlsx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    old = (tmp_path / "b.xls").read_bytes()
    edition = bound(ward, old, name="b.xls")
    assert edition.converted
    assert cells(ask(ward, edition))["C7"].outcome is Outcome.AGREES
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(UnreadableFile, match="Lưu thành"):
        taken(ward, old, name="c.xls")


@pytest.mark.office
def test_libreoffice_comes_to_the_numbers_that_the_record_says_of_every_place(ward, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: apt-get install libreoffice-calc-nogui")
    for number, data in enumerate((measures_down(), units_down(), two_tables())):
        edition = bound(ward, data, name=f"{number}.xlsx")
        fill = services.fill(edition=edition, code="2021-H1", by=ward.clerk)
        shown = queries.shown(fill, viewer=ward.clerk)
        (tmp_path / "b.xlsx").write_bytes(queries.again(fill, shown))
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/nha", "--headless", "--convert-to",
             "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "ra", tmp_path / "b.xlsx"],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        book = python_calamine.load_workbook(tmp_path / "ra" / "b.xlsx")
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        theirs = {
            address(r, c): cell for r, row in enumerate(rows, 1) for c, cell in enumerate(row, 1)
        }
        assert {one.outcome for one in shown} >= {Outcome.FILLED, Outcome.AGREES}
        for one in shown:
            if one.outcome in (Outcome.FILLED, Outcome.AGREES):
                told = float(Fraction(one.place.written))
                assert theirs[one.at] == pytest.approx(told, rel=1e-3), one.at
            elif one.outcome is not Outcome.UNREAD:
                assert not isinstance(theirs.get(one.at, ""), float) or theirs[one.at] == 0, one.at
