"""Mục số liệu của phường mẫu: what units report, in the order of a half-year report, and totals.

`totals` are those of the ward for 2020-H1, 2020-H2 and 2021-H1, in the smallest step of the
measure; a round asks for a measure where its total is told. What the source article counts is
public, of Party members the whole alone; ethnicity and religion are sensitive; all else is internal.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dongthuan.decide.indicators.rules import Frequency
from dongthuan.demo.statements import YEARS_IN_A_ROW
from dongthuan.ground.figures import Direction, Nature, Reading

CHAPTERS = (
    "Kinh tế – ngân sách", "Nông nghiệp", "Văn hóa – xã hội", "Giáo dục – y tế",
    "An ninh – quốc phòng", "Xây dựng Đảng", "Mặt trận – đoàn thể", "Vận động Nhân dân",
)  # fmt: skip
HALVES = ("2020-H1", "2020-H2", "2021-H1")
Told = int | tuple[int, int] | None
_HIGHER, _LOWER, _EXACT, _NONE = (
    Direction.HIGHER, Direction.LOWER, Direction.EXACT, Direction.NONE
)  # fmt: skip
_PUBLIC, _SENSITIVE = Reading.PUBLIC, Reading.SENSITIVE


@dataclass(frozen=True, slots=True)
class Row:
    """Mục số liệu: its definition, and the totals of three half-years."""

    key: str
    label: str
    unit: str
    nature: Nature
    level: str
    totals: tuple[Told, Told, Told] = (None, None, None)
    meaning: str = ""
    source: str = ""
    direction: Direction = Direction.NONE
    reading: Reading = Reading.INTERNAL
    frequency: Frequency = Frequency.HALF
    decimals: int = 0
    names: tuple[str, ...] = ()
    highest: Fraction | None = None
    numerator: str = ""
    denominator: str = ""
    # The units that the measure applies to, by code; the others answer «x».
    only: tuple[str, ...] = ()

    def total(self, code: str) -> Told:
        """This method will return the ward's total of a half-year, or None where it is not asked."""
        return self.totals[HALVES.index(code)]


def _flow(key: str, label: str, unit: str, level: str, *totals: Told, **more: object) -> Row:
    return _row(key, label, unit, Nature.FLOW, level, totals, more)


def _stock(key: str, label: str, unit: str, level: str, *totals: Told, **more: object) -> Row:
    return _row(key, label, unit, Nature.STOCK, level, totals, more)


def _share(key: str, label: str, level: str, *totals: Told, **more: object) -> Row:
    return _row(key, label, "%", Nature.RATIO, level, totals, {"decimals": 1, **more})


def _row(
    key: str, label: str, unit: str, nature: Nature, level: str, totals: tuple[Told, ...],
    more: dict[str, object],
) -> Row:  # fmt: skip
    told = (*totals, None, None, None)[:3] if totals else (None, None, None)
    return Row(key, label, unit, nature, level, told, **more)  # type: ignore[arg-type]


_MONTH = {"frequency": Frequency.MONTH}
_GROUP, _CELL, _TEAM, _WARD = "residential_group", "cell", "team", "ward"
_SCHOOL, _STATION, _BOARD, _UNION = "school", "station", "front_board", "association"
_BOOK = "Sổ theo dõi của tổ dân phố"
_PARTY_BOOK = "Sổ đảng viên và sổ sinh hoạt của chi bộ"

