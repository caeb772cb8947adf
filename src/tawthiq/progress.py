"""How long work tells how far it is: a callable, so that no room needs to know the terminal."""

from typing import Protocol


class Progress(Protocol):
    """Called now and then by long work."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Say that `done` of `total` steps of `what` are done."""


def silent(what: str, done: int, total: int) -> None:
    """Say nothing: the default of every function that takes a `Progress`."""
