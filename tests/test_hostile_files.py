"""Things in a folder of minutes that are not files, or have hostile names: each gives at most one problem."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
import regex as re

from referat import load
from referat.formats import source_files
from referat.pipeline import build as building
from referat.pipeline.build import build, files_in
from referat.records import cpu_time_limit
from referat.records.document_reader import read_document
from referat.records.rows import Rows
from referat.tables.frames import Tables, check

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(sys.platform == "win32", reason="pipes, sockets and such names are of Unix"),
]

MINUTES = """REFERAT Haveudvalget d. {day}-03-2023
Mødedato d. {day}-03-2023
Mødedeltagere Bodil Ravn, Tage Kvist

Punkt 1: Nye bænke

23/1

Beslutning

Godkendt.
"""

PATIENCE = 120
"""Seconds after which a build hangs."""


def pipe(raw: Path) -> None:
    os.mkfifo(raw / "pipe.txt")


def plug(raw: Path) -> None:
    here = Path.cwd()
    os.chdir(raw)  # a socket's address is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("plug.txt")
    os.chdir(here)


def circle(raw: Path) -> None:
    (raw / "one.txt").symlink_to("other.txt")
    (raw / "other.txt").symlink_to("one.txt")


def itself(raw: Path) -> None:
    (raw / "itself.txt").symlink_to("itself.txt")


def nowhere(raw: Path) -> None:
    (raw / "nowhere.txt").symlink_to("gone.txt")


def no_letters(raw: Path) -> None:
    with open(os.fsencode(raw) + b"/m\xf8de.txt", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(MINUTES.format(day="10"))


def many_lines(raw: Path) -> None:
    (raw / "a\nb\x1b[2J\u202e.txt").write_text("hej", encoding="utf-8")


def as_long_as_can_be(raw: Path) -> None:
    (raw / ("x" * 251 + ".txt")).write_text("hej", encoding="utf-8")


def formula(raw: Path) -> None:
    (raw / "=cmd|' !A0.txt").write_text("hej", encoding="utf-8")


def folder_like_a_file(raw: Path) -> None:
    (raw / "folder.pdf").mkdir()
    (raw / "folder.pdf" / "within.txt").write_text(MINUTES.format(day="11"), encoding="utf-8")


def enormous(raw: Path) -> None:
    with (raw / "enormous.txt").open("wb") as file:
        file.truncate(source_files.LARGEST + 1)


def deeper_than_paths_are_long(raw: Path) -> None:
    here = Path.cwd()
    os.chdir(raw)
    for _ in range(500):
        Path("folder-in").mkdir()
        os.chdir("folder-in")
    os.chdir(here)


THINGS: tuple[tuple[Callable[[Path], None], str, str], ...] = (
    (pipe, "pipe.txt", "unreadable_file"),
    (plug, "plug.txt", "unreadable_file"),
    (circle, "one.txt", "unreadable_file"),
    (circle, "other.txt", "unreadable_file"),
    (itself, "itself.txt", "unreadable_file"),
    (nowhere, "nowhere.txt", "unreadable_file"),
    (no_letters, r"m\xf8de.txt", ""),
    (many_lines, "a\nb\x1b[2J\u202e.txt", "not_minutes"),
    (as_long_as_can_be, "x" * 251 + ".txt", "not_minutes"),
    (formula, "=cmd|' !A0.txt", "not_minutes"),
    (folder_like_a_file, "folder.pdf/within.txt", ""),
    (enormous, "enormous.txt", "too_large"),
)
"""The content of the folder, its name as a source, and its problem, if any."""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "referat", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Build a folder of these things and a plain file twice from the command line: the second time from the cache."""
    folder = tmp_path_factory.mktemp("hostile")
    raw = folder / "raw"
    raw.mkdir()
    (raw / "neighbour.txt").write_text(MINUTES.format(day="06"), encoding="utf-8")
    for thing in dict.fromkeys(thing for thing, _, _ in THINGS):
        thing(raw)
    for _ in range(2):
        done = run("build", raw, "-o", folder / "out", "--csv")
        assert done.returncode == 0 and "Traceback" not in done.stderr
        assert not any(sign in done.stderr for sign in ("\x1b", "\u202e"))
    yield folder / "out"


