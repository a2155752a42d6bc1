"""Random corpora of minutes, each drawn from a seed: meetings, and their documents.

Each title, decision and person has a unique word, so that a test can search for it; the words of closed items begin
with `hemmelig`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

BODIES = ("Havneudvalget", "Havne-udvalget", "Byrådet", "Direktionen", "")
ODD_DAYS = ("01-01-1999", "31-12-2099")
DAYS = ("03-05-2021", "03-05-2021", "17-05-2021", *ODD_DAYS, "")
HOURS = ("", "", " kl. 09:00", " kl. 16:00", " kl. 16:05")
TOWNS = ("", "", "Strandby", "Bakkeby")
FOLDERS = ("", "Strandby/", "Bakkeby/", "a b/", "a-b/", "2021/havn/")
CASES = ("21/77", "21/78", "EMN-2021-000123", "99/1", "")
MARKS = ("Lukket: {}", "{} (Lukket)", "Lukket sag: {}", "Fortroligt: {}")
FIXTURES = ("Godkendelse af dagsordenen", "Øvrige sager", "Eventuelt")
DECIDED = ("Godkendt for {}.", "Udsat, da {} mangler.", "{} tages til efterretning.", "Sendes til Byrådet om {}.")
NUMBERINGS = ("rising", "rising", "rising", "from two", "anyhow", "lettered")
HEADS = ("portal", "portal", "labels", "letterhead", "bare")
DERIVED = ("agenda", "correction", "supplement", "closed part", "longer agenda", "portal")
SORTS = ("all closed", "only fixtures", "only agendas", "one item", "odd years", "two municipalities")
"""What half of the corpora are throughout; the others are mixed."""


@dataclass(frozen=True)
class Item:
    """An agenda item: its title, the unique word of the title, and its decision."""

    title: str
    word: str
    case: str
    decision: str
    closed: bool
    label: str
    history: bool


@dataclass(frozen=True)
class MinutesFile:
    """A file of one meeting's minutes, agenda or supplement; `form` is the form of its head, or `json`."""

    name: str
    kind: str
    body: str
    day: str
    hour: str
    town: str
    people: tuple[str, ...]
    items: tuple[Item, ...]
    form: str

    @property
    def is_agenda(self) -> bool:
        """Whether the file was written before the meeting, so that it holds no decisions."""
        return "DAGSORDEN" in self.kind and self.form != "json"

    @property
    def listed(self) -> list[str]:
        """The persons in the head."""
        return [] if self.form == "bare" else [person.partition(" (")[0] for person in self.people]

    def text(self) -> str:
        """Return the content of the file."""
        return self._json() if self.form == "json" else self._lines()

    def _lines(self) -> str:
        parts = [part for item in self.items for part in self._item(item)]
        return "\n\n".join([*getattr(self, f"_{self.form}")(), *parts]) + "\n"

    def _portal(self) -> list[str]:
        town = f"{self.town} Kommune, " if self.town else ""
        head = [f"{self.kind} {town}{self.body} d. {self.day}".strip()]
        head += [f"Mødedato {self.day}{self.hour}"] if self.day else []
        return [*head, *([f"Mødedeltagere {', '.join(self.people)}"] if self.people else [])]

    def _labels(self) -> list[str]:
        head = [self.kind.capitalize(), *([f"Udvalg: {self.body}"] if self.body else [])]
        head += [f"Dato: {self.day}{self.hour}"] if self.day else []
        return [*head, *([f"Deltagere: {', '.join(self.people)}"] if self.people else [])]

    def _letterhead(self) -> list[str]:
        return [f"{self.town} Kommune", *self._labels()] if self.town else self._labels()

    def _bare(self) -> list[str]:
        return []

    def _item(self, item: Item) -> list[str]:
        parts = [f"Punkt {item.label}: {item.title}", item.case]
        if not self.is_agenda:
            parts += ["Beslutning", item.decision]
            parts += self._remark(item)
        if item.history:
            parts += ["Sagens forløb", f"03-04-2021 Byrådet\n{item.decision}"]
        return list(filter(None, [*parts, *(("Bilag", f"Kort over {item.word}") if item.closed else ())]))

    def _remark(self, item: Item) -> list[str]:
        """Return what the decision states about persons, once by the surname only."""
        if item.closed or not item.history or not self.listed:
            return []
        return [f"{self.listed[-1]}s forslag blev drøftet, jf. {self.listed[0].split()[1]}."]

    def _json(self) -> str:
        day = "-".join(reversed(self.day.split("-")))
        meeting = {
            "MeetingBeginUtc": f"{day}T07:00:00",
            "Navn": self.kind.title(),
            "Sted": "Gule Sal",
            "Moededeltagere": [{"Name": person} for person in self.people],
        }
        points = [
            {
                "Number": item.label,
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


class Drawer:
    """Draws files from a seed, with a counter that makes words unique."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.sort = Random(f"sort {seed}").choice((*SORTS, *["mixed"] * len(SORTS)))
        self.serial = 0

    def word(self, beginning: str) -> str:
        """Return a unique word of letters only."""
        self.serial += 1
        digits = f"{self.serial:03}"
        return beginning + "".join("bdfgklmnpr"[int(d)] + "aeiouaeiou"[int(d)] for d in digits)

    def corpus(self) -> list[list[MinutesFile]]:
        """Return a corpus of 1 to 12 files, and its changes: files come, change and go."""
        files: list[MinutesFile] = []
        while len(files) < self.chance.randint(1, 8):
            files += self.meeting()
        steps = [files[:12]]
        for _ in range(self.chance.randint(1, 3)):
            steps.append(self._changed(steps[-1]))
        return steps

    def _changed(self, files: list[MinutesFile]) -> list[MinutesFile]:
        change = self.chance.choice(("add", "add", "change", "remove"))
        rest = list(files)
        if change != "add" and len(rest) > 1:
            gone = rest.pop(self.chance.randrange(len(rest)))
            new = self.meeting()[0]
            same_sort = new.form != "json" != gone.form and "hemmelig" not in new.name + gone.name
            if change == "change":
                rest.append(replace(new, name=gone.name) if same_sort else new)
            return rest
        return [*rest, *self.meeting()[:2]]

    def meeting(self) -> list[MinutesFile]:
        """Return the documents of a meeting, in any order."""
        pick = self.chance.choice
        body, day, form = pick(BODIES), pick(self._days()), pick(HEADS)
        if body and day and pick((True, False, False)):
            form = "json"
        people = tuple(f"Mona {self.word('P').title()} (A)" for _ in range(self.chance.randint(0, 3)))
        items = self.numbered(self._items())
        minutes = MinutesFile("", "REFERAT", body, day, pick(HOURS), pick(self._towns()), people, items, form)
        files = [minutes, *(self._derived(kind, minutes) for kind in self._kinds())]
        if self.sort == "only agendas" or (len(files) > 1 and pick((True, False, False))):
            files = files[1:]  # only documents before or after the minutes
        self.chance.shuffle(files)
        return [self.named(file) for file in files]

    def _days(self) -> tuple[str, ...]:
        return ODD_DAYS if self.sort == "odd years" else DAYS

    def _towns(self) -> tuple[str, ...]:
        return tuple(filter(None, TOWNS)) if self.sort == "two municipalities" else TOWNS

    def _kinds(self) -> list[str]:
        if self.sort == "only agendas":
            return self.chance.choice((["agenda"], ["longer agenda"], ["agenda", "longer agenda"]))
        return self.chance.sample(DERIVED, self.chance.choice((0, 0, 1, 1, 2, 3)))

    def _items(self) -> list[Item]:
        closed, fixtures = (self.sort == sort or self.chance.random() < 0.1 for sort in SORTS[:2])
        count = 1 if self.sort == "one item" else self.chance.randint(1, 4)
        return [self.item(closed=closed, fixture=fixtures) for _ in range(count)]

    def _derived(self, kind: str, minutes: MinutesFile) -> MinutesFile:
        """Return another document of the meeting."""
        text_form = minutes.form if minutes.form != "json" else "portal"
        other = replace(minutes, form=text_form, hour=self.chance.choice((minutes.hour, *HOURS)))
        if kind == "agenda":
            return replace(other, kind="DAGSORDEN")
        if kind == "longer agenda":
            more = replace(self.item(), label=str(len(minutes.items) + 1))
            return replace(other, kind="DAGSORDEN", items=(*minutes.items, more))
        if kind == "portal" and minutes.body and minutes.day:
            return replace(minutes, form="json")
        if kind == "correction":
            changed = self.chance.randrange(len(minutes.items))
            items = [self._corrected(item) if n == changed else item for n, item in enumerate(minutes.items)]
            return replace(other, kind="RETTET REFERAT", items=tuple(items))
        if kind == "closed part":
            items = [self.item(closed=True) for _ in range(2)]
            return replace(other, kind="LUKKET REFERAT", items=self.numbered(items, len(minutes.items) + 1), people=())
        kind = self.chance.choice(("TILLÆGSREFERAT", "TILLÆGSDAGSORDEN"))
        items = [replace(self.item(), label=f"T{n}") for n in (1, 2)]
        return replace(other, kind=kind, items=tuple(items), people=())

    def _corrected(self, item: Item) -> Item:
        word = self.word("hemmelig" if item.closed else "afgoerelse")
        return replace(item, decision=self.chance.choice(DECIDED).format(word))

    def item(self, *, closed: bool = False, fixture: bool = False) -> Item:
        """Return an item, of which one in five is closed."""
        pick = self.chance.choice
        is_closed = closed or (not fixture and self.chance.random() < 0.2)
        word = self.word("hemmelig" if is_closed else "emne")
        title = f"Salg af {word}"
        if is_closed:
            title = pick(MARKS).format(title)
        elif fixture:
            title = word = pick(FIXTURES)
        about = word if is_closed else self.word("afgoerelse")
        return Item(title, word, pick(CASES), pick(DECIDED).format(about), is_closed, "1", pick((True, False)))

    def numbered(self, items: list[Item], first: int = 1) -> tuple[Item, ...]:
        """Return the items with numbers that rise, begin at two, are random, or have letters."""
        way = self.chance.choice(NUMBERINGS)
        if way == "anyhow":
            labels = [self.chance.choice(("1", "1", "2", "3", "7")) for _ in items]
        elif way == "lettered":
            labels = [f"{first + n // 2}{'a' * (n % 2)}" for n in range(len(items))]
        else:
            labels = [str(first + n + (way == "from two")) for n in range(len(items))]
        return tuple(replace(item, label=label) for item, label in zip(items, labels, strict=True))

    def named(self, file: MinutesFile) -> MinutesFile:
        """Return the file with a path; names that differ only in signs have equal slugs."""
        only_closed = all(item.closed for item in file.items)
        stem = (
            self.word("hemmelig") if only_closed else self.chance.choice((f"moede {self.word('')}", "side 1", "side-1"))
        )
        folder = self.chance.choice(FOLDERS)
        number = self.word("nr ") if stem.startswith("side") else ""
        return replace(file, name=f"{folder}{stem}{number}.{'json' if file.form == 'json' else 'txt'}")
