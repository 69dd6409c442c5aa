"""A reader without a browser: a raw websocket client that speaks Streamlit's protobuf, as its frontend does."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

# For how many runs the frontend keeps a large message, so that it need not be sent again (global.maxCachedMessageAge).
RUNS_KEPT = 2


class Run(NamedTuple):
    """One answered run: seconds from asking to the end of the script, messages, and their bytes (not compressed)."""

    seconds: float
    messages: int
    size: int


class Widget(NamedTuple):
    """What a reader can use: its id, the part of the page (`st.fragment`) that a use of it runs, "" for the whole."""

    id: str
    fragment: str
    options: tuple[str, ...] = ()
    tells: bool = False  # a component of the dashboard's own


ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


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
        self._widgets: dict[str, Widget] = {}  # by key
        self._chosen: dict[str, list[str]] = {}  # id -> values, of the choices of several
        self.files: list[str] = []  # addresses of the files that were offered, in the order in which they came
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
        widget = self._widgets[key]
        self._chosen[widget.id] = [widget.options[place] for place in places]
        return await self.rerun(fragment=widget.fragment)

    async def send(self, key: str, event: str, value: Any) -> Run:
        """Do what a component of the dashboard's own tells Python of: `event` with a value."""
        told = json.dumps([{"event": event, "value": value}])
        name = f"$$STREAMLIT_INTERNAL_KEY_{self._widgets[key].id}__events"
        return await self._use(key, name, lambda widget: setattr(widget, "json_trigger_value", told))

    async def press(self, *parts: str) -> Run:
        """Press the first button whose key holds all these."""
        key = next(key for key in self._widgets if all(part in key for part in parts))
        return await self._use(key, self._widgets[key].id, lambda widget: setattr(widget, "trigger_value", True))

    async def _use(self, key: str, name: str, put: Callable[[WidgetState], None]) -> Run:
        return await self.rerun(name, put, self._widgets[key].fragment)

    async def rerun(self, name: str = "", put: Callable[[WidgetState], None] | None = None, fragment: str = "") -> Run:
        """Ask for a run as the frontend does, and wait until the script has ended.

        name, put  a widget that is used just now, and what that puts into its value.
        fragment   the part of the page that runs; all of it where none is named.
        """
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = self.query
        state.page_name = self._page
        state.fragment_id = fragment
        state.cached_message_hashes.extend(name for name, run in self._kept.items() if run > self._runs - RUNS_KEPT)
        for widget, values in self._chosen.items():
            one = state.widget_states.widgets.add(id=widget)
            one.string_array_value.data.extend(values)
        for used in self._widgets.values():
            if used.tells:  # the page sends the state of each component with every message
                state.widget_states.widgets.add(id=used.id).json_value = "{}"
        if put:
            put(state.widget_states.widgets.add(id=name))
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
            self._take(message.delta.new_element, message.delta.fragment_id)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        return kind == "script_finished" and message.script_finished in ENDED

    def _take(self, element: Any, fragment: str) -> None:
        """Remember what of an element can be used."""
        drawn = element.WhichOneof("type")
        if drawn == "exception":
            raise StoppedError(f"{element.exception.type}: {element.exception.message}")
        own = getattr(element, drawn)
        if drawn == "download_button" and own.url:
            self.files.append(own.url)
        widget_id = str(getattr(own, "id", ""))
        if widget_id.startswith("$$"):
            options = tuple(own.options) if drawn == "multiselect" else ()
            self._widgets[widget_id.split("-", 2)[-1]] = Widget(widget_id, fragment, options, drawn == "bidi_component")
