"""A choice that follows another before its answer was sent takes nothing of the answer back."""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

import asgi


def piece(part: str, path: list[int]) -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path.extend(path)
    message.delta.fragment_id = part
    message.delta.new_element.markdown.body = part
    return message


def test_a_second_choice_takes_back_no_piece_of_the_first_and_a_run_of_the_whole_page_takes_back_all() -> None:
    assert asgi.app
    queue = ForwardMsgQueue()
    for message in (piece("map", [0, 0]), piece("map", [0, 1]), piece("downloads", [0, 2])):
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["map"])
    paths = [list(message.metadata.delta_path) for message in queue.flush()]
    # The third element of a block of which the browser knows no first: the page would go white.
    assert paths == [[0, 0], [0, 1], [0, 2]]
    queue.enqueue(piece("map", [0, 0]))
    queue.clear(retain_lifecycle_msgs=True)
    assert queue.is_empty()
