"""The items of a corpus as columns for linking: bodies, dates, words of titles, announced next steps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import pandas as pd
import regex as re

from referat.corpus.body_matching import match_bodies
from referat.facts.body_names import body_key
from referat.schema.registry import STOPS

_YEARS_COUNTED = 2
"""Years of minutes for which `rare_groups` holds; the limit grows in proportion."""


@dataclass(frozen=True, slots=True)
class LinkThresholds:
    """Limits of the links between items, and of the groups of items under one case number."""

    rare_groups: int = 10
    """Most case numbers, in two years of minutes, that share a word which identifies a thing; "havn" is in more."""
    alike: float = 0.6
    """Smallest share of naming words that two titles of one thing have in common."""
    same: float = 0.8
    """Share of naming words from which two titles are one title."""
    neighbours: float = 0.34
    """Share of words up to which two titles without a stage are of neighbouring things."""
    alike_days: int = 60
    """Days within which a similar title is the same item again; later it is the next of a series."""
    periodic_days: int = 75
    """Shortest period of a series, a quarter."""
    stage_days: int = 550
    """Days within which a draft is adopted: a year and a half."""
    asked_days: int = 550
    """Days within which a requested case comes: a year and a half."""
    subject_letters: int = 8
    """Fewest letters of a word that can be the subject of a case alone."""
    frame: int = 5
    """Most numbers that cite a decision; one cited by more is a frame (a budget, a policy), no stage of each."""
    bundle: int = 4
    """Fewest titles under a number on one agenda that show several matters."""
    distinctive: float = 0.1
    """Largest share of a bundle's titles with a word by which its items belong together; two are allowed."""
    largest: int = 60
    """Most items of one matter; budgets have some 25."""
    weight: float = 1.0
    """Weight required of an item of a cited meeting: a rare word of both titles, or two of title and citation."""
    weight_asked: float = 0.4
    """Weight required of an item that announced more."""
    weight_cited: float = 0.5
    """Weight of a rare word that title and citation have in common."""
    groups_of_a_word: int = 12
    """Number of latest groups kept for a word; a rare word has hardly more."""
    reported: int = 2
    """Rare words that a line of a fixture and a request have in common; a single one is often the name of a place."""


LIMITS = LinkThresholds()


