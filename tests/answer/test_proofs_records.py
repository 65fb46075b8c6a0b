"""For each record behind an issued report in turn: change it, and exactly what hangs on it is named."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import transaction

from dongthuan.answer.reports import checking, queries, services
from dongthuan.decide.indicators import services as indicators
from dongthuan.ground import claims
from dongthuan.ground.claims import Verdict
from dongthuan.ground.figures import Direction, Nature
from dongthuan.ground.papers import services as papers
from dongthuan.who.org import services as org
from tests.stories import dependents
from tests.wards import told_ward

pytestmark = pytest.mark.django_db

DAY = date(2021, 7, 5)
TEXT = """# I. KINH TẾ
Toàn phường có {trade.households} cơ sở sản xuất kinh doanh cá thể; kỳ trước có {trade.households~kytruoc} cơ sở.
Thu ngân sách nhà nước trên địa bàn {budget.revenue|đủ}, đạt {budget.revenue:attained.city} kế hoạch thành phố giao ({budget.revenue:plan.city~canam|đủ}). Riêng tháng 5 năm 2021 thu {budget.revenue~2021-05|đủ}.
# II. XÃ HỘI
Hộ nghèo còn {people.poor} hộ, chiếm {people.poor_rate}; cùng kỳ năm trước có {people.poor~cungky} hộ nghèo. Toàn phường có {people.households} hộ.
Đàn gia súc có {farm.stock} con, gồm {farm.pigs} con lợn và {farm.cattle} con trâu, bò.
[bảng: Theo tổ dân phố | loại = residential_group | mục = trade.households, people.poor | cộng]
# III. ĐẢNG
Có {party.cells} chi bộ với {party.members} đảng viên, trong đó có {party.minority} đảng viên người dân tộc thiểu số.
Phường có {org.groups} tổ dân phố.
"""
HEADING = {
    "title": "Kết quả 6 tháng đầu năm 2021", "body": "Đảng ủy Phường Thử", "body_code": "ĐU",
    "place": "Bảo Lộc",
}  # fmt: skip


@pytest.fixture
def ward():
    """The small ward with two earlier half-years, herds that add up, and a term of the committee."""
    ward = told_ward()
    for key, label in (("farm.stock", "Tổng đàn gia súc"), ("farm.pigs", "Đàn lợn"),
                       ("farm.cattle", "Đàn trâu, bò")):  # fmt: skip
        ward.define(key, label, unit="con")
    herds = ward.round("2021-H1", "farm.stock", "farm.pigs", "farm.cattle")
    for number, group in enumerate(ward.groups, start=1):
        ward.send(herds, group, farm__stock=str(13 * number), farm__pigs=str(10 * number),
                  farm__cattle=str(3 * number))  # fmt: skip
    before = ward.round("2020-H2", "trade.households", due=date(2021, 1, 15))
    ago = ward.round("2020-H1", "people.poor", due=date(2020, 7, 15))
    for number, group in enumerate(ward.groups, start=1):
        ward.send(before, group, trade__households=str(400 + number))
        ward.send(ago, group, people__poor=str(10 + number))
    papers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    return ward


@pytest.fixture
def issue(ward):
    report = services.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", text=TEXT,
                            heading=HEADING, by=ward.leader)  # fmt: skip
    return services.issue(report=report, on=DAY, by=ward.leader)


class Undone(Exception):
    """Thrown to take back what a turn of a loop did."""


class Proof:
    """An issued report, what was found in it right after issue, and what is found after a change."""

    def __init__(self, ward, issue):
        self.ward, self.issue = ward, issue
        self.figures = list(issue.figures.order_by("place"))
        self.blocks = queries.frozen(issue, viewer=ward.leader)
        self.places = dependents.Places.of(issue, self.blocks)
        self.town = dependents.Town.read()
        self.found = self.check()

    def check(self):
        held = checking.table(viewer=self.ward.leader, unit=self.ward.ward.pk, on=DAY)
        return claims.check(self.places.lines, held.table)

    def bound(self):
        """The claims that speak of the figure that stands in their place."""
        labels = {f.place: f.label for f in self.figures}
        return {
            self.places.place(one): one for one in self.found
            if one.kind == "figure" and self.places.place(one)
            and one.measure == labels[self.places.place(one)]
        }  # fmt: skip

    def names_exactly(self, places, *, stale=True):
        """Verify names these figures and the sums they stand in; check turns these claims alone."""
        told = queries.verify(self.issue, viewer=self.ward.leader)
        assert {one.issued.place for one in told.moved} == places
        assert told.not_rederived == () and told.seal_holds
        sums = queries.sums_of(self.blocks)
        assert set(told.sums) == {s for s in sums if {*s.rows, s.total} & places}
        reprinted = {one.issued.place for one in told.moved if one.number_differs}
        after = self.check()
        assert len(after) == len(self.found)
        turned = {
            (was.paragraph, was.span, was.kind): now
            for was, now in zip(self.found, after, strict=True) if was != now
        }  # fmt: skip
        bound = self.bound()
        expected = {
            (bound[place].paragraph, bound[place].span, "figure")
            for place in reprinted if place in bound
        }  # fmt: skip
        # A figure that is known no more closely than printed may be cited with other words.
        beside = {
            (bound[place].paragraph, bound[place].span, "figure")
            for place in places if place in bound
        }  # fmt: skip
        assert expected <= set(turned) <= beside
        verdicts = {turned[at].verdict for at in expected}
        assert verdicts <= ({Verdict.STALE} if stale else {Verdict.CANNOT_CHECK, Verdict.STALE})
        return told

    def undone(self, change):
        """Do something, look, and take it back."""
        with pytest.raises(Undone), transaction.atomic():
            change()
            raise Undone


@pytest.fixture
def proof(ward, issue):
    return Proof(ward, issue)


def test_right_after_issue_every_claim_of_the_ward_is_right_and_every_sum_adds_up(proof):
    of_ward = {f.place for f in proof.figures if f.unit_id == proof.ward.ward.pk}
    in_table = {s.total for s in queries.rules.columns(proof.blocks)}
    assert set(proof.bound()) == of_ward - in_table
    agreed = {Verdict.RIGHT, Verdict.ROUNDED}
    assert {one.verdict for one in proof.bound().values()} <= agreed
    assert [one for one in proof.found if one.kind == "sum"] == [
        one for one in proof.found if one.verdict is Verdict.ADDS_UP
    ]
    assert len(queries.sums_of(proof.blocks)) == 3


def test_each_value_in_turn_names_exactly_the_figures_made_of_it(proof):
    behind = 0
    for value in dependents.latest_values():
        places = {f.place for f in proof.figures if proof.town.hangs_on_value(f, value)}
        behind += bool(places)

        def change(value=value, places=places):
            one = proof.town.definitions[value.item.key]
            dependents.correct(value, one, proof.ward.leader)
            told = proof.names_exactly(places)
            for moved in told.moved:
                [only] = moved.changes
                assert only.why == "Sửa theo ý kiến của Đoàn kiểm tra"
                assert only.who == "Lãnh đạo"

        proof.undone(change)
    # 3 groups × 8 of them, 2 cells × 2 numbers, 6 months.
    assert behind == 34


def test_each_value_taken_back_names_exactly_the_figures_made_of_it(proof):
    for value in dependents.latest_values():
        places = {f.place for f in proof.figures if proof.town.hangs_on_value(f, value)}

        def change(value=value, places=places):
            indicators.correct(sheet=value.sheet, key=value.item.key, text="", by=proof.ward.leader,
                               reason="Ghi nhầm chỗ")  # fmt: skip
            proof.names_exactly(places, stale=False)

        proof.undone(change)


def test_each_target_in_turn_names_the_plan_and_what_is_held_against_it(proof):
    for target in dependents.latest_targets():
        places = {f.place for f in proof.figures if proof.town.hangs_on_target(f, target)}
        assert len(places) == 2

        def change(target=target, places=places):
            indicators.set_target(
                key=target.item.key, unit=target.unit, code=target.code, owner=target.owner,
                owner_words=target.owner_words, value=Fraction(target.scaled * 2),
                reason="Điều chỉnh", by=proof.ward.clerk,
            )  # fmt: skip
            told = proof.names_exactly(places)
            changes = {(c.before, c.after, c.why) for m in told.moved for c in m.changes}
            [(before, after, why)] = changes
            assert "8.000.000.000" in before and "16.000.000.000" in after and why == "Điều chỉnh"

        proof.undone(change)


def test_each_unit_renamed_in_turn_names_the_count_it_stands_in(proof):
    for unit in (*proof.ward.groups, *proof.ward.cells):
        places = {f.place for f in proof.figures if proof.town.hangs_on_unit(f, unit.pk)}
        assert len(places) == 1

        def change(unit=unit, places=places):
            org.rename(unit=unit, name="Tên mới", on=date(2021, 1, 1), by=proof.ward.house)
            [moved] = proof.names_exactly(places).moved
            assert not moved.number_differs
            [only] = moved.changes
            assert "Tên mới" in only.after and only.who == "Hệ thống" and only.at

        proof.undone(change)


def test_a_unit_found_to_have_been_there_all_along_names_the_count_and_every_whole_that_lacks_it(
    proof,
):
    def change():
        org.found(code="to-9", kind="residential_group", name="Tổ dân phố 9", on=date(2021, 3, 1),
                  parent=proof.ward.ward, by=proof.ward.house)  # fmt: skip
        level = {
            key for key, one in proof.town.definitions.items() if one.level == "residential_group"
        }
        places = {
            f.place for f in proof.figures
            if f.unit_id == proof.ward.ward.pk
            and (f.key == "org.groups" or (f.key in level and f.code == "2021-H1"))
        }  # fmt: skip
        told = queries.verify(proof.issue, viewer=proof.ward.leader)
        assert {m.issued.place for m in told.moved} == places
        counted = next(m for m in told.moved if m.issued.key == "org.groups")
        assert (counted.issued.printed, counted.now_text) == ("3", "4")
        wholes = [m for m in told.moved if m.issued.key == "people.poor"]
        assert {m.number_differs for m in wholes} == {False}
        assert {(c.unit, c.after, c.who) for m in wholes for c in m.changes} == {
            ("Tổ dân phố 9", "chưa gửi số", "Hệ thống")
        }
        after = {proof.places.place(f): f for f in proof.check() if f.kind == "figure"}
        turned = {p for p, f in proof.bound().items() if after[p].verdict is not f.verdict}
        assert turned == places & set(proof.bound())
        groups = counted.issued.place
        assert after[groups].verdict is Verdict.STALE
        assert "danh sách đơn vị đổi" in after[groups].message
        cannot = {after[p].verdict for p in turned - {groups}}
        assert cannot == {Verdict.CANNOT_CHECK}

    proof.undone(change)


def test_a_unit_that_had_ended_before_takes_its_numbers_along(proof):
    gone = proof.ward.groups[2]

    def change():
        for cell in proof.ward.cells:
            assert not proof.town.inside(cell.pk, gone.pk)
        org.dissolve(unit=gone, on=date(2021, 6, 1), by=proof.ward.house)
        level = {
            key for key, one in proof.town.definitions.items() if one.level == "residential_group"
        }
        places = {
            f.place for f in proof.figures
            if f.code == "2021-H1" and (
                f.key == "org.groups" or (f.key in level and f.unit_id in (proof.ward.ward.pk, gone.pk))
            )
        }  # fmt: skip
        told = queries.verify(proof.issue, viewer=proof.ward.leader)
        assert {m.issued.place for m in told.moved} == places
        assert told.not_rederived == ()
        assert {c.unit for m in told.moved for c in m.changes} == {"Tổ dân phố 3"}
        assert {c.who for m in told.moved for c in m.changes if m.issued.key == "org.groups"} == {
            "Hệ thống"
        }
        after = {proof.places.place(f): f for f in proof.check() if f.kind == "figure"}
        turned = {p for p, f in proof.bound().items() if after[p].verdict is not f.verdict}
        assert turned == places & set(proof.bound())
        assert {after[p].verdict for p in turned} == {Verdict.STALE}

    proof.undone(change)


def test_a_definition_that_says_more_now_moves_nothing(proof):
    proof.ward.define("people.poor", "Hộ nghèo", on=date(2021, 7, 1), direction=Direction.LOWER,
                      meaning="Theo chuẩn nghèo mới.")  # fmt: skip
    proof.ward.define("people.new", "Mục mới", nature=Nature.FLOW)
    proof.names_exactly(set())
