"""Determine the state of a matter: settled, or owed by whom, since when, with the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from referat.corpus.linked_items import ItemColumns
from referat.corpus.round_counting import EARLY_ENDS, Course
from referat.schema.decision_types import DEFERRING, REFUSING

CUT_OFF_DAYS = 60
"""Days before the end of the minutes within which an announced step cannot be expected yet."""

ADMINISTRATION, COMMITTEE, BUDGET = "administration", "committee", "budget"


@dataclass(frozen=True, slots=True)
class MatterState:
    """The state of a matter: `settled`, `owed`, `cut_off` or `open`; and what is owed by whom since which item."""

    state: str
    owed_by: str | None = None
    since: int | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class LastMeetings:
    """The last date of the minutes, by municipality and by municipality and body."""

    of_town: dict[int, int]
    of_body: dict[tuple[int, int], int]

    @classmethod
    def of(cls, items: ItemColumns) -> LastMeetings:
        """Return the last dates of all items."""
        towns: dict[int, int] = {}
        bodies: dict[tuple[int, int], int] = {}
        for town, body, day, held in zip(items.town, items.body, items.day, items.dealt_with, strict=True):
            if not held:
                continue
            towns[town] = max(day, towns.get(town, day))
            bodies[town, body] = max(day, bodies.get((town, body), day))
        return cls(towns, bodies)


def matter_state(matter: Sequence[int], course: Course, items: ItemColumns, last: LastMeetings) -> MatterState:
    """Return the state of a matter; its items are in chronological order."""
    if not matter:  # only on agendas so far
        return MatterState("open")
    owed = list(_owed(matter, course, items))
    if not owed:
        return MatterState("settled")
    item, who, words = max(owed, key=lambda entry: items.day[entry[0]])
    name = (items.body_name[who] or None) if isinstance(who, int) else who  # a meeting can lack its body
    return MatterState(_state_of(item, who, items, last), name, item, words)


def _state_of(item: int, who: int | str, items: ItemColumns, last: LastMeetings) -> str:
    town = items.town[item]
    if isinstance(who, str) and who not in (ADMINISTRATION, COMMITTEE):  # the budget, or a body without minutes here
        return "open"
    if isinstance(who, int) and (town, who) not in last.of_body:
        return "open"
    if last.of_town[town] - items.day[item] <= CUT_OFF_DAYS:
        return "cut_off"
    return "open" if isinstance(who, int) and last.of_body[town, who] <= items.day[item] else "owed"


def _owed(matter: Sequence[int], course: Course, items: ItemColumns) -> Iterator[tuple[int, int | str, str]]:
    """Yield what is owed: the item that announces it, the body (a number) or other debtor, and the evidence."""
    final = matter[-1]
    for i in matter:
        later_round = course.round_of[final] > course.round_of[i]
        debtor = _debtor(i, final, items, later_round=later_round)
        if debtor is not None:
            yield i, debtor, items.next_step_words[i]
        if items.consultation[i] and not later_round and _is_sent_out(i, course, items):
            yield i, ADMINISTRATION, items.consultation[i]
    yield from _owed_by_route(matter, course, items)


def _debtor(i: int, final: int, items: ItemColumns, *, later_round: bool) -> int | str | None:
    """Return who owes the next step that an item announces; None if none is announced, or if it has come."""
    kind = items.next_step[i]
    if kind in EARLY_ENDS or kind == "referred":
        later = items.day[final] > items.day[i] or (items.meeting[final] != items.meeting[i] and final > i)
        return None if later else _who(i, items)
    if kind == "asked":
        return None if later_round or items.is_reported(i) else ADMINISTRATION
    return BUDGET if kind == BUDGET and i == final else None


def _who(i: int, items: ItemColumns) -> int | str:
    who = items.next_who[i]
    if not who:
        return items.body[i]
    if who in (ADMINISTRATION, COMMITTEE):
        return who
    number = items.body_of(who)
    return number if number is not None else who


def _is_sent_out(i: int, course: Course, items: ItemColumns) -> bool:
    """Return whether the last body of its round approved a draft, which then went out to consultation."""
    current = course.rounds[course.round_of[i] - 1]
    approved = not items.results[i] or (REFUSING | DEFERRING).isdisjoint(items.results[i].split())
    return approved and i == current.items[-1] and not current.early


def _owed_by_route(matter: Sequence[int], course: Course, items: ItemColumns) -> Iterator[tuple[int, int | str, str]]:
    """Yield the next body of the announced route that has not dealt with the matter in its last round."""
    current, i = course.rounds[-1], matter[-1]
    route = items.route[i]
    if current.early or items.next_step[i] in ("referred", BUDGET) or items.body[i] not in route:
        return
    behind = route[route.index(items.body[i]) + 1 :]
    missing = [body for body in behind if body not in current.had]
    if missing and missing[0] in items.met and "recommended" in items.results[i].split():
        yield i, missing[0], ", ".join(items.body_name[body] for body in route)
