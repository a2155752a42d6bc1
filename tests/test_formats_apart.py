"""Files read in a worker process: a failure of one file, or of the parent, does not affect other files."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

from referat.formats import UnreadableError, worker_process

FINDERS = """
import os, signal, sys, time
from referat.formats import UnreadableError

held = []

def process(data): return os.getpid()
def written(data): return data.decode()
def refuses(data): raise UnreadableError("locked_file", data.decode())
def crashes(data): os.kill(os.getpid(), signal.SIGSEGV)
def fails(data): raise RecursionError
def hangs(data): time.sleep(60)
def takes_memory(data): return len(bytes(3_000_000_000))

def slowly(data):
    time.sleep(0.05)
    return data.decode()

def waits_for(data):
    while not os.path.exists(data):
        time.sleep(0.01)
    return "seen"

def loudly(data):
    os.write(1, b'{"found": "noise"}\\n')
    print('{"found": "noise"}', flush=True)
    return data.decode()

def keeps_memory(data):
    held.append(b"x" * 300_000_000)
    return os.getpid()
"""
"""Functions that find something in a file, and some to which files do harm."""

needs_proc = pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="this system does not tell of its processes")


@pytest.fixture
def finders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Yield these functions as a module that the worker process can import, one per test."""
    (tmp_path / "finders.py").write_text(FINDERS, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "finders", raising=False)
    worker_process.end()
    yield importlib.import_module("finders")
    worker_process.end()


def code(find: Callable[[bytes], object], data: bytes = b"") -> str:
    with pytest.raises(UnreadableError) as error:
        worker_process.run_in_subprocess(find, data)
    return error.value.problem.code


def is_gone(pid: int) -> bool:
    deadline = time.monotonic() + 30
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return not Path(f"/proc/{pid}").exists()


# --- Files ---


def test_one_process_reads_one_file_after_the_other(finders: ModuleType) -> None:
    large = b"x" * 5_000_000
    assert len({worker_process.run_in_subprocess(finders.process, data) for data in (b"", b"\n\n", large)}) == 1
    assert worker_process.run_in_subprocess(finders.written, large) == large.decode()
    assert worker_process.run_in_subprocess(finders.process, b"") != os.getpid()


@pytest.mark.parametrize("find", ["crashes", "fails", "takes_memory"])
def test_a_file_that_ends_the_process_is_damaged_and_takes_no_other_with_it(finders: ModuleType, find: str) -> None:
    if find == "takes_memory" and sys.platform != "linux":
        pytest.skip("this system limits no memory")
    for _ in range(2):
        assert worker_process.run_in_subprocess(finders.written, b"before") == "before"
        assert code(getattr(finders, find)) == "damaged_file"
        assert worker_process.run_in_subprocess(finders.written, b"after") == "after"


def test_a_file_that_takes_too_long_is_reported_and_the_next_is_read(
    finders: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = worker_process.run_in_subprocess(finders.process, b"")
    with monkeypatch.context() as patience:
        patience.setattr(worker_process, "SECONDS", 0.2)
        assert code(finders.hangs) == "too_large"
    assert worker_process.run_in_subprocess(finders.process, b"") != process


def test_a_refusal_is_reported_and_ends_no_process(finders: ModuleType) -> None:
    process = worker_process.run_in_subprocess(finders.process, b"")
    with pytest.raises(UnreadableError, match="its reason"):
        worker_process.run_in_subprocess(finders.refuses, b"its reason")
    assert worker_process.run_in_subprocess(finders.process, b"") == process


def test_what_a_library_prints_is_no_answer(finders: ModuleType) -> None:
    assert [worker_process.run_in_subprocess(finders.loudly, data) for data in (b"one", b"two")] == ["one", "two"]


def test_a_process_that_died_of_something_else_is_no_fault_of_the_next_file(finders: ModuleType) -> None:
    os.kill(worker_process.run_in_subprocess(finders.process, b""), signal.SIGTERM)
    assert worker_process.run_in_subprocess(finders.written, b"x" * 5_000_000) == "x" * 5_000_000


@needs_proc
def test_a_process_that_keeps_memory_reads_no_other_file(finders: ModuleType) -> None:
    process = worker_process.run_in_subprocess(finders.keeps_memory, b"")
    assert worker_process.run_in_subprocess(finders.process, b"") != process


# --- The parent process ---


def test_threads_that_ask_at_once_get_their_own_answers(finders: ModuleType) -> None:
    asked = [str(number) * 1000 for number in range(40)]
    with ThreadPoolExecutor(4) as threads:
        assert (
            list(threads.map(lambda text: worker_process.run_in_subprocess(finders.slowly, text.encode()), asked))
            == asked
        )


def test_a_thread_does_not_wait_for_anothers_file(finders: ModuleType, tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(worker_process.run_in_subprocess, finders.waits_for, os.fsencode(sign))
        assert worker_process.run_in_subprocess(finders.written, b"meanwhile") == "meanwhile"
        assert not waiting.done()
        sign.touch()
        assert waiting.result() == "seen"


@needs_proc
@pytest.mark.heavy
# A fork server may have been started by another test, which does not know the module `finders`.
@pytest.mark.parametrize("method", sorted({"fork", "spawn"} & set(multiprocessing.get_all_start_methods())))
def test_workers_of_a_pool_have_processes_of_their_own_that_end_with_them(finders: ModuleType, method: str) -> None:
    process = worker_process.run_in_subprocess(finders.process, b"")
    with multiprocessing.get_context(method).Pool(2) as pool:
        actual = {pool.apply(worker_process.run_in_subprocess, (finders.process, b"")) for _ in range(4)}
        assert process not in actual
        assert worker_process.run_in_subprocess(finders.process, b"") == process
    assert all(map(is_gone, actual))
    assert worker_process.run_in_subprocess(finders.process, b"") == process


ASKS_AND_ENDS = """
import finders, os, signal, time
from referat.formats import worker_process
process = worker_process.run_in_subprocess(finders.process, b"")
forked = os.fork()
if forked == 0:
    os.close(1)
    time.sleep(60)
    os._exit(0)
print(process, forked, flush=True)
"""
"""Asks, and ends, while a process that was forked from it lives on."""


@needs_proc
@pytest.mark.heavy
@pytest.mark.parametrize("end", ["", "os._exit(0)", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_the_process_ends_with_who_asked_it_however_that_ends(finders: ModuleType, end: str) -> None:
    asked = subprocess.run([sys.executable, "-c", ASKS_AND_ENDS + end], stdout=subprocess.PIPE, text=True)
    process, forked = map(int, asked.stdout.split())
    try:
        assert is_gone(process)
    finally:
        os.kill(forked, signal.SIGKILL)


@pytest.mark.heavy
@pytest.mark.skipif(not hasattr(signal, "alarm"), reason="this system knows no alarm")
def test_a_process_whose_parent_is_killed_ends_even_while_reading(finders: ModuleType) -> None:
    command = [sys.executable, "-c", "from referat.formats import worker_process as w; w.SECONDS = 1; w.serve()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as orphan:
        assert orphan.stdin
        orphan.stdin.write(b"finders hangs 0\n")
        orphan.stdin.close()
        assert orphan.wait(30) == -signal.SIGALRM
