"""Điều khoản được đề nghị: by heading and verb, out of texts as offices write them."""

from __future__ import annotations

from datetime import date

from dongthuan.decide.directives.proposing import MOST, propose

DIRECTIVE = """
BAN THƯỜNG VỤ THÀNH ỦY
Số 09-CT/TU
CHỈ THỊ
về tăng cường trật tự đô thị
Trong thời gian qua, công tác quản lý trật tự đô thị đạt nhiều kết quả quan trọng.
I. TÌNH HÌNH
1. Kết quả
Lãnh đạo các đơn vị đã tổ chức 12 đợt ra quân, xử lý nhiều trường hợp.
II. NHIỆM VỤ, GIẢI PHÁP
1. Đảng ủy các phường, xã
a) Xây dựng kế hoạch lập lại trật tự lòng đường, vỉa hè, hoàn thành trước ngày 30/4/2021.
b) Chỉ đạo các tổ dân phố ký cam kết với 100% hộ kinh doanh.
2. Ủy ban nhân dân thành phố chủ trì, phối hợp với Công an rà soát các điểm đỗ xe.
- Việc lấn chiếm còn xảy ra ở một số tuyến đường.
III. TỔ CHỨC THỰC HIỆN
Các đồng chí bí thư chịu trách nhiệm báo cáo kết quả chậm nhất ngày 15 tháng 12 năm 2021.
Nơi nhận:
- Các đảng ủy trực thuộc xây dựng kế hoạch,
""".splitlines()


def test_what_asks_for_something_is_told_from_what_only_tells():
    found = propose(DIRECTIVE)
    asked = {one.text.split(",")[0].split(".")[0]: one for one in found if one.demands}
    assert set(asked) == {
        "Xây dựng kế hoạch lập lại trật tự lòng đường",
        "Chỉ đạo các tổ dân phố ký cam kết với 100% hộ kinh doanh",
        "Ủy ban nhân dân thành phố chủ trì",
        "Các đồng chí bí thư chịu trách nhiệm báo cáo kết quả chậm nhất ngày 15 tháng 12 năm 2021",
    }
    told = [one.text for one in found if not one.demands]
    assert any("đã tổ chức 12 đợt" in one for one in told)
    assert any("lấn chiếm còn xảy ra" in one for one in told)


def test_each_clause_knows_its_place_and_the_day_it_names():
    found = {one.text[:12]: one for one in propose(DIRECTIVE)}
    first, last = found["Xây dựng kế "], found["Các đồng chí"]
    assert (first.place, first.due) == ("Mục II, khoản 1, điểm a", date(2021, 4, 30))
    assert last.due == date(2021, 12, 15)


def test_what_stands_after_the_list_of_recipients_is_no_clause():
    assert not any("trực thuộc" in one.text for one in propose(DIRECTIVE))


def test_articles_of_a_decision_are_places_too():
    found = propose([
        "Điều 1. Ban hành kèm theo Quyết định này quy chế làm việc của tổ công tác.",
        "Điều 2. Văn phòng, các tổ dân phố chịu trách nhiệm thi hành Quyết định này.",
    ])  # fmt: skip
    assert [(one.place, one.demands) for one in found] == [("Điều 1", True), ("Điều 2", True)]


def test_a_day_that_does_not_exist_is_none():
    [one] = propose(["1. Hoàn thành việc lập danh sách trước ngày 31/2/2021 và gửi về."])
    assert one.demands and one.due is None


def test_a_directive_of_120_pages_is_cut_at_what_a_person_can_read_through():
    assert (
        len(propose(f"{n}. Tổ chức thực hiện việc thứ {n} của kế hoạch." for n in range(1, 99)))
        == 98
    )
    long = ["- Tổ chức thực hiện một việc nữa của kế hoạch này." for _ in range(5000)]
    assert len(propose(long)) == MOST


def test_an_empty_text_has_no_clauses():
    assert propose([]) == [] and propose(["", "  "]) == []
