"""Parse names of people, in lists with roles, parties and notes, and in running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import regex as re

from referat.facts.label_lines import with_joined_labels
from referat.facts.name_patterns import (
    PARTY,
    label_pattern,
    list_labels,
    list_name_pattern,
    names_in_text_pattern,
    office_pattern,
    separator_pattern,
    substitute_words,
    word_list,
)
from referat.vocabulary import fold, load


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person in a list; `status` is `present`, `absent`, `excused` or `substitute`."""

    name: str
    role: str | None = None
    party: str | None = None
    status: str = "present"


def attendees(text: str) -> list[ListedPerson]:
    """Return the people in the text of a list of attendees, in order.

    A label in the list (`Afbud:`) applies to the names after it; a note next to a name applies to that name.
    """
    return names(text)


def names(text: str, status: str = "present") -> list[ListedPerson]:
    """Return the people in a list of names; their status is `status` unless the list gives another one."""
    return list(_people_of_list(text, status))


def is_list_label(label: str) -> bool:
    """Return whether a label of a list gives the people under it a status: "Afbud", "Deltagere"."""
    return fold(label) in list_labels()


def name_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end (exclusive) of each list of names in running text; one name is a list, too."""
    return (match.span() for match in names_in_text_pattern().finditer(text))


def merged_person(person: ListedPerson, again: ListedPerson) -> ListedPerson:
    """Return a person who is listed twice, with the role and party that either place gives."""
    return replace(person, party=person.party or again.party, role=person.role or again.role)


def continues(before: str, line: str) -> bool:
    """Return whether a line of a list can continue the name at the end of the line above it."""
    if _label(line) is not None or _IN_PLACE_OF.fullmatch(line) or _ATTENDED_LINE.match(line):
        return False
    ends_in_name = before.endswith((")", ".")) or before.rsplit(" ", 1)[-1][:1].isupper()
    return not (ends_in_name and line[:1].isupper() and fold(line).split()[0] in word_list("not_names"))


def same_person(name: str, other: str) -> bool:
    """Return whether one name equals the other or is a shorter form of it: `Mona` and `Mona T. Birk`."""
    one, two = _long_words(name), _long_words(other)
    return bool(one and two) and (one <= two or two <= one)


def _long_words(name: str) -> set[str]:
    return {word for word in _WORD.findall(fold(name)) if len(word) > 1}


_WORD = re.compile(r"[\p{L}?]+")


# Lists of people repeat: in real minutes, two lists of three and nine pieces of ten occur before.
_CACHE_SIZE = 4096


@lru_cache(_CACHE_SIZE)
def _people_of_list(text: str, status: str) -> tuple[ListedPerson, ...]:
    reader = _ListReader(status)
    for piece in _pieces(_surnames_last(_without_lone_words(with_joined_labels(text)))):
        reader.take(piece)
    return tuple(reader.people)


@dataclass(slots=True)
class _ListReader:
    """Reads a list of people: the people so far, and the effect of the labels so far on the next piece.

    `grouped` is true after a label with a status that is followed by another label ("Fraværende: Forældre: ..."): it
    and the labels after it are groups of the people with that status. `ended` is true after a label that does not
    introduce people.
    """

    status: str
    people: list[ListedPerson] = field(default_factory=list)
    grouped: bool = False
    ended: bool = False

    def take(self, piece: str) -> None:
        """Read the next piece: its labels, then its people and notes."""
        role, rest, direct = None, piece, False
        while (label := _label(rest)) is not None:
            rest, role, self.ended = label.rest, label.role, label.ends_list
            self._apply_label(label)
            direct = label.status is not None
        before = len(self.people)
        if not self.ended:
            _read_piece(rest, self.status, self.people)
        names_under_status = direct or rest == piece
        self.grouped = self.grouped and not (rest and names_under_status)
        if role and len(self.people) > before:
            person = self.people[before]
            self.people[before] = replace(person, role=person.role or role)
        if rest != piece and len(self.people) == before + 1:
            self._merge_repeated(before)

    def _merge_repeated(self, last: int) -> None:
        """Merge a person under a label ("Ordstyrer: Anne Holm") with the same one higher up in the list."""
        person = self.people[last]
        for at, other in enumerate(self.people[:last]):
            same_party = None in (person.party, other.party) or person.party == other.party
            if (person.name, person.status) == (other.name, other.status) and same_party:
                self.people[at] = merged_person(other, person)
                del self.people[last]
                return

    def _apply_label(self, label: _Label) -> None:
        if label.status:
            self.status, self.grouped = label.status, True
        elif not self.grouped:
            self.status = "present"


def _without_lone_words(text: str) -> str:
    """Return a list without its lines of one word, if all other lines have full names."""
    lines = text.split("\n")
    words = [line.split() for line in lines]
    lone = [len(parts) == 1 and parts[0].isalpha() for parts in words]
    full = sum(len(parts) > 1 and not line.rstrip().endswith(":") for line, parts in zip(lines, words, strict=True))
    if (
        not any(lone)
        or full < _FEWEST_FULL_NAMES
        or full + sum(lone) < len(list(filter(None, words)))
        or sum(lone) >= full
    ):
        return text
    kept = (line for line, alone in zip(lines, lone, strict=True) if not alone or _is_note(line.strip()))
    return "\n".join(kept)


def surnames_first(lines: Sequence[str]) -> bool:
    """Return whether the lines of a list are all written `Holm, Anne`; two lines are too few to know."""
    return len(lines) > _FEWEST_FULL_NAMES and all(
        (match := _SURNAME_FIRST.fullmatch(line)) and not _is_note(match["given"]) for line in lines
    )


def _surnames_last(text: str) -> str:
    """Return a list of `Holm, Anne` per line, or separated by `;`, as `Anne Holm`.

    A single line without `;` can be two first names.
    """
    lines = list(filter(str.strip, re.split(r"[;\n]", text)))
    turned = [_SURNAME_FIRST.fullmatch(line.strip()) for line in lines]
    enough = len(lines) > _FEWEST_FULL_NAMES or (";" in text and len(lines) == _FEWEST_FULL_NAMES)
    if not enough or not all(turned) or any(match and _is_note(match["given"]) for match in turned):
        return text
    return "\n".join(f"{match['given']} {match['surname']}{match['rest']}" for match in turned if match)


_FEWEST_FULL_NAMES = 2
"""Fewest lines that show how the names of a list are written."""


# --- Cutting a list into pieces ---

_SURNAME_FIRST = re.compile(
    r"(?P<surname>\p{Lu}[\p{L}-]+),\s(?P<given>\p{Lu}[\p{L}.-]+(?:\s\p{Lu}[\p{L}.-]+)*)"
    r"(?P<rest>(?:\s?\([^()]*\))?[.,;]?)"
)
_ANY_LABEL = re.compile(r"\p{L}[^:,()\n]{0,50}:(?!\d)")
_BRACKET = re.compile(r"\(([^()]*)\)?")
_COLUMNS = re.compile(r"\t+|\|+")
_HYPHEN_AT_LINE_END = re.compile(r"(?<=\p{L})[-–—‑−]\s+(?=\p{Lu})")
_NOTES = re.compile(r"\s*[,;]\s*")
_BLANKS = re.compile(r"[^\S\n]+")


def _pieces(text: str) -> list[str]:
    """Split a list of names at its separators, outside brackets."""
    text = _HYPHEN_AT_LINE_END.sub("-", _COLUMNS.sub(", ", text))
    pieces = (piece.strip(" -–•*·") for piece in separator_pattern().split(_BLANKS.sub(" ", text)))
    return [piece for piece in pieces if piece.strip(".")]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label at the start of a piece: its effect on the people after it, and the rest of the piece.

    A label that is a role ("Formand:") belongs to one person. A label that does not introduce people ("Dagsorden:")
    ends the list.
    """

    rest: str
    status: str | None = None
    role: str | None = None
    ends_list: bool = False


