"""`referat report`: run the notebooks over built tables and write the pages."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from referat.cli.exit_codes import FAILED, OK
from referat.cli.messages import complain
from referat.language import language_code


def add_arguments(report: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    report.add_argument("--data", metavar="DIR", type=Path, default=Path("data/processed"), help="built tables")
    report.add_argument("-o", "--out", metavar="DIR", type=Path, default=Path("build/report"), help="where pages go")
    report.add_argument("--notebooks", metavar="DIR", type=Path, default=Path("notebooks"), help="the notebooks")
    language = os.environ.get("REPORT_LANGUAGE", "en")
    report.add_argument("--language", metavar="CODE", default=language, help="en or da (default: %(default)s)")
    report.add_argument("--check", action="store_true", help="only check the options, and that there are notebooks")
    hidden = os.environ.get("REPORT_ANONYMOUS", "") not in ("", "0")
    report.add_argument("--anonymous", action="store_true", default=hidden, help="replace persons by pseudonyms")


def run(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from referat.report.notebook_files import notebook_paths
    from referat.report.report_building import make_report

    language_code(options.language)
    notebook_paths(options.notebooks)
    if options.check:
        return OK
    where = (options.data, options.out, options.notebooks)
    report = make_report(*where, language=options.language, anonymous=options.anonymous)
    for line in report.timings:
        print(line)
    for line in report.failures:
        complain(line)
    state = " (nothing has changed since it was made)" if report.unchanged else ""
    print(f"open {options.out / 'index.html'}{state}")
    return FAILED if report.failures else OK
