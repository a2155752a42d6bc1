"""Facts that need all meetings: merged meetings, spellings of persons, standing items, cases, references.

The corpus is indexed once, from the few columns that are relevant for other meetings (`index_corpus`). Then each slice
is completed by itself (`finalize`), so that only one slice at a time is in memory.
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

from referat.corpus.apply_merges import apply_merges, fill_column, set_document_columns, with_corpus_ids
from referat.corpus.corpus_settings import CorpusSettings
from referat.corpus.matter_index import MatterIndex, index_matters
from referat.corpus.meetings_merge import Merges, merge_documents
from referat.corpus.municipalities import Municipalities, municipalities
from referat.corpus.person_names import Spelling, spellings
from referat.records.rows import Row
from referat.schema.problem_codes import problem
from referat.schema.registry import TABLES
from referat.tables.batches import CASE, DOCUMENT_NUMBER, PORTAL_SAYS, BatchSlice, empty
from referat.tables.frames import YEAR, Tables, arrow, frame, in_memory, typed
from referat.vocabulary import slug

_FEWEST_MEETINGS = 6
"""Fewest meetings of a body for which "on most of its agendas" is meaningful."""

Place = str
"""A municipality as a slug; empty if it is unknown."""


@dataclass(slots=True)
class CorpusIndex:
    """Facts about the whole corpus that are needed to complete a slice; documents are given by number.

    `places` has the municipality of each document as a slug. `meetings` maps place, body and date to a meeting;
    `standing` has places, bodies and titles; `persons` maps place and name to a person; `namesakes` has the places and
    names for which one meeting lists two persons, of two parties.
    """

    municipalities: Municipalities
    merges: Merges
    places: list[Place]
    open_places: set[Place] = field(default_factory=set)
    meetings: dict[tuple[Place, str, date], str | None] = field(default_factory=dict)
    standing: set[tuple[Place, str, str]] = field(default_factory=set)
    persons: dict[tuple[Place, str], str] = field(default_factory=dict)
    namesakes: set[tuple[Place, str]] = field(default_factory=set)
    people: pd.DataFrame = field(default_factory=lambda: frame("people", []))
    cases: pd.DataFrame = field(default_factory=lambda: frame("cases", []))
    problems: list[Row] = field(default_factory=list)
    matters: MatterIndex = field(init=False)


def assemble(
    batch_slices: Sequence[BatchSlice],
    settings: CorpusSettings | None = None,
    portals: Mapping[str, str] | None = None,
) -> Tables:
    """Return the tables of a corpus, in memory."""
    index = index_corpus(batch_slices, settings, portals)
    return Tables({table.name: in_memory(table.name, finalize(table.name, batch_slices, index)) for table in TABLES})


def index_corpus(
    batch_slices: Sequence[BatchSlice],
    settings: CorpusSettings | None = None,
    portals: Mapping[str, str] | None = None,
) -> CorpusIndex:
    """Return the index of a corpus.

    `settings` are those of the corpus's own files; `portals` has the municipality of the portal of each fetched source.
    """
    settings = settings or CorpusSettings()
    places = municipalities(batch_slices, settings, portals or {})
    slugs = [slug(name or "") for name in places.names]
    marks = _open_marks(batch_slices, slugs)
    open_places = {place for place, says in marks.items() if "open" in says}
    merges = merge_documents(batch_slices, places.names, open_places)
    index = CorpusIndex(places, merges, slugs, open_places)
    index.problems = [
        *settings.problems,
        *places.problems,
        *merges.problems,
        *_unused_marks(marks, open_places, places.sources),
    ]
    meetings = _meetings(batch_slices, index)
    _find_people(batch_slices, settings.spellings, index)
    _find_standing(meetings, batch_slices, index)
    _find_meetings(meetings, index)
    index.cases = _cases(meetings, batch_slices, index)
    index.matters = index_matters(lambda name: _each_finalized(name, batch_slices, index), settings.rulings)
    index.problems += index.matters.problems
    return index


def _frame(table: pa.Table) -> pd.DataFrame:
    data: pd.DataFrame = table.to_pandas()
    return data


def _gathered(
    batch_slices: Sequence[BatchSlice], name: str, columns: Sequence[str], index: CorpusIndex
) -> Iterator[pa.Table]:
    """Yield columns of a table, slice by slice, without rows that other documents supply."""
    yield empty(name, columns)
    for batch_slice in batch_slices:
        yield apply_merges(name, batch_slice.table(name, columns), index.merges)


def _meetings(batch_slices: Sequence[BatchSlice], index: CorpusIndex) -> pd.DataFrame:
    """Return one row per meeting of the corpus: number of its document, id, place, body, date and status."""
    columns = ["meeting_id", "body", "body_key", "date", "status"]
    meetings = _frame(pa.concat_tables(_gathered(batch_slices, "meetings", columns, index)))
    numbers = meetings[DOCUMENT_NUMBER].to_numpy()
    meetings["meeting_id"] = pd.Series([index.merges.meeting_ids[number] for number in numbers], dtype="str")
    meetings["place"] = pd.Series([index.places[number] for number in numbers], dtype="str")
    return meetings


# --- Whether a portal marks open items ---


def _open_marks(batch_slices: Sequence[BatchSlice], places: Sequence[Place]) -> dict[Place, dict[str, int]]:
    """Return the access marks that the portal of each municipality uses, with the first document of each."""
    marks: defaultdict[Place, dict[str, int]] = defaultdict(dict)
    for batch_slice in batch_slices:
        table = batch_slice.table("items", [PORTAL_SAYS])
        if table[PORTAL_SAYS].null_count < len(table):
            met = table.filter(pc.is_valid(table[PORTAL_SAYS])).to_pandas().drop_duplicates()
            for says, number in zip(met[PORTAL_SAYS], met[DOCUMENT_NUMBER], strict=True):
                marks[places[number]].setdefault(says, number)
    return marks


def _unused_marks(
    marks: Mapping[Place, Mapping[str, int]], open_places: set[Place], sources: Mapping[int, str]
) -> Iterator[Row]:
    for place in sorted(marks.keys() - open_places):
        number = marks[place]["closed"]
        yield problem("portal_open_unused", sources[number], detail=f"{place or 'the corpus'}, over all minutes")


# --- People ---

_NAMES = {"attendance": "name", "item_attendance": "name", "votes": "person"}
"""Columns with names of persons as written."""


def _find_people(batch_slices: Sequence[BatchSlice], user_names: Mapping[str, str], index: CorpusIndex) -> None:
    columns = {
        "attendance": ["name", "party", "position"],
        "item_attendance": ["name", "party", "item_id"],
        "votes": ["person", "party", "item_id"],
    }
    named = []
    for table, wanted in columns.items():
        data = _frame(pa.concat_tables(_gathered(batch_slices, table, wanted, index)))
        data = data[[*wanted[:2], DOCUMENT_NUMBER]].set_axis(["name", "party", "meeting"], axis=1)
        named.append(data.dropna(subset=["name", "meeting"]))
    for data in named:
        numbers = data["meeting"].to_numpy()
        data["place"] = pd.Categorical([index.places[number] for number in numbers])
        data["meeting"] = [index.merges.bases[number] for number in numbers]
    people: list[Row] = []
    for place in sorted({place for data in named for place in data["place"].unique()}):
        parts = [data[data["place"] == place][["name", "party", "meeting"]] for data in named]
        people += _people_of_place(place, parts, user_names, index)
    index.people = frame("people", people)


def _people_of_place(
    place: Place, named: Sequence[pd.DataFrame], user_names: Mapping[str, str], index: CorpusIndex
) -> Iterator[Row]:
    everybody = pd.concat(named, ignore_index=True)
    namesakes = _namesakes(named[0])
    index.namesakes |= {(place, name) for name in namesakes}
    met = everybody[["name", "meeting"]]
    mentions, meetings = (Counter(names["name"].to_numpy()) for names in (met, met.drop_duplicates()))
    headers: defaultdict[int, set[str]] = defaultdict(set)
    for name, number in zip(named[0]["name"].to_numpy(), named[0]["meeting"].to_numpy(), strict=True):
        headers[number].add(name)
    names = index.municipalities.names
    municipality = next((name for name in names if name and slug(name) == place), None)
    for name, spelling in spellings(mentions, headers.values(), user_names).items():
        index.persons[place, name] = spelling.person
        row = _person(name, spelling, mentions, meetings) | {"municipality": municipality}
        if name not in namesakes:
            yield row
            continue
        for party, of_party in everybody[everybody["name"] == name].groupby("party", dropna=False):
            person = spelling.person if pd.isna(party) else f"{spelling.person} ({party!s})"
            yield row | {"person": person, "mentions": len(of_party), "meetings": of_party["meeting"].nunique()}


def _namesakes(attendance: pd.DataFrame) -> set[str]:
    """Return the names for which one meeting lists two persons, of two parties."""
    parties = attendance.dropna().groupby(["meeting", "name"])["party"].nunique()
    return set(parties[parties > 1].index.get_level_values("name"))


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


def _find_standing(meetings: pd.DataFrame, batch_slices: Sequence[BatchSlice], index: CorpusIndex) -> None:
    """Find the titles that are on most agendas of their body."""
    bodies = meetings.dropna(subset=["body_key"]).copy()
    bodies["whose"] = bodies["place"] + "/" + bodies["body_key"]
    held = bodies["whose"].value_counts()
    often = bodies[bodies["whose"].isin(held[held >= _FEWEST_MEETINGS].index)]
    often = often[[DOCUMENT_NUMBER, "whose", "place", "body_key"]].rename(columns={DOCUMENT_NUMBER: "meeting"})
    tables = _gathered(batch_slices, "items", ["item_id", "title_key"], index)
    titles = _frame(pa.concat_tables(table.drop_columns("item_id") for table in tables)).dropna()
    titles["meeting"] = [index.merges.bases[number] for number in titles[DOCUMENT_NUMBER].to_numpy()]
    titles = titles[["meeting", "title_key"]].drop_duplicates()
    agendas = titles.merge(often, on="meeting").groupby(["whose", "place", "body_key", "title_key"], sort=False)
    seen = agendas.size().reset_index(name="seen")
    most = seen[seen["seen"].to_numpy() * 2 > held.reindex(seen["whose"]).to_numpy()]
    # Reading text by text from Arrow takes twenty times as long as from an array.
    columns = (most[name].to_numpy() for name in ("place", "body_key", "title_key"))
    index.standing = set(zip(*columns, strict=True))


# --- References ---


def _find_meetings(meetings: pd.DataFrame, index: CorpusIndex) -> None:
    """Find the meetings by body and date; a date on which the body met twice is left out."""
    known = meetings.dropna(subset=["body_key", "date"])
    columns = (known[name].to_numpy() for name in ("place", "body_key", "meeting_id"))
    for place, key, meeting_id, day in zip(*columns, known["date"], strict=True):
        whose = (place, key, day.date())
        index.meetings[whose] = None if whose in index.meetings else meeting_id


# --- Cases ---


def _cases(meetings: pd.DataFrame, batch_slices: Sequence[BatchSlice], index: CorpusIndex) -> pd.DataFrame:
    """Return the table of cases; of two items on one date, the last one on the last agenda is the latest."""
    last_decisions = _last_decisions(batch_slices, index)
    items = _numbered(batch_slices, index)
    facts = _in_order(items, meetings[meetings["status"] == "held"])
    by_case = facts.groupby(["place", "case_number"], observed=True)
    latest = items.loc[facts.drop_duplicates(["place", "case_number"], keep="last").index]
    latest = latest.set_index(["place", "case_number"])
    cases = pd.DataFrame(
        {
            "municipality": latest["municipality"],
            "case_year": latest["case_year"].astype("Int64"),
            "title": latest["title"],
            "first_seen": by_case["date"].min(),
            "last_seen": by_case["date"].max(),
            "meetings": by_case["meeting"].nunique(),
            "items": by_case.size(),
            "bodies": by_case["body"].nunique(),
            "standing": by_case["standing"].all(),
            "last_decision_type": last_decisions,
        },
        index=latest.index,
    )
    return typed("cases", cases.sort_index().reset_index("case_number").reset_index(drop=True))


def _numbered(batch_slices: Sequence[BatchSlice], index: CorpusIndex) -> pd.DataFrame:
    """Return the columns that cases need from minuted items with a case number."""
    columns = ["item_id", "case_number", "case_year", "title", "title_key", "standing", "minuted"]
    tables = [empty("items", columns).drop_columns(["title_key", "item_id"])]
    for batch_slice in batch_slices:
        table = apply_merges("items", batch_slice.table("items", columns), index.merges)
        table = fill_column(table, "standing", list(_standing(table, batch_slice, index)))
        table = table.filter(pc.and_(pc.is_valid(table["case_number"]), table["minuted"]))
        tables.append(table.drop_columns(["title_key", "item_id"]))
    items = _frame(pa.concat_tables(tables))
    numbers = items[DOCUMENT_NUMBER].to_numpy()
    items["place"] = pd.Categorical([index.places[number] for number in numbers])
    items["municipality"] = pd.Categorical([index.municipalities.names[number] for number in numbers])
    items["meeting"] = [index.merges.bases[number] for number in numbers]
    return items


def _in_order(items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the items of cases in order, as numbers only: sorting with titles takes twice the memory."""
    ordered = meetings.sort_values(["date", "meeting_id"], na_position="first")
    of_meeting = pd.DataFrame(
        {"date": ordered["date"], "body": pd.factorize(ordered["body_key"])[0], "rank": range(len(ordered))}
    ).set_index(ordered[DOCUMENT_NUMBER])
    facts = items[["place", "case_number", "standing", "meeting"]].astype({"case_number": "category"})
    facts = facts.join(of_meeting, on="meeting", how="inner")  # without meetings that were not held
    return facts.sort_values(["case_number", "rank"], kind="stable")


