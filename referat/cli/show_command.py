"""`referat show`: print a file line by line, with the label of each line."""

from __future__ import annotations

import argparse
from pathlib import Path

from referat.cli.exit_codes import OK


def add_arguments(show: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    show.add_argument("file", metavar="FILE", type=Path, help="a file of minutes")


def run(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from referat.pipeline.line_listing import listed_lines

    for line in listed_lines(options.file):
        print(line)
    return OK
