"""`referat report`: run the notebooks over built tables and write the pages."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from referat.cli.exit_codes import OK


def add_arguments(report: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    report.add_argument("--data", metavar="DIR", type=Path, default=Path("data/processed"), help="built tables")
    report.add_argument("-o", "--out", metavar="DIR", type=Path, default=Path("build/report"), help="where pages go")
    report.add_argument("--notebooks", metavar="DIR", type=Path, default=Path("notebooks"), help="the notebooks")
    spoken = os.environ.get("REPORT_LANGUAGE", "en")
    report.add_argument("--language", metavar="CODE", default=spoken, help="en or da (default: %(default)s)")
    hidden = os.environ.get("REPORT_ANONYMOUS", "") not in ("", "0")
    report.add_argument("--anonymous", action="store_true", default=hidden, help="replace persons by pseudonyms")


def run(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from referat.report import make_report

    where = (options.data, options.out, options.notebooks)
    make_report(*where, language=options.language, anonymous=options.anonymous)
    print(f"open {options.out / 'index.html'}")
    return OK
