"""The description of the tables for other programs: a valid Data Package, and meanings in the Parquet files."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from referat import demo
from referat.pipeline.build import build
from referat.schema.registry import TABLES


@pytest.fixture(scope="module", params=[False, True], ids=["whole", "by year"])
def out(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    demo.write(folder / "minutes", meetings=4)
    build(folder / "minutes", folder / "tables", by_year=request.param)
    return folder / "tables"


def _package(out: Path) -> dict[str, object]:
    return json.loads((out / "datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.heavy
def test_the_description_is_valid(out: Path) -> None:
    import frictionless

    assert list(frictionless.Package.metadata_validate(_package(out))) == []


def test_every_table_and_column_is_described(out: Path) -> None:
    resources = {resource["name"]: resource for resource in _package(out)["resources"]}
    assert list(resources) == [table.name for table in TABLES]
    for table in TABLES:
        fields = {field["name"]: field["description"] for field in resources[table.name]["schema"]["fields"]}
        assert fields == {column.name: column.meaning for column in table.columns}


def test_every_file_that_is_named_exists(out: Path) -> None:
    for resource in _package(out)["resources"]:
        paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
        assert all((out / path).is_file() for path in paths)


@pytest.mark.heavy
def test_the_rows_are_as_described(tmp_path: Path) -> None:
    demo.write(tmp_path / "minutes", meetings=4)
    build(tmp_path / "minutes", tmp_path / "tables")
    import frictionless

    report = frictionless.validate(str(tmp_path / "tables" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])


def test_a_demo_says_that_it_is_one(out: Path) -> None:
    assert _package(out)["description"].startswith("DEMO")


def test_parquet_files_say_what_their_columns_mean(tmp_path: Path) -> None:
    demo.write(tmp_path / "minutes", meetings=1)
    build(tmp_path / "minutes", tmp_path / "tables")
    for table in TABLES:
        types = pq.read_schema(tmp_path / "tables" / f"{table.name}.parquet")
        assert types.metadata[b"description"].decode() == table.row
        meanings = {field.name: field.metadata[b"description"].decode() for field in types}
        assert meanings == {column.name: column.meaning for column in table.columns}
