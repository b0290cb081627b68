"""`digest-tui list`, `show` and `export`: every paper, as it was printed, for people and for programs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from digest_tui.exports.table import WRITERS, FolderWriter, Writer
from digest_tui.library import catalogue
from digest_tui.library.journals.journal import Journal
from tests import SEEDS
from tests.cli import command, page, run, run_on_terminal, run_process

ABSTRACT = "We show that a sparse network of spiking neurons learns what a dense one learns, with less energy. " * 4

FIELDS = [
    "id", "ids", "title", "abstract", "authors", "author_count", "organization",
    "published", "published_inferred", "published_text",
    "arxiv_id", "doi", "url", "pdf_url", "categories", "comments", "upvotes", "note",
    "marks", "marked_at", "sightings",
]  # fmt: skip
SIGHTING_FIELDS = ["digest", "date", "date_inferred", "date_text", "position", "comments", "upvotes"]


@pytest.fixture(autouse=True)
def seeds(home: Path) -> None:
    run("import", SEEDS)


def listed(*filters: str) -> list[str]:
    return [line.split("\t")[0] for line in run("list", *filters).lines]


def test_programs_get_a_line_of_four_columns_for_each_paper() -> None:
    first = listed()[0]
    run("mark", "star", first)
    run("mark", "read", first)
    rows = [line.split("\t") for line in run("list").lines]
    assert len(rows) == 132
    assert rows[0] == [
        first, "starred,read", "2024-09-04", "Configurable Foundation Models: Building LLMs from a Modular Perspective",
    ]  # fmt: skip
    assert {row[1] for row in rows[1:]} == {"new"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d|[A-Z][a-z]{2} \d{1,2}|", row[2]) for row in rows)


def test_programs_get_no_colour_and_no_wrapping() -> None:
    ended = run_process("list", COLUMNS="20", FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b" not in ended.out
    assert len(ended.lines) == 132
    assert max(map(len, ended.lines)) > 120


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_people_get_a_line_of_the_terminal_for_each_paper(columns: int) -> None:
    run("import", "-", given="@misc{a, title = {Sand}, year = {in a year that is long in coming}}")
    run("mark", "star", listed()[0])
    ended = run_on_terminal("list", columns=columns)
    lines = re.sub(r"\x1b\[[\d;]*m", "", ended.out).splitlines()
    assert ended.status == 0
    assert len(lines) == 133
    assert max(map(cell_len, lines)) <= columns
    assert "★" in lines[0]
    assert "\x1b" in ended.out


def test_no_color_is_respected() -> None:
    assert "\x1b" not in run_on_terminal("list", NO_COLOR="1").out


def test_json_has_exactly_the_documented_fields_in_their_order() -> None:
    papers = json.loads(run("list", "--json").out)
    assert len(papers) == 132
    assert all(list(paper) == FIELDS for paper in papers)
    assert all(list(seen) == SIGHTING_FIELDS for paper in papers for seen in paper["sightings"])
    assert sum(len(paper["sightings"]) for paper in papers) == 216
    assert {paper["organization"]["handle"] for paper in papers if paper["organization"]} >= {"openbmb", "pathwaycom"}


def test_json_says_which_years_are_inferred() -> None:
    papers = json.loads(run("list", "--json").out)
    digests = {(s["digest"][:3], s["date"], s["date_inferred"], s["date_text"]) for p in papers for s in p["sightings"]}
    assert digests == {
        ("000", None, False, "Mar 14"),
        ("001", None, False, "Mar 11"),
        ("002", "2025-12-10", True, "Dec 10"),
        ("003", "2026-01-01", True, "Jan 1"),
        ("004", None, False, "Apr 22"),
    }


def test_a_date_that_another_digest_prints_in_full_is_not_inferred() -> None:
    def mays() -> list[list[object]]:
        papers = json.loads(run("list", "--json").out)
        fields = ("published_text", "published", "published_inferred")
        return [[paper[field] for field in fields] for paper in papers if paper["published"] == "2025-05-27"]

    assert mays() == [["May 27, 2025", "2025-05-27", False]]
    run("digests", "--forget", "003")
    assert mays() == [["May 27", "2025-05-27", True]]


def test_programs_get_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    (tmp_path / "greek.txt").write_text(page(("Σ-Networks for Naïve Learners 学习", ABSTRACT)), encoding="utf-8")
    run("import", tmp_path / "greek.txt")
    ended = run_process("list", "--limit", 1, PYTHONIOENCODING="ascii")
    assert ended.out.endswith("\tΣ-Networks for Naïve Learners 学习\n")


def test_closed_streams_are_no_error() -> None:
    for closed in ("<&-", ">&-", "2>&-"):
        shell = f"{' '.join(command('list'))} {closed}"
        ended = subprocess.run(shell, shell=True, check=False, capture_output=True)
        assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_filter_a_limit_and_an_order_choose_papers() -> None:
    spiking = run("list", "spiking", "neural").lines
    assert 0 < len(spiking) < 132
    assert run("list", "spiking neural").lines == spiking
    assert run("list", "spiking", "neural", "--limit", 2).lines == spiking[:2]
    assert run("list", "--limit", 0).err == ""
    dates = [line.split("\t")[2] for line in run("list", "--sort", "date").lines]
    known = [date for date in dates if date[:1] == "2"]
    assert known == sorted(known, reverse=True)
    assert dates[: len(known)] == known


def test_marks_choose_papers() -> None:
    first, second, third, *rest = listed()
    run("mark", "star", first, second)
    run("mark", "read", second)
    run("mark", "skip", third)
    assert listed("is:starred") == [first, second]
    assert listed("is:starred is:unread") == [first]
    assert listed("is:read") == [second]
    assert listed("is:skipped") == [third]
    assert listed("is:new") == rest


def test_what_is_wrong_with_a_filter_is_shown_where_it_is() -> None:
    for arguments in (["list"], ["export"], ["mark", "star", "--filter"]):
        ended = run(*arguments, "brain is:nice")
        assert (ended.status, ended.out) == (2, "")
        assert ended.err == (
            "brain is:nice\n         ^^^^\nis: takes new, unread, read, starred or skipped, not nice.\n"
        )


def test_the_language_is_that_of_the_filter_bar() -> None:
    def found(*words: str) -> int:
        return len(run("list", *words).lines)

    everything, brains = found(), found("brain")
    assert 0 < brains < everything
    assert found("--", "-brain") == everything - brains
    assert found("brain", "or", "--", "-brain") == everything
    assert found("title:~transfromer") > 0
    assert run("list", "sort:title").out == run("list", "--sort", "title").out


def test_what_was_made_of_a_filter_is_said() -> None:
    ended = run("list", "hebian")
    assert ended.out == run("list", "~hebian").out != ""
    assert ended.err == "hebian → ~hebbian.\n"


def test_a_line_says_of_a_paper_what_its_record_says() -> None:
    run("mark", "star", *listed()[3:5])
    records = {paper["id"]: paper for paper in json.loads(run("list", "--json").out)}
    for order in ("digest", "title"):
        rows = [line.split("\t") for line in run("list", "--sort", order).lines]
        assert len(rows) == 132
        for paper_id, marks, date, title in rows:
            record = records[paper_id]
            assert title == record["title"]
            assert date == (record["published"] or record["published_text"] or "")
            assert marks == (",".join(record["marks"]) or "new")


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["export", "the", "--format", "jsonl"]])
def test_papers_are_read_many_at_a_time(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    reads = 0
    read = Journal.read

    def counted(journal: Journal, offset: int, length: int) -> bytes:
        nonlocal reads
        reads += 1
        return read(journal, offset, length)

    monkeypatch.setattr(Journal, "read", counted)
    assert len(run(*arguments).lines) > 100
    assert reads < 40


@pytest.mark.parametrize("arguments", [["list", "--json"], ["export", "the", "--format", "jsonl"]])
def test_papers_are_written_while_others_are_read(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    read = Journal.read

    def noted(journal: Journal, offset: int, length: int) -> bytes:
        written.append(sys.stdout.buffer.tell())
        return read(journal, offset, length)

    monkeypatch.setattr(Journal, "read", noted)
    monkeypatch.setattr(catalogue, "_AT_ONCE", 10)
    assert len(run(*arguments).lines) > 100
    assert len({*written}) > 3


def test_no_hit_is_an_empty_array() -> None:
    assert json.loads(run("list", "--json", "qqqqqqqq").out) == []


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["export", "the"]])
def test_a_reader_that_stops_listening_is_no_error(arguments: list[str]) -> None:
    with subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_one_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command("list"), check=False, stdout=full, stderr=subprocess.PIPE)
    assert ended.returncode == 1
    assert ended.stderr == b"Standard output: disk full.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize(("arguments", "status"), [("list qqqqqqqq", 0), ("list is:nice", 2), ("mark star 97fd25", 0)])
def test_words_that_cannot_be_written_change_nothing(arguments: str, status: int) -> None:
    with Path("/dev/full").open("wb") as full:
        assert subprocess.run(command(*arguments.split()), check=False, stderr=full).returncode == status


def test_a_paper_is_shown_with_all_that_is_known_of_it() -> None:
    dragon = next(line.split("\t")[0] for line in run("list", "dragon hatchling").lines)
    ended = run("show", dragon[:6])
    assert ended.status == 0
    assert ended.lines[0].startswith("The Dragon Hatchling: The Missing Link between the Transformer")
    assert "Seen in 002_f5386093c80e41e6, 10 Dec 2025 (year inferred), no. " in ended.out
    assert len(max(ended.lines, key=len)) > 500
    assert json.loads(run("show", dragon, "--json").out)["id"] == dragon


def test_hostile_titles_are_printed_as_they_are(tmp_path: Path) -> None:
    titles = [
        "[/foo] is not a Closing Tag",
        "[Re] Reproducing X",
        "[@click=app.quit]x[/] and other Links",
        "[red]Red[/red]",
    ]
    (tmp_path / "hostile.txt").write_text(page(*((title, ABSTRACT) for title in titles)))
    run("import", tmp_path / "hostile.txt")
    shown = [line.split("\t")[3] for line in run("list").lines]
    assert shown[:4] == titles
    for line, title in zip(run("list").lines, titles, strict=False):
        assert run("show", line.split("\t")[0]).lines[0] == title


def test_starred_papers_are_exported_as_markdown(tmp_path: Path) -> None:
    first, second, *_ = listed()
    run("mark", "star", first, second)
    ended = run("export")
    assert ended.status == 0
    assert ended.out.count("\n## ") + ended.out.startswith("## ") == 2
    written = run("export", "-o", tmp_path / "starred.md")
    assert (written.status, written.out) == (0, "")
    assert written.err == f"Wrote 2 papers to {tmp_path}/starred.md.\n"
    assert (tmp_path / "starred.md").read_text() == ended.out


def test_a_filter_chooses_what_is_exported_whatever_its_marks() -> None:
    exported = run("export", "dragon", "hatchling")
    assert exported.status == 0
    assert "## The Dragon Hatchling: " in exported.out


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
def test_an_empty_list_in_any_format_is_a_valid_empty_file_and_status_1(
    writer: Writer | FolderWriter, tmp_path: Path
) -> None:
    place = tmp_path / "empty"
    ended = run("export", "qqqqqqqq", "--format", writer.name, "-o", place)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == f"Wrote 0 papers to {place}.\nNo paper matches qqqqqqqq.\n"
    # That these are valid, tests/exports shows.
    assert (list(place.iterdir()) if place.is_dir() else place.read_bytes().decode()) == (
        "".join(writer.write([])) if isinstance(writer, Writer) else []
    )


def test_the_format_is_named_or_the_files(tmp_path: Path) -> None:
    run("mark", "star", listed()[0])
    assert run("export", "--format", "markdown", "-o", tmp_path / "starred.xyz").status == 0
    assert run("export", "-o", tmp_path / "starred").status == 0
    assert run("export", "-o", "-").out.startswith("## ")
