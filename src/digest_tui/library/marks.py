"""The marks of each paper: for either field, what the newest action says that is not undone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Self

from digest_tui.library.journals.clock import milliseconds
from digest_tui.paper import Marks, Verdict

# Other values are of a later version; to us they say nothing.
_VERDICTS, _READ = (None, *Verdict), (False, True)
_ABSENT = object()
_Key = tuple[object, object, bool]

_NO_MARK = 255  # of an action that is none, where others have a number


class _Said(NamedTuple):
    """What a mark action says. There are only some twenty different ones, which all actions share."""

    fields: Mapping[str, Any]
    undone: bool


class MarkIndex:
    """Marks by the ids under which they were recorded, whatever order the actions come in."""

    def __init__(self) -> None:
        self._by_stamp: dict[str, _Said] = {}
        self._by_id: defaultdict[str, list[str]] = defaultdict(list)
        self._different: dict[_Key, _Said] = {}

    @classmethod
    def restored(cls, kept: Mapping[str, Any], stamps: Sequence[str]) -> Self:
        """The index again of which `kept` was kept, with the same names of actions."""
        index = cls()
        different = [
            index._shared((fields.get("verdict", _ABSENT), fields.get("read", _ABSENT), undone))
            for fields, undone in kept["different"]
        ]
        said = bytes.fromhex(kept["said"])
        index._by_stamp = {
            stamp: different[number] for stamp, number in zip(stamps, said, strict=True) if number != _NO_MARK
        }
        index._by_id.update((name, [stamps[place] for place in places]) for name, places in kept["papers"].items())
        return index

    def kept(self, stamps: Sequence[str]) -> dict[str, Any]:
        """What `restored` needs beside the names of all actions, some of which may mark nothing, as JSON types."""
        different = {said: number for number, said in enumerate(map(id, self._different.values()))}
        place_of = {stamp: place for place, stamp in enumerate(stamps)}
        said = (self._by_stamp.get(stamp) for stamp in stamps)
        return {
            "different": [list(said) for said in self._different.values()],
            "said": bytes(_NO_MARK if one is None else different[id(one)] for one in said).hex(),
            "papers": {name: [place_of[stamp] for stamp in theirs] for name, theirs in self._by_id.items()},
        }

    def apply(self, stamp: str, action: Mapping[str, Any]) -> list[str]:
        """Take in an action, or one that was undone or redone since; return the ids that it concerns."""
        ids: list[str] = action["papers"]
        if stamp not in self._by_stamp:
            for paper_id in ids:
                self._by_id[paper_id].append(stamp)
        verdict, read = action.get("verdict", _ABSENT), action.get("read", _ABSENT)
        key = (
            verdict if verdict in _VERDICTS else _ABSENT,
            read if read in _READ else _ABSENT,
            bool(action.get("undone")),
        )
        self._by_stamp[stamp] = self._different.get(key) or self._shared(key)
        return ids

    def remove(self, stamp: str) -> list[str]:
        """Forget an action, which turned out never to have counted; return the ids that it concerned."""
        if self._by_stamp.pop(stamp, None) is None:
            return []
        ids = [paper_id for paper_id, stamps in self._by_id.items() if stamp in stamps]
        for paper_id in ids:
            self._by_id[paper_id].remove(stamp)
        return ids

    def _shared(self, key: _Key) -> _Said:
        verdict, read, undone = key
        fields = {name: value for name, value in (("verdict", verdict), ("read", read)) if value is not _ABSENT}
        return self._different.setdefault(key, _Said(fields, undone))

    def __contains__(self, stamp: object) -> bool:
        return stamp in self._by_stamp

    def stamps(self) -> Iterable[str]:
        """Every action that is known."""
        return self._by_stamp.keys()

    def names(self) -> Iterable[str]:
        """Every id that any action was recorded under."""
        return self._by_id.keys()

    def marks(self, ids: Iterable[str]) -> Marks:
        """What holds for a paper that goes by these ids."""
        newest: dict[str, str] = {}
        for paper_id in ids:
            for stamp in self._by_id.get(paper_id, ()):
                fields, undone = self._by_stamp[stamp]
                if undone:
                    continue
                for field in fields:
                    if field not in newest or newest[field] < stamp:
                        newest[field] = stamp
        # A mark that was taken back says nothing any more, not even when.
        holding = {
            field: (stamp, value) for field, stamp in newest.items() if (value := self._by_stamp[stamp].fields[field])
        }
        if not holding:
            return Marks()
        return Marks(
            verdict=Verdict(holding["verdict"][1]) if "verdict" in holding else None,
            read="read" in holding,
            at=milliseconds(max(stamp for stamp, _ in holding.values())),
        )
