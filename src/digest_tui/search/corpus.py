"""The corpus: the text of every paper, folded, ready to scan."""

from collections.abc import Iterable
from typing import NamedTuple

from digest_tui.search.folding import fold


class Text(NamedTuple):
    """What the filter can find of one paper."""

    id: str
    title: str
    rest: str


class Corpus:
    """Folded titles and texts in the order in which they were given. `texts` begin with the title."""

    def __init__(self, papers: Iterable[Text]) -> None:
        self.ids: list[str] = []
        self.titles: list[str] = []
        self.texts: list[str] = []
        for paper in papers:
            title = fold(paper.title)
            self.ids.append(paper.id)
            self.titles.append(title)
            # No term holds a newline, so no hit reaches across.
            self.texts.append(f"{title}\n{fold(paper.rest)}")
