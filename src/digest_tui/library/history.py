"""The history: every action that counts as done, those that are undone, and what they say of digests and marks."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

from digest_tui.identity import Decision
from digest_tui.library.actions import Kind
from digest_tui.library.holdings import Holding, holdings
from digest_tui.library.marks import MarkIndex

_KINDS = frozenset(Kind)


class History:
    """Actions by their stamps, whatever order they come in; each may come again, changed."""

    def __init__(self) -> None:
        self.marks = MarkIndex()
        self._stamps: list[str] = []
        self._undone: dict[str, str] = {}
        self._of_digests: dict[str, Mapping[str, Any]] = {}
        self._decisions: dict[str, Decision] = {}

    @classmethod
    def restored(cls, kept: Mapping[str, Any], stamps: Sequence[str]) -> Self:
        """The history again of which `kept` was kept, with the same names of actions."""
        history = cls()
        history.marks = MarkIndex.restored(kept["marks"], stamps)
        history._undone.update(kept["undone"])
        history._of_digests.update(kept["of_digests"])
        history._decisions.update((stamp, Decision(*decision)) for stamp, decision in kept["decisions"].items())
        history._sort()
        return history

    def kept(self, stamps: Sequence[str]) -> dict[str, Any]:
        """What `restored` needs beside the names of all documents of actions, as JSON types."""
        return {
            "marks": self.marks.kept(stamps),
            "undone": self._undone,
            "of_digests": self._of_digests,
            "decisions": {stamp: list(decision) for stamp, decision in self._decisions.items()},
        }

    def __reversed__(self) -> Iterator[str]:
        """The stamps of all actions, the newest first."""
        return reversed(self._stamps)

    def concerns_papers(self, stamp: str) -> bool:
        """Whether an action is known that changes which papers there are, or their dates."""
        return stamp in self._of_digests or stamp in self._decisions

    def is_undone(self, stamp: str) -> bool:
        """Whether an action does not count."""
        return stamp in self._undone

    def undone(self) -> Iterator[tuple[str, str]]:
        """When each undone action was undone, as a stamp, and its own stamp; the one undone last is first."""
        return iter(sorted(((undoing, stamp) for stamp, undoing in self._undone.items()), reverse=True))

    def held(self) -> Mapping[str, Holding]:
        """The digests that are here."""
        return holdings(self._of_digests.items())

    def decision(self, stamp: str) -> Decision | None:
        """What an action decided of two papers, be it undone or not."""
        return self._decisions.get(stamp)

    def decisions(self) -> list[Decision]:
        """What was decided of papers, and not undone, in the order of time."""
        return [decision for stamp, decision in sorted(self._decisions.items()) if stamp not in self._undone]

    def take_in(self, stamp: str, document: Mapping[str, Any]) -> list[str]:
        """Note an action, new or changed; return the names of the papers that it marks."""
        known = self._knows(stamp)
        names = self._note(stamp, document)
        if self._knows(stamp) and not known:
            insort(self._stamps, stamp)
        elif known and not self._knows(stamp):
            del self._stamps[bisect_left(self._stamps, stamp)]
        return names

    def take_in_all(self, actions: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Note many actions, new or changed, given as stamps and documents."""
        for stamp, document in actions:
            self._note(stamp, document)
        # Sorted once: to put each in its place takes very long where two machines did much at the same time.
        self._sort()

    def _note(self, stamp: str, document: Mapping[str, Any]) -> list[str]:
        kind = document.get("kind")
        # Without a kind it was refused after all, and only its undoing is left; of another it is of a later version.
        if kind not in _KINDS:
            return self._forget(stamp)
        if undoing := document.get("undone"):
            self._undone[stamp] = str(undoing)
        elif self._undone:
            self._undone.pop(stamp, None)
        if kind == "mark":
            return self.marks.apply(stamp, document)
        if kind in (Kind.SAME, Kind.DIFFERENT):
            one, other = document["papers"]
            self._decisions[stamp] = Decision(one, other, kind == Kind.SAME)
        else:
            self._of_digests[stamp] = document
        return []

    def _forget(self, stamp: str) -> list[str]:
        """Forget an action; return the names of the papers that it marked."""
        self._undone.pop(stamp, None)
        self._of_digests.pop(stamp, None)
        self._decisions.pop(stamp, None)
        return self.marks.remove(stamp)

    def _sort(self) -> None:
        self._stamps = sorted([*self.marks.stamps(), *self._of_digests, *self._decisions])

    def _knows(self, stamp: str) -> bool:
        return stamp in self.marks or self.concerns_papers(stamp)