def _last_decisions(batch_slices: Sequence[BatchSlice], index: CorpusIndex) -> pd.Series:
    """Return the type of the latest decision under each case number; of two on one date, the later one in order."""
    tables = _gathered(batch_slices, "decisions", ["item_id", CASE, "decided_on", "decision_type"], index)
    decisions = _frame(pa.concat_tables(table.drop_columns("item_id") for table in tables)).dropna()
    decisions["place"] = [index.places[number] for number in decisions[DOCUMENT_NUMBER].to_numpy()]
    ordered = decisions.sort_values("decided_on", kind="stable").drop_duplicates(["place", CASE], keep="last")
    return ordered.rename(columns={CASE: "case_number"}).set_index(["place", "case_number"])["decision_type"]


# --- Completing a slice ---

_IDS = {"meeting_id", "item_id", "decision_id"}


def finalize(
    name: str, batch_slices: Iterable[BatchSlice], index: CorpusIndex, *, by_year: bool = False
) -> Iterator[pa.Table]:
    """Yield the completed rows of a table, slice by slice; optionally with the `year` of the row's meeting."""
    if name in ("cases", "people"):
        yield arrow(name, getattr(index, name))
    elif name in ("matters", "links"):
        yield arrow(name, getattr(index.matters, name))
    else:
        yield from index.matters.fill(name, _each_finalized(name, batch_slices, index, by_year=by_year))
    if name == "problems":
        yield arrow(name, frame(name, index.problems))


