"""Lists and grids taken away: every row the filter leaves, with the rights of the page, sums live."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.models import Round
from dongthuan.ground import files
from dongthuan.ground.figures import Nature, Reading
from dongthuan.who.org import services as org
from dongthuan.who.people import services as people
from tests.doors.desk.hands import browser, page, user
from tests.wards import FOUNDED, Ward, told_ward

pytestmark = pytest.mark.django_db
TOTAL = "Cộng các dòng trên"
PAGES = (
    "don-vi", "chuc-vu", "dot-so-lieu", "muc-so-lieu", "chi-tieu?nam=2021", "bao-cao/",
    "bao-cao/xep-loai", "dau-vet",
)  # fmt: skip


@pytest.fixture
def ward(monkeypatch):
    ward = told_ward()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    return ward


@pytest.fixture
def clerk(ward):
    both = ("clerk", ward.ward), ("clerk", ward.party)
    return browser(user(ward, "Van Phong", *both))


def take(client, address, kind="xlsx"):
    join = "&" if "?" in address else "?"
    return client.get(f"/lam-viec/{address}{join}tai={kind}")


def rows(answer):
    [table] = files.read_tables(answer.content, "a.xlsx")
    return [row for row in table.rows if any(row)]


def formulas(answer, sheet=1):
    part = zipfile.ZipFile(io.BytesIO(answer.content)).read(f"xl/worksheets/sheet{sheet}.xml")
    return re.findall(r"<f>([^<]*)</f>", part.decode())


@pytest.mark.parametrize("address", PAGES)
def test_every_list_is_offered_and_given_as_workbook_and_csv(clerk, ward, address):
    person = people.register(name="Nguyễn Văn Mẫu", unit=ward.groups[0], by=ward.house)
    people.appoint(person=person, unit=ward.groups[0], title="Tổ trưởng", on=FOUNDED, by=ward.house)
    shown = page(clerk.get(f"/lam-viec/{address}"))
    if not address.startswith("bao-cao"):  # nothing was written yet, so nothing is offered
        assert "tai=xlsx" in shown and "tai=csv" in shown
    book, text = take(clerk, address), take(clerk, address, "csv")
    assert book.content[:2] == b"PK" and text.content.startswith(b"\xef\xbb\xbf")
    for answer in (book, text):
        assert re.fullmatch(
            r'attachment; filename="[a-z0-9-]+\.(xlsx|csv)"', answer["Content-Disposition"]
        )
    assert rows(book)


def test_the_grid_of_a_round_adds_each_measure_by_a_formula(clerk, ward):
    half = Round.objects.get(code="2021-H1")
    answer = take(clerk, f"dot-so-lieu/{half.pk}/bang?cap=residential_group")
    assert {f for f in formulas(answer) if f.startswith("SUM")} == {
        "SUM(C5:C7)", "SUM(D5:D7)", "SUM(E5:E7)",
    }  # fmt: skip
    total = next(row for row in rows(answer) if row[0] == TOTAL)
    assert {"1506", "6", "906"} <= set(total)


def test_a_ratio_is_given_as_its_two_numbers_and_divided_by_a_formula(ward, clerk):
    ward.define("a.clean", "Hộ dùng nước sạch", nature=Nature.RATIO, unit="%", decimals=0)
    round = ward.round("2021-H1", "a.clean")
    ward.send(round, ward.groups[0], a__clean="30/40")
    ward.send(round, ward.groups[1], a__clean="x")
    answer = take(clerk, f"dot-so-lieu/{round.pk}/bang")
    first, second, third, total = rows(answer)[-4:]
    assert first[2:5] == ("30", "40", "75") and second[2:5] == ("x", "", "")
    assert third[2:5] == ("", "", "") and total[2:5] == ("30", "40", "75")


def test_a_filter_is_kept_and_the_page_is_not(clerk, ward):
    late = ward.round("2020-H2", "people.poor")
    ward.send(late, ward.groups[0], people__poor="1")
    taken = rows(take(clerk, f"dot-so-lieu/{late.pk}?loc=chua-gui&trang=7"))
    names = [row[0] for row in taken if row[0].startswith("Tổ dân phố")]
    assert names == ["Tổ dân phố 2", "Tổ dân phố 3"]
    found = rows(take(clerk, "muc-so-lieu?tim=ho ngheo"))
    assert "Hộ nghèo" in {row[0] for row in found}
    assert "Tổng số đảng viên" not in {row[0] for row in found}


def test_what_the_page_hides_the_file_hides(ward):
    ward.define("a.secret", "Mục nhạy cảm", reading=Reading.SENSITIVE)
    round = ward.round("2021-H1", "a.secret")
    ward.send(round, ward.groups[0], a__secret="770077")
    clerk = browser(user(ward, "Chi Van Phong", ("clerk", ward.ward)))
    for kind in ("xlsx", "csv"):
        answer = take(clerk, f"dot-so-lieu/{round.pk}/bang", kind)
        assert "770077" not in str(rows(answer) if kind == "xlsx" else answer.content)
    leader = browser(user(ward, "Lanh Dao", ("leader", ward.ward)))
    assert "770077" in str(rows(take(leader, f"dot-so-lieu/{round.pk}/bang")))
    head = browser(user(ward, "To 2", ("group_head", ward.groups[1])))
    seen = {row[0] for row in rows(take(head, f"dot-so-lieu/{round.pk}/bang"))}
    assert "Tổ dân phố 2" in seen and "Tổ dân phố 1" not in seen
    for address in ("dau-vet", "chuc-vu"):
        nobody = browser(user(ward, f"Khong {address}"))
        assert take(nobody, address).status_code == 403


def test_a_figure_gives_its_periods_and_its_parts_with_a_live_sum(ward, clerk):
    at = f"/so-lieu/people.households?don-vi={ward.ward.pk}&ky=2021-H1"
    shown = clerk.get(at)
    assert "tai=xlsx" in page(shown)
    answer = clerk.get(f"{at}&tai=xlsx")
    tables = {t.name: t.rows for t in files.read_tables(answer.content, "a.xlsx")}
    assert set(tables) == {"Qua các kỳ", "Các phần"}
    assert formulas(answer, 2) == ["SUM(B5:B7)"]
    total = next(row for row in tables["Các phần"] if row[0] == TOTAL)
    assert total[1] == "906" and ward.figure("people.households").value == 906
    rate = clerk.get(f"/so-lieu/people.poor_rate?don-vi={ward.ward.pk}&ky=2021-H1&tai=xlsx")
    series = {t.name: t.rows for t in files.read_tables(rate.content, "a.xlsx")}["Qua các kỳ"]
    assert any(row[1:3] == ("6", "906") for row in series)


def test_a_resident_takes_no_more_than_the_page_shows(ward):
    at = f"/so-lieu/people.poor?don-vi={ward.ward.pk}&ky=2021-H1"
    anyone = browser()
    assert anyone.get(f"{at}&tai=xlsx").status_code == anyone.get(at).status_code == 404


def test_units_of_many_pages_are_taken_whole_in_few_queries(
    clerk, ward, django_assert_max_num_queries
):
    for n in range(4, 60):
        org.found(code=f"to-{n}", kind="residential_group", name=f"Tổ dân phố {n}", on=FOUNDED,
                  parent=ward.ward, by=ward.house)  # fmt: skip
    round = ward.round("2020-H2", "people.poor")
    with django_assert_max_num_queries(20):
        answer = take(clerk, f"dot-so-lieu/{round.pk}/bang?cap=residential_group")
    assert sum(row[0].startswith("Tổ dân phố") for row in rows(answer)) == 59


def test_a_reason_that_begins_like_a_formula_stays_words(clerk, ward):
    sheet = ward.sheet(ward.round("2020-H2", "people.poor"), ward.groups[0])
    ward.send(sheet.round, ward.groups[0], approve=False, people__poor="1")
    services.send_back(sheet=sheet, reason="=1+1 là hai", by=ward.leader)
    assert "'=1+1 là hai" in take(clerk, "dau-vet", "csv").content.decode("utf-8-sig")
    assert formulas(take(clerk, "dau-vet")) == []


def test_a_table_made_of_one_ward_alone_is_empty_in_words():
    ward = Ward()
    nobody = browser(user(ward, "Giam Sat", ("observer", ward.ward)))
    assert "Không có dòng nào." in str(rows(take(nobody, "dot-so-lieu")))
