"""Links between items of different numbers: which earlier item a later one follows, and why.

A link is found by what the later item cites, by titles alike, by a draft that is adopted, or by what a body asked for.
Each keeps its rule and the words that show it. Only follow_up, stage and reopened join two items to one matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from referat.corpus.linked_items import ItemColumns, LinkThresholds

JOINING = frozenset({"follow_up", "stage", "reopened", "same_number"})
"""The kinds of links that make two items one matter."""

_STOPPED = frozenset({"withdrawn", "postponed", "sent_back", "referred"})


class Link(NamedTuple):
    """A pair of items, by their numbers in the columns; `rule` is how it was found, `evidence` the words."""

    later: int
    earlier: int
    kind: str
    rule: str
    evidence: str


@dataclass(slots=True)
class Citation:
    """A mention of an earlier meeting in an item: body (a number, or none), day, item, words, and words nearby."""

    body: int | None
    day: int
    item_number: int | None
    text: str
    context: tuple[int, ...]


class LinkFinder:
    """Finds the links of the items of a corpus, one later item after the other."""

    def __init__(self, items: ItemColumns, citations: Mapping[int, Sequence[Citation]], limits: LinkThresholds) -> None:
        self.items, self.citations, self.limits = items, citations, limits
        self.pairs: set[tuple[int, int]] = set()
        self.by_word: defaultdict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        self.by_title: defaultdict[tuple[int, tuple[int, ...]], dict[int, int]] = defaultdict(dict)
        self.by_asked: defaultdict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        self.seen_groups: set[int] = set()
        self.answered: set[int] = set()

    def links(self) -> list[Link]:
        """Return all links, in the order of their later items."""
        links: list[Link] = []
        for i in range(len(self.items)):
            if self.items.standing[i]:
                continue
            links += self._cited(i)
            links += self._alike(i)
            self._remember(i)
        return _without_frames(links, self.items, self.limits)

    # --- Cited ---

    def _cited(self, later: int) -> Iterator[Link]:
        for citation in self.citations.get(later, ()):
            earlier = self._cited_item(later, citation)
            if earlier is None or not self._is_new(earlier, later):
                continue
            kind = self._kind_of_cited(earlier, later, citation)
            yield Link(later, earlier, kind, "cited_item" if citation.item_number else "cited_meeting", citation.text)

    def _cited_item(self, later: int, citation: Citation) -> int | None:
        """Return the item that a citation means: by its number, else the one that names the same thing or asks."""
        items, town = self.items, self.items.town[later]
        if citation.body is not None and citation.item_number is None:
            candidates = items.by_body_day.get((town, citation.body, citation.day), [])
            return self._best(later, candidates, citation)
        candidates = items.by_day.get((town, citation.day), [])
        numbered = [i for i in candidates if items.number[i] == citation.item_number]
        of_body = [i for i in numbered if items.body[i] == citation.body]
        if of_body:
            return of_body[0]
        return self._best(later, numbered, citation)

    def _best(self, later: int, candidates: Iterable[int], citation: Citation) -> int | None:
        """Return the candidate that shares most rare words with the later item, its title first, then its citation."""
        items = self.items
        words, context = items.rare(later), set(citation.context)
        best, most = None, 0.0
        for i in candidates:
            if items.standing[i]:
                continue
            rare = items.rare(i)
            shared = len(rare & words) + 0.5 * len(rare & context)
            if items.next_kind[i] in ("referred", "asked", "sent_back") and self._is_charged(i, later):
                shared += 0.4
            if shared > most:
                best, most = i, shared
        return best if most >= 1 or (best is not None and items.next_kind[best] and most >= 0.4) else None

    def _is_charged(self, earlier: int, later: int) -> bool:
        """Tell whether the later item is before the body that the earlier decision charges, or follows it by its title."""
        who = self.items.next_who[earlier]
        named = self.items.body_of(who) if who and who[0].isupper() else None
        if named is not None:
            return named == self.items.body[later] and "follow_up" in self.items.stages[later]
        return "follow_up" in self.items.stages[later]

    def _kind_of_cited(self, earlier: int, later: int, citation: Citation) -> str:
        items = self.items
        shared = items.rare(earlier) & items.rare(later)
        asked = items.next_kind[earlier] not in ("", "budget")
        named = shared or not items.rare(earlier).isdisjoint(citation.context)
        if self._conflict(earlier, later):
            return "related"
        if asked and (named or citation.item_number is not None or self._is_charged(earlier, later)):
            return "follow_up"
        if self.is_periodic(earlier, later, renumbered=True) or self._reports(earlier, later):
            return "periodic"
        if not shared:
            return "related"
        if "adopted" in items.stages[earlier]:
            return "reopened" if "change" in items.stages[later] else "related"
        if "follow_up" in items.stages[later]:
            return "follow_up"
        return "stage" if self._names_same_thing(earlier, later) else "related"

    def _names_same_thing(self, earlier: int, later: int) -> bool:
        """Tell whether two titles with a rare word in common are of one thing, not of neighbouring ones.

        A title says so by a stage of the thing ("Udbud af", "endelig"), or both by most of their words.
        """
        stages = f"{self.items.stages[earlier]} {self.items.stages[later]}".split()
        return not {"early", "final"}.isdisjoint(stages) or self._likeness(earlier, later) > self.limits.neighbours

    # --- Alike ---

    def _alike(self, later: int) -> Iterator[Link]:
        """Yield links to items that are not cited, but whose titles name the same thing, or that asked for this."""
        items = self.items
        if items.group[later] in self.seen_groups:
            return
        town = items.town[later]
        candidates: set[int] = set()
        for word in items.rare(later):
            candidates.update(self.by_word.get((town, word), {}).values())
        candidates.update(self.by_title.get((town, items.words[later]), {}).values())
        for earlier in sorted(candidates, reverse=True):
            if items.day[earlier] < items.day[later] and self._is_new(earlier, later, peek=True):
                link = self._link_alike(earlier, later)
                if link is not None and self._is_new(earlier, later):
                    yield link
        yield from self._asked_for(later, town)

    def _link_alike(self, earlier: int, later: int) -> Link | None:
        items, limits = self.items, self.limits
        days = items.day[later] - items.day[earlier]
        likeness = self._likeness(earlier, later)
        shared = items.rare(earlier) & items.rare(later)
        evidence = " ".join(items.vocabulary[word] for word in sorted(shared))
        if self._conflict(earlier, later):
            return None
        if items.next_kind[earlier] == "asked" and len(shared) > 1 and days <= limits.asked_days:
            if items.body[earlier] in (items.body[later], *items.route[later]):
                return Link(later, earlier, "follow_up", "asked_and_alike", evidence)
        if likeness < limits.alike:
            return None
        stopped = items.next_kind[earlier] in _STOPPED and days <= limits.stage_days
        if stopped and self._meets_again(earlier, later):
            return Link(later, earlier, "follow_up", "stopped_and_alike", evidence)
        if not self._meets_again(earlier, later):
            return None
        if self.is_periodic(earlier, later, renumbered=True):
            return Link(later, earlier, "periodic", "series", evidence)
        if days <= limits.alike_days and likeness >= 0.8:
            return Link(later, earlier, "stage", "alike_soon", evidence)
        if self._next_stage(earlier, later) and days <= limits.stage_days:
            return Link(later, earlier, "stage", "draft_and_adoption", evidence)
        return None

    def _next_stage(self, earlier: int, later: int) -> bool:
        items = self.items
        return "early" in items.stages[earlier] and ("final" in items.stages[later])

    def _asked_for(self, later: int, town: int) -> Iterator[Link]:
        """Yield links to decisions that asked for a case on what this item's title names, before the same body."""
        items = self.items
        asking = {
            earlier
            for word in items.rare(later)
            if self._is_subject(town, word)
            for earlier in self.by_asked.get((town, word), {}).values()
        }
        for earlier in sorted(asking - self.answered, reverse=True):
            days = items.day[later] - items.day[earlier]
            if (
                0 < days <= self.limits.asked_days
                and self._meets_again(earlier, later)
                and self._is_new(earlier, later)
            ):
                self.answered.add(earlier)
                yield Link(later, earlier, "follow_up", "asked_for", items.next_words[earlier])

    def _is_subject(self, town: int, word: int) -> bool:
        """Tell whether a word by itself says what a case is about: a long one that hardly any title has."""
        long = len(self.items.vocabulary[word]) >= self.limits.subject_letters
        return long and self.items.frequency.get((town, word), 0) <= self.items.rare_limit / 2

    def _remember(self, i: int) -> None:
        items, town, group = self.items, self.items.town[i], self.items.group[i]
        self.seen_groups.add(group)
        if items.words[i]:
            _keep_latest(self.by_title[town, items.words[i]], group, i)
        for word in items.rare(i):
            _keep_latest(self.by_word[town, word], group, i)
        for word in items.asked[i]:
            if self._is_subject(town, word):
                _keep_latest(self.by_asked[town, word], group, i)

    # --- Tests on a pair ---

    def _is_new(self, earlier: int, later: int, *, peek: bool = False) -> bool:
        """Tell whether the two are of different groups that no link joins yet, in the order of time."""
        items = self.items
        pair = (items.group[earlier], items.group[later])
        if pair[0] == pair[1] or pair in self.pairs or items.day[earlier] > items.day[later] or earlier >= later:
            return False
        if items.standing[earlier]:
            return False
        if not peek:
            self.pairs.add(pair)
        return True

    def _likeness(self, earlier: int, later: int) -> float:
        one, other = set(self.items.words[earlier]), set(self.items.words[later])
        return len(one & other) / max(1, len(one | other))

    def _meets_again(self, earlier: int, later: int) -> bool:
        """Tell whether the later item passes a body that had, or was to have, the earlier one."""
        items = self.items
        before = {items.body[earlier], *items.route[earlier]}
        return not before.isdisjoint({items.body[later], *items.route[later]})

    def _conflict(self, earlier: int, later: int) -> bool:
        """Tell whether the titles name different addresses or different numbers of plans."""
        return _disagree(*({self.items.vocabulary[w] for w in self.items.words[i]} for i in (earlier, later)))

    def _reports(self, earlier: int, later: int) -> bool:
        """Tell whether the later item only reports on what was adopted: "Klimaplan, afrapportering 2023"."""
        one, other = self.items.stages[earlier].split(), self.items.stages[later].split()
        return "periodic" in other and not {"periodic", "early"} & set(one) and not {"early", "final"} & set(other)

    def is_periodic(self, earlier: int, later: int, *, renumbered: bool = False) -> bool:
        """Tell whether the later item is the next of a series: titles equal but for the period, a quarter or more apart.

        Where the title names no period and is no report's, an equal title makes a series only under a new number.
        """
        items = self.items
        if items.day[later] - items.day[earlier] < self.limits.periodic_days:
            return False
        likeness = self._likeness(earlier, later)
        if likeness < self.limits.alike:
            return False
        if self._next_stage(earlier, later) and "adopted" in items.stages[later]:
            return False
        one, other = set(items.periods[earlier].split()), set(items.periods[later].split())
        if one and other:
            return one != other
        equal = renumbered and likeness == 1 and "early" not in items.stages[earlier]
        return "periodic" in items.stages[later] or equal


