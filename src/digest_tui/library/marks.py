"""The marks of each paper: for either field, what the newest action says that is not undone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from digest_tui.library.journals.clock import milliseconds
from digest_tui.paper import Marks, Verdict

# Other values are of a later version; to us they say nothing.
_VALUES: Mapping[str, tuple[object, ...]] = {"verdict": (None, *Verdict), "read": (False, True)}


@dataclass(slots=True, eq=False)
class _Marking:
    """A mark action as the index keeps it, shared by all the papers that it marks."""

    stamp: str
    fields: Mapping[str, Any]
    undone: bool


class MarkIndex:
    """Marks by the ids under which they were recorded, whatever order the actions come in."""

    def __init__(self) -> None:
        self._by_stamp: dict[str, _Marking] = {}
        self._by_id: defaultdict[str, list[_Marking]] = defaultdict(list)

    def apply(self, stamp: str, action: Mapping[str, Any]) -> list[str]:
        """Take in an action, or one that was undone or redone since; return the ids that it concerns."""
        ids: list[str] = action["papers"]
        undone = bool(action.get("undone"))
        marking = self._by_stamp.get(stamp)
        if marking is not None:
            marking.undone = undone
            return ids
        fields = {name: action[name] for name, values in _VALUES.items() if name in action and action[name] in values}
        marking = self._by_stamp[stamp] = _Marking(stamp, fields, undone)
        for paper_id in ids:
            self._by_id[paper_id].append(marking)
        return ids

    def remove(self, stamp: str) -> list[str]:
        """Forget an action, which turned out never to have counted; return the ids that it concerned."""
        marking = self._by_stamp.pop(stamp, None)
        if marking is None:
            return []
        ids = [paper_id for paper_id, markings in self._by_id.items() if marking in markings]
        for paper_id in ids:
            self._by_id[paper_id].remove(marking)
        return ids

    def __contains__(self, stamp: object) -> bool:
        return stamp in self._by_stamp

    def names(self) -> Iterable[str]:
        """Every id that any action was recorded under."""
        return self._by_id.keys()

    def marks(self, ids: Iterable[str]) -> Marks:
        """What holds for a paper that goes by these ids."""
        newest: dict[str, _Marking] = {}
        for paper_id in ids:
            for marking in self._by_id.get(paper_id, ()):
                if marking.undone:
                    continue
                for field in marking.fields:
                    if field not in newest or newest[field].stamp < marking.stamp:
                        newest[field] = marking
        # A mark that was taken back says nothing any more, not even when.
        holding = {field: marking for field, marking in newest.items() if marking.fields[field]}
        if not holding:
            return Marks()
        return Marks(
            verdict=Verdict(holding["verdict"].fields["verdict"]) if "verdict" in holding else None,
            read="read" in holding,
            at=milliseconds(max(marking.stamp for marking in holding.values())),
        )
