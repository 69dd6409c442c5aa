"""What waits to be sent to a reader is sent, also where a choice follows before it was."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.runtime.forward_msg_queue import ForwardMsgQueue


def keep_of_part_runs() -> None:
    """Let a run of a part of the page (`st.fragment`) take back nothing that an earlier one has put into the queue.

    Streamlit 1.67 takes back what the part itself has put there and keeps what stands in it and is a part of its own:
    the browser is then told of the third element of a block that has one, and the whole page goes white ("Bad delta
    path index"). Two choices within a tenth of a second on the map do it. Sent in full it is as if it had been sent a
    moment before; what the next run says of the same places comes after it.
    """
    clear = ForwardMsgQueue.clear

    def clear_for_whole_runs(
        queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: Sequence[str] | None = None
    ) -> None:
        if fragment_ids_this_run is None:
            clear(queue, retain_lifecycle_msgs)

    ForwardMsgQueue.clear = clear_for_whole_runs  # type: ignore[method-assign, assignment]
