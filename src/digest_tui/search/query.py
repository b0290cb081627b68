"""A query: what the text of a filter means, and what was made of it. `parsing` makes it, `match` answers it."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

Place = tuple[int, int]
"""Where something stands in the filter's text: a half-open range of its indices."""

Span = tuple[int, int]
"""Where a term stands in a text that was found: the same of its indices."""

TEXT_FIELDS = ("title", "abstract", "org", "author", "cat")
"""The fields that hold text. A term without a field looks into all of them but `cat`."""

MARKS = ("new", "unread", "read", "starred", "skipped")


class Kind(StrEnum):
    """How a term is compared."""

    PLAIN = "plain"
    """It stands anywhere, also within a word."""
    WHOLE = "whole"
    """It stands there and no word goes on at either end."""
    FUZZY = "fuzzy"
    """A word contains it, or begins like it but for typing errors."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase, folded. `field` is one of TEXT_FIELDS, `digest`, or None for anywhere."""

    text: str
    field: str | None = None
    kind: Kind = Kind.PLAIN
    phrase: bool = False
    place: Place = dataclasses.field(default=(0, 0), compare=False)


class Is(NamedTuple):
    """One of MARKS."""

    mark: str


class Dates(NamedTuple):
    """Days from `low` to `high`, both included, None for open; of `date` (publication) or `marked`."""

    field: str
    low: date | None
    high: date | None


class Numbers(NamedTuple):
    """Numbers from `low` to `high`, both included, None for open; of `authors`, `comments`, `upvotes` or `seen`."""

    field: str
    low: int | None
    high: int | None


class And(NamedTuple):
    """All of them; all papers if there are none."""

    parts: tuple["Node", ...]
    joined: str = "and"
    """Always this; else any of some parts would be equal to all of them."""


class Or(NamedTuple):
    """Any of them."""

    parts: tuple["Node", ...]
    joined: str = "or"
    """Always this."""


class Not(NamedTuple):
    """The others."""

    part: "Node"


Leaf = Term | Is | Dates | Numbers
Node = Leaf | And | Or | Not


class Error(NamedTuple):
    """What is wrong with a filter: where, and what would be right."""

    place: Place
    message: str


class Query(NamedTuple):
    """A filter's text understood as far as it can be: without `root` every paper is a hit.

    `order` is the name of an order, where the text names one.
    """

    text: str = ""
    root: Node | None = None
    errors: tuple[Error, ...] = ()
    order: str | None = None

    @property
    def replaces_view(self) -> bool:
        """Whether it says itself which papers it is about, by marks or digests, whatever view is open."""
        return any(
            isinstance(leaf, Is) or (isinstance(leaf, Term) and leaf.field == "digest") for leaf, _ in self.leaves()
        )

    def leaves(self) -> Iterator[tuple[Leaf, bool]]:
        """Every leaf, and whether it is wanted or excluded."""
        return _leaves(self.root, wanted=True) if self.root else iter(())

    def terms(self, field: str | None = None) -> list[Term]:
        """The terms that are wanted and look into this field; into any, if none is given."""
        return [
            leaf
            for leaf, wanted in self.leaves()
            if wanted and isinstance(leaf, Term) and leaf.field != "digest" and field in (None, leaf.field or field)
        ]


class Likened(NamedTuple):
    """A word that occurs nowhere, or rarely, and the one that is most like it.

    Allowed typing errors, it finds so many papers `more`.
    """

    word: str
    like: str
    more: int


class Superseded(Exception):  # noqa: N818 - nothing went wrong
    """Nobody waits for the answer any more."""


def _leaves(node: Node, *, wanted: bool) -> Iterator[tuple[Leaf, bool]]:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part, wanted=wanted)
        case Not(part):
            yield from _leaves(part, wanted=not wanted)
        case _:
            yield node, wanted
