"""`python -m tests.packaging [--lowest] [PYTHON…]`: install what is published, everywhere it should run, and use it.

Builds the wheel and the source distribution, and looks at what they hold. Then, for each Python (default: this one),
installs either in an environment of its own and triages the seeds' first digest by commands; with pipx and uv too,
where they are installed. With --lowest, the project's dependencies are installed in the oldest versions that
pyproject.toml allows, and the whole test suite of the source distribution is run on them.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEED = next((ROOT / "seeds").glob("002*"))


def built(folder: Path) -> tuple[Path, Path]:
    """The wheel and the source distribution."""
    subprocess.run([sys.executable, "-m", "build", "--outdir", folder, ROOT], check=True, capture_output=True)
    return next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))


def strange(wheel: Path, sdist: Path) -> list[str]:
    """What the two hold that they should not, or lack."""
    sources = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    with tarfile.open(sdist) as files:
        tops = {name.split("/")[1] for name in files.getnames()}
    expected = {"src", "tests", "seeds", "docs", "CHANGELOG.md", "README.md", "LICENSE", "pyproject.toml", "PKG-INFO"}
    return [
        *(f"not in the wheel: {name}" for name in sorted(sources - packed)),
        *(f"in the wheel: {name}" for name in sorted(packed - sources)),
        *(f"in the source distribution: {name}" for name in sorted(tops ^ (expected | {".gitignore"}))),
    ]


def lowest() -> list[str]:
    """The project's dependencies, each in the oldest version that is allowed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    found = [re.match(r"([A-Za-z0-9-]+)>=([0-9.]+)", line) for line in project["dependencies"]]
    return [f"{name[1]}=={name[2]}" for name in found if name]


def use(program: Path, home: Path) -> None:
    """Import, mark and export as a person would; raises where a command fails."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}

    def run(*arguments: str) -> str:
        done = subprocess.run([program, *arguments], check=True, capture_output=True, encoding="utf-8", env=environment)
        return done.stdout

    run("import", str(SEED))
    lines = run("list").splitlines()
    if len(lines) != 31:
        raise SystemExit(f"{program} lists {len(lines)} papers of 31.")
    run("mark", "star", lines[0].split("\t")[0])
    if not run("export", "--format", "bibtex").startswith("@"):
        raise SystemExit(f"{program} exports no BibTeX.")
    shutil.rmtree(home)


def _venv(python: str, folder: Path, *install: str) -> Path:
    subprocess.run([python, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", *install], check=True)
    return folder / "bin"


def _elsewhere(work: Path) -> dict[str, str]:
    """The environment in which pipx and uv leave alone what is installed."""
    places = {"PIPX_HOME": "pipx", "PIPX_BIN_DIR": "bin", "UV_TOOL_DIR": "uv", "UV_TOOL_BIN_DIR": "bin"}
    return os.environ | {variable: str(work / place) for variable, place in places.items()}


def main() -> None:
    """Do it all, and say what was done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lowest", action="store_true")
    parser.add_argument("pythons", nargs="*", default=[sys.executable], metavar="PYTHON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        archives = built(work / "dist")
        if problems := strange(*archives):
            raise SystemExit("\n".join(problems))
        print("the wheel and the source distribution hold what they should")
        for index, python in enumerate(given.pythons):
            version = subprocess.run([python, "--version"], check=True, capture_output=True, text=True).stdout.strip()
            for archive in archives:
                use(_venv(python, work / f"{index}{archive.suffix}", str(archive)) / "digest-tui", work / "home")
                print(f"{version}: pip install {archive.name}", flush=True)
                for tool in (["pipx", "install"], ["uv", "tool", "install"]):
                    if path := shutil.which(tool[0]):
                        command = [path, *tool[1:], "--force", "--python", python, archive]
                        subprocess.run(command, check=True, capture_output=True, env=_elsewhere(work))
                        use(work / "bin" / "digest-tui", work / "home")
                        print(f"{version}: {' '.join(tool)} {archive.name}", flush=True)
        if given.lowest:
            pins = lowest()
            place = _venv(given.pythons[0], work / "lowest", f"{archives[0]}[test]", *pins)
            with tarfile.open(archives[1]) as files:
                files.extractall(work / "source", filter="data")
            [source] = (work / "source").iterdir()
            subprocess.run([place / "python", "-m", "pytest", "-q", "-n", "2"], check=True, cwd=source)
            print(f"all tests with {', '.join(pins)}")


if __name__ == "__main__":
    main()
