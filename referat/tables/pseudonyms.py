"""Replace the names of persons by pseudonyms, in columns of names and in texts."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping

import pandas as pd
import regex as re

from referat.schema.registry import TABLES, Table
from referat.tables.frames import Tables

_PERSONS = {"attendance": ("person", "name"), "item_attendance": ("person", "name"), "votes": ("person",)}
_NO_NAMES = (
    "meeting_id",
    "item_id",
    "decision_id",
    "case_number",
    "source",
    "source_sha256",
    "body",
    "location",
    "matter_id",
    "mentioned_item_id",
    "earlier_item_id",
    "case_numbers",
    "owed_by",
    "rule",
)
"""Text columns without names, used to join tables."""

_WORDS = re.compile(r"[\w.'’-]+(?:\s+[\w.'’-]+){0,6}")
"""The characters of a name after its first word."""


def without_names(tables: Tables) -> Tables:
    """Return the tables with a pseudonym for every person, `Person 07`, in columns and in texts.

    All spellings in the tables are replaced, and first plus last name without the words between them. A person who is
    never listed as attending, voting or absent is not recognized and not replaced.
    """
    pseudonym = pseudonyms(tables)
    names = Names(tables, pseudonym)
    frames = {table.name: _hidden(tables[table.name], table, names) for table in TABLES}
    for name, columns in _PERSONS.items():
        hidden = tables[name]["person"].map(pseudonym).astype("str")
        frames[name] = frames[name].assign(**dict.fromkeys(columns, hidden))
    people = frames["people"].assign(person=tables.people["person"].map(pseudonym).astype("str"))
    frames["people"] = people.assign(name=people["person"]).drop_duplicates("name", ignore_index=True)
    return Tables(frames)


def pseudonyms(tables: Tables) -> dict[str, str]:
    """Return the pseudonym of each person; the same minutes always give the same pseudonyms.

    The numbers are shuffled with a seed made of the hashes of all sources: a number says nothing about a name, and
    other minutes give other numbers.
    """
    named = [tables[name]["person"].dropna() for name in (*_PERSONS, "people")]
    persons = sorted(set(pd.concat(named)))
    hashes = "".join(sorted(tables.meetings["source_sha256"]))
    random.Random(hashlib.sha256(hashes.encode()).digest()).shuffle(persons)
    digits = max(2, len(str(len(persons))))
    return {person: f"Person {place:0{digits}}" for place, person in enumerate(persons, 1)}


class Names:
    """The spellings of persons, found in texts and replaced by pseudonyms."""

    def __init__(self, tables: Tables, pseudonym: Mapping[str, str]) -> None:
        self._pseudonym = {_fold(person): other for person, other in pseudonym.items()}
        self._single = {person for person in pseudonym if len(person.split()) == 1}
        met = [tables[name][["person", "name"]] for name in ("attendance", "item_attendance", "people")]
        for person, name in pd.concat(met).dropna().drop_duplicates().itertuples(index=False):
            words = name.split()
            if len(words) == 1:
                self._single.add(name)
            for spelling in (name, f"{words[0]} {words[-1]}" if len(words) > 1 else name):
                self._pseudonym.setdefault(_fold(spelling), pseudonym[person])
        firsts = sorted({spelling.split()[0] for spelling in self._pseudonym})
        self._first = re.compile(r"(?<!\w)\L<firsts>(?!\w)", re.IGNORECASE, firsts=firsts)

    def replaced(self, text: str) -> str:
        """Return a text with pseudonyms instead of names."""
        parts, done = [], 0
        for first in self._first.finditer(text):
            if first.start() >= done and (match := self._at(text, first.start())):
                other, end = match
                parts += [text[done : first.start()], other]
                done = end
        return "".join([*parts, text[done:]])

    def _at(self, text: str, start: int) -> tuple[str, int] | None:
        """Return the pseudonym of the longest name that begins at a position, and the end of that name."""
        candidate = _WORDS.match(text, start)
        ends = [word.end() for word in re.finditer(r"\S+", candidate[0])] if candidate else []
        for end in reversed(ends):
            spelling = text[start : start + end]
            bare = spelling.rstrip(".'’-")
            for name, tail in (
                (spelling, ""),
                (bare, spelling[len(bare) :]),
                (bare.removesuffix("s"), "s" + spelling[len(bare) :]),
            ):
                other = self._pseudonym.get(_fold(name))
                if other and (" " in _fold(name) or name in self._single):
                    return other + tail, start + end
        return None


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _hidden(data: pd.DataFrame, table: Table, names: Names) -> pd.DataFrame:
    """Return a table without names in its texts; columns with allowed values are left unchanged."""
    texts = [c.name for c in table.columns if c.type == "text" and not c.allowed and c.name not in _NO_NAMES]
    return data.assign(**{name: data[name].map(names.replaced, na_action="ignore").astype("str") for name in texts})