_ECONOMY = (
    _flow("budget.revenue", "Thu ngân sách nhà nước trên địa bàn", "đồng", _WARD,
          direction=_HIGHER, reading=_PUBLIC, names=("Thu ngân sách nhà nước",), **_MONTH,
          meaning="Mọi khoản thu ngân sách nhà nước phát sinh trên địa bàn phường trong tháng.",
          source="Kho bạc Nhà nước, Chi cục Thuế"),
    _flow("budget.own", "Thu ngân sách phường được hưởng", "đồng", _WARD,
          direction=_HIGHER, **_MONTH,
          meaning="Phần thu mà ngân sách phường được hưởng theo phân cấp, kể cả bổ sung cân đối.",
          source="Kế toán ngân sách phường"),
    _flow("budget.spending", "Chi ngân sách phường", "đồng", _WARD, **_MONTH,
          meaning="Chi thường xuyên và chi đầu tư đã qua Kho bạc trong tháng.",
          source="Kế toán ngân sách phường"),
    _stock("trade.households", "Cơ sở sản xuất kinh doanh cá thể", "cơ sở", _GROUP, 1571, 1598, 1619,
           direction=_HIGHER, reading=_PUBLIC,
           meaning="Hộ kinh doanh đang hoạt động đến ngày cuối kỳ, có hoặc chưa có giấy đăng ký.",
           source=_BOOK),
    _flow("trade.opened", "Hộ kinh doanh mở mới", "hộ", _GROUP, 41, 38, 46,
          direction=_HIGHER, meaning="Hộ bắt đầu kinh doanh trong kỳ.", source=_BOOK),
    _flow("trade.closed", "Hộ kinh doanh ngừng hoạt động", "hộ", _GROUP, 19, 11, 25,
          direction=_LOWER, meaning="Hộ thôi kinh doanh trong kỳ, kể cả chuyển nơi khác.",
          source=_BOOK),
    _share("trade.safe", "Tỷ lệ nơi bán hàng ăn đạt yêu cầu an toàn thực phẩm", _STATION,
           (71, 78), (75, 81), (58, 62), direction=_HIGHER,
           meaning="Số nơi đạt chia cho số nơi được kiểm tra trong kỳ; ghi cả hai số.",
           source="Biên bản kiểm tra liên ngành"),
)  # fmt: skip

_FARMING = (
    _stock("farm.area", "Diện tích rau, màu, cây công nghiệp, cây ăn trái", "ha", _GROUP,
           7415, 7402, 7380, decimals=1, reading=_PUBLIC,
           meaning="Diện tích đất đang canh tác đến ngày cuối kỳ: rau, màu, cà phê, chè, cây ăn trái.",
           source=_BOOK),
    _stock("farm.coffee", "Diện tích cà phê", "ha", _GROUP, 3893, 3879, 3864, decimals=1,
           meaning="Đất đang trồng cà phê.", source=_BOOK),
    _stock("farm.tea", "Diện tích chè", "ha", _GROUP, 1501, 1496, 1482, decimals=1,
           meaning="Đất đang trồng chè.", source=_BOOK),
    _stock("farm.orchards", "Diện tích vườn trái cây", "ha", _GROUP, 1192, 1205, 1219, decimals=1,
           meaning="Đất vườn bơ, sầu riêng, chuối và cây ăn trái khác.", source=_BOOK),
    _stock("farm.gardens", "Diện tích đất trồng rau và hoa màu", "ha", _GROUP, 829, 822, 815,
           decimals=1, meaning="Đất trồng rau và cây ngắn ngày.", source=_BOOK),
    _stock("farm.livestock", "Tổng đàn gia súc, gia cầm", "con", _GROUP, 2214, 2096, 2140,
           reading=_PUBLIC, meaning="Lợn, gia cầm, trâu, bò có đến ngày cuối kỳ.", source=_BOOK),
    _stock("farm.pigs", "Đàn lợn", "con", _GROUP, 431, 458, 486,
           meaning="Lợn thịt và lợn nái có đến ngày cuối kỳ.", source=_BOOK),
    _stock("farm.poultry", "Đàn gà, vịt", "con", _GROUP, 1722, 1580, 1598,
           meaning="Gà, vịt và gia cầm khác có đến ngày cuối kỳ.", source=_BOOK),
    _stock("farm.cattle", "Đàn trâu, bò", "con", _GROUP, 61, 58, 56,
           meaning="Trâu, bò có đến ngày cuối kỳ.", source=_BOOK),
)  # fmt: skip

