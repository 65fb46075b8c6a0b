"""Sổ văn bản: what may enter, under which number, and which of it is in force on a day."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from PIL import Image

from dongthuan.decide.directives import queries, rules, services
from dongthuan.decide.directives.models import Document, Link
from dongthuan.decide.directives.rules import Level, Relation
from dongthuan.decide.directives.services import Facts
from dongthuan.ground.audit.actors import NotPermitted
from dongthuan.ground.audit.models import Entry
from dongthuan.ground.papers import services as papers
from tests.cascades import Cascade

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("symbol", "scheme", "number", "short", "kinds"),
    [
        ("Số 04-NQ/TW", "party", 4, "NQ", ("nghi-quyet",)),
        ("366-QĐ/TW", "party", 366, "QĐ", ("quyet-dinh", "quy-dinh")),
        ("12/BC-UBND", "state", 12, "BC", ("bao-cao",)),
        ("30/2020/NĐ-CP", "state", 30, "NĐ", ()),
        ("công văn tay", "", None, "", ()),
    ],
)
def test_a_symbol_tells_scheme_number_and_abbreviation_but_not_always_the_kind(
    symbol, scheme, number, short, kinds
):
    told = rules.told_by(symbol)
    assert (told.scheme, told.number, told.abbreviation, told.kinds) == (
        scheme,
        number,
        short,
        kinds,
    )


def test_a_number_already_used_is_refused_and_names_the_document_that_bears_it(ward):
    ward.document("04-NQ/TW")
    with pytest.raises(services.AlreadyRegistered, match="04-NQ/TW ngày 10/01/2021") as found:
        ward.document("Số: 4 - NQ/TW", issuer_name="BAN CHẤP HÀNH TRUNG ƯƠNG")
    assert found.value.document.subject == "Về việc 04-NQ/TW"
    # Another kind, issuer or year is another register.
    ward.document("04-NQ/TW", kind="quyet-dinh")
    ward.document("04-NQ/TW", issuer_name="Tỉnh ủy Lâm Đồng")
    ward.document("04-NQ/TW", date(2016, 10, 30))
    assert Document.objects.count() == 4


def test_our_own_documents_are_numbered_by_kind_one_after_the_other(ward):
    papers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    told = {"issuer": ward.party, "body_code": "ĐU", "level": Level.WARD, "issuer_name": ""}
    first = ward.document("", kind="ke-hoach", subject="Kế hoạch một", **told)
    second = ward.document("", kind="ke-hoach", subject="Kế hoạch hai", **told)
    other = ward.document("", kind="chuong-trinh", subject="Chương trình", **told)
    assert [one.symbol for one in (first, second, other)] == ["01-KH/ĐU", "02-KH/ĐU", "01-CTr/ĐU"]
    assert first.number == 1 and first.numbered_by == ""


def test_our_own_sequence_goes_on_behind_what_another_system_gave(ward):
    papers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    own = {"kind": "ke-hoach", "issuer": ward.party, "issuer_name": "", "level": Level.WARD}
    ward.document("90-KH/ĐU", date(2020, 3, 1), **own)  # of the term before
    ward.document("07-KH/ĐU", numbered_by="iOffice của tỉnh", **own)
    made = [
        ward.document("", subject=f"Kế hoạch {n}", body_code="ĐU", **own).symbol for n in (1, 2)
    ]
    assert made == ["08-KH/ĐU", "09-KH/ĐU"]
    ward.document("20-KH/ĐU", numbered_by="iOffice của tỉnh", **own)
    assert ward.document("", subject="Kế hoạch 3", body_code="ĐU", **own).symbol == "21-KH/ĐU"


def test_a_number_of_another_system_is_kept_with_its_source(ward):
    one = ward.document("77/KH-UBND", kind="ke-hoach", numbered_by="iOffice của tỉnh")
    assert (one.number, one.scheme, one.numbered_by) == (77, "state", "iOffice của tỉnh")


def test_a_secret_paper_leaves_number_and_date_and_nothing_else(ward):
    stamped = services.read_file(word("MẬT", "Nghị quyết về một việc", "Nội dung"), "a.docx")
    with pytest.raises(services.UnableToRegister, match="độ Mật"):
        services.register(
            unit=ward.ward, file=stamped, by=ward.clerk,
            facts=Facts(kind="nghi-quyet", signed_on=date(2021, 1, 1), subject="Một việc",
                        issuer_name="Tỉnh ủy", symbol="05-NQ/TU"),
        )  # fmt: skip
    one = services.register(
        unit=ward.ward, file=stamped, by=ward.clerk,
        facts=Facts(kind="nghi-quyet", signed_on=date(2021, 1, 1), subject="Một việc kín",
                    issuer_name="Tỉnh ủy", symbol="05-NQ/TU", secret=True),
    )  # fmt: skip
    assert (one.subject, one.text, one.file_id, one.file_name) == ("", "", None, "")
    assert "kín" not in str(list(Entry.objects.values()))
    with pytest.raises(services.UnableToRegister, match="mật"):
        services.attach(
            document=one, file=services.read_file(word("Không dấu"), "b.docx"), by=ward.clerk
        )
    with pytest.raises(services.UnableToDerive, match="mật"):
        ward.clause(one, "Làm một việc")


@pytest.mark.parametrize("stamp", ["MẬT", "Tối mật", "TUYỆT  MẬT"])
def test_every_degree_of_secrecy_is_known_and_the_word_within_a_sentence_is_none(stamp):
    assert rules.is_secret(f"TỈNH ỦY\n{stamp}\nSố 1")
    assert not rules.is_secret("Thực hiện quy định về bảo mật, danh mục bí mật nhà nước độ Mật.")


def test_the_file_is_read_by_its_content_whatever_its_name_says(ward):
    held = services.read_file(word("Kế hoạch", "Nội dung kế hoạch"), "ke-hoach.pdf")
    assert held.kind == "docx" and "Nội dung kế hoạch" in held.text and held.warnings
    with pytest.raises(services.UnableToRegister, match=r"x\.docx"):
        services.read_file(b"MZ\x90\x00 chuong trinh", "x.docx")


def test_a_photographed_paper_is_kept_and_says_that_it_has_no_letters(ward):
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "JPEG")
    held = services.read_file(picture.getvalue(), "scan.jpg")
    one = services.register(
        unit=ward.ward, file=held, by=ward.clerk,
        facts=Facts(kind="cong-van", signed_on=date(2021, 1, 1), subject="Về việc họp",
                    issuer_name="Thành ủy", symbol="8-CV/TU"),
    )  # fmt: skip
    assert one.file.kind == "jpg" and one.text == "" and "không có chữ" in held.warnings[0]


def test_days_that_contradict_each_other_are_all_named_at_once(ward):
    with pytest.raises(services.UnableToRegister) as found:
        ward.document(
            "1-NQ/TW", in_force_on=date(2021, 5, 1), ends_on=date(2021, 4, 1),
            received_on=date(2020, 1, 1), subject=" ",
        )  # fmt: skip
    words = str(found.value)
    assert "Trích yếu" in words and "hết hiệu lực" in words and "Ngày đến" in words
    assert not Document.objects.exists()


def test_what_is_in_force_on_a_day_follows_from_its_days_and_from_what_ended_it(ward):
    old = ward.document("1-QĐ/TU", date(2018, 1, 1), in_force_on=date(2018, 2, 1))
    new = ward.document("2-QĐ/TU", date(2020, 1, 1), in_force_on=date(2020, 3, 1))
    ends = ward.document("3-QĐ/TU", date(2019, 1, 1), ends_on=date(2019, 12, 31))
    services.link(newer=new, older=old, relation=Relation.REPLACES, by=ward.clerk)
    services.link(newer=new, older=ends, relation=Relation.AMENDS, by=ward.clerk)

    def in_force(day):
        wanted = queries.WantedDocuments(in_force=day)
        return {one.symbol for one in queries.documents(viewer=ward.clerk, wanted=wanted)}

    assert in_force(date(2018, 1, 15)) == set()
    assert in_force(date(2018, 2, 1)) == {"1-QĐ/TU"}
    assert in_force(date(2019, 12, 31)) == {"1-QĐ/TU", "3-QĐ/TU"}
    assert in_force(date(2020, 2, 29)) == {"1-QĐ/TU"}
    assert in_force(date(2020, 3, 1)) == {"2-QĐ/TU"}


def test_a_part_that_is_replaced_leaves_the_rest_in_force(ward):
    old, new = (
        ward.document("1-QĐ/TU", date(2018, 1, 1)),
        ward.document("2-QĐ/TU", date(2020, 1, 1)),
    )
    services.link(newer=new, older=old, relation=Relation.REPEALS, part="Điều 5", by=ward.clerk)
    assert queries.is_in_force(old, date(2021, 1, 1))


def test_a_link_taken_back_is_gone_and_what_was_known_stays(ward):
    old, new = (
        ward.document("1-QĐ/TU", date(2018, 1, 1)),
        ward.document("2-QĐ/TU", date(2020, 1, 1)),
    )
    one = services.link(newer=new, older=old, relation=Relation.REPLACES, by=ward.clerk)
    services.unlink(link=one, by=ward.clerk)
    assert queries.is_in_force(old, date(2021, 1, 1)) and Link.objects.count() == 1


def test_only_the_issuer_or_a_body_above_ends_a_document(ward):
    above, ours = ward.document("1-QĐ/TU", date(2018, 1, 1)), ward.plan()
    with pytest.raises(services.UnableToRegister, match="không thay thế được"):
        services.link(newer=ours, older=above, relation=Relation.REPLACES, by=ward.clerk)
    services.link(newer=ours, older=above, relation=Relation.IMPLEMENTS, by=ward.clerk)
    with pytest.raises(services.UnableToRegister, match="ký sau"):
        services.link(newer=above, older=ours, relation=Relation.CITES, by=ward.clerk)


def test_an_entry_put_right_keeps_who_and_why_and_a_second_hand_is_told(ward):
    one = ward.document("1-QĐ/TU")

    def amend(seen, subject):
        return services.amend(
            document=one, subject=subject, in_force_on=None, ends_on=None, received_on=None,
            seen=seen, reason="gõ nhầm", by=ward.clerk,
        )  # fmt: skip

    amend(1, "Về việc khác")
    with pytest.raises(services.UnableToRegister, match="vừa được người khác sửa"):
        amend(1, "Về việc thứ ba")
    last = Entry.objects.filter(subject="document").latest("pk")
    assert last.detail == "sửa trích yếu" and last.note_digest


def test_whoever_has_no_right_there_writes_nothing_and_sees_nothing(ward):
    one = ward.document("1-QĐ/TU")
    stranger = ward.person("khách", ("clerk", ward.groups[0]))
    with pytest.raises(NotPermitted):
        services.register(
            unit=ward.ward, by=stranger,
            facts=Facts(kind="nghi-quyet", signed_on=date(2021, 1, 1), subject="x", issuer_name="y",
                        symbol="9-NQ/TU"),
        )  # fmt: skip
    assert queries.document(viewer=stranger, pk=one.pk) is None
    assert not queries.documents(viewer=stranger).exists()
