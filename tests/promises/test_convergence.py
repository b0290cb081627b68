"""Three devices that do what they like, with clocks that are wrong, on journals that git or a copying program carries.

However late, torn, stale, merged or doubled the files come: after a last full exchange all devices show the same, and
it is all that was ever done on any of them.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest_tui.library import library
from digest_tui.library.actions import Action
from digest_tui.library.journals import ledger
from digest_tui.library.journals.clock import Clock
from digest_tui.library.journals.storage import Damage
from digest_tui.library.library import Library
from digest_tui.library.sync import courier
from digest_tui.paper import Change, Verdict
from tests.library.given import digest, entry, snapshot
from tests.promises import stock

NAMES = ("aaa", "bbb", "ccc")
HOUR = 3_600_000
MAMBA = entry("Mamba", "Selective state spaces in linear time.")
POOL = (
    digest("a", "Hebbian learning in the brain", MAMBA, date="Mar 3"),
    digest("b", entry("Hebbian learning in the brain", arxiv_id="2501.00001v2"), "A survey of surveys", date="Mar 4"),
    digest("c", MAMBA, entry("Titans", "At test time.", doi="10.1/Titans"), date="Dec 31"),
)

WHO, NUMBER = st.integers(0, 2), st.integers(0, 30)
DEEDS = st.tuples(
    st.sampled_from(
        ["mark"] * 3
        + ["bulk", "undo", "undo", "redo", "import", "import", "forget", "year", "same", "different", "poll", "reopen"]
    ),
    WHO,
    NUMBER,
    NUMBER,
)
COPYINGS = st.tuples(
    st.sampled_from(["over", "over", "instead", "torn", "stale", "beside", "doubled", "deleted", "cut", "mangled"]),
    WHO,
    WHO,
    NUMBER,
)
MERGES = st.tuples(st.sampled_from(["ours", "theirs", "union", "markers", "cut", "mangled"]), WHO, WHO, NUMBER)
CLOCKS = st.tuples(*[st.sampled_from([0, 0, 5, -7, 40 * 24])] * 3)
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def histories(carriages: st.SearchStrategy[Any], size: int) -> st.SearchStrategy[list[Any]]:
    """Deeds and carriages in any order, after one device began."""
    begin = [("import", 0, 0, 0), ("mark", 0, 1, 0)]
    return st.lists(st.one_of(DEEDS, carriages), min_size=5, max_size=size).map(begin.__add__)


class Device:
    """A machine: its library, its clock, and its end of the shared folder."""

    def __init__(self, world: "World", place: int, hours: int) -> None:
        self.name = NAMES[place]
        self.folder = world.root / self.name
        self.shared = self.folder / "shared"
        self.clock: Callable[[], int] = lambda: 1_800_000_000_000 + hours * HOUR + world.ticks
        self.library = self.open()

    def open(self) -> Library:
        with (
            mock.patch.object(library, "device_name", return_value=self.name),
            mock.patch.object(ledger, "Clock", partial(Clock, self.clock)),
        ):
            return Library.open(self.folder / "library", self.shared)

    def reopen(self) -> None:
        self.library.close()
        self.library = self.open()

    def files(self) -> list[Path]:
        return sorted(self.shared.glob("*.jsonl"))


class World:
    """Three devices. `done` is what they were told is saved: ids of actions."""

    def __init__(self, root: Path, clocks: tuple[int, ...], machine: type[Device] = Device) -> None:
        self.root = root
        self.ticks = 0
        self.done: set[str] = set()
        self.devices = [machine(self, place, hours) for place, hours in enumerate(clocks)]

    def close(self) -> None:
        for device in self.devices:
            device.library.close()

    def act(self, kind: str, who: int, one: int, other: int) -> None:
        """One deed, if it can be done just now."""
        self.ticks += 1
        device = self.devices[who]
        here = device.library
        ids, actions = list(here.papers()), list(here.history())
        keys = [found.key for found in here.digests()]
        done: Action | None = None
        match kind:
            case "mark" if ids:
                done = here.mark([ids[one % len(ids)]], list(Change)[other % len(Change)])
            case "bulk" if ids:
                done = here.mark(ids[: one % len(ids) + 1], list(Change)[other % len(Change)])
            case "undo" | "redo" if actions:
                (here.undo if kind == "undo" else here.redo)(actions[one % len(actions)])
            case "import":
                done = here.add([POOL[one % len(POOL)]]).action
            case "forget" if keys:
                done = here.forget([keys[one % len(keys)]])
            case "same" | "different" if ids:
                pair = ids[one % len(ids)], ids[other % len(ids)]
                done = (here.same if kind == "same" else here.different)(*pair)
            case "year" if keys:
                done = here.date_digest(keys[one % len(keys)], 2020 + other % 3)
            case "poll":
                here.poll()
            case "reopen":
                device.reopen()
                here = device.library
        if done:
            self.done.add(done.id)
        if other % 4:
            here.poll()


def state(here: Library) -> dict[str, Any]:
    """All that a device shows."""
    return {
        "papers": snapshot(here),
        "order": list(here.papers()),
        "marks": dict(here.marked()),
        "digests": [(found.key, found.name, found.date, found.papers, found.new) for found in here.digests()],
        "history": list(here.history()),
        "undone": list(here.undone()),
        "counts": [here.count(name) for name in ("starred", "read", "skipped", "reading")],
    }


def marks_of(history: list[Action]) -> dict[str, tuple[Any, Any]]:
    """What the papers' marks must be by a history, the newest action first: verdict and read, by the ids in it."""
    marks: dict[str, dict[str, Any]] = {}
    for action in history:
        if not action.undone:
            for paper_id in action.papers:
                marks[paper_id] = {**(action.fields or {}), **marks.get(paper_id, {})}
    return {paper_id: (fields.get("verdict"), fields.get("read")) for paper_id, fields in marks.items()}


