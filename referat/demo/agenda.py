"""What stands on the agenda of a meeting, and what is decided: the model of one meeting after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import cos
from typing import Any

from referat.demo import outcomes
from referat.demo.calendar import FIRST_YEAR, LAST_YEAR, term
from referat.demo.dice import Dice
from referat.demo.matters import Docket, Step, after, route
from referat.demo.model import Decision, Item, Meeting, Proposal, Section, Sitting, dashed, spoken
from referat.demo.outcomes import Room
from referat.demo.presence import Presence, attend
from referat.demo.prose import Values, filled, presentation, section
from referat.demo.town import Town
from referat.demo.words import load

_NEW = {"board": (2, 4), "children": (2, 5), "nature": (2, 5), "finance": (1, 4), "council": (1, 2)}
"""How many matters of no fixed date come up in a meeting, least and most."""

_PROCEDURE = {
    "children": "Børne- og Fritidsudvalget",
    "nature": "Natur- og Byudvalget",
    "finance": "Økonomiudvalget",
    "council": "Byrådet",
}


def closed_share(day: date) -> float:
    """Return how many of the new matters are closed: a slow wave, with a low in the middle of the years."""
    return 0.17 + 0.09 * cos(6.0 * (day.year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR))


class TownHall:
    """Where a town's bodies meet: holds one sitting after the other, and remembers what is not done yet."""

    def __init__(self, seed: int, town: Town):
        self._seed = seed
        self._town = town
        self._docket = Docket(seed, town.index)
        self._numbers: dict[tuple[str, str], str] = {}

    def hold(self, sitting: Sitting, next_day: date | None) -> Meeting:
        """Hold a sitting and return its meeting; `next_day` is when the body meets again."""
        dice = Dice(self._seed, sitting.body, sitting.day)
        presence = attend(dice, self._town, sitting)
        room = Room(sitting, presence.present, next_day)
        items = [*self._standing(dice, room, "first"), *self._matters(dice, room), *self._standing(dice, room, "last")]
        layout = _layout(sitting)
        start, place = _when_and_where(dice, sitting)
        return Meeting(sitting, layout, start, place, presence.header, tuple(_noted(dice, presence, room, items)))

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
            step.title,
            step.title,
            step.matter.case_number,
            sections=tuple(_sections(dice, room, step, values)),
            proposal=_proposal(dice, room, points),
            decisions=(decision,),
            earlier=earlier,
            attachments=tuple(filled(name, values) for name in topic["attachments"]) if dice.chance(0.85) else (),
        )

    def _closed(self, dice: Dice, room: Room, step: Step) -> Item:
        """Deal with a closed matter: the board keeps even the title to itself, others publish title and outcome."""
        if room.kind == "board":
            return Item("Lukket", "Lukket", "Lukket", step.matter.case_number, closed=True)
        how = "closed" if step.is_last or dice.chance(0.4) else "recommend"
        decision = outcomes.phrase(dice, room, how, Values(dice, room.sitting.day))
        self._docket.put(after(step, "recommend", decision))
        title = dice.weighted({f"Lukket: {step.title}": 88.0, f"{step.title} (Lukket)": 8.0, "Lukket": 4.0})
        decisions = (decision,) if dice.chance(0.9) else ()
        return Item(title, title, title, step.matter.case_number, closed=True, decisions=decisions)

    def _standing(self, dice: Dice, room: Room, place: str) -> Iterator[Item]:
        kind = "board" if room.kind == "board" else "standing"
        for fixture in load(kind)["standing"]:
            if fixture["place"] == place and _applies(fixture, room.sitting):
                yield self._fixture(dice, room, fixture)

    def _fixture(self, dice: Dice, room: Room, fixture: dict[str, Any]) -> Item:
        sitting = room.sitting
        values = Values(dice, sitting.day, date=dashed(sitting.day), today=spoken(sitting.day), body=_called(sitting))
        title = filled(fixture["title"], values)
        decision = _standing_decision(dice, room, fixture, values)
        return Item(
            title,
            title,
            title,
            self._number(sitting, fixture),
            closed=fixture.get("closed", False),
            standing=True,
            sections=tuple(_standing_sections(sitting, fixture, values)),
            proposal=_proposal(dice, room, fixture["points"]) if "points" in fixture else None,
            decisions=(decision,) if decision else (),
        )

    def _number(self, sitting: Sitting, fixture: dict[str, Any]) -> str:
        """Return the fixture's case number: the same one through a term, for all of the board's fixtures together."""
        period = term(sitting.day)
        place = (sitting.key, period if sitting.key == "board" else f"{period} {fixture['title']}")
        if place not in self._numbers:
            self._numbers[place] = self._docket.registry.number(sitting.key, int(period[:4]) - (sitting.key != "board"))
        return self._numbers[place]


