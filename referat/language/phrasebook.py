"""A language of the report: its phrases as data, and numbers, dates, plurals and lists formatted by babel."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from referat.errors import CannotGoOnError

LOCALES = {"en": "en_GB", "da": "da"}
"""The locale of each language, for numbers and dates."""

LANGUAGES = tuple(LOCALES)
Phrase: TypeAlias = "str | list[str]"
"""A phrase with placeholders; a list of two for singular and plural."""


class UnknownLanguageError(CannotGoOnError):
    """Raised for a language without a file of phrases."""

    exit_code = 2


@cache
def phrases(code: str) -> dict[str, Phrase]:
    """Return the phrases of a language by `section.key`."""
    text = files(__package__).joinpath(f"{language_code(code)}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text)))


def language_code(code: str) -> str:
    """Return the code of a language of the report.

    Raises
    ------
    UnknownLanguageError
        If there is no such language.
    """
    if code not in LANGUAGES:
        raise UnknownLanguageError(f"no language is called {code!r}; there are {', '.join(LANGUAGES)}")
    return code


def _flat(tables: Mapping[str, Any], head: str = "") -> Iterator[tuple[str, Phrase]]:
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{head}{key}.")
        else:
            yield head + key, value


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the report, `Language("da")`."""

    code: str

    def __post_init__(self) -> None:
        language_code(self.code)

    @property
    def locale(self) -> Locale:
        """The locale of numbers, dates, plurals and lists."""
        return _locale(self.code)

    def say(self, key: str, how_many: float = 2, /, **parts: object) -> str:
        """Return the phrase of a key with its placeholders filled; `how_many` selects singular or plural.

        >>> Language("en").say("closed.none", items="3 items")
        'None of 3 items was dealt with behind closed doors, according to the minutes.'
        """
        phrase = phrases(self.code)[key]
        chosen = phrase if isinstance(phrase, str) else phrase[0 if self._is_one(how_many) else 1]
        return chosen.format(**parts)

    def _is_one(self, value: float) -> bool:
        whole = int(value) if value == int(value) else float(value)
        return bool(self.locale.plural_form(whole) == "one")

    def name(self, value: object) -> str:
        """Return the name of a value in this language; the value itself if it has none."""
        phrase = phrases(self.code).get(f"names.{value}", str(value))
        return phrase if isinstance(phrase, str) else phrase[-1]

    def column(self, title: str) -> str:
        """Return the name of a column in this language, `case number`."""
        return str(phrases(self.code).get(f"columns.{title}", title.replace("_", " ")))

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with grouped thousands: `1,234`, `0.45`."""
        return _number(float(value), decimals, self.code)

    def count(self, value: float) -> str:
        """Return a whole number as the subject of a sentence: `none` for zero."""
        return self.number(value) if value else self.say("form.none")

    def period(self, first: date | None, last: date | None) -> str:
        """Return a period from its first to its last day; a single date for a single day.

        >>> Language("en").period(date(2021, 1, 4), date(2021, 1, 4))
        '4 January 2021'
        """
        if first is None or last is None or first != first:  # None, or a missing day of pandas
            return self.say("form.no_days")
        return self.day(first) if first == last else self.say("form.period", first=self.day(first), last=self.day(last))

    def some(self, value: float, noun: str) -> str:
        """Return a number with its noun: `1 meeting`, `2 meetings`, `no meetings`.

        >>> english = Language("en")
        >>> english.some(1, "body"), english.some(2000, "body"), english.some(0, "body")
        ('1 body', '2,000 bodies', 'no bodies')
        """
        return self.counted(value, noun) if value else f"{self.say('form.no')} {self.say(f'nouns.{noun}', value)}"

    def counted(self, value: float, noun: str) -> str:
        """Return a number with its noun, in digits even if it is zero: `0 meetings`."""
        return f"{self.number(value)} {self.say(f'nouns.{noun}', value)}"

    def percent(self, share: float) -> str:
        """Return a share as a percentage, rounded; with decimals below ten percent and near 0 and 100.

        A missing share is `an unknown share`.

        >>> [Language("en").percent(share) for share in (0.4, 0.045, 0.0002, 0.996, 0.9996, 0.99998, 1)]
        ['40%', '4.5%', 'under 0.1%', '99.6%', '99.96%', 'over 99.99%', '100%']
        """
        if math.isnan(share):
            return self.say("form.unknown_share")
        if 0 < share < 0.0005:
            return self.say("form.nearly_none", percent=self.percentage(0.001, 1))
        if 0.99995 <= share < 1:
            return self.say("form.nearly_all", percent=self.percentage(0.9999, 2))
        decimals = 2 if 0.9995 <= share < 1 else 1 if 0 < share < 0.0995 or 0.995 <= share < 1 else 0
        return self.percentage(share, decimals)

    def percents(self, *shares: float) -> list[str]:
        """Return shares as percentages, with up to two decimals if needed to tell different shares apart.

        >>> Language("en").percents(0.4, 0.31, 0.5), Language("en").percents(0.1334, 0.1327, 0.134)
        (['40%', '31%', '50%'], ['13.34%', '13.27%', '13.40%'])
        """
        texts = [self.percent(share) for share in shares]
        for decimals in (1, 2):
            if len(set(texts)) == len(set(shares)) or not all(0.0005 <= share < 0.9995 for share in shares):
                break
            texts = [self.percentage(share, decimals) for share in shares]
        return texts

    def percentage(self, share: float, decimals: int = 0) -> str:
        """Return a share as a percentage with a number of decimals, as on the axis of a figure."""
        standard = str(self.locale.percent_formats[None].pattern)  # "#,##0 %", with the space of the language
        return standard.replace("#,##0", self.number(100 * share, decimals))

    def month(self, number_of_month: int, *, short: bool = False) -> str:
        """Return the name of a month, counted from 1."""
        return format_date(date(2001, number_of_month, 1), "LLL" if short else "LLLL", self.locale)

    def day(self, on: date) -> str:
        """Return a date in words: `3 May 2021`; a missing one is `an unknown day`."""
        return self._date(on, "form.day") if on == on else self.say("form.unknown_day")  # NaT of pandas

    def short_day(self, on: date) -> str:
        """Return a date as in a table: `2021-05-03`."""
        return self._date(on, "form.short_day")

    def day_of_month(self, on: date) -> str:
        """Return a date without its year, as on the axis of a figure: `3 May`."""
        return self._date(on, "form.day_of_month")

    def quarter(self, on: date) -> str:
        """Return the name of a date's quarter: `2022 Q2`."""
        return self._date(on, "form.quarter")

    def _date(self, on: date, key: str) -> str:
        return format_date(on, str(phrases(self.code)[key]), self.locale)

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts as a list in a sentence: `a, b and c`."""
        return format_list(list(parts), locale=self.locale)


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(LOCALES[code])


@lru_cache(4096)
def _number(value: float, decimals: int, code: str) -> str:
    return format_decimal(value, "#,##0" + (f".{'0' * decimals}" if decimals else ""), _locale(code))
