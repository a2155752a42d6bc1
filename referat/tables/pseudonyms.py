"""Replace persons by pseudonyms, `Person 07`, in columns of names and in texts alike.

Every person who is listed as a member, attending, absent or voting has one pseudonym in all tables. Another person in a
text, or an ambiguous name, becomes `(person)`. E-mail addresses, telephone numbers and CPR numbers are removed, too.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import regex as re

from referat.facts.body_names import body_key
from referat.facts.person_mentions import MentionFinder, is_ordinary_word
from referat.facts.titles import title_key
from referat.schema.registry import BY_NAME, TABLES
from referat.tables.frames import Tables, arrow
from referat.tables.renamed_sources import RenamedSources, rename_sources
from referat.vocabulary import slug

SOMEBODY = "(person)"

_CONTACTS = {
    "(e-mail)": re.compile(r"[\w.+-]++@[\w-]++(?:\.[\w-]++)+"),
    "(CPR)": re.compile(r"(?<![\d-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[- ]?\d{4}(?![\d-])"),
    "(telephone)": re.compile(
        r"\+45[ .]?(?:\d[ .]?){8}(?!\d)|(?<![\d.,/-])\d\d(?: \d\d){3}(?! ?\d)"
        r"|(?i:(?<=\b(?:tlf|telefon|telefonnummer|mobil|mobilnummer)[.:]{0,2}\s))(?:\d[ .]?){8}(?!\d)"
    ),
}
"""E-mail addresses, CPR numbers and telephone numbers: eight digits in pairs, after `+45`, or after "telefon"."""

_PERSONS = {"attendance": ("person", "name"), "item_attendance": ("person", "name"), "votes": ("person",)}
_KEYS: dict[str, tuple[str, Callable[[str], str | None]]] = {
    "title_key": ("title", title_key),
    "body_key": ("body", body_key),
}
"""Columns that are derived from another one."""

_NO_NAMES = ("case_number", "case_numbers", "decision_types", "portal_id", "rule", "source_sha256")
"""Columns of text that name no person."""

_RULES_OF_WORDS = ("same_title", "stopped_and_alike", "asked_and_alike", "alike_soon", "draft_and_adoption", "series")
"""Links whose evidence is the words that two titles share, in lower case and without endings."""

_OF_NO_MEETING = ("cases", "matters", "problems")
"""Tables whose rows belong to no single meeting: any person can be mentioned."""


@dataclass(frozen=True)
class Pseudonyms:
    """The pseudonym and the person of each spelling, the persons named in each meeting, and renamed files."""

    pseudonyms: Mapping[str, str]
    spellings: Mapping[str, str]
    named: Mapping[str, frozenset[str]]
    renamed: RenamedSources

    @cached_property
    def finder(self) -> MentionFinder:
        """The finder of persons in texts, made once."""
        return MentionFinder(self.spellings)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The replacement of each spelling: the pseudonym, with a number if the person has several spellings."""
        of_person: defaultdict[str, list[str]] = defaultdict(list)
        for spelling, person in sorted(self.spellings.items(), key=lambda pair: (pair[0] != pair[1], pair)):
            of_person[person].append(spelling)
        return {
            spelling: self.pseudonyms[person] + (f" ({n})" if n > 1 else "")
            for person, spellings in of_person.items()
            for n, spelling in enumerate(spellings, 1)
        }

    def edits(self, text: str, meeting_id: str | None = None) -> list[tuple[int, int, str]]:
        """Return the replacements in a text of a meeting, or of none: start, end, and new text."""
        edits: list[tuple[int, int, str]] = []
        for sign, pattern in _CONTACTS.items():
            for match in pattern.finditer(text):
                edits.append((*match.span(), sign))
                text = text[: match.start()] + "\0" * len(match[0]) + text[match.end() :]
        present = None if meeting_id is None else self.named.get(meeting_id, frozenset())
        mentions = self.finder.find(text, present)
        return sorted([*edits, *((m.start, m.end, self.pseudonyms.get(m.person or "", SOMEBODY)) for m in mentions)])

    def replaced(self, text: str, meeting_id: str | None = None) -> str:
        """Return a text of a meeting, or of none, with pseudonyms in place of names."""
        return _applied(text, self.edits(text, meeting_id))