_SOCIETY = (
    _stock("people.households", "Tổng số hộ", "hộ", _GROUP, 4203, 4248, 4286,
           meaning="Hộ đang ở trong tổ dân phố đến ngày cuối kỳ.", source=_BOOK),
    _stock("people.population", "Nhân khẩu", "người", _GROUP, 16684, 16835, 16972,
           meaning="Người thường trú và tạm trú đến ngày cuối kỳ.", source=_BOOK,
           names=("Dân số",)),
    _stock("poor.households", "Hộ nghèo", "hộ", _GROUP, 24, 21, 18, direction=_LOWER,
           meaning="Hộ nghèo theo chuẩn của giai đoạn, đã được UBND phường công nhận.",
           source="Kết quả rà soát hộ nghèo", names=("Số hộ nghèo",)),
    _stock("poor.near", "Hộ cận nghèo", "hộ", _GROUP, 46, 43, 41, direction=_LOWER,
           meaning="Hộ cận nghèo đã được UBND phường công nhận.",
           source="Kết quả rà soát hộ nghèo", names=("Số hộ cận nghèo",)),
    _share("poor.rate", "Tỷ lệ hộ nghèo", _GROUP, decimals=2, direction=_LOWER,
           numerator="poor.households", denominator="people.households",
           meaning="Hộ nghèo chia cho tổng số hộ.", source="Tính từ hai mục"),
    _stock("culture.families", "Gia đình văn hóa", "hộ", _GROUP, 3868, 3935, 3991,
           direction=_HIGHER, meaning="Hộ được công nhận danh hiệu Gia đình văn hóa.",
           source="Quyết định công nhận của UBND phường"),
    _share("culture.rate", "Tỷ lệ gia đình văn hóa", _GROUP, decimals=1, direction=_HIGHER,
           numerator="culture.families", denominator="people.households",
           meaning="Gia đình văn hóa chia cho tổng số hộ.", source="Tính từ hai mục"),
    _stock("policy.monthly", "Người hưởng trợ cấp xã hội hằng tháng", "người", _GROUP, 301, 308, 312,
           meaning="Người có tên trong danh sách chi trả tháng cuối kỳ.",
           source="Danh sách chi trả trợ cấp"),
    _stock("policy.merit", "Người có công", "người", _GROUP, 99, 97, 96,
           meaning="Người có công đang hưởng chế độ ở phường.", source="Danh sách người có công"),
    _flow("work.jobs", "Lao động được giải quyết việc làm", "người", _GROUP, 148, 131, 162,
          direction=_HIGHER, meaning="Người có việc làm mới trong kỳ.", source=_BOOK),
    _flow("covid.declared", "Người về từ vùng dịch đã khai báo y tế", "người", _GROUP,
          **_MONTH, meaning="Người đến tổ dân phố trong tháng từ nơi có dịch và đã khai báo.",
          source="Tổ COVID cộng đồng"),
    _flow("covid.checks", "Lượt đi từng nhà của Tổ COVID cộng đồng", "lượt", _GROUP,
          **_MONTH, meaning="Số lượt đi từng nhà, gõ từng cửa trong tháng.",
          source="Tổ COVID cộng đồng"),
    _stock("covid.teams", "Thành viên Tổ COVID cộng đồng", "người", _GROUP,
           **_MONTH, meaning="Người đang tham gia Tổ COVID cộng đồng đến cuối tháng.",
           source="Quyết định thành lập tổ"),
)  # fmt: skip

_SCHOOLING = (
    _stock("edu.pupils", "Học sinh", "em", _SCHOOL, 3655, 3718, 3742,
           meaning="Học sinh, trẻ mầm non đang học đến ngày cuối kỳ.", source="Sổ đăng bộ"),
    _stock("edu.teachers", "Giáo viên", "người", _SCHOOL, 238, 240, 241,
           meaning="Giáo viên đang dạy, kể cả hợp đồng.", source="Hồ sơ nhân sự"),
    _flow("edu.left", "Học sinh bỏ học", "em", _SCHOOL, 3, 2, 1, direction=_LOWER,
          meaning="Học sinh thôi học trong kỳ mà không chuyển trường.", source="Sổ đăng bộ"),
    _share("edu.finished", "Tỷ lệ học sinh hoàn thành chương trình cấp học", _SCHOOL,
           (588, 596), None, (607, 613), direction=_HIGHER,
           only=("truong-3", "truong-4", "truong-5", "truong-6"),
           meaning="Học sinh hoàn thành chia cho học sinh lớp cuối cấp; trường mầm non ghi x.",
           source="Kết quả xét hoàn thành"),
    _flow("health.visits", "Lượt khám, chữa bệnh", "lượt", _STATION, 5870, 6105, 6214,
          meaning="Lượt khám tại trạm y tế trong kỳ.", source="Sổ khám bệnh"),
    _stock("health.insured", "Người tham gia bảo hiểm y tế", "người", _GROUP, 14710, 14962, 15198,
           direction=_HIGHER, meaning="Người có thẻ bảo hiểm y tế còn hạn đến ngày cuối kỳ.",
           source="Danh sách cấp thẻ"),
    _share("health.rate", "Tỷ lệ người dân tham gia bảo hiểm y tế", _GROUP, decimals=1,
           direction=_HIGHER, numerator="health.insured", denominator="people.population",
           meaning="Người tham gia bảo hiểm y tế chia cho nhân khẩu.", source="Tính từ hai mục"),
    _share("health.vaccinated", "Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ", _STATION,
           (68, 72), (66, 70), (71, 74), direction=_HIGHER,
           meaning="Trẻ được tiêm đủ các mũi chia cho trẻ trong diện tiêm.", source="Sổ tiêm chủng"),
    _flow("health.births", "Trẻ sinh ra", "trẻ", _STATION, 92, 101, 88,
          meaning="Trẻ sinh ra trong kỳ có mẹ ở phường.", source="Sổ dân số"),
    _flow("covid.quarantined", "Người cách ly y tế tại nhà", "người", _STATION, 37, 12, 64,
          meaning="Người bắt đầu cách ly tại nhà trong kỳ.", source="Quyết định cách ly"),
)  # fmt: skip

