"""Plan the agendas and decisions of the demo: plots of matters over a calendar of meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from referat.demo.town import MONTHS, TEXTS, Dice, Person, Sitting, Town, spoken

BODIES = TEXTS["bodies"]
_ELECTED = [key for key in BODIES if key != "board"]
_QUARTERS = {2: "31. december", 5: "31. marts", 8: "30. juni", 11: "30. september"}
"""The last day of the quarter for which the budget is followed up, by month of the follow-up."""


@dataclass(slots=True)
class Matter:
    """A matter: its plot, the slots of its texts, the announced route, and its items."""

    id: str
    owner: str
    plot: str
    slots: dict[str, str]
    route: list[str]
    legs: int
    held: list[tuple[str, str, int, Sitting]] = field(default_factory=list)
    """For each item: id, key of the body, number, meeting."""

    @property
    def owes(self) -> str | None:
        """The key of the body that owes an answer, `administration`, or None."""
        owing = TEXTS["plots"][self.plot].get("owes")
        return self.owner if owing == "own" else owing

    @property
    def state(self) -> str:
        """`settled`, `owed`, or `cut_off` if the minutes end before the plot does."""
        if len(self.held) < self.legs:
            return "cut_off"
        return "owed" if self.owes else "settled"


@dataclass(frozen=True, slots=True)
class Step:
    """A matter before a body: title, case number, outcome, and the key of the body whose decision is cited."""

    matter: Matter
    title: str
    case_number: str
    outcome: str
    cites: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a meeting; without a step it is a standing item. `away` is a status and its persons."""

    title: str
    case_number: str
    decision: str
    types: tuple[str, ...]
    closed: bool = False
    sections: tuple[tuple[str, str], ...] = ()
    points: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    away: tuple[tuple[str, Person], ...] = ()
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting with its items; a cancelled one has none."""

    sitting: Sitting
    present: tuple[Person, ...]
    items: tuple[Item, ...]

    @property
    def id(self) -> str:
        """The natural id of the meeting."""
        return self.sitting.id


class TownHall:
    """Schedules the matters of a town and holds its meetings in order."""

    def __init__(self, town: Town):
        self._town = town
        self._serial = 300 + 7000 * (town.index % 140)
        self._turns: dict[str, int] = defaultdict(int)
        self._fixed: dict[tuple[str, str, int], str] = {}
        self._waiting: dict[tuple[int, str], list[Step]] = defaultdict(list)
        self.matters: list[Matter] = []
        for month in range(len(MONTHS)):
            self._begin(month)

    def hold(self, sitting: Sitting) -> HeldMeeting:
        """Hold a meeting; items of a cancelled one move to the next month."""
        steps = self._waiting.pop((sitting.month, sitting.key), [])
        if sitting.kind == "cancelled":
            self._waiting[sitting.month + 1, sitting.key] += steps
            return HeldMeeting(sitting, (), ())
        dice = Dice(self._town.seed, sitting.id)
        members = self._town.members(sitting.key, sitting.day)
        absent = [one for one in members[1:] if dice.chance(0.08)][: len(members) // 3]
        present = [one for one in members if one not in absent]
        substitute = self._substitute(dice, sitting, members) if absent else None
        if substitute:
            present.append(substitute)
        first = [self._fixture(dice, sitting, one) for one in self._fixtures(sitting, first=True)]
        last = [self._fixture(dice, sitting, one) for one in self._fixtures(sitting, first=False)]
        matters = [self._item(dice, sitting, present, step, len(first) + at) for at, step in enumerate(steps, 1)]
        items = [*first, *matters, *last]
        if sitting.key != "board":
            items = [_with_absences(dice, item, present, absent, substitute) for item in items]
        return HeldMeeting(sitting, tuple(present), tuple(items))

    def _begin(self, month: int) -> None:
        """Begin the matters of a month: two in each committee, others in turn."""
        for key in ("climate", "children", "culture"):
            for _ in range(2):
                self._open(month, key, key, self._plot(key))
        self._open(month, "board", "board", self._plot("board"))
        if month % 4 == 1:
            self._open(month, "council", "council", self._plot("council"))
        if month % 2 == 0:
            self._open(month, "closed", ("finance", "council")[month // 2 % 2], self._plot("closed"))
        first = MONTHS[month]
        if first.month in _QUARTERS:
            title = f"Budgetopfølgning pr. {_QUARTERS[first.month]} {first.year - (first.month == 2)}"
            self._open(month, "finance", "finance", "periodic", (title, "årets forbrug"))

    def _plot(self, key: str) -> str:
        """Return the next plot for a body; committees begin at different plots."""
        weights = {name: plot["weight"] for name, plot in TEXTS["plots"].items()}
        rounds = [name for turn in range(4) for name, weight in weights.items() if weight > turn]
        turn = TEXTS["turns"].get(key, rounds)
        self._turns[key] += 1
        return str(
            turn[(self._turns[key] + 7 * list(BODIES).index(key) if key in BODIES else self._turns[key]) % len(turn)]
        )

    def _open(self, month: int, topics: str, owner: str, plot: str, topic: tuple[str, str] | None = None) -> None:
        dice = Dice(self._town.seed, "matter", self._town.index, len(self.matters))
        slots = {slot: dice.pick(TEXTS[f"{slot}s"]) for slot in ("place", "school", "club")} | {
            "nursery": dice.pick(TEXTS["nurseries"]),
            "party": dice.pick("AVCF"),
            "money": f"{dice.below(80) + 12}0.000 kr.",
        }
        title, about = topic or dice.pick(TEXTS["topics"][topics])
        slots |= {"plain": title.format_map(slots), "about": about, "about_first": about[0].upper() + about[1:]}
        legs = TEXTS["plots"][plot]["legs"]
        names = TEXTS["plots"][plot].get("route", [leg.get("body", "own") for leg in legs])
        route = list(dict.fromkeys(owner if name == "own" else name for name in names))
        matter = Matter(f"{self._town.index}-{len(self.matters) + 1}", owner, plot, slots, route, len(legs))
        self.matters.append(matter)
        self._lay_out(month, matter, legs)

    def _lay_out(self, month: int, matter: Matter, legs: list[dict[str, Any]]) -> None:
        title, number = matter.slots["plain"], self._number(month)
        for leg in legs:
            month += leg.get("after", 0)
            title = leg.get("title", "{title}").format_map(matter.slots | {"title": title})
            number = self._number(month) if leg.get("new") else number
            bodies: dict[str, str] = {"own": matter.owner}
            key, cited = leg.get("body", "own"), leg.get("cites")
            step = Step(matter, title, number, leg["outcome"], bodies.get(cited or "", cited))
            self._waiting[month, bodies.get(key, key)].append(step)

    def _number(self, month: int) -> str:
        self._serial += 7
        year = MONTHS[min(month, len(MONTHS) - 1)].year
        return f"{year % 100}-{self._serial:06d}"

    def _fixtures(self, sitting: Sitting, *, first: bool) -> Iterator[dict[str, Any]]:
        for fixture in TEXTS["fixtures"]:
            if fixture.get("first", False) == first and sitting.key in fixture.get("bodies", _ELECTED):
                yield fixture

    def _fixture(self, dice: Dice, sitting: Sitting, fixture: dict[str, Any]) -> Item:
        period = (sitting.key, fixture["title"], sitting.day.year)
        if period not in self._fixed:
            self._fixed[period] = self._number(sitting.month)
        outcome = TEXTS["outcomes"][fixture["outcome"]]
        decision = dice.pick(outcome["texts"]).format(we=BODIES[sitting.key]["we"])
        return Item(fixture["title"], self._fixed[period], decision, tuple(outcome["types"]))

    def _item(self, dice: Dice, sitting: Sitting, present: list[Person], step: Step, number: int) -> Item:
        matter = step.matter
        slots = matter.slots | {"we": BODIES[sitting.key]["we"], "own": self._town.body(matter.owner)}
        outcome = TEXTS["outcomes"][step.outcome]
        no = sum(one.party == slots["party"] for one in present)
        decision = dice.pick(outcome["texts"]).format_map(slots | {"yes": str(len(present) - no), "no": str(no)})
        earlier = [held for held in matter.held if held[1] == step.cites]
        matter.held.append((f"{sitting.id}:{number}", sitting.key, number, sitting))
        item = (step.title, step.case_number, decision, tuple(outcome["types"]))
        if step.title.startswith("Lukket"):
            return Item(*item, closed=True, step=step)
        cited = _citation(*earlier[-1][2:]) if earlier else ""
        points = TEXTS["points"].get(step.outcome, TEXTS["points"]["recommend"])
        attached = tuple(name for name in TEXTS["prose"]["attachments"] if dice.chance(0.35))
        texts = tuple(self._sections(dice, sitting, matter, slots, cited))
        filled = tuple(point.format_map(slots) for point in points)
        return Item(*item, False, texts, filled, attached, step=step)

    def _sections(
        self, dice: Dice, sitting: Sitting, matter: Matter, slots: dict[str, str], cited: str
    ) -> Iterator[tuple[str, str]]:
        """Yield headings and texts; the board of directors announces no route."""
        prose = TEXTS["prose"]
        if sitting.key != "board":
            names = [self._town.body(key) for key in matter.route]
            yield "Sagsprocedure", " og ".join(filter(None, [", ".join(names[:-1]), names[-1]])) + "."
        yield "Resume", dice.pick(prose["summary"]).format_map(slots)
        texts = [text.format_map(slots) for text in prose["text"] if dice.chance(0.5)]
        yield "Sagsbeskrivelse", " ".join(filter(None, [cited, *texts])) or prose["text"][0].format_map(slots)
        for heading, kind in (("Lovgrundlag", "legal"), ("Økonomiske konsekvenser", "finances")):
            if dice.chance(0.5):
                yield heading, dice.pick(prose[kind]).format_map(slots).replace("kr..", "kr.")

    def _substitute(self, dice: Dice, sitting: Sitting, members: list[Person]) -> Person | None:
        council = self._town.members("council", sitting.day)
        others = [one for one in council if one not in members]
        return dice.pick(others) if others and sitting.key != "board" and dice.chance(0.4) else None


def _citation(number: int, sitting: Sitting) -> str:
    return str(TEXTS["prose"]["cites"][0]).format(body=sitting.body, day=spoken(sitting.day), number=number)


def _with_absences(
    dice: Dice, item: Item, present: list[Person], absent: list[Person], substitute: Person | None
) -> Item:
    """Return the item with lines about absences, if it has a decision."""
    if not item.decision or item.closed or not dice.chance(0.5):
        return item
    lines, away = [item.decision], []
    if absent:
        lines.append("Afbud: " + ", ".join(one.with_party for one in absent))
        away += [("excused", one) for one in absent]
    if substitute:
        lines.append(f"{substitute.with_party} deltog som stedfortræder.")
        away.append(("substitute", substitute))
    if dice.chance(0.1):
        gone = dice.pick(present[1:3])
        lines.append(f"Ikke til stede: {gone.with_party}")
        away.append(("absent", gone))
    return Item(
        item.title,
        item.case_number,
        "\n\n".join(lines),
        item.types,
        item.closed,
        item.sections,
        item.points,
        item.attachments,
        tuple(away),
        item.step,
    )
