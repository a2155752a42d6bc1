"""What stands on the agenda of a meeting, and what is decided: the model of one meeting after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import cos

from referat.demo import outcomes
from referat.demo.calendar import FIRST_YEAR, LAST_YEAR
from referat.demo.dice import Dice
from referat.demo.fixtures import Fixtures
from referat.demo.matters import Docket, Step, after
from referat.demo.model import Item, Meeting, Sitting
from referat.demo.outcomes import Room
from referat.demo.parts import proposal, sections
from referat.demo.presence import Presence, attend, layout, when_and_where
from referat.demo.prose import Values, filled
from referat.demo.town import Town

_NEW = {"board": (2, 4), "children": (2, 5), "nature": (2, 5), "finance": (1, 4), "council": (1, 2)}
"""How many matters of no fixed date come up in a meeting, least and most."""


def closed_share(day: date) -> float:
    """Return how many of the new matters are closed: a slow wave, with a low in the middle of the years."""
    return 0.17 + 0.09 * cos(6.0 * (day.year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR))


class TownHall:
    """Where a town's bodies meet: holds one sitting after the other, and remembers what is not done yet."""

    def __init__(self, seed: int, town: Town):
        self._seed = seed
        self._town = town
        self._docket = Docket(seed, town.index)
        self._fixtures = Fixtures(self._docket.registry)

    def hold(self, sitting: Sitting, next_day: date | None) -> Meeting:
        """Hold a sitting and return its meeting; `next_day` is when the body meets again."""
        dice = Dice(self._seed, sitting.body, sitting.day)
        presence = attend(dice, self._town, sitting)
        room = Room(sitting, presence.present, next_day)
        items = [
            *self._fixtures.items(dice, room, "first"),
            *self._matters(dice, room),
            *self._fixtures.items(dice, room, "last"),
        ]
        start, place = when_and_where(dice, sitting)
        written = tuple(_noted(dice, presence, items))
        return Meeting(sitting, layout(sitting), start, place, presence.header, written)

    def _matters(self, dice: Dice, room: Room) -> Iterator[Item]:
        for step in self._steps(dice, room):
            closed = step.matter.topic.get("owner") == "closed"
            yield self._closed(dice, room, step) if closed else self._open(dice, room, step)

    def _steps(self, dice: Dice, room: Room) -> list[Step]:
        sitting = room.sitting
        if sitting.extraordinary:
            return self._docket.due(sitting.key, sitting.day, 2)
        steps = self._docket.due(sitting.key, sitting.day, 12) + self._docket.by_calendar(sitting.key, sitting.day)
        new = [dice.chance(closed_share(sitting.day)) for _ in range(dice.between(*_NEW[sitting.key]))]
        for closed in new:
            steps += self._docket.fresh(sitting.key, sitting.day, closed=closed)
        return steps

    def _open(self, dice: Dice, room: Room, step: Step) -> Item:
        topic = step.matter.topic
        values = Values(dice, room.sitting.day, town=self._town.name, **step.matter.values)
        points = [filled(point, values) for point in step.points]
        how = outcomes.outcome(dice, room, step, len(points))
        decision = outcomes.decide(dice, room, step, how, len(points), values)
        self._docket.put(after(step, how, decision))
        earlier = step.earlier if room.kind != "board" or step.delays else ()
        return Item(
            step.title,
            step.matter.case_number,
            standing=topic.get("standing", False),
            sections=tuple(sections(dice, room, step, values)),
            proposal=proposal(dice, room, points),
            decisions=(decision,),
            earlier=earlier,
            attachments=tuple(filled(name, values) for name in topic["attachments"]) if dice.chance(0.85) else (),
        )

    def _closed(self, dice: Dice, room: Room, step: Step) -> Item:
        """Deal with a closed matter: the board keeps even the title to itself, others publish title and outcome."""
        if room.kind == "board":
            return Item("Lukket", step.matter.case_number, closed=True)
        how = "closed" if step.is_last or dice.chance(0.4) else "recommend"
        decision = outcomes.phrase(dice, room, how, Values(dice, room.sitting.day))
        self._docket.put(after(step, "recommend", decision))
        title = dice.weighted({f"Lukket: {step.title}": 88.0, f"{step.title} (Lukket)": 8.0, "Lukket": 4.0})
        decisions = (decision,) if dice.chance(0.9) else ()
        return Item(title, step.matter.case_number, closed=True, decisions=decisions)


def _noted(dice: Dice, presence: Presence, items: list[Item]) -> Iterator[Item]:
    """Write down under each decision who was not there for it."""
    for number, item in enumerate(items):
        lines, away = presence.at_item(dice, number)
        if not lines or not item.decisions:
            yield item
            continue
        last = item.decisions[-1]
        blocks = (*last.blocks, *lines)
        decision = replace(last, blocks=blocks, text="\n".join(blocks))
        yield replace(item, decisions=(*item.decisions[:-1], decision), away=away)
