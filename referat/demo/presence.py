"""When and where a meeting is held, who comes, who is away, and how the minutes say so."""

from __future__ import annotations

from dataclasses import dataclass

from referat.demo.dice import Dice
from referat.demo.model import Attendee, Away, Person, Sitting
from referat.demo.outcomes import with_party
from referat.demo.town import Town
from referat.demo.words import load


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is there and who is not; `style` says how items name those who are away, if they do."""

    present: tuple[Person, ...]
    away: tuple[Person, ...]
    header: tuple[Attendee, ...] | None
    style: str | None
    deputy: Person | None
    elected: bool

    def at_item(self, dice: Dice, number: int) -> tuple[list[str], tuple[Away, ...]]:
        """Return the lines under an item's decision about attendance, and what they say."""
        if not self.elected:
            return [], ()
        lines, away = self._throughout(number)
        if dice.chance(0.05) and len(self.present) > 3:
            line, one = _for_this_item(dice, dice.pick([p for p in self.present if p != self.deputy]))
            lines.append(line)
            away.append(one)
        return lines, tuple(away)

    def _throughout(self, number: int) -> tuple[list[str], list[Away]]:
        if not self.style or not self.away:
            return [], []
        words = load("decisions")["away"]
        lines = [words[self.style].format(names=", ".join(map(with_party, self.away)))]
        away = [Away(person, self.style) for person in self.away]
        if self.deputy and number == 0:
            lines.append(words["substitute"].format(name=with_party(self.deputy)))
            away.append(Away(self.deputy, "substitute"))
        return lines, away


def attend(dice: Dice, town: Town, sitting: Sitting) -> Presence:
    """Let the members of a body come to a sitting or stay away; at least two do come."""
    members = town.members(sitting.key, sitting.day)
    absent = [person for person in members[1:] if not dice.chance(person.diligence)][: len(members) - 2]
    elected = sitting.key != "board"
    style = dice.pick(("excused", "absent")) if elected and absent and dice.chance(0.6) else None
    deputy = dice.pick(town.deputies(sitting.key, sitting.day)) if _stands_in(dice, sitting, style) else None
    there = [person for person in members if person not in absent] + ([deputy] if deputy else [])
    listed = members if style and not deputy and dice.chance(0.35) else there
    order = dice.sample(listed, len(listed)) if elected else listed
    header = None if _unrecorded(dice, sitting) else tuple(Attendee(person, person.name) for person in order)
    return Presence(tuple(there), tuple(absent), header, style, deputy, elected)


def _stands_in(dice: Dice, sitting: Sitting, style: str | None) -> bool:
    return style is not None and sitting.key not in ("council", "board") and dice.chance(0.45)


def _unrecorded(dice: Dice, sitting: Sitting) -> bool:
    """Tell whether the minutes have no line of attendance: the board's first layout, and now and then another."""
    return (sitting.key == "board" and sitting.day.year < 2017) or dice.chance(0.04)


def _for_this_item(dice: Dice, person: Person) -> tuple[str, Away]:
    words = load("decisions")["away"]
    status, entry = dice.weighted(
        {("absent", "gone"): 5, ("disqualified", "disqualified"): 2, ("arrived", "arrived"): 1, ("left", "left"): 1}
    )
    time = f"{dice.between(16, 19)}.{dice.between(1, 5)}5"
    name = with_party(person)
    return words[entry].format(names=name, name=name, time=time), Away(person, status)


def layout(sitting: Sitting) -> str:
    """Return the layout of the minutes: that of elected bodies, or one of the three that the board has had."""
    if sitting.key != "board":
        return "committee"
    return "board_2014" if sitting.day.year < 2017 else "board_2017" if sitting.day.year < 2020 else "board_2020"


def when_and_where(dice: Dice, sitting: Sitting) -> tuple[str, str]:
    """Return the time of day and the place."""
    people = load("people")
    if sitting.key == "board":
        board = people["board"]
        return dice.pick(board["starts"]), dice.pick(board["away"] if dice.chance(0.06) else board["places"])
    usual = people["sittings"][sitting.key]
    if dice.chance(0.35 if sitting.extraordinary else 0.02):
        return "08:00", "Skriftligt møde"
    return usual["start"], usual["place"] + (" (ekstraordinært møde)" if sitting.extraordinary else "")
