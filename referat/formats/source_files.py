"""Find the source files below a folder, and read the text, format and hash of each."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO, cast

from referat.formats import FormatProblem, UnreadableError
from referat.formats.detect_format import extract
from referat.formats.storage import is_on_disk
from referat.schema.problem_codes import problem

LARGEST = 100_000_000
"""Largest file that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: path below RAW, hash of its bytes, reader, text, problems, and the address of a web page."""

    path: str
    sha256: str
    reader: str
    text: str
    problems: tuple[dict[str, object], ...] = ()
    url: str | None = None


def find(raw: Path) -> Iterator[Path]:
    """Yield the source files below `raw`, sorted by path.

    Names that begin with `.` or `_`, README files, and symbolic links that lead out of `raw` are skipped.
    """
    if raw.is_file():
        yield raw
        return
    files = _on_disk(raw) if is_on_disk(raw) else (path for path in raw.rglob("*") if path.is_file())
    by_name = sorted((name_of(path, raw), path) for path in files)
    yield from (path for name, path in by_name if _is_read(name))


def _is_read(name: str) -> bool:
    *folders, file = name.split("/")
    return not any(part.startswith((".", "_")) for part in [*folders, file]) and Path(file).stem.upper() != "README"


def _on_disk(raw: Path) -> Iterator[Path]:
    """Yield the files of a folder, and folders that cannot be opened; skip hidden folders and outside links."""
    root = raw.resolve()
    closed: list[Path] = []
    for folder, folders, names in os.walk(raw, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = [name for name in folders if name[0] not in "._"]
        paths = (Path(folder) / name for name in names)
        yield from (path for path in paths if _is_within(path, root))
    yield from closed


def _is_within(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # circular links are reported when they are read
        return True


def name_of(path: Path, raw: Path) -> str:
    r"""Return the path of a file below `raw`, with `/`; the file name where `raw` is the file.

    Bytes that do not decode are escaped: `m\xf8de.txt`.
    """
    name = path.name if path == raw else path.relative_to(raw).as_posix()
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def size_of(path: Path) -> int:
    """Return the size of a file in bytes; 0 if it does not exist."""
    with suppress(OSError):
        return path.stat().st_size
    return 0


def contents(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    OSError
        If it cannot be read, or is no regular file; a pipe or a device might never end.
    UnreadableError
        If it is too large.
    """
    with _opened(path) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UnreadableError("too_large", f"more than {LARGEST:,} bytes")
    return data


def _opened(path: Path) -> BinaryIO:
    if not is_on_disk(path):
        return cast("BinaryIO", path.open("rb"))
    mode = path.stat().st_mode
    if S_ISDIR(mode):
        next(path.iterdir(), None)  # reports why a folder cannot be opened
    if not S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no regular file")
    return path.open("rb")


def read(path: Path, raw: Path) -> Source:
    """Return a file as a source; an unreadable file has no text and a problem with the reason."""
    name = name_of(path, raw)
    try:
        data = contents(path)
    except OSError as error:
        return Source(name, "", "text", "", (problem("unreadable_file", name, detail=error.strerror or str(error)),))
    except UnreadableError as error:
        return Source(name, "", "text", "", (_problem(error.problem, name),))
    digest = hashlib.sha256(data).hexdigest()
    try:
        extracted = extract(data)
    except UnreadableError as error:
        return Source(name, digest, "text", "", (_problem(error.problem, name),))
    problems = tuple(_problem(reported, name) for reported in extracted.problems)
    return Source(name, digest, extracted.reader, extracted.text, problems, extracted.url)


def _problem(reported: FormatProblem, name: str) -> dict[str, object]:
    return problem(reported.code, name, reported.line, detail=reported.detail)
