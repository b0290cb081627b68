"""Keys become commands: counts, chords, and nothing by accident."""

import string

from hypothesis import given
from hypothesis import strategies as st

from digest_tui.tui.commands import COMMANDS, Place
from digest_tui.tui.keyboard import MOST, Keyboard
from digest_tui.tui.screens.commands_dialog import CommandsDialog
from digest_tui.tui.screens.export_dialog import ExportDialog
from digest_tui.tui.screens.files_dialog import FilesDialog
from digest_tui.tui.screens.history_dialog import HistoryDialog
from digest_tui.tui.screens.reader import ReaderScreen

DIALOGS = {
    Place.EXPORT: ExportDialog,
    Place.EXPORT_PLACE: ExportDialog,
    Place.FILES: FilesDialog,
    Place.HISTORY: HistoryDialog,
    Place.COMMANDS: CommandsDialog,
}


def pressed(*keys: str, place: Place = Place.LIST) -> list[tuple[str, int | None]]:
    """The commands that these keys give, with their counts."""
    keyboard = Keyboard(COMMANDS)
    presses = [keyboard.press(key, place) for key in keys]
    return [(press.command.id, press.times) for press in presses if press.command]


def test_a_key_is_a_command() -> None:
    assert pressed("s", "x", "r") == [("star", None), ("skip", None), ("read", None)]


def test_a_number_before_a_key_is_its_count() -> None:
    assert pressed("1", "2", "j") == [("down", 12)]


def test_a_count_is_used_up() -> None:
    assert pressed("3", "j", "j") == [("down", 3), ("down", None)]


def test_a_zero_alone_begins_no_count() -> None:
    assert pressed("0", "j") == [("down", None)]


def test_a_count_is_bounded() -> None:
    assert pressed(*"9" * 100, "j") == [("down", MOST)]


def test_chords_wait_for_their_second_key() -> None:
    assert pressed("g", "s") == [("view_starred", None)]
    assert pressed("g", "g") == [("top", None)]
    assert pressed("5", "g", "g") == [("top", 5)]


def test_an_unknown_second_key_drops_the_chord_and_does_nothing() -> None:
    assert pressed("g", "z", "s") == [("star", None)]


def test_escape_drops_what_waits_and_does_nothing_else() -> None:
    assert pressed("5", "escape", "j") == [("down", None)]
    assert pressed("g", "escape", "s") == [("star", None)]


def test_the_choices_of_a_chord_are_known_while_it_waits() -> None:
    keyboard = Keyboard(COMMANDS)
    assert not keyboard.choices(Place.LIST)
    keyboard.press("g", Place.LIST)
    assert {key: command.id for key, command in keyboard.choices(Place.LIST)}["i"] == "view_inbox"


def test_digits_and_letters_are_text_in_the_filter_bar() -> None:
    assert pressed(*string.ascii_letters, *string.digits, place=Place.FILTER) == []


def test_every_key_of_a_place_has_one_meaning() -> None:
    for place in Place:
        keys = [key for command in COMMANDS if place in command.places for key in command.keys]
        assert len(keys) == len(set(keys))
        chords = {tuple(key.split(" ")) for key in keys}
        assert not {chord[:1] for chord in chords if len(chord) > 1} & {chord for chord in chords if len(chord) == 1}


def test_every_command_has_its_method_and_every_method_its_command() -> None:
    reader = {command.method for command in COMMANDS if command.places & {Place.LIST, Place.READING, Place.FILTER}}
    assert {name for name in dir(ReaderScreen) if name.startswith("do_")} == reader
    for place, dialog in DIALOGS.items():
        assert {c.method for c in COMMANDS if place in c.places} <= {*dir(dialog)}
    assert {*Place} == {Place.LIST, Place.READING, Place.FILTER, *DIALOGS}


def test_every_command_has_an_id_of_its_own_to_be_remapped_by() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


def test_every_command_is_shown_only_where_it_works() -> None:
    assert all(command.shown <= command.places for command in COMMANDS)


@given(st.lists(st.sampled_from([*string.printable, "escape", "enter", "ctrl+d", "é", "５"])), st.sampled_from(Place))
def test_no_keys_upset_it(keys: list[str], place: Place) -> None:
    keyboard = Keyboard(COMMANDS)
    for key in keys:
        press = keyboard.press(key, place)
        assert press.command is None or place in press.command.places
