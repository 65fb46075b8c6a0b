"""A draft goes to the leaders as a Word file and comes back with comments and tracked changes."""

from __future__ import annotations

import re

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dongthuan.answer.manuscripts import queries, services
from dongthuan.answer.manuscripts.models import Draft
from dongthuan.answer.manuscripts.rules import Standing
from tests.answer.manuscripts import office_files
from tests.answer.manuscripts.test_manuscripts import answered, created, kept, surfaces
from tests.wards import Ward

pytestmark = pytest.mark.django_db
LEADER = "Trần Văn Bí Thư"


@pytest.fixture
def ward():
    return Ward()


@pytest.fixture
def draft(ward) -> Draft:
    one = kept(ward, office_files.party_report())
    created(ward, one)
    answered(ward, "2021-H1", **{"1.507": "1619", "09": "11", "906": "912", "4.210": "5085,5"})
    return services.begin(manuscript=one, code="2021-H1", by=ward.clerk)


def word(ward, draft) -> bytes:
    return queries.word_of(draft, viewer=ward.clerk)


def returned(ward, draft, data: bytes):
    made = services.take_back_file(draft=draft, data=data, name="gop-y.docx", by=ward.clerk)
    draft.refresh_from_db()
    return made


def asked(draft) -> list[tuple[str, str, str, str, str]]:
    return [(r.kind, r.author, r.taken, r.put, r.text) for r in queries.remarks(draft)]


def tracked(data: bytes, old: str, new: str) -> bytes:
    """What Word keeps when a leader with tracked changes on types over a number or words."""
    document = office_files.opened(data)
    run = next(r for r in document.element.body.iter(f"{office_files.W}r")
               if old in "".join(t.text or "" for t in r.iter(f"{office_files.W}t")))  # fmt: skip
    text = "".join(t.text or "" for t in run.iter(f"{office_files.W}t"))
    before, _, after = text.partition(old)
    who = f'w:author="{LEADER}" w:date="2021-07-03T09:00:00Z"'

    def plain(words: str) -> str:
        return f'<w:r {nsdecls("w")}><w:t xml:space="preserve">{words}</w:t></w:r>'

    pieces = [plain(before)] if before else []
    if old:
        pieces.append(
            f'<w:del {nsdecls("w")} w:id="901" {who}><w:r><w:delText>{old}</w:delText></w:r></w:del>'
        )
    if new:
        pieces.append(f'<w:ins {nsdecls("w")} w:id="902" {who}><w:r><w:t>{new}</w:t></w:r></w:ins>')
    pieces += [plain(after)] if after else []
    for piece in pieces:
        run.addprevious(parse_xml(piece))
    run.getparent().remove(run)
    return office_files._saved(document)


def commented(data: bytes, words: str, text: str) -> bytes:
    document = office_files.opened(data)
    paragraph = next(p for p in document.paragraphs if words in p.text)
    document.add_comment(paragraph.runs, text=text, author=LEADER, initials="BT")
    return office_files._saved(document)


def test_a_leaders_comments_and_changes_stand_in_one_list_with_who_asked(ward, draft):
    data = tracked(word(ward, draft), "1.619", "1.620")
    data = tracked(data, "phương hướng thời gian tới", "phương hướng 6 tháng cuối năm")
    data = commented(data, "Nghị quyết số 12", "Nêu rõ kết quả thực hiện.")
    returned(ward, draft, data)
    assert asked(draft) == [
        ("figure", LEADER, "1.619", "1.620", ""),
        ("comment", LEADER, "", "", "Nêu rõ kết quả thực hiện."),
        ("change", LEADER, "phương hướng thời gian tới", "phương hướng 6 tháng cuối năm", ""),
    ]


def test_words_are_taken_on_and_numbers_stay_those_of_the_house(ward, draft):
    data = tracked(word(ward, draft), "1.619", "1.620")
    data = tracked(data, "phương hướng thời gian tới", "phương hướng 6 tháng cuối năm")
    returned(ward, draft, data)
    text = "\n".join(office_files.lines(word(ward, draft)))
    assert "phương hướng 6 tháng cuối năm" in text, "his words"
    assert "1.619 cơ sở" in text, (
        "a number changes where it is kept, with a reason, and nowhere else"
    )


