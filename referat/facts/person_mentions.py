"""Find mentions of persons in a text: full names, single names, initials, misspellings, and reversed names.

A full name matches in any case. Anything shorter needs a capital letter, and follows these rules:

* A surname alone is a mention, unless it is also a word or a town (Bæk, Holm, Lund, Skov): then only after a role or
  a title, or before a party. The same applies to a middle name. After `&` it is a company.
* A given name alone is a mention if a person of that name is named in the meeting.
* A common given name, or a common surname, next to capitalised words is a person whom no list names.
* A name in the genitive before a word for places is a place: `Ole Birks Vej`, `Karens Hus`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex as re

from referat.facts.name_likeness import is_same
from referat.vocabulary import any_of, fold, load

_MOST_WORDS = 5
"""Most words of a name; in a list without commas, the words after them are the next name."""


_LONGEST_WORD = 40
_SHORTEST_STEM = 3
"""Length of the shortest beginning of a name that distinguishes it from other words."""

IsName = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A mention of a person, without a genitive ending; `person` is missing if it is unclear who.

    `start` and `end` are offsets in the text, from 0, `end` exclusive.
    """

    start: int
    end: int
    person: str | None


@dataclass(frozen=True, slots=True)
class _Name:
    """Consecutive words that name somebody: their number, and the person if it is clear; a place has no mention."""

    words: int
    person: str | None = None
    is_place: bool = False


