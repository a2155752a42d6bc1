"""Group items to matters, under one case number or several, with their rounds and states."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from referat.corpus.corpus_settings import MatterRuling
from referat.corpus.item_pairs import ItemPairs
from referat.corpus.linked_items import LIMITS, ItemColumns, join, root
from referat.corpus.matter_links import JOINING, Citation, Link, LinkFinder
from referat.corpus.matter_states import LastMeetings, MatterState, matter_state
from referat.corpus.round_counting import Course, course


class MatterRow(NamedTuple):
    """A row of the table of matters; `first`, `last` and `owed_since` are positions of items in the columns."""

    first: int
    last: int
    items: int
    meetings: int
    bodies: int
    kind: str
    case_numbers: str | None
    closed: bool
    rounds: int | None
    returns: int
    state: str | None
    owed_by: str | None
    owed_since: int | None
    owed_words: str | None


@dataclass(frozen=True, slots=True)
class Matters:
    """Matter, round and kind of return of each item (in the order of the columns), and rows of matters and links."""

    matter_of: list[int]
    round_of: list[int | None]
    return_kind: list[str | None]
    matters: list[MatterRow]
    links: list[tuple[Link, bool]]


def find_matters(
    items: ItemColumns,
    citations: Mapping[int, Sequence[Citation]],
    rulings: Sequence[MatterRuling],
) -> Matters:
    """Return the matters of all items; `rulings` refer to items by valid ids."""
    place = {item_id: i for i, item_id in enumerate(items.item_id)} if rulings else {}
    ruled = [(sorted(place[item] for item in ruling.items), ruling) for ruling in rulings]
    finder = LinkFinder(items, citations)
    links = finder.links()
    matter_of = _joined(items, links, ruled)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for i, matter in enumerate(matter_of):
        members[matter].append(i)
    last = LastMeetings.of(items)
    series = {matter_of[i] for link in links if link.kind == "periodic" for i in (link.earlier, link.later)}
    matters = Matters(matter_of, [None] * len(items), [None] * len(items), [], [])
    for matter, every in members.items():
        if items.standing[matter]:
            matters.matters.append(_row(every, items, None, MatterState("settled"), "fixture"))
        else:
            _add_matter(matters, every, items, finder.pairs, last, is_in_series=matter in series)
    matters.links.extend(_link_rows(items, links, _ruled_links(ruled), matter_of))
    return matters


def _add_matter(
    matters: Matters, every: list[int], items: ItemColumns, pairs: ItemPairs, last: LastMeetings, *, is_in_series: bool
) -> None:
    """Add the row of a matter with these items, and their rounds and kinds of return."""
    dealt_with = [i for i in every if items.dealt_with[i]]
    way = course(dealt_with, items, pairs)
    for i in dealt_with:
        matters.round_of[i] = way.round_of[i]
        matters.return_kind[i] = way.return_kind.get(i)
    state = matter_state(dealt_with, way, items, last)
    matters.matters.append(_row(every, items, way, state, _kind(way, is_in_series=is_in_series)))


def _ruled_links(ruled: Sequence[tuple[Sequence[int], MatterRuling]]) -> list[Link]:
    """Return a link from each later item of a ruling to its first item."""
    return [
        Link(i, ids[0], "follow_up" if ruling.same else "related", "own_list", ruling.reason)
        for ids, ruling in ruled
        for i in ids[1:]
    ]


def _kind(way: Course, *, is_in_series: bool) -> str:
    """Return whether a matter is periodic: all its returns are, or it belongs to a series and never returned."""
    returns = Counter(way.return_kind.values())
    often = returns["periodic"] > returns["stage"] + returns["reconsidered"]
    return "periodic" if often or (is_in_series and len(way.rounds) == 1) else "substantive"


def _joined(
    items: ItemColumns,
    links: Sequence[Link],
    ruled: Sequence[tuple[Sequence[int], MatterRuling]],
) -> list[int]:
    """Return the first item of each item's matter: groups joined by links and by rulings, which take precedence."""
    apart = [pair for ids, ruling in ruled if not ruling.same for pair in combinations(ids, 2)]
    matters = _Joining(items.group, apart)
    for ids, ruling in ruled:
        for i in ids[1:] if ruling.same else ():
            matters.join(ids[0], i)
    for link in links:
        if link.kind in JOINING and matters.size(link.later) + matters.size(link.earlier) <= LIMITS.largest:
            matters.join(link.later, link.earlier)
    return [root(matters.parents, i) for i in range(len(items))]


class _Joining:
    """Joins items to matters: the items of a group are one matter, except for pairs that are kept apart."""

    def __init__(self, groups: Sequence[int], apart: Sequence[tuple[int, int]]) -> None:
        self.parents = list(range(len(groups)))
        self.sizes = [1] * len(groups)
        self.apart = apart
        loose = {i for pair in apart for i in pair if groups[pair[0]] == groups[pair[1]]}
        first: dict[int, int] = {}
        for i, group in enumerate(groups):
            if i not in loose:
                self.join(i, first.setdefault(group, i))

    def size(self, i: int) -> int:
        """Return the number of items in the matter of `i`."""
        return self.sizes[root(self.parents, i)]

    def join(self, one: int, other: int) -> None:
        """Join the matters of two items, unless that joins a pair that is kept apart."""
        one, other = root(self.parents, one), root(self.parents, other)
        if one == other or any({root(self.parents, a), root(self.parents, b)} == {one, other} for a, b in self.apart):
            return
        size = self.sizes[one] + self.sizes[other]
        join(self.parents, one, other)
        self.sizes[min(one, other)] = size


def _row(members: Sequence[int], items: ItemColumns, way: Course | None, state: MatterState, kind: str) -> MatterRow:
    kinds = way.return_kind.items() if way else ()
    return MatterRow(
        first=members[0],
        last=members[-1],
        items=len(members),
        meetings=len({items.meeting[i] for i in members}),
        bodies=len({items.body[i] for i in members}),
        kind=kind,
        case_numbers="|".join(dict.fromkeys(items.case_number[i] for i in members if items.case_number[i])) or None,
        closed=any(items.closed[i] for i in members),
        rounds=len(way.rounds) if way else None,
        returns=len({way.round_of[i] for i, what in kinds if what == "reconsidered"}) if way else 0,
        state=state.state if way else None,
        owed_by=state.owed_by or None,
        owed_since=state.since,
        owed_words=state.words,
    )


def _link_rows(
    items: ItemColumns, links: Sequence[Link], rulings: Sequence[Link], matter_of: Sequence[int]
) -> list[tuple[Link, bool]]:
    """Return one link per pair, and whether its items are one matter.

    Items of one group are linked to the one before. A ruling by the user replaces a link that was found.
    """
    within = []
    latest: dict[int, int] = {}
    for i, group in enumerate(items.group):
        if group in latest and not items.standing[i]:
            kind, rule = ("same_number", "case_number") if items.case_number[i] else ("stage", "same_title")
            within.append(Link(i, latest[group], kind, rule, items.case_number[i] or items.title_key[i]))
        latest[group] = i
    of_pair = {(link.later, link.earlier): link for link in [*within, *links, *rulings]}
    return [(link, matter_of[link.later] == matter_of[link.earlier]) for link in of_pair.values()]
