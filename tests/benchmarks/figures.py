"""Figures: how a row of the table is measured and said."""

from collections.abc import Callable, Sequence
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple


class Row(NamedTuple):
    """What was measured, beside the floor of the same run, and beside other programs on the same papers."""

    what: str
    measured: str
    floor: str = ""
    ratio: str = ""
    beside: str = ""


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def in_turns(ours: Callable[[], float], floor: Callable[[], float], times: int) -> tuple[list[float], list[float]]:
    """The seconds of both, so many times, one after the other, because machines drift."""
    pairs = [(ours(), floor()) for _ in range(times)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def beside_floor(what: str, ours: Sequence[float], floor: Sequence[float], beside: str = "") -> Row:
    """Medians, and the median of the ratios."""
    ratio = median(a / b for a, b in zip(ours, floor, strict=True))
    return Row(what, ms(median(ours)), ms(median(floor)), f"{ratio:.2f}" if ratio < 100 else f"{ratio:.0f}", beside)


def percentile(values: Sequence[float]) -> float:
    """The 99th percentile; of so few values that it would lie beyond them, the largest."""
    return min(quantiles(values, n=100)[-1], max(values))


def ms(seconds: float) -> str:
    """Milliseconds in words."""
    return f"{1000 * seconds:.0f} ms" if seconds >= 0.01 else f"{1000 * seconds:.2f} ms"
