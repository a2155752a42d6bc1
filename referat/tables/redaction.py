"""Redact tables for publication: closed and doubtful items lose their texts; numbers and counts are kept.

Doubtful are items whose title has a word of closed marks, and items that repeat a closed one. They are redacted, each
with a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
import pyarrow as pa
import regex as re

from referat.facts.titles import is_closed, may_be_closed
from referat.schema.problem_codes import CODES, problem
from referat.vocabulary import any_of, load, slug

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

_IDS = ("meeting_id", "meeting_alias", "item_id", "decision_id", "matter_id", "mentioned_item_id", "earlier_item_id")
"""Columns with ids that begin with the id of a meeting."""

_PLAIN_CODES = frozenset({"contract_broken"})
"""Codes of problems that quote names of tables and columns, not the minutes."""


@dataclass(frozen=True, slots=True)
class ClosedItems:
    """The items, meetings, persons and files that a public build withholds.

    `items` are the ids of items, `doubtful` those without a mark; `cases` and `matters` are theirs. `meetings` have
    redacted items only. `named` are the persons who are named elsewhere. `sources` maps each file with redacted items
    only to another name, `ids` each meeting id made from such a file name to another id.
    """

    items: frozenset[str]
    doubtful: frozenset[str]
    cases: frozenset[str]
    matters: frozenset[str]
    meetings: frozenset[str]
    named: frozenset[str]
    sources: Mapping[str, str]
    ids: Mapping[str, str]


def find_closed(batches: Callable[[str], Iterable[pa.Table]]) -> ClosedItems:
    """Return what to withhold; `batches` returns the batches of a table by its name."""
    columns = ["item_id", "meeting_id", "document_id", "case_number", "matter_id", "closed", "title", "toc_title"]
    items = [row for batch in batches("items") for row in batch.select(columns).to_pylist()]
    closed = {item["item_id"] for item in items if item["closed"]}
    inside = _with_closed_lines(batches)
    marked = [item for item in items if item["item_id"] in closed | inside or _may_be_closed(item)]
    cases = frozenset(item["case_number"] for item in marked) - {None}
    matters = frozenset(item["matter_id"] for item in marked)
    same = {item["item_id"] for item in items if item["case_number"] in cases or item["matter_id"] in matters}
    ids = {item["item_id"] for item in marked} | (same & _repeating(batches))
    is_open = [item for item in items if item["item_id"] not in ids]
    meetings = {item["meeting_id"] for item in items} - {item["meeting_id"] for item in is_open}
    named = {name for table in _WITH_NAMES for batch in batches(table) for name in _names(batch, ids)}
    documents = [row for batch in batches("documents") for row in batch.to_pylist()]
    touched = {item["meeting_id"] for item in items if item["item_id"] in ids}
    sources = _renamed(documents, {item["document_id"] for item in is_open}, touched)
    return ClosedItems(
        items=frozenset(ids),
        doubtful=frozenset(ids - closed),
        cases=cases,
        matters=matters,
        meetings=frozenset(meetings),
        named=frozenset(named),
        sources=sources,
        ids=_other_ids(documents, sources),
    )


def withheld_notes(hidden: ClosedItems, batches: Iterable[pa.Table]) -> Iterator[dict[str, object]]:
    """Yield a note for each redacted item without a mark; `batches` are those of the items."""
    for batch in batches:
        for item in batch.select(["item_id", "source", "line_start", "line_end"]).to_pylist():
            if item["item_id"] in hidden.doubtful:
                note = problem("withheld_doubtful", item["source"], item["line_start"], detail=item["item_id"])
                yield note | {"line_end": item["line_end"]}


def _may_be_closed(item: Mapping[str, Any]) -> bool:
    """Return whether a title marks its item as closed, allowing one wrong letter: "Luket: Salg"."""
    return any(
        is_closed(title) or may_be_closed(title) or _nearly_closed().search(title) is not None
        for title in (item["title"] or "", item["toc_title"] or "")
    )


@cache
def _nearly_closed() -> re.Pattern[str]:
    closed = load("titles")["closed"]
    mark = rf"(?:{any_of(closed['words'])})(?:\s(?:{any_of(closed['nouns'])}))?"
    return re.compile(rf"(?i)^\W*(?:{mark}){{e<=1}}\s*(?:[.:–-]|$)|[(\[–-]\s*(?:{mark}){{e<=1}}\W*$")


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


def _repeating(batches: Callable[[str], Iterable[pa.Table]]) -> set[str]:
    """Return the items that repeat earlier decisions: they have a history, or an earlier decision."""
    ids: set[str] = set()
    for batch in batches("decisions"):
        ids.update(row["item_id"] for row in batch.select(["item_id", "is_earlier"]).to_pylist() if row["is_earlier"])
    for batch in batches("sections"):
        rows = batch.select(["item_id", "section"]).to_pylist()
        ids.update(row["item_id"] for row in rows if row["section"] == "history")
    return ids


def _names(batch: pa.Table, ids: set[str]) -> Iterator[str]:
    for row in batch.to_pylist():
        if row.get("item_id") not in ids:
            yield from filter(None, (row.get("name"), row.get("person")))


def _renamed(documents: Iterable[Mapping[str, Any]], is_open: set[str], touched: set[str]) -> dict[str, str]:
    """Return a name made from its hash for each file without open items, of a meeting with redacted ones."""
    rows = list(documents)
    kept = {row["source"] for row in rows if row["document_id"] in is_open}
    doubtful = {row["source"] for row in rows if row["meeting_id"] in touched or row["kind"] == "closed_minutes"}
    digests = {row["source"]: row["source_sha256"][:16] for row in rows}
    copies: Counter[str] = Counter()
    names: dict[str, str] = {}
    for name in sorted(doubtful - kept):
        copies[digests[name]] += 1
        nth = f"-{copies[digests[name]]}" if copies[digests[name]] > 1 else ""
        names[name] = f"withheld-{digests[name]}{nth}{PurePosixPath(name).suffix}"
    return names


def _other_ids(documents: Iterable[Mapping[str, Any]], sources: Mapping[str, str]) -> dict[str, str]:
    """Return a new id for each meeting id that contains the name of a renamed file."""
    ids: dict[str, str] = {}
    for row in documents:
        own_name = slug(str(PurePosixPath(row["source"]).with_suffix("")))
        for meeting_id in (row["meeting_id"], row["meeting_alias"]):
            if row["source"] in sources and meeting_id and own_name in meeting_id:
                ids.setdefault(meeting_id, meeting_id.replace(own_name, PurePosixPath(sources[row["source"]]).stem))
    return ids


def public_source(hidden: ClosedItems, source: str) -> str:
    """Return the name under which a file, or a document in it, is published."""
    file, mark, number = source.rpartition("#") if source not in hidden.sources else (source, "", "")
    return f"{hidden.sources.get(file, file)}{mark}{number}"


def redact(name: str, hidden: ClosedItems, data: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table without the texts of redacted items.

    Problems keep their position and code, but no text of any source: a doubt about the contents can quote a closed
    item.
    """
    rest = _redacted(name, hidden, data)
    if not hidden.sources:
        return rest
    columns: dict[str, Callable[[str], str]] = {
        **{column: lambda cell: public_source(hidden, cell) for column in ("source", "document_id")},
        **{column: lambda cell: _public_id(hidden, cell) for column in _IDS},
    }
    changed = {c: rest[c].map(other, na_action="ignore").astype("str") for c, other in columns.items() if c in rest}
    return rest.assign(**changed)


def _public_id(hidden: ClosedItems, cell: str) -> str:
    meeting_id, mark, rest = cell.partition(":")
    return f"{hidden.ids.get(meeting_id, meeting_id)}{mark}{rest}"


def _redacted(name: str, hidden: ClosedItems, data: pd.DataFrame) -> pd.DataFrame:
    if name == "problems":
        return _problems(data)
    if name == "people":
        return data[data["name"].isin(hidden.named)]
    if name == "cases":  # the title may be that of a closed item
        return _blank(name, data, ("title",), data["case_number"].isin(hidden.cases))
    if name == "matters":
        columns = ("title", "owed_words", "owed_by")
        return _blank(name, data, columns, data["matter_id"].isin(hidden.matters))
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
