"""Each format is read by programs that are not ours, and they find in it what the digests print."""

import csv
import importlib.util
import io
import json
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import bibtexparser
import feedparser
import jsonschema
import pybtex.database
import pypandoc
import pytest
import rispy
import yaml
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.errors import set_strict_mode
from pylatexenc.latex2text import LatexNodes2Text

from digest_tui.exports.entry import Entry
from digest_tui.exports.record import record_of
from digest_tui.exports.table import WRITERS, FolderWriter, Writer, writer_named
from digest_tui.paper import Marks, Organization, PrintedDate, Seen
from digest_tui.session import Session, View
from digest_tui.tex import drawn
from digest_tui.text import clean, clean_block
from digest_tui.words import dated
from tests import SEEDS
from tests.cli import run
from tests.exports.papers import HOSTILE, entry

LINK = "https://example.org/a_b?c=d&e=%7B#f"


def hostile_papers() -> list[Entry]:
    """A paper for each hostile text, with that text wherever a digest may print one."""
    papers = []
    for number, text in enumerate(HOSTILE):
        line = clean(text)
        papers.append(
            entry(
                clean_block(f"{text}\n\n{text}"),
                id=f"{number:012x}",
                ids=(f"{number:012x}",),
                title=line,
                authors=(line[:200], "Jane Doe"),
                organization=Organization("handle", line[:200]),
                url=LINK,
                doi=f"10.1234/{line[:60]}",
                note=line[:200],
                categories=("cs.LG", line[:50]),
            )
        )
    return papers


