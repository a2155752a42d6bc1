"""Who was away from an item, came, left, stood in for somebody or was disqualified, read out of a decision's text.

The names of a line are put out of sight first: `Anne Holm (A) og Per Birk var fraværende` becomes `⟨0⟩ var fraværende`,
so that what is said of people is a short phrase, and the phrases are words in `attendance.toml`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import regex as re

from referat.facts.names import Named, find_names, names, same_person
from referat.words import fold, load

_AWAY = ("absent", "excused")
_MOST_PEOPLE = 200  # no council is as large; every name is compared with every other


@dataclass(frozen=True, slots=True)
class Away:
    """What a decision says of one person's attendance.

    `status` is one of absent, excused, substitute, arrived, left and disqualified; `text` holds the words that say so.
    """

    name: str
    party: str | None
    status: str
    text: str


def item_attendance(text: str, members: Collection[str] = ()) -> list[Away]:
    """Return what the text says of people's attendance at its item, in the order of the text.

    A person is away once, absent or excused; every other status is a row of its own. `members` are the names known
    from the meeting's header: they tell two names apart that no comma separates.
    """
    if not _cues().search(text):
        return []
    remarks = [remark for scene in _scenes(text, members) for remark in _remarks(scene)]
    if not any(remark.status in _AWAY for remark in remarks):
        elected = _elected().search(text)
        remarks = [remark for remark in remarks if not remark.by_noun or (remark.replaced and not elected)]
    said = [Away(who.name, who.party, remark.status, remark.text) for remark in remarks for who in remark.people]
    replaced = [Away(who.name, who.party, "absent", remark.text) for remark in remarks for who in remark.replaced]
    return _once([*said, *replaced][:_MOST_PEOPLE])


def _once(rows: list[Away]) -> list[Away]:
    """Keep the first row of those that say the same of one person."""
    kept: list[Away] = []
    for row in rows:
        if not any(_is_again(row, other) for other in kept):
            kept.append(row)
    return kept


def _is_again(row: Away, other: Away) -> bool:
    alike = row.status == other.status or (row.status in _AWAY and other.status in _AWAY)
    return alike and same_person(row.name, other.name)


# --- Lines ---


def _lines(text: str) -> Iterator[str]:
    """Yield the text's lines; a sentence or a list of names that goes on in the next line is one line."""
    line = ""
    for part in filter(None, (_BULLET.sub("", " ".join(line.split())) for line in text.splitlines())):
        joint = _joint(line, part) if line else ""
        if joint is None:
            yield line
        line = part if joint is None else f"{line}{joint}{part}"
    yield line


_BULLET = re.compile(r"^[-–•*·]\s")


def _joint(line: str, part: str) -> str | None:
    """Return what joins two lines that belong together, or nothing."""
    if len(line) > _LONGEST:
        return None
    if part[0].islower() and line[-1] not in ".:;":
        return " "
    label = _label().search(line)
    if label is None:
        return None
    written = line[label.end() :]
    last_name = re.split(r", ?| og ", written)[-1]
    if last_name and " " not in last_name and _is_list_of_people(f"{last_name} {part}"):
        return " "
    if not _is_list_of_people(part):
        return None
    if not written or line.endswith((",", ":", "-", " og")) or len(line) > _LONG_LINE:
        return " "
    return ", " if _is_list_of_people(written) else None


_LONG_LINE = 60
_LONGEST = 1000


def _is_list_of_people(text: str) -> bool:
    """Tell whether the text is nothing but full names, or names with a party."""
    spans = list(find_names(text))
    rest = "".join(
        text[end:start] for (_, end), (start, _) in zip([(0, 0), *spans], [*spans, (len(text), 0)], strict=True)
    )
    full = all(" " in text[start:end].strip() for start, end in spans)
    return bool(spans) and full and not rest.strip(" .,;:-")


# --- Names out of sight ---


@dataclass(frozen=True, slots=True)
class _Scene:
    """A line with `⟨0⟩`, `⟨1⟩` in the place of lists of names; `people` and `written` hold what they stand for."""

    text: str
    people: list[list[Named]]
    written: list[str]

    def words(self, text: str) -> str:
        """Return a part of the scene's text with the names as written."""
        shown = re.sub(r"⟨(\d+)⟩", lambda match: self.written[int(match[1])], text)
        return " ".join(shown.split()).strip(" ,;(")


