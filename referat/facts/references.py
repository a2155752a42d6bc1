"""What a text says of other meetings and cases: "udskudt til den 30/1", "Byrådet besluttede den 3. maj", "sag 13/4"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import regex as re

from referat.facts.case_numbers import mentioned
from referat.facts.dates import Mention, mentions
from referat.vocabulary import contains_any, fold, load, trigger_words

_BEFORE, _AFTER = 90, 20
"""So many characters before and after a date are looked at for what it is the date of."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of a meeting or case: its words, and body, date, case number and direction as far as they are said."""

    kind: str
    text: str
    body: str | None = None
    date: date | None = None
    case_number: str | None = None
    direction: str | None = None


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load('references')[name])})\b", re.IGNORECASE)


@cache
def _body() -> re.Pattern[str]:
    """Match a body's name: "Byrådet", "Klima-, Teknik- og Miljøudvalget"."""
    endings = "|".join(load("references")["bodies"])
    parts = r"(?:\p{Lu}\p{L}*-?,?\s+(?:(?:\p{Lu}\p{L}*-,?|og|&)\s+){0,4})?"
    return re.compile(rf"(?:(?<!\p{{L}})|(?=\p{{Lu}})){parts}\p{{L}}*+(?<=(?i:{endings}))\b")


@cache
def _cue() -> re.Pattern[str]:
    """Match what every mention holds: a digit with the neighbours it has in a date or the number of a case."""
    months = "|".join(name for names in load("dates")["months"].values() for name in names)
    # [0-9] is found in half the time of \d, which stands for the digits of all scripts.
    return re.compile(rf"[0-9](?:[-/]\d| ?[-/.] ?\d\d?(?!\d)|\.? (?i:{months})|, (?:19|20)\d\d)")


def may_refer(lines: Sequence[str]) -> Iterator[int]:
    """Yield the positions of the lines that can hold a reference at all.

    They are searched in one go for a pattern that begins with a digit, a tenth of the time of a search in each.
    """
    text = "\n".join([*lines, ""])
    line = start = 0
    while cue := _cue().search(text, start):
        line += text.count("\n", start, cue.start())
        start = text.index("\n", cue.start())
        yield line


@cache
def _meeting() -> re.Pattern[str]:
    return re.compile(rf"(?<![\p{{L}}+-])[\p{{L}}+-]*(?:{'|'.join(load('references')['meetings'])})\b", re.IGNORECASE)


@cache
def _tells_of_meeting() -> tuple[str, ...]:
    """Return the words of which one stands before the date of a meeting."""
    words = load("references")
    return trigger_words([*words["meetings"], *words["bodies"], *words["postponed"]])


@cache
def _bodies() -> tuple[str, ...]:
    return trigger_words(load("references")["bodies"])


def _direction(words: str) -> str | None:
    later, earlier = _words("later").search(words), _words("earlier").search(words)
    if bool(later) == bool(earlier):
        return None
    return "later" if later else "earlier"


def _day(mention: Mention, on: date, direction: str | None) -> date | None:
    """Return the day meant; without a year it is the next or last such day, and none if the text does not say which."""
    if mention.year is not None:
        return mention.on()
    if direction is None:
        return None
    return mention.after(on) if direction == "later" else mention.before(on)


def _sentence_start(text: str, mention: Mention) -> int:
    """Return where the words that belong to a date begin: at its sentence, but not too far before it."""
    earliest = max(0, mention.start - _BEFORE)
    ends = (text.rfind(end, earliest, mention.start) for end in (". ", "\n"))
    return max(earliest, *(end + 1 for end in ends))


def _to_meeting(text: str, mention: Mention, on: date, own: str) -> Reference | None:
    start = _sentence_start(text, mention)
    before = text[start : mention.start]
    if not contains_any(before, _tells_of_meeting()):  # two dates of three are of something else
        return None
    bodies = list(_body().finditer(before)) if contains_any(before, _bodies()) else []
    opener = bodies[-1] if bodies else next(iter(_meeting().finditer(before)), None)
    if opener is None and not _words("postponed").search(before):
        return None
    direction = _direction(text[start : mention.end + _AFTER])
    day = _day(mention, on, direction)
    if day is not None and day != on:
        direction = "later" if day > on else "earlier"
    words = before[opener.start() if opener else 0 :] + text[mention.start : mention.end]
    return Reference("meeting", words.strip(), _whose(opener[0] if opener else None, own), day, None, direction)


def _whose(words: str | None, own: str) -> str | None:
    """Return the body whose meeting is meant; nothing for a meeting of nobody the words name ("temamødet")."""
    key = fold(words or "mødet")
    if key in load("references")["own"]:
        return own or None
    if key.endswith(tuple(load("references")["bodies"])):
        return words
    return next((body for word, body in load("references")["compounds"].items() if key.startswith(word)), None)


def references(text: str, on: date, own: str) -> list[Reference]:
    """Return the meetings and cases that a text of the body `own`, minuted on that day, mentions.

    The day itself is no reference. A meeting is of the body named, of `own` where the text says only "mødet".
    """
    found = []
    for mention in mentions(text) if contains_any(text, _tells_of_meeting()) else ():
        reference = _to_meeting(text, mention, on, own)
        if reference and reference.date != on:
            found.append(reference)
    found += [Reference("case", number, case_number=number) for _, number in mentioned(text)]
    return found


def postponed_to(text: str, on: date) -> date | None:
    """Return the day a decision of that day puts its matter off to, where it names one: "Udskudt til den 30/1"."""
    for mention in mentions(text):
        if _words("postponed").search(text, _sentence_start(text, mention), mention.start):
            day = mention.after(on)
            return day if day is not None and day > on else None
    return None
