"""How the dashboard is served: `uvicorn asgi:app`, called by `make run` and the tests.

`streamlit run asgi.py` serves the same. `streamlit run app.py` shows the same pages without what is added here: warm
imports, security headers, `/readyz`, the dataset by URL, and a shell that names page and language.
"""

import gc

from lcdash.dataset import checking

checking.begin()  # in a process of its own, before the imports below, which take a second
gc.disable()  # what is imported and made until the first reader comes stays: nothing of it is worth a look

import importlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from lcdash import logs, settings
from lcdash.dataset import data_package, loading
from lcdash.serving import gate, left_pages, messages, readiness, unsent, widget_values
from lcdash.serving.headers import SecurityHeaders
from lcdash.serving.routes import routes

# Imported before the first reader comes: they take longer than everything else a page does. Not streamlit_folium:
# imported outside a page it never registers its frontend, and every map of that process stays empty.
WARM = ("pandas", "plotly.graph_objects", "geopandas", "folium", "pyarrow")


@asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Import and load what every reader needs, then take it out of the garbage collector's way."""
    gc.disable()
    with ThreadPoolExecutor(2) as beside:  # the check of the data may still run: the rest need not wait
        read = beside.submit(loading.load)
        # made for who asks first; broken files are told of below
        beside.submit(data_package.files, settings.data_folder())
        for name in WARM:
            importlib.import_module(name)
        prepared = readiness.prepare_meanwhile()
    logs.install()  # after these, which bring loggers of their own
    try:
        loaded = read.result()
        prepared.join()
        readiness.prepare(loaded)  # all of it is there by now, or says here why it is not
        logs.LOG.info("start", extra={"told": {"app": data_package.app_version(), "data": loaded.version}})
    except loading.DataError as problems:
        # The server starts all the same: every page then shows this list, which tells a curator more than no page does.
        logs.LOG.error("broken data", extra={"told": {"problems": problems.lines}})
    gc.enable()
    # Python's own collections would walk all of these modules each time; config.toml keeps Streamlit from one per run.
    gc.collect()
    gc.freeze()
    yield {}


app = st.App(
    Path(__file__).with_name("app.py"),
    lifespan=warm,
    middleware=[Middleware(SecurityHeaders), Middleware(gate.Gate)],
    routes=routes(),
)
data_package.served_by_url = True
gate.look_no_address_up()
left_pages.end_in_time()
messages.hear_no_other_page()
unsent.keep_of_part_runs()
widget_values.refuse_other_kinds()
gc.enable()  # until the server starts
