"""The painter writes less, and the terminal shows the same."""

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from digest_tui.tui.painter import Painter

WIDTH, HEIGHT = 24, 6
LOOKS = ["0", "38;2;1;2;3;48;2;9;9;9", "1;38;2;200;200;200;48;2;9;9;9", "4;38;5;3;48;5;7", "7;31;44", "3;97;49"]
# A mark always follows a letter: texts are cleaned so, and a match takes the marks of its last letter in.
TEXTS = st.lists(st.sampled_from([*"ab  ★✓é…α字🙂", "e\u0301"]), min_size=1, max_size=10).map("".join)
FIELD = WIDTH // 2
PIECES = st.tuples(st.integers(1, HEIGHT), st.sampled_from([0, 1]), st.lists(st.tuples(st.sampled_from(LOOKS), TEXTS)))


# Lines that go up or down before the frame: from which to which, by how many.
SCROLLS = st.none() | st.tuples(st.integers(1, 3), st.integers(4, HEIGHT), st.integers(1, 3), st.sampled_from("ML"))


def frame(pieces: list[tuple[int, int, list[tuple[str, str]]]], scroll: tuple[int, int, int, str] | None = None) -> str:
    """As Textual writes one: whole lines of widgets, each a move, and texts with a look before and a reset after."""
    first, last, lines, way = scroll or (0, 0, 0, "")
    written = f"\x1b[0;{LOOKS[1]}m\x1b[{first};{last}r\x1b[{first};1H\x1b[{lines}{way}\x1b[r\x1b[0m" if scroll else ""
    for line, field, texts in pieces:
        written += f"\x1b[{line};{1 + field * FIELD}H"
        room = FIELD
        for look, text in [*texts, ("0", " " * FIELD)]:
            fits = set_cell_size(text, min(room, cell_len(text)))
            room -= cell_len(fits)
            written += f"\x1b[{look}m{fits}\x1b[0m" if fits else ""
        written += "\n" if line < HEIGHT else ""
    return written + "\x1b[1;1H"


class Screen:
    """A terminal emulator, and what it shows: of a space, only what is seen of it."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.screen.reset_mode(pyte.modes.DECAWM)
        self.stream = pyte.Stream(self.screen)

    def shown(self) -> list[list[tuple[object, ...]]]:
        return [[self._seen(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]

    def _seen(self, cell: pyte.screens.Char) -> tuple[object, ...]:
        ink = () if cell.data == " " and not cell.reverse else (cell.fg, cell.bold, cell.italics)
        return (cell.data, cell.bg, cell.underscore, cell.reverse, *ink)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.lists(PIECES, max_size=4, unique_by=lambda piece: piece[:2]), SCROLLS), max_size=4))
def test_the_screen_is_the_same_as_if_every_frame_were_written_in_full(
    frames: list[tuple[list[tuple[int, int, list[tuple[str, str]]]], tuple[int, int, int, str] | None]],
) -> None:
    painter, plain, painted = Painter(), Screen(), Screen()
    for pieces, scroll in frames:
        written = frame(pieces, scroll)
        plain.stream.feed(written)
        painted.stream.feed(painter.paint(written))
        assert painted.shown() == plain.shown()
        assert painted.screen.cursor.x == plain.screen.cursor.x


def test_what_is_there_already_is_not_written_again() -> None:
    painter = Painter()
    written = frame([(1, 0, [(LOOKS[1], "as it was")]), (2, 0, [(LOOKS[2], "this too")])])
    painter.paint(written)
    assert painter.paint(written) == "\x1b[1;1H"
    changed = painter.paint(frame([(1, 0, [(LOOKS[1], "as it was")]), (2, 0, [(LOOKS[2], "this 2oo")])]))
    assert changed == f"\x1b[2;6H\x1b[0;{LOOKS[2]}m2\x1b[0m\x1b[1;1H"


def test_a_change_of_look_alone_is_written() -> None:
    painter = Painter()
    painter.paint(frame([(1, 0, [(LOOKS[1], "same text")])]))
    assert painter.paint(frame([(1, 0, [(LOOKS[2], "same text")])])).startswith(f"\x1b[1;1H\x1b[0;{LOOKS[2]}msame text")


def test_beside_text_whose_width_is_disputed_a_part_is_written_whole() -> None:
    """Terminals draw ㉈ wider than it is said to be, and leave out what no standard has assigned."""
    for disputed in ("㉈", "\u0378", "🙂", "字", "e\u0301"):
        painter = Painter()
        painter.paint(frame([(1, 0, [(LOOKS[1], f"{disputed} z06")])]))
        assert f"{disputed} z6z" in painter.paint(frame([(1, 0, [(LOOKS[1], f"{disputed} z6z")])])), disputed


def test_a_mark_that_fell_on_the_character_before_is_gone_when_that_is_written_again() -> None:
    painter = Painter()
    before = frame([(1, 0, [(LOOKS[1], " " * FIELD)])])
    painter.paint(before)
    painter.paint(f"\x1b[1;{FIELD + 1}H\x1b[31m\u0301\x1b[0m\x1b[32ma\x1b[0m\x1b[1;1H")
    assert painter.paint(before) != "\x1b[1;1H"


def test_looks_are_said_once_however_many_lines_have_them() -> None:
    lines = [(number, 0, [(LOOKS[1], f"title {number}"), (LOOKS[2], " details")]) for number in range(1, 6)]
    painted = Painter().paint(frame(lines))
    assert [painted.count(f"\x1b[0;{look}m") for look in LOOKS[1:3]] == [1, 1]


def test_after_forgetting_everything_is_written_again() -> None:
    painter = Painter()
    written = frame([(1, 0, [(LOOKS[1], "text")])])
    first = painter.paint(written)
    painter.forget()
    assert painter.paint(written) == first
    painter.paint("\x1b[?1049h")
    assert painter.paint(written) == first


def test_what_is_no_frame_is_passed_on() -> None:
    painter = Painter()
    for written in ("\x1b[?25l", "\x1b]52;c;YWJj\x07", "\x1b[?2026$p", "\x07", "", "\x1b[>1u"):
        assert painter.paint(written) == written


def test_a_control_character_in_a_frame_is_left_out_and_costs_no_time() -> None:
    for control in ("\0", "\x1b]52;c;YWJj\x07", "\x9b2J", "\x1b[2J", "\r", "\x7f"):
        written = f"\x1b[1;1H\x1b[31m{'long line ' * 30}{control}\x1b[0m\x1b[2;1H"
        painted = Painter().paint(written)
        assert not set(painted.replace("\x1b[", "")) & {*map(chr, range(32)), "\x7f", "\x9b"}
        assert "\x1b[2J" not in painted
