"""What only the whole corpus tells: doubled meetings, one spelling per person, standing matters, cases, references."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import regex as re

from referat.people import spellings
from referat.registry import TABLES
from referat.rows import Row, Rows
from referat.tables import Tables, frame
from referat.words import fold

_FEWEST_MEETINGS = 6
"""A body must have met so often before "on most of its agendas" says anything."""


def assemble(meetings: Iterable[Rows], own_spellings: Mapping[str, str]) -> Tables:
    """Return the tables of a corpus from the rows of its meetings."""
    kept = _without_doubles(list(meetings))
    rows: dict[str, list[Row]] = {
        table.name: [row for part in kept for row in part.tables[table.name]] for table in TABLES
    }
    rows["people"] = _one_spelling(rows, own_spellings)
    _mark_standing(rows)
    _resolve_references(rows)
    _number_references(rows)
    rows["cases"] = _cases(rows)
    return Tables({table.name: frame(table.name, rows[table.name]) for table in TABLES})


# --- One meeting in two files ---


def _without_doubles(parts: list[Rows]) -> list[Rows]:
    """Return the parts without the emptier of two that hold the same meeting, which becomes a problem.

    Two meetings of one body on one day are told apart by their time, and the later one's ids get it appended. A file
    that gives no time is about the first of them.
    """
    by_id: defaultdict[str, list[Rows]] = defaultdict(list)
    for part in parts:
        for meeting in part.tables["meetings"]:
            by_id[meeting["meeting_id"]].append(part)
    for meeting_id, same in by_id.items():
        if len(same) > 1:
            _tell_apart(meeting_id, same)
    return parts


def _tell_apart(meeting_id: str, same: list[Rows]) -> None:
    by_time: defaultdict[str, list[Rows]] = defaultdict(list)
    for part in same:
        by_time[part.tables["meetings"][0]["start_time"] or ""].append(part)
    if "" in by_time and len(by_time) > 1:
        by_time[min(filter(None, by_time))] += by_time.pop("")
    for number, time in enumerate(sorted(by_time)):
        fullest, *others = sorted(by_time[time], key=_fullness, reverse=True)
        for other in others:
            _withdraw(other, meeting_id, fullest.source)
        if number:
            _rename(fullest, meeting_id, f"{meeting_id}-{time.replace(':', '')}")


def _fullness(part: Rows) -> tuple[int, int, bool, int]:
    """Return how much a part holds; of two with as many items and decisions, the portal's own data is the better."""
    is_portals = part.tables["meetings"][0]["reader"] == "portal"
    return len(part.tables["items"]), len(part.tables["decisions"]), is_portals, len(part.tables["sections"])


def _withdraw(part: Rows, meeting_id: str, better: str) -> None:
    line = part.tables["meetings"][0]["line_start"]
    problems = part.tables["problems"]
    part.tables.clear()
    part.tables["problems"] = problems
    part.doubt("meeting_in_two_files", line, detail=meeting_id, text=better)


def _rename(part: Rows, old: str, new: str) -> None:
    for rows in part.tables.values():
        for row in rows:
            for column in ("meeting_id", "item_id", "decision_id"):
                if row.get(column):
                    row[column] = new + row[column][len(old) :]


# --- People ---

_NAMED = ("attendance", "item_attendance", "votes")


def _one_spelling(rows: dict[str, list[Row]], own: Mapping[str, str]) -> list[Row]:
    named = [(row, name) for table in _NAMED for row in rows[table] if (name := row.get("name") or row.get("person"))]
    met = [(name, _meeting_of(row)) for row, name in named]
    together: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows["attendance"]:
        together[row["meeting_id"]].add(row["name"])
    known = spellings(met, together.values(), own)
    for row, name in named:
        row["person"] = known[name].person
    mentions = Counter(name for name, _ in met)
    meetings = Counter(name for name, _ in set(met))
    return [
        {
            "person": spelling.person,
            "name": name,
            "mentions": mentions[name],
            "meetings": meetings[name],
            "merged_by": spelling.merged_by,
            "similarity": spelling.similarity,
        }
        for name, spelling in known.items()
    ]


def _meeting_of(row: Row) -> str:
    return str(row.get("meeting_id") or row["item_id"].split(":")[0])


# --- Standing matters ---


def _mark_standing(rows: dict[str, list[Row]]) -> None:
    """Mark items whose title stands on most agendas of their body, whatever its words."""
    body_of = {row["meeting_id"]: row["body"] for row in rows["meetings"]}
    held = Counter(body_of.values())
    agendas = {(body_of[row["meeting_id"]], row["title_key"], row["meeting_id"]) for row in rows["items"]}
    seen = Counter((body, key) for body, key, _ in agendas)
    for row in rows["items"]:
        body, key = body_of[row["meeting_id"]], row["title_key"]
        if key and body and held[body] >= _FEWEST_MEETINGS and seen[body, key] * 2 > held[body]:
            row["standing"] = True


# --- References ---

_ENDING = re.compile(r"(?:et|en)s?$|s$")
_YEARS = re.compile(r"\s*(?:19|20)\d\d\s*-\s*(?:19|20)\d\d$")


def _stem(body: str) -> str:
    """Return a body's name without its ending and years: "Byrådets" and "Byråd 2022-2025" are one."""
    return _ENDING.sub("", _YEARS.sub("", fold(body)))


def _resolve_references(rows: dict[str, list[Row]]) -> None:
    known = (row for row in rows["meetings"] if row["body"] and row["date"])
    meetings = {(_stem(row["body"]), row["date"]): row["meeting_id"] for row in known}
    for row in rows["references"]:
        if row["body"] and row["date"]:
            row["meeting_id"] = meetings.get((_stem(row["body"]), row["date"]))


def _number_references(rows: dict[str, list[Row]]) -> None:
    positions: Counter[str] = Counter()
    for row in rows["references"]:
        positions[row["item_id"]] += 1
        row["position"] = positions[row["item_id"]]


# --- Cases ---


def _cases(rows: dict[str, list[Row]]) -> list[Row]:
    meetings = {row["meeting_id"]: row for row in rows["meetings"]}
    by_number: defaultdict[str, list[Row]] = defaultdict(list)
    for item in rows["items"]:
        if item["case_number"]:
            by_number[item["case_number"]].append(item)
    last_type: dict[str, tuple[object, str]] = {}
    item_case = {item["item_id"]: item["case_number"] for item in rows["items"]}
    for decision in rows["decisions"]:
        number, day = item_case[decision["item_id"]], decision["decided_on"]
        if number and day and (number not in last_type or day >= last_type[number][0]):
            last_type[number] = (day, decision["decision_type"])
    return [_case(number, by_number[number], meetings, last_type.get(number)) for number in sorted(by_number)]


def _case(number: str, items: list[Row], meetings: dict[str, Row], last: tuple[object, str] | None) -> Row:
    ordered = sorted(items, key=lambda item: (meetings[item["meeting_id"]]["date"] or date.min, item["item_id"]))
    dates = [day for item in ordered if (day := meetings[item["meeting_id"]]["date"])]
    return {
        "case_number": number,
        "case_year": ordered[-1]["case_year"],
        "title": ordered[-1]["title"],
        "first_seen": dates[0] if dates else None,
        "last_seen": dates[-1] if dates else None,
        "meetings": len({item["meeting_id"] for item in items}),
        "items": len(items),
        "bodies": len({meetings[item["meeting_id"]]["body"] for item in items}),
        "standing": all(item["standing"] for item in items),
        "last_decision_type": last[1] if last else None,
    }
