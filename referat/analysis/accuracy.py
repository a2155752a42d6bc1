"""How often the reader is right, as the tests measure it on minutes that people have read."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pandas as pd

from referat.analysis.intervals import with_share


def measured(text: str | None = None) -> pd.DataFrame:
    """Return one row per kind of minutes and field: `right` of `fields`, their share and its Wilson 95 % interval.

    Parameters
    ----------
    text
        TOML with a table per kind of minutes and `field = [right, of]`; by default `accuracy.toml` of the package,
        which the tests hold equal to what they measure. Where it is missing nothing has been measured: no rows.
    """
    kinds = tomllib.loads(_stored() if text is None else text)
    rows = [
        (kind, field, *counts)
        for kind, fields in kinds.items()
        if isinstance(fields, dict)
        for field, counts in fields.items()
    ]
    return with_share(pd.DataFrame(rows, columns=["minutes", "field", "right", "fields"]), "right", "fields")


def _stored() -> str:
    path = files(__package__).joinpath("accuracy.toml")
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def by_field(measured: pd.DataFrame) -> pd.DataFrame:
    """Return one row per field over all kinds of minutes, the least sure first."""
    counts = measured.groupby("field", as_index=False)[["right", "fields"]].sum()
    return with_share(counts, "right", "fields").sort_values(["share", "field"], ignore_index=True)


def overall(measured: pd.DataFrame) -> pd.DataFrame:
    """Return one row: how many of all fields are `right`, or none where nothing has been measured."""
    total = measured[["right", "fields"]].sum().to_frame().T
    return with_share(total[total["fields"] > 0].reset_index(drop=True), "right", "fields")
