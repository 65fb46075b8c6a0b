"""Khuôn của lời đáp: what each answer holds, described in Vietnamese."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from ninja import Field, Schema

from dongthuan.ground.figures import Figure, Measure, State
from dongthuan.ground.primitives.periods import Period

Told = Literal["value", "partial", "missing", "not_applicable", "not_comparable"]


class FieldProblem(Schema):
    """Ô chưa rõ."""

    field: str = Field(description="Tên ô trong câu hỏi")
    message: str = Field(description="Vì sao, và làm gì tiếp")


class Problem(Schema):
    """Lời từ chối."""

    problem: str = Field(description="Chuyện gì, bằng tiếng Việt")
    fields: list[FieldProblem] = Field(description="Từng ô chưa rõ")


class PeriodShape(Schema):
    """Kỳ: từ ngày `start` đến trước ngày `end`."""

    code: str = Field(description="Mã kỳ: 2021, 2021-H1, 2021-Q2, 2021-06, 2021-06-30")
    words: str = Field(description="Kỳ bằng chữ")
    start: date
    end: date = Field(description="Ngày đầu tiên không còn trong kỳ")
    regime: str = Field(description="calendar: theo ngày dương lịch; reporting: từ ngày 15 đến 14")


class MeasureShape(Schema):
    """Mục số liệu: một cách có tên để có một con số."""

    key: str = Field(description="Mã mục, không bao giờ đổi")
    label: str
    measured_in: str = Field(description="Đơn vị tính")
    nature: str = Field(description="flow: cộng các kỳ; stock: lấy kỳ cuối; ratio: Σ tử / Σ mẫu")
    decimals: int = Field(description="Số chữ số sau dấu phẩy được giữ và in")
    direction: str = Field(description="higher, lower, exact, hoặc trống")
    regime: str
    reading: str = Field(description="public: mọi người; whole: mọi người xem số chung; internal, "
                         "sensitive: người có quyền")  # fmt: skip
    definition: str
    source: str
    names: list[str] = Field(description="Tên gọi khác mà báo cáo hay dùng")
    spans: list[int] = Field(
        description="Độ dài kỳ hỏi được, tính bằng tháng; trống là kỳ nào cũng được"
    )
    counted: bool = Field(description="Đếm từ từng bản ghi, hay do đơn vị báo")


class UnitShape(Schema):
    """Đơn vị như trong ngày được hỏi."""

    id: int
    code: str
    kind: str
    kind_words: str
    name: str
    parent: int | None
    place: int | None = Field(description="Đơn vị hành chính nơi đơn vị này đóng")
    since: date


class FigureShape(Schema):
    """Số liệu: mục, đơn vị, kỳ, và con số hoặc vì sao chưa có."""

    key: str
    label: str
    unit: int
    unit_name: str
    period: PeriodShape
    state: Told = Field(description="value, partial (chưa đủ đơn vị), missing (chưa có số), "
                        "not_applicable (không áp dụng), not_comparable (không so sánh được)")  # fmt: skip
    value: str | None = Field(description="Số thập phân, viết bằng chữ để không mất chữ số nào")
    exact: bool = Field(
        description="false: số vô hạn đã làm tròn; `part` và `whole` vẫn đúng từng đơn vị"
    )
    part: str | None = Field(description="Tử số của tỷ lệ")
    whole: str | None = Field(description="Mẫu số của tỷ lệ")
    printed: str = Field(description="Số in ra như văn phòng viết, kèm đơn vị tính")
    measured_in: str
    estimate: bool = Field(description="Số ước, sẽ được số thực hiện thay")
    reason: str = Field(description="Vì sao chưa có số")


class RecordShape(Schema):
    """Bản ghi làm căn cứ."""

    kind: str
    unit: int
    unit_name: str
    period: str
    revision: int = Field(description="Lần ghi thứ mấy")
    told: str
    value: str | None
    recorded_at: datetime | None
    manner: str = Field(description="Cách nhập: nhập, xác nhận không thay đổi, được nhập giúp…")
    approved: bool
    estimate: bool
    by: str = Field(description="Ai ghi; trống khi người hỏi không có quyền xem số liệu của đơn vị")
    why: str = Field(description="Lý do sửa; trống như trên")


class GroundsShape(Schema):
    """Căn cứ: các phần, hoặc các bản ghi; phần không được xem để riêng thành số đếm."""

    how: str
    parts: list[PartShape]
    records: list[RecordShape]
    silent: list[int] = Field(description="Đơn vị chưa gửi số, nếu người hỏi được biết")
    silent_unnamed: int = Field(description="Số đơn vị chưa gửi mà không nêu tên")
    hidden_parts: int = Field(description="Số phần không hiển thị vì không có quyền")
    hash: str = Field(description="Mã niêm phong; trống khi có phần không hiển thị")


class PartShape(FigureShape):
    """Phần: một số liệu nhỏ hơn, kèm căn cứ của nó."""

    grounds: GroundsShape


class ExplainedShape(PartShape):
    """Số liệu kèm căn cứ; `count` là tất cả các phần và bản ghi, `next` là nơi đọc tiếp."""

    count: int
    next: int | None


class AbsentShape(Schema):
    """Số liệu không có, hoặc không được xem: hai điều không phân biệt."""

    key: str
    unit: int
    period: str


class FiguresShape(Schema):
    """Nhiều số liệu, theo thứ tự hỏi."""

    items: list[FigureShape]
    not_found: list[AbsentShape]


class PointShape(FigureShape):
    """Điểm của chuỗi."""

    broken: str = Field(description="Vì sao không so sánh thẳng với điểm trước; trống là so được")


class SeriesShape(Schema):
    """Chuỗi số liệu, kỳ cũ đứng trước."""

    key: str
    unit: int
    finding: str = Field(description="Chuỗi cho thấy điều gì, một câu")
    points: list[PointShape]


class MeasuresShape(Schema):
    """Một trang mục số liệu; `next` là `offset` của trang sau."""

    count: int
    next: int | None
    items: list[MeasureShape]


class UnitsShape(Schema):
    """Một trang đơn vị của một ngày; `next` là `offset` của trang sau."""

    on: date
    count: int
    next: int | None
    items: list[UnitShape]


class FoundOne(Schema):
    """Một kết quả."""

    kind: str = Field(description="unit, person, measure, counted, round, report, honour")
    kind_words: str = Field(description="Loại bằng chữ")
    id: str = Field(description="Số của đơn vị, mã mục số liệu, hoặc số của đợt, báo cáo…")
    title: str
    text: str = Field(description="Chỗ có chữ cần tìm")
    about: str = Field(description="Báo cáo chứa đoạn ấy: số, cơ quan ban hành, kỳ")
    place: int = Field(description="Đoạn thứ mấy của báo cáo; 0 là tên hoặc đầu đề")
    unit: int | None


class FoundShape(Schema):
    """Kết quả tìm; `more` là còn nhiều hơn số kể ra, `next` là `offset` của trang sau."""

    count: int
    more: bool
    next: int | None
    items: list[FoundOne]


GroundsShape.model_rebuild()


def decimal(value: Fraction | None, digits: int = 0) -> tuple[str | None, bool]:
    """This function will write a number in decimals: exactly where it has an end, else rounded to
    some digits more than are printed.
    """
    if value is None:
        return None, True
    rest, places = value.denominator, 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for factor in (2, 5):
        while rest % factor == 0:
            rest, places = rest // factor, places + 1
    exact = rest == 1
    places = places if exact else digits + 6
    scaled = round(abs(value) * 10**places)
    whole, parts = divmod(scaled, 10**places)
    text = f"{whole}.{parts:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
    return (f"-{text}" if value < 0 and scaled else text), exact


def period_of(one: Period) -> dict[str, object]:
    """This function will return a period as an answer holds it."""
    return {"code": one.code, "words": str(one), "start": one.start, "end": one.end,
            "regime": one.regime.value}  # fmt: skip


def figure_of(one: Figure, name: str) -> dict[str, object]:
    """This function will return a figure as an answer holds it; a hidden one is never asked for."""
    assert one.state is not State.HIDDEN
    value, exact = decimal(one.value, one.measure.decimals)
    return {
        "key": one.ask.key, "label": one.measure.label, "unit": one.ask.unit, "unit_name": name,
        "period": period_of(one.ask.period), "state": one.state.value, "value": value,
        "exact": exact, "part": decimal(one.part)[0], "whole": decimal(one.whole)[0],
        "printed": one.written, "measured_in": one.measure.unit, "estimate": one.estimate,
        "reason": one.reason,
    }  # fmt: skip


def measure_of(one: Measure) -> dict[str, object]:
    """This function will return a measure as an answer holds it."""
    return {
        "key": one.key, "label": one.label, "measured_in": one.unit, "nature": one.nature.value,
        "decimals": one.decimals, "direction": one.direction.value, "regime": one.regime.value,
        "reading": one.reading.value, "definition": one.definition, "source": one.source,
        "names": list(one.names), "spans": list(one.spans), "counted": one.counted,
    }  # fmt: skip
