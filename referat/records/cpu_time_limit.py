"""A limit of processor time for one file: the last guard, should a pattern take for ever on what stands there."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from referat.formats import UnreadableError

SECONDS = 300.0
"""So much of a processor's time one file may take; minutes take some thousandths of a second."""


@contextmanager
def limit_cpu_time() -> Iterator[None]:
    """Let what is done inside take so much time and no more.

    The alarm is a signal, which the system gives to the main thread of a process alone; `regex` looks for it while it
    matches. In other threads, as those of a cluster's workers, and where there is no such signal, there is no limit.

    Raises
    ------
    UnreadableError
        If it takes longer.
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
