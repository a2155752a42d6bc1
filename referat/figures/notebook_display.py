"""What a notebook shows besides pictures: answers as Markdown, frames as tables whose text is only text."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from IPython.display import Markdown
from pandas.api.types import is_datetime64_any_dtype
from pandas.io.formats.style import Styler

from referat.analysis.meeting_items import CLOSED_TITLE
from referat.figures.house_style import label
from referat.language import column, name, number, percent, say, short_day


def answer(*sentences: str, tables: str = "") -> Markdown:
    """Return sentences, each a paragraph; text from minutes in them must have been escaped where they were made.

    `tables` says which tables they rest on; it comes first, as a quotation, so that it is no part of the answer.
    """
    source = [f"> {tables}"] if tables else []
    return Markdown("\n\n".join([*source, *sentences]))  # type: ignore[no-untyped-call]


def table(frame: pd.DataFrame, caption: str, top: int = 25, longest: int = 1000) -> Styler:
    """Return the first rows of a frame as a table, its text escaped, its ids the same in every run.

    Parameters
    ----------
    frame
        What to show; its columns and the values of its classes get their names in the language spoken.
    caption
        Which of the captions in the language's file to set above it.
    top
        How many rows to show at most; the caption says how many there are.
    longest
        How many letters of a text to show at most.
    """
    shown = frame.head(top)
    said = say(f"tables.{caption}")
    if frame.empty:
        said += " " + say("tables.empty")
    elif len(frame) > top:
        said += " " + say("tables.more", shown=top, rows=number(len(frame)))
    text = shown.apply(lambda values: values.map(_cells(str(values.name), longest), na_action=None))
    styler = text.astype(object).style.hide(axis="index").set_caption(escape(said))
    days = {name: ["date" if is_datetime64_any_dtype(shown[name]) else ""] * len(shown) for name in shown}
    styler = styler.set_td_classes(pd.DataFrame(days, index=shown.index))
    renamed: Styler = styler.format_index(lambda title: column(str(title)), axis="columns")
    renamed.set_uuid(f"{zlib.crc32(caption.encode()):08x}")
    return renamed


CLASSES = {
    "decision_type",
    "last_decision_type",
    "stopped_as",
    "category",
    "outcome",
    "state",
    "way",
    "sort",
    "family",
    "severity",
    "order",
    "kind",
    "direction",
    "measure",
    "field",
    "minutes",
}
"""Columns that hold names of classes rather than text of minutes."""


_SHARES = {"share", "low", "high", "cluster_low", "cluster_high"}
_YEARS = {"year", "case_year"}


def _cells(title: str, longest: int) -> Callable[[Any], str]:
    """Return how the cells of a column are written; nothing stands where nothing is known."""
    special: dict[str, Callable[[Any], str]] = {
        **dict.fromkeys(CLASSES, name),
        **dict.fromkeys(_SHARES, percent),
        **dict.fromkeys(_YEARS, str),
    }
    write = special.get(title, _cell)
    return lambda value: "" if pd.isna(value) else escape(label(write(value), longest)).replace("$", "\uff04")


def _cell(value: object) -> str:
    """Return a value as it is written: days without hours, numbers with three figures, text on one line."""
    if isinstance(value, bool | np.bool_):
        return say("tables.yes" if value else "tables.no")
    if isinstance(value, pd.Timestamp):
        return short_day(value)
    if isinstance(value, int | float | np.number):
        return _figures(float(value))
    if value == CLOSED_TITLE:
        return name(value)
    return name("owed by " + str(value)) if value in ("administration", "committee") else str(value)


def _figures(value: float) -> str:
    """Return a number with three figures, a whole one without decimals."""
    if value == round(value):
        return number(value)
    whole = len(str(abs(int(value)))) if abs(value) >= 1 else 0
    return number(value, max(3 - whole, 0))
