"""The process that executes a notebook's cells; its imports are done before the fork."""

from __future__ import annotations

import os
import signal
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path


def run_cells(pipe: Connection, cells: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Execute cells in the notebook's folder, and send the outputs and duration of each."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # interrupting the report ends its notebooks without a traceback
    os.environ.update(environment)
    os.chdir(folder)
    from referat.report.cell_execution import CellRunner

    with tempfile.TemporaryDirectory() as profile:
        runner = CellRunner(Path(profile))
        for source in cells:
            run = runner.run(source)
            pipe.send((run.outputs, run.seconds))
    pipe.close()
