"""The config file: what it may say, what wins over it, and one clear sentence for each thing that is wrong in it."""

from pathlib import Path

import pytest

from digest_tui.config import ConfigError, Settings, config_file, library_folder, read_settings
from tests.cli import run


@pytest.fixture
def file(home: Path) -> Path:
    """The user's config file; its folder is there, it is not."""
    path = home / "config" / "digest-tui" / "config.toml"
    path.parent.mkdir(parents=True)
    return path


def test_no_file_says_nothing(file: Path) -> None:
    assert config_file() == file
    assert read_settings() == Settings()


def test_the_file_says_where_library_and_sync_folder_are(home: Path, file: Path) -> None:
    file.write_text('\ufeff# mine\nlibrary = "~/papers"\nsync = "/srv/sync"\n', encoding="utf-8")
    assert read_settings() == Settings(library=home / "papers", sync=Path("/srv/sync"))


def test_a_relative_folder_is_beside_the_file(file: Path) -> None:
    file.write_text('sync = "shared"\n')
    assert read_settings().sync == file.parent / "shared"


def test_option_wins_over_environment_over_file_over_the_usual(
    home: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('library = "/configured"\n')
    assert library_folder(Path("/given"), read_settings()) == Path("/given")
    assert library_folder(None, read_settings()) == home / "library"
    monkeypatch.delenv("DIGEST_TUI_LIBRARY")
    assert library_folder(None, read_settings()) == Path("/configured")
    assert library_folder(None, Settings()) == home / "data" / "digest-tui"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('\n\ncolour = "red"\n', "line 3: there is no setting `colour`; there are `library`, `sync`."),
        ("[sync]\nfolder = 1\n", 'line 1: `sync` is a folder, such as sync = "~/Papers".'),
        ("library = 3\n", 'line 1: `library` is a folder, such as library = "~/Papers".'),
        ('# x\nsync = " "\n', 'line 2: `sync` is a folder, such as sync = "~/Papers".'),
        ("sync =\n", "line 1: invalid value."),
        ('sync = "a"\nsync = "b"\n', "line 2: cannot overwrite a value."),
        ("sync = caf\xe9\n", "line 1: not UTF-8."),
    ],
)
def test_what_is_wrong_is_one_sentence_with_the_line(file: Path, text: str, sentence: str) -> None:
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError) as caught:
        read_settings()
    assert str(caught.value) == f"{file}, {sentence}"
    ended = run("stats")
    assert (ended.status, ended.out, ended.err) == (2, "", f"{file}, {sentence}\n")


def test_a_file_that_is_named_must_be_there_or_be_readable(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "none.toml", "no such file"), (tmp_path, "is a directory")):
        ended = run("stats", "--config", path)
        assert (ended.status, ended.err) == (2, f"{path}: {why}.\n")


def test_config_stands_before_or_after_the_command_or_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DIGEST_TUI_LIBRARY")
    file = tmp_path / "my.toml"
    file.write_text('library = "mine"\n')
    wanted = f"No problems in {tmp_path / 'mine'}: 0 papers, 0 triaged.\n"
    assert run("--config", file, "doctor").err == wanted
    assert run("doctor", "--config", file).err == wanted
    assert run("doctor", "--config", file, "--library", tmp_path / "other").err.startswith("No problems in /")
    monkeypatch.setenv("DIGEST_TUI_CONFIG", str(file))
    assert run("doctor").err == wanted


def test_a_mark_on_the_command_line_is_published_before_it_ends(home: Path, file: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    file.write_text(f'sync = "{shared}"\n')
    assert run("import", Path(__file__).parent.parent / "seeds").status == 0
    [published] = shared.iterdir()
    size = published.stat().st_size
    paper = run("list").lines[0].split("\t")[0]
    assert run("mark", "star", paper).status == 0
    assert published.stat().st_size > size
    assert run("doctor").status == 0


def test_doctor_says_why_there_is_no_sync(file: Path, tmp_path: Path) -> None:
    file.write_text(f'sync = "{tmp_path}/drive/shared"\n')
    ended = run("doctor")
    assert ended.status == 1
    assert f"{tmp_path}/drive" in ended.out
    assert "is its drive mounted?" in ended.out
