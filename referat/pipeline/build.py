"""Build the tables of a folder of minutes, and write them as Parquet with a manifest.

Files are read in batches; the corpus is indexed once; then each table is completed and written, batch by batch. Reading
and writing are tasks for any executor; the output is the same to the last byte.
"""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from referat import __version__
from referat.corpus.corpus_index import CorpusIndex, assemble, finalize, index_corpus
from referat.corpus.corpus_settings import corpus_settings
from referat.errors import NoMinutesError
from referat.fetch.portal_list import FILE as PORTAL_LIST
from referat.fetch.portal_list import compare, portal_of
from referat.formats import UnreadableError
from referat.formats.source_files import find, name_of, size_of
from referat.formats.storage import is_file, lies_in, remove
from referat.pipeline import batch_cache
from referat.pipeline.load_cache import cached_tables
from referat.records.cpu_time_limit import limit_cpu_time
from referat.records.document_reader import read_document
from referat.records.rows import Rows
from referat.schema.problem_codes import problem
from referat.schema.registry import TABLES
from referat.tables.batches import Batch, BatchSlice, pack, slices
from referat.tables.contract import ContractCheck, broken_promises
from referat.tables.datapackage import FILE as DATAPACKAGE
from referat.tables.datapackage import datapackage
from referat.tables.frames import Tables, arrow
from referat.tables.parquet_files import parquet_names, read_parquet, write_table
from referat.tables.pseudonyms import find_persons, pseudonymized
from referat.tables.redaction import find_closed, redact, withheld_notes
from referat.tables.renamed_sources import RenamedSources
from referat.tables.staging import MANIFEST, staging_dir, task_dir

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_EXCERPT = 200
"""Longest part of an exception's message that is kept, in characters."""

_WRITTEN_FIRST = [table.name for table in TABLES if table.name != "problems"]
"""The tables that are written and checked before `problems`, which lists breaches of the contract."""

_FILES_AT_ONCE = 64
"""Most files of a batch."""
_BYTES_AT_ONCE = 1_000_000
"""Size of a batch in bytes; a worker reads it in about a second."""

Watch = Callable[[Iterable[Batch]], Iterable[Batch]]


def demo_command(folder: Path) -> str:
    """Return the shell command that writes a demo to a folder."""
    return f"python -m referat demo {shlex.quote(str(folder))}"


def files_in(raw: Path, out: Path | None = None) -> list[Path]:
    """Return the files below `raw` to read, without those of tables below `out`; raise an error if there are none."""
    if not raw.exists():
        raise NoMinutesError(
            f"{raw} does not exist; name a folder of minutes, or write a demo with `{demo_command(raw)}`"
        )
    files = list(find(raw))
    if out and (tables := lies_in(out, raw)):
        if tables == raw:
            raise NoMinutesError(f"{out} holds the minutes; name another folder for the tables")
        files = [path for path in files if not path.is_relative_to(tables)]
    if not files:
        raise NoMinutesError(f"{raw} holds no files; put minutes there, or write a demo with `{demo_command(raw)}`")
    return files


# --- Reading ---


def read(raw: Path, files: Sequence[Path], executor: Executor | None = None, watch: Watch = iter) -> Tables:
    """Return the tables of the given files below `raw`, in memory.

    With an executor (preferably of processes) files are read in parallel; the result is the same to the last byte.
    `watch` wraps the iterator of batches and can show progress.
    """
    batches = (Batch(archive) for archive in _each(partial(_read, raw), _at_once(files), executor))
    sources = [name_of(path, raw) for path in files]
    batch_slices = slices(watch(batches), sources)
    return assemble(batch_slices, corpus_settings(raw, sources), _portals(raw, files))


def _portals(raw: Path, files: Iterable[Path]) -> dict[str, str]:
    """Return the municipality of the portal from which each file was fetched, if the portal's list has both."""
    if not _is_fetched(raw, files):
        return {}
    infos = ((name_of(path, raw), portal_of(path, raw)) for path in files)
    return {name: info.municipality for name, info in infos if info and info.municipality}


def _is_fetched(raw: Path, files: Iterable[Path]) -> bool:
    """Return whether a portal's list is in the folder of one of the files, or in one above it up to `raw`."""
    folders = {folder for path in files for folder in path.parents if folder == raw or raw in folder.parents}
    return any(is_file(folder / PORTAL_LIST) for folder in folders)


def _each(task: Callable[[Any], Any], cases: Iterable[Any], executor: Executor | None) -> Iterator[Any]:
    return executor.map(task, list(cases)) if executor else map(task, cases)


