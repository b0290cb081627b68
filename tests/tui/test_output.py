"""Output that a terminal takes slowly, not at all, or no longer."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from digest_tui.tui.output import MOST_WAITING, Output


class Line:
    """A pipe for a terminal: `read` is what comes out at its other end."""

    def __init__(self) -> None:
        self.end, self.start = os.pipe()
        self.gone, self.caught_up = Event(), Event()
        self.output = Output(self.start, "utf-8", self.gone.set, self.caught_up.set)

    def read_all(self) -> bytes:
        """Everything up to the closing of the output."""
        self.output.close()
        os.close(self.start)
        with os.fdopen(self.end, "rb") as end:
            return end.read()

    def read(self, least: int) -> bytes:
        """At least so many bytes."""
        read = b""
        while len(read) < least:
            read += os.read(self.end, 65536)
        return read


@pytest.fixture
def line() -> Line:
    return Line()


def test_what_is_written_arrives_whole_and_in_order(line: Line) -> None:
    for number in range(1000):
        line.output.write(f"{number}é,")
    assert line.read_all().decode() == "".join(f"{number}é," for number in range(1000))
    assert not line.output.lost


def test_a_line_that_falls_behind_misses_frames_and_hears_when_to_paint_anew(line: Line) -> None:
    frame = "x" * 10_000
    for _ in range(1000):
        line.output.write(frame)
    assert not line.caught_up.is_set()
    # In a thread, because who has read all would wait for more while the line says that it caught up.
    with os.fdopen(line.end, "rb") as end, ThreadPoolExecutor(1) as beside:
        arrived = beside.submit(end.read)
        caught_up = line.caught_up.wait(10)
        line.output.write("last")
        line.output.close()
        os.close(line.start)
        assert caught_up
        assert arrived.result().endswith(b"last")


def test_no_more_waits_than_the_limit_and_the_newest_frame_is_never_dropped(line: Line) -> None:
    for number in range(1000):
        line.output.write(f"{number:09},".ljust(10_000, "x"))
    line.output.write("the newest")
    arrived = b""
    while not arrived.endswith(b"the newest"):
        arrived += line.read(1)
    assert len(arrived) < 3 * MOST_WAITING


def test_closing_waits_no_longer_than_it_may_for_a_line_that_is_not_read(line: Line) -> None:
    line.output.write("x" * 1_000_000)
    line.output.close()
    assert line.output.lost


def test_a_line_that_is_gone_is_told_once_and_swallows_the_rest(line: Line) -> None:
    os.close(line.end)
    line.output.write("x")
    assert line.gone.wait(10)
    line.output.write("y")
    line.output.close()
    assert line.output.lost
