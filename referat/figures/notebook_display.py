"""Display in notebooks besides figures: answers as Markdown, and frames as tables with escaped text."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from IPython.display import Markdown
from pandas.api.types import is_datetime64_any_dtype
from pandas.io.formats.style import Styler

from referat.analysis.meeting_items import CLOSED_TITLE
from referat.figures.house_style import label
from referat.language import ENGLISH, Language


def answer(*sentences: str, tables: str = "") -> Markdown:
    """Return sentences as paragraphs; text from minutes in them must be escaped already.

    `tables` is the statement of the tables that were read; it comes first, as a quotation, so that it is not part of
    the answer.
    """
    source = [f"> {tables}"] if tables else []
    return Markdown("\n\n".join([*source, *sentences]))  # type: ignore[no-untyped-call]


def table(
    frame: pd.DataFrame, caption: str, top: int = 25, longest: int = 1000, *, language: Language = ENGLISH
) -> Styler:
    """Return the first rows of a frame as a table with escaped text; its ids are the same in every run.

    Parameters
    ----------
    frame
        The table; column names and values of classes are translated.
    caption
        Key of the caption in the language's file, section `tables`.
    top
        Number of rows to show; the caption states the total.
    longest
        Number of characters of a text to show.
    language
        Language of the caption, names, numbers and dates.
    """
    shown = frame.head(top)
    caption_text = language.say(f"tables.{caption}")
    if frame.empty:
        caption_text += " " + language.say("tables.empty")
    elif len(frame) > top:
        caption_text += " " + language.say("tables.more", shown=top, rows=language.number(len(frame)))
    text = shown.apply(lambda values: values.map(_cells(str(values.name), longest, language=language), na_action=None))
    styler = text.astype(object).style.hide(axis="index").set_caption(escape(caption_text))
    days = {name: ["date" if is_datetime64_any_dtype(shown[name]) else ""] * len(shown) for name in shown}
    styler = styler.set_td_classes(pd.DataFrame(days, index=shown.index))
    renamed: Styler = styler.format_index(lambda title: language.column(str(title)), axis="columns")
    renamed.set_uuid(f"{zlib.crc32(caption.encode()):08x}")
    return renamed


CLASSES = {
    "decision_type",
    "last_decision_type",
    "stopped_as",
    "category",
    "outcome",
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
"""Columns with names of classes, not text of minutes."""


_SHARES = {"share", "low", "high", "cluster_low", "cluster_high", "low_before", "high_before"}
_HEADLINES = {"owed", "came_back", "closed", "put_off", "attended"}
_YEARS = {"year", "case_year"}


def _cells(title: str, longest: int, *, language: Language) -> Callable[[Any], str]:
    """Return the format of a column's cells; missing cells are empty."""
    special: dict[str, Callable[[Any], str]] = {
        **dict.fromkeys(CLASSES, language.name),
        **dict.fromkeys(_SHARES, language.percent),
        **dict.fromkeys(_YEARS, str),
        "state": lambda state: language.name(f"state {state}"),
        "measure": lambda measure: language.name(f"headline {measure}" if measure in _HEADLINES else measure),
        "code": lambda code: f"{language.name(code)} ({code})",
    }
    write = special.get(title, partial(_cell, language=language))
    return lambda value: (
        "" if pd.isna(value) else escape(label(write(value), longest, language=language)).replace("$", "\uff04")
    )


def _cell(value: object, *, language: Language) -> str:
    """Return a value as text: days without hours, numbers with three digits, text on one line."""
    if isinstance(value, bool | np.bool_):
        return language.say("tables.yes" if value else "tables.no")
    if isinstance(value, pd.Timestamp):
        return language.short_day(value)
    if isinstance(value, int | float | np.number):
        return _figures(float(value), language=language)
    if value == CLOSED_TITLE:
        return language.name(value)
    return language.name("owed by " + str(value)) if value in ("administration", "committee") else str(value)


def _figures(value: float, *, language: Language) -> str:
    """Return a number with three significant digits, a whole one without decimals."""
    if value == round(value):
        return language.number(value)
    whole = len(str(abs(int(value)))) if abs(value) >= 1 else 0
    return language.number(value, max(3 - whole, 0))
