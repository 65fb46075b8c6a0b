"""The two commands as a person runs them, on their own files."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from dongthuan.doors import cli

TABLE = "chỉ tiêu,giá trị,đơn vị tính,kỳ\nTổng số đảng viên,934,người,30/6/2021\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Báo cáo")
    document.add_paragraph("Đảng bộ có 943 đảng viên.")
    document.save(tmp_path / "bao-cao.docx")
    (tmp_path / "bang.csv").write_text(TABLE, encoding="utf-8-sig")
    return tmp_path


def test_check_prints_one_json_object_a_finding(folder, capsys):
    code = cli.main(
        ["check", str(folder / "bao-cao.docx"), "--against", str(folder / "bang.csv"), "--json"]
    )
    assert code == 0
    (found,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert found["paragraph"] == 2
    assert found["span"] == [11, 14]
    assert found["surface"] == "943"
    assert (found["kind"], found["verdict"]) == ("figure", "wrong")
    assert found["measure"] == "Tổng số đảng viên"
    assert found["record"].startswith("dòng 2: 934 người")
    assert {"readings", "reason", "message"} <= set(found)


def test_check_writes_the_word_file_with_its_comment(folder):
    out = folder / "da-soat.docx"
    cli.main(
        ["check", str(folder / "bao-cao.docx"), "--against", str(folder / "bang.csv"),
         "--out", str(out)]
    )  # fmt: skip
    made = docx.Document(io.BytesIO(out.read_bytes()))
    assert len(list(made.comments)) == 1
    assert [p.text for p in made.paragraphs][1] == "Đảng bộ có 943 đảng viên."


def test_strict_tells_a_script_that_something_needs_eyes(folder):
    asked = ["check", str(folder / "bao-cao.docx"), "--against", str(folder / "bang.csv")]
    assert cli.main(asked) == 0
    assert cli.main([*asked, "--strict"]) == 1


def test_the_sample_needs_no_file(capsys):
    assert cli.main(["check", "--sample"]) == 0
    assert "1 cần xem" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["khong-co.docx", "."])
def test_a_file_that_is_not_there_is_named_and_nothing_is_written(folder, capsys, name):
    out = folder / "x.docx"
    code = cli.main(["check", str(folder / name), "--out", str(out)])
    assert code == 2
    assert name in capsys.readouterr().err
    assert not out.exists()


def test_claims_prints_one_record_a_paragraph_in_the_corpus_schema(folder, capsys):
    assert cli.main(["claims", str(folder / "bao-cao.docx"), "--format", "jsonl"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["id"] for record in records] == ["p1", "p2"]
    assert records[1]["figures"][0]["value"] == 943


def test_claims_keeps_the_ids_of_a_jsonl(folder, capsys):
    items = folder / "a.jsonl"
    items.write_text(json.dumps({"id": "x7", "text": "Có 5 hộ."}) + "\n", encoding="utf-8")
    cli.main(["claims", str(items), "--format", "jsonl"])
    record = json.loads(capsys.readouterr().out)
    assert (record["id"], record["figures"][0]["unit"]) == ("x7", "household")


def test_claims_as_a_table_is_for_people(folder, capsys):
    cli.main(["claims", str(folder / "bao-cao.docx")])
    said = capsys.readouterr().out
    assert "943" in said
    assert "đảng viên" in said


def test_a_text_without_figures_says_so(folder, capsys):
    (folder / "a.txt").write_text("Bà con phấn khởi.", encoding="utf-8")
    cli.main(["check", str(folder / "a.txt")])
    assert "Không thấy con số nào" in capsys.readouterr().out
