"""Chance that falls the same way everywhere: on any platform, in any locale, under any hash seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A source of chance named by its key; equal keys give equal throws.

    Only `Random.random` is built upon: it is the one method whose sequence Python promises to keep.
    """

    def __init__(self, *key: object):
        self._throw = Random("/".join(map(str, key))).random

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        return int(self._throw() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self._throw() * (high - low + 1))

    def share(self, low: float, high: float) -> float:
        """Return a number from `low` to `high`."""
        return low + self._throw() * (high - low)

    def chance(self, probability: float) -> bool:
        """Tell whether something of this probability happens now."""
        return self._throw() < probability

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[int(self._throw() * len(choices))]

    def sample(self, choices: Sequence[T], size: int) -> list[T]:
        """Return different choices, at most as many as there are, in random order."""
        left = list(choices)
        return [left.pop(int(self._throw() * len(left))) for _ in range(min(size, len(left)))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Return one of the keys, each as often as its weight says."""
        point = self._throw() * sum(weights.values())
        for key, weight in weights.items():
            point -= weight
            if point < 0:
                return key
        return key
