"""Execute the code of a notebook's cells in this process, in a namespace of their own.

After an error, the remaining statements of the cell and the later cells are still executed.
"""

from __future__ import annotations

import ast
import io
import sys
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config


@dataclass(frozen=True, slots=True)
class CellRun:
    """The result of a cell: its outputs in the form of nbformat, and its duration in seconds."""

    outputs: list[dict[str, Any]]
    seconds: float


class CellRunner:
    """Executes cells one after another in one namespace."""

    def __init__(self, profile: Path) -> None:
        """Start a shell without history and start-up files; `profile` is an empty folder."""
        config = Config()
        config.HistoryManager.enabled = False
        self._shell = _Shell.instance(config=config, ipython_dir=str(profile), display_pub_class=_Publisher)

    def run(self, source: str) -> CellRun:
        """Execute a cell; an error is one of its outputs, and the statements after it are executed."""
        outputs: list[dict[str, Any]] = []
        started = time.perf_counter()
        with _Capture(self._shell, outputs):
            while source:
                error = self._error(source)
                if error:
                    outputs.append({"output_type": "error", **_described(error)})
                source = _statements_after(source, error) if error else ""
        return CellRun([_encoded(output) for output in outputs], time.perf_counter() - started)

    def _error(self, source: str) -> BaseException | None:
        result = self._shell.run_cell(source, store_history=False)  # type: ignore[no-untyped-call]
        error: BaseException | None = result.error_before_exec or result.error_in_exec
        return error


class _Shell(InteractiveShell):
    """A shell that records errors as outputs and prints nothing."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        return None


class _Publisher(CapturingDisplayPublisher):
    """Collects what cells display in a given list of outputs."""


class _ResultHook(CapturingDisplayHook):
    """Collects the values of cells' last lines in a given list of outputs."""

    is_active = False
    """Required by IPython: whether a value is being displayed."""


class _Capture:
    """Collects displayed and printed outputs in one list, in order."""

    def __init__(self, shell: InteractiveShell, outputs: list[dict[str, Any]]) -> None:
        self._shell, self._outputs = shell, outputs

    def __enter__(self) -> None:
        self._before = (sys.stdout, sys.stderr, self._shell.displayhook)
        sys.stdout, sys.stderr = _Stream("stdout", self._outputs), _Stream("stderr", self._outputs)
        hook: Any = _ResultHook(shell=self._shell, outputs=self._outputs)  # type: ignore[no-untyped-call]
        self._shell.displayhook = self._shell.display_trap.hook = hook
        self._shell.display_pub.outputs = self._outputs  # type: ignore[attr-defined]

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr, self._shell.displayhook = self._before


class _Stream(io.TextIOBase):
    def __init__(self, name: str, outputs: list[dict[str, Any]]) -> None:
        self._name, self._outputs = name, outputs

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        last = self._outputs[-1] if self._outputs else {}
        if last.get("name") == self._name:
            last["text"] += text
        else:
            self._outputs.append({"output_type": "stream", "name": self._name, "text": text})
        return len(text)


def _described(error: BaseException) -> dict[str, Any]:
    return {"ename": type(error).__name__, "evalue": str(error), "traceback": []}


def _encoded(output: Mapping[str, Any]) -> dict[str, Any]:
    """Return an output in the form of nbformat; plain text next to a richer form is dropped."""
    if "output_type" in output:
        return dict(output)
    data = {form: b64encode(c).decode() if isinstance(c, bytes) else c for form, c in output["data"].items()}
    if len(data) > 1:
        data.pop("text/plain", None)
    return {"output_type": "display_data", "data": data, "metadata": output.get("metadata") or {}}


def _statements_after(source: str, error: BaseException) -> str:
    """Return the statements of a cell after the failed one; empty if the cell cannot be parsed."""
    trace, line = error.__traceback__, 0
    while trace:
        if "ipykernel" in trace.tb_frame.f_code.co_filename or trace.tb_frame.f_code.co_name.startswith("<module>"):
            line = max(line, trace.tb_lineno)
        trace = trace.tb_next
    try:
        later = [statement.lineno for statement in ast.parse(source).body if statement.lineno > line > 0]
    except SyntaxError:  # or a cell with IPython commands
        return ""
    return "\n".join(source.splitlines()[later[0] - 1 :]) if later else ""
