"""The history: every action that counts as done, those that are undone, and what they say of digests and marks."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Self

from digest_tui.identity import Decision
from digest_tui.library.actions import KINDS, Kind
from digest_tui.library.holdings import Holding, holdings
from digest_tui.library.marks import MarkIndex


class History:
    """Actions by their stamps, whatever order they come in; each may come again, changed."""

    def __init__(self) -> None:
        self.marks = MarkIndex()
        self._stamps: list[str] = []  # sorted
        self._between: set[str] = set()  # and not yet put in their places among them
        self._undone: dict[str, str] = {}
        self._of_digests: dict[str, Mapping[str, Any]] = {}
        self._decisions: dict[str, Decision] = {}

    @classmethod
    def restored(cls, kept: Mapping[str, Any], stamps: Sequence[str]) -> Self:
        """The history again of which this was `kept`, with the stamps of all actions as they were given then."""
        history = cls()
        history.marks = MarkIndex.restored(kept["marks"], stamps)
        history._stamps = sorted(stamps)
        history._undone = kept["undone"]
        history._of_digests = kept["of_digests"]
        history._decisions = {stamp: Decision(*decision) for stamp, decision in kept["decisions"].items()}
        return history

    def kept(self, stamps: Iterable[str]) -> dict[str, Any]:
        """What `restored` needs, as JSON types; `stamps` are those of all actions."""
        return {
            "marks": self.marks.kept(dict(zip(stamps, count(), strict=False))),
            "undone": self._undone,
            "of_digests": self._of_digests,
            "decisions": {stamp: tuple(decision) for stamp, decision in self._decisions.items()},
        }

    def __reversed__(self) -> Iterator[str]:
        """The stamps of all actions, the newest first; also of those that count no more, or are not understood."""
        if self._between:
            self._stamps = sorted((*self._stamps, *self._between))
            self._between.clear()
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
        place = bisect_left(self._stamps, stamp)
        known = stamp in self._between or self._stamps[place : place + 1] == [stamp]
        kind = document.get("kind")
        names: list[str] = document["papers"] if kind == Kind.MARK else self.marks.concerned(stamp) if known else []
        if known:
            self._undone.pop(stamp, None)
            self._of_digests.pop(stamp, None)
            self._decisions.pop(stamp, None)
            self.marks.remove(stamp, names)
        elif not self._stamps or self._stamps[-1] < stamp:
            self._stamps.append(stamp)
        else:
            self._between.add(stamp)
        self._note([stamp], document)
        return names

    def take_in_all(self, stamps: Iterable[str], actions: Iterable[tuple[Mapping[str, Any], Sequence[str]]]) -> None:
        """Note the first actions: their stamps, and their documents with the stamps of those that are alike."""
        self._stamps = sorted(stamps)
        for document, alike in actions:
            self._note(alike, document)

    def _note(self, stamps: Sequence[str], document: Mapping[str, Any]) -> None:
        kind, undoing = document.get("kind"), document.get("undone")
        # Without a kind it was refused after all, and only its undoing is left; of another it is of a later version.
        if kind not in KINDS:
            return
        if undoing:
            self._undone.update(dict.fromkeys(stamps, str(undoing)))
        if kind == Kind.MARK:
            if not undoing:
                self.marks.add(stamps, document)
        elif kind in (Kind.SAME, Kind.DIFFERENT):
            one, other = document["papers"]
            self._decisions.update(dict.fromkeys(stamps, Decision(one, other, kind == Kind.SAME)))
        else:
            self._of_digests.update(dict.fromkeys(stamps, document))
