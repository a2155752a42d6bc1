"""Minutes and tables on storage other than a disk; here in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from referat import load
from referat.cli.main import main
from referat.demo import write as write_demo
from referat.formats.storage import place, remove
from referat.pipeline import batch_cache
from referat.pipeline.build import build
from referat.schema.registry import TABLES
from referat.tables.staging import LOCK

pytest.importorskip("upath", reason="the extra `cluster` is not installed")
MemoryFileSystem = pytest.importorskip("fsspec.implementations.memory").MemoryFileSystem

ADDRESS = "memory://referat-test"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    write_demo(tmp_path / "raw", meetings=8)
    return tmp_path / "raw"


@pytest.fixture
def memory(raw: Path) -> Iterator[Path]:
    """Provide a folder in memory with the minutes, below `raw`."""
    folder = place(ADDRESS)
    for path in raw.rglob("*"):
        if path.is_file():
            twin = folder / "raw" / path.relative_to(raw).as_posix()
            twin.parent.mkdir(parents=True, exist_ok=True)
            twin.write_bytes(path.read_bytes())
    yield folder
    remove(folder)


def contents(out: Path) -> dict[str, bytes]:
    """Return the files of a folder without batches, and without the lock, which only a disk has."""
    files = (path for path in out.rglob("*.*") if path.is_file() and path.name != LOCK)
    return {
        path.relative_to(out).as_posix(): path.read_bytes() for path in files if path.parent.name != batch_cache.NAME
    }


@pytest.mark.heavy
@pytest.mark.parametrize("by_year", [False, True])
def test_tables_are_the_same_on_every_storage(raw: Path, memory: Path, tmp_path: Path, by_year: bool) -> None:
    build(raw, tmp_path / "out", csv=True, by_year=by_year)
    for _ in range(2):  # into an empty folder, and over earlier tables
        with ThreadPoolExecutor(2) as executor:
            build(memory / "raw", memory / "out", csv=True, by_year=by_year, executor=executor)
        assert contents(memory / "out") == contents(tmp_path / "out")
    there, here = load(f"{ADDRESS}/out"), load(tmp_path / "out")
    for table in TABLES:
        pd.testing.assert_frame_equal(there[table.name], here[table.name])


def test_the_command_takes_addresses(raw: Path, memory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", f"{ADDRESS}/raw", "-o", f"{ADDRESS}/out"]) == 0
    assert f"8 of 8 files to {ADDRESS}/out" in capsys.readouterr().out


def test_a_public_build_leaves_only_tables(raw: Path, memory: Path) -> None:
    build(memory / "raw", memory / "out")
    build(memory / "raw", memory / "out", public=True)
    names = sorted(path.name for path in (memory / "out").iterdir())
    assert names == sorted(["manifest.json", "datapackage.json", *(f"{table.name}.parquet" for table in TABLES)])


@pytest.mark.parametrize("out", ["raw", "raw/"])
def test_tables_are_not_written_among_the_minutes(memory: Path, out: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", f"{ADDRESS}/raw", "-o", f"{ADDRESS}/{out}"]) == 2
    assert "holds the minutes; name another folder for the tables" in capsys.readouterr().err


def test_a_file_address_is_a_path() -> None:
    assert place("file:///tmp/my%20minutes") == Path("/tmp/my minutes")
    assert place("my minutes") == Path("my minutes")


def test_a_storage_whose_package_is_missing_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    assert main(["build", "s3://bucket/raw", "-o", str(tmp_path)]) == 2
    assert "needs a package of its own: Install s3fs to access S3" in capsys.readouterr().err


def test_an_unreachable_storage_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise RuntimeError("no connection")

    monkeypatch.setattr(MemoryFileSystem, "exists", unreachable)
    assert main(["build", f"{ADDRESS}/raw", "-o", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"referat: {ADDRESS}/raw cannot be reached: no connection\n"


def test_an_unknown_storage_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "nowhere://minutes", "-o", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("referat: nowhere://minutes is no address of a known storage")
