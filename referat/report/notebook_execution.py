"""Running a notebook: its cells in order, in a kernel of its own, over the data it is told."""

from __future__ import annotations

import os
import tempfile
import tomllib
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from referat.errors import CannotGoOnError
from referat.language import current

_STARTS = 3
"""So often a kernel is started: one dies at once if another program takes a port that it has chosen, not yet opened."""


class ReportError(CannotGoOnError):
    """The report cannot be made; the message says in one line which notebook, which cell and why."""


def executed(path: Path, data: Path) -> NotebookNode:
    """Return a notebook with the outputs of all its cells; its kernel finds the tables by `REFERAT_DATA`.

    Its words are those of the language spoken now, which its kernel is told by `REPORT_LANGUAGE`.
    """
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    translate(notebook, path)
    reason = ""
    with tempfile.TemporaryDirectory() as profile:
        for _ in range(_STARTS):
            try:
                _client(notebook, path.parent).execute(env=_environment(data, profile))
                return notebook
            except (CellControlSignal, DeadKernelError) as error:
                raise ReportError(f"{path.name}, {_cell(notebook)}: {_reason(error)}") from error
            except RuntimeError as error:  # the kernel did not start
                reason = _reason(error)
    raise ReportError(f"{path.name}: no kernel could be started: {reason}")


def _client(notebook: NotebookNode, folder: Path) -> NotebookClient:
    return NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=None,
        record_timing=False,
        resources=_folder(folder),
        extra_arguments=["--log-level=ERROR"],
    )


def translate(notebook: NotebookNode, path: Path) -> None:
    """Put the spoken language into the text cells, as far as its file beside the notebook has words for them."""
    words = path.with_name(f"{current().code}.toml")
    texts = tomllib.loads(words.read_text(encoding="utf-8")).get(path.stem, {}) if words.is_file() else {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = texts.get(heading(cell.source), cell.source).strip()


def heading(source: str) -> str:
    """Return the first line of a text cell, by which its words in another language are found."""
    return source.strip().partition("\n")[0]


def _folder(path: Path) -> dict[str, dict[str, str]]:
    return {"metadata": {"path": str(path)}}


def _environment(data: Path, profile: str) -> dict[str, str]:
    """Return the kernel's environment: figures go into the notebook, and no start-up file of the user's is run."""
    return {
        **os.environ,
        "REFERAT_DATA": str(data.resolve()),
        "REPORT_LANGUAGE": current().code,
        "IPYTHONDIR": profile,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def _cell(notebook: NotebookNode) -> str:
    """Name the cell that was running last: the one with an error, or else the last that was begun."""
    begun = [n for n, cell in enumerate(notebook.cells, start=1) if cell.get("execution_count") or cell.get("outputs")]
    number = begun[-1] if begun else 1
    source = notebook.cells[number - 1].source.strip().splitlines()
    return f"cell {number} ({source[0]})" if source else f"cell {number}"


def _reason(error: Exception) -> str:
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}".strip().splitlines()[0]
    return str(error).strip().splitlines()[0]
