"""Folders on a disk, and on other storage that fsspec knows: where minutes lie and tables go.

What is not on a disk is a `UPath`, which has the methods of a `Path` that are used here.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from referat.errors import CannotGoOnError, require_extra


class StorageError(CannotGoOnError):
    """An address names a storage that cannot be reached from here; the message says what to do."""

    exit_code = 2


def place(written: str | Path) -> Path:
    """Return the folder or file meant by a path, or by an address such as `s3://bucket/minutes`."""
    if not isinstance(written, str):
        return written
    if "://" not in written:
        return Path(written)
    if written.startswith("file://"):
        return Path(unquote(urlsplit(written).path))
    require_extra("cluster", written)
    from upath import UPath

    try:
        folder = UPath(written)
        folder.fs.invalidate_cache()  # asks for the storage's own package, and forgets what it knew
        folder.exists()
    except ImportError as error:
        raise StorageError(f"{written} needs a package of its own: {error}") from None
    except ValueError as error:
        raise StorageError(f"{written} is no address of a known storage: {error}") from None
    except Exception as error:  # each storage has errors of its own: no connection, nobody known by that key
        raise StorageError(f"{written} cannot be reached: {error}") from None
    return cast("Path", folder)


def lies_in(folder: Path, other: Path) -> Path | None:
    """Return a folder as it is named by way of another that it lies in, or nothing if it does not."""
    if is_on_disk(folder) != is_on_disk(other) or not folder.resolve().is_relative_to(other.resolve()):
        return None
    below = folder.resolve().relative_to(other.resolve()).as_posix()
    return other if below == "." else other / below  # an address with a dot at its end is another one


def is_on_disk(folder: Path) -> bool:
    """Tell whether a folder lies where files can be locked, and moved at one go."""
    return isinstance(folder, Path)


def move(path: Path, target: Path) -> None:
    """Move a file or folder; a file that stands in its place is replaced."""
    if is_on_disk(path):
        path.replace(target)
    elif path.is_file():
        path.rename(target)
    else:
        for below in [found for found in path.rglob("*") if found.is_file()]:
            below.rename(target / below.relative_to(path).as_posix())


def remove(folder: Path) -> None:
    """Remove a folder with what it holds, if it is there."""
    if is_on_disk(folder):
        shutil.rmtree(folder, ignore_errors=True)
    elif folder.is_dir():
        cast("Any", folder).rmdir(recursive=True)


def is_file(path: Path) -> bool:
    """Tell whether a path is a file; a path longer than the system allows is none."""
    try:
        return path.is_file()
    except OSError:
        return False