def _layout(sitting: Sitting) -> str:
    if sitting.key != "board":
        return "committee"
    return "board_2014" if sitting.day.year < 2017 else "board_2017" if sitting.day.year < 2020 else "board_2020"


def _when_and_where(dice: Dice, sitting: Sitting) -> tuple[str, str]:
    people = load("people")
    if sitting.key == "board":
        board = people["board"]
        return dice.pick(board["starts"]), dice.pick(board["away"] if dice.chance(0.06) else board["places"])
    usual = people["sittings"][sitting.key]
    if dice.chance(0.35 if sitting.extraordinary else 0.02):
        return "08:00", "Skriftligt møde"
    return usual["start"], usual["place"] + (" (ekstraordinært møde)" if sitting.extraordinary else "")


def _called(sitting: Sitting) -> str:
    return "Byrådet" if sitting.key == "council" else "Udvalget"


def _applies(fixture: dict[str, Any], sitting: Sitting) -> bool:
    if "years" in fixture:
        first, last = fixture["years"]
        return bool(first <= sitting.day.year <= last)
    return sitting.key in fixture["bodies"] and not (sitting.extraordinary and fixture["title"] not in _ALWAYS)


_ALWAYS = ("Godkendelse af dagsordenen", "Underskriftsark")
"""What stands on the agenda of an extraordinary meeting too."""


def _standing_decision(dice: Dice, room: Room, fixture: dict[str, Any], values: Values) -> Decision | None:
    if "words" in fixture:
        return outcomes.phrase(dice, room, fixture["words"], values)
    if not fixture["decisions"]:
        return None
    chosen = dice.pick(fixture["decisions"])
    return outcomes.minuted(room, chosen["types"], filled(chosen["text"], values))


def _standing_sections(sitting: Sitting, fixture: dict[str, Any], values: Values) -> Iterator[Section]:
    if sitting.key == "board":
        if "background" in fixture:
            yield Section("background", (fixture["background"],))
    elif not fixture.get("closed"):
        yield Section("heading", ())
        yield Section("procedure", (f"{_PROCEDURE[sitting.key]}.",))
        yield Section("summary", (filled(fixture["summary"], values),))


def _sections(dice: Dice, room: Room, step: Step, values: Values) -> Iterator[Section]:
    facts, theme = step.matter.topic["facts"], step.matter.topic["theme"]
    if room.kind == "board":
        yield section(dice, "background", values, 2)
        yield presentation(dice, facts, theme, values)
        if dice.chance(0.4):
            yield section(dice, "finances", values)
        return
    yield Section("heading", ())
    yield Section("procedure", (_procedure(step),))
    yield section(dice, "summary", values)
    yield presentation(dice, facts, theme, values)
    for kind, share in (("legal", 0.5), ("finances", 0.8), ("communication", 0.3), ("timeline", 0.4), ("other", 0.15)):
        if dice.chance(share):
            yield section(dice, kind, values)


def _procedure(step: Step) -> str:
    names = [_PROCEDURE[key] for key in route(step.matter.topic, step.matter.route[0])]
    return f"{' - '.join(names)}."


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."


def _proposal(dice: Dice, room: Room, points: list[str]) -> Proposal:
    if room.kind != "board":
        if len(points) == 1:
            return Proposal(None, (_stopped(f"Forvaltningen indstiller, at {points[0]}"),), False, "Forvaltningen")
        return Proposal(
            "Forvaltningen indstiller, at", tuple(_stopped(point) for point in points), True, "Forvaltningen"
        )
    who = dice.pick(load("board")["words"]["proposers"]) if dice.chance(0.6) else None
    if dice.chance(0.15):
        return Proposal(None, tuple(f"At direktionen {point}" for point in points), False)
    if len(points) == 1:
        return Proposal(
            None, (f"{f'{who} indstiller' if who else 'Det indstilles'}, at direktionen {points[0]}.",), False, who
        )
    return Proposal(f"{f'{who} indstiller' if who else 'Det indstilles'}, at direktionen:", tuple(points), True, who)


def _noted(dice: Dice, presence: Presence, room: Room, items: list[Item]) -> Iterator[Item]:
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
