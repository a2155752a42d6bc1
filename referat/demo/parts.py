"""The parts of an item under headings: sections of text and what is recommended."""

from __future__ import annotations

from collections.abc import Iterator

from referat.demo.dice import Dice
from referat.demo.matters import Step, route
from referat.demo.model import Proposal, Section
from referat.demo.outcomes import Room
from referat.demo.prose import Values, presentation, section
from referat.demo.words import load

CALLED = {
    "children": "Børne- og Fritidsudvalget",
    "nature": "Natur- og Byudvalget",
    "finance": "Økonomiudvalget",
    "council": "Byrådet",
}
"""What elected bodies are called in running text."""

_SHARES = {"legal": 0.5, "finances": 0.8, "communication": 0.3, "timeline": 0.4, "other": 0.15}
"""How often an elected body's item has each of the shorter sections."""


def sections(dice: Dice, room: Room, step: Step, values: Values) -> Iterator[Section]:
    """Yield the sections of text of a matter, as the board or as elected bodies have them."""
    topic = step.matter.topic
    if room.kind == "board":
        yield section(dice, "background", values, 2)
        yield presentation(dice, topic["facts"], topic["theme"], values)
        if dice.chance(0.4):
            yield section(dice, "finances", values)
        return
    yield Section("heading", ())
    yield Section("procedure", (_procedure(step),))
    yield section(dice, "summary", values)
    yield presentation(dice, topic["facts"], topic["theme"], values)
    yield from (section(dice, kind, values) for kind, share in _SHARES.items() if dice.chance(share))


def _procedure(step: Step) -> str:
    names = [CALLED[key] for key in route(step.matter.topic, step.matter.route[0])]
    return f"{' - '.join(names)}."


def proposal(dice: Dice, room: Room, points: list[str]) -> Proposal:
    """Return what is recommended: a list under words that introduce it, or paragraphs that say it all."""
    if room.kind != "board":
        return _to_elected(points)
    if dice.chance(0.15):
        return Proposal(None, tuple(f"At direktionen {point}" for point in points), False)
    who = dice.pick(load("board")["words"]["proposers"]) if dice.chance(0.6) else None
    intro = f"{who} indstiller, at direktionen" if who else "Det indstilles, at direktionen"
    if len(points) == 1:
        return Proposal(None, (f"{intro} {points[0]}.",), False, who)
    return Proposal(f"{intro}:", tuple(points), True, who)


def _to_elected(points: list[str]) -> Proposal:
    who = "Forvaltningen"
    sentences = tuple(point if point.endswith(".") else f"{point}." for point in points)
    if len(points) == 1:
        return Proposal(None, (f"{who} indstiller, at {sentences[0]}",), False, who)
    return Proposal(f"{who} indstiller, at", sentences, True, who)
