"""The documents of one table: an index in memory of what lies in the journals, decoded when asked for.

A document that one line wrote is kept as the place of that line. Of a short line that named it by its stamp, as one for
a mark is, the fields are kept: a hundred thousand marks say but some thousand different things, so that most share
theirs. A document that several lines wrote is kept merged, as bytes. None can be changed by changing what was handed
out, and a hundred thousand of them fit in some twenty megabytes.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, ItemsView, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, cast

from digest_tui.library.journals.lines import decode, stamp_of
from digest_tui.library.journals.log import Log
from digest_tui.library.journals.merge import Change, State, merge, pack, unpack

_AT_ONCE = 1000  # documents that are read in one go
_SHORT = 200  # bytes of fields that are kept

Value = int | bytes
"""What is kept of a document: its line's place, or, below zero, the number of its fields; or all of it, merged."""


class Shelf(Mapping[str, dict[str, Any]]):
    """A table's documents by id, in the order they came. Read from any thread, changed by one."""

    def __init__(self, name: str, log: Log) -> None:
        self.name = name
        self.live: dict[str, Value] = {}
        self.hidden: dict[str, bytes] = {}  # removed documents: what is older than the removal may still arrive
        self._log = log
        self.texts = Texts()

    def __getitem__(self, identity: str) -> dict[str, Any]:
        """A fresh copy of the document. Raises KeyError, also where its line was damaged since; OSError."""
        document = self._document(identity, self.live[identity], self._log.body)
        if document is None:
            raise KeyError(identity)
        return document

    def get(self, identity: str, default: Any = None) -> Any:
        """The document if it can be read. Who only looks goes on without it; who changes it must not."""
        try:
            return self[identity]
        except (KeyError, OSError):
            return default

    def __contains__(self, identity: object) -> bool:
        return identity in self.live

    def __iter__(self) -> Iterator[str]:
        return iter(list(self.live))  # a list, because documents may come while another thread looks through them

    def __len__(self) -> int:
        return len(self.live)

    def items(self) -> ItemsView[str, dict[str, Any]]:
        """Ids and documents; the journals are read front to back, which is much faster than one by one."""
        return _Items(self)

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What `items` goes through. Documents whose lines were damaged since are left out."""
        identities = list(self.live)
        for start in range(0, len(identities), _AT_ONCE):
            yield from self.several(identities[start : start + _AT_ONCE]).items()

    def several(self, identities: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The documents of these ids, so far as there are such and they can be read."""
        value_of, found = self.live.get, {}
        values = [(name, value) for name in identities if (value := value_of(name)) is not None]
        body = self._log.bodies([value for _, value in values if isinstance(value, int) and value >= 0]).get
        for name, value in values:
            if (document := self._document(name, value, body)) is not None:
                found[name] = document
        return found

    def together(self) -> Iterator[tuple[dict[str, Any], Sequence[str]]]:
        """Every document's fields, and the ids, sorted, of documents that have them: one, or many that are alike."""
        # In columns, as there may be a million.
        of_value: defaultdict[Value, list[str]] = defaultdict(list)
        names, values = list(self.live), list(self.live.values())
        deque(map(list.append, map(of_value.__getitem__, values), names), maxlen=0)
        others = []
        for value, alike in of_value.items():
            if isinstance(value, int) and value < 0:
                alike.sort()
                yield decode(self.texts.text(value)), alike
            else:
                others += alike
        for start in range(0, len(others), _AT_ONCE):
            for name, document in self.several(others[start : start + _AT_ONCE]).items():
                yield document, [name]

    def value(self, identity: str) -> Value | None:
        """What is kept for a document, be it removed or not."""
        return self.live.get(identity, self.hidden.get(identity))

    def place(self, identity: str, place: int) -> bool:
        """Take in the line at a place, which sets fields of this one document. Whether that changed anything.

        Raises OSError, as all do that take in changes: what cannot be read now is taken in another time.
        """
        if identity not in self.live and identity not in self.hidden:
            self.live[identity] = place
            return True
        known, body = self.value(identity), self._log.body(place)
        if known == place or (isinstance(known, int) and known >= 0 and self._log.body(known) == body):
            return False  # a copy, such as synchronising programs make
        record = self._record(identity, body)
        return record is not None and self.merge(identity, Change(stamp_of(record), record[-1][2]))

    def place_all(self, names: Sequence[str], places: Sequence[int]) -> Collection[str]:
        """Take in the lines at many places; the ids of the documents that changed."""
        fresh = dict(zip(names, places, strict=True))
        if len(fresh) == len(names) and not self.hidden and self.live.keys().isdisjoint(fresh):
            self.live.update(fresh)
            return names
        return [name for name, place in zip(names, places, strict=True) if self.place(name, place)]

    def say(self, identity: str, text: bytes, place: int) -> bool:
        """Take in the line at a place, which names its document by its stamp, with these fields; as `place` does."""
        try:
            number = self.texts[text]
        except ValueError:
            return self.place(identity, place)
        known = self.value(identity)
        if known is None:
            self.live[identity] = number
            return True
        return known != number and self.merge(identity, Change(identity, decode(text)))

    def say_all(self, names: Sequence[str], texts: Sequence[bytes]) -> bool:
        """Take in many such lines at once, unless they must be looked at one by one; whether that was done."""
        if self.hidden:
            return False
        try:
            numbers = list(map(self.texts.__getitem__, texts))
        except ValueError:
            return False
        expected = len(self.live) + len(names)
        found = list(map(self.live.setdefault, names, numbers))
        if len(self.live) < expected:
            for name, known, text, number in zip(names, found, texts, numbers, strict=True):
                if known != number:
                    self.merge(name, Change(name, decode(text)))
        return True

    def merge(self, identity: str, change: Change) -> bool:
        """Take in a change that does not fill a line of its own. Whether it changed anything."""
        before = self.state(identity)
        after = merge(before, change)
        packed = pack(after)
        # Compared as bytes: 1 and True are equal to Python, and different fields to a reader.
        if packed == pack(before):
            return False
        if after.visible:
            self.live[identity] = packed
            self.hidden.pop(identity, None)
        else:
            self.hidden[identity] = packed
            self.live.pop(identity, None)
        return True

    def state(self, identity: str) -> State:
        """Everything known of a document."""
        value = self.value(identity)
        if value is None:
            return State()
        if isinstance(value, bytes):
            return unpack(value)
        if value < 0:
            return merge(State(), Change(identity, decode(self.texts.text(value))))
        record = self._record(identity, self._log.body(value))
        return State() if record is None else merge(State(), Change(stamp_of(record), record[-1][2]))

    def _document(self, identity: str, value: Value, body: Callable[[int], bytes | None]) -> dict[str, Any] | None:
        if isinstance(value, bytes):
            return unpack(value).document()
        if value < 0:
            return cast("dict[str, Any]", decode(self.texts.text(value)))
        record = self._record(identity, body(value))
        return None if record is None else cast("dict[str, Any]", record[-1][2])

    def _record(self, identity: str, body: bytes | None) -> list[Any] | None:
        """A line that sets fields of one document, if it is about this one; None if it is not (any more)."""
        if body is None:
            return None
        try:
            record: list[Any] = decode(body)
            table, name, fields = record[-1]
        except ValueError:
            return None
        known = table == self.name and (record[0] if name == 0 else name) == identity and type(fields) is dict
        return record if known else None


class Texts(dict[bytes, int]):
    """Fields as JSON, and their numbers, counted down from -1.

    Raises ValueError where there are none, for what are no fields, or too long to be kept.
    """

    def __init__(self, listed: Iterable[bytes] = ()) -> None:
        super().__init__()
        self.listed = list(listed)  # in the order of their numbers

    def text(self, number: int) -> bytes:
        """The fields of this number."""
        return self.listed[-1 - number]

    def __missing__(self, text: bytes) -> int:
        if len(self) < len(self.listed):  # not before anything is said: most of what a start lists is not said again
            self.update(zip(self.listed, count(-1, -1), strict=False))
            return self[text]
        if len(text) > _SHORT or type(decode(text)) is not dict or not text.isascii():
            raise ValueError("not to be kept")
        self.listed.append(text)
        number = self[text] = -len(self.listed)
        return number


class _Items(ItemsView[str, dict[str, Any]]):
    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf)
        self._shelf = shelf

    def __iter__(self) -> Iterator[tuple[str, dict[str, Any]]]:
        return self._shelf.documents()
