"""What was read of the journals, as plain values: a later start reads only what they gained since.

A snapshot holds for journals that still begin with what was read of them; for any other it is worth nothing.
"""

import os
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

from digest_tui.library.journals.journal import Damage, Mark
from digest_tui.library.journals.log import Log
from digest_tui.library.journals.shelf import Shelf, Texts
from digest_tui.library.journals.tables import Tables

_LOW = (1 << 64) - 1


def take(log: Log, tables: Tables) -> dict[str, Any]:
    """The state of the tables and how far each journal was read, as JSON types."""
    return {
        "journals": [
            {
                "name": journal.name,
                "mark": [journal.mark.offset, journal.mark.lines, journal.mark.last_offset, journal.mark.last.hex()],
                "newest": journal.newest,
                "damage": [[damage.line, damage.what] for damage in journal.damaged_lines],
                "more_damage": journal.more_damage,
            }
            for journal in log.journals
        ],
        "shelves": {name: _shelf(shelf) for name, shelf in tables.shelves.items()},
        "refused": sorted(tables.refused),
        "retired": sorted(tables.retired),
        "closed": sorted(tables.closed),
        "unclosed": sorted(tables.unclosed),
    }


def names_in(snapshot: Mapping[str, Any], table: str) -> list[str]:
    """The ids that the table had, in the order that it gave them in."""
    ids: list[str] = snapshot["shelves"].get(table, {}).get("ids", [])
    return ids


def restore(snapshot: Mapping[str, Any], log: Log, tables: Tables) -> bool:
    """Fill fresh tables; False if the journals are not what they were, and the tables are then of no use."""
    for kept in snapshot["journals"]:
        try:
            journal = log.journals[log.number(log.path / kept["name"])]
            offset, lines, last_offset, last = kept["mark"]
            journal.mark = Mark(offset, lines, last_offset, bytes.fromhex(last))
            if not journal.continues(os.fstat(journal.descriptor)):
                return False
        except OSError:
            return False
        journal.newest = kept["newest"]
        journal.damaged_lines = [Damage(journal.name, line, what) for line, what in kept["damage"]]
        journal.more_damage = kept["more_damage"]
        tables.observe(journal.newest)
    for name, kept in snapshot["shelves"].items():
        _fill(tables.shelf(name), kept)
    tables.refused.update(snapshot["refused"])
    tables.retired.update(snapshot["retired"])
    tables.closed.update(snapshot["closed"])
    tables.half_known.update(snapshot["unclosed"])
    return True


def _shelf(shelf: Shelf) -> dict[str, Any]:
    """Ids and, for each, the place of its line: number of the journal, and offset and length.

    Instead of a place there may be the number of a text, below zero, or zero for a document that was merged.
    """
    values = [value if isinstance(value, int) else 0 for value in shelf.live.values()]
    return {
        "ids": list(shelf.live),
        "journals": array("H", [value >> 64 if value > 0 else 0 for value in values]).tobytes().hex(),
        "lines": array("q", [value & _LOW if value > 0 else value for value in values]).tobytes().hex(),
        "texts": b"\n".join(shelf.texts.listed).decode(),
        "merged": {name: value.decode() for name, value in shelf.live.items() if isinstance(value, bytes)},
        "hidden": {name: value.decode() for name, value in shelf.hidden.items()},
    }


def _fill(shelf: Shelf, kept: Mapping[str, Any]) -> None:
    journals, lines = array("H", bytes.fromhex(kept["journals"])), array("q", bytes.fromhex(kept["lines"]))
    values: Iterable[int] = lines
    if any(journals):
        values = [journal << 64 | line if journal else line for journal, line in zip(journals, lines, strict=True)]
    if kept["texts"]:
        shelf.texts = Texts(kept["texts"].encode().split(b"\n"))
        # Of a million that are alike, the number is kept once.
        one: dict[int, int] = {}
        values = map(one.setdefault, values, values)
    shelf.live.update(zip(kept["ids"], values, strict=True))
    shelf.live.update((name, packed.encode()) for name, packed in kept["merged"].items())
    shelf.hidden.update((name, packed.encode()) for name, packed in kept["hidden"].items())
