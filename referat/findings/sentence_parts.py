"""Escape text from minutes for Markdown, and format shares with intervals."""

from __future__ import annotations

import string
from collections.abc import Hashable, Mapping

import pandas as pd

from referat.language import Language

_MARKUP = str.maketrans({mark: f"\\{mark}" for mark in string.punctuation} | {"$": "\uff04"})


def escape(text: object) -> str:
    r"""Return text from minutes so that Markdown shows it unchanged: punctuation is escaped, on one line.

    A dollar sign begins a formula in some renderers, escaped or not, so its full-width form is used.

    >>> escape("*A* <b>")
    '\\*A\\* \\<b\\>'
    """
    shown = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return " ".join(shown.split()).translate(_MARKUP)


def between(row: pd.Series | Mapping[Hashable, float], *, language: Language) -> str:
    """Return the share of a row with its 95 % interval: `40% (31% to 50%)`; without limits if they are missing."""
    if pd.isna(row["low"]):
        return language.percent(row["share"])
    share, low, high = language.percents(row["share"], row["low"], row["high"])
    return language.say("form.between", share=share, low=low, high=high)
