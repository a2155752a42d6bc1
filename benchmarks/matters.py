"""Time and memory for the matters of a million items: `python benchmarks/matters.py [--items N ...]`.

Each size runs in a process of its own, on items, references and meetings of `million.py` with the features that a build
takes from titles and decisions. `index_matters` alone is measured, batch by batch as in a build: processor seconds,
peak memory, and the peak in addition to the input.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
from analyses import memory, reset_peak
from million import meetings_and_items, references

from referat.corpus.matter_index import MatterIndex, index_matters
from referat.facts.item_features import FEATURES, item_features
from referat.schema.registry import BY_NAME
from referat.tables.batches import empty

SIZES = (100_000, 1_000_000)
ROWS_OF_A_BATCH = 8_192

_DECISIONS = (
    ("Godkendt.", ("approved",)),
    ("Indstillingen anbefales.", ("recommended",)),
    ("Taget til efterretning.", ("noted",)),
    ("Sagen udsættes.", ("postponed",)),
    ("Sagen sendes tilbage til administrationen.", ("referred",)),
    ("Udvalget ønsker en sag om pladserne på et kommende møde.", ("agreed",)),
)
_WEIGHTS = (45, 25, 22, 2, 3, 3)
_ROUTES = ("", "Økonomiudvalget og Byrådet.", "Teknik- og Miljøudvalget, Økonomiudvalget og Byrådet.")


def tables(items: int, seed: int = 1) -> dict[str, pa.Table]:
    """Return meetings, items with their features, and references of a corpus with a number of items."""
    rng = np.random.default_rng(seed)
    meetings, rows = meetings_and_items(rng, items)
    numbers = [rng.choice(len(_DECISIONS), items, p=np.array(_WEIGHTS) / 100), rng.integers(0, len(_ROUTES), items)]
    features = [_features(*entry) for entry in zip(rows["title"], *(each.tolist() for each in numbers), strict=True)]
    columns = pd.DataFrame(features, columns=list(FEATURES)).set_index(rows.index)
    cited = references(rng, rows)
    earlier = cited["meeting_id"].map(meetings.set_index("meeting_id")[["body", "date"]].to_dict("index").get)
    cited["body"] = [meeting["body"] if meeting else None for meeting in earlier]
    cited["date"] = pd.to_datetime([meeting["date"] if meeting else None for meeting in earlier])
    words = pd.Series(columns["words"].to_numpy(), rows["item_id"])
    numbers_cited = pd.array(rng.integers(1, 11, len(cited)), "Int64")
    cited = cited.assign(item_number=numbers_cited, context=cited["item_id"].map(words))
    frames = {"meetings": meetings, "items": pd.concat([rows, columns], axis=1), "references": cited}
    return {name: _arrow(name, frame) for name, frame in frames.items()}


@cache
def _features(title: str, decision: int, route: int) -> tuple[object, ...]:
    features = item_features(title, [_DECISIONS[decision]], [_ROUTES[route]], [])
    return tuple(getattr(features, name) for name in FEATURES)


def _arrow(name: str, rows: pd.DataFrame) -> pa.Table:
    """Return the columns that a build has of a table; those that are not made here are missing."""
    beside = {"items": FEATURES, "references": ("context",)}.get(name, ())
    schema = empty(name, [*(column.name for column in BY_NAME[name].columns), *beside]).schema
    here = rows.reindex(columns=schema.names)
    return pa.Table.from_pandas(here, schema=schema, preserve_index=False)


def batches_of(corpus: dict[str, pa.Table]) -> Callable[[str], Iterator[pa.Table]]:
    """Return the batches of each table by its name, as a build reads them."""
    return lambda name: (pa.Table.from_batches([batch]) for batch in corpus[name].to_batches(ROWS_OF_A_BATCH))


def measure(items: int) -> dict[str, float]:
    """Return the cost of the matters of a number of items in this process."""
    corpus = tables(items)
    _features.cache_clear()
    before = reset_peak()
    wall, processor = time.perf_counter(), time.process_time()
    index = index_matters(batches_of(corpus))
    used = {"seconds": time.process_time() - processor, "wall": time.perf_counter() - wall}
    return used | {"peak": memory("VmHWM"), "on_top": memory("VmHWM") - before} | _sizes(index)


def _sizes(index: MatterIndex) -> dict[str, float]:
    return {"items": len(index.items), "matters": len(index.matters), "links": len(index.links)}


def cost_of(items: int) -> dict[str, float]:
    """Return the cost of the matters of a number of items in a process of its own."""
    command = [sys.executable, __file__, "--measure", str(items)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def main() -> None:
    """Print one row per size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, nargs="+", default=SIZES, help="sizes (default: 100,000 and 1,000,000)")
    parser.add_argument("--measure", type=int, metavar="N", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    print("| items | matters | links | processor seconds | peak MB | of them on top of the input |")
    print("|---|---|---|---|---|---|")
    for items in options.items:
        cost = cost_of(items)
        counts = f"{items:,} | {cost['matters']:,} | {cost['links']:,}"
        print(f"| {counts} | {cost['seconds']:.1f} | {cost['peak']:.0f} | {cost['on_top']:.0f} |", flush=True)


if __name__ == "__main__":
    main()