def test_every_number_keeps_what_it_was_through_the_leaders_hands(ward, draft):
    before = {s: surfaces(draft.manuscript, s) for s in Standing}
    returned(ward, draft, tracked(word(ward, draft), "phương hướng thời gian tới", "nhiệm vụ tới"))
    assert len(surfaces(draft.manuscript, Standing.BOUND)) == len(before[Standing.BOUND])
    assert surfaces(draft.manuscript, Standing.OPEN) == before[Standing.OPEN]
    assert office_files.bright(word(ward, draft)).count("14") == 1


def test_a_number_that_a_leader_adds_is_his_own_and_not_last_periods(ward, draft):
    data = tracked(word(ward, draft), "và Chỉ thị 05.", "và 27 buổi sinh hoạt.")
    returned(ward, draft, data)
    assert surfaces(draft.manuscript, Standing.TYPED) == ["27"]
    assert "27" not in office_files.bright(word(ward, draft))


def test_a_number_written_by_hand_stays_and_is_no_longer_cited(ward, draft):
    returned(ward, draft, tracked(word(ward, draft), "1.619", "1.620"))
    [remark] = queries.remarks(draft)
    services.answer(remark=remark, standing="typed", words="Số do Bí thư ghi", by=ward.clerk)
    draft.refresh_from_db()
    assert "1.620 cơ sở" in "\n".join(office_files.lines(word(ward, draft)))
    assert "1.620" in surfaces(draft.manuscript, Standing.TYPED)
    assert queries.remarks(draft)[0].standing == "done"


def test_two_versions_are_held_against_each_other_word_by_word(ward, draft):
    returned(ward, draft, tracked(word(ward, draft), "phương hướng thời gian tới", "nhiệm vụ tới"))
    found = queries.compared(draft, 1, 2)
    [turned] = found.turned
    assert [words for way, words in turned.pieces if way == "in"] == ["nhiệm vụ"]
    assert [words for way, words in turned.pieces if way == "out"] == ["phương hướng thời gian"]
    assert found.same > 10


def test_a_file_sent_back_untouched_asks_nothing_and_changes_nothing(ward, draft):
    first = word(ward, draft)
    returned(ward, draft, first)
    assert asked(draft) == []
    again = word(ward, draft)
    assert office_files.lines(again) == office_files.lines(first)
    assert office_files.look(again) == office_files.look(first)
    assert office_files.bright(again) == office_files.bright(first)
    assert queries.compared(draft, 1, 2).turned == ()


def test_the_file_that_went_out_begins_the_period_after(ward, draft):
    from dongthuan.answer.reports import services as reports
    from dongthuan.ground.papers import services as papers
    from tests.wards import FOUNDED

    papers.open_term(body=ward.party.pk, label="XII", on=FOUNDED, by=ward.leader)
    returned(ward, draft, tracked(word(ward, draft), "phương hướng thời gian tới", "nhiệm vụ tới"))
    for mark in queries.marks(draft.manuscript):
        if mark.standing == Standing.OPEN or mark.surface in ("14", "1.240", "738,5", "115", "16"):
            choice = services.Choice(mark.place, Standing.KEPT)
            services.bind(manuscript=draft.manuscript, choices=[choice], words="", by=ward.clerk)
    reports.issue(
        report=draft.report, on=ward.clerk.today, by=ward.leader, unapproved_is_meant=True
    )
    draft = Draft.objects.get(pk=draft.pk)
    following = services.begin(manuscript=draft.issued, code="2021-H2", by=ward.clerk)
    text = "\n".join(office_files.lines(queries.word_of(following, viewer=ward.clerk)))
    assert "6 tháng cuối năm 2021, nhiệm vụ tới" in text
    assert re.search(r"Tính đến ngày 31/12/2021, toàn phường có 1\.619", text)
    assert "1.619" in office_files.bright(queries.word_of(following, viewer=ward.clerk))
    again = reports.begin_again(report=draft.report, by=ward.clerk)
    replacing = Draft.objects.get(report=again)
    assert office_files.lines(queries.word_of(replacing, viewer=ward.clerk)) == office_files.lines(
        queries.issued_word(draft, viewer=ward.clerk)
    )
