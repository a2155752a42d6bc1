"""Index of the matters of a corpus: columns of items and references, and the tables `matters` and `links`.

It is built from completed items, references and meetings, batch by batch, independent of how documents were merged.
Only a few short cells per item are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from referat.corpus.corpus_settings import MatterRuling
from referat.corpus.linked_items import ItemColumns, sorted_by_time
from referat.corpus.matter_grouping import MatterRow, Matters, find_matters
from referat.corpus.matter_links import Citation
from referat.facts.item_features import FEATURES
from referat.records.rows import Row
from referat.schema.problem_codes import problem
from referat.tables.batches import empty, with_cells
from referat.tables.frames import frame, typed

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


def index_matters(batches: Batches, rulings: Sequence[MatterRuling] = ()) -> MatterIndex:
    """Return the matters of the corpus; `batches` returns the batches of a finished table by its name.

    Matters never extend over municipalities, so each municipality is indexed by itself: memory is that of the largest
    one.
    """
    meetings = _meetings(batches)
    rows = _gathered("items", batches("items"), _ITEMS)
    references = _gathered("references", batches("references"), _REFERENCES)
    town_of = meetings["municipality"].reindex(rows["meeting_id"]).set_axis(rows["item_id"])
    problems, known = _checked(rulings, town_of)
    town_of_reference = references["item_id"].map(town_of)
    towns = [
        _of_town(_in_time(rows.iloc[places], meetings), references[town_of_reference == town], known)
        for town, places in rows.groupby(town_of.to_numpy()).indices.items()
    ]
    if not towns:
        return MatterIndex(*_NO_ITEMS, frame("matters", []), frame("links", []), problems)
    items = pd.concat([town.items for town in towns]).sort_index()
    mentioned = pd.concat([town.mentioned for town in towns]).sort_index()
    return MatterIndex(
        pa.table({name: pa.array(items[name], type_, from_pandas=True) for name, type_ in _OF_ITEMS.items()}),
        pa.array(mentioned, pa.large_string(), from_pandas=True),
        pd.concat([town.matters for town in towns], ignore_index=True),
        pd.concat([town.links for town in towns], ignore_index=True),
        problems,
    )


@dataclass(frozen=True, slots=True)
class _TownMatters:
    """The matters of one municipality; `items` and `mentioned` are indexed by position in the gathered tables."""

    items: pd.DataFrame
    mentioned: pd.Series
    matters: pd.DataFrame
    links: pd.DataFrame


_OF_ITEMS = {"matter_id": pa.large_string(), "round": pa.int64(), "return_kind": pa.large_string()}
_NO_ITEMS = pa.schema(_OF_ITEMS.items()).empty_table(), pa.array([], pa.large_string())


def _of_town(rows: pd.DataFrame, references: pd.DataFrame, rulings: Sequence[MatterRuling]) -> _TownMatters:
    items = ItemColumns(rows)
    place = {item_id: i for i, item_id in enumerate(items.item_id)}
    citations = _citations(references, items, place)
    matters = find_matters(items, citations, [ruling for ruling in rulings if ruling.items[0] in place])
    mentioned = pd.Series(_mentioned(references, items, place), references.index, "str")
    return _TownMatters(_of_items(matters, rows), mentioned, _matters(matters, rows), _links(matters, items))


def _in_time(items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return items with their meeting in chronological order; `position` is the position among the gathered ones."""
    rows = sorted_by_time(items.assign(position=items.index).join(meetings, on="meeting_id"))
    rows["dealt_with"] = rows["minuted"] & (rows["status"] == "held")
    return rows.drop(columns=["meeting_id", "status"])


def _gathered(name: str, tables: Iterable[pa.Table], columns: Sequence[str]) -> pd.DataFrame:
    """Return columns of a table over the whole corpus."""
    batches = [empty(name, columns).select(columns), *(table.select(columns) for table in tables)]
    data: pd.DataFrame = pa.concat_tables(batches).to_pandas()
    return data


