"""The way of the data, as imports: they point to the left, and the tables separate reader and analyses."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1] / "referat"

STAGES = [
    "errors schema",
    "vocabulary",
    "facts language",
    "structure fetch",
    "formats",
    "records",
    "analysis",
    "tables",
    "corpus",
    "pipeline",
    "load",
    "demo",
    "findings",
    "figures",
    "report",
    "cli",
]
"""The way of the data: a package imports only from itself and from lines above its own."""

WALLS = {
    "facts": "vocabulary schema",
    "analysis": "facts schema language",
    "findings": "analysis language schema",
    "figures": "analysis findings language schema",
    "demo": "schema",
    "fetch": "vocabulary errors facts schema language",
    "report": "load errors schema language tables pipeline analysis findings figures",
}
"""What these may import is this and nothing else: facts know no lines, questions know no minutes."""

PANDAS = "tables corpus pipeline cli analysis findings figures report"
"""Where frames begin: no package left of the tables imports pandas."""

HEAVY = {"matplotlib", "seaborn", "statsmodels", "scipy", "nbconvert", "nbclient", "IPython", "pyarrow"}
LIGHT = "cli errors fetch demo schema language vocabulary"
"""Packages of commands that answer at once, and so import nothing heavy when they are themselves imported."""

MOST_ROOMS = 20
"""A top level of more entries is not read at a glance."""


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


def _imported(path: Path) -> set[str]:
    """Return the modules of referat that a file imports, at its head or inside a function."""
    names = (name.split(".") for name in _imports(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
    return {name[1] for name in names if name[0] == "referat" and len(name) > 1} - {"__version__"}


def _foreign_at_head(path: Path) -> set[str]:
    names = {name.split(".")[0] for name in _imports(iter(ast.parse(path.read_text(encoding="utf-8")).body))}
    return names - set(sys.stdlib_module_names) - {"referat"}


MODULES = list(_modules())


def _offenders(is_wrong: Callable[[str, Path], object]) -> list[str]:
    return [str(path.relative_to(ROOT)) for package, path in MODULES if is_wrong(package, path)]


def test_imports_point_to_the_left() -> None:
    stage = {name: number for number, line in enumerate(STAGES) for name in line.split()}
    arrows = [
        (str(path.relative_to(ROOT)), other)
        for package, path in MODULES
        for other in _imported(path) - {package}
        if stage[other] >= stage[package]
    ]
    assert arrows == []


def test_analyses_and_the_reader_do_not_import_each_other() -> None:
    assert (
        _offenders(lambda package, path: package in WALLS and _imported(path) - {package} - set(WALLS[package].split()))
        == []
    )


def test_pandas_begins_with_the_tables() -> None:
    assert _offenders(lambda package, path: package not in PANDAS.split() and "pandas" in _foreign_at_head(path)) == []


def test_commands_answer_at_once() -> None:
    slow = HEAVY | {"pandas", "numpy"}
    assert _offenders(lambda package, path: package in LIGHT.split() and _foreign_at_head(path) & slow) == []


def test_every_stage_is_a_module() -> None:
    assert {name for line in STAGES for name in line.split()} == {module for module, _ in MODULES}


def test_the_top_level_is_read_at_a_glance() -> None:
    rooms = [path for path in ROOT.iterdir() if path.name[0] not in "_." or path.name == "__init__.py"]
    assert len(rooms) <= MOST_ROOMS


def test_no_two_modules_share_a_name() -> None:
    names = [path.stem for _, path in MODULES if path.stem not in ("__init__", "__main__")]
    packages = [path.parent.name for _, path in MODULES if path.stem == "__init__" and path.parent != ROOT]
    shared = [name for name, count in Counter([*names, *packages]).items() if count > 1]
    assert shared == []


def test_no_class_name_means_two_things() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for _, path in MODULES]
    names = Counter(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    assert [name for name, count in names.items() if count > 1] == []
