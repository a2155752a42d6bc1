"""A corpus of minutes of a fictional municipality, with the truth beside it: to show, to try and to test with.

It proves nothing about accuracy on real minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from referat.demo.agenda import TownHall
from referat.demo.calendar import MOST, sittings
from referat.demo.damage import damaged
from referat.demo.dice import Dice
from referat.demo.layouts import render
from referat.demo.model import Meeting, Sitting
from referat.demo.town import Town
from referat.demo.truth import truth


def write(folder: Path, *, meetings: int = 200, seed: int = 2014) -> int:
    """Write minutes of so many meetings into the folder, their truth into its `_truth`; return how many there are.

    Equal arguments give equal bytes. More meetings than one town can hold come from several; memory does not grow.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with truth(folder / "_truth") as tables:
        for meeting in corpus(meetings, seed):
            meeting = damaged(Dice(seed, "damage", meeting.id), meeting)
            minutes = render(meeting)
            data = minutes.text.encode()
            source = f"{meeting.id}.txt"
            (folder / source).write_bytes(data)
            tables.add(meeting, minutes, source, data)
            written += 1
    return written


def corpus(meetings: int, seed: int) -> Iterator[Meeting]:
    """Yield the meetings, town by town, in order of time."""
    towns = -(-meetings // MOST)
    for index in range(towns):
        town = Town(seed, index)
        hall = TownHall(seed, town)
        count = meetings * (index + 1) // towns - meetings * index // towns
        for sitting, next_day in _with_next(sittings(count, town.bodies)):
            yield hall.hold(sitting, next_day)


def _with_next(held: list[Sitting]) -> Iterator[tuple[Sitting, date | None]]:
    """Yield each sitting with the day on which its body meets next."""
    following: dict[str, date] = {}
    pairs = []
    for sitting in reversed(held):
        pairs.append((sitting, following.get(sitting.key)))
        following[sitting.key] = sitting.day
    return reversed(pairs)