def assert_converged(world: World) -> None:
    """Open windows and new ones, on every device, show the same, and all of it."""
    first = state(world.devices[0].library)
    assert {action.id for action in first["history"]} == world.done
    expected = marks_of(first["history"])
    for paper_id, paper in world.devices[0].library.papers().items():
        if paper.ids == (paper_id,):  # else marks under its other ids count too
            verdict, read = expected.get(paper_id, (None, None))
            assert (paper.marks.verdict, paper.marks.read) == (Verdict(verdict) if verdict else None, bool(read))
    for device in world.devices:
        assert state(device.library) == first
        device.reopen()
        assert state(device.library) == first
        assert [str(problem) for problem in device.library.problems() if not is_expected(problem)] == []


def is_expected(problem: Damage) -> bool:
    """Whether a problem is there to stay: a clock, or a copy cut off in its first line, which nobody publishes anew."""
    return "clock ahead" in problem.what or (
        "no journal" in problem.what and b"\n" not in Path(problem.file).read_bytes()
    )


@contextmanager
def worlds(clocks: tuple[int, ...], machine: type[Device] = Device) -> Iterator[World]:
    """A new world, whose libraries look at the shared folder whenever they are polled."""
    with (
        TemporaryDirectory() as root,
        mock.patch.multiple(courier, INTERVAL=0.0, AT_START=60.0, AT_POLL=60.0, AT_END=60.0),
    ):
        for name in NAMES:
            (Path(root) / name / "shared").mkdir(parents=True)
        world = World(Path(root), clocks, machine)
        try:
            yield world
        finally:
            world.close()


