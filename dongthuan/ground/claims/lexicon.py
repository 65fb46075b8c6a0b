"""Từ vựng: units of measure, the nouns people count, hedges and names, in one place.

The canonical units are the closed list of the corpus. Keys are words in lower case with their
marks; a longer phrase wins over a shorter one.
"""

from __future__ import annotations

from collections.abc import Iterable

from dongthuan.ground.claims.tokens import split

SCALES = {
    "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "tr": 10**6,
    "vạn": 10**4, "chục": 10, "trăm": 100, "k": 10**3, "trđ": 10**6, "tr.": 10**6,
}  # fmt: skip
MONEY_SCALES = frozenset({"triệu", "tỷ", "tỉ", "tr", "k", "trđ", "tr."})

# Units of measure stand inside the span of a figure.
MEASURES = {
    "%": "percent", "phần trăm": "percent", "‰": "permille", "phần nghìn": "permille",
    "phần ngàn": "permille",
    "điểm %": "percentage_point", "điểm phần trăm": "percentage_point",
    "đồng": "VND", "đ": "VND", "vnđ": "VND", "vnd": "VND", "usd": "USD", "đô la": "USD",
    "đô-la": "USD", "đồng việt nam": "VND",
    "ha": "hectare", "héc-ta": "hectare", "hecta": "hectare", "héc ta": "hectare",
    "mẫu": "hectare", "m2": "m2", "m²": "m2", "mét vuông": "m2", "km2": "km2", "km²": "km2",
    "ki-lô-mét vuông": "km2", "sào": "sao",
    "m": "m", "mét": "m", "cm": "cm", "mm": "mm", "dm": "dm", "km": "km", "cây số": "km", "ki-lô-mét": "km", "kilômét": "km",
    "gam": "gram", "gram": "gram", "kg": "kg", "ki-lô-gam": "kg", "kilôgam": "kg", "kilogam": "kg", "ký": "kg", "kí": "kg",
    "cân": "kg", "tạ": "quintal", "tấn": "tonne",
    "lít": "litre", "ml": "ml", "m3": "m3", "m³": "m3", "mét khối": "m3",
    "cv": "hp", "mã lực": "hp",
    "năm": "year", "tuổi": "year", "tháng": "month", "tuần": "week", "ngày": "day",
    "ngày đêm": "day", "đêm": "day", "giờ": "hour", "tiếng": "hour", "giờ đồng hồ": "hour",
    "tiếng đồng hồ": "hour", "phút": "minute", "lần": "times",
    "điểm": "point", "bậc": "rank", "công": "cong", "công đất": "cong",
}  # fmt: skip
TIME_UNITS = frozenset({"year", "month", "week", "day", "hour", "minute"})
PERCENTS = frozenset({"percent", "permille", "percentage_point"})
MEASURED = frozenset(
    [
        "VND",
        "USD",
        "hectare",
        "m2",
        "km2",
        "sao",
        "cong",
        "m",
        "km",
        "kg",
        "quintal",
        "tonne",
        "litre",
        "ml",
        "m3",
        "hp",
    ],
)

