"""Write the tables to a DuckDB database, with types, keys and descriptions, for queries in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from referat.errors import require_extra
from referat.schema.registry import TABLES, Table
from referat.tables.frames import arrow

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPES = {"text": "VARCHAR", "int": "BIGINT", "bool": "BOOLEAN", "date": "DATE"}


def duckdb_tables(tables: Mapping[str, pd.DataFrame], path: Path | str = ":memory:") -> DuckDBPyConnection:
    """Return a connection to a new database that holds the tables.

    Parameters
    ----------
    tables
        The frame of each table under its name.
    path
        The file of the database, which must not exist; without one it is in memory.

    Raises
    ------
    MissingExtraError
        If DuckDB is not installed.
    FileExistsError
        If there is such a file.
    """
    require_extra("duckdb", "a database")
    import duckdb

    if path != ":memory:" and Path(path).exists():
        raise FileExistsError(17, "the database exists already; name another file", str(path))
    connection = duckdb.connect(str(path))
    for table in TABLES:
        connection.execute(_definition(table))
        connection.register("rows_of_table", arrow(table.name, tables[table.name]))
        connection.execute(f'INSERT INTO "{table.name}" SELECT * FROM rows_of_table')
        connection.unregister("rows_of_table")
        _comment(connection, table)
    return connection


def _definition(table: Table) -> str:
    """Return the statement that creates a table; a key with missing cells is UNIQUE, not PRIMARY KEY."""
    columns = [
        f'"{column.name}" {_TYPES[column.type]}{" NOT NULL" if column.required else ""}' for column in table.columns
    ]
    if table.key:
        required = {column.name for column in table.columns if column.required}
        kind = "PRIMARY KEY" if required.issuperset(table.key) else "UNIQUE"
        names = ", ".join(f'"{name}"' for name in table.key)
        columns.append(f"{kind} ({names})")
    return f'CREATE TABLE "{table.name}" ({", ".join(columns)})'


def _comment(connection: DuckDBPyConnection, table: Table) -> None:
    connection.execute(f'COMMENT ON TABLE "{table.name}" IS {_quoted(table.row)}')
    for column in table.columns:
        connection.execute(f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {_quoted(column.meaning)}')


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
