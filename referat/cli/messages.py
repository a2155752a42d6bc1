"""Messages of the commands: errors, lines of limited length, a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from referat.cli.exit_codes import FAILED

if TYPE_CHECKING:
    from referat.tables.batches import Batch

WIDEST_LINE = 1000
"""Longest line printed about a file, in characters."""


def complain(message: str, code: int = FAILED) -> int:
    """Print a message to standard error and return the exit code."""
    print(f"referat: {message}", file=sys.stderr)
    return code


def progress_bar(files: Sequence[Path]) -> Callable[[Iterable[Batch]], Iterator[Batch]]:
    """Return a wrapper that shows the number of files read, on a terminal."""
    from tqdm import tqdm

    def counted(batches: Iterable[Batch]) -> Iterator[Batch]:
        with tqdm(total=len(files), unit="file", disable=not sys.stderr.isatty(), leave=False) as bar:
            for batch in batches:
                bar.update(len(batch.files))
                yield batch

    return counted
