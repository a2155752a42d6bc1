"""Random corpora: nothing is lost, nothing leaks, and a rebuild gives the result of a fresh build.

Each corpus is drawn from a seed, which is in the name of a failing test. `make test` draws some, a release thousands.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from random_corpus import Drawer, MinutesFile

from referat import load
from referat.pipeline.build import build, files_in, read
from referat.schema.registry import TABLES
from referat.tables.frames import Tables, check

PLANTED = "hemmelig"
A_FEW, HUNDRED = range(12), 100
"""Seeds of `make test`, and how many corpora one test of a release draws."""


# --- Properties of the tables of any corpus ---


def faults(files: Sequence[MinutesFile], tables: Tables) -> list[str]:
    """Return the faults in the tables of some files; empty if there are none."""
    without_row = {file.name for file in files} - {*tables.documents["source"], *tables.problems["source"]}
    broken = tables.problems["text"][tables.problems["code"] == "contract_broken"]
    return [
        *broken,
        *(f"{name} has no row" for name in sorted(without_row)),
        *_lost(files, tables),
        *(fault for file in files for fault in _unaccounted(file, tables)),
    ]


def _lost(files: Sequence[MinutesFile], tables: Tables) -> Iterator[str]:
    """Yield the titles, decisions and persons of the files that are in no table, not even in `problems`."""
    cells = "\n".join(tables[table.name].to_csv() for table in TABLES)
    for file in files:
        for item in file.items:
            if item.word not in cells:
                yield f"title {item.title} of {file.name}"
            if not file.is_agenda and item.decision not in cells:
                yield f"decision {item.decision} of {file.name}"
        yield from (f"{person} of {file.name}" for person in file.listed if person not in cells)


def _unaccounted(file: MinutesFile, tables: Tables) -> Iterator[str]:
    """Yield the lines with text that are in no document and that no problem names."""
    if file.form == "json":
        return
    taken: set[int] = set()
    for rows in (tables.documents, tables.problems):
        of_file = rows[rows["source"] == file.name].dropna(subset=["line_start"])
        for first, last in zip(of_file["line_start"], of_file["line_end"].fillna(of_file["line_start"]), strict=True):
            taken |= set(range(int(first), int(last) + 1))
    for number, line in enumerate(file.text().split("\n"), 1):
        if line.strip() and number not in taken:
            yield f"line {number} of {file.name}: {line}"


def _leaks(out: Path, planted: Iterable[str]) -> Iterator[str]:
    """Yield the files of a public or anonymous build that contain a planted word, in their names too."""
    pattern = re.compile("|".join(planted), re.IGNORECASE)
    for path in sorted(out.rglob("*")):
        if pattern.search(path.name):
            yield path.name
        if path.suffix == ".parquet":
            data = pq.ParquetFile(path).read()
            yield from (f"{path.name}: {name}" for name in data.column_names if _tells(data[name], pattern))
        elif path.is_file() and (word := pattern.search(path.read_bytes().decode("utf-8", "replace"))):
            yield f"{path.name}: {word[0]}"


def _tells(cells: pa.ChunkedArray, pattern: re.Pattern[str]) -> bool:
    """Return whether a planted word is in any cell of a column."""
    texts = cells.cast(pa.large_string()).drop_null()
    return bool(pc.any(pc.match_substring_regex(texts, pattern.pattern, ignore_case=True)).as_py())


# --- A corpus that grows, changes and shrinks ---


def write(files: Sequence[MinutesFile], raw: Path) -> None:
    """Write the files as the only content of a folder."""
    shutil.rmtree(raw, ignore_errors=True)
    for file in files:
        file.write(raw)


def faults_of_reading(seed: int, folder: Path) -> list[str]:
    """Return the faults in the tables of a corpus that is read in memory."""
    files = Drawer(seed).corpus()[0]
    write(files, folder)
    tables = read(folder, files_in(folder))
    return check(tables) + faults(files, tables)


def faults_of_building(seed: int, folder: Path, executor: Executor | None = None) -> list[str]:
    """Return the faults of a corpus that is built, changed, built again, and published, half of them anonymous.

    A build on top of earlier builds, in this process, is compared with a fresh build made by the executor.
    """
    raw, out, fresh, public = (folder / name for name in ("raw", "out", "fresh", "public"))
    style: dict[str, Any] = {"by_year": seed % 5 == 0, "csv": {0: "danish", 1: True}.get(seed % 6, False)}
    wrong: list[str] = []
    for files in Drawer(seed).corpus():
        write(files, raw)
        wrong += _faults_of_tables(files, out, build(raw, out, **style))
    build(raw, fresh, executor=executor, **style)
    wrong += [] if _bytes(out) == _bytes(fresh) else ["a rebuild gives other bytes"]
    anonymous = seed % 2 == 1
    surnames = {person.split()[1] for file in files for person in file.listed} if anonymous else set()
    build(raw, public, public=True, anonymous=anonymous, executor=executor, **style)
    wrong += [f"leaked: {place}" for place in _leaks(public, [PLANTED, *surnames])]
    wrong += check(load(out)) + check(load(public))
    kept = json.loads((public / "manifest.json").read_text())["rows"]["items"]
    return wrong if kept == len(load(out)["items"]) else [*wrong, "a public build has other items"]


def _faults_of_tables(files: Sequence[MinutesFile], out: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield the faults in built tables and their manifest."""
    tables = load(out)
    yield from faults(files, tables)
    if manifest["rows"] != {t.name: len(tables[t.name]) for t in TABLES}:
        yield "rows of the manifest"
    if [row["source"] for row in manifest["inputs"]] != sorted({file.name for file in files}):
        yield "inputs of the manifest"


def _bytes(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if _is_table(path, out)}


def _is_table(path: Path, out: Path) -> bool:
    return path.is_file() and not any(part.startswith(".") for part in path.relative_to(out).parts)


# --- The tests ---


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=[pytest.mark.heavy] if seed % 3 else []) for seed in A_FEW])
def test_no_title_decision_person_or_line_of_a_random_corpus_is_lost(seed: int, tmp_path: Path) -> None:
    assert faults_of_reading(seed, tmp_path) == []


@pytest.mark.heavy
@pytest.mark.parametrize("seed", A_FEW[:2])
def test_a_random_corpus_may_change_and_loses_and_leaks_nothing(seed: int, tmp_path: Path) -> None:
    assert faults_of_building(seed, tmp_path) == []


@pytest.mark.release
@pytest.mark.parametrize("hundred", range(20))
def test_a_hundred_random_corpora_lose_and_leak_nothing(hundred: int, tmp_path: Path) -> None:
    seeds = range(hundred * HUNDRED, (hundred + 1) * HUNDRED)
    with ProcessPoolExecutor(2) as executor:
        faults_by_seed = {seed: _in_folder(seed, tmp_path / str(seed), executor) for seed in seeds}
    assert {seed: wrong for seed, wrong in faults_by_seed.items() if wrong} == {}


def _in_folder(seed: int, folder: Path, executor: Executor) -> list[str]:
    folder.mkdir()
    wrong = faults_of_building(seed, folder, executor)
    shutil.rmtree(folder)
    return wrong
