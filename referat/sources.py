"""Files to sources: which files below a folder are read, and the text, the kind and the hash of each."""

from __future__ import annotations

import codecs
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from referat.problems import problem

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word document or archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its path below RAW, the hash of its bytes, how it is read, its text, and doubts about it."""

    path: str
    sha256: str
    reader: str
    text: str
    problems: tuple[dict[str, object], ...] = ()


def find(raw: Path) -> Iterator[Path]:
    """Yield the files below `raw` in the order of their paths; names that begin with `.` or `_`, and README, are none.

    A symbolic link that leads out of `raw` is left alone.
    """
    if raw.is_file():
        yield raw
        return
    root = raw.resolve()
    found = []
    for folder, folders, names in os.walk(raw):
        folders[:] = [name for name in folders if name[0] not in "._"]
        found += [Path(folder) / name for name in names if name[0] not in "._" and Path(name).stem.upper() != "README"]
    for path in sorted(found, key=lambda path: path.relative_to(raw).as_posix()):
        if path.resolve().is_relative_to(root):
            yield path


def read(path: Path, raw: Path) -> Source:
    """Return a file as a source; one that cannot be read has no text, and a problem that says why."""
    name = path.name if raw.is_file() else path.relative_to(raw).as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        return Source(name, "", "text", "", (problem("unreadable_file", name, detail=error.strerror or str(error)),))
    digest = hashlib.sha256(data).hexdigest()
    refused = _refusal(data, name)
    if refused:
        return Source(name, digest, "text", "", (refused,))
    text, problems = _decoded(data, name)
    reader = "portal" if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") else "text"
    return Source(name, digest, reader, text, problems)


def _refusal(data: bytes, name: str) -> dict[str, object] | None:
    if not data.strip():
        return problem("empty_file", name)
    for magic, kind in _FORMATS:
        if data.startswith(magic):
            return problem("unsupported_format", name, detail=kind)
    if not data.startswith(_UTF16) and data.count(0) > len(data) // 100:
        return problem("binary_file", name, detail="it holds NUL bytes")
    return None


def _decoded(data: bytes, name: str) -> tuple[str, tuple[dict[str, object], ...]]:
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if b"\r\n" in data or all(byte >= 0x20 or byte in b"\t\n\r\f" for byte in data):
        return data.decode("cp1252", errors="replace"), (problem("other_encoding", name, line, detail="Windows-1252"),)
    return "", (problem("binary_file", name, line, detail="its bytes are no letters"),)
