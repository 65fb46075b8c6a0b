"""A clerk opens last period's own Word file, and has this period's draft without typing twice."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dongthuan.answer.manuscripts import queries, services
from dongthuan.answer.manuscripts.models import Manuscript
from dongthuan.answer.manuscripts.rules import Standing
from dongthuan.decide.indicators import services as asking
from dongthuan.decide.indicators.models import Sheet
from dongthuan.ground import files
from tests.answer.manuscripts import office_files
from tests.wards import Ward, told_ward

pytestmark = pytest.mark.django_db
TIMES = ({"đầu", "cuối"}, {"I", "II"})


def kept(ward: Ward, data: bytes, **more: object) -> Manuscript:
    return services.keep(
        unit=ward.ward, issuer=ward.party, data=data, name="bao-cao.docx", by=ward.clerk, **more
    )


def surfaces(one: Manuscript, standing: Standing) -> list[str]:
    return [m.surface for m in queries.marks(one) if m.standing == standing]


def created(ward: Ward, one: Manuscript) -> None:
    """All that a single press makes of numbers without a measure."""
    rows = [
        services.NewMeasure(p.label, p.unit, p.nature, p.places)
        for p in queries.new_measures(queries.marks(one))
    ]
    services.create(manuscript=one, rows=rows, by=ward.clerk)


def answered(ward: Ward, code: str, **typed: str) -> None:
    """The ward office tells its own numbers of a period, as it would on its sheet."""
    by_label = {}
    for one in Manuscript.objects.all():
        for mark in one.marks.filter(standing="bound").exclude(key=""):
            by_label[mark.surface] = mark.key
    keys = {by_label[surface.strip("_").replace("__", ".").replace("_", ",")]: text
            for surface, text in typed.items()}  # fmt: skip
    made = asking.open_round(
        unit=ward.ward, title="", code=code, due_on=date(2021, 12, 31), keys=list(keys),
        only=[ward.ward], by=ward.clerk,
    )  # fmt: skip
    asking.hand_in(sheet=made.sheets.get(), typed=keys, by=ward.clerk)


def test_every_number_of_the_file_is_marked_wherever_it_stands():
    ward = Ward()
    one = kept(ward, office_files.party_report())
    told = [m.surface for m in queries.marks(one)]
    for number in ("1.507", "09", "906", "4.210", "14", "16", "1.240", "738,5", "32", "115"):
        assert number in told, number
    assert "7" not in told, "Word writes the number of the page itself"
    assert not {"48", "12", "05", "15", "2020"} & set(told), (
        "symbols, days and years are no figures"
    )
    assert one.code == "2020-H2"
    assert one.heading["body_code"] == "ĐU" and one.heading["place"] == "Phường Thử"


def test_names_and_values_of_the_house_are_proposed():
    ward = told_ward()
    one = kept(ward, office_files.party_report(2021, "đầu", "30/6/2021"))
    offers = {m.surface: (m.offer.get("key"), m.offer.get("sure")) for m in queries.marks(one)}
    assert offers["906"] == ("people.households", "value")
    assert offers["1.507"] == ("trade.households", "differs")
    assert offers["09"] == ("people.poor", "differs")
    assert offers["4.210"] == ("budget.revenue", "differs")
    services.accept_offers(manuscript=one, by=ward.clerk)
    # Names agree and values do not: such a number waits for a person.
    assert surfaces(one, Standing.BOUND) == ["906"]


def test_from_an_empty_house_one_press_makes_the_measures_and_keeps_the_old_numbers():
    ward = Ward()
    one = kept(ward, office_files.party_report())
    created(ward, one)
    bound = surfaces(one, Standing.BOUND)
    assert {"1.507", "09", "906", "4.210", "14", "1.240", "738,5", "115"} <= set(bound)
    sheet = Sheet.objects.select_related("round").get()
    assert (sheet.round.code, sheet.unit_id, sheet.status) == ("2020-H2", ward.ward.pk, "sent")
    [households] = [v for v in sheet.values.all() if v.scaled == 906]
    assert households.item.key == "own.tong_so_ho"
    # Cells are counted by the house itself: nobody is asked to type them.
    assert surfaces(one, Standing.OPEN) == ["32"]


def test_the_next_draft_is_the_same_file_with_new_numbers_and_the_rest_on_yellow():
    ward = Ward()
    old = office_files.party_report()
    one = kept(ward, old)
    created(ward, one)
    answered(ward, "2021-H1", **{"1.507": "1619", "09": "11", "906": "912", "4.210": "5085,5"})
    draft = services.begin(manuscript=one, code="2021-H1", by=ward.clerk)
    new = queries.word_of(draft, viewer=ward.clerk)
    assert office_files.look(new) == office_files.look(old), "styles, tables and headers stay"
    assert all(
        re.search(r"\d", before + after) or {before, after} in TIMES
        for before, after in office_files.changed_words(old, new)
    )
    text = "\n".join(office_files.lines(new))
    assert "Tính đến ngày 30/6/2021, toàn phường có 1.619 cơ sở" in text
    assert "số hộ nghèo giảm còn 11 hộ" in text and "tổng số hộ là 912 hộ" in text
    assert "6 tháng đầu năm 2021 được 5.085,5 triệu đồng" in text
    assert "Nghị quyết số 12-NQ/ĐU ngày 15/3/2019" in text, "the day of another paper stays"
    assert "Báo cáo 6 tháng đầu năm 2021 – 32 chi bộ" in text, "the header moves along"
    yellow = office_files.bright(new)
    assert "14" in yellow and "1.240" in yellow and "16" in yellow
    assert "1.619" not in yellow
    told = "\n".join(office_files.comments(new))
    assert "số kỳ trước – chưa cập nhật" in told
    assert "câu nói giảm mà số mới cao hơn" in told, "9 poor households became 11"


def test_every_bound_number_of_the_draft_carries_its_identity():
    ward = Ward()
    one = kept(ward, office_files.party_report())
    created(ward, one)
    answered(ward, "2021-H1", **{"1.507": "1619"})
    draft = services.begin(manuscript=one, code="2021-H1", by=ward.clerk)
    found = {
        f.identity: f.text for f in files.figures_of(queries.word_of(draft, viewer=ward.clerk))
    }
    assert any(text == "1.619" for text in found.values())


def test_three_shapes_of_report_give_a_second_period_that_differs_in_its_figures_alone(tmp_path):
    from tests.ground.files.making import converted

    ward = Ward()
    doc = converted(office_files.government_report(), "docx", "doc", tmp_path)
    for data, code, typed in (
        (office_files.party_report(), "2021-H1", {"1.507": "1619"}),
        (doc, "2021-Q2", {"312": "2100"}),
        (office_files.vni_report(), "2021-06", {"1.150": "946"}),
    ):
        one = kept(ward, data)
        created(ward, one)
        answered(ward, code, **typed)
        draft = services.begin(manuscript=one, code=code, by=ward.clerk)
        base = files.services.content(one.stored)
        new = queries.word_of(draft, viewer=ward.clerk)
        assert office_files.look(new) == office_files.look(base)
        changed = office_files.changed_words(base, new)
        assert changed
        for before, after in changed:
            assert re.search(r"\d", before + after) or {before, after} in TIMES, (before, after)
        [value] = typed.values()
        assert any(f"{int(value):,}".replace(",", ".") in line for line in office_files.lines(new))


def test_a_table_by_group_binds_each_row_to_its_group_and_the_last_to_the_ward():
    ward = told_ward()
    rows = (
        ("TT", "Tổ dân phố", "Tổng số hộ (hộ)", "Hộ nghèo"), ("1", "Tổ dân phố 1", "301", "1"),
        ("2", "TỔ DÂN PHỐ 2", "302", "5"), ("", "Cộng", "903", "6"),
    )  # fmt: skip
    one = kept(ward, office_files.with_table("Số liệu 6 tháng đầu năm 2021", rows))
    told = [
        (m.offer.get("key"), m.offer.get("unit"), m.offer.get("sure")) for m in queries.marks(one)
    ]
    first, second = (group.pk for group in ward.groups[:2])
    assert told == [
        ("people.households", first, "value"), ("people.poor", first, "value"),
        ("people.households", second, "value"), ("people.poor", second, "differs"),
        ("people.households", None, "differs"), ("people.poor", None, "value"),
    ]  # fmt: skip
    services.accept_offers(manuscript=one, by=ward.clerk)
    draft = services.begin(manuscript=one, code="2021-H1", by=ward.clerk)
    assert "{people.households@to-1|n0d0}" in draft.report.text
    assert queries.new_measures(queries.marks(one)) == [], (
        "a group's number is no measure of its own"
    )


def test_a_narrative_form_of_the_level_above_is_filled_where_it_leaves_dots():
    ward = told_ward()
    form = office_files.of_lines(
        "BIỂU THUYẾT MINH", "Kết quả 6 tháng đầu năm 2021", "Kính gửi: ……………… ",
        "Tổng số hộ: ………… hộ; số hộ nghèo ..... hộ.",
        "Thu ngân sách nhà nước trên địa bàn: ……… triệu đồng, đạt …… % kế hoạch.",
        "………, ngày … tháng … năm 2021",
    )  # fmt: skip
    one = kept(ward, form)
    told = [(m.offer.get("key"), m.offer.get("form")) for m in queries.marks(one)]
    assert told[:3] == [
        ("people.households", "n0d0"), ("people.poor", "n0d0"), ("budget.revenue", "n6d0"),
    ]  # fmt: skip
    services.accept_offers(manuscript=one, by=ward.clerk)
    draft = services.begin(manuscript=one, code="2021-H1", by=ward.clerk)
    text = office_files.lines(queries.word_of(draft, viewer=ward.clerk))
    assert "Tổng số hộ: 906 hộ; số hộ nghèo 6 hộ." in text
    assert any(line.startswith("Thu ngân sách nhà nước trên địa bàn: 4.800 triệu") for line in text)
    assert "Kính gửi: ……………… " in text and "………, ngày … tháng … năm 2021" in text


def test_a_number_in_a_footnote_moves_with_the_period_like_any_other():
    data = office_files.with_footnote(
        office_files.of_lines("BÁO CÁO", "Kết quả 6 tháng cuối năm 2020", "Về đời sống"),
        "Trong đó có 906 hộ vay vốn.",
    )
    ward = Ward()
    ward.define("people.loans", "Hộ vay vốn", level="ward")
    one = kept(ward, data)
    services.accept_offers(manuscript=one, by=ward.clerk)
    [mark] = queries.marks(one)
    choice = services.Choice(mark.place, Standing.BOUND, "people.loans", None, "", "n0d0")
    services.bind(manuscript=one, choices=[choice], words="", by=ward.clerk)
    made = asking.open_round(unit=ward.ward, title="", code="2021-H1", due_on=date(2021, 7, 1),
                             keys=["people.loans"], only=[ward.ward], by=ward.clerk)  # fmt: skip
    asking.hand_in(sheet=made.sheets.get(), typed={"people.loans": "915"}, by=ward.clerk)
    draft = services.begin(manuscript=one, code="2021-H1", by=ward.clerk)
    assert "Trong đó có 915 hộ vay vốn." in office_files.lines(
        queries.word_of(draft, viewer=ward.clerk)
    )


def test_a_number_is_not_bound_to_a_measure_that_meant_nothing_then():
    ward = Ward()
    ward.define("people.new", "Hộ mới đến", on=date(2020, 9, 1))
    one = kept(ward, office_files.party_report())
    choice = services.Choice(0, Standing.BOUND, "people.new", None, "cungky", "n0d0")
    with pytest.raises(services.UnableToBind, match="chưa được đặt trong kỳ"):
        services.bind(manuscript=one, choices=[choice], words="", by=ward.clerk)


def test_a_turn_is_taken_back_whole():
    ward = Ward()
    one = kept(ward, office_files.party_report())
    services.keep_rest(manuscript=one, by=ward.clerk)
    assert surfaces(one, Standing.OPEN) == []
    assert services.take_back(manuscript=one, by=ward.clerk).startswith("giữ nguyên")
    assert surfaces(one, Standing.BOUND) == [] and surfaces(one, Standing.KEPT) == []
    assert services.take_back(manuscript=one, by=ward.clerk) == ""


def test_what_a_person_keeps_as_it_is_stands_on_no_yellow():
    ward = Ward()
    one = kept(ward, office_files.party_report())
    services.keep_rest(manuscript=one, by=ward.clerk)
    draft = services.begin(manuscript=one, code="2021-H1", by=ward.clerk)
    assert office_files.bright(queries.word_of(draft, viewer=ward.clerk)) == []