def _each_finalized(
    name: str, batch_slices: Iterable[BatchSlice], index: CorpusIndex, *, by_year: bool = False
) -> Iterator[pa.Table]:
    """Yield the completed rows of a table, slice by slice, except the cells that matters fill."""
    for batch_slice in batch_slices:
        table = _finalized(name, batch_slice, index)
        yield _with_year(table, batch_slice) if by_year and _IDS & set(table.column_names) else table


def _with_year(table: pa.Table, batch_slice: BatchSlice) -> pa.Table:
    meetings = batch_slice.table("meetings", ["date"])
    year_of = dict(zip(meetings[DOCUMENT_NUMBER].to_pylist(), pc.year(meetings["date"]).to_pylist(), strict=True))
    years = [year_of[number] for number in table[DOCUMENT_NUMBER].to_pylist()]
    return table.append_column(YEAR, pa.array(years, pa.int32()))


def _finalized(name: str, batch_slice: BatchSlice, index: CorpusIndex) -> pa.Table:
    table = set_document_columns(name, batch_slice.table(name), batch_slice, index.municipalities)
    table = apply_merges(name, table, index.merges)
    table = with_corpus_ids(name, table, index.merges, batch_slice, index.places)
    if name in _NAMES:
        table = fill_column(table, "person", _persons(table, _NAMES[name], index))
    elif name == "items":
        table = fill_column(table, "standing", list(_standing(table, batch_slice, index)))
        table = _closed_by_portal(table, index)
    elif name == "references":
        table = fill_column(table, "meeting_id", list(_mentioned(table, index)))
    return table


