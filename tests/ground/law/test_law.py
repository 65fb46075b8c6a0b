"""The law as dated data: every file can be read, and every day is answered by the rule of that day."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from dongthuan.ground import law
from dongthuan.ground.law.reading import read_rules, read_texts
from dongthuan.ground.primitives.thresholds import Threshold

ORDINANCE, LAW = date(2018, 6, 1), date(2024, 6, 1)
TEXT = """
luat: {title: Luật Thử, number: 1/2020, dated: 2020-01-01, from: 2020-02-01, until: null,
       source: đọc thử, checked: false}
"""
LINE = (
    "{from: 2020-02-01, until: null, value: 5, text: luat, article: '', checked: false, doubt: ''}"
)
RULE = "thu: {words: số ngày, unit: days, lines: [%s]}"


def read(line=LINE, rule=RULE, text=TEXT):
    return read_rules(rule % line, read_texts(text))


@pytest.mark.parametrize(
    ("key", "day", "asked"),
    [
        ("assembly.contribution", ORDINANCE, "> 1/2"),
        ("assembly.contribution", LAW, ">= 2/3"),
        ("assembly.community_funds", LAW, ">= 2/3"),
        ("assembly.convention", LAW, "> 1/2"),
    ],
)
def test_a_matter_asks_for_the_share_of_its_day(key, day, asked):
    assert law.threshold(key, on=day).threshold == Threshold.parse(asked)


def test_the_regime_changes_on_the_first_of_july_2023_and_not_a_day_earlier():
    last, first = date(2023, 6, 30), date(2023, 7, 1)
    assert law.threshold("assembly.contribution", on=last).text.id == "ordinance-2007"
    assert law.threshold("assembly.contribution", on=first).text.id == "law-2022"


def test_every_matter_is_answered_on_every_day_since_the_ordinance_without_a_gap():
    for key in (key for key in law.names() if key.startswith("assembly.")):
        lines = law.lines(key)
        assert lines[0].since == date(2007, 7, 1)
        assert all(one.until == after.since for one, after in pairwise(lines))
        assert lines[-1].until is None
        assert all(one.base and one.effect for one in lines)


def test_a_day_without_a_rule_is_an_error_that_says_since_when_there_is_one():
    with pytest.raises(law.NoRule, match=r"01/01/2000.*từ 01/07/2007"):
        law.value("assembly.contribution", on=date(2000, 1, 1))
    assert law.find("meeting.notice", on=ORDINANCE) is None


def test_a_rule_or_text_that_nobody_wrote_is_an_error():
    with pytest.raises(law.NoRule, match=r"«assembly\.moon»"):
        law.value("assembly.moon", on=LAW)
    with pytest.raises(law.NoRule, match="«luật-trăng»"):
        law.text("luật-trăng")


def test_a_number_is_no_share():
    with pytest.raises(TypeError):
        law.threshold("meeting.notice", on=LAW)


def test_a_rule_says_its_basis_and_that_nobody_checked_it():
    said = law.threshold("assembly.contribution", on=LAW).basis
    assert said == (
        "Khoản 1 Điều 15, khoản 1 Điều 21, Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15 "
        "(chưa kiểm chứng)"
    )


def test_what_a_person_checked_is_printed_without_the_warning():
    told = "checked: {by: Nguyễn Văn Mẫu, day: 2026-01-31}"
    (one,) = read(LINE.replace("checked: false", told), text=TEXT.replace("checked: false", told))[
        "thu"
    ]
    assert one.basis == "Luật Thử số 1/2020"
    assert str(one.checked) == "Nguyễn Văn Mẫu đã đối chiếu ngày 31/01/2026"
    (half,) = read(LINE.replace("checked: false", told))["thu"]
    assert half.basis.endswith("(chưa kiểm chứng)")


def test_no_rule_of_ours_says_that_it_was_checked_until_somebody_signs_for_it():
    for key in law.names():
        for one in law.lines(key):
            assert one.checked is None or one.checked.by
            assert one.text.since <= one.since, key


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (LINE.replace("value: 5", "value: nhiều"), "không phải số ngày"),
        (LINE.replace("value: 5", "value: yes"), "không phải số ngày"),
        (LINE.replace("text: luat", "text: khac"), "không có văn bản «khac»"),
        (LINE.replace("2020-02-01", "tháng hai"), "không phải ngày"),
        (LINE.replace("until: null", "until: 2020-01-01"), "hết hiệu lực trước"),
        (LINE.replace("checked: false", "checked: true"), "checked là false"),
        (LINE.replace(", doubt: ''", ""), "thiếu doubt"),
        (LINE.replace("doubt: ''", "doubt: '', xem: 1"), "không có trường xem"),
        (LINE.replace("doubt: ''", "doubt: '', base: moi"), "không thuộc"),
        (f"{LINE}, {LINE}", "chồng lên"),
        (LINE.replace("value: 5", "value: 5, value: 6"), "Viết hai lần: value"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_says_where(line, says):
    with pytest.raises(law.UnreadableLaw, match=says):
        read(line)


def test_a_share_is_written_with_its_sign():
    rule = RULE.replace("unit: days", "unit: share")
    with pytest.raises(law.UnreadableLaw, match="không phải là ngưỡng"):
        read(rule=rule)
