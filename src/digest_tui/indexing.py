"""The index of a library's papers: made of what was kept of it and of what came since, and what is asked of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from digest_tui.library.library import Library
from digest_tui.library.papers import Dating, Papers, Printed
from digest_tui.paper import PrintedDate
from digest_tui.search.bits import bits_of
from digest_tui.search.folding import fold
from digest_tui.search.index import Index
from digest_tui.search.keeping import keep_segment, kept_segment, segment_in_memory
from digest_tui.search.query import Term
from digest_tui.search.segment import Segment, Text
from digest_tui.search.spans import occurs
from digest_tui.tex import drawn
from digest_tui.views import View

# Below so many papers it takes longer to look for a file than to read the texts.
WORTH_KEEPING = 1000

# So many take half a second: meanwhile keys may be pressed.
LONG = 5000

# Papers that came, changed or went since the segment was made may be so many, and one in so many of it.
MOST_STALE = 500
STALE_PART = 20

# Marks of more papers at once are looked through anew.
FEW_MARKS = 200


class Indexer:
    """Makes the index, by one thread at a time."""

    def __init__(
        self, library: Library, folder: Path | None, pause: Callable[[], None], rest: Callable[[], None]
    ) -> None:
        """`folder` is where it is kept, if anywhere; `pause` is called often, and may raise what ends the making.

        Where that takes long `rest` is called instead: it may wait, too.
        """
        self._library = library
        self._folder = folder
        self._pause = pause
        self._rest = rest
        self._base: Segment | None = None

    @property
    def stale(self) -> bool:
        """Whether so much has changed since it was kept that the next start would have to make much anew."""
        papers, datings = self._library.papers(), self._library.datings()
        if not self._folder or len(papers) < WORTH_KEEPING:
            return False
        self._base = self._base or kept_segment(self._folder)
        _, fresh = _numbered(self._base, papers, datings)
        gone = (self._base.size if self._base else 0) + len(fresh) - len(papers)
        return len(fresh) + gone > max(MOST_STALE, len(papers) // STALE_PART)

    def made(self) -> "Found | None":
        """The papers, and how to find them; None where another thread has taken some away meanwhile."""
        papers, datings = self._library.papers(), self._library.datings()
        if self._base is None and self._folder and len(papers) >= WORTH_KEEPING:
            self._base = kept_segment(self._folder)
        if self._base is None or len(_numbered(self._base, papers, datings)[1]) > len(papers) // 2:
            self.renew()
        numbers, fresh = _numbered(self._base, papers, datings)
        segments = [self._base] if self._base else []
        if fresh:
            segments.append(segment_in_memory(self._texts(papers, fresh), {}, self._step(len(fresh))))
            if list(segments[-1].ids) != fresh:
                return None
        index = Index(segments, papers.index.ids, numbers)
        index.warm(self._pause)
        found = Found(self._library, papers, datings, index)
        found.marked_as("new")
        return found

    def renew(self) -> None:
        """Make anew, and keep, what a start begins with."""
        papers = self._library.papers()
        about = {"datings": _plain(self._library.datings())}
        texts = partial(self._texts, papers, papers.index.ids)
        step = self._step(len(papers))
        # What could not be read for once would be missing at every start.
        if self._folder and len(papers) >= WORTH_KEEPING and self._library.whole:
            self._base = keep_segment(self._folder, texts, about, step)
        else:
            self._base = segment_in_memory(texts(), about, step)

    def _step(self, papers: int) -> Callable[[], None]:
        """What is called between the steps of taking in so many."""
        return self._rest if papers >= LONG else self._pause

    def _texts(self, papers: Papers, ids: Sequence[str]) -> Iterator[Text]:
        sightings = papers.index.sightings
        for printed in self._library.printed(ids):
            yield _text(printed, sightings[papers.place(printed.id)])


class Found:
    """The papers of one state of the library, an index of them, and what marks and digests say of them."""

    def __init__(self, library: Library, papers: Papers, datings: Mapping[str, Dating], index: Index) -> None:
        self.papers = papers
        self.index = index
        self._library = library
        self._datings = datings
        self._marks: dict[str, int] | None = None
        self._changes = 0
        self._moments: dict[object, int] = {}
        self._latest: Sequence[int] | None = None

    # -- marks, which change -------------------------------------------------------------------------------------

    def follow_marks(self, ids: Sequence[str]) -> None:
        """The marks of these papers have changed."""
        self._changes += 1
        self._moments = {}
        self._latest = None
        if self._marks is None or len(ids) > FEW_MARKS:
            self._marks = None
            return
        for paper_id in ids:
            if paper_id in self.papers:
                one = 1 << self._number(paper_id)
                marks = self._library.marks(paper_id)
                self._marks = {
                    name: found | one if name in marks.names else found & ~one for name, found in self._marks.items()
                }

    def marked_as(self, mark: str) -> int:
        """The papers with a mark; `new` and `unread` are the lack of marks."""
        sets = self._sets()
        match mark:
            case "new":
                return self.index.live & ~(sets["starred"] | sets["read"] | sets["skipped"])
            case "unread":
                return self.index.live & ~(sets["read"] | sets["skipped"])
            case _:
                return sets[mark]

    def of_view(self, view: View) -> int:
        """The papers that a view shows."""
        match view:
            case View.INBOX:
                return self.marked_as("new")
            case View.READING:
                return self.marked_as("starred") & self.marked_as("unread")
            case View.ALL:
                return self.index.live
            case _:
                return self.marked_as(view.value)

    def marked_between(self, low: date | None, high: date | None) -> int:
        """The papers that were marked last on these days, of the calendar here."""
        if (low, high) not in self._moments:
            first = _moment(low) if low else 0
            end = _moment(high + timedelta(days=1)) if high and high < date.max else 1 << 62
            marked = self._library.marked().items()
            found = [name for name, marks in marked if marks.at is not None and first <= marks.at < end]
            self._moments[low, high] = bits_of(map(self._number, found), self.index.size)
        return self._moments[low, high]

    def latest_first(self) -> Sequence[int]:
        """All papers, those marked last first; those without marks in digest order."""
        if self._latest is None:
            marked = self._library.marked()
            moments = {self._number(name): marks.at or 0 for name, marks in marked.items()}
            latest = sorted((n for n in self.index.papers if n in moments), key=moments.__getitem__, reverse=True)
            self._latest = [*latest, *(n for n in self.index.papers if n not in moments)]
        return self._latest

    def _sets(self) -> Mapping[str, int]:
        while (known := self._marks) is None:
            changes = self._changes
            numbers: dict[str, list[int]] = {"starred": [], "read": [], "skipped": []}
            for paper_id, marks in list(self._library.marked().items()):
                number = self._number(paper_id)
                if marks.verdict:
                    numbers[marks.verdict].append(number)
                if marks.read:
                    numbers["read"].append(number)
            sets = {name: bits_of(found, self.index.size) for name, found in numbers.items()}
            if changes == self._changes:  # another thread may be looking through the marks while one is made
                self._marks = sets
        return known

    def _number(self, paper_id: str) -> int:
        return self.index.papers[self.papers.place(paper_id)]

    # -- digests -------------------------------------------------------------------------------------------------

    def in_digests(self, term: Term) -> int:
        """The papers of the digests in whose name or date a term stands."""
        listed = self.papers.index.listed
        places = (
            place
            for rank, dating in enumerate(self._datings.values())
            if occurs(term, fold(dating.name)) or occurs(term, (dating.date and dating.date.iso) or "")
            for place in listed[rank]
        )
        return bits_of((self.index.papers[place] for place in places), self.index.size)


def _numbered(base: Segment | None, papers: Papers, datings: Mapping[str, Dating]) -> tuple[Sequence[int], list[str]]:
    """The numbers of the papers in an index of the segment and of those that it lacks, and these papers' ids."""
    ids, versions = papers.index.ids, papers.index.sightings
    if base is None:
        return range(len(ids)), list(ids)
    redated = _redated(base.about.get("datings", {}), _plain(datings))
    if base.ids == ids and base.versions == versions and not redated:
        return range(len(ids)), []
    number_of = {paper_id: number for number, paper_id in enumerate(base.ids)}
    numbers: list[int] = []
    fresh: list[str] = []
    for paper_id, version in zip(ids, versions, strict=True):
        number = number_of.get(paper_id)
        if number is None or base.versions[number] != version or (redated and _of_any(redated, version)):
            number = base.size + len(fresh)
            fresh.append(paper_id)
        numbers.append(number)
    return numbers, fresh