def _scenes(text: str, members: Collection[str]) -> Iterator[_Scene]:
    last: list[Named] = []
    for line in _lines(text):
        scene = _scene(line.replace("⟨", "(").replace("⟩", ")"), members, last)
        last = scene.people[-1] if scene.people else last
        if _cues().search(line):
            yield scene


def _scene(line: str, members: Collection[str], last: list[Named]) -> _Scene:
    """Put the names of a line out of sight, and the words that stand for the person named last."""
    people: list[list[Named]] = []
    written: list[str] = []
    text: list[str] = []
    done = 0
    spans = [(start, end, True) for start, end in find_names(line)]
    spans += [(*match.span(), False) for match in _same_again().finditer(line)]
    for start, end, is_name in sorted(spans):
        last = _people(line[start:end], members) if is_name else last
        if start < done or (not is_name and len(last) != 1):
            continue
        text += [line[done:start], f"⟨{len(people)}⟩", "" if end > start else " "]
        people.append(last)
        written.append(line[start:end])
        done = end
    return _Scene("".join([*text, line[done:]]), people, written)


def _people(text: str, members: Collection[str]) -> list[Named]:
    """Read a list of names; a member's name at the head of a longer one is a person of its own."""
    for member in filter(text.__contains__, members):
        text = re.sub(rf"(?<=^|[ ,]){re.escape(member)} (?=\p{{Lu}}[\p{{L}}.-]+ \p{{Lu}})", f"{member}, ", text)
    return [person for person in names(text) if len(person.name) > 1]


# --- What is said ---


@dataclass(frozen=True, slots=True)
class _Remark:
    """What a line says of some lists of names; `by_noun` where only a noun says that they stand in for somebody."""

    start: int
    status: str
    lists: tuple[int, ...]
    text: str
    people: list[Named] = field(default_factory=list)
    replaced: list[Named] = field(default_factory=list)
    by_noun: bool = False


def _remarks(scene: _Scene) -> list[_Remark]:
    """Return what the labels and sentences of a line say of whom, in the order of the line."""
    labels, sentences = list(_by_label(scene)), list(_by_sentence(scene))
    ends = {remark.lists[0] for remark in sentences if remark.status not in _AWAY}
    heads = {remark.lists[0] for remark in labels}
    said = [replace(label, people=_listed(label, scene, ends)) for label in labels]
    said += [replace(sentence, people=_subject(sentence, scene, heads)) for sentence in sentences]
    elected = _elected().search(scene.text)
    return sorted((r for r in said if not (r.by_noun and elected)), key=lambda remark: remark.start)


def _listed(label: _Remark, scene: _Scene, ends: set[int]) -> list[Named]:
    """Return the people under a label, without those of whom a sentence at the end of the list says something else.

    In `Afbud: Anne Holm, Per Birk mødte som stedfortræder` only the last name belongs to the sentence.
    """
    first, *others = label.lists
    people = scene.people[first][: -1 if first in ends else None]
    return people + [person for i in others if i not in ends for person in scene.people[i]]


def _subject(sentence: _Remark, scene: _Scene, heads: set[int]) -> list[Named]:
    """Return the people of whom a sentence speaks: the last name only, where a list with a label runs into it."""
    who = sentence.lists[0]
    return scene.people[who][-1 if who in heads and sentence.status not in _AWAY else 0 :]


def _by_sentence(scene: _Scene) -> Iterator[_Remark]:
    for status, saying, by_noun in _sayings():
        for match in saying.finditer(scene.text):
            if not _elsewhere().match(scene.text, match.end()):
                groups = match.groupdict()
                replaced = scene.people[int(groups["instead"])] if groups.get("instead") else []
                text = scene.words(scene.text[match.start() : _clause_end(scene.text, match.end())])
                yield _Remark(match.start(), status, (int(groups["who"]),), text, [], replaced, by_noun)


def _by_label(scene: _Scene) -> Iterator[_Remark]:
    for match in _label_with_names().finditer(scene.text, overlapped=True):
        filler = match["filler"] or ""
        if not (_elsewhere().search(filler) or _elsewhere().match(scene.text, match.end())):
            status = _labels()[fold(match["label"])]
            lists = tuple(map(int, match.captures("who")))
            yield _Remark(match.start(), status, lists, scene.words(match[0]), by_noun=status == "substitute")


def _clause_end(text: str, position: int) -> int:
    """Return where the clause ends in which the position lies; the full stop of `kl. 17` does not end it."""
    match = _REST_OF_CLAUSE.match(text, position)
    return match.end() if match else position


