"""`referat check`: print missing, doubtful and contradictory parts of the minutes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from referat.cli.exit_codes import FAILED, OK
from referat.cli.messages import WIDEST_LINE
from referat.formats.storage import place

if TYPE_CHECKING:
    import pandas as pd


def add_arguments(check: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    check.add_argument("raw", metavar="RAW", type=place, help="a folder of minutes, or one file")
    check.add_argument("--notes", action="store_true", help="show notes as well as warnings and errors")


def run(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from referat.language import Language
    from referat.pipeline.build import files_in, read_cached
    from referat.pipeline.reading_progress import progress_bar
    from referat.pipeline.worker_pool import worker_pool

    files = files_in(options.raw)
    with worker_pool(None, len(files)) as executor:
        problems = read_cached(options.raw, files, executor, progress_bar(files)).problems
    problems = _with_portal_lists(problems, options.raw)
    shown = problems if options.notes else problems[problems["severity"] != "note"]
    _print_problems(shown)
    counts = problems["severity"].value_counts()
    english = Language("en")
    print(", ".join(english.counted(counts.get(severity, 0), severity) for severity in ("error", "warning", "note")))
    return FAILED if (problems["severity"] == "error").any() else OK


def _with_portal_lists(problems: pd.DataFrame, raw: Path) -> pd.DataFrame:
    """Return the problems, followed by differences between fetched files and the portal's list."""
    import pandas as pd

    from referat.fetch.portal_list import compare

    rows = compare(raw) if raw.is_dir() else []
    if not rows:
        return problems
    types = problems.dtypes[list(rows[0])].to_dict()
    return pd.concat([problems, pd.DataFrame(rows).astype(types)], ignore_index=True)


def _print_problems(problems: pd.DataFrame) -> None:
    from referat.pipeline.line_listing import printable

    order = {"error": 0, "warning": 1, "note": 2}
    lines = problems["line_start"].astype("str").fillna("")
    shown = problems.assign(
        place=problems["source"].str.cat(lines, sep=":").str.rstrip(":"), text=problems["text"].fillna("")
    )
    for row in shown.sort_values("severity", key=lambda column: column.map(order), kind="stable").to_dict("records"):
        quotation = f" [{printable(row['text'])}]" if row["text"] else ""
        print(printable(f"{row['severity']:8}{row['place']}  {row['message']}", WIDEST_LINE) + quotation)
