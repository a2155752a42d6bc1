"""What notebooks import and prepare, done once: every notebook's process is forked from one that has done so."""

from __future__ import annotations

import gc
import os
from importlib import import_module

os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # matplotlib reads it when it is imported

_MODULES = (
    "matplotlib.dates",
    "pandas.io.formats.style",
    "pyarrow.parquet",
    "referat.pipeline.build",
    *(f"referat.analysis.{name}" for name in ("postponed", "renumbered", "routes", "settlement", "concentration")),
    *(f"referat.figures.{name}_figures" for name in ("attendance", "case", "closed", "coverage", "decision")),
    "referat.figures.route_flow",
    "referat.findings.management_findings",
    "referat.findings.notebook_answers",
    "referat.report.cell_execution",
)


def _draw() -> None:
    """Draw a small picture and a table: the first ones of a process load fonts and templates."""
    import pandas as pd

    from referat.figures.house_style import canvas, date_axis
    from referat.figures.notebook_display import answer, table

    picture = canvas("Title", "Caption", "alt", 2)
    axes = picture.subplots()
    axes.barh([1, 2], [1, 2])
    axes.plot(pd.to_datetime(["2020-01-01", "2022-01-01"]), [1, 2])
    date_axis(axes)
    picture.png()
    table(pd.DataFrame({"items": [1]}), "problems").to_html()
    answer("**text**")


for _module in _MODULES:
    import_module(_module)
_draw()
gc.collect()
gc.freeze()  # a process that collects garbage would copy the memory it shares with the one it was forked from
