"""Tables fit to be published: the titles and texts of closed items withheld, their numbers and counts kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pandas as pd
import pyarrow as pa
import regex as re

from referat.facts.titles import is_closed, may_be_closed
from referat.schema.problem_codes import CODES
from referat.vocabulary import any_of, load

_SAID = {
    "items": ("title", "title_key", "toc_title"),
    "sections": ("heading", "text"),
    "recommendations": ("label", "text", "proposer"),
    "decisions": ("body", "body_key", "evidence", "text"),
    "outcomes": ("text",),
    "votes": ("party", "person", "text"),
}
"""What the tables say in the words of the minutes; withheld where the item is closed."""

_MERE_WORDS = ("attachments", "item_attendance", "references")
"""Tables whose rows are nothing but words of the minutes: no row of a closed item is kept."""

_NAMING = ("attendance", "item_attendance", "votes")


@dataclass(frozen=True, slots=True)
class ClosedItems:
    """What is dealt with behind closed doors: items, their case numbers and matters; and the names told elsewhere."""

    items: frozenset[str]
    cases: frozenset[str]
    matters: frozenset[str]
    named: frozenset[str]


def find_closed(batches: Callable[[str], Iterable[pa.Table]]) -> ClosedItems:
    """Return what is closed by the tables, which `batches` gives by name, batch by batch."""
    ids: set[str] = set()
    cases: set[str] = set()
    matters: set[str] = set()
    for batch in batches("items"):
        for item in batch.select(["item_id", "case_number", "matter_id", "closed", "title", "toc_title"]).to_pylist():
            if item["closed"] or _may_be_closed(item["title"] or "") or _may_be_closed(item["toc_title"] or ""):
                ids.add(item["item_id"])
                cases.add(item["case_number"])
                matters.add(item["matter_id"])
    named = {name for table in _NAMING for batch in batches(table) for name in _names(batch, ids)}
    return ClosedItems(frozenset(ids), frozenset(cases - {None}), frozenset(matters), frozenset(named))


def _names(batch: pa.Table, hidden: set[str]) -> Iterator[str]:
    for row in batch.to_pylist():
        if row.get("item_id") not in hidden:
            yield from filter(None, (row.get("name"), row.get("person")))


def _may_be_closed(title: str) -> bool:
    """Tell whether a title says that its item is closed, if with a letter wrong: "Luket: Salg"."""
    return is_closed(title) or may_be_closed(title) or _nearly_closed().search(title) is not None


@cache
def _nearly_closed() -> re.Pattern[str]:
    closed = load("titles")["closed"]
    mark = rf"(?:{any_of(closed['words'])})(?:\s(?:{any_of(closed['nouns'])}))?"
    return re.compile(rf"(?i)^\W*(?:{mark}){{e<=1}}\s*(?:[.:–-]|$)|[(\[–-]\s*(?:{mark}){{e<=1}}\W*$")


def redact(name: str, hidden: ClosedItems, data: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a table without the words of closed items.

    Problems keep their place and kind, but no words of any source: a doubt about the contents can quote a closed item.
    """
    if name == "problems":
        return _problems(data)
    if name == "cases":  # a closed item may have given the title
        return data.assign(title=data["title"].where(~data["case_number"].isin(hidden.cases)))
    if name == "matters":
        is_open = ~data["matter_id"].isin(hidden.matters)
        return data.assign(title=data["title"].where(is_open), owed_words=data["owed_words"].where(is_open))
    if name == "links":
        is_open = ~(data["item_id"].isin(hidden.items) | data["earlier_item_id"].isin(hidden.items))
        return data.assign(evidence=data["evidence"].where(is_open))
    if name == "people":
        return data[data["name"].isin(hidden.named)]
    if name in _MERE_WORDS:
        return data[~data["item_id"].isin(hidden.items)]
    if name in _SAID:
        is_open = ~data["item_id"].isin(hidden.items)
        return data.assign(**{column: data[column].where(is_open) for column in _SAID[name]})
    return data


def _problems(problems: pd.DataFrame) -> pd.DataFrame:
    plain = problems["code"].map(
        lambda code: f"{CODES[code].message.format(detail='(withheld)')}. {CODES[code].advice}"
    )
    return problems.assign(message=plain.astype("str"), text=pd.Series(pd.NA, problems.index, dtype="str"))
