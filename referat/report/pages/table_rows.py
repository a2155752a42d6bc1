"""Rows of tables as dictionaries: missing cells are None, dates are ISO strings, absent columns are all missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeAlias

import pandas as pd

from referat.tables.frames import Tables

Row: TypeAlias = dict[str, Any]


def rows_of(tables: Tables, name: str, *columns: str) -> list[Row]:
    """Return some columns of a table as rows; empty if this build lacks the table."""
    try:
        data = tables[name]
    except KeyError:
        return []
    return frame_rows(data.reindex(columns=list(columns)))


def frame_rows(data: pd.DataFrame) -> list[Row]:
    """Return a frame as rows."""
    days = data.select_dtypes("datetime").columns
    data = data.assign(**{day: data[day].dt.strftime("%Y-%m-%d") for day in days})
    return [
        {str(key): cell for key, cell in row.items()}
        for row in data.astype(object).where(data.notna(), None).to_dict("records")
    ]


def rows_by(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    """Return rows grouped by the value of a column, in order."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return dict(groups)
