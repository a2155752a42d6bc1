"""`referat build`: read minutes and write tables."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from referat.cli.exit_codes import FAILED, OK
from referat.cli.messages import WIDEST_LINE
from referat.errors import require_extra
from referat.formats.storage import place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor
    from pathlib import Path


def add_arguments(build: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    build.add_argument("raw", metavar="RAW", type=place, help="a folder of minutes, or one file")
    build.add_argument("-o", "--out", metavar="OUT", type=place, required=True, help="where the tables are written to")
    build.add_argument("--csv", action="store_true", help="write each table as CSV as well")
    build.add_argument(
        "--csv-style", choices=("plain", "danish"), help="write CSV in this style; danish opens in a Danish Excel"
    )
    build.add_argument("--excel", action="store_true", help="write the tables as one Excel workbook as well")
    build.add_argument("--strict", action="store_true", help="fail if any file could not be read")
    build.add_argument("--public", action="store_true", help="withhold titles and texts of closed items")
    build.add_argument("--anonymous", action="store_true", help="replace persons by pseudonyms")
    build.add_argument("--by-year", action="store_true", help="part the tables by the year of the meeting")
    build.add_argument("--jobs", metavar="N", type=_count, help="how many processes read (default: one a processor)")
    build.add_argument("--scheduler", metavar="ADDRESS", help="a running Dask cluster that does it, `tcp://host:8786`")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number of processes")
    return int(text)


def _cluster(address: str) -> AbstractContextManager[Executor]:
    from referat.pipeline.dask_cluster import cluster

    return cluster(address)


def run(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    wanted = {
        "csv": options.csv_style or options.csv,
        "public": options.public,
        "anonymous": options.anonymous,
        "by_year": options.by_year,
    }
    if options.excel:
        require_extra("excel", "a workbook")
        wanted["finish"] = _write_workbook
    return build_tables(
        options.raw, options.out, jobs=options.jobs, scheduler=options.scheduler, strict=options.strict, **wanted
    )


def _write_workbook(folder: Path) -> None:
    """Write the workbook of the tables in a folder, and print which of them need several sheets."""
    from referat.tables.excel_workbook import agenda_sheet, table_sheets, write_workbook
    from referat.tables.frames import Tables
    from referat.tables.parquet_files import StoredTables
    from referat.tables.staging import MANIFEST, WORKBOOK

    demo = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["demo"]
    tables = Tables(StoredTables(folder))
    sheets = [agenda_sheet(tables), *table_sheets(tables)]
    for line in write_workbook(folder / WORKBOOK, sheets, demo=demo):
        print(line)


def build_tables(
    raw: Path,
    out: Path,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    strict: bool = False,
    **wanted: Any,
) -> int:
    """Build tables as the command does, print a summary, and return the exit code.

    `wanted` is passed to `referat.pipeline.build.build`.
    """
    from referat.pipeline.build import build, files_in
    from referat.pipeline.reading_progress import progress_bar
    from referat.pipeline.worker_pool import collect_garbage_seldom, worker_pool

    collect_garbage_seldom()
    files = files_in(raw, out)
    with _cluster(scheduler) if scheduler else worker_pool(jobs, len(files)) as executor:
        manifest = build(raw, out, **wanted, executor=executor, watch=progress_bar(files))
    summary = build_summary(out, len(files), manifest["rows"], strict=strict)
    for line in summary.complaints:
        print(line, file=sys.stderr)
    print(summary.line)
    return summary.exit_code


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """The messages about a build: a line per unreadable file, a line for the whole build, and the exit code."""

    complaints: list[str]
    line: str
    exit_code: int


def build_summary(out: Path, files: int, rows: Mapping[str, int], *, strict: bool = False) -> BuildSummary:
    """Return the messages about built tables; `files` is the number of files read, `rows` the rows of each table."""
    from referat.language import Language
    from referat.pipeline.line_listing import printable
    from referat.pipeline.table_loading import load
    from referat.tables.frames import unread_sources

    english = Language("en")
    problems = load(out).problems
    errors = problems[problems["severity"] == "error"]
    sources = zip(errors["source"], errors["message"], strict=True)
    broken = errors[errors["code"] == "contract_broken"]
    unread = unread_sources(problems)
    meetings, items, decisions = (english.counted(rows[f"{noun}s"], noun) for noun in ("meeting", "item", "decision"))
    line = (
        f"{meetings}, {items} and {decisions} "
        f"from {english.number(files - unread)} of {english.counted(files, 'file')} to {out}; "
        f"{english.counted(len(problems), 'problem')}"
        + (f", {english.counted(unread, 'file')} could not be read" if unread else "")
        + (f"; the tables break their contract: {broken['text'].iloc[0]}" if len(broken) else "")
    )
    code = FAILED if rows["meetings"] == 0 or len(broken) or (unread and strict) else OK
    return BuildSummary([printable(f"{source}: {message}", WIDEST_LINE) for source, message in sources], line, code)