_ORDER = (
    _stock("militia.members", "Dân quân trong biên chế", "người", _TEAM, 184, 184, 184,
           meaning="Dân quân có tên trong tổ đến ngày cuối kỳ.", source="Danh sách dân quân"),
    _flow("militia.patrols", "Buổi tuần tra của dân quân", "buổi", _TEAM, 1128, 1176, 1204,
          direction=_HIGHER, meaning="Buổi tuần tra đêm trong kỳ.", source="Sổ trực"),
    _share("defence.trained", "Tỷ lệ dân quân tham gia huấn luyện", "command",
           (178, 184), None, (179, 184), direction=_HIGHER,
           meaning="Người dự huấn luyện chia cho quân số trong biên chế.",
           source="Báo cáo huấn luyện"),
    _flow("defence.called", "Thanh niên nhập ngũ", "người", "command", 15, 0, 16, direction=_EXACT,
          meaning="Thanh niên lên đường nhập ngũ trong kỳ.", source="Lệnh gọi nhập ngũ"),
    _flow("order.cases", "Vụ phạm pháp hình sự", "vụ", "police", 9, 8, 6, direction=_LOWER,
          meaning="Vụ xảy ra trên địa bàn trong kỳ.", source="Sổ vụ việc"),
    _flow("order.solved", "Vụ phạm pháp hình sự đã làm rõ", "vụ", "police", 8, 6, 5,
          direction=_HIGHER, meaning="Vụ đã làm rõ trong kỳ.", source="Sổ vụ việc"),
    _share("order.rate", "Tỷ lệ làm rõ án hình sự", "police", decimals=1, direction=_HIGHER,
           numerator="order.solved", denominator="order.cases",
           meaning="Vụ đã làm rõ chia cho vụ xảy ra.", source="Tính từ hai mục"),
    _flow("order.traffic", "Vụ tai nạn giao thông", "vụ", "police", 2, 3, 1, direction=_LOWER,
          meaning="Vụ xảy ra trên địa bàn trong kỳ.", source="Sổ vụ việc"),
    _stock("order.selfrun", "Mô hình tự quản về an ninh trật tự", "mô hình", _GROUP, 27, 29, 31,
           direction=_HIGHER, meaning="Mô hình đang hoạt động đến ngày cuối kỳ.", source=_BOOK),
)  # fmt: skip

