"""What the report says, in the language it is asked for: phrases as data, numbers and dates in that language's form.

One file a language, all with the same keys. The language is chosen once, by `speak`, for everything said from then on.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from referat.errors import CannotGoOnError

LANGUAGES = ("en", "da")
Phrase: TypeAlias = "str | list[str]"
"""A phrase with places for its parts; two of them where it depends on a count: for one, and for any other number."""


class UnknownLanguageError(CannotGoOnError):
    """There is no file of phrases for the language that was asked for."""

    exit_code = 2


@cache
def phrases(code: str) -> dict[str, Phrase]:
    """Return a language's phrases by `section.key`."""
    if code not in LANGUAGES:
        raise UnknownLanguageError(f"no language is called {code!r}; there are {', '.join(LANGUAGES)}")
    text = files(__name__).joinpath(f"{code}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text)))


def _flat(tables: Mapping[str, Any], head: str = "") -> Iterator[tuple[str, Phrase]]:
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{head}{key}.")
        else:
            yield head + key, value


_spoken = "en"


def speak(code: str) -> None:
    """Say everything in this language from now on."""
    global _spoken
    phrases(code)
    _spoken = code


def spoken() -> str:
    """Return the code of the language spoken now."""
    return _spoken


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Say everything in this language for a while."""
    before = _spoken
    speak(code)
    try:
        yield
    finally:
        speak(before)


def say(key: str, how_many: float = 2, /, **parts: object) -> str:
    """Return the phrase of a key, with its parts in their places; of two phrases the one for so many.

    >>> say("closed.none", items="3 items")
    'None of 3 items was dealt with behind closed doors, as far as titles say.'
    """
    phrase = phrases(_spoken)[key]
    chosen = phrase if isinstance(phrase, str) else phrase[0 if how_many == 1 else 1]
    return chosen.format(**parts)


def name(value: object) -> str:
    """Return what a value of a table is called in this language; one without an entry is called what it is.

    >>> name("approved"), name("Havneudvalget")
    ('approved', 'Havneudvalget')
    """
    found = phrases(_spoken).get(f"names.{value}", str(value))
    return found if isinstance(found, str) else found[-1]


def column(title: str) -> str:
    """Return what a column of a frame is called in this language, `case number`."""
    return str(phrases(_spoken).get(f"columns.{title}", title.replace("_", " ")))


def number(value: float, decimals: int = 0) -> str:
    """Return a number with its thousands apart: `1,234`, `0.45`."""
    english = f"{value:,.{decimals}f}"
    return english.translate(str.maketrans(",.", say("form.thousands") + say("form.decimal")))


def count(value: float) -> str:
    """Return a whole number as the subject of a sentence: `none` for zero."""
    return number(value) if value else say("form.none")


def some(value: float, noun: str) -> str:
    """Return a number with its noun: `1 meeting`, `2 meetings`, `no meetings`.

    >>> some(1, "body"), some(2000, "body"), some(0, "body")
    ('1 body', '2,000 bodies', 'no bodies')
    """
    return f"{number(value) if value else say('form.no')} {say(f'nouns.{noun}', value)}"


def percent(share: float) -> str:
    """Return a share as a percentage: whole, but with decimals below ten and where it would round to none or all.

    A missing share is `an unknown share`.

    >>> [percent(share) for share in (0.4, 0.045, 0.0002, 0.996, 0.9996, 0.99998, 1)]
    ['40%', '4.5%', 'under 0.1%', '99.6%', '99.96%', 'over 99.99%', '100%']
    """
    if math.isnan(share):
        return say("form.unknown_share")
    if 0 < share < 0.0005:
        return say("form.nearly_none", number=number(0.1, 1))
    if 0.99995 <= share < 1:
        return say("form.nearly_all", number=number(99.99, 2))
    decimals = 2 if 0.9995 <= share < 1 else 1 if 0 < share < 0.0995 or 0.995 <= share < 1 else 0
    return say("form.percent", number=number(100 * share, decimals))


def percents(*shares: float) -> list[str]:
    """Return shares as percentages with decimals enough, at most two, that they differ where the shares do.

    >>> percents(0.4, 0.31, 0.5), percents(0.1334, 0.1327, 0.134)
    (['40%', '31%', '50%'], ['13.34%', '13.27%', '13.40%'])
    """
    said = [percent(share) for share in shares]
    for decimals in (1, 2):
        if len(set(said)) == len(set(shares)) or not all(0.0005 <= share < 0.9995 for share in shares):
            break
        said = [say("form.percent", number=number(100 * share, decimals)) for share in shares]
    return said


def whole_percent(share: float) -> str:
    """Return a share as a percentage without decimals, as it stands in a picture."""
    return say("form.percent", number=number(100 * share))


def month(number_of_month: int, *, short: bool = False) -> str:
    """Return the name of a month, counted from 1."""
    names = phrases(_spoken)["form.short_months" if short else "form.months"]
    return names[number_of_month - 1]


def day(on: date) -> str:
    """Return a day in words: `3 May 2021`; a missing one is `an unknown day`."""
    if on != on:  # pandas' missing day
        return say("form.unknown_day")
    return say("form.day", day=on.day, month=month(on.month), year=on.year)


def short_day(on: date) -> str:
    """Return a day as it stands in a table: `2021-05-03`."""
    return say("form.short_day", year=f"{on.year:04}", month=f"{on.month:02}", day=f"{on.day:02}")


def quarter(on: date) -> str:
    """Return the name of the quarter that a day lies in: `2022 Q2`."""
    return say("form.quarter", year=on.year, quarter=(on.month + 2) // 3)


def listed(parts: Iterable[str]) -> str:
    """Return parts as a list in a sentence: `a, b and c`."""
    *most, last = parts
    return say("form.list", most=", ".join(most), last=last) if most else last


def sentence(text: str) -> str:
    """Return a text with a capital at its head and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")
