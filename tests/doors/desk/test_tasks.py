"""Tasks at the desk: given to many in one go, followed as rows, done, judged, moved; who sees what."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dongthuan.decide.directives import services
from dongthuan.decide.directives.models import Assignment, Product, Task
from dongthuan.decide.directives.rules import Level
from dongthuan.decide.directives.services import Seen
from dongthuan.who.org import services as org
from dongthuan.who.people import services as people
from tests.cascades import Cascade, three_levels
from tests.decide.test_sheets import photograph
from tests.doors.desk.hands import browser, page, sending, user
from tests.wards import FOUNDED

pytestmark = pytest.mark.django_db
TASKS = "/lam-viec/nhiem-vu"
# The ward's clock stands at 1 June 2021.
LATE, SOON, FAR = date(2021, 5, 25), date(2021, 6, 4), date(2021, 7, 31)


@pytest.fixture
def ward(monkeypatch, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    ward = Cascade()
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", ward.clock.tick)
    services.begin_use(unit=ward.ward, on=date(2021, 1, 1), by=ward.house)
    return ward


@pytest.fixture
def line(ward):
    return three_levels(ward)[2]


def clerk(ward):
    return browser(user(ward, "Van Phong", ("clerk", ward.ward), ("clerk", ward.party)))


def leader(ward):
    return browser(user(ward, "Lanh Dao", ("leader", ward.ward), ("leader", ward.party)))


def head(ward, number=1):
    return browser(user(ward, f"To {number}", ("group_head", ward.groups[number - 1])))


def observer(ward):
    return browser(user(ward, "Giam Sat", ("observer", ward.ward)))


def at(one, more=""):
    return f"{TASKS}/{one.pk}{more}"


def given(ward, line, due=FAR, number=1, **more):
    return ward.task(line, ward.groups[number - 1], due=due, on=date(2021, 5, 1), **more)


def fresh(task):
    return Task.objects.get(pk=task.pk)


# The board.


def test_the_board_lists_open_tasks_the_nearest_deadline_first_and_says_how_they_stand(ward, line):
    for due, title in ((FAR, "Việc xa"), (LATE, "Việc muộn"), (SOON, "Việc gần")):
        given(ward, line, due, title=title)
    ward.report(given(ward, line, FAR, title="Việc đã báo"))
    shown = page(clerk(ward).get(TASKS))
    places = [shown.index(f">{one}</a>") for one in ("Việc muộn", "Việc gần", "Việc xa")]
    assert places == sorted(places)
    assert "4 việc đang làm, trong đó 1 việc quá hạn, 1 việc chờ nghiệm thu." in shown
    assert "hạn 25/5/2021, đã quá 7 ngày" in shown and "hạn 4/6/2021, còn 3 ngày" in shown


@pytest.mark.parametrize(
    ("chosen", "seen"),
    [("tre", {"Muộn"}), ("cho", {"Đã báo"}), ("xong", {"Đã xong"}), ("thu-hoi", {"Thôi"}),
     ("", {"Muộn", "Đã báo"}), ("het", {"Muộn", "Đã báo", "Đã xong", "Thôi"}),
     ("gi-do", {"Muộn", "Đã báo"})],
)  # fmt: skip
def test_the_list_can_be_narrowed_to_a_state(ward, line, chosen, seen):
    given(ward, line, LATE, title="Muộn")
    ward.report(given(ward, line, FAR, title="Đã báo"))
    ward.through(given(ward, line, FAR, title="Đã xong"))
    gone = given(ward, line, FAR, title="Thôi")
    services.withdraw(task=gone, reason="thôi", seen=Seen(1), by=ward.clerk)
    shown = page(clerk(ward).get(TASKS, {"loc": chosen}))
    assert {one for one in ("Muộn", "Đã báo", "Đã xong", "Thôi") if f">{one}</a>" in shown} == seen


def test_work_from_before_the_house_was_used_is_listed_apart_and_not_called_late(ward, line):
    services.begin_use(unit=ward.groups[0], on=date(2021, 5, 30), by=ward.house)
    given(ward, line, LATE)
    client = clerk(ward)
    assert "quá hạn" not in page(client.get(TASKS)).split("<ul class=")[0]
    assert "trước khi dùng – chưa nhập" in page(client.get(TASKS, {"loc": "truoc"}))
    assert "Ra quân" not in page(client.get(TASKS, {"loc": "tre"}))


def test_the_board_narrows_to_a_unit_a_comrade_and_a_document_however_far_above(ward, line):
    given(ward, line, title="Của tổ 1", follower="Phó Bí thư")
    given(ward, line, number=2, title="Của tổ 2")
    central, city, plan = three_documents(line)
    other = ward.clause(ward.plan("06/KH-UBND"), "Việc khác.")
    given(ward, other, number=3, title="Của tổ 3")
    client = clerk(ward)
    for asked, seen in (
        ({"don-vi": ward.groups[0].pk}, {"Của tổ 1"}),
        ({"theo-doi": "Phó Bí thư"}, {"Của tổ 1"}),
        ({"van-ban": central.pk}, {"Của tổ 1", "Của tổ 2"}),
        ({"van-ban": city.pk}, {"Của tổ 1", "Của tổ 2"}),
        ({"van-ban": plan.pk}, {"Của tổ 1", "Của tổ 2"}),
        ({"van-ban": other.document_id}, {"Của tổ 3"}),
        ({}, {"Của tổ 1", "Của tổ 2", "Của tổ 3"}),
    ):
        shown = page(client.get(TASKS, asked))
        assert {f"Của tổ {n}" for n in (1, 2, 3) if f">Của tổ {n}</a>" in shown} == seen, asked
    assert "Nhiệm vụ từ 04-NQ/TW</h1>" in page(client.get(TASKS, {"van-ban": central.pk}))


def three_documents(line):
    middle = line.came_from.get().source
    return middle.came_from.get().source.document, middle.document, line.document


def test_a_group_head_sees_the_own_tasks_and_an_observer_no_lateness(ward, line):
    given(ward, line, LATE, title="Của tổ 1")
    given(ward, line, LATE, number=2, title="Của tổ 2")
    own = page(head(ward).get(TASKS))
    assert "Của tổ 1" in own and "Của tổ 2" not in own and "đã quá 7 ngày" in own
    watched = page(observer(ward).get(TASKS))
    assert "Của tổ 1" in watched and "quá" not in watched.split("<main")[1].replace("quá trình", "")


def test_one_line_for_many_units_stands_together_on_the_board(ward, line):
    made = ward.assign(line)
    shown = page(clerk(ward).get(TASKS))
    assert shown.count(f'href="{TASKS}/lan-giao/{made.pk}"') == 1
    for task in made.tasks.all():
        assert f'href="{TASKS}/{task.pk}"' in shown


def test_shares_on_top_are_figures_that_open(ward, line):
    ward.through(given(ward, line, date(2021, 6, 20)))
    shown = page(clerk(ward).get(TASKS))
    assert "/so-lieu/tasks.done_rate?" in shown and "100" in shown.split("tasks.done_rate")[1][:300]


def test_a_long_board_is_parted_and_taken_away_whole(ward, line):
    for number in range(60):
        given(ward, line, title=f"Việc {number}")
    client = clerk(ward)
    assert "Trang 1/2" in page(client.get(TASKS))
    taken = client.get(TASKS, {"tai": "csv"}).content.decode("utf-8-sig")
    assert taken.count("Tổ dân phố 1") == 60 and "05/KH-UBND" in taken
    assert client.get(TASKS, {"tai": "xlsx"}).content[:2] == b"PK"


def test_an_empty_board_says_how_to_begin(ward):
    assert "Bấm «Giao việc»" in page(clerk(ward).get(TASKS))
    assert "việc ấy hiện ở đây" in page(head(ward).get(TASKS))


# Giving.


def giving(ward, line, **more):
    told = {"dieu_khoan": line.pk, "unit": ward.ward.pk, "title": "Ra quân dọn vệ sinh",
            "product": "Ảnh", "due": "31/7/2021"}  # fmt: skip
    return sending(**{**told, **more})


def test_the_form_begins_with_the_words_and_the_day_of_the_clause(ward):
    clause = ward.clause(ward.plan(), "Mỗi tổ trồng 20 cây xanh.", due_on=date(2021, 9, 30))
    shown = page(clerk(ward).get(f"{TASKS}/giao", {"dieu-khoan": clause.pk}))
    assert "Mỗi tổ trồng 20 cây xanh</textarea>" in shown and 'value="2021-09-30"' in shown
    assert "Chọn tất cả 3 tổ dân phố" in shown


def test_one_tick_gives_a_task_to_every_group(ward, line):
    client = clerk(ward)
    answer = client.post(f"{TASKS}/giao", giving(ward, line, ca_loai="residential_group",
                                                 budget="5.000.000", evidence="Ảnh trước và sau"))  # fmt: skip
    made = Assignment.objects.get()
    assert answer["Location"] == f"{TASKS}/lan-giao/{made.pk}"
    assert [one.unit for one in made.tasks.order_by("pk")] == ward.groups
    assert made.budget == 5_000_000 and made.unit == ward.ward
    assert "Đã giao «Ra quân dọn vệ sinh» cho 3 đơn vị" in page(client.get(answer["Location"]))


def test_what_was_typed_stays_and_each_error_stands_beside_its_field(ward, line):
    answer = clerk(ward).post(f"{TASKS}/giao", giving(
        ward, line, due="1/1/2021", budget="5 triệu", measure="Không có mục này",
        details="Ghi dài dòng", supports=[ward.cells[0].pk],
    ))  # fmt: skip
    shown = page(answer)
    assert answer.status_code == 422 and not Assignment.objects.exists()
    for said in ("Hạn đứng trước ngày ký 05/KH-UBND", "ghi số đồng tròn, như 5.000.000",
                 "Chưa có mục «Không có mục này»", "Chưa chọn đơn vị chủ trì nào"):  # fmt: skip
        assert said in shown
    for kept in ('value="5 triệu"', "Ghi dài dòng", "Ra quân dọn vệ sinh</textarea>",
                 f'name="supports" value="{ward.cells[0].pk}" checked'):  # fmt: skip
        assert kept in shown


def test_a_comrade_who_follows_is_chosen_from_those_in_office(ward, line):
    person = people.register(name="Nguyễn Thị Hồng Nhung", unit=ward.ward, by=ward.house)
    people.appoint(person=person, unit=ward.ward, title="Phó Chủ tịch", on=FOUNDED, by=ward.house)
    client = clerk(ward)
    shown = page(client.get(f"{TASKS}/giao", {"dieu-khoan": line.pk}))
    assert "Phó Chủ tịch: Nguyễn Thị Hồng Nhung" in shown
    sent = giving(ward, line, leads=[ward.groups[0].pk], follower="Ai đó")
    assert client.post(f"{TASKS}/giao", sent).status_code == 422
    client.post(f"{TASKS}/giao", giving(ward, line, leads=[ward.groups[0].pk],
                                        follower="Phó Chủ tịch"))  # fmt: skip
    assert Assignment.objects.get().follower == "Phó Chủ tịch"


def test_a_measure_is_named_without_marks_and_kept_by_its_key(ward, line):
    ward.define("green.trees", "Cây xanh trồng mới")
    clerk(ward).post(f"{TASKS}/giao", giving(ward, line, leads=[ward.groups[0].pk],
                                             measure="cay xanh trong moi"))  # fmt: skip
    assert Assignment.objects.get().measure == "green.trees"


def test_a_clause_that_nobody_confirmed_is_not_given(ward):
    clause = ward.clause(ward.plan(), "Tổ chức thực hiện.")
    services.settle(document=clause.document, demands={clause.pk: False}, by=ward.clerk)
    client = clerk(ward)
    shown = page(client.get(f"{TASKS}/giao", {"dieu-khoan": clause.pk}))
    assert "chưa được xác nhận là giao việc" in shown and "<fieldset" not in shown
    sent = giving(ward, clause, leads=[ward.groups[0].pk])
    assert client.post(f"{TASKS}/giao", sent).status_code == 422


def test_without_a_clause_the_lines_that_nobody_has_are_offered(ward, line):
    free = ward.clause(line.document, "Tập huấn cho tổ trưởng.")
    given(ward, line)
    shown = page(clerk(ward).get(f"{TASKS}/giao"))
    assert f"dieu-khoan={free.pk}" in shown and f"dieu-khoan={line.pk}" not in shown


def test_a_unit_beyond_reach_is_not_given_a_task(ward, line):
    other = org.found(code="khac", kind="ward", name="Phường Khác", on=FOUNDED, by=ward.house)
    answer = clerk(ward).post(f"{TASKS}/giao", giving(ward, line, leads=[other.pk]))
    assert answer.status_code == 422 and not Assignment.objects.exists()


# One assignment.


def test_the_units_are_rows_with_where_each_stands_and_one_verb(ward, line):
    made = ward.assign(line, due=SOON, on=date(2021, 5, 1))
    first, second, _ = made.tasks.order_by("pk")
    ward.report(first)
    ward.through(second)
    shown = page(leader(ward).get(f"{TASKS}/lan-giao/{made.pk}"))
    assert "3 đơn vị: 1 đã nghiệm thu, 1 chờ nghiệm thu, 1 chưa có kết quả." in shown
    assert f'href="{TASKS}/{first.pk}/nghiem-thu"' in shown
    assert f'href="{TASKS}/{second.pk}/nghiem-thu"' not in shown


def test_the_text_to_copy_names_exactly_who_still_owes(ward, line):
    made = ward.assign(line, due=LATE, on=date(2021, 5, 1))
    first, second, _ = made.tasks.order_by("pk")
    ward.report(first)
    ward.report(second)
    services.send_back(task=second, reason="thiếu ảnh", seen=Seen(2), by=ward.leader)
    client = clerk(ward)
    raw = client.get(f"{TASKS}/lan-giao/{made.pk}").content.decode()
    text = raw.split('<textarea id="nhac" rows="8" readonly>')[1].split("</textarea>")[0]
    assert text.splitlines() == [
        "Kính gửi các bác, về việc «Ra quân dọn vệ sinh», hạn 25/5/2021.",
        "Đến 1/6/2021 còn 1 đơn vị chưa báo kết quả:",
        "- Tổ dân phố 3",
        "Đã báo và được trả lại, nhờ các bác làm tiếp:",
        "- Tổ dân phố 2",
        "Cần có: Ảnh và danh sách. Vướng chỗ nào, các bác gọi văn phòng. Cảm ơn các bác.",
    ]
    slip = page(client.get(f"{TASKS}/lan-giao/{made.pk}/chua-xong"))
    assert "Tổ dân phố 3" in slip and "Tổ dân phố 1" not in slip


def test_a_group_sees_its_own_row_and_no_list_of_who_owes(ward, line):
    made = ward.assign(line, due=LATE, on=date(2021, 5, 1))
    client = head(ward, 2)
    shown = page(client.get(f"{TASKS}/lan-giao/{made.pk}"))
    assert "Tổ dân phố 2" in shown and "Tổ dân phố 1" not in shown and "Lời nhắc" not in shown
    assert client.get(f"{TASKS}/lan-giao/{made.pk}/chua-xong").status_code == 404


def test_who_goes_on_for_a_split_unit_is_chosen_on_the_row(ward, line):
    made = ward.assign(line, ward.groups[0])
    [task] = made.tasks.all()
    halves = split(ward)
    client = clerk(ward)
    shown = page(client.get(f"{TASKS}/lan-giao/{made.pk}"))
    assert "1 việc của đơn vị đã thôi" in shown and "Chọn đơn vị nhận" in shown
    form = page(client.get(at(task, "/chuyen-don-vi")))
    assert form.index("Đơn vị kế thừa") < form.index("Tổ dân phố 1A") < form.index("Đơn vị khác")
    client.post(
        at(task, "/chuyen-don-vi"), sending(buoc="1", unit=halves[1].pk, reason="theo địa bàn")
    )
    assert fresh(task).unit == halves[1] and fresh(task).first_unit == ward.groups[0]


def split(ward):
    halves = [
        org.found(code=f"to-1{one}", kind="residential_group", name=f"Tổ dân phố 1{one.upper()}",
                  on=date(2021, 6, 1), parent=ward.ward, by=ward.house)
        for one in "ab"
    ]  # fmt: skip
    org.split(unit=ward.groups[0], into=dict.fromkeys(halves), on=date(2021, 6, 1),
              instrument="QĐ 1", by=ward.house)  # fmt: skip
    return halves


# One task.


def test_a_task_shows_the_way_up_to_the_centre_and_words_where_one_may_not_see(ward, line):
    task = given(ward, line)
    shown = page(clerk(ward).get(at(task)))
    places = [shown.index(one) for one in ("04-NQ/TW", "12-CTr/TU", "05/KH-UBND", 'class="here"')]
    assert places == sorted(places)
    theirs = page(head(ward).get(at(task)))
    assert "04-NQ/TW" not in theirs and "Một văn bản cấp Trung ương" in theirs


def test_each_viewer_is_offered_the_verbs_of_the_moment_and_one_of_them_first(ward, line):
    task = given(ward, line)
    office, group, boss = clerk(ward), head(ward), leader(ward)

    def first(client):
        shown = page(client.get(at(task))).split("<main")[1].split("</main>")[0]
        assert shown.count(" primary") <= 1
        return shown.split(" primary")[1].split(">")[1].split("<")[0] if " primary" in shown else ""

    assert (first(group), first(boss), first(office)) == ("Nhận việc", "", "")
    group.post(at(task, "/nhan"), sending(buoc="1"))
    assert first(group) == "Báo kết quả"
    group.post(at(task, "/bao-ket-qua"), sending(buoc="2", paper="Biên bản, để tại tổ"))
    assert (first(group), first(boss), first(office)) == ("", "Nghiệm thu", "")
    boss.post(at(task, "/nghiem-thu"), sending(buoc="3", timely="co", exceeded="khong"))
    assert (first(group), first(boss)) == ("", "")
    assert "Hủy nghiệm thu" in page(boss.get(at(task)))


def test_the_history_tells_who_did_what_when_and_why(ward, line):
    task = given(ward, line, LATE)
    services.extend(task=task, to=FAR, reason="mưa lũ", seen=Seen(1), by=ward.clerk)
    ward.report(task, on=date(2021, 5, 31))
    ward.accept(task, on_time=False)
    shown = page(clerk(ward).get(at(task)))
    past = shown.split("Quá trình</h2>")[1]
    assert 'dời hạn (từ 25/5/2021 đến 31/7/2021): <span class="reason">mưa lũ' in past
    assert "(nộp ngày 31/5/2021)" in past and "nghiệm thu (chậm hạn)" in past
    assert "hạn 25/5/2021, dời đến 31/7/2021, muộn 6 ngày" in shown


def test_an_observer_reads_the_history_and_not_who_was_late(ward, line):
    task = given(ward, line, LATE)
    ward.accept(ward.report(task, on=date(2021, 5, 31)), on_time=False)
    shown = page(observer(ward).get(at(task)))
    assert "nghiệm thu" in shown and "chậm hạn" not in shown and "muộn" not in shown


def test_a_result_is_a_photograph_whose_place_and_camera_are_left_out(ward, line):
    task, client = given(ward, line), head(ward)
    sent = sending(buoc="1", words="Cả tổ ra quân.")
    sent["anh"] = SimpleUploadedFile("IMG_1.jpg", photograph(), "image/jpeg")
    answer = client.post(at(task, "/bao-ket-qua"), sent, follow=True)
    assert "Đã nhận kết quả" in page(answer) and fresh(task).status == "reported"
    [one] = Product.objects.all()
    assert one.name == "Ảnh ngày 1/6/2021"
    file = client.get(at(task, f"/san-pham/{one.pk}"))
    assert file["Content-Type"] == "image/jpeg" and b"Exif" not in file.content
    assert file["Content-Disposition"] == 'attachment; filename="anh-ngay-1-6-2021.jpg"'
    assert leader(ward).get(at(task, f"/san-pham/{one.pk}")).status_code == 200
    assert head(ward, 2).get(at(task, f"/san-pham/{one.pk}")).status_code == 404


def test_a_product_belongs_to_its_task(ward, line):
    task = ward.report(given(ward, line))
    [paper] = Product.objects.all()
    other = given(ward, line, number=2, title="Khác")
    client = leader(ward)
    assert client.get(at(other, f"/san-pham/{paper.pk}")).status_code == 404
    # A paper has no file to give.
    assert client.get(at(task, f"/san-pham/{paper.pk}")).status_code == 404


def test_a_result_may_be_a_document_of_the_register(ward, line):
    report = ward.document("07/BC-TDP", date(2021, 5, 30), kind="bao-cao", issuer=ward.groups[0],
                           issuer_name="", level=Level.BELOW)  # fmt: skip
    task = given(ward, line)
    client = clerk(ward)
    answer = client.post(at(task, "/bao-ket-qua"), sending(buoc="1", document="99/BC-TDP"))
    assert answer.status_code == 422 and "chưa có văn bản số «99/BC-TDP»" in page(answer)
    client.post(at(task, "/bao-ket-qua"), sending(buoc="1", document="7/bc-tdp"))
    assert Product.objects.get().document == report


def test_nothing_is_reported_without_something_to_show_and_the_words_stay(ward, line):
    task = given(ward, line)
    answer = head(ward).post(at(task, "/bao-ket-qua"), sending(buoc="1", words="Đã xong cả tổ"))
    assert answer.status_code == 422 and fresh(task).status == "assigned"
    assert "Chưa có sản phẩm" in page(answer) and "Đã xong cả tổ" in page(answer)


@pytest.mark.parametrize(
    ("name", "data"),
    [("anh.jpg", b"MZ\x90\x00 not a picture"), ("chay.exe", b"MZ\x90\x00"), ("rong.pdf", b"")],
)
def test_a_file_whose_type_lies_is_refused_and_nothing_is_kept(ward, line, name, data):
    task = given(ward, line)
    sent = sending(buoc="1")
    sent["tep"] = SimpleUploadedFile(name, data)
    answer = head(ward).post(at(task, "/bao-ket-qua"), sent)
    assert answer.status_code == 422 and not Product.objects.exists()
    assert fresh(task).status == "assigned"


def test_a_file_too_large_says_so(ward, line, monkeypatch):
    monkeypatch.setattr("dongthuan.doors.desk._task_verbs.LARGEST", 10)
    task = given(ward, line)
    sent = sending(buoc="1")
    sent["tep"] = SimpleUploadedFile("to.txt", b"x" * 11)
    assert "Tệp lớn hơn 50 MB" in page(head(ward).post(at(task, "/bao-ket-qua"), sent))


def test_acceptance_proposes_the_flag_of_the_days_and_asks_why_it_is_otherwise(ward, line):
    task = ward.report(given(ward, line, LATE), on=date(2021, 5, 31))
    client = leader(ward)
    form = page(client.get(at(task, "/nghiem-thu")))
    assert "Nộp ngày 31/5/2021, hạn gốc 25/5/2021: theo ngày là chậm." in form
    assert form.split('name="timely" value="khong"')[1].split(">")[0].count("checked") == 1
    told = {"buoc": "2", "timely": "co", "exceeded": "co"}
    answer = client.post(at(task, "/nghiem-thu"), sending(**told))
    assert answer.status_code == 422 and "Vượt yêu cầu: ghi rõ vượt ở điểm nào." in page(answer)
    client.post(at(task, "/nghiem-thu"), sending(**told, reason="Đường ngập; làm gấp đôi"))
    done = fresh(task)
    assert (done.status, done.on_time, done.exceeded) == ("done", True, True)


def test_who_reported_does_not_judge(ward, line):
    task, client = given(ward, line), leader(ward)
    client.post(at(task, "/bao-ket-qua"), sending(buoc="1", paper="Biên bản"))
    assert "người khác nghiệm thu" in page(client.get(at(task)))
    assert client.get(at(task, "/nghiem-thu"))["Location"] == at(task)
    answer = client.post(at(task, "/nghiem-thu"), sending(buoc="2", timely="co", exceeded="khong"))
    assert answer.status_code == 422 and fresh(task).status == "reported"


def test_two_who_act_at_one_moment_are_told_what_the_other_did(ward, line):
    task = ward.report(given(ward, line))
    first, second = leader(ward), browser(user(ward, "Lanh Dao 2", ("leader", ward.ward)))
    sent = {"buoc": "2", "timely": "co", "exceeded": "khong", "reason": "Ghi của người thứ hai"}
    first.post(at(task, "/tra-lai"), sending(buoc="2", reason="Thiếu ảnh"))
    answer = second.post(at(task, "/nghiem-thu"), sending(**sent))
    shown = page(answer)
    assert answer.status_code == 409 and fresh(task).status == "returned"
    assert "Việc vừa thay đổi" in shown and "Lanh Dao</b> trả lại" in shown and "Thiếu ảnh" in shown
    assert "Ghi của người thứ hai" in shown and "Giờ không nghiệm thu được nữa" in shown


def test_who_still_may_goes_on_with_a_second_press(ward, line):
    task, client = given(ward, line), clerk(ward)
    services.take(task=task, seen=Seen(1), by=ward.doer(task))
    told = {"to": "15/8/2021", "reason": "Mưa nhiều"}
    answer = client.post(at(task, "/doi-han"), sending(buoc="1", **told))
    assert answer.status_code == 409 and 'name="buoc" value="2"' in page(answer)
    assert "Mưa nhiều" in page(answer) and "bấm lần nữa" in page(answer)
    client.post(at(task, "/doi-han"), sending(buoc="2", **told))
    assert fresh(task).moved_to == date(2021, 8, 15)


@pytest.mark.parametrize("told", ["", "x", "9" * 30])
def test_a_press_that_names_no_step_moves_nothing(ward, line, told):
    task = given(ward, line)
    assert head(ward).post(at(task, "/nhan"), sending(buoc=told)).status_code == 409
    assert fresh(task).status == "assigned"


def test_a_moved_deadline_needs_a_reason_and_a_later_day(ward, line):
    task, client = given(ward, line), clerk(ward)
    answer = client.post(at(task, "/doi-han"), sending(buoc="1", to="30/7/2021", reason=""))
    assert answer.status_code == 422 and fresh(task).moved_to is None
    assert "Hạn mới phải sau hạn đang có (31/7/2021)." in page(answer)
    assert "Chưa ghi: lý do dời hạn." in page(answer)


@pytest.mark.parametrize(
    ("who", "verb"),
    [("head", "nghiem-thu"), ("head", "doi-han"), ("head", "thu-hoi"), ("head", "chuyen-don-vi"),
     ("clerk", "nghiem-thu"), ("observer", "nhan"), ("observer", "tien-do")],
)  # fmt: skip
def test_a_verb_that_is_not_mine_is_refused(ward, line, who, verb):
    task = ward.report(given(ward, line))
    client = {"head": head, "clerk": clerk, "observer": observer}[who](ward)
    assert client.get(at(task, f"/{verb}")).status_code == 403
    assert client.post(at(task, f"/{verb}"), sending(buoc="2")).status_code == 403
    assert fresh(task).step == 2


def test_a_unit_that_helps_keeps_how_far_it_is(ward, line):
    made = ward.assign(line, ward.groups[0])
    services.assign(unit=ward.ward, clause=line, by=ward.clerk, leads=[ward.groups[0]],
                    supports=[ward.groups[1]],
                    work=services.Work("Chung tay", "Ảnh", FAR))  # fmt: skip
    task = Task.objects.exclude(assignment=made).get()
    helper = head(ward, 2)
    assert "Ghi tiến độ" in page(helper.get(at(task)))
    helper.post(at(task, "/tien-do"), sending(buoc="1", words="Đã cho mượn xe"))
    assert "Đã cho mượn xe" in page(helper.get(at(task)))
    assert helper.post(at(task, "/bao-ket-qua"), sending(buoc="2", paper="x")).status_code == 403


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_what_is_not_there_is_not_found(ward, pk):
    client = clerk(ward)
    for more in (f"/{pk}", f"/{pk}/nhan", f"/lan-giao/{pk}", f"/{pk}/san-pham/1",
                 f"/giao?dieu-khoan={pk}"):  # fmt: skip
        assert client.get(TASKS + more).status_code == 404, more


def test_a_task_of_others_is_not_found(ward, line):
    task = given(ward, line)
    client = head(ward, 2)
    assert client.get(at(task)).status_code == 404
    assert client.post(at(task, "/nhan"), sending(buoc="1")).status_code == 404


# Reminders.


def test_the_office_finds_a_digest_for_each_unit_to_copy(ward, line):
    given(ward, line, LATE)
    given(ward, line, SOON, number=2)
    given(ward, line, FAR, number=3)
    shown = page(clerk(ward).get(f"{TASKS}/nhac-viec"))
    assert "Kính gửi Tổ dân phố 1, nhắc việc ngày 1/6/2021." in shown
    assert "Kính gửi Tổ dân phố 2" in shown and "Tổ dân phố 3" not in shown
    assert head(ward).get(f"{TASKS}/nhac-viec").status_code == 403


# Few queries.


@pytest.fixture
def many(ward, line):
    for number in range(20):
        made = ward.assign(line, due=LATE if number % 2 else FAR, on=date(2021, 5, 1),
                           title=f"Việc {number}", follower="Phó Chủ tịch")  # fmt: skip
        for task in made.tasks.order_by("pk")[: number % 3]:
            ward.report(task)
    return made


@pytest.mark.parametrize(
    "address", ["", "?loc=tre", "?loc=het&trang=2", "/nhac-viec", "/giao", "/lan-giao/{made}",
                "/{task}", "/{task}/bao-ket-qua", "/giao?dieu-khoan={clause}"],
)  # fmt: skip
def test_the_pages_take_few_queries_however_many_tasks(
    ward, many, address, django_assert_max_num_queries
):
    task = many.tasks.last()
    address = address.format(made=many.pk, task=task.pk, clause=many.clause_id)
    client = clerk(ward)
    with django_assert_max_num_queries(20):
        assert client.get(TASKS + address).status_code == 200


def test_who_holds_no_grant_any_more_sees_nothing(ward, line):
    task = given(ward, line)
    gone = browser(user(ward, "Da Nghi", ("clerk", ward.ward), until=date(2021, 6, 1)))
    assert gone.get(TASKS).status_code == 403 and gone.get(at(task)).status_code == 404


def test_expected_and_reached_stand_beside_money_and_deadline(ward, line):
    office = clerk(ward)
    ward.define("people.poor", "Hộ nghèo")
    given = ward.assign(line, due=date(2021, 12, 1), measure="people.poor", budget=5_000_000)
    at = f"/lam-viec/nhiem-vu/lan-giao/{given.pk}"
    shown = page(office.get(at))
    assert "Tác động đến" in shown and f"viec={given.pk}" in shown and "5.000.000 đồng" in shown
    ward.send(ward.round("2021-H1", "people.poor"), ward.groups[0], people__poor="12")
    answer = office.post("/lam-viec/chi-tieu/giao", sending() | {
        "unit": str(ward.ward.pk), "measure": "Hộ nghèo", "period": "năm 2021",
        "owner_new": "UBND thành phố giao", "value": "10", "work": str(given.pk),
    })  # fmt: skip
    assert answer.status_code == 302
    shown = page(office.get(at))
    assert "UBND thành phố giao" in shown and ">10</b>" in shown and "Đặt mức phải đạt" not in shown
    assert "Việc để đạt chỉ tiêu" in page(office.get("/lam-viec/chi-tieu"))
