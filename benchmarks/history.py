"""Costs of builds after different earlier builds: the cache of batches, measured as ratios in one run.

Minutes of the demo are built once, and in two halves whose files alternate; then again unchanged, and with one file
more for each hundred. `load` and `check` read the same minutes twice. The figures are processor seconds, without the
start of the interpreter and the imports.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import corpora

_MEASURED = """
import sys, time
from pathlib import Path
from referat.cli import main as _
from referat.cli.build_command import build_tables
from referat.pipeline.table_loading import load
begin = time.process_time(), time.perf_counter()
{work}
print("seconds", time.process_time() - begin[0], time.perf_counter() - begin[1])
"""

BUILD = _MEASURED.format(work="build_tables(Path(sys.argv[1]), Path(sys.argv[2]), jobs=1)")
LOAD = _MEASURED.format(work="len(load(sys.argv[1]).items)")
CHECK = _MEASURED.format(work="_.main(['check', sys.argv[1]])")


def seconds(code: str, *arguments: Path) -> float:
    """Return the processor seconds of the measured part of a script."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return float(done.stdout.split("seconds")[-1].split()[0])


def least(code: str, *arguments: Path, times: int = 3) -> float:
    """Return the least seconds of some runs."""
    return min(seconds(code, *arguments) for _ in range(times))


def measure(folder: Path, meetings: int) -> dict[str, float]:
    """Return the seconds of each kind of build, in a folder for the minutes and the tables."""
    os.environ["REFERAT_CACHE"] = str(folder / "cache")
    minutes = folder / "minutes"
    corpora.write(folder / "all", meetings + meetings // 100, "text")
    everything = sorted((folder / "all").iterdir())
    later = everything[50::100]
    files = [path for path in everything if path not in later]
    minutes.mkdir()
    figures = {}
    _move(files[::2], minutes)
    seconds(BUILD, minutes, folder / "halves")
    _move(files[1::2], minutes)
    figures["second half"] = seconds(BUILD, minutes, folder / "halves")
    figures["all at once"] = seconds(BUILD, minutes, folder / "fresh")
    figures["unchanged, after halves"] = least(BUILD, minutes, folder / "halves")
    figures["unchanged, after all at once"] = least(BUILD, minutes, folder / "fresh")
    figures["first load"] = seconds(LOAD, minutes)
    figures["second load"] = least(LOAD, minutes)
    figures["check after load"] = least(CHECK, minutes)
    _move(later, minutes)
    figures["one percent more, after all at once"] = seconds(BUILD, minutes, folder / "fresh")
    figures["one percent more, after halves"] = seconds(BUILD, minutes, folder / "halves")
    return figures


def _move(files: list[Path], folder: Path) -> None:
    for path in files:
        path.rename(folder / path.name)


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=1000)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), parser.parse_args().meetings)
    whole = figures["unchanged, after all at once"]
    print("| | processor seconds | times an unchanged build after one at once |\n|---|---|---|")
    for name, taken in figures.items():
        print(f"| {name} | {taken:.2f} | {taken / whole:.2f} |")


if __name__ == "__main__":
    main()
