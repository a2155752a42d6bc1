"""A fictional municipality: its bodies, and who sits in them when."""

from __future__ import annotations

from datetime import date

from referat.demo.calendar import FIRST_YEAR, LAST_YEAR
from referat.demo.dice import Dice
from referat.demo.model import Person, later
from referat.demo.words import load

ELECTIONS = (date(2014, 1, 1), date(2018, 1, 1), date(2022, 1, 1))
_COUNCIL = range(15)
_SEATS = {"council": _COUNCIL, "finance": range(7), "children": range(5, 10), "nature": range(10, 15)}
"""Which seats of the council sit in which body; the mayor has the first."""

Seat = list[tuple[date, Person]]
"""Who has a seat from which day on, in order of time."""


def town_name(index: int) -> str:
    """Return the name of the town with this index; after the first 144 a number tells towns of one name apart."""
    people = load("people")
    first, last = people["towns_first"], people["towns_last"]
    turn, place = divmod(index, len(first) * len(last))
    name = first[place % len(first)] + last[(place // len(first) + place) % len(last)]
    return f"{name} {turn + 1}" if turn else name


class Town:
    """A municipality with its bodies and the people in them, drawn from `seed` and its index.

    The first town's bodies have plain names; those of the others carry the town's name, so that ids stay unique.
    """

    def __init__(self, seed: int, index: int = 0):
        people = load("people")
        self.index = index
        self.name = town_name(index)
        self.bodies: dict[str, str] = dict(people["bodies"])
        if index:
            self.bodies = {key: f"{self.name} {name}" for key, name in people["bodies_elsewhere"].items()}
        self._dice = Dice(seed, "town", index)
        self._surnames: list[str] = []
        self._council = [self._seat(seat) for seat in _COUNCIL]
        self._board = [self._chair(role) for role in people["board"]["roles"]]

    def members(self, key: str, day: date) -> list[Person]:
        """Return who belongs to the body on that day, in the order of their seats."""
        seats = self._board if key == "board" else [self._council[seat] for seat in _SEATS[key]]
        return [_holder(seat, day) for seat in seats]

    def deputies(self, key: str, day: date) -> list[Person]:
        """Return members of the council who are not of this body and may stand in for somebody."""
        own = self.members(key, day)
        return [person for person in self.members("council", day) if person not in own]

    def _person(self, party: str | None, role: str | None) -> Person:
        people = load("people")["people"]
        if not self._surnames:
            self._surnames = self._dice.sample(people["last"], len(people["last"]))
        names = [self._dice.pick(people["first"]), self._surnames.pop()]
        if self._dice.chance(0.3):
            names.insert(1, self._dice.pick(people["middle"]))
        diligence = self._dice.share(0.86, 1.0) if self._dice.chance(0.8) else self._dice.share(0.6, 0.85)
        return Person(" ".join(names), party, role, diligence)

    def _seat(self, number: int) -> Seat:
        """Fill a seat of the council: at elections more than half stay, and now and then somebody leaves in between."""
        seat: Seat = []
        for election in ELECTIONS:
            if not seat or self._dice.chance(0.45):
                party = "A" if number == 0 else self._dice.weighted(load("people")["people"]["parties"])
                seat.append((election, self._person(party, None)))
            if number and self._dice.chance(0.15):
                seat.append((later(election, self._dice.between(200, 1200)), self._person(seat[-1][1].party, None)))
        return seat

    def _chair(self, role: str) -> Seat:
        """Fill a chair of the board, which changes hands every few years, whoever wins elections."""
        day, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
        seat: Seat = []
        while day <= last:
            seat.append((day, self._person(None, role)))
            day = later(day, self._dice.between(900, 2900))
        return seat


def _holder(seat: Seat, day: date) -> Person:
    return next(person for since, person in reversed(seat) if since <= day)
