"""Cache of tables in the user's cache folder, so that a second `load` or `check` reads no file again.

Each folder of minutes has an entry, named by its path. It contains batches, and tables under a name that is a hash of
all inputs, so that tables under a matching name are up to date. Nothing is stored next to the minutes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from referat.corpus.corpus_settings import NAME as SETTINGS
from referat.corpus.corpus_settings import PEOPLE
from referat.fetch.portal_list import FILE as PORTAL_LIST
from referat.formats.storage import is_on_disk, remove
from referat.pipeline import batch_cache
from referat.tables.frames import Tables
from referat.tables.parquet_files import StoredTables

VARIABLE = "REFERAT_CACHE"
"""The environment variable for another cache folder; an empty value disables the cache."""

_MOST_ENTRIES = 8
"""Number of folders of minutes kept, most recent first; each takes some ten megabytes."""

Write = Callable[[Path, Path], object]
"""A function that writes tables to the first folder, and keeps batches in the second."""


def cached_tables(raw: Path, files: Sequence[Path], write: Write) -> Tables | None:
    """Return the tables of a folder of minutes; `write` writes them if they are not in the cache.

    None is returned if the cache is disabled or cannot be written.
    """
    folder = _folder()
    if folder is None or not is_on_disk(raw) or folder.is_relative_to(raw.resolve()):
        return None
    entry = folder / hashlib.sha256(os.fsencode(raw.resolve())).hexdigest()[:16]
    try:
        entry.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.utime(entry)
        return _tables(entry, raw, files, write)
    except OSError:  # a full disk, or a cache of another user: the minutes are read without a cache
        return None
    finally:
        _remove_oldest(folder)


def _tables(entry: Path, raw: Path, files: Sequence[Path], write: Write) -> Tables | None:
    name = _state(raw, files)
    with suppress(FileNotFoundError):
        return Tables(StoredTables(entry / name))
    with tempfile.TemporaryDirectory(dir=entry, prefix="draft-") as draft:
        write(Path(draft) / "tables", entry / batch_cache.NAME)
        tables = Tables(StoredTables(Path(draft) / "tables"))
        if _state(raw, files) != name:  # a file changed while it was read
            return None
        for other in entry.iterdir():
            if other.name not in (name, batch_cache.NAME, Path(draft).name):
                remove(other)
        with suppress(OSError):  # another process has written it
            (Path(draft) / "tables").rename(entry / name)
    return tables


def _state(raw: Path, files: Sequence[Path]) -> str:
    """Return a hash of the code and of the path and bytes of every input file."""
    root = raw if raw.is_dir() else raw.parent
    folders = {folder for path in files for folder in path.parents if folder.is_relative_to(root)}
    settings = [folder / name for folder in sorted(folders) for name in (SETTINGS, PEOPLE, PORTAL_LIST)]
    state = hashlib.sha256(batch_cache.code_fingerprint().encode())
    for path in [*files, *settings]:
        state.update(os.fsencode(path.relative_to(root)) + b"\0" + _digest(path))
    return state.hexdigest()[:32]


def _digest(path: Path) -> bytes:
    """Return the hash of a file's bytes; empty for a missing or unreadable file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b""


def _folder() -> Path | None:
    """Return the cache folder; None if it is disabled or there is no home directory."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named).resolve() if named else None
    with suppress(RuntimeError):
        return (Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "referat").resolve()
    return None


def _remove_oldest(folder: Path) -> None:
    with suppress(OSError):
        entries = sorted(folder.iterdir(), key=lambda entry: entry.stat().st_mtime, reverse=True)
        for entry in entries[_MOST_ENTRIES:]:
            remove(entry)
