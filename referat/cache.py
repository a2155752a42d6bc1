"""Rows kept from one build to the next, so that only new and changed files are read again.

What is kept is found by the path and bytes of a file and by the files of the reader: a changed reader reads all anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from referat.formats.pdf import library
from referat.registry import BY_NAME
from referat.rows import Row, Rows

NAME = ".cache.sqlite"


class Cache:
    """Rows of files read before, in a small database beside the tables."""

    def __init__(self, out: Path) -> None:
        self.path = out / NAME

    def find(self, keys: Iterable[str]) -> dict[str, list[Rows]]:
        """Return the rows kept under those of the keys that are known; a damaged cache knows none."""
        try:
            with closing(self._open()) as database:
                known = {key: bytes(kept) for key, kept in database.execute("SELECT key, rows FROM files")}
            return {key: _unpacked(known[key]) for key in keys if key in known}
        except (sqlite3.DatabaseError, zlib.error, ValueError, KeyError):
            self.path.unlink(missing_ok=True)
            return {}

    def keep(self, found: dict[str, list[Rows]]) -> None:
        """Keep the rows under their keys, and nothing else; on a full disk, the next build reads anew."""
        with suppress(sqlite3.Error), closing(self._open()) as database, database:
            known = {key for (key,) in database.execute("SELECT key FROM files")}
            database.executemany("DELETE FROM files WHERE key = ?", [(key,) for key in known - found.keys()])
            new = ((key, _packed(found[key])) for key in sorted(found.keys() - known))
            database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", new)

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.path, timeout=60)
        database.execute("CREATE TABLE IF NOT EXISTS files (key TEXT PRIMARY KEY, rows BLOB)")
        return database


def key(path: str, sha256: str) -> str:
    """Return the key of a file by its path below RAW and the hash of its bytes."""
    return hashlib.sha256(f"{_reader()}\0{path}\0{sha256}".encode()).hexdigest()


def key_of(path: Path, raw: Path) -> str | None:
    """Return the key of a file as it is now; nothing if it cannot be read."""
    name = path.name if raw.is_file() else path.relative_to(raw).as_posix()
    try:
        return key(name, hashlib.sha256(path.read_bytes()).hexdigest())
    except OSError:
        return None


@cache
def _reader() -> str:
    """Return a hash of the reader's own code and words, and of the library that opens PDFs, which may be missing."""
    digest = hashlib.sha256(library().encode())
    for path in sorted(_own_files(files("referat")), key=lambda path: str(path)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _own_files(folder: Traversable) -> Iterable[Traversable]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _own_files(path)
        elif path.name.endswith((".py", ".toml")):
            yield path


def _packed(parts: list[Rows]) -> bytes:
    text = json.dumps([[part.source, part.sha256, part.tables] for part in parts], default=str, ensure_ascii=False)
    return zlib.compress(text.encode(), level=1)


def _unpacked(kept: bytes) -> list[Rows]:
    return [Rows(*_part(*part)) for part in json.loads(zlib.decompress(kept))]


def _part(source: str, sha256: str, tables: dict[str, list[Row]]) -> tuple[str, str, defaultdict[str, list[Row]]]:
    for name, rows in tables.items():
        dates = [column.name for column in BY_NAME[name].columns if column.type == "date"]
        for row in rows if dates else ():
            row.update({column: _day(row.get(column)) for column in dates})
    return source, sha256, defaultdict(list, tables)


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
