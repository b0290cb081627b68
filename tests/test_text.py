"""Promises of text.py: foreign text becomes harmless, and what is harmless stays as it is."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest_tui.text import (
    COMBINING_LIMIT,
    STRING_LIMIT,
    clean,
    clean_block,
    lines_of,
    lines_with_nul,
    without_controls,
)

ESC, BEL, CSI, OSC, DCS, ST = "\x1b", "\x07", "\x9b", "\x9d", "\x90", "\x9c"

any_text = st.text(st.characters(exclude_categories=()))
"""Every character that a str can hold, lone surrogates and noncharacters too."""

nasty_text = st.lists(
    st.one_of(
        st.sampled_from(
            [ESC, BEL, CSI, OSC, DCS, ST, ESC + "[", ESC + "]", ESC + "\\", "\0", "\n", "\r\n", "\t", " ", "\xad"]
        ),
        st.sampled_from(
            ["\u0301", "\ufe0f", "\u200d", "\u200c", "\u202e", "\U000e0041", "\U000e0100", "\ud800", "\u2028"]
        ),
        st.sampled_from(["a", "é", "न", "्", "م", "漢", "❤", "👩", "1", "31m", "0;title"]),
        any_text,
    )
).map("".join)


def is_unsafe(character: str) -> bool:
    """A reading of the promise from Unicode's own properties, independent of the sets in the module."""
    category, point = unicodedata.category(character), ord(character)
    invisible = "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u3164\ufeff\uffa0\ufff9\ufffa\ufffb"
    return (
        category in {"Cc", "Cs", "Zl", "Zp"}
        or (category == "Zs" and character != " ")
        or character in invisible
        or 0x202A <= point <= 0x202E
        or 0x2060 <= point <= 0x206F
        or 0xE0000 <= point <= 0xE007F
        or 0xFDD0 <= point <= 0xFDEF
        or point & 0xFFFE == 0xFFFE
    )


@given(st.one_of(any_text, nasty_text))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_block(clean_block(text)) == clean_block(text)


@given(st.one_of(any_text, nasty_text))
def test_nothing_unsafe_is_left_of_any_text(text: str) -> None:
    assert [character for character in clean(text) if is_unsafe(character)] == []
    assert [character for character in clean_block(text).replace("\n\n", "") if is_unsafe(character)] == []


@given(st.one_of(any_text, nasty_text))
def test_white_space_is_single_spaces_with_none_at_the_ends(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert all(
        paragraph == clean(paragraph) != "" for paragraph in clean_block(text).split("\n\n") if clean_block(text)
    )


@given(st.lists(st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="\u115f\u1160\u3164\uffa0"))))
def test_words_of_letters_digits_and_symbols_stay_as_they_are(words: list[str]) -> None:
    assert clean("\n".join(words)).split() == " ".join(words).split()


def test_every_single_character_is_kept_between_letters_or_is_one_that_the_rules_name() -> None:
    """No character is lost by an accident of ranges: what goes is unsafe, white space, or a mark without use."""

    def lost(points: range) -> set[int]:
        """Those that do not come through, looked for by halves: nearly all do, and a million texts take long."""
        text = "".join(f"न{chr(point)}न" for point in points)
        if clean(text) == text:
            return set()
        middle = len(points) // 2
        return lost(points[:middle]) | lost(points[middle:]) if middle else {*points}

    gone = {point for first in range(0, 0x110000, 0x400) for point in lost(range(first, first + 0x400))}
    selectors = {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0080, 0xE1000)}
    unnamed = {point for point in gone - selectors if not is_unsafe(chr(point))}
    assert {hex(point) for point in unnamed} == {
        *map(hex, range(0xFFF0, 0xFFF9)),  # reserved as ignorable
        *map(hex, range(0x1BCA0, 0x1BCA4)),  # shorthand format controls
        *map(hex, range(0x1D173, 0x1D17B)),  # musical beams and slurs
    }


@pytest.mark.parametrize(
    "sequence",
    [
        f"{ESC}[31m",
        f"{ESC}[2J",
        f"{ESC}[?1049h",
        f"{CSI}31m",
        f"{ESC}[38;2;255;0;0m",
        f"{ESC}]0;owned{BEL}",
        f"{ESC}]0;owned{ESC}\\",
        f"{OSC}0;owned{ST}",
        f"{ESC}]52;c;cm0gLXJm{BEL}",
        f"{ESC}]8;;https://evil.example{ESC}\\",
        f"{ESC}P+q544e{ESC}\\",
        f"{DCS}1$r0m{ST}",
        f"{ESC}Xsos{ESC}\\",
        f"{ESC}^pm{ESC}\\",
        f"{ESC}_Ga=T;AAAA{ESC}\\",
        f"{ESC}(B",
        f"{ESC}#8",
        f"{ESC}c",
        f"{ESC}7",
        f"{ESC} F",
        BEL,
        "\x7f",
        "\x84",
    ],
)
def test_an_escape_sequence_goes_as_a_whole(sequence: str) -> None:
    assert clean(f"Spiking{sequence}Networks") == "SpikingNetworks"


