"""The routes of matters as a flow diagram: a column per stage, a block per body, a band per step between two bodies."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from referat.analysis.rounds_and_routes import ARROW
from referat.figures import house_style, palette
from referat.language import ENGLISH, Language

STAGES = 3
"""Number of stages drawn; few routes have more."""
OTHERS = "other bodies"
_GAP = 0.02
_LINE = 0.035
"""Distance between the middles of two blocks per line of the longest label, so that labels do not overlap."""
_LETTERS = 22
"""Letters in a line of a label, so that it does not overlap the next stage."""
_COLOURS = (
    palette.BLUE,
    palette.ORANGE,
    palette.GREEN,
    palette.PINK,
    palette.SKY,
    palette.RED,
    palette.YELLOW,
)


def _stages(rounds: pd.DataFrame) -> pd.DataFrame:
    """Return the first stages of the routes through two bodies or more, one column each."""
    paths = rounds.loc[rounds["bodies"] > 1, "path"].str.split(ARROW, expand=True).iloc[:, :STAGES]
    return paths.reindex(columns=range(STAGES))


def _through(stages: pd.DataFrame, top: int) -> pd.DataFrame:
    """Return the routes that pass one of the most frequent bodies; other bodies are grouped."""
    common = stages.isin(stages.stack().value_counts().index[:top])
    return stages.where(stages.isna() | common, OTHERS)[common.any(axis=1)]


def _blocks(stages: pd.DataFrame, stage: int, scale: float, language: Language) -> dict[str, tuple[float, float]]:
    """Return bottom and top of each body's block in a stage, the largest at the bottom, others at the top."""
    counts = stages[stage].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    ordered = [*counts.index[counts.index != OTHERS], *counts.index[counts.index == OTHERS]]
    lowest = _LINE * max((_label(body, counts[body], language).count("\n") + 1 for body in ordered), default=1)
    blocks: dict[str, tuple[float, float]] = {}
    bottom, middle = 0.0, -lowest
    for body in ordered:
        height = counts[body] * scale
        bottom = max(bottom, middle + lowest - height / 2)
        blocks[body] = (bottom, bottom + height)
        middle, bottom = bottom + height / 2, bottom + height + _GAP
    return blocks


def _label(body: str, count: int, language: Language) -> str:
    """Return the name of a body and its count, in lines."""
    name = house_style.label(language.name(body), 2 * _LETTERS, language=language)
    return textwrap.fill(f"{name}\u00a0{language.number(count)}", _LETTERS + 2)


def _band(axes: Axes, x: int, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    """Draw a band from a stage to the next."""
    t = np.linspace(0, 1, 40)
    bend = t * t * (3 - 2 * t)
    low, high = (first + (second - first) * bend for first, second in zip(start, end, strict=True))
    axes.fill_between(x + 0.04 + t * 0.92, low, high, color=colour, alpha=0.35, linewidth=0)


def _bands(
    axes: Axes,
    stages: pd.DataFrame,
    columns: list[dict[str, tuple[float, float]]],
    scale: float,
    colours: dict[str, str],
) -> None:
    """Draw all bands; each leaves and enters its blocks above the ones before it."""
    for x in range(STAGES - 1):
        left = {body: block[0] for body, block in columns[x].items()}
        right = {body: block[0] for body, block in columns[x + 1].items()}
        pairs = stages[[x, x + 1]].dropna().value_counts().sort_index().reset_index().to_numpy().tolist()
        for body, onward, count in pairs:
            high = count * scale
            _band(axes, x, (left[body], left[body] + high), (right[onward], right[onward] + high), colours[body])
            left[body] += high
            right[onward] += high


@house_style.house_style
def flow(
    rounds: pd.DataFrame, top: int = 7, enough: int = house_style.ENOUGH, *, language: Language = ENGLISH
) -> house_style.Picture:
    """Draw the routes through two bodies or more; bodies beyond the `top` ones are grouped.

    Routes through none of the top bodies are not drawn: with 500 bodies they would be nearly all.
    """
    title = language.say("flow.title")
    all_stages = _stages(rounds)
    if len(all_stages) < enough:
        return house_style.too_few(title, "route through several bodies", len(all_stages), enough, language=language)
    stages = _through(all_stages, top)
    elsewhere = len(all_stages) - len(stages)
    counts = {
        "n": language.number(len(all_stages)),
        "three": language.number(all_stages[2].notna().sum()),
        "single": language.number((rounds["bodies"] == 1).sum()),
        "elsewhere": language.say("flow.elsewhere", count=language.number(elsewhere)) if elsewhere else "",
    }
    scale = 1 / len(stages)
    columns = [_blocks(stages, stage, scale, language) for stage in range(STAGES)]
    largest = stages[[0, 1]].value_counts()
    first, then = (language.name(body) for body in largest.index[0])
    alt = language.say("flow.alt", first=first, then=then, count=language.number(largest.iloc[0]), n=counts["n"])
    picture = house_style.canvas(title, language.say("flow.caption", stages=STAGES, **counts), alt, 6.4)
    axes = picture.subplots()
    bodies = dict.fromkeys(body for column in columns for body in column if body != OTHERS)
    colours = dict(zip(bodies, _COLOURS * len(bodies), strict=False)) | {OTHERS: palette.GREY}
    _bands(axes, stages, columns, scale, colours)
    for x, column in enumerate(columns):
        for body, (bottom, height) in column.items():
            axes.fill_between([x - 0.04, x + 0.04], bottom, height, color=colours[body], linewidth=0)
            side, place = ("right", x - 0.06) if x == 0 else ("left", x + 0.06)
            text = _label(body, round((height - bottom) / scale), language)
            axes.text(place, (bottom + height) / 2, text, ha=side, va="center", fontsize=7, bbox=house_style.HALO)
    axes.set_xlim(-0.95, STAGES - 1 + 0.95)
    axes.set_xticks(range(STAGES), [language.say("flow.first"), *[language.say("flow.then")] * (STAGES - 1)])
    axes.tick_params(length=0)
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.xaxis.tick_top()
    return picture
