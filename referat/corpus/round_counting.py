"""Count the rounds of a matter through the bodies, and classify its returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from referat.corpus.item_pairs import ItemPairs
from referat.corpus.linked_items import LIMITS, ItemColumns
from referat.schema.decision_types import NOT_BINDING, REFERRING, REFUSING, SAYING_YES
from referat.schema.registry import STOPS

EARLY_ENDS = frozenset(STOPS)
"""Next steps that end a round before its last body has decided."""


@dataclass(slots=True)
class Round:
    """A round of a matter: its items, the date at each body, and whether it ended early or as announced."""

    items: list[int] = field(default_factory=list)
    had: dict[int, int] = field(default_factory=dict)
    early: bool = False
    complete: bool = False


@dataclass(slots=True)
class Course:
    """The course of a matter: its rounds, and the round and kind of return of each item."""

    rounds: list[Round]
    round_of: dict[int, int]
    return_kind: dict[int, str]


def course(matter: Sequence[int], items: ItemColumns, pairs: ItemPairs) -> Course:
    """Return the course of a matter; its items are in chronological order.

    An item that repeats its postponement at a meeting outside these minutes had a round there.
    """
    rounds: list[Round] = []
    round_of = {}
    for i in matter:
        if items.deferral_kind[i] and not any(items.day[j] == items.deferral_day[i] for j in matter):
            rounds.append(Round(early=True))
        if not rounds or _begins(i, rounds[-1], items):
            rounds.append(Round())
        _add(i, rounds[-1], items)
        round_of[i] = len(rounds)
    return Course(rounds, round_of, dict(_returns(rounds, items, pairs)))


def _begins(i: int, current: Round, items: ItemColumns) -> bool:
    """Return whether an item begins a new round: the last one is over, or its body was already in it."""
    if not current.items:
        return True
    last = current.items[-1]
    if items.day[i] == items.day[last] and not (current.early and items.meeting[i] != items.meeting[last]):
        return False
    had = current.had.get(items.body[i])
    if current.complete and had is None and _goes_on(last, i, items):
        return False
    if current.early or current.complete or (had is not None and had < items.day[i]):
        return True
    return items.group[i] != items.group[last] and items.group[i] not in {items.group[j] for j in current.items}


def _goes_on(last: int, i: int, items: ItemColumns) -> bool:
    """Return whether the same item goes on to a further body soon, although no route announced it."""
    same = items.group[i] == items.group[last] and items.title_key[i] == items.title_key[last]
    return same and items.day[i] - items.day[last] <= LIMITS.alike_days


def _add(i: int, current: Round, items: ItemColumns) -> None:
    current.items.append(i)
    current.had.setdefault(items.body[i], items.day[i])
    current.early = current.early or _ends_early(i, items)
    route = items.route[i]
    current.complete = bool(route) and items.body[i] == route[-1]


def _ends_early(i: int, items: ItemColumns) -> bool:
    return items.next_step[i] in EARLY_ENDS or is_refused(i, items)


def is_refused(i: int, items: ItemColumns) -> bool:
    """Return whether the last body of the announced route rejected the item and decided nothing else."""
    results = items.results[i].split()
    last = not items.route[i] or items.body[i] == items.route[i][-1]
    return (
        last and not REFUSING.isdisjoint(results) and SAYING_YES.isdisjoint(results) and REFERRING.isdisjoint(results)
    )


def _returns(rounds: Sequence[Round], items: ItemColumns, pairs: ItemPairs) -> list[tuple[int, str]]:
    """Return the first item of each round before a body that had the matter in an earlier round, and why it is back."""
    last_had: dict[int, tuple[int, list[int]]] = {}
    returns = []
    for number, current in enumerate(rounds):
        firsts = {items.body[i]: i for i in reversed(current.items)}
        for body in current.had:
            kind = _return_kind(firsts[body], rounds[: number + 1], last_had.get(body), items, pairs)
            if kind is not None:
                returns.append((firsts[body], kind))
        for body in current.had:
            last_had[body] = (number, [i for i in current.items if items.body[i] == body])
    return returns


def _return_kind(
    first: int, rounds: Sequence[Round], last_had: tuple[int, list[int]] | None, items: ItemColumns, pairs: ItemPairs
) -> str | None:
    """Return why a matter is back before a body in the last round; None if the body had it in no earlier one.

    `last_had` is the round in which the body had the matter last, and its items there.
    """
    if last_had is None:
        is_after_unseen_round = len(rounds) > 1 and not rounds[-2].items
        return "reconsidered" if items.deferral_kind[first] and is_after_unseen_round else None
    before, had = last_had
    previous = next((i for i in reversed(had) if _share_a_name(i, first, items)), had[-1])
    early = any(each.early and _is_of(each, first, items) for each in rounds[before:-1])
    return _kind(previous, first, early, items, pairs)


def _is_of(earlier: Round, i: int, items: ItemColumns) -> bool:
    """Return whether an item is about the item that ended a round early.

    A matter can have branches, and a number several things: postponing one leaves the others as they were.
    """
    stopped = [j for j in earlier.items if _ends_early(j, items)]
    return not stopped or any(_share_a_name(j, i, items) for j in stopped)


def _kind(previous: int, again: int, early: bool, items: ItemColumns, pairs: ItemPairs) -> str:
    if early:
        return "reconsidered"
    tests: Sequence[tuple[str, Callable[[], bool]]] = (
        ("unclear", lambda: not _share_a_name(previous, again, items)),
        ("periodic", lambda: pairs.is_periodic(previous, again)),
        ("reconsidered", lambda: _changes(previous, again, items)),
    )
    return next((kind for kind, holds in tests if holds()), "stage")


def _share_a_name(one: int, other: int, items: ItemColumns) -> bool:
    """Return whether two items name a common thing, or a common period: "Budget 2023-26"."""
    if not items.words[one].isdisjoint(items.words[other]):
        return True
    if not items.periods[one].isdisjoint(items.periods[other]):
        return True
    return items.title_key[one] == items.title_key[other]


def _changes(previous: int, again: int, items: ItemColumns) -> bool:
    """Return whether an item changes an earlier decision: by its title, or as the same item soon after."""
    was, now = items.stages[previous], items.stages[again]
    nothing_decided = set(items.results[previous].split()) <= NOT_BINDING
    # Filling a seat again changes no decision.
    if nothing_decided or "adopted" in now or items.results[again] == "appointed":
        return False
    if "change" in now and "change" not in was:
        return True
    soon = items.day[again] - items.day[previous] < LIMITS.periodic_days
    same = items.title_key[previous] == items.title_key[again]
    return soon and same and not {"early", "final"} & now