_BUILDING = (
    _stock("ratings.in_a_row", YEARS_IN_A_ROW, "năm", _WARD, reading=_PUBLIC, direction=_HIGHER,
           frequency=Frequency.YEAR,
           meaning="Số năm liền kề, tính đến năm báo cáo, Đảng bộ được xếp loại hoàn thành xuất sắc "
           "nhiệm vụ.",
           source="Quyết định xếp loại hằng năm"),
    _stock("party.members", "Tổng số đảng viên", "người", _CELL, 917, 926, 934, reading=Reading.WHOLE,
           names=("Đảng viên",),
           meaning="Đảng viên chính thức và dự bị đang sinh hoạt đến ngày cuối kỳ.",
           source=_PARTY_BOOK),
    _stock("party.members.minority", "Đảng viên người dân tộc thiểu số", "người", _CELL, 4, 4, 4,
           reading=_SENSITIVE, meaning="Đảng viên là người dân tộc thiểu số.", source=_PARTY_BOOK),
    _stock("party.members.religious", "Đảng viên có đạo", "người", _CELL, 18, 19, 19,
           reading=_SENSITIVE, names=("Đảng viên người có đạo",),
           meaning="Đảng viên là người có đạo.", source=_PARTY_BOOK),
    _stock("party.members.women", "Đảng viên nữ", "người", _CELL, 368, 375, 381,
           meaning="Đảng viên là nữ.", source=_PARTY_BOOK),
    _stock("party.members.exempt", "Đảng viên được miễn công tác và sinh hoạt", "người", _CELL,
           112, 115, 118, meaning="Đảng viên đang được miễn theo quyết định của cấp ủy.",
           source=_PARTY_BOOK),
    _flow("party.admitted", "Đảng viên mới kết nạp", "người", _CELL, 13, 9, 10, direction=_HIGHER,
          names=("Kết nạp đảng viên mới",), meaning="Người được kết nạp trong kỳ.",
          source=_PARTY_BOOK),
    _flow("party.official", "Đảng viên dự bị được công nhận chính thức", "người", _CELL, 11, 12, 9,
          direction=_HIGHER, meaning="Người được công nhận chính thức trong kỳ.",
          source=_PARTY_BOOK),
    _flow("party.joined", "Đảng viên chuyển sinh hoạt đến", "người", _CELL, 24, 11, 13,
          meaning="Người chuyển đến trong kỳ.", source=_PARTY_BOOK),
    _flow("party.left", "Đảng viên chuyển sinh hoạt đi", "người", _CELL, 7, 9, 12,
          meaning="Người chuyển đi trong kỳ.", source=_PARTY_BOOK),
    _flow("party.died", "Đảng viên từ trần", "người", _CELL, 2, 2, 3,
          meaning="Người từ trần trong kỳ.", source=_PARTY_BOOK),
    _flow("party.meetings", "Buổi sinh hoạt chi bộ", "buổi", _CELL, 190, 192, 192,
          direction=_HIGHER, meaning="Buổi sinh hoạt thường kỳ và chuyên đề trong kỳ.",
          source=_PARTY_BOOK),
    _share("party.attendance", "Tỷ lệ đảng viên dự sinh hoạt chi bộ", _CELL,
           (761, 805), (770, 811), (782, 816), direction=_HIGHER,
           meaning="Đảng viên dự buổi gần nhất chia cho đảng viên phải dự.", source=_PARTY_BOOK),
    _flow("party.badges", "Đảng viên được trao Huy hiệu Đảng", "người", _CELL, 12, 17, 14,
          meaning="Người được trao huy hiệu các loại trong kỳ.", source=_PARTY_BOOK),
    _flow("party.inspected", "Đảng viên được kiểm tra, giám sát", "người", _CELL, 38, 41, 44,
          direction=_HIGHER, meaning="Người được kiểm tra, giám sát theo chương trình trong kỳ.",
          source="Sổ kiểm tra, giám sát"),
    _flow("party.studied", "Lượt đảng viên học chuyên đề Chỉ thị 05", "lượt", _CELL, 812, 0, 846,
          direction=_HIGHER, meaning="Lượt dự học chuyên đề năm trong kỳ.", source=_PARTY_BOOK),
)  # fmt: skip

