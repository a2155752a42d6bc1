"""Write the minutes of a fictional municipality, with the truth about them, for demonstrations and tests.

The demo says nothing about accuracy on real minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from referat.demo.demo_truth import truth
from referat.demo.meeting_plan import BODIES, HeldMeeting, TownHall
from referat.demo.rendering import FORMS, form, text
from referat.demo.town import MOST, Town

SEED = 2014
"""Default seed of the demo; equal seeds give equal minutes."""


def write(folder: Path, *, meetings: int = 200, seed: int = SEED) -> int:
    """Write minutes of `meetings` meetings to the folder, with the truth in `_truth`; return the number of files.

    Equal arguments give equal bytes. The minutes of one committee are JSON of the portal from 2023 on; all others are
    text. `_corpus.toml` declares the corpus as a demo. More meetings than one town has are from several towns.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = Town(seed).name
    (folder / "_corpus.toml").write_text(f'municipality = "{name}"\ndemo = true\n', encoding="utf-8", newline="\n")
    count = 0
    with truth(folder / "_truth", name) as tables:
        for town, hall, size in _halls(meetings, seed):
            for sitting in town.sittings(size):
                meeting = hall.hold(sitting)
                tables.add(meeting, _write_files(folder, meeting))
                count += 1
            tables.add_matters(hall.matters, {key: town.body(key) for key in BODIES})
    return count


def corpus(meetings: int, seed: int) -> Iterator[HeldMeeting]:
    """Yield the meetings, town by town, in chronological order."""
    for town, hall, size in _halls(meetings, seed):
        yield from map(hall.hold, town.sittings(size))


def _halls(meetings: int, seed: int) -> Iterator[tuple[Town, TownHall, int]]:
    towns = -(-meetings // MOST)
    for index in range(towns):
        town = Town(seed, index)
        yield town, TownHall(town), meetings * (index + 1) // towns - meetings * index // towns


def _write_files(folder: Path, meeting: HeldMeeting) -> str:
    """Write the minutes of a meeting, and the agenda that a few have; return the file name of the minutes."""
    source = f"{meeting.id}.{form(meeting)}"
    (folder / source).write_bytes(FORMS[form(meeting)](meeting).encode())
    numbered = list(enumerate(meeting.items, 1))
    if meeting.sitting.kind == "with_agenda":
        (folder / f"{meeting.id}-dagsorden.txt").write_bytes(text(meeting, "DAGSORDEN", numbered).encode())
    if meeting.sitting.kind == "supplementary":
        (folder / f"{meeting.id}-tillaeg.txt").write_bytes(text(meeting, "TILLÆGSDAGSORDEN", numbered[2:3]).encode())
    return source
