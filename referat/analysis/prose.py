"""Numbers, dates and names as they stand in a sentence; text from minutes made safe to stand in Markdown."""

from __future__ import annotations

import string
from collections.abc import Iterable

import pandas as pd

_MARKUP = str.maketrans({mark: f"\\{mark}" for mark in string.punctuation} | {"$": "\uff04"})


def escape(text: object) -> str:
    r"""Return text from minutes so that Markdown shows it as it is: every mark of punctuation escaped, on one line.

    A dollar sign begins a formula in some readers whether escaped or not, so its wide form stands for it.

    >>> escape("*A* <b>")
    '\\*A\\* \\<b\\>'
    """
    shown = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return " ".join(shown.split()).translate(_MARKUP)


def number(value: float) -> str:
    """Return a whole number with its thousands apart: `1,234`."""
    return f"{int(value):,}"


def count(value: float) -> str:
    """Return a whole number as the subject of a sentence: `none` for zero."""
    return number(value) if value else "none"


def some(value: float, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 meeting`, `2 meetings`, `no meetings`."""
    many = many or f"{one}s"
    return f"1 {one}" if value == 1 else f"{number(value) if value else 'no'} {many}"


def is_are(count: float) -> str:
    """Return the verb for so many."""
    return "is" if count == 1 else "are"


def has_have(count: float) -> str:
    """Return the verb for so many."""
    return "has" if count == 1 else "have"


def percent(share: float) -> str:
    """Return a share as a percentage: whole, but with a decimal below ten and where it would round to all.

    A missing share is `an unknown share`.
    """
    if pd.isna(share):
        return "an unknown share"
    if 0.9994 < share < 1:
        return "over 99.9%"
    decimals = 1 if 0 < share < 0.0995 or 0.995 <= share < 1 else 0
    return f"{share:.{decimals}%}"


def between(row: pd.Series) -> str:
    """Return the share of a row with its interval: `40% (31% to 50%)`."""
    return f"{percent(row['share'])} ({percent(row['low'])} to {percent(row['high'])})"


def day(date: pd.Timestamp) -> str:
    """Return a day in words: `3 May 2021`."""
    return f"{date.day} {date:%B %Y}"


def listed(parts: Iterable[str]) -> str:
    """Return parts as a list in a sentence: `a, b and c`."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def sentence(text: str) -> str:
    """Return a text with a capital at its head and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")
