"""Batches: the rows of several files as Arrow tables in one archive, in a file or in memory.

A batch is the result of one worker's task, and what is cached for the next build. Its tables have the columns of the
registry and `document_number`, the position in the batch of the document that a row was read from. A document is one
meeting of one file; problems of a file outside its meetings have a document number, too.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from functools import cache, cached_property
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from referat.facts.item_features import FEATURES
from referat.records.rows import Row, Rows
from referat.schema.registry import TABLES
from referat.tables.frames import schema

DOCUMENT_NUMBER = "document_number"
CASE = "case"
"""The case number of a decision's item, kept with the decision while tables are assembled."""

PORTAL_SAYS = "portal_says"
"""Whether the portal marks an item as open or closed; used if the portal uses such marks at all."""

_NUMBER_TYPE = pa.int32()
_BESIDE = {
    "decisions": [pa.field(CASE, pa.large_string())],
    "items": [
        pa.field(PORTAL_SAYS, pa.large_string()),
        *(
            pa.field(name, pa.date32() if name == "told_on" else pa.large_string())
            for name in FEATURES
            if name not in schema("items").names
        ),
    ],
    "references": [pa.field("context", pa.large_string())],
}
"""Columns of a batch that are not in the registry; see `facts.item_features` and `facts.references`."""

_FILES = "files.json"

_HEADER = 30
"""The length of what an archive has before the name of an entry; `_archive` neither packs entries nor adds to it."""

# Compression to a quarter of the size, for a hundredth of the time of reading.
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


@dataclass(frozen=True, slots=True)
class File:
    """A file of a batch: its path below RAW, the hash of its bytes, and its number of documents."""

    source: str
    sha256: str
    documents: int


class Batch:
    """The tables of several files; made by `pack`."""

    def __init__(self, where: Path | bytes) -> None:
        self.where = where

    @contextmanager
    def _open(self) -> Iterator[zipfile.ZipFile]:
        opened = BytesIO(self.where) if isinstance(self.where, bytes) else self.where.open("rb")
        with opened as file, zipfile.ZipFile(file) as archive:
            yield archive

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        """Where each entry of the archive begins and how long it is; read once, for every table is read many times."""
        with self._open() as archive:
            entries = archive.infolist()
        return {e.filename: (e.header_offset + _HEADER + len(e.filename), e.file_size) for e in entries}

    def _read(self, name: str) -> bytes:
        start, length = self._places[name]
        if isinstance(self.where, bytes):
            return self.where[start : start + length]
        with self.where.open("rb") as file:
            file.seek(start)
            return file.read(length)

    @cached_property
    def files(self) -> tuple[File, ...]:
        """The files, in the order of their documents."""
        return tuple(File(*file) for file in json.loads(self._read(_FILES)))

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a table, or columns of it, with rows in the order of their documents."""
        stored = [field.name for field in _fields(name)]
        wanted = None if columns is None else [stored.index(column) for column in columns]
        # Tables are decompressed on demand, which halves the time of indexing a corpus.
        options = pa.ipc.IpcReadOptions(included_fields=wanted, use_threads=False)
        with pa.ipc.open_stream(self._read(name), options=options) as stream:
            return stream.read_all()

    def is_whole(self) -> bool:
        """Return whether the archive can be read to its end."""
        try:
            with self._open() as archive:
                return archive.testzip() is None and bool(self.files)
        except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError):
            return False


def pack(rows_by_file: Iterable[Sequence[Rows]]) -> bytes:
    """Return the archive of a batch from the rows of its files."""
    of_files = [rows for rows in rows_by_file if rows]
    files = [File(rows[0].source, rows[0].sha256, len(rows)) for rows in of_files]
    documents = [document.tables for rows in of_files for document in rows]
    for tables in documents:
        _beside(tables)
    return _archive(
        files, {table.name: _table(table.name, [tables[table.name] for tables in documents]) for table in TABLES}
    )


def _beside(tables: Mapping[str, list[Row]]) -> None:
    """Fill the cells that depend on other rows of the same meeting."""
    case_of = {item["item_id"]: item["case_number"] for item in tables["items"]}
    for decision in tables["decisions"]:
        decision[CASE] = case_of[decision["item_id"]]
    positions: Counter[str] = Counter()
    for reference in tables["references"]:
        positions[reference["item_id"]] += 1
        reference["position"] = positions[reference["item_id"]]


def _table(name: str, documents: Sequence[list[Row]]) -> pa.Table:
    rows = [row for document in documents for row in document]
    *fields, _ = _fields(name)
    columns = {field.name: _column(_cells(rows, field.name), field.type) for field in fields}
    number = [position for position, document in enumerate(documents) for _ in document]
    return pa.table(columns | {DOCUMENT_NUMBER: pa.array(number, _NUMBER_TYPE)})


def _cells(rows: Sequence[Row], column: str) -> list[Any]:
    """Return the cells of a column; a column is in all rows of a table or in none."""
    return list(map(itemgetter(column), rows)) if rows and column in rows[0] else [None] * len(rows)


@cache
def _fields(name: str) -> list[pa.Field]:
    """Return the columns of a table in a batch."""
    return [*schema(name), *_BESIDE.get(name, []), pa.field(DOCUMENT_NUMBER, _NUMBER_TYPE)]


def _column(cells: list[Any], type_: pa.DataType) -> pa.Array:
    return pa.array(cells, pa.date32()).cast(type_) if pa.types.is_timestamp(type_) else pa.array(cells, type_)


def empty(name: str, columns: Sequence[str]) -> pa.Table:
    """Return a table without rows, with the given columns and `document_number`."""
    return pa.schema([field for field in _fields(name) if field.name in (*columns, DOCUMENT_NUMBER)]).empty_table()


def _renumbered(table: pa.Table, numbers: Sequence[int | None]) -> pa.Table:
    """Return the rows of documents that have a new number, with that number."""
    number = pa.array(numbers, _NUMBER_TYPE).take(table[DOCUMENT_NUMBER])
    return with_cells(table, DOCUMENT_NUMBER, number).filter(pc.is_valid(number))


def with_cells(table: pa.Table, column: str, cells: pa.Array | pa.ChunkedArray) -> pa.Table:
    """Return a table with other cells in one of its columns."""
    return table.set_column(table.column_names.index(column), column, cells)


def _archive(files: Iterable[File], tables: Mapping[str, pa.Table]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo(_FILES), json.dumps([astuple(file) for file in files]))
        for name, table in tables.items():
            with (
                archive.open(zipfile.ZipInfo(name), "w") as file,
                pa.ipc.new_stream(file, table.schema, options=_PACKED) as writer,
            ):
                writer.write_table(table)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class BatchSlice:
    """Consecutive documents of a batch, from `start` to `stop` (exclusive).

    `first` is the number of the first one in the corpus.
    """

    batch: Batch
    start: int
    stop: int
    first: int

    @property
    def numbers(self) -> range:
        """The numbers of the documents in the corpus."""
        return range(self.first, self.first + self.stop - self.start)

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the rows of these documents, with their numbers in the corpus."""
        table = self.batch.table(name, [*columns, DOCUMENT_NUMBER] if columns is not None else None)
        numbers = table[DOCUMENT_NUMBER].to_numpy()
        begin, end = (int(n) for n in numbers.searchsorted([self.start, self.stop]))
        rows = table.slice(begin, end - begin)
        number = pc.add(rows[DOCUMENT_NUMBER], pa.scalar(self.first - self.start, _NUMBER_TYPE))
        return with_cells(rows, DOCUMENT_NUMBER, number)


