"""The sentences of a minuted text that state an action of the body itself, and their words.

Quotations, lines about absences, votes, and dissenting opinions of parties and single members are left out. Lines that
a wrap or a page break split are joined. Entries of a list are read together with their introduction ("Udvalget
besluttede" / "- at sende sagen tilbage"), or left out if it only introduces topics of a discussion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

import regex as re

from referat.facts.decisions.decision_patterns import is_a, listed, openings, patterns_at
from referat.vocabulary import fold

_MARKS = r"\"”“„»«"
_UNCLOSED = rf"[{_MARKS}][^{_MARKS}\n]*?(?:[.!?](?=\s+[A-ZÆØÅ])|$)"
"""A quotation without its second mark: it lasts to the end of the sentence."""
_QUOTED = re.compile(rf"[{_MARKS}][^{_MARKS}\n]*[{_MARKS}]|{_UNCLOSED}", re.MULTILINE)
_QUOTED_OVER_LINES = re.compile(
    rf"[{_MARKS}](?:[^{_MARKS}\n]|\n(?!\s*\n)){{0,2000}}[{_MARKS}]|{_UNCLOSED}", re.MULTILINE
)
"""Used where every mark has its second one; otherwise the text between two quotations could be taken for one."""
_NEXT_SENTENCE = re.compile(r"\s+[A-ZÆØÅ]")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.:])[*_](?!\w)")
_BULLET = re.compile(r"\s*[-–—•·*]\s*(?=\S)")
_POINT = re.compile(
    r"\s*(?:ad|pkt\.?|punkt|punkterne)?\s*\(?(?:\d+|[a-z](?=[.)]))[\w.)–, -]{0,20}?[.):]?\s+(?=\S)", re.IGNORECASE
)
_BREAK = re.compile(r"(?<=[.!?:;])\s+(?=[\dA-ZÆØÅ(–-])")
_INITIAL = re.compile(r"(?<![\w.])[A-ZÆØÅ]\w* (?:[A-ZÆØÅ]\. ?)*[A-ZÆØÅ]\.$")
_WORD = re.compile(r"\w+(?:['’-]\w+|(?<=\b[Tt])\.e\b)*")  # "t.e.": taget til efterretning
_PARTY = re.compile(r"\(?[A-ZÆØÅ]{1,3}\d?(?:-\d)?\)?")

_BEFORE_BREAK = 60
"""Number of characters before a possible end of a sentence that show an abbreviation or a number."""

_HEAD = 60
"""Limit on the length of a sentence's first two words."""

_WRAPPED = 70  # a line of this length may be wrapped; a shorter one was ended by its author


@dataclass(frozen=True, slots=True)
class DecisionSentence:
    """A sentence and its case-folded words; `first` is the index of the first word that is not a point number.

    `commas` are the indexes of the words directly after a comma.
    """

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    first: int
    commas: frozenset[int]

    def quote(self, start: int, end: int) -> str:
        """Return the text from word `start` to word `end`, inclusive."""
        return self.text[self.spans[start][0] : self.spans[end][1]]

    def comma_before(self, i: int) -> bool:
        """Return whether a comma is directly before word `i`."""
        return i in self.commas

    def led_by_persons(self, i: int) -> bool:
        """Return whether the sentence begins with the names of persons or parties, before word `i`."""
        lead = self.text[: min(self.spans[i][0], 100)].split()[:3]
        return all(_capital(word) for word in lead) and _are_persons(lead)


def decision_sentences(text: str, body: str | None = None) -> Iterator[DecisionSentence]:
    """Yield the sentences of a minuted text that can state an action of the body; `body` is the minuted body."""
    own_words = _own_words(body) if body else frozenset()
    proposed = False  # a member's proposal follows a colon, and is not an outcome
    for line in _own_lines(_lines(text)):
        minority = False
        for sentence in sentences(line):
            minority = sentence.casefold().startswith(openings("minority")) or (minority and not _is_of_all(sentence))
            if minority:
                continue
            if proposed or _differs(sentence):
                proposed = not proposed and sentence.endswith(":")
            else:
                yield _statement(sentence, own_words)


OWN_BODY = "udvalget"
"""Placeholder for the meeting's own body among the words of a sentence: in its own minutes it can always decide."""


