"""Matters that return under a new case number, found by their titles.

A matter has returned under a new number if the same body has a case later whose latest title there is the same but for
dates and numbers (equal `title_key`) or near-equal (`rapidfuzz`, the order of words kept). Cases so linked are one
*series*: the yearly budget, a plan and its successor. Like titles before different bodies are no return: committees
are asked the same in the same month, each under a number of its own.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
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


_BODIES = 16
"""Bodies whose titles are compared at a time: of 500 bodies that takes a third of the memory of all at once."""
_BITS = 31
"""Two places are one number while they are sorted, each of so many bits."""


def titled(matters: pd.DataFrame) -> pd.DataFrame:
    """Return one row per matter and body with its latest open title there, and when it was first seen there."""
    columns = ["case_number", "body", "date", "title", "title_key"]
    named = matters.loc[matters["title_key"].str.len() >= SHORTEST, columns]
    there = named.groupby(["case_number", "body"], sort=False).ngroup()
    first_seen = named.pop("date").groupby(there).transform("min")
    latest = named.assign(first_seen=first_seen)[~there.duplicated(keep="last")]
    return latest.sort_values(["body", "first_seen", "case_number"], ignore_index=True)


def _words(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the longer words of each title key, body by body: the `place` of its row, and numbers of body and word."""
    # Arrow splits half a million keys in a tenth of the time that lists of Python take
    parts = pc.utf8_split_whitespace(pa.array(rows["title_key"]))
    words = pd.DataFrame({"word": pc.list_flatten(parts).to_pandas(), "place": pc.list_parent_indices(parts)})
    words = words[words["word"].str.len() > 3].astype({"place": "int64"})
    body = pd.factorize(rows["body"])[0][words["place"]]
    numbered = words.assign(body=body, word=pd.factorize(words["word"])[0])
    return numbered.drop_duplicates().sort_values(["body", "word", "place"], ignore_index=True)


def _candidates(words: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of pairs of one body whose keys share a word that is not common, each once, the earlier first.

    On half a million titles this takes a third of the time, and of the memory, of a merge of words with themselves.
    """
    groups = words.groupby(["body", "word"], sort=False)["place"]
    counts = groups.transform("size")
    rare = (counts > 1) & (counts <= COMMON)
    word, place = groups.ngroup()[rare].to_numpy(), words.loc[rare, "place"].to_numpy()
    shared = []
    for step in range(1, COMMON):
        same = word[step:] == word[:-step]
        shared.append((place[:-step][same] << _BITS) + place[step:][same])
    # np.unique says the same, in ten times the time
    ordered = np.sort(np.concatenate(shared))
    found = ordered[np.diff(ordered, prepend=-1) > 0]
    return found >> _BITS, found & ((1 << _BITS) - 1)


def _alike(keys: np.ndarray, first_seen: np.ndarray, words: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of places whose keys are alike, of which the `other` was first seen later, with their `score`."""
    one, other = _candidates(words)
    score = np.asarray(process.cpdist(list(keys[one]), list(keys[other]), scorer=fuzz.ratio), dtype=float).round(1)
    kept = (score >= LOWEST) & (first_seen[other] > first_seen[one])
    return pd.DataFrame({"one": one[kept], "other": other[kept], "score": score[kept]})


def pairs(matters: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of cases with like titles before one body: numbers, titles, first days there, `similarity` to 100.

    All pairs down to `LOWEST` are returned, so that the threshold can be judged by what lies on both sides of it.
    """
    rows = titled(matters)
    words = _words(rows)
    keys, first_seen = rows["title_key"].to_numpy(object), rows["first_seen"].to_numpy()
    ends = np.searchsorted(words["body"], range(0, rows["body"].nunique() + 2 * _BODIES, _BODIES))
    found = pd.concat([_alike(keys, first_seen, words[start:end]) for start, end in pairwise(ends)])
    number = pd.factorize(rows["case_number"], sort=True)[0]
    found = found.iloc[np.lexsort((number[found["other"]], -found["score"]))]
    earlier = rows.iloc[found["one"]].reset_index(drop=True).add_suffix("_earlier")
    later = rows.iloc[found["other"]].reset_index(drop=True).add_suffix("_later")
    both = pd.concat([earlier, later.drop(columns="body_later")], axis=1)
    return both.rename(columns={"body_earlier": "body"}).assign(similarity=found["score"].to_numpy())


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
