"""Fixtures that several tests share, and the long runs that are only made when asked for."""

from pathlib import Path

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of runs that take a night; they are made with `pytest -m nightly`."""
    config.addinivalue_line("markers", "nightly: takes too long for every day; run with `pytest -m nightly`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what takes a night unless it is asked for."""
    if "nightly" not in config.getoption("markexpr"):
        for item in items:
            if item.get_closest_marker("nightly"):
                item.add_marker(pytest.mark.skip("a long run: ask for it with `pytest -m nightly`"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with real minutes beside the project, or skip the test where it is absent."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder with real minutes (../shared) is not here")
    return folder
