"""Tables fit to be published: the titles and texts of closed items withheld, their numbers and counts kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from referat.problems import CODES

_SAID = {
    "items": ("title", "title_key", "toc_title"),
    "sections": ("heading", "text"),
    "recommendations": ("text",),
    "decisions": ("evidence", "text"),
    "outcomes": ("text",),
    "votes": ("text",),
    "item_attendance": ("text",),
}
"""What the tables say in the words of the minutes; withheld where the item is closed."""

_MERE_WORDS = ("attachments", "references")
"""Tables whose rows are nothing but words of the minutes: no row of a closed item is kept."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What is dealt with behind closed doors: the ids of the items, and their case numbers."""

    items: frozenset[str]
    cases: frozenset[str]


def closed(items: Iterable[pa.Table]) -> Closed:
    """Return what the table of items, batch by batch, calls closed."""
    ids: set[str] = set()
    cases: set[str] = set()
    for batch in items:
        hidden = batch.filter(batch["closed"])
        ids.update(hidden["item_id"].to_pylist())
        cases.update(hidden["case_number"].drop_null().to_pylist())
    return Closed(frozenset(ids), frozenset(cases))


def withheld(name: str, hidden: Closed, data: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a table without the words of closed items.

    Problems keep their place and kind, but no words of any source: a doubt about the contents can quote a closed item.
    """
    if name == "problems":
        return _problems(data)
    if name == "cases":  # a closed item may have given the title
        return data.assign(title=data["title"].where(~data["case_number"].isin(hidden.cases)))
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