def _redated(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The digests whose year is another than it was: with it their papers' dates may be."""
    return {key for key, day in after.items() if key in before and before[key] != day}


def _of_any(digests: Iterable[str], version: str) -> bool:
    return any(sighting.rpartition(":")[0] in digests for sighting in version.split(" "))


def _plain(datings: Mapping[str, Dating]) -> dict[str, str]:
    return {key: f"{dating.date.iso}" if dating.date else "" for key, dating in datings.items()}


def _text(paper: Printed, version: str) -> Text:
    organization = paper.organization
    first, last = _days(paper.published)
    return Text(
        id=paper.id,
        version=version,
        title=drawn(paper.title),
        abstract=drawn(paper.abstract),
        organization=f"{organization.name}\n{organization.handle or ''}" if organization else "",
        authors="\n".join(paper.authors),
        categories="\n".join(paper.categories),
        published=first,
        until=last,
        comments=-1 if paper.comments is None else paper.comments,
        upvotes=-1 if paper.upvotes is None else paper.upvotes,
        author_count=paper.author_count if paper.author_count is not None else len(paper.authors) or -1,
        seen=paper.seen,
    )


def _days(published: PrintedDate | None) -> tuple[int, int]:
    """The first and the last day that a date may be, as numbers such as 20240531; -1 without a year."""
    if published is None or published.year is None:
        return -1, -1
    year, month, day = published.year, published.month, published.day
    return year * 10_000 + (month or 1) * 100 + (day or 1), year * 10_000 + (month or 12) * 100 + (day or 31)


def _moment(day: date) -> int:
    """When a day begins here, in milliseconds since 1970 UTC."""
    try:
        return round(datetime.combine(day, time()).astimezone().timestamp() * 1000)
    except (OverflowError, ValueError):  # long before or after any mark
        return 0 if day.year < 2000 else 1 << 62
