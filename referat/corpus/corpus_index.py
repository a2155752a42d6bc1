"""What only the whole corpus tells: doubled meetings, one spelling per person, standing matters, cases, references.

The corpus is looked over once, by the few columns that tell of more than their own meeting (`overview`); then each
share of it is finished by itself (`finished`), so that no more than a share need be in memory.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import regex as re

from referat.corpus.corpus_settings import CorpusSettings
from referat.corpus.duplicate_meetings import Doubles, doubles
from referat.corpus.matter_index import MatterIndex, index_matters
from referat.corpus.person_names import Spelling, spellings
from referat.records.rows import Row
from referat.schema.registry import TABLES
from referat.tables.batches import CASE, UNIT, BatchSlice, empty, with_cells
from referat.tables.frames import YEAR, Tables, arrow, frame, in_memory, typed
from referat.vocabulary import fold

_FEWEST_MEETINGS = 6
"""A body must have met so often before "on most of its agendas" says anything."""


@dataclass(slots=True)
class Overview:
    """What shares of the corpus must know of the rest of it; units are meant by their numbers in the corpus.

    `meetings` finds a meeting by its body's name and day; `standing` holds bodies and titles.
    """

    doubles: Doubles
    meetings: dict[tuple[str, date], str] = field(default_factory=dict)
    standing: set[tuple[str, str]] = field(default_factory=set)
    persons: dict[str, str] = field(default_factory=dict)
    people: pd.DataFrame = field(default_factory=lambda: frame("people", []))
    cases: pd.DataFrame = field(default_factory=lambda: frame("cases", []))
    matters: MatterIndex = field(init=False)
    problems: list[Row] = field(default_factory=list)


def assemble(shares: Sequence[BatchSlice], settings: CorpusSettings | None = None) -> Tables:
    """Return the tables of a corpus, in memory."""
    found = overview(shares, settings)
    return Tables({table.name: in_memory(table.name, finished(table.name, shares, found)) for table in TABLES})


def overview(shares: Sequence[BatchSlice], settings: CorpusSettings | None = None) -> Overview:
    """Return what the shares of a corpus must know of one another."""
    settings = settings or CorpusSettings()
    meetings = _gathered(
        shares, "meetings", ["meeting_id", "body", "date", "start_time", "reader", "source", "line_start"]
    )
    found = Overview(doubles(meetings, lambda name: _gathered(shares, name, [])[UNIT]))
    meetings = meetings[~meetings[UNIT].isin(found.doubles.withdrawn)]
    found.problems = settings.problems
    _find_people(shares, settings.spellings, found)
    _find_standing(meetings, shares, found)
    _find_meetings(meetings, found)
    found.cases = _cases(meetings, shares, found)
    found.matters = index_matters(lambda name: _each_finished(name, shares, found), settings.rulings)
    return found


def _gathered(shares: Sequence[BatchSlice], name: str, columns: Sequence[str]) -> pd.DataFrame:
    """Return columns of a table over the whole corpus."""
    return _frame([empty(name, columns), *(share.table(name, columns) for share in shares)])


def _frame(tables: Iterable[pa.Table]) -> pd.DataFrame:
    data: pd.DataFrame = pa.concat_tables(tables).to_pandas()
    return data


# --- People ---

_NAMES = {"attendance": "name", "item_attendance": "name", "votes": "person"}
"""Where people are named as they are written."""


def _find_people(shares: Sequence[BatchSlice], own: Mapping[str, str], found: Overview) -> None:
    named = [_gathered(shares, table, [column]).set_axis(["name", UNIT], axis=1) for table, column in _NAMES.items()]
    kept = [names[~names[UNIT].isin(found.doubles.withdrawn)].dropna() for names in named]
    met = pd.concat(kept, ignore_index=True)
    mentions, meetings = (Counter(names["name"].to_numpy()) for names in (met, met.drop_duplicates()))
    headers: defaultdict[int, set[str]] = defaultdict(set)
    for name, unit in zip(kept[0]["name"].to_numpy(), kept[0][UNIT].to_numpy(), strict=True):
        headers[unit].add(name)
    known = spellings(mentions, headers.values(), own)
    found.persons = {name: spelling.person for name, spelling in known.items()}
    found.people = frame("people", (_person(name, known[name], mentions, meetings) for name in known))


def _person(name: str, spelling: Spelling, mentions: Mapping[str, int], meetings: Mapping[str, int]) -> Row:
    return {
        "person": spelling.person,
        "name": name,
        "mentions": mentions[name],
        "meetings": meetings[name],
        "merged_by": spelling.merged_by,
        "similarity": spelling.similarity,
    }


# --- Standing matters ---


def _find_standing(meetings: pd.DataFrame, shares: Sequence[BatchSlice], found: Overview) -> None:
    """Find the titles that stand on most agendas of their body, whatever their words."""
    held = meetings["body"].value_counts()
    often = meetings[meetings["body"].isin(held[held >= _FEWEST_MEETINGS].index)][[UNIT, "body"]]
    titles = _gathered(shares, "items", ["title_key"]).dropna().drop_duplicates()
    agendas = titles.merge(often, on=UNIT).groupby(["body", "title_key"], sort=False).size().reset_index(name="seen")
    most = agendas[agendas["seen"].to_numpy() * 2 > held.reindex(agendas["body"]).to_numpy()]
    # As Arrow keeps them, a text at a time takes twenty times as long as from an array.
    found.standing = set(zip(most["body"].to_numpy(), most["title_key"].to_numpy(), strict=True))


# --- References ---

_ENDING = re.compile(r"(?:et|en)s?$|s$")
_YEARS = re.compile(r"\s*(?:19|20)\d\d\s*-\s*(?:19|20)\d\d$")


def _stem(body: str) -> str:
    """Return a body's name without its ending and years: "Byrådets" and "Byråd 2022-2025" are one."""
    return _ENDING.sub("", _YEARS.sub("", fold(body)))


