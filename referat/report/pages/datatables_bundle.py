"""The scripts of DataTables, for searchable and sortable tables, from the package itables."""

from __future__ import annotations

from importlib.resources import files

import regex as re

from referat.errors import CannotGoOnError

_EXPORT = re.compile(r"\bexport\{(?P<names>[^}]*)\};?")


def datatables_files() -> dict[str, bytes]:
    """Return script and style of DataTables by name, for pages opened from a disk.

    The package ships an ES module, which browsers do not load from a disk; its export is made a global variable.
    """
    folder = files("itables").joinpath("html")
    source = folder.joinpath("dt_bundle.js").read_text(encoding="utf-8")
    export = _EXPORT.search(source)
    pairs = [name.split(" as ") for name in export["names"].split(",")] if export else []
    names = {outside: inside for inside, outside in pairs}
    if export is None or "default" not in names:
        raise CannotGoOnError("the DataTables bundle of itables exports no table; install itables in a version below 3")
    body = f"{source[: export.start()]}window.DataTable={names['default']};{source[export.end() :]}"
    style = folder.joinpath("dt_bundle.css").read_bytes()
    return {"tables.js": f"(()=>{{{body}\n}})();\n".encode(), "tables.css": style}
