"""The desk: in order, beside, and after the end."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from functools import partial

import pytest

from digest_tui.tui.desk import Desk


async def test_what_is_asked_is_done_in_order_and_what_is_long_beside_it() -> None:
    desk = Desk()
    gate = threading.Event()
    done: list[int] = []
    beside = asyncio.ensure_future(desk.ask_beside(gate.wait))
    await asyncio.gather(*(desk.ask(partial(done.append, number)) for number in range(9)))
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
    await asyncio.sleep(0)
    desk.leave()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await answer
    desk.close()
