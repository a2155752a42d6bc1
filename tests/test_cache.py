"""A rerun reads only new and changed files, and gives the same bytes as a first run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from referat import load
from referat.cli.main import main
from referat.demo import write as write_demo
from referat.pipeline import batch_cache, load_cache
from referat.pipeline import build as building
from referat.pipeline.batch_cache import NAME
from referat.schema.registry import TABLES
from referat.tables.batches import Batch


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    write_demo(tmp_path / "raw", meetings=6)
    return tmp_path / "raw"


@pytest.fixture
def files_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    rows_from = building.read_document

    def counting(path: Path, raw: Path) -> object:
        names.append(path.name)
        return rows_from(path, raw)

    monkeypatch.setattr(building, "read_document", counting)
    return names


def build(raw: Path, out: Path) -> dict[str, bytes]:
    assert main(["build", str(raw), "-o", str(out), "--csv", "--jobs", "1"]) == 0
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def minutes(raw: Path) -> list[Path]:
    return sorted(raw.glob("*.txt"))


def test_a_second_build_reads_no_file_again_and_gives_the_same_bytes(
    raw: Path, tmp_path: Path, files_read: list[str]
) -> None:
    first = build(raw, tmp_path / "out")
    assert len(files_read) == 6
    assert build(raw, tmp_path / "out") == first
    assert len(files_read) == 6


@pytest.mark.heavy
def test_a_changed_file_a_new_one_and_a_removed_one_give_what_a_full_build_gives(
    raw: Path, tmp_path: Path, files_read: list[str]
) -> None:
    build(raw, tmp_path / "out")
    changed, renamed, removed, *_ = minutes(raw)
    changed.write_text(changed.read_text(encoding="utf-8").replace("Punkt 1", "Punkt 01"), encoding="utf-8")
    renamed.rename(raw / "later.txt")
    removed.unlink()
    files_read.clear()
    again = build(raw, tmp_path / "out")
    assert sorted(files_read) == sorted([changed.name, "later.txt"])
    assert again == build(raw, tmp_path / "full")


def batches(out: Path) -> list[Path]:
    return sorted((out / NAME).iterdir())


@pytest.mark.heavy
@pytest.mark.parametrize(
    "damaged",
    [
        lambda whole: b"",
        lambda whole: b"no archive at all, but long enough to look like one" * 100,
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:2000] + bytes(20) + whole[2020:],
    ],
    ids=["empty", "something else", "cut", "zeros inside"],
)
def test_a_damaged_cache_is_as_good_as_none(
    raw: Path, tmp_path: Path, files_read: list[str], damaged: Callable[[bytes], bytes]
) -> None:
    first = build(raw, tmp_path / "out")
    (kept,) = batches(tmp_path / "out")
    kept.write_bytes(damaged(kept.read_bytes()))
    assert build(raw, tmp_path / "out") == first
    assert len(files_read) == 12


@pytest.mark.heavy
def test_nothing_of_a_removed_file_is_kept(raw: Path, tmp_path: Path, files_read: list[str]) -> None:
    build(raw, tmp_path / "out")
    before = batches(tmp_path / "out")
    minutes(raw)[0].unlink()
    build(raw, tmp_path / "out")
    (kept,) = batches(tmp_path / "out")
    assert kept not in before and len(Batch(kept).files) == len(Batch(kept).table("meetings")) == 5
    assert len(files_read) == 6


@pytest.mark.heavy
def test_a_changed_reader_reads_all_files_again(
    raw: Path, tmp_path: Path, files_read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(raw, tmp_path / "out")
    monkeypatch.setattr(batch_cache, "code_fingerprint", lambda: "another")
    build(raw, tmp_path / "out")
    assert len(files_read) == 12
    assert len(batches(tmp_path / "out")) == 1


@pytest.mark.heavy
def test_a_killed_build_need_not_read_again_what_it_had_read(
    raw: Path, tmp_path: Path, files_read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = build(raw, tmp_path / "full")
    monkeypatch.setattr(building, "_FILES_AT_ONCE", 2)
    files_read.clear()
    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr(building, "index_corpus", killed)
        build(raw, tmp_path / "out")
    assert build(raw, tmp_path / "out") == full
    assert len(files_read) == 6


class KilledError(Exception):
    """Simulates the end of a process."""


def killed(*_: object) -> None:
    raise KilledError


@pytest.mark.heavy
def test_a_public_build_keeps_no_cache(raw: Path, tmp_path: Path) -> None:
    build(raw, tmp_path / "out")
    assert main(["build", str(raw), "-o", str(tmp_path / "out"), "--public"]) == 0
    assert not (tmp_path / "out" / NAME).exists()


@pytest.mark.heavy
def test_a_build_after_interleaved_ones_has_the_batches_of_a_first_build(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_FILES_AT_ONCE", 2)
    full = build(raw, tmp_path / "full")
    later = [path.rename(tmp_path / path.name) for path in minutes(raw)[::2]]
    build(raw, tmp_path / "out")
    for path in later:
        path.rename(raw / path.name)
    assert build(raw, tmp_path / "out") == full
    assert [path.name for path in batches(tmp_path / "out")] == [path.name for path in batches(tmp_path / "full")]


@pytest.mark.heavy
def test_one_file_more_rewrites_no_batch(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_FILES_AT_ONCE", 2)
    later = minutes(raw)[-1].rename(tmp_path / "later.txt")
    build(raw, tmp_path / "out")
    before = batches(tmp_path / "out")
    later.rename(raw / "later.txt")
    build(raw, tmp_path / "out")
    assert set(before) < set(batches(tmp_path / "out"))


@pytest.mark.heavy
def test_only_batches_between_whose_files_others_come_are_rewritten(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_FILES_AT_ONCE", 2)
    monkeypatch.setattr(batch_cache, "_MOST_SLICES", 1)
    *_, last = minutes(raw)
    later = [path.rename(tmp_path / path.name) for path in minutes(raw)[1:4:2]]
    build(raw, tmp_path / "out")
    whole = [path for path in batches(tmp_path / "out") if last.name in {file.source for file in Batch(path).files}]
    for path in later:
        path.rename(raw / path.name)
    build(raw, tmp_path / "out")
    assert set(batches(tmp_path / "out")) >= set(whole)
    assert len(whole) == 1
    assert len(batches(tmp_path / "out")) == 3


# --- The cache of `load` and `check` ---


@pytest.fixture
def user_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(load_cache.VARIABLE, str(tmp_path / "user cache"))
    return tmp_path / "user cache"


@pytest.mark.usefixtures("user_cache")
def test_a_second_load_and_a_check_read_no_file_again(raw: Path, files_read: list[str]) -> None:
    before = sorted(raw.rglob("*"))
    first = load(raw)
    assert len(files_read) == 6
    assert main(["check", str(raw)]) == 0
    again = load(raw)
    assert len(files_read) == 6
    for table in TABLES:
        pd.testing.assert_frame_equal(first[table.name], again[table.name])
    assert sorted(raw.rglob("*")) == before, "nothing is kept next to the minutes"


@pytest.mark.usefixtures("user_cache")
def test_load_sees_a_changed_file_and_changed_settings(raw: Path, files_read: list[str]) -> None:
    load(raw)
    changed = minutes(raw)[0]
    changed.write_text(changed.read_text(encoding="utf-8").replace("Punkt 1", "Punkt 01"), encoding="utf-8")
    files_read.clear()
    load(raw)
    assert files_read == [changed.name]
    (raw / "_corpus.toml").write_text('municipality = "Sandby"\n', encoding="utf-8")
    assert set(load(raw).meetings["municipality"]) == {"Sandby"}


@pytest.mark.heavy
def test_load_works_without_a_cache(
    raw: Path, tmp_path: Path, files_read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    for off in ("", str(tmp_path / "file" / "below"), str(raw / "cache")):
        monkeypatch.setenv(load_cache.VARIABLE, off)
        files_read.clear()
        assert len(load(raw).meetings) == len(files_read) == 6
    assert not (raw / "cache").exists()


def test_the_cache_keeps_the_folders_used_last(raw: Path, user_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_cache, "_MOST_ENTRIES", 1)
    load(raw)
    (first,) = user_cache.iterdir()
    load(minutes(raw)[0])
    (second,) = user_cache.iterdir()
    assert first != second
