"""The process under test: a person at the keys of a real library, who says what they are about to do, and how it went.

    python -m tests.promises.worker {library,stock} FOLDER SEED ACTIONS

What is said is JSON, one line each, handed over before the next step:

    {"do": "mark", "papers": [id, …], "fields": {…}}    about to mark, and every one of these papers will change
    {"do": "import", "digest": name}                    about to import the digest of this name
    {"do": "undo" | "redo", "action": id}
    {"done": id | null}                                 acknowledged; null if there was nothing to do
    {"refused": reason}                                 refused: it must not count, now or ever
    {"unusable": sentence}                              the library could not be opened or looked at
"""

import json
import os
import random
import resource
import sys
from collections.abc import Callable
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from digest_tui.library.actions import Action
from digest_tui.library.errors import LibraryError, NotSaved
from digest_tui.library.library import Library
from digest_tui.paper import Change, Digest, PrintedDate, Sighting
from tests.promises.stock import open_stock

Record = dict[str, Any]
Say = Callable[[Record], None]

OPENERS: dict[str, Callable[[Path], Library]] = {"library": Library.open, "stock": open_stock}
DIGESTS = 80
DEVICE = "aaaaaa"


@lru_cache(maxsize=DIGESTS)
def digest(name: str) -> Digest:
    """A digest whose every word follows from its name, so that who checks knows what must be in it.

    Some papers are its own, some are listed by others too.
    """
    draw = random.Random(name)
    own = [
        f"24{draw.randrange(1, 13):02}.{draw.randrange(10_000, 100_000)}" for _ in range(draw.choice([2, 6, 15, 50]))
    ]
    own[0] = f"{own[0][:-2]}00"
    shared = [f"2301.{number:05}" for number in draw.sample(range(40), 3)]
    ids = list(dict.fromkeys(own + shared))
    draw.shuffle(ids)
    sightings = (sighting(position, arxiv_id) for position, arxiv_id in enumerate(ids, 1))
    return Digest(name, PrintedDate(2025, 1, 1 + draw.randrange(28)), tuple(sightings), year=2025)


def sighting(position: int, arxiv_id: str) -> Sighting:
    """An entry whose every word follows from the paper's id."""
    # A few are so long that writing them takes a while.
    abstract = f"More is to be said of {arxiv_id}. " * (3_000 if arxiv_id.endswith("00") else int(arxiv_id[-2:]) % 40)
    return Sighting(position, f"What is known of number {arxiv_id}", abstract, arxiv_id=arxiv_id)


class Person:
    """Somebody at the keys, whose every choice follows from a seed and from what the library shows them."""

    def __init__(self, library: Library, draw: random.Random, say: Say) -> None:
        self._library = library
        self._draw = draw
        self._say = say
        # What others did is theirs to undo, so that who checks knows in which order an action was undone and redone.
        self._mine = {action.id: action for action in library.history(lambda writer: writer == library.writer)}

    def act(self) -> None:
        """Do one thing."""
        kinds = (self.mark, self._bulk_mark, self._undo, self._redo, self._import, self._look)
        self._draw.choices(kinds, (50, 12, 12, 6, 10, 10))[0]()

    def mark(self) -> None:
        """Mark a paper."""
        self._change(1)

    def _bulk_mark(self) -> None:
        self._change(self._draw.randrange(2, 40))

    def _change(self, count: int) -> None:
        papers = list(self._library.papers())
        if not papers:
            return self._import()
        change = self._draw.choice([Change.STAR, Change.SKIP, Change.READ, Change.UNREAD, Change.NEW])
        fields: Record = {}
        chosen = []
        for paper_id in self._draw.sample(papers, min(count, len(papers))):
            if differing := change.fields(self._library.marks(paper_id)):
                chosen.append(paper_id)
                fields |= differing
        if not chosen:
            return None
        self._try({"do": "mark", "papers": chosen, "fields": fields}, lambda: self._library.mark(chosen, change))
        return None

    def _undo(self) -> None:
        self._turn("undo", [action for action in self._mine.values() if not action.undone])

    def _redo(self) -> None:
        self._turn("redo", [action for action in self._mine.values() if action.undone])

    def _turn(self, verb: str, candidates: list[Action]) -> None:
        if candidates:
            action = self._draw.choice(candidates)
            self._try({"do": verb, "action": action.id}, lambda: getattr(self._library, verb)(action))

    def _import(self) -> None:
        name = f"digest {self._draw.randrange(DIGESTS)}"
        self._try({"do": "import", "digest": name}, lambda: self._library.add([digest(name)]).action)

    def _look(self) -> None:
        """What a reader does all the time: ask for news, and draw some papers."""
        try:
            self._library.poll()
        except LibraryError as error:
            self._say({"unusable": str(error)})
        papers = self._library.papers()
        for paper_id in self._draw.sample(list(papers), min(5, len(papers))):
            assert papers[paper_id].id == paper_id
            self._library.abstract(paper_id)
        self._library.problems()

    def _try(self, intent: Record, call: Callable[[], Action | None]) -> None:
        self._say(intent)
        try:
            action = call()
        except NotSaved as refusal:
            self._say({"refused": refusal.reason})
        else:
            self._say({"done": action.id if action else None})
            if action:
                self._mine[action.id] = action


def lift_limit() -> None:
    """Let files grow again, where a limit was what stopped them."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def settle(folder: Path) -> None:
    """Keep this device's name next to the library, so that every process is of one device, and never of this one."""
    state = folder.parent / "state"
    os.environ["XDG_STATE_HOME"] = str(state)
    device = state / "digest-tui" / "device"
    if not device.exists():
        device.parent.mkdir(parents=True, exist_ok=True)
        draft = device.with_name(f"draft{os.getpid()}")
        draft.write_text(DEVICE, encoding="ascii")
        draft.replace(device)


def work(kind: str, folder: Path, seed: str, say: Say, actions: int | None = None) -> None:
    """Open the library and act, so many times or until killed."""
    settle(folder)
    draw = random.Random(seed)
    try:
        library = OPENERS[kind](folder)
    except LibraryError as error:
        say({"unusable": str(error)})
        return
    person = Person(library, draw, say)
    while actions is None or actions > 0:
        person.act()
        if actions is not None:
            actions -= 1
    library.close()


def speak(kind: str, folder: Path, seed: str, mouth: Connection) -> None:
    """Work until killed, speaking into a pipe."""
    work(kind, folder, seed, lambda record: mouth.send_bytes(json.dumps(record).encode()))


def main() -> None:
    """Work twice, so that the second time there is a library already."""
    kind, folder, seed, actions = sys.argv[1:]

    def say(record: Record) -> None:
        print(json.dumps(record), flush=True)
        if "refused" in record:
            lift_limit()

    for time in ("first", "second"):
        work(kind, Path(folder), f"{seed} {time}", say, int(actions))


if __name__ == "__main__":
    main()
