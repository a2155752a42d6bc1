"""The errors that a command shows its user in a line, without a traceback; what to do about missing packages."""

from importlib.util import find_spec


class CannotGoOnError(Exception):
    """Something the user can put right keeps a command from going on; the message says what, where, and what to do."""

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
"""The modules that each extra of the package brings, by the name they are imported under."""


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