def _at_once(files: Iterable[Path]) -> Iterator[list[Path]]:
    """Divide files into the batches in which they are read."""
    share: list[Path] = []
    size = 0
    for path in files:
        share.append(path)
        size += size_of(path)
        if len(share) == _FILES_AT_ONCE or size >= _BYTES_AT_ONCE:
            yield share
            share, size = [], 0
    if share:
        yield share


def _read(raw: Path, files: Sequence[Path]) -> bytes:
    rows_by_file = [_rows_of_file(raw, path) for path in files]
    try:
        return pack(rows_by_file)
    except Exception:  # a cell does not fit its column: packing files one by one shows which has it
        return pack([_packable(rows) for rows in rows_by_file])


def _packable(rows: list[Rows]) -> list[Rows]:
    """Return the rows of a file; if no table can hold them, a problem instead."""
    try:
        pack([rows])
    except Exception as error:
        return [_failed(rows[0].source, error)]
    return rows


def _read_and_keep(raw: Path, folder: Path, files: Sequence[Path]) -> Batch:
    return batch_cache.store_batch(folder, _read(raw, files))


def _rows_of_file(raw: Path, path: Path) -> list[Rows]:
    """Return the rows of a file; an exception in one file is recorded and does not affect the others."""
    try:
        with limit_cpu_time():
            return list(read_document(path, raw))
    except Exception as error:
        return [_failed(name_of(path, raw), error)]


def _failed(source: str, error: Exception) -> Rows:
    rows = Rows(source, "")
    if isinstance(error, UnreadableError):
        rows.add_problem(error.problem.code, detail=error.problem.detail)
    else:
        rows.add_problem("reader_failed", detail=f"{type(error).__name__}: {error}"[:_EXCERPT])
    return rows


# --- Building ---


def build(
    raw: Path,
    out: Path,
    *,
    csv: bool | str = False,
    public: bool = False,
    anonymous: bool = False,
    by_year: bool = False,
    executor: Executor | None = None,
    watch: Watch = iter,
    finish: Callable[[Path], None] = lambda _: None,
    cache: Path | None = None,
) -> dict[str, Any]:
    """Read the minutes below `raw`, write their tables to `out`, and return the manifest.

    Parameters
    ----------
    raw
        A folder of minutes, or one file.
    out
        The folder of the tables. Existing tables are replaced together, once all are written.
    csv
        Whether each table is also written as CSV; `danish` writes it for Excel with Danish settings.
    public
        Whether titles and texts of closed items are withheld; nothing is then cached.
    anonymous
        Whether persons are replaced by pseudonyms; nothing is then cached.
    by_year
        Whether tables are partitioned by the year of the meeting: `items/year=2024/items.parquet`.
    executor
        Runs the tasks: `concurrent.futures.ProcessPoolExecutor()` or a cluster's; without one, this process.
    watch
        Wraps the iterator of batches, for example to show progress.
    finish
        Called with the folder of the new tables before they are published; can add files to it.
    cache
        The folder of cached batches; by default a folder in `out`.

    Raises
    ------
    NoMinutesError
        If `raw` does not exist, holds no files, or is `out`.
    OSError
        If files cannot be written; existing tables are unchanged.
    """
    files = files_in(raw, out)
    with staging_dir(out) as draft, _batches_dir(out, public or anonymous, cache) as kept:
        remove(out / batch_cache.EARLIER_NAME)
        batches = _batches(raw, files, kept, executor, watch)
        sources = [name_of(path, raw) for path in files]
        batch_slices = slices(batches, sources)
        settings = corpus_settings(raw, sources)
        index = index_corpus(batch_slices, settings, _portals(raw, files))
        if not public and not anonymous and _is_fetched(raw, files):  # the list has documents and their files
            index.problems += compare(raw)
        inputs = {file.source: file.sha256 for batch in batches for file in batch.files}
        changes = list(_table_changes(batch_slices, index, inputs, public=public, anonymous=anonymous))
        write_one = partial(_write, batch_slices, index, changes, draft, csv=_csv_style(csv), by_year=by_year)
        checks = {check.name: check for check in _each(write_one, _WRITTEN_FIRST, executor)}
        faults = broken_promises(checks)
        index.problems += [problem("contract_broken", MANIFEST, detail=fault, text=fault) for fault in faults]
        checks["problems"] = write_one("problems")
        for each in changes:
            inputs = {each.renamed.source(source): digest for source, digest in inputs.items()}
        manifest = _write_manifest(draft, checks, inputs, demo=settings.demo, anonymous=anonymous)
        finish(draft)
        return manifest


@dataclass(frozen=True, slots=True)
class TableChanges:
    """Changes to tables before they are written: to each batch of a table, and to file names."""

    change: Callable[..., pd.DataFrame]
    renamed: RenamedSources


