"""`referat demo`: write the minutes of a fictional municipality."""

from __future__ import annotations

import argparse
from pathlib import Path

from referat.cli.exit_codes import MISUSED, OK
from referat.cli.messages import complain


def add_arguments(demo: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    demo.add_argument("folder", metavar="DIR", type=Path, help="where they go; an empty folder, or a new one")
    demo.add_argument("--meetings", metavar="N", type=int, default=200, help="how many meetings (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from referat.demo import write
    from referat.language import Language

    if options.folder.is_dir() and any(
        path.name != "README.md" and path.name[0] != "." for path in options.folder.iterdir()
    ):
        return complain(f"{options.folder} is not empty; name a folder of its own for the demo", MISUSED)
    files = write(options.folder, meetings=options.meetings)
    truth = options.folder / "_truth"
    meetings = Language("en").counted(files, "meeting")
    print(f"{meetings} of a fictional municipality in {options.folder}, the truth about them in {truth}")
    return OK
