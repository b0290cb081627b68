"""Keys as the config wants them: what works, what is refused and why, and that no key ever means two things."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.config import read_config
from digest_tui.session import Session
from digest_tui.tui.commands import COMMANDS, Command, Place
from digest_tui.tui.remapping import remapped
from digest_tui.tui.setup import set_up
from tests.tui.conftest import OpenReader


def keys_of(commands: Sequence[Command], name: str) -> tuple[str, ...]:
    return next(command.keys for command in commands if command.id == name)


def test_without_a_wish_all_is_as_usual() -> None:
    assert remapped(COMMANDS, {}) == ([*COMMANDS], [])


def test_a_command_gets_the_keys_that_are_wished_for_instead_of_its_own() -> None:
    table, complaints = remapped(COMMANDS, {"star": ("*", "F5", " ctrl+x   t "), "space": (" ",), "redo": ()})
    assert complaints == []
    assert keys_of(table, "star") == ("*", "f5", "ctrl+x t")
    assert keys_of(table, "space") == ("space",)
    assert keys_of(table, "redo") == ()
    assert [command.id for command in table] == [command.id for command in COMMANDS]


def test_two_commands_may_swap_their_keys() -> None:
    table, complaints = remapped(COMMANDS, {"star": ("x",), "skip": ("s",)})
    assert complaints == []
    assert (keys_of(table, "star"), keys_of(table, "skip")) == (("x",), ("s",))


@pytest.mark.parametrize(
    ("name", "key", "why"),
    [
        ("starr", "s", "there is no command `starr`; did you mean `star`?"),
        ("zzz", "s", "there is no command `zzz`; `digest-tui config` lists them"),
        ("star", "Hyper+Q", "`Hyper+Q` is no key: a character, enter, tab, space, f5, pagedown, "),
        ("star", "ctrl+i", "`ctrl+i` is no key"),
        ("star", "\x1b", "`\x1b` is no key"),
        ("star", "5", "`5` begins with a digit, and digits are counts"),
        ("star", "r", "`r` is taken by `read`: give one of them another key"),
        ("star", "g", "`g` is taken by `top`: give one of them another key"),
        ("star", "r z", "`r z` is taken by `read`: give one of them another key"),
        ("keep_filter", "w", "`w` is text where this is used"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_left_as_usual(name: str, key: str, why: str) -> None:
    table, [(complained, complaint)] = remapped(COMMANDS, {name: (key,)})
    assert table == [*COMMANDS]
    assert complained == name
    assert complaint.startswith(why)


def test_a_wish_that_is_refused_takes_no_key_from_another() -> None:
    table, complaints = remapped(COMMANDS, {"star": ("j",), "skip": ("s",)})
    assert table == [*COMMANDS]
    assert [name for name, _ in complaints] == ["star", "skip"]


SOME_KEYS = st.sampled_from(["s", "x", "r", "g", "g i", "g g", "j", "q q", "f5", "enter", "ctrl+p", "9"])
SOME_IDS = st.sampled_from([command.id for command in COMMANDS])


@given(st.dictionaries(SOME_IDS, st.lists(SOME_KEYS, max_size=3).map(tuple), max_size=6))
def test_no_key_ever_means_two_things(wishes: dict[str, tuple[str, ...]]) -> None:
    table, complaints = remapped(COMMANDS, wishes)
    for place in Place:
        chords = [
            (command.id, key.split(" ")) for command in table if place in command.places for key in set(command.keys)
        ]
        for name, chord in chords:
            for other, longer in chords:
                assert name == other or longer[: len(chord)] != chord
    refused = {name for name, _ in complaints}
    assert all(keys_of(table, name) == keys for name, keys in wishes.items() if name not in refused)


async def test_the_reader_obeys_and_shows_the_keys_of_the_config(
    tmp_path: Path, seeded: Session, open_reader: OpenReader
) -> None:
    file = tmp_path / "my.toml"
    file.write_text('[keys]\nstar = "*"\nskip = "r"\nrefresh = []\n')
    async with open_reader(seeded, setup=set_up(read_config(file))) as reader:
        assert reader.lines[-2].startswith(" my.toml, line 3: `r` is taken by `read`: give one of them another key.")
        assert reader.lines[-1].startswith(" * star  r read  x skip")
        await reader.press("s", "R")
        assert seeded.tally().triaged == 0
        await reader.press("*", "r", "x")
        assert [seeded.tally().starred, seeded.tally().read, seeded.tally().skipped] == [1, 1, 1]


async def test_of_several_complaints_the_number_is_said_at_first(
    tmp_path: Path, seeded: Session, open_reader: OpenReader
) -> None:
    file = tmp_path / "my.toml"
    file.write_text('colour = "red"\n[keys]\nskip = "r"\n')
    async with open_reader(seeded, setup=set_up(read_config(file))) as reader:
        assert reader.lines[-2].startswith(" my.toml: 2 settings do not count: `digest-tui config` says why.")


async def test_a_theme_that_does_not_exist_is_said_at_the_start_with_those_that_do(
    tmp_path: Path, seeded: Session, open_reader: OpenReader
) -> None:
    file = tmp_path / "my.toml"
    file.write_text('mouse = false\ntheme = "nrod"\n')
    setup = set_up(read_config(file))
    assert setup.complaints[0].startswith(
        f"{file}, line 2: there is no theme `nrod`; there are ansi-dark, ansi-light, "
    )
    async with open_reader(seeded, setup=setup) as reader:
        assert reader.lines[-2].startswith(" my.toml, line 2: there is no theme `nrod`; there are ansi-dark, ")
        themes = setup.complaints[0].rpartition("there are ")[2].removesuffix(".").split(", ")
        assert set(themes) == set(reader.app.available_themes)
    file.write_text('theme = "nord"\n')
    async with open_reader(seeded, setup=set_up(read_config(file))) as reader:
        assert reader.app.theme == "nord"
        assert not reader.screen.setup.notes
