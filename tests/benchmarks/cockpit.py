"""On a terminal of 120 × 40: the start, keys that move and mark, memory."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.figures import Row, beside_floor, in_turns, ms, percentile
from tests.benchmarks.peers import Measured, Peer
from tests.benchmarks.screen import SECONDS, Press, bare, reader

PAIRS = 15
STEPS = 300
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
    with reader(library) as screen:
        screen.until(b"triaged")
        screen.settle(1.0)
        for key, what, measured in ((b"j", "move", others), (b"s", "star", {})):
            # What was written before, the papers above all, reaches the disk: a mark's sync would wait for that, too.
            os.sync()
            presses = screen.keys(key, steps)
            moves = _beside(measured, lambda peer: _said(peer.moves))
            found.append(Row(f"{what}: first byte and settled, p50, p99", _said(presses), beside=moves))
            moves = _beside(measured, lambda peer: _most(peer.moves))
            found.append(Row(f"{what}: bytes at most", _most(presses), beside=moves))
        resident = _beside(others, lambda peer: f"{peer.resident} MB")
        found.append(Row("memory after all this", f"{screen.resident()} MB", beside=resident))
    return found


def _said(presses: Sequence[Press]) -> str:
    first, last = [press[0] for press in presses], [press[1] for press in presses]
    return f"{ms(median(first))}, {ms(median(last))}; {ms(percentile(first))}, {ms(percentile(last))}"


def _most(presses: Sequence[Press]) -> str:
    return f"{max(count for _, _, count in presses):,}"


def _beside(others: Mapping[str, Measured | None], say: Callable[[Measured], str]) -> str:
    said = (f"{name}: {say(peer) if peer else f'not within {SECONDS:.0f} s'}" for name, peer in others.items())
    return "\n".join(said)
