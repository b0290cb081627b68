"""The power goes: what was acknowledged is on the disk, not only in the memory of the operating system.

    python -m tests.promises.power_cut [ROUNDS] [WINDOWS] [stock]

A disk image with ext4 is cut off at random moments by the file system's own shutdown call, which drops all that was
not yet written, its journal's latest entries included. Then it is mounted again, as after a crash. Needs the superuser,
loop devices and ext4, so it is not among the tests.

Acknowledged is what was heard before the power went. Linux (seen on 6.18) answers an fdatasync that the shutdown
overtakes with success, though nothing was written; a machine without power answers nobody.
"""

import fcntl
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from pathlib import Path

from tests.promises.window import Window
from tests.promises.witness import Witness
from tests.promises.worker import OPENERS, Record

# `FS_IOC_SHUTDOWN` of linux/fs.h, _IOR('X', 125, __u32), and its flag that leaves the file system's journal unflushed.
SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2

ROUNDS_OF_A_DISK = 20
MEGABYTES = 128


class LastWords(Witness):
    """A witness to processes that outlive their disk for a moment: what they say then may be so, or not."""

    def __init__(self) -> None:
        super().__init__()
        self.cut = False
        self._words = 0

    def hear(self, process: Hashable, record: Record) -> None:
        """Take note of what a process said. Once the power is cut, nothing is acknowledged or refused any more."""
        if not self.cut:
            super().hear(process, record)
        elif "do" in record:
            self._words += 1
            super().hear((process, self._words), record)


@contextmanager
def disk(image: Path, mountpoint: Path) -> Iterator[None]:
    """The disk image, mounted."""
    subprocess.run(["mount", "-o", "loop", str(image), str(mountpoint)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(mountpoint)], check=True)


def cut_power(mountpoint: Path) -> None:
    """Let nothing more reach the disk. Raises OSError where the file system knows no such call."""
    descriptor = os.open(mountpoint, os.O_RDONLY)
    try:
        fcntl.ioctl(descriptor, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
    finally:
        os.close(descriptor)


def work_until_cut(kind: str, library: Path, seeds: list[str], witness: LastWords, draw: random.Random) -> list[str]:
    """Let windows work, cut the power at some moment, and hear what they had said. Says who crashed before it."""
    crashed = []
    windows = [Window(kind, library, seed) for seed in seeds]
    by_ear = {window.ear: window for window in windows}
    for _ in range(draw.randrange(60)):
        for ear in wait(list(by_ear)):
            if isinstance(ear, Connection) and not by_ear[ear].hear(witness):
                del by_ear[ear]
                crashed.append("crashed")
    moment = time.perf_counter_ns() + int(10 ** draw.uniform(4, 7.5))
    while time.perf_counter_ns() < moment:
        pass
    for ear in wait(list(by_ear), timeout=0):
        while isinstance(ear, Connection) and ear.poll() and by_ear[ear].hear(witness):
            pass
    witness.cut = True
    cut_power(library)
    for window in windows:
        window.kill(witness)
    witness.cut = False
    return crashed


def judge(kind: str, library: Path, witness: LastWords) -> list[str]:
    """What is wrong with the library on the disk."""
    try:
        opened = OPENERS[kind](library)
    except ValueError as error:
        return [f"unreadable: {error}"]
    wrong = witness.judge(opened)
    wrong += [str(problem) for problem in opened.problems() if problem.what not in ("unfinished line", "damaged line")]
    opened.close()
    return wrong


def main() -> int:
    """Cut the power so many times, or until something is wrong; the exit status says whether anything was."""
    if os.geteuid() != 0:
        print("The power cut needs the superuser: it mounts a disk image.", file=sys.stderr)
        return 2
    if "apart" not in sys.argv:
        # Among mounts of our own, which no other process can keep from being unmounted.
        again = [sys.executable, "-m", "tests.promises.power_cut", *sys.argv[1:], "apart"]
        return subprocess.run(["unshare", "--mount", *again], check=False).returncode
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    kind = "stock" if "stock" in sys.argv[1:] else "library"
    rounds, windows = (*numbers, *(1_000, 1)[len(numbers) :])
    folder = Path(tempfile.mkdtemp(prefix="power-cut-"))
    try:
        return run(kind, folder, rounds, windows)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The power cannot be cut here: {error}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(folder)


def run(kind: str, folder: Path, rounds: int, windows: int) -> int:
    """The rounds themselves, in this folder."""
    image, library = folder / "image", folder / "library"
    library.mkdir()
    draw = random.Random("power cut")
    acknowledged = 0
    witness = LastWords()
    for number in range(rounds):
        if number % ROUNDS_OF_A_DISK == 0:
            acknowledged += witness.acknowledged
            witness = LastWords()
            image.unlink(missing_ok=True)
            with image.open("wb") as file:
                file.truncate(MEGABYTES << 20)
            subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
        with disk(image, library):
            wrong = work_until_cut(kind, library, [f"{number} {window}" for window in range(windows)], witness, draw)
        with disk(image, library):
            wrong += judge(kind, library, witness)
        if wrong:
            print(*wrong, sep="\n")
            break
    acknowledged += witness.acknowledged
    report = {"kind": kind, "windows": windows, "power cuts": number + 1, "acknowledged": acknowledged}
    print(json.dumps({**report, "wrong": len(wrong)}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
