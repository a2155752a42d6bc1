"""Dates, weekdays and times of day in the forms used in Danish minutes.

General date parsers were tried: they miss "Mandag d. 22. august 2022 kl. 09:00" and turn "30/1" into this year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

import regex as re

from referat.vocabulary import any_of, load


@dataclass(frozen=True, slots=True)
class Mention:
    """A date mentioned in a text: its position and its parts; `year` is None where the text gives none."""

    start: int
    end: int
    day: int
    month: int
    year: int | None

    def on(self, year: int | None = None) -> date | None:
        """Return the date, using `year` where the text gives none; None if there is no such day."""
        chosen = self.year if self.year is not None else year
        try:
            return date(chosen, self.month, self.day) if chosen is not None else None
        except ValueError:
            return None

    def after(self, day: date) -> date | None:
        """Return the first such day after `day`; a date with a year is returned unchanged."""
        this_year = self.on(day.year)
        if this_year is not None and self.year is None and this_year <= day:
            return self.on(day.year + 1)
        return this_year

    def before(self, day: date) -> date | None:
        """Return the last such day that is not after `day`; a date with a year is returned unchanged."""
        this_year = self.on(day.year)
        if this_year is not None and self.year is None and this_year > day:
            return self.on(day.year - 1)
        return this_year


@cache
def _by_name(table: str) -> dict[str, int]:
    return {name: int(number) for number, names in load("dates")[table].items() for name in names}


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a date. Every form starts at a digit, which makes the search twelve times faster."""
    month = "|".join(sorted(_by_name("months"), key=len, reverse=True))
    return re.compile(
        rf"""(?:(?<![\w/.-])|(?<=\bd\.)|(?<=\d\.?-)(?=\d\d?\.?\ \p{{L}}))(?<!\bkl\.?\ ?)(?:
            (?P<iso_year>(?:19|20)\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)
          | (?P<day>\d\d?)\ ?[-/.]\ ?(?P<month>\d\d?)(?:(?:\ ?[-/.]\ ?|(?<=/\ ?\d\d?)\ (?=(?:19|20)\d\d))
            (?P<year>(?:19|20)\d\d|\d\d))?(?!\d|/\d|,\d)
          | (?P<named_day>\d\d?)(?:\.\ ?|\ |-)(?P<name>{month})\b\.?(?:(?:,?\ |-)(?P<named_year>(?:19|20)\d\d))?
          | (?P<english_day>\d\d?),\ (?P<english_year>(?:19|20)\d\d)
            (?<=(?<![\w/.-])(?<!\d\.?\ )(?P<english>{month})\ \d\d?,\ \d{{4}})
        )""",
        re.IGNORECASE | re.VERBOSE,
    )


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _mention(match: re.Match[str]) -> Mention:
    start = match.start()
    if match["day"]:
        day, month, year = match["day"], int(match["month"]), match["year"]
    elif match["named_day"]:
        day, month, year = match["named_day"], _by_name("months")[match["name"].casefold()], match["named_year"]
    elif match["iso_year"]:
        day, month, year = match["iso_day"], int(match["iso_month"]), match["iso_year"]
    else:
        day, month, year = match["english_day"], _by_name("months")[match["english"].casefold()], match["english_year"]
        start = match.start("english")
    return Mention(start, match.end(), int(day), month, _year(year))


def mentions(text: str) -> Iterator[Mention]:
    """Yield the dates a text mentions, in order: "22-08-2022", "22. august 2022", "18/11/2024", "30/1"."""
    for match in _pattern().finditer(text):
        mention = _mention(match)
        if 1 <= mention.month <= 12 and 1 <= mention.day <= 31 and not _is_span(text, mention):
            yield mention


def _is_span(text: str, mention: Mention) -> bool:
    """Return whether numbers without a year are a range of points or pages: "punkt 3-11"."""
    return mention.year is None and _span_words().search(text, mention.start - _SPAN_REACH, mention.start) is not None


_SPAN_REACH = 30
"""Number of letters before a number that are searched for the word that it counts."""


