"""Read hostile files in a worker process with limits of time and memory, so that one file cannot affect another.

A module calls `run_in_subprocess` with the function that reads the file. The process is reused, because starting one
takes as long as reading several files. It ends with a file that kills it or takes too long; the next file gets a new
process. It also ends when its parent process ends.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from referat.formats import UnreadableError

SECONDS = 120
"""Largest time per file, in seconds."""

MEMORY = 2_000_000_000
"""Largest memory per file, in bytes, on systems with such a limit."""

_IDLE = 60
"""Seconds without a request after which a process exits."""

_KEPT = 150_000_000
"""Growth of memory, in bytes, after which a process is not reused: the next file would have less."""

_Child = subprocess.Popen[bytes]

_waiting: list[_Child] = []
"""The idle processes. A caller takes one out, so that two threads never use the same one."""


def run_in_subprocess(find: Callable[[bytes], Any], data: bytes) -> Any:
    """Return the result of a module's function on some bytes, passed as JSON.

    Raises
    ------
    UnreadableError
        If the function raises it; or if the process takes too long or dies, for example without memory.
    """
    head = f"{find.__module__} {find.__name__} {len(data)}\n".encode()
    for child in _children():
        response = _answer(child, head, data)
        if "result" in response:
            return response["result"]
        if response:
            raise UnreadableError(response["code"], response["detail"])
    raise UnreadableError("damaged_file", "the library that opens such files stopped half-way")


def _children() -> Iterator[_Child]:
    """Yield an idle process, then a new one if that dies, because of an earlier file or its age."""
    with suppress(IndexError):
        yield _waiting.pop()
    command = [sys.executable, "-m", __name__]
    yield subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _answer(child: _Child, head: bytes, data: bytes) -> dict[str, Any]:
    """Return the response of a process for a file, None if it dies; a healthy process becomes idle again."""
    line, late = b"", threading.Event()

    def give_up() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(SECONDS, give_up)
    clock.daemon = True
    clock.start()
    try:
        with suppress(OSError):  # the process has died
            line = _exchange(child, head, data)
    finally:
        clock.cancel()
        clock.join()  # so that the limit does not apply to the next file
        is_well = line.endswith(b"\n") and not late.is_set()
        _waiting.append(child) if is_well else _end(child)
    if late.is_set():
        return {"code": "too_large", "detail": f"it takes more than {SECONDS} seconds"}
    return dict(json.loads(line)) if is_well else {}


def _exchange(child: _Child, head: bytes, data: bytes) -> bytes:
    assert child.stdin and child.stdout
    child.stdin.write(head)
    child.stdin.write(data)
    child.stdin.flush()
    return child.stdout.readline()


def _end(child: _Child) -> None:
    child.kill()
    with suppress(OSError), child:  # closes its standard input, and waits for its end
        pass


@atexit.register
def end() -> None:
    """End the idle processes."""
    while _waiting:
        _end(_waiting.pop())


def _forget() -> None:
    """Drop the parent's processes in a forked process: they respond to the parent, and end with it."""
    while _waiting:
        with _waiting.pop():  # closes its standard input; it is not a child of this process
            pass


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def serve() -> None:
    """Respond to requests on standard input, one file after another, until it is closed."""
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output of libraries is not part of the response
    _limit_memory()
    most = _memory() + _KEPT
    _live(_IDLE)
    for head in iter(asked.readline, b""):
        _live(2 * SECONDS)  # the caller gives up earlier, if it is alive
        module, name, size = head.decode().split()
        response = _response(getattr(import_module(module), name), asked.read(int(size)))
        answers.write(json.dumps(response).encode() + b"\n")
        answers.flush()
        if _memory() > most:
            break
        _live(_IDLE)


def _response(find: Callable[[bytes], object], data: bytes) -> dict[str, object]:
    try:
        return {"result": find(data)}
    except UnreadableError as error:
        return {"code": error.problem.code, "detail": error.problem.detail}


def _live(seconds: int) -> None:
    """Let the system end this process after some seconds, even inside C code."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not every system has such a limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _memory() -> int:
    """Return the memory of this process in bytes, as the limit counts it; 0 if unknown."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


if __name__ == "__main__":
    serve()
