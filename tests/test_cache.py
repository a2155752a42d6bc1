"""A rerun reads only what is new or changed, and gives the very bytes that a first run gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from referat.cli.main import main
from referat.demo import write as write_demo
from referat.pipeline import batch_cache
from referat.pipeline import build as building
from referat.pipeline.batch_cache import NAME
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


def parts(out: Path) -> list[Path]:
    return sorted((out / NAME).iterdir())


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
    (kept,) = parts(tmp_path / "out")
    kept.write_bytes(damaged(kept.read_bytes()))
    assert build(raw, tmp_path / "out") == first
    assert len(files_read) == 12


def test_of_a_file_that_is_removed_nothing_is_kept(raw: Path, tmp_path: Path, files_read: list[str]) -> None:
    build(raw, tmp_path / "out")
    before = parts(tmp_path / "out")
    minutes(raw)[0].unlink()
    build(raw, tmp_path / "out")
    (kept,) = parts(tmp_path / "out")
    assert kept not in before and len(Batch(kept).files) == len(Batch(kept).table("meetings")) == 5
    assert len(files_read) == 6


def test_a_changed_reader_reads_all_anew(
    raw: Path, tmp_path: Path, files_read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(raw, tmp_path / "out")
    monkeypatch.setattr(batch_cache, "code_fingerprint", lambda: "another")
    build(raw, tmp_path / "out")
    assert len(files_read) == 12
    assert len(parts(tmp_path / "out")) == 1


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
    """Stands for the moment a process ends."""


def killed(*_: object) -> None:
    raise KilledError


def test_a_public_build_keeps_no_cache(raw: Path, tmp_path: Path) -> None:
    build(raw, tmp_path / "out")
    assert main(["build", str(raw), "-o", str(tmp_path / "out"), "--public"]) == 0
    assert not (tmp_path / "out" / NAME).exists()
