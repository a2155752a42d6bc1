"""The fixtures of an agenda: what stands on it in every meeting, under one case number through a term."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from referat.demo import outcomes
from referat.demo.calendar import term
from referat.demo.dice import Dice
from referat.demo.matters import Registry
from referat.demo.model import Decision, Item, Section, Sitting, dashed, spoken
from referat.demo.outcomes import Room
from referat.demo.parts import CALLED, proposal
from referat.demo.prose import Values, filled
from referat.demo.words import load

_ALWAYS = ("Godkendelse af dagsordenen", "Underskriftsark")
"""What stands on the agenda of an extraordinary meeting too."""

_MEETING = {False: "mødet", True: "det ekstraordinære møde"}


class Fixtures:
    """The standing items of a town's bodies, with the case numbers they have been given."""

    def __init__(self, registry: Registry):
        self._registry = registry
        self._numbers: dict[tuple[str, str], str] = {}

    def items(self, dice: Dice, room: Room, place: str) -> Iterator[Item]:
        """Yield those that stand `first` or `last` on the agenda of this meeting."""
        kind = "board" if room.kind == "board" else "standing"
        for fixture in load(kind)["standing"]:
            if fixture["place"] == place and _applies(fixture, room.sitting):
                yield self._item(dice, room, fixture)

    def _item(self, dice: Dice, room: Room, fixture: dict[str, Any]) -> Item:
        sitting = room.sitting
        values = Values(
            dice,
            sitting.day,
            date=dashed(sitting.day),
            today=spoken(sitting.day),
            body="Byrådet" if sitting.key == "council" else "Udvalget",
            meeting=_MEETING[sitting.extraordinary],
        )
        title = filled(fixture["title"], values)
        decision = _decision(dice, room, fixture, values)
        return Item(
            title,
            self._number(sitting, fixture),
            closed=fixture.get("closed", False),
            standing=True,
            sections=tuple(_sections(sitting, fixture, values)),
            proposal=proposal(dice, room, fixture["points"]) if "points" in fixture else None,
            decisions=(decision,) if decision else (),
        )

    def _number(self, sitting: Sitting, fixture: dict[str, Any]) -> str:
        """Return the fixture's case number: the same one through a term, for all of the board's fixtures together."""
        period = term(sitting.day)
        place = (sitting.key, period if sitting.key == "board" else f"{period} {fixture['title']}")
        if place not in self._numbers:
            self._numbers[place] = self._registry.number(sitting.key, int(period[:4]) - (sitting.key != "board"))
        return self._numbers[place]


def _applies(fixture: dict[str, Any], sitting: Sitting) -> bool:
    if "years" in fixture:
        first, last = fixture["years"]
        return bool(first <= sitting.day.year <= last)
    return sitting.key in fixture["bodies"] and not (sitting.extraordinary and fixture["title"] not in _ALWAYS)


def _decision(dice: Dice, room: Room, fixture: dict[str, Any], values: Values) -> Decision | None:
    if "words" in fixture:
        return outcomes.phrase(dice, room, fixture["words"], values)
    if not fixture["decisions"]:
        return None
    chosen = dice.pick(fixture["decisions"])
    return outcomes.minuted(room, chosen["types"], filled(chosen["text"], values))


def _sections(sitting: Sitting, fixture: dict[str, Any], values: Values) -> Iterator[Section]:
    if sitting.key == "board":
        if "background" in fixture:
            yield Section("background", (fixture["background"],))
    elif not fixture.get("closed"):
        yield Section("heading", ())
        yield Section("procedure", (f"{CALLED[sitting.key]}.",))
        yield Section("summary", (filled(fixture["summary"], values),))
