"""The folder of downloads: names that stay inside it, and files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from referat.fetch.portal import Meeting
from referat.vocabulary import slug


def file_name(meeting: Meeting, suffix: str) -> str:
    """Return the name of a meeting's file, such as `byraadet-2024-03-19-7d0c.json`."""
    return f"{slug(meeting.body) or 'body'}-{meeting.date.isoformat()}-{meeting.id.casefold()}{suffix}"


def is_there(path: Path, is_whole: Callable[[bytes], bool]) -> bool:
    """Tell whether the file is there in full, so that it need not be downloaded again."""
    return path.is_file() and is_whole(path.read_bytes())


def save(path: Path, body: bytes) -> None:
    """Write a file under its name only when all of it has reached the disk."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
