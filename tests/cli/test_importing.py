"""`digest-tui import`: what can be read is imported, the rest is said, and nothing happens twice."""

import json
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from digest_tui import indexing
from digest_tui.digests.table import read_digests
from digest_tui.finding import Finder
from digest_tui.search.keeping import kept_segment
from tests import SEEDS
from tests.benchmarks.papers import Papers, page_text
from tests.cli import command, page, run, run_on_terminal, run_process
from tests.digests import fixtures

SEED = SEEDS / "002_f5386093c80e41e6.txt"


def journals(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((home / "library").rglob("*.jsonl")))


def test_the_seeds_are_132_papers() -> None:
    ended = run("import", SEEDS)
    assert ended.status == 0
    assert ended.out == ""
    assert "Imported 24 papers (24 new) from 000_1cb66b0166ccaf23, 14 Mar (year unknown).\n" in ended.err
    assert "Imported 31 papers (14 new) from 002_f5386093c80e41e6, 10 Dec 2025 (year inferred).\n" in ended.err
    assert "In all 132 new papers, from 5 digests.\n" in ended.err
    assert len(run("list").lines) == 132


def test_the_same_again_changes_nothing_and_says_so(home: Path) -> None:
    run("import", SEED)
    before = journals(home)
    ended = run("import", SEED)
    assert ended.status == 0
    assert "Already here: 31 papers, 0 new" in ended.err
    assert journals(home) == before
    assert len(run("history").lines) == 1