def _label(piece: str) -> _Label | None:
    """Return the label at the start of a piece, or None."""
    if match := _STANDS_IN_FOR.match(piece):
        return _Label(f"{piece[match.end() :].strip(' .')} for {match[1]}", "substitute")
    if match := label_pattern().match(piece):
        return _Label(piece[match.end() :].strip(), list_labels()[fold(match[1])])
    match = _ANY_LABEL.match(piece)
    if match is None:
        return None
    label, rest = match[0].rstrip(" :"), piece[match.end() :].strip()
    if not _words_of(label).isdisjoint(word_list("ends_list")):
        return _Label(rest, ends_list=True)
    return _Label(rest, role=label if _is_role(label) else None)


def _words_of(label: str) -> set[str]:
    return set(re.findall(r"\p{L}+", fold(label)))


def _is_role(label: str) -> bool:
    """Return whether a label is a role of one person: "Formand", "Næstformand", "Referent"."""
    return fold(label).split()[0] in word_list("roles") or fold(label).endswith(tuple(load("people")["role_endings"]))


# --- Reading a piece ---


def _read_piece(piece: str, status: str, people: list[ListedPerson]) -> None:
    """Add the content of one piece to the people: a new person, or notes on the last one."""
    if _add_substitutes(piece, status, people):
        return
    bare, notes = _without_brackets(piece) if "(" in piece else (piece, [])
    if people and _is_note_on(people[-1], bare):
        _apply_notes([bare, *notes], people)
        return
    title, name, rest = _title_and_name(bare)
    if fold(bare).strip(".") in word_list("nobody") or not _is_name(name, rest):
        return
    status = "present" if _ATTENDED_AFTER_ALL.match(rest) and not _status(rest) and status in _AWAY else status
    if title and fold(title) in substitute_words():
        title, status = None, "substitute"
    people.append(ListedPerson(_DASH.sub("-", _without_initials(name)), title, None, status))
    _apply_notes([rest if _is_note(rest) else "", *notes], people)


