"""Hostile texts in what opens over the list, and in what is typed into it: they reach the terminal clean, and seen."""

import os
import random
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from digest_tui.digests.door import read_paths
from digest_tui.paper import Change
from digest_tui.session import Session, View
from tests.safety.hostile import HOSTILE, marked
from tests.safety.test_paths import digest_of
from tests.safety.written import strangers, visible
from tests.tui.terminal import Terminal

USUAL = (100, 30)
# Such that a line for each text is in sight.
HIGH = (60, len(HOSTILE) + 20)
CLEAR = b"\x15"
INPUTS = {
    "filter": [(b"/", "^r older")],
    "palette": [(b":", "type to search")],
    "picker": [(b"i", "Import a file")],
    "export": [(b"E", "Export 1 paper"), (b"\t", "Enter keep")],
}
"""How an input is opened: keys, and what is seen then."""


def as_paste(text: str) -> bytes:
    """A paste as a terminal brackets it; what would end it, terminals take out."""
    raw = text.encode("utf-8", "surrogatepass")
    return b"\x1b[200~" + re.sub(rb"(\x1b\[|\x9b|\xc2\x9b)201~", b"", raw) + b"\x1b[201~"


def left_clean(terminal: Terminal) -> None:
    """Leave the program from wherever it is; nothing that it wrote was a text's wish."""
    terminal.send(b"\x03")
    assert terminal.ends() == 130
    assert strangers(terminal.written, screen=True) == []


def test_titles_in_the_history_are_clean_and_all_there(home: Path, tmp_path: Path) -> None:
    with closing(Session.open(home / "library")) as session:
        session.add([d for found in read_paths([digest_of(HOSTILE, tmp_path / "all.jsonl")]) for d in found.digests])
        for paper in session.list(View.ALL).ids:
            session.mark([paper], Change.READ)
    with Terminal(size=HIGH) as terminal:
        terminal.shows(f"{len(HOSTILE)} of {len(HOSTILE)} triaged")
        terminal.send(b"U")
        terminal.until(lambda: set(re.findall(r"a\d+a", terminal.text)) >= {f"a{n}a" for n in range(len(HOSTILE))})
        left_clean(terminal)


def test_names_of_files_in_the_picker_are_clean_and_all_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / os.fsdecode(b"a\x1b]52;c;eA==\x07\x9b31m\xc2\x9b[@click=app.quit]\nb")
    folder.mkdir()
    monkeypatch.chdir(folder)
    for number, text in enumerate(HOSTILE):
        name = text.encode("utf-8", "surrogatepass").replace(b"\0", b"").replace(b"/", b"")[:100]
        (folder / os.fsdecode(b"a%da %s" % (number, name))).touch()
    with Terminal(size=HIGH) as terminal:
        terminal.shows("No papers yet")
        terminal.send(b"i")
        terminal.until(lambda: set(re.findall(r"a\d+a", terminal.text)) >= {f"a{n}a" for n in range(len(HOSTILE))})
        left_clean(terminal)


@pytest.fixture
def some(rounds: Callable[[int, int], int]) -> Sequence[tuple[int, str]]:
    """Texts and their numbers: one in five in every run, all of them with `--long`."""
    return list(enumerate(HOSTILE, start=1))[:: rounds(5, 1)]


@pytest.mark.parametrize("name", INPUTS)
def test_what_is_pasted_into_an_input_is_clean_and_seen(
    name: str, some: Sequence[tuple[int, str]], tmp_path: Path
) -> None:
    with Terminal(str(digest_of(["x"], tmp_path / "one.jsonl")), size=USUAL) as terminal:
        terminal.shows("0 of 1 triaged")
        for keys, seen in INPUTS[name]:
            terminal.send(keys)
            terminal.shows(seen)
        for number, text in some:
            pasted = marked(number, text[:60])
            if len(pasted.splitlines()) < 2:  # more is a digest, perhaps
                before = len(terminal.written)
                terminal.send(as_paste(pasted))
                terminal.until(lambda n=number, before=before: f"z{n}z" in visible(terminal.written[before:]))  # type: ignore[misc]
                terminal.send(CLEAR)
                terminal.until(lambda n=number: f"a{n}a" not in terminal.text)  # type: ignore[misc]
        left_clean(terminal)


def test_what_is_pasted_and_no_digest_is_clean_and_seen(some: Sequence[tuple[int, str]], tmp_path: Path) -> None:
    with Terminal(str(digest_of(["x"], tmp_path / "one.jsonl")), size=USUAL) as terminal:
        terminal.shows("0 of 1 triaged")
        for number, text in some:
            terminal.send(as_paste(marked(number, text[:60])))
            terminal.shows(f"Filter by “a{number}a")
            terminal.send(b"n")
        left_clean(terminal)


def test_titles_of_papers_that_are_compared_are_clean_and_seen(some: Sequence[tuple[int, str]], tmp_path: Path) -> None:
    chance = random.Random(0)
    texts = [f"{text[:9]} {chance.random()} {chance.random()}" for _, text in some]
    texts = [text + end for text in texts for end in ("", "s")]
    with Terminal(str(digest_of(texts, tmp_path / "twins.jsonl")), size=USUAL) as terminal:
        terminal.shows(f"0 of {len(texts)} triaged")
        for number in range(1, len(texts), 2):
            terminal.send(b"=")
            terminal.shows(f"This may be the same: “a{number}a")
            terminal.send(b"n")
            terminal.shows("Kept apart")
            terminal.send(b"2j")
        left_clean(terminal)
