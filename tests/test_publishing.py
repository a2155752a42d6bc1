"""A build that is killed at any moment leaves complete tables: the earlier ones, or its own."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from referat.demo import write as write_demo
from referat.pipeline import build as building
from referat.pipeline.table_loading import load
from referat.schema.registry import TABLES
from referat.tables.staging import MANIFEST, NEXT, finish


class KilledError(Exception):
    """Simulates the end of a process."""


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("corpora")
    write_demo(folder / "small", meetings=3)
    write_demo(folder / "large", meetings=6)
    return folder / "small", folder / "large"


def build(raw: Path, out: Path, *, csv: bool = False) -> None:
    building.build(raw, out, csv=csv)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize(
    "moves",
    [pytest.param(moves, marks=[pytest.mark.heavy] if moves % 9 else []) for moves in range(0, len(TABLES) + 3, 3)],
)
def test_a_build_killed_between_two_files_still_loads_as_the_new_tables(
    corpora: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    small, large = corpora
    build(small, tmp_path / "out")
    done = 0
    replace = Path.replace

    def replace_until_killed(self: Path, target: Path) -> Path:
        nonlocal done
        done += self.parent.name == NEXT
        if done > moves:
            raise KilledError
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace_until_killed)
        with suppress(KilledError):  # the last numbers are higher than the number of files
            build(large, tmp_path / "out")
    assert done > 0
    tables = load(tmp_path / "out")
    assert len(tables.meetings) == 6
    assert set(tables.items["meeting_id"]) <= set(tables.meetings["meeting_id"])


def test_a_build_killed_while_it_writes_leaves_the_tables_that_were_there(
    corpora: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = corpora
    build(small, tmp_path / "out")
    before = contents(tmp_path / "out")

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pyarrow.parquet.ParquetWriter.write_table", full_disk)
        with pytest.raises(OSError, match="No space left"):
            build(large, tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_the_next_build_finishes_what_a_killed_one_left(corpora: tuple[Path, Path], tmp_path: Path) -> None:
    small, large = corpora
    out = tmp_path / "out"
    build(small, out)
    build(large, tmp_path / "other")
    (tmp_path / "other").rename(out / NEXT)
    finish(out)
    assert NEXT not in files(out)
    assert len(load(out).meetings) == 6


def test_unfinished_tables_count_for_nothing(corpora: tuple[Path, Path], tmp_path: Path) -> None:
    small, large = corpora
    out = tmp_path / "out"
    build(small, out)
    build(large, tmp_path / "other")
    (tmp_path / "other" / MANIFEST).unlink()
    (tmp_path / "other").rename(out / NEXT)
    assert len(load(out).meetings) == 3
    build(large, out)
    assert len(load(out).meetings) == 6


def test_csv_files_of_an_earlier_build_go_when_the_tables_change(corpora: tuple[Path, Path], tmp_path: Path) -> None:
    small, large = corpora
    build(small, tmp_path / "out", csv=True)
    assert "items.csv" in files(tmp_path / "out")
    build(large, tmp_path / "out")
    assert "items.csv" not in files(tmp_path / "out")
