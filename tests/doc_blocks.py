"""The code blocks of the documentation, run in the order of a page, and the outputs that the page shows.

    python tests/doc_blocks.py [PAGE ...]    writes the new outputs of the blocks into the pages

Each page runs in a folder of its own with `minutes` (60 meetings of the demo) and `tables` (built of them). These run:

* `python`: one namespace for the page; the value of a last expression is printed, as a notebook does;
* `sh`: by bash, with `referat` and `python` on the path;
* `r`: by Rscript, where there is R;
* `sql`: by DuckDB, over the tables in `tables`;
* `toml`, `json`, `yaml`, `ini`: read, so that they have no mistake.

A block of `text` right below another one is its output. `...` in it matches anything, and such an output is never
rewritten. A comment before a block has options:

    <!-- file: NAME -->         the block is written to this file of the folder, and not run
    <!-- not run: REASON -->    the block is only shown
    <!-- empty folder -->       anywhere in a page: it begins without minutes and tables
"""

from __future__ import annotations

import ast
import configparser
import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from referat import demo
from referat.pipeline.build import build

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])

_BLOCK = re.compile(
    r"(?P<comment><!-- (?P<what>file|not run): (?P<detail>[^\n]+?) -->\n+)?"
    r"(?P<indent> *)```(?P<language>\w+)\n(?P<code>.*?)^ *```$",
    re.DOTALL | re.MULTILINE,
)
_OUTPUT = re.compile(r"\n\n```text\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A code block: its language, its code, where in the page it is, what its comment says, the output below it."""

    language: str
    code: str
    line: int
    what: str
    detail: str
    output: str | None
    output_span: tuple[int, int]


def blocks(text: str) -> Iterator[Block]:
    """Yield the code blocks of a page, without outputs."""
    end = 0
    for match in _BLOCK.finditer(text):
        if match.start() < end:
            continue
        output = _OUTPUT.match(text, match.end())
        end = output.end() if output else match.end()
        yield Block(
            match["language"],
            textwrap.dedent(match["code"]),
            text.count("\n", 0, match.start("language")) + 1,
            match["what"] or "",
            match["detail"] or "",
            output["text"] if output else None,
            output.span("text") if output else (0, 0),
        )


class PageRun:
    """Runs the blocks of a page in a folder and returns their output."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.bin = Path(tempfile.mkdtemp(prefix="bin-", dir=folder.parent))
        for name, command in (("referat", f'"{sys.executable}" -m referat'), ("python", f'"{sys.executable}"')):
            (self.bin / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
            (self.bin / name).chmod(0o755)

    def run(self, block: Block) -> str:
        """Return the output of a block."""
        if block.what == "file":
            path = self.folder / block.detail
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.code, encoding="utf-8")
        readers = {"toml": tomllib.loads, "json": json.loads, "yaml": yaml.safe_load, "ini": _read_ini, "text": str}
        if block.language in readers:
            readers[block.language](block.code)
        if block.what or block.language in readers:
            return ""
        return {"python": self._python, "sh": self._sh, "sql": self._sql, "r": self._r}[block.language](block.code)

    def _python(self, code: str) -> str:
        import matplotlib
        import pandas as pd

        matplotlib.use("Agg")
        tree, printed = ast.parse(code), io.StringIO()
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        width = {"display.width": 110, "display.max_columns": 9, "display.max_colwidth": 44, "display.max_rows": 20}
        options = pd.option_context(*(part for option in width.items() for part in option))
        with options, contextlib.redirect_stdout(printed), contextlib.chdir(self.folder):
            exec(compile(tree, "page", "exec"), self.names)
            value = eval(compile(ast.Expression(last.value), "page", "eval"), self.names) if last else None
            if value is not None:
                print(value if isinstance(value, pd.DataFrame | pd.Series) else repr(value))
        return printed.getvalue()

    def _sh(self, code: str) -> str:
        paths = os.pathsep.join([str(self.bin), os.environ["PATH"]])
        environment = os.environ | {"PATH": paths, "PYTHONPATH": str(ROOT), "COLUMNS": "110"}
        command = ["bash", "-euo", "pipefail", "-c", code]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{code}\n{done.stdout}{done.stderr}"
        return done.stdout

    def _r(self, code: str) -> str:
        if shutil.which("Rscript") is None:
            return ""
        command = ["Rscript", "--vanilla", "-e", code]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=True).stdout

    def _sql(self, code: str) -> str:
        from referat import load

        with load(self.folder / "tables").duckdb() as connection:
            return f"{connection.sql(code)}\n"


def _read_ini(text: str) -> None:
    configparser.ConfigParser(interpolation=None).read_string(text)


def fill(folder: Path) -> None:
    """Write the minutes and tables that a page needs to its folder."""
    demo.write(folder / "minutes", meetings=60)
    build(folder / "minutes", folder / "tables", csv=True)
    (folder / "data").mkdir()
    for name, other in (("raw", "minutes"), ("processed", "tables")):  # as in the repository
        (folder / "data" / name).symlink_to(Path("..") / other)


def begin(text: str, folder: Path, filled: Path) -> PageRun:
    """Create the folder of a page, and return the runner of its blocks."""
    if "<!-- empty folder -->" in text:
        folder.mkdir()
    else:
        shutil.copytree(filled, folder, symlinks=True)
    return PageRun(folder)


def tidy(text: str) -> str:
    """Return a text without trailing blanks."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def is_as_shown(shown: str, printed: str) -> bool:
    """Return whether an output equals the one in the page, in which `...` matches anything."""
    parts = (re.escape(part) for part in tidy(shown).split("..."))
    return re.fullmatch(".*".join(parts), tidy(printed), re.DOTALL) is not None


def rewritten(page: Path, filled: Path) -> str:
    """Run a page and return its text with the new outputs; its pictures are written to `IMAGES`."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        run = begin(text, Path(folder) / "page", filled)
        pieces, end = [], 0
        for block in blocks(text):
            printed = "" if block.what == "not run" else run.run(block)
            if block.output is not None and "..." not in block.output:
                pieces += [text[end : block.output_span[0]], tidy(printed) + "\n"]
                end = block.output_span[1]
        for picture in (Path(folder) / "page").glob("*.png"):
            shutil.copyfile(picture, IMAGES / picture.name)
    return "".join([*pieces, text[end:]])


def main() -> None:
    """Write the outputs of all pages, or of the named ones."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REFERAT_CACHE"] = str(Path(folder) / "cache")
        filled = Path(folder) / "filled"
        fill(filled)
        for page in [Path(name) for name in sys.argv[1:]] or PAGES:
            page.write_text(rewritten(page, filled), encoding="utf-8")
            print(page)


if __name__ == "__main__":
    main()
