"""Tables like those of a whole country's minutes, made without minutes: `corpus(items=1_000_000)`.

500 bodies of 50 towns meet from 2007 to 2025. A quarter of the agenda items are fixtures under one of 3,500 case
numbers, the others are matters that travel and return, or have no number. Only shape and size of the tables are
realistic.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from referat.demo.town import TEXTS
from referat.facts.body_names import body_key
from referat.schema.decision_types import LABELS
from referat.schema.registry import BY_NAME
from referat.tables.frames import Tables, frame

TOWNS, BODIES_OF_TOWN, FIXTURES_OF_BODY = 50, 10, 7
FIRST_DAY, DAYS = np.datetime64("2007-01-01"), 6_900
SEATS, TERM = 11, 4 * 365

_TYPE_WEIGHTS = (34, 12, 2, 4, 1, 3, 2, 4, 24, 2, 4, 5, 3)
_ALSO = {"approved": "approved|noted", "discussed": "discussed|noted", "referred": "postponed|referred"}
_MATTERS = (
    "Anlægsbevilling til", "Ansøgning om tilskud til", "Anmodning fra", "Byggetilladelse ved", "Dispensation til",
    "Ekspropriation ved", "Evaluering af", "Forslag til lokalplan for", "Frigivelse af midler til", "Høring om",
    "Kloakering af", "Lejeforhold i", "Nedlæggelse af", "Omdannelse af", "Opfølgning på", "Principper for",
    "Regnskab for", "Salg af grund ved", "Skema A for", "Skema B for", "Støtte til", "Tilsyn med", "Trafikforhold ved",
    "Udbud af", "Udvidelse af", "Vedtægter for", "Vejnavn ved", "Vurdering af",
)  # fmt: skip
_THINGS = (
    "boldbanerne", "brandstationen", "børnehaven", "cykelstien", "dagtilbuddet", "daginstitutionen", "fjernvarmen",
    "foreningshuset", "genbrugspladsen", "hallen", "havnen", "idrætsanlægget", "klubhuset", "kulturhuset", "museet",
    "plejehjemmet", "regnvandsbassinet", "skolen", "skoven", "stationen", "svømmehallen", "vandværket", "vejen",
)  # fmt: skip
_FIXTURES = (
    "Godkendelse af dagsorden", "Meddelelser", "Orientering", "Lukket: Orientering", "Eventuelt", "Sager på vej",
    "Underskriftsside",
)  # fmt: skip
_PARAGRAPHS = 3_000


def corpus(items: int = 1_000_000, seed: int = 1) -> Tables:
    """Return all tables of a corpus with a number of items, ten per meeting; equal arguments give equal tables."""
    rng = np.random.default_rng(seed)
    meetings, agenda = meetings_and_items(rng, items)
    attendance = _attendance(rng, meetings)
    decisions = _decisions(rng, agenda, meetings)
    recommendations = _parts(rng, agenda, 0.9)
    recommendations["proposer"] = _pick(rng, ["Administrationen", "Udvalget", "Direktionen"], len(recommendations))
    attachments = _parts(rng, agenda, 1.2).rename(columns={"text": "title"})
    headed = _parts(rng, agenda, 3.0)
    headed["section"] = _pick(rng, ["background", "presentation", "finances", "recommendation"], len(headed))
    named = decisions.iloc[rng.choice(len(decisions), len(decisions) // 30, replace=False)]
    actual = {
        "meetings": meetings,
        "items": agenda,
        "attendance": attendance,
        "decisions": decisions,
        "recommendations": recommendations,
        "attachments": attachments,
        "sections": headed,
        "outcomes": _outcomes(rng, named),
        "votes": _votes(rng, named),
        "item_attendance": _item_attendance(rng, agenda, attendance),
        "references": references(rng, agenda),
        "cases": _cases(agenda, meetings),
        "people": _people(attendance),
        "problems": _problems(rng, meetings),
        "matters": _matters(rng, agenda, meetings),
        "links": _links(rng, agenda),
        "announced_route": _announced_route(agenda, meetings),
        "documents": meetings.assign(used=True),
    }
    for name in ("attendance", "items", "decisions"):
        actual[name] = actual[name].merge(meetings[["meeting_id", "document_id"]], on="meeting_id")
    for name in [
        "recommendations",
        "attachments",
        "sections",
        "outcomes",
        "votes",
        "item_attendance",
        "references",
        "announced_route",
    ]:
        actual[name] = actual[name].merge(actual["items"][["item_id", "document_id"]], on="item_id")
    return Tables({name: _typed(name, rows) for name, rows in actual.items()})


def meetings_and_items(rng: np.random.Generator, items: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the meetings and the agenda items of such a corpus."""
    meetings = _meetings(rng, items // 10)
    return meetings, _with_matters(rng, _items(rng, meetings, items), meetings)


def _typed(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of a table in the registry's order and types; those that are not made here are missing."""
    empty = frame(name, [])
    known = {
        column.name: rows[column.name].astype(empty[column.name].dtype).reset_index(drop=True)
        if column.name in rows
        else pd.Series(pd.NA if column.type != "bool" else False, range(len(rows)), empty[column.name].dtype)
        for column in BY_NAME[name].columns
    }
    return pd.DataFrame(known)


def _take(pool: list[str], codes: np.ndarray) -> pd.Series:
    return pd.Series(pd.array(pool, dtype="str").take(codes))


def _pick(rng: np.random.Generator, pool: list[str], size: int, weights: list[float] | None = None) -> pd.Series:
    share = None if weights is None else np.array(weights) / sum(weights)
    return _take(pool, rng.choice(len(pool), size, p=share))


@cache
def _paragraphs() -> list[str]:
    """Return texts of one to seven sentences of the demo's stock."""
    rng = np.random.default_rng(0)
    stock = [text for texts in TEXTS["prose"].values() for text in texts if len(text) > 40]
    return [" ".join(rng.choice(stock, 1 + number % 7)) for number in range(_PARAGRAPHS)]


@cache
def _towns() -> list[str]:
    return [first + last for first in TEXTS["towns_first"] for last in TEXTS["towns_last"]][:TOWNS]


@cache
def _bodies() -> list[str]:
    kinds = ["Byrådet", "Økonomiudvalget", "Børneudvalget", "Teknik- og Miljøudvalget", "Kulturudvalget"]
    kinds += ["Socialudvalget", "Sundhedsudvalget", "Beskæftigelsesudvalget", "Planudvalget", "Direktionen"]
    return [f"{kind} i {town}" for town in _towns() for kind in kinds[:BODIES_OF_TOWN]]


def _meetings(rng: np.random.Generator, size: int) -> pd.DataFrame:
    """Return meetings by body and day, some bodies much busier than others; `place` and `town` are numbers."""
    weights = rng.lognormal(0, 0.5, len(_bodies()))
    drawn = pd.DataFrame(
        {
            "place": rng.choice(len(weights), size + size // 5, p=weights / weights.sum()),
            "day": rng.integers(0, DAYS, size + size // 5),
        }
    )
    rows = drawn.drop_duplicates()[:size].sort_values(["place", "day"], ignore_index=True)
    rows["town"] = rows["place"] // BODIES_OF_TOWN
    rows["body"] = _take(_bodies(), rows["place"].to_numpy())
    rows["date"] = FIRST_DAY + rows["day"].to_numpy("timedelta64[D]")
    day = _take(pd.date_range(FIRST_DAY, periods=DAYS).strftime("%Y-%m-%d").tolist(), rows["day"].to_numpy())
    rows["meeting_id"] = rows["body"].str.lower().str.replace(" ", "-") + "-" + day
    rows["source"] = rows["meeting_id"] + ".txt"
    rows["start_time"] = _pick(rng, ["09:00", "13:30", "16:00", "18:00"], len(rows))
    rows["kind"] = _pick(rng, ["minutes", "agenda"], len(rows), [97, 3])
    rows["status"] = rows["kind"].map({"minutes": "held", "agenda": "expected"})
    rows["municipality"] = _take(_towns(), rows["town"].to_numpy())
    rows["body_key"], rows["document_id"] = rows["body"].map(body_key), rows["source"]
    rows["attendance_recorded"] = rng.random(len(rows)) < 0.92
    rows["line_start"], rows["line_end"] = 1, rng.integers(80, 900, len(rows))
    return rows.assign(reader="text", layout="committee", source_sha256="0" * 64)


def _items(rng: np.random.Generator, meetings: pd.DataFrame, size: int) -> pd.DataFrame:
    """Return the agenda of each meeting: fixtures of its body, matters of its town, and items without a number."""
    at, fixture = np.nonzero(rng.random((len(meetings), FIXTURES_OF_BODY)) < np.linspace(0.7, 0.05, FIXTURES_OF_BODY))
    body = meetings["place"].to_numpy()[at]
    own_rows = pd.DataFrame({"at": at, "case": body * FIXTURES_OF_BODY + fixture, "fixture": fixture})
    matters = _appearances(rng, meetings, size // 3)
    matters["case"] += len(_bodies()) * FIXTURES_OF_BODY
    rest = pd.DataFrame({"at": rng.integers(0, len(meetings), max(size - len(own_rows) - len(matters), 0))})
    rows = pd.concat([own_rows, matters, rest], ignore_index=True)[:size].sort_values(
        "at", kind="stable", ignore_index=True
    )
    of = meetings.iloc[rows["at"]].reset_index(drop=True)
    rows["meeting_id"], rows["number"] = of["meeting_id"], rows.groupby("at").cumcount() + 1
    rows["item_id"] = rows["meeting_id"] + ":" + rows["number"].astype("str")
    rows["case_year"] = 2007 + meetings["day"].to_numpy()[rows["at"]] // 366
    rows["case_year"] = rows.groupby("case")["case_year"].transform("min").fillna(2007).astype(int)
    number = (
        (rows["case_year"] % 100).astype("str").str.zfill(2) + "/" + rows["case"].fillna(0).astype(int).astype("str")
    )
    rows["case_number"] = number.where(rows["case"].notna())
    rows["case_year"] = rows["case_year"].where(rows["case"].notna())
    titles = _titles(rng, rows["case"].fillna(pd.Series(-1 - rows.index)).astype(int).to_numpy())
    fixed = rows["fixture"].notna()
    rows["title"] = _take(list(_FIXTURES), rows["fixture"].fillna(0).astype(int).to_numpy()).where(fixed, titles)
    rows["title_key"] = rows["title"].str.lower().str.replace(r" \d+", "", regex=True)
    rows["closed"] = rows["title"].str.startswith("Lukket") | (rng.random(len(rows)) < 0.1)
    rows["standing"] = fixed & (rows["fixture"] != 1)  # recognized by repetition only
    rows["line_start"] = rows["number"] * 20
    return rows.assign(line_end=rows["line_start"] + 19)


def _with_matters(rng: np.random.Generator, items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the items with their matter (one per case number), its round and why it is before a body again."""
    of = meetings.set_index("meeting_id").loc[items["meeting_id"]]
    rows = items.assign(position=items["number"], minuted=(of["kind"] == "minutes").to_numpy())
    rows["municipality"], rows["source"] = of["municipality"].to_numpy(), of["source"].to_numpy()
    matter = rows["case_number"].where(~rows["standing"]).fillna(rows["item_id"])
    rows["matter_id"] = (
        rows.assign(day=of["day"].to_numpy()).sort_values("day").groupby(matter)["item_id"].transform("first")
    )
    before = rows.groupby(["matter_id", of["body"].to_numpy()]).cumcount()
    rows["round"] = (before + 1).where(~rows["standing"])
    kinds = _pick(rng, ["reconsidered", "stage", "periodic", "unclear"], len(rows), [20, 50, 20, 10])
    rows["return_kind"] = kinds.where((before > 0) & ~rows["standing"])
    return rows


def _matters(rng: np.random.Generator, items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    rows = items.merge(meetings[["meeting_id", "body", "date"]], on="meeting_id").sort_values("date", kind="stable")
    result = rows.groupby("matter_id", as_index=False).agg(
        municipality=("municipality", "first"),
        title=("title", "last"),
        case_numbers=("case_number", "first"),
        first_seen=("date", "min"),
        last_seen=("date", "max"),
        items=("item_id", "size"),
        meetings=("meeting_id", "nunique"),
        bodies=("body", "nunique"),
        rounds=("round", "max"),
        closed=("closed", "any"),
        standing=("standing", "all"),
        body=("body", "last"),
    )
    result["kind"] = _pick(rng, ["substantive", "periodic"], len(result), [90, 10]).mask(result["standing"], "fixture")
    result["state"] = _pick(rng, ["settled", "owed", "cut_off", "open"], len(result), [92, 4, 2, 2])
    is_owed = result["state"].isin(["owed", "cut_off"])
    result["owed_by"] = result["body"].where(rng.random(len(result)) < 0.5, "administration").where(is_owed)
    return result.assign(returns=0, owed_since=result["last_seen"].where(is_owed))


def _links(rng: np.random.Generator, items: pd.DataFrame) -> pd.DataFrame:
    ids = items["item_id"].to_numpy()
    pairs = np.sort(rng.integers(0, len(ids), (len(ids) // 10, 2)), axis=1)
    rows = pd.DataFrame({"item_id": ids[pairs[:, 1]], "earlier_item_id": ids[pairs[:, 0]]}).drop_duplicates()
    rows = rows[rows["item_id"] != rows["earlier_item_id"]].reset_index(drop=True)
    kinds = _pick(rng, ["periodic", "follow_up", "related"], len(rows), [20, 40, 40])
    return rows.assign(kind=kinds, same_matter=kinds == "follow_up", rule="cited_item", evidence="jf. mødet")


def _announced_route(items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return for every other item its own body, and the body that comes first in its town."""
    rows = items.iloc[::2].merge(meetings[["meeting_id", "body", "town"]], on="meeting_id")
    last = _take(_bodies(), rows["town"].to_numpy() * BODIES_OF_TOWN)
    own_rows = pd.DataFrame({"item_id": rows["item_id"], "position": 1, "body": rows["body"]})
    return pd.concat([own_rows, own_rows.assign(position=2, body=last)], ignore_index=True)


def _titles(rng: np.random.Generator, case: np.ndarray) -> pd.Series:
    """Return a title per case: an action, a thing, a place; numbers of cases are turned into words."""
    where = [place for kind in ("places", "schools", "nurseries", "clubs") for place in TEXTS[kind]]
    where = [f"{place} {way}" for place in where for way in ("nord", "syd", "øst", "vest", "ved åen", "ved kirken")]
    mixed = (case * 2_654_435_761) % 2**32
    parts = zip((_MATTERS, _THINGS, where), (1, 64, 4_096), strict=True)
    what, thing, place = (_take(list(words), mixed // step % len(words)) for words, step in parts)
    return what + " " + thing + ", " + place + " " + pd.Series(mixed % 97).astype("str")


def _appearances(rng: np.random.Generator, meetings: pd.DataFrame, cases: int) -> pd.DataFrame:
    """Return the meetings of its town at which each case appears: seven of ten once, the others repeatedly."""
    order = np.lexsort((meetings["day"], meetings["town"]))
    town = meetings["town"].to_numpy()[order]
    start = rng.integers(0, len(order), cases)
    times = rng.geometric(0.58, cases)
    case = np.repeat(np.arange(cases), times)
    first = np.concatenate([[0], np.cumsum(times)[:-1]])
    gaps = rng.geometric(0.08, len(case))
    gaps[first] = 0
    walked = np.cumsum(gaps)
    place = np.repeat(start, times) + walked - np.repeat(walked[first], times)
    inside = place < len(order)
    place, case = place[inside], case[inside]
    stays = town[place] == town[start[case]]
    return pd.DataFrame({"at": order[place[stays]], "case": case[stays]})


def _attendance(rng: np.random.Generator, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the attendance at each meeting with a list: the seats of its body, half of which change each term."""
    people = TEXTS["people"]
    names = [f"{a} {b} {c}" for a in people["first"] for b in people["middle"] for c in people["last"]]
    listed = meetings[meetings["attendance_recorded"]]
    at = np.repeat(np.arange(len(listed)), SEATS)
    seat = np.tile(np.arange(SEATS), len(listed))
    body, term = listed["place"].to_numpy()[at], listed["day"].to_numpy()[at] // TERM
    holder = np.cumsum(rng.random((len(_bodies()), SEATS, DAYS // TERM + 1)) < 0.5, axis=2)
    person = (body * SEATS + seat) * 6 + holder[body, seat, term]
    rows = pd.DataFrame({"meeting_id": listed["meeting_id"].to_numpy()[at], "position": seat + 1})
    rows["person"] = _take(names, person * 7_919 % len(names))
    statuses = ["present", "absent", "excused", "substitute"]
    rows["status"] = _pick(rng, statuses, len(rows), [90, 4, 5, 1])
    there = rng.random(len(rows)) < 0.95
    return rows.assign(name=rows["person"], party=_pick(rng, list("ABCFOVØ"), len(rows)))[there].reset_index(drop=True)


def _decisions(rng: np.random.Generator, items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the decision of most items, and for every other one an earlier one that is repeated before it."""
    own_rows, earlier = np.flatnonzero(rng.random(len(items)) < 0.95), np.flatnonzero(rng.random(len(items)) < 0.55)
    at = np.concatenate([earlier, own_rows])
    is_earlier = np.arange(len(at)) < len(earlier)
    order = np.argsort(at, kind="stable")
    at, is_earlier = at[order], is_earlier[order]
    rows = items[["item_id", "meeting_id"]].iloc[at].reset_index(drop=True)
    rows["position"] = rows.groupby(at).cumcount() + 1
    rows["decision_id"] = rows["item_id"] + ":" + rows["position"].astype("str")
    rows["is_earlier"] = is_earlier
    held = meetings.iloc[items["at"].to_numpy()[at]].reset_index(drop=True)
    rows["body"] = held["body"].where(~is_earlier)
    rows["decided_on"] = held["date"] - pd.to_timedelta(np.where(is_earlier, 21, 0), "D")
    rows["decision_type"] = _pick(rng, list(LABELS), len(rows), list(_TYPE_WEIGHTS))
    both = rows["decision_type"].replace(_ALSO).where(rng.random(len(rows)) < 0.1, rows["decision_type"])
    rows["decision_types"] = both
    rows["text"] = _pick(rng, _paragraphs(), len(rows)).where(rng.random(len(rows)) < 0.97)
    put_off = rows["decision_type"] == "postponed"
    rows["postponed_to"] = (rows["decided_on"] + pd.Timedelta(28, "D")).where(put_off)
    return rows.assign(evidence=rows["text"].str[:20], rule=rows["decision_type"], line_start=1, line_end=2)


def _parts(rng: np.random.Generator, items: pd.DataFrame, mean: float) -> pd.DataFrame:
    """Return so many rows an item on average, with position and text."""
    at = np.repeat(np.arange(len(items)), rng.poisson(mean, len(items)))
    rows = items[["item_id"]].iloc[at].reset_index(drop=True)
    rows["position"] = rows.groupby(at).cumcount() + 1
    return rows.assign(text=_pick(rng, _paragraphs(), len(rows)))


def _outcomes(rng: np.random.Generator, named: pd.DataFrame) -> pd.DataFrame:
    rows = named[["decision_id", "item_id"]].assign(position=1, label="1", recommendation=1)
    kinds = ["approved", "rejected", "postponed", "decided"]
    return rows.assign(decision_type=_pick(rng, kinds, len(rows)).to_numpy(), text="Godkendt")


def _votes(rng: np.random.Generator, named: pd.DataFrame) -> pd.DataFrame:
    rows = named[["decision_id", "item_id"]].assign(position=1, count=rng.integers(1, 20, len(named)))
    return rows.assign(option=_pick(rng, ["yes", "no", "abstain"], len(rows)).to_numpy(), text="For stemte")


def _item_attendance(rng: np.random.Generator, items: pd.DataFrame, attendance: pd.DataFrame) -> pd.DataFrame:
    """Return persons of the header away from single items: the item of the row's number, where there is one."""
    drawn = attendance.iloc[rng.choice(len(attendance), len(attendance) // 15)]
    rows = drawn.assign(number=rng.integers(1, 12, len(drawn)))
    rows = rows.merge(items[["meeting_id", "number", "item_id"]], on=["meeting_id", "number"])
    rows = rows.drop_duplicates(["item_id", "person"]).sort_values("item_id", ignore_index=True)
    statuses = ["absent", "excused", "arrived", "left", "disqualified"]
    kinds = _pick(rng, statuses, len(rows), [50, 20, 10, 10, 10])
    return rows.assign(position=rows.groupby("item_id").cumcount() + 1, status=kinds, text="Afbud")


def references(rng: np.random.Generator, items: pd.DataFrame) -> pd.DataFrame:
    """Return a reference for every sixth item: to a case, a meeting of the corpus, or one that is not there."""
    rows = items[["item_id"]].iloc[np.sort(rng.choice(len(items), len(items) // 6, replace=False))]
    rows = rows.reset_index(drop=True)
    other = items.iloc[rng.integers(0, len(items), len(rows))].reset_index(drop=True)
    is_case = rng.random(len(rows)) < 0.4
    rows["meeting_id"] = other["meeting_id"].where(~is_case & (rng.random(len(rows)) < 0.5))
    rows["case_number"] = other["case_number"].where(is_case)
    rows["direction"] = _pick(rng, ["earlier", "later"], len(rows)).where(~is_case)
    kind = pd.Series(is_case).map({True: "case", False: "meeting"})
    return rows.assign(kind=kind, position=1, text="jf. mødet", line_start=1)


def _cases(items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    rows = items[items["case_number"].notna()].merge(meetings[["meeting_id", "body", "date"]], on="meeting_id")
    return rows.groupby("case_number", as_index=False).agg(
        case_year=("case_year", "first"),
        title=("title", "last"),
        first_seen=("date", "min"),
        last_seen=("date", "max"),
        meetings=("meeting_id", "nunique"),
        items=("item_id", "size"),
        bodies=("body", "nunique"),
        standing=("standing", "all"),
    )


def _people(attendance: pd.DataFrame) -> pd.DataFrame:
    rows = attendance.groupby("person", as_index=False).agg(
        mentions=("person", "size"), meetings=("meeting_id", "nunique")
    )
    return rows.assign(name=rows["person"], merged_by="same")


def _problems(rng: np.random.Generator, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return a problem for every other meeting."""
    codes = {
        "unplaced_header_line": "warning",
        "unknown_attendee": "warning",
        "gap_in_numbers": "note",
        "toc_title_differs": "note",
        "reader_failed": "error",
    }
    rows = meetings[["source"]].iloc[rng.integers(0, len(meetings), len(meetings) // 2)].reset_index(drop=True)
    rows["code"] = _pick(rng, list(codes), len(rows), [20, 20, 30, 29, 1])
    rows["severity"] = rows["code"].map(codes)
    return rows.assign(line_start=rng.integers(1, 900, len(rows)), message="What is wrong", text="Ordene")
