"""Read and write the Parquet files of a folder: one per table, or one per table and year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, BinaryIO, Self

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from referat.formats.storage import is_on_disk
from referat.schema.registry import TABLES
from referat.tables.contract import ContractCheck
from referat.tables.frames import CSV_STYLES, YEAR, CsvStyle, described, harmless, in_memory, plain, schema
from referat.tables.staging import MANIFEST, NEXT

_UNDATED = 0
"""The partition of meetings without a date; pandas cannot read the name that Hive uses."""

_ROWS = 8192
"""Rows per row group, which is the part of a table in memory while it is written."""


Change = Callable[[pd.DataFrame], pd.DataFrame]


def write_table(
    name: str, batches: Iterable[pa.Table], folder: Path, *, csv: str | None = None, change: Change | None = None
) -> ContractCheck:
    """Write a table to a folder, as Parquet and optionally as CSV, and return the check of its rows.

    The bytes depend on the rows only, not on their distribution over batches. Batches with a column `year` are written
    to a folder of the table's name, with a folder for each year. `change` is applied to each batch first. `csv` is one
    of `CSV_STYLES`.
    """
    check = ContractCheck(name)
    with ExitStack() as files:
        comma = files.enter_context((folder / f"{name}.csv").open("wb")) if csv else None
        tables: dict[Path, _TableFile] = {}

        def file(path: Path) -> _TableFile:
            if path not in tables:
                path.parent.mkdir(parents=True, exist_ok=True)
                tables[path] = files.enter_context(_TableFile(path, name))
            return tables[path]

        for batch in batches:
            data = _changed(name, batch, change) if change else batch
            for path, part in _by_file(name, data, folder):
                file(path).add(part)
            if comma and csv:
                _add_csv(comma, plain(name, data).to_pandas(), CSV_STYLES[csv])
            check.add(data)
        if not tables:  # by year, and without a row
            file(_of_year(name, folder, None))
    return check


def _add_csv(file: BinaryIO, data: pd.DataFrame, style: CsvStyle) -> None:
    first = file.tell() == 0
    if first:
        file.write(style.start)
    harmless(data).to_csv(
        file,
        index=False,
        header=first,
        lineterminator="\n",
        sep=style.separator,
        decimal=style.decimal,
        date_format=style.day,
    )


def _changed(name: str, batch: pa.Table, change: Change) -> pa.Table:
    types = schema(name)
    with_year = types.append(batch.schema.field(YEAR)) if YEAR in batch.column_names else types
    return pa.Table.from_pandas(change(batch.to_pandas()), with_year, preserve_index=False)


def _by_file(name: str, data: pa.Table, folder: Path) -> Iterator[tuple[Path, pa.Table]]:
    """Yield the rows of a batch with the file to which they belong; by year, a batch without rows has no file."""
    if YEAR not in data.column_names:
        yield folder / f"{name}.parquet", data
        return
    years = data[YEAR]
    for year in years.unique().to_pylist():
        part = data.filter(pc.is_null(years) if year is None else pc.equal(years, year))
        yield _of_year(name, folder, year), part


def _of_year(name: str, folder: Path, year: int | None) -> Path:
    return folder / name / f"{YEAR}={year or _UNDATED}" / f"{name}.parquet"


class _TableFile:
    """A Parquet file that is written in row groups of a fixed size."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.file = path.open("wb")
        self.writer = pq.ParquetWriter(self.file, described(name))
        self.waiting = schema(name).empty_table()

    def __enter__(self) -> Self:
        return self

    def add(self, rows: pa.Table) -> None:
        """Add rows."""
        self.waiting = pa.concat_tables([self.waiting, plain(self.name, rows)])
        while len(self.waiting) >= _ROWS:
            self._write(self.waiting.slice(0, _ROWS))
            self.waiting = self.waiting.slice(_ROWS)

    def _write(self, rows: pa.Table) -> None:
        self.writer.write_table(rows.combine_chunks())  # the bytes depend on the boundaries of chunks

    def __exit__(self, *_: object) -> None:
        self._write(self.waiting)
        self.writer.close()
        self.file.close()


class StoredTables(Mapping[str, pd.DataFrame]):
    """The tables of one build, each read on first use.

    All files are opened at once, so that all tables are of the same build, even if another build replaces them.
    """

    def __init__(self, folder: Path) -> None:
        self._files = {table.name: [_opened(path) for path in _paths(folder, table.name)] for table in TABLES}
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            self._read[name] = in_memory(name, (read_parquet(file) for file in self._files[name]))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _opened(path: Path) -> Any:
    """Open a file for Arrow: a local file by Arrow itself, any other one through Python."""
    return pa.OSFile(str(path)) if is_on_disk(path) else path.open("rb")


def read_parquet(file: Any, columns: Sequence[str] | None = None) -> pa.Table:
    """Return the rows of an opened Parquet file.

    Threads are off: a thread of Arrow that still holds a Python file when the interpreter exits aborts the process
    ("terminate called without an active exception", about 1 in 60 builds on a busy machine).
    """
    return pq.ParquetFile(file, pre_buffer=False).read(columns=columns, use_threads=False)


def parquet_names(folder: Path) -> dict[str, list[str]]:
    """Return the files of each table in a folder, relative to it, with `/`."""
    names = (table.name for table in TABLES)
    return {name: [path.relative_to(folder).as_posix() for path in _paths(folder, name)] for name in names}


def _paths(folder: Path, name: str) -> list[Path]:
    """Return a table's files: those in `.next` if a build was killed while it moved them to their places."""
    finished = (folder / NEXT / MANIFEST).is_file()
    for place in (folder / NEXT, folder) if finished else (folder,):
        if (place / name).is_dir():
            return sorted((place / name).glob(f"{YEAR}=*/*.parquet"))
        if (place / f"{name}.parquet").is_file():
            return [place / f"{name}.parquet"]
    raise FileNotFoundError(f"{name}.parquet")


def build_version(folder: Path) -> tuple[int, int] | None:
    """Return numbers that identify the build of the tables in a folder; None without tables."""
    for manifest_file in (folder / NEXT / MANIFEST, folder / MANIFEST):
        with suppress(FileNotFoundError, NotADirectoryError):
            version = manifest_file.stat()
            return version.st_ino, version.st_mtime_ns
    return None
