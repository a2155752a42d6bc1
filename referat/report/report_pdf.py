"""Convert a page to PDF with WeasyPrint, if it and the library Pango are installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from referat.errors import CannotGoOnError


class NoConverterError(CannotGoOnError):
    """Raised if PDFs cannot be made; the message says what is missing."""


def converter() -> Callable[[str], bytes]:
    """Return a function that converts a page to a tagged PDF; equal pages give equal bytes.

    Raises
    ------
    NoConverterError
        If WeasyPrint is not installed, or the system lacks Pango.
    """
    try:
        weasyprint = import_module("weasyprint")
        urls = import_module("weasyprint.urls")
    except (ImportError, OSError) as error:
        reason = str(error).strip().splitlines()[0]
        raise NoConverterError(f"no PDF is made, because WeasyPrint cannot be loaded: {reason}") from error
    inside = urls.URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
    return lambda page: bytes(weasyprint.HTML(string=page, url_fetcher=inside).write_pdf(pdf_variant="pdf/ua-1"))
