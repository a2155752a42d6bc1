"""Link items with different case numbers: which earlier item a later one follows, and why.

A link is found by a citation in the later item, by similar titles, by the adoption of a draft, or by a body's request.
Each has its rule and its evidence. Only `follow_up`, `stage` and `reopened` join two items to one matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from referat.corpus.item_pairs import ItemPairs
from referat.corpus.linked_items import LIMITS, STOPPED, ItemColumns

JOINING = frozenset({"follow_up", "stage", "reopened"})
"""The kinds of links that make two items one matter."""

_CHARGING = frozenset({"referred", "asked", "sent_back"})


class Link(NamedTuple):
    """A pair of items, by positions in the columns; `rule` is how it was found, `evidence` the text."""

    later: int
    earlier: int
    kind: str
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of an earlier meeting: its body (a number, or None), date and item, its text and its context."""

    body: int | None
    day: int
    item_number: int | None
    text: str
    context: frozenset[int]


class LinkFinder:
    """Finds the links of the items of a corpus, in the order of the later items."""

    def __init__(self, items: ItemColumns, citations: Mapping[int, Sequence[Citation]]) -> None:
        self.items, self.citations = items, citations
        self.pairs = ItemPairs(items)
        self.linked: set[tuple[int, int]] = set()
        self.by_word: defaultdict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        self.by_title: defaultdict[tuple[int, frozenset[int]], dict[int, int]] = defaultdict(dict)
        self.by_asked: defaultdict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        self.seen_groups: set[int] = set()
        self.answered: set[int] = set()

    def links(self) -> list[Link]:
        """Return all links, in the order of their later items; two groups are linked at most once."""
        links: list[Link] = []
        for later in range(len(self.items)):
            if self.items.dealt_with[later] and not self.items.standing[later]:
                for link in self._candidates(later):
                    if not self._is_linked(link.earlier, later):
                        self.linked.add((self.items.group[link.earlier], self.items.group[later]))
                        links.append(link)
                self._remember(later)
        return _without_frames(links, self.items)

    def _candidates(self, later: int) -> Iterator[Link]:
        yield from self._cited(later)
        if self.items.group[later] not in self.seen_groups:
            yield from self._alike(later)
            yield from self._asked_for(later)

    def _is_linked(self, earlier: int, later: int) -> bool:
        """Return whether two items are in one group, already linked, or not in chronological order."""
        groups = (self.items.group[earlier], self.items.group[later])
        return groups[0] == groups[1] or groups in self.linked or earlier >= later or self.items.standing[earlier]

    # --- Cited ---

    def _cited(self, later: int) -> Iterator[Link]:
        for citation in self.citations.get(later, ()):
            earlier = self._cited_item(later, citation)
            if earlier is not None and not self._is_linked(earlier, later):
                kind = self._kind_of_cited(earlier, later, citation)
                rule = "cited_item" if citation.item_number else "cited_meeting"
                yield Link(later, earlier, kind, rule, citation.text)

    def _cited_item(self, later: int, citation: Citation) -> int | None:
        """Return the item that a citation refers to: by its number, else by a shared thing or a request."""
        items, town = self.items, self.items.town[later]
        body = -1 if citation.body is None else citation.body
        of_body = items.by_body_day.get((town, body, citation.day), ())
        if citation.item_number is None:
            return self._best(later, of_body, citation)
        number = citation.item_number
        named = next((i for i in of_body if items.number[i] == number), None)
        if named is not None:
            return named
        others = [i for i in items.by_day.get((town, citation.day), ()) if items.number[i] == number]
        return self._best(later, others, citation)

    def _best(self, later: int, candidates: Iterable[int], citation: Citation) -> int | None:
        """Return the candidate that shares most rare words with the later item, or requested it."""
        items, words = self.items, self.items.rare[later] | citation.context
        # Most items of an agenda share no word with the later item; their weight would be 0.
        near = (i for i in candidates if not items.rare[i].isdisjoint(words) or items.next_step[i] in _CHARGING)
        weighed = [(self._weight(i, later, citation), i) for i in near if not items.standing[i]]
        weight, best = max(weighed, key=lambda entry: entry[0], default=(0.0, -1))
        enough = LIMITS.weight_asked if self.items.next_step[best] else LIMITS.weight
        return best if weight >= enough else None

    def _weight(self, earlier: int, later: int, citation: Citation) -> float:
        """Return the weight of a candidate: 1 per word in both titles, half as much per word in title and citation."""
        rare = self.items.rare[earlier]
        weight = len(rare & self.items.rare[later]) + LIMITS.weight_cited * len(rare & citation.context)
        charging = self.items.next_step[earlier] in _CHARGING and self.pairs.is_charged(earlier, later)
        return weight + LIMITS.weight_asked * charging

    def _kind_of_cited(self, earlier: int, later: int, citation: Citation) -> str:
        pairs = self.pairs
        if pairs.conflict(earlier, later):
            return "related"
        if self._answers(earlier, later, citation):
            return "follow_up"
        if pairs.is_periodic(earlier, later, renumbered=True) or pairs.is_report(earlier, later):
            return "periodic"
        if not pairs.shared(earlier, later):
            return "related"
        if pairs.says("adopted", earlier):
            return "reopened" if pairs.says("change", later) else "related"
        if pairs.says("follow_up", later):
            return "follow_up"
        return "stage" if pairs.is_same_thing(earlier, later) else "related"

    def _answers(self, earlier: int, later: int, citation: Citation) -> bool:
        """Return whether the earlier decision announces more, and the later item names its thing or what it asks for.

        An item that was put off, sent back or referred comes again, so that a shared number is enough. A request leads
        to another item, and many items cite the decision that requested it.
        """
        step = self.items.next_step[earlier]
        if step in ("", "budget"):
            return False
        named = self.items.rare[earlier] | (self.items.asked[earlier] if step == "asked" else frozenset())
        is_named = not named.isdisjoint(citation.context) or not named.isdisjoint(self.items.rare[later])
        by_number = citation.item_number is not None and step != "asked"
        return is_named or by_number or self.pairs.is_charged(earlier, later)

    # --- Alike ---

    def _alike(self, later: int) -> Iterator[Link]:
        """Yield links to items without citations whose titles name the same thing, latest first."""
        items, town = self.items, self.items.town[later]
        candidates = set(self.by_title.get((town, items.words[later]), {}).values())
        for word in items.rare[later]:
            candidates.update(self.by_word.get((town, word), {}).values())
        for earlier in sorted(candidates, reverse=True):
            if items.day[earlier] < items.day[later] and not self._is_linked(earlier, later):
                kind, rule = self._kind_of_alike(earlier, later)
                if kind and not self.pairs.conflict(earlier, later):
                    yield Link(later, earlier, kind, rule, self._words(earlier, later))

    def _words(self, earlier: int, later: int) -> str:
        return " ".join(sorted(self.items.vocabulary[word] for word in self.pairs.shared(earlier, later)))

    def _kind_of_alike(self, earlier: int, later: int) -> tuple[str, str]:
        """Return kind and rule of a link by titles only; empty strings if there is no link."""
        pairs = self.pairs
        days, likeness = pairs.days(earlier, later), pairs.likeness(earlier, later)
        if self._answers_alike(earlier, later):
            return "follow_up", "asked_and_alike"
        if likeness < LIMITS.alike or not pairs.meets_again(earlier, later):
            return "", ""
        if self.items.next_step[earlier] in STOPPED and days <= LIMITS.stage_days:
            return "follow_up", "stopped_and_alike"
        if pairs.is_periodic(earlier, later, renumbered=True):
            return "periodic", "series"
        if days <= LIMITS.alike_days and likeness >= LIMITS.same:
            return "stage", "alike_soon"
        if pairs.is_next_stage(earlier, later) and days <= LIMITS.stage_days:
            return "stage", "draft_and_adoption"
        return "", ""

    def _answers_alike(self, earlier: int, later: int) -> bool:
        """Return whether a body requested a case, or sent its item on, and this title follows up on a similar one.

        The request must share two rare words with the item; one is enough if the item was sent to this body.
        """
        kind, pairs = self.items.next_step[earlier], self.pairs
        shared = len(pairs.shared(earlier, later))
        if not shared or pairs.days(earlier, later) > LIMITS.asked_days:
            return False
        if kind == "asked":
            return shared > 1 and pairs.is_before(self.items.body[earlier], later)
        return kind in STOPPED and pairs.charged(earlier) is not None and pairs.is_charged(earlier, later)

    # --- Asked for ---

    def _asked_for(self, later: int) -> Iterator[Link]:
        """Yield links to decisions that requested a case about the subject of this title; the first answer counts."""
        items, town = self.items, self.items.town[later]
        subjects = [word for word in items.rare[later] if self._is_subject(town, word)]
        asking = {i for word in subjects for i in self.by_asked.get((town, word), {}).values()}
        for earlier in sorted(asking - self.answered, reverse=True):
            in_time = 0 < self.pairs.days(earlier, later) <= LIMITS.asked_days
            if in_time and self.pairs.meets_again(earlier, later) and not self._is_linked(earlier, later):
                self.answered.add(earlier)
                yield Link(later, earlier, "follow_up", "asked_for", items.next_step_words[earlier])

    def _is_subject(self, town: int, word: int) -> bool:
        """Return whether a single word names a subject: a long word that hardly any title has."""
        long = len(self.items.vocabulary[word]) >= LIMITS.subject_letters
        return long and self.items.frequency.get((town, word), 0) <= self.items.rare_limit / 2

    def _remember(self, i: int) -> None:
        """Index an item for later ones: by its rare words, its title, and what it requests."""
        items, town, group = self.items, self.items.town[i], self.items.group[i]
        self.seen_groups.add(group)
        if items.words[i]:
            _keep_latest(self.by_title[town, items.words[i]], group, i, LIMITS.groups_of_a_word)
        for word in items.rare[i]:
            _keep_latest(self.by_word[town, word], group, i, LIMITS.groups_of_a_word)
        for word in items.asked[i]:
            if self._is_subject(town, word):
                _keep_latest(self.by_asked[town, word], group, i, LIMITS.groups_of_a_word)


def _keep_latest(of_group: dict[int, int], group: int, item: int, most: int) -> None:
    of_group.pop(group, None)
    of_group[group] = item
    if len(of_group) > most:
        del of_group[next(iter(of_group))]


def _without_frames(links: Sequence[Link], items: ItemColumns) -> list[Link]:
    """Return the links; decisions cited under many numbers are frames, and their links join nothing."""
    citing: defaultdict[int, set[int]] = defaultdict(set)
    for link in links:
        if link.rule.startswith("cited"):
            citing[link.earlier].add(items.group[link.later])
    frames = {earlier for earlier, groups in citing.items() if len(groups) > LIMITS.frame}
    return [
        link._replace(kind="related") if link.earlier in frames and link.kind == "stage" else link for link in links
    ]
