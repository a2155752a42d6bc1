"""RAW to OUT and back: build the tables of a folder of minutes, write them as Parquet with a manifest, load them."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from referat import __version__
from referat.cache import Cache, key, key_of
from referat.corpus import assemble
from referat.errors import CannotGoOnError
from referat.people import own_list
from referat.reader import rows_from
from referat.registry import TABLES
from referat.rows import Rows
from referat.sources import find
from referat.tables import Tables, harmless

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MANIFEST = "manifest.json"
NEXT = ".next"
"""The folder of finished tables that are not in their places yet."""

_DRAFT = ".draft-"
_TRIES = 30
"""So often tables are loaded anew because a build replaced them meanwhile, which it does within milliseconds."""

_EXCERPT = 200
"""So much of an error's own words is kept."""

_FILES_AT_ONCE = 16
"""Files a process reads before it is given more."""


class NoMinutesError(CannotGoOnError):
    """A folder or file holds nothing that could be read; the message says what to do."""

    exit_code = 2


def read(
    raw: Path,
    files: Sequence[Path],
    executor: Executor | None = None,
    watch: Callable[[Iterable[list[Rows]]], Iterable[list[Rows]]] = iter,
    cache: Cache | None = None,
) -> tuple[Tables, dict[str, str]]:
    """Return the tables of the given files below `raw`, and the hash of each file by its path.

    With an executor (of processes, best) files are read side by side, with a cache only those that it does not know;
    the result is the same to the last byte. `watch` sees what each file that is read gave pass by, and may show it.
    """
    known = _known(raw, files, cache) if cache else {}
    new = [path for path in files if path not in known]
    read_one = partial(_rows_of_file, raw)
    each = executor.map(read_one, new, chunksize=_FILES_AT_ONCE) if executor else map(read_one, new)
    found = known | dict(zip(new, watch(each), strict=True))
    if cache:
        cache.keep({key(rows[0].source, rows[0].sha256): rows for rows in found.values() if rows and rows[0].sha256})
    parts = [rows for path in files for rows in found[path]]
    return assemble(parts, own_list(raw)), {part.source: part.sha256 for part in parts}


def _known(raw: Path, files: Sequence[Path], cache: Cache) -> dict[Path, list[Rows]]:
    keys = {path: found for path in files if (found := key_of(path, raw))}
    kept = cache.find(keys.values())
    return {path: kept[found] for path, found in keys.items() if found in kept}


def _rows_of_file(raw: Path, path: Path) -> list[Rows]:
    """Return the rows of a file; whatever a file does to the reader, it does to this file alone."""
    try:
        return list(rows_from(path, raw))
    except Exception as error:
        failed = Rows(path.name if raw.is_file() else path.relative_to(raw).as_posix(), "")
        failed.doubt("reader_failed", detail=f"{type(error).__name__}: {error}"[:_EXCERPT])
        return [failed]


def load(folder: str | Path) -> Tables:
    """Return the tables of a folder: of built ones as they were written, of minutes by reading them.

    Parameters
    ----------
    folder
        A folder that `build` wrote, a folder of minutes, or one file of minutes.

    Raises
    ------
    NoMinutesError
        If the folder is not there, or holds neither tables nor files.
    """
    folder = Path(folder)
    missing = ""
    for _ in range(_TRIES):
        stamp = _stamp(folder)
        if stamp is None:
            return read(folder, files_in(folder))[0]
        try:
            tables = Tables({table.name: pd.read_parquet(_newest(folder, table.name)) for table in TABLES})
        except FileNotFoundError as error:  # moved to its place just now, or really not there
            missing = f": {error.filename} is missing"
            continue
        if _stamp(folder) == stamp:
            return tables
    raise NoMinutesError(f"{folder} holds no whole tables{missing}; build them again")


def _stamp(folder: Path) -> tuple[int, int] | None:
    """Return what tells the tables of a folder from those of a later build; nothing where there are none."""
    for manifest_file in (folder / NEXT / MANIFEST, folder / MANIFEST):
        with suppress(FileNotFoundError, NotADirectoryError):
            found = manifest_file.stat()
            return found.st_ino, found.st_mtime_ns
    return None


