"""What the report says, in the language it is asked for.

`Language` is a language; pass one where you can. The functions of this module write in the language that `speak`
chose, for notebooks, whose cells are read more easily without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from referat.language.phrasebook import LANGUAGES, Language, UnknownLanguageError, language_code, phrases

__all__ = ["LANGUAGES", "Language", "UnknownLanguageError", "language_code", "phrases", "speak"]

_current = Language("en")


def speak(code: str) -> Language:
    """Write in this language from now on; return it."""
    global _current
    _current = Language(code)
    return _current


def current() -> Language:
    """Return the language written in now."""
    return _current


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Write in this language for a while."""
    before = _current.code
    try:
        yield speak(code)
    finally:
        speak(before)


def say(key: str, how_many: float = 2, /, **parts: object) -> str:
    """Return a phrase as `Language.say` does."""
    return _current.say(key, how_many, **parts)


def name(value: object) -> str:
    """Return what a value of a table is called."""
    return _current.name(value)


def column(title: str) -> str:
    """Return what a column of a frame is called."""
    return _current.column(title)


def number(value: float, decimals: int = 0) -> str:
    """Return a number with its thousands apart."""
    return _current.number(value, decimals)


def count(value: float) -> str:
    """Return a whole number as the subject of a sentence."""
    return _current.count(value)


def some(value: float, noun: str) -> str:
    """Return a number with its noun."""
    return _current.some(value, noun)


def percent(share: float) -> str:
    """Return a share as a percentage."""
    return _current.percent(share)


def percents(*shares: float) -> list[str]:
    """Return shares as percentages that differ where the shares do."""
    return _current.percents(*shares)


def percentage(share: float, decimals: int = 0) -> str:
    """Return a share as a percentage with so many decimals."""
    return _current.percentage(share, decimals)


def whole_percent(share: float) -> str:
    """Return a share as a percentage without decimals, as a picture has it."""
    return _current.percentage(share)


def month(number_of_month: int, *, short: bool = False) -> str:
    """Return the name of a month, counted from 1."""
    return _current.month(number_of_month, short=short)


def day(on: date) -> str:
    """Return a day in words."""
    return _current.day(on)


def short_day(on: date) -> str:
    """Return a day as it is written in a table."""
    return _current.short_day(on)


def day_of_month(on: date) -> str:
    """Return a day without its year."""
    return _current.day_of_month(on)


def quarter(on: date) -> str:
    """Return the name of the quarter that a day lies in."""
    return _current.quarter(on)


def listed(parts: Iterable[str]) -> str:
    """Return parts as a list in a sentence."""
    return _current.listed(parts)


def sentence(text: str) -> str:
    """Return a text with a capital at its head and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")
