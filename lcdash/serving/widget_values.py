"""What a page may send as a widget's value: only its own kind. Streamlit takes a page of its own at its word."""

from __future__ import annotations

import re
from contextlib import suppress
from copy import deepcopy
from typing import Any

from streamlit.runtime.state.session_state import Serialized, Value, WStates

# Half a letter, as JSON says it: what holds one can be written into no link, file or page. What stands before the bar
# is passed over: a backslash that is one, and a letter of both halves.
HALF = re.compile(r"(\\\\|\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w)|\\u[dD][89a-fA-F]\w\w")
JSON = ("json_value", "json_trigger_value")
NUMBERS = {"int_value", "double_value"}  # a field of numbers is registered as the one and sends the other


def _make_whole(sent: Serialized) -> None:
    """Put the sign for an unknown letter in place of each half of one."""
    kind = sent.value.WhichOneof("value")
    if kind in JSON:
        setattr(sent.value, kind, HALF.sub(lambda half: half[1] or "\ufffd", getattr(sent.value, kind)))


def refuse_other_kinds() -> None:
    """Take a value that is of another kind than its widget's, or that nothing can be read from, for none.

    No page of ours sends one. Without this, whoever does so ends their own run and fills the log with tracebacks.
    """
    read = WStates.__getitem__

    def value(states: WStates, widget_id: str) -> Any:
        sent, metadata = states.states.get(widget_id), states.widget_metadata.get(widget_id)
        if not isinstance(sent, Serialized) or metadata is None:
            return read(states, widget_id)
        _make_whole(sent)
        with suppress(Exception):  # whatever it is that such a value breaks
            kind = sent.value.WhichOneof("value")
            if kind in (None, metadata.value_type) or {kind, metadata.value_type} <= NUMBERS:
                return read(states, widget_id)
        nothing = deepcopy(metadata.deserializer(None))
        states.states[widget_id] = Value(nothing)
        return nothing

    WStates.__getitem__ = value  # type: ignore[method-assign]
