"""Tables as pandas frames with the types of the registry, and the checks of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from referat.errors import CannotGoOnError
from referat.schema.registry import AGENDA, BY_NAME, TABLES, Column, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DTYPES: dict[str, Any] = {"text": "str", "int": "Int64", "bool": "bool", "date": "datetime64[us]"}


class OtherVersionError(CannotGoOnError):
    """Raised if tables were built by a version of referat with other columns."""


YEAR = "year"
"""A column outside the registry with the year of a row's meeting, for partitioning."""


class ColumnMeanings(dict[str, str]):
    """The meanings of a table's columns, never copied: pandas copies `attrs` with every step of a computation."""

    def __deepcopy__(self, memo: dict[int, Any]) -> ColumnMeanings:
        return self


@cache
def column_meanings(name: str) -> ColumnMeanings:
    """Return the meaning of each column of a table."""
    return ColumnMeanings({column.name: column.meaning for column in BY_NAME[name].columns})


class Tables:
    """The tables of a corpus, each a pandas frame under its name: `tables.items`, `tables.decisions`.

    `tables.items.attrs["columns"]` has the meaning of each column; `tables.schema("items")` has its type as well.
    """

    meetings: pd.DataFrame
    documents: pd.DataFrame
    attendance: pd.DataFrame
    items: pd.DataFrame
    sections: pd.DataFrame
    recommendations: pd.DataFrame
    decisions: pd.DataFrame
    outcomes: pd.DataFrame
    votes: pd.DataFrame
    item_attendance: pd.DataFrame
    attachments: pd.DataFrame
    references: pd.DataFrame
    cases: pd.DataFrame
    matters: pd.DataFrame
    links: pd.DataFrame
    announced_route: pd.DataFrame
    people: pd.DataFrame
    problems: pd.DataFrame

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = frames

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in BY_NAME:
            raise AttributeError(f"no table is called {name!r}; there are {', '.join(BY_NAME)}")
        return self[name]

    def __getitem__(self, name: str) -> pd.DataFrame:
        data = self._frames[name]
        data.attrs["columns"] = column_meanings(name)
        return data

    def __dir__(self) -> list[str]:
        return [*BY_NAME, "agenda", "duckdb", "schema"]

    def agenda(self) -> pd.DataFrame:
        """Return one wide row per item, with its meeting, matter, decision and recommendation.

        `schema("agenda")` describes each column. Most questions are one `groupby` on it:

        >>> items = tables.agenda()  # doctest: +SKIP
        >>> items.groupby("body")["closed"].mean()  # doctest: +SKIP
        """
        from referat.analysis.agenda_table import agenda  # the only analysis that is a method of the tables

        return agenda(self.items, self.meetings, self.decisions, self.recommendations, self.matters)

    def schema(self, name: str) -> pd.DataFrame:
        """Return the description of a table, or of `agenda`: a row per column, with its type.

        The columns of the frame: `type`, `always` (whether a cell is never missing), `meaning`, and `allowed` values.

        Raises
        ------
        KeyError
            If there is no such table.
        """
        table = AGENDA if name == AGENDA.name else BY_NAME[name]
        return pd.DataFrame(
            [(c.name, c.type, c.required, c.meaning, "|".join(c.allowed)) for c in table.columns],
            columns=["column", "type", "always", "meaning", "allowed"],
        ).set_index("column")

    def duckdb(self, path: Path | str = ":memory:") -> DuckDBPyConnection:
        """Return a connection to a DuckDB database with the tables; see `referat.tables.duckdb_tables`."""
        from referat.tables.duckdb_tables import duckdb_tables

        return duckdb_tables({name: arrow(name, self[name]) for name in BY_NAME}, path)

    def _described(self) -> list[str]:
        """Return short lines with the number of rows, the period and the municipalities."""
        from referat.language import Language

        english = Language("en")
        sizes = ", ".join(english.counted(len(self[f"{noun}s"]), noun) for noun in ("meeting", "item", "decision"))
        days, owners = self["meetings"]["date"].dropna(), self["meetings"]["municipality"].dropna().unique()
        period = [f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"] if len(days) else []
        return [sizes, *period, *([", ".join(sorted(owners))] if len(owners) else [])]

    def __repr__(self) -> str:
        return f"<referat tables: {'; '.join(self._described())}>"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{name}</td><td>{len(self[name]):,}</td></tr>" for name in BY_NAME)
        lines = "<br>".join(escape(line) for line in self._described())
        return f"<p>{lines}</p><table><tr><th>table</th><th>rows</th></tr>{rows}</table>"


def frame(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as the frame of a table, with the columns and types of the registry."""
    table = BY_NAME[name]
    rows = list(rows)
    columns = {c.name: pd.array([row.get(c.name) for row in rows], dtype=_DTYPES[c.type]) for c in table.columns}
    return pd.DataFrame(columns, index=range(len(rows)))  # twice as fast as a Series per column


def typed(name: str, data: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the columns of the registry, in its order and types."""
    return data.astype({c.name: _DTYPES[c.type] for c in BY_NAME[name].columns})[BY_NAME[name].column_names]


@cache
def schema(name: str) -> pa.Schema:
    """Return the Arrow schema of a table, from which pandas restores the types."""
    return pa.Schema.from_pandas(frame(name, []), preserve_index=False)


def described(name: str) -> pa.Schema:
    """Return the Arrow schema of a table with a description of each column, as in the Parquet file."""
    table, types = BY_NAME[name], schema(name)
    fields = [types.field(c.name).with_metadata({"description": c.meaning}) for c in table.columns]
    return pa.schema(fields, {**(types.metadata or {}), "description": table.row})


def arrow(name: str, data: pd.DataFrame) -> pa.Table:
    """Return the frame of a table as an Arrow table, without other attributes of the frame."""
    types = schema(name)
    return pa.Table.from_pandas(data, types, preserve_index=False).replace_schema_metadata(types.metadata)


def plain(name: str, batch: pa.Table) -> pa.Table:
    """Return an Arrow table with the columns and types of the registry only.

    Raises
    ------
    OtherVersionError
        If it lacks a column, as tables of earlier versions can.
    """
    missing = [column for column in schema(name).names if column not in batch.column_names]
    if missing:
        raise OtherVersionError(
            f"the table {name} has no column {', '.join(missing)}: another version of referat built it; build it again"
        )
    return batch.select(schema(name).names).cast(schema(name))


def in_memory(name: str, batches: Iterable[pa.Table]) -> pd.DataFrame:
    """Return the rows of a table from all batches as one frame."""
    data: pd.DataFrame = pa.concat_tables(
        [schema(name).empty_table(), *(plain(name, batch) for batch in batches)]
    ).to_pandas()
    return data


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """A format of CSV files: separator, decimal sign, date format, and the bytes at the beginning."""

    separator: str = ","
    decimal: str = "."
    day: str = "%Y-%m-%d"
    start: bytes = b""


CSV_STYLES = {"plain": CsvStyle(), "danish": CsvStyle(";", ",", "%d-%m-%Y", b"\xef\xbb\xbf")}
"""Standard CSV for programs, and CSV that Excel with Danish settings opens by a double click."""

_FORMULA = r"^(?=[\s\x00\u200b-\u200f\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r])"


def harmless(data: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with an apostrophe before texts that a spreadsheet would evaluate (`=`, `+`, `@`)."""
    texts: pd.DataFrame = data.select_dtypes("str")
    return data.assign(**{name: texts[name].str.replace(_FORMULA, "'", regex=True) for name in texts})


def check(tables: Tables) -> list[str]:
    """Return the breaches of the contract in the tables: keys, references, required cells, allowed values."""
    return [fault for table in TABLES for fault in _faults(tables, table)]


def _faults(tables: Tables, table: Table) -> Iterable[str]:
    data = tables[table.name]
    if list(data.columns) != table.column_names:
        yield f"{table.name}: the columns are {list(data.columns)}"
        return
    if data.empty:
        return
    if table.key and data.duplicated(list(table.key)).any():
        yield f"{table.name}: rows share the key {', '.join(table.key)}"
    for column in table.columns:
        yield from (f"{table.name}.{column.name}: {fault}" for fault in _cell_faults(column, data[column.name]))
    for column_name, other in table.references:
        if not data[column_name].isin(tables[other][column_name]).all():
            yield f"{table.name}.{column_name}: cells point at no row of {other}"


def _cell_faults(column: Column, cells: pd.Series) -> Iterable[str]:
    if column.required and cells.isna().any():
        yield "cells are missing"
    if column.type == "text" and (cells == "").any():
        yield "cells are empty instead of missing"
    if column.allowed and not cells.dropna().isin(column.allowed).all():
        yield "cells hold other values than the allowed ones"


READ_ALL_THE_SAME = ("minutes_without_decisions", "contract_broken")
"""Codes of errors in files whose rows are in the tables."""


def unread_sources(problems: pd.DataFrame) -> int:
    """Return the number of files that could not be read, from the table of problems."""
    errors = problems[(problems["severity"] == "error") & ~problems["code"].isin(READ_ALL_THE_SAME)]
    return int(errors["source"].nunique())
