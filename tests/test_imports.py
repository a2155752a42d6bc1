"""The way of the data, as imports: they point to the left, and nobody reaches over the tables."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "referat"

STAGES = [
    "registry words problems errors text slips",
    "storage",
    "facts headings layout people tables publish language",
    "lines rows stored",
    "nodes contents chain formats parts",
    "sources openers numbering joined identity patience written",
    "sections items",
    "agenda",
    "tree portal meetings",
    "reader doubles cache public anonymous",
    "corpus",
    "build show cluster",
    "load",
    "demo fetch analysis report dictionary",
    "figures",
    "cli",
]
"""A module imports only what stands on a line above its own."""

WALLS = {
    "facts": "words registry",
    "people": "words",
    "tables": "registry",
    "analysis": "registry language",
    "figures": "analysis language",
    "demo": "registry",
    "dictionary": "registry problems",
    "fetch": "words",
    "report": "load errors language tables build anonymous",
}
"""What these may import is this and nothing else: facts know no lines, questions know no minutes."""

PANDAS = "tables stored doubles corpus public anonymous build cli analysis figures report"
"""Where frames begin: no module left of the tables imports pandas."""

HEAVY = {"matplotlib", "seaborn", "statsmodels", "scipy", "nbconvert", "nbclient", "IPython", "pyarrow"}
LIGHT = "cli errors fetch demo dictionary language registry words"
"""Modules of commands that answer at once, and so import nothing heavy when they are themselves imported."""


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).parts[0].removesuffix(".py")
        yield {"__init__": "load", "__main__": "cli"}.get(name, name), path


def _imports(nodes: Iterator[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _own(path: Path) -> set[str]:
    """Return the modules of referat that a file imports, at its head or inside a function."""
    names = (name.split(".") for name in _imports(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
    return {name[1] for name in names if name[0] == "referat"} - {"__version__"}


def _foreign_at_head(path: Path) -> set[str]:
    names = {name.split(".")[0] for name in _imports(iter(ast.parse(path.read_text(encoding="utf-8")).body))}
    return names - set(sys.stdlib_module_names) - {"referat"}


MODULES = list(_modules())
IDS = [str(path.relative_to(ROOT)) for _, path in MODULES]


@pytest.mark.parametrize(("module", "path"), MODULES, ids=IDS)
def test_imports_point_to_the_left(module: str, path: Path) -> None:
    stage = {name: number for number, line in enumerate(STAGES) for name in line.split()}
    for other in _own(path) - {module}:
        assert stage[other] < stage[module], f"{module} imports {other}"


@pytest.mark.parametrize(("module", "path"), MODULES, ids=IDS)
def test_nobody_reaches_through_a_wall(module: str, path: Path) -> None:
    if module in WALLS:
        assert _own(path) - {module} <= set(WALLS[module].split())


@pytest.mark.parametrize(("module", "path"), MODULES, ids=IDS)
def test_pandas_begins_with_the_tables(module: str, path: Path) -> None:
    assert module in PANDAS.split() or "pandas" not in _foreign_at_head(path)


@pytest.mark.parametrize(("module", "path"), MODULES, ids=IDS)
def test_commands_answer_at_once(module: str, path: Path) -> None:
    if module in LIGHT.split():
        assert not _foreign_at_head(path) & (HEAVY | {"pandas", "numpy"})


def test_every_stage_is_a_module() -> None:
    assert {name for line in STAGES for name in line.split()} == {module for module, _ in MODULES}
