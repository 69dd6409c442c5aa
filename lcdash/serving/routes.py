"""What the server answers beside Streamlit: shells of pages, readiness, files of the dataset, documents offline.

No answer waits for another's work: what takes time is made in threads of its own, and the rest needs none.
"""

import asyncio
import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate, parsedate_to_datetime
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from lcdash import site
from lcdash.dataset import data_package, loading
from lcdash.documents import offline, published
from lcdash.language import translations
from lcdash.serving import html_shell, limits
from lcdash.serving.made_once import MadeOnce

T = TypeVar("T")
# Whoever asks after the dataset while it is being checked waits here, and holds nobody up.
_DATASET = ThreadPoolExecutor(1, thread_name_prefix="dataset")
# A workbook takes seconds: it is made once, and nobody who asks whether the server is ready waits for it.
_FILES = ThreadPoolExecutor(1, thread_name_prefix="files")
# Which stories there are takes seconds to know, once for each language.
_STORIES = ThreadPoolExecutor(1, thread_name_prefix="stories")
_OFFLINE = MadeOnce("offline", limits.OFFLINE_BYTES_KEPT)


async def _beside(work: Callable[..., T], *arguments: object, threads: ThreadPoolExecutor = _DATASET) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, work, *arguments)


def shell_route(page_id: str) -> Route:
    """The route that opens a page. Paths of no page stay with Streamlit, which says so to the reader."""

    async def answer(request: Request) -> Response:
        language = html_shell.language_of(request.query_params.getlist("lang"))
        return HTMLResponse(html_shell.of_page(page_id, language), headers={"Cache-Control": "no-cache"})

    return Route(site.path_of(page_id), answer)


async def readyz(_request: Request) -> Response:
    """Whether readers can be sent here: 200 with the dataset's version, or 503."""
    try:
        loaded = await _beside(loading.load)
    except loading.DataError:
        return JSONResponse({"ready": False}, status_code=503)
    return JSONResponse({"ready": True, "version": loaded.version})


# Any site may read the data; it is public, and nobody is known by a cookie here.
FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}


async def data_file(request: Request) -> Response:
    """A file for a program: `/files/evidence.csv`, or of a kept edition, `/files/0.2.0/evidence.csv`.

    Where there is none, words that say what there is. The name is looked up in lists, and no path is ever made of it.
    """
    name = request.path_params.get("name", "")
    try:
        loaded = await _beside(loading.load)
        file = await _beside(published.file, loaded, name, threads=_FILES)
    except loading.DataError:
        return PlainTextResponse(_in_both("files_broken"), 503, FOR_EVERYBODY)
    if file is None:
        names = await _beside(published.listed, loaded, name, threads=_FILES)
        lines = "".join(f"/{data_package.BY_URL}/{file_name}\n" for file_name in names)
        return PlainTextResponse(f"{_in_both('no_such_file')}\n{lines}", 404, FOR_EVERYBODY)
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
    language = html_shell.language_of(request.query_params.getlist("lang"))
    try:
        loaded = await _beside(loading.load)
    except loading.DataError:
        return PlainTextResponse(_in_both("files_broken"), 503)
    query = (request.query_params.get(key, "") for key in ("story", "city"))
    wanted = await _beside(offline.known, loaded, language, *query, threads=_STORIES)

    def packed() -> bytes:
        return gzip.compress(offline.document(loaded, language, *wanted), 6)

    content = await _OFFLINE.get((language, *wanted), packed)
    headers = {"Vary": "Accept-Encoding", "Content-Encoding": "gzip"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        headers.popitem()
        content = await asyncio.get_running_loop().run_in_executor(None, gzip.decompress, content)
    return HTMLResponse(content, headers=headers)


def _in_both(key: str) -> str:
    """Words of the interface in both languages, a line each: a program's reader may know either."""
    return "".join(f"{translations.Translations('common', language)(key)}\n" for language in translations.LANGUAGES)


def _has_it_already(request: Request, file: data_package.File) -> bool:
    if tags := request.headers.get("if-none-match"):
        return tags.strip() == "*" or file.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", "")).timestamp()
    except (ValueError, OverflowError, OSError):  # no date, or one of a year that no clock shows
        return False
    return int(file.modified) <= since


def routes() -> list[Route]:
    """Every route of ours; paths of none stay with Streamlit."""
    return [
        Route("/readyz", readyz),
        Route(f"/{data_package.BY_URL}", data_file),
        Route(f"/{data_package.BY_URL}/{{name:path}}", data_file),
        Route(f"/{offline.BY_URL}", to_read),
        *map(shell_route, site.PAGES),
    ]
