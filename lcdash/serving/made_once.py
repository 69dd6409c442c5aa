"""Answers that take time to make: each made once, one after the other and beside every other answer, and kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor


class MadeOnce:
    """Contents by key, made by one thread of their own; those used longest ago are given up past `bytes_kept`."""

    def __init__(self, name: str, bytes_kept: int) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._bytes_kept = bytes_kept
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._coming: dict[Hashable, asyncio.Future[bytes]] = {}

    async def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The content of `key`; whoever asks while it is being made waits for the same."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        coming = self._coming.get(key)
        if coming is None:
            coming = self._coming[key] = asyncio.get_running_loop().run_in_executor(self._thread, make)
            coming.add_done_callback(lambda done: self._arrived(key, done))
        return await asyncio.shield(coming)  # one who leaves takes nothing from the others

    def _arrived(self, key: Hashable, done: asyncio.Future[bytes]) -> None:
        del self._coming[key]
        if done.cancelled() or done.exception():
            return
        self._kept[key] = done.result()
        while sum(map(len, self._kept.values())) > self._bytes_kept:
            self._kept.popitem(last=False)
