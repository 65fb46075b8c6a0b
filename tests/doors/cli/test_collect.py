"""A folder of 124 reports becomes one table; every planted error is found, nothing else."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path

import pytest
import python_calamine

from dongthuan.doors import cli
from dongthuan.ground.claims.words import plain

_spec = importlib.util.spec_from_file_location("collected", Path(__file__).parent / "collected.py")
assert _spec is not None and _spec.loader is not None
collected = importlib.util.module_from_spec(_spec)
__import__("sys").modules["collected"] = collected
_spec.loader.exec_module(collected)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("bao-cao")
    planted = collected.make(folder)
    out = folder.parent / "tong-hop.xlsx"
    assert cli.main(["collect", str(folder), "--out", str(out)]) == 0
    book = python_calamine.load_workbook(str(out))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return planted, sheets


def _columns(sheet) -> dict[str, int]:
    names = {measure: plain(measure.removeprefix("Số ")) for measure, *_ in collected.MEASURES}
    heads = [plain(str(head).split(" (")[0]).removeprefix("số ") for head in sheet[0]]
    return {measure: heads.index(name) for measure, name in names.items()}


def test_every_value_stands_in_its_cell_whatever_the_layout(done):
    planted, sheets = done
    main = sheets["Bảng số liệu"]
    columns = _columns(main)
    rows = {row[0]: row for row in main[1:]}
    total = rows.pop("Cộng các đơn vị")
    assert len(rows) == collected.COUNT
    at = columns["Số hộ"]
    assert total[at] == sum(row[at] for row in rows.values() if row[at] != "")
    for (unit, name), value in planted.values.items():
        scale = 1_000_000 if name.startswith("Thu") else 1
        if (unit, name) in planted.scaled:
            scale = 1_000_000_000
        assert rows[unit][columns[name]] == value * scale, (unit, name)


def test_what_a_unit_did_not_report_is_listed_and_nothing_else(done):
    planted, sheets = done
    names = {plain(m.removeprefix("Số ")): m for m, *_ in collected.MEASURES}
    listed = {
        (row[0], names.get(plain(row[1]).removeprefix("số ")))
        for row in sheets["Còn thiếu"][1:]
        if row[0] not in planted.damaged
    }
    assert listed & set(planted.missing) == planted.missing
    assert {pair for pair in listed if pair[1]} == planted.missing


def test_a_damaged_file_is_named_with_the_reason(done):
    planted, sheets = done
    unread = [row for row in sheets["Còn thiếu"][1:] if row[0] in planted.damaged]
    assert len(unread) == 1
    assert unread[0][3]


def test_millions_written_as_billions_are_pointed_at_and_nothing_else(done):
    planted, sheets = done
    assert {row[0] for row in sheets["Khác thường"][1:]} == {unit for unit, _ in planted.scaled}


def test_sums_that_fail_are_listed_and_no_others(done):
    planted, sheets = done
    assert {row[0] for row in sheets["Cộng chưa khớp"][1:]} == planted.broken


def test_each_cell_has_its_sentence_and_file(done):
    _, sheets = done
    for row in sheets["Căn cứ"][1:]:
        assert row[5]
        assert row[6]


def test_an_empty_folder_says_what_it_looked_for(tmp_path, capsys):
    assert cli.main(["collect", str(tmp_path), "--out", str(tmp_path / "a.xlsx")]) == 2
    assert ".docx" in capsys.readouterr().err
    assert not (tmp_path / "a.xlsx").exists()


def test_progress_counts_the_files(tmp_path, capsys):
    collected.make(tmp_path, count=4)
    cli.main(["collect", str(tmp_path), "--out", str(tmp_path.parent / "b.xlsx")])
    assert "Đang đọc 5/5" in capsys.readouterr().err


def test_a_file_that_breaks_the_reader_never_stops_the_others(tmp_path, capsys, monkeypatch):
    collected.make(tmp_path, count=4)

    def broken(*_):
        raise RecursionError

    # What the next odd file will do to a reader is not known: here the old Excel ones break it.
    monkeypatch.setattr("dongthuan.ground.claims.forms.form", broken)
    out = tmp_path.parent / "c.xlsx"
    assert cli.main(["collect", str(tmp_path), "--out", str(out)]) == 0
    missing = python_calamine.load_workbook(str(out)).get_sheet_by_name("Còn thiếu").to_python()
    assert any("lỗi lạ" in row[3] for row in missing if row[0] == "bieu-mau-3.xlsx")


@pytest.mark.office
def test_reports_saved_in_the_old_formats_are_collected_alike(tmp_path):
    source, old = tmp_path / "moi", tmp_path / "cu"
    source.mkdir()
    old.mkdir()
    planted = collected.make(source, count=12, seed=3)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for suffix, form in ((".docx", "doc"), (".xlsx", "xls")):
        names = [str(p) for p in source.glob(f"*{suffix}") if p.name not in planted.damaged]
        subprocess.run(
            ["soffice", "--headless", profile, "--convert-to", form, "--outdir", str(old), *names],
            check=True,
            capture_output=True,
            timeout=240,
        )
    out = tmp_path / "cu.xlsx"
    assert cli.main(["collect", str(old), "--out", str(out)]) == 0
    main = python_calamine.load_workbook(str(out)).get_sheet_by_name("Bảng số liệu").to_python()
    columns = _columns(main)
    rows = {row[0]: row for row in main[1:]}
    rows.pop("Cộng các đơn vị")
    assert len(rows) == 9
    for (unit, name), value in planted.values.items():
        if unit in rows and not name.startswith("Thu"):
            assert rows[unit][columns[name]] == value
