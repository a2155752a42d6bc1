"""Track the clause type while scanning a sentence: main clause, relative clause, reason, plan.

For a pattern in a clause, determine who acted, and whether here and now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cache

import regex as re

from referat.facts.decisions.decision_patterns import DecisionPattern, is_a, listed, patterns_at
from referat.facts.decisions.decision_sentences import DecisionSentence


@dataclass(frozen=True, slots=True)
class WordReach:
    """Number of words that are searched for a condition on a pattern; words further away belong to other clauses."""

    clause: int = 60
    """Longest clause: longer ones are lists and tables, and rereading them for each word would be too slow."""
    matter: int = 3
    """From the head of the sentence: the word for the matter, as in "Forslag om at udvide havnen blev forkastet"."""
    emphasis: int = 4
    """From a verb: "derfor", "i stedet", which make it a main verb."""
    remark: int = 4
    """After "med": the word of a remark, "med den ændring og bemærkning"."""
    date: int = 5
    """From the head of the sentence: its date, "På mødet i maj 2021"."""
    later: int = 7
    """After a verb: the later meeting, "på næste møde"."""
    negation: int = 7
    """Before a verb: "ikke", "ingen"."""
    auxiliary: int = 8
    """Before an infinitive: "kan", "ønsker"; the object can be between."""
    agent: int = 5
    """After a passive: who is to do it, "godkendes af direktøren"."""
    between: int = 25
    """Before a finding: the "og" that separates it from its parent finding."""


REACH = WordReach()

_PREPOSITIONS = frozenset(["overfor", "for", "til", "fra", "i", "af", "med", "hos", "mellem", "på", "ved"])
_INDIRECT = frozenset(["om", "på", "til", "for", "af"])
_YEAR = re.compile(r"(?:19|20)\d\d")
_EMPHATIC = frozenset(["derfor", "stedet", "overfor", "samtidig"])


@cache
def _turns() -> frozenset[str]:
    """Return the words that can begin another clause."""
    return frozenset(["at"]).union(*map(listed, ("and", "wishes", "reason", "relative", "aside", "with")))


class ClauseType(Enum):
    """The types of clauses."""

    MAIN = "what was done"
    RELATIVE = "a relative clause: som, der, hvor"
    REMARK = "a remark on the action: idet, med bemærkning om at"
    RESOLVED = "what was decided: besluttede at"
    CONSENT = "what was approved: godkendte at"
    ADVICE = "what was recommended: anbefaler at"
    PLAN = "what is only wished, planned, possible or a reason"


_CONTENT = {"decided": ClauseType.RESOLVED, "approved": ClauseType.CONSENT, "recommended": ClauseType.ADVICE}


@dataclass(frozen=True, slots=True)
class Finding:
    """A pattern that matches in a sentence: its label there, and the indexes of its first and last word, from 0."""

    pattern: DecisionPattern
    label: str
    negated: bool
    start: int
    end: int
    evidence: str

    @property
    def rule(self) -> str:
        """The name of the pattern, with "ikke" if it is negated."""
        return self.pattern.name if self.label == self.pattern.label else f"ikke {self.pattern.name}"


@dataclass(slots=True)
class ClauseState:
    """The state while scanning a sentence: clause type, its first word, parent finding, and the bodies seen so far."""

    bodies_seen: set[str]
    part: ClauseType = ClauseType.MAIN
    start: int = 0
    parent: Finding | None = None
    wished: bool = False  # the clause contains "ønsker", "skal" or a similar word
    settled: bool = False  # the recommendation is complete: what follows is an addition
    findings: list[Finding] = field(default_factory=list)

    @property
    def advised(self) -> bool:
        """Whether the following words are part of a recommendation."""
        return bool(self.findings) and self.findings[-1].label == "recommended"

    def clause(self, s: DecisionSentence, i: int) -> tuple[str, ...]:
        """Return the words of the clause before word `i`, limited to the nearest ones."""
        return s.words[max(self.start, i - REACH.clause) : i]

    def move(self, s: DecisionSentence, i: int) -> None:
        """Advance to word `i`, and to the clause that it opens, if any."""
        word = s.words[i]
        if word not in _turns() and self.part is not ClauseType.PLAN and not s.comma_before(i):
            return  # six words of seven
        if word in listed("and") or s.comma_before(i):
            self._resume(s, i)
        if self.part is ClauseType.PLAN and (_begins_main_clause(s, i) or self._ends_its_subject(s, i)):
            self.part, self.start, self.wished = ClauseType.MAIN, i, False
        if word in listed("wishes"):
            self.wished = True
        elif word == "at":
            self.part, self.start = self._content(s, i), i + 1
        elif word in listed("reason"):
            self.part, self.start = ClauseType.PLAN, i + 1
        elif word in listed("relative") and not _is_place_holder(s, i):
            inner = {
                ClauseType.MAIN: ClauseType.RELATIVE,
                ClauseType.RELATIVE: ClauseType.RELATIVE,
                ClauseType.REMARK: ClauseType.REMARK,
            }
            self.part, self.start = inner.get(self.part, ClauseType.PLAN), i + 1
        elif self.part is not ClauseType.PLAN and opens_remark(s, i):
            self.part, self.start, self.parent = ClauseType.REMARK, i + 1, None

    def _ends_its_subject(self, s: DecisionSentence, i: int) -> bool:
        """Return whether a long subject ends before word `i`: "Forslag om at udvide havnen blev forkastet"."""
        if (
            s.words[i] != "blev"
            or self.findings
            or listed("matters").isdisjoint(s.words[s.first : s.first + REACH.matter])
        ):
            return False
        return not any(_is_finite(word) for word in s.words[s.first : i])

    def _content(self, s: DecisionSentence, i: int) -> ClauseType:
        """Return the type of the clause opened by "at" at word `i`; it depends on the pattern before it."""
        if _is_label(s, i):
            return self.part
        if self.part is ClauseType.PLAN or self.wished:
            return ClauseType.PLAN
        if self.part in _CONTENT.values():
            return ClauseType.PLAN if s.words[i - 1] in _INDIRECT else self.part
        if self.parent is None:
            return ClauseType.REMARK if self.part is ClauseType.REMARK else ClauseType.PLAN
        if self.parent.label == "decided" and s.words[i - 1] == "til":
            return ClauseType.PLAN  # "bemyndigede borgmesteren til at godkende"
        return _CONTENT.get(self.parent.label, ClauseType.PLAN)

    def _resume(self, s: DecisionSentence, i: int) -> None:
        """Return to the main clause, where "og", "men" or a comma precedes a verb of the past: ", og godkendte"."""
        j = i + 1 if s.words[i] in listed("and") else i
        while j < len(s.words) and s.words[j] in listed("adverbs"):
            j += 1
        subject = j < len(s.words) and (is_a("bodies", s.words[j]) or s.words[j] == "det")
        verb = j + 1 if subject else j
        present = (
            bool(self.findings) and self.findings[-1].pattern.form == "active" and not self.findings[-1].pattern.past
        )
        if verb < len(s.words) and _is_main_verb(s, verb, i, may_be_past=subject or not present):
            self.part, self.wished, self.parent, self.settled = ClauseType.MAIN, False, None, False
            self.start = j if subject else self.start


def _is_main_verb(s: DecisionSentence, verb: int, i: int, may_be_past: bool) -> bool:
    """Return whether the verb after word `i` is again a main verb, not an adjective: "nye og afviste ansøgere"."""
    if s.words[verb] == "blev":
        return True
    emphatic = s.words[i] == "men" or not _EMPHATIC.isdisjoint(s.words[i + 1 : verb + REACH.emphasis])
    labels = ("recommended", "rejected", "referred", "approved") if emphatic else ()
    verbs = [pattern for pattern in patterns_at(s.words[verb]) if pattern.form == "active"]
    return any((pattern.past and may_be_past) or pattern.label in labels for pattern in verbs)


def _is_finite(word: str) -> bool:
    """Return whether a word is a verb that has a subject, or one in the passive."""
    auxiliary = word in listed("become") or word in listed("able") or word in listed("wishes")
    return auxiliary or any(pattern.form in ("active", "passive") for pattern in patterns_at(word))


def _begins_main_clause(s: DecisionSentence, i: int) -> bool:
    """Return whether the main clause begins at word `i`, after another: "For at nå det bemyndiges administrationen"."""
    if not (s.words[0] == "for" or s.words[0] in listed("reason")):
        return False
    after = s.words[i + 1] if i + 1 < len(s.words) else ""
    verb = any(pattern.form in ("active", "passive") for pattern in patterns_at(s.words[i]))
    return verb and (s.comma_before(i) or is_a("bodies", after) or is_a("others", after))


def _is_label(s: DecisionSentence, i: int) -> bool:
    """Return whether "at" introduces a recommended point: "1. at godkendt"."""
    after = s.words[i + 1] if i + 1 < len(s.words) else ""
    return i == s.first > 0 and any(pattern.form == "participle" for pattern in patterns_at(after))


def _is_place_holder(s: DecisionSentence, i: int) -> bool:
    """Return whether a word opens no clause: "Som formand valgtes", "Herefter blev der orienteret"."""
    if i == s.first:
        return True
    before = s.words[i - 1]
    if s.words[i] == "som" and before in listed("taken_as"):
        return True
    verb = before in listed("become") or before == "var" or bool(patterns_at(before))
    return s.words[i] == "der" and (verb or before == "at" or before in listed("and"))


def opens_remark(s: DecisionSentence, i: int) -> bool:
    """Return whether a remark begins at word `i`: "idet", "med den bemærkning"."""
    after = s.words[i + 1 : i + 1 + REACH.remark]
    return s.words[i] in listed("aside") or (s.words[i] in listed("with") and not listed("remark").isdisjoint(after))


def reports_back(s: DecisionSentence, state: ClauseState) -> bool:
    """Return whether a sentence sends papers back because the work is done: "Tilbagesendes X med bemærkning, at"."""
    return state.part is ClauseType.REMARK and s.words[s.first] in listed("sent_back")


def actor(s: DecisionSentence, i: int, state: ClauseState) -> str:
    """Return the actor of the pattern at word `i`: a `body`, an `other`, or `unknown`."""
    clause = state.clause(s, i)
    subjects = [word for n, word in enumerate(clause) if not (n and clause[n - 1] in _PREPOSITIONS)]
    after = next((word for word in s.words[i + 1 :] if word not in listed("adverbs")), "")
    if any(is_a("bodies", word) for word in (*subjects, after)):
        return "body"
    if any(is_a("others", word) for word in (*subjects, after)):
        return "other"
    return "other" if state.start == 0 and s.led_by_persons(i) else "unknown"


def is_at_other_time(s: DecisionSentence, i: int) -> bool:
    """Return whether the words next to a pattern place it at another time: "godkendte i maj"."""
    before, after = s.words[i - 1] if i else "", (*s.words[i + 1 : i + 4], "", "", "")
    if before in ("tidligere", "allerede") or after[0] == "tidligere":
        return True
    if after[0] == "på":
        return after[1] in listed("earlier") or (after[1] in ("mødet", "møde", "sit") and after[2] != "")
    if after[0] == "i":
        return after[1] in listed("earlier") or bool(_YEAR.fullmatch(after[1]))
    return after[0] in ("den", "d") and after[1].isdigit()


def begins_with_date(s: DecisionSentence) -> bool:
    """Return whether a sentence begins with a date: "I maj 2021 godkendte Byrådet"."""
    dated = any(word in listed("earlier") or _YEAR.fullmatch(word) for word in s.words[1 : 1 + REACH.date])
    return dated and s.words[0] in ("den", "i", "på", "d")


def is_later(s: DecisionSentence, i: int) -> bool:
    """Return whether the action is for another meeting: "på næste møde", "på direktionen den 4. maj"."""
    if s.words[i + 1 : i + 2] == ("først",) or s.words[i - 1 : i] in (("derefter",), ("efterfølgende",)):
        return True
    near = range(i + 1, min(i + 1 + REACH.later, len(s.words) - 1))
    until = next((j for j in near if s.words[j] == "at" or opens_remark(s, j)), near.stop)
    is_at_body = "på" in s.words[i + 1 : min(i + 3, until)]
    return any(_is_other_meeting(s, j, is_at_body=is_at_body) for j in range(i + 1, until))


def _is_other_meeting(s: DecisionSentence, j: int, *, is_at_body: bool) -> bool:
    """Return whether word `j` begins a later meeting: "når", "næste møde", or a date after "på" and a body."""
    word, after = s.words[j], s.words[j + 1]
    is_next_meeting = word in listed("later") and "møde" in after + "".join(s.words[j + 2 : j + 3])
    return word == "når" or is_next_meeting or (is_at_body and word == "den" and after[0].isdigit())
