"""Speed of reading minutes, stage by stage, next to two yardsticks: `python benchmarks/reading.py [--meetings N]`.

The yardsticks are the floor (read, decode and split every file; parse JSON, extract the text of PDF) and the script a
user would write (`script.py`: four facts per item, from text). Each stage begins with the files and runs in a process
of its own, alternating with the others. The figures are the processor seconds of that process and its children, after
the start of the interpreter and the imports: compiling patterns, reading vocabularies and later imports count. Of
several runs the fastest is printed.

`--raw FOLDER` reads other minutes than the demo's, `--format json` or `pdf` the demo's in those formats; `--growth`
prints the growth of time and memory from a tenth of the meetings to all; `--profile STAGE` prints a profile of a stage;
`--start` prints only the time of `import referat` and `--help`.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import resource
import runpy
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path

HERE = Path(__file__).parent
Cost = dict[str, float]


def floor(raw: Path, out: Path) -> None:
    """Read, decode and split every file."""
    for path in sorted(raw.rglob("*.txt")):
        path.read_bytes().decode("utf-8").split("\n")
    for path in sorted(raw.rglob("*.json")):
        json.loads(path.read_bytes().decode("utf-8"))
    for path in sorted(raw.rglob("*.pdf")):
        _pages(path)


def _pages(path: Path) -> list[str]:
    from pypdfium2 import PdfDocument

    return [line for page in PdfDocument(path) for line in page.get_textpage().get_text_range().split("\n")]


def script(raw: Path, out: Path) -> None:
    """Run the script a user would write."""
    sys.argv[1:] = [str(raw), str(out / "script.parquet")]
    runpy.run_path(str(HERE / "script.py"))


def tree(raw: Path, out: Path) -> None:
    """Read every file to its document tree."""
    from referat.formats import portal_tree
    from referat.formats.source_files import find, read
    from referat.records.document_reader import parse_text

    for path in find(raw):
        source = read(path, raw)
        portal_tree.build_portal_tree(source.text) if source.reader == "portal" else parse_text(source.text)


def facts(raw: Path, out: Path) -> None:
    """Read every file to rows of facts."""
    from referat.formats.source_files import find
    from referat.records.document_reader import read_document

    for path in find(raw):
        list(read_document(path, raw))


def tables(raw: Path, out: Path) -> None:
    """Read every file to the tables of the corpus, in memory."""
    from referat.pipeline.build import files_in, read
    from referat.schema.registry import BY_NAME

    whole = read(raw, files_in(raw))
    for name in BY_NAME:
        whole[name]


def build(raw: Path, out: Path) -> None:
    """Read every file and write the tables, with one process."""
    _command("build", str(raw), "-o", str(out / "tables"), "--jobs", "1")


def all_cores(raw: Path, out: Path) -> None:
    """Build with one process per processor."""
    _command("build", str(raw), "-o", str(out / "tables"))


def cluster(raw: Path, out: Path) -> None:
    """Build on a Dask cluster of one worker per processor; their start counts."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=os.cpu_count(), threads_per_worker=1, dashboard_address=None) as workers:
        _command("build", str(raw), "-o", str(out / "tables"), "--scheduler", workers.scheduler_address)


def _command(*arguments: str) -> None:
    from referat.cli.main import main

    if main(arguments):
        raise SystemExit(f"referat {' '.join(arguments)} failed")


Stage = Callable[[Path, Path], None]
STAGES: dict[str, Stage] = {it.__name__: it for it in (floor, script, tree, facts, tables, build, all_cores, cluster)}
IMPORTS = {
    "floor": ["pypdfium2"],
    "script": ["pandas", "pyarrow.parquet"],
    "tree": ["referat.records.document_reader"],
    "facts": ["referat.records.document_reader"],
    "tables": ["referat.pipeline.build"],
    "build": ["referat.pipeline.build", "referat.cli.main"],
    "all_cores": ["referat.pipeline.build", "referat.cli.main"],
    "cluster": ["referat.pipeline.build", "referat.cli.main", "distributed"],
}
"""What is imported before the clock starts."""


def run_stage(name: str, raw: Path, out: Path) -> Cost:
    """Run one stage in this process, and return its cost after the start of the interpreter and the imports."""
    from referat.formats import worker_process

    for module in IMPORTS[name]:
        import_module(module)
    wall, processor = time.perf_counter(), _processor()
    with redirect_stdout(StringIO()):
        STAGES[name](raw, out)
    worker_process.end()  # the process that reads PDFs counts once it has ended; those of a pool's workers do not
    used = {"seconds": _processor() - processor, "wall": time.perf_counter() - wall}
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return used | {"peak": max(peaks) / 1024}


def _processor() -> float:
    """Return the processor seconds of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def cost_of(name: str, raw: Path) -> Cost:
    """Return the cost of a stage, run in a process of its own that builds into an empty folder."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, __file__, "--stage", name, str(raw), out]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(printed.splitlines()[-1]))


def costs_of(names: list[str], raw: Path, runs: int) -> dict[str, Cost]:
    """Return the cost of each stage, the least of several runs in turn."""
    result = [{name: cost_of(name, raw) for name in names} for _ in range(runs)]
    return {name: min((each[name] for each in result), key=lambda cost: cost["seconds"]) for name in names}


