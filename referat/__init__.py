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
    """Return the tables of a folder of minutes, or of a folder written by `python -m referat build`.

    pandas is imported on the first call, so that importing the package is fast.
    """
    from referat.pipeline.build import load as load_tables

    return load_tables(folder)
