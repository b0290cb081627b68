"""Promises of `digest-tui filters`: a filter that is saved under a name is recalled wherever a filter is taken."""

from pathlib import Path

import pytest

from tests import SEEDS
from tests.cli import run


@pytest.fixture(autouse=True)
def seeded() -> None:
    run("import", SEEDS)


def test_a_saved_filter_is_listed_shown_used_and_removed() -> None:
    assert run("filters", "snn", "spiking", "neural", "--", "-brain").err == "Saved. :snn recalls it.\n"
    assert run("filters").out == "snn\tspiking neural -brain\n"
    assert run("filters", "snn").out == "spiking neural -brain\n"
    assert run("list", ":snn").out == run("list", "--", "spiking", "neural", "-brain").out != ""
    assert run("export", ":snn", "is:new").status == 0
    assert run("filters", "--remove", "snn").status == 0
    assert (run("filters").out, run("list", ":snn").status) == ("", 2)


def test_what_is_wrong_with_a_filter_keeps_it_from_being_saved() -> None:
    assert run("filters", "bad", "is:foo").status == 2
    assert run("filters", "no name", "brain").status == 1
    assert run("filters", "--remove", "none").err == "No filter is saved as none.\n"
    assert run("filters").out == ""


def test_a_damaged_file_is_said_and_never_replaced(home: Path) -> None:
    file = home / "config" / "digest-tui" / "filters.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('mine = "brain"\nbroken')
    assert run("filters").status == 1
    assert str(file) in run("filters", "other", "neural").err
    assert file.read_text() == 'mine = "brain"\nbroken'
    assert run("list", "brain").status == 0


def test_any_text_comes_back_as_it_was_saved(home: Path) -> None:
    for text in ('"two words" \\ é 学习 \u0085', "it's"):
        run("filters", "odd", text)
        assert run("filters", "odd").out.split() == text.split()
    assert (home / "config" / "digest-tui" / "filters.toml").stat().st_mode & 0o777 == 0o600
