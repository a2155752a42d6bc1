"""Index of the matters of a corpus: columns of items and references, and the tables `matters` and `links`.

It is built from completed items, references and meetings, batch by batch, independent of how documents were merged.
Only a few short cells per item are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from referat.corpus.corpus_settings import MatterRuling
from referat.corpus.linked_items import ItemColumns, LinkThresholds, sorted_by_time
from referat.corpus.matter_grouping import Matters, find_matters
from referat.corpus.matter_links import Citation
from referat.facts.item_features import FEATURES
from referat.records.rows import Row
from referat.schema.problem_codes import problem
from referat.tables.batches import empty, with_cells
from referat.tables.frames import typed

Batches = Callable[[str], Iterable[pa.Table]]

_ITEMS = [
    "item_id",
    "meeting_id",
    "number",
    "title",
    "title_key",
    "case_number",
    "standing",
    "closed",
    "minuted",
    *FEATURES,
]
_REFERENCES = ["item_id", "kind", "body", "date", "item_number", "direction", "text", "context"]


@dataclass(slots=True)
class MatterIndex:
    """Cells that matters fill in other tables; `items` and `mentioned` are in the order of the completed rows."""

    items: pa.Table
    mentioned: pa.Array
    matters: pd.DataFrame
    links: pd.DataFrame
    problems: list[Row]

    def fill(self, name: str, batches: Iterable[pa.Table]) -> Iterator[pa.Table]:
        """Yield the batches of a table with the cells that matters fill, in order."""
        columns = {"items": self.items, "references": pa.table({"mentioned_item_id": self.mentioned})}.get(
            name, _NOTHING
        )
        start = 0
        for batch in batches:
            for column in columns.column_names:
                batch = with_cells(batch, column, columns[column].slice(start, len(batch)))
            start += len(batch)
            yield batch


_NOTHING = pa.table({})


def index_matters(
    batches: Batches, rulings: Sequence[MatterRuling] = (), limits: LinkThresholds | None = None
) -> MatterIndex:
    """Return the matters of the corpus; `batches` returns the completed batches of a table by its name."""
    limits = limits or LinkThresholds()
    rows = _gathered("items", batches("items"), _ITEMS)
    rows["position"] = range(len(rows))
    rows = sorted_by_time(rows.join(_meetings(batches), on="meeting_id"))
    rows["dealt_with"] = rows["minuted"] & (rows["status"] == "held")
    items = ItemColumns(rows, limits)
    place = {item_id: i for i, item_id in enumerate(items.item_id)}
    references = _gathered("references", batches("references"), _REFERENCES)
    citations = _citations(references, items, place)
    problems, known = _checked(rulings, place)
    matters = find_matters(items, citations, known, limits)
    mentioned = _mentioned(references, items, place)
    return MatterIndex(
        _of_items(matters, rows, items), mentioned, _matters(matters, rows), _links(matters, items), problems
    )


def _gathered(name: str, tables: Iterable[pa.Table], columns: Sequence[str]) -> pd.DataFrame:
    """Return columns of a table over the whole corpus."""
    batches = [empty(name, columns).select(columns), *(table.select(columns) for table in tables)]
    data: pd.DataFrame = pa.concat_tables(batches).to_pandas()
    return data


def _meetings(batches: Batches) -> pd.DataFrame:
    """Return body, date and municipality of each meeting by its id, and its rank among the meetings of its date."""
    columns = ["meeting_id", "municipality", "body", "date", "start_time", "status"]
    meetings = _gathered("meetings", batches("meetings"), columns)
    meetings = meetings.sort_values(["date", "start_time", "meeting_id"], na_position="first", kind="stable")
    meetings["meeting"] = range(len(meetings))
    return meetings.drop(columns="start_time").drop_duplicates("meeting_id").set_index("meeting_id")


def _citations(references: pd.DataFrame, items: ItemColumns, place: Mapping[str, int]) -> dict[int, list[Citation]]:
    """Return the citations of each item: earlier dates, with body and item number where given."""
    cited = references[(references["kind"] == "meeting") & (references["direction"] == "earlier")]
    cited = cited.dropna(subset="date")
    vocabulary = {word: n for n, word in enumerate(items.vocabulary)}
    days = cited["date"].to_numpy("datetime64[D]").astype(int)
    citations: defaultdict[int, list[Citation]] = defaultdict(list)
    numbers = cited["item_number"].astype(object).where(cited["item_number"].notna(), None).tolist()
    columns = (cited[name].to_numpy() for name in ("item_id", "body", "text", "context"))
    for item_id, body, text, context, number, day in zip(*columns, numbers, days.tolist(), strict=True):
        words = frozenset(vocabulary[word] for word in (context or "").split() if word in vocabulary)
        whose = items.body_of(body) if isinstance(body, str) else None
        citations[place[item_id]].append(Citation(whose, day, number, text, words))
    return citations


def _mentioned(references: pd.DataFrame, items: ItemColumns, place: Mapping[str, int]) -> pa.Array:
    """Return the id of the item that each reference gives by meeting and number; None if there is none."""
    days = references["date"].to_numpy("datetime64[D]").astype(int).tolist()
    columns = (references[name].to_numpy() for name in ("item_id", "body", "item_number"))
    ids = []
    for item_id, body, number, day in zip(*columns, days, strict=True):
        named = None if pd.isna(number) else items.numbered(place[item_id], body, day, int(number))
        ids.append(items.item_id[named] if named is not None else None)
    return pa.array(ids, pa.large_string())


def _checked(rulings: Sequence[MatterRuling], place: Mapping[str, int]) -> tuple[list[Row], list[MatterRuling]]:
    """Return problems for unknown ids in rulings, and the rulings without them."""
    problems: list[Row] = []
    known = []
    for ruling in rulings:
        missing = (item for item in ruling.items if item not in place)
        problems += [problem("settings_unknown_item", ruling.source, detail=f"`{item}`") for item in missing]
        items = tuple(item for item in ruling.items if item in place)
        if len(items) > 1:
            known.append(MatterRuling(items, ruling.same, ruling.reason, ruling.source))
    return problems, known


def _of_items(matters: Matters, rows: pd.DataFrame, items: ItemColumns) -> pa.Table:
    """Return the columns of the items, in their original order."""
    order = rows["position"].to_numpy().argsort()
    ids = pa.array(items.item_id, pa.large_string())
    return pa.table(
        {
            "matter_id": ids.take(pa.array(matters.matter_of, pa.int64())).take(pa.array(order)),
            "round": pa.array(matters.round_of, pa.int64()).take(pa.array(order)),
            "return_kind": pa.array(matters.return_kind, pa.large_string()).take(pa.array(order)),
        }
    )


def _matters(matters: Matters, rows: pd.DataFrame) -> pd.DataFrame:
    data = pd.DataFrame(matters.matters, columns=list(_MATTER_COLUMNS))
    first, last = rows.iloc[data["first"].tolist()], rows.iloc[data["last"].tolist()]
    since = data["owed_since"]
    days = rows["date"].reindex(since.dropna().astype(int))
    return typed(
        "matters",
        data.assign(
            matter_id=first["item_id"].to_numpy(),
            municipality=first["municipality"].replace("", None).to_numpy(),
            title=last["title"].to_numpy(),
            first_seen=first["date"].to_numpy(),
            last_seen=last["date"].to_numpy(),
            last_decision_type=last["decided"].replace("", None).to_numpy(),
            owed_since=pd.Series(days.to_numpy(), index=since.dropna().index).reindex(data.index),
        ),
    )


_MATTER_COLUMNS = (
    *("first", "last", "case_numbers", "kind", "items", "meetings", "bodies", "rounds", "returns", "closed"),
    *("state", "owed_by", "owed_since", "owed_words"),
)


def _links(matters: Matters, items: ItemColumns) -> pd.DataFrame:
    rows: list[dict[str, Any]] = [
        {
            "item_id": items.item_id[link.later],
            "earlier_item_id": items.item_id[link.earlier],
            "kind": link.kind,
            "same_matter": same,
            "rule": link.rule,
            "evidence": link.evidence or None,
        }
        for link, same in matters.links
    ]
    columns = ["item_id", "earlier_item_id", "kind", "same_matter", "rule", "evidence"]
    return typed("links", pd.DataFrame(rows, columns=columns))
