"""What the server refuses: requests another site sends in a reader's name, and what is too large."""

import contextlib
import http.client
import socket
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from websockets.exceptions import ConnectionClosed

from bench.client import Reader
from lcdash import settings, site
from lcdash.serving import gate, limits
from lcdash.serving.headers import SecurityHeaders
from tests.coroutines import finished
from tests.serving import Server

UPLOAD = "/_stcore/upload_file/some-session/some-file"


class Address(Protocol):
    """Whatever has one: a server, or a proxy in front of some."""

    url: str


def answered(
    server: Address, method: str, path: str, headers: Mapping[str, str]
) -> tuple[int, http.client.HTTPMessage]:
    """Status and headers of the answer to a request that urllib would not send."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    try:
        connection.request(method, path, headers=dict(headers))
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        connection.close()


def handshake(server: Address, origin: str | None, host: str = "") -> int:
    """The status that asking for a websocket is answered with; 101 where it is opened."""
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "c29tZSBzaXh0ZWVuIGJ5dA==",
        "Sec-WebSocket-Protocol": "streamlit",
    }
    headers |= {"Origin": origin} if origin is not None else {}
    headers |= {"Host": host} if host else {}
    return answered(server, "GET", "/_stcore/stream", headers)[0]


class SilentProxy:
    """A proxy that takes every connection and never answers; `asked` counts them."""

    def __init__(self) -> None:
        self.asked = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._kept: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        with contextlib.suppress(OSError):  # closed at the end
            while True:
                self._kept.append(self._socket.accept()[0])
                self.asked += 1

    def close(self) -> None:
        for one in (self._socket, *self._kept):
            one.close()


@pytest.fixture(scope="module")
def proxy() -> Iterator[SilentProxy]:
    proxy = SilentProxy()
    yield proxy
    proxy.close()


@pytest.fixture(scope="module")
def bare_server(proxy: SilentProxy) -> Iterator[Server]:
    """A service user's dashboard: no home (nor can root make it), a public address, a network that answers nobody."""
    in_home = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), "/proc/nobody")
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), proxy.address)
    server = Server(in_home | proxies | {"LCDASH_PUBLIC_ADDRESS": "https://lcdash.example", "NO_PROXY": ""})
    yield server
    server.stop()


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_no_file_is_taken_where_no_page_takes_one(server: Server, method: str) -> None:
    cookie = answered(server, "GET", "/_stcore/health", {})[1]["Set-Cookie"].split(";")[0]
    token = {"X-Xsrftoken": cookie.partition("=")[2], "Cookie": cookie}
    for headers in ({}, token):
        assert answered(server, method, UPLOAD, headers)[0] == 403
        assert answered(server, method, f"/thai{UPLOAD}", headers)[0] == 403, "nor under another path"
    pages = (settings.ROOT / "pages", settings.ROOT / "lcdash/ui")
    code = [path.read_text(encoding="utf-8") for folder in pages for path in folder.rglob("*.py")]
    assert code
    assert any("file_uploader(" in text for text in code) is limits.UPLOADS_ARE_TAKEN


