"""Publish tables atomically: they are written to a staging folder and then moved to their places.

A staging folder that was renamed to `.next` is complete: `load` reads it first, and the next build finishes moving what
a killed one began. Files are moved in this order: tables, CSV files, manifest.

This works on a local disk only. On other storage the files are moved one by one, without a lock.
"""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from filelock import FileLock

from referat.formats.storage import is_on_disk, move, remove
from referat.schema.registry import TABLES

MANIFEST = "manifest.json"
WORKBOOK = "referat.xlsx"
LOCK = ".lock"
NEXT = ".next"
"""The folder of complete tables that are not in their places yet."""

_DRAFT = ".draft-"
_TASKS = ".tasks"


@contextmanager
def staging_dir(out: Path) -> Iterator[Path]:
    """Provide an empty folder for a build's files, which are published to `out` if no exception occurs.

    Builds into one folder wait for each other, and remove the remains of killed ones.
    """
    out.mkdir(parents=True, exist_ok=True)
    with _locked(out):
        draft = out / f"{_DRAFT}{uuid4().hex}"
        draft.mkdir()
        try:
            yield draft
            remove(draft / _TASKS)
            _publish(draft, out)
        finally:
            remove(draft)


@contextmanager
def task_dir(draft: Path) -> Iterator[Path]:
    """Provide a folder for one task, whose files are moved to the staging folder if no exception occurs.

    A task can run twice, if the scheduler loses contact with its first worker.
    """
    folder = draft / _TASKS / uuid4().hex
    folder.mkdir(parents=True)
    yield folder
    for path in sorted(folder.iterdir()):
        _move(path, draft)


def _move(path: Path, folder: Path) -> None:
    """Move a file or folder into a folder, replacing what has the same name there."""
    target = folder / path.name
    if path.is_dir():
        remove(target)
    move(path, target)


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Wait until no other build writes to the folder, and remove the remains of killed ones."""
    if not is_on_disk(out):
        yield
        return
    with FileLock(out / LOCK):
        for draft in out.glob(f"{_DRAFT}*"):
            remove(draft)
        yield


def _publish(draft: Path, out: Path) -> None:
    """Publish a complete staging folder: from the renaming to `.next` on, it is the current version."""
    if not is_on_disk(out):
        _move_all(draft, out)
        return
    following = out / NEXT
    while True:
        finish(out)
        try:
            draft.rename(following)
            break
        except OSError as error:  # another build has published first: its tables are moved before these
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
    finish(out)


def finish(out: Path) -> None:
    """Move the files of a folder's `.next` to their places, tables first and the manifest last.

    This also completes a build that was killed while it did so.
    """
    following = out / NEXT
    if not (following / MANIFEST).is_file():
        remove(following)  # nothing is lost: the manifest is moved last
        return
    _move_all(following, out)
    with suppress(OSError):
        following.rmdir()


def _move_all(following: Path, out: Path) -> None:
    paths = sorted(following.iterdir(), key=lambda path: (path.name == MANIFEST, path.suffix == ".csv"))
    if _is_table(paths[0]):
        _remove_outdated(out, {path.name for path in paths})
    for path in paths:
        if _is_table(path):  # a file, or a folder of years
            remove(out / path.stem) if path.suffix else (out / f"{path.name}.parquet").unlink(missing_ok=True)
        with suppress(FileNotFoundError):  # two processes may finish the same build
            _move(path, out)


def _remove_outdated(out: Path, names: Collection[str]) -> None:
    """Remove CSV files and the workbook of an earlier build, which would differ from the tables."""
    for name in (WORKBOOK, *(f"{table.name}.csv" for table in TABLES)):
        if name not in names:
            (out / name).unlink(missing_ok=True)


def _is_table(path: Path) -> bool:
    return path.suffix == ".parquet" or path.is_dir()
