"""Build a report: execute the notebooks, write the pages, and replace the last report."""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from referat.language import Language
from referat.report.notebook_files import BRIEF, ReportError, notebook_paths
from referat.report.report_keys import notebook_key, shared_key
from referat.report.report_staging import ReportPages, last_record, publish

if TYPE_CHECKING:
    from referat.report.notebook_execution import ExecutedNotebook

CACHE = ".executed"
"""The folder of executed notebooks, which are reused while nothing changes."""


@dataclass
class Report:
    """The result of `make_report`.

    Attributes
    ----------
    files
        The names of the report's files.
    failures
        A line for each cell that failed: notebook, cell, error.
    timings
        A line for each executed notebook: its duration, and its slowest cell.
    unchanged
        Whether the last report was kept, because none of its inputs has changed.
    """

    files: list[str]
    failures: list[str] = field(default_factory=list)
    timings: list[str] = field(default_factory=list)
    unchanged: bool = False


def make_report(
    data: Path, out: Path, notebooks: Path, *, language: str = "en", anonymous: bool = False, since: Path | None = None
) -> Report:
    """Run the notebooks over the tables in a folder and write the report's pages, `index.html` first.

    Notebooks with unchanged inputs are not run again. A cell that fails costs only its own figure; the page says so.

    Parameters
    ----------
    data
        A folder that `build` wrote, or a folder of minutes.
    out
        The folder of the pages. The last report in it is replaced once the new one is complete.
    notebooks
        The folder of the notebooks, sorted by name, with the management report first.
    language
        The language of the report, `en` or `da`.
    anonymous
        Whether persons appear under pseudonyms.
    since
        The tables of an earlier build, with which the report is compared; by default it is compared with the last
        report in `out` on older data.

    Raises
    ------
    ReportError
        If there are no tables or no notebooks, or a file is not a notebook.
    UnknownLanguageError
        If there is no such language.
    """
    phrases, paths = Language(language), notebook_paths(notebooks)
    _require_tables(data)
    if since is not None:
        _require_tables(since)
    shared = shared_key(data, language=language, anonymous=anonymous)
    keys = {path.stem: notebook_key(shared, path, language) for path in paths}
    last, compared = last_record(out), str(since) if since else ""
    if last.get("notebooks") == keys and last.get("since", "") == compared:
        return Report(last["files"], unchanged=True)
    return _write_report(data, out, paths, phrases, anonymous, keys, since)


def _require_tables(data: Path) -> None:
    if not data.exists():
        build = f"python -m referat build data/raw -o {shlex.quote(str(data))}"
        raise ReportError(f"there are no tables in {data}; make them with `{build}`, or name others with --data")


def _write_report(
    data: Path,
    out: Path,
    paths: list[Path],
    language: Language,
    anonymous: bool,
    keys: dict[str, str],
    since: Path | None,
) -> Report:
    """Execute what has changed, write all pages and publish them."""
    from referat.report.notebook_execution import in_warm_process

    pdf = _converter(paths)
    with _tables(data, anonymous) as folder:
        runs = _executed(folder, out, paths, language, keys)
        about = (manifest_of(data), last_record(out), since.resolve() if since else None)
        made = in_warm_process(
            partial(_report_pages, is_printed=pdf is not None), folder.resolve(), runs, language, *about
        )
    pages = made.pages
    if pdf:
        pages[f"{BRIEF}.pdf"] = pdf(pages[f"{BRIEF}.html"].decode())
    failures = [line for run in runs for line in run.failures]
    for run in runs:
        if run.failures:
            keys = {**keys, run.name: ""}  # executed again next time, so that the exit code reports the failure again
        else:
            pages[f"{CACHE}/{run.name}.ipynb"] = run.stored()
    record = {"notebooks": keys, "note": made.note, "earlier": made.earlier, "since": str(since) if since else ""}
    publish(out, pages, record)
    timings = [_timing(run) for run in runs if run.seconds]
    return Report(sorted(pages), failures, timings)


def _report_pages(*about: Any, is_printed: bool) -> ReportPages:
    """Return the pages; only the process that writes them imports what they need, which takes half a second."""
    from referat.report.report_pages import report_pages

    return report_pages(*about, is_printed=is_printed)


def _converter(paths: list[Path]) -> Callable[[str], bytes] | None:
    """Return the PDF converter; None, after a message, if there is none or no management report."""
    from referat.report.report_pdf import NoConverterError, converter

    if all(path.stem != BRIEF for path in paths):
        return None
    try:
        return converter()
    except NoConverterError as error:
        print(f"referat: {error}", file=sys.stderr)
        return None


def _executed(
    data: Path, out: Path, paths: list[Path], language: Language, keys: dict[str, str]
) -> list[ExecutedNotebook]:
    """Return all executed notebooks: those of the last report if nothing changed, else newly executed ones."""
    from referat.report.notebook_execution import executed_notebooks, stored_run

    before = last_record(out).get("notebooks", {})
    same = [path for path in paths if before.get(path.stem) == keys[path.stem]]
    kept = {path: stored_run(out / CACHE / path.name) for path in same}
    changed = [path for path in paths if path not in kept]
    with _progress_bar(len(changed)) as (begin, shown):
        run = dict(zip(changed, shown(executed_notebooks(changed, data, language, begin)), strict=True))
    return [kept.get(path) or run[path] for path in paths]


@contextmanager
def _progress_bar(notebooks: int) -> Iterator[tuple[Callable[[Path], None], Callable[[Iterator[Any]], Iterator[Any]]]]:
    """Provide functions that show which notebook begins and count finished ones, on a terminal."""
    from tqdm import tqdm

    with tqdm(total=notebooks, unit="notebook", leave=False, disable=None) as bar:

        def shown(runs: Iterator[Any]) -> Iterator[Any]:
            for run in runs:
                bar.update()
                yield run

        yield lambda path: bar.set_description(path.stem), shown


def _timing(run: ExecutedNotebook) -> str:
    cell, seconds = run.slowest
    return f"{run.name}: {sum(run.seconds.values()):.1f} s, of which {cell} {seconds:.1f} s"


@contextmanager
def _tables(data: Path, anonymous: bool) -> Iterator[Path]:
    """Provide the folder of the tables: the folder itself, or a temporary one with pseudonyms."""
    if not anonymous or manifest_of(data).get("anonymous"):
        yield data
        return
    from referat import load
    from referat.pipeline.build import write
    from referat.tables.pseudonyms import without_names

    with tempfile.TemporaryDirectory() as folder:
        write(without_names(load(data)), Path(folder))
        yield Path(folder)


def manifest_of(data: Path) -> dict[str, Any]:
    """Return the manifest of built tables; empty if the data are minutes."""
    try:
        manifest: dict[str, Any] = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest
