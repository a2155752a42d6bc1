"""Of numbered headings, the chain of rising numbers that weighs most."""

from __future__ import annotations

from dataclasses import dataclass

from referat.structure.line_classifier import LineMark

_FAR = 4
"""A gap of so many numbers, and any larger one, counts the same."""


@dataclass(slots=True)
class _Link:
    """The end of a chain: how much the chain weighs, its last heading, and the chain before it.

    `order` says which number came first: of chains that weigh the same, the one whose last number came first is taken.
    """

    weight: float
    order: int
    heading: LineMark
    before: _Link | None

    def headings(self) -> list[LineMark]:
        """Return the chain's headings, the first first."""
        found: list[LineMark] = []
        link: _Link | None = self
        while link is not None:
            found.append(link.heading)
            link = link.before
        return found[::-1]


class _Ends:
    """The chains so far: by their last number, and for each number the heaviest of those that end there or below."""

    def __init__(self) -> None:
        self.by_number: dict[int, _Link] = {}
        self.heaviest: list[_Link | None] = []

    def before(self, number: int) -> tuple[float, _Link | None]:
        """Return what a number gains most by going on a chain, and that chain."""
        links = [(gap, self.by_number.get(number - gap)) for gap in range(1, _FAR)]
        if number >= _FAR and self.heaviest:
            links.append((_FAR, self.heaviest[min(number - _FAR, len(self.heaviest) - 1)]))
        chains = [(link.weight + _step(gap), -link.order, link) for gap, link in links if link is not None]
        gained, _, before = max(chains, default=(0.0, 0, None))  # no two are of one order: links are not compared
        return gained, before

    def add(self, number: int, link: _Link) -> None:
        """Add a chain, instead of a lighter one that ends in the same number."""
        self.by_number[number] = link
        top = self.heaviest[-1] if self.heaviest else None
        self.heaviest += [top] * (number + 1 - len(self.heaviest))
        for n in range(number, len(self.heaviest)):
            other = self.heaviest[n]
            if other is not None and (other.weight, -other.order) > (link.weight, -link.order):
                break
            self.heaviest[n] = link


def best_number_sequence(candidates: list[tuple[LineMark, float]]) -> list[LineMark]:
    """Return the headings of the chain that weighs most; each candidate comes with what it weighs by itself."""
    ends = _Ends()
    for mark, weight in candidates:
        number = int(mark.found["number"])
        gained, before = ends.before(number)
        alone = _step(1) if number == 1 else 0.0
        known = ends.by_number.get(number)
        order = known.order if known else len(ends.by_number)
        link = _Link(weight + max(gained, alone), order, mark, before if gained > alone else None)
        if known is None or link.weight >= known.weight:
            ends.add(number, link)
    heaviest = max(ends.by_number.values(), key=lambda link: link.weight, default=None)
    return heaviest.headings() if heaviest and heaviest.weight > 0 else []


def _step(gap: int) -> float:
    """Return what a chain gains by going on with a number: the next one speaks for it, a gap against it."""
    return 1.0 if gap == 1 else -0.5 * min(gap, _FAR)