def _find_meetings(meetings: pd.DataFrame, found: Overview) -> None:
    known = meetings.dropna(subset=["body", "date"])
    stems = {body: _stem(body) for body in known["body"].unique()}
    for unit, body, day, written in zip(known[UNIT], known["body"], known["date"], known["meeting_id"], strict=True):
        found.meetings[stems[body], day.date()] = found.doubles.renamed_id(written, unit)


# --- Cases ---


def _cases(meetings: pd.DataFrame, shares: Sequence[BatchSlice], found: Overview) -> pd.DataFrame:
    """Return the table of cases; of two items on one day, the last on the last agenda is the latest."""
    last_decisions = _last_decisions(shares, found)
    items = _numbered(shares, found)
    facts = _in_order(items, meetings)
    by_case = facts.groupby("case_number", observed=True)
    latest = items.loc[facts.drop_duplicates("case_number", keep="last").index].set_index("case_number")
    cases = pd.DataFrame(
        {
            "case_year": latest["case_year"].astype("Int64"),
            "title": latest["title"],
            "first_seen": by_case["date"].min(),
            "last_seen": by_case["date"].max(),
            "meetings": by_case[UNIT].nunique(),
            "items": by_case.size(),
            "bodies": by_case["body"].nunique(dropna=False),
            "standing": by_case["standing"].all(),
            "last_decision_type": last_decisions,
        },
        index=latest.index,
    )
    return typed("cases", cases.reset_index())


def _numbered(shares: Sequence[BatchSlice], found: Overview) -> pd.DataFrame:
    """Return what the cases take from the items that bear a case number."""
    columns = ["case_number", "case_year", "title", "title_key", "standing"]
    tables = [empty("items", columns)]
    for share in shares:
        table = share.table("items", columns)
        table = _with(table, "standing", list(_standing(table, share, found)))
        tables.append(table.filter(pc.is_valid(table["case_number"])))
    return _frame(table.drop_columns("title_key") for table in tables)


