"""Cả thư mục tệp: each file finds its entry or makes one; what is unclear waits for a person."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from dongthuan.decide.directives import services
from dongthuan.decide.directives.models import Document
from dongthuan.doors.cli import main
from tests.cascades import Cascade
from tests.doors.desk import hands

pytestmark = pytest.mark.django_db
PAPER = (
    "THÀNH ỦY BẢO LỘC", "Số 09-CT/TU", "Bảo Lộc, ngày 05 tháng 3 năm 2021", "CHỈ THỊ",
    "về tăng cường trật tự đô thị", "1. Xây dựng kế hoạch lập lại trật tự.",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "kept"


@pytest.fixture
def ward():
    return Cascade()


def word(*lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def offered(ward, name, *lines):
    return services.offer(unit=ward.ward, data=word(*lines), name=name, by=ward.clerk)


def test_a_file_of_a_new_document_enters_it_by_its_own_first_lines(ward):
    one = offered(ward, "a.docx", *PAPER)
    assert one.does and one.words == "Vào sổ mới: Chỉ thị 09-CT/TU, về tăng cường trật tự đô thị"
    services.take_in(unit=ward.ward, offers=[one], by=ward.clerk)
    made = Document.objects.get()
    assert (made.symbol, made.signed_on, made.level) == ("09-CT/TU", date(2021, 3, 5), "city")
    again = offered(ward, "a.docx", *PAPER)
    assert not again.does and "đã có tệp" in again.words


def test_a_file_whose_document_is_entered_is_laid_beside_it(ward):
    held = ward.document(
        "09-CT/TU", date(2021, 3, 5), kind="chi-thi", issuer_name="Thành ủy Bảo Lộc"
    )
    assert offered(ward, "a.docx", *PAPER).document == held
    # A text without a letterhead is known by the symbol in the name of its file.
    bare = offered(ward, "09_CT_TU (ban hanh).docx", "Nội dung không có phần đầu.")
    services.take_in(unit=ward.ward, offers=[bare], by=ward.clerk)
    assert Document.objects.get().file is not None


def test_what_the_first_lines_do_not_tell_is_named_and_waits_for_a_person(ward):
    assert offered(ward, "a.docx", "Một dòng.").words == (
        "Không đọc được số và ký hiệu, loại văn bản, ngày ký, nơi ban hành, trích yếu. "
        "Vào sổ bằng tay."
    )
    assert "độ Mật" in offered(ward, "b.docx", *PAPER[:1], "MẬT", *PAPER[1:]).words
    assert (
        "c.exe"
        in services.offer(unit=ward.ward, data=b"MZ\x90\x00", name="c.exe", by=ward.clerk).words
    )


def test_of_a_lot_of_files_all_are_taken_in_or_none(ward):
    two = tuple(line.replace("09-CT", "10-CT") for line in PAPER)
    offers = [
        offered(ward, "a.docx", *PAPER),
        offered(ward, "b.docx", *two),
        offered(ward, "c.docx", *two),
    ]
    with pytest.raises(services.UnableToRegister, match=r"^c\.docx: .*10-CT/TU"):
        services.take_in(unit=ward.ward, offers=offers, by=ward.clerk)
    assert not Document.objects.exists()


def test_the_command_looks_first_and_writes_when_told_to(ward, tmp_path, capsys):
    hands.user(ward, "vanphong", ("clerk", ward.ward))
    folder = tmp_path / "den"
    (folder / "thang-3").mkdir(parents=True)
    (folder / "thang-3" / "chi-thi.docx").write_bytes(word(*PAPER))
    (folder / "la.txt").write_text("không phải văn bản", encoding="utf-8")
    asked = ("documents", str(folder), "--unit", "phuong", "--as", "vanphong")
    assert main(asked) == 1
    said = capsys.readouterr().out
    assert "✓ thang-3/chi-thi.docx: Vào sổ mới" in said and "– la.txt" in said
    assert "Sẽ ghi (thêm --write để ghi) 1 tệp; 1 tệp chờ người xem." in said
    assert not Document.objects.exists()
    assert main((*asked, "--write")) == 1 and Document.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--unit", "khong-co", "--as", "vanphong"), "Không có đơn vị"),
        (("--unit", "phuong", "--as", "ai-do"), "Không có tài khoản"),
        (("--unit", "phuong", "--as", "to"), "chưa có quyền"),
    ],
)
def test_the_command_says_in_words_why_it_cannot_begin(ward, tmp_path, capsys, more, said):
    hands.user(ward, "vanphong", ("clerk", ward.ward))
    hands.user(ward, "to", ("group_head", ward.groups[0]))
    (tmp_path / "a.docx").write_bytes(word(*PAPER))
    assert main(("documents", str(tmp_path), *more)) == 2
    assert said in capsys.readouterr().err
    assert main(("documents", str(tmp_path / "khong-co"), "--unit", "phuong", "--as", "x")) == 2
