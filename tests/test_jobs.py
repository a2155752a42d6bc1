"""Several processes in one build, and their end when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from referat import load
from referat.cli.main import main
from referat.demo import write as write_demo

MEETINGS = 150


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    write_demo(tmp_path_factory.mktemp("jobs") / "raw", meetings=MEETINGS)
    return tmp_path_factory.getbasetemp() / "jobs0" / "raw"


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def waited_for(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


@pytest.mark.heavy
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="this system does not tell of a process's children")
def test_workers_of_a_killed_build_end_and_hold_up_no_other(raw: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "referat", "build", str(raw), "-o", str(tmp_path), "--jobs", "2"]
    killed = subprocess.Popen(command)
    assert waited_for(lambda: (tmp_path / ".batches").is_dir()), "the build did not begin to read"
    workers = children(killed.pid)
    assert len(workers) == 2
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert main(["build", str(raw), "-o", str(tmp_path), "--jobs", "1"]) == 0
    assert len(load(tmp_path).meetings) == MEETINGS
    assert waited_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers)), "workers outlived their build"
