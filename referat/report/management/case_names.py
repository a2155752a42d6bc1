"""Names of matters in the report: the title before the number, short enough for a line or two."""

from __future__ import annotations

from typing import Any

import pandas as pd

from referat.analysis.meeting_items import CLOSED_TITLE
from referat.language import Language
from referat.report.pages.page_addresses import matter_url

TITLE_LENGTH = 78
"""Letters of a title that fill a line and a half of the table on A4."""


def case_name(row: Any, language: Language) -> dict[str, str]:
    """Return `title`, `short` (the title cut at a word), `number` and `url` of a row with a matter."""
    closed = row.title == CLOSED_TITLE or pd.isna(row.title)
    title = language.name(CLOSED_TITLE) if closed else " ".join(str(row.title).split())
    number = "" if pd.isna(row.case_number) else str(row.case_number)
    return {"title": title, "short": shortened(title), "number": number, "url": matter_url(row.matter_id)}


def shortened(title: str, length: int = TITLE_LENGTH) -> str:
    """Return a title, cut at the end of a word with an ellipsis if it exceeds the length."""
    return title if len(title) <= length else title[:length].rsplit(" ", 1)[0].rstrip(" ,;:-–") + " …"
