"""Matters and their lives: from body to body within weeks, put off, sent back, and again in a later stage."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from referat.demo.calendar import FIRST_YEAR
from referat.demo.dice import Dice
from referat.demo.model import Decision, later
from referat.demo.prose import Values, filled
from referat.demo.words import load

Topic = dict[str, Any]

_STALE = 110
"""So many days after its date a stage of the calendar is left out: the next one has taken over."""

_REST = {"status": 1400, "trial": 1000, "once": 500, "plan": 900}
_REST_ELSEWHERE = 120
"""So many days pass before a topic comes up as a new case: by its life, or where its title names another place."""

_REMEMBERED = 4
"""So many earlier decisions are repeated at most."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A case: its topic, number and title, and the bodies it passes in order."""

    topic: Topic
    case_number: str
    title: str
    values: dict[str, str]
    route: tuple[str, ...]
    opened: date

    @property
    def stages(self) -> list[dict[str, Any]]:
        """The stages of the matter's life, in order."""
        stages: list[dict[str, Any]] = load("matters")["lives"][self.topic.get("life", "once")]
        return stages


@dataclass(frozen=True, slots=True)
class Step:
    """A matter waiting for a body: at which stage and leg of its route, since when, with what behind it."""

    matter: Matter
    stage: int
    leg: int
    due: date
    earlier: tuple[Decision, ...] = ()
    delays: int = 0

    @property
    def key(self) -> str:
        """The body that is to deal with it."""
        return self.matter.route[self.leg]

    @property
    def is_last(self) -> bool:
        """Whether the matter ends with this body, for this stage."""
        return self.leg == len(self.matter.route) - 1

    @property
    def title(self) -> str:
        """The title at this stage."""
        return self.matter.title + str(self.matter.stages[self.stage]["suffix"])

    @property
    def points(self) -> list[str]:
        """What is recommended at this stage: the stage's own points, or the topic's."""
        stage = self.matter.stages[self.stage]
        points: list[str] = stage.get("board" if self.key == "board" else "points") or self.matter.topic["points"]
        return points

    @property
    def kind(self) -> str:
        """What sort of matter it is at this stage: proposal, info or appoint."""
        return str(self.matter.stages[self.stage].get("kind") or self.matter.topic.get("kind", "proposal"))


def after(step: Step, outcome: str, decision: Decision) -> Step | None:
    """Return what becomes of a matter after a decision, or nothing if that was all."""
    behind = replace(step, earlier=(*step.earlier, decision)[-_REMEMBERED:], due=later(decision.day, 1))
    if outcome == "postpone":
        return replace(behind, delays=step.delays + 1)
    if outcome == "refer":
        return replace(behind, leg=max(0, step.leg - 1), delays=step.delays + 1)
    if outcome in ("reject", "withdraw"):
        return None
    return _next_stage(behind, decision.day) if step.is_last else replace(behind, leg=step.leg + 1, delays=0)


def _next_stage(step: Step, day: date) -> Step | None:
    stages = step.matter.stages
    onwards = [step.stage] if stages[step.stage].get("again") else range(step.stage + 1, len(stages))
    for number in onwards:
        due = stage_date(step.matter.opened, stages[number], day)
        if later(due, _STALE) > day:
            return replace(step, stage=number, leg=0, due=due, delays=0)
    return None


def stage_date(opened: date, stage: dict[str, Any], day: date) -> date:
    """Return when a stage is due: in its month of the year the matter was opened, or some time after the one before."""
    return date(opened.year, stage["month"], 1) if "month" in stage else later(day, stage["wait"])


def route(topic: Topic, owner: str) -> tuple[str, ...]:
    """Return the bodies that a topic of this owner passes: by the finance committee to the council, or less far."""
    last = topic.get("last", owner)
    onwards = {"council": ("finance", "council"), "finance": ("finance",)}.get(last, ())
    return (owner, *(key for key in onwards if key != owner)) if owner != "council" else ("council",)


