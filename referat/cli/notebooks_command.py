"""`referat notebooks`: copy the notebooks of the report to a folder, to be read, run and changed there."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from referat.cli.exit_codes import MISUSED, OK
from referat.cli.messages import complain


def add_arguments(notebooks: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    notebooks.add_argument("folder", metavar="DIR", type=Path, help="where the copies go; nothing there is replaced")


def run(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from referat.language import Language
    from referat.report.notebook_files import packaged_notebooks

    files = sorted(path for path in packaged_notebooks().iterdir() if path.suffix in (".ipynb", ".toml"))
    there = [path.name for path in files if (options.folder / path.name).exists()]
    if there:
        return complain(f"{options.folder} has {there[0]} already; name another folder for the copies", MISUSED)
    options.folder.mkdir(parents=True, exist_ok=True)
    for path in files:
        shutil.copyfile(path, options.folder / path.name)
    copied = Language("en").counted(len(files), "file")
    print(f"{copied} in {options.folder}; use them with `referat report --notebooks {options.folder}`")
    return OK
