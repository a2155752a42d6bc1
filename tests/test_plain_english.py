"""Docstrings and comments are plain modern English, and names say what is in them."""

import ast
import io
import tokenize
from pathlib import Path

import pytest
import regex as re

ROOT = Path(__file__).parents[1] / "referat"

OLD_WORDS = re.compile(
    r"\b(?:stands?|stood|tells? of|told|beside|but for|such as are|amid|anew|at one go|(?:is|are) meant)\b",
    re.IGNORECASE,
)


MODULES = sorted(ROOT.rglob("*.py"))

VAGUE = {"found", "own", "said", "told", "written"}
"""Names that say how a result was made, not what is in it."""


def prose(source: str) -> list[tuple[int, str]]:
    """Return the docstrings and comments of a module, each with its line number."""
    comments = [
        (token.start[0], token.string)
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    ]
    strings = [
        (node.lineno, node.value.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    return comments + strings


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_docstrings_and_comments_have_no_old_fashioned_words(path: Path) -> None:
    lines = [
        f"line {line}: {match[0]!r}"
        for line, text in prose(path.read_text(encoding="utf-8"))
        for match in OLD_WORDS.finditer(text)
    ]
    assert not lines, f"{path.name}: {lines}"


def names_bound(source: str) -> list[tuple[int, str]]:
    """Return the parameters, variables and functions that a module names, each with its line number."""
    nodes = list(ast.walk(ast.parse(source)))
    variables = [(n.lineno, n.id) for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    parameters = [(n.lineno, n.arg) for n in nodes if isinstance(n, ast.arg)]
    functions = [(n.lineno, n.name) for n in nodes if isinstance(n, ast.FunctionDef)]
    return variables + parameters + functions


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_name_says_what_is_in_it(path: Path) -> None:
    bound = names_bound(path.read_text(encoding="utf-8"))
    assert [f"line {line}: {name}" for line, name in bound if name.strip("_") in VAGUE] == []


def test_an_old_fashioned_word_in_a_docstring_or_a_comment_is_seen() -> None:
    source = 'def f():\n    """Return what stands here."""\n    return 1  # all but for one\n'
    assert [OLD_WORDS.findall(text) for _, text in sorted(prose(source))] == [["stands"], ["but for"]]
