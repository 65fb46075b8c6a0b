"""Đơn vị của số trần: finds what a bare number counts, from its label, its list or its table."""

from __future__ import annotations

from dongthuan.ground.claims import heads, lexicon
from dongthuan.ground.claims.shapes import Numeral
from dongthuan.ground.claims.tokens import LINE, NUMBER, Tokens

# Labels that name no thing by themselves but leave no doubt what is counted.
_LABELS = {
    "nghèo": "household", "nữ": "person", "nam": "person", "trâu": "head", "bò": "head",
    "dê": "head", "lợn": "head", "heo": "head", "gà": "head", "vịt": "head", "cầm": "head",
    "phiếu": "vote", "điểm": "point", "giải": "item", "máu": "blood_unit", "khẩu": "person",
    "chuẩn": "", "tuổi": "year", "tiền": "VND", "tàu": "item", "đảng": "",
}  # fmt: skip
_WEAK = frozenset(
    [
        "đường",
        "nhà",
        "khu",
        "cầu",
        "dân",
        "bản",
        "đơn",
        "tổ",
        "ban",
        "đoàn",
        "viên",
        "xã",
        "phường",
        "trạm",
        "kế",
        "ngõ",
        "bảng",
        "đèn",
    ]
)
# Words that only look like a thing counted: «giải quyết» is no prize, «môi trường» no school.
_COMPOUNDS = frozenset(
    tuple(pair.split())
    for pair in [
        "giải quyết",
        " giải phóng",
        " giải ngân",
        " môi trường",
        " thị trường",
        " hiện trường",
        " lập trường",
        "\n    công cộng",
        " công an",
        " công tác",
        " công trường",
        " công nghệ",
        " công nghiệp",
        " công khai",
        " công nhận",
        "\n    đoàn kết",
        " điểm danh",
        " ban hành",
        " bản đồ",
        " đơn giá",
        " nhà nước",
        " thôn tính",
        " khu công",
        " cơ quan",
        "\n    kế hoạch",
        " cá thể",
        " lớp trưởng",
        " máy móc",
        " tổ chức",
        " đội ngũ",
        " bộ máy",
        " câu hỏi",
        " đường sắt",
        " vụ xuân",
        "\n    vụ mùa",
        " vụ hè",
        " vụ đông",
        " chương trình",
        " con em",
        " tập huấn",
        " phiếu khám",
        " cô đơn",
        " bài trừ",
        " sổ sách",
        "\n    dân tộc",
        " dân cư",
        " dân số",
        " dân sự",
        " dân vận",
        " tin học",
        " cầu đường",
        " người nghèo",
        " ca dao",
    ]
)


def from_noun(t: Tokens, numeral: Numeral) -> tuple[str, int] | None:
    """This function will read the noun right after a numeral: (unit, words), or None."""
    w, j = t.words, numeral.end
    if w[j] in ("đợt",) and t.kinds[j + 1] == NUMBER:
        return None
    found = lexicon.longest(lexicon.NOUNS, w, j)
    if found is None:
        return None
    unit, size = found
    if w[j] == "không" or (w[j] == "hẻm" and t.kinds[j + 1] == NUMBER):
        return None
    return _settled(t, numeral, unit, size), size


def _settled(t: Tokens, numeral: Numeral, unit: str, size: int) -> str:
    """Settle nouns whose unit hangs on what follows or came before."""
    w, j = t.words, numeral.end
    word, after = w[j], w[j + size]
    phrase = " ".join(w[j : j + size])
    if word == "nhà" and size == 1:
        return "house" if after in _HOUSE_AFTER or w[numeral.start - 1] in _BUILT else "household"
    if word == "hộ" and phrase == "hộ" and after in ("kinh", "tiểu"):
        return "establishment"
    if word == "lượt" and size == 1:
        return (
            "event" if _said(t, numeral, ("tuần tra", "kiểm tra", "tuyên truyền", "phát")) else unit
        )
    if word == "khẩu" and after in ("súng", "trang"):
        return "item"
    if word == "điểm" and size == 1:
        if after in ("bán", "kinh", "chợ"):
            return "establishment"
        return "event" if after in ("khám", "tiêm", "nóng") else "item"
    if phrase == "đơn vị":
        return "blood_unit" if _said(t, numeral, ("máu",)) or after == "máu" else unit
    if (
        phrase == "trường hợp"
        and numeral.of is not None
        and _said(t, numeral, ("định danh", "khám"))
    ):
        return "person"
    if word == "con" and after in ("heo", "lợn") and w[j + 2] == "đất":
        return "item"
    if word == "con" and after == "đường":
        return "project"
    if word == "tổ" and phrase == "tổ":
        return "area_unit" if after == "dân" and w[j + 2] in ("phố", "cư") else unit
    if word == "ca" and after == "sản":
        return "event"
    if word == "bản" and after in ("cam", "tin", "đăng", "kê"):
        return "document"
    if word == "khu" and after == "dân":
        return "area_unit"
    if word == "bộ" and after == "đội":
        return "person"
    return unit


