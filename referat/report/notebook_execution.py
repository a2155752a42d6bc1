"""Execute notebooks, and the steps after them, each in a process forked from one that has done the imports."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.context import BaseContext
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, TypeVar

from referat.language import Language
from referat.report.cell_process import run_cells
from referat.report.notebook_files import Notebook, ReportError, read_notebook, stored_notebook

T = TypeVar("T")

_WARM = "referat.report.notebook_imports"
DEAD_PROCESS = "DeadProcess"
"""The error name for a cell that ended its process."""

_STARTING = Lock()


@dataclass
class ExecutedNotebook:
    """A notebook with the outputs of its cells.

    Attributes
    ----------
    name
        The name of its file without the ending.
    notebook
        Its cells with their outputs.
    seconds
        Duration of each cell, by its number in the notebook, from 1.
    """

    name: str
    notebook: Notebook
    seconds: dict[int, float] = field(default_factory=dict)

    @property
    def failures(self) -> list[str]:
        """The failed cells, one line each: notebook, cell, error."""
        return [
            f"{self.name}.ipynb, {self._called(number)}: {_reason(output)}"
            for number, cell in enumerate(self.notebook["cells"], start=1)
            for output in cell.get("outputs", [])
            if output["output_type"] == "error"
        ]

    @property
    def slowest(self) -> tuple[str, float]:
        """The slowest cell, and its duration in seconds."""
        number = max(self.seconds, key=lambda cell: self.seconds[cell], default=0)
        return (self._called(number), self.seconds[number]) if number else ("", 0.0)

    def stored(self) -> bytes:
        """Return the notebook as a file that `stored_run` reads back."""
        return json.dumps(self.notebook, ensure_ascii=False, indent=1, sort_keys=True).encode()

    def _called(self, number: int) -> str:
        source = self.notebook["cells"][number - 1]["source"].strip().splitlines()
        return f"cell {number} ({source[0]})" if source else f"cell {number}"


def stored_run(path: Path) -> ExecutedNotebook:
    """Return a notebook stored with its outputs."""
    return ExecutedNotebook(path.stem, stored_notebook(path))


def _reason(output: dict[str, Any]) -> str:
    return f"{output['ename']}: {output['evalue']}".strip(": ").splitlines()[0]


def executed_notebooks(
    paths: Iterable[Path], data: Path, language: Language, begin: Callable[[Path], None] = lambda _: None
) -> Iterator[ExecutedNotebook]:
    """Yield notebooks with their outputs, in order; as many run in parallel as there are processors.

    Cells get the tables from `REFERAT_DATA` and the language from `REPORT_LANGUAGE`. `begin` is called as each one
    begins.
    """
    paths = list(paths)
    context = _context()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(partial(_executed, context, data.resolve(), language, begin), paths)


def in_warm_process(function: Callable[..., T], *args: Any) -> T:
    """Return the result of a module's function, called in a process of its own whose imports are done."""
    with ProcessPoolExecutor(1, _context(), signal.signal, (signal.SIGINT, signal.SIG_DFL)) as pool:
        try:
            with _without_script():
                answer = pool.submit(function, *args)
            return answer.result()
        except BrokenProcessPool as error:
            raise ReportError(
                "the process that writes the pages was ended from outside; is there memory left?"
            ) from error


def _context() -> BaseContext:
    """Return the start method of processes: fork after the imports, or spawn on systems without fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_WARM])
    return context


@contextmanager
def _without_script() -> Iterator[None]:
    """Start processes that do not run the caller's script again, as they would without `if __name__ == ...`."""
    with _STARTING:
        script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


def _executed(
    context: Any, data: Path, language: Language, begin: Callable[[Path], None], path: Path
) -> ExecutedNotebook:
    begin(path)
    run = ExecutedNotebook(path.stem, read_notebook(path, language))
    numbered = enumerate(run.notebook["cells"], start=1)
    cells = [(number, cell["source"]) for number, cell in numbered if cell["cell_type"] == "code"]
    ours, theirs = context.Pipe(duplex=False)
    environment = {"REFERAT_DATA": str(data), "REPORT_LANGUAGE": language.code}
    process = context.Process(
        target=run_cells,
        args=(theirs, [source for _, source in cells], path.resolve().parent, environment),
        daemon=True,
    )
    with _without_script():
        process.start()
    theirs.close()
    for number, _ in cells:
        try:
            outputs, run.seconds[number] = ours.recv()
        except EOFError:  # the process has ended in this cell; later cells are not executed
            process.join()
            reason = f"the cell ended its process (exit code {process.exitcode})"
            outputs = [{"output_type": "error", "ename": DEAD_PROCESS, "evalue": reason, "traceback": []}]
            run.notebook["cells"][number - 1]["outputs"] = outputs
            break
        run.notebook["cells"][number - 1]["outputs"] = outputs
    process.join()
    return run