@pytest.fixture(scope="module")
def seed_papers(tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    """All papers of the seeds."""
    folder = tmp_path_factory.mktemp("seeds") / "library"
    assert run("import", SEEDS, "--library", folder).status == 0
    session = Session.open(folder)
    try:
        papers = [session.paper(paper_id) for paper_id in session.list(View.ALL).ids]
        entries = [Entry(paper, session.abstract(paper.id)) for paper in papers if paper]
    finally:
        session.close()
    assert len(entries) == 132
    return entries


@pytest.fixture(params=["seeds", "hostile"])
def papers(request: pytest.FixtureRequest) -> list[Entry]:
    """The seeds' papers, and hostile ones."""
    found: list[Entry] = request.getfixturevalue("seed_papers") if request.param == "seeds" else hostile_papers()
    return found


def written(name: str, entries: Sequence[Entry]) -> str:
    """The export."""
    writer = writer_named(name)
    assert isinstance(writer, Writer)
    return "".join(writer.write(entries))


def words(text: str) -> list[str]:
    """A text without regard to how its white space is laid out, and to the joiners that part it."""
    return text.replace("\u2060", "").split()


# Commands of LaTeX's kernel that the independent reader has no or another character for.
KERNEL = {r"\textless{}": "<", r"\textgreater{}": ">", r"\textbar{}": "|", r"\textasciicircum{}": "^"}
KERNEL |= {r"\textbraceleft{}": r"\{", r"\textbraceright{}": r"\}"}


@cache  # programs agree, and this reader takes its time
def as_read(tex: str) -> str:
    """TeX as an independent reader reads it, without what depends on ligatures and on the layout of formulas."""
    for command, character in KERNEL.items():
        tex = tex.replace(command, character)
    return comparable(LatexNodes2Text(math_mode="text").latex_to_text(tex))


def comparable(text: str) -> str:
    """A text without its white space and its quotation marks and dashes, which TeX puts together from others."""
    return re.sub(r"[\s\"'`“”‘’–—-]", "", text)


def text_of(paper: Entry) -> str:
    """The abstract as it is drawn."""
    return "\n\n".join(map(drawn, paper.paragraphs))


def day_of(paper: Entry) -> str | None:
    """The date, where a whole one is known."""
    published = paper.paper.published
    return published.iso if published and published.day else None


def year_of(paper: Entry) -> int | None:
    """The year, where one is known."""
    return paper.paper.published.year if paper.paper.published else None


def test_bibtex_is_read_by_two_programs(papers: list[Entry]) -> None:
    text = written("bibtex", papers)
    set_strict_mode(True)
    strict = pybtex.database.parse_string(text, "bibtex").entries
    lenient = bibtexparser.parse_string(text)
    assert not lenient.failed_blocks
    assert [*strict] == [paper.key for paper in papers] == [record.key for record in lenient.entries]
    for paper, one, other in zip(papers, strict.values(), lenient.entries, strict=True):
        others = {field.key: field.value for field in other.fields}
        for fields in (one.fields, others):
            assert as_read(fields["title"]) == comparable(drawn(paper.paper.title))
            assert as_read(fields.get("abstract", "")) == comparable(text_of(paper))
            assert fields.get("url") == paper.link
            assert fields.get("year") == (str(year) if (year := year_of(paper)) else None)
            assert fields.get("date") == day_of(paper)
        assert others.get("author", "").count(" and ") + 1 >= len(one.persons.get("author", []))


def test_bibtex_keys_are_unique_and_plain(papers: list[Entry]) -> None:
    keys = [paper.key for paper in papers]
    assert len({*keys}) == len(keys)
    assert all(re.fullmatch("[A-Za-z0-9:-]+", key) for key in keys)


def test_biblatex_is_read_as_bibtex_is(papers: list[Entry]) -> None:
    text = written("biblatex", papers)
    set_strict_mode(True)
    entries = pybtex.database.parse_string(text, "bibtex").entries
    assert [*entries] == [paper.key for paper in papers]
    for paper, record in zip(papers, entries.values(), strict=True):
        assert record.type == ("online" if paper.link else "misc")
        published = paper.paper.published
        assert record.fields.get("date") == (published and published.iso)
        assert "year" not in record.fields
        assert record.fields.get("url") == paper.link
        assert as_read(record.fields["title"]) == comparable(drawn(paper.paper.title))
        assert as_read(record.fields.get("abstract", "")) == comparable(text_of(paper))


def test_ris_is_read_by_rispy(papers: list[Entry]) -> None:
    text = written("ris", papers)
    assert all(re.match("[A-Z][A-Z0-9]  - ", line) for line in text.splitlines() if line)
    records = rispy.loads(text)
    assert len(records) == len(papers)
    for paper, record in zip(papers, records, strict=True):
        assert record["title"] == drawn(paper.paper.title)
        assert record.get("abstract", "").split() == text_of(paper).split()
        assert record.get("urls", [None])[0] == paper.link
        assert record.get("year") == (str(year) if (year := year_of(paper)) else None)
        if day := day_of(paper):
            assert record["date"] == day.replace("-", "/") + "/"


def test_csl_json_keeps_to_the_schema(papers: list[Entry]) -> None:
    # The schema of the Citation Style Language itself. What brings it along depends on much that nobody needs here.
    package = importlib.util.find_spec("commonmeta")
    if package is None or package.origin is None:
        pytest.skip("no schema here: pip install --no-deps commonmeta-py")
    schema = json.loads(Path(package.origin).with_name("resources").joinpath("csl-data.json").read_bytes())
    assert schema["$id"].startswith("https://resource.citationstyles.org/schema/")
    jsonschema.validate(json.loads(written("csl-json", papers)), schema)


def test_csl_json_is_read_by_pandoc_and_cited_by_citeproc(papers: list[Entry]) -> None:
    items = json.loads(written("csl-json", papers))
    for paper, item in zip(papers, items, strict=True):
        assert item["title"] == drawn(paper.paper.title)
        assert item.get("abstract", "") == text_of(paper)
        assert item.get("URL") == paper.link
        if day := day_of(paper):
            assert item["issued"]["date-parts"] == [[int(part) for part in day.split("-")]]
    read = json.loads(pypandoc.convert_text(json.dumps(items), "csljson", format="csljson"))
    assert [item["id"] for item in read] == [paper.key for paper in papers]
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    cited = " ".join(map(str, bibliography.bibliography()))
    for paper in papers:
        assert comparable(drawn(paper.paper.title).rstrip(".?!"))[:40] in comparable(cited)


def test_csv_is_read_as_a_table_without_formulas(papers: list[Entry]) -> None:
    csv.field_size_limit(10**6)
    rows = list(csv.DictReader(io.StringIO(written("csv", papers), newline="")))
    assert len(rows) == len(papers)
    for paper, row in zip(papers, rows, strict=True):
        assert row["title"].removeprefix("'") == drawn(paper.paper.title).removeprefix("'")
        assert row["abstract"].removeprefix("'") == text_of(paper).removeprefix("'")
        assert row["published"] == ((paper.paper.published and paper.paper.published.iso) or "")
        assert row["link"] == (paper.link or "")
        assert not any(
            value.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) for value in row.values()
        )


