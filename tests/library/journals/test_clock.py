"""Stamps: later than all that were seen, sorted as text, and never out of room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.library.journals.clock import DAY, LAST, Clock, is_stamp, milliseconds

NOW = 1_760_000_000_000


def test_a_stamp_says_when_and_who() -> None:
    stamp = Clock(lambda: NOW).stamp("k3f9a.1")
    assert milliseconds(stamp) == NOW
    assert stamp.endswith(".k3f9a.1")
    assert is_stamp(stamp)


@given(st.lists(st.integers(-(10**15), 10**15), min_size=2, max_size=50), st.integers(0, 2**43 - 1))
def test_stamps_increase_whatever_the_wall_clock_does(times: list[int], seen: int) -> None:
    """Backwards, standing still, far in the past or the future; after a stamp of anybody's clock."""
    wall = iter(times)
    clock = Clock(lambda: next(wall))
    foreign = f"{seen:011x}.ffff.zzzz.9"
    clock.observe(foreign)
    stamps = [clock.stamp("a.1") for _ in times]
    assert stamps == sorted(set(stamps))
    assert all(map(is_stamp, stamps))
    if seen <= LAST:
        assert stamps[0] > foreign


def test_a_stamp_is_not_before_the_wall_clock() -> None:
    clock = Clock(lambda: NOW)
    clock.observe(f"{NOW - 5:011x}.0007.a.1")
    assert clock.stamp("a.1") == f"{NOW:011x}.0000.a.1"


def test_a_full_counter_goes_on_in_the_next_millisecond() -> None:
    clock = Clock(lambda: NOW)
    clock.observe(f"{NOW:011x}.ffff.a.1")
    assert clock.stamp("a.1") == f"{NOW + 1:011x}.0000.a.1"


def test_a_stamp_at_the_end_of_time_is_not_followed() -> None:
    """Or else nobody could write anything after it."""
    clock = Clock(lambda: NOW)
    clock.observe("7ffffffffff.ffff.a.1")
    assert milliseconds(clock.stamp("a.1")) == NOW


def test_a_clock_far_ahead_is_noticed() -> None:
    clock = Clock(lambda: NOW)
    assert clock.ahead(f"{NOW + 3 * DAY:011x}.0000.a.1") == 3
    assert clock.ahead(f"{NOW + DAY - 1:011x}.0000.a.1") == 0
    assert clock.ahead(f"{NOW - 3 * DAY:011x}.0000.a.1") == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8" + "0" * 10 + ".0000.a.1",  # the year 2248
        "1a200b853cb.0000.a",
        "1a200b853cb.0000.a.0",
        "1a200b853cb.0000.a.1\n",
        "1A200B853CB.0000.a.1",
        "1a200b853cb.00000.a.1",
        "1a200b853cb.0000.a-b.1",
        "1a200b853cb.0000." + "a" * 17 + ".1",
        None,
        5,
        ["1a200b853cb.0000.a.1"],
    ],
)
def test_what_no_sane_clock_gave_is_no_stamp(text: object) -> None:
    assert not is_stamp(text)
