"""State which tables a notebook reads, with a warning for a demo or for outdated tables."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pandas as pd

from referat.findings.sentence_parts import escape
from referat.language import ENGLISH, Language

_NAMED = 3
"""Largest number of municipalities that are named."""


def tables_read(
    folder: str | Path, meetings: pd.DataFrame, raw: str | Path = "", *, language: Language = ENGLISH
) -> str:
    """Return which tables were read, with a warning if they are of the demo, or older than the minutes in `raw`.

    Parameters
    ----------
    folder
        The folder of built tables; without a manifest, it is a folder of minutes that were just read.
    meetings
        The table of meetings.
    raw
        The folder of the minutes, if known; its files are compared with the age of the tables.
    language
        The language of the sentences.
    """
    manifest = Path(folder) / "manifest.json"
    if not manifest.is_file():
        return language.say("tables_read.minutes", folder=escape(Path(folder).name))
    built = datetime.fromtimestamp(manifest.stat().st_mtime)
    parts = [
        language.say(
            "tables_read.built",
            folder=escape(Path(folder).name),
            day=language.day(built.date()),
            files=language.some(len(json.loads(manifest.read_text(encoding="utf-8")).get("inputs", [])), "file"),
            towns=_towns(meetings, language=language),
        )
    ]
    if is_demo(meetings) or json.loads(manifest.read_text(encoding="utf-8")).get("demo"):
        parts.append(language.say("tables_read.demo"))
    if raw and _newer(Path(raw), built.timestamp()):
        parts.append(language.say("tables_read.older"))
    return " ".join(parts)


def _towns(meetings: pd.DataFrame, *, language: Language) -> str:
    towns = sorted(meetings["municipality"].dropna().unique())
    if not towns:
        return ""
    return language.say("tables_read.towns", towns=language.listed([escape(town) for town in towns[:_NAMED]]))


def is_demo(meetings: pd.DataFrame) -> bool:
    """Return whether the meetings are those of the demo: its files are in a folder of that name."""
    sources = meetings["source"].dropna()
    return bool(len(sources)) and bool(sources.str.contains(r"(?:^|/)demo/", regex=True).any())


def _newer(raw: Path, built: float) -> bool:
    """Return whether a file of minutes is newer than the tables."""
    files = (path for path in raw.rglob("*") if path.is_file() and not path.name.startswith((".", "README")))
    return any(path.stat().st_mtime > built for path in files)
