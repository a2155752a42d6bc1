"""Records for the page of each matter: its state, each appearance on an agenda, and linked matters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from referat.language import Language
from referat.report.pages.agenda_index import AgendaIndex, open_title
from referat.report.pages.table_rows import Row, rows_by, rows_of
from referat.report.pages.text_records import TextRecords
from referat.tables.frames import Tables

_MATTER = ("matter_id", "case_numbers", "kind", "state", "owed_by", "owed_since", "owed_words", "returns")
_LINK = ("item_id", "earlier_item_id", "kind", "same_matter", "evidence")
_OWERS = ("administration", "committee", "budget")
"""Debtors of a decision that are not bodies of the tables."""


class MatterRecords:
    """Makes the record of a matter from the rows that belong to it."""

    def __init__(self, tables: Tables, agenda: AgendaIndex, texts: TextRecords, language: Language) -> None:
        self._agenda = agenda
        self._texts = texts
        self._language = language
        self._matters = {row["matter_id"]: row for row in rows_of(tables, "matters", *_MATTER)}
        proposals = rows_of(tables, "recommendations", "item_id", "proposer", "text")
        self._recommendations = rows_by(proposals, "item_id")
        self._attachments = rows_by(rows_of(tables, "attachments", "item_id", "title", "url"), "item_id")
        self._links: dict[str, list[Row]] = {}
        for link in rows_of(tables, "links", *_LINK):
            for end in dict.fromkeys(self._matter_ids(link)):
                self._links.setdefault(end, []).append(link)

    def _matter_ids(self, link: Row) -> list[str]:
        ends = (link["earlier_item_id"], link["item_id"])
        return [self._agenda.items[end]["matter_id"] for end in ends if end in self._agenda.items]

    def state(self, matter_id: str) -> str | None:
        """Return the state of a matter, if this build has it."""
        state = self._matters.get(matter_id, {}).get("state")
        return str(state) if state else None

    def owed(self, matter_id: str) -> Row:
        """Return who owes a decision on a matter, since when, and in which words; None if nobody does."""
        row = self._matters.get(matter_id, {})
        return row if row.get("state") == "owed" else {}

    def records(self) -> Iterator[tuple[str, Row]]:
        """Yield the record of each matter with its id."""
        for matter_id, items in self._agenda.matters.items():
            yield matter_id, self._record(matter_id, items)

    def _record(self, matter_id: str, items: list[Row]) -> Row:
        matter = self._matters.get(matter_id, {})
        body_ids = dict.fromkeys(item["meeting"]["body_id"] for item in items)
        bodies = [[key, self._agenda.bodies[key][0]["body"]] for key in body_ids]
        numbers = (matter.get("case_numbers") or "").split("|") if matter.get("case_numbers") else []
        return {
            "title": open_title(items),
            "numbers": numbers or list(dict.fromkeys(item["case_number"] for item in items if item["case_number"])),
            "municipality": items[0]["meeting"]["municipality"],
            "state": matter.get("state"),
            "sentences": list(self._sentences(matter, items)),
            "words": None if any(item["closed"] for item in items) else matter.get("owed_words"),
            "bodies": bodies,
            "items": _without_repeats(
                [self._appearance(item, bodies, {row["meeting"]["date"] for row in items}) for item in items]
            ),
            "links": list(self._links_shown(matter_id)),
        }

    # --- The state in sentences ---

    def _sentences(self, matter: Row, items: list[Row]) -> Iterator[str]:
        say, some = self._language.say, self._language.some
        bodies = len({item["meeting"]["body_id"] for item in items})
        yield say(
            "follow.seen",
            len(items),
            times=some(len(items), "time"),
            bodies=some(bodies, "body"),
            first=self._day(items[0]["meeting"]["date"]),
            last=self._day(items[-1]["meeting"]["date"]),
        )
        if matter.get("state"):
            yield self._state_sentence(matter, items)
        returns = matter.get("returns") or sum(item["return_kind"] == "reconsidered" for item in items)
        if returns:
            yield say("follow.returned", returns, times=some(returns, "time"))

    def _state_sentence(self, matter: Row, items: list[Row]) -> str:
        say, owner, since = self._language.say, matter["owed_by"], matter["owed_since"]
        if matter["state"] == "owed":
            if owner is None or since is None:
                return say("follow.owed_by_nobody_named")
            key = "follow.owed_to_budget" if owner == "budget" else "follow.owed"
            return say(key, who=self.owner_name(owner), since=self._day(since))
        if matter["state"] == "settled":
            decided = next((item for item in reversed(items) if item["decisions"]), items[-1])
            body, type_name = decided["meeting"]["body"] or "", self._language.name(decided["type"])
            return say("follow.settled", type=type_name, body=body, day=self._day(decided["meeting"]["date"]))
        return say(f"follow.state_{matter['state']}")

    def owner_name(self, owner: str) -> str:
        """Return the name of who owes the answer: a body by its name, others by a word of the language."""
        return self._language.say(f"follow.owner_{owner}") if owner in _OWERS else owner

    def _day(self, iso: str | None) -> str:
        return self._language.day(date.fromisoformat(iso)) if iso else self._language.say("form.unknown_day")

    # --- One item ---

    def _appearance(self, item: Row, bodies: list[list[Any]], days: set[str]) -> Row:
        """Return the record of an item; missing, empty and false values, which are most of them, are left out."""
        meeting = item["meeting"]
        shown = {
            "id": item["item_id"].removeprefix(item["meeting_id"]),
            "meeting": item["meeting_id"],
            "date": meeting["date"],
            "body": [key for key, _ in bodies].index(meeting["body_id"]),
            "label": item["label"],
            "title": item["title"],
            "closed": bool(item["closed"]),
            "type": item["type"],
            "decisions": [_decision(row) for row in item["decisions"] if not row["is_earlier"] and row["text"]],
            "source": item["source"],
            "lines": _lines(item),
        } | ({} if item["closed"] else self._open_parts(item, days))
        return {key: value for key, value in shown.items() if value or value == 0}

    def _open_parts(self, item: Row, days: set[str]) -> Row:
        """Return the parts shown for open items only; earlier decisions only if the page does not have them already."""
        attachments = self._attachments.get(item["item_id"], [])
        earlier = [row for row in item["decisions"] if row["is_earlier"] and row["text"]]
        return {
            "return": self._language.name(item["return_kind"]) if item["return_kind"] else None,
            "url": _web_address(item["url"]),
            "document": item["document_id"] if item["document_id"] in self._texts else None,
            "earlier": [self._earlier(row) for row in earlier if row["decided_on"] not in days],
            "recommended": _by_proposer(self._recommendations.get(item["item_id"], [])),
            "attachments": [[row["title"], _web_address(row["url"])] for row in attachments],
        }

    def _earlier(self, row: Row) -> list[Any]:
        return [row["body"], row["decided_on"], _decision(row)]

    # --- Linked matters ---

    def _links_shown(self, matter_id: str) -> Iterator[Row]:
        """Yield a matter's links with the reason, except shared case numbers, which the page itself shows.

        Of several links of an item to one matter for one reason the nearest is shown: a long matter has thousands.
        """
        nearest: dict[tuple[str, ...], tuple[Row, Row, Row]] = {}
        for link in self._links.get(matter_id, []):
            earlier, later = (self._agenda.items.get(link[end]) for end in ("earlier_item_id", "item_id"))
            if earlier is None or later is None or (link["same_matter"] and link["kind"] == "same_number"):
                continue
            key = (later["item_id"], earlier["matter_id"], link["kind"])
            if key not in nearest or _day_of(nearest[key][0]) <= _day_of(earlier):
                nearest[key] = (earlier, later, link)
        for earlier, later, link in nearest.values():
            evidence = None if earlier["closed"] or later["closed"] else link["evidence"]
            yield {
                "earlier": self._end(earlier),
                "later": self._end(later),
                "same": bool(link["same_matter"]),
                "reason": self._language.say(f"follow.link_{link['kind']}"),
                "evidence": evidence,
            }

    def _end(self, item: Row) -> Row:
        meeting = item["meeting"]
        return {
            "matter": item["matter_id"],
            "item": item["item_id"],
            "title": item["title"],
            "date": meeting["date"],
            "body": meeting["body"],
        }


def _day_of(item: Row) -> str:
    return item["meeting"]["date"] or ""


def _without_repeats(items: list[Row]) -> list[Row]:
    """Replace parts that repeat an earlier appearance by its position: bodies repeat what is recommended.

    Recommendations and attachments are most of a record, and half of them are repeated.
    """
    for name in ("recommended", "attachments"):
        places: dict[str, int] = {}
        for place, item in enumerate(items):
            if name in item and (first := places.setdefault(repr(item[name]), place)) != place:
                item[name] = first
    return items


def _decision(row: Row) -> list[Any]:
    """Return the text of a decision and, if known, the start and end of the words that gave its type."""
    text, start, end = row["text"], row["evidence_start"], row["evidence_end"]
    if start is None and row["evidence"]:
        start = text.find(row["evidence"])
        end = start + len(row["evidence"])
    return [text, int(start), int(end)] if start is not None and start >= 0 and end is not None else [text]


def _lines(row: Row) -> list[int] | None:
    return [row["line_start"], row["line_end"]] if row["line_start"] is not None else None


def _by_proposer(rows: list[Row]) -> list[list[Any]]:
    """Return `[proposer, points]` for each run of points with the same proposer."""
    groups: list[list[Any]] = []
    for row in rows:
        if not groups or groups[-1][0] != row["proposer"]:
            groups.append([row["proposer"], []])
        groups[-1][1].append(row["text"])
    return groups


def _web_address(url: str | None) -> str | None:
    """Return an address if it leads to the web; otherwise None."""
    return url if url and url.startswith(("https://", "http://")) else None
