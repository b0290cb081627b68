"""Changes to a document add up to the same, whatever the order and however often they come."""

from collections.abc import Iterable
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.library.journals.merge import Change, State, merge, pack, unpack

NAMES = st.sampled_from("abc")
VALUES = st.sampled_from([None, False, True, 0, 1, 1.0, "", "1", [], [1], {"a": 1}])
STAMPS = st.sampled_from([f"00000000{n:03x}.0000.a.1" for n in range(1, 6)])  # few, so that some are equal
CHANGES = st.builds(
    Change, STAMPS, st.none() | st.dictionaries(NAMES, VALUES), st.lists(NAMES, unique=True, max_size=1).map(tuple)
).map(lambda c: Change(c.stamp, c.fields, tuple(name for name in c.removed if c.fields and name not in c.fields)))


def total(changes: Iterable[Change]) -> State:
    state = State()
    for change in changes:
        state = merge(state, change)
    return state


def seen(state: State) -> tuple[bool, Any]:
    """What people see of it; `repr` tells 1 from True."""
    return state.visible, sorted((name, repr(value)) for name, value in state.document().items())


@given(st.lists(CHANGES, max_size=6), st.randoms())
def test_order_and_repeats_make_no_difference(changes: list[Change], random: Any) -> None:
    shuffled = changes + random.choices(changes, k=3) if changes else []
    random.shuffle(shuffled)
    assert seen(total(changes)) == seen(total(shuffled))


@given(st.lists(CHANGES, max_size=5))
def test_a_packed_state_is_the_state(changes: list[Change]) -> None:
    state = total(changes)
    assert pack(unpack(pack(state))) == pack(state)
    assert seen(unpack(pack(state))) == seen(state)


def test_the_newest_value_of_each_field_stands() -> None:
    changes = [
        Change("1", {"verdict": "starred", "read": True}),
        Change("2", {"verdict": "skipped"}),
        Change("3", {}, ("read",)),
    ]
    for order in permutations(changes):
        assert total(order).document() == {"verdict": "skipped"}


@pytest.mark.parametrize(("one", "other"), [("starred", "skipped"), (1, True), (1, 1.0), (None, []), (0, False)])
def test_two_values_with_one_stamp_leave_the_same_everywhere(one: object, other: object) -> None:
    """Two machines may share a device's name, where one was made as a copy of the other."""
    changes = [Change("1", {"a": one}), Change("1", {"a": other})]
    assert seen(total(changes)) == seen(total(changes[::-1]))


def test_a_removal_hides_what_is_older_and_not_what_is_newer() -> None:
    changes = [Change("1", {"a": 1, "b": 1}), Change("2", None), Change("3", {"b": 3})]
    for order in permutations(changes):
        assert total(order).document() == {"b": 3}
    assert not total(changes[:2]).visible


def test_a_document_without_fields_exists() -> None:
    assert total([Change("1", {})]).visible
