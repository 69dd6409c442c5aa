"""What no page of ours ever sends: values of another kind than their widget's, and what no script of ours puts in one.

Whoever writes such messages by hand sees their page as if nothing had been chosen, and the log says nothing of it.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import WStates
from websockets.asyncio.client import connect

from lcdash import site
from lcdash.serving import widget_values
from tests.coroutines import finished
from tests.serving import Server
from tests.test_language import FULL

EVENTS = ("asked", "link", "use", "moved", "left", "check", "file", "files", "chosen", "city", "layer", "forget")
EVENTS += ("last_active_drawing",)
ODD = (
    5,
    "no such",
    "é\ud800",
    [{"name": "\ud800", "content": "é"}] * 2,
    [None, {"a": 1}],
    {"id": None, "scene": [], "language": {}, "words": 1},
    [{"a": {"b": []}}] * 3,
)
QUICK = ("map", "factors")  # the pages that are quickest to open


def kinds() -> Iterator[tuple[str, Callable[[WidgetState], Any]]]:
    """Every kind of value there is, with one that nobody chose: name -> what puts it into a widget."""
    plain = {
        "bool_value": True,
        "int_value": -7,
        "double_value": float("nan"),
        "string_value": "\0<b>",
        "trigger_value": True,
        "bytes_value": b"\xff",
        "json_value": "{",
    }
    plain |= {f"json_value {number}": json.dumps(dict.fromkeys(EVENTS, odd)) for number, odd in enumerate(ODD)}
    plain |= {f"json_value {odd}": json.dumps(odd) for odd in (5, [[1]])}
    for number, odd in enumerate(ODD):
        plain[f"json_trigger_value {number}"] = json.dumps([{"event": name, "value": odd} for name in EVENTS])
    plain |= {f"json_trigger_value {text}": text for text in ("{", "5", "null")}
    for name, value in plain.items():
        yield name, lambda widget, name=name, value=value: setattr(widget, name.split()[0], value)
    for name, values in (("string", ["no such", ""]), ("int", [99, -1]), ("double", [1e300])):
        yield name, lambda widget, name=name, values=values: getattr(widget, f"{name}_array_value").data.extend(values)


def ids(message: Message) -> Iterator[str]:
    """The id of every widget that a message draws."""
    for field, value in message.ListFields():
        if field.type == field.TYPE_MESSAGE:
            for one in value if field.is_repeated else [value]:
                if isinstance(one, Message):
                    yield from ids(one)
        elif field.name == "id" and value.startswith("$$"):
            yield value
            yield f"$$STREAMLIT_INTERNAL_KEY_{value}__events"  # where a component says what happened


async def told_all(server: Server, page_id: str) -> int:
    """Send every kind to every widget of a page, as full as a link makes it; how many values were sent."""
    query = "&".join(["lang=en", *(f"{key}={one}" for key, held in FULL[page_id].items() for one in _list(held))])
    known: set[str] = set()
    sent = 0
    async with connect(
        f"{server.url.replace('http', 'ws')}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        proxy=None,
    ) as socket:
        for kind, put in (("", None), *kinds(), ("", None)):
            asked = BackMsg()
            asked.rerun_script.query_string = query
            asked.rerun_script.page_name = site.path_of(page_id).strip("/")
            events = kind.startswith("json_trigger")  # what happened, without the state that goes with it
            for name in sorted(known) if put else ():
                if events and not name.endswith("__events"):
                    continue
                put(asked.rerun_script.widget_states.widgets.add(id=name))
                sent += 1
            await socket.send(asked.SerializeToString())
            while True:
                message = ForwardMsg.FromString(bytes(await socket.recv(decode=False)))
                known.update(ids(message))
                if message.WhichOneof("type") == "script_finished":
                    break
    return sent


def _list(held: str | list[str]) -> list[str]:
    return [held] if isinstance(held, str) else held


@pytest.mark.parametrize(
    "page_id", [pytest.param(page, marks=[] if page in QUICK else pytest.mark.slow) for page in site.PAGES]
)
def test_a_value_of_another_kind_is_as_good_as_none_and_leaves_no_traceback(server: Server, page_id: str) -> None:
    before = len(server.log())
    assert finished(told_all(server, page_id)) > 200
    lines = [json.loads(line) for line in server.log()[before:].splitlines()]
    assert [line for line in lines if line["level"] != "info"] == []


def test_half_a_letter_is_an_unknown_one_and_whole_ones_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WStates, "__getitem__", WStates.__getitem__)  # which is put back
    widget_values.refuse_other_kinds()
    states = WStates()
    sent = ["é\ud800x", "\U0001f600 ก", r"\ud800", "\udc00\ud83d"]
    states.set_widget_from_proto(WidgetState(id="form", json_value=json.dumps(sent)))
    states.set_widget_metadata(WidgetMetadata("form", lambda value: value, id, "json_value"))
    assert states["form"] == ["é\ufffdx", "\U0001f600 ก", r"\ud800", "\ufffd\ufffd"]


def test_a_whole_number_reaches_the_field_it_was_typed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field of numbers is registered for fractions, and a browser sends it a whole number."""
    monkeypatch.setattr(WStates, "__getitem__", WStates.__getitem__)  # which is put back
    widget_values.refuse_other_kinds()
    states = WStates()
    states.set_widget_from_proto(WidgetState(id="tables", int_value=7))
    states.set_widget_metadata(WidgetMetadata("tables", lambda sent: 4 if sent is None else sent, id, "double_value"))
    assert states["tables"] == 7
