"""Errors that a command shows on one line, without a traceback, and messages about missing packages."""

import shlex
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path


class CannotGoOnError(Exception):
    """A command cannot continue until the user corrects something; the message says what, where and how."""

    exit_code = 1


class NoMinutesError(CannotGoOnError):
    """A folder or file has no minutes to read; the message says what to do."""

    exit_code = 2


EXTRAS = {
    "report": (
        "matplotlib",
        "seaborn",
        "statsmodels",
        "pygments",
        "ipykernel",
        "jinja2",
        "itables",
        "mistune",
        "nh3",
    ),
    "print": ("weasyprint",),
    "pdf": ("pypdfium2",),
    "excel": ("xlsxwriter",),
    "cluster": ("distributed", "upath"),
    "duckdb": ("duckdb",),
    "lab": ("jupyterlab", "nbclient"),
}
"""The modules of each extra of the package, by import name."""


class MissingExtraError(CannotGoOnError):
    """A command needs packages of an extra that is not installed."""


def require_extra(extra: str, purpose: str) -> None:
    """Raise `MissingExtraError` if a module of an extra is not installed; `purpose` is what needs it."""
    missing = [module for module in EXTRAS[extra] if find_spec(module) is None]
    if missing:
        command = install_command(extra, _installer())
        raise MissingExtraError(f"{purpose} needs {', '.join(missing)}; install it: {command}")


def install_command(extra: str, installer: str = "python -m pip install") -> str:
    """Return the command that installs an extra."""
    return f"{installer} 'referat[{extra}]'"


def _installer() -> str:
    """Return the installer for this process's Python, which may not be the Python on the path."""
    if find_spec("pip") is None:  # environments that uv makes have none
        return f"uv pip install --python {shlex.quote(sys.executable)}"
    on_path = shutil.which("python")
    is_this = on_path is not None and Path(on_path).parent.resolve() == Path(sys.executable).parent.resolve()
    return f"{'python' if is_this else shlex.quote(sys.executable)} -m pip install"
