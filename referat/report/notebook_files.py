"""The notebooks of a report as files: where they are, which of them comes first, and what is in them.

They are read as the JSON that they are: to import nbformat takes longer than to run a small notebook.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, TypeAlias

from referat.errors import CannotGoOnError
from referat.language import Language

Notebook: TypeAlias = dict[str, Any]
"""A notebook of nbformat 4; the source of each cell is one text, and so is that of each output."""

BRIEF = "05_management_report"
"""The notebook for those who read no other: its page comes first, is laid out to be printed, and is a PDF as well."""


class ReportError(CannotGoOnError):
    """The report cannot be made; the message says in one line why."""


def packaged_notebooks() -> Path:
    """Return the folder of the notebooks that come with referat: inside a package, or at the top of the repository."""
    inside = Path(__file__).with_name("notebooks")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "notebooks"


def notebook_paths(notebooks: Path) -> list[Path]:
    """Return the notebooks in a folder, in the order of their names, the management report before them."""
    if not notebooks.is_dir():
        raise ReportError(f"there is no folder {notebooks}; say where the notebooks are with --notebooks")
    paths = sorted(notebooks.glob("*.ipynb"), key=lambda path: (path.stem != BRIEF, path.name))
    if not paths:
        raise ReportError(f"{notebooks} holds no notebooks; say where they are with --notebooks")
    return paths


def read_notebook(path: Path, language: Language) -> Notebook:
    """Return a notebook without outputs, its text cells in a language as far as the file beside it has words."""
    notebook = stored_notebook(path)
    words = path.with_name(f"{language.code}.toml")
    texts = tomllib.loads(words.read_text(encoding="utf-8")).get(path.stem, {}) if words.is_file() else {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = texts.get(heading(cell["source"]), cell["source"]).strip()
        else:
            cell["outputs"] = []
    return notebook


def stored_notebook(path: Path) -> Notebook:
    """Return a notebook as it is stored.

    Raises
    ------
    ReportError
        If the file is no notebook of nbformat 4.
    """
    try:
        notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
        if notebook["nbformat"] != 4:
            raise ReportError(
                f"{path} is a notebook of format {notebook['nbformat']}; open it in JupyterLab and save it"
            )
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
    except (ValueError, KeyError, TypeError) as error:
        raise ReportError(f"{path} is no notebook") from error
    return notebook


def heading(source: str) -> str:
    """Return the first line of a text cell, by which its words in another language are found."""
    return source.strip().partition("\n")[0]
