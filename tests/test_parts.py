"""Batches: rows as columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from referat.demo import write as write_demo
from referat.formats.source_files import find
from referat.records.document_reader import read_document
from referat.schema.registry import TABLES

HERE = Path(__file__).parent


def rows_of_tables(folder: Path) -> dict[str, list[dict[str, object]]]:
    result = [rows.tables for path in find(folder) for rows in read_document(path, folder)]
    return {table.name: [row for tables in result for row in tables[table.name]] for table in TABLES}


@pytest.mark.parametrize("samples", ["layouts", "minutes", "demo"])
def test_all_rows_of_a_table_have_the_same_cells(samples: str, tmp_path: Path) -> None:
    """A batch takes its columns from the first row."""
    if samples == "demo":
        write_demo(tmp_path, meetings=12)
    for name, rows in rows_of_tables(tmp_path if samples == "demo" else HERE / samples).items():
        assert len({frozenset(row) for row in rows}) <= 1, name
