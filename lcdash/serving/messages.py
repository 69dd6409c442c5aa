"""What a page may send to the server: the kinds of message that Streamlit's page sends with pages of ours."""

from __future__ import annotations

from google.protobuf.message import DecodeError
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.runtime.app_session import AppSession

from lcdash.serving import limits

KINDS = {"rerun_script", "stop_script", "app_heartbeat"}
OPERATION = "backend_operation_request"
OPERATIONS = {"deferred_file"}  # the content of a download button, made when it is pressed


def is_of_a_page(message: Message) -> bool:
    """Whether a page of ours sends such a message.

    Others make files, answer a developer, or write into the log that they are refused.
    """
    content = message.get("bytes")
    if content is None:  # text, which Streamlit never sends
        return False
    try:
        sent = BackMsg.FromString(content)
    except DecodeError:
        return False
    kind = sent.WhichOneof("type")
    if kind != OPERATION:
        return kind in KINDS
    return len(content) <= limits.OPERATION_BYTES and sent.backend_operation_request.WhichOneof("payload") in OPERATIONS


class Sieved:
    """What a page sends, without what none of ours does: nobody hears of that."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive

    async def receive(self) -> Message:
        """The next message that a page sends."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive" or is_of_a_page(message):
                return message


def hear_no_other_page() -> None:
    """Leave what a page asks in the name of another without an answer; Streamlit writes each into the log."""
    handle = AppSession._handle_backend_operation_request

    async def of_its_own(session: AppSession, request: BackendOperationRequest) -> None:
        if request.session_id == session.id:
            await handle(session, request)

    AppSession._handle_backend_operation_request = of_its_own  # type: ignore[method-assign, assignment]
