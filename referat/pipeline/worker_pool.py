"""A pool of processes that read files in parallel."""

from __future__ import annotations

import gc
import os
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext

_FILES_WORTH_A_PROCESS = 32
"""Fewest files for which another process is worth its start."""


def worker_pool(jobs: int | None, files: int) -> AbstractContextManager[Executor | None]:
    """Return a pool of `jobs` processes (default: one per processor); for few files, None."""
    wanted = jobs if jobs is not None else min(os.cpu_count() or 1, files // _FILES_WORTH_A_PROCESS)
    return ProcessPoolExecutor(wanted, initializer=_start, initargs=(os.getpid(),)) if wanted > 1 else nullcontext()


def _start(parent: int) -> None:
    """Initialize a worker process: it exits when its parent is killed."""
    collect_garbage_seldom()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def collect_garbage_seldom() -> None:
    """Run garbage collection a hundred times less often than by default, which saves 3 to 5 % of a build."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
