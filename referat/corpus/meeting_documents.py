"""Documents of meetings with the facts needed to merge them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import regex as re

from referat.facts.titles import title_key
from referat.schema.registry import AGENDA_KINDS
from referat.tables.batches import DOCUMENT_NUMBER, PORTAL_SAYS, BatchSlice, empty
from referat.vocabulary import slug

PARTS = ("sections", "recommendations", "attachments", "announced_route", "references")
"""Tables of the parts of an item's text, whose rows are counted by `position` within the item."""

_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A section of an item in one document: its kind, its position and its lines."""

    kind: str
    position: int
    first: int | None
    last: int | None


@dataclass(slots=True)
class DocumentItem:
    """An item in one document; `key` is its part of the id, `decisions` are hashes of texts.

    `rows` counts the rows of its parts by table.
    """

    key: str
    position: int
    label: str | None
    title: str | None
    case_number: str | None
    closed: bool
    standing: bool
    portal_id: str | None
    decisions: set[int] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)
    sections: list[DocumentSection] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)

    @property
    def words(self) -> str:
        """The title for comparison: its letters and digits, without a mark of a closed item."""
        return letters(self.title or "") if title_key(self.title or "") else ""


@dataclass(slots=True)
class MeetingDocument:
    """A document of a meeting; `meeting_id` is the meeting's id according to this document."""

    number: int
    meeting_id: str
    municipality: str | None
    body: str | None
    body_key: str | None
    day: date | None
    start_time: str | None
    kind: str
    status: str
    reader: str
    source: str
    line: int | None
    portal_id: str | None
    released: date | None
    items: list[DocumentItem] = field(default_factory=list)
    attendees: list[str] = field(default_factory=list)

    @property
    def is_agenda(self) -> bool:
        """Whether the document was written before the meeting."""
        return self.kind in AGENDA_KINDS

    @property
    def adds(self) -> bool:
        """Whether the document supplements another one of the meeting: a supplement or the closed part."""
        return self.kind.startswith(("supplementary", "closed"))

    @property
    def minute(self) -> int | None:
        """The start of the meeting, in minutes after midnight."""
        hour, _, minute = (self.start_time or "").partition(":")
        return int(timedelta(hours=int(hour), minutes=int(minute)).total_seconds() // 60) if minute else None


def letters(text: str) -> str:
    """Return the letters and digits of a text, case-folded; line ends and hyphens do not change them."""
    return _NO_WORD.sub("", text.casefold())


def text_hash(text: str) -> int:
    """Return a hash that is equal for texts with the same letters."""
    return int.from_bytes(blake2b(letters(text).encode("utf-8", "replace"), digest_size=8).digest())


def gather_documents(
    batch_slices: Sequence[BatchSlice], municipalities: Sequence[str | None]
) -> dict[int, MeetingDocument]:
    """Return the documents of a corpus by number, without items; `municipalities` has one per number."""
    columns = ["meeting_id", "body", "body_key", "date", "start_time", "status", "reader", "source", "line_start"]
    meetings = gather(batch_slices, "meetings", columns)
    documents = gather(batch_slices, "documents", ["kind", "portal_id", "released"]).drop_columns(DOCUMENT_NUMBER)
    cells = zip(*(column.to_pylist() for column in (*meetings.columns, *documents.columns)), strict=True)
    names = [*meetings.column_names, *documents.column_names]
    return {
        row[DOCUMENT_NUMBER]: _document(row, municipalities)
        for row in (dict(zip(names, c, strict=True)) for c in cells)
    }


def _document(row: dict[str, Any], municipalities: Sequence[str | None]) -> MeetingDocument:
    number = row[DOCUMENT_NUMBER]
    return MeetingDocument(
        number,
        row["meeting_id"],
        municipalities[number],
        row["body"],
        row["body_key"],
        row["date"].date() if row["date"] else None,
        row["start_time"],
        row["kind"],
        row["status"],
        row["reader"],
        row["source"],
        row["line_start"],
        row["portal_id"],
        row["released"].date() if row["released"] else None,
    )


def gather(
    batch_slices: Sequence[BatchSlice], name: str, columns: Sequence[str], numbers: Collection[int] | None = None
) -> pa.Table:
    """Return columns of a table over the corpus, of all documents or those with the given numbers."""
    tables = [empty(name, columns)]
    for batch_slice in batch_slices:
        if numbers is None:
            tables.append(batch_slice.table(name, columns))
        elif wanted := [number for number in batch_slice.numbers if number in numbers]:
            table = batch_slice.table(name, columns)
            tables.append(table.filter(pc.is_in(table[DOCUMENT_NUMBER], pa.array(wanted, pa.int32()))))
    return pa.concat_tables(tables)


def rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of an Arrow table."""
    names = table.column_names
    for cells in zip(*(column.to_pylist() for column in table.columns), strict=True):
        yield dict(zip(names, cells, strict=True))


def add_contents(
    documents: dict[int, MeetingDocument],
    numbers: Collection[int],
    batch_slices: Sequence[BatchSlice],
    open_places: Collection[str],
) -> None:
    """Fill in the items and attendees of the documents with the given numbers.

    A mark of the portal closes an item if the portal uses marks: in `open_places`, slugs of municipalities.
    """
    items: dict[tuple[int, str], DocumentItem] = {}
    columns = ["item_id", "position", "label", "title", "case_number", "closed", "standing", "portal_id", PORTAL_SAYS]
    for row in rows(gather(batch_slices, "items", columns, numbers)):
        document, key = documents[row[DOCUMENT_NUMBER]], key_of(row["item_id"])
        closed = row["closed"] or (row[PORTAL_SAYS] == "closed" and slug(document.municipality or "") in open_places)
        cells = {name: row[name] for name in ("position", "label", "title", "case_number", "standing", "portal_id")}
        item = DocumentItem(key=key, closed=closed, **cells)
        items[document.number, key] = item
        document.items.append(item)
    for row in rows(gather(batch_slices, "decisions", ["item_id", "text"], numbers)):
        items[row[DOCUMENT_NUMBER], key_of(row["item_id"])].decisions.add(text_hash(row["text"] or ""))
    for table, column in (("item_attendance", "name"), ("votes", "person")):
        for row in rows(gather(batch_slices, table, ["item_id", column], numbers)):
            if row[column]:
                items[row[DOCUMENT_NUMBER], key_of(row["item_id"])].persons.add(row[column])
    _add_parts(items, numbers, batch_slices)
    for row in rows(gather(batch_slices, "attendance", ["name"], numbers)):
        documents[row[DOCUMENT_NUMBER]].attendees.append(row["name"])


def _add_parts(
    items: Mapping[tuple[int, str], DocumentItem], numbers: Collection[int], batch_slices: Sequence[BatchSlice]
) -> None:
    """Fill the sections of the items, and count the rows of their parts."""
    columns = ["item_id", "section", "position", "line_start", "line_end"]
    for row in rows(gather(batch_slices, "sections", columns, numbers)):
        section = DocumentSection(row["section"], row["position"], row["line_start"], row["line_end"])
        items[row[DOCUMENT_NUMBER], key_of(row["item_id"])].sections.append(section)
    for table in PARTS:
        for row in rows(gather(batch_slices, table, ["item_id"], numbers)):
            items[row[DOCUMENT_NUMBER], key_of(row["item_id"])].rows[table] += 1


def key_of(item_id: str) -> str:
    """Return the item's part of an item id."""
    return item_id.partition(":")[2].partition(":")[0]


def groups_of_a_day(documents: dict[int, MeetingDocument]) -> list[list[MeetingDocument]]:
    """Return the documents grouped by municipality, body and date; incomplete ones are groups of their own."""
    groups: defaultdict[tuple[object, ...], list[MeetingDocument]] = defaultdict(list)
    for document in documents.values():
        known = document.body_key and document.day
        place = slug(document.municipality or "")
        groups[(place, document.body_key, document.day) if known else (document.number,)].append(document)
    return list(groups.values())
