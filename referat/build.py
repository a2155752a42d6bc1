"""RAW to OUT and back: build the tables of a folder of minutes, write them as Parquet with a manifest, load them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from referat import __version__
from referat.corpus import assemble
from referat.people import own_list
from referat.reader import rows_from
from referat.registry import TABLES
from referat.sources import find
from referat.tables import Tables

MANIFEST = "manifest.json"


class NoMinutesError(Exception):
    """A folder or file holds nothing that could be read; the message says what to do."""


def read(raw: Path, files: Iterable[Path]) -> tuple[Tables, dict[str, str]]:
    """Return the tables of the given files below `raw`, and the hash of each file by its path."""
    parts = [rows for path in files for rows in rows_from(path, raw)]
    return assemble(parts, own_list(raw)), {part.source: part.sha256 for part in parts}


def load(folder: str | Path) -> Tables:
    """Return the tables of a folder: of built ones as they were written, of minutes by reading them.

    Parameters
    ----------
    folder
        A folder that `build` wrote, a folder of minutes, or one file of minutes.

    Raises
    ------
    NoMinutesError
        If the folder is not there, or holds neither tables nor files.
    """
    folder = Path(folder)
    if (folder / MANIFEST).is_file():
        return Tables({table.name: pd.read_parquet(folder / f"{table.name}.parquet") for table in TABLES})
    return read(folder, files_in(folder))[0]


def files_in(raw: Path) -> list[Path]:
    """Return the files below `raw` that a build reads; none at all is an error."""
    if not raw.exists():
        raise NoMinutesError(f"{raw} does not exist; name a folder of minutes, or write a demo with `demo {raw}`")
    files = list(find(raw))
    if not files:
        raise NoMinutesError(f"{raw} holds no files; put minutes there, or write a demo with `demo {raw}`")
    return files


def write(tables: Tables, inputs: dict[str, str], out: Path, *, csv: bool = False) -> None:
    """Write tables to a folder, one Parquet file each (and one CSV file each), and the manifest last.

    Each file replaces its elder at once, so that a reader never meets half of one.
    """
    out.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        data = tables[table.name]
        _replace(out / f"{table.name}.parquet", lambda path, data=data: data.to_parquet(path, index=False))
        if csv:
            _replace(
                out / f"{table.name}.csv", lambda path, data=data: data.to_csv(path, index=False, lineterminator="\n")
            )
    text = json.dumps(manifest(tables, inputs), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    _replace(out / MANIFEST, lambda path: path.write_text(text, encoding="utf-8"))


def _replace(path: Path, write_to: Any) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_to(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def manifest(tables: Tables, inputs: dict[str, str]) -> dict[str, Any]:
    """Return what a build was made of: the version, each input with its hash, rows per table, problems per code."""
    return {
        "referat": __version__,
        "inputs": [{"source": source, "sha256": digest} for source, digest in sorted(inputs.items())],
        "rows": {table.name: len(tables[table.name]) for table in TABLES},
        "problems": {str(code): int(n) for code, n in tables.problems["code"].value_counts().sort_index().items()},
    }
