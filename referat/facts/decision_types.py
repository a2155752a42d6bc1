"""What kind of decision a text tells of: approved, recommended, rejected, postponed and so on, and by which words.

The text is read as a clerk reads it. It is cut into statements, without what was quoted and what single members
thought otherwise. In each statement the words are read from left to right. An act ("godkendte", "taget til
efterretning") counts where the sentence says that it was done; it does not where the sentence only says what shall be
done, was done at another time or by somebody else, or why. The words stand in `words/decision_types.toml`, the grammar
here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import regex as re

from referat.words import load

LABELS = (
    "approved",
    "recommended",
    "rejected",
    "postponed",
    "withdrawn",
    "referred",
    "appointed",
    "decided",
    "noted",
    "agreed",
    "informed",
    "discussed",
    "other",
)
FORMS = ("active", "passive", "participle", "infinitive", "opening")

# The parts of a sentence: what was done; what was told of something; remarks and reasons given by the body; what was
# decided, approved or recommended, in its own clause; and everything that was only thought of.
MAIN, ASIDE, REMARK, PLAN = "main", "aside", "remark", "plan"
RESOLVED, CONSENT, ADVICE = "resolved", "consent", "advice"
_CONTENT = {"decided": RESOLVED, "approved": CONSENT, "recommended": ADVICE}

_REACH = 25  # words within which the second half of an act ("tog ... til efterretning") is looked for


@dataclass(frozen=True, slots=True)
class Ruling:
    """The kinds of decision in a text: the primary one, all, and the words and the act that gave the primary one."""

    decision_type: str
    decision_types: tuple[str, ...]
    evidence: str | None
    rule: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """One way to word a decision, in one form: the words that must stand, and the conditions on what is round them."""

    name: str
    label: str
    form: str
    words: tuple[str, ...]
    tail: tuple[tuple[str, ...], ...] = ()
    near: int = _REACH
    of: str | None = None
    anyone: bool = False

    @property
    def past(self) -> bool:
        """Whether the form tells of what was done, not of what is done."""
        return self.words[0] == "var" or not self.words[0].endswith(("r", "s"))


@dataclass(frozen=True, slots=True)
class Finding:
    """An act found in a statement, from its first word to its last, and what it says there."""

    act: Act
    label: str
    denied: bool
    start: int
    end: int
    evidence: str

    @property
    def rule(self) -> str:
        """The name of the act, with "ikke" where it was denied."""
        return self.act.name if self.label == self.act.label else f"ikke {self.act.name}"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and its words, case-folded."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    first: int  # the first word that is no number of a point

    def quote(self, start: int, end: int) -> str:
        """Return the text from word `start` up to and with word `end`."""
        return self.text[self.spans[start][0] : self.spans[end][1]]

    def comma_before(self, i: int) -> bool:
        """Whether a comma stands right before word `i`."""
        return i > 0 and "," in self.text[self.spans[i - 1][1] : self.spans[i][0]]


@dataclass(slots=True)
class _Place:
    """Where in a sentence the reader stands: in which part, since which word, under which act."""

    role: str = MAIN
    start: int = 0
    governor: Finding | None = None
    wished: bool = False
    settled: bool = False
    known: set[str] = field(default_factory=set)


@lru_cache(maxsize=8192)
def rule_on(text: str) -> Ruling:
    """Return what kind of decision `text` tells of; `other` where it tells of none."""
    known = {"direktionen", "udvalget"}
    findings = [finding for statement in statements(text) for finding in _read(statement, known)]
    if not findings:
        return Ruling("other", ("other",), None, None)
    primary = min(findings, key=lambda finding: LABELS.index(finding.label))
    labels = tuple(sorted({finding.label for finding in findings}))
    return Ruling(primary.label, labels, primary.evidence, primary.rule)


# --- from a text to statements ----------------------------------------------------------------------------------------

_QUOTED = re.compile(r"[\"”“„»«][^\"”“„»«\n]*(?:[\"”“„»«]|$)", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.:])[*_](?!\w)")
_BULLET = re.compile(r"\s*[-–—•·*]\s*(?=\S)")
_POINT = re.compile(
    r"\s*(?:ad|pkt\.?|punkt|punkterne)?\s*\(?(?:\d+|[a-zA-Z](?=[.)]))[\w.)–, -]{0,20}?[.):]?\s+(?=\S)", re.IGNORECASE
)
_BREAK = re.compile(r"(?<=[.!?:;])\s+(?=[\dA-ZÆØÅ(–-])")
_WORD = re.compile(r"\w+(?:[-.]\w+)*")
_PARTY = re.compile(r"\(?[A-ZÆØÅ]{1,3}\d?(?:-\d)?\)?")


def statements(text: str) -> Iterator[Statement]:
    """Yield the sentences of a decision that can say what the body did."""
    skip = False
    for line in _told(text):
        for sentence in _sentences(line):
            if skip or _differs(sentence):
                skip = not skip and sentence.rstrip().endswith(":")
                continue
            yield _statement(sentence)


def _told(text: str) -> Iterator[str]:
    """Yield the lines of a text, each with the words that introduce it where it goes on from them."""
    introduction, silent = "", False
    lines = _lines(text)
    for n, line in enumerate(lines):
        point = bool(_POINT.match(line))
        bullet = _BULLET.match(line)
        body = line[bullet.end() :] if bullet else line
        silent = not point and (silent or _opens(body, "lines", "dissenting_opinion"))
        if silent or _opens(body, "lines", "attendance"):
            continue
        if introduction and _goes_on(body):
            yield f"{introduction.rstrip(' :;,')} {_POINT.sub('', body, count=1) if point else body}"
        elif not (introduction and bullet and not _starts_with_outcome(body)) and not (
            n + 1 < len(lines)
            and not body.endswith((".", "!", "?"))
            and _goes_on(_BULLET.sub("", lines[n + 1], count=1))
        ):
            yield body
        if not bullet and not (point and introduction and _goes_on(body)):
            introduction = "" if body.endswith((".", "!", "?")) else body


def _lines(text: str) -> list[str]:
    """Return the lines of a text, without quotations and emphasis, those joined that a wrap or a page break parted."""
    lines: list[str] = []
    length = 0  # of the line before, as it stands; a blank line has none
    for raw in _QUOTED.sub("", _EMPHASIS.sub("", text)).splitlines():
        line = " ".join(raw.split())
        if line and lines and _continues(lines[-1], line, length):
            lines[-1] += " " + line
        elif line:
            lines.append(line)
        length = len(line)
    return lines


def _continues(before: str, line: str, length: int) -> bool:
    """Tell whether a line goes on with the sentence before it, which a wrap (long lines only) or a page break cut."""
    if before.endswith((".", ":", ";", "!", "?")) or _BULLET.match(line) or _POINT.match(line):
        return False
    return (line[0].islower() and not line.startswith("at ")) or (
        length > 70 and not _opens(line, "lines", "attendance")
    )


def _goes_on(line: str) -> bool:
    """Tell whether a line is the content of the words that introduce it: "at ..."."""
    rest = line[match.end() :] if (match := _POINT.match(line)) else line
    return rest[:3].casefold() == "at "


def _starts_with_outcome(line: str) -> bool:
    word = _WORD.search(line)
    found = _lexicon().get(word.group().casefold(), ()) if word else ()
    return any(act.form in ("participle", "passive") for act in found)


def _opens(line: str, table: str, name: str) -> bool:
    return line.casefold().startswith(_openings(table, name))


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for gap in _BREAK.finditer(line):
        before = line[start : gap.start()]
        word = before.rsplit(" ", 1)[-1].casefold()
        if word.endswith(".") and word.strip(".(") in _words("lines", "abbreviations"):
            continue
        yield before
        start = gap.end()
    yield line[start:]


def _differs(sentence: str) -> bool:
    """Tell whether a sentence is about a vote, or about what a party or a single member thought."""
    if _opens(sentence, "lines", "votes"):
        return True
    words = sentence.split()
    n = 0
    while n < len(words) and (
        words[n][0].isupper() or words[n][0] == "(" or words[n] in ("og", "samt", "fra", "af", "&")
    ):
        n += 1
    verb = words[n].strip(",.:").casefold() if n < len(words) else ""
    return verb in _words("lines", "dissent") and _persons(words[:n])


def _persons(words: list[str]) -> bool:
    folded = [word.strip("(),.:").casefold() for word in words]
    if not words or any(_is("bodies", word) for word in folded) or folded[0] in _words("context", "matters"):
        return False
    named = len(words) > 1 or folded[0] in _words("lines", "parties")
    return named or any(_PARTY.fullmatch(word.rstrip(",.:")) for word in words)


def _statement(sentence: str) -> Statement:
    matches = list(_WORD.finditer(sentence))
    words = tuple(match.group().casefold() for match in matches)
    first = 0
    while first < len(words) - 1 and (
        words[first][0].isdigit() or len(words[first]) == 1 or words[first] in ("ad", "pkt", "punkt", "punkterne", "og")
    ):
        first += 1
    return Statement(sentence, words, tuple(match.span() for match in matches), first)


# --- from a statement to findings -------------------------------------------------------------------------------------


def _read(statement: Statement, known: set[str]) -> list[Finding]:
    place = _Place(known=known)
    found: list[Finding] = []
    for i, word in enumerate(statement.words):
        _turn(statement, i, place)
        for act in _lexicon().get(word, ()):
            finding = _finding(act, statement, i, place)
            if finding is not None:
                _settle(finding, statement, place, found)
                break
        if _is("bodies", word):
            known.add(word)
    return found


def _turn(s: Statement, i: int, place: _Place) -> None:
    """Move to the part of the sentence that word `i` opens, if it opens one."""
    word = s.words[i]
    if word in _words("context", "and") or s.comma_before(i):
        _resume(s, i, place)
    if place.role == PLAN and _fronted(s, i):
        place.role, place.start, place.wished = MAIN, i, False
    if word in _words("context", "wishes"):
        place.wished = True
    elif word in _words("context", "at"):
        place.role, place.start = _content(s, i, place), i + 1
    elif word in _words("context", "reason"):
        place.role, place.start = PLAN, i + 1
    elif word in _words("context", "relative"):
        if not _expletive(s, i):
            place.role, place.start = {MAIN: ASIDE, ASIDE: ASIDE, REMARK: REMARK}.get(place.role, PLAN), i + 1
    elif _remarks(s, i) and place.role != PLAN:
        place.role, place.start, place.governor = REMARK, i + 1, None


def _fronted(s: Statement, i: int) -> bool:
    """Tell whether the main clause begins at word `i`, after another: "For at nå det bemyndiges administrationen"."""
    begins = s.words[0] == "for" or s.words[0] in _words("context", "reason")
    after = s.words[i + 1] if i + 1 < len(s.words) else ""
    return begins and s.words[i] in _lexicon() and (_is("bodies", after) or _is("others", after))


def _remarks(s: Statement, i: int) -> bool:
    word = s.words[i]
    return word in _words("context", "aside") or (
        word in _words("context", "with")
        and any(after in _words("context", "remark") for after in s.words[i + 1 : i + 5])
    )


def _expletive(s: Statement, i: int) -> bool:
    """Tell whether "der" is only a place holder: "Der blev orienteret", "Herefter blev der orienteret"."""
    before = s.words[i - 1] if i > s.first else ""
    return s.words[i] == "der" and (
        not before
        or before in _words("context", "become")
        or before in _words("context", "and")
        or before in ("var", "at")
        or before in _lexicon()
    )


def _content(s: Statement, i: int, place: _Place) -> str:
    """Return the part of the sentence that the "at" at word `i` opens: it hangs on the act before it."""
    before = s.words[i - 1] if i else ""
    if place.role == PLAN or place.wished:
        return PLAN
    if place.role in (RESOLVED, CONSENT, ADVICE):
        return PLAN if before in ("om", "på", "til", "for", "af") else place.role
    if place.governor is None:
        return REMARK if place.role == REMARK else PLAN
    return _CONTENT.get(place.governor.label, PLAN)


def _resume(s: Statement, i: int, place: _Place) -> None:
    """Go back to what was done, where "og", "men" or a comma is followed by a verb of the past: ", og godkendte"."""
    j = i + 1 if s.words[i] in _words("context", "and") else i
    while j < len(s.words) and s.words[j] in _words("context", "adverbs"):
        j += 1
    subject = j < len(s.words) and (_is("bodies", s.words[j]) or s.words[j] == "det")
    verb = j + 1 if subject else j
    if verb < len(s.words) and _takes_up(s, verb, i):
        place.role, place.wished, place.governor, place.settled = MAIN, False, None, False
        if subject:
            place.start = j


def _takes_up(s: Statement, verb: int, i: int) -> bool:
    word = s.words[verb]
    if word == "blev":
        return True
    acts = [act for act in _lexicon().get(word, ()) if act.form == "active"]
    strong = s.words[i] == "men" or bool({"derfor", "stedet", "overfor", "samtidig"} & set(s.words[i + 1 : verb + 4]))
    return any(
        act.past or (strong and act.label in ("recommended", "rejected", "referred", "approved")) for act in acts
    )


def _finding(act: Act, s: Statement, i: int, place: _Place) -> Finding | None:
    """Return the act at word `i` as a finding, if all its words and conditions hold there."""
    end = _end(act, s, i)
    if end is None or not _of(act, s, i, place):
        return None
    denier = _denied(s, i, place)
    label = _label(act, denier is not None, place)
    if place.role == ADVICE and label in ("approved", "recommended", "noted"):
        place.settled = True
    if label is None or not _CHECKS[act.form](act, label, s, i, place):
        return None
    first, last = (min(i, denier), max(end, denier)) if denier is not None else (i, end)
    return Finding(act, label, denier is not None, first, last, s.quote(first, last))


def _label(act: Act, denied: bool, place: _Place) -> str | None:
    """Return what the act says, denied or not; nothing for what was not done ("ikke drøftet")."""
    if place.role == RESOLVED and place.governor is not None and place.governor.denied:
        return "rejected" if act.label in ("approved", "recommended", "noted", "referred") else None
    if not denied or act.label == "decided":
        return act.label
    deniable = (
        ("approved", "recommended", "noted", "referred")
        if place.role == RESOLVED
        else ("approved", "recommended", "noted")
    )
    return "rejected" if act.label in deniable else None


def _end(act: Act, s: Statement, i: int) -> int | None:
    """Return the last word of the act that begins with word `i`: of its tail, where it has one."""
    if not _stand(act.words, s.words, i):
        return None
    end = i + len(act.words) - 1
    if not act.tail:
        return end
    for j in range(end + 1, min(end + 1 + act.near, len(s.words))):
        for tail in act.tail:
            if _stand(tail, s.words, j):
                return min(j + len(tail), len(s.words)) - 1
    return None


def _stand(wanted: tuple[str, ...], words: tuple[str, ...], i: int) -> bool:
    for n, want in enumerate(wanted):
        word = words[i + n] if i + n < len(words) else "."
        if word != want and not (want.endswith("*") and word.startswith(want[:-1])):
            return False
    return True


def _of(act: Act, s: Statement, i: int, place: _Place) -> bool:
    """Tell whether what is acted on is what the act asks for."""
    if act.of is None:
        return True
    after = s.words[i + 1 : i + 5] if act.form in ("active", "infinitive") and not act.anyone else ()
    near = (*s.words[place.start : i], *after)
    if act.of == "matter":
        return i == s.first or any(word in _words("context", "matters") for word in near)
    return not any(word in _words("context", "papers") for word in near)


def _denied(s: Statement, i: int, place: _Place) -> int | None:
    """Return the word that denies the act at word `i`."""
    for j in range(i - 1, max(place.start, i - 7) - 1, -1):
        if s.words[j] in _words("context", "and"):
            break
        if s.words[j] in _words("context", "no"):
            return j
    for j in (i + 1, i + 2):
        if j < len(s.words) and s.words[j] == "ikke" and not s.comma_before(i + 1):
            return j
        if j < len(s.words) and not (_is("bodies", s.words[j]) or s.words[j] in _words("context", "adverbs")):
            break
    return None


def _active(act: Act, label: str, s: Statement, i: int, place: _Place) -> bool:
    """Check a form such as "godkendte": who did it, and whether it is told of here and now."""
    if (
        act.past
        and i
        and s.words[i - 1] in _words("context", "articles")
        and act.words[0] not in ("var", "tog", "traf")
    ):
        return False
    if _at_another_time(act, s, i):
        return False
    who = _actor(s, i, place)
    if place.role == MAIN:
        return act.anyone or who != "other"
    if place.role == ASIDE:
        return act.past and (
            act.anyone or (who == "body" and any(word in place.known for word in s.words[place.start : i]))
        )
    if place.role == REMARK:
        return (
            who == "body"
            and not place.wished
            and (act.past or act.of == "matter" or label in ("recommended", "rejected"))
        )
    return False


def _passive(act: Act, label: str, s: Statement, i: int, place: _Place) -> bool:
    """Check a form such as "godkendes": whether the sentence itself says so."""
    if place.wished or place.role in (PLAN, ASIDE):
        return False
    if place.role == MAIN:
        return label == "postponed" or not _later(s, i)
    if place.role == ADVICE:
        return label == "rejected"
    return _disposes(label, s, i, place)


def _disposes(label: str, s: Statement, i: int, place: _Place) -> bool:
    """Check what a remark, or the content of a decision, does with the case: "at sagen udsættes"."""
    case = any(word in _words("context", "matters") for word in s.words[place.start : i])
    if place.role == RESOLVED:
        return case
    if place.role == CONSENT:
        return label == "noted" or (case and label in ("postponed", "withdrawn"))
    return label == "rejected" or (case and label in ("postponed", "withdrawn", "referred"))


def _participle(act: Act, label: str, s: Statement, i: int, place: _Place) -> bool:
    """Check a form such as "godkendt", alone or after "blev" and "har"."""
    clause = s.words[place.start : i]
    if (
        place.wished
        or place.role == PLAN
        or (clause and clause[-1] in _words("context", "articles"))
        or "havde" in clause
    ):
        return False
    if "har" in clause:
        return place.role == MAIN and _actor(s, i, place) == "body" and not _told_of_old(s, i)
    if place.role == MAIN:
        return clause[:2] != ("der", "er") and not ("blev" in clause and _told_of_old(s, i))
    if place.role in (ASIDE, REMARK):
        return "blev" in clause and not _told_of_old(s, i)
    return label == "rejected" if place.role == ADVICE else _disposes(label, s, i, place)


def _infinitive(act: Act, label: str, s: Statement, i: int, place: _Place) -> bool:
    """Check a form such as "godkende": after "kan", or as the content of a decision."""
    before = s.words[i - 1] if i else ""
    if place.role == RESOLVED:
        return before == "at"
    if place.role == CONSENT:
        return before == "at" and label in ("postponed", "withdrawn")
    if place.role == PLAN:
        return (
            label == "rejected"
            and s.words[i - 2 : i] == ("ikke", "at")
            and bool({"ønsker", "ønskede"} & set(s.words[:i]))
        )
    if place.governor is not None and place.governor.label == "decided":
        return i - place.governor.end <= 2
    able = any(word in _words("context", "able") for word in s.words[max(0, i - 8) : i])
    return able and not place.wished and (label == "rejected" or place.role == MAIN) and _actor(s, i, place) != "other"


def _opening(act: Act, label: str, s: Statement, i: int, place: _Place) -> bool:
    return i == s.first


_CHECKS = {
    "active": _active,
    "passive": _passive,
    "participle": _participle,
    "infinitive": _infinitive,
    "opening": _opening,
}


def _actor(s: Statement, i: int, place: _Place) -> str:
    """Return who did the act at word `i`: the `body`, an `other`, or `unknown`."""
    j = i + 1
    while j < len(s.words) - 1 and s.words[j] in _words("context", "adverbs"):
        j += 1
    after = s.words[j] if j < len(s.words) else ""
    if _is("others", after) or _is("bodies", after):
        return "body" if _is("bodies", after) else "other"
    before = s.words[place.start : i]
    subjects = [word for n, word in enumerate(before) if not (n and before[n - 1] in _PREPOSITIONS)]
    if any(_is("bodies", word) for word in subjects):
        return "body"
    if any(_is("others", word) for word in subjects) or (place.start == 0 and _led_by_person(s, i)):
        return "other"
    return "unknown"


_PREPOSITIONS = frozenset(["overfor", "for", "til", "fra", "i", "af", "med", "hos", "mellem", "på", "ved"])


def _led_by_person(s: Statement, i: int) -> bool:
    words = s.text[: s.spans[i][0]].split()
    return (
        bool(words)
        and all(word[0].isupper() or word[0] == "(" or word in ("og", "samt") for word in words[:3])
        and _persons(words[:3])
    )


def _at_another_time(act: Act, s: Statement, i: int) -> bool:
    if act.past:
        return _told_of_old(s, i) or _begins_with_date(s)
    return act.label not in ("postponed", "referred", "withdrawn") and _later(s, i)


def _told_of_old(s: Statement, i: int) -> bool:
    """Tell whether the words right round an act say that it was done at another time."""
    after = s.words[i + 1 : i + 4]
    if s.words[i - 1 : i] and s.words[i - 1] in ("tidligere", "allerede"):
        return True
    if len(after) < 2:
        return bool(after) and after[0] == "tidligere"
    dated = after[0] in ("i", "den", "d", "på") and (after[1][0].isdigit() or after[1] in _words("context", "earlier"))
    return dated or (
        after[0] == "på"
        and after[1] in ("mødet", "møde", "sit", "byrådsmødet")
        and len(after) > 2
        and after[2] in ("den", "d", "i")
    )


def _begins_with_date(s: Statement) -> bool:
    if not s.words or s.words[0] not in ("den", "i", "på", "d"):
        return False
    return any(word in _words("context", "earlier") or re.fullmatch(r"(?:19|20)\d\d", word) for word in s.words[1:6])


def _later(s: Statement, i: int) -> bool:
    """Tell whether an act is to be done at a later meeting."""
    for j in range(i + 1, min(i + 8, len(s.words) - 1)):
        if s.words[j] in _words("context", "at") or _remarks(s, j):
            return False
        if s.words[j] in _words("context", "later") and "møde" in "".join(s.words[j + 1 : j + 3]):
            return True
    return False


def _settle(finding: Finding, s: Statement, place: _Place, found: list[Finding]) -> None:
    """Take up a finding, with regard to the act it hangs on: "besluttede at sende", "indstilles godkendt"."""
    governor = place.governor
    if governor is not None and _repeats(governor, finding, s, place):
        return
    if governor in found and governor is not None and _replaces(governor, finding, s, place):
        found.remove(governor)
    found.append(finding)
    if place.role in (MAIN, ASIDE, REMARK):
        place.governor = finding


def _repeats(governor: Finding, finding: Finding, s: Statement, place: _Place) -> bool:
    """Tell whether a finding only says what is recommended: "anbefales godkendt"."""
    what = finding.label in ("approved", "noted")
    return place.role == MAIN and governor.label == "recommended" and what and _close(governor, finding, s)


def _replaces(governor: Finding, finding: Finding, s: Statement, place: _Place) -> bool:
    """Tell whether a finding says what the act before it came to: "besluttede at udsætte", "indstilles afvist"."""
    if place.role == RESOLVED:
        return True
    if place.role == CONSENT:
        return finding.label in ("postponed", "withdrawn")
    if place.role == ADVICE:
        return not place.settled
    if governor.label == "recommended":
        return finding.label == "rejected" and _close(governor, finding, s)
    return governor.label == "decided" and finding.act.form == "infinitive"


def _close(governor: Finding, finding: Finding, s: Statement) -> bool:
    """Tell whether two acts say one thing: "anbefaler 1 og 2 godkendt", not "anbefales og tages til efterretning"."""
    between = s.words[governor.end + 1 : finding.start]
    return governor.act.form == "active" or not any(word in _words("context", "and") for word in between)


# --- the vocabulary ---------------------------------------------------------------------------------------------------


@cache
def acts() -> tuple[Act, ...]:
    """Return all acts of the vocabulary in their order, one for each form of words."""
    return tuple(act for entry in load("decision_types")["acts"] for act in _acts_of(entry))


def _acts_of(entry: dict[str, Any]) -> Iterator[Act]:
    tail = tuple(tuple(words.casefold().split()) for words in entry.get("tail", ()))
    for form in FORMS:
        for words in entry.get(form, ()):
            yield Act(
                name=entry["name"],
                label=entry["label"],
                form=form,
                words=tuple(words.casefold().split()),
                tail=() if form == "opening" else tail,
                near=entry.get("near", _REACH),
                of=entry.get("of"),
                anyone=entry.get("anyone", False),
            )


@cache
def _lexicon() -> dict[str, tuple[Act, ...]]:
    lexicon: dict[str, list[Act]] = {}
    for act in acts():
        lexicon.setdefault(act.words[0].rstrip("*"), []).append(act)
    return {word: tuple(found) for word, found in lexicon.items()}


@cache
def _words(table: str, name: str) -> frozenset[str]:
    return frozenset(load("decision_types")[table][name])


@cache
def _openings(table: str, name: str) -> tuple[str, ...]:
    return tuple(load("decision_types")[table][name])


@lru_cache(maxsize=65536)
def _is(kind: str, word: str) -> bool:
    """Tell whether a word is the name of somebody of a kind, by its end: "økonomiudvalget" of `bodies`."""
    if word.endswith("området"):
        return False
    if kind == "bodies" and _is("others", word):
        return False
    return word.endswith(_openings("context", kind))
