"""Descriptions of the tables in Python, in notebooks and in SQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from referat import demo, load
from referat.schema.registry import TABLES
from referat.tables.duckdb_tables import views
from referat.tables.frames import Tables, arrow

pytestmark = pytest.mark.heavy


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


def test_a_database_knows_which_tables_refer_to_which(tables: Tables) -> None:
    asked = "SELECT table_name, constraint_column_names[1], referenced_table FROM duckdb_constraints()"
    with tables.duckdb() as connection:
        keys = set(connection.sql(f"{asked} WHERE constraint_type = 'FOREIGN KEY'").fetchall())
    promised = {(table.name, column, other) for table in TABLES for column, other in table.references}
    assert promised - keys == {("meetings", "document_id", "documents")}  # documents refer to meetings already
    assert keys <= promised


def test_a_row_that_refers_to_nothing_is_refused(tables: Tables) -> None:
    import duckdb

    with tables.duckdb() as connection, pytest.raises(duckdb.ConstraintException, match="foreign key"):
        connection.execute("UPDATE decisions SET item_id = 'none'")


@pytest.mark.parametrize("name", views())
def test_a_view_says_what_its_rows_are_and_has_some(tables: Tables, name: str) -> None:
    with tables.duckdb() as connection:
        comments = dict(connection.sql("SELECT view_name, comment FROM duckdb_views()").fetchall())
        assert comments[name].startswith("One row per ")
        assert connection.sql(f'SELECT count(*) FROM "{name}"').fetchall() != [(0,)] or name == "owed"


def test_views_count_what_the_tables_hold(tables: Tables) -> None:
    own_decisions = tables.decisions[~tables.decisions["is_earlier"]]
    minuted = tables.items[tables.items["minuted"] & ~tables.items["standing"]]
    asked = {
        "SELECT count(*) FROM own_decisions": len(own_decisions),
        "SELECT sum(items) FROM closed_by_year": len(minuted),
        "SELECT count(*) FROM course_of_matters": len(minuted),
        "SELECT count(*) FROM owed": (tables.matters["state"] == "owed").sum(),
    }
    with tables.duckdb() as connection:
        assert {sql: connection.sql(sql).fetchall()[0][0] for sql in asked} == asked


def test_a_frame_explains_its_columns_also_after_a_computation(tables: Tables) -> None:
    for table in TABLES:
        meanings = {column.name: column.meaning for column in table.columns}
        assert tables[table.name].attrs["columns"] == meanings
        assert tables[table.name].head(1).attrs["columns"] == meanings


def test_what_a_frame_says_of_itself_is_in_no_file(tables: Tables) -> None:
    assert b"attributes" not in arrow("items", tables.items).schema.metadata[b"pandas"].replace(
        b'"attributes": {}', b""
    )


def test_a_person_who_waits_sees_how_far_the_reading_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.write(tmp_path / "minutes", meetings=2)
    monkeypatch.setenv("REFERAT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("referat.pipeline.reading_progress._is_watched", lambda: True)
    load(tmp_path / "minutes")
    assert "reading" in capsys.readouterr().err
    load(tmp_path / "minutes")
    assert capsys.readouterr().err == ""