def _newest(folder: Path, table: str) -> Path:
    """Return a table's file; in `.next` if a build was killed between finishing its files and putting them in place."""
    following = folder / NEXT / f"{table}.parquet"
    finished = following.is_file() and (folder / NEXT / MANIFEST).is_file()
    return following if finished else folder / f"{table}.parquet"


def files_in(raw: Path) -> list[Path]:
    """Return the files below `raw` that a build reads; none at all is an error."""
    if not raw.exists():
        raise NoMinutesError(f"{raw} does not exist; name a folder of minutes, or write a demo with `demo {raw}`")
    files = list(find(raw))
    if not files:
        raise NoMinutesError(f"{raw} holds no files; put minutes there, or write a demo with `demo {raw}`")
    return files


def write(tables: Tables, inputs: dict[str, str], out: Path, *, csv: bool = False) -> None:
    """Write tables to a folder, one Parquet file each (and one CSV file each), and a manifest.

    Everything is written aside first and then put in place at one go, so that a build that is killed, or a full disk,
    leaves the tables that were there. Builds into one folder wait for each other.
    """
    out.mkdir(parents=True, exist_ok=True)
    with _alone(out):
        _write(tables, inputs, out, csv=csv)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Keep other builds from writing to the folder meanwhile, and remove what killed ones have left."""
    if fcntl is None:
        yield
        return
    lock = os.open(out, os.O_RDONLY)  # given back by the system, too, where this process is killed
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for draft in out.glob(f"{_DRAFT}*"):
            shutil.rmtree(draft, ignore_errors=True)
        yield
    finally:
        os.close(lock)


def _write(tables: Tables, inputs: dict[str, str], out: Path, *, csv: bool) -> None:
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=out))
    try:
        for table in TABLES:
            data = tables[table.name]
            data.to_parquet(draft / f"{table.name}.parquet", index=False)
            if csv:
                harmless(data).to_csv(draft / f"{table.name}.csv", index=False, lineterminator="\n")
        text = json.dumps(manifest(tables, inputs), ensure_ascii=False, indent=1, sort_keys=True)
        (draft / MANIFEST).write_text(text + "\n", encoding="utf-8")
        _publish(draft, out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _publish(draft: Path, out: Path) -> None:
    """Make a finished draft the tables of a folder: named `.next` it counts, whatever happens from then on."""
    following = out / NEXT
    while True:
        finish(out)
        try:
            draft.rename(following)
            break
        except OSError as error:  # another build was faster: its tables first, then these
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
    finish(out)


def finish(out: Path) -> None:
    """Put the files of a folder's `.next` in their places, tables first and the manifest last.

    A build that was killed meanwhile is finished in this way, too.
    """
    following = out / NEXT
    if not (following / MANIFEST).is_file():
        shutil.rmtree(following, ignore_errors=True)  # nothing that counts: the manifest is the last to be moved
        return
    found = sorted(following.iterdir(), key=lambda path: (path.name == MANIFEST, path.suffix == ".csv"))
    if found[0].suffix == ".parquet" and not any(path.suffix == ".csv" for path in found):
        _forget_csv(out)
    for path in found:
        with suppress(FileNotFoundError):  # two builds may finish the same one
            path.replace(out / path.name)
    with suppress(OSError):
        following.rmdir()


def _forget_csv(out: Path) -> None:
    """Remove the CSV files of an earlier build, which would say other things than the tables."""
    for table in TABLES:
        (out / f"{table.name}.csv").unlink(missing_ok=True)


def manifest(tables: Tables, inputs: dict[str, str]) -> dict[str, Any]:
    """Return what a build was made of: the version, each input with its hash, rows per table, problems per code."""
    return {
        "referat": __version__,
        "inputs": [{"source": source, "sha256": digest} for source, digest in sorted(inputs.items())],
        "rows": {table.name: len(tables[table.name]) for table in TABLES},
        "problems": {str(code): int(n) for code, n in tables.problems["code"].value_counts().sort_index().items()},
    }
