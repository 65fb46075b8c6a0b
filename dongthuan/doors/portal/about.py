"""Trang giới thiệu: how figures are checked, in words anyone can hold us to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dongthuan.doors.portal._marking import STYLES
from dongthuan.ground.claims.finding import Verdict
from dongthuan.ground.claims.policy import policy_lines

# What each verdict means to the person reading it. The words and signs themselves are the ground
# floor's, so that page, paper and command line never differ.
MEANINGS = {
    Verdict.RIGHT: "Con số trong văn bản bằng số trong bảng, đúng mục, đúng kỳ.",
    Verdict.ROUNDED: "Văn bản viết gọn («hơn 16 tỷ», «khoảng 2.000») và số trong bảng nằm trong "
    "khoảng cho phép.",
    Verdict.WRONG: "Đúng mục, đúng kỳ, nhưng bảng đang lưu số khác. Có thể văn bản hoặc bảng cần "
    "sửa; trang không đoán bên nào.",
    Verdict.STALE: "Con số đúng với một kỳ trước, còn kỳ này bảng đã có số mới.",
    Verdict.AMBIGUOUS: "Cách viết, hoặc tên gọi, có thể hiểu theo hai cách. Người đọc chọn.",
    Verdict.CANNOT_CHECK: "Bảng chưa có mục này, hoặc tên gọi trong văn bản chưa gặp lần nào.",
    Verdict.ADDS_UP: "Các phần văn bản kể ra cộng lại bằng tổng số văn bản nêu.",
    Verdict.DOES_NOT_ADD_UP: "Các phần văn bản kể ra cộng lại khác tổng số văn bản nêu.",
}


@require_safe
def checking(request: HttpRequest) -> HttpResponse:
    """This function will explain the verdicts and the policy of rounding."""
    verdicts = [
        {
            "sign": verdict.sign,
            "words": verdict.words,
            "style": STYLES[verdict],
            "meaning": meaning,
        }
        for verdict, meaning in MEANINGS.items()
    ]
    return render(
        request, "portal/check/about.html", {"verdicts": verdicts, "policy": policy_lines()}
    )
