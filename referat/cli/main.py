"""The commands: `build`, `check`, `show`, `demo`, `report` and `fetch`.

Heavy imports stand in the functions that use them, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from referat import __version__
from referat.errors import CannotGoOnError
from referat.fetch import fetch_command
from referat.formats.storage import place

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

    from referat.tables.batches import Part

OK, FAILED, MISUSED = 0, 1, 2
"""Exit codes: all went well; something could not be read or done; the command was used wrongly."""


_FILES_WORTH_A_PROCESS = 32
_WIDE = 1000
"""No line printed about a file is longer."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Danish letters is shown their codes
    try:
        options = _parser().parse_args(arguments)
        return int(options.run(options))
    except CannotGoOnError as error:
        return _complain(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        return OK
    except OSError as error:  # no such file, no right to it, no room on the disk
        return _complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
    except KeyboardInterrupt:
        return _complain("stopped")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="referat", description="Danish municipal minutes as tidy tables.")
    parser.add_argument("--version", action="version", version=f"referat {__version__}")
    add = parser.add_subparsers(metavar="COMMAND", required=True).add_parser
    _add_build(add("build", help="read the minutes below RAW and write the tables to OUT"))
    _add_check(add("check", help="show what in the minutes below RAW is missing, doubtful or contradictory"))
    show = add("show", help="show a file of minutes line by line, with what each line was taken for")
    show.add_argument("file", metavar="FILE", type=Path)
    show.set_defaults(run=_show)
    demo = add("demo", help="write the minutes of a fictional municipality, and the truth about them")
    demo.add_argument("folder", metavar="DIR", type=Path)
    demo.add_argument("--meetings", metavar="N", type=int, default=200, help="how many meetings (default: %(default)s)")
    demo.set_defaults(run=_demo)
    fetching = add("fetch", help="download minutes from a municipality's agenda portal")
    fetch_command.add_arguments(fetching)
    fetching.set_defaults(run=fetch_command.run)
    _add_report(add("report", help="run the notebooks over built tables and write the report as web pages"))
    return parser


def _add_build(build: argparse.ArgumentParser) -> None:
    build.add_argument("raw", metavar="RAW", type=place, help="a folder of minutes, or one file")
    build.add_argument("-o", "--out", metavar="OUT", type=place, required=True, help="where the tables are written to")
    build.add_argument("--csv", action="store_true", help="write each table as CSV as well")
    build.add_argument("--strict", action="store_true", help="fail if any file could not be read")
    build.add_argument("--public", action="store_true", help="withhold titles and texts of closed items")
    build.add_argument("--by-year", action="store_true", help="part the tables by the year of the meeting")
    build.add_argument("--jobs", metavar="N", type=_count, help="how many processes read (default: one a processor)")
    build.add_argument("--scheduler", metavar="ADDRESS", help="a running Dask cluster that does it, `tcp://host:8786`")
    build.set_defaults(run=_build)


def _add_check(check: argparse.ArgumentParser) -> None:
    check.add_argument("raw", metavar="RAW", type=place, help="a folder of minutes, or one file")
    check.add_argument("--notes", action="store_true", help="show notes as well as warnings and errors")
    check.set_defaults(run=_check)


def _add_report(report: argparse.ArgumentParser) -> None:
    report.add_argument("--data", metavar="DIR", type=Path, default=Path("data/processed"), help="built tables")
    report.add_argument("-o", "--out", metavar="DIR", type=Path, default=Path("build/report"), help="where pages go")
    report.add_argument("--notebooks", metavar="DIR", type=Path, default=Path("notebooks"), help="the notebooks")
    spoken = os.environ.get("REPORT_LANGUAGE", "en")
    report.add_argument("--language", metavar="CODE", default=spoken, help="en or da (default: %(default)s)")
    hidden = os.environ.get("REPORT_ANONYMOUS", "") not in ("", "0")
    report.add_argument("--anonymous", action="store_true", default=hidden, help="replace persons by pseudonyms")
    report.set_defaults(run=_report)


def _count(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"{written} is no number of processes")
    return int(written)


def _complain(message: str, code: int = FAILED) -> int:
    print(f"referat: {message}", file=sys.stderr)
    return code


def _bar(files: Sequence[Path]) -> Callable[[Iterable[Part]], Iterator[Part]]:
    """Return what shows how many files have been read, where a person is watching."""
    from tqdm import tqdm

    def shown(parts: Iterable[Part]) -> Iterator[Part]:
        with tqdm(total=len(files), unit="file", disable=not sys.stderr.isatty(), leave=False) as bar:
            for part in parts:
                bar.update(len(part.files))
                yield part

    return shown


