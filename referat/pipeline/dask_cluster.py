"""A running Dask cluster as what runs the tasks of a build."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from typing import Any, cast

from referat.errors import CannotGoOnError, require_extra
from referat.pipeline.batch_cache import code_fingerprint

_PATIENCE = 60
"""Seconds to wait for the scheduler, and for its first worker."""


class ClusterError(CannotGoOnError):
    """A cluster cannot do the work; the message says what to do."""


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give the workers of a running scheduler (`tcp://host:8786`) as an executor.

    Tasks of a worker that is lost are done by others. Raw minutes and tables must lie where all workers reach them.

    Raises
    ------
    ClusterError
        If the extra `cluster` is not installed, nobody answers, there are no workers, or they have another referat.
    """
    with _connected(address) as client:
        _check_readers(client.run(code_fingerprint))
        try:
            yield client.get_executor()
        except (CancelledError, RuntimeError) as error:
            raise ClusterError(f"the scheduler at {address} gave up the work: {error}") from None


def _connected(address: str) -> Any:
    require_extra("cluster", "a cluster")
    from distributed import Client

    try:
        client = cast("Any", Client)(address, timeout=_PATIENCE)
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no scheduler with workers answers at {address}: {error}") from None
    return client


def _check_readers(readers: dict[str, str]) -> None:
    """Refuse workers with another version of the code: their rows would not be those read here."""
    others = sorted(address for address, found in readers.items() if found != code_fingerprint())
    if others:
        raise ClusterError(
            f"another version of referat is installed on {', '.join(others)}; install the same everywhere"
        )
