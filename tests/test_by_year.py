"""Tables partitioned by the year of the meeting, as other programs read them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from referat import load
from referat.cli.main import main
from referat.pipeline.build import build
from referat.schema.registry import TABLES

pytestmark = pytest.mark.heavy

UNDATED = "Punkt 1: Plan for havnen\n\n23/1\n\nBeslutning\n\nGodkendt.\n"


@pytest.fixture(scope="module")
def raw(demo_minutes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Minutes of several years, and one without a date."""
    folder = tmp_path_factory.mktemp("years") / "raw"
    shutil.copytree(demo_minutes, folder)
    (folder / "undated.txt").write_text(UNDATED, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("by-year")
    assert main(["build", str(raw), "-o", str(out), "--by-year"]) == 0
    return out


@pytest.fixture(scope="module")
def plain(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("plain")
    build(raw, out)
    return out


def by_rows(data: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in an order that does not depend on partitions."""
    return data.sort_values(list(data.columns), ignore_index=True)


def test_each_year_has_a_folder_of_its_own_meetings(built: Path, plain: Path) -> None:
    meetings = load(plain).meetings
    years = {path.name for path in (built / "items").iterdir()}
    expected = {f"year={year}" for year in meetings["date"].dt.year.dropna().astype(int).unique()}
    assert years == {*expected, "year=0"}
    for folder in (built / "meetings").glob("year=2*"):
        (path,) = folder.iterdir()
        assert set(pd.read_parquet(path, columns=["date"])["date"].dt.year) == {int(folder.name[5:])}


def test_tables_by_year_load_as_the_same_rows(built: Path, plain: Path) -> None:
    parted, whole = load(built), load(plain)
    for table in TABLES:
        pd.testing.assert_frame_equal(by_rows(parted[table.name]), by_rows(whole[table.name]))


def test_pandas_duckdb_polars_and_dask_read_them_as_they_are(built: Path, plain: Path) -> None:
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    dask = pytest.importorskip("dask.dataframe")
    items = load(plain).items
    closed = int(items["closed"].sum())
    folder = built / "items"
    query = f"select count(*), sum(closed::int), count(distinct year) from read_parquet('{folder}/*/*.parquet')"
    years = load(plain).meetings["date"].dt.year.nunique() + 1  # the year 0 holds meetings without a date
    assert duckdb.sql(query).fetchall() == [(len(items), closed, years)]
    scanned = polars.scan_parquet(folder, hive_partitioning=True).collect()
    assert (len(scanned), int(scanned["closed"].sum()), scanned["year"].n_unique()) == (len(items), closed, years)
    for result in (pd.read_parquet(folder), dask.read_parquet(folder).compute()):
        assert (len(result), int(result["closed"].sum()), result["year"].nunique()) == (len(items), closed, years)


@pytest.mark.heavy
def test_a_folder_of_tables_changes_from_years_to_whole_files_and_back(raw: Path, tmp_path: Path) -> None:
    for by_year in (True, False, True, False):
        build(raw, tmp_path, by_year=by_year)
        assert (tmp_path / "items").is_dir() == by_year
        assert (tmp_path / "items.parquet").is_file() == (not by_year)
        assert len(load(tmp_path).meetings) == len(list(raw.glob("*.txt")))


@pytest.mark.heavy
def test_a_public_build_by_year_withholds_as_any_other(raw: Path, tmp_path: Path) -> None:
    build(raw, tmp_path / "parted", public=True, by_year=True)
    build(raw, tmp_path / "whole", public=True)
    parted, whole = load(tmp_path / "parted"), load(tmp_path / "whole")
    for table in TABLES:
        pd.testing.assert_frame_equal(by_rows(parted[table.name]), by_rows(whole[table.name]))


def test_a_year_without_rows_has_no_folder_however_the_files_came(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    head = "REFERAT Direktionen d. 06-03-2023\nMødedato 06-03-2023\nMødedeltagere Bodil Ravn\n\n"
    (raw / "a.txt").write_text(head + UNDATED, encoding="utf-8")
    build(raw, tmp_path / "grown", by_year=True)
    (raw / "b.txt").write_text(UNDATED, encoding="utf-8")  # names nobody, and no day
    build(raw, tmp_path / "grown", by_year=True)
    build(raw, tmp_path / "fresh", by_year=True)
    for table in ("attendance", "items"):
        years = [sorted(path.name for path in (tmp_path / out / table).iterdir()) for out in ("grown", "fresh")]
        assert years[0] == years[1]
    assert [path.name for path in (tmp_path / "fresh" / "attendance").iterdir()] == ["year=2023"]
