"""What the server refuses: requests another site sends in a reader's name, and what is too large."""

import http.client
import tomllib
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest

from lcdash import settings
from tests.serving import Server

UPLOAD = "/_stcore/upload_file/some-session/some-file"


def answered(server: Server, method: str, path: str, headers: Mapping[str, str]) -> tuple[int, http.client.HTTPMessage]:
    """Status and headers of the answer to a request that urllib would not send."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    try:
        connection.request(method, path, headers=dict(headers))
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        connection.close()


def test_an_upload_without_the_token_of_its_page_is_refused(server: Server) -> None:
    assert answered(server, "PUT", UPLOAD, {})[0] == 403
    assert answered(server, "DELETE", UPLOAD, {"X-Xsrftoken": "guessed", "Cookie": "_streamlit_xsrf=other"})[0] == 403
    cookie = answered(server, "GET", "/_stcore/health", {})[1]["Set-Cookie"].split(";")[0]
    token = {"X-Xsrftoken": cookie.partition("=")[2], "Cookie": cookie}
    assert answered(server, "PUT", UPLOAD, token)[0] == 400, "only the session is unknown now"


@pytest.mark.parametrize(("origin", "status"), [("https://evil.example", 403), ("", 101)])
def test_another_site_cannot_open_a_session_in_a_readers_browser(server: Server, origin: str, status: int) -> None:
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "c29tZSBzaXh0ZWVuIGJ5dA==",
        "Sec-WebSocket-Protocol": "streamlit",
        "Origin": origin or server.url,
    }
    assert answered(server, "GET", "/_stcore/stream", handshake)[0] == status


def test_sizes_are_limited_and_no_reader_sees_a_traceback() -> None:
    config = tomllib.loads((settings.ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] <= 5
    assert config["server"]["maxMessageSize"] <= 50
    assert config["server"].get("enableXsrfProtection", True)
    assert config["server"].get("enableCORS", True), "what refuses another origin"
    assert config["client"]["showErrorDetails"] == "none"
    assert config["client"]["showErrorLinks"] is False
