"""Actions: what a person did, one record each, and what the library answers to one."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from digest_tui.library.journals.clock import milliseconds
from digest_tui.paper import PrintedDate, Problem, Verdict
from digest_tui.words import counted


class Kind(StrEnum):
    """What sort of thing was done."""

    MARK = "mark"
    IMPORT = "import"
    FORGET = "forget"
    YEAR = "year"
    SAME = "same"
    DIFFERENT = "different"


KINDS = tuple(Kind)
"""All of them; other actions are of a later version."""


class Action(NamedTuple):
    """One thing a person did, undoable.

    `id` is also its time, `at` the same in milliseconds since 1970 UTC; `writer` the device and window that did it.
    `papers` are ids of the moment, two where it was said whether they are the same; `digests` keys with the year given
    for each, if one was.
    `fields` are the marks that were set, as `{"verdict": …, "read": …}`.
    """

    id: str
    kind: Kind
    at: int
    writer: str
    undone: bool
    papers: tuple[str, ...] = ()
    digests: Mapping[str, int | None] | None = None
    fields: Mapping[str, Any] | None = None


class ImportedDigest(NamedTuple):
    """What became of one digest: how many papers it lists, how many of them the library did not have."""

    key: str
    name: str
    date: PrintedDate | None
    papers: int
    new: int
    already_here: bool
    problems: Sequence[Problem] = ()


class ImportResult(NamedTuple):
    """What an import did to each digest, by its key. `action` is None where everything was here already."""

    action: Action | None
    digests: Mapping[str, ImportedDigest]


class Changes(NamedTuple):
    """What other windows and machines did: the papers whose marks changed, or that anything may have (`all`)."""

    papers: frozenset[str] = frozenset()
    all: bool = False


def writer_of(stamp: str) -> str:
    """The device and window that gave a stamp."""
    return stamp.split(".", 2)[2]


def action_document(action: Action, undoing: str | bool) -> dict[str, Any]:
    """The document that `read_action` reads, with the time of undoing or False."""
    document: dict[str, Any] = {"kind": action.kind.value, "undone": undoing, **(action.fields or {})}
    if action.digests is None:
        return {**document, "papers": list(action.papers)}
    return {**document, "digests": dict(action.digests)}


def read_action(stamp: str, document: Mapping[str, Any]) -> Action:
    """An action from its document."""
    return Action(
        id=stamp,
        kind=Kind(document["kind"]),
        at=milliseconds(stamp),
        writer=writer_of(stamp),
        undone=bool(document.get("undone")),
        papers=tuple(document.get("papers", ())),
        digests=document.get("digests"),
        fields={name: document[name] for name in ("verdict", "read") if name in document},
    )


def in_words(action: Action, papers: str) -> str:
    """What an action did, `papers` being said for what it marked: `Starred “A Title”`, `Imported 5 digests`."""
    digests = counted(len(action.digests or {}), "digest")
    match action.kind:
        case Kind.IMPORT:
            return f"Imported {digests}"
        case Kind.FORGET:
            return f"Forgot {digests}"
        case Kind.YEAR:
            years = sorted({str(year) for year in (action.digests or {}).values()})
            return f"Dated {digests}: {', '.join(years)}"
        case Kind.SAME:
            return f"Merged {papers}"
        case Kind.DIFFERENT:
            return f"Kept {papers} apart"
        case Kind.MARK:
            return _marked(action.fields or {}).format(papers)


def _marked(fields: Mapping[str, Any]) -> str:
    if verdict := fields.get("verdict"):
        return {Verdict.STARRED: "Starred {}", Verdict.SKIPPED: "Skipped {}"}[Verdict(verdict)]
    if "read" not in fields:
        return "Took back the verdict on {}"
    if fields["read"]:
        return "Marked {} as read"
    return "Made {} new again" if "verdict" in fields else "Marked {} as unread"
