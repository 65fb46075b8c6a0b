"""Nhiệm vụ: assigned to many, done with something to show, judged by the day first set."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pytest
from django.db import DatabaseError, connection, transaction

from dongthuan.decide.directives import queries, rules, services
from dongthuan.decide.directives.models import Product, Task, TaskStep
from dongthuan.decide.directives.rules import MOVES, Deadline, Move, Status
from dongthuan.decide.directives.services import Handed, Seen, Work
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.models import Entry
from dongthuan.who.org import services as org
from dongthuan.who.org.queries import Standing
from tests.cascades import DUE, Cascade

pytestmark = pytest.mark.django_db
PAPER = [Handed("Danh sách, để tại nhà văn hóa tổ")]


@pytest.fixture
def ward():
    return Cascade()


@pytest.fixture
def line(ward):
    return ward.clause(ward.plan(), "Ra quân dọn vệ sinh hằng tháng.", "Mục II, khoản 1")


def row(ward, task, viewer=None):
    viewer = viewer or ward.leader
    [told] = queries.rows([task], viewer=viewer, tree=Standing(viewer.today).tree)
    return told


def test_one_line_of_a_plan_is_given_to_many_units_and_followed_as_rows(ward, line):
    given = ward.assign(line)
    rows = queries.of_assignment(given, viewer=ward.leader)
    assert [one.unit_id for one in rows] == [group.pk for group in ward.groups]
    assert {one.status for one in rows} == {"assigned"}
    [own] = queries.of_assignment(given, viewer=ward.head(2))
    assert own.unit == ward.groups[1]


def test_from_assigned_to_accepted_each_step_is_laid_beside_the_last(ward, line):
    task = ward.task(line)
    by = ward.doer(task)
    services.take(task=task, seen=Seen(1), by=by)
    services.begin(task=task, seen=Seen(2), by=by)
    services.note(task=task, words="Đã họp tổ.", seen=Seen(3), by=by)
    ward.report(task)
    ward.accept(task)
    told = queries.steps(task)
    assert [one.words for one in reversed(told)] == [
        "giao việc", "nhận việc", "bắt đầu làm", "ghi tiến độ", "báo kết quả", "nghiệm thu",
    ]  # fmt: skip
    assert told[2].reason == "Đã họp tổ." and told[1].products[0].name.startswith("Danh sách")
    task = Task.objects.get(pk=task.pk)
    assert (task.status, task.on_time, task.exceeded) == ("done", True, False)


def test_a_task_is_not_closed_without_its_product(ward, line):
    task = ward.task(line)
    with pytest.raises(services.UnableToMove, match="Chưa có sản phẩm"):
        services.report(task=task, handed=[], seen=Seen(1), by=ward.doer(task))
    with pytest.raises(services.UnableToMove, match="sản phẩm"):
        ward.accept(task)
    assert Task.objects.get(pk=task.pk).status == "assigned"


def test_a_product_is_a_file_a_photograph_or_a_paper_and_where_it_lies(ward, line):
    task = ward.task(line)
    out = io.BytesIO()
    docx.Document().save(out)
    plan = ward.plan("06/KH-UBND")
    handed = [Handed("danh-sach.docx", out.getvalue()), Handed("Kế hoạch của tổ", document=plan)]
    services.report(task=task, handed=handed, seen=Seen(1), by=ward.doer(task))
    kept = list(Product.objects.order_by("pk"))
    assert kept[0].file.kind == "docx" and kept[1].document == plan
    assert queries.product(viewer=ward.head(1), pk=kept[0].pk, task=task.pk) == kept[0]
    assert queries.product(viewer=ward.head(2), pk=kept[0].pk, task=task.pk) is None


def test_a_file_that_is_no_paper_stops_the_report_and_keeps_nothing(ward, line):
    task = ward.task(line)
    with pytest.raises(services.UnableToMove, match=r"virus\.exe"):
        services.report(
            task=task, handed=[Handed("virus.exe", b"MZ\x90\x00")], seen=Seen(1), by=ward.doer(task)
        )
    assert TaskStep.objects.count() == 1 and not Product.objects.exists()


def test_whoever_hands_in_does_not_accept(ward, line):
    task = ward.task(line, ward.ward)
    leader = ward.leader
    services.report(task=task, handed=PAPER, seen=Seen(1), by=leader)
    with pytest.raises(services.UnableToMove, match="không tự nghiệm thu"):
        services.accept(task=task, on_time=True, exceeded=False, seen=Seen(2), by=leader)


def test_a_moved_deadline_is_still_late_by_the_first_and_keeps_who_and_why(ward, line):
    task = ward.task(line, due=date(2021, 6, 10))
    services.extend(
        task=task, to=date(2021, 6, 30), reason="mưa kéo dài", seen=Seen(1), by=ward.clerk
    )
    ward.report(task, on=None)  # 1/6, within both
    services.send_back(task=task, reason="thiếu ảnh", seen=Seen(3), by=ward.leader)
    ward.clock.at += timedelta(days=14)  # 15/6
    ward.report(task)
    told = row(ward, task)
    assert told.deadline.late_days == 5
    assert told.when == "hạn 10/6/2021, dời đến 30/6/2021, muộn 5 ngày"
    step = next(one for one in queries.steps(task) if one.step.move == Move.EXTEND)
    assert (step.step.due_before, step.step.due_after) == (date(2021, 6, 10), date(2021, 6, 30))
    assert step.reason == "mưa kéo dài" and step.who == "Văn phòng"
    with pytest.raises(services.UnableToMove, match="vì sao tính đúng hạn"):
        ward.accept(task)
    ward.accept(task, on_time=True, reason="Hạn đã dời vì mưa, được đồng ý trước.")


def test_a_deadline_moves_only_forward_and_with_a_reason(ward, line):
    task = ward.task(line)
    with pytest.raises(services.UnableToMove, match="sau hạn đang có"):
        services.extend(task=task, to=DUE, reason="x", seen=Seen(1), by=ward.clerk)
    with pytest.raises(services.UnableToMove, match="lý do"):
        services.extend(
            task=task, to=DUE + timedelta(days=1), reason=" ", seen=Seen(1), by=ward.clerk
        )


def test_exceeding_is_decided_with_a_reason(ward, line):
    task = ward.report(ward.task(line))
    with pytest.raises(services.UnableToMove, match="vượt ở điểm nào"):
        services.accept(task=task, on_time=True, exceeded=True, seen=Seen(2), by=ward.leader)
    ward.accept(task, exceeded=True)
    assert Task.objects.get(pk=task.pk).exceeded


def test_an_acceptance_that_is_ended_waits_for_a_decision_again(ward, line):
    task = ward.through(ward.task(line))
    services.undo(task=task, reason="nghiệm thu nhầm tổ", seen=Seen(3), by=ward.leader)
    task = Task.objects.get(pk=task.pk)
    assert (task.status, task.on_time, task.closed_on) == ("reported", None, None)
    assert task.handed_on is not None


def test_of_two_who_act_on_one_task_the_second_is_told_what_the_first_did(ward, line):
    task = ward.report(ward.task(line))
    services.send_back(task=task, reason="thiếu ảnh", seen=Seen(2), by=ward.leader)
    with pytest.raises(services.MovedMeanwhile, match="vừa có người trả lại"):
        services.accept(task=task, on_time=True, exceeded=False, seen=Seen(2), by=ward.leader)


@pytest.mark.parametrize("move", list(MOVES))
@pytest.mark.parametrize("status", list(Status))
def test_a_step_is_made_only_from_where_it_may_be(move, status):
    closed = status in (Status.DONE, Status.WITHDRAWN)
    allowed = rules.may_move(status, move)
    if closed:
        assert allowed == (move is Move.UNDO and status is Status.DONE)
    if move in (Move.ACCEPT, Move.RETURN):
        assert allowed == (status is Status.REPORTED)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"due_on": date(2021, 2, 1)}, "đứng trước ngày ký"),
        ({"title": " "}, "phải làm gì"),
        ({"product": ""}, "xong việc thì có gì"),
        ({"budget": -1}, "số âm"),
    ],
)
def test_a_task_that_makes_no_sense_is_refused_and_nothing_is_half_given(ward, line, more, words):
    told = {"title": "Việc", "product": "Ảnh", "due_on": DUE, **more}
    with pytest.raises(services.UnableToAssign, match=words):
        services.assign(
            unit=ward.ward, clause=line, work=Work(**told), leads=ward.groups, by=ward.clerk
        )
    assert not Task.objects.exists()


def test_a_clause_that_nobody_confirmed_gives_no_tasks(ward):
    plan = ward.plan()
    plan.text = "II. NHIỆM VỤ\n1. Tổ chức ra quân dọn vệ sinh toàn phường hằng tháng."
    plan.save()
    services.propose(document=plan, by=ward.clerk)
    [proposed] = queries.clauses(plan)
    with pytest.raises(services.UnableToAssign, match="chưa được xác nhận"):
        ward.assign(proposed)
    services.settle(document=plan, demands={proposed.pk: True}, by=ward.clerk)
    proposed.refresh_from_db()
    ward.assign(proposed)
    with pytest.raises(services.UnableToDerive, match="đã có kế hoạch hoặc nhiệm vụ"):
        services.settle(document=plan, demands={proposed.pk: False}, by=ward.clerk)


def test_only_who_leads_does_and_only_who_assigned_judges(ward, line):
    task = ward.task(line)
    with pytest.raises(NotPermitted):
        services.take(task=task, seen=Seen(1), by=ward.head(2))
    ward.report(task)
    with pytest.raises(NotPermitted):
        services.accept(task=task, on_time=True, exceeded=False, seen=Seen(2), by=ward.head(1))
    with pytest.raises(NotPermitted):
        services.withdraw(task=task, reason="x", seen=Seen(2), by=ward.head(1))


def test_a_supporting_unit_sees_the_task_and_notes_how_far_it_is(ward, line):
    given = services.assign(
        unit=ward.ward, clause=line, leads=[ward.groups[0]], supports=[ward.groups[1]], by=ward.clerk,
        work=Work(title="Việc chung", product="Ảnh", due_on=DUE),
    )  # fmt: skip
    task = given.tasks.get()
    helper = ward.head(2)
    assert queries.task(viewer=helper, pk=task.pk) is not None
    services.note(task=task, words="Tổ 2 góp 10 người.", seen=Seen(1), by=helper)
    with pytest.raises(NotPermitted):
        services.report(task=task, handed=PAPER, seen=Seen(2), by=helper)
    assert queries.task(viewer=ward.head(3), pk=task.pk) is None


def test_a_withdrawn_task_is_open_no_more_and_says_why(ward, line):
    task = ward.task(line)
    services.withdraw(task=task, reason="gộp vào kế hoạch khác", seen=Seen(1), by=ward.clerk)
    assert queries.steps(task)[0].reason == "gộp vào kế hoạch khác"
    assert not queries.owed(viewer=ward.head(1), units=[ward.groups[0].pk])


def test_work_due_before_the_units_first_day_is_not_late_but_not_entered(ward, line):
    services.begin_use(unit=ward.ward, on=date(2021, 5, 1), by=ward.clerk)
    old = ward.task(line, on=date(2021, 3, 5), due=date(2021, 4, 30))
    new = ward.task(line, ward.groups[1], on=date(2021, 3, 5), due=date(2021, 5, 2))
    assert row(ward, old).when == "hạn 30/4/2021: trước khi dùng – chưa nhập"
    assert row(ward, old).deadline.late_days == 0
    assert row(ward, new).when == "hạn 2/5/2021, đã quá 30 ngày"
    tree = Standing(date(2021, 6, 1)).tree

    def listed(state):
        wanted = queries.WantedTasks(state=state)
        return list(queries.tasks(viewer=ward.leader, tree=tree, wanted=wanted))

    assert listed("tre") == [new] and listed("truoc") == [old]
    # Once it is entered it is as late as it was.
    assert row(ward, ward.report(old, on=date(2021, 5, 3))).deadline.late_days == 3


def test_without_a_first_day_of_its_own_the_house_began_with_its_first_act(ward, line):
    task = ward.task(line, on=date(2021, 3, 5), due=date(2021, 5, 30))
    assert row(ward, task).deadline.before_use  # the first act on the trail is of 1/6/2021


def test_lateness_is_told_to_the_unit_and_to_who_assigned_and_to_nobody_else(ward, line):
    services.begin_use(unit=ward.ward, on=date(2020, 1, 1), by=ward.clerk)
    task = ward.task(line, on=date(2021, 3, 5), due=date(2021, 5, 30))
    for viewer in (ward.head(1), ward.clerk, ward.leader):
        assert "đã quá 2 ngày" in row(ward, task, viewer).when
    observer = ward.person("Giám sát", ("observer", ward.ward))
    told = row(ward, task, observer)
    assert told.when == "hạn 30/5/2021" and not told.late
    wanted = queries.WantedTasks(state="tre")
    tree = Standing(observer.today).tree
    assert not queries.tasks(viewer=observer, tree=tree, wanted=wanted).exists()


def test_the_heir_of_a_unit_that_ended_takes_its_open_tasks_and_history_stays(ward, line):
    task, done = ward.task(line), ward.through(ward.task(line))
    heir = org.found(code="to-moi", kind="residential_group", name="Tổ dân phố mới",
                     on=date(2021, 6, 15), parent=ward.ward, by=ward.house)  # fmt: skip
    org.merge(units=ward.groups[:2], into=heir, on=date(2021, 6, 15), instrument="NQ 12",
              by=ward.house)  # fmt: skip
    ward.clock.at += timedelta(days=20)
    assert services.pass_on_from_ended(by=ward.house) == (1, 0)
    task, done = Task.objects.get(pk=task.pk), Task.objects.get(pk=done.pk)
    assert (task.unit, task.first_unit) == (heir, ward.groups[0])
    assert (done.unit, done.first_unit) == (ward.groups[0], ward.groups[0])
    assert services.pass_on_from_ended(by=ward.house) == (0, 0)
    ward.report(task)
    assert row(ward, task).status is Status.REPORTED


def test_where_a_unit_was_split_its_assigner_chooses_who_goes_on(ward, line):
    task = ward.task(line)
    parts = [
        org.found(code=f"to-1{letter}", kind="residential_group", name=f"Tổ dân phố 1{letter}",
                  on=date(2021, 6, 15), parent=ward.ward, by=ward.house)
        for letter in "ab"
    ]  # fmt: skip
    org.split(unit=ward.groups[0], into=dict.fromkeys(parts), on=date(2021, 6, 15),
              instrument="NQ 12", by=ward.house)  # fmt: skip
    ward.clock.at += timedelta(days=20)
    assert services.pass_on_from_ended(by=ward.house) == (0, 1)
    services.pass_on(
        task=task, to=parts[1], reason="địa bàn thuộc tổ 1b", seen=Seen(1), by=ward.clerk
    )
    assert queries.owed(viewer=ward.person("b", ("group_head", parts[1])), units=[parts[1].pk]) == [
        task
    ]


def test_the_database_itself_refuses_to_change_a_step(ward, line):
    ward.task(line)
    for sql in (
        "UPDATE directives_taskstep SET move = 'accept'",
        "DELETE FROM directives_taskstep",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_every_step_is_on_the_trail_without_the_words_of_the_task(ward, line):
    ward.through(ward.task(line, title="Thăm hộ bà Bảy"))
    told = [entry.detail for entry in Entry.objects.filter(subject__in=("task", "assignment"))]
    assert told == ["1 đơn vị, hạn 31/07/2021", "báo kết quả", "nghiệm thu"]


@pytest.mark.parametrize(
    ("due", "moved", "handed", "today", "late", "words"),
    [
        (DUE, None, None, date(2021, 7, 31), 0, "hạn 31/7/2021, là hôm nay"),
        (DUE, None, None, date(2021, 8, 1), 1, "hạn 31/7/2021, đã quá 1 ngày"),
        (DUE, date(2021, 8, 9), None, date(2021, 8, 1), 1,
         "hạn 31/7/2021, dời đến 9/8/2021, đã quá 1 ngày"),
        (DUE, None, date(2021, 7, 31), date(2021, 9, 1), 0, "hạn 31/7/2021"),
        (DUE, None, date(2021, 8, 3), date(2021, 9, 1), 3, "hạn 31/7/2021, muộn 3 ngày"),
        (DUE, None, None, date(2021, 7, 28), 0, "hạn 31/7/2021, còn 3 ngày"),
    ],
)  # fmt: skip
def test_lateness_is_counted_from_the_day_first_set(due, moved, handed, today, late, words):
    told = Deadline(due, moved, handed, today)
    assert (told.late_days, told.words) == (late, words)
