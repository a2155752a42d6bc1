"""Write the tables as an Excel workbook: a sheet that describes the others, the agenda, and a sheet per table.

Texts are always written as strings: the workbook has no formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from referat.errors import require_extra
from referat.schema.registry import AGENDA, TABLES, Table
from referat.tables.frames import Tables

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
"""Most rows of a sheet, including the header; a limit of Excel."""

LONGEST_TEXT = 32_767
"""Most characters of a cell; Excel reports a workbook with a longer one as damaged."""

_CUT = " [… cut: Excel holds no longer text; the whole of it is in the Parquet file]"
_WIDTHS = {"date": 12, "int": 10, "bool": 9}
_WIDEST = 60
_ROW_HEIGHT = 16
"""Height of a row in points; it shows the first line of a text, so that a long text does not hide the other rows."""
_A4 = 9  # the number of the paper size in xlsxwriter
_SAMPLE = 200
"""Number of rows that determine the width of a text column."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, what one row is, the rows, and the descriptions of its columns."""

    name: str
    about: str
    data: pd.DataFrame
    meanings: Mapping[str, str]


def agenda_sheet(tables: Tables) -> Sheet:
    """Return the sheet of the wide table of agenda items."""
    return _sheet(AGENDA, tables.agenda())


def table_sheets(tables: Tables) -> list[Sheet]:
    """Return the sheets of all tables, in the order of the registry."""
    return [_sheet(table, tables[table.name]) for table in TABLES]


def _sheet(table: Table, data: pd.DataFrame) -> Sheet:
    return Sheet(table.name, table.row, data, {column.name: column.meaning for column in table.columns})


def write_workbook(path: Path, sheets: list[Sheet], *, demo: bool = False, most_rows: int = MOST_ROWS) -> list[str]:
    """Write the sheets after one that describes them; return a line for each sheet that had to be split.

    Raises
    ------
    MissingExtraError
        If XlsxWriter is not installed.
    """
    require_extra("excel", "a workbook")
    import xlsxwriter

    parts = {sheet.name: list(_parts(sheet, most_rows - 1)) for sheet in sheets}
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {"title": "referat", "created": datetime(2000, 1, 1)}
        )  # so that equal tables give equal bytes
        writer = _SheetWriter(book)
        splits = [
            f"{sheet.name}: {len(sheet.data):,} rows are on {len(parts[sheet.name]):,} sheets"
            for sheet in sheets
            if len(parts[sheet.name]) > 1
        ]
        writer.explain(sheets, [*(["DEMO: a fictional municipality"] if demo else []), *splits])
        for sheet in sheets:
            for name, part in parts[sheet.name]:
                writer.add(name, part)
    return splits


def _parts(sheet: Sheet, rows: int) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the rows of a sheet, split by the row limit, each with the name of its sheet."""
    for number, start in enumerate(range(0, max(len(sheet.data), 1), rows), start=1):
        yield (sheet.name if number == 1 else f"{sheet.name} ({number})"), sheet.data.iloc[start : start + rows]


class _SheetWriter:
    """Writes sheets to a workbook with common formats."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "valign": "top"})
        self.bold = book.add_format({"bold": True, "font_size": 14})
        formats: dict[str, dict[str, Any]] = {
            "text": {"text_wrap": True},
            "int": {},
            "date": {"num_format": 14, "align": "left"},  # the date format of the user's own Excel
            "bool": {"num_format": '"TRUE";"TRUE";"FALSE"'},  # otherwise LibreOffice shows 1 and 0
        }
        self.formats = {kind: book.add_format({"valign": "top", **form}) for kind, form in formats.items()}

    def explain(self, sheets: list[Sheet], remarks: list[str]) -> None:
        """Write the sheet that describes the others: a row per sheet, then a row per column."""
        page = self._page("about")
        page.set_column(0, 1, 24)
        page.set_column(2, 2, 110)
        page.write_string(0, 0, "Danish municipal minutes, read by referat", self.bold)
        row = 1
        for row, remark in enumerate(remarks, start=1):
            page.write_string(row, 0, remark)
        row = self._head(page, row + 1, ["sheet", "rows", "one row is"])
        for sheet in sheets:
            page.write_url(row, 0, f"internal:'{sheet.name}'!A1", string=sheet.name)
            page.write_number(row, 1, len(sheet.data))
            page.write_string(row, 2, sheet.about)
            row += 1
        row = self._head(page, row + 1, ["sheet", "column", "meaning"])
        for sheet in sheets:
            for column in sheet.data.columns:
                for place, text in enumerate((sheet.name, column, sheet.meanings.get(column, ""))):
                    page.write_string(row, place, text)
                row += 1

    def _page(self, name: str) -> Worksheet:
        """Return a new sheet whose columns are printed on one page width."""
        page = self.book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        return page

    def _head(self, page: Worksheet, row: int, names: list[str]) -> int:
        for place, name in enumerate(names):
            page.write_string(row, place, name, self.head)
        return row + 1

    def add(self, name: str, data: pd.DataFrame) -> None:
        """Add a sheet of rows with a frozen header, filters and column widths."""
        page = self._page(name)
        page.repeat_rows(0)
        kinds = {column: _kind(data[column]) for column in data.columns}
        for place, (column, kind) in enumerate(kinds.items()):
            page.set_column(place, place, _width(data[column], kind), self.formats[kind])
        page.freeze_panes(1, 1)
        self._head(page, 0, list(map(str, data.columns)))
        columns = [(kind, data[column].astype(object)) for column, kind in kinds.items()]
        for row, cells in enumerate(zip(*(cells for _, cells in columns), strict=True), start=1):
            page.set_row(row, _ROW_HEIGHT)
            for place, (cell, (kind, _)) in enumerate(zip(cells, columns, strict=True)):
                if not pd.isna(cell):
                    _write(page, row, place, cell, kind, self.formats[kind])
        if len(data.columns):
            page.autofilter(0, 0, len(data), len(data.columns) - 1)


def _kind(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "bool"
    if pd.api.types.is_datetime64_any_dtype(column):
        return "date"
    return "int" if pd.api.types.is_numeric_dtype(column) else "text"


def _width(column: pd.Series, kind: str) -> int:
    head = len(str(column.name)) + 4  # space for the filter button
    if kind != "text":
        return max(head, _WIDTHS[kind])
    lengths = column.head(_SAMPLE).astype("str").str.len()
    return int(min(max(head, 0 if lengths.empty else lengths.max(skipna=True) or 0), _WIDEST))


def _write(page: Worksheet, row: int, place: int, cell: Any, kind: str, form: Format) -> None:
    if kind == "date":
        page.write_datetime(row, place, cell.to_pydatetime(), form)
    elif kind == "bool":
        page.write_boolean(row, place, bool(cell), form)
    elif kind == "int":
        page.write_number(row, place, cell, form)
    else:
        text = str(cell)
        fitting = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(_CUT)] + _CUT
        page.write_string(row, place, fitting, form)
