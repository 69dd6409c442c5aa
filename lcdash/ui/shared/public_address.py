"""Where the people in the room find what is shown: an address, and the same as a QR code made here."""

from __future__ import annotations

import io
import ipaddress
import os
import socket
from urllib.parse import urlsplit

import streamlit as st

from lcdash import settings
from lcdash.serving import gate

OPEN = "0.0.0.0"  # noqa: S104 - what the operator sets; nothing is bound here  # nosec B104
NOWHERE = ("192.0.2.1", 9)  # of a network that exists in books only (RFC 5737): nothing is ever sent to it


LONGEST = 260  # letters of scheme, host and port: a name of the Internet has at most 253


def bar() -> str:
    """What the bar of the reader's own browser says before the path; "" where it says nothing.

    Anybody can send any address: what is not this server's, by the name under which it was asked or the public one, is
    as good as none.
    """
    url, host = st.context.url or "", st.context.headers.get("Host", "")
    if not gate.is_allowed(url, host):
        return ""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    return origin if len(origin) <= LONGEST else ""


def address(url: str) -> str:
    """The address under which others reach this dashboard, without a slash at the end; "" where they cannot.

    That is the one in the bar of the presenter's browser where it is no loopback address, else the public address where
    the operator set one, else that of this computer on the room's network where it serves to all of it (HOST=0.0.0.0).

    url  what stands in that bar (`bar`).
    """
    parts = urlsplit(url)
    if parts.hostname and parts.scheme in ("http", "https") and not _is_loopback(parts.hostname):
        return f"{parts.scheme}://{parts.netloc}"
    if settings.public_address():
        return settings.public_address()
    own = _on_the_network() if os.environ.get("HOST") == OPEN else ""
    port = f":{parts.port}" if parts.port else ""
    return f"http://{own}{port}" if own else ""


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return False
    return ip.is_loopback or ip.is_unspecified


def _on_the_network() -> str:
    """This computer's own address towards others; "" where it is on no network."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.connect(NOWHERE)  # of a datagram only the way is looked up
            ip = str(line.getsockname()[0])
    except OSError:
        return ""
    return "" if ip.startswith("127.") or ip == OPEN else ip


def qr_code(text: str) -> str:
    """A QR code of `text` as one <svg> element, as wide as its box."""
    import segno

    output = io.BytesIO()
    segno.make(text, error="m", micro=False).save(output, kind="svg", xmldecl=False, omitsize=True, light="#fff")
    return output.getvalue().decode().strip()