_HOUSE_AFTER = frozenset(
    ["cho", "tình", "đại", "tạm", "dột", "mới", "ở", "văn", "trị", "đoàn", "nhân", "mái", "với"]
)
_BUILT = frozenset(["xóa", "sửa", "xây", "làm", "dựng", "tặng", "mới", "được"])


def _said(t: Tokens, numeral: Numeral, words: tuple[str, ...]) -> bool:
    low = t.low
    here = low[max(0, t.starts[numeral.start] - 60) : t.ends[numeral.end] + 30]
    return any(word in here for word in words)


def label_unit(t: Tokens, numeral: Numeral, floor: int) -> str | None:
    """This function will infer the unit of a bare number from the label before it."""
    w = t.words
    j = numeral.start - 1
    while j >= floor and w[j] in (":", "(", "-", "–", "=", "là", "có", "được", "đạt", "còn"):
        j -= 1
    end = j
    while (
        j >= floor and w[j] not in (",", ";", ".", "|", ":", "(", ")", "?") and t.kinds[j] != LINE
    ):
        j -= 1
    best: str | None = None
    k = j + 1
    while k <= end:
        if (w[k], w[k + 1]) in _COMPOUNDS:
            k += 2
            continue
        if w[k] == "điểm" and lexicon.longest(lexicon.NOUNS, w, k) == ("item", 1):
            best, k = "point", k + 1
            continue
        found = lexicon.longest(lexicon.NOUNS, w, k)
        if found is not None and k + found[1] <= end + 1:
            aim = found[0] in ("criterion", "document") and k + found[1] > end
            if (w[k] not in _WEAK or found[1] > 1) and not aim:
                best = found[0] if best is None or w[k] in ("phiếu", "hộ") else best
            k += found[1]
            continue
        if w[k] == "tuổi" and t.kinds[k - 1] == NUMBER:
            k += 1
            continue
        if w[k] in _LABELS and _LABELS[w[k]]:
            best = _LABELS[w[k]]
        k += 1
    return best


class Given:
    """Đơn vị cho sẵn trong văn bản: units that brackets, rows and table heads give, by place."""

    def __init__(self, low: str, table: heads.Table | None) -> None:
        self.low = low
        self.table = table
        self.brackets = heads.bracketed(low) if "(" in low else []
        self.rows: list[tuple[int, int, int, heads.GivenUnit]] = []
        self.cells: list[tuple[int, int, heads.Table, int]] = []
        if "|" in low or "\t" in low:
            self._lay_rows()

    def _lay_rows(self) -> None:
        at = 0
        for line in self.low.split("\n"):
            bars = line.replace("\t", "|")
            head = heads.table_head(bars)
            if head is not None:
                self.table = head
            elif "|" in bars:
                given = heads.row_unit(bars)
                if given is not None:
                    self.rows.append((at + given[1], at + len(line), at + given[0], given[2]))
                if self.table is not None:
                    place = at
                    for column, cell in enumerate(bars.split("|")):
                        self.cells.append((place, place + len(cell) + 1, self.table, column))
                        place += len(cell) + 1
            at += len(line) + 1

    def column(self, at: int) -> tuple[heads.Table, int] | None:
        """This method will return the table and column a place stands in, if it is in a table."""
        for start, end, table, column in self.cells:
            if start <= at < end:
                return table, column
        return None

    def unit_at(self, at: int) -> heads.GivenUnit | None:
        """This method will return the unit given to a bare number at a place, if any is."""
        cell = self.column(at)
        found = None
        if cell is not None and cell[1] < len(cell[0].units):
            found = cell[0].units[cell[1]]
        if found is not None and found.unit == "percent":
            return found
        for start, end, _, row_given in self.rows:
            if start <= at < end:
                return row_given
        return found or self._bracketed(at)

    def _bracketed(self, at: int) -> heads.GivenUnit | None:
        best: heads.GivenUnit | None = None
        for start, end, units in self.brackets:
            if len(units) > 1:
                # «(đơn vị: ha; tạ/ha; tấn)»: one unit a column, given for the whole text.
                return None
            if end <= at:
                best = units[0]
            elif best is None and "đv" in self.low[start:end] and "\n" not in self.low[at:start]:
                return units[0]
        return best

    def series(self) -> list[heads.GivenUnit] | None:
        """This method will return units given one for each number of a row, in order."""
        for _, _, units in self.brackets:
            if len(units) > 1:
                return units
        return None
