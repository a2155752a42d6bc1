"""Classify the decision in a text (approved, recommended, rejected, postponed ...), with the words that give its type.

The text is read sentence by sentence. A pattern ("godkendte", "taget til efterretning") counts if the sentence states
that the body did it here and now. It does not count if the sentence states what shall be done, what was done at another
time or by somebody else, or why. The patterns are data, in `vocabulary/decision_types.toml`; `clause_state` tracks the
clause in which a pattern occurs; this module decides what counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from referat.facts.decisions.clause_state import (
    REACH,
    ClauseState,
    ClauseType,
    Finding,
    actor,
    begins_with_date,
    is_at_other_time,
    is_later,
    reports_back,
)
from referat.facts.decisions.decision_patterns import DecisionPattern, is_a, listed, patterns_at
from referat.facts.decisions.decision_sentences import DecisionSentence, decision_sentences
from referat.facts.text_spans import Span, find_words
from referat.schema.decision_types import LABELS


@dataclass(frozen=True, slots=True)
class DecisionLabels:
    """The types of decision in a text: the primary one, all of them, and the evidence and pattern of the primary one.

    `start` and `end` are the offsets of the evidence in the text (from 0, end exclusive); None where there is no
    evidence, or where its words are not contiguous in the text.
    """

    decision_type: str
    decision_types: tuple[str, ...]
    evidence: str | None = None
    rule: str | None = None
    start: int | None = None
    end: int | None = None


@lru_cache(maxsize=8192)
def classify_decision(text: str, body: str | None = None) -> DecisionLabels:
    """Return the types of the decision in `text`; `other` if it contains none.

    `body` is the body whose minutes contain the text: it can decide, whatever its name ("Ældrerådet godkendte").
    """
    bodies_seen = set(listed("own"))
    findings = [
        (finding, sentence)
        for sentence in decision_sentences(text, body)
        for finding in find_decision_phrases(sentence, bodies_seen)
    ]
    if not findings:
        return DecisionLabels("other", ("other",))
    primary, sentence = min(findings, key=lambda pair: LABELS.index(pair[0].label))
    labels = tuple(sorted({finding.label for finding, _ in findings}))
    span = _evidence_span(text, primary, sentence) or (None, None)
    return DecisionLabels(primary.label, labels, primary.evidence, primary.rule, *span)


def _evidence_span(text: str, finding: Finding, sentence: DecisionSentence) -> Span | None:
    """Return the position of the evidence in the text: inside its own sentence, if that occurs unchanged."""
    at = text.find(sentence.text)
    if at >= 0 and not text[at + len(sentence.text) :][:1].isalnum():
        return at + sentence.spans[finding.start][0], at + sentence.spans[finding.end][1]
    # Line breaks, bullets or emphasis divide the sentence.
    words = [sentence.text[start:end] for start, end in sentence.spans]
    whole = find_words(text, words)
    before = find_words(text, words[: finding.start], whole[0]) if whole and finding.start else None
    after = before[1] if before else whole[0] if whole else 0
    return find_words(text, words[finding.start : finding.end + 1], after)


def find_decision_phrases(statement: DecisionSentence, bodies_seen: set[str]) -> list[Finding]:
    """Return the findings of a sentence; the bodies it names are added to `bodies_seen`."""
    state = ClauseState(bodies_seen)
    for i, word in enumerate(statement.words):
        state.move(statement, i)
        if patterns := patterns_at(word):
            candidates = (_finding(pattern, statement, i, state) for pattern in patterns)
            finding = next((finding for finding in candidates if finding is not None), None)
            if finding is not None:
                _take_up(finding, statement, state)
        if is_a("bodies", word):
            bodies_seen.add(word)
    return state.findings


def _finding(pattern: DecisionPattern, s: DecisionSentence, i: int, state: ClauseState) -> Finding | None:
    """Return the pattern at word `i` as a finding, if all its words match and it counts."""
    end = pattern.end(s.words, i)
    if end is None or not _acts_on(pattern, s, i, state):
        return None
    negator = _negation_index(s, i, state) if "ikke" not in pattern.words else None
    label = _label(pattern, negator, i, state)
    if label == "approved" and _is_of_postponing(s):
        label = "postponed"
    if state.part is ClauseType.ADVICE and label in ("approved", "recommended", "noted"):
        state.settled = True
    if label is None or not _COUNTS[pattern.form](pattern, label, s, i, state):
        return None
    first, last = (min(i, negator), max(end, negator)) if negator is not None else (i, end)
    return Finding(pattern, label, negator is not None, first, last, s.quote(first, last))


def _acts_on(pattern: DecisionPattern, s: DecisionSentence, i: int, state: ClauseState) -> bool:
    """Return whether the object of the action has the class that the pattern requires."""
    if pattern.absent_class and not listed(pattern.absent_class.removeprefix("no ")).isdisjoint(s.words[i:]):
        return False
    if not pattern.object_class:
        return True
    if pattern.object_class == "point":
        return s.first > 0
    reach = 0 if pattern.form in ("passive", "participle") else 1 if pattern.any_subject else 4
    near = (*state.clause(s, i), *s.words[i + 1 : i + 1 + reach])
    if pattern.object_class.startswith("no "):
        return listed(pattern.object_class.removeprefix("no ")).isdisjoint((s.words[0], *near))
    if pattern.object_class == "majority":
        return _names_own_majority(near)
    if pattern.object_class == "bodies":
        return pattern.form != "active" or i == s.first or any(is_a("bodies", word) for word in near)
    return i == s.first or not listed(pattern.object_class).isdisjoint(near)  # "Udgår."


def _names_own_majority(clause: tuple[str, ...]) -> bool:
    """Return whether a clause names a majority of the body, not one of others: "flertallet af borgerne"."""
    named = [n for n, word in enumerate(clause) if word in listed("majority")]
    after = clause[named[0] + 1 : named[0] + 3] if named else ()
    of_others = after[:1] == ("af",) and not any(is_a("bodies", word) for word in after[1:])
    return bool(named) and not of_others


def _negation_index(s: DecisionSentence, i: int, state: ClauseState) -> int | None:
    """Return the index of the word that negates the pattern at word `i`."""
    if s.words[max(0, i - 2) : i] == ("ikke", "at"):
        return i - 2
    before = _negation_before(s, i, max(state.start, i - REACH.negation))
    return _negation_after(s, i) if before is None else before


def _negation_before(s: DecisionSentence, i: int, start: int) -> int | None:
    for j in range(i - 1, start - 1, -1):
        if s.words[j] in listed("and") or s.comma_before(j + 1):
            return None
        if s.words[j] in listed("no") or " ".join(s.words[j : j + 2]) in listed("no"):
            return j
    return None


def _negation_after(s: DecisionSentence, i: int) -> int | None:
    """Return the index of "ikke" after a verb, directly or after a body or adverb: "godkendte Byrådet ikke"."""
    if s.comma_before(i + 1):
        return None
    for j in range(i + 1, min(i + 3, len(s.words))):
        if s.words[j] == "ikke":
            return j
        if not (is_a("bodies", s.words[j]) or s.words[j] in listed("adverbs")):
            return None
    return None


def _label(pattern: DecisionPattern, negator: int | None, i: int, state: ClauseState) -> str | None:
    """Return the label of the pattern, negated or not; None for an action that was not taken ("ikke drøftet")."""
    resolved = state.part is ClauseType.RESOLVED
    negated = negator is not None or (resolved and state.parent is not None and state.parent.negated)
    if negated and pattern.label == "decided" and not resolved:
        return None if pattern.form == "participle" and negator is not None and negator < i else pattern.label
    if not negated:
        return pattern.label
    return "rejected" if pattern.label in ("approved", "recommended", "noted", "referred") else None


def _is_of_postponing(s: DecisionSentence) -> bool:
    """Return whether a sentence begins with the postponement of the matter: "Udsættelse af sagen blev godkendt"."""
    if s.words[s.first] not in listed("postponing"):
        return False
    after = s.words[s.first + 1 : s.first + 3]
    return after[:1] != ("af",) or not listed("matters").isdisjoint(after)


def _take_up(finding: Finding, s: DecisionSentence, state: ClauseState) -> None:
    """Add a finding, considering its parent finding: "besluttede at sende", "indstilles godkendt"."""
    parent = state.parent
    if reports_back(s, state) and [earlier.label for earlier in state.findings] == ["referred"]:
        state.findings.clear()
    if parent is not None and _repeats(parent, finding, s, state):
        return
    if parent is not None and state.findings[-1:] == [parent] and _replaces(parent, finding, s, state):
        state.findings.pop()
    state.findings.append(finding)
    if state.part in (ClauseType.MAIN, ClauseType.RELATIVE, ClauseType.REMARK):
        state.parent = finding


def _repeats(parent: Finding, finding: Finding, s: DecisionSentence, state: ClauseState) -> bool:
    """Return whether a finding only says what is recommended: "anbefales godkendt"."""
    if state.part is not ClauseType.MAIN or parent.label != "recommended" or finding.label == "rejected":
        return False
    repeatable = finding.label in ("approved", "noted") or finding.pattern.form == "participle"
    return repeatable and _is_one(parent, finding, s)


def _replaces(parent: Finding, finding: Finding, s: DecisionSentence, state: ClauseState) -> bool:
    """Return whether a finding is the content of its parent: "besluttede at udsætte", "indstilles afvist"."""
    if state.part is ClauseType.RESOLVED or (parent.pattern.form == "opening" and finding.label == "noted"):
        return True
    if state.part is ClauseType.CONSENT:
        return finding.label in ("postponed", "withdrawn", "rejected")
    if state.part is ClauseType.ADVICE:
        return not state.settled
    if parent.label == "recommended":
        return finding.label == "rejected" and _is_one(parent, finding, s)
    return parent.label == "decided" and finding.pattern.form == "infinitive"


def _is_one(parent: Finding, finding: Finding, s: DecisionSentence) -> bool:
    """Return whether two findings are one: "anbefaler 1 godkendt", not "anbefales og tages til efterretning"."""
    return parent.pattern.form == "active" or listed("and").isdisjoint(
        s.words[max(parent.end + 1, finding.start - REACH.between) : finding.start]
    )


# --- what counts, form by form ----------------------------------------------------------------------------------------


def _active_counts(pattern: DecisionPattern, label: str, s: DecisionSentence, i: int, state: ClauseState) -> bool:
    """Check an active form such as "godkendte": who acted, and whether here and now."""
    if _is_adjective(pattern, s, i) or _is_at_another_time(pattern, s, i):
        return False
    if state.wished and not pattern.past and s.words[i - 1] not in listed("and"):
        return False
    if state.part is ClauseType.MAIN:
        return pattern.any_subject or actor(s, i, state) != "other"
    if state.part is ClauseType.RELATIVE:
        return pattern.past and (pattern.any_subject or not state.bodies_seen.isdisjoint(state.clause(s, i)))
    return state.part is ClauseType.REMARK and not state.wished and _is_remarked(pattern, label, s, i, state)


def _is_remarked(pattern: DecisionPattern, label: str, s: DecisionSentence, i: int, state: ClauseState) -> bool:
    """Return whether a remark states a further action of the body, not only an opinion or a plan."""
    if pattern.any_subject and pattern.object_class == "matters":
        return not state.advised
    return actor(s, i, state) == "body" and (
        pattern.past or pattern.object_class == "matters" or label in ("recommended", "rejected")
    )


def _passive_counts(pattern: DecisionPattern, label: str, s: DecisionSentence, i: int, state: ClauseState) -> bool:
    """Check a passive form such as "godkendes": whether the sentence itself states it."""
    if label == "postponed" and (state.part in (ClauseType.MAIN, ClauseType.RELATIVE) or _wishes_it_back(s, i, state)):
        return True
    if state.wished or state.part in (ClauseType.PLAN, ClauseType.RELATIVE):
        return False
    if state.part is ClauseType.MAIN:
        return not (is_later(s, i) or (not pattern.required_after and _is_for_another(s, i, state)))
    return _disposes(label, s, i, state)


def _wishes_it_back(s: DecisionSentence, i: int, state: ClauseState) -> bool:
    """Return whether the body wishes that this item is put off: "Udvalget ønsker, at sagen genoptages"."""
    wish = s.words[: max(0, state.start - 1)]
    asks = not listed("wishes").isdisjoint(wish) and any(is_a("bodies", word) for word in wish)
    asks = asks and listed("conditions").isdisjoint(s.words[i:])
    return asks and s.words[state.start] in listed("items") and not is_a("bodies", s.words[i - 1])


def _participle_counts(pattern: DecisionPattern, label: str, s: DecisionSentence, i: int, state: ClauseState) -> bool:
    """Check a participle such as "godkendt", alone or after "blev" and "har"."""
    clause = state.clause(s, i)
    if state.part is ClauseType.PLAN or "havde" in clause or clause[-1:] == ("som",) or _belongs_to_noun(clause):
        return False
    if state.wished and not (label == "postponed" and state.part is ClauseType.MAIN):
        return False
    if "har" in clause:
        return _perfect_counts(pattern, s, i, state)
    if state.part is ClauseType.MAIN:
        return clause[:2] != ("der", "er") and not ("blev" in clause and is_at_other_time(s, i))
    if state.part in (ClauseType.RELATIVE, ClauseType.REMARK):
        return ("blev" in clause or "hermed" in clause) and not is_at_other_time(s, i)
    return "er" not in clause and _disposes(label, s, i, state)


def _perfect_counts(pattern: DecisionPattern, s: DecisionSentence, i: int, state: ClauseState) -> bool:
    """Check a participle after "har": who acted, and whether here and now."""
    if reports_back(s, state):
        return actor(s, i, state) == "body"
    by_anyone = pattern.any_subject and (pattern.label == "withdrawn" or s.words[i + 1 : i + 2] in ((), ("om",)))
    acted = actor(s, i, state) in (("body", "other") if by_anyone else ("body",))
    return state.part is ClauseType.MAIN and acted and not is_at_other_time(s, i)


def _disposes(label: str, s: DecisionSentence, i: int, state: ClauseState) -> bool:
    """Check whether a remark, or the content of a decision, disposes of the case: "at sagen udsættes"."""
    case = not listed("matters").isdisjoint(state.clause(s, i))
    if state.part is ClauseType.RESOLVED:
        return case
    if state.part is ClauseType.CONSENT:
        return label == "noted" or (case and label in ("postponed", "withdrawn"))
    if state.part is ClauseType.ADVICE:
        return label == "rejected"
    settles = case and not state.advised and label in ("postponed", "withdrawn", "referred")
    return settles or label == "rejected"


def _infinitive_counts(pattern: DecisionPattern, label: str, s: DecisionSentence, i: int, state: ClauseState) -> bool:
    """Check an infinitive such as "godkende": after "kan", as the content of a decision, or after "ønsker ikke at"."""
    follows_at = s.words[i - 1 : i] == ("at",)
    if state.part is ClauseType.RESOLVED:
        return follows_at
    if state.part is ClauseType.CONSENT:
        return follows_at and label in ("postponed", "withdrawn", "rejected")
    if state.part is ClauseType.PLAN:
        wished = not {"ønsker", "ønskede"}.isdisjoint(s.words[max(0, i - REACH.auxiliary) : i])
        return label == "rejected" and wished and follows_at
    if state.parent is not None and state.parent.label == "decided":
        return i - state.parent.end <= 2  # "besluttede af sende", a slip for "at"
    able = not listed("able").isdisjoint(s.words[max(0, i - REACH.auxiliary) : i])
    return (
        able
        and not state.wished
        and (label == "rejected" or state.part is ClauseType.MAIN)
        and actor(s, i, state) != "other"
    )


def _opening_counts(pattern: DecisionPattern, label: str, s: DecisionSentence, i: int, state: ClauseState) -> bool:
    """Check words that begin a sentence; an orientation or a discussion that is only planned was not held."""
    planned = label in ("informed", "discussed") and not listed("planned").isdisjoint(s.words[i:])
    return i == s.first and not planned


_COUNTS = {
    "active": _active_counts,
    "passive": _passive_counts,
    "participle": _participle_counts,
    "infinitive": _infinitive_counts,
    "opening": _opening_counts,
}


def _is_adjective(pattern: DecisionPattern, s: DecisionSentence, i: int) -> bool:
    """Return whether a form of the past is an adjective: "den godkendte plan", "lovens fastsatte frister"."""
    if i == 0 or not pattern.words[0].endswith(("te", "de")):
        return False
    before = s.quote(i - 1, i - 1)
    return before.casefold() in listed("articles") or (
        before.endswith("s") and len(before) > 3 and (before.islower() or not pattern.any_subject)
    )


def _belongs_to_noun(clause: tuple[str, ...]) -> bool:
    """Return whether a participle belongs to a noun: "det godkendt...", unlike "blev det godkendt"."""
    return bool(clause) and clause[-1] in listed("articles") and not (clause[:-1] and clause[-2] in listed("become"))


def _is_at_another_time(pattern: DecisionPattern, s: DecisionSentence, i: int) -> bool:
    if pattern.past:
        return is_at_other_time(s, i) or begins_with_date(s)
    return pattern.label not in ("postponed", "referred", "withdrawn") and is_later(s, i)


def _is_for_another(s: DecisionSentence, i: int, state: ClauseState) -> bool:
    """Return whether somebody else is to do it: "godkendes af direktøren"."""
    agent = s.words[i + 1 : i + 1 + REACH.agent]
    return agent[:1] == ("af",) and state.bodies_seen.isdisjoint(agent)
