"""Use a running Dask cluster as the executor of a build."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from typing import Any, cast

from referat.errors import CannotGoOnError, require_extra
from referat.pipeline.batch_cache import code_fingerprint

_TIMEOUT = 60
"""Seconds to wait for the scheduler, and for its first worker."""


class ClusterError(CannotGoOnError):
    """The cluster cannot be used; the message says what to do."""


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Provide the workers of a running scheduler (`tcp://host:8786`) as an executor.

    Tasks of a lost worker are repeated by others. Raw minutes and tables must be on storage that all workers can reach.

    Raises
    ------
    ClusterError
        If the extra `cluster` is not installed, the scheduler does not answer, or the workers have another version.
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
        client = cast("Any", Client)(address, timeout=_TIMEOUT)
        client.wait_for_workers(1, timeout=_TIMEOUT)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no scheduler with workers answers at {address}: {error}") from None
    return client


def _check_readers(readers: dict[str, str]) -> None:
    """Raise an error if workers have another version of the code, because their rows could differ."""
    others = sorted(address for address, version in readers.items() if version != code_fingerprint())
    if others:
        raise ClusterError(
            f"another version of referat is installed on {', '.join(others)}; install the same everywhere"
        )