def compare(raw: Path, stages: list[str], runs: int) -> None:
    """Run stages in turn on the minutes of a folder, and print the table."""
    sizes = {path: path.stat().st_size for path in raw.rglob("*") if path.is_file()}
    size = sum(sizes.values()) / 1e6
    is_text = any(path.suffix == ".txt" for path in sizes)
    costs = costs_of([name for name in stages if name != "script" or is_text], raw, runs)
    print(f"{len(sizes):,} files, {size:.1f} MB; the least of {runs} runs\n")
    print("| stage | times the floor | times the script | MB/s | processor seconds | wall seconds | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for name, cost in costs.items():
        ratios = [f"{cost['seconds'] / costs[it]['seconds']:.2f}" if it in costs else "" for it in ("floor", "script")]
        speed = size / cost["seconds"]
        figures = f"{speed:.1f} | {cost['seconds']:.2f} | {cost['wall']:.2f} | {cost['peak']:.0f}"
        print(f"| {name} | {ratios[0]} | {ratios[1]} | {figures} |", flush=True)


def growth(meetings: int, form: str, runs: int) -> None:
    """Print the ratio of time and memory for ten times the meetings."""
    names = ["floor", "build"]
    costs = []
    for count in (meetings // 10, meetings):
        with tempfile.TemporaryDirectory() as folder:
            _write(Path(folder), count, form)
            costs.append(costs_of(names, Path(folder), runs))
    print(f"\n{meetings:,} meetings against {meetings // 10:,}\n\n| stage | times as long | peak MB |\n|---|---|---|")
    for name in names:
        less, more = (cost[name] for cost in costs)
        print(
            f"| {name} | {more['seconds'] / less['seconds']:.1f} | {less['peak']:.0f}, {more['peak']:.0f} |", flush=True
        )


def _write(folder: Path, meetings: int, form: str) -> None:
    from corpora import write  # here, so that no stage starts with the demo in memory

    write(folder, meetings, form)


def starts(runs: int) -> None:
    """Print the processor seconds that the interpreter takes to start, to import referat, and to show the help."""
    commands = {"the interpreter": ["-c", ""], "`import referat`": ["-c", "import referat"]}
    commands |= {"`referat --help`": ["-m", "referat", "--help"]}
    print("| start | processor seconds |\n|---|---|")
    for name, arguments in commands.items():
        print(f"| {name} | {min(_start(arguments) for _ in range(runs + 2)):.2f} |")


def _start(arguments: list[str]) -> float:
    before = _processor()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return _processor() - before


def profile(name: str, raw: Path) -> None:
    """Print the profile of a stage."""
    for module in IMPORTS[name]:
        import_module(module)
    profiler = cProfile.Profile()
    with tempfile.TemporaryDirectory() as out:
        profiler.runcall(run_stage, name, raw, Path(out))
    statistics = pstats.Stats(profiler)
    print_shares(statistics)
    statistics.strip_dirs().sort_stats("tottime").print_stats(25)


PARTS = {
    "features of items, for matters": ("item_features.py", "item_features"),
    "matters and links": ("matter_index.py", "index_matters"),
    "references": ("references.py", "references"),
}
"""Parts of a stage whose share is printed: the file and the function that hold all of it."""


def print_shares(statistics: pstats.Stats) -> None:
    """Print the share of each part in the time of the stage, with all that it calls."""
    seconds = {(Path(file).name, name): cost[3] for (file, _, name), cost in statistics.stats.items()}  # type: ignore[attr-defined]
    whole = statistics.total_tt  # type: ignore[attr-defined]
    for part, function in PARTS.items():
        print(f"{part}: {seconds.get(function, 0.0):.2f} s, {seconds.get(function, 0.0) / whole:.1%} of {whole:.2f} s")


def main() -> None:
    """Run the comparison, or what the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--meetings", type=int, default=1000, help="how many of the demo's (default: 1,000)")
    parser.add_argument("--raw", type=Path, metavar="FOLDER", help="minutes of one's own")
    parser.add_argument("--format", choices=("text", "json", "pdf"), default="text")
    parser.add_argument("--stages", choices=STAGES, nargs="+", default=[name for name in STAGES if name != "cluster"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--growth", action="store_true", help="tell how time and memory grow with the corpus")
    parser.add_argument("--profile", choices=STAGES, help="print what a stage spends its time on")
    parser.add_argument("--start", action="store_true", help="tell how long `import referat` and `--help` take")
    parser.add_argument("--stage", nargs=3, metavar=("STAGE", "RAW", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        print(json.dumps(run_stage(options.stage[0], Path(options.stage[1]), Path(options.stage[2]))))
    elif options.start:
        starts(options.runs)
    elif options.growth:
        growth(options.meetings, options.format, options.runs)
    else:
        with _minutes(options.raw, options.meetings, options.format) as raw:
            profile(options.profile, raw) if options.profile else compare(raw, options.stages, options.runs)


@contextmanager
def _minutes(folder_: Path | None, meetings: int, form: str) -> Iterator[Path]:
    """Provide the given folder of minutes, or a temporary one with the demo's."""
    if folder_:
        yield folder_
        return
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), meetings, form)
        yield Path(folder)


if __name__ == "__main__":
    main()
