"""A fictional municipality: its texts, bodies, people and calendar."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")

TEXTS: dict[str, Any] = tomllib.loads(files("referat.demo").joinpath("demo_texts.toml").read_text(encoding="utf-8"))
FIRST_YEAR, FIRST_MONTH = 2021, 8
MONTHS_OF_A_TOWN = 44
"""Number of months of minutes of one town."""


def _months() -> Iterator[date]:
    """Yield the first days of the months with meetings; July has none."""
    month = FIRST_MONTH - 1
    for _ in range(MONTHS_OF_A_TOWN):
        yield date(FIRST_YEAR + month // 12, month % 12 + 1, 1)
        month += 2 if month % 12 == 5 else 1


MONTHS = list(_months())
MOST = len(MONTHS) * len(TEXTS["bodies"])
"""The number of meetings in the years of one town; more meetings come from several towns."""
_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


class Dice:
    """A random number generator seeded by a key, built on `Random.random`, whose sequence Python guarantees."""

    def __init__(self, *key: object):
        self._throw = Random("/".join(map(str, key))).random

    def below(self, limit: int) -> int:
        """Return an integer from 0 to `limit` - 1."""
        return int(self._throw() * limit)

    def chance(self, probability: float) -> bool:
        """Return True with this probability."""
        return self._throw() < probability

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[self.below(len(choices))]


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a body; employees have no party."""

    name: str
    party: str | None = None

    @property
    def with_party(self) -> str:
        """The name with the party in brackets."""
        return f"{self.name} ({self.party})" if self.party else self.name


@dataclass(frozen=True, slots=True)
class Sitting:
    """A date in the calendar: key and name of the body, date, and number of the month."""

    key: str
    body: str
    day: date
    month: int
    kind: str = "ordinary"

    @property
    def id(self) -> str:
        """The natural id, `direktionen-2022-08-22`."""
        return f"{slug(self.body)}-{self.day.isoformat()}"


class Town:
    """A municipality; names of bodies of later towns include the town's name, so that ids are unique."""

    def __init__(self, seed: int, index: int = 0):
        self.seed, self.index = seed, index
        first, last = TEXTS["towns_first"], TEXTS["towns_last"]
        turn, place = divmod(index, len(first) * len(last))
        name = first[place % len(first)] + last[(place // len(first) + place) % len(last)]
        self.name = f"{name} {turn + 1}" if turn else name
        dice = Dice(seed, "people", index)
        self.people = [
            Person(name, party) for name, party in zip(_names(dice), TEXTS["people"]["parties"] * 2, strict=False)
        ]
        self.employees = [Person(one.name) for one in self.people[25:]]

    def body(self, key: str) -> str:
        """Return the name of a body."""
        name = str(TEXTS["bodies"][key]["name"])
        return f"{name} {self.name}" if self.index else name

    def members(self, key: str, day: date) -> list[Person]:
        """Return the members of the body on that date; a third of the council is new after the election."""
        if key == "board":
            return self.employees
        council = self.people[:15]
        if day.year >= 2022:
            council = [self.people[seat // 3 + 15] if seat % 3 == 2 else one for seat, one in enumerate(council)]
        start, end = TEXTS["bodies"][key]["seats"]
        return council[start:end]

    def sittings(self, count: int) -> list[Sitting]:
        """Return the first `count` meetings of the town in chronological order, some cancelled or extraordinary."""
        return list(self._calendar())[:count]

    def _calendar(self) -> Iterator[Sitting]:
        for month, first in enumerate(MONTHS):
            monday = first + timedelta(days=-first.weekday() % 7)
            for key, body in TEXTS["bodies"].items():
                kind = _SPECIAL.get((month, key), "ordinary")
                day = monday + timedelta(weeks=body["week"], days=body["weekday"] + (kind == "extraordinary"))
                yield Sitting(key, self.body(key), day, month, kind)


_SPECIAL = {(15, "culture"): "cancelled", (13, "council"): "extraordinary", (17, "climate"): "supplementary"} | {
    (month, "children"): "with_agenda" for month in (14, 20, 26)
}
"""Meetings that differ from the calendar, by month and body."""


def _names(dice: Dice) -> list[str]:
    """Return 30 names with dissimilar last names."""
    lasts = list(TEXTS["people"]["last"])
    names = []
    while lasts:
        parts = [dice.pick(TEXTS["people"]["first"]), lasts.pop(dice.below(len(lasts)))]
        if dice.chance(0.3):
            parts.insert(1, dice.pick(TEXTS["people"]["middle"]))
        names.append(" ".join(parts))
    return names


def slug(name: str) -> str:
    """Return a name as used in ids: `Økonomiudvalget` is `oekonomiudvalget`."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold().translate(_FOLDED)).strip("-")


_NAMES_OF_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni", "juli"),
    *("august", "september", "oktober", "november", "december"),
)


def spoken(day: date) -> str:
    """Return the date in words, `3. maj 2022`."""
    return f"{day.day}. {_NAMES_OF_MONTHS[day.month - 1]} {day.year}"
