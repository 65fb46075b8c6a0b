"""Chuỗi và độ phủ: walkable both ways, no circle, and exactly the seeded gaps in the list."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dongthuan.decide.directives import queries, services
from dongthuan.decide.directives.coverage import Chain, Progress, Tally, makes_cycle
from dongthuan.decide.directives.rules import Level
from dongthuan.decide.directives.services import Seen
from dongthuan.ground.figures import State
from tests.cascades import Cascade, three_levels

YEAR = (date(2021, 1, 1), date(2022, 1, 1))


@pytest.fixture
def ward():
    return Cascade()


def covered(ward):
    return queries.coverage(viewer=ward.leader, units=[ward.ward.pk], start=YEAR[0], end=YEAR[1])


@pytest.mark.django_db
def test_from_a_clause_of_the_centre_down_to_the_tasks_of_the_groups(ward):
    above, _, line = three_levels(ward)
    ward.assign(line)
    [top] = queries.cascade(above.document)
    [city] = top.branches
    [middle] = city.lines
    [plan] = middle.branches
    [low] = plan.lines
    assert [city.document.symbol, plan.document.symbol] == ["12-CTr/TU", "05/KH-UBND"]
    assert low.given[0].asked == 3 and top.tally == Tally(3, 0)
    assert {top.progress, middle.progress, low.progress} == {Progress.UNDER_WAY}


@pytest.mark.django_db
def test_from_a_task_up_to_the_central_clause(ward):
    above, middle, line = three_levels(ward)
    [way] = queries.way_up([ward.task(line).assignment.clause])
    assert way.clause == line
    assert way.above[0].clause == middle and way.above[0].above[0].clause == above


@pytest.mark.django_db
def test_a_document_taken_over_as_a_whole_leads_up_from_each_of_its_lines(ward):
    above = ward.clause(ward.document("04-NQ/TW"), "Đấu tranh ngăn chặn suy thoái.")
    plan = ward.plan()
    line = ward.clause(plan, "Mỗi tổ một mô hình.")
    services.derive(sources=[above], document=plan, by=ward.clerk)
    [way] = queries.way_up([line])
    assert way.above[0].clause == above
    [top] = queries.cascade(above.document)
    assert top.branches[0].document == plan and top.branches[0].lines == []
    assert top.progress is Progress.PLANNED


@pytest.mark.django_db
def test_a_chain_of_any_width_takes_as_many_queries(ward, django_assert_max_num_queries):
    above, _, line = three_levels(ward)
    for n in range(5):
        more = ward.clause(line.document, f"Dòng {n}")
        services.derive(sources=[above], document=more.document, clause=more, by=ward.clerk)
        ward.assign(more)
    with django_assert_max_num_queries(8):
        queries.cascade(above.document)


@pytest.mark.django_db
def test_a_circle_of_derivation_is_refused_however_long(ward):
    above, middle, line = three_levels(ward)
    for source, target in ((line, above), (line, middle), (middle, above), (above, above)):
        with pytest.raises(services.UnableToDerive):
            services.derive(
                sources=[source], document=target.document, clause=target, by=ward.clerk
            )


@pytest.mark.django_db
def test_a_younger_document_is_the_ground_of_no_older_one(ward):
    young = ward.clause(ward.document("9-CT/TU", date(2021, 5, 1)), "Tổ chức họp.")
    with pytest.raises(services.UnableToDerive, match="ký sau"):
        services.derive(sources=[young], document=ward.plan(), by=ward.clerk)


@pytest.mark.django_db
def test_a_derivation_taken_back_opens_the_gap_again(ward):
    above, middle, _ = three_levels(ward)
    [edge] = above.became.all()
    services.underive(derivation=edge, by=ward.clerk)
    names = {clause.id for _, clause in covered(ward).unplanned}
    assert names == {above.pk}
    ward.derive(above, middle)
    assert not covered(ward).unplanned


@pytest.mark.django_db
def test_the_list_names_exactly_the_seeded_gaps(ward):
    above, _, line = three_levels(ward)
    lonely = ward.clause(above.document, "Kiểm tra việc kê khai tài sản.", "Mục III, khoản 5")
    idle = ward.clause(line.document, "In 500 tờ gấp tuyên truyền.", "Mục I, khoản 2")
    ward.assign(line, ward.groups[0])
    silent = ward.task(line, ward.groups[1], on=date(2021, 3, 2), due=date(2021, 5, 1))
    ward.through(ward.task(line, ward.groups[2], on=date(2021, 3, 2), due=date(2021, 5, 2)),
                 on=date(2021, 4, 30))  # fmt: skip
    found = covered(ward)
    assert [clause.id for _, clause in found.unplanned] == [lonely.pk]
    assert [clause.id for _, clause in found.unassigned] == [idle.pk]
    late = queries.without_result(
        viewer=ward.leader, start=YEAR[0], end=YEAR[1], today=date(2021, 7, 5)
    )
    assert late == [silent]


@pytest.mark.django_db
def test_a_clause_is_carried_out_when_every_task_below_it_is_accepted(ward):
    above, _, line = three_levels(ward)
    tasks = [ward.task(line, group) for group in ward.groups]
    for task in tasks[:2]:
        ward.through(task)

    def progress():
        return {one.document.symbol: one.demands[0].progress for one in covered(ward).above}

    assert progress()["04-NQ/TW"] is Progress.UNDER_WAY
    services.withdraw(task=tasks[2], reason="tổ đã có mô hình", seen=Seen(1), by=ward.clerk)
    assert progress() == {"04-NQ/TW": Progress.CARRIED_OUT, "12-CTr/TU": Progress.CARRIED_OUT}
    # A second line of the plan that nobody works on leaves the clause open.
    more = ward.clause(line.document, "Sơ kết mô hình.")
    services.derive(sources=[above], document=more.document, clause=more, by=ward.clerk)
    assert progress() == {"04-NQ/TW": Progress.UNDER_WAY, "12-CTr/TU": Progress.CARRIED_OUT}


@pytest.mark.django_db
def test_a_share_opens_to_its_clauses_and_moves_when_one_acceptance_ends(ward):
    _, _, line = three_levels(ward)
    task = ward.through(ward.task(line))
    figure = ward.figure("clauses.carried_out_rate", "2021")
    assert figure.written == "100%" and figure.whole == 2
    told = [record.told for record in figure.evidence.records]
    assert told[0].startswith("được tính – 04-NQ/TW, Mục III, khoản 2: Đấu tranh")
    assert "đã làm xong" in told[0]
    before = ward.clock.at
    services.undo(task=task, reason="ảnh của tổ khác", seen=Seen(task.step), by=ward.leader)
    now = ward.figure("clauses.carried_out_rate", "2021")
    assert now.written == "0%" and now.evidence.hash != figure.evidence.hash
    then = ward.figure("clauses.carried_out_rate", "2021", known_at=before)
    assert (then.written, then.evidence.hash) == ("100%", figure.evidence.hash)


@pytest.mark.django_db
def test_the_share_of_one_directive_has_a_key_of_its_own(ward):
    above, _, line = three_levels(ward)
    ward.clause(above.document, "Kiểm tra việc kê khai tài sản.")
    ward.through(ward.task(line))
    key = f"clauses.carried_out_rate:vb.{above.document_id}"
    one = ward.figure(key, "2021")
    assert (one.written, one.measure.label) == ("50%", "Tỷ lệ điều khoản đã làm xong của 04-NQ/TW")
    # A plan of our own is asked for in the same way.
    assert ward.figure(f"clauses.carried_out_rate:vb.{line.document_id}", "2021").written == "100%"
    assert ward.figure(key, "2020").state is State.NOT_APPLICABLE


@pytest.mark.django_db
def test_a_word_taken_back_is_counted_at_its_own_time_only(ward):
    document = ward.document("04-NQ/TW")
    one = ward.clause(document, "Tổ chức học tập.")
    before = ward.clock.at
    services.settle(document=document, demands={one.pk: False}, by=ward.clerk)
    assert ward.figure("clauses.demanding", "2021").value == 0
    assert ward.figure("clauses.demanding", "2021", known_at=before).value == 1


graphs = st.dictionaries(st.integers(1, 12), st.sets(st.integers(1, 12), max_size=4), max_size=12)


@given(graphs, st.dictionaries(st.integers(1, 12), st.tuples(st.integers(0, 5), st.integers(0, 5))))
def test_progress_never_says_done_while_a_task_below_is_open(below, counts):
    # Only downward edges: what the services let in has no circle.
    edges = {top: {one for one in lower if one > top} for top, lower in below.items()}
    tasks = {one: Tally(max(pair), min(pair)) for one, pair in counts.items()}
    chain = Chain(edges, tasks)
    for clause in range(1, 13):
        reached = chain.reached(clause)
        total = sum((tasks.get(one, Tally()) for one in reached), Tally())
        assert chain.tally(clause) == total
        said = chain.progress(clause)
        if said is Progress.CARRIED_OUT:
            assert total.asked and total.done == total.asked
        if said is Progress.NEVER:
            assert not total.asked and not edges.get(clause)
        for lower in edges.get(clause, ()):
            if chain.progress(lower) is not Progress.CARRIED_OUT:
                assert said is not Progress.CARRIED_OUT


@given(graphs)
def test_a_circle_is_found_exactly_where_one_would_close(below):
    edges = {top: {one for one in lower if one > top} for top, lower in below.items()}
    for newer in range(1, 13):
        for older in range(1, 13):
            reached = Chain(edges, {}).reached(newer)
            assert makes_cycle(newer, older, edges) == (older in reached)


def test_the_levels_go_down_from_the_centre():
    assert [one.rank for one in Level] == [0, 1, 2, 3, 4]
