"""Texts under headings, put together from a stock of sentences and from what is peculiar to a matter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from referat.demo.dice import Dice
from referat.demo.model import Section, later, month
from referat.demo.words import load

Slots = dict[str, str]
"""What fills the blanks in a phrase: `{place}`, `{mio}`, `{month}`."""


def slots(dice: Dice, day: date, about: str = "arbejdet") -> Slots:
    """Return values for the blanks, drawn for one item on one day."""
    people = load("people")
    place, place2 = dice.sample(people["places"], 2)
    year = day.year
    return {
        "about": about,
        "About": about[0].upper() + about[1:],
        "place": place,
        "place2": place2,
        "school": dice.pick(people["schools"]),
        "nursery": dice.pick(people["nurseries"]),
        "club": dice.pick(people["clubs"]),
        "organ": dice.pick(people["organs"]),
        "center": dice.pick(people["centers"]),
        "grouptopic": dice.pick(load("matters")["words"]["grouptopics"]),
        "plan": f"{dice.between(1, 14)}.{dice.between(10, 89)}",
        "month": month(later(day, dice.between(40, 300))),
        "past": month(later(day, -dice.between(60, 500))),
        "before": str(year - 1),
        "year": str(year),
        "next": str(year + 1),
        "year3": str(year + 3),
        "next3": str(year + 4),
        "mio": f"{dice.between(1, 24)},{dice.between(1, 9)} mio. kr.",
        "tusind": f"{dice.between(3, 89) * 10}.000 kr.",
        "tusind2": f"{dice.between(90, 980)}.000 kr.",
        "count": str(dice.between(24, 480)),
        "count2": str(dice.between(24, 480)),
        "few": dice.pick(("tre", "fire", "fem", "seks", "otte", "ni", "elleve", "tolv")),
        "percent": str(dice.between(2, 38)),
    }


def sentences(dice: Dice, kind: str, size: int, values: Mapping[str, str]) -> str:
    """Return a paragraph of so many sentences from the stock."""
    return " ".join(text.format_map(values) for text in dice.sample(load("prose")[kind], size))


def section(dice: Dice, kind: str, values: Mapping[str, str], most: int = 1) -> Section:
    """Return a short section of one paragraph."""
    return Section(kind, (sentences(dice, _STOCK.get(kind, kind), dice.between(1, most), values),))


_STOCK = {"summary": "resume"}


def presentation(dice: Dice, facts: list[str], values: Mapping[str, str]) -> Section:
    """Return the account of a matter: its own facts, paragraphs from the stock, at times a list or a table."""
    stock = dice.sample(load("prose")["presentation"], dice.between(4, 11))
    stock[1:1] = facts
    texts = [text.format_map(values) for text in stock]
    blocks = []
    while texts:
        size = dice.between(2, 4)
        blocks.append(" ".join(texts[:size]))
        del texts[:size]
    return Section("presentation", tuple(_adorned(dice, blocks, values)))


def _adorned(dice: Dice, blocks: list[str], values: Mapping[str, str]) -> list[str]:
    prose: dict[str, Any] = load("prose")
    if dice.chance(0.3):
        entries = [f"- {entry.format_map(values)}" for entry in dice.sample(prose["list_entries"], dice.between(3, 5))]
        blocks += [dice.pick(prose["list_intro"]), "\n".join(entries)]
    if dice.chance(0.18):
        table = dice.pick(prose["tables"])
        blocks += [table["caption"], "\n".join([table["head"], *(row.format_map(values) for row in table["rows"])])]
    if len(blocks) > 2 and dice.chance(0.3):
        blocks.insert(2, dice.pick(prose["subheadings"]))
    return blocks
