"""The same minutes give the same bytes however they are read; `test_build.py` tests hash seed, locale and time zone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from referat.demo import write as write_demo
from referat.pipeline import build as building
from referat.pipeline.build import build, files_in

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Minutes in folders, one meeting twice, and a file without minutes."""
    folder = tmp_path_factory.mktemp("same") / "raw"
    write_demo(folder / "b", meetings=14)
    write_demo(folder / "a" / "deep", meetings=4)
    (folder / "c.txt").write_text("Ingen dagsorden.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def plain(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bytes of a build by one process, without a cache."""
    return contents(raw, tmp_path_factory.mktemp("plain"))


def contents(raw: Path, out: Path, executor: ProcessPoolExecutor | None = None) -> dict[str, bytes]:
    build(raw, out, csv=True, executor=executor)
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


@pytest.mark.heavy
@pytest.mark.parametrize("workers", [2, 5])
@pytest.mark.parametrize("files_at_once", [1, 7])
def test_the_number_of_workers_and_their_shares_change_no_byte(
    raw: Path,
    plain: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    workers: int,
    files_at_once: int,
) -> None:
    monkeypatch.setattr(building, "_FILES_AT_ONCE", files_at_once)
    with ProcessPoolExecutor(workers) as executor:
        assert contents(raw, tmp_path / "out", executor) == plain


def test_the_order_in_which_a_disk_lists_its_files_changes_no_byte(
    raw: Path, plain: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = os.walk

    def backwards(top: Path, **options: Any) -> Iterator[tuple[str, list[str], list[str]]]:
        for folder, folders, names in walk(top, **options):
            folders.sort(reverse=True)
            yield folder, folders, sorted(names, reverse=True)

    monkeypatch.setattr("referat.formats.source_files.os.walk", backwards)
    assert contents(raw, tmp_path / "out") == plain


@pytest.mark.heavy
def test_what_was_read_before_changes_no_byte(raw: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    """Parts of every second file, then of three more, then of all: rows of one file lie in the midst of others'."""
    files = [path.relative_to(raw) for path in files_in(raw)]
    markers = [path.relative_to(raw) for path in raw.rglob("_corpus.toml")]
    for known in ([*markers, *files[::2]], sorted({*files[::2], *files[1:7]}), files):
        for path in known:
            (tmp_path / "raw" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "raw" / path).write_bytes((raw / path).read_bytes())
        result = contents(tmp_path / "raw", tmp_path / "out")
    assert result == plain


def test_minutes_in_another_place_give_the_same_bytes(raw: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    for path in [*files_in(raw), *raw.rglob("_corpus.toml")]:
        twin = tmp_path / "Ærø mappe" / path.relative_to(raw)
        twin.parent.mkdir(parents=True, exist_ok=True)
        twin.write_bytes(path.read_bytes())
    assert contents(tmp_path / "Ærø mappe", tmp_path / "out") == plain