_NOUNS: dict[str, str] = {
    "person": """người, nhân khẩu, khẩu, đảng viên, hội viên, đoàn viên, học sinh, sinh viên, hs,
        đại biểu, đối tượng, đồng chí, đ/c, cử tri, lao động, thanh niên, thành viên, ủy viên, trẻ,
        trẻ em, em, cháu, cụ, bà, ông, chị, anh, chị em, cô, chú, bác, thí sinh, vận động viên,
        giáo viên, cán bộ, công chức, viên chức, cán bộ công chức, cá nhân, công dân, quần chúng,
        tân binh, chiến sĩ, dân quân, xã viên, công nhân, nông dân, phụ nữ, bé trai, bé gái, nam,
        nữ, tiểu thương, học viên, bệnh nhân, hộ viên, nhân viên, tình nguyện viên, người dân,
        dân, nhân dân, phật tử, giáo dân, tín đồ, hòa giải viên, cộng tác viên, cựu chiến binh,
        thương binh, bệnh binh, liệt sĩ, liệt sỹ, người có công, người hưởng, người cao tuổi,
        người khuyết tật, trẻ mồ côi, phạm nhân, nghi phạm, nghệ nhân, diễn viên, trưởng thôn,
        bí thư, tổ trưởng, đảng viên mới, đảng viên dự bị, nạn nhân, du khách, khách, khách du lịch,
        bà con, lượng khách, bạn thuyền, thuyền viên, ngư dân, phạt nhân, đối tượng chính sách,
        giám sát viên, kiểm sát viên, tuyên truyền viên, báo cáo viên, thầy cô, thầy cô giáo, sĩ quan,
        hội viên nông dân, hội viên phụ nữ, lao động chính, mẹ, thai phụ, phụ huynh, chủ hộ, viên""",
    "person_turn": """lượt người, lượt, lượt công dân, lượt đoàn viên, lượt hội viên, lượt khách,
        lượt cán bộ, lượt đảng viên, lượt thanh niên, lượt bệnh nhân, lượt học sinh,
        lượt đối tượng, lượt phụ nữ, lượt trẻ, lượt lao động, lượt dân quân""",
    "household": """hộ, hộ dân, hộ nghèo, hộ cận nghèo, hộ gia đình, gia đình, nóc nhà, nhà, hộ khá,
        hộ khá giàu, hộ giàu, hộ vay, hộ hội viên, hộ thoát nghèo, hộ chính sách, nóc,
        gia đình văn hóa, hộ đồng bào, hộ sản xuất""",
    "household_turn": "lượt hộ, lượt hộ dân",
    "cell": "chi bộ, tổ chức đảng, chi đảng bộ, đảng bộ, tổ chức cơ sở đảng, chi bộ trực thuộc",
    "branch": "chi hội, chi đoàn, phân hội, chi hội phụ nữ, chi hội nông dân, liên chi đoàn",
    "group": """tổ, đội, câu lạc bộ, clb, nhóm, tổ tự quản, tổ liên gia, tổ hòa giải,
        tổ dân quân, tổ tiết kiệm, tổ tiết kiệm và vay vốn, đội bóng, tổ hợp tác, bảng, tiểu đội,
        tổ công tác, đội tuyên truyền, nhóm nòng cốt, tổ an ninh, tổ đoàn kết, đội dân quân,
        tổ lưu động, tiểu đội dân quân, trung đội, ban công tác, ban, đoàn công tác, đoàn, tổ vay vốn""",
    "organisation": """tập thể, đơn vị, tổ chức, cơ quan, cơ quan đơn vị, tổ chức chính trị,
        đoàn thể, hội đoàn thể, tổ chức xã hội, tổ chức hội""",
    "area_unit": """tdp, thôn, ấp, bản, khu phố, khu dân cư, kdc, xã, phường, tổ dân phố, buôn, làng,
        xóm, khối phố, khu vực bỏ phiếu, khu vực, địa phương, huyện, tỉnh, thị trấn, khóm, khối,
        khu, sóc, phum, bon, buôn làng, thôn buôn, thôn bản, tổ dân cư, cụm dân cư, tổ nhân dân,
        thị xã, thành phố, quận, đặc khu, bản làng, tiểu khu, plei""",
    "establishment": """cơ sở, hộ kinh doanh, hộ kinh doanh cá thể, doanh nghiệp, dn, quỹ tín dụng,
        quỹ tín dụng nhân dân, chợ, trường, trường học, công ty, cửa hàng, hợp tác xã, htx, sạp,
        đại lý, điểm bán, quầy hàng, trang trại, nhà máy, xưởng, gia trại, trường mầm non,
        ki-ốt, ki ốt, kiốt, nhà hàng, khách sạn, nhà nghỉ, nhà trọ, cơ sở kinh doanh,
        cơ sở sản xuất, trạm y tế, hộ kinh doanh cá thế, trường tiểu học, trường thcs, phòng khám,
        siêu thị, quán, cơ sở lưu trú, cơ sở thờ tự, cơ sở tôn giáo, bệnh viện, nhà thuốc,
        doanh nghiệp tư nhân, doanh nghiệp fdi, hộ tiểu thương, điểm kinh doanh, sạp hàng, nhà vườn""",
    "head": """con, trâu, bò, lợn, heo, dê, gà, vịt, gia cầm, gia súc, cừu, ngựa, con trâu, con bò,
        con lợn, con heo, đầu con, thủy cầm, ong""",
    "plant": "cây, gốc, cây xanh, cây giống, gốc cây, trụ tiêu, khóm sen, bụi",
    "document": """văn bản, hồ sơ, đơn, giấy, giấy chứng nhận, nghị quyết, chỉ thị, kế hoạch,
        quyết định, báo cáo, tin báo, đơn thư, tờ trình, biên bản, công văn, văn kiện, hợp đồng,
        giấy phép, thông báo, hướng dẫn, bản cam kết, cam kết, chương trình, đề án, thủ tục,
        tin, bản, kết luận, đơn kiến nghị, thủ tục hành chính, sổ đỏ, tin bài, tài liệu, quy chế""",
    "case": """vụ, trường hợp, ca, th, vụ việc, phản ánh, kiến nghị, ý kiến, lượt ý kiến, sự việc,
        khiếu nại, tố cáo, vụ án, vụ tai nạn, vụ cháy, trường hợp vi phạm, ca bệnh, ca mắc""",
    "event": """cuộc, buổi, đợt, lớp tập huấn, hội nghị, kỳ, phiên, kỳ họp, lần, mùa, cuộc họp,
        lượt tuần tra, buổi tuyên truyền, chuyến, vòng, hoạt động, hội thi, giải đấu, điểm khám,
        tụ điểm, sự kiện, vụ mùa, chiến dịch, cuộc kiểm tra, cuộc giám sát, phiên họp, lễ hội""",
    "project": """công trình, mô hình, tuyến đường, tuyến, dự án, tuyến hẻm, con đường, hẻm,
        phần việc, cầu, cây cầu, ngầm tràn, ngầm, tuyến kênh, đoạn đường, tiểu dự án,
        công trình phần việc, hạng mục, nhà văn hóa, mô hình điểm, đường, ngõ, cống, kênh, tuyến ngõ""",
    "criterion": "tiêu chí, chỉ tiêu, nội dung, tiêu chuẩn",
    "house": """căn nhà, ngôi nhà, căn, nhà tình thương, nhà tình nghĩa, nhà đại đoàn kết, nhà tạm,
        ngôi nhà, mái ấm, nhà ở, căn hộ, nhà dột nát, nhà mới, căn nhà tình thương""",
    "item": """suất, suất quà, phần quà, camera, mắt camera, địa chỉ, địa chỉ nhân đạo, bộ, chiếc,
        cái, quyển, quyển vở, cuốn, thẻ, giải, giấy khen, bằng khen, cờ, huy hiệu, xe, bóng đèn,
        thùng, bao, túi, lô, thửa, bảng tên, mặt trận, sổ tiết kiệm, suất học bổng, tờ rơi,
        khẩu trang, pa nô, băng rôn, máy, máy tính, giường, tàu, tàu thuyền, quầy, điểm, bài, bài dự thi,
        tác phẩm, câu, mắt, trụ, cột, đèn, bảng, chỗ, nguồn, sản phẩm, khẩu, phương tiện, dao,
        mũ, áo, chăn, cặp, hòm thư, thùng rác, khẩu súng, lá cờ, chỉ vàng, cụm loa, loa, vé, hũ gạo,
        con heo đất, heo đất, trạm bơm, bẫy, bẫy thú, ba lô, khăn, khăn vải, chức danh, lồng bè,
        tấm, phòng, phòng học, điện thoại, thuê bao, dòng họ, xe máy, ô tô, chỗ ngồi, tài khoản, hình ảnh,
        video, trang, cụm, pano, thiết bị, bàn, ghế, tủ sách, đầu sách, cuốn sách, gói, thẻ bảo hiểm,
        biển báo, nhà vệ sinh, hố, ống, viên, tivi, bình chữa cháy, áo phao, xuồng, phuy, giếng, bể, hố rác, xe đạp, huân chương, huy chương, kỷ niệm chương,
        danh hiệu, sáng kiến, sổ, bức, gian hàng, tiết mục, trạm, hạng, mặt hàng, ngôi mộ, mộ""",
    "class": "lớp, lớp học, lớp mẫu giáo",
    "vote": "phiếu, lá phiếu, phiếu bầu",
    "dose": "mũi, liều, mũi tiêm, liều vắc xin, mũi vắc xin",
    "blood_unit": "đơn vị máu",
    "workday": "ngày công, công lao động, ngày công lao động, công",
}
# After a slash a word is read as the thing one counts by: đồng/hộ, con/hộ, %/năm.
PER = {
    "người": "person", "hộ": "household", "năm": "year", "tháng": "month", "ngày": "day",
    "tuần": "week", "giờ": "hour", "ha": "hectare", "héc-ta": "hectare", "sào": "sao",
    "công": "cong", "m2": "m2", "m²": "m2", "m3": "m3", "m³": "m3", "kg": "kg", "tấn": "tonne",
    "tạ": "quintal", "lít": "litre", "km": "km", "km2": "km2", "km²": "km2", "m": "m",
    "con": "head", "cây": "plant", "suất": "item", "lô": "item", "căn": "house", "nhà": "house",
    "lớp": "class", "vụ": "event", "đợt": "event", "lần": "event", "buổi": "event",
    "lượt": "person_turn", "hs": "person", "khẩu": "person", "học sinh": "person",
    "thành viên": "person", "lao động": "person", "hội viên": "person", "chị": "person",
    "em": "person", "cháu": "person", "đảng viên": "person", "đồng chí": "person",
    "chi bộ": "cell", "tổ": "group", "thôn": "area_unit", "ấp": "area_unit", "xã": "area_unit",
    "phòng": "item", "thửa": "item", "chiếc": "item", "cái": "item", "bộ": "item", "xe": "item",
    "quý": "quarter", "hộ nghèo": "household", "mũi": "dose", "tàu": "item", "chuyến": "event",
    "gia đình": "household", "ký": "kg", "kí": "kg", "đêm": "day", "phút": "minute",
    "khẩu/năm": "person/year", "chi hội": "branch", "học viên": "person", "cụ": "person",
    "usd": "USD", "đầu người": "person", "nhân khẩu": "person", "tiết": "item", "km đường": "km",
    "xuất": "item", "trường": "establishment", "cơ sở": "establishment", "doanh nghiệp":
    "establishment", "công trình": "project", "tuyến": "project", "mẫu": "hectare",
}  # fmt: skip

