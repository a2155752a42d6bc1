"""Builds that are killed, run out of disk, or run at the same time: the tables afterwards are complete.

`make test-all` kills some forty builds; `make test-release` kills a thousand.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from referat import load
from referat.demo import write as write_demo
from referat.pipeline.batch_cache import NAME as CACHE
from referat.pipeline.build import build, files_in, read
from referat.schema.registry import TABLES
from referat.tables.staging import LOCK, MANIFEST

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are made with fork, which this system lacks"),
]

KILLS = 40
KILLS_OF_A_RELEASE = 1000
SIZES = (2, 3, 5)
"""Number of meetings per corpus; it identifies the tables."""

Frames = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Return folders of minutes by the number of their meetings."""
    folder = tmp_path_factory.mktemp("corpora")
    for meetings in SIZES:
        write_demo(folder / str(meetings), meetings=meetings)
    return {meetings: folder / str(meetings) for meetings in SIZES}


@pytest.fixture(scope="module")
def whole(corpora: dict[int, Path]) -> dict[int, Frames]:
    """Return the expected tables of each corpus."""
    tables = {meetings: read(raw, files_in(raw)) for meetings, raw in corpora.items()}
    return {meetings: {table.name: result[table.name] for table in TABLES} for meetings, result in tables.items()}


def forked(raw: Path, out: Path, *, csv: bool = False) -> int:
    """Start a build in a process of its own and return its id; imports are done, so that a kill hits the build."""
    pid = os.fork()
    if pid == 0:
        status = 1
        with contextlib.suppress(BaseException):
            build(raw, out, csv=csv)
            status = 0
        os._exit(status)
    return pid


def corpus_of(out: Path, whole: dict[int, Frames]) -> int:
    """Return which corpus the loaded tables are of, after checking that all of them are its and are whole."""
    tables = load(out)
    meetings = len(tables.meetings)
    for name, expected in whole[meetings].items():
        pd.testing.assert_frame_equal(tables[name], expected)
    return meetings


def killed_builds(corpora: dict[int, Path], whole: dict[int, Frames], out: Path, kills: int, seed: int) -> list[int]:
    """Kill a number of builds at random moments; return the corpus found after each."""
    chance = Random(seed)
    build(corpora[SIZES[0]], out)
    start = time.monotonic()
    os.waitpid(forked(corpora[SIZES[-1]], out), 0)
    longest = 1.2 * (time.monotonic() - start)
    result = [corpus_of(out, whole)]
    for _ in range(kills):
        meetings = chance.choice(SIZES)
        pid = forked(corpora[meetings], out, csv=chance.random() < 0.5)
        time.sleep(chance.random() * longest)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        result.append(corpus_of(out, whole))
        assert result[-1] in (result[-2], meetings)
    return result


@pytest.mark.heavy
def test_a_build_killed_at_any_moment_leaves_whole_tables_of_one_corpus(
    corpora: dict[int, Path], whole: dict[int, Frames], tmp_path: Path
) -> None:
    result = killed_builds(corpora, whole, tmp_path / "out", KILLS, seed=7)
    assert len(set(result)) > 1, "no killed build got as far as its tables"
    assert any(one == other for one, other in pairwise(result)), "no build was killed before that"


@pytest.mark.release
def test_a_thousand_killed_builds_leave_whole_tables(
    corpora: dict[int, Path], whole: dict[int, Frames], tmp_path: Path
) -> None:
    for seed in range(4):
        killed_builds(corpora, whole, tmp_path / str(seed), KILLS_OF_A_RELEASE // 4, seed)


@pytest.mark.heavy
def test_the_build_after_killed_ones_leaves_nothing_of_them(
    corpora: dict[int, Path], whole: dict[int, Frames], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    killed_builds(corpora, whole, out, 8, seed=3)
    build(corpora[3], out)
    assert corpus_of(out, whole) == 3
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [CACHE, LOCK, MANIFEST, "datapackage.json", *(f"{table.name}.parquet" for table in TABLES)]
    )


@pytest.mark.parametrize("kilobytes", [3, *(pytest.param(size, marks=pytest.mark.heavy) for size in (0, 9, 20))])
def test_a_full_disk_leaves_the_tables_that_were_there_and_says_so_in_a_line(
    corpora: dict[int, Path], tmp_path: Path, kilobytes: int
) -> None:
    out = tmp_path / "out"
    build(corpora[2], out)
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.name != CACHE}
    done = subprocess.run(
        [sys.executable, "-c", WITH_LITTLE_DISK, str(kilobytes << 10), "build", str(corpora[5]), "-o", str(out)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.name != CACHE} == before


WITH_LITTLE_DISK = """
import resource, signal, sys
from referat.cli.main import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(main(sys.argv[2:]))
"""
"""A command under which no file can grow beyond so many bytes."""


@pytest.mark.heavy
def test_builds_at_once_leave_the_tables_of_one_of_them(
    corpora: dict[int, Path], whole: dict[int, Frames], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for _ in range(5):
        for pid in [forked(corpora[meetings], out, csv=meetings == 3) for meetings in SIZES]:
            assert os.waitpid(pid, 0)[1] == 0
        in_place = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["rows"]["meetings"]
        assert corpus_of(out, whole) == in_place
        assert ((out / "items.csv").exists()) == (in_place == 3)


@pytest.mark.heavy
def test_tables_loaded_while_builds_replace_them_are_of_one_corpus(
    corpora: dict[int, Path], whole: dict[int, Frames], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build(corpora[2], out)
    builders = [_building_for_ever(corpora[meetings], out) for meetings in SIZES]
    try:
        result = {corpus_of(out, whole) for _ in range(25)}
        waited_until = time.monotonic() + 120  # on a busy machine the first build may take long
        while len(result) == 1 and time.monotonic() < waited_until:
            result.add(corpus_of(out, whole))
    finally:
        for pid in builders:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    assert len(result) > 1, "no build replaced the tables meanwhile"


def _building_for_ever(raw: Path, out: Path) -> int:
    pid = os.fork()
    while pid == 0:
        with contextlib.suppress(BaseException):
            build(raw, out)
    return pid