def _without_initials(name: str) -> str:
    """Return a name without the person's initials behind it: "Anne Holm AH"."""
    full, _, last = name.rpartition(" ")
    return full if " " in full and last.isupper() and _are_initials(last, full) else name


def _add_substitutes(piece: str, status: str, people: list[ListedPerson]) -> bool:
    """Add substitutes and those they replace to the people; return whether the piece names substitutes."""
    instead = _IN_PLACE_OF.fullmatch(piece) or (_SUBSTITUTE_FOR.fullmatch(piece) if status == "substitute" else None)
    if not instead or not names(instead["who"]):
        return False
    people += names(instead["who"], "substitute")
    replaced = names(instead["replaced"], "absent")
    people += [person for person in replaced if not any(same_person(person.name, p.name) for p in people)]
    return True


def _is_name(name: str, rest: str) -> bool:
    """Return whether the words of a name are a name, considering the words after it."""
    return bool(name) and _looks_like_a_name(name) and (" " in name or not _begins_sentence(rest))


_MOST_WORDS = 6
"""A name has so many words at most."""


def _looks_like_a_name(name: str) -> bool:
    """Return whether text that has the form of a name is one: no label, no common word, no party letter."""
    first, _, others = name.partition(" ")
    folded = fold(first)
    if name.count(" ") >= _MOST_WORDS:
        return False  # several names that nothing parts
    if not others:
        ends_as_none = folded.endswith(tuple(word_list("not_name_endings")))
        is_short = len(first) == 1 or folded.rstrip(".") in word_list("abbreviations")
        return not (_is_title(first) or folded in word_list("not_names") or ends_as_none or is_short)
    return folded not in word_list("not_names") and not fold(name).endswith(tuple(word_list("not_name_endings")))


def _begins_sentence(rest: str) -> bool:
    """Return whether a single capitalised word begins a sentence instead: "Velkomst ved Per"."""
    if " " not in rest or not rest[0].islower() or _is_note(rest):
        return False
    has_digit = any(letter.isdigit() for letter in rest)
    return not (has_digit and rest.split()[0] in load("people")["notes"]["remarks"])


