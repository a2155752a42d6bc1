"""The scripts of DataTables, for tables that a reader searches and sorts, as the package itables ships them."""

from __future__ import annotations

from importlib.resources import files

import regex as re

from referat.errors import CannotGoOnError

_EXPORT = re.compile(r"\bexport\{(?P<names>[^}]*)\};?")


def datatables_files() -> dict[str, bytes]:
    """Return script and style of DataTables by name, fit for pages that are opened from a disk.

    The package ships a module, and browsers load no module from a disk; so what it exports becomes a global name.
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
