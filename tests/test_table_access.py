"""What tables say of themselves, in Python, in a notebook and in SQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from referat import demo, load
from referat.schema.registry import TABLES
from referat.tables.frames import Tables


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("minutes")
    demo.write(folder, meetings=6)
    return load(folder)


def test_an_editor_knows_every_table() -> None:
    names = [table.name for table in TABLES]
    assert [name for name in Tables.__annotations__ if not name.startswith("_")] == names


def test_a_table_explains_its_columns(tables: Tables) -> None:
    for table in TABLES:
        assert dict(tables.schema(table.name)["meaning"]) == {column.name: column.meaning for column in table.columns}


def test_tables_say_how_much_there_is_from_when_and_of_whom(tables: Tables) -> None:
    municipality = tables.meetings["municipality"].iloc[0]
    for text in (repr(tables), tables._repr_html_()):
        assert "6 meetings" in text
        assert f"{tables.meetings['date'].min():%Y-%m-%d} to {tables.meetings['date'].max():%Y-%m-%d}" in text
        assert municipality in text


def test_a_question_in_sql_has_the_answer_of_pandas(tables: Tables) -> None:
    sql = "SELECT decision_type, count(*) FROM decisions GROUP BY decision_type"
    with tables.duckdb() as connection:
        assert dict(connection.sql(sql).fetchall()) == dict(tables.decisions["decision_type"].value_counts())


def test_a_database_has_every_row_and_every_meaning(tables: Tables, tmp_path: Path) -> None:
    with tables.duckdb(tmp_path / "minutes.duckdb") as connection:
        comments = connection.sql("SELECT table_name, column_name, comment FROM duckdb_columns()").fetchall()
        for table in TABLES:
            counted = connection.sql(f'SELECT count(*) FROM "{table.name}"').fetchall()
            assert counted == [(len(tables[table.name]),)]
            meanings = {column: comment for name, column, comment in comments if name == table.name}
            assert meanings == {column.name: column.meaning for column in table.columns}


def test_a_database_that_exists_is_left_alone(tables: Tables, tmp_path: Path) -> None:
    (tmp_path / "minutes.duckdb").touch()
    with pytest.raises(FileExistsError, match="name another file"):
        tables.duckdb(tmp_path / "minutes.duckdb")
