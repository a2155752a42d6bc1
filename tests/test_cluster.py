"""A build on a Dask cluster (scheduler and workers are processes) gives the same bytes as one process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from referat.cli.main import main
from referat.pipeline import build as building
from referat.pipeline import dask_cluster
from referat.pipeline.build import build
from referat.pipeline.dask_cluster import ClusterError, cluster
from referat.tables.batches import Batch

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

WORKERS = 3


@pytest.fixture(scope="module")
def plain(demo_minutes: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bytes of a build by one process."""
    out = tmp_path_factory.mktemp("plain")
    build(demo_minutes, out, csv=True)
    return contents(out)


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def started(module: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{module}", "--host", "127.0.0.1", "--no-dashboard", *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Cluster:
    """A scheduler, and workers that can be killed."""

    def __init__(self, folder: Path) -> None:
        messages = folder / "scheduler.json"
        self.scheduler = started("dask_scheduler", "--port", "0", "--scheduler-file", str(messages))
        self.workers = [
            started("dask_worker", "--scheduler-file", str(messages), "--no-nanny", "--nthreads", "1")
            for _ in range(WORKERS)
        ]
        deadline = time.monotonic() + 60
        while not messages.exists() or not messages.read_text(encoding="utf-8").endswith("}"):
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.05)
        self.address = str(json.loads(messages.read_text(encoding="utf-8"))["address"])

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    result = Cluster(tmp_path_factory.mktemp("running"))
    yield result
    result.end()


@pytest.mark.heavy
def test_a_cluster_gives_the_bytes_of_one_process(
    demo_minutes: Path, plain: dict[str, bytes], running: Cluster, tmp_path: Path
) -> None:
    assert main(["build", str(demo_minutes), "-o", str(tmp_path), "--csv", "--scheduler", running.address]) == 0
    assert contents(tmp_path) == plain


@pytest.mark.heavy
def test_when_a_worker_is_killed_nothing_is_lost_and_nothing_doubled(
    demo_minutes: Path, plain: dict[str, bytes], running: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_FILES_AT_ONCE", 1)
    messages: list[str] = []

    def killing(parts: Iterable[Batch]) -> Iterator[Batch]:
        for part in parts:
            messages.extend(file.source for file in part.files)
            if len(messages) == 10:
                running.workers.pop().kill()
            yield part

    with cluster(running.address) as executor:
        build(demo_minutes, tmp_path, csv=True, executor=executor, watch=killing)
    assert sorted(messages) == sorted(path.name for path in demo_minutes.glob("*.txt"))
    assert contents(tmp_path) == plain


def test_an_address_without_an_answer_is_one_line(
    demo_minutes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dask_cluster, "_TIMEOUT", 1)
    assert main(["build", str(demo_minutes), "-o", str(tmp_path), "--scheduler", "tcp://127.0.0.1:9"]) == 1
    assert "no scheduler with workers answers at tcp://127.0.0.1:9" in capsys.readouterr().err


def test_workers_with_another_referat_are_refused() -> None:
    with pytest.raises(ClusterError, match="another version of referat is installed on tcp://one"):
        dask_cluster._check_readers({"tcp://one": "0" * 16, "tcp://other": dask_cluster.code_fingerprint()})
