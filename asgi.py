"""How the dashboard is served: `uvicorn asgi:app`, called by `make run` and the tests.

`streamlit run asgi.py` serves the same. `streamlit run app.py` shows the same pages without what is added here: warm
imports, security headers, `/readyz`, and a shell that names page and language.
"""

import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from lcdash import dataset, preview, settings, wording

LOG = logging.getLogger("lcdash")

# Imported before the first reader comes: they take longer than everything else a page does. Not streamlit_folium:
# imported outside a page it never registers its frontend, and every map of that process stays empty.
WARM = ("pandas", "plotly.graph_objects", "geopandas", "folium", "pyarrow")


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
            # A source's site need not learn which cities a reader has chosen.
            "Referrer-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


@cache
def shell(page_id: str, language: str) -> str:
    """The shell of one page in one language, made once."""
    template = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    return preview.shell(template, page_id, language)


def shell_route(page_id: str) -> Route:
    """The route that opens a page. Paths of no page stay with Streamlit, which says so to the reader."""

    def answer(request: Request) -> Response:
        language = preview.language_of(request.query_params.getlist("lang"))
        return HTMLResponse(shell(page_id, language), headers={"Cache-Control": "no-cache"})

    return Route(preview.path_of(page_id), answer)


async def readyz(_request: Request) -> Response:
    """Whether readers can be sent here: 200 with the dataset's version, or 503."""
    try:
        loaded = await run_in_threadpool(dataset.load)
    except dataset.DataError:
        return JSONResponse({"ready": False}, status_code=503)
    return JSONResponse({"ready": True, "version": loaded.version})


@asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Import and load what every reader needs, then take it out of the garbage collector's way."""
    for name in WARM:
        importlib.import_module(name)
    try:
        dataset.load()
    except dataset.DataError as problems:
        # The server starts all the same: every page then shows this list, which tells a curator more than no page does.
        LOG.error("The dataset is broken, no page will show it:\n%s", "\n".join(problems.lines))
    # Streamlit collects garbage after each run and would walk all of these modules each time (about 40 ms a click).
    gc.collect()
    gc.freeze()
    yield {}


app = st.App(
    Path(__file__).with_name("app.py"),
    lifespan=warm,
    middleware=[Middleware(SecurityHeaders)],
    routes=[Route("/readyz", readyz), *map(shell_route, wording.PAGES)],
)
