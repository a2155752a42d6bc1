"""Parse facts from any text: each function takes a string and returns values with their positions.

The functions do not depend on files, meetings or tables, so they can be used in a notebook, for example.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import regex as re

from referat.facts import dates, names
from referat.facts import references as mentions_of_meetings
from referat.facts import votes as stated_votes
from referat.facts.attendance.item_absences import AttendanceChange, attendance_changes
from referat.facts.case_numbers import case_numbers, mentioned
from referat.facts.decisions.point_outcomes import Outcome, outcomes
from referat.facts.names import ListedPerson
from referat.facts.paragraphs import paragraphs
from referat.facts.recommendations import Point, points
from referat.facts.references import Reference
from referat.facts.text_spans import find_text
from referat.facts.votes import Vote

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value parsed from a text and its position: `text[start:end]`, offsets in characters from 0, `end` exclusive.

    `start` and `end` are None where the words of the fact are not contiguous.
    """

    value: T
    start: int | None
    end: int | None


def parse_dates(text: str) -> list[Fact[date]]:
    """Return the dates in a text that have a year, in order.

    >>> parse_dates("Møder den 3. maj 2023 og 7/6-2023")[0]
    Fact(value=datetime.date(2023, 5, 3), start=10, end=21)
    """
    dated = ((mention.on(), mention) for mention in dates.mentions(text))
    return [Fact(day, mention.start, mention.end) for day, mention in dated if day is not None]


def parse_date(text: str) -> Fact[date] | None:
    """Return the first date in a text that has a year, or None.

    >>> parse_date("Mødet blev holdt d. 22. august 2022.").value.isoformat()
    '2022-08-22'
    >>> parse_date("Mødet blev holdt i august.") is None
    True
    """
    return next(iter(parse_dates(text)), None)


def parse_time(text: str) -> Fact[str] | None:
    """Return the first time of day of a text as `HH:MM`, or None.

    >>> parse_time("Mandag den 3. maj 2023 kl. 9.30")
    Fact(value='09:30', start=27, end=31)
    """
    time = dates.time_of_day(text)
    if time is None:
        return None
    hour, minute = int(time[:2]), time[3:]
    span = re.search(rf"(?<!\d)0?{hour}[.:]{minute}", text) or re.search(rf"(?i)\bkl\.?\s*\K0?{hour}(?!\d)", text)
    return Fact(time, *(span.span() if span else (None, None)))


def parse_names(text: str, status: str = "present") -> list[Fact[ListedPerson]]:
    """Return the people in a list of names: name, role, party and status; the span is that of the name.

    `status` (present, absent, excused or substitute) applies to people whom the list gives no other status.

    >>> people = parse_names("Anna Bo (A), Carl Dam (V) - afbud")
    >>> [(person.value.name, person.value.party, person.value.status, person.start) for person in people]
    [('Anna Bo', 'A', 'present', 0), ('Carl Dam', 'V', 'excused', 13)]
    """
    return _located(text, names.names(text, status), lambda person: person.name)


def parse_case_numbers(text: str) -> list[Fact[str]]:
    """Return the case numbers in a text that consists of them, or that names them as such.

    >>> parse_case_numbers("Se sag 22/581.")
    [Fact(value='22/581', start=7, end=13)]
    >>> [number.value for number in parse_case_numbers("23/95, 23/96")]
    ['23/95', '23/96']
    """
    alone = case_numbers(text)
    if alone:
        return _located(text, alone, str)
    return [Fact(number, start, start + len(number)) for start, number in mentioned(text)]


def parse_votes(text: str) -> list[Fact[Vote]]:
    """Return the votes that a text states: option, and number, party or person; the span is that of the statement.

    >>> [(v.value.option, v.value.count) for v in parse_votes("Vedtaget med 12 stemmer for og 5 imod.")]
    [('yes', 12), ('no', 5)]
    """
    return _located(text, stated_votes.votes(text), lambda vote: vote.text, advance=False)


def parse_references(text: str, on: date, body: str = "") -> list[Fact[Reference]]:
    """Return the meetings and cases that a text mentions; `on` and `body` are those of its own meeting.

    >>> [r.value.date.isoformat() for r in parse_references("Byrådet vedtog den 3. maj 2023 planen.", date(2023, 6, 1))]
    ['2023-05-03']
    """
    return _located(text, mentions_of_meetings.references(text, on, body), lambda mention: mention.text, advance=False)


def parse_outcomes(text: str) -> list[Fact[Outcome]]:
    """Return the outcome of each recommended point that a decision names.

    >>> [(o.value.label, o.value.decision_type) for o in parse_outcomes("1.-2. Godkendt. 3. Anbefales ikke.")]
    [('1', 'approved'), ('2', 'approved'), ('3', 'rejected')]
    """
    return _located(text, outcomes(text), lambda outcome: outcome.text, advance=False)


def parse_recommendations(text: str) -> list[Fact[Point]]:
    r"""Return the recommended points in a text, without the words that introduce them.

    >>> [p.value.text for p in parse_recommendations("Centret indstiller, at\n\n1. planen godkendes")]
    ['planen godkendes']
    """
    return _located(text, points(paragraphs(text.splitlines())), lambda point: point.text)


def parse_attendance(text: str, members: Collection[str] = ()) -> list[Fact[AttendanceChange]]:
    """Return who was away, arrived, left, substituted or was disqualified according to a decision's text.

    `members` are known names of people of the meeting; they separate names that have no separator.

    >>> [(a.value.name, a.value.status) for a in parse_attendance("Godkendt. Afbud: Anna Bo (A)")]
    [('Anna Bo', 'excused')]
    """
    return _located(text, attendance_changes(text, members), lambda change: change.text, advance=False)


def _located(text: str, values: Iterable[T], words: Callable[[T], str], *, advance: bool = True) -> list[Fact[T]]:
    """Return each value with the position of its words; with `advance` each is searched after the one before."""
    facts: list[Fact[T]] = []
    after = 0
    for value in values:
        span = find_text(text, words(value), after) or find_text(text, words(value)) or (None, None)
        after = (span[1] or after) if advance else after
        facts.append(Fact(value, *span))
    return facts
