"""Parts kept from one build to the next, so that only new and changed files are read again.

A file is known by its path, its bytes and the reader: a changed reader reads all anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from uuid import uuid4

from referat.formats import UnreadableError
from referat.formats.pdf.pdf_text import library
from referat.formats.source_files import contents, name_of
from referat.formats.storage import move
from referat.tables.batches import Batch

NAME = ".parts"
"""The folder of parts, beside the tables."""

_ENDING = ".part"


def store_batch(folder: Path, archive: bytes) -> Batch:
    """Write the archive of a part to the folder, whole or not at all, under a name that its bytes decide."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{code_fingerprint()}-{hashlib.sha256(archive).hexdigest()[:16]}{_ENDING}"
    draft = folder / f"{uuid4().hex}.draft"
    draft.write_bytes(archive)
    move(draft, path)
    return Batch(path)


def cached_batches(folder: Path, files: Iterable[Path], raw: Path) -> list[Batch]:
    """Return the parts that tell of files as they are now; what else the folder holds is removed."""
    kept = sorted(folder.iterdir()) if folder.is_dir() else []
    missing = dict(_digests(files, raw)) if kept else {}
    found: list[Batch] = []
    for path in kept:
        part = Batch(path)
        if path.suffix == _ENDING and path.name.startswith(code_fingerprint()) and part.is_whole():
            found += _live(path, part, missing)
        else:
            path.unlink()
    return found


def _digests(files: Iterable[Path], raw: Path) -> Iterator[tuple[str, str]]:
    for path in files:
        with suppress(OSError, UnreadableError):  # one that cannot be read is known to nobody
            yield name_of(path, raw), hashlib.sha256(contents(path)).hexdigest()


def _live(path: Path, part: Batch, missing: dict[str, str]) -> Iterable[Batch]:
    """Give the part, or one without the files that are gone, changed, or told of by another part."""
    live = [file for file in part.files if missing.get(file.source) == file.sha256]
    for file in live:
        del missing[file.source]
    if live == list(part.files):
        yield part
        return
    if live:
        yield store_batch(path.parent, part.only(live))
    path.unlink()


@cache
def code_fingerprint() -> str:
    """Return a hash of the reader's own code and words, and of the library that opens PDFs, which may be missing."""
    digest = hashlib.sha256(library().encode())
    for path in sorted(_own_files(files("referat")), key=str):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _own_files(folder: Traversable) -> Iterable[Traversable]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _own_files(path)
        elif path.name.endswith((".py", ".toml")):
            yield path
