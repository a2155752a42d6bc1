"""Figures of decision types."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from referat.analysis.decision_mix import TYPES
from referat.figures import basic_charts, house_style, palette
from referat.language import ENGLISH, Language
from referat.schema.decision_types import FAMILIES, LABELS

_PANELS = 4
"""Number of panels side by side."""
_LABELLED = 0.05
"""Smallest share that has room for its number."""
_DARK = ("adopted", "rejected", "noted or discussed")


@house_style.house_style
def families(by_group: pd.DataFrame, group: str, top: int = 20, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the families of types as a stacked bar per group, with the larger shares as numbers.

    Parameters
    ----------
    by_group
        Shares of `family` as `referat.analysis.decision_mix.shares` returns them.
    group
        The column that names the bars, `year`, `quarter` or `body`; they are in the order of the rows.
    top
        Number of groups with a bar of their own, by number of items; the others share one.
    language
        The language of titles, names, numbers and dates.
    """
    title = language.say(f"families.by_{group}")
    counts = by_group.pivot(index=group, columns="family", values="count").reindex(columns=list(FAMILIES), fill_value=0)
    counts = counts.loc[by_group[group].drop_duplicates()].fillna(0)
    total, all_groups = int(counts.to_numpy().sum()), len(counts)
    if total < house_style.ENOUGH:
        return house_style.too_few(title, "item", total, house_style.ENOUGH, language=language)
    sizes = (counts := _top_and_rest(counts, top, language=language)).sum(axis=1)
    more = language.say("families.more", shown=top, all=language.number(all_groups)) if len(counts) < all_groups else ""
    table = counts.div(sizes, axis=0)
    caption = language.say("families.caption", n=language.number(total), more=more)
    names = house_style.wrapped(
        [language.name(one) if group == "quarter" else one for one in table.index], language=language
    )
    height = 1.5 + house_style.row_height(names, 0.27) * len(table)
    picture = house_style.canvas(title, caption, _families_alt(table, language=language), height)
    axes = picture.subplots()
    _draw_families(axes, table, language=language)
    axes.set_yticks(np.arange(len(table)), names)
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    for place, size in enumerate(sizes):
        axes.text(1.01, place, language.number(size), va="center", fontsize=7.5, color=house_style.MUTED)
    house_style.legend_above(axes)
    return picture


def _top_and_rest(counts: pd.DataFrame, top: int, *, language: Language) -> pd.DataFrame:
    """Return the rows of the largest groups in order, and the sum of the others as one row."""
    if len(counts) <= top + house_style.FEW_OTHERS:
        return counts
    is_large = counts.index.isin(counts.sum(axis=1).nlargest(top).index)
    rest = counts[~is_large].sum().rename(language.say("figures.others", count=language.number((~is_large).sum())))
    return pd.concat([counts[is_large], rest.to_frame().T])


def _draw_families(axes: Axes, table: pd.DataFrame, *, language: Language) -> None:
    """Draw a stacked bar per row; parts with room for it carry their share."""
    places, left = np.arange(len(table)), np.zeros(len(table))
    for family, part in table.items():
        widths = part.to_numpy()
        look: dict[str, Any] = {
            "color": palette.FAMILY_COLOURS[str(family)],
            "edgecolor": house_style.PAPER,
            "linewidth": 0.6,
        }
        axes.barh(places, widths, left=left, height=0.8, label=language.name(family), **look)
        ink = house_style.PAPER if family in _DARK else house_style.INK
        for row in np.flatnonzero(widths >= _LABELLED).tolist():
            share = language.percentage(widths[row])
            middle = left[row] + widths[row] / 2
            label = axes.text(middle, row, share, ha="center", va="center", fontsize=7.5, color=ink)
            label.set_in_layout(False)
        left = left + widths


def _families_alt(table: pd.DataFrame, *, language: Language) -> str:
    """Return the largest parts of the first and the last bar as text."""
    ends = [table.iloc[0], table.iloc[-1]][: len(table)]
    largest = "; ".join(f"{row.name}: {language.percentage(row.max())} {language.name(row.idxmax())}" for row in ends)
    return language.say("families.alt", len(table), groups=language.number(len(table)), ends=largest)


@house_style.house_style
def over_time(by_year: pd.DataFrame, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the share of each type per year with its 95 % interval, one small panel per type."""
    title = language.say("types_over_time.title")
    years = by_year.drop_duplicates("year")
    total = int(years["items"].sum())
    if total < house_style.ENOUGH:
        return house_style.too_few(title, "item", total, house_style.ENOUGH, language=language)
    if len(years) < house_style.PERIODS:
        return house_style.too_few(title, "year with meetings", len(years), house_style.PERIODS, language=language)
    fewest, most = language.number(years["items"].min()), language.number(years["items"].max())
    caption = language.say("types_over_time.caption", n=language.number(total), fewest=fewest, most=most)
    ends = {"first": years["year"].min(), "last": years["year"].max()}
    counts = by_year.groupby("decision_type")["count"].sum()
    kinds = [kind for kind in TYPES if counts.get(kind, 0)]
    rows = -(-len(kinds) // _PANELS)
    alt = language.say("types_over_time.alt", types=len(kinds), **ends)
    picture = house_style.canvas(title, caption, alt, 0.9 + 1.35 * rows)
    panels = picture.subplots(rows, _PANELS, sharex=True, squeeze=False)
    for axes, kind in zip(panels.flat, kinds, strict=False):
        _panel(axes, by_year[by_year["decision_type"] == kind], kind, language=language)
    for axes in panels.flat[len(kinds) :]:
        axes.axis("off")
    return picture


def _panel(axes: Axes, rows: pd.DataFrame, kind: str, *, language: Language) -> None:
    """Draw the panel of one type."""
    years = rows["year"].to_numpy(dtype=float)
    axes.fill_between(years, rows["low"], rows["high"], color=palette.SKY, alpha=0.35, linewidth=0)
    axes.plot(years, rows["share"], color=palette.BLUE, linewidth=1.5, marker="o", markersize=2.5)
    axes.set_title(language.name(kind))
    house_style.percent_axis(axes, "y", min(1.0, 1.1 * float(rows["high"].max())), language=language)
    axes.xaxis.set_major_locator(house_style.whole_years())
    axes.tick_params(labelsize=7)


def point_outcomes(rows: pd.DataFrame, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the outcomes of the recommended points."""
    return basic_charts.dots(
        rows.assign(name=rows["outcome"].map(language.name)),
        "name",
        ("count", "points"),
        title=language.say("point_outcomes.title"),
        caption=language.say("point_outcomes.caption"),
        language=language,
    )


def diversity(
    rows: pd.DataFrame, group: str, top: int = 30, fewest: int = house_style.ENOUGH, *, language: Language = ENGLISH
) -> house_style.Picture:
    """Draw the diversity of decisions per body, without bodies that have fewer than `fewest` decisions."""
    kept = rows[rows["decisions"] >= fewest].sort_values(["diversity", group], ascending=[False, True])
    return basic_charts.counts(
        kept.assign(percent=(kept["diversity"] * 100).round().astype("int")),
        group,
        "percent",
        title=language.say("diversity.title"),
        caption=language.say("diversity.caption", fewest=fewest, types=len(LABELS)),
        top=top,
        what="group of enough decisions",
        language=language,
    )
