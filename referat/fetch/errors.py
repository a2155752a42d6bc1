"""What can go wrong while fetching; each error says it in one line for the user."""


class WrongUse(ValueError):
    """The command was called with something that cannot be meant: no host name, a body that does not exist."""


class FetchError(Exception):
    """An answer could not be had, or not be used; asking again would give the same."""


class PassingError(FetchError):
    """It may go better the next time, after `wait` seconds if the server named them."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


class UnreachableError(PassingError):
    """There was no connection to the host at all."""


class ComeBackLaterError(FetchError):
    """The host asked to be left alone for longer than a program should wait."""


LEAVE_ALONE = (UnreachableError, ComeBackLaterError)
"""After these the host is not asked for anything more in this run."""
