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
    for document in documents:
        source, number = document["source"], document[DOCUMENT_NUMBER]
        result.sources[number] = source
        in_folder = letterheads.get(_folder(source), [])
        given = _claims(document, settings, portals) or (in_folder if len(in_folder) == 1 else [])
        if not given:
            result.problems += _unclear(source, in_folder)
            continue
        name, evidence = given[0]
        if _folder(source) not in mixed and _is_mixed(in_folder, evidence):
            mixed.add(_folder(source))
            result.problems.append(problem("municipalities_mixed", source, detail=_joined_names(in_folder)))
        result.names[number] = spellings.setdefault(slug(name), name)
        result.evidence[number] = evidence
        result.problems += _disagreement(source, given)
    return result


def _claims(document: Mapping[str, Any], settings: CorpusSettings, portals: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the municipalities that the sources of a document name, with their evidence, the first one to count."""
    source = document["source"]
    claims = [
        (settings.municipality_of(source), "_corpus.toml"),
        (portals.get(source), "_portal.json"),
        (document["municipality"], document["municipality_evidence"]),
    ]
    return [(_plain(name), evidence) for name, evidence in claims if name]


def _unclear(source: str, in_folder: Sequence[tuple[str, str]]) -> list[Row]:
    """Return the problem of a document without a municipality whose folder has several."""
    return [problem("municipality_unclear", source, detail=_joined_names(in_folder))] if in_folder else []


def _is_mixed(in_folder: Sequence[tuple[str, str]], evidence: str) -> bool:
    """Return whether a folder has letterheads of several municipalities, and the evidence is one of them."""
    return len(in_folder) > 1 and evidence in {line for _, line in in_folder}


def _disagreement(source: str, given: Sequence[tuple[str, str]]) -> list[Row]:
    """Return the problem of a document for which different municipalities are given."""
    if len({slug(name) for name, _ in given}) < 2:
        return []
    detail = ", ".join(f"{name} ({evidence})" for name, evidence in given)
    return [problem("municipality_disagrees", source, detail=detail)]


def _joined_names(in_folder: Sequence[tuple[str, str]]) -> str:
    """Return the names of municipalities, separated by commas."""
    return ", ".join(name for name, _ in in_folder)


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
