"""Errors of fetching; each message is a line for the user."""

from referat.errors import CannotGoOnError


class WrongUseError(CannotGoOnError):
    """Raised for wrong arguments: no host name, an unknown body, a folder of another portal."""

    exit_code = 2


class FetchError(CannotGoOnError):
    """Raised when a response is missing or cannot be used."""


class BrokenAnswerError(FetchError):
    """Raised for an incomplete response; a retry may help."""


class LeaveAloneError(FetchError):
    """Raised when the host cannot be reached or asks for a long wait; the run sends it no more requests."""
