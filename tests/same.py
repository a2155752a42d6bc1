"""Whether two ways of reading give the same tables, apart from positions and the reader."""

from __future__ import annotations

from referat.tables.frames import Tables

PLACES = ["line_start", "line_end", "document_id", "source", "source_sha256", "reader"]
COMPARED = ["meetings", "attendance", "items", "sections", "recommendations", "decisions"]
COMPARED += ["outcomes", "votes", "item_attendance", "attachments"]


def differences(one: Tables, other: Tables, *, but: tuple[str, ...] = ()) -> list[str]:
    """Return the cells that differ by more than white space, as sentences, except columns named in `but`.

    If a sentence ends at the bottom of a page, the end of its paragraph is unknown.
    """
    result = []
    for name in COMPARED:
        columns = [column for column in one[name].columns if column not in (*PLACES, *but)]
        first, second = (
            list(tables[name][columns].astype("str").fillna("").itertuples(index=False)) for tables in (one, other)
        )
        if len(first) != len(second):
            result.append(f"{name}: {len(first)} rows against {len(second)}")
        for row, twin in zip(first, second, strict=False):
            cells = [(c, a.split(), b.split()) for c, a, b in zip(columns, row, twin, strict=True)]
            result += [f"{name}.{c}: {' '.join(a)!r} against {' '.join(b)!r}" for c, a, b in cells if a != b]
    return result
