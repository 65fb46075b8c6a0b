"""Năm chương trình của phường mẫu: documents from above, what the ward made of them, and who does it.

The central papers bear their own numbers and days; those of the city and of the ward are made up for
the demonstration and say so (`MADE_UP`). Every sentence is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

MADE_UP = "số minh họa của phường mẫu"


@dataclass(frozen=True, slots=True)
class Paper:
    """Văn bản mẫu: whose register, kind, symbol, day, issuer, subject, and its clauses by a short name."""

    key: str
    register: str
    kind: str
    symbol: str
    on: date
    issuer: str
    level: str
    subject: str
    clauses: Sequence[tuple[str, str, str]]
    own: bool = False
    implements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """Lần giao mẫu: the line it carries out, what, to whom, until when, and how it went.

    `leads` are codes of units, «to» for every group, «cb» for every residential cell.
    """

    clause: str
    title: str
    product: str
    leads: tuple[str, ...]
    on: date
    due: date
    follower: str
    supports: tuple[str, ...] = ()
    measure: str = ""
    budget: int | None = None
    # By unit: the day handed in, and what was decided. Units that are not named are through in time.
    late: dict[str, int] = field(default_factory=dict)
    exceeded: dict[str, str] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    doing: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    moved: dict[str, tuple[date, str]] = field(default_factory=dict)


CENTRE, PROVINCE, CITY, WARD = "centre", "province", "city", "ward"
PAPERS = (
    Paper("nq04", "party", "nghi-quyet", "04-NQ/TW", date(2016, 10, 30),
          "Ban Chấp hành Trung ương Đảng (khóa XII)", CENTRE,
          "Tăng cường xây dựng, chỉnh đốn Đảng; ngăn chặn, đẩy lùi suy thoái", (
              ("nq04.guong", "Mục III, khoản 1", "Cán bộ, đảng viên tự soi, tự sửa và đăng ký nêu gương hằng năm."),
              ("nq04.kiemtra", "Mục III, khoản 3", "Kiểm tra, giám sát việc thực hiện ở từng chi bộ."),
          )),
    Paper("ct05", "party", "chi-thi", "05-CT/TW", date(2016, 5, 15), "Bộ Chính trị", CENTRE,
          "Đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", (
              ("ct05.viec", "Khoản 2", "Đưa học tập và làm theo Bác thành việc làm thường xuyên của mỗi chi bộ."),
              ("ct05.mohinh", "Khoản 4", "Phát hiện, nhân rộng mô hình hay, cách làm tốt."),
          )),
    Paper("ct45", "party", "chi-thi", "45-CT/TW", date(2020, 6, 20), "Bộ Chính trị", CENTRE,
          "Lãnh đạo cuộc bầu cử đại biểu Quốc hội khóa XV và đại biểu Hội đồng nhân dân các cấp", (
              ("ct45.tuyentruyen", "Khoản 4", "Tuyên truyền để cử tri hiểu và đi bầu đầy đủ."),
              ("ct45.antoan", "Khoản 5", "Bảo đảm an ninh, trật tự, phòng dịch trong ngày bầu cử."),
          )),
    Paper("ctr12", "party", "chuong-trinh", "12-CTr/TU", date(2021, 2, 1), "Thành ủy Bảo Lộc", CITY,
          "Công tác xây dựng Đảng năm 2021", (
              ("ctr12.hoctap", "Mục II, khoản 1", "Mỗi đảng bộ có kế hoạch học tập và làm theo Bác trong quý I."),
              ("ctr12.mohinh", "Mục II, khoản 2", "Mỗi chi bộ có ít nhất một mô hình làm theo Bác."),
          ), implements=("nq04", "ct05")),
    Paper("ct09", "party", "chi-thi", "09-CT/TU", date(2021, 2, 18), "Thành ủy Bảo Lộc", CITY,
          "Tăng cường quản lý trật tự đô thị", (
              ("ct09.raquan", "Khoản 1", "Ra quân lập lại trật tự lòng đường, vỉa hè trước ngày 30/4/2021."),
              ("ct09.camket", "Khoản 2", "Vận động hộ kinh doanh ký cam kết giữ trật tự, vệ sinh."),
              ("ct09.doxe", "Khoản 3", "Rà soát, bố trí điểm đỗ xe tạm ở các tuyến đường trung tâm."),
          )),
    Paper("cv88", "ward", "cong-van", "88/UBND-YT", date(2021, 2, 8), "UBND thành phố Bảo Lộc", CITY,
          "Tăng cường phòng, chống dịch COVID-19 trong tình hình mới", (
              ("cv88.khaibao", "Khoản 1", "Hướng dẫn người về từ vùng dịch khai báo y tế trong ngày."),
              ("cv88.to", "Khoản 2", "Mỗi tổ dân phố có tổ COVID cộng đồng, đi từng nhà."),
          )),
    Paper("qd310", "ward", "quyet-dinh", "310/QĐ-UBND", date(2021, 1, 5), "UBND thành phố Bảo Lộc", CITY,
          "Giao chỉ tiêu kinh tế – xã hội năm 2021", (
              ("qd310.thu", "Điều 1, khoản 1", "Hoàn thành chỉ tiêu thu ngân sách nhà nước trên địa bàn."),
              ("qd310.duong", "Điều 1, khoản 4", "Huy động sức dân làm đường giao thông liên tổ."),
          )),
    Paper("kh15", "party", "ke-hoach", "15-KH/ĐU", date(2021, 2, 22), "", WARD,
          "Học tập và làm theo Bác gắn với Nghị quyết Trung ương 4 (khóa XII), năm 2021", (
              ("kh15.dangky", "Mục II, khoản 1", "Chi bộ đăng ký một việc làm theo Bác trong năm."),
              ("kh15.mohinh", "Mục II, khoản 2", "Xây dựng và nhân rộng mô hình ở khu dân cư."),
              ("kh15.kiemtra", "Mục II, khoản 4", "Kiểm tra việc thực hiện ở sáu chi bộ trường học."),
              ("kh15.soket", "Mục III", "Sơ kết, biểu dương tập thể và cá nhân tiêu biểu."),
          ), own=True, implements=("ctr12", "ct05")),
    Paper("kh20", "ward", "ke-hoach", "20/KH-UBND", date(2021, 3, 5), "", WARD,
          "Ra quân lập lại trật tự đô thị năm 2021", (
              ("kh20.raquan", "Mục II, khoản 1", "Tổ dân phố ra quân dọn lòng đường, vỉa hè."),
              ("kh20.camket", "Mục II, khoản 2", "Hộ kinh doanh mặt đường ký cam kết."),
          ), own=True, implements=("ct09",)),
    Paper("kh11", "ward", "ke-hoach", "11/KH-UBND", date(2021, 2, 10), "", WARD,
          "Phòng, chống dịch COVID-19 năm 2021", (
              ("kh11.khaibao", "Mục II, khoản 1", "Khai báo y tế và theo dõi người về từ vùng dịch."),
              ("kh11.to", "Mục II, khoản 2", "Lập tổ COVID cộng đồng ở tổ dân phố."),
          ), own=True, implements=("cv88",)),
    Paper("kh17", "ward", "ke-hoach", "17/KH-UBND", date(2021, 2, 26), "", WARD,
          "Phục vụ cuộc bầu cử ngày 23/5/2021", (
              ("kh17.cutri", "Mục II, khoản 1", "Rà soát, niêm yết danh sách cử tri."),
              ("kh17.tuyentruyen", "Mục II, khoản 2", "Tuyên truyền trực quan và qua loa của tổ dân phố."),
              ("kh17.antoan", "Mục II, khoản 3", "Giữ an ninh, phòng dịch ở các khu vực bỏ phiếu."),
          ), own=True, implements=("ct45",)),
    Paper("kh08", "ward", "ke-hoach", "08/KH-UBND", date(2021, 1, 20), "", WARD,
          "Thực hiện chỉ tiêu kinh tế – xã hội năm 2021", (
              ("kh08.thu", "Mục II, khoản 1", "Rà soát nguồn thu, đôn đốc thu đúng hạn."),
              ("kh08.duong", "Mục II, khoản 3", "Vận động Nhân dân làm đường liên tổ."),
          ), own=True, implements=("qd310",)),
)  # fmt: skip
# A clause above, and the lines it became.
DERIVED = (
    ("nq04.guong", "ctr12.hoctap"), ("ct05.viec", "ctr12.hoctap"), ("ct05.mohinh", "ctr12.mohinh"),
    ("nq04.kiemtra", "kh15.kiemtra"), ("ctr12.hoctap", "kh15.dangky"),
    ("ctr12.mohinh", "kh15.mohinh"), ("ct09.raquan", "kh20.raquan"), ("ct09.camket", "kh20.camket"),
    ("cv88.khaibao", "kh11.khaibao"), ("cv88.to", "kh11.to"),
    ("ct45.tuyentruyen", "kh17.cutri"), ("ct45.tuyentruyen", "kh17.tuyentruyen"),
    ("ct45.antoan", "kh17.antoan"), ("qd310.thu", "kh08.thu"), ("qd310.duong", "kh08.duong"),
)  # fmt: skip
# What nobody has taken up, and the plan line that nobody was given: the coverage page names them.
NEVER, UNASSIGNED = "ct09.doxe", "kh15.soket"
_DEPUTY, _CHAIR, _PARTY = (
    "Phó Chủ tịch UBND phường",
    "Chủ tịch UBND phường",
    "Phó Bí thư Thường trực Đảng ủy",
)
GIVEN = (
    Given("kh15.dangky", "Đăng ký một việc làm theo Bác năm 2021", "Bản đăng ký của chi bộ",
          ("cb",), date(2021, 3, 2), date(2021, 3, 31), _PARTY,
          late={"cb-04": 3, "cb-16": 9}, exceeded={"cb-09": "Đăng ký ba việc, có người nhận từng việc."},
          open=("cb-21",)),
    Given("kh15.mohinh", "Duy trì mô hình «Một đảng viên giúp 10 hộ liền kề»", "Báo cáo và ảnh",
          ("cb-01", "cb-02", "cb-03", "cb-04"), date(2021, 3, 8), date(2021, 6, 30), _PARTY,
          waiting=("cb-02", "cb-03"), exceeded={"cb-01": "Giúp thêm hai hộ ngoài tổ."}),
    Given("kh15.kiemtra", "Kiểm tra sinh hoạt chi bộ trường học", "Biên bản kiểm tra",
          ("dang-bo",), date(2021, 3, 8), date(2021, 6, 15), _PARTY, open=("dang-bo",)),
    Given("kh20.raquan", "Ra quân dọn lòng đường, vỉa hè", "Ảnh trước và sau, số người tham gia",
          ("to",), date(2021, 3, 10), date(2021, 4, 25), _DEPUTY, supports=("thanh-nien",),
          measure="green.turnout", budget=23_000_000,
          late={"to-07": 2, "to-12": 5, "to-18": 36},
          exceeded={"to-01": "Ra quân bốn đợt thay vì hai.", "to-09": "Có 12 hộ góp cây xanh."},
          open=("to-21",), moved={"to-12": (date(2021, 5, 5), "Mưa kéo dài cả tuần ra quân.")}),
    Given("kh20.camket", "Hộ kinh doanh mặt đường ký cam kết", "Danh sách cam kết đã ký",
          ("to-01", "to-02", "to-03", "to-04", "to-05"), date(2021, 3, 10), date(2021, 7, 15), _DEPUTY,
          waiting=("to-02",), doing=("to-03", "to-04"), open=("to-05",)),
    Given("kh11.khaibao", "Theo dõi người về từ vùng dịch", "Sổ theo dõi",
          ("tram-y-te",), date(2021, 2, 12), date(2021, 6, 30), _CHAIR,
          exceeded={"tram-y-te": "Không sót trường hợp nào qua hai lần kiểm tra."}),
    Given("kh11.to", "Lập tổ COVID cộng đồng", "Quyết định và danh sách tổ",
          ("to-01", "to-02", "to-03", "to-04", "to-05", "to-06"), date(2021, 2, 12),
          date(2021, 2, 25), _CHAIR, open=("to-06",)),
    Given("kh17.cutri", "Rà soát, niêm yết danh sách cử tri", "Danh sách đã niêm yết",
          ("to-01", "to-08", "to-15", "to-22"), date(2021, 3, 2), date(2021, 4, 13), _CHAIR),
    Given("kh17.tuyentruyen", "Tuyên truyền bầu cử ở khu dân cư", "Ảnh, số buổi",
          ("mttq",), date(2021, 3, 2), date(2021, 5, 22), _CHAIR,
          exceeded={"mttq": "Thêm 6 buổi nói chuyện tại nhà văn hóa."}),
    Given("kh17.antoan", "Giữ an ninh các khu vực bỏ phiếu", "Phương án và báo cáo ngày 23/5",
          ("cong-an", "quan-su"), date(2021, 3, 2), date(2021, 5, 24), _CHAIR),
    Given("kh08.thu", "Rà soát nguồn thu trên địa bàn", "Bảng rà soát",
          ("van-phong",), date(2021, 3, 2), date(2021, 6, 25), _CHAIR, measure="budget.revenue",
          returned=("van-phong",)),
    Given("kh08.duong", "Vận động làm đường liên tổ", "Biên bản họp dân, sổ đóng góp",
          ("to-10", "to-11", "to-14"), date(2021, 3, 2), date(2021, 6, 30), _DEPUTY,
          measure="works.contributions", exceeded={"to-10": "Làm xong trước hai tuần."},
          late={"to-14": 2}),
)  # fmt: skip
# What the committee resolved in July, and what came of it at once.
RESOLVED = (
    ("Thu ngân sách 6 tháng cuối năm đạt ít nhất phần kế hoạch còn lại; rà soát từng nguồn thu hằng tháng.",
     16, 0, 0),
    ("Hoàn thành việc ký cam kết trật tự đô thị ở các tổ dân phố mặt đường trước ngày 15/9/2021.", 16, 0, 0),
    ("Mở thêm một điểm sinh hoạt văn hóa tại tổ dân phố 12 trong năm 2021.", 7, 8, 1),
)  # fmt: skip
