"""References to other meetings and cases: "udskudt til den 30/1", "Byrådet besluttede den 3. maj", "sag 13/4"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import regex as re

from referat.facts.body_names import without_genitive
from referat.facts.case_numbers import mentioned
from referat.facts.dates import Mention, mentions
from referat.facts.matter_titles import naming_words
from referat.vocabulary import contains_any, fold, load, trigger_words

_BEFORE, _AFTER = 90, 20
"""Number of characters before and after a date that are searched for the meeting it refers to."""


_CONTEXT = 170
"""Number of characters after a date that are searched for what was decided on it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a meeting or case: its text, and the body, date, item, case number and direction it gives.

    `context` holds the naming words around it.
    """

    kind: str
    text: str
    body: str | None = None
    date: date | None = None
    case_number: str | None = None
    item_number: int | None = None
    direction: str | None = None
    context: str = ""


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load('references')[name])})\b", re.IGNORECASE)


@cache
def _body() -> re.Pattern[str]:
    """Match a body's name: "Byrådet", "Klima-, Teknik- og Miljøudvalget"; no capital preposition before it."""
    words = load("references")
    endings, before = "|".join(words["bodies"]), "|".join(words["before_bodies"])
    parts = r"(?:\p{Lu}\p{L}*-?,?\s+(?:(?:\p{Lu}\p{L}*-,?|og|&)\s+){0,4})?"
    return re.compile(
        rf"(?!(?i:{before})\s)(?:(?<!\p{{L}})|(?<!\p{{L}}-?)(?=\p{{Lu}})){parts}\p{{L}}*+(?<=(?i:{endings}))\b"
    )


@cache
def _between_bodies() -> re.Pattern[str]:
    """Match what joins two bodies: "Økonomiudvalget og Byrådet", "Byrådet, Direktionen"."""
    return re.compile(rf"(?<=(?i:{'|'.join(load('references')['bodies'])}))(?:\s+(?:og|samt)|,(?:\s+og)?)\s+")


@cache
def _item_after() -> re.Pattern[str]:
    """Match the number of an item behind a date: "(pkt. 15)", ", punkt 32", " under pkt. 30"."""
    return re.compile(rf"[\s,(]*(?:(?:under|som|i)\s+)?{_item()}", re.IGNORECASE)


@cache
def _item_before() -> re.Pattern[str]:
    """Match the number of an item before the meeting: "punkt 15 på Byrådets møde den"."""
    return re.compile(rf"\b{_item()}\s+(?:på|i|fra|ved)\s", re.IGNORECASE)


def _item() -> str:
    return rf"(?:{'|'.join(load('references')['items'])})\.?\s*(?:nr\.?\s*)?(?P<item>[0-9]{{1,3}})(?![\d/-]|\.\d)"


@cache
def _body_after() -> re.Pattern[str]:
    """Match words between a date and the body that met: "den 3. maj 2022 (pkt. 4) i Byrådet"."""
    return re.compile(r"(?:\s*\([^()\n]{1,20}\))?,?\s+(?:i|på|af|ved)\s+", re.IGNORECASE)


@cache
def _first_sign() -> re.Pattern[str]:
    """Match what every reference contains: a digit with its neighbours in a date or a case number."""
    months = "|".join(name for names in load("dates")["months"].values() for name in names)
    # [0-9] takes half the time of \d, which matches the digits of all scripts.
    return re.compile(rf"[0-9](?:[-/]\d| ?[-/.] ?\d\d?(?!\d)|\.? (?i:{months})|, (?:19|20)\d\d)")


def may_refer(lines: Sequence[str]) -> Iterator[int]:
    """Yield the positions of the lines that can contain a reference.

    All lines are searched at once for a pattern that begins with a digit, in a tenth of the time of one search per
    line.
    """
    text = "\n".join([*lines, ""])
    line = start = 0
    while sign := _first_sign().search(text, start):
        line += text.count("\n", start, sign.start())
        start = text.index("\n", sign.start())
        yield line


@cache
def _meeting() -> re.Pattern[str]:
    return re.compile(rf"(?<![\p{{L}}+-])[\p{{L}}+-]*(?:{'|'.join(load('references')['meetings'])})\b", re.IGNORECASE)


@cache
def _reference_words() -> tuple[str, ...]:
    """Return words of which a text with a reference to a meeting holds one."""
    words = load("references")
    return trigger_words([*words["meetings"], *words["bodies"], *words["postponed"], "pkt", "punkt"])


@cache
def _meeting_words() -> tuple[str, ...]:
    """Return words of which the words before the date of a meeting hold one."""
    words = load("references")
    compounds = words["compounds"]
    return trigger_words([*words["meetings"], *words["bodies"], *compounds])


@cache
def _bodies() -> tuple[str, ...]:
    return trigger_words(load("references")["bodies"])


