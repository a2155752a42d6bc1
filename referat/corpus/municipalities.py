"""Determine the municipality of each document: from `_corpus.toml`, its portal, or its letterhead.

The first of these that has one counts; a contradiction is a problem. A letterhead applies to the other documents of its
folder, unless the folder has letterheads of other municipalities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import regex as re

from referat.corpus.corpus_settings import CorpusSettings
from referat.corpus.meeting_documents import gather, rows
from referat.records.rows import Row
from referat.schema.problem_codes import problem
from referat.tables.batches import DOCUMENT_NUMBER, BatchSlice
from referat.vocabulary import slug

_COMMUNE = re.compile(r"s?\s+kommunes?$", re.IGNORECASE)


@dataclass(slots=True)
class Municipalities:
    """The municipality of each document by number, and its source; unknown ones are missing."""

    names: list[str | None] = field(default_factory=list)
    evidence: list[str | None] = field(default_factory=list)
    sources: dict[int, str] = field(default_factory=dict)
    problems: list[Row] = field(default_factory=list)


def municipalities(
    batch_slices: Sequence[BatchSlice], settings: CorpusSettings, portals: Mapping[str, str]
) -> Municipalities:
    """Return the municipalities of the documents of a corpus.

    `portals` has the municipality of the portal from which a source was fetched, where known.
    """
    count = sum(len(batch_slice.numbers) for batch_slice in batch_slices)
    result = Municipalities([None] * count, [None] * count)
    spellings: dict[str, str] = {}
    mixed: set[str] = set()
    documents = list(rows(gather(batch_slices, "meetings", ["source", "municipality", "municipality_evidence"])))
    letterheads = _letterheads(documents)
    in_folder = {folder: names for folder, names in letterheads.items() if len(names) == 1}
    for document in documents:
        source, number = document["source"], document[DOCUMENT_NUMBER]
        result.sources[number] = source
        claims = [
            (settings.municipality_of(source), "_corpus.toml"),
            (portals.get(source), "_portal.json"),
            (document["municipality"], document["municipality_evidence"]),
        ]
        given = [(_plain(name), evidence) for name, evidence in claims if name] or in_folder.get(_folder(source), [])
        if not given:
            if names := letterheads.get(_folder(source)):
                detail = ", ".join(name for name, _ in names)
                result.problems.append(problem("municipality_unclear", source, detail=detail))
            continue
        name, evidence = given[0]
        names = letterheads.get(_folder(source), [])
        if len(names) > 1 and evidence in {line for _, line in names} and _folder(source) not in mixed:
            mixed.add(_folder(source))
            detail = ", ".join(other for other, _ in names)
            result.problems.append(problem("municipalities_mixed", source, detail=detail))
        result.names[number] = spellings.setdefault(slug(name), name)
        result.evidence[number] = evidence
        if len({slug(other) for other, _ in given}) > 1:
            detail = ", ".join(f"{other} ({why})" for other, why in given)
            result.problems.append(problem("municipality_disagrees", source, detail=detail))
    return result


def _plain(name: str) -> str:
    """Return a municipality's name without "Kommune"."""
    return _COMMUNE.sub("", name.strip())


def _folder(source: str) -> str:
    return str(PurePosixPath(source).parent)


def _letterheads(documents: Sequence[Mapping[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    """Return the municipalities that the letterheads of a folder name."""
    named: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for document in documents:
        if document["municipality"]:
            name = _plain(document["municipality"])
            named[_folder(document["source"])].setdefault(slug(name), (name, document["municipality_evidence"]))
    return {folder: list(names.values()) for folder, names in named.items()}
