"""Work that nobody waits for, beside work that somebody waits for: the interpreter does one thing at a time."""

import select
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")


def give_way() -> None:
    """Let other threads go first. Unlike a sleep of no time, it takes none."""
    select.select((), (), (), 0)


def politely(things: Iterable[Thing], pause: Callable[[], object] = give_way) -> Iterator[Thing]:
    """Each of them, other threads first: a key that is pressed meanwhile would be seen to wait."""
    for thing in things:
        pause()
        yield thing
