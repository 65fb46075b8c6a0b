"""The progress state: of a directive, of what a comrade follows in a month; the same on paper."""

import io
import shutil
import subprocess
from datetime import date

import docx
import pypdfium2
import pytest

from dongthuan.decide.directives import services
from dongthuan.decide.directives.services import Seen
from tests.cascades import Cascade, three_levels
from tests.doors.desk.hands import browser, page, user

pytestmark = pytest.mark.django_db
AT = "/lam-viec/tien-do"
LATE, FAR = date(2021, 5, 25), date(2021, 7, 31)


@pytest.fixture
def ward(monkeypatch):
    ward = Cascade()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    services.begin_use(unit=ward.ward, on=date(2021, 1, 1), by=ward.house)
    return ward


@pytest.fixture
def line(ward):
    return three_levels(ward)[2]


@pytest.fixture
def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward), ("clerk", ward.party)))


def row_of(shown, title):
    return next(row for row in shown.split("<tr>")[1:] if f">{title}</a>" in row)


def test_one_task_to_many_units_is_one_row_that_names_the_late_ones(ward, line, clerk):
    made = ward.assign(line, due=LATE, on=date(2021, 5, 1))
    first, second, third = made.tasks.order_by("pk")
    ward.through(first, on=date(2021, 5, 20))
    ward.report(second, on=date(2021, 5, 27))
    services.extend(task=third, to=FAR, reason="mưa", seen=Seen(1), by=ward.clerk)
    shown = page(clerk.get(AT, {"van-ban": line.document_id}))
    row = row_of(shown, "Ra quân dọn vệ sinh")
    assert "3 tổ dân phố" in row and ">25/5/2021<br>" in row and "dời 31/7/2021" in row
    assert "1 mới giao, 1 chờ nghiệm thu, 1 đã nghiệm thu" in row
    # Counted from the day first set, however the deadline was moved.
    assert ">7</td>" in row and "2 đơn vị chậm, chưa xong: Tổ dân phố 3<" in row
    assert "3 nhiệm vụ, 1 đã nghiệm thu, 1 quá hạn chưa có kết quả." in shown


def test_the_central_directive_has_the_tasks_of_all_that_came_of_it(ward, line, clerk):
    ward.assign(line)
    top = line.came_from.get().source.came_from.get().source.document
    assert "Ra quân dọn vệ sinh" in page(clerk.get(AT, {"van-ban": top.pk}))


def test_a_month_of_a_comrade_holds_what_falls_due_and_what_was_still_open(ward, line, clerk):
    def given(title, due, **more):
        return ward.task(line, due=due, on=date(2021, 3, 5), title=title, follower="Phó Bí thư",
                         **more)  # fmt: skip

    given("Tồn từ tháng 4", date(2021, 4, 30))
    ward.through(given("Xong từ trước", date(2021, 4, 30)), on_time=False)
    given("Của tháng 6", date(2021, 6, 30))
    given("Của tháng 7", FAR)
    ward.task(line, due=date(2021, 6, 30), title="Người khác theo dõi", follower="Bí thư")
    asked = {"theo-doi": "Phó Bí thư", "thang": "2021-06"}
    shown = page(clerk.get(AT, asked))
    assert "Tồn từ tháng 4" in shown and "Của tháng 6" in shown
    for other in ("Của tháng 7", "Người khác theo dõi"):
        assert other not in shown
    # Closed on 1 June it still belongs to June, and no more to July.
    assert "Xong từ trước" in shown
    assert "Xong từ trước" not in page(clerk.get(AT, {**asked, "thang": "2021-07"}))


@pytest.mark.parametrize("told", ["2021-06", "6/2021", " 06 / 2021 "])
def test_a_month_is_written_as_the_office_writes_it(ward, line, clerk, told):
    ward.task(line, due=date(2021, 6, 30), follower="Phó Bí thư")
    shown = page(clerk.get(AT, {"theo-doi": "Phó Bí thư", "thang": told}))
    assert "Tháng 6 năm 2021" in shown or "Tháng 6/2021" in shown


def test_what_was_withdrawn_counts_nowhere(ward, line, clerk):
    task = ward.task(line)
    services.withdraw(task=task, reason="thôi", seen=Seen(1), by=ward.clerk)
    assert "Không có việc nào" in page(clerk.get(AT, {"van-ban": line.document_id}))


def test_the_paper_holds_the_same_rows_and_its_figures_know_where_they_come_from(ward, line, clerk):
    ward.through(
        ward.task(line, due=LATE, on=date(2021, 5, 1)), on=date(2021, 5, 30), on_time=False
    )
    answer = clerk.get(AT, {"van-ban": line.document_id, "tai": "docx"})
    assert answer["Content-Disposition"].endswith('.docx"')
    paper = docx.Document(io.BytesIO(answer.content))
    [rows] = [table for table in paper.tables if len(table.columns) == 6]
    assert [cell.text for cell in rows.rows[1].cells] == [
        "Ra quân dọn vệ sinh", "Tổ dân phố 1", "25/5/2021", "đã nghiệm thu", "5", "",
    ]  # fmt: skip
    said = "\n".join(one.text for one in paper.paragraphs)
    assert "tiến độ thực hiện Kế hoạch 05/KH-UBND ngày 1/3/2021" in said
    assert b"T000" in answer.content or "T000" in paper.element.xml


def test_an_observer_reads_no_lateness(ward, line):
    ward.task(line, due=LATE, on=date(2021, 5, 1))
    watching = browser(user(ward, "Giam Sat", ("observer", ward.ward)))
    shown = page(watching.get(AT, {"van-ban": line.document_id}))
    assert "Ra quân dọn vệ sinh" in shown and "quá hạn" not in shown
    assert '<td class="num" data-told="Chậm (ngày)"></td>' in shown


@pytest.mark.parametrize("asked", [{}, {"van-ban": "999999"}, {"thang": "x"}, {"theo-doi": "ai"}])
def test_without_a_document_or_a_comrade_it_asks_for_one(ward, line, clerk, asked):
    ward.task(line)
    assert "Chọn một văn bản" in page(clerk.get(AT, asked))


def test_it_takes_few_queries_however_many_tasks(ward, line, clerk, django_assert_max_num_queries):
    for number in range(15):
        ward.assign(line, due=LATE, on=date(2021, 5, 1), title=f"Việc {number}")
    with django_assert_max_num_queries(20):
        clerk.get(AT, {"van-ban": line.document_id})
    with django_assert_max_num_queries(20):
        clerk.get(AT, {"van-ban": line.document_id, "tai": "docx"})


@pytest.mark.office
def test_a_months_progress_fits_on_one_page_of_paper(ward, line, clerk, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui")
    title = "Ra quân tổng dọn vệ sinh, phát quang các tuyến hẻm"
    for number in range(8):
        leads = ward.groups if number % 2 else ward.groups[:1]
        ward.assign(line, *leads, due=date(2021, 5, 20 + number), on=date(2021, 5, 1),
                    title=f"{title} {number}", follower="Phó Bí thư")  # fmt: skip
    told = clerk.get(AT, {"theo-doi": "Phó Bí thư", "thang": "2021-05", "tai": "docx"})
    (tmp_path / "t.docx").write_bytes(told.content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/nha", "--headless", "--convert-to",
         "pdf", "--outdir", tmp_path, tmp_path / "t.docx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert len(pypdfium2.PdfDocument(tmp_path / "t.pdf")) == 1
