"""What is turned away before Streamlit sees it: websockets of other sites or too many, files that no page takes.

Of an open websocket `messages.py` lets through what a page of ours sends, no faster than `limits.py` says.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import net_util
from streamlit.runtime import Runtime

from lcdash import settings
from lcdash.serving import limits, messages

PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
UPLOADS = "/_stcore/upload_file/"
CORE = "/_stcore/"
# What Streamlit tells of itself to whoever asks, and no page of ours needs.
FOR_DEVELOPERS = {"metrics", "script-health-check", "agent/openapi.json", "agent/interact", "agent/mcp"}
POLICY_VIOLATION, TRY_AGAIN_LATER = 1008, 1013  # a websocket's codes; before the handshake the server answers 403


def look_no_address_up() -> None:
    """Keep Streamlit from asking an outside host for the address of this computer (streamlit#7721).

    It does so for every origin it does not know, on the event loop, for up to two seconds each.
    """
    net_util.get_external_ip = net_util.get_internal_ip = lambda: None


def is_allowed(origin: str, host: str) -> bool:
    """Whether a page at `origin` may open a websocket at `host`: it came from there, or from the public address.

    A port counts: another program of the reader's computer is another site.
    """
    came_from = _place(origin)
    if came_from is None:
        return False
    scheme = urlsplit(origin).scheme
    return came_from in (_place(f"{scheme}://{host}"), _place(settings.public_address()))


def _place(address: str) -> tuple[str, int] | None:
    """The host and port of a web address; None where it is none."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return (parts.hostname.rstrip("."), port) if parts.hostname and not parts.username else None


class Gate:
    """Refuses foreign websockets, more pages than there is room for, uploads, and what only a developer asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.room = limits.make_room()
        self.open_pages: Counter[str] = Counter()  # by the address of the reader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
            return
        if scope["type"] == "http":
            status, reason = _refusal(scope)
            if status:
                await PlainTextResponse(reason, status)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        origins = Headers(scope=scope).getlist("origin")  # a program that is no browser sends none
        host = Headers(scope=scope).get("host", "")
        address = (scope.get("client") or ("",))[0]
        if not all(is_allowed(origin, host) for origin in origins):
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        if self.open_pages[address] >= limits.PAGES_OF_AN_ADDRESS or self.open_pages.total() >= self.room:
            await send({"type": "websocket.close", "code": TRY_AGAIN_LATER})
            return
        if origins:  # Streamlit knows only the name that stands in Host
            scope = {**scope, "headers": list(scope["headers"])}
            MutableHeaders(scope=scope)["origin"] = f"{urlsplit(origins[0]).scheme}://{host}"
        self.open_pages[address] += 1
        try:
            await self.app(scope, messages.Sieved(Slowed(receive).receive).receive, send)
        finally:
            self.open_pages[address] -= 1
            self.open_pages += Counter()  # forgets who has none left


class Slowed:
    """What a page sends, no faster than limits.MESSAGES_A_SECOND: the rest waits in the network."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._room = float(limits.MESSAGES_AT_ONCE)
        self._looked = time.monotonic()

    async def receive(self) -> Message:
        """The next message, once its turn has come."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        now = time.monotonic()
        grown = (now - self._looked) * limits.MESSAGES_A_SECOND
        self._room = min(limits.MESSAGES_AT_ONCE, self._room + grown) - 1
        self._looked = now
        if self._room < 0:
            await asyncio.sleep(-self._room / limits.MESSAGES_A_SECOND)
        return message


def _refusal(scope: Scope) -> tuple[int, str]:
    """Status and reason by which a request is refused; (0, "") for one that is answered."""
    if scope["path"].rpartition(CORE)[2] in FOR_DEVELOPERS:
        return 404, "Not Found"
    if scope["method"] in ("GET", "HEAD", "OPTIONS") or UPLOADS not in scope["path"]:
        return 0, ""
    if not limits.UPLOADS_ARE_TAKEN:
        return 403, "No page takes a file."
    if scope["method"] != "PUT":
        return 0, ""
    length = Headers(scope=scope).get("content-length", "")
    if not length.isdecimal():  # its size has to be known before it is read
        return 411, "The size of the file is missing."
    if int(length) > limits.UPLOAD_BYTES:
        return 413, "The file is too large."
    session_id = scope["path"].partition(UPLOADS)[2].partition("/")[0]
    files_of: Mapping[str, Mapping[str, Any]] = getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {})
    if len(files_of.get(session_id, {})) >= limits.UPLOADS_OF_A_SESSION:
        return 429, "This page holds as many files as it may."
    in_all = sum(len(file.data) for files in list(files_of.values()) for file in list(files.values()))
    if in_all + int(length) > limits.UPLOAD_BYTES_IN_ALL:
        return 503, "Others have filled the room for files."
    return 0, ""
