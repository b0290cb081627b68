"""`digest-tui list`, `show` and `export`: papers for people, for programs and for files."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from rich.cells import cell_len

from digest_tui.cli import completing
from digest_tui.cli.choice import FILTER_HELP, chosen, entries
from digest_tui.cli.output import put_json, put_text, say, styled, to_people, width
from digest_tui.cli.program import Failure, Status, Subcommand, examples, opened_library
from digest_tui.cli.sentences import local_time
from digest_tui.exports.entry import Entry
from digest_tui.exports.exporting import export as write_export
from digest_tui.exports.place import WriteError
from digest_tui.exports.record import json_array, record_of
from digest_tui.exports.table import MARKDOWN, WRITERS, FolderWriter, Writer, writer_for, writer_named
from digest_tui.exports.written import Written
from digest_tui.session import Order, Session
from digest_tui.tex import drawn
from digest_tui.text import clean
from digest_tui.tui.drawn import signs
from digest_tui.tui.typesetting import broken, filled, fitted
from digest_tui.words import counted, facts_of, listed_in

WIDEST_ID = 24
WIDEST_TEXT = 100
NARROWEST_WITH_DATES = 60
SHORTEST_TITLE = 10


@click.command(
    "list",
    cls=Subcommand,
    epilog=FILTER_HELP
    + examples(
        "digest-tui list is:unread --sort date --limit 10",
        'digest-tui list "spiking neural" is:starred',
        "digest-tui list is:new | cut -f 1 | head -3 | xargs digest-tui mark skip",
        "digest-tui list --json | jq -r '.[].title'",
    ),
)
@click.argument("words", metavar="[FILTER…]", nargs=-1, shell_complete=completing.terms)
@click.option("--sort", type=click.Choice([order.value for order in Order]), default="digest", show_default=True)
@click.option("--limit", metavar="N", type=click.IntRange(min=0), help="At most so many papers.")
@click.option("--json", "as_json", is_flag=True, help="An array, a paper on each line, every field of each.")
def list_(words: tuple[str, ...], sort: str, limit: int | None, as_json: bool) -> int:
    """List papers, one a line.

    All of them, or those that a filter finds.

    For programs, that is where standard output is no terminal, a line has four columns with tabs between them: id,
    marks ("starred,read", or "new"), date (as far as it is known) and title.
    """
    filter_text = " ".join(words)
    with opened_library() as session:
        ids = chosen(session, filter_text, Order(sort))[:limit]
        # A tenth of the time would go into looking for cycles in what has none.
        gc.disable()
        if as_json:
            put_text(json_array(map(record_of, entries(session, ids))))
        elif to_people():
            put_text(_lines_for_people(session, ids))
        else:
            put_text(_lines_for_programs(session, ids))
        if not ids and limit != 0:
            say(_nothing(session, filter_text))
        return Status.DONE


@click.command(
    cls=Subcommand,
    epilog=examples(
        "digest-tui show 97fd25",
        "digest-tui show https://arxiv.org/abs/2509.26507 --json",
    ),
)
@click.argument("name", metavar="ID", shell_complete=completing.papers)
@click.option("--json", "as_json", is_flag=True, help="An object with every field.")
def show(name: str, as_json: bool) -> int:
    """Show a paper and its abstract.

    ID is any id that the paper ever had, a link to it, or the beginning of an id.
    """
    with opened_library() as session:
        for entry in entries(session, [session.resolve(name)]):
            if as_json:
                put_json(record_of(entry))
            else:
                put_text(_described(entry))
        return Status.DONE


@click.command(
    cls=Subcommand,
    epilog=FILTER_HELP
    + examples(
        "digest-tui export -o starred.bib",
        "digest-tui export is:starred marked:today --format markdown",
        "digest-tui export is:starred is:unread --format obsidian -o papers/",
        'digest-tui export "spiking neural" --format csv > spiking.csv',
    ),
)
@click.argument("words", metavar="[FILTER…]", nargs=-1, shell_complete=completing.terms)
@click.option("--format", "-f", "format_name", type=click.Choice([writer.name for writer in WRITERS]))
@click.option("--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="The file, or folder, to write.")
@click.option("--force", is_flag=True, help="Replace FILE, whoever wrote it.")
def export(words: tuple[str, ...], format_name: str | None, output: Path | None, force: bool) -> int:
    """Write papers to a file.

    The starred ones, or those that a filter finds, go to FILE, else to standard output.

    The format is the one that is named, else that of FILE's ending, else Markdown. A file is written whole or not at
    all; one that was exported before and that nobody changed is replaced. Without any paper the file is empty and the
    exit status 1.

    For obsidian, FILE is a folder, made where it is missing. A note that is there already is left alone.
    """
    filter_text = " ".join(words) or "is:starred"
    file = None if output == Path("-") else output
    writer = _writer(format_name, file)
    with opened_library() as session:
        ids = chosen(session, filter_text)
        papers = entries(session, ids)
        if file is not None:
            say(_written(writer, papers, file, force=force))
        elif isinstance(writer, Writer):
            put_text(writer.write(papers))
        else:
            raise click.UsageError(f"{writer.name} is a folder of files: name it with -o FOLDER")
        if ids:
            return Status.DONE
        say(_nothing(session, filter_text))
        return Status.PARTLY


def _writer(name: str | None, file: Path | None) -> Writer | FolderWriter:
    writer = writer_named(name) if name else writer_for(file) if file else MARKDOWN
    if writer is None:
        names = ", ".join(writer.name for writer in WRITERS)
        raise click.UsageError(f"No format has the ending {file and file.suffix}: name one with --format ({names})")
    return writer


def _written(writer: Writer | FolderWriter, papers: Iterable[Entry], file: Path, *, force: bool) -> str:
    """Export, and say what was done. Raises Failure."""
    try:
        exported = write_export(writer, papers, file, replace=force, written=Written())
    except WriteError as error:
        raise Failure(str(error)) from error
    sentence = f"Wrote {counted(exported.papers, 'paper')} to {file}."
    if exported.left_alone:
        verbs = ("was", "is") if exported.left_alone == 1 else ("were", "are")
        sentence += f" {counted(exported.left_alone, 'note')} that {verbs[0]} there already {verbs[1]} as before."
    return sentence


def _lines_for_programs(session: Session, ids: Sequence[str]) -> Iterator[str]:
    """Id, marks, date and title, with tabs between them."""
    for paper_id, title, date in session.briefly(ids):
        marks = session.marks(paper_id)
        yield f"{paper_id}\t{'new' if marks.new else ','.join(marks.names)}\t{date}\t{title}\n"


def _lines_for_people(session: Session, ids: Sequence[str]) -> Iterator[str]:
    """The same columns, aligned, on one line of the terminal each."""
    widest = min(max(map(cell_len, ids), default=0), WIDEST_ID)
    # The title is what people look for, so a narrow terminal goes without the dates.
    dates = len("2025-05-27") if width() >= NARROWEST_WITH_DATES else 0
    for paper_id, title, date in session.briefly(ids):
        marks = session.marks(paper_id)
        before = [styled(filled(paper_id, widest), dim=True), styled(signs(marks), bold=True)]
        if dates:
            before.append(styled(filled(date, dates), dim=True))
        taken = widest + len("★✓") + dates + len("  ") * len(before)
        shown = fitted(drawn(title), max(width() - taken, SHORTEST_TITLE))
        yield "  ".join((*before, styled(shown, dim=not marks.new))) + "\n"


def _described(entry: Entry) -> Iterator[str]:
    paper = entry.paper
    marks = " and ".join(paper.marks.names)
    if marks and paper.marks.at is not None:
        marks += f" on {local_time(paper.marks.at)}"
    yield from _wrapped(paper.title, bold=True)
    yield from _wrapped(" · ".join(facts_of(paper)), dim=True)
    for seen in paper.sightings:
        yield from _wrapped(f"Seen in {listed_in(seen)}", dim=True)
    yield from _wrapped(" · ".join(filter(None, (marks or "new", *paper.ids, entry.link))), dim=True)
    for paragraph in entry.paragraphs:
        yield "\n"
        yield from _wrapped(paragraph)


def _wrapped(text: str, **style: bool) -> Iterator[str]:
    """A paragraph in lines that fit a terminal; for programs, in one line."""
    lines = broken(text, min(width(), WIDEST_TEXT)) if to_people() else [(0, len(text))]
    return (f"{styled(text[start:end], **style)}\n" for start, end in lines if end)


def _nothing(session: Session, filter_text: str) -> str:
    if not session.tally().papers:
        return "No papers yet: `digest-tui import PATH…` reads digests."
    if filter_text == "is:starred":
        return "No starred papers: `digest-tui mark star ID` stars one."
    return f"No paper matches {clean(filter_text)}." if filter_text else "No papers."
