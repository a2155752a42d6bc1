"""Cache of batches between builds, so that only new and changed files are read again.

The key of a file consists of its path, its bytes and the reader's code: a changed reader reads every file again.
Batches to which files were added one by one are rewritten in the order of the corpus, so that a build takes the same
time whatever builds came before it.
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
"""Name of the folder of batches, next to the tables."""

EARLIER_NAME = ".parts"
"""Name of the folder of batches in version 0.1; it is no longer read."""

_ENDING = ".batch"

_MOST_SLICES = 1.5
"""Largest ratio of the slices of the corpus to those of a first build; above it, batches are rewritten.

Each slice costs some ten milliseconds in every build; rewriting costs about as much as one build, once.
"""


def store_batch(folder: Path, archive: bytes) -> Batch:
    """Write the archive of a batch to the folder, atomically, under a name computed from its bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{code_fingerprint()}-{hashlib.sha256(archive).hexdigest()[:16]}{_ENDING}"
    draft = folder / f"{uuid4().hex}.draft"
    draft.write_bytes(archive)
    move(draft, path)
    return Batch(path)


def cached_batches(folder: Path, files: Iterable[Path], raw: Path) -> list[Batch]:
    """Return the batches of files that have not changed; other files in the folder are removed."""
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
        with suppress(OSError, UnreadableError):  # an unreadable file has no key
            yield name_of(path, raw), hashlib.sha256(contents(path)).hexdigest()


def _live(path: Path, batch: Batch, missing: dict[str, str]) -> Iterable[Batch]:
    """Yield the batch, or a copy without files that were removed or changed, or are in another batch."""
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
    """Return the batches if they form few slices; otherwise rewrite them as a first build would.

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
    """Return a hash of the code and vocabulary of the reader, and of the version of the PDF library, if installed."""
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
