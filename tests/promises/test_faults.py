"""Calls of the operating system that fail, each in turn: nothing acknowledged is lost, nothing refused is present.

`strace` makes one call on the library's files fail, or kills the process there, and its trace proves that it did.
Short writes are the operating system's own: a file may not grow further, until a first mark was refused.
"""

import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import pytest

from tests.promises.witness import Witness
from tests.promises.worker import DEVICE, OPENERS, settle, work

pytestmark = pytest.mark.strace

ACTIONS = 14  # twice
WRITING = "open|write|pwrite|fdatasync|fsync|ftruncate|rename|link|unlink|mkdir|fchmod"
READING = "pread|read|getdents|fstat|newfstat|statx|flock|close"
CALLS = f"/^({WRITING}|{READING})(at|at2|v|v2|64)*$"
TAKING_BACK = "/^(ftruncate|fchmod|unlink|unlinkat)$"

_CALL = re.compile(r"^\d+ +(?P<name>\w+)\((?P<rest>.*)\) += (?P<result>-?\d+|\?)")


@dataclass(frozen=True, slots=True)
class Call:
    """One call on the library's files, as the trace has it. `number` counts the calls of this name from 1."""

    name: str
    number: int
    rest: str
    result: int | None

    @property
    def path(self) -> str:
        """The file that the call's first argument is open for."""
        match = re.match(r"\d+<([^>]*)>", self.rest)
        return match[1] if match else ""

    @property
    def length(self) -> int:
        """Of a write, how many bytes were asked for."""
        return int(self.rest.rpartition(", ")[2])

    @property
    def writing(self) -> bool:
        """Whether it changes anything, so that it may find the disk full."""
        return re.match(WRITING, self.name) is not None


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at a call: options for strace, and a limit to the size of files (0: none)."""

    call: Call
    injections: tuple[str, ...]
    limit: int = 0

    @property
    def kills(self) -> bool:
        """Whether the process is to die of it."""
        return any("signal=KILL" in injection for injection in self.injections)


@cache
class Fall:
    """A fall of the process under test: what it said, what the trace shows, and the library that it left."""

    def __init__(self, kind: str, folder: Path, fault: Fault | None = None) -> None:
        self.library = folder / "library"
        self.kind = kind
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        settle(self.library)
        trace = folder / "trace"
        names = ("", "library", "library/library.json", "library/log")
        files = [folder / name for name in names]
        files += [folder / "library" / "cache" / name for name in ("", "derived", "derived.draft")]
        files += [folder / f"library/log/{DEVICE}.{slot}.jsonl" for slot in range(1, 5)]
        command = ["strace", "-f", "-q", "-y", "-s", "8", "-o", str(trace), "-e", f"trace={CALLS}"]
        for file in files:
            command += ["-P", str(file)]
        if not (fault and fault.kills):
            command.append("--seccomp-bpf")  # twice as fast, but signals are not delivered
        for injection in fault.injections if fault else ():
            command += ["-e", f"inject={injection}"]
        if fault and fault.limit:
            command += ["prlimit", f"--fsize={fault.limit}:unlimited"]
        command += [sys.executable, "-m", "tests.promises.worker", kind, str(self.library), "faults", str(ACTIONS)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        self.errors = run.stderr
        self.killed = run.returncode in (-9, 137)
        self.trace = trace.read_text()
        self.calls = list(_calls(self.trace))
        self.witness = Witness()
        # What was being said when the process was killed has no end.
        for line in run.stdout.splitlines(keepends=True):
            if line.endswith("\n"):
                self.witness.hear("process", json.loads(line))

    def fired(self, fault: Fault) -> bool:
        """Whether the trace shows that the fault happened."""
        if fault.kills:
            return self.killed and "killed by SIGKILL" in self.trace
        if fault.limit:
            return any(call.name == "write" and 0 <= (call.result or 0) < call.length for call in self.calls)
        return "(INJECTED)" in self.trace

    def judge(self) -> list[str]:
        """What is wrong after it."""
        wrong = [self.errors] if self.errors else []
        if not self.killed and self.witness.unanswered:
            wrong.append("neither acknowledged nor refused")
        retired = {Path(path): Path(path).read_bytes() for path in self._retired() if Path(path).exists()}
        wrong += self._appended_to_retired()
        wrong += self._judge_library()
        if not wrong:
            work(self.kind, self.library, "afterwards", partial(self.witness.hear, "afterwards"), 5)
            wrong += self._judge_library()
            wrong += [f"{path.name} changed after a restart" for path in retired if path.read_bytes() != retired[path]]
        return wrong

    def _judge_library(self) -> list[str]:
        try:
            library = OPENERS[self.kind](self.library)
        except ValueError as error:
            return [f"unreadable: {error}"]
        wrong = self.witness.judge(library)
        library.close()
        return wrong

    def _retired(self) -> set[str]:
        """Files whose sync failed, unless removed since."""
        retired = set()
        for call in self.calls:
            if call.name in ("fdatasync", "fsync") and call.result == -1 and call.path.endswith(".jsonl"):
                retired.add(call.path)
            elif call.name.startswith("unlink") and call.result == 0:
                retired = {path for path in retired if f'"{path}"' not in call.rest}
        return retired

    def _appended_to_retired(self) -> Iterator[str]:
        retired: set[str] = set()
        for call in self.calls:
            if call.name in ("fdatasync", "fsync") and call.result == -1:
                retired.add(call.path)
            elif call.name.startswith("unlink") and call.result == 0:
                retired = {path for path in retired if f'"{path}"' not in call.rest}
            elif "write" in call.name and call.path in retired:
                yield f"{call.path} was appended to after its sync had failed"


def _calls(trace: str) -> Iterator[Call]:
    numbers: Counter[str] = Counter()
    for line in trace.splitlines():
        if match := _CALL.match(line):
            name, result = match["name"], match["result"]
            numbers[name] += 1
            yield Call(name, numbers[name], match["rest"], None if result == "?" else int(result))


def _faults(kind: str, calls: list[Call]) -> list[Fault]:
    """Every fault of a kind, given the calls of a run without any."""
    if kind in ("EIO", "ENOSPC", "EDQUOT"):
        # Who only reads cannot find the disk full.
        return [
            Fault(call, (f"{call.name}:error={kind}:when={call.number}",))
            for call in calls
            if call.writing or kind == "EIO"
        ]
    if kind == "SIGKILL":
        return [Fault(call, (f"{call.name}:signal=KILL:when={call.number}",)) for call in calls]
    syncs = [call for call in calls if call.name in ("fdatasync", "fsync")]
    writes = [call for call in calls if call.name == "write"]
    if kind == "EIO from then on":
        return [Fault(call, (f"{call.name}:error=EIO:when={call.number}+",)) for call in syncs + writes]
    if kind == "EIO, and nothing can be taken back":
        return [
            Fault(call, (f"{call.name}:error=EIO:when={call.number}", f"{TAKING_BACK}:error=EIO")) for call in syncs
        ]
    if kind == "nothing written":
        return [Fault(call, (f"write:retval=0:when={call.number}",)) for call in writes]
    return list(_short_writes(kind, [call for call in writes if ".json" in call.path]))


def _short_writes(kind: str, writes: list[Call]) -> Iterator[Fault]:
    """Writes that are cut in the middle, where the file may not grow beyond; or that the process dies of."""
    size = 0
    for call in writes:
        limit = size + call.length // 2
        size += call.result or 0
        if kind == "short write":
            yield Fault(call, (), limit)
        elif kind == "short write, and nothing can be taken back":
            yield Fault(call, (f"{TAKING_BACK}:error=EIO",), limit)
        else:
            assert kind == "short write, then SIGKILL"
            yield Fault(call, (f"write:signal=KILL:when={call.number + 1}",), limit)


KINDS = [
    "EIO", "ENOSPC", "EDQUOT", "SIGKILL", "EIO from then on", "EIO, and nothing can be taken back", "nothing written",
    "short write", "short write, and nothing can be taken back", "short write, then SIGKILL",
]  # fmt: skip


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """The calls of a run in which nothing fails."""
    return _undisturbed("library", tmp_path_factory.mktemp("undisturbed"))


def _undisturbed(kind: str, folder: Path) -> list[Call]:
    assert shutil.which("strace"), "strace is not installed: it makes calls fail, and without it nothing is shown here."
    fall = Fall(kind, folder / "first")
    assert fall.calls, f"strace cannot trace here: {fall.errors}"
    assert fall.judge() == []
    # The same seed makes the same calls, or a fault could not be aimed.
    again = Fall(kind, folder / "first")
    assert [(call.name, call.number) for call in again.calls] == [(call.name, call.number) for call in fall.calls]
    return fall.calls


def _chosen(faults: list[Fault], all_of_them: bool) -> list[Fault]:
    """All faults, or some of each call: of reading, which is done in many places, a few."""
    if all_of_them:
        return faults
    draw = random.Random(3)
    chosen = []
    for name in sorted({fault.call.name for fault in faults}):
        alike = [fault for fault in faults if fault.call.name == name]
        chosen += draw.sample(alike, 1 if alike[0].call.writing else min(3, len(alike)))
    return chosen


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_fails_costs_nothing_that_was_acknowledged_and_leaves_nothing_that_was_refused(
    tmp_path: Path, undisturbed: list[Call], rounds: Callable[[int, int], int], kind: str
) -> None:
    """Nor is a file appended to again whose sync failed, in this process or a later one."""
    wrong: list[str] = []
    refused = 0
    faults = _chosen(_faults(kind, undisturbed), all_of_them=rounds(0, 1) == 1)
    for fault in faults:
        fall = Fall("library", tmp_path / "run", fault)
        found = fall.judge() if fall.fired(fault) else ["the fault did not fire"]
        refused += fall.witness.refused
        wrong += [f"{fault}: {what}" for what in found]
    print(f"{kind}: {len(faults)} faults, {refused} refusals")
    assert not wrong, "\n".join(wrong)


def test_stock_tinydb_does_not_survive_the_same_faults(tmp_path: Path) -> None:
    """So the harness bites."""
    calls = _undisturbed("stock", tmp_path / "undisturbed")
    faults = [
        fault for kind in ("short write", "ENOSPC") for fault in _faults(kind, calls) if fault.call.name == "write"
    ]
    assert any(Fall("stock", tmp_path / "run", fault).judge() for fault in faults)