def harm(how: str, file: Path, number: int) -> None:
    """What a program or a person does to a file in the shared folder."""
    content = file.read_bytes()
    lines = content.splitlines(keepends=True)
    at = number % (len(lines) + 1)
    match how:
        case "cut":
            file.write_bytes(content[: len(content) * number // 31])
        case "mangled":
            # A line lost, one doubled, one spoilt, the ends of lines changed, lines in another order.
            spoilt = [line[:20] + b"?" + line[21:] for line in lines[at : at + 1]]
            changed = [
                lines[:at] + lines[at + 1 :],
                lines[:at] + lines[:1] + lines[at:],
                lines[:at] + spoilt + lines[at + 1 :],
                [line.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for line in lines],
                lines[at:] + lines[:at],
            ][number % 5]
            file.write_bytes(b"".join(changed))


# -- copying programs ------------------------------------------------------------------------------------------------


class Copier:
    """What Syncthing, Dropbox and rsync do to files, in any order. Every version ever seen may return."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.versions: list[tuple[str, bytes]] = []
        self.copies = 0

    def carry(self, how: str, source: int, target: int, number: int) -> None:
        files = self.world.devices[source].files()
        shared = self.world.devices[target].shared
        if not files:
            return
        file = files[number % len(files)]
        content, there = file.read_bytes(), shared / file.name
        self.versions.append((file.name, content))
        self.copies += 1
        match how:
            case "over":
                there.write_bytes(content)
            case "instead":
                put(there, content)
            case "torn":
                there.write_bytes(content[: len(content) * number // 31])
            case "stale":
                name, old = self.versions[number % len(self.versions)]
                put(shared / name, old)
            case "beside":
                if there.exists() and there != file:
                    there.rename(shared / f"{there.stem}.sync-conflict-20261122-0815{self.copies:02}-ABCDEFG.jsonl")
                put(there, content)
            case "doubled":
                put(shared / f"{file.stem} (conflicted copy 2026-11-{self.copies:02}).jsonl", content)
            case "deleted":
                there.unlink(missing_ok=True)
            case _:
                harm(how, file, number)

    def finish(self) -> None:
        """Bring everything everywhere: a journal as its own device has it, what else there is as it is."""
        for device in self.world.devices:
            device.library.poll()
        for source, target in permutations(self.world.devices, 2):
            for file in source.files():
                there = target.shared / file.name
                if file.name.startswith(source.name) or not there.exists():
                    put(there, file.read_bytes())
        for device in self.world.devices:
            device.library.poll()


def put(file: Path, content: bytes) -> None:
    draft = file.with_name(".incoming")
    draft.write_bytes(content)
    draft.rename(file)


def converge_by_copies(clocks: tuple[int, ...], history: list[Any]) -> None:
    with worlds(clocks) as world:
        copier = Copier(world)
        for kind, *details in history:
            step = copier.carry if kind in COPY_KINDS else world.act
            step(kind, *details)
        copier.finish()
        assert_converged(world)


COPY_KINDS = {"over", "instead", "torn", "stale", "beside", "doubled", "deleted", "cut", "mangled"}
MERGE_KINDS = {"ours", "theirs", "union", "markers", "cut", "mangled"}


def test_all_devices_converge_whatever_a_copying_program_does(rounds: Callable[[int, int], int]) -> None:
    settings(max_examples=rounds(110, 7000), deadline=None, suppress_health_check=SLOW)(
        given(CLOCKS, histories(COPYINGS, 30))(converge_by_copies)
    )()


# -- git -------------------------------------------------------------------------------------------------------------


class Git:
    """The shared folders as work trees of a repository, a branch each, that merge from one another."""

    SETTINGS = ("user.name=d", "user.email=d@d", "commit.gpgsign=false", "gc.auto=0", "core.fsync=none")

    def __init__(self, world: World) -> None:
        self.world = world
        self.conflicts = 0
        self.committed: dict[str, dict[str, bytes]] = {}
        first, *others = world.devices
        self.git(first, "init", "--quiet", f"--initial-branch={first.name}")
        self.git(first, "commit", "--quiet", "--allow-empty", "--message=Begin")
        for device in others:
            assert not device.files()
            device.shared.rmdir()
            self.git(first, "worktree", "add", "--quiet", "-b", device.name, str(device.shared))

    def git(self, device: Device, *arguments: str) -> int:
        options = [option for setting in self.SETTINGS for option in ("-c", setting)]
        command = ["git", "-C", str(device.shared), *options, *arguments]
        return subprocess.run(command, check=False, capture_output=True).returncode

    def commit(self, device: Device, *, merging: bool = False) -> None:
        content = {file.name: file.read_bytes() for file in device.files()}
        if merging or content != self.committed.get(device.name, {}):
            assert self.git(device, "add", "--all") == 0
            self.git(device, "commit", "--quiet", "--message=Marks")
            self.committed[device.name] = content

    def carry(self, how: str, source: int, target: int, number: int) -> None:
        """One device commits what it has, the other too, and merges that."""
        here, there = self.world.devices[target], self.world.devices[source]
        if how in ("cut", "mangled"):
            if files := here.files():
                harm(how, files[number % len(files)], number)
                self.commit(here)
                # Two changed the same file: a conflict, unless git finds a way.
                self.world.act("mark", source, number, number | 1)
            how = ("ours", "theirs", "union", "markers")[number % 4]
        if here is not there:
            self.commit(there)
            self.commit(here)
            self.merge(how, there, here)

    def merge(self, how: str, there: Device, here: Device) -> None:
        self.committed.pop(here.name, None)  # a merge may undo what was committed, which is then a change again
        if self.git(here, "merge", "--quiet", "--no-edit", there.name):
            self.conflicts += 1
            if how in ("ours", "theirs"):
                self.git(here, "checkout", f"--{how}", ".")
            elif how == "union":
                for file in here.files():
                    kept = [line for line in file.read_bytes().splitlines(keepends=True) if line[:7] not in MARKERS]
                    file.write_bytes(b"".join(kept))
            # Else the files are committed with the markers in them.
            self.commit(here, merging=True)

    def finish(self) -> None:
        """Merge until all have the same; the later merges find nothing that two of them changed."""
        for _ in range(2):
            for device in self.world.devices:
                device.library.poll()
                self.commit(device)
            for there, here in permutations(self.world.devices, 2):
                self.merge("markers", there, here)
        for device in self.world.devices:
            device.library.poll()


MARKERS = (b"<<<<<<<", b"=======", b">>>>>>>")


def converge_by_merges(clocks: tuple[int, ...], history: list[Any]) -> int:
    """How many merges found conflicts."""
    with worlds(clocks) as world:
        git = Git(world)
        for kind, *details in history:
            step = git.carry if kind in MERGE_KINDS else world.act
            step(kind, *details)
        git.finish()
        assert_converged(world)
        return git.conflicts


def test_all_devices_converge_whatever_git_makes_of_the_folder(rounds: Callable[[int, int], int]) -> None:
    conflicts = 0

    def converge(clocks: tuple[int, ...], history: list[Any]) -> None:
        nonlocal conflicts
        conflicts += converge_by_merges(clocks, history)

    settings(max_examples=rounds(40, 3000), deadline=None, suppress_health_check=SLOW)(
        given(CLOCKS, histories(MERGES, 16))(converge)
    )()
    assert conflicts


# -- the same on one file --------------------------------------------------------------------------------------------


class StockDevice(Device):
    """A machine on TinyDB's own storage: one file, which a copying program brings whole, the last writer's."""

    def open(self) -> Library:
        self.folder.mkdir(exist_ok=True)
        # No two devices give the same stamp, so that only the copying can lose anything.
        clock = partial(Clock, lambda: 4 * self.clock() + NAMES.index(self.name))
        with mock.patch.object(stock, "Clock", clock):
            return stock.open_stock(self.shared)

    def take(self, other: "StockDevice") -> None:
        self.library.close()
        shutil.copy(other.shared / "library.json", self.shared / "library.json")
        self.library = self.open()


def test_the_same_histories_on_one_file_that_is_copied_lose_what_was_acknowledged() -> None:
    """So the histories bite."""
    lost: list[bool] = []

    def copy_whole(clocks: tuple[int, ...], history: list[Any]) -> None:
        with worlds(clocks, StockDevice) as world:
            devices = cast("list[StockDevice]", world.devices)
            newest = devices[0]
            for kind, *details in history:
                if kind in COPY_KINDS:
                    source, target = (devices[place] for place in details[:2])
                    if source is not target:
                        target.take(source)
                else:
                    world.act(kind, *details)
                    newest = devices[details[0]]
            for device in devices:
                if device is not newest:
                    device.take(newest)
            lost.append({action.id for action in newest.library.history()} != world.done)

    settings(max_examples=40, deadline=None, suppress_health_check=SLOW)(
        given(CLOCKS, histories(COPYINGS, 30))(copy_whole)
    )()
    assert sum(lost) > len(lost) / 3