def slices(batches: Iterable[Batch], sources: Iterable[str]) -> list[BatchSlice]:
    """Return the documents of the batches in the order of their files."""
    place = {file.source: (batch, start, file.documents) for batch in batches for file, start in _starts(batch)}
    batch_slices: list[BatchSlice] = []
    first = 0
    for source in sources:
        batch, start, documents = place[source]
        if batch_slices and batch_slices[-1].batch is batch and batch_slices[-1].stop == start:
            last = batch_slices.pop()
            batch_slices.append(BatchSlice(batch, last.start, start + documents, last.first))
        else:
            batch_slices.append(BatchSlice(batch, start, start + documents, first))
        first += documents
    return batch_slices


def _starts(batch: Batch) -> Iterator[tuple[File, int]]:
    start = 0
    for file in batch.files:
        yield file, start
        start += file.documents


def join(batches: Iterable[Batch], sources: Sequence[str]) -> bytes:
    """Return the archive of one batch with these sources in order; each table is decompressed once."""
    file_of = {file.source: (batch, start, file) for batch in batches for file, start in _starts(batch)}
    files = []
    numbers: dict[Batch, list[int | None]] = {}
    first = 0
    for source in sources:
        batch, start, file = file_of[source]
        new = numbers.setdefault(batch, [None] * sum(each.documents for each in batch.files))
        new[start : start + file.documents] = range(first, first + file.documents)
        first += file.documents
        files.append(file)
    return _archive(files, {table.name: _joined(table.name, numbers) for table in TABLES})


def _joined(name: str, numbers: Mapping[Batch, Sequence[int | None]]) -> pa.Table:
    table = pa.concat_tables([_renumbered(batch.table(name), new) for batch, new in numbers.items()])
    order = pc.sort_indices(table[DOCUMENT_NUMBER])  # a stable sort keeps the order of rows within a document
    return table.take(order).combine_chunks()


def single_batch(rows: Sequence[Rows]) -> list[BatchSlice]:
    """Return rows that were read together as slices of a corpus."""
    batch = Batch(pack([rows]))
    return slices([batch], [file.source for file in batch.files])