@cache
def _span_words() -> re.Pattern[str]:
    return re.compile(rf"(?:\p{{L}}*(?:{any_of(load('dates')['counted'])}))\.?\s*$", re.IGNORECASE)


_SPAN_OF_DAYS = re.compile(
    r"(?<![\d.:/-]|kl\.\s?)(?P<first>\d{1,2})\.?\s?(?:-|–|og|til)\s?(?:(?:man|tirs|ons|tors|fre|lør|søn)dag\s)?"
    r"(?:den\s|d\.\s?)?$",
    re.IGNORECASE,
)
"""The first of two days in a month, before the second: "3. og 4. maj 2021"."""

_TO = re.compile(r"\s?(?:-|–|og|til)\s?(?:(?:man|tirs|ons|tors|fre|lør|søn)dag\s)?(?:den\s|d\.\s?)?", re.IGNORECASE)
"""Separators of the first and the last day of a meeting."""

_LONGEST = timedelta(days=4)
"""Longest meeting that is accepted."""


def last_day(text: str, first: date) -> date:
    """Return the last day of a meeting that begins on `first`: "6. og 7. april 2022" ends on the 7th."""
    days = (mention.on() or mention.after(first) for mention in mentions(text))
    return max((day for day in days if day is not None and first < day <= first + _LONGEST), default=first)


# Headings of decisions repeat the day of the meeting: in real minutes nine of ten calls.
@lru_cache(maxsize=1024)
def first_date(text: str) -> date | None:
    """Return the first date in the text that has a year, or None; of "3. - 4. maj 2021" it is the 3rd."""
    before = None
    for mention in mentions(text):
        if (day := mention.on()) is not None:
            return _first_of_span(text, before, mention, day)
        before = mention
    return None


def _first_of_span(text: str, before: Mention | None, mention: Mention, day: date) -> date:
    """Return the first day of a meeting over several days: 30 April for "30. april og 1. maj 2021"."""
    if before and _TO.fullmatch(text, before.end, mention.start):
        first = before.on(day.year)
        return first if first and first < day <= first + _LONGEST else day
    span = _SPAN_OF_DAYS.search(text, 0, mention.start)
    return day.replace(day=int(span["first"])) if span and 0 < int(span["first"]) < day.day else day


def weekday(text: str) -> int | None:
    """Return the first weekday in the text, Monday being 0, or None."""
    names = _by_name("weekdays")
    return next((names[word] for word in _WORD.findall(text.casefold()) if word in names), None)


_WORD = re.compile(r"\p{L}+")
_TIME = re.compile(r"(?<![\d.:/-])(\d{1,2})[.:](\d\d)(?::\d\d)?(?![.\d])")
_SPAN = re.compile(
    r"(?<![\d.:/-])\d{1,2}[.:]\d\d(?::\d\d)?\s?(?:-|–|—|til)\s?(?:kl\.?\s?)?(?P<end>\d{1,2}[.:]\d\d)(?![.:]?\d)"
)
_PM = re.compile(r"\s?PM\b")
"""Some portals print hours in the American form: "4:00:00 PM"."""

_HOUR = re.compile(r"\bkl\.?\s*(\d{1,2})(?![\d.:])", re.IGNORECASE)


def time_of_day(text: str) -> str | None:
    """Return the first time of day in the text as `09:00`: "kl. 9.00", "kl 17", "- 18:00", "kl. 13 - 14.30".

    Dates are not read as times.
    """
    for mention in mentions(text):
        if mention.year is not None:
            text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    times = [match for match in (_TIME.search(text), _HOUR.search(text)) if match]
    if not times:
        return None
    first = min(times, key=lambda match: match.start(1))
    hour, minute = int(first[1]), int(first[2]) if first.re is _TIME else 0
    if _PM.match(text, first.end()) and hour < 12:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def end_of_span(text: str) -> str | None:
    """Return the end of the first time span in the text: "kl. 9.00 - 11.30"."""
    span = _SPAN.search(text)
    return time_of_day(span["end"]) if span else None
