"""On a terminal of 120 × 40: the start, keys that move and mark, memory."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.figures import Row, beside_floor, in_turns, ms, percentile, timed
from tests.benchmarks.files import append
from tests.benchmarks.peers import Measured, Peer
from tests.benchmarks.screen import SECONDS, Press, Screen, bare, reader

PAIRS = 15
STEPS = 300
MARK_BYTES = 120
MARK_BYTES = 120
PEERS_STEPS = 100  # the slowest take seconds for each


def rows(library: Path, papers: int, peers: Sequence[Peer]) -> list[Row]:
    """What it takes with this library of so many papers, and what peers take with the same papers."""
    # Moves and marks each have papers to go on to.
    steps = min(STEPS, papers // 3)

    def ours() -> float:
        with reader(library) as screen:
            return screen.until(b"triaged")

    def floor() -> float:
        with bare() as screen:
            return screen.until(b"READY")

    ours()  # compiles what was not compiled yet
    others = {peer.name: peer.measure(min(PEERS_STEPS, steps)) for peer in peers}
    started = _beside(others, lambda peer: ms(peer.start))
    found = [beside_floor("start to painted list", *in_turns(ours, floor, PAIRS), started)]
    with reader(library) as screen, bare() as plain:
        screen.until(b"triaged")
        screen.settle(1.0)
        plain.settle(1.0)
        for key, what, measured in ((b"j", "move", others), (b"s", "star", {})):
            presses, floors, syncs = _in_turns(screen, plain, key, steps, library / "floor")
            moves = _beside(measured, lambda peer: _said(peer.moves))
            found.append(Row(f"{what}: first byte and settled, p50, p99", _said(presses), _said(floors), beside=moves))
            moves = _beside(measured, lambda peer: _most(peer.moves))
            found.append(Row(f"{what}: bytes at most", _most(presses), beside=moves))
        said = f"{ms(median(syncs))}; {ms(percentile(syncs))}; {ms(max(syncs))}"
        found.append(Row("a write and fdatasync between the stars: p50; p99; slowest", "", said))
        resident = _beside(others, lambda peer: f"{peer.resident} MB")
        found.append(Row("memory after all this", f"{screen.resident()} MB", beside=resident))
    return found


def _in_turns(
    screen: Screen, plain: Screen, key: bytes, steps: int, file: Path
) -> tuple[list[Press], list[Press], list[float]]:
    """What a key takes here and in a bare app, and a mark's bytes on their way to the disk: what holds up one at times
    holds up any program, and any disk.
    """
    presses, floors, syncs = [], [], []
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    # What was written before, the papers above all, is there first: a mark's sync would wait for that, too.
    os.sync()
    for _ in range(steps):
        presses.append(screen.press(key))
        floors.append(plain.press(key))
        syncs.append(timed(lambda: append(descriptor, b"x" * MARK_BYTES)))
    os.close(descriptor)
    return presses, floors, syncs


def _said(presses: Sequence[Press]) -> str:
    first, last = [press[0] for press in presses], [press[1] for press in presses]
    return f"{ms(median(first))}, {ms(median(last))}; {ms(percentile(first))}, {ms(percentile(last))}"


def _most(presses: Sequence[Press]) -> str:
    return f"{max(count for _, _, count in presses):,}"


def _beside(others: Mapping[str, Measured | None], say: Callable[[Measured], str]) -> str:
    said = (f"{name}: {say(peer) if peer else f'not within {SECONDS:.0f} s'}" for name, peer in others.items())
    return "\n".join(said)
