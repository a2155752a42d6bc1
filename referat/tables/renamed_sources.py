"""Rename files in the tables by the hash of their bytes, if their name reveals too much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from referat.vocabulary import slug

_SOURCES = ("source", "document_id")
_IDS = ("meeting_id", "meeting_alias", "item_id", "decision_id", "matter_id", "mentioned_item_id", "earlier_item_id")
"""Columns with ids that begin with that of a meeting."""


@dataclass(frozen=True, slots=True)
class RenamedSources:
    """New names for the files in `sources`, and new `ids` for meetings that are named after a file."""

    sources: Mapping[str, str]
    ids: Mapping[str, str]

    def source(self, source: str) -> str:
        """Return the published name of a file, or of a document in it."""
        file, mark, number = source.rpartition("#") if source not in self.sources else (source, "", "")
        return f"{self.sources.get(file, file)}{mark}{number}"

    def id(self, cell: str) -> str:
        """Return the published id of a meeting, or of a part of it."""
        meeting_id, mark, rest = cell.partition(":")
        return f"{self.ids.get(meeting_id, meeting_id)}{mark}{rest}"

    def applied(self, data: pd.DataFrame) -> pd.DataFrame:
        """Return rows of a table with the new names and ids."""
        if not self.sources:
            return data
        columns: dict[str, Callable[[str], str]] = dict.fromkeys(_SOURCES, self.source) | dict.fromkeys(_IDS, self.id)
        changed = {c: data[c].map(other, na_action="ignore").astype("str") for c, other in columns.items() if c in data}
        return data.assign(**changed)


def rename_sources(
    names: Iterable[str], digests: Mapping[str, str], documents: Iterable[Mapping[str, Any]], prefix: str
) -> RenamedSources:
    """Return new names for files: a prefix and the beginning of the hash in `digests`.

    `documents` are the rows of that table, whose meetings may be named after a file.
    """
    copies: Counter[str] = Counter()
    sources: dict[str, str] = {}
    for name in sorted(names):
        digest = digests[name][:16]
        copies[digest] += 1
        nth = f"-{copies[digest]}" if copies[digest] > 1 else ""
        sources[name] = f"{prefix}-{digest}{nth}{PurePosixPath(name).suffix}"
    return RenamedSources(sources, _ids(documents, sources))


def _ids(documents: Iterable[Mapping[str, Any]], sources: Mapping[str, str]) -> dict[str, str]:
    """Return a new id for each meeting id that contains the name of a renamed file."""
    ids: dict[str, str] = {}
    for row in documents:
        own_name = slug(str(PurePosixPath(row["source"]).with_suffix("")))
        for meeting_id in (row["meeting_id"], row["meeting_alias"]):
            if row["source"] in sources and meeting_id and own_name in meeting_id:
                ids.setdefault(meeting_id, meeting_id.replace(own_name, PurePosixPath(sources[row["source"]]).stem))
    return ids
