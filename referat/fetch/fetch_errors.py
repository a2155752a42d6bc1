"""What can go wrong while fetching; each message is a line for the user."""

from referat.errors import CannotGoOnError


class WrongUseError(CannotGoOnError):
    """The call makes no sense: no host name, a body that does not exist, a folder of another portal."""

    exit_code = 2


class FetchError(CannotGoOnError):
    """An answer did not come or cannot be used."""


class BrokenAnswerError(FetchError):
    """An answer came in part; asking again may help."""


class LeaveAloneError(FetchError):
    """The host cannot be reached or asks for a long wait; nothing more is asked of it in this run."""