_FRONT = (
    _stock("mass.members", "Đoàn viên, hội viên", "người", _UNION, 4462, 4518, 4571,
           direction=_HIGHER, meaning="Người có tên trong sổ của đoàn thể, hội.",
           source="Sổ đoàn viên, hội viên"),
    _flow("mass.joined", "Đoàn viên, hội viên mới kết nạp", "người", _UNION, 77, 92, 85,
          direction=_HIGHER, meaning="Người vào đoàn thể, hội trong kỳ.",
          source="Sổ đoàn viên, hội viên"),
    _flow("welfare.gifts", "Phần quà trao cho hộ khó khăn", "phần", _UNION, 540, 385, 612,
          direction=_HIGHER, meaning="Phần quà do đoàn thể, hội vận động và trao trong kỳ.",
          source="Danh sách trao quà"),
    _stock("welfare.addresses", "Địa chỉ nhân đạo được giúp đỡ", "địa chỉ", _UNION, 104, 110, 115,
           direction=_HIGHER, reading=_PUBLIC, only=("chu-thap-do",),
           meaning="Địa chỉ đã có tổ chức hoặc cá nhân nhận giúp, cộng dồn đến ngày cuối kỳ.",
           source="Sổ địa chỉ nhân đạo"),
    _stock("women.piggybanks", "Heo đất đang nuôi", "con heo đất", _UNION, 241, 263, 286,
           direction=_HIGHER, only=("phu-nu",), meaning="Heo đất của các chi hội phụ nữ.",
           source="Sổ của Hội Liên hiệp Phụ nữ"),
    _flow("women.livelihoods", "Sinh kế trao cho phụ nữ nghèo", "suất", _UNION, 4, 5, 6,
          direction=_HIGHER, only=("phu-nu",), meaning="Suất sinh kế trao trong kỳ.",
          source="Sổ của Hội Liên hiệp Phụ nữ"),
    _flow("front.poorfund", "Vận động Quỹ Vì người nghèo", "đồng", "front_board",
          61_500_000, 84_250_000, 72_800_000, direction=_HIGHER,
          meaning="Tiền các hộ và nhà hảo tâm ủng hộ qua ban công tác Mặt trận trong kỳ.",
          source="Biên lai thu"),
    _flow("front.meetings", "Buổi họp của ban công tác Mặt trận", "buổi", "front_board",
          66, 71, 69, direction=_HIGHER, meaning="Buổi họp trong kỳ.", source="Sổ họp"),
)  # fmt: skip

_MOVING = (
    # Nobody is asked for it: its receipts are counted. The words are the ward's own.
    _stock("works.contributions", "Nhân dân đóng góp làm đường giao thông liên tổ", "đồng", _GROUP,
           direction=_HIGHER, reading=_PUBLIC,
           names=("Nhân dân đóng góp xây dựng các tuyến đường giao thông liên tổ",),
           meaning="Tiền, ngày công và hiện vật quy ra tiền, cộng dồn từ khi phát động đến cuối kỳ.",
           source="Sổ thu công khai của tổ dân phố"),
    _flow("works.roads", "Đường liên tổ làm mới, nâng cấp", "m", _GROUP, 2140, 1870, 2360,
          direction=_HIGHER, meaning="Chiều dài hoàn thành trong kỳ.",
          source="Biên bản nghiệm thu có dân giám sát"),
    _flow("works.land", "Đất Nhân dân hiến làm đường", "m²", _GROUP, 1320, 980, 1505,
          direction=_HIGHER, meaning="Diện tích các hộ hiến trong kỳ.",
          source="Văn bản hiến đất"),
    _flow("works.talks", "Buổi họp dân bàn việc chung", "buổi", _GROUP, 49, 53, 51,
          direction=_HIGHER, meaning="Buổi họp tổ dân phố bàn và biểu quyết việc chung.",
          source="Biên bản họp tổ dân phố"),
    _stock("models.seven", "Hộ đăng ký mô hình Tổ dân phố 7 không", "hộ", _GROUP, 3610, 3725, 3854,
           direction=_HIGHER, meaning="Hộ đã ký đăng ký đến ngày cuối kỳ.",
           source="Bản đăng ký"),
    _stock("models.ten", "Đảng viên nhận giúp đỡ các hộ liền kề", "người", _CELL, 402, 431, 458,
           direction=_HIGHER, meaning="Đảng viên đã nhận giúp đỡ 10 hộ gia đình liền kề.",
           source=_PARTY_BOOK),
    _flow("green.turnout", "Lượt người ra quân vệ sinh môi trường", "lượt", _GROUP,
          3910, 3480, 4125, direction=_HIGHER, meaning="Lượt người dự các buổi ra quân trong kỳ.",
          source=_BOOK),
)  # fmt: skip

BY_CHAPTER: dict[str, tuple[Row, ...]] = dict(
    zip(
        CHAPTERS,
        (_ECONOMY, _FARMING, _SOCIETY, _SCHOOLING, _ORDER, _BUILDING, _FRONT, _MOVING),
        strict=True,
    )
)
ROWS: dict[str, Row] = {row.key: row for rows in BY_CHAPTER.values() for row in rows}
