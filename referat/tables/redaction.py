"""Redact tables for publication: closed and doubtful items lose their texts; numbers and counts are kept.

Doubtful are items whose title has a word of closed marks, and items that repeat a closed one. They are redacted, each
with a note.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import pandas as pd
import pyarrow as pa
import regex as re

from referat.facts.dates import mentions
from referat.facts.titles import is_closed, may_be_closed
from referat.schema.problem_codes import CODES, problem
from referat.tables.renamed_sources import RenamedSources, rename_sources
from referat.vocabulary import any_of, load

_WITHHELD = "(withheld)"

_OF_ITEMS = {
    "items": ("title", "title_key", "toc_title", "url", "next_step_words"),
    "sections": ("heading", "text"),
    "recommendations": ("label", "text", "proposer"),
    "decisions": ("body", "body_key", "evidence", "text"),
    "outcomes": ("label", "text"),
    "votes": ("party", "person", "text"),
}
"""Columns with text of the minutes; redacted with the item."""

_OF_MEETINGS = {"meetings": ("location", "municipality_evidence", "url"), "attendance": ("role",)}
"""Columns with text of a meeting's header; redacted if all items of the meeting are."""

_REQUIRED = {("outcomes", "label")}
"""Required columns, which get a note instead of their text."""

_ONLY_WORDS = ("attachments", "item_attendance", "references", "announced_route")
"""Tables whose rows are text of the minutes; rows of a redacted item are dropped."""

_WITH_NAMES = ("attendance", "item_attendance", "votes")

_PLAIN_CODES = frozenset({"contract_broken"})
"""Codes of problems that quote names of tables and columns, not the minutes."""


_Row = Mapping[str, Any]
_Day = tuple[int, int] | None
"""Month and day: a history can leave out the year."""


@dataclass(frozen=True, slots=True)
class ClosedItems:
    """The items, meetings, persons and files that a public build withholds.

    `items` are the ids of items, `doubtful` those without a mark; `cases` and `matters` are theirs. `meetings` have
    redacted items only. `named` are the persons who are named elsewhere. `renamed` maps each file with
    redacted items only to another name.
    """

    items: frozenset[str]
    doubtful: frozenset[str]
    cases: frozenset[str]
    matters: frozenset[str]
    meetings: frozenset[str]
    named: frozenset[str]
    renamed: RenamedSources


def find_closed(batches: Callable[[str], Iterable[pa.Table]]) -> ClosedItems:
    """Return what to withhold; `batches` returns the batches of a table by its name."""
    columns = [
        *(
            "item_id",
            "meeting_id",
            "document_id",
            "case_number",
            "matter_id",
            "closed",
            "standing",
            "title",
            "toc_title",
        )
    ]
    items = [row for batch in batches("items") for row in batch.select(columns).to_pylist()]
    closed = {item["item_id"] for item in items if item["closed"]}
    inside = _with_closed_lines(batches)
    marked = _with_lines_after([item["item_id"] in closed | inside or _may_be_closed(item) for item in items], items)
    cases = frozenset(item["case_number"] for item in marked) - {None}
    matters = frozenset(item["matter_id"] for item in marked)
    ids = {item["item_id"] for item in marked} | _repeating(batches, items, marked)
    documents = [row for batch in batches("documents") for row in batch.to_pylist()]
    sources, meetings = _closed_sources(items, ids, documents)
    digests = {row["source"]: row["source_sha256"] for row in documents}
    return ClosedItems(
        items=frozenset(ids),
        doubtful=frozenset(ids - closed),
        cases=cases,
        matters=matters,
        meetings=frozenset(meetings),
        named=frozenset(name for table in _WITH_NAMES for batch in batches(table) for name in _names(batch, ids)),
        renamed=rename_sources(sources, digests, documents, "withheld"),
    )


def _closed_sources(
    items: Sequence[_Row], ids: Collection[str], documents: Sequence[_Row]
) -> tuple[set[str], set[str]]:
    """Return the files without open items, of meetings with redacted ones, and the meetings without open items."""
    open_items = [item for item in items if item["item_id"] not in ids]
    touched = {item["meeting_id"] for item in items if item["item_id"] in ids}
    is_open = {item["document_id"] for item in open_items}
    kept = {row["source"] for row in documents if row["document_id"] in is_open}
    doubtful = {row["source"] for row in documents if row["meeting_id"] in touched or row["kind"] == "closed_minutes"}
    return doubtful - kept, touched - {item["meeting_id"] for item in open_items}


