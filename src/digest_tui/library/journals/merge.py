"""How changes to a document add up: per field the newest stamp wins, whatever the order they arrive in.

A removal has a stamp too, and hides the fields that are not newer than it. So the state of a document is a function of
the set of its changes: order, repeats and copies make no difference.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from digest_tui.library.journals.lines import decode, encode

# A field as it stands: the stamp and the value, or the stamp alone where the field was removed.
Entry = list[Any]


class Change(NamedTuple):
    """What one write did to one document: fields set (None: the document was removed) and fields taken away."""

    stamp: str
    fields: Mapping[str, Any] | None
    removed: tuple[str, ...] = ()


class State(NamedTuple):
    """What is known of a document: stamps of its newest removal and of its newest other change, and its fields."""

    dead: str = ""
    touched: str = ""
    fields: Mapping[str, Entry] = {}

    @property
    def visible(self) -> bool:
        """Whether there is a document: something was written to it after it was last removed."""
        return self.touched > self.dead

    def document(self) -> dict[str, Any]:
        """The fields and their values."""
        return {name: entry[1] for name, entry in self.fields.items() if len(entry) > 1}


def merge(state: State, change: Change) -> State:
    """The state with one more change, which may be older than what is known, or known already."""
    if change.fields is None:
        dead = max(state.dead, change.stamp)
        return State(dead, state.touched, {n: entry for n, entry in state.fields.items() if entry[0] > dead})
    if change.stamp <= state.dead:
        return state
    entries: dict[str, Entry] = {name: [change.stamp, value] for name, value in change.fields.items()}
    entries.update((name, [change.stamp]) for name in change.removed)
    fields = dict(state.fields)
    for name, entry in entries.items():
        fields[name] = _newer(fields[name], entry) if name in fields else entry
    return State(state.dead, max(state.touched, change.stamp), fields)


def pack(state: State) -> bytes:
    """The state as bytes, a sixth of the memory it takes as objects."""
    return encode([state.dead, state.touched, state.fields])


def unpack(packed: bytes) -> State:
    """The state again, of fresh objects."""
    return State(*decode(packed))


def _newer(one: Entry, other: Entry) -> Entry:
    if one[0] != other[0]:
        return one if one[0] > other[0] else other
    # One stamp for two values: a device's name was copied to another. Any rule will do that all devices share.
    return max(one, other, key=lambda entry: (len(entry), encode(entry[1:])))
