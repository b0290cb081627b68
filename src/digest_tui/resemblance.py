"""Which papers may be one though nothing proves it: titles nearly equal, and abstracts that agree.

To compare every title with every other would take hours, so a title is compared with those that share two of its
rarest words, or rather of their beginnings. Where more than that differs nothing is found.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations

from rapidfuzz import fuzz, process

from digest_tui.identity import AGREEING, normalised
from digest_tui.waiting import give_way, politely

NEAR = 84.0
_BEGINNING = 5  # letters of a word: endings differ most
_RAREST = 4
_MOST = 20  # near-equal titles of one title, the nearest first: of so many (`Editorial`) nobody looks at all pairs


def near_titles(
    titles: Mapping[str, str], ids: Iterable[str], pause: Callable[[], object] = give_way
) -> Iterator[tuple[str, str]]:
    """Pairs of papers with near-equal titles, once each, of which one at least is among `ids`.

    `titles` are given by the papers' ids; a pair stands in their order. `pause` is called often.
    """
    place = {paper_id: number for number, paper_id in enumerate(titles)}
    words = {paper_id: normalised(title) for paper_id, title in politely(titles.items(), pause)}
    common = Counter(word for title in politely(words.values(), pause) for word in _beginnings(title))
    keys = {paper_id: _keys(title, common) for paper_id, title in politely(words.items(), pause)}
    shared = Counter(key for theirs in keys.values() for key in theirs)
    sharing: defaultdict[int, list[str]] = defaultdict(list)
    for paper_id, theirs in keys.items():
        for key in theirs:
            if shared[key] > 1:
                sharing[key].append(paper_id)
    done: set[str] = set()
    for paper_id in politely(ids, pause):
        done.add(paper_id)
        others = {other: words[other] for key in keys[paper_id] for other in sharing.get(key, ()) if other not in done}
        near = process.extract(words[paper_id], others, scorer=fuzz.ratio, score_cutoff=NEAR, limit=_MOST)
        for other in sorted((other for _, _, other in near), key=place.__getitem__):
            yield (paper_id, other) if place[paper_id] < place[other] else (other, paper_id)


def agree(one: str, other: str) -> bool:
    """Whether two abstracts are the same but for small changes. Nothing agrees with nothing."""
    return bool(one and other and fuzz.ratio(normalised(one), normalised(other), score_cutoff=AGREEING))


def _beginnings(title: str) -> set[str]:
    return {word[:_BEGINNING] for word in title.split(" ")}


def _keys(title: str, common: Mapping[str, int]) -> list[int]:
    """What two titles must have in common to be compared: numbers, because they are many."""
    rarest = sorted(_beginnings(title), key=lambda word: (common[word], word))[:_RAREST]
    return list(map(hash, combinations(rarest, 2) if len(rarest) > 2 else rarest))