_AWAY = ("absent", "excused")
_ATTENDED_AFTER_ALL = re.compile(r"(?:deltog|deltager|ankom|mødte|forlod)\s")
"""Verbs that show, in a list of absent people, that one was present: "Per Birk deltog fra kl. 10"."""

_DASH = re.compile(r"\s?[-–—‑−]\s?")


def _without_brackets(piece: str) -> tuple[str, list[str]]:
    """Return a piece without its brackets, and the notes in them."""
    bare = _BLANKS.sub(" ", _BRACKET.sub(" ", piece)).strip()
    return bare, [note for content in _BRACKET.findall(piece) for note in _NOTES.split(content.strip())]


def _is_note_on(person: ListedPerson, bare: str) -> bool:
    """Return whether a piece is a note on the person before it; initials can be a party or the next person."""
    if PARTY.fullmatch(bare):
        return person.party is None and " " in person.name
    return _is_note(bare)


@lru_cache(_CACHE_SIZE)
def _title_and_name(bare: str) -> tuple[str | None, str, str]:
    """Parse `Borgmester Anne Holm deltog` into title, name and the remaining words."""
    office = office_pattern().match(bare)
    start = office.end() if office else 0
    match = list_name_pattern().search(bare, start)
    if match is None:
        return None, "", bare
    before, name, rest = bare[: match.start()].strip(), match[0], bare[match.end() :].strip(" .")
    if before:
        return (before if _is_title(before) else None), name, rest
    first, _, others = name.partition(" ")
    return (first, others, rest) if others and _is_title(first) else (None, name, rest)


def _apply_notes(notes: list[str], people: list[ListedPerson]) -> None:
    """Apply notes to the last person; a person whom a note replaces, or names as the substitute, is added."""
    person = people.pop()
    replaced: list[ListedPerson] = []
    for note in filter(None, notes):
        if replaced and replaced[-1].status == "substitute" and _is_party(note):
            replaced[-1] = _with_note(replaced[-1], note)  # "i stedet deltog Per Birk (V)"
            continue
        person = _with_note(person, note)
        if _is_substitute_note(note) and (match := _REPLACED.search(note)):
            replaced += names(match[1], "absent")
        elif match := _CAME_INSTEAD.fullmatch(note):
            replaced += names(match[1], "substitute")
    people += [person, *replaced]


@lru_cache(_CACHE_SIZE)
def _with_note(person: ListedPerson, note: str) -> ListedPerson:
    """Return the person with the content of a note: party, role, absence, or substitution."""
    if _CAME_INSTEAD.fullmatch(note):
        return replace(person, status="absent" if person.status == "present" else person.status)
    if _is_substitute_note(note):
        return replace(person, status="substitute")
    if person.status in _AWAY and _came_after_all(note):
        return replace(person, status="present")
    if status := _status(note):
        return replace(person, status=status if person.status in ("present", "absent") else person.status)
    if _is_affiliation(fold(note)):
        return replace(person, role=f"{person.role}, {note}" if person.role else note)
    if _is_party(note):
        return person if _are_initials(note, person.name) else replace(person, party=person.party or note)
    if _is_remark(note):
        return person
    return replace(person, role=f"{person.role}, {note}" if person.role else note)


def _came_after_all(note: str) -> bool:
    """Return whether a note on an absent person states when the person was present: "deltog fra kl. 18"."""
    return _ATTENDED_AFTER_ALL.match(note) is not None and not _status(note) and any(map(str.isdigit, note))


# --- Kinds of notes ---

_ATTENDED = re.compile(r"^(?:(?:deltog|deltager|mødte|møder|var|er)\s)?(?:indkaldt\s)?(?:som\s)?")
_IN_PLACE_OF = re.compile(
    r"(?i:(?:i stedet|(?:som )?(?:stedfortræder|suppleant)) for)\s(?P<replaced>\p{Lu}.*?)"
    r"\s(?:deltog|deltager|mødte|mødt|møder)\s(?P<who>\p{Lu}.*)"
)
_ATTENDED_LINE = re.compile(r"(?:\p{Lu}[\p{L}.-]+\s){2,4}(?:deltog|deltager|ankom|mødte|forlod)\s")
"""The beginning of a line about one person: "Per Birk deltog ikke i punkt 4"."""

