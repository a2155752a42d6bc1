"""Docstrings and comments are plain modern English, and names say what is in them."""

import ast
import io
import tokenize
from pathlib import Path

import regex as re

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for folder in ("referat", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))

OLD_WORDS = re.compile(
    r"\b(?:stands?|stood|tells? of|told|beside|but for|such as are|amid|anew|at one go|for ever|once more"
    r"|(?:is|are) meant)\b",
    re.IGNORECASE,
)

VOCABULARIES = sorted((ROOT / "referat").rglob("*.toml"))

VAGUE = {"found", "own", "said", "told", "written"}
"""Names that say how a result was made, not what is in it."""

VAGUE_NAME = re.compile(rf"(?<![\w.\"'])_?(?:{'|'.join(sorted(VAGUE))})\b(?=\s*(?:[:,=(]|in\b))")


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


def old_words(source: str) -> list[tuple[int, str]]:
    """Return the old-fashioned words in the prose of a module; a module without any is not parsed."""
    if not OLD_WORDS.search(source):
        return []
    return [(line, match[0]) for line, text in prose(source) for match in OLD_WORDS.finditer(text)]


def names_bound(source: str) -> list[tuple[int, str]]:
    """Return the parameters, variables and functions that a module names, each with its line number."""
    nodes = list(ast.walk(ast.parse(source)))
    variables = [(n.lineno, n.id) for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    parameters = [(n.lineno, n.arg) for n in nodes if isinstance(n, ast.arg)]
    functions = [(n.lineno, n.name) for n in nodes if isinstance(n, ast.FunctionDef)]
    return variables + parameters + functions


def vague_names(source: str) -> list[tuple[int, str]]:
    """Return the vague names of a module; a module that cannot have any is not parsed."""
    if not VAGUE_NAME.search(source):
        return []
    return [(line, name) for line, name in names_bound(source) if name.strip("_") in VAGUE]


def test_docstrings_and_comments_have_no_old_fashioned_words() -> None:
    words = {path.relative_to(ROOT).as_posix(): old_words(path.read_text(encoding="utf-8")) for path in MODULES}
    words.pop("tests/test_plain_english.py")  # quotes some
    assert {path: lines for path, lines in words.items() if lines} == {}


def test_comments_of_vocabularies_have_no_old_fashioned_words() -> None:
    comments = [
        f"{path.name}: {line}"
        for path in VOCABULARIES
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("#") and OLD_WORDS.search(line)
    ]
    assert comments == []


def test_a_name_says_what_is_in_it() -> None:
    names = {path.relative_to(ROOT).as_posix(): vague_names(path.read_text(encoding="utf-8")) for path in MODULES}
    assert {path: lines for path, lines in names.items() if lines} == {}


def test_an_old_fashioned_word_in_a_docstring_or_a_comment_is_seen() -> None:
    assert old_words('def f():\n    """Return what stands here."""\n    return 1  # all but for one\n') == [
        (3, "but for"),
        (2, "stands"),
    ]


def test_a_vague_name_is_seen() -> None:
    source = "def told(found):\n    for own in found:\n        x = written = own\n    return x\n"
    assert [name for _, name in sorted(vague_names(source))] == ["found", "told", "own", "written"]
