"""Imports and preparation for notebooks and pages, done once, before the process of each is forked."""

from __future__ import annotations

import gc
import os
from importlib import import_module
from pkgutil import iter_modules

import referat.analysis
import referat.figures
import referat.findings
from referat.pipeline.worker_pool import collect_garbage_seldom

os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # read when matplotlib is imported

_PACKAGES = (referat.analysis, referat.findings, referat.figures)
_MODULES = (
    "IPython.core.completer",
    "IPython.core.magics",
    "matplotlib.dates",
    "pandas.io.formats.style",
    "pyarrow.parquet",
    "scipy.sparse.csgraph",
    "scipy.stats",
    "seaborn",
    "statsmodels.duration.survfunc",
    "statsmodels.stats.proportion",
    "referat.pipeline.table_loading",
    "referat.report.cell_execution",
    "referat.report.report_pages",
)


def _draw() -> None:
    """Draw a small figure and a table, because the first ones in a process load fonts and templates."""
    import pandas as pd

    from referat.figures.house_style import canvas, date_axis
    from referat.figures.notebook_display import answer, table
    from referat.language import ENGLISH

    picture = canvas("Title", "Caption", "alt", 2)
    axes = picture.subplots()
    axes.barh([1, 2], [1, 2])
    axes.plot(pd.to_datetime(["2020-01-01", "2022-01-01"]), [1, 2])
    date_axis(axes, language=ENGLISH)
    picture.png()
    table(pd.DataFrame({"items": [1]}), "problems").to_html()
    answer("**text**")


gc.disable()  # imports leave nothing to collect, and looking for it takes a tenth of their time
for _module in _MODULES:
    import_module(_module)
for _package in _PACKAGES:
    for _submodule in iter_modules(_package.__path__):
        import_module(f"{_package.__name__}.{_submodule.name}")
_draw()
gc.enable()
gc.collect()
collect_garbage_seldom()  # garbage collection would copy memory shared with the parent process
