"""Apply the plans of a merge to a slice of a table: which rows are kept, and their ids."""

from __future__ import annotations

from collections.abc import Sequence
from operator import or_
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from referat.corpus.meeting_documents import PARTS, key_of
from referat.corpus.meetings_merge import DocumentPlan, Merges
from referat.corpus.municipalities import Municipalities
from referat.tables.batches import DOCUMENT_NUMBER, BatchSlice, with_cells

_IDS = ("meeting_id", "item_id", "decision_id")
_ALL_KEPT = ("documents", "problems")
"""Tables whose rows are all kept, whatever document they are from."""


def fill_column(table: pa.Table, column: str, cells: list[Any]) -> pa.Table:
    """Return a table with other cells in one of its columns."""
    return with_cells(table, column, pa.array(cells, table.schema.field(column).type))


def set_document_columns(
    name: str, table: pa.Table, batch_slice: BatchSlice, municipalities: Municipalities
) -> pa.Table:
    """Return a slice of a table with the cells that are the same for all rows of a document."""
    places = pc.subtract(table[DOCUMENT_NUMBER], pa.scalar(batch_slice.first, pa.int32()))
    numbers = batch_slice.numbers

    def spread(of_document: Sequence[str | None]) -> pa.ChunkedArray:
        return pa.array(of_document, pa.large_string()).take(places)

    if "document_id" in table.column_names and name not in ("meetings", "documents"):
        documents = batch_slice.table("documents", ["document_id"])
        ids = dict(zip(documents[DOCUMENT_NUMBER].to_pylist(), documents["document_id"].to_pylist(), strict=True))
        table = with_cells(table, "document_id", spread([ids.get(number) for number in numbers]))
    if "municipality" in table.column_names:
        table = with_cells(table, "municipality", spread([municipalities.names[number] for number in numbers]))
    if "municipality_evidence" in table.column_names:
        evidence = [municipalities.evidence[number] for number in numbers]
        table = with_cells(table, "municipality_evidence", spread(evidence))
    return table


def with_corpus_ids(
    name: str, table: pa.Table, merges: Merges, batch_slice: BatchSlice, places: Sequence[str]
) -> pa.Table:
    """Return a slice of a table, merged, with ids of the corpus; `places` has the municipality of each document."""
    if name == "problems":
        return table
    if name == "documents":
        table = _documents(table, merges)
    of_slice = [places[number] for number in batch_slice.numbers]
    return _with_ids(name, table, merges, of_slice, batch_slice.first)


def apply_merges(name: str, table: pa.Table, merges: Merges) -> pa.Table:
    """Return a slice of a table without the rows that another document supplies; ids are unchanged."""
    numbers = table[DOCUMENT_NUMBER].to_pylist()
    if name not in _ALL_KEPT and not merges.plans.keys().isdisjoint(numbers):
        plans = [merges.plans.get(number) for number in numbers]
        keeps = _keeps(name, table, plans)
        mask = pa.array(keeps)
        plans = [plan for plan, keep in zip(plans, keeps, strict=True) if keep]
        return _changed(name, table.filter(mask), plans)
    return table


def _documents(table: pa.Table, merges: Merges) -> pa.Table:
    numbers = table[DOCUMENT_NUMBER].to_pylist()
    used = [number not in merges.plans or merges.plans[number].used for number in numbers]
    table = fill_column(table, "used", used)
    ids = [merges.meeting_ids[number] for number in numbers]
    alias = [name.partition("/")[2] or None for name in ids]
    return fill_column(table, "meeting_alias", alias)


def _keeps(name: str, table: pa.Table, plans: Sequence[DocumentPlan | None]) -> list[bool]:
    """Return which rows of a table of a batch are kept; `plans` has the plan of each row's document."""
    if name == "meetings":
        return [plan is None or plan.base for plan in plans]
    if name == "attendance":
        positions = table["position"].to_pylist()
        return [plan is None or position in plan.attendees for plan, position in zip(plans, positions, strict=True)]
    keys = [key_of(item) for item in table["item_id"].to_pylist()]
    keeps = [plan is None or key in plan.keys for plan, key in zip(plans, keys, strict=True)]
    if name not in PARTS or not any(plan is not None and plan.added for plan in plans):
        return keeps
    return list(map(or_, keeps, _adds(name, table, plans, keys)))


