"""Texts that want something of a terminal, of Textual, of Rich, of a shell, or of the layout."""

import random
from collections.abc import Iterator

ESC = "\x1b"
_SEVEN_BIT = {"[": "CSI", "]": "OSC", "P": "DCS", "X": "SOS", "^": "PM", "_": "APC"}
_EIGHT_BIT = {"[": "\x9b", "]": "\x9d", "P": "\x90", "X": "\x98", "^": "\x9e", "_": "\x9f"}
_ENDS = ("\x07", f"{ESC}\\", "\x9c", "")
_STRINGS = (
    "0;owned", "1;owned", "2;owned", "4;1;rgb:ff/00/00", "7;file:///etc", "8;;http://evil.example/",
    "8;id=1;javascript:alert(1)", "9;notify", "10;#f00", "11;#000", "12;#0f0", "50;fixed", "52;c;b3duZWQ=",
    "52;p;b3duZWQ=", "104", "112", "133;A", "1337;File=:AAAA", "777;notify;a;b",
)  # fmt: skip
_CONTROLS = (
    "2J", "3J", "H", "99;99H", "?1049h", "?1049l", "?25h", "?25l", "?1000h", "?2004l", "?1004h", "31m", "0m", "8m",
    "38;2;1;2;3m", "6n", "c", ">c", "=c", "5n", "?6n", "14t", "21t", "20t", "22;0t", "3;0;0t", "8;1;1t", "1;5r", "r",
    "s", "u", "99A", "99B", "99C", "99D", "99E", "99F", "1G", "99L", "99M", "99P", "99@", "99X", "K", "J", "4h",
    "20h", "!p", "61\"p", "4 q", ">4;2m", ">1u", "<u", "?u", "=1u", "200~", "201~", "i", "5i", "?15n", "99S", "99T",
    "99b", "0g", "3g", "?7l", "?3h", "?5h", "?6h",
)  # fmt: skip
_TWO_BYTES = (
    "c", "7", "8", "=", ">", "D", "E", "H", "M", "N", "O", "Z", "#8", "#3", "#6", "(0", "(B", ")0", "*A", "+B", "%G",
    "%@", " F", " G", "n", "o", "|", "}", "~", "\\", "[", "]", "l", "m",
)  # fmt: skip
_MARKUP = (
    "[@click=app.quit]x[/]", "[@click=app.bell()]x[/@click]", "[@click=screen.do_quit]y[/]", "[/foo]", "[/]",
    "[bold]", "[/bold]", "[b]x[/i]", "[red]", "[on red]x", "[$primary]", "[link=javascript:alert(1)]x[/link]",
    "[link=http://evil.example]x", "[", "]", "[[", "[\\", "\\[", "[a=b", "[@", "[@click=", "[/@click]",
    "[reverse blink]x", "[#ff0000]x[/]", ":bomb:", ":warning:", "[0;31m", "[bold", "[not bold]",
    "[@click=app.push_screen('x')]", "{0}", "{self}", "%s%n", "$x", "${HOME}", "{{x}}", "<b>x</b>",
    "<script>alert(1)</script>", "&lt;&#27;", "]]>", "--", "-rf", "--help", "-", "=cmd|' /C calc'!A0", "+1",
    "@SUM(1)", "$(reboot)", "`reboot`", "; reboot", "| reboot", "&& reboot", "../../etc/passwd", "/etc/passwd",
    "~root", "*", "?", "!1", "#{pane_title}", "#(reboot)", "#[fg=red]",
)  # fmt: skip
_LINKS = (
    "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x", "http://", "https://a b",
    "http://[::1", "-http://x", "ftp://x", "http://evil.example/\x1b]52;c;eA==\x07", "https://x\u202ey",
    "ssh://-oProxyCommand=x", "mailto:x", "HTTP://EXAMPLE.COM",
)  # fmt: skip
_INVISIBLE = (
    "\u202a", "\u202b", "\u202d", "\u202e", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f",
    "\u061c", "\u200b", "\u200c", "\u200d", "\u2060", "\u2061", "\u2064", "\u206a", "\u206f", "\ufeff", "\u00ad",
    "\u034f", "\u115f", "\u1160", "\u17b4", "\u180e", "\u3164", "\uffa0", "\ufff9", "\ufffa", "\ufffb", "\ufffc",
    "\ufffd", "\ufffe", "\uffff", "\ufdd0", "\u2028", "\u2029", "\u0085", "\ue0b0", "\U000e0001", "\U000e0041",
    "\U000e007f", "\U000e0100", "\U000e01ef", "\U000f0000", "\U0010ffff", "\U0001fffe", "\U0001d173", "\U0001bca0",
    "\ud800", "\udfff", "\udc80", "\ud83d\ude00",
)  # fmt: skip
_WIDTHS = (
    "e" + "\u0301" * 500, "Z" + "\u0489" * 50, "\u0301", " \u0301", "\u20e3", "1\ufe0f\u20e3",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\U0001f1e9", "\U0001f44d\U0001f3fd",
    "\U0001f3fb", "\u2764\ufe0f", "\ufe0f", "\u0939\u093f\u0928\u094d\u0926\u0940",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "\u0e01\u0e33", "\u1100\u1161\u11a8", "\u4e2d" * 60, "\uff21",
    "\uff76\uff9f", "\U0001fbff", "\u2e3b", "\u12031\ua9c1", "\ufdfd", "\U0001242b", "\u0bf5", "a" * 5000,
    "\u4e2d" * 5000, "a\u200db" * 200, "\u0f40\u0f72" * 60,
)  # fmt: skip


