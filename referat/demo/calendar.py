"""When the bodies of a town meet: rounds of board, committees, finance committee and council, and meetings between."""

from __future__ import annotations

from datetime import date, timedelta

from referat.demo.model import Sitting

FIRST_YEAR, LAST_YEAR = 2014, 2024
MOST = 800
"""So many meetings fit into one town's years without a body meeting twice on a day."""

_ROUND = (("board", -1, 4), ("children", 0, 3), ("nature", 0, 3), ("finance", 1, 4), ("council", 2, 1))
"""Who meets in a round, how many weeks from its middle, on which weekday: a matter passes all within weeks."""

_EXTRAS = (("board", 1, 4), ("council", 1, 2), ("board", 1, 4))


def _weeks() -> list[date]:
    """Return the Mondays of all weeks in which a town meets: not in July, not around Christmas."""
    first = date(FIRST_YEAR, 1, 6)
    mondays = [first + timedelta(weeks=n) for n in range((LAST_YEAR - FIRST_YEAR + 1) * 53)]
    return [day for day in mondays if day.year <= LAST_YEAR and day.month != 7 and (day.month, day.day) < (12, 18)]


def sittings(count: int, names: dict[str, str]) -> list[Sitting]:
    """Return so many sittings of a town, spread evenly over the years, in order; `names` maps keys to bodies."""
    weeks = _weeks()
    rounds = -(-(count - count // 20) // len(_ROUND))
    extras = max(0, count - rounds * len(_ROUND))
    middles = [1 + (2 * n + 1) * (len(weeks) - 4) // (2 * rounds) for n in range(rounds)]
    found = [_sitting(weeks, middle, place, names) for middle in middles for place in _ROUND]
    for n in range(extras):
        middle = middles[(2 * n + 1) * rounds // (2 * extras)]
        found.append(_sitting(weeks, middle, _EXTRAS[n % len(_EXTRAS)], names, extra=True))
    return sorted(found, key=lambda sitting: (sitting.day, sitting.key))[:count]


def _sitting(
    weeks: list[date], middle: int, place: tuple[str, int, int], names: dict[str, str], *, extra: bool = False
) -> Sitting:
    key, offset, weekday = place
    day = weeks[middle + offset] + timedelta(days=weekday)
    body = f"{names[key]} {term(day)}" if key == "council" else names[key]
    return Sitting(key, body, day, extraordinary=extra and key == "council")


def term(day: date) -> str:
    """Return the council's term that a day belongs to, `2018-2021`."""
    first = FIRST_YEAR + (day.year - FIRST_YEAR) // 4 * 4
    return f"{first}-{first + 3}"