def _table_changes(
    batch_slices: Sequence[BatchSlice],
    index: CorpusIndex,
    inputs: Mapping[str, str],
    *,
    public: bool,
    anonymous: bool,
) -> Iterator[TableChanges]:
    """Yield the changes to tables, in order; a public build adds its notes to the problems."""

    def batches(name: str) -> Iterable[pa.Table]:
        return finalize(name, batch_slices, index)

    if public:
        hidden = find_closed(batches)
        index.problems += withheld_notes(hidden, batches("items"))
        yield TableChanges(partial(redact, hidden=hidden), hidden.renamed)
    if anonymous:
        persons = find_persons(batches, inputs)
        yield TableChanges(partial(pseudonymized, persons=persons), persons.renamed)


@contextmanager
def _batches_dir(out: Path, is_private: bool, cache: Path | None) -> Iterator[Path]:
    """Provide the folder of batches; for a public or anonymous build it is temporary and never in `out`.

    The temporary folder is next to `out`, where workers on other computers can reach it. The next build of this kind
    removes the remains of a killed one.
    """
    if not is_private:
        yield cache or out / batch_cache.NAME
        return
    remove(out / batch_cache.NAME)
    temporary = out.parent / f".{out.name}{batch_cache.NAME}"
    remove(temporary)
    try:
        yield temporary
    finally:
        remove(temporary)


def _csv_style(csv: bool | str) -> str | None:
    return csv if isinstance(csv, str) else "plain" if csv else None


def _batches(
    raw: Path, files: Sequence[Path], folder: Path, executor: Executor | None, watch: Watch
) -> Sequence[Batch]:
    """Return the batches of all files: cached ones, and those read now."""
    kept = batch_cache.cached_batches(folder, files, raw)
    sources = {file.source for batch in kept for file in batch.files}
    new = [path for path in files if name_of(path, raw) not in sources]
    read_now = _each(partial(_read_and_keep, raw, folder), _at_once(new), executor)
    batches = list(watch(chain(kept, read_now)))
    if not kept:
        return batches
    shares = [[name_of(path, raw) for path in share] for share in _at_once(files)]
    return batch_cache.in_corpus_order(folder, batches, shares)


def _write(
    batch_slices: Sequence[BatchSlice],
    index: CorpusIndex,
    changes: Sequence[TableChanges],
    draft: Path,
    name: str,
    *,
    csv: str | None,
    by_year: bool,
) -> ContractCheck:
    """Write a table to the staging folder and return the check of its rows."""
    batches = finalize(name, batch_slices, index, by_year=by_year)
    change = partial(_changed, name, changes) if changes else None
    with task_dir(draft) as folder:
        return write_table(name, batches, folder, csv=csv, change=change)


def _changed(name: str, changes: Iterable[TableChanges], data: pd.DataFrame) -> pd.DataFrame:
    for each in changes:
        data = each.change(name, data=data)
    return data


def _write_manifest(
    folder: Path,
    checks: Mapping[str, ContractCheck],
    inputs: Mapping[str, str],
    *,
    demo: bool = False,
    anonymous: bool = False,
) -> dict[str, Any]:
    """Write the manifest: version, hashes of inputs, rows per table, problems per code, and whether it is a demo.

    `datapackage.json` is written next to it.
    """
    with (folder / "problems.parquet").open("rb") as problems:
        codes = read_parquet(problems, ["code"])["code"].to_pylist()
    manifest = {
        "referat": __version__,
        "demo": demo,
        "anonymous": anonymous,
        "inputs": [{"source": source, "sha256": digest} for source, digest in sorted(inputs.items())],
        "rows": {table.name: checks[table.name].rows for table in TABLES},
        "problems": dict(sorted(Counter(codes).items())),
    }
    package = datapackage(parquet_names(folder), version=__version__, demo=demo)
    for name, content in ((DATAPACKAGE, package), (MANIFEST, manifest)):
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=name == MANIFEST)
        (folder / name).write_text(text + "\n", encoding="utf-8")
    return manifest


def write(tables: Tables, out: Path) -> None:
    """Write tables in memory to a folder, as `build` does; the inputs are the files with documents."""
    with staging_dir(out) as draft:
        checks = {t.name: write_table(t.name, [arrow(t.name, tables[t.name])], draft) for t in TABLES}
        documents = tables.documents
        _write_manifest(draft, checks, dict(zip(documents["source"], documents["source_sha256"], strict=True)))


def read_cached(raw: Path, files: Sequence[Path], executor: Executor | None = None, watch: Watch = iter) -> Tables:
    """Return the tables of a folder of minutes as `read` does, using the user's cache."""

    def write_both(out: Path, batches: Path) -> None:
        build(raw, out, executor=executor, watch=watch, cache=batches)

    tables = cached_tables(raw, files, write_both)
    return read(raw, files, executor, watch) if tables is None else tables
