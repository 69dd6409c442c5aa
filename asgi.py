"""How the dashboard is served: `uvicorn asgi:app`, called by `make run` and the tests.

`streamlit run asgi.py` serves the same. `streamlit run app.py` shows the same pages without what is added here: warm
imports, security headers, `/readyz`, the dataset by URL, and a shell that names page and language.
"""

import gc
import importlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from email.utils import formatdate, parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from lcdash import addresses, dataset, logs, offline, package, preview, settings, wording

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

    return Route(addresses.path_of(page_id), answer)


async def readyz(_request: Request) -> Response:
    """Whether readers can be sent here: 200 with the dataset's version, or 503."""
    try:
        loaded = await run_in_threadpool(dataset.load)
    except dataset.DataError:
        return JSONResponse({"ready": False}, status_code=503)
    return JSONResponse({"ready": True, "version": loaded.version})


# Any site may read the data; it is public, and nobody is known by a cookie here.
FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}


async def data_file(request: Request) -> Response:
    """A file of the dataset for a program: `/files/evidence.csv`. Where there is none, words that say what there is.

    The name is looked up in a list, and no path is ever made of it.
    """
    try:
        loaded = await run_in_threadpool(dataset.load)
        files = await run_in_threadpool(package.files, loaded.folder)
    except dataset.DataError:
        return PlainTextResponse(_in_both("files_broken"), 503, FOR_EVERYBODY)
    file = files.get(request.path_params.get("name", ""))
    if file is None:
        listed = "".join(f"/{package.BY_URL}/{name}\n" for name in files)
        return PlainTextResponse(f"{_in_both('no_such_file')}\n{listed}", 404, FOR_EVERYBODY)
    headers = FOR_EVERYBODY | {
        "ETag": file.etag,
        "Last-Modified": formatdate(file.modified, usegmt=True),
        # Kept, but asked about each time: a new version shows at once.
        "Cache-Control": "no-cache",
    }
    if _has_it_already(request, file):
        return Response(status_code=304, headers=headers)
    return Response(file.content, headers=headers, media_type=file.mediatype)


async def to_read(request: Request) -> Response:
    """What can be read without a live connection: a document by `city` or `story` of the link, else their list."""
    language = preview.language_of(request.query_params.getlist("lang"))
    try:
        loaded = await run_in_threadpool(dataset.load)
    except dataset.DataError:
        return PlainTextResponse(_in_both("files_broken"), 503)
    asked = (request.query_params.get(key, "") for key in ("story", "city"))
    return HTMLResponse(await run_in_threadpool(offline.document, loaded, language, *asked))


def _in_both(key: str) -> str:
    """Words of the interface in both languages, a line each: a program's reader may know either."""
    return "".join(f"{wording.Wording('common', language)(key)}\n" for language in wording.LANGUAGES)


def _has_it_already(request: Request, file: package.File) -> bool:
    if known := request.headers.get("if-none-match"):
        return known.strip() == "*" or file.etag in (tag.strip().removeprefix("W/") for tag in known.split(","))
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", "")).timestamp()
    except ValueError:
        return False
    return int(file.modified) <= since


@asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Import and load what every reader needs, then take it out of the garbage collector's way."""
    with ThreadPoolExecutor(2) as beside:  # the check of the data runs in a process of its own: the rest need not wait
        loading = beside.submit(dataset.load)
        beside.submit(package.files, settings.data_folder())  # made for who asks first; broken files are told of below
        for name in WARM:
            importlib.import_module(name)
    logs.install()  # after these, which bring loggers of their own
    try:
        loaded = loading.result()
        logs.LOG.info("start", extra={"told": {"app": package.app_version(), "data": loaded.version}})
    except dataset.DataError as problems:
        # The server starts all the same: every page then shows this list, which tells a curator more than no page does.
        logs.LOG.error("broken data", extra={"told": {"problems": problems.lines}})
    # Python's own collections would walk all of these modules each time; config.toml keeps Streamlit from one per run.
    gc.collect()
    gc.freeze()
    yield {}


app = st.App(
    Path(__file__).with_name("app.py"),
    lifespan=warm,
    middleware=[Middleware(SecurityHeaders)],
    routes=[
        Route("/readyz", readyz),
        Route(f"/{package.BY_URL}", data_file),
        Route(f"/{package.BY_URL}/{{name:path}}", data_file),
        Route(f"/{offline.BY_URL}", to_read),
        *map(shell_route, wording.PAGES),
    ],
)
package.served_by_url = True
