"""Fixtures of many tests: the folder of real minutes, and results made once for all workers of a run.

The number of examples of property tests is a profile of Hypothesis; the Makefile selects one per tier.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import browser
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from referat import demo
from referat.pipeline.build import build

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
HOSTILE_TITLE = "<script>alert(1)</script> $$x$$ [here](javascript:alert(3)) **bold** "

# The same examples in each run, so that only a change can make a test fail; a release draws new ones.
REPEATABLE = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
settings.register_profile("test", REPEATABLE, max_examples=25)
settings.register_profile("all", REPEATABLE, max_examples=300)
settings.register_profile("release", REPEATABLE, max_examples=25_000, derandomize=False)
settings.load_profile("test")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that opens a browser as heavy: its processes take seconds of all processors."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("heavy")


MadeOnce = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(autouse=True, scope="session")
def no_user_cache() -> Iterator[None]:
    """Disable the cache of `load`, so that tests never touch the cache of the user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFERAT_CACHE", "")
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with real minutes next to the project, or skip the test if it is absent."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder with real minutes (../shared) is not here")
    return folder


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Return a function that lets the first worker fill a folder; all others only read it."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, fill: Callable[[Path], object]) -> Path:
        folder, complete = common / name, common / f"{name}.complete"
        with FileLock(common / f"{name}.lock"):
            if not complete.exists():
                folder.mkdir()
                fill(folder)
                complete.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def demo_minutes(made_once: MadeOnce) -> Path:
    """Return forty meetings of the demo corpus as text. Read only."""
    return made_once("demo minutes", lambda folder: demo.write(folder, meetings=40))


@pytest.fixture(scope="session")
def hostile_tables(demo_minutes: Path, made_once: MadeOnce) -> Path:
    """Return the tables of the demo corpus with titles of markup and a member's name. Read only."""

    def tampered(folder: Path) -> None:
        for path in sorted(demo_minutes.rglob("*.txt")):
            lines = path.read_text(encoding="utf-8").splitlines()
            name = _first_member(lines)
            marked = [
                line.replace(": ", f": {HOSTILE_TITLE}{name} ", 1) if line.startswith("Punkt ") else line
                for line in lines
            ]
            (folder / path.name).write_text("\n".join(marked) + "\n", encoding="utf-8")

    minutes = made_once("hostile minutes", tampered)
    return made_once("hostile tables", lambda folder: build(minutes, folder))


def _first_member(lines: list[str]) -> str:
    present = next((line for line in lines if line.startswith("Mødedeltagere")), "Mødedeltagere Ingen Her")
    return present.removeprefix("Mødedeltagere").split(",")[0].split("(")[0].strip()


@pytest.fixture(scope="session")
def whole_report(hostile_tables: Path, made_once: MadeOnce) -> Path:
    """Return the report of the project's notebooks over the hostile tables; kernels run once. Read only."""
    from referat.report.report_building import make_report  # takes a second

    return made_once("whole report", lambda folder: make_report(hostile_tables, folder, NOTEBOOKS))


@pytest.fixture(scope="module")
def chromium() -> Iterator[browser.Browser]:
    """A running browser, or a skipped test."""
    if not browser.executable():
        pytest.skip("there is no browser here")
    with browser.running() as it:
        yield it