def _in_order(items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the cases' items in their order, by numbers alone: sorted with their titles they take twice the memory."""
    ordered = meetings.sort_values(["date", "meeting_id"], na_position="first")
    of_unit = pd.DataFrame(
        {"date": ordered["date"], "body": pd.factorize(ordered["body"])[0], "rank": range(len(ordered))}
    ).set_index(ordered[UNIT])
    facts = items[["case_number", "standing", UNIT]].astype({"case_number": "category"})
    facts = facts.join(of_unit, on=UNIT, how="inner")  # which leaves out what is withdrawn
    return facts.sort_values(["case_number", "rank"], kind="stable")


def _last_decisions(shares: Sequence[BatchSlice], found: Overview) -> pd.Series:
    """Return the type of the latest decision under each case number; of two on one day, the later in their order."""
    decisions = _gathered(shares, "decisions", [CASE, "decided_on", "decision_type"]).dropna()
    kept = decisions[~decisions[UNIT].isin(found.doubles.withdrawn)].sort_values("decided_on", kind="stable")
    return kept.drop_duplicates(CASE, keep="last").set_index(CASE)["decision_type"]


# --- A share, finished ---

_IDS = {"meeting_id", "item_id", "decision_id"}


def finished(name: str, shares: Iterable[BatchSlice], found: Overview, *, by_year: bool = False) -> Iterator[pa.Table]:
    """Yield the rows of a table, share by share, as Arrow tables; if wanted, with the `year` of each row's meeting."""
    if name in ("cases", "people"):
        yield arrow(name, getattr(found, name))
    elif name in ("matters", "links"):
        yield arrow(name, getattr(found.matters, name))
    else:
        yield from found.matters.fill(name, _each_finished(name, shares, found, by_year=by_year))
    if name == "problems":
        yield arrow(name, frame(name, [*found.doubles.problems, *found.problems, *found.matters.problems]))


def _each_finished(
    name: str, shares: Iterable[BatchSlice], found: Overview, *, by_year: bool = False
) -> Iterator[pa.Table]:
    """Yield the rows of a table, share by share, without the cells that matters give."""
    for share in shares:
        table = _finished(name, share, found)
        yield _with_year(table, share) if by_year and _IDS & set(table.column_names) else table


def _with_year(table: pa.Table, share: BatchSlice) -> pa.Table:
    meetings = share.table("meetings", ["date"])
    year_of = dict(zip(meetings[UNIT].to_pylist(), pc.year(meetings["date"]).to_pylist(), strict=True))
    return table.append_column(YEAR, pa.array([year_of[unit] for unit in table[UNIT].to_pylist()], pa.int32()))


def _finished(name: str, share: BatchSlice, found: Overview) -> pa.Table:
    table = _settled(name, share.table(name), found)
    if name in _NAMES:
        persons = [found.persons.get(written) for written in table[_NAMES[name]].to_pylist()]
        table = _with(table, "person", persons)
    elif name == "items":
        table = _with(table, "standing", list(_standing(table, share, found)))
    elif name == "references":
        table = _with(table, "meeting_id", list(_mentioned(table, found)))
    return table


def _with(table: pa.Table, column: str, cells: list[Any]) -> pa.Table:
    return with_cells(table, column, pa.array(cells, table.schema.field(column).type))


def _settled(name: str, table: pa.Table, found: Overview) -> pa.Table:
    """Return the rows without those of meetings told better elsewhere, and with the ids of their meetings."""
    units = set(table[UNIT].unique().to_pylist())
    if name != "problems" and not units.isdisjoint(found.doubles.withdrawn):
        kept = [unit not in found.doubles.withdrawn for unit in table[UNIT].to_pylist()]
        table = table.filter(pa.array(kept))
    if not units.isdisjoint(found.doubles.renamed):
        for column in _IDS & set(table.column_names):
            pairs = zip(table[column].to_pylist(), table[UNIT].to_pylist(), strict=True)
            table = _with(table, column, [found.doubles.renamed_id(written, unit) for written, unit in pairs])
    return table


def _mentioned(table: pa.Table, found: Overview) -> Iterator[str | None]:
    for body, day in zip(table["body"].to_pylist(), table["date"].to_pylist(), strict=True):
        yield found.meetings.get((_stem(body), day.date())) if body and day else None


def _standing(table: pa.Table, share: BatchSlice, found: Overview) -> Iterator[bool]:
    meetings = share.table("meetings", ["body"])
    body_of = dict(zip(meetings[UNIT].to_pylist(), meetings["body"].to_pylist(), strict=True))
    columns = (table[column].to_pylist() for column in ("standing", "title_key", UNIT))
    for standing, key, unit in zip(*columns, strict=True):
        yield standing or (body_of[unit], key) in found.standing
