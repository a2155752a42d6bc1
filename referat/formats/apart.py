"""Work on a file in a process of its own, with a limit of time and memory, so that it can harm no other file.

A module whose files can be hostile calls `ask` with its own name and some bytes, and `answer` where it is run by that.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from referat.formats import UnreadableError

SECONDS = 120
"""So long may one file take."""

MEMORY = 2_000_000_000
"""So many bytes of memory may one file take, where the system knows such a limit."""


def ask(module: str, data: bytes) -> Any:
    """Return what a module's `answer` finds in some bytes.

    Raises
    ------
    UnreadableError
        If it finds nothing, with its reason; takes too long; or stops half-way, as it does without memory.
    """
    try:
        child = subprocess.run([sys.executable, "-m", module], input=data, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableError("too_large", f"it takes more than {SECONDS} seconds") from None
    if child.returncode:
        raise UnreadableError("damaged_file", "the library that opens such files stopped half-way")
    said = json.loads(child.stdout)
    if "code" in said:
        raise UnreadableError(said["code"], said["detail"])
    return said["found"]


def answer(find: Callable[[bytes], object]) -> None:
    """Write what is found in the bytes of standard input to standard output, as JSON."""
    with suppress(ImportError, ValueError, OSError):  # a system that knows no such limit does without
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    said: dict[str, object]
    try:
        said = {"found": find(sys.stdin.buffer.read())}
    except UnreadableError as error:
        said = {"code": error.doubt.code, "detail": error.doubt.detail}
    json.dump(said, sys.stdout)
