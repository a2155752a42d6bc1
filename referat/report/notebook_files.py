"""Find and parse the notebooks of a report.

They are parsed as JSON, because importing nbformat takes longer than running a small notebook.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, TypeAlias

from referat.errors import CannotGoOnError
from referat.language import Language

Notebook: TypeAlias = dict[str, Any]
"""A notebook of nbformat 4; the source of each cell and the text of each output are single strings."""

BRIEF = "05_management_report"
"""The management report: its page comes first, is laid out for printing, and is also made as PDF."""


class ReportError(CannotGoOnError):
    """Raised if the report cannot be made; the message gives the reason on one line."""


def packaged_notebooks() -> Path:
    """Return the folder of the notebooks of referat: in the package, or at the top of the repository."""
    inside = Path(__file__).with_name("notebooks")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "notebooks"


def notebook_paths(notebooks: Path) -> list[Path]:
    """Return the notebooks in a folder, sorted by name, with the management report first."""
    if not notebooks.is_dir():
        raise ReportError(f"there is no folder {notebooks}; say where the notebooks are with --notebooks")
    paths = sorted(notebooks.glob("*.ipynb"), key=lambda path: (path.stem != BRIEF, path.name))
    if not paths:
        raise ReportError(f"{notebooks} holds no notebooks; say where they are with --notebooks")
    return paths


def read_notebook(path: Path, language: Language) -> Notebook:
    """Return a notebook without outputs, with text cells translated where the file next to it has translations."""
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
    """Return a notebook as stored.

    Raises
    ------
    ReportError
        If the file is not a notebook of nbformat 4.
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
    """Return the first line of a text cell, which is the key of its translations."""
    return source.strip().partition("\n")[0]
