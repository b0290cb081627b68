"""Every example of the help and of the README does what it says when it is typed as it stands."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pexpect
import pytest

from digest_tui.cli import program
from tests import SEEDS
from tests.cli import command, page, run

README = Path(__file__).parents[2] / "README.md"

# What stands in the help's examples, and on this machine perhaps not.
OTHERS = {
    "pbpaste": "cat page.txt",
    "less": "cat",
    "jq": "cat",
    "pandoc": "cat > /dev/null",
}


def examples_of(text: str) -> list[str]:
    """The lines under `Examples:`, without what is said of them."""
    _, _, after = text.partition("Examples:\n")
    lines = after.partition("\n\n")[0].splitlines()
    return [re.split(r"\s{4,}", line.strip())[0] for line in lines]


def of_readme() -> list[str]:
    """The README's lines that are commands, not the outline of one."""
    lines = [line[4:] for line in README.read_text().splitlines() if line.startswith("    ")]
    commands = [line for line in lines if line.startswith("digest-tui ")]
    return [re.split(r"\s{4,}", line)[0] for line in commands if not re.search(r"[\[·…{]", line)]


HELP = [(name, example) for name in program.table for example in examples_of(run(name, "--help").out)]
EXAMPLES = [("", example) for example in examples_of(run("--help").out)]
EXAMPLES += [*HELP, *(("README", line) for line in of_readme())]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the examples talk of: digests, and a library of them with a starred paper."""
    folder = tmp_path_factory.mktemp("given")
    shutil.copytree(SEEDS, folder / "seeds")
    (folder / "page.txt").write_text(page(("A Paper of Spiking Neurons That Learn", "It spikes, and it learns. " * 20)))
    shutil.copy(folder / "page.txt", folder / "monday.txt")
    (folder / "tuesday.txt").write_text(page(("Another Paper of Quiet Neurons That Do Not", "It is quiet. " * 20)))
    (folder / "Mail" / "newsletters").mkdir(parents=True)
    shutil.copy(folder / "tuesday.txt", folder / "Mail" / "newsletters")
    (folder / "learned.bib").write_text(
        "@misc{x, title={The Dragon Hatchling: The Missing Link between the Transformer and Models of the Brain}, "
        "eprint={2509.26507}, archiveprefix={arXiv}, year={2025}}"
    )
    assert run("import", folder / "seeds", folder / "learned.bib", "--library", folder / "library").status == 0
    (folder / "bin").mkdir()
    for name, does in {"digest-tui": f'exec {" ".join(command())} "$@"', **OTHERS}.items():
        if name == "digest-tui" or not shutil.which(name):
            (folder / "bin" / name).write_text(f"#!/bin/sh\n{does}\n")
            (folder / "bin" / name).chmod(0o755)
    return folder


@pytest.fixture
def place(given: Path, tmp_path: Path) -> dict[str, str]:
    """A copy of it to work in: the environment of the example's shell."""
    folder = shutil.copytree(given, tmp_path / "home")
    # By the machine that the example runs on, which can undo what it did itself.
    assert run("mark", "star", "97fd25", "--library", folder / "library").status == 0
    return os.environ | {
        "HOME": str(folder), "DIGEST_TUI_LIBRARY": str(folder / "library"), "TERM": "xterm-256color",
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
    }  # fmt: skip


@pytest.mark.parametrize(("where", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_the_example_runs(where: str, example: str, place: dict[str, str]) -> None:
    if example.startswith("digest-tui seeds/") or example.endswith("digest-tui --config my.toml"):
        reader = pexpect.spawn("bash", ["-c", example], cwd=place["HOME"], env=place, dimensions=(40, 120), timeout=60)
        reader.expect("triaged")
        reader.send("q")
        reader.expect(pexpect.EOF)
        reader.close()
        assert reader.exitstatus == 0
        return
    typed = ["bash", "-c", f"set -o pipefail; {example}"]
    ended = subprocess.run(typed, cwd=place["HOME"], env=place, capture_output=True, text=True, check=False)
    assert "Traceback" not in ended.stderr
    # A reader that stops early (`head`) stops the writer.
    assert ended.returncode in ((0, 141) if "head" in example else (0,)), ended.stderr


def test_every_command_teaches_by_example() -> None:
    assert {where for where, _ in HELP} == set(program.table)
    assert any(where == "README" for where, _ in EXAMPLES)


def test_what_the_readme_names_is_there() -> None:
    """Tests, modules and pictures: whoever follows a promise to its test finds it."""
    text = README.read_text()
    named = {*re.findall(r"\b(?:tests|digests|exports|tui|docs|seeds)/[\w/.]*", text)}
    named |= {f"{name.replace('.', '/')}" for name in re.findall(r"-m (tests\.[\w.]+)", text)}
    assert len(named) > 20
    places = [README.parent, README.parent / "src" / "digest_tui"]
    missing = {
        name
        for name in named
        if not any((place / name.rstrip(".")).exists() or (place / f"{name}.py").exists() for place in places)
    }
    assert missing == set()
