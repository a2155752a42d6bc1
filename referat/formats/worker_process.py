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
"""So long may one file take."""

MEMORY = 2_000_000_000
"""So many bytes of memory may one file take, where the system knows such a limit."""

_IDLE = 60
"""A process that is asked nothing for so many seconds ends."""

_KEPT = 150_000_000
"""A process that holds so many bytes more after a file than before the first reads no other: that would have less."""

_Child = subprocess.Popen[bytes]

_waiting: list[_Child] = []
"""The processes that wait for a file. Who asks takes one out, so that two threads never ask the same."""


def run_in_subprocess(find: Callable[[bytes], Any], data: bytes) -> Any:
    """Return what a module's function finds in some bytes, as JSON gives it back.

    Raises
    ------
    UnreadableError
        If it finds nothing, with its reason; takes too long; or stops half-way, as it does without memory.
    """
    head = f"{find.__module__} {find.__name__} {len(data)}\n".encode()
    for child in _children():
        response = _answer(child, head, data)
        if "found" in response:
            return response["found"]
        if response:
            raise UnreadableError(response["code"], response["detail"])
    raise UnreadableError("damaged_file", "the library that opens such files stopped half-way")


def _children() -> Iterator[_Child]:
    """Yield the process to ask, and a new one should that die: it may do so of what it read before, or of old age."""
    with suppress(IndexError):
        yield _waiting.pop()
    command = [sys.executable, "-m", __name__]
    yield subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _answer(child: _Child, head: bytes, data: bytes) -> dict[str, Any]:
    """Return what a process says of a file, nothing if it dies; one that has answered in time waits for the next."""
    line, late = b"", threading.Event()

    def give_up() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(SECONDS, give_up)
    clock.daemon = True
    clock.start()
    try:
        with suppress(OSError):  # who is dead takes nothing
            line = _exchange(child, head, data)
    finally:
        clock.cancel()
        clock.join()  # so that it cannot kill the process when that reads another file
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
    with suppress(OSError), child:  # closes what leads to it, and waits for its end
        pass


@atexit.register
def end() -> None:
    """End the processes that wait for a file."""
    while _waiting:
        _end(_waiting.pop())


def _forget() -> None:
    """Leave a process just forked without those of its parent: they answer that, and end with that."""
    while _waiting:
        with _waiting.pop():  # closes what leads to it; there is nothing to wait for, as it is no child of this one
            pass


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def serve() -> None:
    """Answer what is asked on standard input, a file after the other, until that is closed."""
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _limit_memory()
    most = _memory() + _KEPT
    _live(_IDLE)
    for head in iter(asked.readline, b""):
        _live(2 * SECONDS)  # who asks gives up sooner, if it still lives
        module, name, size = head.decode().split()
        response = _response(getattr(import_module(module), name), asked.read(int(size)))
        answers.write(json.dumps(response).encode() + b"\n")
        answers.flush()
        if _memory() > most:
            break
        _live(_IDLE)


def _response(find: Callable[[bytes], object], data: bytes) -> dict[str, object]:
    try:
        return {"found": find(data)}
    except UnreadableError as error:
        return {"code": error.doubt.code, "detail": error.doubt.detail}


def _live(seconds: int) -> None:
    """Let the system end this process after so many seconds more; also in the midst of what is made of C."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # a system that knows no such limit does without
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _memory() -> int:
    """Return how many bytes of memory this process holds, by the measure of the limit; 0 where none tells."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


if __name__ == "__main__":
    serve()