def _direction(words: str) -> str | None:
    later, earlier = _words("later").search(words), _words("earlier").search(words)
    if bool(later) == bool(earlier):
        return None
    return "later" if later else "earlier"


def _day(mention: Mention, on: date, direction: str | None) -> date | None:
    """Return the date of a mention; without a year, the next or last such day, or None if the direction is unknown."""
    if mention.year is not None:
        return mention.on()
    if direction is None:
        return None
    return mention.after(on) if direction == "later" else mention.before(on)


_ABBREVIATION = re.compile(
    r"(?:\b(?:d|pkt|jf|jvf|nr|kl|ca|kap|stk|dec|nov|okt|sept|aug|febr|jan)|(?<!\d)\d\d?)$", re.IGNORECASE
)


def _sentence_start(text: str, mention: Mention) -> int:
    """Return the start of the words that belong to a date: the start of its sentence, within a limit."""
    earliest = max(0, mention.start - _BEFORE)
    line = text.rfind("\n", earliest, mention.start) + 1
    end = text.rfind(". ", earliest, mention.start)
    while end >= 0 and _ABBREVIATION.search(text, max(0, end - 6), end):
        end = text.rfind(". ", earliest, end)
    return max(earliest, line, end + 1)


def _to_meetings(text: str, mention: Mention, on: date, own_body: str) -> Iterator[Reference]:
    """Yield the meetings on a date in the text, one for each body that the words name."""
    start = _sentence_start(text, mention)
    before = text[start : mention.start]
    item = _item_after().match(text, mention.end) or _item_before().search(before)
    opener = _opener(before)
    after = _named_after(text, mention) if opener is None or not _is_body(opener[0]) else None
    # Two dates of three do not refer to a meeting.
    if not (item or after or opener or _words("postponed").search(before)):
        return
    direction = _direction(text[start : mention.end + _AFTER])
    day = _day(mention, on, direction)
    if day is not None and day != on:
        direction = "later" if day > on else "earlier"
    words = before[opener.start() if opener else 0 :] + text[mention.start : mention.end]
    context = " ".join(naming_words(text[start : mention.end + _CONTEXT]))
    number = int(item["item"]) if item else None
    for body in _bodies_of_meeting(after, opener):
        whose = _whose(body, own_body) if body or not item else None
        yield Reference("meeting", words.strip(), whose, day, None, number, direction, context)


def _bodies_of_meeting(after: str | None, opener: re.Match[str] | None) -> list[str | None]:
    """Return the bodies named behind or before a date; None is a meeting without the name of a body."""
    if after:
        return [after]
    return [*_between_bodies().split(opener[0])] if opener else [None]


def _opener(before: str) -> re.Match[str] | None:
    """Return the words before a date that name a body or, if there is none, a meeting."""
    if not contains_any(before, _meeting_words()):
        return None
    bodies = list(_body().finditer(before)) if contains_any(before, _bodies()) else []
    return bodies[-1] if bodies else next(iter(_meeting().finditer(before)), None)


def _named_after(text: str, mention: Mention) -> str | None:
    """Return the body after a date, if the words name it as the one that met."""
    joint = _body_after().match(text, mention.end, mention.end + _BEFORE)
    body = _body().match(text, joint.end()) if joint else None
    return body[0] if body else None


def _is_body(words: str) -> bool:
    return fold(words).endswith(tuple(load("references")["bodies"]))


def _whose(words: str | None, own_body: str) -> str | None:
    """Return the body whose meeting is mentioned; None if the words name no body ("temamødet")."""
    key = fold(words or "mødet")
    if key in load("references")["own"]:
        return None if "udvalg" in key and "udvalg" not in fold(own_body) else own_body or None
    if key.endswith(tuple(load("references")["bodies"])):
        return without_genitive(words or "")
    return next((body for word, body in load("references")["compounds"].items() if key.startswith(word)), None)


def references(text: str, on: date, own_body: str) -> list[Reference]:
    """Return the meetings and cases mentioned in a text of the body `own_body`, minuted on the date `on`.

    The date `on` itself is not a reference. "mødet" alone refers to a meeting of `own_body`.
    """
    result = []
    for mention in mentions(text) if contains_any(text, _reference_words()) else ():
        result += [reference for reference in _to_meetings(text, mention, on, own_body) if reference.date != on]
    result += [Reference("case", number, case_number=number) for _, number in mentioned(text)]
    return result


def postponed_to(text: str, on: date) -> date | None:
    """Return the date to which a decision of a date postpones its matter: "Udskudt til den 30/1"."""
    for mention in mentions(text):
        if _words("postponed").search(text, _sentence_start(text, mention), mention.start):
            day = mention.after(on)
            return day if day is not None and day > on else None
    return None
