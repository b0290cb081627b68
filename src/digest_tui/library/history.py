"""The history: every action that counts as done, those that are undone, and what they say of digests and marks."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from typing import Any

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
        # Without a kind it was refused after all, and only its undoing is left; of another it is of a later version.
        if document.get("kind") not in _KINDS:
            return self._take_out(stamp)
        if not self._knows(stamp):
            insort(self._stamps, stamp)
        if undoing := document.get("undone"):
            self._undone[stamp] = str(undoing)
        else:
            self._undone.pop(stamp, None)
        if document["kind"] == Kind.MARK:
            return self.marks.apply(stamp, document)
        if document["kind"] in (Kind.SAME, Kind.DIFFERENT):
            one, other = document["papers"]
            self._decisions[stamp] = Decision(one, other, document["kind"] == Kind.SAME)
        else:
            self._of_digests[stamp] = document
        return []

    def _take_out(self, stamp: str) -> list[str]:
        """Forget an action; return the names of the papers that it marked."""
        if self._knows(stamp):
            del self._stamps[bisect_left(self._stamps, stamp)]
        self._undone.pop(stamp, None)
        self._of_digests.pop(stamp, None)
        self._decisions.pop(stamp, None)
        return self.marks.remove(stamp)

    def _knows(self, stamp: str) -> bool:
        return stamp in self.marks or self.concerns_papers(stamp)
