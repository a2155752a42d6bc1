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
from itertools import accumulate
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
_EXTRA_COLUMNS = {
    "decisions": [pa.field(CASE, pa.large_string())],
    "items": [
        pa.field(PORTAL_SAYS, pa.large_string()),
        *(
            pa.field(name, pa.date32() if name == "deferral_day" else pa.large_string())
            for name in FEATURES
            if name not in schema("items").names
        ),
    ],
    "references": [pa.field("context", pa.large_string())],
}
"""Columns of a batch that are not in the registry; see `facts.item_features` and `facts.references`."""

_FILES = "files.json"

_HEADER = 30
"""Length of a ZIP header before the name of an entry; `_archive` writes entries uncompressed, without extra fields."""

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
        _fill_across_rows(tables)
    return _archive(
        files, {table.name: _table(table.name, [tables[table.name] for tables in documents]) for table in TABLES}
    )


def _fill_across_rows(tables: Mapping[str, list[Row]]) -> None:
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
    return [*schema(name), *_EXTRA_COLUMNS.get(name, []), pa.field(DOCUMENT_NUMBER, _NUMBER_TYPE)]


def _column(cells: list[Any], type_: pa.DataType) -> pa.Array:
    return pa.array(cells, pa.date32()).cast(type_) if pa.types.is_timestamp(type_) else pa.array(cells, type_)


def empty(name: str, columns: Sequence[str]) -> pa.Table:
    """Return a table without rows, with the given columns and `document_number`."""
    return pa.schema([field for field in _fields(name) if field.name in (*columns, DOCUMENT_NUMBER)]).empty_table()


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
        return self.cut(self.batch.table(name, [*columns, DOCUMENT_NUMBER] if columns is not None else None))

    def cut(self, table: pa.Table) -> pa.Table:
        """Return the rows of these documents in a table of the batch, with their numbers in the corpus."""
        numbers = table[DOCUMENT_NUMBER].to_numpy()
        begin, end = (int(n) for n in numbers.searchsorted([self.start, self.stop]))
        rows = table.slice(begin, end - begin)
        number = pc.add(rows[DOCUMENT_NUMBER], pa.scalar(self.first - self.start, _NUMBER_TYPE))
        return with_cells(rows, DOCUMENT_NUMBER, number)


_Places = Mapping[str, tuple[Batch, int, File]]
"""Position of each source's documents: the batch, and the number of the first one in it."""


def slices(batches: Iterable[Batch], sources: Iterable[str]) -> list[BatchSlice]:
    """Return the documents of the batches in the order of their files."""
    return _runs(_places(batches), sources)


def _places(batches: Iterable[Batch]) -> _Places:
    places = {}
    for batch in batches:
        starts = accumulate((file.documents for file in batch.files), initial=0)
        places.update({file.source: (batch, start, file) for file, start in zip(batch.files, starts, strict=False)})
    return places


def _runs(places: _Places, sources: Iterable[str]) -> list[BatchSlice]:
    batch_slices: list[BatchSlice] = []
    first = 0
    for source in sources:
        batch, start, file = places[source]
        if batch_slices and batch_slices[-1].batch is batch and batch_slices[-1].stop == start:
            last = batch_slices.pop()
            batch_slices.append(BatchSlice(batch, last.start, start + file.documents, last.first))
        else:
            batch_slices.append(BatchSlice(batch, start, start + file.documents, first))
        first += file.documents
    return batch_slices


def join(batches: Iterable[Batch], shares: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield the archive of one batch for each share of the sources; each table of a batch is decompressed once."""
    places = _places(batches)
    for sources in shares:
        batch_slices = _runs(places, sources)
        tables = {table.name: _joined(table.name, batch_slices) for table in TABLES}
        yield _archive([places[source][2] for source in sources], tables)


def _joined(name: str, batch_slices: Sequence[BatchSlice]) -> pa.Table:
    tables = {each.batch: each.batch.table(name) for each in batch_slices}
    return pa.concat_tables([each.cut(tables[each.batch]) for each in batch_slices]).combine_chunks()


def single_batch(rows: Sequence[Rows]) -> list[BatchSlice]:
    """Return rows that were read together as slices of a corpus."""
    batch = Batch(pack([rows]))
    return slices([batch], [file.source for file in batch.files])
