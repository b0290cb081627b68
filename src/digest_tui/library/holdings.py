"""Which digests the library holds, since when and of which year: what imports and the like add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from digest_tui.library.actions import Kind


@dataclass(slots=True)
class Holding:
    """A digest that is here: the stamp of the import that brought it, and the year that people gave it."""

    arrived: str
    year: int | None = None


def holdings(actions: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Holding]:
    """The digests that are here after all these actions, given as stamps and documents in any order."""
    held: dict[str, Holding] = {}
    for stamp, action in sorted(actions, key=lambda pair: pair[0]):
        if action["kind"] == Kind.MARK or action.get("undone"):
            continue
        for key, year in action["digests"].items():
            match action["kind"]:
                case Kind.IMPORT:
                    # A second import, on another machine, does not make an old digest arrive again.
                    holding = held.setdefault(key, Holding(stamp))
                    holding.year = year or holding.year
                case Kind.YEAR if key in held:
                    held[key].year = year
                case Kind.FORGET:
                    held.pop(key, None)
                case _:
                    pass
    return held
