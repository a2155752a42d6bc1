"""Notebooks to pages: each is run over a corpus and written as a page to read, and one with its code beside it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from nbformat import NotebookNode
from tqdm import tqdm

from referat import load
from referat.language import speaking
from referat.pipeline.build import write
from referat.report.notebook_execution import ReportError, executed
from referat.report.notebook_summary import summary
from referat.report.page_rendering import BRIEF, Leaf, analyst_page, index_page, reading_page
from referat.report.report_pdf import NoConverterError, converter
from referat.report.subject_line import described
from referat.tables.pseudonyms import without_names

__all__ = ["ReportError", "make_report"]


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
    (out / f"{BRIEF}.pdf").unlink(missing_ok=True)  # one that cannot be made anew would say other things
    return [_write(out / name, page) for name, page in pages.items()]


@contextmanager
def _tables(data: Path, anonymous: bool) -> Iterator[Path]:
    """Give a folder of tables: that of the data itself, or for a while one in which persons bear pseudonyms."""
    if not anonymous:
        yield data
        return
    with tempfile.TemporaryDirectory() as folder:
        write(without_names(load(data)), Path(folder))
        yield Path(folder)


def _pages(data: Path, paths: list[Path]) -> dict[str, bytes]:
    """Return the pages by the names of their files, and the management report as PDF where that can be made."""
    corpus = described(load(data))
    pdf = _converter(paths)
    leaves = [
        Leaf(path.stem, notebook, summary(notebook), is_printed=pdf is not None)
        for path, notebook in zip(paths, _run(paths, data), strict=True)
    ]
    pages = {"index.html": index_page(leaves, corpus)}
    for leaf in leaves:
        pages[leaf.reading] = reading_page(leaf, leaves, corpus)
        pages[leaf.analyst] = analyst_page(leaf, leaves, corpus)
    printed = {leaf.pdf: pdf(pages[leaf.reading]) for leaf in leaves if pdf and leaf.pdf}
    return {name: page.encode() for name, page in pages.items()} | printed


def _converter(paths: list[Path]) -> Callable[[str], bytes] | None:
    """Return what makes the PDF; where nothing here can, or there is nothing to make, say so and go on without."""
    if BRIEF not in [path.stem for path in paths]:
        return None
    try:
        return converter()
    except NoConverterError as error:
        print(f"referat: {error}", file=sys.stderr)
        return None


def _run(paths: list[Path], data: Path) -> list[NotebookNode]:
    """Run notebooks, as many at a time as there are processors; a person at a terminal sees how far it is."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        run = pool.map(lambda path: executed(path, data), paths)
        return list(tqdm(run, total=len(paths), unit="notebook", leave=False, disable=None))


def found(notebooks: Path) -> list[Path]:
    """Return the notebooks in a folder, in the order of their names, the management report before them."""
    paths = sorted(notebooks.glob("*.ipynb"), key=lambda path: (path.stem != BRIEF, path.name))
    if not paths:
        raise ReportError(f"{notebooks} holds no notebooks; say where they are with --notebooks")
    return paths


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
