"""How a matter ends in a meeting: which outcome, and the words in which it is minuted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from referat.demo.calendar import FIRST_YEAR, LAST_YEAR
from referat.demo.dice import Dice
from referat.demo.matters import Step
from referat.demo.model import Decision, Person, Sitting, dashed, spoken
from referat.demo.prose import Values, filled
from referat.demo.words import load
from referat.schema.decision_types import LABELS


@dataclass(frozen=True, slots=True)
class Room:
    """The meeting as far as decisions depend on it: who sits there, and when the body meets next."""

    sitting: Sitting
    present: tuple[Person, ...]
    next_day: date | None

    @property
    def kind(self) -> str:
        """Which words the body uses: its own key, or `committee`."""
        return self.sitting.key if self.sitting.key in ("board", "finance", "council") else "committee"


def outcome(dice: Dice, room: Room, step: Step, points: int) -> str:
    """Return how the matter ends, after the mix of the year; what was put off once is not put off again."""
    since = (room.sitting.day.year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)
    mix = load("decisions")["mix"][_situation(step)]
    weights: dict[str, float] = {name: first + (last - first) * since for name, (first, last) in mix.items()}
    if step.delays:
        weights = {name: weight for name, weight in weights.items() if name not in ("postpone", "refer")}
    if points < 2:
        weights.pop("numbered", None)
    if room.kind == "board" or len({person.party for person in room.present}) < 2:
        weights.pop("vote", None)
    return dice.weighted(weights)


def _situation(step: Step) -> str:
    if step.key == "board":
        return "board_info" if step.kind == "info" else "board"
    return step.kind if step.kind in ("info", "appoint") else stage_of(step)


def stage_of(step: Step) -> str:
    """Return whether the body passes the matter on or ends it: `pass` or `final`."""
    return "final" if step.is_last else "pass"


def decide(dice: Dice, room: Room, step: Step, how: str, points: int, values: Values) -> Decision:
    """Return the decision in words: a vote, an outcome for each point, or a phrase."""
    if how == "vote":
        return _vote(dice, room, stage_of(step))
    if how == "numbered":
        return _numbered(dice, room, stage_of(step), points)
    back = {"children": "Børne- og Fritidsudvalget", "nature": "Natur- og Byudvalget", "finance": "Økonomiudvalget"}
    values["back"] = back.get(step.matter.route[max(0, step.leg - 1)], "forvaltningen")
    return phrase(dice, room, how, values)


def phrase(dice: Dice, room: Room, how: str, values: Values) -> Decision:
    """Return a decision in a phrase of the body's own, or of anybody's."""
    until = room.next_day
    words = load("decisions")
    choices = [text for text in words[room.kind].get(how, words["any"].get(how, ())) if until or "dated" not in text]
    chosen = dice.pick(choices)
    if until:
        values.update(until=spoken(until), until_short=f"{until.day}/{until.month}")
    if how == "appoint":
        values["name"], values["name2"] = map(with_party, dice.sample(room.present, 2))
    return minuted(room, chosen["types"], filled(chosen["text"], values), until if "dated" in chosen else None)


def with_party(person: Person) -> str:
    """Return the name with the party in brackets."""
    return f"{person.name} ({person.party})" if person.party else person.name


def minuted(room: Room, types: Iterable[str], text: str, postponed_to: date | None = None) -> Decision:
    """Return the text as a decision of this meeting; a blank line parts its blocks."""
    ordered = tuple(sorted(set(types), key=LABELS.index))
    blocks = tuple(text.split("\n\n"))
    return Decision(room.sitting.body, room.sitting.day, ordered, blocks, "\n".join(blocks), postponed_to)


def _numbered(dice: Dice, room: Room, stage: str, points: int) -> Decision:
    words = load("decisions")["numbered"][stage]
    fails = points if dice.chance(0.3) else 0
    passed = points - 1 if fails else points
    first = f"1.-{passed}. {words['yes']}" if passed > 1 else f"1. {words['yes']}"
    types, text = [words["yes_type"]], first
    if fails:
        types.append(words["no_type"])
        text += f"\n\n{fails}. {words['no']}"
    return minuted(room, types, text)


def _vote(dice: Dice, room: Room, stage: str) -> Decision:
    words = load("decisions")["vote"]
    parties = sorted({str(person.party) for person in room.present})
    against = dice.sample(parties, dice.between(1, max(1, len(parties) // 2 - 1)))
    no = sum(person.party in against for person in room.present)
    if no * 2 >= len(room.present):
        against, no = [party for party in parties if party not in against], len(room.present) - no
    if no * 2 == len(room.present):
        one = with_party(dice.pick(room.present))
        return minuted(room, words[f"{stage}_types"], f"{_yes(stage)}\n\n{words['minority'].format(name=one)}")
    text = dice.pick(words[stage]).format(yes=len(room.present) - no, no=no)
    sides = ("for", [party for party in parties if party not in against]), ("against", sorted(against))
    lines = [words[side].format(parties=_listed([f"({party})" for party in who])) for side, who in sides]
    return minuted(room, words[f"{stage}_types"], "\n\n".join([text, *lines]))


def _yes(stage: str) -> str:
    return str(load("decisions")["numbered"][stage]["yes"])


def _listed(names: list[str]) -> str:
    return " og ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def repeated(decision: Decision) -> str:
    """Return the line over an earlier decision in the history of an item: day and body."""
    return f"{dashed(decision.day)} {decision.body}"
