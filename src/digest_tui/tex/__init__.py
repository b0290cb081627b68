"""TeX in the texts of papers: drawn as Unicode where that is safe, and kept or escaped where TeX is written.

Nothing is lost: what is not known for certain (an unknown command, a brace without its partner, the price of `$5`)
stays as it was printed.
"""


def drawn(text: str) -> str:
    """`$\\alpha \\leq \\beta$` as `α ≤ β`, `na\\"ively` as `naïvely`. To draw twice changes nothing more.

    Any text may be given, in time that grows with its length only.
    """
    # Most texts hold no TeX: it is asked of every paper, and the tables are read only when there is some.
    if "\\" not in text and "$" not in text and "~" not in text and "``" not in text:
        return text
    once = _drawn(text)
    # What looks like TeX only now was not meant as such.
    return once if once == text or _drawn(once) == once else text


def escaped(text: str) -> str:
    """The text for a TeX file: TeX that is known stays, everything else is escaped. To escape twice changes no more.

    No command but those of our tables remains, so that nothing in a text acts on the file or on the reader's machine.
    """
    from digest_tui.tex.parts import parts  # noqa: PLC0415

    return "".join(part.escaped for part in parts(text))


def _drawn(text: str) -> str:
    from digest_tui.tex.parts import parts  # noqa: PLC0415

    return "".join(part.drawn for part in parts(text))
