"""The elements of a JSON text, one after the other with their lines, as far as they go: whole, damaged or cut.

A text is a list, or values one after the other as JSON Lines has them. Each element is read for itself, so that one
that is damaged costs nothing but itself.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from digest_tui.digests.entries import line_numbers, quoted

# No string has a line end in it, so one that is not closed ends with its line.
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\[^\n])*+"?|[\[\]{}]')
_LARGEST_NUMBER = 10**9
_BETWEEN = " \t\r\n,[]\ufeff\0"


class Element(NamedTuple):
    """A value and the line where it begins; `unread` is the text that is no value, if it is none."""

    line: int
    value: Any
    unread: str = ""


def elements(text: str) -> Iterator[Element]:
    """Every element of the text. No text raises anything."""
    line = line_numbers(text)
    end = 0
    for begin, stop in [*_spans(text), (len(text), len(text))]:
        # What stands between the elements is commas, unless the text is damaged.
        if quoted(between := text[end:begin].strip(_BETWEEN)):
            yield Element(line(text.index(between, end)), None, quoted(between))
        if begin < stop:
            yield from _read(line(begin), text[begin:stop])
        end = stop


def number(value: object) -> int | None:
    """The number that a value is, if it can be one of people, votes or comments."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST_NUMBER else None


def _read(line: int, text: str) -> Iterator[Element]:
    """The element that the text is; or if a line was cut and took in those below it, that of each line."""
    element = _element(line, text)
    if not element.unread or "\n{" not in text:
        yield element
        return
    each = [_element(number, each) for number, each in enumerate(text.split("\n"), start=line) if each.strip()]
    if any(isinstance(element.value, dict) for element in each):
        yield from each
    else:
        yield element


def _element(line: int, text: str) -> Element:
    try:
        return Element(line, orjson.loads(text))
    except orjson.JSONDecodeError:
        return Element(line, None, quoted(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the elements begin and end: strings, objects and lists in the outermost lists, and objects outside."""
    depth = base = 0
    begin: int | None = None
    for token in _TOKEN.finditer(text):
        sign = token[0][0]
        if sign == '"':
            if depth == base:
                yield token.span()
        elif sign in "[{":
            if depth == base == 0 and sign == "[":
                base = 1
            elif depth == base:
                begin = token.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth < base:
                base = 0
            elif depth == base and begin is not None:
                yield begin, token.end()
                begin = None
    if begin is not None:
        yield begin, len(text)