class Registry:
    """The register of cases of one town: hands out case numbers, in the board's form and in that of elected bodies."""

    def __init__(self, dice: Dice, index: int):
        self._dice = dice
        self._first = 300 + 7000 * (index % 140)
        self._last: dict[tuple[str, int], int] = {}

    def number(self, key: str, year: int) -> str:
        """Return the next free case number of the year, `22/581` for the board, `22-000581` for others."""
        form = "board" if key == "board" else "elected"
        serial = self._last.get((form, year), self._first) + self._dice.between(3, 90)
        self._last[form, year] = serial
        if form == "board":
            return f"{year % 100:02d}/{serial}"
        return f"{year % 100:02d}-{serial:06d}" + ("K" if self._dice.chance(0.03) else "")


class Docket:
    """What waits for which body, and what comes up anew."""

    def __init__(self, seed: int, index: int):
        self._dice = Dice(seed, "docket", index)
        self.registry = Registry(self._dice, index)
        self._waiting: dict[str, list[Step]] = defaultdict(list)
        self._topics: dict[tuple[str, str], deque[Topic]] = {}
        self._resting: dict[tuple[str, str], date] = {}
        self._opened: set[tuple[str, int]] = set()

    def put(self, step: Step | None) -> None:
        """Let a matter wait for its body."""
        if step is not None:
            self._waiting[step.key].append(step)

    def due(self, key: str, day: date, most: int) -> list[Step]:
        """Take out what a body deals with on this day: what was put off to it, and the oldest of the rest."""
        waiting = sorted(self._waiting[key], key=lambda step: (not step.delays, step.due))
        ready = [step for step in waiting if step.due <= day]
        now = max(most, sum(step.delays > 0 for step in ready))
        self._waiting[key] = ready[now:] + [step for step in waiting if step.due > day]
        return ready[:now]

    def by_calendar(self, key: str, day: date) -> list[Step]:
        """Open the matters that the year brings to this body: budget, accounts, policies of every fourth year."""
        return [self._open(topic, key, day) for topic in _of(key) if "every" in topic and self._comes_up(topic, day)]

    def _comes_up(self, topic: Topic, day: date) -> bool:
        turn = (day.year - topic.get("first", FIRST_YEAR)) % topic["every"] == 0
        mark = (topic["title"], day.year)
        if not turn or day.month < topic["month"] or day.month > topic["month"] + 4 or mark in self._opened:
            return False
        self._opened.add(mark)
        return True

    def fresh(self, key: str, day: date, *, closed: bool = False) -> list[Step]:
        """Open a matter of no fixed date, or none if all topics rest; each has its turn before one comes again."""
        topics = self._turns(key, "closed" if closed else key)
        for _ in range(len(topics)):
            topics.rotate(-1)
            if self._resting.get((key, topics[-1]["title"]), day) <= day:
                return [self._open(topics[-1], key, day)]
        return []

    def _turns(self, key: str, owner: str) -> deque[Topic]:
        if (key, owner) not in self._topics:
            free = [topic for topic in _of(owner) if "every" not in topic]
            self._topics[key, owner] = deque(self._dice.sample(free, len(free)))
        return self._topics[key, owner]

    def _open(self, topic: Topic, key: str, day: date) -> Step:
        values = Values(self._dice, day, topic["about"])
        self._resting[key, topic["title"]] = later(day, _rest(topic))
        age = self._dice.between(1, 5) if "every" not in topic and self._dice.chance(0.08) else 0
        number = self.registry.number(key, day.year - age)
        matter = Matter(topic, number, filled(topic["title"], values), values.lasting(), route(topic, key), day)
        return Step(matter, next(_stages_to_come(matter, day), 0), 0, day)


def _rest(topic: Topic) -> int:
    return _REST_ELSEWHERE if "{" in topic["title"] else _REST.get(topic.get("life", "once"), 0)


def _stages_to_come(matter: Matter, day: date) -> Iterator[int]:
    """Yield the stages that are not over yet when the matter is opened: a body may first meet in spring."""
    for number, stage in enumerate(matter.stages):
        if "month" not in stage or later(stage_date(day, stage, day), _STALE) > day:
            yield number


def _of(owner: str) -> list[Topic]:
    topics: list[Topic] = load("board")["topics"] if owner == "board" else load("matters")["topics"]
    return [topic for topic in topics if topic.get("owner", "board") == owner]