_REST_OF_CLAUSE = re.compile(r"(?:[^.,;:()⟨⟩]|[.:](?=\s?\d)){0,80}+")

# --- Words and patterns, made once ---

_WHO = r"⟨(?P<who>\d+)⟩"
_INSTEAD = r"⟨(?P<instead>\d+)⟩"


@cache
def _labels() -> dict[str, str]:
    return {label: status for status, labels in load("attendance")["labels"].items() for label in labels}


def _any_of(words: Collection[str]) -> str:
    """Return a pattern for one of the words, the longest that fits."""
    return "|".join(re.escape(word, literal_spaces=True) for word in sorted(words, key=len, reverse=True))


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _cues() -> re.Pattern[str]:
    return _pattern(_any_of(load("attendance")["cues"]))


@cache
def _elected() -> re.Pattern[str]:
    return _pattern(_any_of(load("attendance")["stand_in"]["elected"]))


@cache
def _elsewhere() -> re.Pattern[str]:
    return _pattern(rf"\s?(?:{_any_of(load('attendance')['context']['elsewhere'])})(?!\p{{L}})")


@cache
def _same_again() -> re.Pattern[str]:
    """Return the pattern of pronouns, and of the place after `og` where the sentence goes on about the same person."""
    context = load("attendance")["context"]
    goes_on = _any_of(context["goes_on"])
    return _pattern(rf"\b(?:{_any_of(context['pronouns'])})\b|(?<=\sog\s)(?=(?:{goes_on})\b)")


@cache
def _label() -> re.Pattern[str]:
    """Return the pattern of a label before names that stand in the next line."""
    label = _any_of(_labels())
    return _pattern(rf"(?<!\p{{L}})(?:{label})(?:[^⟨⟩:.;,()]{{0,50}}[:;]|\s?$)\s?|^(?:{label})\s(?-i:(?=\p{{Lu}}))")


@cache
def _label_with_names() -> re.Pattern[str]:
    """Return the pattern of a label and its names, with remarks in brackets between them."""
    label, people = _any_of(_labels()), load("people")
    anywhere = _any_of([label for label in _labels() if label.endswith(" fra")])
    title = rf"(?:(?:{_any_of(people['roles'])}|\p{{Ll}}*(?:{_any_of(people['role_endings'])}))\s)?"
    head = r"(?:(?<=^|[.;:(,–-]\s?|⟩\s)|(?-i:(?=\p{Lu})))"
    colon = rf"{head}(?P<label>{label})(?P<filler>(?:\s[^⟨⟩:.;,()]{{1,50}})?)\s?[:;–-]\s?{title}"
    bare = rf"(?:{head}(?P<label>{label})(?:\s(?:var|er))?|\b(?P<label>{anywhere})(?:\s\p{{Ll}}+){{0,2}})\s(?=⟨)"
    between = rf"(?:\s?\([^()]*\))*\s?(?:[,;/–-]\s?)?(?:(?:og|samt)\s)?{title}"
    return _pattern(rf"(?<!\p{{L}})(?:{colon}|{bare}){_WHO}(?:{between}{_WHO})*")


@cache
def _sayings() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """Return the status, the pattern and whether it is said by a noun alone, for every saying."""
    words = load("attendance")
    verbs = [(status, saying, False) for status, sayings in words["sayings"].items() for saying in sayings]
    nouns = [("substitute", saying, True) for saying in words["stand_in"]["sayings"]]
    return tuple((status, _saying(saying, status), by_noun) for status, saying, by_noun in verbs + nouns)


def _saying(saying: str, status: str) -> re.Pattern[str]:
    context = load("attendance")["context"]
    doubt = _any_of(context["considered" if status == "disqualified" else "asked"])
    adverbs = rf"(?:(?:{_any_of(context['adverbs'])})\s){{0,2}}"
    after_who = r"(?:,?\s(?:(?:der|som)\s)?|\s?[,(–-]\s?)"
    blank = rf",?\s{adverbs}"
    words = saying.replace(": ", r"\s?:? ").replace(" ... ", r" (?:[^⟨⟩.;:]{0,60}\s)??").replace(" ", "~")
    pattern = re.sub(r"(?<=\{(?:who|instead)\})~", lambda _: after_who + adverbs, words).replace("~", blank)
    pattern = pattern.replace("{who}", _WHO).replace("{instead}", _INSTEAD).replace("{whose}", r"⟨\d+⟩")
    return _pattern(rf"(?<!\p{{L}}|\b(?:{doubt})\s){pattern}(?!\p{{L}}|\s?:)")