def upload_answer(content: bytes, session_id: str, length: bool = True) -> int:
    """The status that the gate in front of an app which takes everything answers an upload with."""
    scope = {
        "type": "http",
        "method": "PUT",
        "path": f"/_stcore/upload_file/{session_id}/new",
        "headers": [(b"content-length", str(len(content)).encode())] if length else [],
    }
    sent: list[Message] = []

    async def takes_all(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("", 204)(scope, receive, send)

    async def receive() -> Message:
        return {"type": "http.request", "body": content}

    async def send(message: Message) -> None:
        sent.append(message)

    finished(gate.Gate(takes_all)(scope, receive, send))
    return int(sent[0]["status"])


def test_where_files_are_taken_each_session_and_all_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    held = MemoryUploadedFileManager("")
    monkeypatch.setattr(limits, "UPLOADS_ARE_TAKEN", True)
    monkeypatch.setattr(gate.Runtime, "instance", lambda: SimpleNamespace(uploaded_file_mgr=held))

    def hold(session_id: str, name: str) -> None:
        held.add_file(session_id, UploadedFileRec(name, name, "text/csv", b"x" * limits.UPLOAD_BYTES))

    assert upload_answer(b"x", "one") == 204
    assert upload_answer(b"x" * (limits.UPLOAD_BYTES + 1), "one") == 413
    assert upload_answer(b"x", "one", length=False) == 411, "a size that nobody knows"
    for number in range(limits.UPLOADS_OF_A_SESSION):
        hold("one", str(number))
    assert upload_answer(b"x", "one") == 429
    assert upload_answer(b"x", "other") == 204
    for number in range(limits.UPLOAD_BYTES_IN_ALL // limits.UPLOAD_BYTES):
        hold(f"session {number}", "file")
    assert upload_answer(b"x", "other") == 503
    for session_id in list(held.file_storage):
        held.remove_session_files(session_id)
    assert upload_answer(b"x", "other") == 204, "what is freed is free again"


def test_another_site_is_refused_at_once_and_nobody_is_asked_who_we_are(
    bare_server: Server, proxy: SilentProxy
) -> None:
    started = time.monotonic()
    for origin in ("https://evil.example", "http://192.0.2.7:8501", "null", "", "https://lcdash.example:444") * 2:
        assert handshake(bare_server, origin) == 403
    other_port = bare_server.url.rpartition(":")[0] + ":1"
    assert handshake(bare_server, other_port) == 403, "another program of the reader's computer"
    assert handshake(bare_server, f"http://{bare_server.url.partition('//')[2]}@evil.example") == 403
    assert bare_server.status("/_stcore/health") == 200
    assert time.monotonic() - started < 10, "a look-up takes a second or two each"
    assert proxy.asked == 0


def test_a_readers_own_page_the_public_address_and_a_program_may_open_a_session(
    bare_server: Server, proxy: SilentProxy
) -> None:
    assert handshake(bare_server, bare_server.url) == 101
    assert handshake(bare_server, "https://lcdash.example") == 101, "a proxy that passes another Host"
    assert handshake(bare_server, "https://LCDASH.example:443", "lcdash.example") == 101
    assert handshake(bare_server, "https://town.example", "town.example") == 101, "the name the reader used"
    assert handshake(bare_server, None) == 101, "no browser"
    assert proxy.asked == 0


@pytest.mark.parametrize("language", ["th", pytest.param("en", marks=pytest.mark.slow)])
def test_every_page_works_where_the_home_cannot_be_written(
    bare_server: Server, proxy: SilentProxy, language: str
) -> None:
    async def read_all() -> None:
        for page_id in site.PAGES:
            words = "&q=ภูเก็ต" if page_id == "search" else ""
            reader = await Reader.open(f"{bare_server.url}{site.path_of(page_id)}?lang={language}{words}")
            await reader.close()

    finished(read_all())
    assert '"level": "error"' not in bare_server.log()
    assert proxy.asked == 0, "no page asks another host"


@pytest.mark.parametrize(
    "date",
    ["Fri, 31 Dec 99999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 +2359", "Fri, 31 Dec 9999 23:59:59 -2359", "x"],
)
def test_a_date_of_no_clock_is_as_good_as_none(server: Server, date: str) -> None:
    status, headers = answered(server, "GET", "/files/cities.csv", {"If-Modified-Since": date})
    assert status in (200, 304)
    assert headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin", "anybody's page may read the data"


def test_an_answer_that_fails_carries_the_headers_too_and_says_nothing_of_why() -> None:
    async def fails(scope: Scope, receive: Receive, send: Send) -> None:
        raise KeyError("/srv/secret")

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    scope = {"type": "http", "method": "GET", "path": "/media/a.pdf", "scheme": "http", "headers": []}
    finished(SecurityHeaders(fails)(scope, receive, send))
    assert sent[0]["status"] == 500
    assert dict(sent[0]["headers"])[b"cache-control"] == b"no-store", "what is made for one reader is kept nowhere"
    assert b"content-security-policy" in dict(sent[0]["headers"])
    assert b"secret" not in sent[1]["body"]


@pytest.mark.parametrize("path", ["metrics", "script-health-check", "agent/openapi.json", "agent/mcp"])
def test_what_only_a_developer_asks_streamlit_for_is_closed(server: Server, path: str) -> None:
    assert answered(server, "GET", f"/_stcore/{path}", {})[0] == 404


def test_only_the_frame_of_the_map_may_evaluate_a_text(server: Server) -> None:
    frame = answered(server, "GET", "/component/streamlit_folium.st_folium/index.html", {})[1]
    assert "'unsafe-eval'" in frame["Content-Security-Policy"]
    for path in ("/", "/map", "/readyz", "/offline"):
        assert "'unsafe-eval'" not in answered(server, "GET", path, {})[1]["Content-Security-Policy"]


def test_behind_tls_the_browser_is_held_to_it(server: Server) -> None:
    for proto, expected in (("https", True), ("http", False)):
        headers = answered(server, "GET", "/_stcore/health", {"X-Forwarded-Proto": proto})[1]
        assert ("Strict-Transport-Security" in headers) is expected
        assert ("; Secure" in headers["Set-Cookie"]) is expected


def test_a_page_that_sends_too_much_at_once_is_closed(server: Server) -> None:
    async def send() -> int | None:
        reader = await Reader.open(f"{server.url}/?lang=en")
        await reader._socket.send(b"x" * (limits.MESSAGE_BYTES + 1))
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await reader._socket.recv()
        return closed.value.rcvd.code if closed.value.rcvd else None

    assert finished(send()) in (1009, None)


def test_sizes_are_limited_and_no_reader_sees_a_traceback() -> None:
    config = tomllib.loads((settings.ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] <= 1
    assert config["server"]["maxMessageSize"] <= 50
    assert config["server"].get("enableXsrfProtection", True)
    assert config["server"].get("enableCORS", True), "what refuses another origin"
    assert config["client"]["showErrorDetails"] == "none"
    assert config["client"]["showErrorLinks"] is False
