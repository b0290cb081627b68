"""What the program says and how it ends, as a table: the sentences and the statuses that scripts rely on."""

import json
from pathlib import Path

import pytest

from digest_tui.exports.table import WRITERS, FolderWriter, Writer
from tests import SEEDS
from tests.cli import run

SEED = SEEDS / "002_f5386093c80e41e6.txt"

TABLE = [
    # arguments, status, standard error
    ("list nosuchword", 0, "No paper matches nosuchword.\n"),
    ("list --limit 0", 0, ""),
    ("list --limit x", 2, "Invalid value for '--limit': 'x' is not a valid integer range. `digest-tui list --help` "),
    ("list --nosuch", 2, "No such option"),
    ("--config", 2, "Option '--config' requires an argument. `digest-tui --help` shows how.\n"),
    ("list --sort nosuch", 2, "Invalid value for '--sort': 'nosuch' is not one of "),
    ("show nosuch", 1, "No paper 'nosuch'. `digest-tui list` shows the ids.\n"),
    ("show", 2, "Missing argument 'ID'. `digest-tui show --help` shows how.\n"),
    ("mark star", 2, "Give ids, or --filter FILTER. `digest-tui mark --help` shows how.\n"),
    ("mark love 97fd25", 2, "Invalid value for '{star,read,skip,unstar,unread,unskip,new}': 'love' is not one of "),
    ("mark star nosuch", 1, "No paper 'nosuch'."),
    ("mark star 97fd25", 0, "Starred “The Dragon Hatchling: "),
    ("export", 1, "No starred papers: `digest-tui mark star ID` stars one.\n"),
    ("export nosuchword", 1, "No paper matches nosuchword.\n"),
    ("export neural -o nosuch/a.bib", 1, "nosuch/a.bib: no such folder; make it first, or name another.\n"),
    ("export neural -o mine.bib", 1, "mine.bib: exists already; --force replaces it.\n"),
    ("export neural -o folder", 1, "folder: a folder; name a file in it.\n"),
    ("export neural -o a.xyz", 2, "No format has the ending .xyz: name one with --format (markdown, bibtex, "),
    ("export neural --format word", 2, "Invalid value for '--format' / '-f': 'word' is not one of "),
    ("export neural --format obsidian", 2, "obsidian is a folder of files: name it with -o FOLDER."),
    ("export neural --format obsidian -o mine.bib", 1, "mine.bib: a file; name a folder.\n"),
    ("import nosuch", 1, "nosuch: no such file or folder; check the name.\n"),
    ("import", 2, "Missing argument 'PATH…'. `digest-tui import --help` shows how.\n"),
    ("redo", 1, "Nothing to redo: nothing was undone since the latest action of this machine.\n"),
    ("digests --year 2026", 2, "--year Y and NAME go together. `digest-tui digests --help` shows how.\n"),
    ("same 97fd25 nosuch", 1, "No paper 'nosuch'. `digest-tui list` shows the ids.\n"),
    ("--config nosuch list", 2, "nosuch: no such file.\n"),
    ("--library mine.bib list", 3, "mine.bib cannot be used as a library: not a folder. Name another folder with "),
    ("lsit", 2, "No such command 'lsit'."),
]


@pytest.fixture(autouse=True)
def place(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library of one digest, and a folder with somebody's file in it to work in."""
    run("import", SEED)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.bib").write_text("mine")
    (tmp_path / "folder").mkdir()


@pytest.mark.parametrize(("arguments", "status", "said"), TABLE, ids=[row[0] for row in TABLE])
def test_what_is_said_and_how_it_ends(arguments: str, status: int, said: str) -> None:
    ended = run(*arguments.split())
    assert ended.err.startswith(said) if said else ended.err == ""
    assert ended.status == status
    assert len(ended.err.splitlines()) <= 1
    assert ended.out == "" or not status
    assert Path("mine.bib").read_text() == "mine"


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
def test_every_format_is_written_whole_and_replaced_while_it_is_ours(writer: Writer | FolderWriter) -> None:
    name, suffixes = writer.name, writer.suffixes
    place = Path(f"papers{suffixes[0] if suffixes else ''}")
    for papers in ("dragon hatchling", "title:neural"):
        ended = run("export", papers, "--format", name, "-o", place)
        assert (ended.status, ended.out) == (0, "")
        assert ended.err.startswith("Wrote ")
    if suffixes:
        place.write_text(place.read_text() + " ")
        assert run("export", "dragon", "--format", name, "-o", place).status == 1
        assert run("export", "dragon", "--format", name, "-o", place, "--force").status == 0
    else:
        again = run("export", "dragon hatchling", "--format", name, "-o", place)
        assert again.err == "Wrote 0 papers to papers. 1 note that was there already is as before.\n"


@pytest.mark.parametrize("command", ["list", "stats", "digests", "history", "duplicates"])
def test_programs_get_json(command: str) -> None:
    ended = run(command, "--json")
    assert ended.status == 0
    assert isinstance(json.loads(ended.out), dict if command == "stats" else list)
