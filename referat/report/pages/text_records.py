"""Records for the page of each document: the text of its open items by sections and lines, as in the tables.

Links lead to sections: the tables keep the first and last line of a section and its text, whose line ends can differ
from those of the file. `referat show FILE` prints a file line by line.
"""

from __future__ import annotations

from collections.abc import Iterator

from referat.report.pages.agenda_index import AgendaIndex
from referat.report.pages.table_rows import Row, rows_by, rows_of
from referat.tables.frames import Tables

MOST_WEIGHT = 30_000_000
"""Bytes of all pages above which a report has no pages of text, so that it stays below 40 MB."""
_ITEM_WEIGHT = 2_000
"""Approximate bytes of an item on all other pages."""

_SECTION = ("item_id", "heading", "text", "line_start", "line_end")


class TextRecords:
    """Makes the record of a document from the sections of its open items; a document without any has no page."""

    def __init__(self, tables: Tables, agenda: AgendaIndex) -> None:
        self._agenda = agenda
        weight = _letters(tables) + _ITEM_WEIGHT * len(agenda.items)
        sections = [] if weight > MOST_WEIGHT else rows_of(tables, "sections", *_SECTION)
        self._sections = rows_by((row for row in sections if row["text"] and self._is_open(row["item_id"])), "item_id")
        items = [item for item in agenda.items.values() if item["item_id"] in self._sections and item["document_id"]]
        self._documents = rows_by(items, "document_id")

    def __len__(self) -> int:
        """Return the number of documents with a page."""
        return len(self._documents)

    def __contains__(self, document_id: str | None) -> bool:
        """Return whether a document has a page."""
        return document_id in self._documents

    def records(self) -> Iterator[tuple[str, Row]]:
        """Yield the record of each document with its id."""
        for document_id, items in self._documents.items():
            meeting = items[0]["meeting"]
            yield (
                document_id,
                {
                    "source": items[0]["source"],
                    "meeting": meeting["meeting_id"],
                    "date": meeting["date"],
                    "body": meeting["body"],
                    "items": [self._item(item) for item in items],
                },
            )

    def _is_open(self, item_id: str) -> bool:
        return item_id in self._agenda.items and not self._agenda.items[item_id]["closed"]

    def _item(self, item: Row) -> Row:
        sections = self._sections[item["item_id"]]
        return {
            "id": item["item_id"],
            "matter": item["matter_id"],
            "label": item["label"],
            "title": item["title"],
            "lines": [item["line_start"], item["line_end"]],
            "sections": [[row["heading"], row["text"], row["line_start"], row["line_end"]] for row in sections],
        }


def _letters(tables: Tables) -> int:
    """Return the number of letters in the text of all sections; 0 if this build lacks the table."""
    try:
        return int(tables["sections"]["text"].str.len().sum())
    except KeyError:
        return 0
