"""Opinions asked on a draft: taken from anyone, put into groups, every group answered, then published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dongthuan.decide.assembly import drafting
from dongthuan.decide.assembly.models import OpinionComment, OpinionGroup
from dongthuan.decide.assembly.opinion_figures import of_round
from dongthuan.decide.assembly.queries import opinions as queries
from dongthuan.decide.assembly.services import opinions as services
from dongthuan.decide.assembly.services.opinions import UnableToAsk, UnableToComment
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.actors import Anyone, NotPermitted
from dongthuan.ground.audit.models import Entry, Note
from dongthuan.ground.figures import value
from dongthuan.ground.primitives.periods import from_code
from dongthuan.who.org.queries import Forest
from tests.wards import Ward

FIRST, LAST = date(2021, 6, 1), date(2021, 6, 20)
TEXT = "Quy ước tổ dân phố\nĐiều 1. Giờ giấc\nKhông làm ồn sau 22 giờ.\nĐiều 2. Rác\nBỏ rác trước 7 giờ."


@pytest.fixture
def ward(db):
    return Ward()


def begun(ward, **more):
    told = {"title": "Quy ước tổ dân phố", "text": TEXT, "opens_on": FIRST, "closes_on": LAST,
            "units": [ward.groups[0]]}  # fmt: skip
    return services.begin_round(unit=ward.ward, by=ward.clerk, **{**told, **more})


def opened(ward, **more):
    return services.open_round(round=begun(ward, **more), by=ward.clerk)


def anyone(ward):
    return Anyone(ward.clock.tick())


def said(ward, one, text="Cho đến 23 giờ vào thứ bảy.", section=1, **more):
    part = queries.sections(one)[section].pk if section is not None else None
    return services.give_comment(round=one, text=text, section=part, by=anyone(ward), **more)


def grouped(ward, one, *comments, theme="Giờ yên lặng", section=1):
    return services.group_comments(
        round=one, comments=[row.pk for row in comments], theme=theme,
        section=queries.sections(one)[section].pk, by=ward.clerk,
    )  # fmt: skip


def answered(ward, group, verdict="accepted", reason="Thứ bảy được đến 23 giờ."):
    group.refresh_from_db()
    return services.answer_group(
        group=group, verdict=verdict, reason=reason, seen=group.version, by=ward.clerk
    )


def after(ward):
    ward.clock.at = ward.clock.at.replace(day=21)


def finished(ward, one):
    texts = {row.pk: row.text.replace("22 giờ", "23 giờ") for row in queries.sections(one)}
    services.write_final(round=one, texts=texts, by=ward.clerk)


# The draft.


def test_a_text_is_cut_at_its_articles():
    assert [(one.heading, one.text) for one in drafting.sections(TEXT)] == [
        ("", "Quy ước tổ dân phố"),
        ("Điều 1. Giờ giấc", "Không làm ồn sau 22 giờ."),
        ("Điều 2. Rác", "Bỏ rác trước 7 giờ."),
    ]


@pytest.mark.parametrize("text, count", [
    ("1. Một\na\n2. Hai\nb", 2), ("Đoạn một.\nTiếp.\n\nĐoạn hai.", 2), ("Một câu.", 1), (" \n ", 0),
    ("Điều 1. Chỉ một điều", 1),
])  # fmt: skip
def test_a_text_without_articles_is_cut_at_numbers_or_at_empty_lines(text, count):
    assert len(drafting.sections(text)) == count


LINES = st.lists(
    st.sampled_from(["Điều 1. A", "Điều 2. B", "1. c", "2. d", "Chữ thường.", ""]), max_size=12
)


@given(lines=LINES)
def test_sections_written_as_one_text_are_cut_into_the_same_again(lines):
    cut = drafting.sections("\n".join(lines))
    assert drafting.sections(drafting.whole(cut)) == cut


def test_what_changed_is_told_word_by_word():
    runs = drafting.differences("Không làm ồn sau 22 giờ.", "Không làm ồn sau 23 giờ đêm.")
    assert [(run.kind, run.words) for run in runs] == [
        ("same", "Không làm ồn sau"), ("out", "22 giờ."), ("new", "23 giờ đêm."),
    ]  # fmt: skip


WORDS = st.lists(st.sampled_from(["một", "hai", "ba", "\n"]), max_size=20).map(" ".join)


@given(before=WORDS, after=WORDS)
def test_without_what_was_put_in_the_old_text_is_left_and_the_other_way_round(before, after):
    runs = drafting.differences(before, after)

    def left(kind):
        return " ".join(run.words for run in runs if run.kind != kind).split()

    assert left("new") == before.split() and left("out") == after.split()


def test_a_draft_is_changed_until_it_is_opened_and_never_after(ward):
    one = begun(ward)
    told = {"title": "Khác", "text": "Một đoạn.", "opens_on": FIRST, "closes_on": LAST, "units": []}
    services.change_round(round=one, seen=one.version, by=ward.clerk, **told)
    assert [row.text for row in queries.sections(one)] == ["Một đoạn."]
    services.open_round(round=one, by=ward.clerk)
    one.refresh_from_db()
    with pytest.raises(UnableToAsk, match="không sửa được nữa"):
        services.change_round(round=one, seen=one.version, by=ward.clerk, **told)


@pytest.mark.parametrize("told, said_so", [
    ({"text": "  "}, "Chưa có nội dung"), ({"title": " "}, "Chưa ghi tên"),
    ({"closes_on": date(2021, 5, 1)}, "Ngày cuối"),
])  # fmt: skip
def test_a_round_without_text_title_or_days_is_not_begun(ward, told, said_so):
    with pytest.raises(UnableToAsk, match=said_so):
        begun(ward, **told)


# Words come in.


def test_anyone_may_comment_on_a_section_and_no_word_or_name_stands_in_an_append_only_row(ward):
    one = opened(ward)
    made = said(ward, one, "Ông Bảy hay hát sau 22 giờ.", name="Trần Văn Kín")
    row = str(OpinionComment.objects.filter(pk=made.pk).values_list().get())
    trail = str(list(Entry.objects.values_list()))
    assert "Bảy" not in row + trail and "Kín" not in row + trail
    [told] = queries.words(one, viewer=ward.clerk)
    assert told.text == "Ông Bảy hay hát sau 22 giờ." and told.named and told.name == ""
    [named] = queries.words(one, viewer=ward.clerk, names=True)
    assert named.name == "Trần Văn Kín"


def test_words_are_erased_and_the_comment_stays_counted(ward):
    one = opened(ward)
    made = said(ward, one)
    audit.erase_note(note_id=made.note_id, by=ward.leader, unit_id=ward.ward.pk)
    [told] = queries.words(one, viewer=ward.clerk)
    assert told.number == 1 and "đã xóa" in told.text and not Note.objects.get(pk=made.note_id).text


@pytest.mark.parametrize(
    "text, said_so", [("ừ", "chưa ghi góp ý"), ("a" * 4001, "nhiều nhất 4000")]
)
def test_too_little_and_too_much_are_refused(ward, text, said_so):
    with pytest.raises(UnableToComment, match=said_so):
        said(ward, opened(ward), text)
    assert not OpinionComment.objects.exists()


def test_words_are_taken_on_the_days_of_the_round_only(ward):
    one = opened(ward, opens_on=FIRST + timedelta(days=3))
    with pytest.raises(UnableToComment, match="Bắt đầu nhận góp ý từ ngày 04/06/2021"):
        said(ward, one)
    after(ward)
    with pytest.raises(UnableToComment, match="Đã hết hạn"):
        said(ward, one)
    draft = begun(ward)
    with pytest.raises(UnableToAsk, match="chưa mở"):
        said(ward, draft)


def test_a_round_by_group_takes_nothing_from_the_public_page(ward):
    one = opened(ward, public=False)
    with pytest.raises(UnableToComment, match="qua tổ dân phố"):
        said(ward, one)
    assert not queries.public_rounds().exists()


def test_a_group_head_brings_what_the_own_group_said_and_sees_only_that(ward):
    one = opened(ward)
    said(ward, one, "Góp ý từ trang.")
    told = {"round": one, "text": "Bà con muốn bỏ rác lúc 8 giờ.", "source": "meeting",
            "said_on": FIRST}  # fmt: skip
    services.add_comment(unit=ward.groups[0], by=ward.head(1), **told)
    [seen] = queries.words(one, viewer=ward.head(1))
    assert seen.source == "họp tổ dân phố" and seen.unit == ward.groups[0].pk
    with pytest.raises(NotPermitted):
        services.add_comment(unit=ward.groups[0], by=ward.head(2), **told)
    with pytest.raises(UnableToComment, match="không được hỏi"):
        services.add_comment(unit=ward.groups[1], by=ward.head(2), **told)


# Groups and answers.


def test_publishing_waits_for_every_comment_every_group_every_section_and_the_last_day(ward):
    one = opened(ward)
    first, second = said(ward, one), said(ward, one, "Ủng hộ điều này.")
    group = grouped(ward, one, first)
    with pytest.raises(UnableToAsk) as refused:
        services.publish_round(round=one, by=ward.clerk)
    told = str(refused.value)
    assert "đến hết ngày 20/6/2021" in told and "1 góp ý chưa xếp" in told
    assert "1 nhóm chưa được trả lời" in told and "3 mục chưa ghi bản cuối" in told
    services.group_comments(round=one, comments=[second.pk], group=group.pk, by=ward.clerk)
    answered(ward, group)
    finished(ward, one)
    after(ward)
    services.publish_round(round=one, by=ward.clerk)
    one.refresh_from_db()
    assert one.status == "published"
    with pytest.raises(UnableToAsk, match="đã công bố"):
        said(ward, one)


def test_what_changed_stands_beside_the_groups_it_answers(ward):
    one = opened(ward)
    group = grouped(ward, one, said(ward, one))
    answered(ward, group)
    finished(ward, one)
    told = queries.changes(one, queries.groups(one))
    assert [row.said for row in told] == ["giữ nguyên", "đã sửa", "giữ nguyên"]
    assert [row.group.theme for row in told[1].groups] == ["Giờ yên lặng"] and not told[2].groups


def test_an_answer_has_a_verdict_and_a_reason(ward):
    group = grouped(ward, one := opened(ward), said(ward, one))
    for verdict, reason, said_so in (("maybe", "x", "Chọn tiếp thu"), ("not", " ", "Ghi lý do")):
        with pytest.raises(UnableToAsk, match=said_so):
            answered(ward, group, verdict, reason)


def test_who_answers_has_seen_every_comment_of_the_group(ward):
    one = opened(ward)
    group = grouped(ward, one, said(ward, one))
    group.refresh_from_db()
    seen = group.version
    services.group_comments(round=one, comments=[said(ward, one).pk], group=group.pk, by=ward.clerk)
    with pytest.raises(UnableToAsk, match="vừa xếp thêm"):
        services.answer_group(group=group, verdict="not", reason="Không", seen=seen, by=ward.clerk)


def test_a_comment_taken_out_of_its_group_waits_again_and_an_empty_group_is_gone(ward):
    one = opened(ward)
    comment = said(ward, one)
    grouped(ward, one, comment)
    services.ungroup(comment=comment, by=ward.clerk)
    assert queries.loose_ids(one) == [comment.pk] and not OpinionGroup.objects.exists()


def test_only_who_keeps_the_round_groups_and_publishes(ward):
    one = opened(ward)
    comment = said(ward, one)
    with pytest.raises(NotPermitted):
        services.group_comments(round=one, comments=[comment.pk], theme="x", by=ward.head(1))
    with pytest.raises(NotPermitted):
        services.publish_round(round=one, by=ward.head(1))
    with pytest.raises(NotPermitted):
        begun_by_observer = ward.person("x", ("observer", ward.ward))
        services.cancel_round(round=one, reason="x", by=begun_by_observer)


def test_a_round_is_put_off_to_a_later_day_with_a_reason_only(ward):
    one = opened(ward)
    with pytest.raises(UnableToAsk, match="sau ngày cuối cũ"):
        services.put_off(round=one, closes_on=FIRST, reason="x", by=ward.clerk)
    with pytest.raises(UnableToAsk, match="lý do"):
        services.put_off(round=one, closes_on=date(2021, 7, 1), reason=" ", by=ward.clerk)
    services.put_off(round=one, closes_on=date(2021, 7, 1), reason="Mưa bão", by=ward.clerk)
    assert [step.reason for step in queries.way_of(one)] == ["", "Mưa bão"]


# Figures and speed.


def test_comments_and_answers_are_counted_with_their_grounds_and_no_words(ward):
    one = opened(ward)
    comment = said(ward, one, "Chữ không được lộ.")
    answered(ward, grouped(ward, one, comment))
    finished(ward, one)

    def told_of(key):
        return value(key, unit=ward.ward.pk, period=from_code("2021-Q2"), viewer=anyone(ward),
                     trees=Forest())  # fmt: skip

    assert told_of("opinions.answered").value == 0
    after(ward)
    services.publish_round(round=one, by=ward.clerk)
    assert told_of("opinions.comments").value == told_of("opinions.answered").value == 1
    by_round = told_of(of_round("opinions.comments", one.pk))
    assert by_round.value == 1 and "không được lộ" not in str(by_round.evidence)


def test_five_hundred_comments_are_read_in_a_few_questions(ward):
    one = opened(ward)
    note = audit.keep_note("Góp ý dài.")
    OpinionComment.objects.bulk_create(
        OpinionComment(round=one, number=n, source="portal", said_on=FIRST, at=ward.clock.at,
                       by="anyone", note_id=note.id, note_digest=note.digest)
        for n in range(1, 501)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.words(one, viewer=ward.house, loose=True)) == 500
    assert len(asked) <= 3
