"""A table as TinyDB's updaters see it: a mapping that they change as they like, and that then says what changed."""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from digest_tui.library.journals.lines import encode

# As it stands in a journal's line: table, id, fields or None, and perhaps the fields removed.
Written = list[Any]


class Draft(MutableMapping[str, dict[str, Any]]):
    """A copy on write of a table's documents. Documents that were handed out may be changed in place."""

    def __init__(self, base: Mapping[str, dict[str, Any]]) -> None:
        self._base = base
        self._documents: dict[str, dict[str, Any]] = {}
        self._removed: dict[str, None] = {}

    def __getitem__(self, identity: str) -> dict[str, Any]:
        if identity not in self._documents:
            if identity in self._removed:
                raise KeyError(identity)
            self._documents[identity] = self._base[identity]
        return self._documents[identity]

    def __setitem__(self, identity: str, document: dict[str, Any]) -> None:
        self._documents[identity] = document

    def __delitem__(self, identity: str) -> None:
        if identity not in self:
            raise KeyError(identity)
        self._documents.pop(identity, None)
        if identity in self._base:
            self._removed[identity] = None

    def __contains__(self, identity: object) -> bool:
        return identity in self._documents or (identity in self._base and identity not in self._removed)

    def __iter__(self) -> Iterator[str]:
        yield from (identity for identity in self._base if identity in self)
        yield from (identity for identity in list(self._documents) if identity not in self._base)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove every document, without reading any."""
        self._documents.clear()
        self._removed = dict.fromkeys(self._base)

    def changes(self, table: str) -> list[Written]:
        """What is different now, as the changes of a line. Raises TypeError where a document is not made of JSON."""
        changes: list[Written] = [
            [table, identity, None] for identity in self._removed if identity not in self._documents
        ]
        for identity, document in self._documents.items():
            before = self._before(identity)
            if before is None:
                changes.append([table, str(identity), document])
            elif change := _difference(before, document):
                changes.append([table, identity, *change])
        return changes

    def _before(self, identity: str) -> dict[str, Any] | None:
        """The document as it was; None if there was none, or none that is whole."""
        try:
            return self._base[identity]
        except KeyError:
            return None


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Any]:
    """Fields set and fields removed; nothing if there are none."""
    # Compared as they are written: to Python 1, 1.0 and True are one value.
    fields = {
        name: value for name, value in after.items() if name not in before or encode(value) != encode(before[name])
    }
    removed = [name for name in before if name not in after]
    if removed:
        return [fields, removed]
    return [fields] if fields else []
