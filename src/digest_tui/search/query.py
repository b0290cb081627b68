"""A query: what the text of a filter means. Values only; `parsing` makes them, `match` answers them."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Place = tuple[int, int]
"""Where something stands in the filter's text: a half-open range of its indices."""

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


@dataclass(frozen=True, slots=True)
class Is:
    """One of MARKS."""

    mark: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Days from `low` to `high`, both included, None for open; of `date` (publication) or `marked`."""

    field: str
    low: date | None
    high: date | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers from `low` to `high`, both included, None for open; of `authors`, `comments`, `upvotes` or `seen`."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class And:
    """All of them; all papers if there are none."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The others."""

    part: "Node"


Leaf = Term | Is | Dates | Numbers
Node = Leaf | And | Or | Not


@dataclass(frozen=True, slots=True)
class Error:
    """What is wrong with a filter: where, and what would be right."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Query:
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


def _leaves(node: Node, *, wanted: bool) -> Iterator[tuple[Leaf, bool]]:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part, wanted=wanted)
        case Not(part):
            yield from _leaves(part, wanted=not wanted)
        case _:
            yield node, wanted
