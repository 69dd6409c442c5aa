"""The security headers that every response carries."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lcdash import logs, settings
from lcdash.dataset import data_package


def content_security_policy(tiles: str, *, of_component: bool = False) -> str:
    """The policy every response carries: nothing from another host, save tiles where the operator named some.

    tiles         the template of a tile address, `{s}` for a host's variants; or "".
    of_component  the frame in which streamlit-folium runs a map: it gets it as a text, and has to evaluate it.
    """
    evaluated = " 'unsafe-eval'" if of_component else ""
    address = urlsplit(tiles)
    tile_host = f" {address.scheme}://{address.netloc.replace('{s}', '*')}" if tiles else ""
    return "; ".join(
        (
            "default-src 'self' data: blob:",
            # Streamlit, Plotly and folium write scripts and styles into the page; they can't run without.
            f"script-src 'self' 'unsafe-inline'{evaluated} blob:",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob:{tile_host}",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


FRAMES = "/component/"
MADE_FILES = "/media/"
PUBLIC_DATA = f"/{data_package.BY_URL}"
ONE_YEAR = 31_536_000


class SecurityHeaders:
    """Adds the security headers to every response, Streamlit's own and one to an error of ours included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.policies = {
            frame: content_security_policy(settings.tiles(), of_component=frame) for frame in (False, True)
        }
        self.headers = {
            "X-Content-Type-Options": "nosniff",
            # What frame-ancestors says, for browsers and scanners that only know the older header.
            "X-Frame-Options": "SAMEORIGIN",
            "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
            # A source's site need not learn which cities a reader has chosen.
            "Referrer-Policy": "same-origin",
            # A page of another site can neither keep a hold on ours nor take what it shows into its own.
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._complete(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            logs.LOG.exception("answer failed")
            if begun:
                raise
            await PlainTextResponse("Internal Server Error", 500)(scope, receive, send_with_headers)

    def _complete(self, scope: Scope, headers: MutableHeaders) -> None:
        path = scope["path"]
        headers.update(self.headers)
        headers["Content-Security-Policy"] = self.policies[FRAMES in path]
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if path.startswith(PUBLIC_DATA) else "same-origin"
        if MADE_FILES in path:  # a reader's own may be among them
            headers["Cache-Control"] = "no-store"
        if scope["scheme"] == "https":  # the proxy in front says so
            headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
            for place, (name, value) in enumerate(headers.raw):
                if name == b"set-cookie" and b"secure" not in value.lower():
                    headers.raw[place] = (name, value + b"; Secure")
