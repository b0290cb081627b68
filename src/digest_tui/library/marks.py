"""The marks of each paper: for either field, what the newest action says that is not undone."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, Self

from digest_tui.library.journals.clock import milliseconds
from digest_tui.paper import Marks, Verdict

# Other values are of a later version; to us they say nothing.
_VERDICTS: Mapping[str | None, Verdict | None] = {None: None} | {verdict.value: verdict for verdict in Verdict}
_READ = (False, True)
_ABSENT = ""
_Said = tuple[object, object]


class MarkIndex:
    """Marks by the ids under which they were recorded, whatever order the actions come in.

    An action can say but a dozen different things of a paper: what counts is the newest of those that say each.
    """

    def __init__(self) -> None:
        self._stamps: dict[_Said, dict[str, list[str]]] = {}

    @classmethod
    def restored(cls, kept: Iterable[Sequence[Any]], stamps: Sequence[str]) -> Self:
        """The marks again as they were `kept`, where actions are counted as these are."""
        index = cls()
        for verdict, read, ids, sizes, numbers in kept:
            those, ends = [stamps[number] for number in array("I", bytes.fromhex(numbers))], accumulate(sizes)
            index._stamps[_said(verdict, read)] = {
                paper_id: those[end - size : end] for paper_id, size, end in zip(ids, sizes, ends, strict=True)
            }
        return index

    def kept(self, numbers: Mapping[str, int]) -> list[Sequence[Any]]:
        """What `restored` needs, as JSON types: what is said, of which ids, by how many actions, and their numbers."""
        kept: list[Sequence[Any]] = []
        for said, by_id in self._stamps.items():
            those = array("I", map(numbers.__getitem__, chain.from_iterable(by_id.values())))
            kept.append((*said, list(by_id), list(map(len, by_id.values())), those.tobytes().hex()))
        return kept

    def add(self, stamps: Sequence[str], action: Mapping[str, Any]) -> None:
        """Let actions that all say this count, none of which does yet; their stamps are sorted."""
        by_id = self._stamps.setdefault(_said(action.get("verdict", _ABSENT), action.get("read", _ABSENT)), {})
        for paper_id in action["papers"]:
            known = by_id.setdefault(paper_id, [])
            newer = not known or known[-1] < stamps[0]
            known += stamps
            if not newer:
                known.sort()

    def remove(self, stamp: str, ids: Iterable[str]) -> None:
        """Let an action not count, which concerned these ids."""
        for paper_id in ids:
            for by_id in self._stamps.values():
                if stamp in (stamps := by_id.get(paper_id, [])):
                    stamps.remove(stamp)

    def concerned(self, stamp: str) -> list[str]:
        """The ids that an action concerns which counts. To find them takes long."""
        return [name for by_id in self._stamps.values() for name, stamps in by_id.items() if stamp in stamps]

    def names(self) -> Iterable[str]:
        """Every id that any action was recorded under."""
        return {name for by_id in self._stamps.values() for name in by_id}

    def marks(self, ids: Iterable[str]) -> Marks:
        """What holds for a paper that goes by these ids."""
        verdict_at = read_at = ""
        verdict: Any = None
        read: Any = False
        for (new_verdict, new_read), by_id in self._stamps.items():
            for paper_id in ids:
                if stamps := by_id.get(paper_id):
                    newest = stamps[-1]
                    if new_verdict != _ABSENT and newest > verdict_at:
                        verdict, verdict_at = new_verdict, newest
                    if new_read != _ABSENT and newest > read_at:
                        read, read_at = new_read, newest
        if not verdict and not read:
            return Marks()
        # A mark that was taken back says nothing any more, not even when.
        newest = max(verdict_at if verdict else "", read_at if read else "")
        return Marks(verdict, bool(read), milliseconds(newest))


def _said(verdict: object, read: object) -> _Said:
    return (
        _VERDICTS.get(verdict, _ABSENT) if isinstance(verdict, str | None) else _ABSENT,
        bool(read) if read in _READ else _ABSENT,
    )
