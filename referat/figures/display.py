"""What a notebook shows besides pictures: answers as Markdown, frames as tables whose text is only text."""

from __future__ import annotations

import zlib
from html import escape

import pandas as pd
from IPython.display import Markdown
from pandas.io.formats.style import Styler


def answer(*sentences: str) -> Markdown:
    """Return sentences, each a paragraph; text from minutes in them must have been escaped where they were made."""
    return Markdown("\n\n".join(sentences))  # type: ignore[no-untyped-call]


def table(frame: pd.DataFrame, caption: str, top: int = 25) -> Styler:
    """Return the first rows of a frame as a table with a caption, its text escaped and the ids of any run."""
    shown = frame.head(top)
    more = f" First {top} of {len(frame):,} rows." if len(frame) > top else ""
    if frame.empty:
        more = " There are none."
    text = shown.apply(lambda column: column.map(_cell, na_action=None))
    styler = text.astype(object).style.hide(axis="index").set_caption(escape(caption + more))
    renamed: Styler = styler.format_index(lambda name: str(name).replace("_", " "), axis="columns")
    renamed.set_uuid(f"{zlib.crc32(caption.encode()):08x}")
    return renamed


def _cell(value: object) -> str:
    """Return a cell as escaped text: days without hours, shares with three figures, nothing where nothing is known."""
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return f"{value:.3g}"
    printable = "".join(letter if letter.isprintable() else " " for letter in str(value))
    return escape(printable).replace("$", "\uff04")
