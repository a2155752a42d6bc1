"""Texts under headings, put together from a stock of sentences and from what is peculiar to a matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from referat.demo.dice import Dice
from referat.demo.model import Section, later, month
from referat.demo.words import load

_DRAWN: dict[str, Callable[[Dice, date], str]] = {
    "place": lambda dice, day: str(dice.pick(load("people")["places"])),
    "place2": lambda dice, day: str(dice.pick(load("people")["places_beyond"])),
    "square": lambda dice, day: str(dice.pick(load("people")["squares"])),
    "bridge": lambda dice, day: str(dice.pick(load("people")["bridges"])),
    "stream": lambda dice, day: str(dice.pick(load("people")["streams"])),
    "school": lambda dice, day: str(dice.pick(load("people")["schools"])),
    "nursery": lambda dice, day: str(dice.pick(load("people")["nurseries"])),
    "club": lambda dice, day: str(dice.pick(load("people")["clubs"])),
    "organ": lambda dice, day: str(dice.pick(load("people")["organs"])),
    "center": lambda dice, day: str(dice.pick(load("people")["centers"])),
    "group": lambda dice, day: str(dice.pick(load("matters")["words"]["groups"])),
    "plan": lambda dice, day: f"{dice.between(1, 14)}.{dice.between(10, 89)}",
    "mio": lambda dice, day: f"{dice.between(1, 24)},{dice.between(1, 9)} mio. kr.",
    "tusind": lambda dice, day: f"{dice.between(3, 89) * 10}.000 kr.",
    "tusind2": lambda dice, day: f"{dice.between(90, 980)}.000 kr.",
    "before": lambda dice, day: str(day.year - 1),
    "year": lambda dice, day: str(day.year),
    "next": lambda dice, day: str(day.year + 1),
    "year3": lambda dice, day: str(day.year + 3),
    "next3": lambda dice, day: str(day.year + 4),
}
"""How the blanks of a phrase are filled that keep their value within an item."""

_FLEETING: dict[str, Callable[[Dice, date], str]] = {
    "month": lambda dice, day: month(later(day, dice.between(40, 300))),
    "past": lambda dice, day: month(later(day, -dice.between(60, 500))),
    "count": lambda dice, day: str(dice.between(24, 480)),
    "count2": lambda dice, day: str(dice.between(24, 480)),
    "few": lambda dice, day: dice.pick(("tre", "fire", "fem", "seks", "otte", "ni", "elleve", "tolv")),
    "percent": lambda dice, day: str(dice.between(2, 38)),
}
"""How those are filled that are drawn anew each time."""

LASTING = (
    "place",
    "place2",
    "square",
    "bridge",
    "stream",
    "school",
    "nursery",
    "club",
    "organ",
    "group",
    "plan",
    "about",
    "About",
)
LASTING_YEARS = ("before", "year", "next", "year3", "next3")
"""The blanks that keep their value as long as a matter lives."""


class Values(dict[str, str]):
    """What fills the blanks in the phrases of one item on one day, drawn when first asked for."""

    def __init__(self, dice: Dice, day: date, about: str = "", **known: str):
        super().__init__(known)
        self._dice = dice
        self._day = day
        if about:
            self.update(about=about, About=about[0].upper() + about[1:])

    def __missing__(self, name: str) -> str:
        if name in _FLEETING:
            return _FLEETING[name](self._dice, self._day)
        self[name] = value = _DRAWN[name](self._dice, self._day)
        return value

    def lasting(self) -> dict[str, str]:
        """Return the values that a matter keeps, drawing those not yet asked for."""
        return {name: self[name] for name in (*LASTING, *LASTING_YEARS)}


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the phrase with its blanks filled; an abbreviation at its end keeps one full stop."""
    return text.format_map(values).replace("kr..", "kr.") if "{" in text else text


def section(dice: Dice, kind: str, values: Mapping[str, str], most: int = 1) -> Section:
    """Return a section of one paragraph from the stock."""
    texts = dice.sample(load("prose")[kind], dice.between(1, most))
    return Section(kind, (" ".join(filled(text, values) for text in texts),))


def presentation(dice: Dice, facts: list[str], theme: str, values: Mapping[str, str]) -> Section:
    """Return the account of a matter: its own facts, sentences for any matter and for its theme, at times a list."""
    stock = load("prose")["presentation"]
    told = _in_order(dice, stock["any"], dice.between(4, 9))
    told[2:2] = facts + _in_order(dice, stock[theme], dice.between(2, 6))
    texts = [filled(text, values) for text in told]
    blocks = []
    while texts:
        size = dice.between(2, 4)
        blocks.append(" ".join(texts[:size]))
        del texts[:size]
    return Section("presentation", tuple(_adorned(dice, blocks, theme, values)))


def _in_order(dice: Dice, texts: list[str], size: int) -> list[str]:
    return [texts[place] for place in sorted(dice.sample(range(len(texts)), size))]


def _adorned(dice: Dice, blocks: list[str], theme: str, values: Mapping[str, str]) -> list[str]:
    """Return the blocks with a sub-heading, a list or a table among them, as it comes."""
    prose: dict[str, Any] = load("prose")
    if len(blocks) > 2 and dice.chance(0.3):
        blocks.insert(2, dice.pick(prose["subheadings"]))
    if dice.chance(0.3):
        stock = prose["list_entries"].get(theme, prose["list_entries"]["any"])
        entries = [f"- {filled(entry, values)}" for entry in dice.sample(stock, dice.between(3, 5))]
        blocks[1:1] = [dice.pick(prose["list_intro"]), "\n".join(entries)]
    if dice.chance(0.18):
        table = dice.pick(prose["tables"])
        blocks += [table["caption"], "\n".join([table["head"], *(filled(row, values) for row in table["rows"])])]
    return blocks