def _adds(name: str, table: pa.Table, plans: Sequence[DocumentPlan | None], keys: list[str]) -> list[bool]:
    """Return which rows are parts of an item that only this document has."""
    rows = zip(plans, keys, table["position"].to_pylist(), table["line_start"].to_pylist(), strict=True)
    return [plan is not None and _is_added(plan, name, key, *place) for plan, key, *place in rows]


def _is_added(plan: DocumentPlan, name: str, key: str, position: int, line: int | None) -> bool:
    return key in plan.added and plan.added[key].has(name, position, line)


def _changed(name: str, table: pa.Table, plans: Sequence[DocumentPlan | None]) -> pa.Table:
    """Return the kept rows, with the cells that a merge changes, except ids."""
    if name == "meetings":
        return _with_status(table, plans)
    if name == "attendance":
        positions = zip(plans, table["position"].to_pylist(), strict=True)
        return fill_column(table, "position", [p.attendees[position] if p else position for p, position in positions])
    if name == "items":
        return _changed_items(table, plans)
    if name in PARTS:
        return _with_positions(name, table, plans)
    return table


def _with_positions(name: str, table: pa.Table, plans: Sequence[DocumentPlan | None]) -> pa.Table:
    """Return parts of items; added ones get positions after the existing ones."""
    rows = zip(plans, table["item_id"].to_pylist(), table["position"].to_pylist(), strict=True)
    positions = [
        position + plan.added[key_of(item)].rows[name] if plan and key_of(item) in plan.added else position
        for plan, item, position in rows
    ]
    return fill_column(table, "position", positions)


def _with_status(table: pa.Table, plans: Sequence[DocumentPlan | None]) -> pa.Table:
    status = [(plan and plan.status) or now for plan, now in zip(plans, table["status"].to_pylist(), strict=True)]
    table = fill_column(table, "status", status)
    if "attendance_recorded" not in table.column_names:
        return table
    recorded = zip(plans, table["attendance_recorded"].to_pylist(), strict=True)
    return fill_column(table, "attendance_recorded", [p.attendance_recorded if p else now for p, now in recorded])


def _changed_items(table: pa.Table, plans: Sequence[DocumentPlan | None]) -> pa.Table:
    keys = [key_of(item) for item in table["item_id"].to_pylist()]
    if "closed" in table.column_names:
        closed = zip(plans, keys, table["closed"].to_pylist(), strict=True)
        table = fill_column(table, "closed", [now or (p is not None and key in p.closed) for p, key, now in closed])
    if "position" in table.column_names:
        positions = zip(plans, keys, table["position"].to_pylist(), strict=True)
        table = fill_column(table, "position", [p.positions[key] if p else now for p, key, now in positions])
    return table


def _with_ids(name: str, table: pa.Table, merges: Merges, places: Sequence[str], first: int) -> pa.Table:
    """Return a table with ids of the corpus; the `meeting_id` of a reference is another meeting's and unchanged."""
    columns = [c for c in _IDS if c in table.column_names and (name, c) != ("references", "meeting_id")]
    changed = merges.plans.keys() | merges.renamed
    numbers = table[DOCUMENT_NUMBER]
    is_unchanged = changed.isdisjoint(numbers.to_pylist())
    for column in columns:
        ids = table[column]
        if any(places):
            table = with_cells(table, column, _prefixed(ids, numbers, places, first))
        if not is_unchanged:
            rows = zip(ids.to_pylist(), table[column].to_pylist(), numbers.to_pylist(), strict=True)
            cells = [_corpus_id(id_, n, merges) if n in changed else plain for id_, plain, n in rows]
            table = fill_column(table, column, cells)
    return table


def _prefixed(ids: pa.ChunkedArray, numbers: pa.ChunkedArray, places: Sequence[str], first: int) -> pa.ChunkedArray:
    """Return the ids of rows, prefixed with the municipality of their document if it is known."""
    prefixes = pa.array([f"{place}/" if place else "" for place in places], ids.type)
    prefix = prefixes.take(pc.subtract(numbers, pa.scalar(first, pa.int32())))
    return pc.binary_join_element_wise(prefix, ids, pa.scalar("", ids.type))


def _corpus_id(id_: str | None, number: int, merges: Merges) -> str | None:
    """Return the id in the corpus for an id in a document; None for None."""
    if id_ is None:
        return None
    _, colon, rest = id_.partition(":")
    plan = merges.plans.get(number)
    if plan and rest:
        key, more, position = rest.partition(":")
        rest = plan.key_in_meeting(key) + more + position
    return merges.meeting_ids[number] + colon + rest
