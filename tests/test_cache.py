"""A rerun reads only what is new or changed, and gives the very bytes that a first run gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from referat import build as building
from referat.cache import NAME, Cache
from referat.cli import main
from referat.demo import write as write_demo


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    write_demo(tmp_path / "raw", meetings=6)
    return tmp_path / "raw"


@pytest.fixture
def files_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    rows_from = building.rows_from

    def counting(path: Path, raw: Path) -> object:
        names.append(path.name)
        return rows_from(path, raw)

    monkeypatch.setattr(building, "rows_from", counting)
    return names


def build(raw: Path, out: Path) -> dict[str, bytes]:
    assert main(["build", str(raw), "-o", str(out), "--csv", "--jobs", "1"]) == 0
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != NAME}


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


def test_a_damaged_cache_is_as_good_as_none(raw: Path, tmp_path: Path) -> None:
    first = build(raw, tmp_path / "out")
    (tmp_path / "out" / NAME).write_bytes(b"no database at all, but long enough to look like one" * 100)
    assert build(raw, tmp_path / "out") == first


def test_a_public_build_keeps_no_cache(raw: Path, tmp_path: Path) -> None:
    build(raw, tmp_path / "out")
    assert main(["build", str(raw), "-o", str(tmp_path / "out"), "--public"]) == 0
    assert not Cache(tmp_path / "out").path.exists()