@pytest.mark.parametrize("introducer", [f"{ESC}]", OSC, f"{ESC}P", DCS, f"{ESC}_", f"{ESC}^", f"{ESC}X"])
def test_a_string_sequence_without_its_end_swallows_nothing(introducer: str) -> None:
    assert clean(f"before {introducer}0;the rest of the title") == "before 0;the rest of the title"


def test_a_string_sequence_ends_at_its_line() -> None:
    """Its terminator further down belongs to something else."""
    assert without_controls(f"{ESC}]0;one\ntwo{BEL}") == "0;one\ntwo"


def test_a_string_sequence_may_not_be_longer_than_its_limit() -> None:
    assert clean(f"{ESC}]{'x' * STRING_LIMIT}{BEL}end") == "end"
    assert clean(f"{ESC}]{'x' * (STRING_LIMIT + 1)}{BEL}end") == "x" * (STRING_LIMIT + 1) + "end"


def test_a_cut_sequence_at_the_end_goes() -> None:
    assert clean(f"Title{ESC}[38;5") == "Title"
    assert clean(f"Title{ESC}") == "Title"
    assert clean(f"Title{ESC} here{ESC}é") == "Title hereé"


def test_a_million_introducers_take_no_time_worth_naming() -> None:
    """Each looks ahead only to the next: the work grows with the text, not with its square."""
    assert clean(OSC * 1_000_000 + "end") == "end"
    assert clean(f"{ESC}[" * 500_000 + "0m") == ""


def test_direction_overrides_and_tags_go() -> None:
    assert clean("\u202eevil\u202c \u2066x\u2069 \u200fy\u061c") == "evil x y"
    assert clean("A\U000e0049\U000e0067\U000e006eB") == "AB"


def test_a_flood_of_marks_is_capped_and_living_scripts_are_not_touched() -> None:
    assert clean("e" + "\u0301" * 100 + " x") == "e" + "\u0301" * COMBINING_LIMIT + " x"
    for word in ("naïve", "nai\u0308ve", "हिन्दी", "ภาษาไทย", "བསྒྲུབས", "שָׁלוֹם", "Việt", "가각", "가"):
        assert clean(word) == word


def test_marks_without_a_letter_go() -> None:
    assert clean("\u0301\u0301a \u0301 b") == "a b"


def test_joiners_and_selectors_stay_where_they_shape_what_is_seen() -> None:
    for shaped in (
        "👩\u200d🔬",
        "❤\ufe0f",
        "❤\ufe0f\u200d🔥",
        "1\ufe0f\u20e3",
        "می\u200cخواهم",
        "क्\u200dष",
        "র\u200d্য",
        "葛\U000e0100",
    ):
        assert clean(shaped) == shaped
    assert clean("neu\u200dral \u200c net\ufe0f\u200d") == "neural net"
    assert clean("a\U000e0101\U000e0102b") == "ab"


def test_an_invisible_character_does_not_split_a_word_for_the_search() -> None:
    assert clean("neu\u00adro\u200bmor\ufeffphic") == "neuromorphic"


def test_every_kind_of_white_space_is_a_space() -> None:
    assert clean("a\tb\u00a0c\u2003d\u3000e\u2028f\x85g\x1ch\r\ni") == "a b c d e f g h i"


def test_a_lone_surrogate_goes_so_that_the_text_can_be_written() -> None:
    assert clean("a\ud800b\udcffc").encode() == b"abc"


def test_markup_is_text_like_any_other() -> None:
    for title in ("[/foo]", "[Re] Reproducing X", "[@click=app.quit]x[/]", r"$\alpha$-Net", "<b>", "&amp;"):
        assert clean(title) == title


def test_paragraphs_stay_apart_and_lines_do_not() -> None:
    assert clean_block("one\ntwo\r\n\r\nthree\n \t\n\n\nfour\n") == "one two\n\nthree\n\nfour"
    assert clean_block("one\n\x00\ntwo") == "one\n\ntwo"
    assert clean_block(" \n\n ") == ""


def test_lines_end_with_lf_crlf_or_cr() -> None:
    assert lines_of("a\r\nb\rc\n\nd\x0be") == ["a", "b", "c", "", "d\x0be"]


def test_lines_with_nul_are_named_by_their_number() -> None:
    assert lines_with_nul("a\r\nb\0\0\n\nc\0") == (2, 4)
    assert lines_with_nul("a") == ()


@given(st.one_of(any_text, nasty_text))
@example(f"{ESC}]\n{BEL}")
def test_lines_keep_their_numbers_when_controls_go(text: str) -> None:
    text = "\n".join(lines_of(text))
    assert without_controls(text).count("\n") == text.count("\n")
