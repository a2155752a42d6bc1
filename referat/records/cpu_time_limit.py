"""CPU time limit per file, against catastrophic backtracking."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from referat.formats import UnreadableError

SECONDS = 300.0
"""CPU seconds allowed per file; minutes take a few milliseconds."""


@contextmanager
def limit_cpu_time() -> Iterator[None]:
    """Limit the CPU time of the body of a `with` statement.

    The alarm is a signal, which only the main thread of a process receives; `regex` checks for it while matching. There
    is no limit in other threads, such as those of a cluster's workers, or on systems without the signal.

    Raises
    ------
    UnreadableError
        If the limit is exceeded.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(*_: Any) -> NoReturn:
    raise UnreadableError("too_large", f"it takes more than {SECONDS:g} seconds of processor time")
