r"""What the demo knows of a meeting: small records, from which both the minutes and the truth are written.

Where minutes may differ from the truth, a record holds both: a person and the name as written, a title and its heading.
A block is a paragraph, or lines that stand together (a list, a table) joined by line feeds; `\n\n` in it is a page
break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def slug(name: str) -> str:
    """Return a name as it stands in ids and file names: `Børne- og Fritidsudvalget` is `boerne-og-fritidsudvalget`."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold().translate(_FOLDED)).strip("-")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who meets: the name, the party if elected, the role if employed, how often they come."""

    name: str
    party: str | None
    role: str | None
    diligence: float


@dataclass(frozen=True, slots=True)
class Sitting:
    """That a body meets: which one (by its key), when, and whether outside the calendar."""

    key: str
    body: str
    day: date
    extraordinary: bool = False


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person in the header: who it is, and the name as written there."""

    person: Person
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """Text under one heading; `kind` says which."""

    kind: str
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is recommended: the words that introduce it, the points, and who recommends.

    `numbered` points make a list; others are paragraphs that say everything themselves.
    """

    intro: str | None
    points: tuple[str, ...]
    numbered: bool
    proposer: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a body decided: the text as it is true, the blocks as they are written, the codebook's labels."""

    body: str
    day: date
    types: tuple[str, ...]
    blocks: tuple[str, ...]
    text: str
    postponed_to: date | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """A person whose attendance at one item differs from the header."""

    person: Person
    status: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda; `wrapped` is its heading and `in_contents` its line there, where not the title."""

    title: str
    case_number: str | None
    closed: bool = False
    standing: bool = False
    sections: tuple[Section, ...] = ()
    proposal: Proposal | None = None
    decisions: tuple[Decision, ...] = ()
    earlier: tuple[Decision, ...] = ()
    attachments: tuple[str, ...] = ()
    away: tuple[Away, ...] = ()
    wrapped: str | None = None
    in_contents: str | None = None

    @property
    def heading(self) -> str:
        """The title as it stands over the item, perhaps on several lines."""
        return self.wrapped or self.title

    @property
    def listed(self) -> str:
        """The title as it stands in the contents."""
        return self.in_contents or self.title


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting; `attendees` is nothing where the minutes do not say who came."""

    sitting: Sitting
    layout: str
    start: str
    place: str
    attendees: tuple[Attendee, ...] | None
    items: tuple[Item, ...]
    wrap: int | None = None

    @property
    def id(self) -> str:
        """The natural id, `direktionen-2022-08-22`."""
        return f"{slug(self.sitting.body)}-{self.sitting.day.isoformat()}"


_MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
_WEEKDAYS = ("Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag")


def month(day: date) -> str:
    """Return month and year, `maj 2016`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def spoken(day: date) -> str:
    """Return the day in words, `3. maj 2016`."""
    return f"{day.day}. {month(day)}"


def dashed(day: date) -> str:
    """Return the day in figures, `03-05-2016`."""
    return f"{day.day:02d}-{day.month:02d}-{day.year}"


def weekday(day: date) -> str:
    """Return the name of the weekday, capitalised."""
    return _WEEKDAYS[day.weekday()]


def later(day: date, days: int) -> date:
    """Return the day so many days later."""
    return day + timedelta(days=days)