def _persons(table: pa.Table, column: str, index: CorpusIndex) -> list[str | None]:
    """Return the person of each row; namesakes on one body get their party after the name."""
    columns = (table[name].to_pylist() for name in (column, "party", DOCUMENT_NUMBER))
    persons: list[str | None] = []
    for name, party, number in zip(*columns, strict=True):
        whose = index.places[number], name
        person = index.persons.get(whose)
        persons.append(f"{person} ({party})" if person and party and whose in index.namesakes else person)
    return persons


def _closed_by_portal(table: pa.Table, index: CorpusIndex) -> pa.Table:
    """Close items that the portal marks as closed, if it uses such marks, and unmarked items next to them."""
    if table[PORTAL_SAYS].null_count == len(table):
        return table
    marks = list(zip(table[DOCUMENT_NUMBER].to_pylist(), table[PORTAL_SAYS].to_pylist(), strict=True))
    used = {number for number, says in marks if says and index.places[number] in index.open_places}
    beside = {number for number, says in marks if says == "closed" and number in used}
    closed = [
        is_closed or (number in used and says == "closed") or (says is None and number in beside)
        for is_closed, (number, says) in zip(table["closed"].to_pylist(), marks, strict=True)
    ]
    return fill_column(table, "closed", closed)


def _mentioned(table: pa.Table, index: CorpusIndex) -> Iterator[str | None]:
    columns = (table[name].to_pylist() for name in ("body_key", "date", DOCUMENT_NUMBER))
    for key, day, number in zip(*columns, strict=True):
        yield index.meetings.get((index.places[number], key, day.date())) if key and day else None


def _standing(table: pa.Table, batch_slice: BatchSlice, index: CorpusIndex) -> Iterator[bool]:
    meetings = batch_slice.table("meetings", ["body_key"])
    key_of = dict(zip(meetings[DOCUMENT_NUMBER].to_pylist(), meetings["body_key"].to_pylist(), strict=True))
    columns: tuple[list[Any], ...] = tuple(
        table[name].to_pylist() for name in ("standing", "title_key", DOCUMENT_NUMBER)
    )
    for standing, title, number in zip(*columns, strict=True):
        yield standing or (index.places[number], key_of[number], title) in index.standing
