"""Tables fit to be published: the titles and texts of closed items withheld, their numbers and counts kept."""

from __future__ import annotations

import pandas as pd

from referat.problems import CODES
from referat.registry import BY_NAME
from referat.tables import Tables

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


def withheld(tables: Tables) -> Tables:
    """Return the tables without the words of closed items.

    Problems keep their place and kind, but no words of any source: a doubt about the contents can quote a closed item.
    """
    closed = set(tables.items.loc[tables.items["closed"], "item_id"])
    frames = {name: tables[name] for name in BY_NAME}
    for name, columns in _SAID.items():
        frames[name] = _without_words(frames[name], columns, closed)
    for name in _MERE_WORDS:
        frames[name] = frames[name][~frames[name]["item_id"].isin(closed)].reset_index(drop=True)
    frames["cases"] = _cases(tables)
    frames["problems"] = _problems(tables.problems)
    return Tables(frames)


def _without_words(data: pd.DataFrame, columns: tuple[str, ...], closed: set[str]) -> pd.DataFrame:
    is_open = ~data["item_id"].isin(closed)
    return data.assign(**{column: data[column].where(is_open) for column in columns})


def _cases(tables: Tables) -> pd.DataFrame:
    """Return the cases without titles that a closed item gave."""
    items = tables.items
    hidden = set(items.loc[items["closed"], "case_number"].dropna())
    return tables.cases.assign(title=tables.cases["title"].where(~tables.cases["case_number"].isin(hidden)))


def _problems(problems: pd.DataFrame) -> pd.DataFrame:
    plain = problems["code"].map(
        lambda code: f"{CODES[code].message.format(detail='(withheld)')}. {CODES[code].advice}"
    )
    return problems.assign(message=plain.astype("str"), text=pd.Series(pd.NA, problems.index, dtype="str"))
