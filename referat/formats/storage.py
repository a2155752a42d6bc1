"""Folders on disk, and on other storage supported by fsspec.

A folder that is not on disk is a `UPath`, which has the `Path` methods used here.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from referat.errors import CannotGoOnError, require_extra


class StorageError(CannotGoOnError):
    """Raised for an address whose storage cannot be reached; the message says what to do."""

    exit_code = 2


def place(address: str | Path) -> Path:
    """Return the folder or file of a path, or of an address such as `s3://bucket/minutes`."""
    if not isinstance(address, str):
        return address
    if "://" not in address:
        return Path(address)
    if address.startswith("file://"):
        return Path(unquote(urlsplit(address).path))
    require_extra("cluster", address)
    from upath import UPath

    try:
        folder = UPath(address)
        folder.fs.invalidate_cache()  # checks the storage's package and clears its cache
        folder.exists()
    except ImportError as error:
        raise StorageError(f"{address} needs a package of its own: {error}") from None
    except ValueError as error:
        raise StorageError(f"{address} is no address of a known storage: {error}") from None
    except Exception as error:  # each storage has its own errors: no connection, unknown credentials
        raise StorageError(f"{address} cannot be reached: {error}") from None
    return cast("Path", folder)


def lies_in(folder: Path, other: Path) -> Path | None:
    """Return `folder` as a path below `other`, or None if it is not inside it."""
    if is_on_disk(folder) != is_on_disk(other) or not folder.resolve().is_relative_to(other.resolve()):
        return None
    below = folder.resolve().relative_to(other.resolve()).as_posix()
    return other if below == "." else other / below  # an address ending in a dot is a different one


def is_on_disk(folder: Path) -> bool:
    """Return whether a folder is on a disk, where files can be locked and renamed atomically."""
    return isinstance(folder, Path)


def move(path: Path, target: Path) -> None:
    """Move a file or folder, replacing an existing file."""
    if is_on_disk(path):
        path.replace(target)
    elif path.is_file():
        path.rename(target)
    else:
        for below in [file for file in path.rglob("*") if file.is_file()]:
            below.rename(target / below.relative_to(path).as_posix())


def remove(folder: Path) -> None:
    """Remove a folder and its content, if it exists."""
    if is_on_disk(folder):
        shutil.rmtree(folder, ignore_errors=True)
    elif folder.is_dir():
        cast("Any", folder).rmdir(recursive=True)


def is_file(path: Path) -> bool:
    """Return whether a path is a file; False for a path longer than the system allows."""
    try:
        return path.is_file()
    except OSError:
        return False
