"""The desk: in order, beside, and after the end."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from functools import partial

import pytest

from digest_tui.tui import desk as desks
from digest_tui.tui.desk import Desk


async def test_what_is_asked_is_done_in_order_and_what_is_long_beside_it() -> None:
    desk = Desk()
    gate = threading.Event()
    done: list[int] = []
    beside = asyncio.ensure_future(desk.ask_beside(gate.wait))
    answers = [desk.ask(partial(done.append, number)) for number in range(9)]
    await asyncio.gather(*reversed(answers))
    assert done == list(range(9))
    assert not beside.done()
    gate.set()
    assert await beside
    desk.close()


@pytest.mark.parametrize("way", [Desk.ask, Desk.ask_beside])
async def test_an_answer_that_comes_after_the_end_finds_nobody(way: Callable[..., Coroutine[None, None, bool]]) -> None:
    desk = Desk()
    gate = threading.Event()
    answer = asyncio.ensure_future(way(desk, gate.wait))
    assert not await desk.is_answered(answer, 0)
    desk.leave()
    with pytest.raises(asyncio.CancelledError):
        await desk.is_answered(answer, 0)
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await answer
    desk.close()


async def test_what_nobody_waits_for_waits_until_the_hands_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(desks, "monotonic", lambda: now)
    monkeypatch.setattr(desks, "give_way", lambda: None)
    desk = Desk()
    asked: list[float | None] = []

    def wait(event: threading.Event, seconds: float | None = None) -> bool:
        nonlocal now
        asked.append(seconds)
        now += seconds or 0
        if len(asked) == 1:
            desk.disturb()
        return False

    monkeypatch.setattr(threading.Event, "wait", wait)
    desk.rest()
    assert asked == [desks.REST_SECONDS, desks.REST_SECONDS]
    desk.rest()
    desk.go_on()
    desk.stand_still()
    assert len(asked) == 2
    desk.disturb()
    desk.stand_still()
    assert asked[2:] == [pytest.approx(desks.KEY_SECONDS)]
    desk.leave()
    for step in (desk.rest, desk.go_on):
        with pytest.raises(desks.LeftError):
            step()
    desk.close()
