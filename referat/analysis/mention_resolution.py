"""References to other meetings and cases, and how many of them are resolved in the corpus."""

from __future__ import annotations

import pandas as pd

from referat.analysis.intervals import with_share
from referat.analysis.membership import among


def resolved(references: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return one row per kind and direction: the number of `mentions`, of `resolved` ones, and their share.

    A meeting is resolved if it is in the corpus; a case, if an item of the corpus has its number. Others are not
    guessed: most are of meetings outside the corpus.
    """
    known = references["meeting_id"].notna() | among(references["case_number"], items["case_number"])
    marked = references.assign(resolved=known, direction=references["direction"].fillna("not said"))
    counted = marked.groupby(["kind", "direction"], as_index=False).agg(
        mentions=("resolved", "size"), resolved=("resolved", "sum")
    )
    return with_share(counted, "resolved", "mentions")
