"""Write the tables to a DuckDB database, with types, keys, views and descriptions, for queries in SQL."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from referat.errors import require_extra
from referat.schema.registry import TABLES, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPES = {"text": "VARCHAR", "int": "BIGINT", "bool": "BOOLEAN", "date": "DATE"}


def duckdb_tables(tables: Mapping[str, pa.Table], path: Path | str = ":memory:") -> DuckDBPyConnection:
    """Return a connection to a new database with the tables, their keys, and views of them.

    Tables and columns have their meaning as a comment: `SELECT * FROM duckdb_columns()`. The views are those of
    `views.toml`. Tables refer to each other by foreign keys, except where two refer to each other: of meetings and
    their documents only the documents do.

    Parameters
    ----------
    tables
        Each table as an Arrow table, by its name.
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
    created: list[str] = []
    for table in _in_order_of_references():
        connection.execute(_definition(table, created))
        connection.register("rows_of_table", tables[table.name])
        connection.execute(f'INSERT INTO "{table.name}" SELECT * FROM rows_of_table')
        connection.unregister("rows_of_table")
        _comment(connection, table)
        created.append(table.name)
    for name, view in views().items():
        connection.execute(f'CREATE VIEW "{name}" AS {view["sql"]}')
        connection.execute(f'COMMENT ON VIEW "{name}" IS {_quoted(view["meaning"])}')
    return connection


def views() -> dict[str, dict[str, str]]:
    """Return the views of the database by name: the `meaning` of each and its `sql`."""
    return tomllib.loads(files(__package__).joinpath("views.toml").read_text(encoding="utf-8"))


def _in_order_of_references() -> Iterator[Table]:
    """Yield all tables, each after those it refers to; of two that refer to each other, in registry order."""
    left = list(TABLES)
    while left:
        waiting = {table.name for table in left}
        ready = next((table for table in left if not waiting & _referred(table)), left[0])
        left.remove(ready)
        yield ready


def _referred(table: Table) -> set[str]:
    return {other for _, other in table.references} - {table.name}


def _definition(table: Table, created: list[str]) -> str:
    """Return the statement that creates a table, with foreign keys to the tables created before.

    A key in which a cell may be missing is unique, not primary.
    """
    lines = [
        f'"{column.name}" {_TYPES[column.type]}{" NOT NULL" if column.required else ""}' for column in table.columns
    ]
    if table.key:
        required = {column.name for column in table.columns if column.required}
        kind = "PRIMARY KEY" if required.issuperset(table.key) else "UNIQUE"
        names = ", ".join(f'"{name}"' for name in table.key)
        lines.append(f"{kind} ({names})")
    for column_name, other in table.references:
        if other in created:
            lines.append(f'FOREIGN KEY ("{column_name}") REFERENCES "{other}" ("{column_name}")')
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)})'


def _comment(connection: DuckDBPyConnection, table: Table) -> None:
    connection.execute(f'COMMENT ON TABLE "{table.name}" IS {_quoted(table.row)}')
    for column in table.columns:
        connection.execute(f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {_quoted(column.meaning)}')


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
