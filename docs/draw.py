"""Draw the pictures of the README: `python docs/draw.py TABLES [REAL_TABLES]`, both folders written by `build`.

Titles are shown for the demo corpus only; for real minutes, if there are any, only counts.
"""

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

from referat import load
from referat.analysis import closed_shares, decision_mix, matter_appearances
from referat.figures import closed_figures, decision_figures, matter_figures
from referat.tables.frames import Tables

IMAGES = Path(__file__).parent / "images"
COLUMNS = ["decision_id", "decided_on", "is_earlier", "decision_type", "evidence", "line_start"]


def returning_cases(m: Tables) -> None:
    """Draw the cases that return most often."""
    appearances = matter_appearances.appearances(m.items, m.meetings, m.decisions, m.matters)
    matter_figures.timeline(appearances, matter_appearances.most_returning(appearances), top=12).savefig(
        IMAGES / "returning_cases.png", dpi=110
    )


def closed_items(m: Tables) -> None:
    """Draw the share of closed items per quarter."""
    chart = closed_shares.p_chart(closed_shares.shares(closed_shares.substantive(m.items, m.meetings), ["quarter"]))
    closed_figures.p_chart(chart).savefig(IMAGES / "closed_items.png", dpi=110)


def decision_types(m: Tables) -> None:
    """Draw the types of decisions per year."""
    items = decision_mix.classified(m.items, m.meetings, m.decisions)
    shares = decision_mix.shares(items, ["year"], "family")
    decision_figures.families(shares, "year").savefig(IMAGES / "decision_types.png", dpi=110)


def decisions_table(m: Tables) -> None:
    """Draw the first rows of the table of decisions."""
    rows = m.decisions.loc[m.decisions["evidence"].notna(), COLUMNS].head(8)
    shown = rows.assign(decided_on=rows["decided_on"].dt.strftime("%Y-%m-%d")).astype(object)
    figure, axes = plt.subplots(figsize=(9.5, 2.4))
    axes.axis("off")
    table = axes.table(
        cellText=shown.where(pd.notna(shown), "").values, colLabels=COLUMNS, loc="center", cellLoc="left"
    )
    table.auto_set_font_size(False)
    table.set_fontsize(8.5)
    table.auto_set_column_width(range(len(COLUMNS)))
    table.scale(1, 1.35)
    for (row, _), cell in table.get_celld().items():
        cell.set(edgecolor="#d0d4da", linewidth=0.6, facecolor="#eef1f5" if row == 0 else "white")
    figure.savefig(IMAGES / "decisions_table.png", dpi=110, bbox_inches="tight", metadata={"Software": None})


def main() -> None:
    """Draw the pictures for the given folders."""
    demo = load(sys.argv[1])
    counted = load(sys.argv[-1])
    returning_cases(demo)
    decisions_table(demo)
    closed_items(counted)
    decision_types(counted)


if __name__ == "__main__":
    main()
