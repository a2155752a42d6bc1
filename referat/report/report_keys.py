"""Hashes of the inputs of a report, to decide what must be executed again."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

_PACKAGES = ("pandas", "numpy", "matplotlib", "seaborn", "statsmodels", "pygments", "itables", "babel", "weasyprint")
"""Packages whose version can change the contents of a page."""


def shared_key(data: Path, *, language: str, anonymous: bool) -> str:
    """Return the hash of the inputs of all pages: tables, code, package versions, options."""
    options = (language, str(anonymous), str(find_spec("weasyprint") is not None), sys.version)
    code = Path(str(files("referat")))
    sources = (path for path in code.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".pyo"))
    tables = (path for path in data.rglob("*") if path.is_file()) if data.is_dir() else [data]
    shown = (path for path in tables if not any(part.startswith(".") for part in path.relative_to(data).parts))
    return _digest([*options, *map(_version, _PACKAGES)], sources, shown)


def notebook_key(shared: str, notebook: Path, language: str) -> str:
    """Return the hash of the inputs of one notebook."""
    return _digest([shared], [notebook, *notebook.parent.glob(f"{language}.toml"), *notebook.parent.glob("*.py")])


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _digest(texts: Iterable[str], *files: Iterable[Path]) -> str:
    digest = hashlib.sha256("\n".join(texts).encode())
    for path in (path for paths in files for path in sorted(paths)):
        digest.update(f"\n{path.name}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
