"""Load the tables of a folder: built tables without importing the reader, minutes by reading them."""

from __future__ import annotations

from pathlib import Path

from referat.errors import NoMinutesError
from referat.formats.storage import place
from referat.tables.frames import Tables
from referat.tables.parquet_files import StoredTables, build_version

_TRIES = 30
"""Number of attempts to load tables while a build replaces them, which takes it milliseconds."""


def load(folder: str | Path) -> Tables:
    """Return the tables of a folder of built tables, or of minutes, which are read.

    Built tables are read on first use, and all of them are of one build. Minutes are read once and kept in the user's
    cache; a progress bar is shown at a terminal or in a notebook.

    Parameters
    ----------
    folder
        A folder that `build` wrote, a folder of minutes, or one file of minutes; its path, or its address on a storage
        that fsspec knows (`s3://bucket/tables`).

    Raises
    ------
    NoMinutesError
        If the folder does not exist, or holds neither tables nor files.
    """
    folder = place(folder)
    missing = ""
    for _ in range(_TRIES):
        before = build_version(folder)
        if before is None:
            from referat.pipeline.build import files_in, read_cached  # the reader, which tables do not need
            from referat.pipeline.reading_progress import progress_bar

            files = files_in(folder)
            return read_cached(folder, files, watch=progress_bar(files))
        try:
            tables = Tables(StoredTables(folder))
        except FileNotFoundError as error:  # just moved to its place, or missing
            missing = f": {error} is missing"
            continue
        if build_version(folder) == before:
            return tables
    raise NoMinutesError(f"{folder} holds no complete tables{missing}; build them again")