def test_jsonl_is_every_field_of_every_paper(papers: list[Entry]) -> None:
    records = [json.loads(line) for line in written("jsonl", papers).splitlines()]
    assert records == [record_of(paper) for paper in papers]
    for paper, record in zip(papers, records, strict=True):
        assert (record["title"], record["abstract"]) == (paper.paper.title, paper.abstract)


def blocks_of(text: str, form: str) -> list[dict[str, Any]]:
    """What pandoc reads: a list of blocks."""
    document: dict[str, Any] = json.loads(pypandoc.convert_text(text, "json", format=form))
    return list(document["blocks"])


def plain(element: Any) -> str:
    """The text of a pandoc element, formulas as printed."""
    if isinstance(element, list):
        return "".join(map(plain, element))
    match element:
        case {"t": "Str", "c": text}:
            return str(text)
        case {"t": "Space" | "SoftBreak" | "LineBreak"}:
            return " "
        case {"t": "Math", "c": [_, text]}:
            return f"${text}$"
        case {"t": "Link", "c": [_, text, _]}:
            return plain(text)
        case {"t": kind, "c": content}:
            raise AssertionError((kind, content))
    return ""


def links(element: Any) -> list[str]:
    """Where the links in a pandoc element lead to."""
    if isinstance(element, list):
        return [target for inner in element for target in links(inner)]
    if isinstance(element, dict) and element["t"] == "Link":
        return [element["c"][2][0]]
    return links(element.get("c", [])) if isinstance(element, dict) else []