def test_after_a_large_import_the_filter_is_ready_for_whoever_comes_next(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large: the seeds, here. Ctrl-C loses nothing but that."""
    monkeypatch.setattr(indexing, "WORTH_KEEPING", 10)
    monkeypatch.setattr(indexing, "MOST_STALE", 3)
    ready = "Getting the filter ready. Ctrl-C leaves that to the next start.\n"

    def interrupt(_: Finder) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Finder, "keep", interrupt)
        interrupted = run("import", SEEDS)
    assert interrupted.status == 0
    assert "In all 132 new papers, from 5 digests.\n" in interrupted.err.removesuffix(ready)
    assert kept_segment(home / "library" / "cache") is None
    assert run("import", SEEDS).err.endswith(ready)
    segment = kept_segment(home / "library" / "cache")
    assert segment
    assert segment.size == 132
    assert ready not in run("import", SEEDS).err


def test_the_same_text_twice_in_one_import_is_new_once(tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(SEED.read_bytes())
    ended = run("import", SEED, copy)
    assert ended.err.splitlines()[:3] == [
        "Imported 31 papers (31 new) from 002_f5386093c80e41e6, 10 Dec 2025 (year inferred).",
        "Already here: 31 papers, 0 new, from copy, 10 Dec 2025 (year inferred).",
        "In all 31 new papers, from 1 digest.",
    ]


def test_all_files_of_an_import_are_one_action() -> None:
    run("import", SEEDS)
    assert run("undo").status == 0
    assert run("list").out == ""
    assert run("redo").status == 0
    assert len(run("list").lines) == 132


def test_standard_input_is_a_digest_too() -> None:
    ended = run("import", "-", given=SEED.read_bytes())
    assert ended.status == 0
    assert "Imported 31 papers (31 new) from standard input" in ended.err


@pytest.mark.parametrize(
    "door", ["rss", "atom", "mailing", "bibtex", "ris", "daily papers", "scholar", "markdown page"]
)
def test_a_paper_of_two_doors_is_one_and_keeps_its_former_id_and_its_marks(door: str) -> None:
    """First seen without an id, on a bare page; later with one, in another format."""
    printed = read_digests(fixtures.ALL[door], "a")[0].sightings[0]
    run("import", "-", given=page((printed.title, " ".join(printed.abstract.split()))))
    (former,) = [line.split("\t")[0] for line in run("list").lines]
    run("mark", "star", former)
    assert run("import", "-", given=fixtures.ALL[door]).status == 0
    paper = json.loads(run("show", former, "--json").out)
    assert paper["id"] == paper["arxiv_id"] == printed.arxiv_id
    assert former != printed.arxiv_id
    assert former in paper["ids"]
    assert (paper["marks"], len(paper["sightings"])) == (["starred"], 2)


def test_the_year_is_given_where_the_page_prints_none() -> None:
    ended = run("import", "--year", 2026, SEEDS / "000_1cb66b0166ccaf23.txt")
    assert "from 000_1cb66b0166ccaf23, 14 Mar 2026.\n" in ended.err
    assert "unknown" not in ended.err
    assert run("import", "--year", 26, SEED).status == 2


def test_an_unknown_year_is_said_with_the_way_to_set_it() -> None:
    ended = run("import", SEEDS / "000_1cb66b0166ccaf23.txt")
    assert "The year of 000_1cb66b0166ccaf23 is unknown: `digest-tui digests --year Y NAME` sets it." in ended.err


def test_what_cannot_be_read_is_named_and_the_rest_is_imported(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes").write_text("Buy milk.\n")
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "empty").touch()
    (tmp_path / "page").write_text(SEED.read_text().partition("Dec 10")[0] + "Dec 10\n")
    reasons = {
        "missing": "no such file or folder; check the name.",
        "folder": "no digest in this folder (1 other file in it).",
        "binary": "a binary file, not text; save the digest as plain text.",
        "empty": "empty.",
        "page": "a digest without papers; select the whole page when you copy it.",
    }
    ended = run("import", *(tmp_path / name for name in reasons), SEED)
    assert ended.status == 1
    *complaints, imported = ended.err.splitlines()
    assert complaints == [f"{tmp_path}/{name}: {reason}" for name, reason in reasons.items()]
    assert imported.startswith("Imported 31 papers")


def test_nothing_readable_leaves_no_action(tmp_path: Path) -> None:
    assert run("import", tmp_path / "a", tmp_path / "b").status == 1
    assert run("history").out == ""


def test_problems_in_a_digest_are_said_with_their_lines(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.txt"
    text = SEED.read_text()
    damaged.write_text(text.replace("Dragon", "Dra\0gon", 1))
    line = text[: text.index("Dragon")].count("\n") + 1
    ended = run("import", damaged)
    assert ended.status == 0
    assert f"{damaged}:{line}: " in ended.err


def test_other_files_in_a_folder_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "digest.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "notes.txt").write_text("Buy milk.\n")
    ended = run("import", tmp_path)
    assert ended.status == 0
    assert f"passed over 1 other file: {tmp_path}/notes.txt." in ended.err


def test_names_that_act_on_a_terminal_are_cleaned(tmp_path: Path) -> None:
    ended = run("import", tmp_path / "\x1b[31mred\x07")
    assert ended.err == f"{tmp_path}/red: no such file or folder; check the name.\n"


def test_control_c_leaves_no_trace(home: Path, tmp_path: Path) -> None:
    for digest in Papers().digests(1000):  # more than is held back from the disk
        (tmp_path / digest.name).write_text(page_text(digest))
    with subprocess.Popen(command("import", tmp_path, "-"), stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        # More than a pipe holds: once it is written, the first files are staged and standard input is read.
        process.stdin.write(b"x" * 2**18)
        staged = max(path.stat().st_size for path in (home / "library").rglob("*.jsonl"))
        # Not when its input ends. Python may miss one that comes in the moment before it reads, and sees the next.
        for _ in range(30):
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=2)
                break
        _, words = process.communicate()
    assert (process.returncode, words) == (130, b"Cancelled: nothing was changed.\n")
    assert staged > 1000
    assert run("list").out == ""
    assert run("history").out == ""
    assert run("doctor").status == 0


def test_no_error_is_a_traceback(tmp_path: Path) -> None:
    ended = run_process("import", tmp_path / "nosuch", "/dev/null", tmp_path)
    assert ended.status == 1
    assert "Traceback" not in ended.err
    assert len(ended.err.splitlines()) == 3


def test_strict_imports_nothing_unless_all_is_understood(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "b.txt").write_text(SEED.read_text().replace("Dragon", "Dra\0gon", 1))
    ended = run("import", "--strict", tmp_path)
    assert ended.status == 1
    assert ended.err.splitlines()[-1] == "Nothing was imported, as not all of it was understood."
    assert f"{tmp_path}/b.txt:" in ended.err
    assert run("list").out == run("history").out == ""
    (tmp_path / "b.txt").unlink()
    (tmp_path / "notes").write_text("Buy milk.\n")
    assert run("import", "--strict", tmp_path).status == 0
    assert len(run("list").lines) == 31


def test_strict_imports_nothing_if_anything_cannot_be_read(tmp_path: Path) -> None:
    ended = run("import", "--strict", SEED, tmp_path / "missing")
    assert (ended.status, run("list").out) == (1, "")
    assert f"{tmp_path}/missing: no such file or folder; check the name.\n" in ended.err


def test_what_was_not_understood_stays_visible(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.txt"
    damaged.write_text("My Favourites\n\n" + SEED.read_text())
    assert f"{damaged}:1: Not understood: My Favourites\n" in run("import", damaged).err
    assert run("digests").out.rstrip("\n").split("\t")[-1] == "1 problem"
    doctor = run("doctor")
    assert doctor.status == 0
    assert "note\tdigest\tdamaged: 1 problem in reading it; `digest-tui digests --json` has the lines.\n" in doctor.out
    assert '"text":"Not understood: My Favourites"' in run("digests", "--json").out.replace('": "', '":"')


def test_of_many_other_files_a_few_are_named(tmp_path: Path) -> None:
    (tmp_path / "digest.txt").write_bytes(SEED.read_bytes())
    for number in range(40):
        (tmp_path / f"note{number:02}").write_text("Buy milk.\n")
    said = run("import", tmp_path).err
    assert f"passed over 40 other files: {tmp_path}/note00, " in said
    assert f"{tmp_path}/note04 and 35 more.\n" in said


def test_a_long_import_of_mails_shows_how_far_it_is(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_text("From a@b Thu Jan  1 00:00:00 2026\nFrom: a@b\nTo: c@d\n\nHi.\n\n" * 2500)
    said = run_on_terminal("import", box).out
    assert "0 papers read in 2,000 files; Ctrl-C cancels" in said
    assert f"{box}: no digest in this mailbox (2,500 other mails in it)." in said
