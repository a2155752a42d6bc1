"""Batches kept from one build to the next, so that only new and changed files are read again.

A file is known by its path, its bytes and the reader: a changed reader reads every file again. Batches that files
joined one by one are rewritten in the order of the corpus, so that a build costs the same whatever came before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
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
from referat.tables.batches import Batch, join, slices

NAME = ".batches"
"""The folder of batches, next to the tables."""

EARLIER_NAME = ".parts"
"""The folder that builds of version 0.1 kept; nothing reads it."""

_ENDING = ".batch"

_MOST_SLICES = 1.5
"""Batches are rewritten when the corpus falls into so many times the slices of a first build. Each slice costs some
ten milliseconds in every build; rewriting costs about as much as one build, once."""


def store_batch(folder: Path, archive: bytes) -> Batch:
    """Write the archive of a batch to the folder, whole or not at all, under a name that its bytes decide."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{code_fingerprint()}-{hashlib.sha256(archive).hexdigest()[:16]}{_ENDING}"
    draft = folder / f"{uuid4().hex}.draft"
    draft.write_bytes(archive)
    move(draft, path)
    return Batch(path)


def cached_batches(folder: Path, files: Iterable[Path], raw: Path) -> list[Batch]:
    """Return the batches of files as they are now; what else the folder holds is removed."""
    kept = sorted(folder.iterdir()) if folder.is_dir() else []
    missing = dict(_digests(files, raw)) if kept else {}
    batches: list[Batch] = []
    for path in kept:
        batch = Batch(path)
        if path.suffix == _ENDING and path.name.startswith(code_fingerprint()) and batch.is_whole():
            batches += _live(path, batch, missing)
        else:
            path.unlink()
    return batches


def _digests(files: Iterable[Path], raw: Path) -> Iterator[tuple[str, str]]:
    for path in files:
        with suppress(OSError, UnreadableError):  # one that cannot be read is known to nobody
            yield name_of(path, raw), hashlib.sha256(contents(path)).hexdigest()


def _live(path: Path, batch: Batch, missing: dict[str, str]) -> Iterable[Batch]:
    """Yield the batch, or one without the files that are gone, changed, or in another batch."""
    live = [file for file in batch.files if missing.get(file.source) == file.sha256]
    for file in live:
        del missing[file.source]
    if live == list(batch.files):
        yield batch
        return
    if live:
        yield store_batch(path.parent, join([batch], [file.source for file in live]))
    path.unlink()


def in_corpus_order(folder: Path, batches: Sequence[Batch], shares: Sequence[Sequence[str]]) -> Sequence[Batch]:
    """Return batches that fall into few slices: the given ones, or those of a first build, which replace them.

    `shares` has the sources of each batch of a first build.
    """
    sources = [source for share in shares for source in share]
    if len(slices(batches, sources)) <= _MOST_SLICES * len(shares) + 1:
        return batches
    joined = [store_batch(folder, join(batches, share)) for share in shares]
    remaining = {batch.where for batch in joined}
    for batch in batches:
        if batch.where not in remaining and isinstance(batch.where, Path):
            batch.where.unlink()
    return joined


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