class MentionFinder:
    """Finds mentions of known persons; it takes a mapping of each spelling to the person."""

    def __init__(self, spellings: Mapping[str, str]) -> None:
        self._full: dict[str, str] = {}
        self._single: dict[str, str] = {}
        self._near: defaultdict[str, set[str]] = defaultdict(set)
        self._by_given: defaultdict[str, set[str]] = defaultdict(set)
        self._by_surname: defaultdict[str, set[str]] = defaultdict(set)
        for spelling, person in spellings.items():
            self._add(spelling.split(), person)
        self._any_case = _full_names(self._full)
        names = {*self._by_given, *self._by_surname}
        self._stems = {name[:-cut] for name in names for cut in (1, 2) if len(name) - cut > _SHORTEST_STEM}
        self._telling = {*self._by_given, *self._by_surname, *map(fold, self._single), *_common_names()}

    def _add(self, words: Sequence[str], person: str) -> None:
        if len(words) == 1:
            self._single[words[0]] = person
            return
        for name in (words, [words[0], words[-1]]):
            self._full.setdefault(fold(" ".join(name)), person)
        self._by_given[fold(words[0])].add(person)
        for word in (fold(words[0]), fold(words[-1])):
            self._near[word].add(" ".join(words))
        for word in words[1:]:
            is_middle = fold(word) in _words("given_names") and word is not words[-1]
            if len(word.strip(".")) > 1 and not is_middle and fold(word) not in _words("particles"):
                self._by_surname[fold(word)].add(person)

    def find(self, text: str, present: Collection[str] | None = None) -> list[PersonMention]:
        """Return the mentions in a text, in order.

        `present` are the persons who are named in the meeting. Without it, the text belongs to no single meeting, and
        any person can be mentioned.
        """
        mentions: list[PersonMention] = []
        text = text.replace("_", " ")  # as in file names
        for pattern, read in ((_SURNAME_FIRST, self._turned), (_RUN, self._in_run), (self._any_case, self._lower_case)):
            rest = _blanked(text, mentions)
            for match in pattern.finditer(rest):
                mentions += read(rest, match, present)
        return sorted((_with_initials(text, mention) for mention in mentions), key=lambda mention: mention.start)

    def is_name_word(self, word: str) -> bool:
        """Return whether a word in lower case, perhaps without its ending, is part of a name."""
        return any(word[:cut] in self._telling for cut in (len(word), -1)) or word in self._stems

    # --- The three forms: `Holm, Anne`, names with capitals, names in any case ---

    def _turned(self, text: str, match: re.Match[str], _: Collection[str] | None) -> Iterator[PersonMention]:
        person = self._whole(f"{match['given']} {match['surname']}")
        if person and fold(match["given"]) not in self._full:
            yield PersonMention(*match.span(), person)

    def _lower_case(self, text: str, match: re.Match[str], _: Collection[str] | None) -> Iterator[PersonMention]:
        if not all(word[0].isupper() for word in match[0].split()):  # else it was read in a run, perhaps as a place
            yield PersonMention(*match.span(), self._full[fold(match[0])])

    def _in_run(self, text: str, match: re.Match[str], present: Collection[str] | None) -> Iterator[PersonMention]:
        """Yield the mentions in a run of capitalised words."""
        words = list(_WORD.finditer(text, *match.span()))
        if not any(map(self._can_be_name, words)):
            return
        first = 0
        while first < len(words):
            name = self._first_name(text, words[first : first + _MOST_WORDS], present)
            if name.words and not name.is_place:
                last = words[first + name.words - 1]
                yield PersonMention(
                    words[first].start(), last.end() - len(_genitive(last[0], self._is_name)), name.person
                )
            first += max(1, name.words)

    def _can_be_name(self, word: re.Match[str]) -> bool:
        """Return whether a word can be part of a name; this rules out most runs of words at once."""
        return any(part in self._telling or part[:-1] in self._telling for part in (fold(word[0]), *_parts(word[0])))

    # --- A name at the beginning of a run of words ---

    def _first_name(self, text: str, words: Sequence[re.Match[str]], present: Collection[str] | None) -> _Name:
        """Return the name that begins with the first word; it has no words if there is none."""
        line = _same_line(text, words)
        if _SAINT_BEFORE.search(_before(text, words[0])):
            return _Name(1, is_place=True)
        for length in range(len(words), 1, -1):
            if person := self._full.get(self._folded(words[:length])):
                is_place = _is_place(text, words, length, self._is_name)
                if not is_place and length < len(line) and self._is_further_surname(line[length][0]):
                    return _Name(length + 1)
                return _Name(length, person, is_place)
        if name := self._misspelt(line):
            return name
        if length := self._length_of_other(line):
            return _Name(
                length, self._by_initial(line[:length], present), _is_place(text, words, length, self._is_name)
            )
        return self._alone(text, words, len(line), present)

    def _folded(self, words: Sequence[re.Match[str]]) -> str:
        name = " ".join(word[0] for word in words)
        return fold(name.removesuffix(_genitive(words[-1][0], self._is_name)))

    def _whole(self, name: str) -> str | None:
        """Return the person of a full name, which may be misspelt."""
        folded = fold(name)
        if folded in self._full:
            return self._full[folded]
        near = self._near.get(folded.split()[0], set()) | self._near.get(folded.split()[-1], set())
        persons = {self._full[fold(other)] for other in near if is_same(name, other)}
        return persons.pop() if len(persons) == 1 else None

    def _misspelt(self, line: Sequence[re.Match[str]]) -> _Name | None:
        for length in range(len(line), 1, -1):
            if person := self._whole(self._folded(line[:length])):
                return _Name(length, person)
        return None

    def _length_of_other(self, line: Sequence[re.Match[str]]) -> int:
        """Return the number of words that name an unlisted person: a common given name, or a common surname."""
        words = [word[0] for word in line]
        words = words[: next((n for n, word in enumerate(words) if _names_nobody(word)), len(words))]
        if len(words) < 2:
            return 0
        if self._is_given(words[0]) or "." in words[0]:
            needs_surname = is_ordinary_word(words[0]) or not self._is_given(words[0])
            is_person = not needs_surname or any(map(self._is_surname, words[1:])) or self._is_initialled(words)
            return min(len(words), _MOST_WORDS - 1) if is_person else 0
        return self._length_to_surname(words)

    def _length_to_surname(self, words: Sequence[str]) -> int:
        """Return the number of words up to the first surname; 0 if it is the first word, or after a given name."""
        for n, word in enumerate(words):
            if self._is_given(word):
                return 0
            if self._is_surname(word):
                return n + 1 if n else 0
        return 0

    def _by_initial(self, words: Sequence[re.Match[str]], present: Collection[str] | None) -> str | None:
        """Return the person of `A. Holm` or `Anne H.`, if only one is possible."""
        first, last = words[0][0], fold(words[-1][0])
        if "." in first:
            bearers = self._by_surname.get(self._folded(words[-1:]), set())
        elif _INITIALS.fullmatch(words[-1][0]):
            bearers = {p for p in self._by_given.get(fold(first), set()) if fold(p.split()[-1])[0] == last[0]}
        else:
            return None
        return _only({person for person in bearers if person[0].casefold() == first[0].casefold()}, present)

    # --- One word alone ---

    def _alone(
        self, text: str, words: Sequence[re.Match[str]], words_in_line: int, present: Collection[str] | None
    ) -> _Name:
        word = words[0][0].removesuffix(_genitive(words[0][0], self._is_name))
        person = self._single.get(words[0][0]) or self._single.get(word)
        if person:
            bearers = self._by_surname.get(fold(word), set()) | self._by_given.get(fold(word), set())
            return _Name(1, _only(bearers, present) or person)
        before = _before(text, words[0])
        if _names_a_place(text, words[0], self._is_name) or before.rstrip().endswith("&"):
            return _Name(1, None, is_place=True)
        in_a_row = words_in_line > 1 or _CAPITAL_BEFORE.search(before) is not None
        has_party = _PARTY_AFTER.match(text, words[0].end()) is not None
        if self._is_weak(word) and not _is_title_before(before) and (in_a_row or not has_party):
            return _Name(0)
        if fold(word) in self._by_surname:
            return _Name(1, _only(self._by_surname[fold(word)], present))
        return _Name(0) if in_a_row else self._given_alone(word, None if has_party else present)

    def _given_alone(self, word: str, present: Collection[str] | None) -> _Name:
        bearers = self._by_given.get(fold(word), set())
        named = bearers if present is None else bearers & set(present)
        return _Name(1, _only(named, present)) if named else _Name(0)

    # --- What a word is ---

    def _is_weak(self, word: str) -> bool:
        """Return whether a name alone is no evidence: it is also a common word, or only a middle name (`Holdt`)."""
        is_middle = fold(word) in self._by_surname and fold(word) not in self._near
        return is_ordinary_word(word) or is_middle

    def _is_given(self, word: str) -> bool:
        return fold(word) in self._by_given or fold(word) in _words("given_names")

    def _is_initialled(self, words: Sequence[str]) -> bool:
        return "." in words[0] and bool(self._by_surname.get(fold(words[1])))

    def _is_surname(self, word: str) -> bool:
        return any(map(self._is_plain_surname, (fold(word), *_parts(word))))

    def _is_further_surname(self, word: str) -> bool:
        """Return whether the word after a known name makes it another name: "Bo Lund Hansen", but not "Bo Lund Vej"."""
        return not self._is_given(word) and (self._is_surname(word) or is_ordinary_word(word))

    def _is_plain_surname(self, word: str) -> bool:
        names = {word, word.removesuffix("s")}
        return any((n in self._by_surname and n not in _ordinary()) or n in _words("surnames") for n in names)

    def _is_name(self, word: str) -> bool:
        """Return whether a word is a name as it is, so that its last letter is no genitive: `Mads`, `Friis`."""
        folded = fold(word)
        return self._is_given(word) or folded in self._by_surname or word in self._single