@lru_cache(maxsize=256)
def _own_words(body: str) -> frozenset[str]:
    """Return the words of a body's name that denote a body only in its own minutes.

    `Engby Ældreråd` gives ældreråd and ældrerådet.
    """
    nouns = [word for word in fold(body).split() if word.endswith(openings("own_body_endings"))]
    forms = {form for noun in nouns for form in (noun, f"{noun}n" if noun.endswith("e") else f"{noun}et")}
    return frozenset(word for word in forms if not is_a("bodies", word))


def sentences(line: str) -> Iterator[str]:
    """Yield the sentences of a line; point numbers, abbreviations and initials do not end a sentence."""
    start = 0
    for gap in _BREAK.finditer(line):
        before = line[max(start, gap.start() - _BEFORE_BREAK) : gap.start()]
        if _is_number(before) or (_abbreviates(before) and not _actor_at(line, gap.end())):
            continue
        yield line[start : gap.start()]
        start = gap.end()
    yield line[start:]


def _is_number(text: str) -> bool:
    return all(_numbers(word.casefold()) for word in _WORD.findall(text))


def _abbreviates(text: str) -> bool:
    word = text.rsplit(" ", 1)[-1].casefold()
    return word.endswith(".") and (word.strip(".(") in listed("abbreviations") or bool(_INITIAL.search(text)))


def _actor_at(line: str, position: int) -> bool:
    """Return whether a body or another actor is at a position of a line."""
    word = _WORD.match(line, position)
    return word is not None and (is_a("bodies", word.group()) or is_a("others", word.group()))


def _statement(sentence: str, own_words: frozenset[str]) -> DecisionSentence:
    spans = tuple(match.span() for match in _WORD.finditer(sentence))
    words = tuple(sentence[start:end].casefold() for start, end in spans)
    if not own_words.isdisjoint(words):
        words = tuple(OWN_BODY if word in own_words else word for word in words)
    first = 0
    while first < len(words) - 1 and _numbers(words[first]):
        first += 1
    return DecisionSentence(sentence, words, spans, first, _commas(sentence, spans) if "," in sentence else frozenset())


def _commas(sentence: str, spans: tuple[tuple[int, int], ...]) -> frozenset[int]:
    """Return the indexes of the words directly after a comma."""
    return frozenset(i for i, ((_, end), (start, _)) in enumerate(pairwise(spans), 1) if "," in sentence[end:start])


def _numbers(word: str) -> bool:
    """Return whether a word is part of the number of a point: "Punkt 1 og 2 a"."""
    return word[0].isdigit() or len(word) == 1 or word in listed("point_words")


def _lines(text: str) -> list[str]:
    """Return the lines of a text without quotations and emphasis; lines split by a wrap or a page break are joined."""
    lines: list[str] = []
    length = 0  # of the line before, unchanged; a blank line has none
    quoted = _QUOTED if sum(map(text.count, _MARKS.replace("\\", ""))) % 2 else _QUOTED_OVER_LINES
    for raw in quoted.sub(_after_quotation, _EMPHASIS.sub("", text)).splitlines():
        line = " ".join(raw.split())
        if line and lines and _continues(lines[-1], line, length):
            lines[-1] += " " + line
        elif line:
            lines.append(line)
        length = len(line)
    return lines


def _after_quotation(quotation: re.Match[str]) -> str:
    """Return the full stop with which a quotation ends its sentence, where another sentence follows it."""
    ends = re.sub(rf"[{_MARKS}\s]+$", "", quotation[0]).endswith((".", "!", "?"))
    return "." if ends and _NEXT_SENTENCE.match(quotation.string, quotation.end()) else ""


def _continues(before: str, line: str, length: int) -> bool:
    if before.endswith((".", ":", ";", "!", "?")) or _BULLET.match(line) or _POINT.match(line):
        return False
    if line[0].islower():
        return not line.startswith("at ")
    if length < _WRAPPED or line.casefold().startswith(openings("attendance")):
        return False
    return not _actor_at(line, 0) or len(before.rsplit(" ", 1)[-1]) <= 4  # "... godkendt af" / "Byrådet ..."


