"""Exports: into the place that was named and nowhere else, and over nobody's work."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from digest_tui.exports.entry import Entry
from digest_tui.exports.exporting import Exported, export, proposed_name, renewed_name
from digest_tui.exports.place import AlreadyThereError, WriteError
from digest_tui.exports.table import BIBTEX, MARKDOWN, FolderWriter, writer_named
from digest_tui.exports.written import Written
from digest_tui.paper import Digest, PrintedDate, Sighting
from digest_tui.session import Session
from tests.exports.papers import HOSTILE, entry

DAY = date(2026, 11, 22)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """What was exported so far: nothing."""
    return Written(tmp_path / "state" / "written")


def obsidian() -> FolderWriter:
    """The writer of folders."""
    writer = writer_named("obsidian")
    assert isinstance(writer, FolderWriter)
    return writer


def test_a_file_that_we_wrote_and_nobody_changed_is_replaced(tmp_path: Path, written: Written) -> None:
    file = tmp_path / "a.bib"
    assert export(BIBTEX, [entry()], file, written=written) == Exported(1)
    assert export(BIBTEX, [entry(), entry(id="b" * 12, ids=("b" * 12,))], file, written=written) == Exported(2)
    assert file.read_text().count("@misc") == 2


def test_a_file_that_somebody_changed_is_left_alone(tmp_path: Path, written: Written) -> None:
    file = tmp_path / "a.bib"
    export(BIBTEX, [entry()], file, written=written)
    file.write_text(mine := file.read_text() + "% mine\n")
    with pytest.raises(AlreadyThereError):
        export(BIBTEX, [entry(title="Other")], file, written=written)
    assert file.read_text() == mine
    export(BIBTEX, [entry(title="Other")], file, written=written, replace=True)
    assert "mine" not in file.read_text()


def test_what_we_wrote_is_known_wherever_it_was_copied_to(tmp_path: Path, written: Written) -> None:
    export(BIBTEX, [entry()], tmp_path / "a.bib", written=written)
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    (copy / "b.bib").write_bytes((tmp_path / "a.bib").read_bytes())
    (tmp_path / "a.bib").unlink()
    assert export(BIBTEX, [entry(title="Other")], copy / "b.bib", written=written) == Exported(1)


def test_a_file_that_is_changed_during_the_export_is_left_alone(tmp_path: Path, written: Written) -> None:
    file = tmp_path / "a.bib"
    export(BIBTEX, [entry()], file, written=written)

    def papers() -> object:
        file.write_text("mine")
        yield entry()

    with pytest.raises(AlreadyThereError):
        export(BIBTEX, papers(), file, written=written)  # type: ignore[arg-type]
    assert file.read_text() == "mine"


def test_a_state_that_cannot_be_kept_costs_only_a_question(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    written = Written(tmp_path / "file" / "written")
    export(MARKDOWN, [entry()], tmp_path / "a.md", written=written)
    with pytest.raises(AlreadyThereError):
        export(MARKDOWN, [entry()], tmp_path / "a.md", written=written)


def test_notes_are_made_once_and_then_left_alone(tmp_path: Path) -> None:
    papers = [entry(), entry(id="b" * 12, ids=("b" * 12,), title="Another Paper")]
    assert export(obsidian(), papers[:1], tmp_path / "vault") == Exported(1)
    [note] = (tmp_path / "vault").iterdir()
    assert note.name == "The Dragon Hatchling 0123456789ab.md"
    note.write_text("mine")
    assert export(obsidian(), papers, tmp_path / "vault") == Exported(1, left_alone=1)
    assert note.read_text() == "mine"
    note.rename(note.with_name("My dragon 0123456789ab.md"))
    assert export(obsidian(), [papers[0]._replace(abstract="Other.")], tmp_path / "vault") == Exported(0, left_alone=1)


def test_notes_stay_in_the_folder_that_was_named(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    papers = [
        entry(title=title, id=f"{number:012x}", ids=(f"{number:012x}",))
        for number, title in enumerate([*HOSTILE, "../../etc/passwd", "..", ".hidden", "/", "CON", "a\\..\\b"])
    ]
    assert export(obsidian(), papers, folder) == Exported(len(papers))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vault"]
    assert len(list(folder.iterdir())) == len(papers)
    assert not any(path.name.startswith(".") for path in folder.iterdir())


def test_a_note_does_not_follow_a_link_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "The Dragon Hatchling 0123456789ab.md").symlink_to(tmp_path / "outside")
    assert export(obsidian(), [entry()], folder) == Exported(0, left_alone=1)
    assert not (tmp_path / "outside").exists()


def test_a_folder_of_notes_needs_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(WriteError, match=r"file: a file; name a folder\."):
        export(obsidian(), [entry()], tmp_path / "file")
    with pytest.raises(WriteError, match="no such folder"):
        export(obsidian(), [entry()], tmp_path / "nosuch" / "vault")


@pytest.mark.parametrize(
    ("filter_text", "name"),
    [
        ("is:starred", "starred-2026-11-22.bib"),
        ("is:starred marked:today", "starred-marked-today-2026-11-22.bib"),
        ("", "papers-2026-11-22.bib"),
        ('"spiking neural" -~hebbian', "spiking-neural-hebbian-2026-11-22.bib"),
        ("../../etc/passwd", "etc-passwd-2026-11-22.bib"),
        ("ünïcödé 中文", "ünïcödé-中文-2026-11-22.bib"),
        ("long " * 100, f"{'-'.join(['long'] * 12)}-2026-11-22.bib"),
    ],
)
def test_a_name_is_proposed_from_the_filter_and_the_date(filter_text: str, name: str) -> None:
    assert proposed_name(filter_text, DAY, BIBTEX) == name


@pytest.mark.parametrize(
    ("name", "renewed"),
    [
        ("starred-2026-11-21.bib", "starred-2026-11-22.bib"),
        ("starred-2026-11-21", "starred-2026-11-22"),
        ("daily.bib", "daily.bib"),
        ("2026-11-21 notes.md", "2026-11-21 notes.md"),
        ("papers-of-12026-11-21.md", "papers-of-12026-11-21.md"),
    ],
)
def test_an_export_that_is_made_again_is_of_its_own_day(name: str, renewed: str) -> None:
    assert renewed_name(name, DAY) == renewed


def test_the_name_of_a_folder_has_no_ending() -> None:
    assert proposed_name("is:starred", DAY, obsidian()) == "starred-2026-11-22"


@pytest.mark.parametrize("number", range(4))
def test_a_paper_keeps_its_key_when_its_title_changes(tmp_path: Path, number: int) -> None:
    first = Sighting(1, "The Dragon Hatchling and its Brain", arxiv_id="2509.26507")
    with closing(Session.open(tmp_path)) as session:
        session.add([Digest("monday", None, (first,))])
        ((before, _),) = session.texts(["2509.26507"])
        session.add(
            [Digest("friday", PrintedDate(2026, 3, 1 + number), (first._replace(title=f"A Wyrm of {number}"),))]
        )
        ((after, _),) = session.texts(["2509.26507"])
    assert after.title != before.title
    assert Entry(before, "").key == Entry(after, "").key
    assert Entry(before, "").key.startswith("dragon:")


def test_a_paper_keeps_its_key_when_its_arxiv_id_is_learned() -> None:
    before = entry()
    after = entry(id="2509.26507", ids=("2509.26507", "0123456789ab"), arxiv_id="2509.26507")
    assert before.key == after.key == "dragon:0123456789ab"
    assert entry(id="2509.26507", ids=("2509.26507",), arxiv_id="2509.26507").key == "dragon:2509-26507"
    assert entry(title="龍").key == "0123456789ab"
