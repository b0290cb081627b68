"""Processes that are killed: what was acknowledged is there, and nothing is there in part."""

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path

import pytest

from tests.promises.window import Window
from tests.promises.witness import Witness
from tests.promises.worker import OPENERS

# A library this old is begun anew: checking it all takes longer with each round.
ROUNDS_OF_A_LIBRARY = 25


@dataclass(slots=True)
class Tally:
    """What came of a campaign. It ends with the first thing wrong."""

    kills: int = 0
    acknowledged: int = 0
    torn: int = 0
    wrong: list[str] = field(default_factory=list)


def campaign(kind: str, folder: Path, windows: int, kills: int) -> Tally:
    """Kill windows on a library until something is wrong or so many were killed."""
    draw = random.Random(f"{kind} {windows}")
    tally = Tally()
    number = 0
    while tally.kills < kills and not tally.wrong:
        library = folder / f"{number}" / "library"
        witness = Witness()
        torn = 0
        for _ in range(ROUNDS_OF_A_LIBRARY):
            if tally.kills >= kills or tally.wrong:
                break
            number += 1
            living = [Window(kind, library, f"{number} {window}") for window in range(windows)]
            crashed = _kill_all(library, living, witness, draw)
            tally.kills += windows
            tally.wrong, torn = _judge(kind, library, witness)
            tally.wrong += crashed
        tally.torn += torn
        tally.acknowledged += witness.acknowledged
        if not tally.wrong:
            shutil.rmtree(library.parent, ignore_errors=True)  # there is none if all were killed before they began
    return tally


def _kill_all(folder: Path, windows: list[Window], witness: Witness, draw: random.Random) -> list[str]:
    """Kill one after the other, each some microseconds after something was said by whichever. Who ended before it?"""
    living = {window.ear: window for window in windows}
    crashed = []
    while living:
        for _ in range(draw.choice([0, 1, draw.randrange(60), draw.randrange(60)])):
            ready = [ear for ear in wait(list(living)) if isinstance(ear, Connection)]
            if not all(living[ear].hear(witness) for ear in ready):
                break
        _await_the_moment(folder, draw)
        if not living.pop(draw.choice(list(living))).kill(witness):
            crashed.append("crashed")
    return crashed


def _await_the_moment(folder: Path, draw: random.Random) -> None:
    """Either any moment, or the one at which a file is seen to be written to: for a long write, the middle of it.

    Any moment is from ten microseconds to thirty milliseconds from now, which is more or less what an action takes.
    """
    aimed = draw.random() < 0.5
    before = _files(folder) if aimed else set()
    end = time.perf_counter_ns() + (10**9 if aimed else int(10 ** draw.uniform(4, 7.5)))
    while time.perf_counter_ns() < end and not (aimed and _files(folder) != before):
        pass


def _files(folder: Path) -> set[tuple[str, int, int]]:
    files = ((path.name, path.stat()) for path in folder.rglob("*.json*"))
    return {(name, status.st_size, status.st_mtime_ns) for name, status in files}


def _judge(kind: str, folder: Path, witness: Witness) -> tuple[list[str], int]:
    """What is wrong now, and how many lines were torn."""
    try:
        library = OPENERS[kind](folder)
    except ValueError as error:
        return [f"unreadable: {error}"], 0
    wrong = witness.judge(library)
    problems = library.problems()
    wrong += [str(problem) for problem in problems if problem.what not in ("unfinished line", "damaged line")]
    library.close()
    return wrong, len(problems)


@pytest.mark.parametrize("windows", [1, 2])
def test_what_was_acknowledged_survives_kill_minus_nine(
    tmp_path: Path, rounds: Callable[[int, int], int], windows: int
) -> None:
    """Whenever it comes: every acknowledged action is there, at most the one begun besides, and none in part."""
    kills = rounds(100, 5_000)
    tally = campaign("library", tmp_path, windows, kills)
    print(f"{windows} window(s): {tally}")
    assert tally.wrong == []
    assert tally.kills >= kills
    assert tally.acknowledged > 3 * kills
    assert tally.torn <= kills


@pytest.mark.parametrize("windows", [1, 2])
def test_stock_tinydb_does_not_survive_the_same_kills(tmp_path: Path, windows: int) -> None:
    """So the harness bites."""
    tally = campaign("stock", tmp_path, windows, 1_000)
    print(f"{windows} window(s), stock: {tally}")
    assert tally.wrong
