"""Papers, the sightings they are derived from, and the marks that people give them: values, no I/O.

Values that every start loads are tuples, here and elsewhere: a class of them is made in a fifth of the time that a
dataclass takes, a value too.
"""

from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hashlib import blake2b


class PrintedDate(NamedTuple):
    """A date as a digest prints it, and as much of it as is known.

    `year` is None where the page left it out and nothing proves it; `inferred` says that the year was
    concluded from other dates instead of read or given. `text` is what was printed, for people to see.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    inferred: bool = False
    text: str | None = None

    @property
    def iso(self) -> str | None:
        """`2025-05-27`, `2025-05` or `2025`, whichever is known; None without a year."""
        if self.year is None:
            return None
        if self.month is not None and self.day is not None:
            return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        return f"{self.year:04d}" if self.month is None else f"{self.year:04d}-{self.month:02d}"


class Organization(NamedTuple):
    """The organisation that a digest names for a paper: its account's handle, and its name."""

    handle: str | None
    name: str


class Sighting(NamedTuple):
    """One paper's entry in one digest, as printed there. `position` counts from 1.

    `note` is what else the digest prints of the paper, as `Name: text; Name: text`: the authors' comments, the journal.
    """

    position: int
    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    organization: Organization | None = None
    published: PrintedDate | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    url: str | None = None
    pdf_url: str | None = None
    categories: tuple[str, ...] = ()
    comments: int | None = None
    upvotes: int | None = None
    note: str | None = None


class Problem(NamedTuple):
    """Something in a digest that was not understood: the line it stands on (from 1), and what is said of it."""

    line: int
    text: str


class _Digest(NamedTuple):
    name: str
    date: PrintedDate | None
    sightings: tuple[Sighting, ...]
    problems: tuple[Problem, ...] = ()
    year: int | None = None


class Digest(_Digest):
    """One document that lists papers. `year` is the year of its date where the caller gave one."""

    @cached_property
    def key(self) -> str:
        """A hash of the entries as printed: the same text under any name, in any year, is the same digest."""
        entries = [
            (
                s.title, s.abstract, s.authors, s.author_count,
                s.organization and (s.organization.handle, s.organization.name),
                s.published and (s.published.text or s.published.iso),
                s.arxiv_id, s.doi, s.url, s.pdf_url, s.categories, s.comments, s.upvotes, s.position,
                # Digests that were read before there were notes keep their keys.
                *filter(None, (s.note,)),
            )
            for s in self.sightings
        ]  # fmt: skip
        return short_hash(repr(entries))


class Verdict(StrEnum):
    """What becomes of a paper. One field, so that keeping and skipping exclude each other."""

    STARRED = "starred"
    SKIPPED = "skipped"


class Marks(NamedTuple):
    """What a person said of a paper. `at` is when they last said it: milliseconds since 1970, UTC."""

    verdict: Verdict | None = None
    read: bool = False
    at: int | None = None

    @property
    def new(self) -> bool:
        """Nothing was said yet; the opposite of triaged."""
        return self.verdict is None and not self.read

    @property
    def unread(self) -> bool:
        """Still to be read, as far as anyone said: neither read nor skipped."""
        return not self.read and self.verdict is not Verdict.SKIPPED

    @property
    def names(self) -> list[str]:
        """The marks as words, verdict first: `["starred", "read"]`; empty for a new paper."""
        return [*([self.verdict.value] if self.verdict else []), *(["read"] if self.read else [])]


class Change(StrEnum):
    """What a key or a command does to marks. Each is idempotent: where it has nothing to change, it changes nothing."""

    STAR = "star"
    READ = "read"
    SKIP = "skip"
    UNSTAR = "unstar"
    UNREAD = "unread"
    UNSKIP = "unskip"
    NEW = "new"

    def fields(self, marks: Marks) -> dict[str, str | bool | None]:
        """The fields of `marks` that this change sets to another value, as `{"verdict": …, "read": …}`."""
        wanted: dict[str, str | bool | None] = {}
        match self:
            case Change.STAR:
                wanted = {"verdict": Verdict.STARRED}
            case Change.SKIP:
                wanted = {"verdict": Verdict.SKIPPED}
            case Change.READ:
                wanted = {"read": True}
            case Change.UNREAD:
                wanted = {"read": False}
            case Change.UNSTAR if marks.verdict is Verdict.STARRED:
                wanted = {"verdict": None}
            case Change.UNSKIP if marks.verdict is Verdict.SKIPPED:
                wanted = {"verdict": None}
            case Change.NEW:
                wanted = {"verdict": None, "read": False}
            case _:
                pass
        return {field: value for field, value in wanted.items() if getattr(marks, field) != value}

    def apply(self, marks: Marks) -> Marks:
        """The marks after this change, their time as before."""
        fields = self.fields(marks)
        return Marks(fields.get("verdict", marks.verdict), fields.get("read", marks.read), marks.at)  # type: ignore[arg-type]

    @property
    def opposite(self) -> "Change":
        """The change that takes the mark back: the second press of the same key."""
        return {Change.STAR: Change.UNSTAR, Change.READ: Change.UNREAD, Change.SKIP: Change.UNSKIP}[self]


class Seen(NamedTuple):
    """A sighting as its paper remembers it: which digest, of which date, at which position, and the title there."""

    digest: str
    name: str
    date: PrintedDate | None
    position: int
    comments: int | None = None
    upvotes: int | None = None
    title: str = ""


class Paper(NamedTuple):
    """What the sightings of one work add up to, without its abstract, with its marks of the moment.

    `ids` are all that resolve to it, `id` first. `sightings` are in the library's digest order.
    """

    id: str
    ids: tuple[str, ...]
    title: str
    authors: tuple[str, ...]
    author_count: int | None
    organization: Organization | None
    published: PrintedDate | None
    arxiv_id: str | None
    doi: str | None
    url: str | None
    pdf_url: str | None
    categories: tuple[str, ...]
    comments: int | None
    upvotes: int | None
    marks: Marks
    sightings: tuple[Seen, ...]
    note: str | None = None

    @property
    def seen(self) -> int:
        """How many digests list the paper."""
        return len({sighting.digest for sighting in self.sightings})


def short_hash(text: str) -> str:
    """48 bits of BLAKE2b in hex: short enough to type, long enough for millions."""
    return _blake2b()(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


@cache
def _blake2b() -> "type[blake2b]":
    import hashlib  # noqa: PLC0415 - OpenSSL comes with it, and no start needs either

    return hashlib.blake2b
