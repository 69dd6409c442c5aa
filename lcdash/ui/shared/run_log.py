"""The runs of a page in the log: which page, the number of the run within a nameless session, how long it took."""

from __future__ import annotations

import secrets
import time

import streamlit as st

from lcdash import logs

_SESSION, _RUN, _STARTED = "_session", "_run", "_started"


def start(page_id: str) -> None:
    """A run begins: from here on each line of the log says which one it belongs to."""
    state = st.session_state
    state.setdefault(_SESSION, secrets.token_hex(4))
    state[_RUN] = state.get(_RUN, 0) + 1
    state[_STARTED] = time.perf_counter()
    logs.RUN.set({"session": state[_SESSION], "run": state[_RUN], "page": page_id})


def end() -> None:
    """A run has drawn its page."""
    logs.LOG.info("page", extra={"told": {"ms": round((time.perf_counter() - st.session_state[_STARTED]) * 1000)}})