def _keep_latest(of_group: dict[int, int], group: int, item: int) -> None:
    of_group.pop(group, None)
    of_group[group] = item
    if len(of_group) > _MOST_GROUPS:
        del of_group[next(iter(of_group))]


_MOST_GROUPS = 12
"""So many groups are kept for a word, the latest ones: a rare word has no more."""


def _disagree(one: set[str], other: set[str]) -> bool:
    for is_kind in (_is_address, _is_plan_number):
        mine, others = set(filter(is_kind, one)), set(filter(is_kind, other))
        if mine and others and mine.isdisjoint(others):
            return True
    return False


def _is_address(word: str) -> bool:
    return word[0].isalpha() and any(map(str.isdigit, word))


def _is_plan_number(word: str) -> bool:
    return word[0].isdigit() and "." in word


def _without_frames(links: Sequence[Link], items: ItemColumns, limits: LinkThresholds) -> list[Link]:
    """Return the links; what many numbers cite is a frame, and its links join nothing."""
    citing: defaultdict[int, set[int]] = defaultdict(set)
    for link in links:
        if link.rule.startswith("cited"):
            citing[link.earlier].add(items.group[link.later])
    frames = {earlier for earlier, groups in citing.items() if len(groups) > limits.frame}
    return [
        link._replace(kind="related") if link.earlier in frames and link.kind == "stage" else link for link in links
    ]
