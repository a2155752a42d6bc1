"""Publish a report atomically: a reader of the folder sees the last report or the new one, never a mixture.

The pages are written to a folder next to it, which is then renamed. Remains of a killed run are removed by the next.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock

RECORD = ".report.json"
"""The record of the last report: its inputs and files."""


@dataclass(frozen=True, slots=True)
class ReportPages:
    """The pages of a report by file name, the note for a later report, and the note this one was compared with."""

    pages: dict[str, bytes]
    note: dict[str, Any]
    earlier: dict[str, Any]


def last_record(out: Path) -> dict[str, Any]:
    """Return the record of the last report in a folder; empty if there is none, or one of its files is missing."""
    try:
        record: dict[str, Any] = json.loads((out / RECORD).read_text(encoding="utf-8"))
        complete = all((out / name).is_file() for name in record["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return record if complete else {}


def publish(out: Path, files: Mapping[str, bytes], record: Mapping[str, Any]) -> None:
    """Replace the last report in a folder by the given files; files that are not part of a report are kept.

    Raises
    ------
    OSError
        If the files cannot be written; the last report is unchanged.
    """
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    noted = json.dumps({**record, "files": sorted(files)}, ensure_ascii=False, indent=1, sort_keys=True)
    with FileLock(out.with_name(f".{out.name}.lock")):
        repair(out)
        staging = out.with_name(f".{out.name}.staging-{uuid4().hex}")
        try:
            _write(staging, {**files, RECORD: noted.encode() + b"\n"})
            _swap(staging, out)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _swap(staging: Path, out: Path) -> None:
    previous = out.with_name(f".{out.name}.previous-{uuid4().hex}")
    if out.exists():
        try:
            out.rename(previous)
        except OSError:  # a folder that cannot be moved, such as the root of a drive: file by file
            _replace_files(staging, out)
            return
    staging.rename(out)
    if previous.exists():
        _keep_foreign(previous, out)


def _replace_files(staging: Path, out: Path) -> None:
    stale = set(_report_files(out)) - set(_report_files(staging))
    for name in sorted(_report_files(staging), key=lambda name: (name.endswith(".html"), name == "index.html")):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (staging / name).replace(out / name)
    for name in stale:
        (out / name).unlink(missing_ok=True)


def _report_files(folder: Path) -> list[str]:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return [*map(str, record["files"]), RECORD]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _keep_foreign(previous: Path, out: Path) -> None:
    """Move files that are not part of a report back to their places, and remove the last report."""
    for name in _report_files(previous):
        (previous / name).unlink(missing_ok=True)
    for path in [path for path in previous.rglob("*") if not path.is_dir()]:
        target = out / path.relative_to(previous)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
    shutil.rmtree(previous)


def repair(out: Path) -> None:
    """Complete or remove what killed runs left next to a folder."""
    for previous in out.parent.glob(f".{out.name}.previous-*"):
        if out.exists():
            _keep_foreign(previous, out)
        else:
            previous.rename(out)
    for staging in out.parent.glob(f".{out.name}.staging-*"):
        shutil.rmtree(staging)
