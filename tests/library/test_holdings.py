"""Promises of holdings.py: which digests are here and of which year, whatever order the actions come in."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from digest_tui.library.holdings import Holding, holdings

Done = tuple[str, Mapping[str, Any]]


def done(time: int, kind: str, *, undone: bool = False, **digests: int | None) -> Done:
    """An action at a time of day, as its stamp and its document."""
    action: dict[str, Any] = {"kind": kind, "digests": digests}
    return f"{time:011x}.0000.device.1", action | ({"undone": "0000000000f.0000.device.1"} if undone else {})


def held(*actions: Done) -> dict[str, tuple[int, int | None]]:
    """When each digest arrived, and its year."""
    return {key: (int(h.arrived[:11], 16), h.year) for key, h in holdings(actions).items()}


def test_a_digest_is_here_since_its_first_import() -> None:
    """A second one, on another machine or with a year, does not make it arrive again."""
    assert held(done(1, "import", a=None), done(2, "import", a=2025, b=None)) == {"a": (1, 2025), "b": (2, None)}


def test_an_import_without_a_year_leaves_the_year_as_it_was() -> None:
    assert held(done(1, "import", a=2025), done(2, "import", a=None)) == {"a": (1, 2025)}


def test_the_year_given_last_holds() -> None:
    first = done(1, "import", a=2024)
    assert held(first, done(2, "year", a=2025)) == {"a": (1, 2025)}
    assert held(first, done(2, "year", a=2025), done(3, "import", a=2026)) == {"a": (1, 2026)}


def test_undoing_a_year_brings_the_one_before_it_back() -> None:
    first = done(1, "import", a=2024)
    assert held(first, done(2, "year", undone=True, a=2025)) == {"a": (1, 2024)}
    assert held(first, done(2, "import", undone=True, a=2025)) == {"a": (1, 2024)}


def test_a_year_without_the_digest_brings_nothing() -> None:
    assert held(done(1, "year", a=2025)) == {}
    assert held(done(1, "import", undone=True, a=None), done(2, "year", a=2025)) == {}


def test_what_is_forgotten_is_gone_until_it_is_imported_again() -> None:
    forgotten = done(1, "import", a=2025), done(2, "forget", a=None)
    assert held(*forgotten) == {}
    assert held(*forgotten, done(3, "import", a=None)) == {"a": (3, None)}


def test_undoing_an_import_or_a_forgetting_is_as_if_it_had_never_been() -> None:
    assert held(done(1, "import", undone=True, a=None), done(2, "import", a=2025)) == {"a": (2, 2025)}
    assert held(done(1, "import", a=2025), done(2, "forget", undone=True, a=None)) == {"a": (1, 2025)}


def test_marks_are_no_matter_of_digests() -> None:
    assert holdings([("00000000001.0000.device.1", {"kind": "mark", "papers": ["x"], "verdict": "starred"})]) == {}


kinds = st.sampled_from(["import", "forget", "year"])
digests = st.dictionaries(st.sampled_from("ab"), st.sampled_from([None, 2025, 2026]), min_size=1)
actions = st.lists(st.tuples(kinds, st.booleans(), digests), max_size=8).map(
    lambda found: [done(n, kind, undone=undone, **years) for n, (kind, undone, years) in enumerate(found)]
)


@given(actions, st.data())
def test_the_order_in_which_actions_arrive_does_not_matter(given: list[Done], data: st.DataObject) -> None:
    assert holdings(data.draw(st.permutations(given))) == holdings(given)


@given(actions)
def test_an_undone_action_is_as_if_it_had_never_been(given: list[Done]) -> None:
    assert holdings(given) == holdings(action for action in given if "undone" not in action[1])


def test_a_holding_says_when_and_of_which_year() -> None:
    assert holdings([done(1, "import", a=None)]) == {"a": Holding("00000000001.0000.device.1", None)}
