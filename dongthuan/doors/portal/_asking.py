"""Reads what a person sent to the check page; keeps it all for the page that answers.

Nothing is stored: what was pasted or chosen travels back in the answer's own form, so that the
next question (a download, a name taught) can be asked of the same text.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

TOO_LARGE = "Tệp nặng hơn {limit} MB. Hãy chia nhỏ tệp, hoặc chép phần cần đối chiếu rồi dán vào ô."
MEGABYTE = 1024 * 1024
# A ward's longest report is far below this; above it a small server would answer nobody else.
LARGEST_FILE = 20 * MEGABYTE
# What comes back in a page must be sent again with every question: more is a burden on a phone.
LARGEST_CARRIED = 5 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Sent:
    """Tệp đã nhận: a file as it was sent, with the name it had on the sender's machine."""

    name: str
    data: bytes

    @property
    def base64(self) -> str:
        """This property will return the file in a form that a hidden field can carry."""
        return base64.b64encode(self.data).decode("ascii")

    @property
    def can_be_carried(self) -> bool:
        """This property will say whether the answer's form may carry the file along."""
        # Two files at most travel together, each a third longer in base64.
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or LARGEST_FILE
        return len(self.data) <= min(LARGEST_CARRIED, limit * 3 // 10)


@dataclass(slots=True)
class Question:
    """Câu hỏi đối chiếu: the text, the table, the taught names, and what was wrong with them."""

    text: str = ""
    document: Sent | None = None
    table_text: str = ""
    table: Sent | None = None
    names_file: Sent | None = None
    names_text: str = ""
    taught: dict[str, str] = field(default_factory=dict)
    # The unit whose own figures are the table, and the day the text speaks on.
    unit: str = ""
    on: str = ""
    choices: list[tuple[int, str]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)


def question_of(request: HttpRequest) -> Question:
    """This function will read the question a person sent, with its errors beside their fields."""
    asked = Question(
        text=_text(request.POST, "text"),
        table_text=_text(request.POST, "table_text"),
        names_text=_text(request.POST, "names"),
        unit=_text(request.POST, "unit"),
        on=_text(request.POST, "on"),
    )
    asked.document = _file(request, "document", asked.errors)
    asked.table = _file(request, "table", asked.errors)
    asked.names_file = _file(request, "names_file", asked.errors)
    asked.taught = _taught(request.POST)
    if asked.document and asked.text.strip():
        asked.notices.append(
            "Đã đối chiếu tệp gửi lên; phần dán trong ô chưa dùng đến.",
        )
    if asked.table and asked.table_text.strip():
        asked.notices.append("Đã dùng tệp bảng số liệu; bảng dán trong ô chưa dùng đến.")
    if not asked.document and not asked.text.strip() and "document" not in asked.errors:
        asked.errors["text"] = "Chưa có văn bản. Hãy dán báo cáo vào ô này hoặc chọn một tệp."
    return asked


def _text(sent: MultiValueDict[str, str], name: str) -> str:
    # Zero bytes cannot be shown or saved to a Word file, and no typist writes them.
    return (sent.get(name) or "").replace("\x00", "")


def _file(request: HttpRequest, name: str, errors: dict[str, str]) -> Sent | None:
    chosen = request.FILES.get(name)
    if chosen is not None:
        if (chosen.size or 0) > LARGEST_FILE:
            errors[name] = TOO_LARGE.format(limit=LARGEST_FILE // MEGABYTE)
            return None
        return Sent(chosen.name or "", chosen.read())
    if request.POST.get(f"drop_{name}"):
        return None
    carried = request.POST.get(f"kept_{name}", "")
    if not carried:
        return None
    try:
        data = base64.b64decode(carried, validate=True)
    except (binascii.Error, ValueError):
        errors[name] = "Tệp gửi lại không còn nguyên. Hãy chọn lại tệp."
        return None
    return Sent(request.POST.get(f"kept_{name}_name", ""), data)


def _taught(sent: Mapping[str, str]) -> dict[str, str]:
    """This function will return the names whose measure was just chosen."""
    chosen: dict[str, str] = {}
    for key in sent:
        if not key.startswith("measure-"):
            continue
        measure = sent[key].strip()
        name = sent.get("name-" + key.removeprefix("measure-"), "").strip()
        if measure and name:
            chosen[name] = measure
    return chosen
