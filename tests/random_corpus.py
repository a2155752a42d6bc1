"""Random corpora of minutes, drawn with Hypothesis: files that tell of the same meetings, or of hardly any.

Each title and each decision has a word that no other has, so that a test can look where it went; the words of closed
items begin with `hemmelig`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from hypothesis import strategies as st

BODIES = ("Havneudvalget", "Havne-udvalget", "Byrådet", "Direktionen", "")
DAYS = ("03-05-2021", "03-05-2021", "17-05-2021", "01-01-1999", "31-12-2099", "")
HOURS = ("", " kl. 09:00", " kl. 16:00")
KINDS = ("REFERAT", "REFERAT", "DAGSORDEN", "TILLÆGSREFERAT", "TILLÆGSDAGSORDEN", "RETTET REFERAT")
TOWNS = ("", "", "Strandby", "Bakkeby")
CASES = ("21/77", "21/78", "EMN-2021-000123", "99/1", "")
MARKS = ("Lukket: {}", "{} (Lukket)", "Lukket sag: {}", "Fortroligt: {}")
FIXTURES = ("Godkendelse af dagsordenen", "Øvrige sager", "Eventuelt")


@dataclass(frozen=True)
class Item:
    """An agenda item: its title, the word that only this title has, and what was decided."""

    title: str
    word: str
    case: str
    decision: str
    closed: bool
    number: int
    history: bool


@dataclass(frozen=True)
class MinutesFile:
    """A file of one meeting's minutes, agenda or supplement."""

    name: str
    kind: str
    body: str
    day: str
    hour: str
    town: str
    people: str
    items: tuple[Item, ...]
    is_portal: bool

    def text(self) -> str:
        """Return what the file holds."""
        return self._json() if self.is_portal else self._lines()

    def _lines(self) -> str:
        head = [f"{self.kind} {self.town + ' Kommune, ' if self.town else ''}{self.body} d. {self.day}".strip()]
        head += [f"Mødedato {self.day}{self.hour}"] if self.day else []
        head += [f"Mødedeltagere {self.people}"] if self.people else []
        return "\n\n".join([*head, *(part for item in self.items for part in self._item(item))]) + "\n"

    def _item(self, item: Item) -> list[str]:
        parts = [f"Punkt {item.number}: {item.title}", item.case]
        if "DAGSORDEN" not in self.kind:
            parts += ["Beslutning", item.decision]
        if item.history:
            parts += ["Sagens forløb", f"03-04-2021 Byrådet\n{item.decision}"]
        return list(filter(None, [*parts, *(("Bilag", f"Kort over {item.word}") if item.closed else ())]))

    def _json(self) -> str:
        day = "-".join(reversed(self.day.split("-"))) if self.day else None
        meeting = {"MeetingBeginUtc": f"{day}T07:00:00" if day else None, "Navn": self.kind.title(), "Sted": "Gule Sal"}
        points = [
            {
                "Number": str(item.number),
                "Sorting": place,
                "Caption": item.title,
                "CaseNumber": item.case,
                "IsOpen": not item.closed,
                "Felter": [{"Navn": "Tekst", "Html": f"<h3>Beslutning</h3><p>{item.decision}</p>"}],
                "Bilag": [],
            }
            for place, item in enumerate(self.items, 1)
        ]
        return json.dumps(
            {"Udvalg": {"Navn": self.body}, "Moede": meeting, "Dagsordenpunkter": points}, ensure_ascii=False
        )

    def write(self, folder: Path) -> None:
        """Write the file below a folder."""
        path = folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text(), encoding="utf-8")


@st.composite
def items(draw: st.DrawFn, words: count[int], *, closed: bool, fixtures: bool) -> Item:
    """Draw an item."""
    serial = next(words)
    is_closed = closed or (not fixtures and draw(st.integers(0, 3)) == 0)
    word = f"{'hemmelig' if is_closed else 'emne'}{_letters(serial)}"
    title = f"Salg af {word}"
    if is_closed:
        title = draw(st.sampled_from(MARKS)).format(title)
    elif fixtures:
        title = word = draw(st.sampled_from(FIXTURES))
    decided = draw(st.sampled_from(("Godkendt for {}.", "Udsat, da {} mangler.", "{} tages til efterretning.")))
    about = word if is_closed else f"afgoerelse{_letters(serial)}"
    number = draw(st.sampled_from((1, 1, 2, 3, 7)))
    case, history = draw(st.sampled_from(CASES)), draw(st.booleans())
    return Item(title, word, case, decided.format(about), is_closed, number, history)


def _letters(serial: int) -> str:
    """Return a word of letters for a number, so that no reader takes it for a date or number."""
    return "".join("bdfgklmnpr"[int(digit)] + "aeiouaeiou"[int(digit)] for digit in f"{serial:03}")


@st.composite
def files(draw: st.DrawFn, words: count[int]) -> MinutesFile:
    """Draw a file; names that differ in marks only have equal slugs."""
    body, day = draw(st.sampled_from(BODIES)), draw(st.sampled_from(DAYS))
    closed, fixtures = draw(st.integers(0, 5)) == 0, draw(st.integers(0, 7)) == 0
    serial = next(words)
    folder = draw(st.sampled_from(("", "Strandby/", "Bakkeby/", "a b/", "a-b/")))
    drawn = draw(st.lists(items(words, closed=closed, fixtures=fixtures), min_size=1, max_size=4))
    numbered = draw(st.booleans())
    drawn = [replace(item, number=n) for n, item in enumerate(drawn, 1)] if numbered else drawn
    only_closed = all(item.closed for item in drawn)
    is_portal = bool(body and day) and draw(st.integers(0, 3)) == 0
    stem = f"hemmelig{_letters(serial)}" if only_closed else f"moede {_letters(serial)}"
    return MinutesFile(
        f"{folder}{stem}.{'json' if is_portal else 'txt'}",
        draw(st.sampled_from(KINDS)),
        body,
        day,
        draw(st.sampled_from(HOURS)),
        draw(st.sampled_from(TOWNS)),
        draw(st.sampled_from(("", "Mona Birk (A), Ole Lund (V)", "Ole Lund"))),
        tuple(drawn),
        is_portal,
    )


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[MinutesFile], list[MinutesFile]]:
    """Draw a corpus of 1 to 8 files, and the same with one file added, changed or removed."""
    words = count(1)
    first = draw(st.lists(files(words), min_size=1, max_size=7))
    change = draw(st.sampled_from(("add", "change", "remove")))
    if change == "add" or len(first) == 1:
        return first, [*first, draw(files(words))]
    if change == "remove":
        return first, first[1:]
    return first, [*first[1:], draw(files(words))]