def _meetings(batches: Batches) -> pd.DataFrame:
    """Return body, date and municipality of each meeting by id, and its rank among the meetings of its date.

    The meetings of the bodies of a joint meeting count as one: an item that one body put off is not back before the
    other.
    """
    columns = [
        "meeting_id",
        "municipality",
        "body",
        "date",
        "start_time",
        "status",
        "joint_with",
        "source",
        "line_start",
    ]
    meetings = _gathered("meetings", batches("meetings"), columns)
    meetings = meetings.sort_values(["date", "start_time", "meeting_id"], na_position="first", kind="stable")
    joint = meetings["source"] + ":" + meetings["line_start"].astype("str")
    sittings = joint.where(meetings["joint_with"].notna(), meetings["meeting_id"])
    meetings["meeting"] = pd.factorize(sittings)[0]
    meetings["municipality"] = meetings["municipality"].fillna("")
    return (
        meetings.drop(columns=["start_time", "joint_with", "source", "line_start"])
        .drop_duplicates("meeting_id")
        .set_index("meeting_id")
    )


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


def _mentioned(references: pd.DataFrame, items: ItemColumns, place: Mapping[str, int]) -> list[str | None]:
    """Return the id of the item that each reference names by its meeting and number; missing where there is none."""
    days = references["date"].to_numpy("datetime64[D]").astype(int).tolist()
    columns = (references[name].to_numpy() for name in ("item_id", "body", "item_number"))
    ids = []
    for item_id, body, number, day in zip(*columns, days, strict=True):
        named = None if pd.isna(number) else items.numbered(place[item_id], body, day, int(number))
        ids.append(items.item_id[named] if named is not None else None)
    return ids


def _checked(rulings: Sequence[MatterRuling], towns: pd.Series) -> tuple[list[Row], list[MatterRuling]]:
    """Return problems for ids of rulings that match no item of their municipality, and the other rulings."""
    town_of = towns[towns.index.isin([item for ruling in rulings for item in ruling.items])].to_dict()
    problems: list[Row] = []
    known = []
    for ruling in rulings:
        town = next((town_of[item] for item in ruling.items if item in town_of), None)
        items = tuple(item for item in ruling.items if item in town_of and town_of[item] == town)
        missing = (item for item in ruling.items if item not in items)
        problems += [problem("settings_unknown_item", ruling.source, detail=f"`{item}`") for item in missing]
        if len(items) > 1:
            known.append(MatterRuling(items, ruling.same, ruling.reason, ruling.source))
    return problems, known


def _of_items(matters: Matters, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of the items, indexed by their position in the corpus."""
    return pd.DataFrame(
        {
            "matter_id": rows["item_id"].take(matters.matter_of).to_numpy(),
            "round": pd.array(matters.round_of, "Int64"),
            "return_kind": pd.array(matters.return_kind, "str"),
        },
        index=rows["position"].to_numpy(),
    )


def _matters(matters: Matters, rows: pd.DataFrame) -> pd.DataFrame:
    data = pd.DataFrame(matters.matters, columns=MatterRow._fields)
    first, last = rows.iloc[data.pop("first").tolist()], rows.iloc[data.pop("last").tolist()]
    since = data["owed_since"].dropna()
    days = pd.Series(rows["date"].take(since.astype(int).tolist()).to_numpy(), since.index)
    return typed(
        "matters",
        data.assign(
            matter_id=first["item_id"].to_numpy(),
            municipality=first["municipality"].replace("", None).to_numpy(),
            title=last["title"].to_numpy(),
            first_seen=first["date"].to_numpy(),
            last_seen=last["date"].to_numpy(),
            last_decision_type=last["decided"].replace("", None).to_numpy(),
            owed_since=days.reindex(data.index),
        ),
    )


def _links(matters: Matters, items: ItemColumns) -> pd.DataFrame:
    rows = [
        (items.item_id[link.later], items.item_id[link.earlier], link.kind, same, link.rule, link.evidence or None)
        for link, same in matters.links
    ]
    columns = ["item_id", "earlier_item_id", "kind", "same_matter", "rule", "evidence"]
    return typed("links", pd.DataFrame(rows, columns=columns))
