"""Read `_corpus.toml`: the municipality, spellings of persons, and rulings on matters.

The file can be in RAW and in any folder of minutes below; it applies to its folder and all folders below. The nearest
file with a municipality wins. A mistake in a file does not stop a build; each one is a problem row.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from referat.formats.storage import is_file
from referat.records.rows import Row
from referat.schema.problem_codes import problem

NAME = "_corpus.toml"
PEOPLE = "_people.toml"
"""The earlier name of the list of spellings, in RAW; it is still read."""

_KEYS = ("municipality", "demo", "people", "same_matter", "different_matters")


@dataclass(frozen=True, slots=True)
class MatterRuling:
    """A ruling by the user that items are one matter, or all different matters; `source` is the file."""

    items: tuple[str, ...]
    same: bool
    reason: str
    source: str


@dataclass(slots=True)
class CorpusSettings:
    """The settings of all files of a corpus; `municipalities` has one per folder (`""` is RAW).

    `demo` is true if any file declares its minutes as invented.
    """

    demo: bool = False
    municipalities: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    rulings: list[MatterRuling] = field(default_factory=list)
    problems: list[Row] = field(default_factory=list)

    def municipality_of(self, source: str) -> str | None:
        """Return the municipality in the nearest file for the minutes at `source`, a path below RAW."""
        for folder in PurePosixPath(source).parents:
            name = "" if folder == PurePosixPath(".") else str(folder)
            if name in self.municipalities:
                return self.municipalities[name]
        return None


def corpus_settings(raw: Path, sources: Iterable[str]) -> CorpusSettings:
    """Return the settings for the minutes at `sources`, paths below `raw` with `/`; outer files come first."""
    folder = raw if raw.is_dir() else raw.parent
    settings = CorpusSettings()
    people = folder / PEOPLE
    if people.is_file():
        settings.spellings |= _spellings(_load(people, PEOPLE, settings), PEOPLE, settings)
    for name in _folders(sources):
        path = folder / name / NAME
        if is_file(path):
            source = f"{name}/{NAME}".lstrip("/")
            _take(_load(path, source, settings), name, source, settings)
    return settings


def _folders(sources: Iterable[str]) -> list[str]:
    """Return the folders that contain the sources, RAW (`""`) first, outer ones before inner ones."""
    folders = {parent for source in sources for parent in PurePosixPath(source).parents}
    names = {"" if folder == PurePosixPath(".") else str(folder) for folder in folders} | {""}
    return sorted(names, key=lambda name: (name.count("/") + bool(name), name))


def _load(path: Path, source: str, settings: CorpusSettings) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        settings.problems.append(problem("settings_unreadable", source, detail=str(error)))
        return {}


def _take(data: Mapping[str, Any], folder: str, source: str, settings: CorpusSettings) -> None:
    for key in data.keys() - set(_KEYS):
        settings.problems.append(problem("settings_unknown_key", source, detail=f"`{key}`"))
    municipality = data.get("municipality")
    if isinstance(municipality, str) and municipality.strip():
        settings.municipalities[folder] = municipality.strip()
    elif municipality is not None:
        settings.problems.append(problem("settings_bad_value", source, detail="`municipality` is no text"))
    demo = data.get("demo", False)
    settings.demo |= demo is True
    if not isinstance(demo, bool):
        settings.problems.append(problem("settings_bad_value", source, detail="`demo` is neither true nor false"))
    settings.spellings |= _spellings(data.get("people", {}), source, settings)
    for key, same in (("same_matter", True), ("different_matters", False)):
        settings.rulings += _rulings(data.get(key, []), key, same, source, settings)


def _spellings(data: Any, source: str, settings: CorpusSettings) -> dict[str, str]:
    if not isinstance(data, Mapping):
        settings.problems.append(problem("settings_bad_value", source, detail="`people` is no table of spellings"))
        return {}
    wrong = [name for name, person in data.items() if not isinstance(person, str)]
    for name in wrong:
        settings.problems.append(problem("settings_bad_value", source, detail=f"the name for `{name}` is no text"))
    return {name: person for name, person in data.items() if name not in wrong}


def _rulings(data: Any, key: str, same: bool, source: str, settings: CorpusSettings) -> Iterator[MatterRuling]:
    for entry in data if isinstance(data, list) else [data]:
        items = entry.get("items") if isinstance(entry, Mapping) else None
        if not isinstance(items, list) or len(items) < 2 or not all(isinstance(item, str) for item in items):
            detail = f"an entry of `{key}` needs `items`, a list of two or more item ids"
            settings.problems.append(problem("settings_bad_value", source, detail=detail))
            continue
        for unknown in entry.keys() - {"items", "reason"}:
            settings.problems.append(problem("settings_unknown_key", source, detail=f"`{unknown}` in `{key}`"))
        yield MatterRuling(tuple(items), same, str(entry.get("reason", "")), source)
