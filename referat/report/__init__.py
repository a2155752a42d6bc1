"""Notebooks to pages: each is run over a corpus and written as a page to read, and one with its code beside it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from nbformat import NotebookNode
from tqdm import tqdm

from referat import load
from referat.anonymous import without_names
from referat.build import write
from referat.language import speaking
from referat.report.corpus import described
from referat.report.execution import ReportError, executed
from referat.report.pages import Leaf, analyst_page, index_page, reading_page
from referat.report.summary import summary

__all__ = ["ReportError", "make_report"]


FIRST = "05_management_report"
"""The notebook for those who read no other; its page comes before the others."""


def make_report(data: Path, out: Path, notebooks: Path, *, language: str = "en", anonymous: bool = False) -> list[Path]:
    """Run every notebook over the tables in a folder and write the report's pages, `index.html` first.

    Parameters
    ----------
    data
        A folder that `build` wrote, or a folder of minutes.
    out
        Where the pages go; what stands there is replaced once all notebooks have run, and not before.
    notebooks
        The folder of the notebooks, which come in the order of their names, the management report before them.
    language
        In which language the report is written, `en` or `da`.
    anonymous
        Whether persons appear under pseudonyms.

    Raises
    ------
    ReportError
        If there is no notebook, or a cell of one fails; the message names both, in one line.
    UnknownLanguageError
        If the language is none of those.
    """
    with speaking(language), _tables(data, anonymous) as tables:
        pages = _pages(tables, found(notebooks))
    return [_write(out / name, page) for name, page in pages.items()]


@contextmanager
def _tables(data: Path, anonymous: bool) -> Iterator[Path]:
    """Give a folder of tables: that of the data itself, or for a while one in which persons bear pseudonyms."""
    if not anonymous:
        yield data
        return
    with tempfile.TemporaryDirectory() as folder:
        write(without_names(load(data)), {}, Path(folder))
        yield Path(folder)


def _pages(data: Path, paths: list[Path]) -> dict[str, str]:
    """Return the pages by the names of their files."""
    corpus = described(load(data))
    notebooks = _run(paths, data)
    leaves = [Leaf(path.stem, notebook, summary(notebook)) for path, notebook in zip(paths, notebooks, strict=True)]
    pages = {"index.html": index_page(leaves, corpus)}
    for leaf in leaves:
        pages[leaf.reading] = reading_page(leaf, leaves, corpus)
        pages[leaf.analyst] = analyst_page(leaf, leaves, corpus)
    return pages


def _run(paths: list[Path], data: Path) -> list[NotebookNode]:
    """Run notebooks, as many at a time as there are processors; a person at a terminal sees how far it is."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        run = pool.map(lambda path: executed(path, data), paths)
        return list(tqdm(run, total=len(paths), unit="notebook", leave=False, disable=None))


def found(notebooks: Path) -> list[Path]:
    """Return the notebooks in a folder, in the order of their names, the management report before them."""
    paths = sorted(notebooks.glob("*.ipynb"), key=lambda path: (path.stem != FIRST, path.name))
    if not paths:
        raise ReportError(f"{notebooks} holds no notebooks; say where they are with --notebooks")
    return paths


def _write(path: Path, page: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8", newline="\n")
    return path
