"""A progress bar over the files read, at a terminal or in a notebook."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from referat.tables.batches import Batch


def progress_bar(files: Sequence[Path]) -> Callable[[Iterable[Batch]], Iterator[Batch]]:
    """Return a wrapper of batches that shows how many files have been read."""

    def counted(batches: Iterable[Batch]) -> Iterator[Batch]:
        with tqdm(total=len(files), unit="file", desc="reading", disable=not _is_watched(), leave=False) as bar:
            for batch in batches:
                bar.update(len(batch.files))
                yield batch

    return counted


def _is_watched() -> bool:
    """Return whether output is visible to a person: at a terminal, or in a notebook."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return sys.stderr.isatty() or type(shell).__name__ == "ZMQInteractiveShell"
