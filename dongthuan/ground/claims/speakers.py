"""Báo cáo của ai: the unit a report speaks for, from its label, its head, its file name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dongthuan.ground.claims import heads
from dongthuan.ground.claims.words import plain
from dongthuan.ground.primitives.folding import fold, lower, nfc

# Levels from the ground up: whoever stands lower in the head of a paper is the one who speaks.
GROUP, BODY, COMMUNE = 0, 1, 2
_KINDS = (
    (GROUP, "tổ dân phố|tổ nhân dân|tdp|thôn|ấp|bản|buôn|bon|khu phố|kp|khu dân cư|kdc|xóm|làng"
            "|khối phố|khối|khóm|sóc|tiểu khu|tổ"),
    (BODY, "trường|trạm y tế|trung tâm|hợp tác xã|công ty|công an|quân sự|hội|đoàn"),
    (COMMUNE, "xã|phường|thị trấn|đặc khu"),
)  # fmt: skip
_LEVELS = {fold(kind): level for level, kinds in _KINDS for kind in kinds.split("|")}
_SHORT = {"tdp": "Tổ dân phố", "kp": "Khu phố", "kdc": "Khu dân cư"}


def _kind(kinds: Iterable[str], cell: str) -> re.Pattern[str]:
    words = "|".join(sorted(kinds, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?<!văn )(?<!biên )(?:{cell} )?({words})(?!\w)")


# In letters with marks «bản» is no «ban»; a text typed without marks has only the second.
_MARKED = _kind((kind for _, kinds in _KINDS for kind in kinds.split("|")), "chi bộ")
_UNMARKED = _kind(_LEVELS, "chi bo")
_NAMED = re.compile(
    r"(?:đơn vị(?: báo cáo| gửi)?|địa bàn|tên đơn vị|nơi báo cáo)\s*:[\s|]*([^|;\n]{2,60})"
    # Two cells beside each other are a label and a name; more of them are the head of a table.
    r"|^\W*(?:đơn vị báo cáo|tên đơn vị|nơi báo cáo)\s*\|\s*([^|;\n]{2,60})[|\s]*$",
    re.IGNORECASE,
)
# Where the head of a paper ends and its title begins.
_TITLE = re.compile(r"^\W*(?:bao cao|bieu|to trinh|thong bao|tong hop|phieu|bang|ket qua)\b")
_DATED = re.compile(r"ngay\s.{1,6}\s?thang")
# No unit is called so: the words go on to what it does, or to the other half of the head.
_STOP = frozenset(
    ("bao", "cao", "ket", "qua", "thuc", "hien", "thang", "quy", "nam", "ve", "co", "trong", "tong")
    + ("tai", "cua", "va", "la", "da", "doc", "lap", "cong", "hoa", "dang", "chi", "ban", "hoi")
    + ("uy", "mttq", "hdnd", "ubnd", "bieu", "ngay", "nay", "duoc", "gom", "voi", "cho", "chu")
)  # fmt: skip
# «Khu vực», «tổ chức», «hội nghị», «hội đồng»: the word stands for something else.
_NOT_AFTER = frozenset(
    ("vuc", "chuc", "nghi", "dong", "ban", "tac", "mau", "truong", "vien", "the", "ket", "thanh")
    + ("vu", "quan", "cap", "lien")
)  # fmt: skip
_WORDS = re.compile(r"[^\s|,;:()*.–\n\"“”]+|[|,;:()*.–\n]")
_LONGEST = 5


def level(unit: str) -> int:
    """This function will say at which level a unit stands, by the word for its kind."""
    found = _search(unit)
    return _LEVELS[fold(found.group(1))] if found else BODY


def _search(text: str) -> re.Match[str] | None:
    return next(_kinds_in(text), None)


def _kinds_in(text: str) -> Iterator[re.Match[str]]:
    low = lower(nfc(text))
    return _UNMARKED.finditer(low) if fold(low) == low else _MARKED.finditer(low)


def unit_name(lines: Sequence[str], file: str) -> str:
    """This function will return the unit a report speaks for.

    A label («Đơn vị: …») goes first, then the lowest unit named in the head, the title, the name
    of the file, the first sentences; what is left is the name of the file itself.
    """
    lines = [nfc(line) for line in lines[:25]]
    for line in lines[:12]:
        named = _NAMED.search(line)
        # «Đơn vị: triệu đồng» says what is counted in, not who counts.
        told = " ".join((named[1] or named[2]).split()).strip(" .") if named else ""
        if told and heads.unit_phrase(told.strip(")").lower()) is None:
            return _tidy(told[:60])
    title = next((at for at, line in enumerate(lines[:12]) if _TITLE.match(fold(line))), 6)
    stem = re.sub(r"\.[^.]+$", "", nfc(file))
    for part in (lines[:title], lines[title : title + 4], [re.sub(r"[_-]+", " ", stem)]):
        name = _lowest(part)
        if name:
            return name
    for line in lines[title : title + 8]:
        started = _search(line[:30])
        name = (
            _lowest([line[:60]]) if started and not line[: started.start()].strip(" -+*") else None
        )
        if name:
            return name
    return stem


def _lowest(lines: Iterable[str]) -> str | None:
    best: tuple[int, str] | None = None
    for line in lines:
        for segment in line.split("|"):
            if _DATED.search(fold(segment)):
                continue
            for at, name in _units_in(segment):
                # Of two at one level the later speaks: it stands under its superior.
                if best is None or at <= best[0]:
                    best = at, name
    return best[1] if best else None


def _units_in(segment: str) -> Iterable[tuple[int, str]]:
    shouting = segment.upper() == segment
    for found in _kinds_in(segment):
        words: list[str] = []
        for word in _WORDS.findall(segment[found.end() :]):
            folded = fold(word)
            if len(words) == _LONGEST or not word[0].isalnum() or folded in _STOP:
                break
            if not words and folded in _NOT_AFTER:
                break
            if folded == "so" and words:
                break
            if not shouting and folded != "so" and not (word[0].isupper() or word[0].isdigit()):
                # «trường tiểu học Lê Lợi» goes on in small letters up to its name.
                if _LEVELS[fold(found.group(1))] != BODY or len(words) >= 4:
                    break
            words.append(word)
        if words and fold(words[-1]) == "so":
            words.pop()
        if words:
            yield (
                _LEVELS[fold(found.group(1))],
                _tidy(" ".join([segment[found.start() : found.end()], *words])),
            )


def _tidy(name: str) -> str:
    """Write a shouted name as a name, and a short kind in full."""
    name = " ".join(name.split())
    if name.upper() == name and any(letter.isalpha() for letter in name):
        found = _search(name)
        end = found.end() if found else 0
        rest = " ".join(
            word if word[:1].isdigit() else word.capitalize() for word in name[end:].split()
        )
        name = f"{name[:end].capitalize()} {rest.replace('Số ', 'số ', 1)}".strip()
    first, _, rest = name.partition(" ")
    return f"{_SHORT[fold(first)]} {rest}" if fold(first) in _SHORT else name[:1].upper() + name[1:]


def without_unit(name: str, unit: str) -> str:
    """This function will drop a unit's own name from a phrase, in comparable words."""
    words, own = f" {plain(name)} ", plain(unit)
    return words.replace(f" {own} ", " ").strip() if " " in own else words.strip()