class ItemColumns:
    """Columns of items in chronological order; links refer to items by position.

    Parameters
    ----------
    items
        One row per item with `item_id`, `meeting`, `municipality`, `body`, `date`, `number`, `case_number`,
        `title_key`, `standing`, `closed`, `dealt_with` (false if only an agenda has the item) and the features of
        `ItemFeatures`, in chronological order.
    """

    def __init__(self, items: pd.DataFrame) -> None:
        self.item_id: list[str] = items["item_id"].tolist()
        self.meeting: list[int] = pd.factorize(items["meeting"])[0].tolist()
        self.day: list[int] = items["date"].to_numpy("datetime64[D]").astype(int).tolist()
        self.number: list[int] = items["number"].fillna(-1).astype(int).tolist()
        self.standing: list[bool] = items["standing"].tolist()
        self.dealt_with: list[bool] = items["dealt_with"].tolist()
        self.case_number: list[str] = items["case_number"].fillna("").tolist()
        self.closed: list[bool] = items["closed"].tolist()
        self.title_key: list[str] = items["title_key"].fillna("").tolist()
        for name in ("next_step", "next_who", "next_step_words", "results", "consultation", "deferral_kind"):
            setattr(self, name, _texts(items[name]))
        self.stages, self.periods = _sets(items["stages"]), _sets(items["periods"])
        self.deferral_day: list[int] = items["deferral_day"].to_numpy("datetime64[D]").astype(int).tolist()
        self.town: list[int] = pd.factorize(items["municipality"].fillna(""))[0].tolist()
        self._find_bodies(items)
        self._find_words(items)
        self.by_body_day: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
        self.by_day: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for i, (town, body, day) in enumerate(zip(self.town, self.body, self.day, strict=True)):
            self.by_body_day[town, body, day].append(i)
            self.by_day[town, day].append(i)
        self.informed = self._informed(items["listed"])

    next_step: list[str]
    next_who: list[str]
    next_step_words: list[str]
    results: list[str]
    consultation: list[str]
    deferral_kind: list[str]

    def __len__(self) -> int:
        return len(self.item_id)

    def _find_bodies(self, items: pd.DataFrame) -> None:
        """Assign numbers to the bodies, including bodies of a route without meetings in these minutes."""
        codes, names = pd.factorize(items["body"].fillna(""))
        keys = [body_key(name) if name else "" for name in names]
        routes, texts = pd.factorize(items["route"].fillna(""))
        routed = [list(filter(None, text.split("|"))) for text in texts]
        self.keys = match_bodies(chain.from_iterable(routed), keys)
        self.body_number = {key: n for n, key in enumerate(dict.fromkeys([*keys, *sorted(set(self.keys.values()))]))}
        latest = {self.body_number[key]: name for key, name in zip(keys, names, strict=True)}
        spelled = {self.body_number[self.keys[name]]: name for name in chain.from_iterable(routed)}
        self.body_name = {**spelled, **latest}
        self.met = set(map(self.body_number.__getitem__, keys))
        of_name = [self.body_number[key] for key in keys]
        self.body: list[int] = [of_name[code] for code in codes.tolist()]
        of_route = list(map(self._numbers, routed))
        self.route: list[tuple[int, ...]] = [of_route[code] for code in routes.tolist()]

    def _numbers(self, route: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of the bodies of a route, each once."""
        return tuple(dict.fromkeys(self.body_number[self.keys[name]] for name in route))

    def body_of(self, name: str) -> int | None:
        """Return the number of the body that a text calls `name`."""
        if name not in self.keys:
            self.keys |= match_bodies([name], self.body_number)
        return self.body_number.get(self.keys[name])

    def _find_words(self, items: pd.DataFrame) -> None:
        """Assign numbers to the words of titles and of requests, and count the case numbers that share each word."""
        self.words, vocabulary = _coded(items["words"], {})
        self.asked, vocabulary = _coded(items["asked_words"], vocabulary)
        self.group = self._groups()
        self.rare_limit = self._rare_limit()
        self.frequency = self._group_counts()
        self.vocabulary = list(vocabulary)
        self.addresses = {code for word, code in vocabulary.items() if word[0].isalpha() and _DIGIT.search(word)}
        self.plan_numbers = {code for word, code in vocabulary.items() if word[0].isdigit() and "." in word}
        rare = {key: self._rare(*key) for key in set(zip(self.town, self.words, strict=True))}
        self.rare = [rare[key] for key in zip(self.town, self.words, strict=True)]
        """The words of each item's title that few case numbers of its town share; equal sets are one object."""

    def _informed(self, listed: pd.Series) -> dict[tuple[int, int], list[tuple[int, frozenset[int]]]]:
        """Return the day and the words of each line in fixtures that inform a body, by town and body."""
        code = {word: n for n, word in enumerate(self.vocabulary)}
        informed: defaultdict[tuple[int, int], list[tuple[int, frozenset[int]]]] = defaultdict(list)
        for i in (listed.fillna("").to_numpy() != "").nonzero()[0].tolist():
            if self.standing[i] and self.dealt_with[i]:
                lines = _coded_lines(listed.iloc[i], code)
                informed[self.town[i], self.body[i]] += [(self.day[i], words) for words in lines]
        return informed

    def is_reported(self, item: int) -> bool:
        """Return whether a later fixture informs the item's body of its subject.

        A line of the fixture has two rare words in common with the title and with what the decision asks for.
        """
        subject = self.rare[item] | self._rare(self.town[item], self.asked[item])
        lines = self.informed.get((self.town[item], self.body[item]), ())
        return any(day > self.day[item] and len(words & subject) >= LIMITS.reported for day, words in lines)

    def _rare_limit(self) -> float:
        """Return the number of groups that may share a rare word; it grows with the years of the minutes."""
        days = [day for day in self.day if day > _NO_DAY]
        years = (max(days) - min(days)) / 365 if days else 0
        return LIMITS.rare_groups * max(1.0, years / _YEARS_COUNTED)

    def _group_counts(self) -> dict[tuple[int, int], int]:
        """Return the number of groups with each word in each town, up to the limit of rare words."""
        groups: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        rows = zip(self.town, self.words, self.group, self.standing, strict=True)
        uses = ((groups[town, word], group) for town, words, group, standing in rows if not standing for word in words)
        for seen, group in uses:
            if len(seen) <= self.rare_limit:
                seen.add(group)
        return {key: len(seen) for key, seen in groups.items()}

    def numbered(self, item: int, body: object, day: int, number: int) -> int | None:
        """Return the item with that number at that body on that date, named in the text of `item`."""
        whose = self.body_of(body) if isinstance(body, str) else None
        town = self.town[item]
        places = self.by_day.get((town, day), []) if whose is None else self.by_body_day.get((town, whose, day), [])
        named = [i for i in places if self.number[i] == number]
        return named[0] if len(named) == 1 else None

    def _rare(self, town: int, words: frozenset[int]) -> frozenset[int]:
        rare = frozenset(word for word in words if self.frequency.get((town, word), 0) <= self.rare_limit)
        return words if len(rare) == len(words) else rare  # equal sets are kept once

    def _groups(self) -> list[int]:
        """Return each item's group: the items of one case number, or one unnumbered item; standing items are single."""
        self.latest: dict[tuple[int, str], int] = {}
        self.name_of: dict[int, object] = {}
        keys: dict[object, int] = {}
        groups: list[int] = []
        for i, case in enumerate(self.case_number):
            if self.standing[i]:
                name: object = ("fixture", self.town[i], case or (self.body[i], self.title_key[i]))
            else:
                name = (self.town[i], case) if case else self._unnumbered(i)
            groups.append(keys.setdefault(name, len(keys)))
        self.bundles: set[int] = set()
        return self._without_bundles(groups, len(keys))

    def _unnumbered(self, i: int) -> object:
        """Return the group key of an item without a number: the latest item with its title, or itself.

        That item belongs to the same group if another body dealt with it shortly before, or this body postponed it. A
        title without naming words ("Budgetopfølgning 1 2022") must be of the same period, and sent on to this body.
        """
        key = (self.town[i], self.title_key[i])
        before, self.latest[key] = self.latest.get(key), i
        if before is None or self.day[i] - self.day[before] > LIMITS.alike_days:
            return ("item", i)
        if not self.words[i] and not (self.periods[i] == self.periods[before] and self.body[i] in self.route[before]):
            return ("item", i)
        goes_on = self.body[before] != self.body[i] or self.next_step[before] in STOPPED
        self.name_of[i] = self.name_of.get(before, ("item", before)) if goes_on else ("item", i)
        return self.name_of[i]

    def _without_bundles(self, groups: list[int], count: int) -> list[int]:
        """Split groups with many different items of one agenda under one number, by the words of titles."""
        titles: defaultdict[tuple[int, int], set[frozenset[int]]] = defaultdict(set)
        for i, (group, meeting) in enumerate(zip(groups, self.meeting, strict=True)):
            if not self.standing[i]:
                titles[group, meeting].add(self.words[i])
        bundles = {group for (group, _), seen in titles.items() if len(seen) >= LIMITS.bundle}
        members: defaultdict[int, list[int]] = defaultdict(list)
        for i, group in enumerate(groups):
            if group in bundles:
                members[group].append(i)
        for items in members.values():
            for part in self._parts(items):
                for i in part:
                    groups[i] = count
                self.bundles.add(count)
                count += 1
        return groups

    def _parts(self, items: Sequence[int]) -> Iterable[list[int]]:
        """Split the items of a bundle: items that share a word which few titles of the bundle have stay together."""
        titles = {self.words[i] for i in items}
        counts = Counter(word for words in titles for word in words)
        part_of = {i: i for i in items}
        first: dict[object, int] = {}
        for i in items:
            distinctive = [word for word in self.words[i] if counts[word] <= max(2, len(titles) * LIMITS.distinctive)]
            for key in [*distinctive, ("title", self.words[i] or self.title_key[i])]:
                join(part_of, i, first.setdefault(key, i))
        parts: defaultdict[int, list[int]] = defaultdict(list)
        for i in items:
            parts[root(part_of, i)].append(i)
        return parts.values()


STOPPED = frozenset({*STOPS, "referred"})
"""Next steps after which the same item comes again."""
_DIGIT = re.compile(r"\d")
_NO_DAY = -(2**40)


def _texts(column: pd.Series) -> list[str]:
    return column.fillna("").tolist()


def _coded(column: pd.Series, vocabulary: dict[str, int]) -> tuple[list[frozenset[int]], dict[str, int]]:
    """Return lists of words as sets of numbers; equal lists share one set."""
    codes, texts = pd.factorize(column.fillna(""))
    sets = [frozenset(vocabulary.setdefault(word, len(vocabulary)) for word in text.split()) for text in texts]
    return [sets[code] for code in codes.tolist()], vocabulary


def _sets(column: pd.Series) -> list[frozenset[str]]:
    """Return lists of words as sets; equal lists share one set."""
    codes, texts = pd.factorize(column.fillna(""))
    sets = [frozenset(text.split()) for text in texts]
    return [sets[code] for code in codes.tolist()]


def root(parents: dict[int, int] | list[int], i: int) -> int:
    """Return the representative of the set of `i` (union-find with path halving)."""
    while parents[i] != i:
        parents[i] = parents[parents[i]]
        i = parents[i]
    return i


def join(parents: dict[int, int] | list[int], one: int, other: int) -> None:
    """Join the sets of two items; the earlier one is the representative."""
    one, other = root(parents, one), root(parents, other)
    parents[max(one, other)] = min(one, other)


def sorted_by_time(items: pd.DataFrame) -> pd.DataFrame:
    """Return items in order of date, meeting and agenda; items without a date come first."""
    return items.sort_values(["date", "meeting", "position"], na_position="first", kind="stable").reset_index(drop=True)


def _coded_lines(lines: str, code: Mapping[str, int]) -> list[frozenset[int]]:
    """Return the codes of the words of each line, for lines of at least two coded words; `|` separates lines."""
    coded = [frozenset(code[word] for word in line.split() if word in code) for line in lines.split("|")]
    return [words for words in coded if len(words) > 1]
