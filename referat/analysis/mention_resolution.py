"""Mentions of other meetings and cases, and how many of them lead somewhere in the corpus."""

from __future__ import annotations

import pandas as pd

from referat.analysis.intervals import with_share
from referat.analysis.membership import among


def resolved(references: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return one row per kind and direction: how many `mentions`, how many `resolved`, and their share.

    A meeting is resolved if the table names one of the corpus, a case if an item of the corpus carries its number. What
    cannot be resolved is left so rather than guessed: most often it lies outside the corpus.
    """
    known = references["meeting_id"].notna() | among(references["case_number"], items["case_number"])
    marked = references.assign(resolved=known, direction=references["direction"].fillna("not said"))
    counted = marked.groupby(["kind", "direction"], as_index=False).agg(
        mentions=("resolved", "size"), resolved=("resolved", "sum")
    )
    return with_share(counted, "resolved", "mentions")
