"""The best rising sequence of numbered headings, by total weight."""

from __future__ import annotations

from dataclasses import dataclass

from referat.structure.line_classifier import LineMark

_FAR = 4
"""Gaps of this many numbers or more count the same."""
_GAP = -0.5
"""Gain of a step over each missing number: a heading without evidence is not worth two missing ones."""


@dataclass(slots=True)
class _Link:
    """The end of a sequence: its total weight, its last heading, and the sequence before it.

    `order` is the order in which the last number first occurred; it breaks ties between equal weights.
    """

    weight: float
    order: int
    heading: LineMark
    before: _Link | None

    def headings(self) -> list[LineMark]:
        """Return the headings of the sequence in order."""
        links: list[LineMark] = []
        link: _Link | None = self
        while link is not None:
            links.append(link.heading)
            link = link.before
        return links[::-1]


class _Ends:
    """The sequences so far by last number, and for each number the heaviest one that ends there or below."""

    def __init__(self) -> None:
        self.by_number: dict[int, _Link] = {}
        self.heaviest: list[_Link | None] = []

    def before(self, number: int) -> tuple[float, _Link | None]:
        """Return the largest gain that a number has from continuing a sequence, and that sequence."""
        links = [(gap, self.by_number.get(number - gap)) for gap in range(1, _FAR)]
        if number >= _FAR and self.heaviest:
            links.append((_FAR, self.heaviest[min(number - _FAR, len(self.heaviest) - 1)]))
        chains = [(link.weight + _step(gap), -link.order, link) for gap, link in links if link is not None]
        gained, _, before = max(chains, default=(0.0, 0, None))  # no two are of one order: links are not compared
        return gained, before

    def add(self, number: int, link: _Link) -> None:
        """Add a sequence; it replaces a lighter one with the same last number."""
        self.by_number[number] = link
        top = self.heaviest[-1] if self.heaviest else None
        self.heaviest += [top] * (number + 1 - len(self.heaviest))
        for n in range(number, len(self.heaviest)):
            other = self.heaviest[n]
            if other is not None and (other.weight, -other.order) > (link.weight, -link.order):
                break
            self.heaviest[n] = link


def best_number_sequence(candidates: list[tuple[LineMark, float]]) -> list[LineMark]:
    """Return the headings of the heaviest sequence; each candidate has a weight of its own."""
    ends = _Ends()
    for mark, weight in candidates:
        number = int(mark.groups["number"])
        gained, before = ends.before(number)
        alone = _step(1) if number == 1 else 0.0
        earlier = ends.by_number.get(number)
        order = earlier.order if earlier else len(ends.by_number)
        link = _Link(weight + max(gained, alone), order, mark, before if gained > alone else None)
        if earlier is None or link.weight >= earlier.weight:
            ends.add(number, link)
    heaviest = max(ends.by_number.values(), key=lambda link: link.weight, default=None)
    return heaviest.headings() if heaviest and heaviest.weight > 0 else []


def _step(gap: int) -> float:
    """Return the gain of a step to the next number: positive for the next one, negative for a gap."""
    return 1.0 if gap == 1 else _GAP * min(gap, _FAR)