def _payloads() -> Iterator[str]:
    for number in (*range(0x20), 0x7F, *range(0x80, 0xA0)):
        yield chr(number)
    for final in _SEVEN_BIT:
        for opening in (ESC + final, _EIGHT_BIT[final]):
            yield opening
            yield opening * 50
    for index, text in enumerate(_STRINGS):
        for opening in (f"{ESC}]", "\x9d"):
            yield f"{opening}{text}{_ENDS[index % 4]}"
    for end in _ENDS:
        yield from (f"{ESC}{final}q{end}" for final in "PX^_")
        yield f"{ESC}]52;c;b3duZWQ={end}"
    for text in _CONTROLS:
        yield f"{ESC}[{text}"
        yield f"\x9b{text}"
    yield from (f"{ESC}{text}" for text in _TWO_BYTES)
    # Nested, cut and interleaved, so that taking one away must not make another.
    yield from (
        f"{ESC}{ESC}[31m",
        f"{ESC}[3{ESC}[31m1m",
        "\x9b\x9b31m",
        f"{ESC}\u200b[31m",
        f"{ESC}\x00[31m",
        f"{ESC}[\u202e31m",
    )
    yield from (
        "\xc2\x9b31m",
        "\\x1b[31m",
        "\\033[31m",
        "^[[31m",
        "\u241b[31m",
        f"{ESC}]{ESC}]0;x\x07\x07",
        f"{ESC}P{ESC}]52;c;eA==\x07{ESC}\\",
    )
    yield from (*_MARKUP, *_LINKS, *_INVISIBLE, *_WIDTHS)


HOSTILE: tuple[str, ...] = tuple(dict.fromkeys(_payloads()))
"""Each wants something else."""


def marked(number: int, payload: str) -> str:
    """The payload between two visible words that must both survive it.

    What follows it at once belongs to no control sequence, so that one that was left open takes nothing with it.
    """
    return f"a{number}a {payload}é z{number}z"


def generated(count: int, seed: int) -> Iterator[str]:
    """Random mixtures of all that, of single characters of every kind, and of ordinary words."""
    chance = random.Random(seed)
    for _ in range(count):
        pieces = [
            chance.choice(HOSTILE)[:40] if chance.random() < 0.5 else chr(int(0x110000 ** chance.random()) - 1)
            for _ in range(chance.randint(1, 8))
        ]
        yield " ".join(pieces) if chance.random() < 0.5 else "".join(pieces)