def withheld_notes(hidden: ClosedItems, batches: Iterable[pa.Table]) -> Iterator[dict[str, object]]:
    """Yield a note for each redacted item without a mark; `batches` are those of the items."""
    for batch in batches:
        for item in batch.select(["item_id", "source", "line_start", "line_end"]).to_pylist():
            if item["item_id"] in hidden.doubtful:
                note = problem("withheld_doubtful", item["source"], item["line_start"], detail=item["item_id"])
                yield note | {"line_end": item["line_end"]}


def _with_lines_after(is_marked: Sequence[bool], items: Sequence[_Row]) -> list[_Row]:
    """Return the marked items, and items after them that are probably a line of their text: `Punkt 3: Salget`.

    Such an item is in no contents and has no case number, unlike others of its document.
    """
    numbered = {item["document_id"] for item in items if item["case_number"]}
    marked: list[_Row] = []
    previous: _Row = {}
    for item, is_closed_itself in zip(items, is_marked, strict=True):
        has_trace = item["case_number"] or item["toc_title"] or item["standing"]
        follows = bool(marked) and marked[-1] is previous and previous["document_id"] == item["document_id"]
        if is_closed_itself or (follows and not has_trace and item["document_id"] in numbered):
            marked.append(item)
        previous = item
    return marked


def _may_be_closed(item: Mapping[str, Any]) -> bool:
    """Return whether a title marks its item as closed, allowing one wrong letter: "Luket: Salg", "L: Salg"."""
    return any(
        is_closed(title) or may_be_closed(title) or _nearly_closed().search(title) is not None
        for title in (item["title"] or "", item["toc_title"] or "")
    )


@cache
def _nearly_closed() -> re.Pattern[str]:
    closed = load("titles")["closed"]
    swapped = {
        word[:n] + word[n + 1] + word[n] + word[n + 2 :] for word in closed["words"] for n in range(len(word) - 1)
    }
    mark = rf"(?:{any_of({*closed['words'], *swapped})})(?:\s(?:{any_of(closed['nouns'])}))?"
    letters = any_of(closed["letters"])
    return re.compile(
        rf"(?i)^\W*(?:{mark}){{e<=1}}\s*(?:[.:–-]|$)|[(\[–-]\s*(?:{mark}){{e<=1}}\W*$|^(?:{letters})\s?[:–-]\s"
    )


_NUMBERED = re.compile(r"^\W*(?:(?:punkt|pkt\.?)\s*)?\d+\w?\s*[.:)–-]\s*", re.IGNORECASE)


def _with_closed_lines(batches: Callable[[str], Iterable[pa.Table]]) -> set[str]:
    """Return the items with a line in their text that marks a closed item and was not read as a heading."""
    ids: set[str] = set()
    for name, column in (
        ("sections", "text"),
        ("sections", "heading"),
        ("decisions", "text"),
        ("attachments", "title"),
    ):
        for batch in batches(name):
            rows = batch.select(["item_id", column]).to_pylist()
            ids.update(row["item_id"] for row in rows if _has_closed_line(row[column] or ""))
    return ids


def _has_closed_line(text: str) -> bool:
    return any(is_closed(_NUMBERED.sub("", line)) for line in text.split("\n"))


def _repeating(batches: Callable[[str], Iterable[pa.Table]], items: Iterable[_Row], marked: Iterable[_Row]) -> set[str]:
    """Return the items of a case or matter with a marked item that can repeat it.

    They have a history or an earlier decision of a day on which a marked item was dealt with, or of an unknown day.
    """
    days = {row["meeting_id"]: row["date"] for batch in batches("meetings") for row in batch.to_pylist()}
    closed_days: defaultdict[str, set[_Day]] = defaultdict(set)
    for item in marked:
        for key in filter(None, (item["case_number"], item["matter_id"])):
            closed_days[key].add(_day(days[item["meeting_id"]]))
    history = _days_of_history(batches)
    return {
        item["item_id"]
        for item in items
        for key in (item["case_number"], item["matter_id"])
        if _can_be_same(history[item["item_id"]], closed_days.get(key, set()))
    }


def _can_be_same(days: set[_Day], closed_days: set[_Day]) -> bool:
    return bool(days and closed_days) and (None in days | closed_days or not days.isdisjoint(closed_days))


