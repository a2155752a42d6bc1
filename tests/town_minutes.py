"""Small invented minutes of a town, one line per item, for tests of the states of matters."""

from __future__ import annotations

from pathlib import Path

from referat import load
from referat.tables.frames import Tables, check

COUNCIL, FINANCE, PARKS = "Byrådet", "Økonomiudvalget", "Park- og Vejudvalget"
PAST = "Parkvejens træer", "20/1"
"""An item that is nothing's beginning or end."""


class Town:
    """A town's meetings, added one by one and read as text minutes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: dict[str, bytes] = {}
        self._tables = Tables({})

    def meet(self, body: str, day: str, *items: str) -> Town:
        """Add a meeting on a day such as `2023-03-06`, with items as `item` writes them."""
        date = "-".join(reversed(day.split("-")))
        numbered = [text.replace("Punkt :", f"Punkt {number}:", 1) for number, text in enumerate(items, 1)]
        text = "\n\n".join([f"REFERAT {body} d. {date}", f"Mødedato {date} kl. 09:00", *numbered]) + "\n"
        name = f"{date}-{body.split('-')[0]}-{len(list(self.folder.glob('*.txt')))}.txt"
        (self.folder / name).write_text(text, encoding="utf-8")
        return self

    def tables(self) -> Tables:
        """Return the tables of all meetings, after checking the contract; read again after a change."""
        files = {path.name: path.read_bytes() for path in self.folder.iterdir()}
        if files != self._loaded:
            self._loaded, self._tables = files, load(self.folder)
            assert check(self._tables) == []
        return self._tables


def item(title: str, case: str | None, decision: str, *, route: str = "", says: str = "", recommends: str = "") -> str:
    """Return an item's text; `route` are the bodies of its procedure, `says` its presentation."""
    parts = [f"Punkt : {title}", case or ""]
    parts += ["Sagsprocedure", route] if route else []
    parts += ["Sagsfremstilling", says] if says else []
    parts += ["Indstilling", recommends] if recommends else []
    return "\n\n".join(filter(None, [*parts, "Beslutning", decision]))


def matters_of(tables: Tables, *titles: str) -> list[int]:
    """Return the matter of each title's first item, in chronological order, numbered as they appear."""
    items = tables["items"].merge(tables.meetings[["meeting_id", "date"]], on="meeting_id").sort_values("date")
    ids = [items.loc[items["title"] == title, "matter_id"].iloc[0] for title in titles]
    return [ids.index(matter_id) for matter_id in ids]


def matter(tables: Tables, title: str) -> dict[str, object]:
    """Return the row of the matter that an item of this title belongs to."""
    matter_id = tables["items"].loc[tables["items"]["title"] == title, "matter_id"].iloc[0]
    row: dict[str, object] = tables.matters.set_index("matter_id").loc[matter_id].to_dict()
    return row
