"""Which words answer which question, and which answer is the nearer one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dongthuan.ground.primitives.folding import fold
from dongthuan.ground.search import rules

LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
)
WORDS = st.text(alphabet=LETTERS + LETTERS.upper() + "0123456789", min_size=1, max_size=7)
NAMES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


def holds(title: str, text: str, typed: str, *, in_title: bool) -> bool:
    """What a database does: look every wanted lexeme up."""
    kept = rules.lexemes(title=title, text=text).split(" ")
    return all(
        any(
            one.word in kept or (one.begun and any(word.startswith(one.word) for word in kept))
            for one in forms
        )
        for forms in rules.read(typed).wanted(in_title=in_title)
    )


def finds(name: str, typed: str) -> bool:
    return holds(name, "", typed, in_title=True)


@pytest.mark.parametrize("typed", [
    "dang bo", "Đảng bộ", "đảng bộ", "DANG BO", "bộ đảng", "dang b", "đảng b", "Đảng bo", "phuong 2",
    "  đảng,  bộ! ",
])  # fmt: skip
def test_a_name_is_found_with_and_without_marks_and_by_the_beginning_of_the_last_word(typed):
    assert finds("Đảng bộ Phường 2", typed)


@pytest.mark.parametrize("typed", ["đang bộ", "đẳng", "dảng", "dang hoi", "dan bo", "phuong 1"])
def test_marks_that_contradict_and_words_that_are_missing_find_nothing(typed):
    assert not finds("Đảng bộ Phường 2", typed)


def test_who_types_marks_also_finds_what_was_written_without_any():
    assert finds("Dang bo Phuong 2", "Đảng bộ")
    assert not finds("Dâng hoa", "Đảng")


@pytest.mark.parametrize(("one", "other"), [
    ("Ủy ban", "uỷ ban"), ("Uỷ ban", "ủy ban"), ("Thuỷ Tạ", "thủy tạ"), ("Hòa Bình", "hoà bình"),
])  # fmt: skip
def test_both_places_of_a_tone_are_one_writing(one, other):
    assert finds(one, other) and finds(one, fold(other))


def test_a_number_is_never_taken_for_the_beginning_of_another():
    assert finds("Tổ dân phố 1", "tổ 1") and not finds("Tổ dân phố 10", "tổ 1")


def test_in_a_text_a_word_may_be_unfinished_from_its_third_letter_on():
    assert holds("", "Toàn Đảng bộ có … đảng viên", "đảng viê", in_title=False)
    assert not holds("", "Toàn Đảng bộ có … đảng viên", "đảng vi", in_title=False)


def near(title: str, typed: str, text: str = "", in_title: bool = True) -> int:
    kept = rules.lexemes(title=title, text=text)
    return rules.read(typed).closeness(kept, in_title=in_title, length=len(title))


@pytest.mark.parametrize(("typed", "ordered"), [
    ("tổ dân phố 5", ["Tổ dân phố 5", "Chi bộ Tổ dân phố 5", "Phố 5 của tổ dân cư"]),
    ("dan pho", ["Dân phố", "Tổ dân phố 1", "Tổ dân phố 12", "Phố dân lập"]),
    ("Đảng bộ", ["Đảng bộ", "Đảng bộ Phường 2", "Hội của Đảng bộ", "Bộ phận của Đảng", "Dang bo"]),
    ("to", ["To", "Tổ", "Tổ 12", "Một tổ", "Toàn phường"]),
    ("đản", ["Đản", "Đảng bộ"]),
])  # fmt: skip
def test_the_nearest_stands_first(typed, ordered):
    assert sorted(ordered, key=lambda name: near(name, typed)) == ordered


def test_a_title_stands_before_a_text_and_a_phrase_before_scattered_words():
    title = near("Hộ nghèo theo tổ", "hộ nghèo")
    phrase = near("", "hộ nghèo", "Số hộ nghèo giảm", in_title=False)
    apart = near("", "hộ nghèo", "Hộ cận nghèo, hộ khá", in_title=False)
    assert title < phrase < apart


def test_a_title_of_scattered_words_stands_before_a_text_of_the_phrase():
    apart = near("Phố 5 của tổ dân cư", "tổ dân phố")
    assert apart < near("", "tổ dân phố", "Tổ dân phố 5", in_title=False)


def test_how_long_a_name_is_counts_only_between_names_that_are_as_near():
    long = near(f"Tổ dân phố {'và những hộ xung quanh ' * 12}", "tổ dân phố")
    assert near("Tổ dân phố 5", "tổ dân phố") < long < near("Phố của tổ dân", "tổ dân phố")


def test_texts_written_with_the_marks_that_were_typed_stand_before_those_without_any():
    typed = near("", "đảng bộ", "họp Đảng bộ", in_title=False)
    bare = near("Dang bo Phuong 2", "đảng bộ")
    assert typed < bare


def told(pieces) -> str:
    return "".join(f"[{one.text}]" if one.asked else one.text for one in pieces)


def test_the_words_that_were_asked_for_are_marked_as_they_are_written():
    question = rules.read("dang bo")
    assert told(rules.marked("Đảng bộ, ĐẢNG BỘ và bờ đê", question)) == (
        "[Đảng] [bộ], [ĐẢNG] [BỘ] và [bờ] đê"
    )
    assert told(rules.marked("bờ bộ", rules.read("bộ"))) == "bờ [bộ]"


def test_of_a_long_text_the_stretch_with_most_words_is_shown_cut_between_words():
    text = "nghèo " + "chữ đệm " * 60 + "toàn phường còn … hộ nghèo, giảm " + "chữ đệm " * 60
    shown = told(rules.shown(text, rules.read("hộ nghèo")))
    assert "[hộ] [nghèo]" in shown and shown.startswith("… ") and shown.endswith(" …")
    assert len(shown) < 260 and "chữ đệm" in shown


@pytest.mark.parametrize("typed", ["", " ", "a", "5", "?!", "ổ"])
def test_less_than_two_letters_is_too_short(typed):
    assert rules.read(typed).too_short


def test_a_long_question_counts_its_first_words():
    assert len(rules.read("một " * 50).words) == rules.MOST_WORDS


@given(NAMES)
def test_whatever_is_written_is_found_as_written_and_without_marks(name):
    typed = " ".join(name.split()[: rules.MOST_WORDS])
    assert finds(name, typed) and finds(name, fold(typed)) and finds(name, typed.upper())
    assert holds("", name, typed, in_title=False)


@given(NAMES, NAMES)
def test_what_is_found_with_marks_is_found_without_them(name, typed):
    if finds(name, typed):
        assert finds(name, fold(typed))


@given(NAMES, NAMES)
def test_a_name_itself_is_never_further_than_a_name_that_holds_it(name, more):
    whole = f"{more} {name}"
    assert near(name, name) <= near(whole, name)


@given(NAMES, NAMES)
def test_marking_keeps_every_letter_and_marks_what_was_found(name, typed):
    question = rules.read(typed)
    pieces = rules.marked(name, question, in_title=True)
    assert "".join(one.text for one in pieces) == name
    if finds(name, typed):
        assert any(one.asked for one in pieces)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_and_no_question_is_too_strange(text, typed):
    question = rules.read(typed)
    kept = rules.lexemes(title=text, text=text)
    assert "  " not in kept and not any(sign in kept for sign in "'\"\\\x00")
    assert not any(sign in one.word for forms in question.wanted(in_title=True) for one in forms
                   for sign in "'\"\\:* ")  # fmt: skip
    rules.shown(text, question)
    if question.words:
        question.closeness(kept, in_title=True, length=len(text))
