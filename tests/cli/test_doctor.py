"""`doctor`: it finds what is wrong with terminal, config, library and sync, and says it to people and programs."""

import json
from pathlib import Path

from tests import SEEDS
from tests.cli import run, run_on_terminal

SEED = SEEDS / "002_f5386093c80e41e6.txt"
PLACES = ["terminal", "config", "library", "sync"]


def configured(home: Path, text: str) -> Path:
    """The user's config file, with this in it."""
    file = home / "config" / "digest-tui" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return file


def test_doctor_looks_at_the_terminal_it_is_started_in() -> None:
    assert "ok  terminal  xterm-256color, 100×24, utf-8" in run_on_terminal("doctor", columns=100).out
    assert "wants at least 40×10" in run_on_terminal("doctor", columns=30).out
    dumb = run_on_terminal("doctor", TERM="dumb")
    assert dumb.status == 1
    assert "TERM=dumb cannot place its cursor" in dumb.out


def test_doctor_names_what_is_wrong_with_the_config(home: Path) -> None:
    file = configured(home, 'colour = "red"\ntheme = "nrod"\nkeys.star = "x"\n')
    ended = run("doctor")
    assert ended.status == 1
    problem, theme, key = (line for line in ended.lines if line.startswith("problem"))
    assert "line 2: there is no theme `nrod`" in theme
    assert "line 3: `x` is taken by `skip`" in key
    assert problem.startswith(f"problem\tconfig\t{file}, line 1: there is no setting `colour`")
    assert ended.err.count("colour") == 0


def test_doctor_finds_damage_that_everything_else_passes_over(home: Path) -> None:
    run("import", SEED)
    well = run("doctor")
    assert well.status == 0
    assert [line.split("\t")[:2] for line in well.lines] == [["ok", place] for place in PLACES]
    assert well.err == f"No problems in {home}/library: 31 papers, 0 triaged.\n"
    [journal] = (home / "library").rglob("*.jsonl")
    with journal.open("ab") as file:
        file.write(b"this is no record\n")
    assert len(run("list").lines) == 31
    ill = run("doctor")
    assert ill.status == 1
    [problem] = [line for line in ill.lines if line.startswith("problem\tlibrary\t")]
    assert journal.name in problem
    assert ill.err == f"1 problem; all else in {home}/library can be read.\n"


def test_doctor_names_the_file_and_the_line_of_what_is_damaged(home: Path) -> None:
    run("import", SEEDS)
    journal = next((home / "library" / "log").iterdir())
    journal.rename(hostile := journal.with_name("\x1b]0;title\x07k3f9a.1.jsonl"))
    with hostile.open("ab") as file:
        file.write(b"no record\n")
    ended = run("doctor")
    assert ended.status == 1
    line = hostile.read_bytes().count(b"\n")
    assert f"problem\tlibrary\tk3f9a.1.jsonl, line {line}: damaged line" in ended.lines


def test_doctor_says_why_there_is_no_sync(home: Path, tmp_path: Path) -> None:
    configured(home, f'sync = "{tmp_path}/drive/shared"\n')
    ended = run("doctor")
    assert ended.status == 1
    assert f"{tmp_path}/drive" in ended.out
    assert "is its drive mounted?" in ended.out


def test_doctor_tells_programs_the_same(home: Path) -> None:
    run("import", SEED)
    answer = json.loads(run("doctor", "--json").out)
    findings = answer["findings"]
    assert answer["problems"] == 0
    assert [(finding["state"], finding["place"]) for finding in findings] == [("ok", place) for place in PLACES]
    assert findings[2]["text"] == f"{home}/library"
