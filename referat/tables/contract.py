"""Check the contract of the tables while they are written: keys, references, required cells, allowed values.

Rows are checked batch by batch, and only a hash of eight bytes is kept per key, so that tables of any size can be
checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from referat.schema.registry import BY_NAME, Column, Table
from referat.tables.frames import plain

_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd factor for combining the hashes of columns, so that their order matters."""


@dataclass(slots=True)
class ContractCheck:
    """Breaches of the contract in the rows of a table so far, and the hashes to check its references.

    `keys` are the hashes of the rows' keys, `references` those of the cells in each column that refers to another
    table.
    """

    name: str
    rows: int = 0
    faults: set[str] = field(default_factory=set)
    keys: list[np.ndarray] = field(default_factory=list)
    references: dict[str, set[int]] = field(default_factory=dict)

    def add(self, batch: pa.Table) -> None:
        """Check a batch of rows, and keep the hashes of its keys and references."""
        table, batch = BY_NAME[self.name], plain(self.name, batch)
        self.rows += len(batch)
        if not len(batch):
            return
        self.faults.update(fault for column in table.columns for fault in _faults(table, column, batch[column.name]))
        hashes = {name: _hashes(batch[name]) for name in {*table.key, *(column for column, _ in table.references)}}
        if table.key:
            self.keys.append(_combined([hashes[name] for name in table.key]))
        for column, _ in table.references:
            self.references.setdefault(column, set()).update(np.unique(hashes[column]).tolist())


def broken_promises(checks: Mapping[str, ContractCheck]) -> list[str]:
    """Return the breaches of the contract as sentences; `checks` has the check of every table by name."""
    keys = {
        name: np.concatenate(check.keys) if check.keys else np.empty(0, np.uint64) for name, check in checks.items()
    }
    faults = []
    for name, check in checks.items():
        table = BY_NAME[name]
        faults += sorted(check.faults)
        if len(np.unique(keys[name])) < len(keys[name]):
            faults.append(f"{name}: rows share the key {', '.join(table.key)}")
        for column, other in table.references:
            pointed = np.fromiter(check.references.get(column, ()), np.uint64)
            if not np.isin(pointed, keys[other]).all():
                faults.append(f"{name}.{column}: cells point at no row of {other}")
    return faults


def _faults(table: Table, column: Column, cells: pa.ChunkedArray) -> Iterator[str]:
    if column.required and cells.null_count:
        yield f"{table.name}.{column.name}: cells are missing"
    if column.type == "text" and pc.min(pc.binary_length(cells)).as_py() == 0:
        yield f"{table.name}.{column.name}: cells are empty instead of missing"
    if column.allowed and not {*pc.unique(cells).to_pylist()} <= {None, *column.allowed}:
        yield f"{table.name}.{column.name}: cells hold other values than the allowed ones"


def _hashes(cells: pa.ChunkedArray) -> np.ndarray:
    """Return a hash for each cell; each distinct value is hashed once."""
    encoded = pc.dictionary_encode(cells, null_encoding="encode").combine_chunks()
    values = encoded.dictionary.cast(pa.large_string()).fill_null("\x00").to_numpy(zero_copy_only=False)
    hashed: np.ndarray = pd.util.hash_array(values, categorize=False)
    cells_hashed: np.ndarray = hashed[encoded.indices.to_numpy()]
    return cells_hashed


def _combined(columns: list[np.ndarray]) -> np.ndarray:
    total = columns[0]
    for column in columns[1:]:
        total = total * _MIX + column
    return total
