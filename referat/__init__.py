"""Danish municipal minutes as tidy tables of meetings, agenda items and decisions.

>>> from referat import load
>>> tables = load("data/processed")  # doctest: +SKIP
>>> tables.items.groupby("closed").size()  # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from referat.tables.frames import Tables

__version__ = "0.2.0"
__all__ = ["__version__", "load"]


def load(folder: str | Path) -> Tables:
    """Return the tables of a folder of minutes, of one file of minutes, or of a folder that `referat build` wrote.

    Minutes are read once and kept in the user's cache; a second call takes a moment.

    Parameters
    ----------
    folder
        The path of the folder or file, or its address on a storage supported by fsspec, `s3://bucket/tables`.

    Raises
    ------
    NoMinutesError
        If the folder does not exist, or holds neither tables nor files.
    """
    from referat.pipeline.table_loading import load as load_tables  # only here: naming the package costs little

    return load_tables(folder)
