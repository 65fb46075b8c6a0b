"""Bảng mã cũ: text typed in old fonts comes out in Unicode, and nothing else is touched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dongthuan.ground.primitives import encodings
from dongthuan.ground.primitives.encodings import Encoding, aligned, decode, detect, to_unicode

SENTENCES = [
    "Đảng bộ phường hiện có 32 chi bộ với 934 đảng viên.",
    "Thu ngân sách nhà nước đạt 5.085 tỷ đồng, bằng 60,5% kế hoạch.",
    "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc",
    "Nhân dân tự nguyện đóng góp hơn 16 tỷ đồng làm đường, kẻ vẽ, sửa cũ, mỹ thuật, khuỷu tay",
    "Ủy ban Mặt trận Tổ quốc vận động giúp đỡ 115 địa chỉ nhân đạo",
    "Ở khu phố Ẩm Thực, ông Nguyễn Văn Ẵm kể: vẫn nghĩ kỹ rồi mới quyết",
]
WORDS = (
    "đảng bộ phường có chi hộ nghèo thu ngân sách đạt kế hoạch tỷ đồng xã hội phố tổ dân vận động"
    " nhân dân đóng góp làm đường giao thông khu kiểu mẫu gia đình văn hóa đơn vị quyết định nghị"
    " chương trình tăng giảm so với cùng kỳ năm trước ước cả hai thứ nữa quỹ ngoài nước tiểu học"
)
SYLLABLES = WORDS.split()


def _invert(table: dict[str, str]) -> dict[str, str]:
    inverse: dict[str, str] = {}
    for code, letter in table.items():
        # The first code of a letter is the one typists use: mark and vowel in one case.
        if letter not in inverse or code.isupper() or code.islower():
            inverse[letter] = code
    return inverse


TO_TCVN3 = _invert(encodings._TCVN3)
TO_VNI = _invert(encodings._VNI)


def as_tcvn3(text: str) -> str:
    return "".join(TO_TCVN3.get(c) or TO_TCVN3.get(c.lower(), c) for c in text)


def as_vni(text: str) -> str:
    return "".join(TO_VNI.get(c, c) for c in text)


def as_cp1258(text: str) -> bytes:
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            tone = "".join(c for c in apart if c in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", "".join(c for c in apart if c not in tone))
            out += (base + tone).encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("old", "new", "encoding"),
    [
        ("Sè hé nghÌo", "Số hộ nghèo", Encoding.TCVN3),
        ("Thu ng©n s¸ch ®¹t 60,5%", "Thu ngân sách đạt 60,5%", Encoding.TCVN3),
        (
            "céng hßa x· héi chñ nghÜa viÖt nam",
            "cộng hòa xã hội chủ nghĩa việt nam",
            Encoding.TCVN3,
        ),
        ("§¶NG Bé TØNH L¢M §åNG", "ĐẢNG BỘ TỈNH LÂM ĐỒNG", Encoding.TCVN3),
        ("· ph­êng ®· thu ®ñ", "· phường đã thu đủ", Encoding.TCVN3),
        ("Soá hoä ngheøo", "Số hộ nghèo", Encoding.VNI),
        ("ÑAÛNG BOÄ PHÖÔØNG 2", "ĐẢNG BỘ PHƯỜNG 2", Encoding.VNI),
        ("Ñaûng boä phöôøng coù 934 ñaûng vieân", "Đảng bộ phường có 934 đảng viên", Encoding.VNI),
    ],
)
def test_text_of_an_old_font_is_read_as_it_was_meant(
    old: str, new: str, encoding: Encoding
) -> None:
    assert to_unicode(old) == (new, encoding)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_comes_back_from_tcvn3(sentence: str) -> None:
    back, encoding = to_unicode(as_tcvn3(sentence))
    assert encoding is Encoding.TCVN3
    # This code has no capital for a toned vowel: case may be lost, letters may not.
    assert back.lower() == sentence.lower()


@pytest.mark.parametrize("sentence", [*SENTENCES, *(one.upper() for one in SENTENCES)])
def test_a_sentence_comes_back_from_vni_in_both_cases(sentence: str) -> None:
    assert to_unicode(as_vni(sentence)) == (sentence, Encoding.VNI)


@pytest.mark.parametrize("sentence", [one.upper() for one in SENTENCES[:4]])
def test_capitals_come_back_from_tcvn3(sentence: str) -> None:
    assert to_unicode(as_tcvn3(sentence)) == (sentence, Encoding.TCVN3)


@pytest.mark.parametrize(
    "text",
    [
        *SENTENCES,
        "Xã có 3 nhà, thôn có 5 hộ",
        "là xã có nhà",
        "Café déjà vu : père et mère, né à Paris où il a été élevé, août, forêt, Noël, naïf",
        "Für schöne Türen in Köln und Zürich müssen wir größer sein",
        "Don't touch naïve résumé or 5 µm, 20 °C, § 12, © 2021 Word®, ½ and ¼",
        "· Thu ngân sách · Chi ngân sách",
        "El niño comió piña mañana; São Paulo não é aqui",
    ],
)
def test_text_that_is_no_old_font_is_never_damaged(text: str) -> None:
    assert to_unicode(text) == (unicodedata.normalize("NFC", text), Encoding.UNICODE)


@given(st.text())
def test_whatever_comes_in_comes_out_composed(text: str) -> None:
    out, _ = to_unicode(text)
    assert unicodedata.is_normalized("NFC", out)


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=12))
def test_unicode_vietnamese_never_changes(words: list[str]) -> None:
    text = " ".join(words)
    assert to_unicode(text) == (text, Encoding.UNICODE)
    assert to_unicode(unicodedata.normalize("NFD", text)) == (text, Encoding.UNICODE)


@given(st.lists(st.sampled_from(SYLLABLES), min_size=8, max_size=30, unique=True))
def test_vietnamese_comes_back_from_both_old_codes(words: list[str]) -> None:
    text = " ".join([*words, "nghèo đảng viên phường"])
    assert to_unicode(as_tcvn3(text)) == (text, Encoding.TCVN3)
    assert to_unicode(as_vni(text)) == (text, Encoding.VNI)


@given(st.text(alphabet="aoeuùøûõïâáêô ñö\u0301\u0323\u00adx", max_size=30))
def test_every_new_letter_knows_where_it_began(text: str) -> None:
    for encoding in Encoding:
        new, starts = aligned(text, encoding)
        if starts is None:
            assert len(new) == len(text)
        else:
            assert len(starts) == len(new) + 1
            assert starts == sorted(starts)
            assert starts[-1] == len(text)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SENTENCES[0].encode(), "utf-8"),
        (unicodedata.normalize("NFD", SENTENCES[0]).encode(), "utf-8"),
        (SENTENCES[0].encode("utf-8-sig"), "utf-8-sig"),
        (SENTENCES[0].encode("utf-16"), "utf-16"),
        (SENTENCES[0].encode("utf-16-le"), "utf-16"),
        (SENTENCES[0].encode("utf-16-be"), "utf-16"),
        (as_cp1258(SENTENCES[0]), "cp1258"),
        (as_vni(SENTENCES[0]).encode("cp1252"), "vni"),
        (as_tcvn3(SENTENCES[0]).encode("cp1252"), "tcvn3"),
    ],
)
def test_a_file_of_letters_names_its_encoding(data: bytes, encoding: str) -> None:
    assert decode(data) == (SENTENCES[0], encoding)


def test_a_western_file_stays_western() -> None:
    assert decode("Café crème, été à la forêt".encode("cp1252")) == (
        "Café crème, été à la forêt",
        "cp1252",
    )


def test_one_stray_byte_does_not_change_the_reading_of_a_long_text() -> None:
    text, encoding = decode(" ".join(SENTENCES).encode() + b"\xff")
    assert encoding == "utf-8"
    assert text.startswith(SENTENCES[0])


def test_an_icelandic_letter_in_vietnamese_is_the_vietnamese_one_it_looks_like() -> None:
    assert to_unicode("Ðảng bộ") == ("Đảng bộ", Encoding.UNICODE)
    assert to_unicode("Ísland, það") == ("Ísland, það", Encoding.UNICODE)


def test_letters_without_width_are_dropped_and_the_others_keep_their_place() -> None:
    assert aligned("nghi\u00adêm\u200b túc", Encoding.UNICODE) == (
        "nghiêm túc",
        [0, 1, 2, 3, 5, 6, 8, 9, 10, 11, 12],
    )


def test_plain_letters_are_unicode_already() -> None:
    assert detect("Bao cao khong dau 2021") is Encoding.UNICODE