def _applied(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    parts, done = [], 0
    for start, end, other in edits:
        parts += [text[done:start], other]
        done = end
    return "".join([*parts, text[done:]])


def _moved(position: int, edits: Iterable[tuple[int, int, str]], *, is_end: bool) -> int:
    """Return a position of a text after the edits; a position within a name is moved to its edge."""
    shift = 0
    for start, end, other in edits:
        if start < position < end:
            return start + shift + (len(other) if is_end else 0)
        if end <= position:
            shift += len(other) - (end - start)
    return position + shift


# --- Who is named ---


def find_persons(batches: Callable[[str], Iterable[pa.Table]], digests: Mapping[str, str]) -> Pseudonyms:
    """Return the pseudonyms for tables; `batches` returns the batches of a table by its name.

    The numbers are shuffled with a seed made of the hashes of all documents: a number reveals nothing about a name,
    other minutes give other numbers, and the same minutes the same. `digests` has the hash of each file, which replaces
    a file name that contains a person's name.
    """
    spellings: dict[str, str] = {}
    named: defaultdict[str, set[str]] = defaultdict(set)
    for name in (*_PERSONS, "people"):
        for row in _rows_with_person(batches(name)):
            person = spellings.setdefault(row["person"], row["person"])  # can be the spelling of another
            spellings.setdefault(row.get("name") or person, person)
            if name != "people":
                named[_meeting_id(row)].add(person)
    for person in _not_attending(batches("problems")):
        spellings.setdefault(person, person)
    documents = [row for batch in batches("documents") for row in batch.to_pylist()]
    persons = sorted(set(spellings.values()))
    hashes = "".join(sorted(row["source_sha256"] for row in documents))
    random.Random(hashlib.sha256(hashes.encode()).digest()).shuffle(persons)
    digits = max(2, len(str(len(persons))))
    numbers = {person: f"Person {place:0{digits}}" for place, person in enumerate(persons, 1)}
    return Pseudonyms(
        pseudonyms={spelling: numbers[person] for spelling, person in spellings.items()},
        spellings=spellings,
        named={meeting_id: frozenset(people) for meeting_id, people in named.items()},
        renamed=rename_sources(_named_sources(spellings, digests), digests, documents, "renamed"),
    )


def _rows_with_person(batches: Iterable[pa.Table]) -> Iterator[dict[str, Any]]:
    """Yield the rows of batches that have a person."""
    for batch in batches:
        yield from (row for row in batch.to_pylist() if row["person"] is not None)


def _not_attending(batches: Iterable[pa.Table]) -> Iterator[str]:
    """Yield the persons in the header of an agenda, or of minutes of a meeting that was not held."""
    for batch in batches:
        texts = batch.filter(pc.equal(batch["code"], "members_not_attending"))["text"].to_pylist()
        yield from chain.from_iterable(text.split(", ") for text in texts)


def _meeting_id(row: Mapping[str, str]) -> str:
    return row.get("meeting_id") or row["item_id"].partition(":")[0]


def _named_sources(spellings: Iterable[str], sources: Iterable[str]) -> list[str]:
    """Return the files whose name contains a surname or a full name."""
    words = [spelling.split() for spelling in spellings]
    names = {slug(" ".join(name)) for name in words if len(name) > 1}
    names |= {slug(name[-1]) for name in words if len(name) > 1 and not is_ordinary_word(name[-1])}
    return [source for source in sources if _holds(source, names)]


def _holds(path: str, names: Collection[str]) -> bool:
    words = slug_words(path)
    return any(f"-{name}-" in words for name in names)


def slug_words(path: str) -> str:
    """Return the words of a path or an address in lower case, each between hyphens."""
    return "-".join(["", *map(slug, re.split(r"[^\p{L}\p{M}]+", path)), ""])


# --- Tables ---


def without_names(tables: Tables) -> Tables:
    """Return the tables with a pseudonym for each person, in columns of names and in texts."""
    sources = [*zip(tables.documents["source"], tables.documents["source_sha256"], strict=True)]
    unread = {source: hashlib.sha256(source.encode()).hexdigest() for source in tables.problems["source"]}
    persons = find_persons(lambda name: [arrow(name, tables[name])], unread | dict(sources))
    return Tables({table.name: pseudonymized(table.name, persons, tables[table.name]) for table in TABLES})


def pseudonymized(name: str, persons: Pseudonyms, data: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a table with pseudonyms in place of names."""
    meetings = [None] * len(data) if name in _OF_NO_MEETING else _meetings(data)
    changed = {column: _replaced(persons, data[column], meetings) for column in _texts(name)}
    for column, (source, key) in _KEYS.items():
        if column in data and source in changed:
            same = changed[source].eq(data[source]) | data[source].isna()
            changed[column] = data[column].where(same, changed[source].map(key, na_action="ignore")).astype("str")
    if name == "decisions":
        changed |= _evidence(persons, data, changed["text"], meetings)
    for column in _PERSONS.get(name, ()):
        changed[column] = data["person"].map(persons.pseudonyms).astype("str")
    if name == "links":
        changed["evidence"] = changed["evidence"].where(~data["rule"].isin(_RULES_OF_WORDS), _words_left(persons, data))
    if name == "people":
        changed["person"] = data["person"].map(persons.pseudonyms).astype("str")
        changed["name"] = data["name"].map(persons.labels).astype("str")
    return persons.renamed.applied(data.assign(**changed))


def _words_left(persons: Pseudonyms, links: pd.DataFrame) -> pd.Series:
    """Return the words that two titles share, in lower case, without those of names."""

    def without(words: str) -> str | None:
        return " ".join(word for word in words.split() if not persons.finder.is_name_word(word)) or None

    return links["evidence"].map(without, na_action="ignore").astype("str")


def _texts(name: str) -> list[str]:
    """Return the columns that can name persons: texts that are no key, id, list of values or address."""
    table = BY_NAME[name]
    joined = {*table.key, *(column for column, _ in table.references), *_NO_NAMES, *_KEYS}
    texts = [c.name for c in table.columns if c.type == "text" and not c.allowed and c.name not in joined]
    return [column for column in texts if column != "source" and not column.endswith("_id")]


def _meetings(data: pd.DataFrame) -> list[str | None]:
    """Return the meeting of each row."""
    for column in ("item_id", "meeting_id"):
        if column in data:
            return [cell.partition(":")[0] for cell in data[column]]
    return [None] * len(data)


def _replaced(persons: Pseudonyms, cells: pd.Series, meetings: Iterable[str | None]) -> pd.Series:
    if cells.name == "url":
        names = {slug(word) for spelling in persons.spellings for word in spelling.split()[-1:]}
        return cells.map(lambda cell: pd.NA if _holds(cell, names) else cell, na_action="ignore").astype("str")
    pairs = zip(cells, meetings, strict=True)
    texts = [None if pd.isna(cell) else persons.replaced(cell, meeting_id) for cell, meeting_id in pairs]
    return pd.Series(texts, index=cells.index, dtype="str", name=cells.name)


def _evidence(
    persons: Pseudonyms, data: pd.DataFrame, texts: pd.Series, meetings: Iterable[str | None]
) -> dict[str, pd.Series]:
    """Return the evidence of decisions and its position in the changed texts."""
    cells: list[tuple[object, object, object]] = []
    rows = zip(
        data["text"], data["evidence"], data["evidence_start"], data["evidence_end"], texts, meetings, strict=True
    )
    for text, evidence, start, end, new, meeting_id in rows:
        if pd.isna(text) or pd.isna(start) or text == new:
            cells.append((None if pd.isna(evidence) else persons.replaced(evidence, meeting_id), start, end))
            continue
        edits = persons.edits(text, meeting_id)
        first, last = _moved(int(start), edits, is_end=False), _moved(int(end), edits, is_end=True)
        cells.append((new[first:last], first, last))
    columns = zip(("evidence", "evidence_start", "evidence_end"), zip(*cells, strict=True), strict=False)
    return {name: pd.Series(list(column), index=data.index, dtype=data[name].dtype) for name, column in columns}
