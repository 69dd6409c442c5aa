"""The security headers that every response carries."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lcdash import settings


def content_security_policy(tiles: str) -> str:
    """The policy every response carries: nothing from another host, save tiles where the operator named some.

    tiles  the template of a tile address, `{s}` for a host's variants; or "".
    """
    address = urlsplit(tiles)
    tile_host = f" {address.scheme}://{address.netloc.replace('{s}', '*')}" if tiles else ""
    return "; ".join(
        (
            "default-src 'self' data: blob:",
            # Streamlit, Plotly and folium write scripts and styles into the page; they can't run without these two.
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
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


class SecurityHeaders:
    """Adds the security headers to every response, Streamlit's own included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": content_security_policy(settings.tiles()),
            "X-Content-Type-Options": "nosniff",
            # What frame-ancestors says, for browsers and scanners that only know the older header.
            "X-Frame-Options": "SAMEORIGIN",
            "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
            # A source's site need not learn which cities a reader has chosen.
            "Referrer-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
