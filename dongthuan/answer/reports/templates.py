"""Mẫu có sẵn: the texts a report may begin with."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Template:
    """Mẫu báo cáo: its code and the words it is chosen by."""

    code: str
    words: str
    title: str


TEMPLATES = (
    Template(
        "half_year_ward", "Báo cáo 6 tháng của Đảng ủy phường",
        "Kết quả lãnh đạo thực hiện nhiệm vụ {kỳ}, phương hướng, nhiệm vụ thời gian tới",
    ),
    Template("empty", "Trang trống", ""),
)  # fmt: skip


def text(code: str) -> str:
    """This function will return the text of a template; an unknown code is an empty page."""
    if code not in {one.code for one in TEMPLATES} or code == "empty":
        return "# I. TÌNH HÌNH CHUNG\n"
    folder = resources.files("dongthuan.answer.reports.texts")
    return folder.joinpath(f"{code}.txt").read_text(encoding="utf-8")