# --- Words in their places ---


def _only(persons: Collection[str], present: Collection[str] | None) -> str | None:
    """Return the single candidate who is present, or the single candidate; None if there are several."""
    named = set(persons) if present is None else set(persons) & set(present)
    return named.pop() if len(named) == 1 else None


def _same_line(text: str, words: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """Return the words up to the first line end, or up to a party after two words: "Anne Holm (A) Bo Lund"."""
    for n in range(1, len(words)):
        between = text[words[n - 1].end() : words[n].start()]
        if "\n" in between or ("(" in between and n > 1):
            return words[:n]
    return words


def _before(text: str, word: re.Match[str]) -> str:
    """Return the text before a word, up to the length of a word."""
    return text[max(0, word.start() - _LONGEST_WORD) : word.start()]


def _is_place(text: str, words: Sequence[re.Match[str]], length: int, is_name: IsName) -> bool:
    """Return whether a full name is part of a place's name, whose last word has a capital: `Ole Birks Vej`."""
    within = (n for n in range(1, length) if _is_capital_place(text, words[n - 1], is_name))
    return next(within, None) is not None or _is_capital_place(text, words[length - 1], is_name)


def _is_capital_place(text: str, word: re.Match[str], is_name: IsName) -> bool:
    if _ends_as_a_place(word[0]):
        return True
    after = _NEXT_WORD.match(text, word.end())
    is_foundation = after is not None and after[0].startswith("-")
    return after is not None and (after[1][0].isupper() or is_foundation) and _names_a_place(text, word, is_name)


def _names_a_place(text: str, word: re.Match[str], is_name: IsName) -> bool:
    """Return whether a word is part of another name: a genitive, or any word before one that is no surname."""
    after = _NEXT_WORD.match(text, word.end())
    if after is None or fold(after[1]) not in _words("place_words"):
        return _ends_as_a_place(word[0])
    return bool(_genitive(word[0], is_name)) or not is_ordinary_word(after[1])


def _ends_as_a_place(word: str) -> bool:
    return fold(word).endswith(tuple(_words("place_endings")))


def _genitive(word: str, is_name: IsName) -> str:
    """Return the genitive ending of a word; empty for an `s` that belongs to the name (`Mads`, `Friis`)."""
    ending = _ENDING.search(word)
    if ending is None or (ending[0].casefold() == "s" and is_name(word)):
        return ""
    return str(ending[0])


def _names_nobody(word: str) -> bool:
    folded = fold(word)
    return folded in _words("not_names") or _is_role(folded) or folded.endswith(tuple(_words("not_name_endings")))


def is_ordinary_word(word: str) -> bool:
    """Return whether a name is also a common word or a town: `Holm`, `Lund`, `Greve`."""
    return fold(word) in _ordinary()


def _is_role(folded: str) -> bool:
    bare = folded.removesuffix("en") if folded.endswith("en") else folded
    return any(w in _words("roles") or w.endswith(tuple(_words("role_endings"))) for w in (folded, bare))


def _is_title_before(before: str) -> bool:
    match = _LAST_WORD.search(before)
    return match is not None and (_is_role(fold(match[1])) or fold(match[1]) in _words("titles"))


def _with_initials(text: str, mention: PersonMention) -> PersonMention:
    """Return the mention with the initials that follow it in brackets: `Anne Birk Holm (ABH)`."""
    after = _INITIALS_AFTER.match(text, mention.end)
    name = (mention.person or text[mention.start : mention.end]).split()
    letters = {"".join(word[0] for word in words) for words in (name, [name[0], name[-1]])}
    if after is None or after[1] not in letters:
        return mention
    return PersonMention(mention.start, after.end(), mention.person)


def _blanked(text: str, mentions: Sequence[PersonMention]) -> str:
    """Return the text with its mentions replaced by placeholders of the same length."""
    if not mentions:
        return text
    letters = list(text)
    for mention in mentions:
        letters[mention.start : mention.end] = "\0" * (mention.end - mention.start)
    return "".join(letters)


# --- Words and patterns, made once ---

_INITIAL = r"\p{Lu}\.(?:[ -]?\p{Lu}\.)*+"
_CAPITALISED = r"\p{Lu}[\p{L}\p{M}]*+(?:['’´]\p{L}++|[-‑–]\p{Lu}[\p{L}\p{M}]*+)*+"
_ONE_WORD = rf"(?:{_INITIAL}|{_CAPITALISED})"
_WORD = re.compile(rf"\(\p{{Lu}}{{1,3}}\d?\)(*SKIP)(*FAIL)|{_ONE_WORD}")
_INITIALS = re.compile(rf"{_INITIAL}|\p{{Lu}}{{1,2}}")
_BETWEEN = r"(?:\s?\(\p{Lu}{1,3}\d?\))?\s{1,3}(?:(?:af|al|da|de|den|der|du|el|la|le|van|von)\s)?"
_RUN = re.compile(rf"(?<![\p{{L}}\d]){_ONE_WORD}(?:{_BETWEEN}{_ONE_WORD})*+")
_SURNAME_FIRST = re.compile(
    rf"(?<![\p{{L}}-])(?P<surname>{_CAPITALISED}),\s(?P<given>{_CAPITALISED}(?:\s{_ONE_WORD}){{0,2}}+)(?![\p{{L}}-])"
)
_ENDING = re.compile(r"(?i)(?<=\p{L}\p{L})(?:['’´]?s|['’´])$")
_NEXT_WORD = re.compile(r"[\s-]([\p{L}]+)")
_LAST_WORD = re.compile(r"([\p{L}/]+)\.?\s+$")
_CAPITAL_BEFORE = re.compile(r"\p{Lu}[\p{L}-]*\s$")
_PARTY_AFTER = re.compile(r"\s?\(\p{Lu}{1,3}\d?\)")
_INITIALS_AFTER = re.compile(r"\s?\((\p{Lu}{2,5})\)")
_SAINT_BEFORE = re.compile(r"(?i)\b(?:sankt|sct|skt)\b\.?\s?$")


@cache
def _words(key: str) -> frozenset[str]:
    name = "person_mentions" if key in load("person_mentions") else "people"
    return frozenset(load(name)[key])


@cache
def _common_names() -> frozenset[str]:
    return _words("given_names") | _words("surnames")


def _parts(word: str) -> list[str]:
    """Return the parts of a double name, `Hauge-Lund`."""
    return fold(word).split("-") if "-" in word else []


@cache
def _ordinary() -> frozenset[str]:
    """Return the words that are also names: common words, and the names of municipalities."""
    return _words("ordinary_words") | frozenset(fold(name) for name in load("municipalities")["names"])


def _full_names(names: Collection[str]) -> re.Pattern[str]:
    """Return the pattern of full names in any case; without names, one that matches nothing."""
    if not names:
        return re.compile(r"(?!)")
    given = sorted({name.split()[0] for name in names})
    spaced = any_of(names).replace(" ", r"\s+")
    return re.compile(rf"(?i)(?<![\p{{L}}-])(?=\L<given>)(?:{spaced})(?=(?:['’]?s|['’])?(?![\p{{L}}\d]))", given=given)
