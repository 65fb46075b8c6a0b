"""What holds of every text, however it is typed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dongthuan.ground import claims
from dongthuan.ground.claims import MeasureTable, Verdict
from dongthuan.ground.primitives import numbers

PIECES = st.sampled_from(
    [
        "phường",
        "có",
        "hộ",
        "nghèo",
        "chi",
        "bộ",
        "đảng",
        "viên",
        "tỷ",
        "đồng",
        "triệu",
        "%",
        "ha",
        "tạ",
        "/",
        "-",
        "–",
        ",",
        ";",
        ".",
        ":",
        "(",
        ")",
        "|",
        "“",
        "”",
        "hơn",
        "gần",
        "khoảng\n",
        "",
        "",
        "",
        "từ",
        "đến",
        "năm",
        "tháng",
        "ngày",
        "2021",
        "15/3/2021",
        "6",
        "1.619",
        "60,5",
        "5.085",
        "23/23",
        "một",
        "hai",
        "ba",
        "mươi",
        "trăm",
        "rưỡi",
        "phẩy\n",
        "",
        "",
        "",
        "nghìn",
        "gồm",
        "trong",
        "đó",
        "tổng",
        "cộng",
        "tăng",
        "giảm",
        "đạt",
        "kế",
        "hoạch",
        "so",
        "với",
        "cùng",
        "kỳ",
        "số",
        "tổ",
        "thứ",
        "nhất",
        "lần",
        "\n",
        "l7",
        "3O2\n",
        "",
        "",
        "",
        "m2",
        "km",
        "đ",
        "k",
        "tr",
        "0",
        "00",
        "½",
        "𝟓",
        "é",
        "¹",
        "\xa0",
        "Ðảng",
    ],
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_spans_hold_their_surface_and_never_overlap(text):
    reading = claims.read(text)
    last = 0
    for figure in reading.figures:
        start, end = figure.span
        assert last <= start < end
        assert reading.text[start:end] == figure.surface
        assert figure.span[0] <= figure.num_span[0] < figure.num_span[1] <= figure.span[1]
        last = end
    for item in reading.sums:
        assert item.total not in item.parts
        assert item.consistent == (abs(item.stated - item.computed) < 1e-6 * max(1, item.stated))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_no_text_whatever_breaks_the_reader_or_the_checker(text):
    table = MeasureTable.from_rows([["chỉ tiêu", "giá trị"], ["Hộ nghèo", "12"]])
    claims.check(text.split("\n"), table)


@given(st.integers(min_value=2, max_value=999_999_999))
def test_a_count_is_read_alike_in_digits_and_in_words(value):
    for written in (numbers.written(value), numbers.in_words(value)):
        figures = claims.read(f"Tỉnh có {written} hộ dân.").figures
        assert [(f.value, f.unit) for f in figures] == [(value, "household")]


@given(st.integers(min_value=1, max_value=10**7), st.integers(min_value=1, max_value=10**7))
def test_a_number_is_right_only_when_it_equals_the_record(kept, told):
    table = MeasureTable.from_rows(
        [["chỉ tiêu", "giá trị", "đơn vị tính"], ["Tổng số hộ", str(kept), "hộ"]]
    )
    text = f"Toàn xã có {numbers.written(told)} hộ."
    (found,) = claims.check([text], table)
    assert (found.verdict is Verdict.RIGHT) == (kept == told)


@given(st.lists(st.integers(min_value=2, max_value=900), min_size=2, max_size=6), st.integers(0, 3))
def test_a_breakdown_adds_up_exactly_when_its_parts_do(parts, off):
    kinds = ["thôn", "trường học", "cơ quan", "doanh nghiệp", "hợp tác xã", "chợ"]
    told = ", ".join(f"{n} chi bộ {kind}" for n, kind in zip(parts, kinds, strict=False))
    text = f"Đảng bộ có {sum(parts) + off} chi bộ, gồm {told}."
    (item,) = claims.read(text).sums
    assert item.computed == sum(parts)
    assert item.consistent == (off == 0)
