"""Matters that return under a new case number, found by their titles.

A matter has returned under a new number if the same body has a case later whose latest title there is the same but for
dates and numbers (equal `title_key`) or near-equal (`rapidfuzz`, the order of words kept). Cases so linked are one
*series*: the yearly budget, a plan and its successor. Like titles before different bodies are no return: committees
are asked the same in the same month, each under a number of its own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

THRESHOLD = 88
"""Chosen by reading the pairs of two years of nine elected bodies: of 18 different pairs of titles from 88 up none
was two matters, of 8 from 85 to 88 three were (two addresses, two companies), of 19 from 80 to 85 more than half."""
LOWEST = 70
"""Pairs below this similarity are not kept even as evidence."""
COMMON = 40
"""A word in more titles than this before one body says too little to look for pairs by it."""
SHORTEST = 8
"""A title key of fewer characters is no name of a matter."""


def titled(matters: pd.DataFrame) -> pd.DataFrame:
    """Return one row per matter and body with its latest open title there, and when it was first seen there."""
    named = matters[matters["title_key"].str.len() >= SHORTEST]
    latest = named.drop_duplicates(["case_number", "body"], keep="last")
    seen = named.groupby(["case_number", "body"], as_index=False).agg(first_seen=("date", "min"))
    rows = latest[["case_number", "body", "title", "title_key"]].merge(seen, on=["case_number", "body"])
    return rows.sort_values(["body", "first_seen", "case_number"], ignore_index=True)


def _candidates(rows: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of places of one body whose keys share a word that is not common, each once, earlier place first."""
    words = rows["title_key"].str.split().explode().rename("word").rename_axis("place").reset_index()
    words = words[words["word"].str.len() > 3]
    bodies = pd.factorize(rows["body"])[0][words["place"]]
    # numbers for texts: a pair of them is found in a tenth of the time
    found = pd.DataFrame({"place": words["place"], "body": bodies, "word": pd.factorize(words["word"])[0]})
    found = found.drop_duplicates()
    counts = found.groupby(["body", "word"])["place"].transform("size")
    rare = found[(counts > 1) & (counts <= COMMON)]
    pairs = rare.merge(rare, on=["body", "word"])
    pairs = pairs[pairs["place_x"] < pairs["place_y"]]
    return pairs[["place_x", "place_y"]].drop_duplicates(ignore_index=True)


def pairs(matters: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of cases with like titles before one body: numbers, titles, first days there, `similarity` to 100.

    All pairs down to `LOWEST` are returned, so that the threshold can be judged by what lies on both sides of it.
    """
    rows = titled(matters)
    found = _candidates(rows)
    one, other = found["place_x"].to_numpy(int), found["place_y"].to_numpy(int)
    keys = rows["title_key"].to_numpy(object)
    score = np.asarray(process.cpdist(list(keys[one]), list(keys[other]), scorer=fuzz.ratio), dtype=float).round(1)
    like = score >= LOWEST
    earlier = rows.iloc[one[like]].reset_index(drop=True).add_suffix("_earlier")
    later = rows.iloc[other[like]].reset_index(drop=True).add_suffix("_later")
    both = pd.concat([earlier, later.drop(columns="body_later")], axis=1).rename(columns={"body_earlier": "body"})
    both["similarity"] = score[like]
    kept = both[both["first_seen_later"] > both["first_seen_earlier"]]
    return kept.sort_values(["similarity", "case_number_later"], ascending=[False, True], ignore_index=True)


def series(matters: pd.DataFrame, pairs: pd.DataFrame, threshold: float = THRESHOLD) -> pd.DataFrame:
    """Return one row per case of a series: `series` (from 1), case number, latest title, `first_seen`, `last_seen`."""
    cases = matters.groupby("case_number", as_index=False).agg(
        title=("title", "last"), first_seen=("date", "min"), last_seen=("date", "max")
    )
    linked = pairs[pairs["similarity"] >= threshold]
    place = pd.Series(np.arange(len(cases)), index=cases["case_number"])
    ends = (place[linked["case_number_earlier"]].to_numpy(), place[linked["case_number_later"]].to_numpy())
    cases["series"] = _components(len(cases), *ends)
    kept = cases[cases.groupby("series")["case_number"].transform("size") > 1]
    kept = kept.assign(began=kept.groupby("series")["first_seen"].transform("min"))
    ordered = kept.sort_values(["began", "series", "first_seen", "case_number"], ignore_index=True).drop(
        columns="began"
    )
    return ordered.assign(series=pd.factorize(ordered["series"])[0] + 1)


def _components(size: int, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return a label for each of `size` places such that linked places share it: the smallest place they reach."""
    labels = np.arange(size)
    while (labels[one] != labels[other]).any():
        smaller = np.minimum(labels[one], labels[other])
        np.minimum.at(labels, one, smaller)
        np.minimum.at(labels, other, smaller)
    return labels
