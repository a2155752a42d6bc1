import csv
from pathlib import Path

import pytest

from referat import demo


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    assert demo.write(folder) == 200
    return folder


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "_truth" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_meeting_of_the_truth_has_its_file(corpus):
    sources = {row["source"] for row in rows(corpus, "meetings")}
    assert sources == {path.name for path in corpus.glob("*.txt")}
    assert len(sources) == 200


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        demo.write(tmp_path / name, meetings=20)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / name).rglob("*.*")} for name in ("one", "two"))
    assert first == second