def _executor(jobs: int | None, files: int) -> AbstractContextManager[Executor | None]:
    """Return the processes that read; none for few files, which are read sooner than processes start."""
    from concurrent.futures import ProcessPoolExecutor

    wanted = jobs if jobs is not None else min(os.cpu_count() or 1, files // _FILES_WORTH_A_PROCESS)
    return ProcessPoolExecutor(wanted, initializer=_start, initargs=(os.getpid(),)) if wanted > 1 else nullcontext()


def _start(parent: int) -> None:
    """Make this process a worker, which ends when its parent has been killed; else it would wait for work for ever."""
    _collect_seldom()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(FAILED)

    threading.Thread(target=watch, daemon=True).start()


def _collect_seldom() -> None:
    """Look for memory that only refers to itself once where it was a hundred times: 3 to 5 % of a build."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _cluster(address: str) -> AbstractContextManager[Executor]:
    from referat.pipeline.dask_cluster import cluster

    return cluster(address)


def _build(options: argparse.Namespace) -> int:
    from referat.pipeline.build import build, files_in, load
    from referat.pipeline.line_listing import printable

    _collect_seldom()
    files = files_in(options.raw, options.out)
    wanted = {"csv": options.csv, "public": options.public, "by_year": options.by_year}
    with _cluster(options.scheduler) if options.scheduler else _executor(options.jobs, len(files)) as executor:
        manifest = build(options.raw, options.out, **wanted, executor=executor, watch=_bar(files))
    rows, problems = manifest["rows"], load(options.out).problems
    errors = problems[problems["severity"] == "error"]
    for source, message in zip(errors["source"], errors["message"], strict=True):
        print(printable(f"{source}: {message}", _WIDE), file=sys.stderr)
    unread = errors["source"].nunique()
    print(
        f"{rows['meetings']:,} meetings, {rows['items']:,} items and {rows['decisions']:,} decisions "
        f"from {len(files) - unread:,} of {len(files):,} files to {options.out}; "
        f"{len(problems):,} problems" + (f", {unread:,} files could not be read" if unread else "")
    )
    return FAILED if rows["meetings"] == 0 or (unread and options.strict) else OK


def _check(options: argparse.Namespace) -> int:
    from referat.pipeline.build import files_in, read

    files = files_in(options.raw)
    with _executor(None, len(files)) as executor:
        problems = _with_portal_lists(read(options.raw, files, executor, _bar(files)).problems, options.raw)
    shown = problems if options.notes else problems[problems["severity"] != "note"]
    _print_problems(shown)
    counts = problems["severity"].value_counts()
    print(", ".join(f"{counts.get(severity, 0):,} {severity}s" for severity in ("error", "warning", "note")))
    return FAILED if (problems["severity"] == "error").any() else OK


def _with_portal_lists(problems: pd.DataFrame, raw: Path) -> pd.DataFrame:
    """Return the problems, and below them where what was fetched differs from the portal's list kept with it."""
    import pandas as pd

    from referat.fetch.portal_list import compare

    rows = compare(raw) if raw.is_dir() else []
    if not rows:
        return problems
    return pd.concat([problems, pd.DataFrame(rows).astype(problems.dtypes[list(rows[0])].to_dict())], ignore_index=True)


def _print_problems(problems: pd.DataFrame) -> None:
    from referat.pipeline.line_listing import printable

    order = {"error": 0, "warning": 1, "note": 2}
    lines = problems["line_start"].astype("str").fillna("")
    shown = problems.assign(
        place=problems["source"].str.cat(lines, sep=":").str.rstrip(":"), text=problems["text"].fillna("")
    )
    for row in shown.sort_values("severity", key=lambda column: column.map(order), kind="stable").to_dict("records"):
        said = f" [{printable(row['text'])}]" if row["text"] else ""
        print(printable(f"{row['severity']:8}{row['place']}  {row['message']}", _WIDE) + said)


def _show(options: argparse.Namespace) -> int:
    from referat.pipeline.line_listing import shown

    for line in shown(options.file):
        print(line)
    return OK


def _demo(options: argparse.Namespace) -> int:
    from referat.demo import write

    if options.folder.is_dir() and any(
        path.name != "README.md" and path.name[0] != "." for path in options.folder.iterdir()
    ):
        return _complain(f"{options.folder} is not empty; name a folder of its own for the demo", MISUSED)
    written = write(options.folder, meetings=options.meetings)
    truth = options.folder / "_truth"
    print(f"{written:,} meetings of a fictional municipality in {options.folder}, the truth about them in {truth}")
    return OK


def _report(options: argparse.Namespace) -> int:
    from referat.report import make_report

    where = (options.data, options.out, options.notebooks)
    make_report(*where, language=options.language, anonymous=options.anonymous)
    print(f"open {options.out / 'index.html'}")
    return OK


if __name__ == "__main__":
    sys.exit(main())
