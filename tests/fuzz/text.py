"""Fuzz the reader of text: see README.md in this folder."""

import sys

import atheris

with atheris.instrument_imports(include=["referat"]):
    import promises


@promises.kept_if_it_fails
def one(data: bytes) -> None:
    """Read some bytes as a file of text."""
    promises.assert_kept(data.decode("utf-8", errors="replace").lstrip("{[ \t\r\n\ufeff"))


if __name__ == "__main__":
    atheris.Setup([*sys.argv, f"-dict={promises.dictionary()}"], one)
    atheris.Fuzz()