@pytest.fixture(scope="module")
def tables(out: Path) -> Tables:
    tables = load(out)
    assert check(tables) == []
    return tables


def test_minutes_next_to_them_are_read(tables: Tables) -> None:
    assert tables.meetings["meeting_id"].tolist() == [
        "haveudvalget-2023-03-11",
        "haveudvalget-2023-03-10",
        "haveudvalget-2023-03-06",
    ]


@pytest.mark.parametrize(("source", "code"), [(source, code) for _, source, code in THINGS])
def test_a_thing_that_is_no_file_is_one_problem(tables: Tables, source: str, code: str) -> None:
    problems = tables.problems[tables.problems["source"] == source]
    assert problems.loc[problems["severity"] == "error", "code"].tolist() == ([code] if code else [])
    assert code or source in set(tables.meetings["source"])


def test_no_name_is_a_formula_in_a_csv_file(out: Path) -> None:
    sources = pd.read_csv(out / "problems.csv")["source"]
    assert "'=cmd|' !A0.txt" in set(sources)


def test_folders_deeper_than_a_path_can_be_are_reported(tmp_path: Path) -> None:
    (tmp_path / "neighbour.txt").write_text(MINUTES.format(day="06"), encoding="utf-8")
    deeper_than_paths_are_long(tmp_path)
    tables = load(tmp_path)
    assert len(tables.meetings) == 1
    assert tables.problems.loc[tables.problems["severity"] == "error", "code"].tolist() == ["unreadable_file"]


def test_a_folder_without_permission_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b.txt").write_text(MINUTES.format(day="06"), encoding="utf-8")
    scandir = os.scandir

    def guarded(path: str | Path) -> object:
        if str(path).endswith("a"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert [path.name for path in source_files.find(tmp_path)] == ["a", "b.txt"]


def test_a_file_that_vanishes_before_it_is_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(MINUTES.format(day="06"), encoding="utf-8")
    (raw / "b.txt").write_text(MINUTES.format(day="07"), encoding="utf-8")

    def vanishing(folder: Path, out: Path) -> list[Path]:
        result = files_in(folder, out)
        (folder / "b.txt").unlink()
        return result

    monkeypatch.setattr(building, "files_in", vanishing)
    build(raw, tmp_path / "out")
    tables = load(tmp_path / "out")
    assert tables.meetings["source"].tolist() == ["a.txt"]
    assert tables.problems.loc[tables.problems["source"] == "b.txt", "code"].tolist() == ["unreadable_file"]


def test_an_endless_file_is_read_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_files, "LARGEST", 1000)
    (tmp_path / "a.txt").write_text("x" * 1001, encoding="utf-8")
    assert [row["code"] for row in source_files.read(tmp_path / "a.txt", tmp_path).problems] == ["too_large"]
    (tmp_path / "a.txt").write_text("x" * 1000, encoding="utf-8")
    assert source_files.read(tmp_path / "a.txt", tmp_path).problems == ()


def test_an_endless_search_is_stopped_and_costs_no_other_file_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blows_up_on_one(path: Path, raw: Path) -> Iterator[Rows]:
        if path.name == "b.txt":
            assert re.search(r"^(a|a|aa)+$", "a" * 100 + "!") is None  # twice as long with every letter more
        return read_document(path, raw)

    (tmp_path / "a.txt").write_text(MINUTES.format(day="06"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(MINUTES.format(day="07"), encoding="utf-8")
    monkeypatch.setattr(cpu_time_limit, "SECONDS", 0.5)
    monkeypatch.setattr(building, "read_document", blows_up_on_one)
    tables = load(tmp_path)
    assert tables.meetings["source"].tolist() == ["a.txt"]
    assert tables.problems.loc[tables.problems["source"] == "b.txt", "code"].tolist() == ["too_large"]


def test_a_build_is_asked_to_read_a_thing_that_is_no_file(tmp_path: Path) -> None:
    pipe(tmp_path)
    done = run("build", tmp_path / "pipe.txt", "-o", tmp_path / "out")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
