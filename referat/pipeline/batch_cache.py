"""Cache of batches between builds, so that only new and changed files are read again.

The key of a file consists of its path, its bytes and the reader's code: a changed reader reads every file again.
Batches into which files were inserted are rewritten in the order of the corpus, so that the time of a build does not
depend on earlier builds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
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


_LARGEST_GROUP = 2
"""Largest size of a rewritten batch, in shares of a first build, so that batches do not grow with each file."""


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
        yield from (store_batch(path.parent, archive) for archive in join([batch], [[file.source for file in live]]))
    path.unlink()


def in_corpus_order(folder: Path, batches: Sequence[Batch], shares: Sequence[Sequence[str]]) -> Sequence[Batch]:
    """Return the batches if they form few slices; otherwise those that other files interrupt are rewritten.

    `shares` has the sources of each batch of a first build.
    """
    sources = [source for share in shares for source in share]
    if len(slices(batches, sources)) <= _MOST_SLICES * len(shares) + 1:
        return batches
    groups = list(_groups(batches, shares))
    kept = [batch for batch in batches if [file.source for file in batch.files] in groups]
    in_place = {file.source for batch in kept for file in batch.files}
    changed = [group for group in groups if group[0] not in in_place]
    kept += [store_batch(folder, archive) for archive in join(batches, changed)]
    for where in {batch.where for batch in batches} - {batch.where for batch in kept}:
        if isinstance(where, Path):
            where.unlink()
    return kept


def _groups(batches: Iterable[Batch], shares: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Return the sources of batches as large as a share or two, ending where one of the given batches ends or is cut.

    Thus a batch without insertions is not rewritten.
    """
    batch_of = {file.source: batch for batch in batches for file in batch.files}
    group: list[str] = []
    size = Fraction(0)
    for share in shares:
        for source in share:
            if size >= _LARGEST_GROUP or (size >= 1 and batch_of[source] is not batch_of[group[-1]]):
                yield group
                group, size = [], Fraction(0)
            group.append(source)
            size += Fraction(1, len(share))
    yield group


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