def _days_of_history(batches: Callable[[str], Iterable[pa.Table]]) -> defaultdict[str, set[_Day]]:
    """Return the days that the histories and earlier decisions of each item name; nothing if they name none."""
    days: defaultdict[str, set[_Day]] = defaultdict(set)
    for row in _selected_rows(batches("decisions"), ["item_id", "is_earlier", "decided_on"]):
        if row["is_earlier"]:
            days[row["item_id"]].add(_day(row["decided_on"]))
    for row in _selected_rows(batches("sections"), ["item_id", "section", "text"]):
        if row["section"] == "history":
            days[row["item_id"]] |= _days_in_text(row["text"] or "")
    return days


def _selected_rows(batches: Iterable[pa.Table], columns: list[str]) -> Iterator[_Row]:
    """Yield the rows of batches with some of their columns."""
    for batch in batches:
        yield from batch.select(columns).to_pylist()


def _days_in_text(text: str) -> set[_Day]:
    """Return the days that a text names; an unknown day if it names none."""
    days: set[_Day] = {(mention.month, mention.day) for mention in mentions(text)}
    return days or {None}


def _day(date: datetime | None) -> _Day:
    return (date.month, date.day) if date else None


def _names(batch: pa.Table, ids: set[str]) -> Iterator[str]:
    for row in batch.to_pylist():
        if row.get("item_id") not in ids:
            yield from filter(None, (row.get("name"), row.get("person")))


def redact(name: str, hidden: ClosedItems, data: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table without the texts of redacted items.

    Problems keep their position and code, but no text of a source: a problem with the contents can quote a closed item.
    """
    return hidden.renamed.applied(_redacted(name, hidden, data))


def _redacted(name: str, hidden: ClosedItems, data: pd.DataFrame) -> pd.DataFrame:
    if name == "problems":
        return _problems(data)
    if name == "people":
        return data[data["name"].isin(hidden.named)]
    if name in ("cases", "matters", "documents"):
        key, keys, columns = _derived(hidden)[name]
        return _blank(name, data, columns, data[key].isin(keys))
    if name == "links":
        shut = data["item_id"].isin(hidden.items) | data["earlier_item_id"].isin(hidden.items)
        return _blank(name, data, ("evidence",), shut)
    if name in _ONLY_WORDS:
        rest = data[~data["item_id"].isin(hidden.items)]
        return _mentions(hidden, rest) if name == "references" else rest
    if name in _OF_ITEMS:
        return _blank(name, data, _OF_ITEMS[name], data["item_id"].isin(hidden.items))
    if name in _OF_MEETINGS:
        return _blank(name, data, _OF_MEETINGS[name], data["meeting_id"].isin(hidden.meetings))
    return data


def _derived(hidden: ClosedItems) -> dict[str, tuple[str, Collection[str], tuple[str, ...]]]:
    """Return which rows of other tables contain words of redacted items, by key, and in which columns."""
    return {
        "cases": ("case_number", hidden.cases, ("title",)),
        "matters": ("matter_id", hidden.matters, ("title", "owed_words", "owed_by")),
        "documents": ("source", hidden.renamed.sources, ("url",)),
    }


def _blank(name: str, data: pd.DataFrame, columns: Iterable[str], shut: pd.Series) -> pd.DataFrame:
    """Return rows with some columns emptied where `shut` is true."""
    cells = {c: data[c].where(~shut, _WITHHELD if (name, c) in _REQUIRED else pd.NA) for c in columns}
    return data.assign(**cells).astype(dict.fromkeys(columns, "str"))


def _mentions(hidden: ClosedItems, references: pd.DataFrame) -> pd.DataFrame:
    """Return the references of open items, without the text of those to a redacted item."""
    shut = references["mentioned_item_id"].isin(hidden.items) | references["case_number"].isin(hidden.cases)
    return references.assign(text=references["text"].where(~shut, _WITHHELD))


def _problems(problems: pd.DataFrame) -> pd.DataFrame:
    plain = problems["code"].map(lambda code: f"{CODES[code].message.format(detail=_WITHHELD)}. {CODES[code].advice}")
    is_plain = problems["code"].isin(_PLAIN_CODES)
    return problems.assign(
        message=problems["message"].where(is_plain, plain.astype("str")),
        text=problems["text"].where(is_plain, pd.NA).astype("str"),
    )