def flat(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks without the divisions that they stand in."""
    return [inner for block in blocks for inner in (flat(block["c"][1]) if block["t"] == "Div" else [block])]


def sections(
    blocks: Sequence[dict[str, Any]], papers: Sequence[Entry], shown: Callable[[str], str] = str
) -> Iterator[tuple[Entry, Any, Sequence[Any]]]:
    """Each paper with its heading and, but for its abstract, what stands under that; titles and abstracts are right.

    `shown` draws what a format leaves to those who read it.
    """
    headings = [number for number, block in enumerate(blocks) if block["t"] == "Header"]
    assert len(headings) == len(papers)
    for paper, start, end in zip(papers, headings, [*headings[1:], len(blocks)], strict=True):
        assert words(shown(plain(blocks[start]["c"][2]))) == words(drawn(paper.paper.title))
        under = blocks[start + 1 : end]
        assert {block["t"] for block in under} <= {"Para"}
        facts, abstract = under[: len(under) - len(paper.paragraphs)], under[len(under) - len(paper.paragraphs) :]
        assert [words(shown(plain(block["c"]))) for block in abstract] == [words(drawn(p)) for p in paper.paragraphs]
        yield paper, blocks[start]["c"], facts


def test_html_is_read_by_pandoc(papers: list[Entry]) -> None:
    blocks = [block for block in flat(blocks_of(written("html", papers), "html")) if block["t"] != "Div"]
    for paper, (_, _, heading), [facts] in sections(blocks, papers):
        assert links(heading) == ([paper.link] if paper.link else [])
        assert (dated(paper.paper.published) or "") in plain(facts["c"])


def test_org_is_read_by_pandoc(papers: list[Entry]) -> None:
    blocks = flat(blocks_of(written("org", papers), "org-smart"))
    for paper, (_, (_, _, properties), _), facts in sections(blocks, papers):
        known = dict(properties)
        assert known.get("url") == paper.link
        assert known.get("published", "") in (day_of(paper), dated(paper.paper.published))
        assert facts == []


def test_markdown_is_read_by_pandoc(papers: list[Entry]) -> None:
    for paper, _, facts in sections(blocks_of(written("markdown", papers), "markdown-smart"), papers, drawn):
        text = " ".join(plain(block["c"]) for block in facts)
        assert links([block["c"] for block in facts]) == ([paper.link] if paper.link else [])
        assert (dated(paper.paper.published) or "") in text


def test_atom_is_read_by_feedparser(papers: list[Entry]) -> None:
    feed = feedparser.parse(written("atom", papers), sanitize_html=False)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert len({item.id for item in feed.entries}) == len(papers)
    for paper, item in zip(papers, feed.entries, strict=True):
        assert item.title.split() == drawn(paper.paper.title).split()
        assert item.get("summary", "").split() == text_of(paper).split()
        assert item.get("link") == (paper.link or item.id)  # feedparser takes the id for a link where there is none
        assert item.get("published", "T").split("T")[0] == (day_of(paper) or "")
        assert item.updated_parsed


def test_obsidian_notes_have_front_matter_that_yaml_reads(papers: list[Entry]) -> None:
    writer = writer_named("obsidian")
    assert isinstance(writer, FolderWriter)
    notes = [writer.note(paper) for paper in papers]
    assert len({note.name.casefold() for note in notes}) == len(papers)
    for paper, note in zip(papers, notes, strict=True):
        assert re.fullmatch(r'[^*"\\/<>:|?#^\[\]\x00-\x1f.][^*"\\/<>:|?#^\[\]\x00-\x1f]*\.md', note.name)
        assert len(note.name.encode()) < 200
        assert note.name.endswith(note.ending)
        _, front, body = note.text.split("---\n", 2)
        facts = yaml.load(front, yaml.CSafeLoader)
        assert facts["title"] == drawn(paper.paper.title)
        assert facts.get("url") == paper.link
        assert facts.get("published") == (paper.paper.published and paper.paper.published.iso)
        [(_, _, facts)] = sections(blocks_of(body, "markdown-smart-yaml_metadata_block"), [paper], drawn)
        assert facts == []


@pytest.mark.parametrize("writer", [writer for writer in WRITERS if isinstance(writer, Writer)], ids=lambda w: w.name)
def test_no_paper_is_a_valid_empty_file(writer: Writer) -> None:
    text = "".join(writer.write([]))
    match writer.name:
        case "csl-json":
            assert json.loads(text) == []
        case "csv":
            assert list(csv.DictReader(io.StringIO(text))) == []
        case "atom":
            assert feedparser.parse(text).bozo is False
        case "html" | "org":
            assert blocks_of(text, writer.name) == []
        case _:
            assert text == ""


@pytest.mark.parametrize("writer", [writer for writer in WRITERS if isinstance(writer, Writer)], ids=lambda w: w.name)
def test_nothing_is_invented(writer: Writer) -> None:
    bare = entry(
        "", title="Bare", author_count=7, organization=None, published=PrintedDate(None, 3, 14, text="Mar 14"),
        comments=None, marks=Marks(), sightings=(Seen("key", "monday", None, 1),),
    )  # fmt: skip
    text = "".join(writer.write([bare]))
    assert "Bare" in text
    assert not re.search(r"author *=|\"author\":|AU  -|<entry>[^$]*<author>|year *=|\"issued\"|PY  -|<published>", text)
    assert not re.search(r"\b(?!1970)(?:19|20)\d\d\b", text.replace("w3.org/2005", ""))


@pytest.mark.parametrize("sign", [":", "[(", "<a", "&a", "{{"])
def test_a_flood_of_signs_takes_the_time_of_its_length(sign: str) -> None:
    flood = sign * (100_000 // len(sign))
    # A second of work; growing with the square of the length, it would be minutes.
    before = signal.signal(signal.SIGVTALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_VIRTUAL, 30)
    try:
        for writer in WRITERS:
            flooded = entry(flood, title=flood)
            text = "".join(writer.write([flooded])) if isinstance(writer, Writer) else writer.note(flooded).text
            assert len(text) > 100_000
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