# A number right after one of these is part of a name: tổ 4, khu phố 3, Quốc lộ 20.
NAMED = frozenset(
    [
        "phường",
        "tổ",
        "thôn",
        "ấp",
        "bản",
        "buôn",
        "khối",
        "khu",
        "đội",
        "tdp",
        "kdc",
        "xóm",
        "làng",
        "số",
        "lộ",
        "phố",
        "khóm",
        "lô",
        "cấp",
        "hạng",
        "nhóm",
        "tuyến",
        "điểm",
        "chợ",
        "tỉnh",
        "quận",
        "lớp",
        "khoá",
        "bảng",
        "nhà",
        "phòng",
        "trạm",
        "cụm",
        "vùng",
        "tiêu-chí",
        "đường",
        "hẻm",
        "ngõ",
        "ngách",
        "thửa",
        "km",
        "kênh",
        "loại",
        "mẫu",
        "ô",
        "bàn",
        "quốc-lộ",
        "biểu",
        "phụ-lục",
        "mục",
        "điều",
        "khoản",
        "chương",
        "phần",
        "bước",
        "sóc",
        "bon",
        "trung-đoàn",
        "tiểu-đoàn",
        "sư-đoàn",
        "hồ",
        "chi-bộ",
        "tiểu-khu",
        "tập",
        "quyển",
    ],
)
NAMED_PAIRS = frozenset(
    tuple(pair.split())
    for pair in ["\n    khu phố", " dân phố", " quốc lộ", " tỉnh lộ", " khối phố", " tiêu chí", " dân cư", " huyện lộ", " tiểu khu", " bỏ\n    phiếu", " vòng loại", " phụ lục", " tự quản", " khu vực", " công trường", " liên gia", " nhân dân", " tỉnh đội", "\n    chi bộ", " tiểu đoàn", " sư đoàn", " trung đoàn", " chương trình", " chi hội", " chi đoàn", " tổ máy", " đường\n    tỉnh", " đường huyện", " điều lệ", " ấp văn"]
)  # fmt: skip
ORDINALS = frozenset(
    [
        "đợt",
        "mũi",
        "vòng",
        "lần",
        "tập",
        "kỳ",
        "khóa",
        "khoá",
        "hạng",
        "mức",
        "giai-đoạn",
        "vụ",
        "lượt",
        "đời",
    ]
)

