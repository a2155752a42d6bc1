"""Compare an earlier and a later item by titles, routes and dates."""

from __future__ import annotations

from referat.corpus.linked_items import LIMITS, ItemColumns


class ItemPairs:
    """Comparisons of an earlier and a later item, given by their positions in the columns."""

    def __init__(self, items: ItemColumns) -> None:
        self.items = items

    def shared(self, earlier: int, later: int) -> frozenset[int]:
        """Return the rare words that both titles contain."""
        return self.items.rare[earlier] & self.items.rare[later]

    def likeness(self, earlier: int, later: int) -> float:
        """Return the share of the words of both titles that they have in common, from 0 to 1."""
        one, other = self.items.words[earlier], self.items.words[later]
        common = len(one & other)
        return common / max(1, len(one) + len(other) - common)

    def days(self, earlier: int, later: int) -> int:
        """Return the number of days between the two."""
        return self.items.day[later] - self.items.day[earlier]

    def says(self, stage: str, item: int) -> bool:
        """Return whether the title of an item names that stage."""
        return stage in self.items.stages[item]

    def conflict(self, earlier: int, later: int) -> bool:
        """Return whether the titles name different addresses or plan numbers, or only the later one names a house."""
        one, other = self.items.words[earlier], self.items.words[later]
        kinds = (self.items.addresses, self.items.plan_numbers)
        named = ((one & kind, other & kind) for kind in kinds if not kind.isdisjoint(one))
        return any(others and mine.isdisjoint(others) for mine, others in named) or self.is_one_house(earlier, later)

    def is_one_house(self, earlier: int, later: int) -> bool:
        """Return whether the later title has the address of a house, and shares only a place with the earlier one.

        The building case of a house is not the matter of its street's plan.
        """
        houses = self.items.words[later] & self.items.addresses
        return bool(houses - self.items.words[earlier]) and len(self.shared(earlier, later)) < 2

    def meets_again(self, earlier: int, later: int) -> bool:
        """Return whether the later item's body had the earlier item, was announced for it, or was given a task."""
        items = self.items
        before = {items.body[earlier], *items.route[earlier], self.charged(earlier)}
        return not before.isdisjoint({items.body[later], *items.route[later]})

    def is_before(self, body: int, later: int) -> bool:
        """Return whether the later item is or will be dealt with by a body."""
        return body == self.items.body[later] or body in self.items.route[later]

    def is_charged(self, earlier: int, later: int) -> bool:
        """Return whether the later title names a follow-up, before the body with a task from the earlier decision."""
        return self.says("follow_up", later) and self.charged(earlier) in (None, self.items.body[later])

    def charged(self, earlier: int) -> int | None:
        """Return the body to which the earlier decision gives a task, or None."""
        who = self.items.next_who[earlier]
        return self.items.body_of(who) if who[:1].isupper() else None

    def is_next_stage(self, earlier: int, later: int) -> bool:
        """Return whether the titles are those of a draft and of its adoption."""
        return self.says("early", earlier) and self.says("final", later)

    def is_same_thing(self, earlier: int, later: int) -> bool:
        """Return whether two titles with a rare word in common are about one thing.

        They are if one names a stage of the thing ("Udbud af", "endelig"), or if most of their words are equal.
        """
        staged = any(self.says(stage, item) for stage in ("early", "final") for item in (earlier, later))
        return staged or self.likeness(earlier, later) > LIMITS.neighbours

    def is_report(self, earlier: int, later: int) -> bool:
        """Return whether the later item only reports on what was adopted: "Klimaplan, afrapportering 2023"."""
        started = self.says("periodic", earlier) or self.says("early", earlier)
        goes_on = self.says("early", later) or self.says("final", later)
        return self.says("periodic", later) and not started and not goes_on

    def is_periodic(self, earlier: int, later: int, *, renumbered: bool = False) -> bool:
        """Return whether the later item is the next of a series: equal titles except for the period, a quarter apart.

        If the title has no period and is not a report's, equal titles are a series only with a new case number.
        """
        likeness = self.likeness(earlier, later)
        if self.days(earlier, later) < LIMITS.periodic_days or likeness < LIMITS.alike:
            return False
        if self.is_next_stage(earlier, later) and self.says("adopted", later):
            return False
        one, other = self.items.periods[earlier], self.items.periods[later]
        if one and other:
            return one != other
        return self.says("periodic", later) or (renumbered and likeness == 1 and not self.says("early", earlier))
