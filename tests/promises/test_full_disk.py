"""A disk that fills up: what cannot be saved is refused, all else goes on, and the next mark has room again."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SIZE = 2 << 20
# As the superuser, else as one in a namespace of our own; it goes when the process does.
NAMESPACES = (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"])


def _on_a_disk_of_its_own(namespace: list[str], folder: Path, command: list[str]) -> list[str]:
    mount = f"mount -t tmpfs -o size={SIZE} disk {shlex.quote(str(folder))} && exec {shlex.join(command)}"
    return [*namespace, "sh", "-c", mount]


def _namespace() -> list[str] | None:
    """How a disk of our own can be had here; None if it cannot."""
    for namespace in NAMESPACES:
        command = _on_a_disk_of_its_own(namespace, Path("/mnt"), ["true"])
        if shutil.which("unshare") and subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return namespace
    return None


# Where nothing can be mounted, a limit to the size of files stands in: the same refusals, for another reason.
# Which it was stands in the tests' names.
NAMESPACE = _namespace()
DISK = "limit to the size of files" if NAMESPACE is None else "tmpfs"


def _fill(kind: str, folder: Path) -> subprocess.CompletedProcess[str]:
    folder.mkdir()
    command = [sys.executable, "-m", "tests.promises.full_disk", kind, str(folder)]
    if NAMESPACE is None:
        command = ["prlimit", f"--fsize={SIZE}:unlimited", *command]
    else:
        command = _on_a_disk_of_its_own(NAMESPACE, folder, command)
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("disk", [DISK])
def test_on_a_full_disk_marks_are_refused_and_all_that_was_saved_can_be_read_and_exported(
    tmp_path: Path, disk: str
) -> None:
    """Once there is room, the next mark is saved; nothing that was refused comes back."""
    run = _fill("library", tmp_path / "disk")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    print({name: value for name, value in report.items() if name not in ("starred", "exported")})
    assert report["reasons"] == ["disk full" if disk == "tmpfs" else "file too large"]
    assert report["refused"] >= 50
    assert report["saved"] > 100
    assert report["wrong when full"] == []
    assert report["starred"]
    assert all(title in report["exported"] for title in report["starred"])
    assert report["listed"] == report["papers"] > 50
    assert report["saved next"] == 1
    assert report["wrong after it"] == []
    assert report["wrong at the next start"] == []


@pytest.mark.parametrize("disk", [DISK])
def test_stock_tinydb_is_destroyed_by_the_same_disk(tmp_path: Path, disk: str) -> None:
    """So the harness bites."""
    run = _fill("stock", tmp_path / "disk")
    assert run.returncode != 0
    assert "JSONDecodeError" in run.stderr
