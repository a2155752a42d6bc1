"""`_portal.json`: the portal's list of meetings, kept in the folder of the files fetched from it.

It names the host, the municipality (null where neither the host's name nor its front page says it), the bodies, and
each document of the list: its id, body, day, kind, `ReleasedDate`, address, the meeting that a supplementary or closed
document belongs to, whether a run asked for it (`wanted`), whether the portal still lists it, and its files, one an
edition.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from referat.schema.problem_codes import problem

FILE = "_portal.json"


@dataclass(frozen=True)
class PortalInfo:
    """The host that a file was fetched from, and its municipality (None where unknown)."""

    host: str
    municipality: str | None


@dataclass
class Edition:
    """A downloaded file of a document, and the list's entry at that time."""

    file: str
    edition: int
    kind: str
    date: str
    released: str | None


@dataclass
class ListEntry:
    """A document in the portal's list."""

    id: str
    body: str
    body_id: str | None
    date: str
    name: str
    kind: str
    released: str | None
    url: str | None
    belongs_to: str | None = None
    listed: bool = True
    wanted: bool = False
    editions: list[Edition] = field(default_factory=list)

    @property
    def latest(self) -> Edition | None:
        """Return the edition fetched last."""
        return self.editions[-1] if self.editions else None


@dataclass
class PortalList:
    """The content of a `_portal.json`; `entries` by the id of the document."""

    host: str
    municipality: str | None = None
    entries: dict[str, ListEntry] = field(default_factory=dict)

    def update(self, listed: Iterable[ListEntry]) -> None:
        """Update the entries from the portal's list; requested documents that are no longer listed are kept."""
        earlier = {key: entry for key, entry in self.entries.items() if entry.wanted or entry.editions}
        for entry in earlier.values():
            entry.listed = False
        self.entries = dict(earlier)
        for entry in listed:
            before = earlier.get(entry.id, entry)
            entry.wanted, entry.editions = before.wanted, before.editions
            self.entries[entry.id] = entry
        self._join_documents()

    def _join_documents(self) -> None:
        """Set the meeting of supplementary and closed documents: same body, same date."""
        main = {(it.body, it.date): it.id for it in self.entries.values() if it.listed and it.kind in _MAIN_KINDS}
        for entry in self.entries.values():
            entry.belongs_to = None if entry.kind in _MAIN_KINDS else main.get((entry.body, entry.date))

    def save(self, folder: Path) -> None:
        """Write the list to its file in a folder."""
        bodies = {entry.body: entry.body_id for entry in self.entries.values()}
        content = {
            "host": self.host,
            "municipality": self.municipality,
            "bodies": [{"id": key, "name": name} for name, key in sorted(bodies.items())],
            "meetings": [asdict(entry) for entry in self.entries.values()],
        }
        save(folder / FILE, json.dumps(content, ensure_ascii=False, indent=1).encode())


_MAIN_KINDS = ("minutes", "agenda")


def read_list(folder: Path) -> PortalList | None:
    """Return the list kept in a folder; None where there is none.

    Raises
    ------
    ValueError
        The file is damaged.
    """
    path = folder / FILE
    return _parsed(path.read_bytes()) if path.is_file() else None


def portal_of(file: Path, raw: Path) -> PortalInfo | None:
    """Return the portal from which a file below `raw` was fetched; None for a file in no portal's list.

    The list is searched in the file's folder and the folders above, up to `raw`, because files can be moved to folders
    by year.
    """
    for folder in file.parents:
        path = folder / FILE
        listed = _fetched_files(path, _stamp(path))
        if listed and file.stem in listed[1]:
            return listed[0]
        if raw in (folder, file):
            break
    return None


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return a value that changes when a file does; None if it does not exist."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, getattr(status, "st_mtime_ns", 0)  # some storages have no modification time


@lru_cache(maxsize=64)
def _fetched_files(path: Path, stamp: tuple[int, int] | None) -> tuple[PortalInfo, frozenset[str]] | None:
    """Return the portal and the file names of a list, parsed once for all files; None if it is damaged."""
    try:
        portal_list = _parsed(path.read_bytes()) if stamp else None
    except (OSError, ValueError):
        return None
    return (PortalInfo(portal_list.host, portal_list.municipality), _stems(portal_list)) if portal_list else None


def compare(folder: Path) -> list[dict[str, object]]:
    """Return problem rows for differences between portals' lists at or below a folder and the files there.

    A document that was never requested is not missing. Only JSON files are compared with a list.
    """
    return [row for path in sorted(folder.rglob(FILE)) for row in _compare(path, path.relative_to(folder).as_posix())]


def _compare(path: Path, source: str) -> Iterator[dict[str, object]]:
    try:
        portal_list = _parsed(path.read_bytes())
    except (OSError, ValueError) as error:
        yield problem("portal_list_damaged", source, detail=str(error))
        return
    files = files_below(path.parent)
    for entry in portal_list.entries.values():
        latest = entry.latest
        if not entry.listed:
            yield problem("not_in_portal_list", source, detail=_described(entry))
        elif entry.wanted and (latest is None or latest.file not in files):
            yield problem("listed_but_missing", source, detail=_described(entry))
    stems = _stems(portal_list)
    inner = [other.parent for other in path.parent.rglob(FILE) if other != path]
    for file in sorted(files.values()):
        is_of_other_list = any(file.is_relative_to(folder) for folder in inner)
        if file.suffix == ".json" and file.stem not in stems and not is_of_other_list:
            yield problem("not_in_portal_list", source, detail=file.relative_to(path.parent).as_posix())


def files_below(folder: Path) -> dict[str, Path]:
    """Return the files below a folder by name, except those that builds ignore."""
    paths = (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else ()
    hidden = (".", "_")
    return {it.name: it for it in paths if not any(part.startswith(hidden) for part in it.relative_to(folder).parts)}


def save(path: Path, body: bytes) -> None:
    """Write a file atomically: it gets its name when all of it is on the disk."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _described(entry: ListEntry) -> str:
    file = f", file {entry.latest.file}" if entry.latest else ""
    return f"{entry.kind.replace('_', ' ')} of {entry.body} on {entry.date}{file} ({entry.url or entry.id})"


def _stems(portal_list: PortalList) -> frozenset[str]:
    """Return the names of the list's files without endings; a PDF has the name of its JSON."""
    return frozenset(Path(it.file).stem for entry in portal_list.entries.values() for it in entry.editions)


def _parsed(data: bytes) -> PortalList:
    content = json.loads(data)
    try:
        entries = [
            ListEntry(**it | {"editions": [Edition(**made) for made in it["editions"]]}) for it in content["meetings"]
        ]
        return PortalList(content["host"], content["municipality"], {entry.id: entry for entry in entries})
    except (KeyError, TypeError) as error:
        raise ValueError(f"it is no list of a portal ({error})") from error
