"""A paste that arrives as bare keys, from a terminal that does not bracket it: recognised by its speed. Pure."""

import re

# Keys that may be typed ahead while the program is busy: this many of any kind, or any number of few kinds (`xxxsxx`).
AHEAD = 5
KINDS = 3
# What begins like a filter is taken for one: there keys are text anyway. After its end come a few keys at most.
_FILTER = re.compile(rf"g?/[^\r\n]*(?:[\r\n].{{0,{AHEAD}}})?", re.DOTALL)


def is_paste(text: str) -> bool:
    """Whether text that came at once was pasted: more different keys than a hand types ahead."""
    typed = "".join(text.split())
    if len(text) <= AHEAD or not typed.isprintable() or _FILTER.fullmatch(text):
        return False
    return len(set(text)) > KINDS
