"""The witness: hears what processes say, and knows from that alone what must be in the library afterwards."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from digest_tui.library.actions import Action, Kind
from digest_tui.library.library import Library
from digest_tui.paper import Marks, Verdict
from tests.promises.worker import Record, digest, sighting


@dataclass(slots=True)
class Known:
    """An action that was acknowledged, or that turned out to be there: what was meant, and whether it was undone."""

    intent: Record
    undone: bool = False


class Witness:
    """What was acknowledged, and what each process was about to do when it was last heard of."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}
        self.acknowledged = 0
        self.refused = 0
        self._pending: dict[Hashable, Record] = {}
        self._turned: dict[str, bool] = {}  # actions of killed processes, turned by others before they were known here

    @property
    def unanswered(self) -> int:
        """How many actions were begun, and neither acknowledged nor refused so far."""
        return len(self._pending)

    def hear(self, process: Hashable, record: Record) -> None:
        """Take note of what a process said."""
        if "do" in record:
            self._pending[process] = record
        elif "refused" in record:
            self.refused += 1
            del self._pending[process]
        elif "done" in record:
            intent = self._pending.pop(process)
            if record["done"]:
                self.acknowledged += 1
                self._note(record["done"], intent)

    def judge(self, library: Library) -> list[str]:
        """What is wrong with the library: lost, unasked for, or there in part. Forgets what was about to be done.

        Of each process that did not end by itself the one action that it was about is there in whole, or not at all.
        """
        found = {action.id: action for action in library.history()}
        wrong = list(self._strangers(found))
        wrong += [f"lost: {stamp} {known.intent}" for stamp, known in self.known.items() if stamp not in found]
        turning = {intent.get("action") for intent in self._pending.values()}
        self._pending.clear()
        for stamp, known in self.known.items():
            action = found.get(stamp)
            if action and stamp in turning:
                known.undone = action.undone
            if action and (action.undone is not known.undone or not _is_meant(action, known.intent)):
                wrong.append(f"changed: {action} should be {known}")
        wrong += [f"lost: {stamp}, which another had turned" for stamp in self._turned]
        return wrong or [*self._wrong_papers(library), *self._wrong_marks(library)]

    def _strangers(self, found: dict[str, Action]) -> Iterator[str]:
        """Actions that nobody acknowledged; those that may be there are known from now on."""
        begun = [(process, intent) for process, intent in self._pending.items() if "action" not in intent]
        turning = {intent.get("action") for intent in self._pending.values()}
        for stamp in found.keys() - self.known.keys():
            meant = next((pair for pair in begun if _is_meant(found[stamp], pair[1])), None)
            undone = self._turned.pop(stamp, False)
            if meant is None or (found[stamp].undone is not undone and stamp not in turning):
                yield f"never acknowledged: {found[stamp]}"
            else:
                begun.remove(meant)
                self.known[stamp] = Known(meant[1], found[stamp].undone)

    def _note(self, stamp: str, intent: Record) -> None:
        if "action" in intent:
            # Who takes up the slot of a process that was killed finds also what that had no time to acknowledge.
            if stamp in self.known:
                self.known[stamp].undone = intent["do"] == "undo"
            else:
                self._turned[stamp] = intent["do"] == "undo"
        else:
            self.known[stamp] = Known(intent)

    def _wrong_papers(self, library: Library) -> Iterator[str]:
        """Digests that are not there in whole, or should not be there at all."""
        held = {known.intent["digest"] for known in self.known.values() if _counts(known, "import")}
        listed: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
        for name in held:
            for entry in digest(name).sightings:
                listed[entry.arxiv_id or ""].add((name, entry.position))
        if {imported.name for imported in library.digests()} != held:
            yield f"digests: {library.digests()} should be {held}"
        papers = library.papers()
        if papers.keys() != listed.keys():
            yield f"papers lost: {listed.keys() - papers.keys()}, not asked for: {papers.keys() - listed.keys()}"
            return
        for paper, abstract in library.texts():
            entry = sighting(1, paper.id)
            seen = {(s.name, s.position) for s in paper.sightings}
            if (paper.title, abstract, seen) != (entry.title, entry.abstract, listed[paper.id]):
                yield f"paper: {paper} should be of {listed[paper.id]}"

    def _wrong_marks(self, library: Library) -> Iterator[str]:
        """Marks that are not what the newest action says that is not undone."""
        fields: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        for _, known in sorted(self.known.items()):
            if _counts(known, "mark"):
                for paper_id in known.intent["papers"]:
                    fields[paper_id] |= known.intent["fields"]
        for paper_id in library.papers():
            verdict, read = fields[paper_id].get("verdict"), fields[paper_id].get("read", False)
            marks = library.marks(paper_id)
            if (marks.verdict, marks.read) != (Verdict(verdict) if verdict else None, read):
                yield f"marks of {paper_id}: {marks} should be {Marks(verdict, read)}"


def _counts(known: Known, kind: str) -> bool:
    return known.intent["do"] == kind and not known.undone


def _is_meant(action: Action, intent: Record) -> bool:
    """Whether an action is the whole of what a process was about to do."""
    if action.kind is Kind.MARK and intent["do"] == "mark":
        return (list(action.papers), action.fields) == (intent["papers"], intent["fields"])
    if action.kind is Kind.IMPORT and intent["do"] == "import":
        return list(action.digests or ()) == [digest(intent["digest"]).key]
    return False
