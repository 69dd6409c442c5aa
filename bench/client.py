"""A reader without a browser: a raw websocket client that speaks Streamlit's protobuf, as its frontend does."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

# For how many runs the frontend keeps a large message, so that it need not be sent again (global.maxCachedMessageAge).
RUNS_KEPT = 2


class Run(NamedTuple):
    """One answered run: seconds from asking to the end of the script, messages, and their bytes (not compressed)."""

    seconds: float
    messages: int
    size: int


class StoppedError(Exception):
    """The page ended with an exception; the message is what it showed."""


class Reader:
    """One open page in a session of its own.

    Use `await Reader.open("http://127.0.0.1:8501/factors?lang=en")`, then `choose` what a reader would choose. It takes
    part in all that a browser does: compression, the cache of large messages, the link that the page changes.
    """

    def __init__(self, socket: ClientConnection, page: str, query: str) -> None:
        self._socket = socket
        self._page = page
        self.query = query  # of the link, as the page has changed it since
        self._choices: dict[str, tuple[str, list[str]]] = {}  # key -> id and options, of the choices of several
        self._chosen: dict[str, list[str]] = {}  # id -> values
        self._kept: dict[str, int] = {}  # hash of a large message -> the run that had it last
        self._runs = 0
        self.first: Run

    @classmethod
    async def open(cls, address: str) -> Reader:
        """Connect and have the page run once; `first` says what that took."""
        parts = urlsplit(address)
        socket = await connect(
            f"ws://{parts.netloc}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            max_queue=None,
            ping_interval=None,
            proxy=None,
        )
        reader = cls(socket, parts.path.strip("/"), parts.query)
        reader.first = await reader.rerun()
        return reader

    async def close(self) -> None:
        await self._socket.close()

    async def choose(self, key: str, places: Sequence[int]) -> Run:
        """Choose the options at `places` in the choice of several whose key is `key`, and wait for the answer."""
        widget, options = self._choices[key]
        self._chosen[widget] = [options[place] for place in places]
        return await self.rerun()

    async def rerun(self) -> Run:
        """Ask for a run as the frontend does, and wait until the script has ended."""
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = self.query
        state.page_name = self._page
        state.cached_message_hashes.extend(name for name, run in self._kept.items() if run > self._runs - RUNS_KEPT)
        for widget, values in self._chosen.items():
            one = state.widget_states.widgets.add(id=widget)
            one.string_array_value.data.extend(values)
        self._runs += 1
        messages = size = 0
        started = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        while True:
            content = await self._socket.recv(decode=False)
            messages, size = messages + 1, size + len(content)
            if self._ended(ForwardMsg.FromString(bytes(content))):
                return Run(time.perf_counter() - started, messages, size)

    def _ended(self, message: ForwardMsg) -> bool:
        """Take in a message; whether it is the last of its run."""
        if message.metadata.cacheable or message.ref_hash:
            self._kept[message.ref_hash or message.hash] = self._runs
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            drawn = element.WhichOneof("type")
            if drawn == "exception":
                raise StoppedError(f"{element.exception.type}: {element.exception.message}")
            if drawn == "multiselect":
                several = element.multiselect
                self._choices[several.id.rpartition("-")[2]] = several.id, list(several.options)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