def _own_lines(lines: list[str]) -> Iterator[str]:
    """Yield the lines that state what the body did, each with its introduction where it continues one."""
    introduction = ""
    for line, following in _without_dissent(lines):
        item = _without_bullet(line)
        if introduction and _hangs(introduction, line):
            yield f"{introduction.rstrip(' :;,')} {_content(item)}"
            continue
        introduces = _introduces(item)
        if not _names_a_topic(introduction, line, item) and not (introduces and _hangs(item, following)):
            yield item
        if item == line:
            introduction = item if introduces else ""


def _content(item: str) -> str:
    """Return an entry of a list without its number; without a number, its first sentence."""
    point = _POINT.match(item)
    return item[point.end() :] if point else next(sentences(item))


def _without_dissent(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each line and the next one, without attendance and dissenting opinions, which end at a numbered point."""
    dissenting = False
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        item = _without_bullet(line)
        opening = item.casefold()
        dissenting = not _POINT.match(item) and (dissenting or opening.startswith(openings("dissenting_opinion")))
        if not dissenting and not opening.startswith(openings("attendance")):
            yield line, following


def _without_bullet(line: str) -> str:
    return _BULLET.sub("", line, count=1) if _BULLET.match(line) else line


def _introduces(line: str) -> bool:
    """Return whether a list can follow a line: it does not end as a sentence does."""
    return not line.endswith((".", "!", "?"))


def _hangs(introduction: str, line: str) -> bool:
    """Return whether a line continues the sentence of its introduction: "... besluttede" / "1. at ..."."""
    bullet = _BULLET.match(line)
    item = line[bullet.end() :] if bullet else line
    if introduction.rstrip(" :,").endswith(" at"):
        return bullet is not None
    return (_POINT.sub("", item, count=1) if _POINT.match(item) else item)[:3].casefold() == "at "


def _names_a_topic(introduction: str, line: str, item: str) -> bool:
    """Return whether a line is an entry of a list that only names a topic of its introduction."""
    if not introduction or item == line:
        return False
    word = _WORD.search(item)
    return word is None or not any(
        pattern.form in ("participle", "passive") for pattern in patterns_at(word.group().casefold())
    )


def _is_of_all(sentence: str) -> bool:
    """Return whether a sentence after one of a minority states the outcome again, or an action of the body."""
    words = [word.casefold() for word in _WORD.findall(sentence[:_HEAD])[:2]]
    return any(word in listed("matters") or is_a("bodies", word) for word in words) or words[:1] == ["herefter"]


def _differs(sentence: str) -> bool:
    """Return whether a sentence is about a vote, or about what a party or a single member thought."""
    if sentence.casefold().startswith(openings("votes")):
        return True
    words = sentence.split()
    n = 0
    while n < len(words) and _capital(words[n]):
        n += 1
    lead = words[:n]
    of_a_group = n < len(words) and words[n].casefold() in listed("party_groups") and _is_party_genitive(lead)
    n += of_a_group and 1 + _words_of_place(words[n + 1 :])
    verb = words[n].strip(",.:").casefold() if n < len(words) else ""
    return verb in listed("dissent") and (of_a_group or _are_persons(lead))


def _words_of_place(words: list[str]) -> int:
    """Return the number of words that state where a group sits: "... repræsentanter i udvalget"."""
    return 2 if len(words) > 1 and words[0] == "i" and is_a("bodies", words[1].casefold()) else 0


def _is_party_genitive(words: list[str]) -> bool:
    """Return whether capitalised words say whose group it is: a party's ("Fjordlistens"), not a body's ("Byrådets")."""
    owner = words[-1].casefold() if words else ""
    return owner.endswith("s") and not is_a("bodies", owner.removesuffix("s")) and not is_a("bodies", owner)


def _capital(word: str) -> bool:
    return word[0].isupper() or word[0] == "(" or word in ("og", "samt", "fra", "af", "&")


def _are_persons(words: list[str]) -> bool:
    """Return whether capitalised words are names: two of them, a party's name, or a party's letter."""
    folded = [word.strip("(),.:").casefold() for word in words]
    if not words or any(is_a("bodies", word) for word in folded):
        return False
    if folded[0] in listed("matters") or patterns_at(folded[0]):
        return False
    return len(words) > 1 or folded[0] in listed("parties") or bool(_PARTY.fullmatch(words[0].rstrip(",.:")))
