"""Hostile texts on every way to a terminal: nothing but what the program meant to write arrives there."""

import json
import os
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.cli import page, run, run_on_terminal
from tests.safety.hostile import HOSTILE, generated, marked
from tests.safety.written import strangers, visible
from tests.tui.terminal import Terminal

PART = 150
PAGE_DOWN, REDRAW = b"\x1b[6~", b"\x0c"


def digest_of(texts: Sequence[str], file: Path) -> Path:
    """A file of records, each with a text in every place where a record has one."""
    with file.open("w", encoding="utf-8", errors="surrogatepass") as stream:
        for number, text in enumerate(texts):
            # JSON has no lone surrogates.
            text = text.encode("utf-8", "ignore").decode()  # noqa: PLW2901
            words = marked(number, text)
            record = {
                "id": f"{number}",
                "ids": [],
                "title": words,
                "abstract": f"{words}\n\n{words}",
                "authors": [words],
                "organization": {"handle": text, "name": words},
                "published_text": words,
                "url": text,
                "pdf_url": text,
                "categories": [words],
                "sightings": [{"digest": words, "date_text": words, "position": number + 1}],
            }
            stream.write(json.dumps(record) + "\n")
    return file


@pytest.fixture(params=range(0, len(HOSTILE), PART))
def texts(request: pytest.FixtureRequest) -> Sequence[str]:
    """Some of the hostile texts."""
    return HOSTILE[request.param : request.param + PART]


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(HOSTILE) >= 200


def test_the_reader_writes_nothing_that_a_text_asked_for(texts: Sequence[str], tmp_path: Path, home: Path) -> None:
    file = digest_of(texts, tmp_path / "records.jsonl")
    with Terminal(str(file), size=(120, 40)) as terminal:
        terminal.shows(f"0 of {len(texts)} triaged")
        for number, text in enumerate(texts):
            # What follows a long text has no place on the screen.
            word = f"z{number}z" if len(text) < 500 else f"a{number}a"
            before = len(terminal.written) if number else 0
            # Drawn anew, because of what was there already nothing is written.
            terminal.send(b"j\x0c" if number else b"\x0c")
            terminal.until(lambda word=word, before=before: word in visible(terminal.written[before:]))  # type: ignore[misc]
        terminal.send(b"sru")
        terminal.shows("Undone")
        terminal.send(b"q")
        assert terminal.ends() == 0
        assert strangers(terminal.written, screen=True) == []


def test_a_line_of_a_megabyte_is_a_paper_like_others(tmp_path: Path, home: Path) -> None:
    flood = ("\x1b]52;c;eA==\x07\u4e2d[@click=app.quit]" * 40_000)[: 900 << 10]
    records = [
        {"id": "1", "ids": [], "title": f"a0a {flood}"},
        {"id": "2", "ids": [], "title": "a1a", "abstract": flood},
    ]
    file = tmp_path / "records.jsonl"
    file.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    with Terminal(str(file)) as terminal:
        terminal.shows("0 of 2 triaged")
        terminal.send(b"s")
        terminal.shows("1 of 2 triaged")
        terminal.send(b"r")
        terminal.shows("2 of 2 triaged")
        terminal.send(b"U")
        terminal.shows("Starred “a0a")
        terminal.send(b"\x03")
        assert terminal.ends() == 130
        assert strangers(terminal.written, screen=True) == []
    assert strangers(run_on_terminal("list").out.encode(), screen=False) == []


def test_no_command_writes_what_a_text_asked_for(tmp_path: Path) -> None:
    run_on_terminal("import", digest_of(HOSTILE, tmp_path / "records.jsonl"))
    run_on_terminal("mark", "star", "--filter", "is:new")
    for command in ("list", "list --json", "digests", "history", "stats", "doctor", "export"):
        ended = run_on_terminal(*command.split(), columns=200)
        assert ended.out
        assert strangers(ended.out.encode("utf-8", "surrogatepass"), screen=False) == [], command


def test_names_and_arguments_are_cleaned_before_they_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = ""
    for number, text in enumerate(HOSTILE):
        # As the bytes of it would arrive.
        argument = text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
        name = argument.replace("\0", "").replace("/", "")[:60]
        for command in (
            ["import", f"./{name}{number}"],
            ["show", name],
            ["list", name],
            ["mark", name, "x"],
            [f"--{name}"],
        ):
            ended = run(*command)
            assert "Traceback" not in ended.err
            said += ended.out + ended.err
    assert strangers(said.encode("utf-8", "surrogatepass"), screen=False) == []


def test_the_names_of_files_are_cleaned_before_they_are_said(tmp_path: Path) -> None:
    """Of files that are there: digests, and such that cannot be read."""
    for number, text in enumerate(HOSTILE):
        name = (
            f"{number}{text}".replace("\0", "")
            .replace("/", "")
            .encode("utf-8", "surrogateescape" if text.isascii() else "replace")
        )
        (tmp_path / os.fsdecode(name[:200])).write_text(
            "no digest" if number % 2 else page((f"A title of a paper {number}", "About it. " * 9))
        )
    ended = run_on_terminal("import", tmp_path)
    listed = run_on_terminal("digests")
    assert strangers((ended.out + listed.out).encode("utf-8", "surrogatepass"), screen=False) == []
    assert listed.out.count("\n") >= len(HOSTILE) // 2


def test_generated_texts_leave_nothing_behind_either(tmp_path: Path, rounds: Callable[[int, int], int]) -> None:
    """2,000 texts in every run, and a million with `--long`: in the list of the reader, and printed."""
    for batch in range(rounds(1, 500)):
        library = tmp_path / f"library{batch}"
        file = digest_of(list(generated(2000, batch)), tmp_path / "records.jsonl")
        with Terminal("--library", str(library), str(file), size=(90, 500), drawn=False) as terminal:
            terminal.until(lambda: "0 of 2000 triaged" in visible(terminal.written))
            # Page after page, and then all that is on it, whatever was there already.
            for key in (REDRAW, *[PAGE_DOWN + REDRAW, REDRAW] * (2000 // 200)):
                before = len(terminal.written)
                terminal.send(key)
                terminal.until(lambda before=before: b"filter" in terminal.written[before:])  # type: ignore[misc]
            terminal.send(b"q")
            assert terminal.ends() == 0
            assert {*re.findall(r"a(\d+)a", visible(terminal.written))} >= {*map(str, range(2000))}
            assert strangers(terminal.written, screen=True) == []
        ended = run_on_terminal("--library", library, "list")
        assert strangers(ended.out.encode("utf-8", "surrogatepass"), screen=False) == []
        assert ended.out.count("\n") == 2000
        shutil.rmtree(library)
