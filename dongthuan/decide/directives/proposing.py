"""Điều khoản giao việc: the sentences of a document that ask for something, proposed from its text.

By heading and by verb; a person confirms each. What is proposed is never counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dongthuan.ground.primitives.folding import fold, lower, nfc, unify_tones

LONGEST = 2000
# More than this no person reads through in one go: a directive of 120 pages has some 400.
MOST = 600


@dataclass(frozen=True, slots=True)
class Proposed:
    """Điều khoản được đề nghị: its place in the document, its words, a day it names, and whether it
    looks as if it asked for something.
    """

    place: str
    text: str
    due: date | None
    demands: bool


# «Phần», «Điều 3.», «I.», «1.2.», «1.», «a)», «-»: a mark, how deep it stands, and what it is called.
_MARKS = (
    (re.compile(r"(?:phần|chương)\s+(?:thứ\s+)?([ivxlc]+|\d+|nhất|hai|ba|tư|năm)\b[.:]?\s*", re.I),
     0, "Phần"),
    (re.compile(r"điều\s+(\d+[a-zđ]?)\s*[.:]\s*", re.I), 1, "Điều"),
    (re.compile(r"([IVXLC]+)\s*[.)-]\s+"), 1, "Mục"),
    (re.compile(r"(\d{1,2}(?:\.\d{1,2})+)\.?\s+"), 3, "khoản"),
    (re.compile(r"(\d{1,2})\s*[.)-]\s+"), 2, "khoản"),
    (re.compile(r"([a-zđ])\s*[).]\s+"), 4, "điểm"),
    (re.compile(r"()[-–•+*]\s*"), 5, ""),
)  # fmt: skip

# Words at the head of a sentence that asks. With their marks: «trồng» asks, «trong» does not.
_VERB_WORDS = (
    "tăng cường|đẩy mạnh|tổ chức|xây dựng|rà soát|giao|chỉ đạo|phối hợp|hoàn thành|thực hiện|"
    "ban hành|lãnh đạo|quán triệt|tuyên truyền|kiểm tra|báo cáo|phấn đấu|đảm bảo|bảo đảm|"
    "chú trọng|tiếp tục|triển khai|vận động|huy động|nâng cao|đổi mới|củng cố|cụ thể hóa|lập|"
    "thành lập|bố trí|cập nhật|theo dõi|giám sát|đôn đốc|tham mưu|đề xuất|phân công|chuẩn bị|"
    "hướng dẫn|bồi dưỡng|đào tạo|hỗ trợ|khuyến khích|phát động|sơ kết|tổng kết|đánh giá|xử lý|"
    "giải quyết|khắc phục|ngăn chặn|phòng ngừa|phòng chống|quản lý|khai thác|thu|chi|"
    "chống|giữ gìn|giữ vững|duy trì|phát huy|phát triển|mở rộng|cải cách|ứng dụng|số hóa|công khai|"
    "lấy ý kiến|gắn|làm tốt|thường xuyên|kịp thời|chủ động|tập trung|kiên quyết|nghiêm túc|"
    "khẩn trương|ưu tiên|đầu tư|nâng cấp|tu sửa|trồng|dọn vệ sinh|ký cam kết|đăng ký|nghiên cứu|"
    "học tập|niêm yết|thống kê|điều tra|chăm lo|giúp đỡ|tiếp nhận|gửi|nộp|chấm dứt|nghiêm cấm"
)
_VERBS = frozenset(unify_tones(one) for one in _VERB_WORDS.split("|"))
_LONGEST_VERB = max(len(one.split()) for one in _VERBS)
# Who is told to do something: «Đảng ủy, UBND phường xây dựng kế hoạch…», «Giao UBND…».
_WHO = re.compile(
    r"^(?:các\s+)?(?:cấp\s+ủy|đảng\s+ủy|chi\s+ủy|chi\s+bộ|ủy\s+ban|ubnd|hđnd|mttq|mặt\s+trận|ban\s|hội\s|"
    r"đoàn\s|công\s+an|quân\s+sự|văn\s+phòng|trạm|trường|tổ\s+dân\s+phố|tổ\s+trưởng|bí\s+thư|đồng\s+chí|"
    r"cơ\s+quan|đơn\s+vị|thủ\s+trưởng|người\s+đứng\s+đầu|khối)",
    re.IGNORECASE,
)  # fmt: skip
_MUST = re.compile(
    r"\b(?:có\s+trách\s+nhiệm|phải|cần|chịu\s+trách\s+nhiệm|chủ\s+trì|phấn\s+đấu|hằng\s+(?:năm|quý|tháng)|"
    r"chậm\s+nhất|trước\s+ngày|xong\s+trước)\b",
    re.IGNORECASE,
)  # fmt: skip
# Headings under which a document asks, and under which it only tells; folded.
_ASKING = re.compile(
    r"nhiem vu|giai phap|to chuc thuc hien|chi tieu|yeu cau|noi dung (?:trong tam|cong viec|thuc hien)|"
    r"phan cong|trach nhiem|ke hoach thuc hien|cong viec|tien do"
)  # fmt: skip
_TELLING = re.compile(
    r"tinh hinh|ket qua|han che|nguyen nhan|uu diem|khuyet diem|can cu|dac diem|thuc trang|boi canh|"
    r"quan diem|dat van de|su can thiet|muc dich"
)  # fmt: skip
# «Nơi nhận» and signatures: what follows is no clause.
_END = re.compile(r"^\s*(?:nơi\s+nhận|kính\s+gửi|t/m\b|tm\.|kt\.|phụ\s+lục)", re.IGNORECASE)
_DAY = re.compile(
    r"(?:trước|chậm\s+nhất|hoàn\s+thành|xong|đến|hạn)[^.;]{0,40}?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})",
    re.IGNORECASE,
)  # fmt: skip
_IN_WORDS = re.compile(
    r"(?:trước|chậm\s+nhất|hoàn\s+thành|xong|đến|hạn)[^.;]{0,40}?ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+"
    r"năm\s+(\d{4})",
    re.IGNORECASE,
)  # fmt: skip


def propose(lines: Iterable[str]) -> list[Proposed]:
    """This function will return the clauses of a document in their order, at most `MOST`, each with
    its place in words and whether it looks like a demand.
    """
    found: list[Proposed] = []
    path: dict[int, str] = {}
    asking: dict[int, bool | None] = {}
    for text in _paragraphs(lines):
        if _END.match(text) and found:
            break
        depth, mark, rest = _marked(text)
        if not rest:
            continue
        if _is_heading(rest, depth):
            _go(path, asking, depth, mark)
            asking[depth] = _heading_says(rest)
            continue
        _go(path, asking, depth, mark)
        if len(rest) < 15:
            continue
        found.append(Proposed(_place(path), rest[:LONGEST], _due(rest), _demands(rest, asking)))
        if len(found) == MOST:
            break
    return found


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        text = re.sub(r"\s+", " ", nfc(line)).strip()
        if text:
            yield text


def _marked(text: str) -> tuple[int, str, str]:
    for pattern, depth, word in _MARKS:
        if match := pattern.match(text):
            mark = match.group(1)
            return depth, f"{word} {mark}" if mark else "", text[match.end() :].strip()
    return 6, "", text


def _is_heading(rest: str, depth: int) -> bool:
    """A heading is short, ends without a full stop, and says no whole sentence."""
    if depth > 4 and not rest.isupper():
        return False
    if rest.isupper():
        return True
    return len(rest) <= 90 and not rest.endswith((".", ";", ",")) and depth <= 2


def _go(path: dict[int, str], asking: dict[int, bool | None], depth: int, mark: str) -> None:
    for deeper in [one for one in path if one >= depth]:
        del path[deeper]
    for deeper in [one for one in asking if one >= depth]:
        del asking[deeper]
    if mark:
        path[depth] = mark


def _heading_says(rest: str) -> bool | None:
    plain = fold(rest).lower()
    if _ASKING.search(plain):
        return True
    return False if _TELLING.search(plain) else None


def _place(path: dict[int, str]) -> str:
    return ", ".join(path[depth] for depth in sorted(path))


def _demands(rest: str, asking: dict[int, bool | None]) -> bool:
    under = [said for _, said in sorted(asking.items()) if said is not None]
    if under and not under[-1]:
        return False
    words = _words(rest)[:_LONGEST_VERB]
    begins = any(" ".join(words[:n]) in _VERBS for n in range(1, _LONGEST_VERB + 1))
    if begins:
        return True
    if _WHO.match(rest) and (_MUST.search(rest) or _names_a_verb(rest)):
        return True
    return bool(under and under[-1] and _MUST.search(rest))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unify_tones(lower(text[:300])))


def _names_a_verb(rest: str) -> bool:
    words = _words(rest)[:14]
    return any(
        " ".join(words[at : at + n]) in _VERBS for at in range(1, len(words)) for n in (1, 2)
    )


def _due(rest: str) -> date | None:
    match = _DAY.search(rest) or _IN_WORDS.search(rest)
    if match is None:
        return None
    day, month, year = (int(one) for one in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
