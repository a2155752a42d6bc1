"""The notebooks of a report as files: where they are, and which of them comes first."""

from __future__ import annotations

from pathlib import Path

from referat.errors import CannotGoOnError

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
