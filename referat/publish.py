"""Atomic publishing: tables are written aside, in a draft, and put in place at one go once they are whole.

A draft that is renamed `.next` counts: who loads looks there first, and the next build goes on with what a killed one
began. What is moved from it comes in this order: tables, CSV files, the manifest.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from referat.registry import TABLES

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MANIFEST = "manifest.json"
NEXT = ".next"
"""The folder of finished tables that are not in their places yet."""

_DRAFT = ".draft-"


@contextmanager
def drafted(out: Path) -> Iterator[Path]:
    """Give an empty folder for a build's files, which become those of `out` when nothing goes wrong.

    Builds into one folder wait for each other, and remove what killed ones have left.
    """
    out.mkdir(parents=True, exist_ok=True)
    with _alone(out):
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=out))
        try:
            yield draft
            _publish(draft, out)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    lock = os.open(out, os.O_RDONLY)  # given back by the system, too, where this process is killed
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for draft in out.glob(f"{_DRAFT}*"):
            shutil.rmtree(draft, ignore_errors=True)
        yield
    finally:
        os.close(lock)


def _publish(draft: Path, out: Path) -> None:
    """Make a finished draft the tables of a folder: named `.next` it counts, whatever happens from then on."""
    following = out / NEXT
    while True:
        finish(out)
        try:
            draft.rename(following)
            break
        except OSError as error:  # another build was faster: its tables first, then these
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
    finish(out)


def finish(out: Path) -> None:
    """Put the files of a folder's `.next` in their places, tables first and the manifest last.

    A build that was killed meanwhile is finished in this way, too.
    """
    following = out / NEXT
    if not (following / MANIFEST).is_file():
        shutil.rmtree(following, ignore_errors=True)  # nothing that counts: the manifest is the last to be moved
        return
    found = sorted(following.iterdir(), key=lambda path: (path.name == MANIFEST, path.suffix == ".csv"))
    if _is_table(found[0]) and not any(path.suffix == ".csv" for path in found):
        for table in TABLES:  # CSV files of an earlier build would say other things than the tables
            (out / f"{table.name}.csv").unlink(missing_ok=True)
    for path in found:
        if _is_table(path):
            _forget(out, path.stem)
        with suppress(FileNotFoundError):  # two builds may finish the same one
            path.replace(out / path.name)
    with suppress(OSError):
        following.rmdir()


def _is_table(path: Path) -> bool:
    return path.suffix == ".parquet" or path.is_dir()


def _forget(out: Path, table: str) -> None:
    """Make room for a table, be it a file or a folder of years: neither replaces the other, nor a folder another."""
    shutil.rmtree(out / table, ignore_errors=True)
    if (out / NEXT / table).is_dir():
        (out / f"{table}.parquet").unlink(missing_ok=True)
