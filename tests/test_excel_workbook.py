"""The workbook as Excel opens it: it has the tables unchanged, and no formulas."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from referat import load
from referat.cli.main import main
from referat.schema.registry import AGENDA, TABLES
from referat.tables.excel_workbook import LONGEST_TEXT, Sheet, write_workbook

pytestmark = pytest.mark.heavy

MINUTES = """REFERAT Direktionen d. 06-03-2023

Mødedeltagere Bodil Ravn, Tage Kvist

Punkt 1: =SUM(A1:A9) i budgettet

23/1

Beslutning Direktionen den 06-03-2023

Godkendt.

Punkt 2: Lukket: Køb af glaspusteriet

23/2

Beslutning Direktionen den 06-03-2023

Godkendt.
"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "may.txt").write_text(MINUTES, encoding="utf-8")
    return tmp_path / "raw"


def _built(raw: Path, *options: str) -> Path:
    out = raw.with_name("out")
    assert main(["build", str(raw), "-o", str(out), *options]) == 0
    return out


def _rows(sheet: object) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_a_sheet_explains_and_each_table_has_a_sheet_of_its_rows(raw: Path) -> None:
    out = _built(raw, "--excel")
    book, tables = openpyxl.load_workbook(out / "referat.xlsx"), load(out)
    assert book.sheetnames[0] == "about"
    assert book.sheetnames[-len(TABLES) :] == [table.name for table in TABLES]
    for table in TABLES:
        rows = _rows(book[table.name])
        assert list(rows[0]) == table.column_names
        assert len(rows) - 1 == len(tables[table.name])
        if table.row in [row[2] for row in _rows(book["about"])]:
            continue
        pytest.fail(f"{table.name} is not explained")


def test_the_agenda_comes_first_and_each_of_its_columns_is_explained(raw: Path) -> None:
    book = openpyxl.load_workbook(_built(raw, "--excel") / "referat.xlsx")
    assert book.sheetnames[1] == AGENDA.name
    rows = _rows(book[AGENDA.name])
    assert list(rows[0]) == AGENDA.column_names and len(rows) == 3
    explained = [row[1:3] for row in _rows(book["about"]) if row[0] == AGENDA.name]
    assert explained[1:] == [(column.name, column.meaning) for column in AGENDA.columns]


def test_days_are_days_and_numbers_are_numbers(raw: Path) -> None:
    book = openpyxl.load_workbook(_built(raw, "--excel") / "referat.xlsx")
    meetings, items = (_rows(book[name]) for name in ("meetings", "items"))
    assert meetings[1][meetings[0].index("date")] == datetime(2023, 3, 6)
    assert [row[items[0].index("position")] for row in items[1:]] == [1, 2]
    assert [row[items[0].index("closed")] for row in items[1:]] == [False, True]


def test_a_text_that_looks_like_a_formula_is_a_text(raw: Path) -> None:
    path = _built(raw, "--excel") / "referat.xlsx"
    items = openpyxl.load_workbook(path)["items"]
    cells = [cell for row in items.iter_rows() for cell in row if str(cell.value).startswith("=SUM")]
    assert {cell.data_type for cell in cells} <= {"s", "f"} and cells
    with zipfile.ZipFile(path) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in parts.read(name) for name in sheets)


def test_the_head_of_a_table_stays_in_sight_and_filters(raw: Path) -> None:
    for sheet in openpyxl.load_workbook(_built(raw, "--excel") / "referat.xlsx").worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")


def test_a_public_workbook_withholds_closed_items(raw: Path) -> None:
    path = _built(raw, "--excel", "--public") / "referat.xlsx"
    cells = [str(cell) for sheet in openpyxl.load_workbook(path) for row in _rows(sheet) for cell in row]
    assert "Godkendt." in cells and not any("glaspuster" in cell for cell in cells)


def test_equal_tables_give_equal_bytes(raw: Path) -> None:
    first = (_built(raw, "--excel") / "referat.xlsx").read_bytes()
    assert (_built(raw, "--excel") / "referat.xlsx").read_bytes() == first


def test_a_workbook_of_earlier_tables_does_not_stay(raw: Path) -> None:
    assert (_built(raw, "--excel") / "referat.xlsx").exists()
    assert not (_built(raw) / "referat.xlsx").exists()


def test_a_table_too_long_for_a_sheet_continues_on_the_next_and_says_so(tmp_path: Path) -> None:
    sheet = Sheet("numbers", "One row per number.", pd.DataFrame({"number": range(7)}), {})
    assert write_workbook(tmp_path / "book.xlsx", [sheet], most_rows=4) == ["numbers: 7 rows are on 3 sheets"]
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames == ["about", "numbers", "numbers (2)", "numbers (3)"]
    assert [row[0] for name in book.sheetnames[1:] for row in _rows(book[name])[1:]] == list(range(7))
    assert "numbers: 7 rows are on 3 sheets" in [row[0] for row in _rows(book["about"])]


def test_a_text_longer_than_a_cell_holds_is_cut_and_says_so(tmp_path: Path) -> None:
    sheet = Sheet("texts", "One row per text.", pd.DataFrame({"text": ["a" * (LONGEST_TEXT + 1)]}, dtype="str"), {})
    write_workbook(tmp_path / "book.xlsx", [sheet])
    cell = openpyxl.load_workbook(tmp_path / "book.xlsx")["texts"]["A2"].value
    assert len(cell) == LONGEST_TEXT and "cut" in cell[-100:]


def test_danish_csv_has_what_a_danish_excel_expects(raw: Path) -> None:
    text = (_built(raw, "--csv-style", "danish") / "meetings.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfmeeting_id;") and b";06-03-2023;" in text


def test_plain_csv_stays_as_it_is(raw: Path) -> None:
    text = (_built(raw, "--csv") / "meetings.csv").read_bytes()
    assert text.startswith(b"meeting_id,") and b",2023-03-06," in text


def test_all_columns_of_a_sheet_are_printed_side_by_side(raw: Path) -> None:
    for sheet in openpyxl.load_workbook(_built(raw, "--excel") / "referat.xlsx").worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            "landscape",
            None,
            0,
        )


@pytest.mark.heavy
def test_another_program_opens_the_workbook_and_has_the_same_cells(raw: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    out = _built(raw, "--excel")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(out / "referat.xlsx")], check=True, capture_output=True, timeout=120)
    ours, theirs = (openpyxl.load_workbook(folder / "referat.xlsx") for folder in (out, tmp_path))
    assert theirs.sheetnames == ours.sheetnames
    for name in ours.sheetnames:
        assert _plain(theirs[name]) == _plain(ours[name]), name


def _plain(sheet: object) -> list[list[object]]:
    """Return the rows of a sheet as LibreOffice writes them: no empty texts, and booleans as formulas."""
    values = {"": None, True: "=TRUE()", False: "=FALSE()"}
    return [
        [values[cell] if isinstance(cell, str | bool) and cell in values else cell for cell in row]
        for row in _rows(sheet)
    ]