HEDGES: dict[tuple[str, ...], str] = {
    ("hơn",): "more_than", ("trên",): "more_than", ("quá",): "more_than", (">",): "more_than",
    ("ngoài",): "more_than", ("vượt", "ngưỡng"): "more_than", ("vượt", "mốc"): "more_than",
    ("gần",): "less_than", ("dưới",): "less_than", ("chưa", "đầy"): "less_than",
    ("chưa", "đến"): "less_than", ("chưa", "tới"): "less_than", ("ngót",): "less_than",
    ("ngót", "nghét"): "less_than", ("non",): "less_than", ("<",): "less_than",
    ("suýt", "soát"): "less_than", ("gần", "đến"): "less_than", ("không", "đến"): "less_than",
    ("không", "đầy"): "less_than", ("gần", "tới"): "less_than", ("xuống", "dưới"): "less_than",
    ("khoảng",): "about", ("chừng",): "about", ("ước",): "about", ("ước", "đạt"): "about",
    ("ước", "tính"): "about", ("ước", "chừng"): "about", ("ước", "khoảng"): "about",
    ("trên", "dưới"): "about", ("tròm", "trèm"): "about", ("xấp", "xỉ"): "about", ("~",): "about",
    ("≈",): "about", ("tầm",): "about", ("cỡ",): "about", ("khoảng", "chừng"): "about",
    ("ước", "thực", "hiện"): "about", ("ước", "đạt", "khoảng"): "about", ("độ",): "about",
    ("áng", "chừng"): "about", ("ước", "có"): "about", ("ước", "được"): "about",
    ("ước", "thu"): "about", ("ước", "chi"): "about", ("ước", "cả", "năm"): "about",
    ("dự", "ước"): "about", ("ướm", "chừng"): "about", ("phỏng",): "about", ("±",): "about",
    ("ít", "nhất"): "at_least", ("tối", "thiểu"): "at_least", ("không", "dưới"): "at_least",
    ("≥",): "at_least", ("không", "ít", "hơn"): "at_least", ("ít", "nhất", "là"): "at_least",
    ("tối", "thiểu", "là"): "at_least", ("thấp", "nhất"): "at_least", (">", "="): "at_least",
    ("không", "thấp", "hơn"): "at_least", ("ít", "ra"): "at_least",
    ("tối", "đa"): "at_most", ("không", "quá"): "at_most", ("≤",): "at_most",
    ("không", "vượt", "quá"): "at_most", ("nhiều", "nhất"): "at_most",
    ("tối", "đa", "là"): "at_most", ("không", "hơn"): "at_most", ("cùng", "lắm"): "at_most",
    ("nhiều", "nhất", "là"): "at_most", ("cao", "nhất", "là"): "at_most",
}  # fmt: skip
HEDGE_HEADS = frozenset(key[-1] for key in HEDGES)


def _phrases(pairs: Iterable[tuple[str, str]]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, unit in pairs:
        words = split(phrase)
        index.setdefault(words[0], []).append((words, unit))
    for options in index.values():
        options.sort(key=lambda option: -len(option[0]))
    return index


NOUNS = _phrases(
    (phrase.strip(), unit)
    for unit, phrases in _NOUNS.items()
    for phrase in " ".join(phrases.split()).split(",")
    if phrase.strip()
)
UNITS = _phrases(MEASURES.items())
PER_UNITS = _phrases(PER.items())


def longest(
    index: dict[str, list[tuple[tuple[str, ...], str]]], words: list[str], at: int
) -> tuple[str, int] | None:
    """This function will find the longest phrase of the index at a place: (unit, words taken)."""
    for phrase, unit in index.get(words[at], ()):
        size = len(phrase)
        if size == 1 or tuple(words[at : at + size]) == phrase:
            return unit, size
    return None


def followed(words: list[str], at: int) -> bool:
    """This function will say whether something countable, a unit or a scale stands at a place."""
    return (
        longest(NOUNS, words, at) is not None
        or longest(UNITS, words, at) is not None
        or words[at] in SCALES
    )
