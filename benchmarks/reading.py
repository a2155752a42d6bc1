"""How fast minutes are read, stage by stage, beside two yardsticks: `python benchmarks/reading.py [--meetings N]`.

Each stage runs in a process of its own, several times, in turn with the others; the medians of processor seconds are
printed as megabytes a second and as ratios to the floor (read, decode, split lines) and to the script a user would
write (`benchmarks/script.py`). The bare start of the interpreter, with the imports of a stage, is taken off.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent


def floor(raw: Path, out: Path) -> None:
    """Read, decode and split every file."""
    for path in sorted(raw.rglob("*.txt")):
        path.read_bytes().decode("utf-8").split("\n")


def tree(raw: Path, out: Path) -> None:
    """Read every file to its document tree."""
    from referat.reader import document_of
    from referat.sources import find, read

    for path in find(raw):
        document_of(read(path, raw).text)


def rows(raw: Path, out: Path) -> None:
    """Read every file to rows."""
    from referat.reader import rows_from
    from referat.sources import find

    for path in find(raw):
        list(rows_from(path, raw))


def tables(raw: Path, out: Path) -> None:
    """Read every file to the tables of the corpus, in memory."""
    from referat.build import files_in, read

    read(raw, files_in(raw))


def build(raw: Path, out: Path) -> None:
    """Read every file and write the tables, with one process."""
    from referat.build import files_in, read, write

    read_tables, inputs = read(raw, files_in(raw))
    write(read_tables, inputs, out)


def all_cores(raw: Path, out: Path) -> None:
    """Build with one process a processor, through the command line."""
    from referat.cli import main

    main(["build", str(raw), "-o", str(out)])


STAGES: dict[str, Callable[[Path, Path], None]] = {
    stage.__name__: stage for stage in (floor, tree, rows, tables, build, all_cores)
}
IMPORTS = {"tree": "referat.reader", "rows": "referat.reader", "tables": "referat.build", "build": "referat.build"}


def run_stage(name: str, raw: Path, out: Path) -> None:
    """Run one stage in this process and print what it cost beyond its imports."""
    if name in IMPORTS:
        __import__(IMPORTS[name])
    cpu, wall = time.process_time(), time.perf_counter()
    STAGES[name](raw, out)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = time.process_time() - cpu + children.ru_utime + children.ru_stime
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, children.ru_maxrss)
    print(json.dumps({"cpu": used, "wall": time.perf_counter() - wall, "peak": peak / 1024}))


def cost_of(name: str, raw: Path, out: Path) -> dict[str, float]:
    """Return what a stage costs, run in a process of its own."""
    if name == "script":
        start = _used([sys.executable, "-c", "import pandas, pyarrow.parquet"])
        full = _used([sys.executable, str(HERE / "script.py"), str(raw), str(out / "script.parquet")])
        return {"cpu": full["cpu"] - start["cpu"], "wall": full["wall"] - start["wall"], "peak": full["peak"]}
    command = [sys.executable, str(HERE / "reading.py"), "--stage", name, str(raw), str(out)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(printed.splitlines()[-1]))


def _used(command: list[str]) -> dict[str, float]:
    wall = time.perf_counter()
    process = subprocess.Popen(command)
    _, _, usage = os.wait4(process.pid, 0)
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": time.perf_counter() - wall, "peak": usage.ru_maxrss / 1024}


def compare(meetings: int, runs: int) -> None:
    """Write a corpus, run every stage in turn, and print the table."""
    from referat.demo import write

    with tempfile.TemporaryDirectory() as folder:
        raw, out = Path(folder) / "raw", Path(folder) / "out"
        out.mkdir()
        write(raw, meetings=meetings)
        size = sum(path.stat().st_size for path in raw.glob("*.txt")) / 1e6
        names = ["floor", "script", *(name for name in STAGES if name != "floor")]
        costs = {name: [] for name in names}
        for _ in range(runs):
            for name in names:
                costs[name].append(cost_of(name, raw, out))
    print(f"{meetings:,} meetings, {size:.1f} MB, medians of {runs} runs\n")
    print("| stage | of the floor | of the script | MB/s | wall seconds | peak MB |\n|---|---|---|---|---|---|")
    middle = {name: {k: statistics.median(c[k] for c in costs[name]) for k in costs[name][0]} for name in names}
    for name, cost in middle.items():
        ratios = [cost["cpu"] / middle[base]["cpu"] for base in ("floor", "script")]
        print(
            f"| {name} | {ratios[0]:.1f} | {ratios[1]:.2f} | {size / cost['cpu']:.1f} | "
            f"{cost['wall']:.2f} | {cost['peak']:.0f} |"
        )


def main() -> None:
    """Run the comparison, or the one stage that a comparison asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--meetings", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--stage", nargs=3, metavar=("STAGE", "RAW", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        run_stage(options.stage[0], Path(options.stage[1]), Path(options.stage[2]))
    else:
        compare(options.meetings, options.runs)


if __name__ == "__main__":
    main()
