"""Lấy ý kiến: a draft on alleys and pavements put to the ward, what people said, the answers, the final text."""

from __future__ import annotations

from datetime import date

from dongthuan.decide.assembly.models import OpinionRound, OpinionSection
from dongthuan.decide.assembly.services import opinions
from dongthuan.demo.hands import Hands
from dongthuan.demo.rounds import at
from dongthuan.demo.units import Units
from dongthuan.ground.audit.actors import Anyone

_TITLE = "Quy ước giữ đường hẻm, vỉa hè sạch đẹp"
_ABOUT = (
    "Các đường liên tổ làm xong từ tiền góp của bà con. Dự thảo này bàn cách giữ cho đường bền, sạch; "
    "bà con xem giờ giấc, cách làm đã hợp chưa."
)
_DRAFT = """Điều 1. Giữ sạch trước nhà
Mỗi hộ quét dọn phần đường, vỉa hè trước nhà mình vào sáng thứ bảy hằng tuần.
Điều 2. Để xe, để vật liệu
Không để xe, vật liệu xây dựng trên đường hẻm. Hộ làm nhà được để tạm vật liệu trong 7 ngày.
Điều 3. Xe nặng
Xe trên 5 tấn không vào đường hẻm, trừ khi được tổ trưởng đồng ý."""
_FINAL = {
    1: "Mỗi hộ quét dọn phần đường, vỉa hè trước nhà mình vào sáng thứ bảy hằng tuần; hộ neo đơn, người "
    "già yếu được tổ giúp.",
    2: "Không để xe, vật liệu xây dựng trên đường hẻm. Hộ làm nhà được để tạm vật liệu trong 15 ngày, "
    "chừa lối đi ít nhất 2 mét.",
}
# What was said: of which article, at a meeting of which group (none: on the public page), in which words.
_SAID = (
    (1, 5, "Người già ở một mình quét không nổi, nên miễn hoặc có người giúp."),
    (1, None, "Nhà tôi chỉ còn hai ông bà già, xin tổ phân công thanh niên làm giúp."),
    (1, 17, "Nên đổi sang sáng chủ nhật vì thứ bảy nhiều người còn đi làm."),
    (2, 5, "Làm nhà 7 ngày không dọn kịp, xin tăng lên nửa tháng."),
    (2, None, "Cho để tạm thì phải chừa lối cho xe máy, xe cứu thương."),
    (3, 17, "Đồng ý cấm xe nặng, đường mới làm xong."),
)
# The theme, its article, which of the sayings it gathers, the answer and why.
_ANSWERED = (
    ("Hộ già yếu, neo đơn", 1, (0, 1), "accepted",
     "Thêm vào Điều 1 việc tổ giúp hộ neo đơn, người già yếu."),
    ("Đổi ngày quét dọn", 1, (2,), "not",
     "Giữ sáng thứ bảy để trùng ngày ra quân của phường; hộ bận làm trước hoặc sau một ngày đều được."),
    ("Thời gian để tạm vật liệu", 2, (3, 4), "partly",
     "Tăng từ 7 lên 15 ngày như bà con đề nghị, kèm điều kiện chừa lối đi ít nhất 2 mét."),
    ("Cấm xe nặng", 3, (5,), "accepted", "Giữ như dự thảo."),
)  # fmt: skip


def hear(units: Units, hands: Hands) -> OpinionRound:
    """This function will ask, take what was said, group and answer it, and publish what changed."""
    asked = [units.groups[number - 1] for number in (5, 17)]
    clerk = hands.at("vanphong", at(2021, 5, 3, 8))
    held = opinions.begin_round(
        unit=units.ward, title=_TITLE, about=_ABOUT, text=_DRAFT, opens_on=date(2021, 5, 3),
        closes_on=date(2021, 5, 21), units=asked, by=clerk,
    )  # fmt: skip
    opinions.open_round(round=held, by=clerk)
    parts = dict(
        OpinionSection.objects.filter(round=held, heading__startswith="Điều").values_list(
            "order", "pk"
        )
    )
    said = [_said(held, parts[article], group, words, place, units, hands)
            for place, (article, group, words) in enumerate(_SAID)]  # fmt: skip
    clerk = hands.at("vanphong", at(2021, 5, 24, 8))
    for theme, article, gathered, verdict, reason in _ANSWERED:
        group = opinions.group_comments(
            round=held, comments=[said[one] for one in gathered], theme=theme,
            section=parts[article], by=clerk,
        )  # fmt: skip
        opinions.answer_group(
            group=group, verdict=verdict, reason=reason, seen=group.version, by=clerk
        )
    texts = dict(OpinionSection.objects.filter(round=held).values_list("pk", "text"))
    texts |= {parts[article]: words for article, words in _FINAL.items()}
    opinions.write_final(round=held, texts=texts, by=clerk)
    opinions.publish_round(round=held, by=hands.at("vanphong", at(2021, 5, 28, 15)))
    return held


def _said(
    held: OpinionRound, section: int, group: int | None, words: str, place: int, units: Units,
    hands: Hands,
) -> int:  # fmt: skip
    if group is None:
        moment = at(2021, 5, 10, 19, place)
        return opinions.give_comment(round=held, text=words, section=section, by=Anyone(moment)).pk
    head = hands.at(f"to{group:02d}", at(2021, 5, 15, 20, place))
    return opinions.add_comment(
        round=held, text=words, source="meeting", said_on=head.today, section=section,
        unit=units.groups[group - 1], by=head,
    ).pk  # fmt: skip
