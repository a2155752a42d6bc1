"""`referat report`: build tables if needed, run the notebooks and write the pages."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from referat.cli.exit_codes import FAILED, MISUSED, OK
from referat.cli.messages import complain
from referat.errors import require_extra
from referat.language import language_code

_DATA = Path("data/processed")


def add_arguments(report: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    report.add_argument("raw", metavar="RAW", type=Path, nargs="?", help="minutes to build first, or built tables")
    report.add_argument(
        "--data",
        metavar="TABLES",
        type=Path,
        help=f"built tables (default: {_DATA}); with RAW, where its tables go (default: DIR-tables)",
    )
    report.add_argument("-o", "--out", metavar="DIR", type=Path, default=Path("build/report"), help="where pages go")
    report.add_argument("--notebooks", metavar="DIR", type=Path, help="notebooks of your own (see `referat notebooks`)")
    language = os.environ.get("REPORT_LANGUAGE", "da")
    report.add_argument("--language", metavar="CODE", default=language, help="en or da (default: %(default)s)")
    report.add_argument(
        "--since", metavar="TABLES", type=Path, help="tables of an earlier build (default: what the last report said)"
    )
    report.add_argument("--check", action="store_true", help="only check the options, and that there are notebooks")
    hidden = os.environ.get("REPORT_ANONYMOUS", "") not in ("", "0")
    report.add_argument("--anonymous", action="store_true", default=hidden, help="replace persons by pseudonyms")


def run(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    require_extra("report", "the report")
    from referat.report.notebook_files import notebook_paths, packaged_notebooks

    language_code(options.language)
    notebooks = options.notebooks or packaged_notebooks()
    notebook_paths(notebooks)
    if options.since is not None and not options.since.exists():
        return complain(f"--since {options.since}: there is no such folder of tables", MISUSED)
    if options.check:
        return OK
    data, code = _tables(options)
    if code != OK:
        return code
    return _report(data, options, notebooks)


def _tables(options: argparse.Namespace) -> tuple[Path, int]:
    """Return the folder of the tables, which are built if RAW is given, and the exit code of the build."""
    if options.raw is None:
        return options.data or _DATA, OK
    from referat.cli.build_command import build_tables
    from referat.tables.parquet_files import build_version

    if build_version(options.raw) is not None:
        if options.data:
            return options.raw, complain(f"{options.raw} holds built tables; give it without --data", MISUSED)
        return options.raw, OK
    data = options.data or options.out.with_name(f"{options.out.name}-tables")
    return data, build_tables(options.raw, data, anonymous=options.anonymous)


def _report(data: Path, options: argparse.Namespace, notebooks: Path) -> int:
    from referat.report.report_building import make_report

    report = make_report(
        data,
        options.out,
        notebooks,
        language=options.language,
        anonymous=options.anonymous,
        since=options.since,
    )
    for line in report.timings:
        print(line)
    for line in report.failures:
        complain(line)
    state = " (nothing has changed since it was made)" if report.unchanged else ""
    print(f"open {options.out / 'index.html'}{state}")
    return FAILED if report.failures else OK