_STANDS_IN_FOR = re.compile(
    r"(?i:stedfortræder|suppleant) for (\p{Lu}[^:,;()\n]{1,60}?(?: \([^()\n]*\))?)(?:\s?:|\s(?:er|var)\s)"
)
"""A label that names whom the person after it replaces."""

_REPLACED = re.compile(r"(?i:\bfor|stedet for)\s+(\p{Lu}.*)")
_SUBSTITUTE_FOR = re.compile(r"(?P<who>[^()]*\p{L}(?:\s\([^()]*\))?)\sfor\s(?P<replaced>\p{Lu}.*)")
_CAME_INSTEAD = re.compile(
    r"(?|(?i:i (?:stedet|hvis sted) (?:mødte|deltog|mødt|kom)|(?:stedfortræder|suppleant)(?: er| var)?):?\s(\p{Lu}.*)"
    r"|(?i:i hvis sted) (\p{Lu}.*?)\s(?:mødte|deltog)\.?)"
)
"""A note on an absent person that names the substitute."""


@lru_cache(_CACHE_SIZE)
def _is_note(piece: str) -> bool:
    """Return whether a piece is a note on a person, not a name."""
    folded = fold(piece).strip(".")
    if " " not in folded and folded in load("people")["notes"]["remarks"]:
        return True
    if not folded or folded in word_list("roles") or _is_party(piece) or _is_substitute_note(piece) or _status(piece):
        return True
    if _is_affiliation(folded) or (folded.startswith(("i stedet", "i hvis sted")) and _CAME_INSTEAD.fullmatch(piece)):
        return True
    if _came_after_all(piece):
        return True
    title, name, _ = _title_and_name(piece)
    return _is_title(piece) and piece[0].islower() and (not name or title is None)


def _is_affiliation(folded: str) -> bool:
    """Return whether a piece is an affiliation: a school, a parish, an association."""
    last = folded.split()[-1]
    if folded in word_list("affiliations") or last in word_list("affiliations"):
        return True
    return last.endswith(tuple(load("people")["affiliation_endings"]))


def _is_title(note: str) -> bool:
    """Return whether one of the first words is a role: `sekretær`, `konstitueret centerchef for Skole`."""
    words = fold(note).split()[:3]
    endings = tuple(load("people")["role_endings"])
    return any(word in word_list("roles") or word in substitute_words() or word.endswith(endings) for word in words)


def _is_party(note: str) -> bool:
    folded = fold(note)
    endings = tuple(load("people")["party_endings"])
    named = folded in word_list("parties") or any(word.endswith(endings) for word in folded.split())
    return named or PARTY.fullmatch(note) is not None


def _are_initials(note: str, name: str) -> bool:
    """Return whether letters in brackets are the person's initials, not a party: `Hans Vig (HV)`."""
    if " " not in name:
        return len(note) > 1 and note.isupper() and note[0] == name[0]
    return len(note) > 1 and note == "".join(word[0] for word in name.split())


def _is_substitute_note(note: str) -> bool:
    folded = _ATTENDED.sub("", fold(note))
    return folded in substitute_words() or (
        folded.startswith(tuple(substitute_words())) and _REPLACED.search(note) is not None
    )


def _is_remark(note: str) -> bool:
    """Return whether a note is about a part of the meeting: `fra kl. 10`, `deltog under punkt 3`."""
    first = fold(note).split()[0].rstrip(".:")
    return first in load("people")["notes"]["remarks"] or any(letter.isdigit() for letter in note)


def _status(note: str) -> str | None:
    """Return the status that a note gives for the whole meeting: `afbud`, `fraværende`, `sygdom`."""
    folded = fold(note).strip(" .:")
    if folded in load("people")["notes"]["reasons"]:
        return "excused"
    status = list_labels().get(folded) or list_labels().get(folded.partition(" ")[0])
    return None if status in (None, "present", "substitute") or any(letter.isdigit() for letter in note) else status
