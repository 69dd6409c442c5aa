"""Many readers at once, without browsers."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Sequence
from statistics import quantiles
from typing import Any, NamedTuple
from urllib.request import urlopen

from bench.client import Reader

PAUSE = 0.1  # seconds between an answer and the next question of one reader


class Page(NamedTuple):
    """A page to ask, and what its readers do on it in turn: a mere rerun where there is no `key`.

    key     the choice of several that they change; where there is an `event`, a component that tells of it.
    values  what that component tells, one after the other.
    """

    path: str
    key: str = ""
    event: str = ""
    values: tuple[Any, ...] = ()


# What readers choose one after the other: one value, another, both, none.
CHOICES = ((0,), (1,), (0, 1), ())


async def ask(reader: Reader, page: Page, turn: int) -> float:
    """One change of the filter (a mere rerun where there is none); seconds until it is answered."""
    if page.event:
        answered = await reader.send(page.key, page.event, page.values[turn % len(page.values)])
    elif page.key:
        answered = await reader.choose(page.key, CHOICES[turn % len(CHOICES)])
    else:
        answered = await reader.rerun()
    return answered.seconds


async def alone(address: str, page: Page, times: int) -> list[float]:
    """Seconds of each of `times` answers to a single reader who pauses between them."""
    reader = await Reader.open(address + page.path)
    seconds = []
    for turn in range(times):
        await asyncio.sleep(PAUSE)
        seconds.append(await ask(reader, page, turn))
    await reader.close()
    return seconds


async def open_many(addresses: Sequence[str], pages: Sequence[Page], readers: int) -> list[Reader]:
    """That many readers, one after the other, in turn at each address and on each page."""
    wanted = zip(itertools.cycle(addresses), itertools.cycle(pages), range(readers), strict=False)
    return [await Reader.open(address + page.path) for address, page, _ in wanted]


async def paced(address: str, page: Page, readers: int, seconds: int) -> float:
    """95 of 100 answers came within this many seconds, where each reader asks once a second.

    Counted from the moment an answer was due to be asked for: who has to wait to ask has waited.
    """
    opened = await open_many([address], [page], readers)
    start = time.perf_counter() + 0.5
    waited: list[float] = []

    async def one(number: int, reader: Reader) -> None:
        for turn in range(seconds):
            due = start + number / readers + turn
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await ask(reader, page, number + turn)
            waited.append(time.perf_counter() - due)

    await asyncio.gather(*(one(number, reader) for number, reader in enumerate(opened)))
    await asyncio.gather(*(reader.close() for reader in opened))
    return quantiles(waited, n=20)[-1]


async def most(addresses: Sequence[str], page: Page, readers: int, seconds: float) -> float:
    """Answers a second, where each reader asks again as soon as it is answered; the readers share the addresses."""
    opened = await open_many(addresses, [page], readers)
    end = time.perf_counter() + seconds
    answers = 0

    async def one(reader: Reader) -> None:
        nonlocal answers
        turn = 0
        while time.perf_counter() < end:
            await ask(reader, page, turn)
            turn, answers = turn + 1, answers + 1

    await asyncio.gather(*map(one, opened))
    await asyncio.gather(*(reader.close() for reader in opened))
    return answers / seconds


class Came(NamedTuple):
    """What forty readers met: the longest wait for a page, for a file after the first, and how many got it whole."""

    page: float
    file: float
    files: int


async def as_it_comes(address: str, page: Page, paper: Page, readers: int, seconds: float) -> Came:
    """Readers open the same page within some seconds; then each asks for the same file of `paper`, made by Chromium.

    paper  its `key` names the button.
    """

    async def one(number: int) -> tuple[Reader, float]:
        await asyncio.sleep(seconds * number / readers)
        reader = await Reader.open(address + page.path)
        await reader.close()
        held = await Reader.open(address + paper.path)
        return held, max(reader.first.seconds, held.first.seconds)

    async def order(reader: Reader) -> tuple[float, bool]:
        await reader.press(paper.key, ".pdf")
        done = time.perf_counter()
        content = await asyncio.to_thread(lambda: urlopen(address + reader.files[-1]).read(5))  # noqa: S310
        await reader.close()
        return done, content == b"%PDF-"

    opened = await asyncio.gather(*map(one, range(readers)))
    made = await asyncio.gather(*(order(reader) for reader, _ in opened))
    times = [done for done, _ in made]
    return Came(max(wait for _, wait in opened), max(times) - min(times), sum(whole for _, whole in made))
