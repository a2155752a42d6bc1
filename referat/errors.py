"""Errors that a command shows in a line, without a traceback, and messages about missing packages."""

from importlib.util import find_spec


class CannotGoOnError(Exception):
    """A command cannot continue until the user corrects something; the message says what, where and how."""

    exit_code = 1


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
        raise MissingExtraError(f"{purpose} needs {', '.join(missing)}; install it: {install_command(extra)}")


def install_command(extra: str) -> str:
    """Return the command that installs an extra."""
    return f"python -m pip install 'referat[{extra}]'"
